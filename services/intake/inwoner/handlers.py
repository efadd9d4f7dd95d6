"""What can be done with an inwoner."""

from services.intake.inwoner.domain import RegistreerInwoner, controleer
from services.intake.inwoner.models import Inwoner
from shared.contracts.intake import InwonerGeregistreerd
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def registreer(tx: Tx, command: RegistreerInwoner) -> Inwoner:
    """Make an inwoner known under a new persoonRef; raises what `controleer` raises."""
    controleer(command, tx.vandaag)
    row = Inwoner(
        gemeente=command.gemeente,
        persoon_ref=nieuw_id(tx.moment),
        versie=1,
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
