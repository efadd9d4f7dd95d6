"""Taking over what runs at go-live: reading at once what the lines of a transaction need, then line by line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from services.trajecten.overname.domain import (
    ONBEKEND,
    TRAJECT,
    Bekend,
    NeemTrajectOver,
    controleer_toekenning,
    controleer_traject,
    per_jaar,
)
from services.trajecten.persoon import queries as personen
from services.trajecten.plaatsing import queries as plaatsingen
from services.trajecten.plan import handlers as plan
from services.trajecten.plan.queries import OpenTraject
from services.trajecten.productenboek import queries as boeken
from services.trajecten.productenboek.domain import InBoek
from services.trajecten.toekenning import handlers as toekenning
from services.trajecten.toekenning.domain import NeemOver, VraagAan
from services.trajecten.toetsing.domain import met_fonds
from services.trajecten.traject import handlers as traject
from services.trajecten.traject import queries as trajecten
from shared.clients import Lezer
from shared.conversie.runs import Plaats, Som, Werk, Zegt
from shared.db.reading import ask
from shared.db.tables import Conversie
from shared.db.uow import Tx
from shared.errors import DomainError, Unavailable

Boeken = Mapping[tuple[str, date], InBoek | DomainError]


class BeginstandNietTeBepalen(Unavailable):
    """Budget does not answer now, so nobody can say what it holds."""

    code = "beginstand-niet-te-bepalen"


async def bereid_trajecten(
    tx: Tx, run: Conversie, commands: Sequence[NeemTrajectOver]
) -> Werk[NeemTrajectOver]:
    """How running trajecten are taken over: each is opened, with a concept plan where the gemeente asks for one."""
    wie = await _personen(tx, run.gemeente, {command.persoon_ref for command in commands})

    async def neem(command: NeemTrajectOver) -> UUID:
        bekend = wie[command.persoon_ref]
        controleer_traject(command, bekend, tx.vandaag)
        wie[command.persoon_ref] = replace(bekend, open_traject=True)
        row = traject.open_traject(tx, run.gemeente, command.persoon_ref, command.geopend_op)
        open_ = OpenTraject(row.id, row.gemeente, row.geopend_op)
        plan.open_plan(tx, open_, command.medewerker)
        return row.id

    return Werk(lambda command: [Zegt(TRAJECT, command.geopend_op.year)], neem)


async def bereid_toekenningen(
    tx: Tx, run: Conversie, commands: Sequence[NeemOver]
) -> Werk[NeemOver]:
    """How granted toekenningen are taken over: as they stand, whatever the limits are now, and counted by them."""
    refs = {command.persoon_ref for command in commands}
    wie = await _personen(tx, run.gemeente, refs)
    open_ = await trajecten.open_trajecten(tx.session, run.gemeente, refs)
    boek = await _boeken(tx, run.gemeente, commands)

    async def neem(command: NeemOver) -> UUID:
        vraag = command.vraag
        gevonden = boek[_sleutel(command)]
        bekend = await _met_plaatsing(tx, wie[vraag.persoon_ref], vraag)
        controleer_toekenning(command, bekend, gevonden, tx.vandaag)
        assert isinstance(gevonden, InBoek)
        volledig = replace(
            vraag,
            aanvraag=met_fonds(vraag.aanvraag, gevonden.product),
            traject_id=open_.get(vraag.persoon_ref),
        )
        nieuw = replace(command, vraag=volledig)
        return (await toekenning.neem_over(tx, nieuw, gevonden, run)).id

    return Werk(lambda command: _zegt(command, boek[_sleutel(command)]), neem)


async def bij_budget(elders: Lezer, gemeente: str) -> Mapping[Plaats, Som]:
    """What budget booked of toekenningen that were brought over, per post and year.

    Raises BeginstandNietTeBepalen.
    """
    found: dict[Plaats, Som] = {}
    bladzij, verder = 1, True
    while verder:
        params: dict[str, str | int] = {
            "gemeente": gemeente,
            "soort": "toekenningen",
            "page": bladzij,
            "pageSize": 100,
        }
        answer = await elders.get("budget", "/beginstanden", params)
        if answer is None:
            raise BeginstandNietTeBepalen("budget antwoordt nu niet; probeer het zo nog eens")
        gelezen = msgspec.convert(answer, _Bladzij)
        found |= {(b.post, b.jaar): b.som() for b in gelezen.results}
        bladzij, verder = bladzij + 1, gelezen.next is not None
    return found


class _Beginstand(msgspec.Struct, rename="camel"):
    post: str
    jaar: int
    aantal: int
    verplicht_centen: int
    gerealiseerd_centen: int

    def som(self) -> Som:
        return Som(self.aantal, self.verplicht_centen, self.gerealiseerd_centen)


class _Bladzij(msgspec.Struct):
    results: list[_Beginstand]
    next: Any = None


def _zegt(command: NeemOver, boek: InBoek | DomainError) -> list[Zegt]:
    post = boek.product.post if isinstance(boek, InBoek) else ONBEKEND
    return [Zegt(post, jaar, *bedragen) for jaar, bedragen in per_jaar(command.standen).items()]


async def _personen(tx: Tx, gemeente: str, refs: Collection[UUID]) -> dict[UUID, Bekend]:
    """What is known of these persons, who stay locked: the limits per person count what is taken over."""
    rows = await personen.personen_op_slot(tx.session, refs)
    open_ = await trajecten.open_trajecten(tx.session, gemeente, refs)
    found = {}
    for ref in refs:
        row = rows.get((ref, gemeente))
        bekend = row is not None and row.gewist_op is None
        found[ref] = Bekend(bekend, row.geboortedatum if row else None, ref in open_)
    return found


async def _met_plaatsing(tx: Tx, bekend: Bekend, vraag: VraagAan) -> Bekend:
    id_ = vraag.aanvraag.plaatsing_id
    if id_ is None:
        return bekend
    werk = await plaatsingen.feiten(tx.session, vraag.gemeente, vraag.persoon_ref, id_)
    return replace(bekend, plaatsing=werk is not None)


async def _boeken(tx: Tx, gemeente: str, commands: Sequence[NeemOver]) -> Boeken:
    found: dict[tuple[str, date], InBoek | DomainError] = {}
    for product, dag in {_sleutel(command) for command in commands}:
        try:
            found[product, dag] = await ask(tx.session, boeken.product(gemeente, product, dag))
        except DomainError as onbekend:
            found[product, dag] = onbekend
    return found


def _sleutel(command: NeemOver) -> tuple[str, date]:
    return command.vraag.aanvraag.product, command.vraag.aanvraag.besluitdatum
