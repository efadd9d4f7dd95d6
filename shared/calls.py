"""What a route gets: who asks, and the ways to read, change or create for him and to answer.

The answer is built inside the transaction, so that it is stored with its effect and never read after the commit.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clients import Lezer
from shared.clock import kalenderdag
from shared.db.direct import Opening, Wie
from shared.db.opening import Opened
from shared.db.reading import Asked
from shared.db.uow import Tx, with_nothing
from shared.etag import ETAG, check, etag
from shared.failpoints import failpoint
from shared.formats import JSON, PER_KEER, Stream, as_lines
from shared.idempotency import Answer, Claim, claimed, fingerprint, keep
from shared.paging import Pagina, Paging
from shared.runtime import Runtime
from shared.schemas import Schema
from shared.tenancy import Caller
from shared.verwerkingenlog import Verwerking, regels

Make = Callable[[AsyncSession, Sequence[Any]], Awaitable[Sequence[Schema]]]
"""From rows to the answers for them, with what else must be read for that."""
Handle = Callable[[Request], Awaitable[Response]]


@dataclass
class Call:
    """One request: who asks, and what it needs of the service to be answered."""

    request: Request
    runtime: Runtime
    caller: Caller

    @property
    def vandaag(self) -> date:
        """The calendar day of this moment in Europe/Amsterdam."""
        return kalenderdag(self.runtime.clock.now())

    @property
    def elders(self) -> Lezer:
        """Other services, read with the rights of this caller."""
        return self.runtime.clients.als(self.caller)

    def raakt(self, *found: object) -> None:
        """What is asked or answered is about these persons; recorded where the route has an activity for it."""
        if verwerking := self._verwerking:
            verwerking.raakt(*found)

    async def leg_vast(self) -> None:
        """Commit the records of the persons that were met and are not recorded yet."""
        verwerking = self._verwerking
        if verwerking and verwerking.betrokkenen:
            # no session: a read must stay cheap
            wie, moment = Wie(self.caller.gemeenten, self.caller.client), self.runtime.clock.now()
            async with Opened(self.runtime.database.writer, wie, Opening()) as opened:
                await opened.direct.run(regels(verwerking, self.caller, moment), commit=True)

    @property
    def _verwerking(self) -> Verwerking | None:
        found: Verwerking | None = self.request.scope.get("verwerking")
        return found

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A session to read with, within the gemeenten of the caller."""
        return self.runtime.uow.read(self.caller)

    def ok(self, model: Schema, *, versie: int | None = None) -> Response:
        """200 with the thing; `versie` is that of its row and becomes the `ETag` (on details only, decision 22)."""
        self.raakt(model)
        headers = {"etag": etag(versie)} if versie is not None else None
        return Response(as_json(model), 200, headers, JSON)

    def page(self, results: Sequence[Schema], total: int, paging: Paging) -> Response:
        """200 with one page of a list, and the `Link` header."""
        self.raakt(*results)
        links = paging.links(total)
        body = Pagina[Any].build(
            count=total, next=links.get("next"), previous=links.get("prev"), results=list(results)
        )
        header = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items())
        return Response(as_json(body), 200, {"link": header}, JSON)

    async def listed(self, paging: Paging, query: Select[Any], make: Make) -> Response:
        """A page of what the query finds, or the whole of it where the client wants NDJSON or CSV.

        For routes that are declared with `lists(…, stream=True)`. The query must have a full order.
        """
        if self.request.scope["media"] == JSON:
            async with self.read() as session:
                total, rows = await paging.take(session, query)
                return self.page(await make(session, rows), total, paging)
        return await self._streamed(self._found(query, make))

    async def results(self, paging: Paging, found: Sequence[Schema]) -> Response:
        """As `listed`, for a list that is computed."""
        if self.request.scope["media"] == JSON:
            start = (paging.page - 1) * paging.page_size
            return self.page(found[start : start + paging.page_size], len(found), paging)

        async def at_once() -> AsyncIterator[Sequence[Schema]]:
            yield found

        return await self._streamed(at_once())

    async def _found(self, query: Select[Any], make: Make) -> AsyncIterator[Sequence[Schema]]:
        """The answers, some hundreds at a time, from one cursor in one read transaction (decision 58)."""
        async with self.runtime.database.streams, self.read() as session:
            result = await session.stream_scalars(query.execution_options(yield_per=PER_KEER))
            async for rows in result.partitions(PER_KEER):
                yield await make(session, rows)

    async def _streamed(self, found: AsyncIterator[Sequence[Schema]]) -> Response:
        # the first rows are read before the answer begins: a database that is away is still a 503
        lines = as_lines(self.request.scope["media"], self.request.scope["model"])
        try:
            models = await anext(found)
            self.raakt(*models)
            first = lines(None) + lines(models)
        except StopAsyncIteration:
            first = lines(None)

        async def others() -> AsyncIterator[bytes]:
            async with aclosing(found) as rest:  # type: ignore[type-var]
                async for models in rest:
                    self.raakt(*models)
                    await self.leg_vast()
                    yield lines(models)

        return Stream(others(), first, self.request.scope["media"])


@dataclass
class Writing(Call):
    """A request that changes something, once when it carries an Idempotency-Key."""

    claim: Claim | None = None
    answer: Answer | None = None

    @asynccontextmanager
    async def tx(self, *ahead: Asked[Any]) -> AsyncIterator[Tx]:
        """The transaction of this request; committed when the body ends, before the answer leaves.

        With a key it is claimed first, and the answer is stored last. What is read `ahead` comes along with the begin,
        for the handler that asks exactly that first: it saves a busy route a round trip.
        """
        failpoint("K1", self.runtime.service)
        begin = self.claim.opening if self.claim else with_nothing
        async with self.runtime.uow(self.caller, begin, ahead) as tx:
            if self.claim:
                await claimed(tx, self.claim)
            yield tx
            if self._verwerking:
                tx.last += regels(self._verwerking, self.caller, tx.moment)
            if self.claim and self.answer:
                keep(tx, self.claim, self.answer)
            failpoint("K2", self.runtime.service)
        failpoint("K3", self.runtime.service)

    def bewaar(self, answer: Answer) -> Answer:
        """Keep this answer for a repeat, if the request has a key; from the database alone it cannot be read."""
        if self.claim:
            body = self.runtime.sleutels.verzegel(
                _naam(self.claim.client, self.claim.key), answer.body
            )
            self.answer = replace(answer, body=body)
        return answer

    def ok(self, model: Schema, *, versie: int | None = None) -> Response:
        """See `Call.ok`; stored with the effect when the request has a key."""
        self.bewaar(Answer(200, as_json(model)))
        return super().ok(model, versie=versie)

    def gone(self) -> Response:
        """204: it is not there, or not any more."""
        return Response(status_code=204)


@dataclass
class Creating(Writing):
    """A request that makes something or records a fact; it always carries an Idempotency-Key."""

    def created(self, model: Schema, id_: UUID) -> Response:
        """201 with the new thing and its address; stored with the effect."""
        self.raakt(model)
        location = f"{self.request.scope['path']}/{id_}"
        return as_response(self.bewaar(Answer(201, as_json(model), location)))

    def done(self, model: Schema) -> Response:
        """200 with the changed thing; stored with the effect."""
        return self.ok(model)


@dataclass
class Storing(Writing):
    """A request about a thing of an outside source; its own `versie` makes a repeat harmless."""

    def stored(self, model: Schema, *, new: bool) -> Response:
        """201 with what is new under the address that the client chose, 200 with what was there."""
        self.raakt(model)
        return Response(as_json(model), 201 if new else 200, media_type=JSON)


@dataclass
class Replacing(Writing):
    """A request that changes a resource which somebody may have changed since the client read it."""

    if_match: str | None = None

    def expects(self, versie: int) -> None:
        """Whether the client knows the present version of the row; asked with the row locked, before any change.

        Raises VersieNodig (428) without an `If-Match`, VersieVerouderd (412) with the one of another version.
        """
        check(self.if_match, versie)


async def verwerkend(
    request: Request, activiteit: str | None, naam: str, handle: Handle
) -> Response:
    """Answer a request; under an activity, the persons that it met are recorded before the answer leaves."""
    if activiteit is None:
        return await handle(request)
    runtime: Runtime = request.app.state.runtime
    request.scope["verwerking"] = Verwerking(naam[:80], activiteit, runtime.clock.now())
    answer = await handle(request)
    if answer.status_code < 400:
        await Call(request, runtime, request.scope["caller"]).leg_vast()
    return answer


def bewaard(call: Call, answer: Answer) -> Answer:
    """The answer that was kept for this request, as it was sent."""
    naam = _naam(call.caller.client, call.request.headers["idempotency-key"])
    return replace(answer, body=call.runtime.sleutels.ontzegel(naam, answer.body))


def _naam(client: str, key: str) -> str:
    return f"{client}|{key}"


def as_json(model: Schema) -> bytes:
    """A schema as it travels: camelCase, without what is absent."""
    return model.model_dump_json(by_alias=True, exclude_none=True).encode()


def as_response(answer: Answer, *, replayed: bool = False) -> Response:
    """A stored answer as it is sent, now or again."""
    headers = {"location": answer.location} if answer.location else {}
    if replayed:
        headers["idempotent-replayed"] = "true"
    return Response(answer.body, answer.status, headers, JSON)


async def _call(request: Request) -> Call:
    return Call(request, request.app.state.runtime, request.scope["caller"])


_SLEUTEL = Header(
    alias="Idempotency-Key",
    min_length=1,
    max_length=255,
    pattern=r"^[!-~]+$",
    description="Eigen sleutel van dit verzoek, bij voorkeur een UUID; een herhaling geeft "
    "hetzelfde antwoord",
)


async def _writing(
    request: Request, idempotency_key: Annotated[str | None, _SLEUTEL] = None
) -> Writing:
    claim = await _claim(request, idempotency_key) if idempotency_key is not None else None
    return Writing(request, request.app.state.runtime, request.scope["caller"], claim)


async def _creating(request: Request, idempotency_key: Annotated[str, _SLEUTEL]) -> Creating:
    claim = await _claim(request, idempotency_key)
    return Creating(request, request.app.state.runtime, request.scope["caller"], claim)


async def _claim(request: Request, key: str) -> Claim:
    caller: Caller = request.scope["caller"]
    stempel = request.app.state.runtime.sleutels.stempel
    mark = fingerprint(request.method, request.scope["path"], await request.body(), stempel)
    return Claim(caller.client, key, mark)


async def _storing(request: Request) -> Storing:
    return Storing(request, request.app.state.runtime, request.scope["caller"])


async def _replacing(
    request: Request,
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            pattern=ETAG,
            description="De `ETag` waarmee dit is gelezen; is er sindsdien iets gewijzigd, dan volgt 412",
        ),
    ] = None,
) -> Replacing:
    runtime: Runtime = request.app.state.runtime
    return Replacing(request, runtime, request.scope["caller"], if_match=if_match)


Reads = Annotated[Call, Depends(_call)]
Writes = Annotated[Writing, Depends(_writing)]
Creates = Annotated[Creating, Depends(_creating)]
Stores = Annotated[Storing, Depends(_storing)]
Replaces = Annotated[Replacing, Depends(_replacing)]
"""What a route takes as its `call`: to read, change, create, store, or replace."""
