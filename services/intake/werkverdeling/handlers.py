"""What can be done with a werkverdeling."""

from collections.abc import Mapping

from services.intake.aanmelding import handlers as aanmelding
from services.intake.aanmelding import queries as aanmeldingen
from services.intake.aanmelding.policy import AanmeldingBeleid
from services.intake.medewerker import queries as medewerkers
from services.intake.werkverdeling.domain import TeamZonderMedewerkers, VerdeelWerk, verdeel
from services.intake.werkverdeling.models import Werkverdeling
from shared.db.uow import Tx
from shared.identifiers import nieuw_id
from shared.policy import van_gemeente


async def verdeel_werk(
    tx: Tx, command: VerdeelWerk, beleid: Mapping[str, AanmeldingBeleid]
) -> Werkverdeling:
    """Give every aanmelding that waits in the gemeente to the team member with the lowest caseload (W-004).

    Raises BuitenGeldigheid or TeamZonderMedewerkers.
    """
    regels = van_gemeente(beleid, command.gemeente).werkverdeling.op(tx.vandaag)
    wachtend = await aanmeldingen.wachtend_op_slot(tx.session, command.gemeente)
    rollen = regels.waarde.rollen
    team = await medewerkers.team_op_slot(tx.session, command.gemeente, command.team, rollen)
    if not team:
        raise TeamZonderMedewerkers(
            "niemand in dit team neemt aanmeldingen op", regels=[regels.als_regel()]
        )
    row = _row(tx, command)
    tx.add(row)
    leden = {lid.code: lid for lid in team}
    verdeeld = verdeel([a.id for a in wachtend], {lid.code: lid.caseload for lid in team})
    for wacht, (_, code) in zip(wachtend, verdeeld, strict=True):
        wacht.werkverdeling_id = row.id
        leden[code].caseload += 1
        aanmelding.geef(tx, wacht, code)
    return row


def _row(tx: Tx, command: VerdeelWerk) -> Werkverdeling:
    return Werkverdeling(
        gemeente=command.gemeente,
        id=nieuw_id(tx.moment),
        team=command.team,
        verdeeld_op=tx.vandaag,
        vastgelegd_op=tx.moment,
    )
