"""`meedoen controle`: do the databases still say what they must (reliability I1, I2, I4, I5, I8, I10)?

Plain sums over the tables, on purpose apart from the code that books. Each check yields one Dutch line per violation.
Databases are read one after another while the suite goes on; what travels from one to another is only looked for when
it is older than `tot`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, and_, exists, func, or_, select, text

from deploy.services import SERVICES
from services.budget.grootboek.domain import Rekening
from services.budget.tables import Base as Budget
from shared.db.tables import inbox, outbox

Open = Callable[[str], AbstractContextManager[Connection]]
"""Opens the database of a service."""
_AT_ONCE = 500
_BESLUIT = "budgethoudersbesluit"
_TABLES: Mapping[str, Table] = Budget.metadata.tables

# One statement each: the two sides are then of one moment, while the suite goes on.
_VERSCHILLEN = text("""
select post_id, jaar, sum(begroot) as begroot, sum(verplicht) as verplicht, sum(gerealiseerd) as gerealiseerd
from (
  select post_id, jaar, coalesce(begroot, 0) as begroot, verplicht, gerealiseerd from saldo
  union all
  select post_id, jaar, case when rekening = :begroting then bedrag else 0 end,
    case when rekening = :verplicht then -bedrag else 0 end,
    case when rekening = :gerealiseerd then -bedrag else 0 end
  from journaalregel
) as samen
group by post_id, jaar
having sum(begroot) <> 0 or sum(verplicht) <> 0 or sum(gerealiseerd) <> 0
""")
_REEKSEN = text("""
select key, sum(n) as n, sum(last) as last
from (
  select key, count(*) as n, 0 as last from outbox group by key
  union all
  select key, 0, last from stream
) as samen
group by key having sum(n) <> sum(last)
""")


@dataclass(frozen=True)
class Controle:
    """What is checked, and until when events must have arrived (None: all of them)."""

    open: Open
    tot: datetime | None = None


def saldi_zijn_sommen(controle: Controle) -> Iterator[str]:
    """I1: every posting is a debet and a credit of one amount, and each balance is the sum of its postings."""
    boeking = _TABLES["boeking"]
    scheef = or_(boeking.c.bedrag <= 0, boeking.c.debet == boeking.c.credit)
    rekeningen = {rekening.name.lower(): rekening.value for rekening in Rekening}
    with controle.open("budget") as connection:
        for row in connection.execute(select(boeking).where(scheef)):
            yield f"boeking {row.gebeurtenis}/{row.regel} is niet in evenwicht"
        for row in connection.execute(_VERSCHILLEN, rekeningen):
            verschil = (row.begroot, row.verplicht, row.gerealiseerd)
            yield f"saldo {row.post_id}/{row.jaar} scheelt {verschil} met zijn boekingen"


def niets_is_overschreden(controle: Controle) -> Iterator[str]:
    """I2: what is left is not below zero unless an overschrijding covers it.

    A refusing post never has one, but by what was taken over at go-live.
    """
    saldo, boeking = _TABLES["saldo"].c, _TABLES["boeking"].c
    vrij = saldo.begroot - saldo.verplicht - saldo.gerealiseerd
    mee = exists().where(
        boeking.post_id == saldo.post_id,
        boeking.jaar == saldo.jaar,
        boeking.conversie.is_not(None),
    )
    boven = and_(saldo.weigeren, saldo.overschrijding > 0, ~mee)
    fout = or_(vrij + saldo.overschrijding < 0, boven)
    query = select(saldo.post_id, saldo.jaar, vrij.label("vrij"), saldo.overschrijding)
    with controle.open("budget") as connection:
        for row in connection.execute(query.where(saldo.begroot.is_not(None), fout)):
            yield f"saldo {row.post_id}/{row.jaar}: {row.vrij} over, {row.overschrijding} toegestaan"


def alles_kwam_aan(controle: Controle) -> Iterator[str]:
    """I4: every event is in the inbox of every service that handles it; the key of the inbox makes that once."""
    for producent in SERVICES:
        with controle.open(producent) as connection:
            query = select(outbox.c.event_id, outbox.c.type).order_by(outbox.c.id)
            if controle.tot:
                query = query.where(outbox.c.created_at < controle.tot)
            sent = connection.execute(query).all()
        for lezer in SERVICES:
            mine = [row.event_id for row in sent if row.type in handled(lezer)]
            with controle.open(lezer) as connection:
                for missing in _without(connection, inbox.c.event_id, mine):
                    yield f"{lezer} kreeg gebeurtenis {missing} van {producent} nooit"


def boekingen_hebben_een_herkomst(controle: Controle) -> Iterator[str]:
    """I5: what is booked on a toekenning comes from an event that was sent, an invoice or a recorded decision.

    What a post had at go-live besides toekenningen comes from a recorded beginstand.
    """
    boeking, factuur, besluit = (_TABLES[name].c for name in ("boeking", "factuur", _BESLUIT))
    beginstand = _TABLES["beginstand"].c
    query = (
        select(boeking.gebeurtenis)
        .distinct()
        .where(
            boeking.toekenning.is_not(None),
            boeking.gebeurtenis.not_in(select(factuur.id)),
            boeking.toekenning.not_in(select(besluit.toekenning)),
            boeking.toekenning.not_in(select(beginstand.id)),
        )
    )
    with controle.open("budget") as connection:
        unknown = list(connection.scalars(query))
    for producent in SERVICES:
        with controle.open(producent) as connection:
            unknown = list(_without(connection, outbox.c.event_id, unknown))
    yield from (f"boekingen van {gebeurtenis} komen nergens vandaan" for gebeurtenis in unknown)


def reeksen_zijn_aaneengesloten(controle: Controle) -> Iterator[str]:
    """I8: per key the sequence counts from 1 in the order of the outbox, and `stream` knows the last (decision 15)."""
    in_order = func.row_number().over(partition_by=outbox.c.key, order_by=outbox.c.id)
    numbered = select(outbox.c.key, outbox.c.sequence, in_order.label("nth")).subquery()
    for service in SERVICES:
        with controle.open(service) as connection:
            query = select(numbered).where(numbered.c.sequence != numbered.c.nth)
            for row in connection.execute(query):
                yield f"{service} {row.key}: nummer {row.sequence} staat op plaats {row.nth}"
            for row in connection.execute(_REEKSEN):
                yield f"{service} {row.key}: {row.n} gebeurtenissen, laatste {row.last}"


INVARIANTEN: Mapping[str, Callable[[Controle], Iterator[str]]] = {
    "I1 saldo = som van boekingen": saldi_zijn_sommen,
    "I2 niets overschreden": niets_is_overschreden,
    "I4 elke gebeurtenis kwam aan": alles_kwam_aan,
    "I5 elke boeking heeft een herkomst": boekingen_hebben_een_herkomst,
    "I8 reeksen aaneengesloten": reeksen_zijn_aaneengesloten,
}
"""I10, the hash chain, is checked by the ledger itself: `grootboek.queries.afwijkingen`."""


def handled(service: str) -> frozenset[str]:
    """The CloudEvents types that a service applies."""
    handlers = SERVICES[service].handlers
    return frozenset(kind.ce_type() for handler in handlers for kind in handler.types)


def _without(connection: Connection, column: Any, ids: Sequence[UUID]) -> Iterator[UUID]:
    """Those of the ids that the column does not hold."""
    for begin in range(0, len(ids), _AT_ONCE):
        some = ids[begin : begin + _AT_ONCE]
        there = set(connection.scalars(select(column).where(column.in_(some))))
        yield from (id_ for id_ in some if id_ not in there)
