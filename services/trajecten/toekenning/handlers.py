"""Asking for a toekenning, taking steps with it, and hearing what budget says."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from services.trajecten.persoon import queries as personen
from services.trajecten.persoon.domain import NogNietVerwerkt, Persoonsfeiten
from services.trajecten.productenboek.domain import Boeken, boek_met
from services.trajecten.productenboek.policy import Product
from services.trajecten.toekenning import queries
from services.trajecten.toekenning.domain import (
    OVERGANGEN,
    Budgetantwoord,
    DatumTeVroeg,
    Ruimte,
    Stap,
    ToekenningOnbekend,
    VraagAan,
    Zet,
    kosten_per_jaar,
    toets_ruimte,
    volgende,
)
from services.trajecten.toekenning.models import Toekenning
from services.trajecten.toetsing.domain import (
    RegelsNietVervuld,
    Situatie,
    Toetsing,
    buiten_geldigheid,
    toets,
)
from services.trajecten.traject import queries as trajecten
from services.trajecten.traject.domain import AnderTraject
from shared.clients import Clients
from shared.consumer import Handler
from shared.contracts.budget import (
    VerplichtingAangehouden,
    VerplichtingGeweigerd,
    VerplichtingVastgelegd,
)
from shared.contracts.trajecten import (
    ToekenningAangehouden,
    ToekenningAangevraagd,
    ToekenningBeeindigd,
    ToekenningGestart,
    ToekenningGeweigerd,
    ToekenningIngetrokken,
    ToekenningVerleend,
)
from shared.db.uow import Tx
from shared.events import Event, Received
from shared.identifiers import nieuw_id
from shared.policy import BuitenGeldigheid

Antwoord = VerplichtingVastgelegd | VerplichtingAangehouden | VerplichtingGeweigerd


async def vraag_aan(tx: Tx, vraag: VraagAan, boeken: Boeken) -> Toekenning:
    """Test the request with the person's row locked, store it as aangevraagd and ask budget (decisions 1 and 4).

    Raises OnbekendProduct, BuitenGeldigheid, NogNietVerwerkt, AnderTraject or RegelsNietVervuld; then nothing is kept.
    """
    aanvraag = vraag.aanvraag
    product = _product(boeken, vraag)
    persoon = await personen.persoon_op_slot(tx.session, vraag.gemeente, vraag.persoon_ref)
    if persoon is None:
        raise NogNietVerwerkt
    traject_id = await _traject(tx.session, vraag)
    situatie = await _situatie(tx.session, vraag, persoon.feiten())
    toetsing = toets(aanvraag, situatie, product, aanvraag.besluitdatum)
    if toetsing.gebreken:
        raise RegelsNietVervuld(toetsing)
    row = _nieuw(vraag, product, toetsing, traject_id)
    row.id = nieuw_id(tx.moment)
    tx.session.add(row)
    tx.emit(_aangevraagd(row, vraag))
    return row


async def lees_ruimte(
    clients: Clients, vraag: VraagAan, boeken: Boeken
) -> Mapping[int, Ruimte | None]:
    """What budget has left per year, asked at once and outside any transaction (decision 5).

    Raises OnbekendProduct; a product in no book of that day has nothing to ask.
    """
    try:
        product = _product(boeken, vraag)
    except BuitenGeldigheid:
        return {}
    jaren = sorted(kosten_per_jaar(vraag.aanvraag))
    answers = await asyncio.gather(*(_ruimte(clients, vraag, product, jaar) for jaar in jaren))
    return dict(zip(jaren, answers, strict=True))


async def toets_vraag(
    session: AsyncSession, vraag: VraagAan, boeken: Boeken, ruimten: Mapping[int, Ruimte | None]
) -> Toetsing:
    """The same toetsing as `vraag_aan` does, and what budget would say; nothing is kept."""
    aanvraag = vraag.aanvraag
    try:
        product = _product(boeken, vraag)
    except BuitenGeldigheid as fout:
        return buiten_geldigheid(fout, aanvraag.besluitdatum)
    persoon = await personen.persoon(session, vraag.gemeente, vraag.persoon_ref)
    situatie = await _situatie(session, vraag, persoon.feiten()) if persoon else Situatie()
    regels = toets(aanvraag, situatie, product, aanvraag.besluitdatum)
    return Toetsing((*regels.uitkomsten, *toets_ruimte(aanvraag, product, ruimten)))


async def zet(tx: Tx, toekenning_id: UUID, opdracht: Zet) -> Toekenning:
    """Take a step by hand: start, end or withdraw.

    Raises ToekenningOnbekend, OvergangNietToegestaan or DatumTeVroeg.
    """
    row = (await queries.op_slot(tx.session, [toekenning_id])).get(toekenning_id)
    if row is None:
        raise ToekenningOnbekend
    nieuw = volgende(row.status, opdracht.stap)
    vroegst = row.gestart_op or row.besluitdatum
    if opdracht.datum < vroegst:
        raise DatumTeVroeg(vroegst)
    row.status = nieuw
    tx.emit(_STAPPEN[opdracht.stap](row, opdracht))
    return row


async def verwerk_antwoorden(tx: Tx, events: Sequence[Received[Antwoord]]) -> None:
    """Take over what budget says; an answer that is overtaken by a newer version or step changes nothing."""
    rows = await queries.op_slot(tx.session, {UUID(r.event.toekenning_id) for r in events})
    for event in (received.event for received in events):
        row = rows.get(UUID(event.toekenning_id))
        if row is not None and row.versie == event.versie:
            _verwerk(tx, row, event)


def _product(boeken: Boeken, vraag: VraagAan) -> Product:
    code = vraag.aanvraag.product
    boek = boek_met(boeken, vraag.gemeente, code)
    return boek.versie(code, vraag.aanvraag.besluitdatum).waarde[code]


async def _traject(session: AsyncSession, vraag: VraagAan) -> UUID | None:
    open_ = await trajecten.open_traject(session, vraag.gemeente, vraag.persoon_ref)
    traject_id = open_.id if open_ else None
    if vraag.traject_id not in (None, traject_id):
        raise AnderTraject
    return traject_id


async def _situatie(session: AsyncSession, vraag: VraagAan, feiten: Persoonsfeiten) -> Situatie:
    aantal, lopend = await queries.eerdere(
        session, vraag.gemeente, vraag.persoon_ref, vraag.aanvraag.product
    )
    return Situatie(feiten, aantal, lopend)


async def _ruimte(clients: Clients, vraag: VraagAan, product: Product, jaar: int) -> Ruimte | None:
    params: dict[str, str | int] = {
        "gemeente": vraag.gemeente,
        "post": product.post,
        "fonds": vraag.aanvraag.fonds,
        "jaar": jaar,
    }
    if product.plafond and jaar == vraag.aanvraag.besluitdatum.year:
        params["plafond"] = product.plafond.code
    answer = await clients.get("budget", "/beschikbaar", params)
    try:
        return msgspec.convert(answer, Ruimte | None)
    except msgspec.ValidationError:
        return None


def _nieuw(
    vraag: VraagAan, product: Product, toetsing: Toetsing, traject_id: UUID | None
) -> Toekenning:
    aanvraag, plafond = vraag.aanvraag, product.plafond
    return Toekenning(
        gemeente=vraag.gemeente,
        persoon_ref=vraag.persoon_ref,
        traject_id=traject_id,
        status=volgende("concept", "vraag_aan"),
        versie=1,
        product=aanvraag.product,
        re_integratie=product.re_integratie,
        post=product.post,
        plafond=plafond and plafond.code,
        plafond_regel=plafond and plafond.regel,
        plafond_bron=plafond and plafond.bron,
        fonds=aanvraag.fonds,
        bedrag_centen=aanvraag.bedrag_centen,
        startdatum=aanvraag.startdatum,
        einddatum=aanvraag.einddatum,
        besluitdatum=aanvraag.besluitdatum,
        kosten=msgspec.to_builtins(aanvraag.kosten()),
        toetsing=msgspec.to_builtins(toetsing),
    )


def _aangevraagd(row: Toekenning, vraag: VraagAan) -> ToekenningAangevraagd:
    return ToekenningAangevraagd(
        gemeente=row.gemeente,
        toekenning_id=str(row.id),
        versie=row.versie,
        persoon_ref=str(row.persoon_ref),
        product=row.product,
        post=row.post,
        plafond=row.plafond,
        fonds=row.fonds,
        besluitdatum=row.besluitdatum,
        kosten=vraag.aanvraag.kosten(),
    )


def _start(row: Toekenning, opdracht: Zet) -> Event:
    row.gestart_op = opdracht.datum
    return ToekenningGestart(**_wie(row), startdatum=opdracht.datum)


def _trek_in(row: Toekenning, opdracht: Zet) -> Event:
    row.versie += 1
    row.geeindigd_op = opdracht.datum
    return ToekenningIngetrokken(**_wie(row), ingetrokken_op=opdracht.datum)


def _beeindig(row: Toekenning, opdracht: Zet) -> Event:
    assert opdracht.reden is not None
    row.versie += 1
    row.geeindigd_op = opdracht.datum
    row.reden = opdracht.reden
    return ToekenningBeeindigd(**_wie(row), beeindigd_op=opdracht.datum, reden=opdracht.reden)


def _wie(row: Toekenning) -> dict[str, Any]:
    return {"gemeente": row.gemeente, "toekenning_id": str(row.id), "versie": row.versie}


def _verwerk(tx: Tx, row: Toekenning, event: Antwoord) -> None:
    stap = _ANTWOORDEN[type(event)]
    nieuw = OVERGANGEN.get((row.status, stap))
    if nieuw is None:
        return
    row.status = nieuw
    row.antwoord = None
    besluit = {
        **_wie(row),
        "persoon_ref": str(row.persoon_ref),
        "product": row.product,
        "besluitdatum": row.besluitdatum,
    }
    if isinstance(event, VerplichtingVastgelegd):
        tx.emit(ToekenningVerleend(**besluit))
        return
    row.antwoord = msgspec.to_builtins(_waarom(row, event))
    if isinstance(event, VerplichtingAangehouden):
        tx.emit(ToekenningAangehouden(**besluit))
    else:
        tx.emit(ToekenningGeweigerd(**besluit, regel=event.regel))


def _waarom(
    row: Toekenning, event: VerplichtingAangehouden | VerplichtingGeweigerd
) -> Budgetantwoord:
    return Budgetantwoord(
        reden=event.reden,
        post=event.post,
        beschikbaar=event.beschikbaar,
        gevraagd=event.gevraagd,
        regel=event.regel,
        bron=row.plafond_bron if event.regel == row.plafond_regel else None,
    )


_STAPPEN = {"start": _start, "trek_in": _trek_in, "beeindig": _beeindig}
_ANTWOORDEN: Mapping[type[Antwoord], Stap] = {
    VerplichtingVastgelegd: "verleen",
    VerplichtingAangehouden: "houd_aan",
    VerplichtingGeweigerd: "weiger",
}
HANDLERS = Handler(frozenset(_ANTWOORDEN), verwerk_antwoorden)
