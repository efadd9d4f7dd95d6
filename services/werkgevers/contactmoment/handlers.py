"""What can be done with contactmomenten."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.werkgevers.contactmoment import queries
from services.werkgevers.contactmoment.domain import (
    CONTACTMOMENT,
    Contact,
    EersteContact,
    LegContactVast,
    Nieuwheid,
    beoordeel,
    controleer,
)
from services.werkgevers.contactmoment.models import Contactmoment
from services.werkgevers.contactmoment.policy import ContactBeleid
from shared.contracts.werkgevers import WerkgeverscontactmomentVastgelegd
from shared.conversie.runs import Werk, Zegt
from shared.db.tables import Conversie
from shared.db.uow import Tx
from shared.identifiers import nieuw_id

Beoordeeld = tuple[Contactmoment, Nieuwheid | None]


async def leg_vast(tx: Tx, command: LegContactVast) -> Contactmoment:
    """Record contact with an employer; raises what `controleer` raises."""
    row = neem_op(tx, command)
    await tx.session.flush()
    return row


def neem_op(tx: Tx, command: LegContactVast) -> Contactmoment:
    """As `leg_vast`; it is written with the next of the transaction."""
    controleer(command, tx.vandaag)
    row = Contactmoment(
        gemeente=command.gemeente,
        id=nieuw_id(tx.moment),
        kvk_nummer=command.kvk_nummer,
        datum=command.datum,
        soort=command.soort,
        tweezijdig=command.tweezijdig,
        doelgroep_participatiewet=command.doelgroep_participatiewet,
        onderwerp=command.onderwerp,
        vastgelegd_op=tx.moment,
    )
    tx.add(row)
    tx.emit(_vastgelegd(row))
    return row


async def bereid_overname(
    tx: Tx, run: Conversie, commands: Sequence[LegContactVast]
) -> Werk[LegContactVast]:
    """How contact of before go-live is taken over: as any other, so that a known employer is not new (D1)."""

    async def neem(command: LegContactVast) -> UUID:
        return neem_op(tx, command).id

    return Werk(lambda command: [Zegt(CONTACTMOMENT, command.datum.year)], neem)


async def met_nieuwheid(
    session: AsyncSession, rows: Sequence[Contactmoment], beleid: Mapping[str, ContactBeleid]
) -> list[Beoordeeld]:
    """Each contactmoment with what the rule of its gemeente says about the employer (W-057)."""
    vorige = await queries.vorige(session, rows)
    return [
        (row, beoordeel(beleid, row.gemeente, Contact(row.datum, row.telt, vorige.get(row.id))))
        for row in rows
    ]


async def nieuwe_werkgevers(
    session: AsyncSession, gemeente: str, jaar: int, beleid: Mapping[str, ContactBeleid]
) -> list[tuple[EersteContact, Nieuwheid]]:
    """The employers that are new in a calendar year by the rule of the gemeente, each once (W-057, X-25)."""
    found = []
    for eerste in await queries.eerste_contacten(session, gemeente, jaar):
        contact = Contact(eerste.datum, telt=True, vorige=eerste.vorige)
        nieuwheid = beoordeel(beleid, gemeente, contact)
        if nieuwheid and nieuwheid.nieuw:
            found.append((eerste, nieuwheid))
    return found


def _vastgelegd(row: Contactmoment) -> WerkgeverscontactmomentVastgelegd:
    return WerkgeverscontactmomentVastgelegd(
        gemeente=row.gemeente,
        contactmoment_id=str(row.id),
        kvk_nummer=row.kvk_nummer,
        datum=row.datum,
        soort=row.soort,
        tweezijdig=row.tweezijdig,
        doelgroep_participatiewet=row.doelgroep_participatiewet,
    )
