"""What can be done with werkgevers."""

from dataclasses import asdict

from services.werkgevers.werkgever import queries
from services.werkgevers.werkgever.domain import RegistreerWerkgever, WerkgeverBestaat
from services.werkgevers.werkgever.models import Werkgever
from shared.contracts.werkgevers import WerkgeverGeregistreerd
from shared.db.dialect import upserting
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def registreer(tx: Tx, command: RegistreerWerkgever) -> Werkgever:
    """Make an employer known to the gemeente; raises WerkgeverBestaat, with the id of the one that is there."""
    values = {**asdict(command), "id": nieuw_id(tx.moment), "geregistreerd_op": tx.moment}
    # of two requests at once the second one waits here for the first one's row
    insert = upserting(tx.session, Werkgever).values(values).on_conflict_do_nothing()
    row = (await tx.session.scalars(insert.returning(Werkgever))).one_or_none()
    if row is None:
        bekend = await queries.met_nummer(tx.session, command.gemeente, command.kvk_nummer)
        raise WerkgeverBestaat(f"deze werkgever is al bekend als {bekend.id}")
    tx.emit(_geregistreerd(row))
    return row


def _geregistreerd(row: Werkgever) -> WerkgeverGeregistreerd:
    return WerkgeverGeregistreerd(
        gemeente=row.gemeente,
        werkgever_id=str(row.id),
        kvk_nummer=row.kvk_nummer,
        sector=row.sector,
    )
