"""Bringing over the lines of a file: each once, with what it said kept beside what became of it.

A line has no version: what was brought over is of Meedoen from then on, and a line that says something else afterwards
is refused. A line that was refused may come again, changed or not.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.tables import Conversie, Conversieregel
from shared.db.uow import Tx
from shared.errors import Conflict, DomainError
from shared.identifiers import nieuw_id

C = TypeVar("C")
Plaats = tuple[str, int]
"""A group (a post, or the kind of thing where there is no money) and a calendar year."""
Uitkomst = Literal["overgenomen", "ongewijzigd", "geweigerd"]


class AlOvergenomen(Conflict):
    """The source says something else under an id that was brought over before."""

    code = "al-overgenomen"

    def __init__(self) -> None:
        super().__init__("eerder met andere gegevens overgenomen; herstel dit in Meedoen zelf")


class Zegt(NamedTuple):
    """What a line says of one group in one year: the cents that are open, and those realised before go-live."""

    groep: str
    jaar: int
    verplicht: int = 0
    gerealiseerd: int = 0


@dataclass(frozen=True, slots=True)
class Som:
    """How many lines or things there are in one place, and their cents together."""

    aantal: int = 0
    verplicht: int = 0
    gerealiseerd: int = 0

    def plus(self, zegt: Zegt) -> "Som":
        """One line more."""
        return Som(
            self.aantal + 1,
            self.verplicht + zegt.verplicht,
            self.gerealiseerd + zegt.gerealiseerd,
        )


@dataclass(frozen=True, slots=True)
class Bestand:
    """Whose file it is, what kind of thing stands in it and from which system it comes."""

    gemeente: str
    soort: str
    bronsysteem: str


@dataclass(frozen=True, slots=True)
class Regel(Generic[C]):
    """A line that can be read: its id in the source, a mark of all that it says, and what it asks."""

    bron_id: str
    stempel: str
    wat: C


@dataclass(frozen=True, slots=True)
class Werk(Generic[C]):
    """How the lines of one transaction are taken.

    `neem` gives the id of what a line became; it raises DomainError before it has done anything. `klaar` does at the
    end what is done at once for all of them.
    """

    zegt: Callable[[C], Sequence[Zegt]]
    neem: Callable[[C], Awaitable[UUID]]
    klaar: Callable[[], Awaitable[None]] | None = None


Bereid = Callable[[Tx, Conversie, Sequence[C]], Awaitable[Werk[C]]]
"""Reads at once, and locks in one order, what the lines of a transaction need."""


@dataclass(frozen=True, slots=True)
class Gedaan:
    """What became of a line; `fout` says why it was refused."""

    uitkomst: Uitkomst
    bron_id: str | None = None
    ding_id: UUID | None = None
    fout: DomainError | None = None
    zegt: Sequence[Zegt] = ()


async def begin(tx: Tx, bestand: Bestand) -> Conversie:
    """Open a run."""
    row = Conversie(
        id=nieuw_id(tx.moment),
        gemeente=bestand.gemeente,
        soort=bestand.soort,
        bronsysteem=bestand.bronsysteem,
        client=tx.caller.client,
        bedragen=[],
        begonnen_op=tx.moment,
    )
    tx.add(row)
    await tx.session.flush()
    return row


async def neem_over(
    tx: Tx, run_id: UUID, gelezen: Sequence[Regel[C] | DomainError], bereid: Bereid[C]
) -> list[Gedaan]:
    """Take the lines of one transaction, and count them in their run. IntegrityError: somebody else was first."""
    run = await _op_slot(tx.session, run_id)
    regels = [regel for regel in gelezen if isinstance(regel, Regel)]
    bekend = await _bekend(tx.session, run, {regel.bron_id for regel in regels})
    te_doen = [regel.wat for regel in regels if not _is_klaar(bekend.get(regel.bron_id), regel)]
    werk = await bereid(tx, run, te_doen)
    gedaan = [await _een(tx, run, regel, bekend, werk) for regel in gelezen]
    if werk.klaar:
        await werk.klaar()
    run.overgenomen += sum(each.uitkomst == "overgenomen" for each in gedaan)
    run.ongewijzigd += sum(each.uitkomst == "ongewijzigd" for each in gedaan)
    staat = [zegt for each in gedaan if each.uitkomst != "geweigerd" for zegt in each.zegt]
    run.bedragen = als_lijst(tel(staat, uit_lijst(run.bedragen)))
    await tx.session.flush()
    return gedaan


async def rond_af(tx: Tx, run_id: UUID, aantal: int) -> Conversie:
    """Close a run of so many lines: what was not taken and not there already was refused."""
    run = await _op_slot(tx.session, run_id)
    run.regels, run.geweigerd = aantal, aantal - run.overgenomen - run.ongewijzigd
    run.afgerond_op = tx.moment
    return run


async def _een(
    tx: Tx,
    run: Conversie,
    regel: Regel[C] | DomainError,
    bekend: dict[str, Conversieregel],
    werk: Werk[C],
) -> Gedaan:
    if isinstance(regel, DomainError):
        return Gedaan("geweigerd", fout=regel)
    row = bekend.get(regel.bron_id)
    if row is not None and _is_klaar(row, regel):
        zegt = [Zegt(*deel) for deel in row.zegt]
        return Gedaan("ongewijzigd", regel.bron_id, row.ding_id, zegt=zegt)
    gedaan = await _probeer(werk, row, regel)
    if row is None:
        row = Conversieregel(
            gemeente=run.gemeente,
            soort=run.soort,
            bronsysteem=run.bronsysteem,
            bron_id=regel.bron_id,
        )
        tx.add(row)
        bekend[regel.bron_id] = row
    if row.ding_id is None:
        row.ding_id, row.stempel, row.conversie_id = gedaan.ding_id, regel.stempel, run.id
    row.code = gedaan.fout.code if gedaan.fout else None
    row.zegt = [list(deel) for deel in gedaan.zegt]
    return gedaan


async def _probeer(werk: Werk[C], row: Conversieregel | None, regel: Regel[C]) -> Gedaan:
    gedaan = Gedaan("overgenomen", regel.bron_id, zegt=werk.zegt(regel.wat))
    if row is not None and row.ding_id is not None:
        if row.stempel == regel.stempel:
            return replace(gedaan, uitkomst="ongewijzigd", ding_id=row.ding_id)
        return replace(gedaan, uitkomst="geweigerd", ding_id=row.ding_id, fout=AlOvergenomen())
    try:
        return replace(gedaan, ding_id=await werk.neem(regel.wat))
    except DomainError as fout:
        return replace(gedaan, uitkomst="geweigerd", fout=fout)


def _is_klaar(row: Conversieregel | None, regel: Regel[Any]) -> bool:
    """Whether this very line was brought over, and is the last that its source said."""
    taken = row is not None and row.ding_id is not None and row.code is None
    return taken and row is not None and row.stempel == regel.stempel


def tel(zegt: Iterable[Zegt], eerder: dict[Plaats, Som] | None = None) -> dict[Plaats, Som]:
    """The sums per place of what lines say, on top of those before."""
    sommen = dict(eerder or {})
    for deel in zegt:
        plaats = (deel.groep, deel.jaar)
        sommen[plaats] = sommen.get(plaats, Som()).plus(deel)
    return sommen


def als_lijst(sommen: dict[Plaats, Som]) -> list[list[Any]]:
    """Sums as they are stored, in the order of their place."""
    return [
        [*plaats, som.aantal, som.verplicht, som.gerealiseerd]
        for plaats, som in sorted(sommen.items())
    ]


def uit_lijst(lijst: Iterable[Sequence[Any]]) -> dict[Plaats, Som]:
    """Stored sums by their place."""
    return {(groep, jaar): Som(*som) for groep, jaar, *som in lijst}


async def bron_zegt(session: AsyncSession, gemeente: str, soort: str) -> dict[Plaats, Som]:
    """What all sources of a gemeente say together, by the newest line of each id."""
    query = select(Conversieregel.zegt).where(
        Conversieregel.gemeente == gemeente, Conversieregel.soort == soort
    )
    sommen: dict[Plaats, Som] = {}
    found = await session.stream_scalars(query.execution_options(yield_per=500))
    async for zegt in found:
        sommen = tel([Zegt(*deel) for deel in zegt], sommen)
    return sommen


def conversies(gemeente: str | None) -> Select[Conversie]:
    """The runs, newest first."""
    query = select(Conversie).order_by(Conversie.id.desc())
    return query.where(Conversie.gemeente == gemeente) if gemeente else query


def conversieregels(
    gemeente: str | None, soort: str | None, *, geweigerd: bool | None
) -> Select[Conversieregel]:
    """The lines of all runs as they were last said, in the order of their id."""
    row = Conversieregel
    query = select(row).order_by(row.gemeente, row.soort, row.bronsysteem, row.bron_id)
    if gemeente:
        query = query.where(row.gemeente == gemeente)
    if soort:
        query = query.where(row.soort == soort)
    if geweigerd is not None:
        query = query.where(row.code.is_not(None) if geweigerd else row.code.is_(None))
    return query


def overgenomen(soort: str) -> Select[UUID | None]:
    """The ids of what was brought over, for a query of what is left of it."""
    return select(Conversieregel.ding_id).where(
        Conversieregel.soort == soort, Conversieregel.ding_id.is_not(None)
    )


async def _op_slot(session: AsyncSession, run_id: UUID) -> Conversie:
    query = select(Conversie).where(Conversie.id == run_id).with_for_update()
    return (await session.scalars(query)).one()


async def _bekend(
    session: AsyncSession, run: Conversie, bron_ids: Collection[str]
) -> dict[str, Conversieregel]:
    """What was said before under these ids; locked in their order, so that nobody waits in a circle."""
    row = Conversieregel
    query = select(row).where(
        row.gemeente == run.gemeente,
        row.soort == run.soort,
        row.bronsysteem == run.bronsysteem,
        row.bron_id.in_(bron_ids),
    )
    rows = await session.scalars(query.order_by(row.bron_id).with_for_update())
    return {row.bron_id: row for row in rows}
