"""What can be done with medewerkers."""

from services.intake.medewerker.domain import CodeInGebruik, LegMedewerkerVast
from services.intake.medewerker.models import Medewerker
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def leg_vast(tx: Tx, command: LegMedewerkerVast) -> Medewerker:
    """Make a medewerker known; raises CodeInGebruik."""
    row = Medewerker(
        gemeente=command.gemeente,
        id=nieuw_id(tx.moment),
        code=command.code,
        werknaam=command.werknaam,
        team=command.team,
        rol=command.rol,
        caseload=command.caseload,
        vastgelegd_op=tx.moment,
    )
    await tx.add_unique(row, CodeInGebruik("deze code heeft een andere medewerker al"))
    return row
