"""`/v1/abonnementen`: have events sent as signed webhooks (CloudEvents over HTTP, Standard Webhooks)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from pydantic import Field, StringConstraints

from shared.db.tables import Abonnement
from shared.outward import subscriptions
from shared.outward.log import Log
from shared.outward.pull import EVENT_TYPE
from shared.outward.subscriptions import Abonneer, opzijgezet, van_client
from shared.paging import AskedPage
from shared.routing import Creates, Reads, Router, Writes
from shared.schemas import Gemeentecode, Moment, Optioneel, Ref, Schema
from shared.tenancy import Caller

_EXAMPLE = "nl.participatie.trajecten.toekenning-verleend.v1"
_Type = Annotated[
    str,
    StringConstraints(pattern=EVENT_TYPE, max_length=120, strict=True),
    Field(examples=[_EXAMPLE]),
]
Sink = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[!-~]+$", max_length=500, strict=True),
    Field(
        description="Adres dat de gebeurtenissen ontvangt; moet op de lijst van de beheerder staan",
        examples=["https://kern.example.nl/gebeurtenissen"],
    ),
]


class AbonnementBody(Schema):
    """Which events go where."""

    gemeente: Optioneel[Gemeentecode] = Field(
        None, description="Verplicht voor een client van meer dan een gemeente"
    )
    types: list[_Type] = Field(
        default_factory=list,
        max_length=50,
        description="Zonder waarde: alle types van deze service",
    )
    sink: Sink

    def command(self, caller: Caller) -> Abonneer:
        """The command behind the request; raises GemeenteNietToegestaan."""
        return Abonneer(caller.gemeente(self.gemeente), tuple(self.types), self.sink)


class HerhaalBody(Schema):
    """From when on everything is sent once more."""

    vanaf: Moment


class AbonnementAntwoord(Schema):
    """An abonnement and how its delivery goes."""

    id: Ref
    gemeente: Gemeentecode
    types: list[str] = Field(description="Leeg: alle types", examples=[[_EXAMPLE]])
    sink: str = Field(examples=["https://kern.example.nl/gebeurtenissen"])
    status: str = Field(description="`actief`, of `beeindigd` na een 410", examples=["actief"])
    plaats: int = Field(description="Afgeleverd tot en met deze plaats", examples=[42])
    pogingen: int = Field(description="Mislukte pogingen van wat nu aan de beurt is", examples=[0])
    volgende_poging: Optioneel[Moment] = None
    laatste_fout: Optioneel[str] = Field(None, examples=["status 500"])
    opzijgezet: int = Field(
        description="Gebeurtenissen die niet afgeleverd konden worden", examples=[0]
    )
    gemaakt_op: Moment
    beeindigd_op: Optioneel[Moment] = None

    @classmethod
    def of(cls, row: Abonnement, opzij: int = 0, **also: Any) -> "AbonnementAntwoord":
        """The abonnement as the API shows it."""
        return cls.build(
            id=row.id,
            gemeente=row.gemeente,
            types=row.types,
            sink=row.sink,
            status=row.status,
            plaats=row.position,
            pogingen=row.attempts,
            volgende_poging=row.next_attempt_at,
            laatste_fout=row.last_error,
            opzijgezet=opzij,
            gemaakt_op=row.created_at,
            beeindigd_op=row.ended_at,
            **also,
        )


class AbonnementMetGeheim(AbonnementAntwoord):
    """A new abonnement; the secret is shown this once."""

    geheim: str = Field(
        description="Sleutel om de handtekening mee te toetsen (Standard Webhooks)",
        examples=["whsec_…"],
    )


def subscribe_router(service: str) -> Router:
    """The abonnementen of one service."""
    router = Router(service, "abonnementen", "Gebeurtenissen laten sturen")

    @router.creates("/abonnementen", AbonnementMetGeheim, tekst="Abonneer u op gebeurtenissen")
    async def abonneer(body: AbonnementBody, call: Creates) -> Response:
        # who is sent events reads them
        call.caller.mag(f"{service}.lezen")
        vraag = body.command(call.caller)
        async with call.tx() as tx:
            row, geheim = await subscriptions.abonneer(tx, vraag, service, call.runtime)
            return call.created(AbonnementMetGeheim.of(row, geheim=geheim), row.id)

    _shows(router)
    _changes(router)
    return router


def _shows(router: Router) -> None:
    @router.lists("/abonnementen", AbonnementAntwoord, tekst="Toon uw abonnementen")
    async def lijst(call: Reads, paging: AskedPage) -> Response:
        async with call.read() as session:
            total, rows = await paging.take(session, van_client(call.caller.client))
            opzij = await opzijgezet(session, [row.id for row in rows])
            found = [AbonnementAntwoord.of(row, opzij.get(row.id, 0)) for row in rows]
            return call.page(found, total, paging)

    @router.reads(_EEN, AbonnementAntwoord, tekst="Toon een abonnement en zijn aflevering")
    async def een(abonnement_id: UUID, call: Reads) -> Response:
        async with call.read() as session:
            row = await subscriptions.abonnement(session, call.caller.client, abonnement_id)
            opzij = await opzijgezet(session, [row.id])
            return call.ok(AbonnementAntwoord.of(row, opzij.get(row.id, 0)))


def _changes(router: Router) -> None:
    @router.changes(
        f"{_EEN}/_herhaal", AbonnementAntwoord, tekst="Stuur alles vanaf een moment nog eens"
    )
    async def herhaal(abonnement_id: UUID, body: HerhaalBody, call: Writes) -> Response:
        log = Log(call.runtime.database)
        async with call.tx() as tx:
            row = await subscriptions.herhaal(tx, abonnement_id, body.vanaf, log)
            opzij = await opzijgezet(tx.session, [row.id])
            return call.ok(AbonnementAntwoord.of(row, opzij.get(row.id, 0)))

    @router.withdraws(_EEN, tekst="Zeg een abonnement op")
    async def zeg_op(abonnement_id: UUID, call: Writes) -> Response:
        async with call.tx() as tx:
            await subscriptions.zeg_op(tx, abonnement_id)
        return call.gone()


_EEN = "/abonnementen/{abonnement_id:uuid}"
