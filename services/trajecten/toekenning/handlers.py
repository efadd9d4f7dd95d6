"""Asking for a toekenning, taking steps with it, and hearing what budget says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.aanvraag.domain import Aanvraag, Situatie
from services.trajecten.bekostiging.domain import Kosten, kosten
from services.trajecten.besluit import handlers as besluit
from services.trajecten.besluit.domain import Betaalplan, NeemBesluit
from services.trajecten.persoon import queries as personen
from services.trajecten.persoon.domain import Persoonsfeiten, Uitkeringsduur
from services.trajecten.plaatsing import queries as plaatsingen
from services.trajecten.productenboek import queries as boeken
from services.trajecten.productenboek.domain import InBoek
from services.trajecten.productenboek.policy import Product
from services.trajecten.ruimte.domain import Ruimte, toets_ruimte
from services.trajecten.toekenning import queries
from services.trajecten.toekenning.domain import (
    BIJ_BUDGET,
    EINDBESLUIT,
    OVERGANGEN,
    DatumTeVroeg,
    Dossier,
    Eerdere,
    NeemOver,
    Stap,
    ToekenningOnbekend,
    VraagAan,
    Zet,
    situatie,
    vier_ogen_nodig,
    volgende,
    waarom,
)
from services.trajecten.toekenning.models import Toekenning, nieuwe, overgenomen
from services.trajecten.toetsing.domain import (
    RegelsNietVervuld,
    Toetsing,
    Uitkomst,
    met_fonds,
    toets,
    toets_start,
)
from services.trajecten.traject import queries as trajecten
from services.trajecten.traject.domain import AnderTraject
from shared.consumer import Handler
from shared.contracts.budget import (
    VerplichtingAangehouden,
    VerplichtingGeweigerd,
    VerplichtingVastgelegd,
)
from shared.contracts.trajecten import (
    Maandbedrag,
    ToekenningAangehouden,
    ToekenningBeeindigd,
    ToekenningGestart,
    ToekenningGeweigerd,
    ToekenningGewijzigd,
    ToekenningIngetrokken,
    ToekenningVerleend,
)
from shared.db.reading import Asked, ask_all
from shared.db.tables import Conversie
from shared.db.uow import Tx
from shared.events import Event, Received
from shared.identifiers import nieuw_id

Antwoord = VerplichtingVastgelegd | VerplichtingAangehouden | VerplichtingGeweigerd


async def vraag_aan(tx: Tx, vraag: VraagAan) -> Toekenning:
    """Test the request with the person's row locked, store it and ask budget (decisions 1 and 4).

    Where a second person must agree first it stays `concept` and budget is not asked yet (decision 44).
    Raises OnbekendProduct, BuitenGeldigheid, NogNietVerwerkt, PersoonGewist, AnderTraject or RegelsNietVervuld; then
    nothing is kept.
    """
    boek, persoon, traject_id, uitkeringen, eerdere = await ask_all(tx, *leest(vraag))
    if vraag.traject_id not in (None, traject_id):
        raise AnderTraject
    vraag = replace(vraag, aanvraag=met_fonds(vraag.aanvraag, boek.product), traject_id=traject_id)
    dossier = Dossier(persoon, uitkeringen, eerdere)
    if vraag.aanvraag.plaatsing_id or vraag.aanvraag.uitstroom_id:
        dossier = await _aangevuld(tx.session, vraag, dossier)
    gevonden = situatie(dossier, vraag.aanvraag)
    gerekend = kosten(boek.product.bekostiging, vraag.aanvraag, tx.policy.loonkostensubsidie)
    toetsing = toets(vraag.aanvraag, gevonden, boek.product, gerekend)
    if toetsing.gebreken:
        raise RegelsNietVervuld(toetsing)
    row = nieuwe(vraag, boek, toetsing, gerekend)
    row.id = nieuw_id(tx.moment)
    tx.add(row)
    if not vier_ogen_nodig(boek.product, gevonden):
        vraag_budget(tx, row)
    return row


def leest(
    vraag: VraagAan,
) -> tuple[
    Asked[InBoek],
    Asked[Persoonsfeiten],
    Asked[UUID | None],
    Asked[Sequence[Uitkeringsduur]],
    Asked[Sequence[Eerdere]],
]:
    """What `vraag_aan` reads; the person first, because what is read after the lock stands still."""
    wie = (vraag.gemeente, vraag.persoon_ref)
    return (
        product_van(vraag),
        personen.op_slot(*wie),
        trajecten.open_traject_id(*wie),
        personen.uitkeringen(*wie),
        queries.eerdere(*wie),
    )


def vraag_budget(tx: Tx, row: Toekenning) -> None:
    """Ask budget for the money and the place; raises OvergangNietToegestaan."""
    row.status = volgende(row.status, "vraag_aan")
    tx.emit(row.aangevraagd())


async def neem_over(tx: Tx, command: NeemOver, boek: InBoek, run: Conversie) -> Toekenning:
    """Store what was granted before go-live, as it stands: it was decided and tested elsewhere, so nobody is asked.

    Budget books it as a fact; what is open of it is paid out from now on.
    """
    bron = f"toegekend en getoetst in {run.bronsysteem}"
    toetsing = Toetsing((Uitkomst("overgenomen", "overgang", bron, "voldoet"),))
    row = overgenomen(command, boek, toetsing)
    row.id = nieuw_id(tx.moment)
    tx.add(row)
    tx.emit(row.overgenomen(run.id, command.standen))
    tx.emit(ToekenningVerleend(**row.besluit()))
    for opdracht in command.stappen():
        row.status = volgende(row.status, opdracht.stap)
        tx.emit(_STAPPEN[opdracht.stap](row, opdracht))
    if boek.product.uitbetaling and row.te_betalen():
        # what is planned is new, so nothing need be written before it is looked for
        with tx.session.no_autoflush:
            await _plan_uitbetaling(tx, row)
    return row


async def op_slot(tx: Tx, toekenning_id: UUID) -> Toekenning:
    """The toekenning, locked until the transaction ends; raises ToekenningOnbekend."""
    row = (await queries.op_slot(tx.session, [toekenning_id])).get(toekenning_id)
    if row is None:
        raise ToekenningOnbekend
    return row


def weiger(tx: Tx, row: Toekenning, regel: str) -> None:
    """Refuse by hand, on a rule; raises OvergangNietToegestaan."""
    row.status = volgende(row.status, "weiger")
    tx.emit(ToekenningGeweigerd(**row.besluit(), regel=regel))
    besluit.neem(tx, NeemBesluit(row.onderwerp(), "weigering", row.besluitdatum, regel))


def product_van(vraag: VraagAan) -> Asked[InBoek]:
    """The product that is asked for as the book has it on the day of the decision.

    Raises OnbekendProduct or BuitenGeldigheid.
    """
    aanvraag = vraag.aanvraag
    return boeken.product(vraag.gemeente, aanvraag.product, aanvraag.besluitdatum)


async def toets_vraag(
    session: AsyncSession,
    vraag: VraagAan,
    product: Product,
    gerekend: Kosten,
    ruimten: Mapping[int, Ruimte | None],
) -> Toetsing:
    """The same toetsing as `vraag_aan` does, and what budget would say; nothing is kept."""
    aanvraag = met_fonds(vraag.aanvraag, product)
    wie = (vraag.gemeente, vraag.persoon_ref)
    persoon, uitkeringen, eerdere = await ask_all(
        session, personen.feiten(*wie), personen.uitkeringen(*wie), queries.eerdere(*wie)
    )
    gevonden = Situatie()
    if persoon:
        dossier = await _aangevuld(session, vraag, Dossier(persoon, uitkeringen, eerdere))
        gevonden = situatie(dossier, vraag.aanvraag)
    regels = toets(aanvraag, gevonden, product, gerekend)
    return Toetsing((*regels.uitkomsten, *toets_ruimte(aanvraag, product, gerekend, ruimten)))


async def zet(tx: Tx, toekenning_id: UUID, opdracht: Zet) -> Toekenning:
    """Take a step by hand: start, end or withdraw.

    Raises ToekenningOnbekend, OvergangNietToegestaan, DatumTeVroeg, or RegelsNietVervuld for a start that is not ready.
    """
    row = await op_slot(tx, toekenning_id)
    nieuw = volgende(row.status, opdracht.stap)
    vroegst = row.gestart_op or row.besluitdatum
    if opdracht.datum < vroegst:
        raise DatumTeVroeg(vroegst)
    if opdracht.stap == "start":
        await _toets_start(tx.session, row, opdracht)
    bekend = row.status in BIJ_BUDGET
    row.status = nieuw
    gebeurd = _STAPPEN[opdracht.stap](row, opdracht)
    if bekend:
        tx.emit(gebeurd)
        await _besluit_einde(tx, row, opdracht)
    return row


async def wijzig(tx: Tx, row: Toekenning, maanden: tuple[Maandbedrag, ...]) -> None:
    """From now on it costs this, all its months together: budget books the difference, what is to be paid follows.

    What the kernapplicatie was told to pay already stays as it is.
    """
    row.versie += 1
    row.kosten = msgspec.to_builtins(maanden)
    row.bedrag_centen = sum(maand.bedrag_centen for maand in maanden)
    tx.emit(ToekenningGewijzigd(**row.wie(), kosten=maanden))
    besluit.neem(tx, NeemBesluit(row.onderwerp(), "wijziging", tx.vandaag))
    await _plan_uitbetaling(tx, row)


async def _besluit_einde(tx: Tx, row: Toekenning, opdracht: Zet) -> None:
    """An end is a besluit too, and what is not paid for later months lapses."""
    if opdracht.stap in EINDBESLUIT:
        besluit.neem(tx, NeemBesluit(row.onderwerp(), EINDBESLUIT[opdracht.stap], opdracht.datum))
        recht_tot = opdracht.datum if opdracht.stap == "beeindig" else None
        await besluit.laat_vervallen(tx, row.id, recht_tot)


async def _toets_start(session: AsyncSession, row: Toekenning, opdracht: Zet) -> None:
    """What the product asks before its start, added to the toetsing it was granted on."""
    if row.boekversie_id is None or row.gevraagd is None:
        return
    product = await boeken.in_versie(session, row.boekversie_id, row.gemeente, row.product)
    if product is None or not product.startvoorwaarden:
        return
    gevraagd = msgspec.convert(row.gevraagd, Aanvraag)
    aanvraag = replace(gevraagd, feiten={**gevraagd.feiten, **opdracht.feiten})
    toetsing = toets_start(aanvraag, product)
    if toetsing.gebreken:
        raise RegelsNietVervuld(toetsing)
    eerder = msgspec.convert(row.toetsing, Toetsing)
    row.toetsing = msgspec.to_builtins(Toetsing((*eerder.uitkomsten, *toetsing.uitkomsten)))


async def verleg(session: AsyncSession, gemeente: str, van: UUID, naar: UUID) -> None:
    """The toekenningen of a person prove to be those of another one; the money stays where it is."""
    for row in await queries.van_persoon(session, gemeente, van):
        row.persoon_ref = naar


async def verwerk_antwoorden(tx: Tx, events: Sequence[Received[Antwoord]]) -> None:
    """Take over what budget says; an answer that is overtaken by a newer version or step changes nothing."""
    rows = await queries.op_slot(tx.session, {UUID(r.event.toekenning_id) for r in events})
    for event in (received.event for received in events):
        row = rows.get(UUID(event.toekenning_id))
        if row is not None and row.versie == event.versie and _verwerk(tx, row, event):
            await _besluit_antwoord(tx, row, event)


async def _besluit_antwoord(tx: Tx, row: Toekenning, event: Antwoord) -> None:
    """A grant and a refusal are besluiten; a grant may be paid out."""
    if isinstance(event, VerplichtingVastgelegd):
        besluit.neem(tx, NeemBesluit(row.onderwerp(), "verlening", row.besluitdatum))
        await _plan_uitbetaling(tx, row)
    elif isinstance(event, VerplichtingGeweigerd):
        besluit.neem(tx, NeemBesluit(row.onderwerp(), "weigering", row.besluitdatum, event.regel))


async def _plan_uitbetaling(tx: Tx, row: Toekenning) -> None:
    """What the product pays out, planned on the months of the toekenning."""
    uit = await boeken.uitbetaling(tx.session, row.boekversie_id, row.gemeente, row.product)
    if uit is None:
        return
    werk = await plaatsingen.plaatsing(tx.session, row.plaatsing_id) if row.plaatsing_id else None
    plan = Betaalplan(
        over=row.onderwerp(),
        soort=uit.soort,
        ontvanger=uit.ontvanger,
        kvk_nummer=werk.kvk_nummer if werk and uit.ontvanger == "werkgever" else None,
        delen=row.te_betalen(),
        dadelijk=uit.ritme == "bij-verlening",
        na_oordeel=uit.oordeel,
    )
    await besluit.plan(tx, plan)


async def _aangevuld(session: AsyncSession, vraag: VraagAan, dossier: Dossier) -> Dossier:
    """With the plaatsing and the uitstroom that the request names."""
    wie = (vraag.gemeente, vraag.persoon_ref)
    werk = await queries.werk(session, *wie, vraag.aanvraag.plaatsing_id)
    vertrek = await queries.vertrek(session, *wie, vraag.aanvraag.uitstroom_id)
    return replace(dossier, werk=werk, vertrek=vertrek)


def _start(row: Toekenning, opdracht: Zet) -> Event:
    row.gestart_op = opdracht.datum
    return ToekenningGestart(**row.wie(), startdatum=opdracht.datum)


def _trek_in(row: Toekenning, opdracht: Zet) -> Event:
    row.versie += 1
    row.geeindigd_op = opdracht.datum
    return ToekenningIngetrokken(**row.wie(), ingetrokken_op=opdracht.datum)


def _beeindig(row: Toekenning, opdracht: Zet) -> Event:
    assert opdracht.reden is not None
    row.versie += 1
    row.geeindigd_op = opdracht.datum
    row.reden = opdracht.reden
    return ToekenningBeeindigd(**row.wie(), beeindigd_op=opdracht.datum, reden=opdracht.reden)


def _verwerk(tx: Tx, row: Toekenning, event: Antwoord) -> bool:
    """Whether the answer changed anything."""
    stap = _ANTWOORDEN[type(event)]
    nieuw = OVERGANGEN.get((row.status, stap))
    if nieuw is None:
        return False
    row.status = nieuw
    row.antwoord = None
    over = row.besluit()
    if isinstance(event, VerplichtingVastgelegd):
        tx.emit(ToekenningVerleend(**over))
        return True
    row.antwoord = msgspec.to_builtins(waarom(event, row.plafond_regel, row.plafond_bron))
    if isinstance(event, VerplichtingAangehouden):
        tx.emit(ToekenningAangehouden(**over))
    else:
        tx.emit(ToekenningGeweigerd(**over, regel=event.regel))
    return True


_STAPPEN = {"start": _start, "trek_in": _trek_in, "beeindig": _beeindig}
_ANTWOORDEN: Mapping[type[Antwoord], Stap] = {
    VerplichtingVastgelegd: "verleen",
    VerplichtingAangehouden: "houd_aan",
    VerplichtingGeweigerd: "weiger",
}
HANDLERS = Handler(frozenset(_ANTWOORDEN), verwerk_antwoorden)
