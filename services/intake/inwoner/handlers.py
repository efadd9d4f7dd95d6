"""What can be done with an inwoner."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from services.intake.identiteit import handlers as identiteit
from services.intake.identiteit.domain import Persoonsgegevens
from services.intake.inwoner import queries
from services.intake.inwoner.domain import (
    BeginUitkering,
    EindeUitkering,
    Geleverd,
    GemeldeUitkering,
    Levering,
    MeldDeWijziging,
    Melding,
    NieuwHuishouden,
    Overlijden,
    RegistreerInwoner,
    Verhuizing,
    VersieTegenstrijdig,
    Wijziging,
    controleer,
    controleer_wijziging,
    zonder_eerdere,
)
from services.intake.inwoner.models import Bronregel, Inwoner
from shared.contracts.intake import (
    HuishoudenGewijzigd,
    InwonerEvent,
    InwonerGeregistreerd,
    InwonerGewist,
    InwonerOverleden,
    InwonerSamengevoegd,
    InwonerVertrokken,
    UitkeringBeeindigd,
    UitkeringBegonnen,
)
from shared.crypto import Sleutelring
from shared.db.uow import Tx
from shared.errors import DomainError
from shared.identifiers import nieuw_id


async def registreer(
    tx: Tx, command: RegistreerInwoner, wie: Persoonsgegevens, ring: Sleutelring
) -> Inwoner:
    """Make an inwoner known under a new persoonRef; raises BsnAlGeregistreerd and what `controleer` raises."""
    row = _nieuw(tx, command)
    await identiteit.leg_vast(tx, ring, row.gemeente, row.persoon_ref, wie)
    tx.add(row)
    tx.emit(_geregistreerd(row))
    return row


async def lever_aan(
    tx: Tx, leveringen: Sequence[Levering], ring: Sleutelring
) -> list[Geleverd | DomainError]:
    """Take over inwoners of one source, each once per version; gives per line what became of it, or why nothing did.

    A newer version brings name, address and postcode up to date. What is known of the lines is read at once, and what
    is new is written at once: IntegrityError says that somebody else was first.
    """
    bekend = await _bekend(tx, leveringen, ring)
    gedaan: list[Geleverd | DomainError] = []
    for levering in leveringen:
        try:
            gedaan.append(await _neem_over(tx, levering, bekend, ring))
        except DomainError as geweigerd:
            gedaan.append(geweigerd)
    await tx.session.flush()
    return gedaan


@dataclass(frozen=True, slots=True)
class _Bekend:
    """What is there before a line is taken over: the lines of the source, and the indexes of numbers."""

    regels: dict[str, Bronregel]
    nummers: set[tuple[str, bytes]]


async def _bekend(tx: Tx, leveringen: Sequence[Levering], ring: Sleutelring) -> _Bekend:
    regels = await queries.bronregels_op_slot(
        tx.session, tx.caller.client, {levering.bron.bron_id for levering in leveringen}
    )
    nieuw = [each for each in leveringen if each.bron.bron_id not in regels]
    nummers = [(each.command.gemeente, each.wie.bsn) for each in nieuw]
    return _Bekend(regels, await identiteit.bezette(tx.session, ring, nummers))


async def _neem_over(tx: Tx, levering: Levering, bekend: _Bekend, ring: Sleutelring) -> Geleverd:
    """Raises VersieTegenstrijdig, MeldDeWijziging and what `registreer` raises."""
    bron = levering.bron
    eerder = bekend.regels.get(bron.bron_id)
    if eerder is None:
        row = _nieuw(tx, levering.command)
        wie = identiteit.nieuw(ring, row.gemeente, row.persoon_ref, levering.wie, bekend.nummers)
        regel = Bronregel(gemeente=row.gemeente, persoon_ref=row.persoon_ref, **asdict(bron))
        tx.session.add_all((row, wie, regel))
        tx.emit(_geregistreerd(row))
        bekend.regels[bron.bron_id] = regel
        return Geleverd(row.persoon_ref, "verwerkt")
    if bron.versie < eerder.versie:
        return Geleverd(eerder.persoon_ref, "genegeerd")
    if bron.versie == eerder.versie:
        if bron.stempel != eerder.stempel:
            raise VersieTegenstrijdig("deze versie is eerder met andere gegevens aangeleverd")
        return Geleverd(eerder.persoon_ref, "ongewijzigd")
    await _werk_bij(tx, eerder.persoon_ref, levering.command, levering.wie, ring)
    eerder.versie, eerder.stempel = bron.versie, bron.stempel
    return Geleverd(eerder.persoon_ref, "verwerkt")


async def _werk_bij(
    tx: Tx, persoon_ref: UUID, command: RegistreerInwoner, wie: Persoonsgegevens, ring: Sleutelring
) -> None:
    row = await queries.inwoner_op_slot(tx.session, persoon_ref)
    bekend = await identiteit.lees(tx.session, ring, persoon_ref)
    if not row.zegt(command) or bekend.bsn != wie.bsn:
        raise MeldDeWijziging("meld een andere geboortedatum, uitkering, huishouden of BSN apart")
    row.versie += 1
    row.postcodecijfers = command.postcodecijfers
    await identiteit.werk_bij(tx, ring, row.gemeente, persoon_ref, wie)


async def wijzig(
    tx: Tx, persoon_ref: UUID, melding: Melding, *, correctie: bool = False
) -> Inwoner:
    """Take over a change of the kernapplicatie under a new versie; `correctie` puts it in the place of an earlier one.

    Raises InwonerNietGevonden, NietsTeCorrigeren and what `controleer_wijziging` and `GemeldeUitkering.wijziging`
    raise.
    """
    row = await queries.inwoner_op_slot(tx.session, persoon_ref)
    wijziging = melding.wijziging() if isinstance(melding, GemeldeUitkering) else melding
    stand = zonder_eerdere(wijziging, row.stand()) if correctie else row.stand()
    controleer_wijziging(wijziging, stand, tx.vandaag)
    row.versie += 1
    tx.emit(_pas_toe(row, wijziging))
    return row


async def zet_geheimhouding(tx: Tx, persoon_ref: UUID, *, geheimhouding: bool) -> Inwoner:
    """Keep the facts of an inwoner secret, or no longer; nobody else is told. Raises InwonerNietGevonden."""
    row = await queries.inwoner_op_slot(tx.session, persoon_ref)
    row.versie += 1
    row.geheimhouding = geheimhouding
    return row


async def vernieuw(tx: Tx, persoon_ref: UUID) -> None:
    """A new versie for a change that nobody else is told. Raises InwonerNietGevonden."""
    row = await queries.inwoner_op_slot(tx.session, persoon_ref)
    row.versie += 1


async def voeg_samen(tx: Tx, een: UUID, ander: UUID) -> tuple[UUID, UUID]:
    """Let the newer of two registrations of one person lapse into the older; gives what stays and what lapses."""
    blijft, vervalt = await queries.op_slot(tx.session, {een, ander})
    for eerder in await queries.vervallen_registraties(tx.session, vervalt.persoon_ref):
        eerder.vervallen_in = blijft.persoon_ref
    vervalt.vervallen_in = blijft.persoon_ref
    vervalt.versie += 1
    blijft.versie += 1
    tx.emit(InwonerSamengevoegd(**_van(vervalt), blijft_ref=str(blijft.persoon_ref)))
    return blijft.persoon_ref, vervalt.persoon_ref


async def wis(tx: Tx, persoon_ref: UUID) -> list[UUID]:
    """Erase an inwoner and what was merged into him: of the facts the year of birth is left.

    Gives all refs that are gone. Raises InwonerNietGevonden.
    """
    row = await queries.inwoner_op_slot(tx.session, persoon_ref)
    rows = [row, *await queries.vervallen_registraties(tx.session, persoon_ref)]
    for gewist in rows:
        gewist.versie += 1
        gewist.gewist_op = tx.vandaag
        gewist.geboortedatum = gewist.geboortedatum.replace(month=1, day=1)
        gewist.huishouden_ref = gewist.postcodecijfers = None
        await identiteit.wis(tx, gewist.persoon_ref)
        tx.emit(InwonerGewist(**_van(gewist)))
    return [gewist.persoon_ref for gewist in rows]


def _nieuw(tx: Tx, command: RegistreerInwoner) -> Inwoner:
    """The row of somebody new, not stored yet; raises what `controleer` raises."""
    controleer(command, tx.vandaag)
    return Inwoner(
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
