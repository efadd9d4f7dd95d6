"""What can be done with an inwoner."""

from typing import Any
from uuid import UUID

from services.intake.inwoner import queries
from services.intake.inwoner.domain import (
    BeginUitkering,
    EindeUitkering,
    GemeldeUitkering,
    Melding,
    NieuwHuishouden,
    Overlijden,
    RegistreerInwoner,
    Verhuizing,
    Wijziging,
    controleer,
    controleer_wijziging,
)
from services.intake.inwoner.models import Inwoner
from shared.contracts.intake import (
    HuishoudenGewijzigd,
    InwonerEvent,
    InwonerGeregistreerd,
    InwonerOverleden,
    InwonerVertrokken,
    UitkeringBeeindigd,
    UitkeringBegonnen,
)
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def registreer(tx: Tx, command: RegistreerInwoner) -> Inwoner:
    """Make an inwoner known under a new persoonRef; raises what `controleer` raises."""
    controleer(command, tx.vandaag)
    row = Inwoner(
        gemeente=command.gemeente,
        persoon_ref=nieuw_id(tx.moment),
        versie=1,
        geheimhouding=False,
        geboortedatum=command.geboortedatum,
        uitkering_soort=command.uitkering_soort,
        uitkering_vanaf=command.uitkering_vanaf,
        huishouden_ref=command.huishouden_ref,
        postcodecijfers=command.postcodecijfers,
        geregistreerd_op=tx.moment,
    )
    tx.session.add(row)
    tx.emit(_geregistreerd(row))
    return row


async def wijzig(tx: Tx, persoon_ref: UUID, melding: Melding) -> Inwoner:
    """Take over a change of the kernapplicatie under a new versie.

    Raises InwonerNietGevonden and what `controleer_wijziging` and `GemeldeUitkering.wijziging` raise.
    """
    row = await queries.inwoner_op_slot(tx.session, persoon_ref)
    wijziging = melding.wijziging() if isinstance(melding, GemeldeUitkering) else melding
    controleer_wijziging(wijziging, row.stand(), tx.vandaag)
    row.versie += 1
    tx.emit(_pas_toe(row, wijziging))
    return row


async def zet_geheimhouding(tx: Tx, persoon_ref: UUID, *, geheimhouding: bool) -> Inwoner:
    """Keep the facts of an inwoner secret, or no longer; nobody else is told. Raises InwonerNietGevonden."""
    row = await queries.inwoner_op_slot(tx.session, persoon_ref)
    row.versie += 1
    row.geheimhouding = geheimhouding
    return row


def _pas_toe(row: Inwoner, wijziging: Wijziging) -> InwonerEvent:
    match wijziging:
        case Verhuizing(dag):
            row.vertrokken_op = dag
            return InwonerVertrokken(**_van(row), vertrokken_op=dag)
        case Overlijden(dag):
            row.overleden_op = dag
            return InwonerOverleden(**_van(row), overleden_op=dag)
        case BeginUitkering(soort, dag):
            row.uitkering_soort, row.uitkering_vanaf, row.uitkering_tot = soort, dag, None
            return UitkeringBegonnen(**_van(row), uitkering_soort=soort, vanaf=dag)
        case EindeUitkering():
            return _beeindig(row, wijziging)
        case NieuwHuishouden(ref, dag):
            row.huishouden_ref, row.huishouden_vanaf = ref, dag
            return HuishoudenGewijzigd(**_van(row), huishouden_ref=str(ref), vanaf=dag)


def _beeindig(row: Inwoner, einde: EindeUitkering) -> UitkeringBeeindigd:
    soort = row.stand().uitkering
    assert soort is not None
    row.uitkering_tot = einde.dag
    return UitkeringBeeindigd(
        **_van(row), uitkering_soort=soort, beeindigd_op=einde.dag, reden=einde.reden
    )


def _van(row: Inwoner) -> dict[str, Any]:
    return {"gemeente": row.gemeente, "persoon_ref": str(row.persoon_ref), "versie": row.versie}


def _geregistreerd(row: Inwoner) -> InwonerGeregistreerd:
    return InwonerGeregistreerd(
        gemeente=row.gemeente,
        persoon_ref=str(row.persoon_ref),
        versie=row.versie,
        geboortedatum=row.geboortedatum,
        uitkering_soort=row.uitkering_soort,
        uitkering_vanaf=row.uitkering_vanaf,
        huishouden_ref=str(row.huishouden_ref) if row.huishouden_ref else None,
        postcodecijfers=row.postcodecijfers,
    )
