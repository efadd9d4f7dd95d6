"""The VUM data standard 1.5 (API 3.0.0, rules B.11): the shape of a vacature.

These models are the JSON Schema that a document must meet. Unknown fields are refused, as the standard does for a
vacature (only a selectievraag lets them be). Texts are not trimmed, for a document is kept as it came in.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from shared.contracts.werkgevers import SoortOvereenkomst
from shared.schemas import GEHEEL, Optioneel, Schema

_DAG = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _dag(value: Any) -> Any:
    try:
        return date.fromisoformat(value if _DAG.fullmatch(value) else "")
    except (TypeError, ValueError):
        raise PydanticCustomError("vum-datum", "geen datum") from None


Dag = Annotated[date, BeforeValidator(_dag), WithJsonSchema({"type": "string", "format": "date"})]
IdVacature = Annotated[
    str,
    StringConstraints(pattern=r"^[a-zA-Z0-9_.-]{1,200}$", strict=True),
    Field(examples=["wsp-2026.001"]),
]
Postcode = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}[a-zA-Z]{2}$", strict=True),
    Field(examples=["8471AB"]),
]
Taalcode = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{3}$", strict=True), Field(examples=["nld"])
]
Opleidingscode = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{1,10}$", strict=True), Field(examples=["10005"])
]
T6 = Annotated[str, StringConstraints(max_length=6, strict=True)]
T11 = Annotated[str, StringConstraints(max_length=11, strict=True)]
T14 = Annotated[str, StringConstraints(max_length=14, strict=True)]
T24 = Annotated[str, StringConstraints(max_length=24, strict=True)]
T35 = Annotated[str, StringConstraints(max_length=35, strict=True)]
T100 = Annotated[str, StringConstraints(max_length=100, strict=True)]
T120 = Annotated[str, StringConstraints(max_length=120, strict=True)]
T200 = Annotated[str, StringConstraints(max_length=200, strict=True)]
T320 = Annotated[str, StringConstraints(max_length=320, strict=True)]
T500 = Annotated[str, StringConstraints(max_length=500, strict=True)]
T1000 = Annotated[str, StringConstraints(max_length=1000, strict=True)]
T2000 = Annotated[str, StringConstraints(max_length=2000, strict=True)]
N2 = Annotated[int, Field(ge=0, le=99), GEHEEL]
N5 = Annotated[int, Field(ge=0, le=99_999), GEHEEL]
Indicatie = Annotated[Literal[0, 1, 2], GEHEEL]
Diploma = Annotated[Literal[0, 1, 2, 8], GEHEEL]
Taalniveau = Annotated[Literal[0, 1, 2, 3, 4, 8], GEHEEL]
Opleidingsniveau = Annotated[Literal[1, 2, 3, 4, 5, 6, 9], GEHEEL]
Vervoercode = Annotated[Literal[1, 2, 3, 4, 5, 9], GEHEEL]
Webcode = Annotated[Literal[1, 2, 3, 4], GEHEEL]
Rijbewijscode = Literal[
    "A", "A1", "A2", "AM", "B", "B+", "C1", "C", "D1", "D", "BE", "C1E", "CE", "D1E", "DE", "T"
]


class Adres(Schema):
    """Where the work is."""

    postcode: Postcode
    straatnaam: Optioneel[T24] = None
    huisnummer: Optioneel[N5] = None
    huisnummertoevoeging: Optioneel[T6] = None


class ArbeidsVoorwaarden(Schema):
    """What the work offers, and when."""

    datum_aanvang_werkzaamheden: Optioneel[Dag] = None
    datum_einde_werkzaamheden: Optioneel[Dag] = None
    omschrijving_arbeidsvoorwaarden: Optioneel[T2000] = None
    salaris_indicatie: Optioneel[T100] = None


class Beroep(Schema):
    """The occupation, a URI of CompetentNL."""

    code_beroepsnaam: Optioneel[T200] = None


class Competentie(Schema):
    """What someone must master, a URI of CompetentNL."""

    code_competentie: Optioneel[T200] = None


class Contractvorm(Schema):
    """A form of contract that is possible."""

    code_type_arbeidscontract: Optioneel[Literal["B", "O"]] = None
    code_type_overeenkomst: Optioneel[SoortOvereenkomst] = None


class Cursus(Schema):
    """A course that is asked for."""

    naam_cursus: Optioneel[T120] = None
    toelichting_cursus: Optioneel[T2000] = None
    indicatie_certificaat: Optioneel[Diploma] = None


class Flexibiliteit(Schema):
    """Irregular hours, and until when."""

    datum_einde_beschikbaar_voor_werk: Optioneel[Dag] = None
    indicatie_onregelmatig_werk_of_ploegendienst: Optioneel[Indicatie] = None


class Opleiding(Schema):
    """An education that is asked for."""

    code_opleidingsnaam: Optioneel[Opleidingscode] = None
    code_niveau_opleiding: Optioneel[Opleidingsniveau] = None
    indicatie_diploma: Optioneel[Diploma] = None
    toelichting_opleiding: Optioneel[T2000] = None


class Rijbewijs(Schema):
    """A driving licence that is asked for."""

    code_soort_rijbewijs: Optioneel[Rijbewijscode] = None


class Sector(Schema):
    """A sector as a number of SBI."""

    code_sbi: Optioneel[N5] = None


class Webadres(Schema):
    """An address on the web."""

    code_webadres: Optioneel[Webcode] = None
    url: Optioneel[T1000] = None


class Sollicitatiewijze(Schema):
    """How to apply: by post, telephone, e-mail or a form."""

    code_sollicitatiewijze: Optioneel[Literal["1", "2", "3", "4"]] = None
    webadres: Optioneel[Webadres] = None


class Taalbeheersing(Schema):
    """A language that is asked for (ISO 639-3), and how well."""

    code_taal: Optioneel[Taalcode] = None
    code_niveau_taalbeheersing_lezen: Optioneel[Taalniveau] = None
    code_niveau_taalbeheersing_luisteren: Optioneel[Taalniveau] = None
    code_niveau_taalbeheersing_mondeling: Optioneel[Taalniveau] = None
    code_niveau_taalbeheersing_schriftelijk: Optioneel[Taalniveau] = None


class Vervoermiddel(Schema):
    """Transport that is asked for."""

    code_vervoermiddel: Optioneel[Vervoercode] = None
    indicatie_beschikbaar_voor_uitvoering_werk: Optioneel[Indicatie] = None
    indicatie_beschikbaar_voor_woon_werkverkeer: Optioneel[Indicatie] = None


class Werkervaring(Schema):
    """Years of experience that are asked for."""

    aantal_jaren_werkzaam_in_beroep: Optioneel[N2] = None


class Contactpersoon(Schema):
    """Who to ask; never in an event, a log or a list."""

    naam_contactpersoon_afdeling: Optioneel[T35] = None
    emailadres: Optioneel[list[T320]] = None
    telefoonnummer: Optioneel[list[T14]] = None


class VumWerkgever(Schema):
    """The employer; VUM has no KvK number here."""

    handelsnaam_organisatie: Optioneel[T500] = None
    contactpersoon: Optioneel[list[Contactpersoon]] = None
    sector: Optioneel[list[Sector]] = None
    webadres: Optioneel[list[Webadres]] = None


class Werktijden(Schema):
    """Hours a week."""

    aantal_werkuren_per_week_minimaal: Optioneel[N2] = None
    aantal_werkuren_per_week_maximaal: Optioneel[N2] = None
    indicatie_kantoortijden: Optioneel[Indicatie] = None


class VumVacature(Schema):
    """A vacature; only its id is required."""

    id_vacature: IdVacature
    nummer_vacature: Optioneel[T11] = None
    naam_vacature: Optioneel[T120] = None
    omschrijving_vacature: Optioneel[T2000] = None
    sluitingsdatum_vacature: Optioneel[Dag] = None
    adres: Optioneel[Adres] = None
    arbeids_voorwaarden: Optioneel[ArbeidsVoorwaarden] = None
    beroep: Optioneel[Beroep] = None
    code_werk_en_denkniveau_minimaal: Optioneel[Literal["0", "1", "2", "3", "4", "5", "6", "7"]] = (
        None
    )
    competentiebeheersing: Optioneel[list[Competentie]] = None
    contractvorm: Optioneel[list[Contractvorm]] = None
    cursus: Optioneel[list[Cursus]] = None
    flexibiliteit: Optioneel[Flexibiliteit] = None
    opleiding: Optioneel[list[Opleiding]] = None
    rijbewijs: Optioneel[list[Rijbewijs]] = None
    sector: Optioneel[Sector] = None
    sollicitatiewijze: Optioneel[list[Sollicitatiewijze]] = None
    taalbeheersing: Optioneel[list[Taalbeheersing]] = None
    vervoermiddel: Optioneel[list[Vervoermiddel]] = None
    werkervaring: Optioneel[list[Werkervaring]] = None
    werkgever: Optioneel[VumWerkgever] = None
    werktijden: Optioneel[Werktijden] = None
