"""What can be done with an intakegesprek."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.aanmelding import handlers as aanmelding
from services.intake.identiteit import handlers as identiteit
from services.intake.intakegesprek import queries
from services.intake.intakegesprek.domain import (
    Inhoud,
    NietTeLezen,
    VoerGesprek,
    controleer_trede,
    is_compleet,
    is_vastgesteld,
)
from services.intake.intakegesprek.models import Intakegesprek
from services.intake.intakegesprek.policy import Eisen, IntakeEisen
from services.intake.inwoner import queries as inwoners
from services.intake.inwoner.domain import Stand, controleer_gebeurd
from services.intake.medewerker import queries as medewerkers
from services.intake.medewerker.domain import MedewerkerOnbekend
from shared.contracts.intake import IntakegesprekGevoerd
from shared.crypto import PersoonSleutel, Sleutelring
from shared.db.uow import Tx
from shared.identifiers import nieuw_id
from shared.policy import van_gemeente


async def voer(
    tx: Tx, command: VoerGesprek, beleid: Mapping[str, IntakeEisen], ring: Sleutelring
) -> Intakegesprek:
    """Record the first talk; it ends the open aanmelding of the person.

    Raises PersoonOnbekend, MedewerkerOnbekend, BuitenGeldigheid and what the checks of date and trede raise.
    """
    inwoner = await inwoners.genoemd_op_slot(tx.session, command.persoon_ref)
    controleer_gebeurd("gevoerdOp", command.gevoerd_op, inwoner.geboortedatum, tx.vandaag)
    controleer_trede(command.inhoud, uitkering=_uitkering(inwoner.stand(), command.gevoerd_op))
    eisen = van_gemeente(beleid, inwoner.gemeente).elementen.op(command.gevoerd_op).waarde
    codes = [command.medewerker]
    if not await medewerkers.op_slot(tx.session, inwoner.gemeente, codes):
        raise MedewerkerOnbekend("deze medewerker is niet bekend")
    row = _row(tx, inwoner.gemeente, command)
    sleutel = await identiteit.sleutel_van(tx, ring, row.gemeente, row.persoon_ref)
    _leg_vast(row, command.inhoud, sleutel, eisen)
    tx.add(row)
    tx.emit(_gevoerd(row))
    await aanmelding.neem_gesprek_op(tx, command.persoon_ref, command.gevoerd_op)
    return row


async def vul_aan(
    tx: Tx,
    gesprek_id: UUID,
    nieuw: Inhoud,
    beleid: Mapping[str, IntakeEisen],
    ring: Sleutelring,
) -> Intakegesprek:
    """Fill in what lacked or was said otherwise; told when the talk gets further by it.

    Raises GesprekNietGevonden, NietTeLezen and what the check of the trede raises.
    """
    row = await queries.gesprek_op_slot(tx.session, gesprek_id)
    inwoner = await inwoners.zoek(tx.session, row.persoon_ref)
    eerder = await lees(tx.session, ring, row)
    if inwoner is None or eerder is None:
        raise NietTeLezen("van deze persoon zijn de gegevens gewist")
    inhoud = eerder.aangevuld(nieuw)
    controleer_trede(inhoud, uitkering=_uitkering(inwoner.stand(), row.gevoerd_op))
    was = (row.vastgesteld, row.compleet)
    eisen = van_gemeente(beleid, row.gemeente).elementen.op(row.gevoerd_op).waarde
    sleutel = await identiteit.sleutel_van(tx, ring, row.gemeente, row.persoon_ref)
    _leg_vast(row, inhoud, sleutel, eisen)
    if (row.vastgesteld, row.compleet) != was:
        tx.emit(_gevoerd(row))
    return row


async def lees(session: AsyncSession, ring: Sleutelring, row: Intakegesprek) -> Inhoud | None:
    """What was said; None when the person was erased."""
    sleutel = await identiteit.bewaarde_sleutel(session, ring, row.persoon_ref)
    if sleutel is None:
        return None
    return msgspec.json.decode(sleutel.ontsleutel(row.plaats(), row.inhoud), type=Inhoud)


def _leg_vast(row: Intakegesprek, inhoud: Inhoud, sleutel: PersoonSleutel, eisen: Eisen) -> None:
    row.inhoud = sleutel.versleutel(row.plaats(), msgspec.json.encode(inhoud))
    row.elementen = " ".join(inhoud.ingevuld)
    row.vastgesteld = is_vastgesteld(inhoud.ingevuld, eisen)
    row.compleet = is_compleet(inhoud.ingevuld, eisen)


def _uitkering(stand: Stand, dag: date) -> bool:
    begonnen = stand.uitkering_vanaf is None or stand.uitkering_vanaf <= dag
    loopt_nog = stand.uitkering_tot is None or dag <= stand.uitkering_tot
    return stand.uitkering is not None and begonnen and loopt_nog


def _row(tx: Tx, gemeente: str, command: VoerGesprek) -> Intakegesprek:
    return Intakegesprek(
        gemeente=gemeente,
        id=nieuw_id(tx.moment),
        persoon_ref=command.persoon_ref,
        medewerker=command.medewerker,
        gevoerd_op=command.gevoerd_op,
        vastgelegd_op=tx.moment,
    )


def _gevoerd(row: Intakegesprek) -> IntakegesprekGevoerd:
    return IntakegesprekGevoerd(
        gemeente=row.gemeente,
        persoon_ref=str(row.persoon_ref),
        intakegesprek_id=str(row.id),
        gevoerd_op=row.gevoerd_op,
        vastgesteld=row.vastgesteld,
        compleet=row.compleet,
    )
