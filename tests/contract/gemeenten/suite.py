"""All services in one process, with tokens at the door; what one says the others have heard before the next call."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from deploy.services import SERVICES
from shared.auth import SCOPES, TokenDeur
from shared.bus.port import Message
from shared.db.tables import outbox
from shared.events import Envelope
from shared.sinks import Sinks
from shared.tenancy import SYSTEEM
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from shared.tokens import Ondertekenaar, Tokens
from tests.contract.uitgaand import publish


@dataclass
class Suite:
    """The services, and a client per gemeente."""

    services: dict[str, ServiceUnderTest]
    uitgever: Ondertekenaar
    _verder: dict[str, int] = field(default_factory=dict)

    def token(self, naam: str, gemeente: str) -> dict[str, str]:
        """The header of a client with every scope in one gemeente."""
        claims = {"sub": naam, "client_id": naam, "gemeenten": [gemeente]}
        token = self.uitgever.onderteken({**claims, "scope": " ".join(sorted(SCOPES))}, 600)
        return {"Authorization": f"Bearer {token}"}

    async def bezorg(self) -> None:
        """Deliver what was said, until nobody says anything more."""
        while any([await self._bezorg(naam) for naam in self.services]):
            pass

    async def _bezorg(self, naam: str) -> bool:
        service = self.services[naam]
        async with service.uow.read(SYSTEEM) as session:
            query = select(outbox).where(outbox.c.id > self._verder.get(naam, 0))
            rows = (await session.execute(query.order_by(outbox.c.id))).all()
        if not rows:
            return False
        self._verder[naam] = rows[-1].id
        await publish(service.database)
        messages = [
            Message(0, row.key.encode(), Envelope.of(row).headers(), row.payload.encode())
            for row in rows
        ]
        for other, hearing in self.services.items():
            if f"{naam}.events" in SERVICES[other].hears:
                await hearing.redeliver(f"{naam}.events", messages)
        return True


@asynccontextmanager
async def suite(
    urls: Callable[[str], str], directory: Path, clock: FakeClock
) -> AsyncIterator[Suite]:
    """Empty, but for what every service begins with; `urls` gives the database of each."""
    uitgever = Ondertekenaar("https://uitgever.test", ec.generate_private_key(ec.SECP256R1()))
    deur = TokenDeur(Tokens({uitgever.uitgever: uitgever.sleutelbos()}))
    async with AsyncExitStack() as stack:
        services: dict[str, ServiceUnderTest] = {}
        for naam in ("intake", "werkgevers", "budget", "trajecten", "monitor"):
            others = {other: services[other].client for other in services}
            service = await stack.enter_async_context(
                service_under_test(
                    SERVICES[naam], directory, clock, others, url=urls(naam), deur=deur
                )
            )
            service.runtime.sinks = Sinks(("127.0.0.1",), private=True)
            services[naam] = service
        yield Suite(services, uitgever)
