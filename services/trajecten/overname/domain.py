"""What can never be true of a traject or a toekenning that is brought over at go-live; every fault is named."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.trajecten.productenboek.domain import InBoek, fondsen
from services.trajecten.toekenning.domain import NeemOver
from shared.contracts.trajecten import Maandstand
from shared.errors import DomainError, Fout, ongeldig

TRAJECT = "traject"
TOEKENNING = "toekenning"
ONBEKEND = "onbekend"
"""Where the money of a line stands whose product no book of its day has."""


@dataclass(frozen=True, slots=True)
class NeemTrajectOver:
    """Take over a running traject; `medewerker` is who leads it."""

    gemeente: str
    persoon_ref: UUID
    geopend_op: date
    medewerker: str | None = None


@dataclass(frozen=True, slots=True)
class Bekend:
    """What Meedoen knows of who a line is about; `plaatsing`: whether the plaatsing that it names is of that person."""

    persoon: bool
    geboortedatum: date | None = None
    open_traject: bool = False
    plaatsing: bool = True


def controleer_traject(command: NeemTrajectOver, bekend: Bekend, vandaag: date) -> None:
    """Raises Invalid with every fault."""
    fouten = [*_persoon(bekend), *_gebeurd("geopendOp", command.geopend_op, vandaag)]
    if bekend.geboortedatum and command.geopend_op < bekend.geboortedatum:
        fouten.append(Fout("geopendOp", "voor-geboorte", "ligt voor de geboorte"))
    if bekend.open_traject:
        fouten.append(Fout("persoonRef", "al-open-traject", "heeft hier al een open traject"))
    if fouten:
        raise ongeldig(fouten)


def controleer_toekenning(
    command: NeemOver, bekend: Bekend, boek: InBoek | DomainError, vandaag: date
) -> None:
    """Raises Invalid with every fault."""
    fouten = [
        *_persoon(bekend),
        *_product(command, boek),
        *_dagen(command, vandaag),
        *_maanden(command),
    ]
    if fouten:
        raise ongeldig(fouten)


def per_jaar(standen: Sequence[Maandstand]) -> dict[int, tuple[int, int]]:
    """The cents per calendar year that are open, and those realised before go-live."""
    nog, al = Counter[int](), Counter[int]()
    for stand in standen:
        nog[stand.maand.year] += stand.bedrag_centen - stand.gerealiseerd_centen
        al[stand.maand.year] += stand.gerealiseerd_centen
    return {jaar: (nog[jaar], al[jaar]) for jaar in sorted(nog.keys() | al.keys())}


def _persoon(bekend: Bekend) -> Iterator[Fout]:
    if not bekend.persoon:
        yield Fout("persoonRef", "persoon-onbekend", "is hier niet bekend")
    if not bekend.plaatsing:
        yield Fout("plaatsingId", "plaatsing-onbekend", "is geen plaatsing van deze persoon")


def _product(command: NeemOver, boek: InBoek | DomainError) -> Iterator[Fout]:
    if isinstance(boek, DomainError):
        yield Fout("product", boek.code, boek.detail)
        return
    fonds, mag = command.vraag.aanvraag.fonds, fondsen(boek.product)
    if fonds is not None and fonds not in mag:
        yield Fout("fonds", "ander-fonds", f"deze voorziening kent alleen {', '.join(mag)}")


def _dagen(command: NeemOver, vandaag: date) -> Iterator[Fout]:
    aanvraag, begin, einde = command.vraag.aanvraag, command.gestart_op, command.geeindigd_op
    yield from _gebeurd("besluitdatum", aanvraag.besluitdatum, vandaag)
    if not aanvraag.uitvoerbaar:
        yield Fout("einddatum", "periode", "de periode telt 1 tot en met 120 maanden")
    if begin:
        yield from _gebeurd("gestartOp", begin, vandaag)
    if einde:
        yield from _gebeurd("geeindigdOp", einde, vandaag)
        if begin is None or einde < begin:
            yield Fout("geeindigdOp", "voor-begin", "wat eindigt, is op of voor die dag begonnen")
        if command.open_centen > 0:
            yield Fout("kosten", "staat-nog-open", "wat geëindigd is, heeft niets meer openstaan")
    if (einde is None) is not (command.reden is None):
        yield Fout("reden", "einde", "noem geeindigdOp en reden samen of geen van beide")


def _maanden(command: NeemOver) -> Iterator[Fout]:
    mag, vorige = command.vraag.aanvraag.maanden, date.min
    for plaats, stand in enumerate(command.standen):
        naam = f"kosten.{plaats}"
        if stand.maand not in mag:
            yield Fout(f"{naam}.maand", "maand", "is geen eerste dag van een maand in de periode")
        elif stand.maand <= vorige:
            yield Fout(f"{naam}.maand", "volgorde", "maanden staan één keer en op volgorde")
        vorige = max(vorige, stand.maand)
        if stand.gerealiseerd_centen > stand.bedrag_centen:
            yield Fout(f"{naam}.gerealiseerdCenten", "boven-bedrag", "is meer dan bedragCenten")


def _gebeurd(naam: str, dag: date, vandaag: date) -> Iterator[Fout]:
    if dag > vandaag:
        yield Fout(naam, "in-toekomst", "ligt in de toekomst")
