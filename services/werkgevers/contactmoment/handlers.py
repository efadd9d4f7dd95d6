"""What can be done with contactmomenten."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.werkgevers.contactmoment import queries
from services.werkgevers.contactmoment.domain import (
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
from shared.db.uow import Tx
from shared.identifiers import nieuw_id

Beoordeeld = tuple[Contactmoment, Nieuwheid | None]


async def leg_vast(tx: Tx, command: LegContactVast) -> Contactmoment:
    """Record contact with an employer; raises what `controleer` raises."""
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
    tx.session.add(row)
    await tx.session.flush()
    tx.emit(_vastgelegd(row))
    return row


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
