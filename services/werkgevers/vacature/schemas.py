"""A vacature as the API speaks of it: a document of VUM comes in, and what we took out of it is listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

import msgspec
import orjson
from fastapi import Query
from pydantic import Field, ValidationError

from services.werkgevers.vacature import models
from services.werkgevers.vacature.domain import (
    Feiten,
    PlaatsVacature,
    Resultaat,
    VerouderdeVersie,
    leesbaar,
    soorten_van,
)
from services.werkgevers.vum.schemas import IdVacature, VumVacature, VumWerkgever, Werktijden
from shared.contracts.werkgevers import SoortOvereenkomst
from shared.errors import Conflict, Fout, ongeldig
from shared.http import faults
from shared.schemas import Gemeentecode, InvalidParam, Moment, Optioneel, Ref, Schema
from shared.tenancy import Caller
from shared.uren import in_minuten, in_uren

MEESTE_VERSIE = 2**53 - 1
_Gemeente = Annotated[str, msgspec.Meta(pattern=r"^GM[0-9]{4}$")]
Versie = Annotated[
    int,
    Query(
        ge=1, le=MEESTE_VERSIE, description="Versie volgens de afzender: elke wijziging een hogere"
    ),
]
GemeentenVraag = Annotated[
    Optioneel[str],
    Query(
        pattern=r"^GM[0-9]{4}(,GM[0-9]{4}){0,49}$",
        description="Waar de vacature openstaat, met komma's ertussen; standaard alle gemeenten "
        "van de afzender",
        examples=["GM0090,GM0098"],
    ),
]


def command(
    caller: Caller, versie: int, gemeenten: str | None, document: str, gelezen: VumVacature
) -> PlaatsVacature:
    """The command for a document and what was read in it; raises GemeenteNietToegestaan."""
    genoemd = gemeenten.split(",") if gemeenten else (caller.gemeenten or ())
    return PlaatsVacature(
        afzender=caller.client,
        id_vacature=gelezen.id_vacature,
        versie=versie,
        gemeenten=frozenset(map(caller.gemeente, genoemd)),
        document=document,
        feiten=feiten(gelezen),
    )


def feiten(gelezen: VumVacature) -> Feiten:
    """What we search on; the sector of the employer where the vacature names none."""
    tijden = gelezen.werktijden or Werktijden()
    werkgever = gelezen.werkgever or VumWerkgever()
    sector = next(
        (
            str(part.code_sbi)
            for part in (gelezen.sector, *(werkgever.sector or ()))
            if part is not None and part.code_sbi is not None
        ),
        None,
    )
    return Feiten(
        naam=leesbaar(gelezen.naam_vacature),
        handelsnaam=leesbaar(werkgever.handelsnaam_organisatie),
        soorten=soorten_van([vorm.code_type_overeenkomst for vorm in gelezen.contractvorm or ()]),
        minuten_min=_minuten(tijden.aantal_werkuren_per_week_minimaal),
        minuten_max=_minuten(tijden.aantal_werkuren_per_week_maximaal),
        sluitingsdatum=gelezen.sluitingsdatum_vacature,
        sector=sector,
        postcodecijfers=gelezen.adres.postcode[:4] if gelezen.adres else None,
    )


@dataclass(frozen=True, slots=True)
class Wie:
    """Who asks, and on which day."""

    client: str
    vandaag: date


class VacatureOntvangen(Schema):
    """What became of a version of a vacature; others than its sender find it by `id`."""

    id: Ref
    id_vacature: IdVacature
    versie: int
    gemeenten: list[Gemeentecode]
    resultaat: Resultaat


class VacatureRegel(Schema):
    """What became of one line of a `_bulk`; its place in the answer is that of the line."""

    id: Optioneel[Ref] = None
    id_vacature: Optioneel[IdVacature] = None
    versie: Optioneel[int] = None
    resultaat: Resultaat | Literal["genegeerd", "geweigerd", "ongeldig"]
    code: Optioneel[str] = Field(None, description="Waarom de regel is genegeerd of geweigerd")
    fouten: Optioneel[list[InvalidParam]] = None

    @classmethod
    def of(
        cls, opdracht: PlaatsVacature, gedaan: tuple[models.Vacature, Resultaat] | Conflict
    ) -> Self:
        """The answer to a line that could be read; an outdated version is left alone."""
        wat = {"id_vacature": opdracht.id_vacature, "versie": opdracht.versie}
        if isinstance(gedaan, Conflict):
            oud = isinstance(gedaan, VerouderdeVersie)
            gevolg = "genegeerd" if oud else "geweigerd"
            return cls.build(**wat, resultaat=gevolg, code=gedaan.code)
        row, resultaat = gedaan
        return cls.build(**wat, id=row.id, resultaat=resultaat)


class Ingezonden(msgspec.Struct, forbid_unknown_fields=True):
    """A line of a `_bulk`: the document is kept to the byte, as with a PUT."""

    versie: Annotated[int, msgspec.Meta(ge=1, le=MEESTE_VERSIE)]
    vacature: msgspec.Raw
    gemeenten: Annotated[list[_Gemeente], msgspec.Meta(min_length=1, max_length=50)] | None = None


def lees_regel(caller: Caller, line: bytes) -> PlaatsVacature:
    """The command of a line. Raises Invalid with every fault of the document, GemeenteNietToegestaan."""
    try:
        found = msgspec.json.decode(line, type=Ingezonden)
        document = bytes(found.vacature)
        gelezen = VumVacature.model_validate(orjson.loads(document))
    except ValidationError as error:
        raise ongeldig(faults(error.errors())) from None
    except (ValueError, msgspec.MsgspecError):
        raise ongeldig([Fout("(regel)", "regel", "geen regel met versie en vacature")]) from None
    if gelezen.id_vacature.startswith("_") or gelezen.id_vacature in (".", ".."):
        raise ongeldig([Fout("idVacature", "gereserveerd", "kan geen adres zijn")])
    genoemd = ",".join(found.gemeenten) if found.gemeenten else None
    return command(caller, found.versie, genoemd, document.decode(), gelezen)


class Vacature(Schema):
    """A vacature in a list; the document itself is at its own address."""

    id: Ref
    id_vacature: Optioneel[IdVacature] = Field(None, description="Alleen voor de afzender zelf")
    versie: int
    gemeenten: list[Gemeentecode]
    geplaatst_op: date
    sluitingsdatum: Optioneel[date] = None
    open: bool
    naam: Optioneel[str] = None
    handelsnaam: Optioneel[str] = None
    sector: Optioneel[str] = Field(None, description="SBI-code zonder voorloopnul, zoals in VUM")
    postcodecijfers: Optioneel[str] = None
    soorten_overeenkomst: list[SoortOvereenkomst]
    uren_min: Optioneel[float] = Field(None, description="Uren per week")
    uren_max: Optioneel[float] = Field(None, description="Uren per week")
    gewijzigd_op: Moment

    @classmethod
    def of(
        cls, row: models.Vacature, open_in: Mapping[str, models.VacatureGemeente], wie: Wie
    ) -> Self:
        """The answer for a row and where it is open, to the one who asks."""
        return cls.build(
            id=row.id,
            id_vacature=row.id_vacature if row.afzender == wie.client else None,
            versie=row.versie,
            gemeenten=list(open_in),
            geplaatst_op=min(waar.geplaatst_op for waar in open_in.values()),
            sluitingsdatum=row.sluitingsdatum,
            open=row.sluitingsdatum is None or wie.vandaag <= row.sluitingsdatum,
            naam=row.naam,
            handelsnaam=row.handelsnaam,
            sector=row.sector,
            postcodecijfers=row.postcodecijfers,
            soorten_overeenkomst=row.soorten.split(",") if row.soorten else [],
            uren_min=_uren(row.minuten_min),
            uren_max=_uren(row.minuten_max),
            gewijzigd_op=row.gewijzigd_op,
        )


def _minuten(uren: int | None) -> int | None:
    return None if uren is None else in_minuten(Decimal(uren))


def _uren(minuten: int | None) -> float | None:
    return None if minuten is None else float(in_uren(minuten))
