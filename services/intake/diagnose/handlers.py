"""What can be done with a diagnose."""

from collections.abc import Mapping

from services.intake.diagnose.domain import (
    StelDiagnoseVast,
    Uitkomst,
    controleer_groei,
    deel_in,
    volgende_meting,
)
from services.intake.diagnose.models import Diagnose
from services.intake.diagnose.policy import DiagnoseBeleid
from services.intake.inwoner import queries as inwoners
from services.intake.inwoner.domain import controleer_gebeurd
from shared.contracts.intake import DiagnoseVastgesteld
from shared.db.uow import Tx
from shared.identifiers import nieuw_id
from shared.policy import van_gemeente


async def stel_vast(
    tx: Tx, command: StelDiagnoseVast, beleid: Mapping[str, DiagnoseBeleid]
) -> Diagnose:
    """Lay down a diagnose by the rules of the person's gemeente on that day.

    Raises PersoonOnbekend, BuitenGeldigheid and what `controleer_gebeurd`, `controleer_groei` and `deel_in` raise.
    """
    inwoner = await inwoners.genoemd_op_slot(tx.session, command.persoon_ref)
    controleer_gebeurd("vastgesteldOp", command.vastgesteld_op, inwoner.geboortedatum, tx.vandaag)
    controleer_groei(command)
    regels = van_gemeente(beleid, inwoner.gemeente)
    indeling = regels.indeling.op(command.vastgesteld_op)
    row = _row(tx, inwoner.gemeente, command, deel_in(command, indeling))
    meting = regels.meting.op(command.vastgesteld_op).waarde
    row.volgende_meting_voor = volgende_meting(command.vastgesteld_op, meting)
    tx.add(row)
    tx.emit(_vastgesteld(row))
    return row


def _row(tx: Tx, gemeente: str, command: StelDiagnoseVast, uitkomst: Uitkomst) -> Diagnose:
    groei = command.groeipotentieel
    return Diagnose(
        gemeente=gemeente,
        id=nieuw_id(tx.moment),
        persoon_ref=command.persoon_ref,
        trede=command.trede,
        maanden_tot_werk=command.maanden_tot_werk,
        zelfredzaam=command.zelfredzaam,
        indicatie_beschut=command.indicatie_beschut,
        afstand=uitkomst.afstand,
        profiel=uitkomst.profiel,
        vastgesteld_op=command.vastgesteld_op,
        regel=uitkomst.regel.id,
        regel_bron=uitkomst.regel.bron,
        regel_parameter=uitkomst.regel.parameter,
        regel_vanaf=uitkomst.regel.geldig_vanaf,
        aanleiding=command.aanleiding,
        groei_trede=groei.trede if groei else None,
        groei_voor=groei.voor if groei else None,
        vastgelegd_op=tx.moment,
    )


def _vastgesteld(row: Diagnose) -> DiagnoseVastgesteld:
    return DiagnoseVastgesteld(
        gemeente=row.gemeente,
        persoon_ref=str(row.persoon_ref),
        diagnose_id=str(row.id),
        trede=row.trede,
        afstand=row.afstand,
        profiel=row.profiel,
        vastgesteld_op=row.vastgesteld_op,
    )
