"""The conversion in the API: a run per file, what became of its lines, and what is still different."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from fastapi import Depends, Query, Response
from pydantic import Field

from shared.bulk import Regeluitslag, lees, per_regel, waarom
from shared.conversie import runs
from shared.conversie.runs import Bereid, Bestand, Gedaan, Plaats, Regel, Som
from shared.db import tables
from shared.db.uow import Tx
from shared.errors import Conflict, DomainError
from shared.idempotency import fingerprint
from shared.paging import AskedPage
from shared.routing import Call, Reads, Router, Stores
from shared.schemas import (
    Aantal,
    Code,
    Gemeentecode,
    Jaar,
    Moment,
    Optioneel,
    Ref,
    Saldo,
    Schema,
    Tekst80,
    Vraagvlag,
)

Houdt = Callable[[Call, str], Awaitable[Mapping[Plaats, Som]]]
"""What Meedoen holds of what a gemeente brought over, per place."""


class Bronregel(Schema):
    """A line of a file: the id that the source system gives to what it is about."""

    bron_id: Tekst80 = Field(description="Kenmerk in het bronsysteem", examples=["T-1"])

    @abstractmethod
    def command(self, gemeente: str) -> Any:
        """The command behind the line."""


class Uitslag(Regeluitslag):
    """What became of a line."""

    bron_id: Optioneel[str] = None
    uitkomst: runs.Uitkomst

    @classmethod
    def of(cls, gedaan: Gedaan) -> Self:
        """The answer to a line."""
        return cls.build(
            bron_id=gedaan.bron_id,
            uitkomst=gedaan.uitkomst,
            id=gedaan.ding_id,
            **(waarom(gedaan.fout) if gedaan.fout else {}),
        )


class Controlebedrag(Schema):
    """The sums of the lines of one group in one year."""

    groep: str = Field(
        description="De post; wat geen geld is staat onder zijn eigen soort",
        examples=["werktrajecten-en-voorzieningen"],
    )
    jaar: Jaar
    regels: Aantal
    verplicht_centen: Saldo = Field(description="Wat bij de overgang nog openstond")
    gerealiseerd_centen: Saldo = Field(description="Wat daarvoor al was gerealiseerd")


class Conversie(Schema):
    """A run: one file, with its control totals."""

    id: Ref
    gemeente: Gemeentecode
    soort: str = Field(examples=["toekenning"])
    bronsysteem: str = Field(examples=["suite"])
    regels: Aantal
    overgenomen: Aantal
    ongewijzigd: Aantal = Field(description="Eerder al zo overgenomen")
    geweigerd: Aantal
    bedragen: list[Controlebedrag] = Field(description="Van wat staat: overgenomen en ongewijzigd")
    begonnen_op: Moment
    afgerond_op: Optioneel[Moment] = Field(None, description="Ontbreekt als de run is afgebroken")

    @classmethod
    def of(cls, row: tables.Conversie) -> Self:
        """The run of a row."""
        bedragen = [
            Controlebedrag(
                groep=groep,
                jaar=jaar,
                regels=aantal,
                verplicht_centen=verplicht,
                gerealiseerd_centen=gerealiseerd,
            )
            for groep, jaar, aantal, verplicht, gerealiseerd in row.bedragen
        ]
        names = cls.model_fields.keys() - {"bedragen"}
        return cls.build(bedragen=bedragen, **{name: getattr(row, name) for name in names})


class Controle(Schema):
    """The last line of an answer: the run."""

    controle: Conversie


class Conversieregel(Schema):
    """A line as its source last said it, and what it became."""

    gemeente: Gemeentecode
    soort: str = Field(examples=["toekenning"])
    bronsysteem: str = Field(examples=["suite"])
    bron_id: str = Field(examples=["T-1"])
    uitkomst: Literal["overgenomen", "geweigerd"] = Field(
        description="Van de laatste keer dat de bron deze regel stuurde"
    )
    id: Optioneel[Ref] = Field(None, description="Wat de regel in Meedoen werd")
    code: Optioneel[str] = Field(None, description="Waarom de regel is geweigerd")
    conversie_id: Ref = Field(description="De run die de regel overnam, of voor het eerst weigerde")

    @classmethod
    def of(cls, row: tables.Conversieregel) -> Self:
        """The line of a row."""
        return cls.build(
            gemeente=row.gemeente,
            soort=row.soort,
            bronsysteem=row.bronsysteem,
            bron_id=row.bron_id,
            uitkomst="geweigerd" if row.code else "overgenomen",
            id=row.ding_id,
            code=row.code,
            conversie_id=row.conversie_id,
        )


class Conversieverschil(Schema):
    """Where the files say something else than Meedoen holds."""

    gemeente: Gemeentecode
    soort: str = Field(examples=["toekenning"])
    groep: str = Field(examples=["werktrajecten-en-voorzieningen"])
    jaar: Jaar
    bron_regels: Aantal
    meedoen_regels: Aantal
    bron_verplicht_centen: Saldo
    meedoen_verplicht_centen: Saldo
    bron_gerealiseerd_centen: Saldo
    meedoen_gerealiseerd_centen: Saldo

    @classmethod
    def of(cls, gemeente: str, soort: str, plaats: Plaats, bron: Som, hier: Som) -> Self:
        """The difference in one place."""
        return cls(
            gemeente=gemeente,
            soort=soort,
            groep=plaats[0],
            jaar=plaats[1],
            bron_regels=bron.aantal,
            meedoen_regels=hier.aantal,
            bron_verplicht_centen=bron.verplicht,
            meedoen_verplicht_centen=hier.verplicht,
            bron_gerealiseerd_centen=bron.gerealiseerd,
            meedoen_gerealiseerd_centen=hier.gerealiseerd,
        )


class Gelijktijdig(Conflict):
    """Another run takes the same line, or takes its place."""

    code = "gelijktijdig"


async def _gevraagd(
    call: Stores,
    bronsysteem: Annotated[
        Code, Query(description="Het systeem waar het bestand uit komt", examples=["suite"])
    ],
    gemeente: Annotated[
        Optioneel[Gemeentecode],
        Query(description="Verplicht voor een client van meer dan een gemeente"),
    ] = None,
) -> tuple[str, str]:
    return call.caller.gemeente(gemeente), bronsysteem


Gevraagd = Annotated[tuple[str, str], Depends(_gevraagd)]
"""The gemeente and the source system of a file."""


async def neem_over(
    call: Stores,
    van: tuple[str, str],
    soort: str,
    model: type[Bronregel],
    bereid: Bereid[Any],
) -> Response:
    """200 with a line per line of the file, and a last one with the control totals of the run."""
    gemeente, bronsysteem = van
    async with call.tx() as tx:
        run_id = (await runs.begin(tx, Bestand(gemeente, soort, bronsysteem))).id
    stempel = call.runtime.sleutels.stempel

    def gelezen(line: bytes) -> Regel[Any] | DomainError:
        try:
            regel = lees(line, model)
        except DomainError as fout:
            return fout
        said = regel.model_dump_json(by_alias=True, exclude_none=True).encode()
        mark = fingerprint("", regel.bron_id, said, stempel)
        return Regel(regel.bron_id, mark, regel.command(gemeente))

    async def verwerk(tx: Tx, lines: Sequence[bytes]) -> list[Uitslag]:
        regels = [gelezen(line) for line in lines]
        gedaan = await runs.neem_over(tx, run_id, regels, bereid)
        call.raakt(*_waarover(regels, gedaan))
        return [Uitslag.of(each) for each in gedaan]

    async def slot(aantal: int) -> Controle:
        async with call.tx() as tx:
            return Controle(controle=Conversie.of(await runs.rond_af(tx, run_id, aantal)))

    botst = Uitslag.of(Gedaan("geweigerd", fout=Gelijktijdig("wordt nu ook anders overgenomen")))
    return await per_regel(call, verwerk, botst, slot)


def _waarover(
    regels: Sequence[Regel[Any] | DomainError], gedaan: Sequence[Gedaan]
) -> Iterator[Any]:
    """What the lines that stand ask: they may be about a person."""
    for regel, een in zip(regels, gedaan, strict=True):
        if isinstance(regel, Regel) and een.uitkomst != "geweigerd":
            yield regel.wat


def conversie_router(service: str, houdt: Mapping[str, Houdt]) -> Router:
    """The runs, the lines and the differences of one service; `houdt` per kind of thing it takes over."""
    router = Router(service, "conversies", "De overgang uit een ander systeem: runs en verschillen")

    @router.lists("/conversies", Conversie, "Toon de runs van de overgang, de nieuwste eerst")
    async def conversies(
        call: Reads,
        paging: AskedPage,
        gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
    ) -> Response:
        if gemeente:
            call.caller.gemeente(gemeente)
        async with call.read() as session:
            total, rows = await paging.take(session, runs.conversies(gemeente))
            return call.page([Conversie.of(row) for row in rows], total, paging)

    _toont_regels(router)

    @router.lists(
        "/conversieverschillen",
        Conversieverschil,
        "Toon waar de bestanden iets anders zeggen dan Meedoen; leeg als alles klopt",
    )
    async def verschillen(
        call: Reads, paging: AskedPage, gemeente: Annotated[Gemeentecode, Query()]
    ) -> Response:
        waar = call.caller.gemeente(gemeente)
        found: list[Conversieverschil] = []
        for soort, hier in houdt.items():
            async with call.read() as session:
                bron = await runs.bron_zegt(session, waar, soort)
            found += _verschillen(waar, soort, bron, await hier(call, waar))
        return await call.results(paging, found)

    return router


def _toont_regels(router: Router) -> None:
    @router.lists("/conversieregels", Conversieregel, "Toon wat er van elke regel is geworden")
    async def regels(
        call: Reads,
        paging: AskedPage,
        gemeente: Annotated[Optioneel[Gemeentecode], Query()] = None,
        soort: Annotated[Optioneel[Code], Query()] = None,
        *,
        geweigerd: Annotated[Optioneel[Vraagvlag], Query()] = None,
    ) -> Response:
        if gemeente:
            call.caller.gemeente(gemeente)
        query = runs.conversieregels(gemeente, soort, geweigerd=geweigerd)
        async with call.read() as session:
            total, rows = await paging.take(session, query)
            return call.page([Conversieregel.of(row) for row in rows], total, paging)


def _verschillen(
    gemeente: str, soort: str, bron: Mapping[Plaats, Som], hier: Mapping[Plaats, Som]
) -> Iterator[Conversieverschil]:
    for plaats in sorted(bron.keys() | hier.keys()):
        twee = bron.get(plaats, Som()), hier.get(plaats, Som())
        if twee[0] != twee[1]:
            yield Conversieverschil.of(gemeente, soort, plaats, *twee)
