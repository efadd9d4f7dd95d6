"""Named types of the API: the same bounds in validation and in OpenAPI.

`Field` stands first and the validator after it, else the bound is lost from the document (trap T32).
"""

import inspect
import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType
from typing import Annotated, Any, Final, Self, TypeVar, get_args
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from shared.errors import Regel
from shared.identifiers import GEMEENTECODE, KVK_NUMMER
from shared.money import GROOTSTE_BEDRAG
from shared.uren import MEESTE_UREN

T = TypeVar("T")

_MOMENTVORM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_DATUMVORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Schema(BaseModel):
    """Base of every request and answer: camelCase, nothing unknown, optional fields absent and never null."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True
    )

    @classmethod
    def build(cls, **values: Any) -> Self:
        """An answer from its values; those that are None are left out."""
        return cls(**{name: value for name, value in values.items() if value is not None})

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> JsonSchemaValue:
        # docstrings speak to us, the document to integrators: Dutch comes from `json_schema_extra`
        document = handler.resolve_ref_schema(handler(core_schema))
        if document.get("description") == inspect.cleandoc(cls.__doc__ or ""):
            del document["description"]
        return document


class _NooitNull:
    """An optional field may be left out; an explicit null is refused like any wrong type (decision 59)."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        (inner,) = (part for part in get_args(source) if part is not NoneType)
        return handler.generate_schema(inner)


def _geheel(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise PydanticCustomError("geheel-getal", "geen geheel getal")
    return int(value)


def _uren(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise PydanticCustomError("uren", "geen aantal uren")
    uren = Decimal(value)
    if uren % Decimal("0.25") or not 0 < uren <= MEESTE_UREN:
        raise PydanticCustomError("uren", "geen aantal uren")
    return uren


def _datum(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        # the pattern too: fromisoformat also takes weeks (2026-W01-1)
        right = isinstance(value, str) and _DATUMVORM.fullmatch(value)
        dag = date.fromisoformat(value) if right else None
    except ValueError:
        dag = None
    if dag is None or not _binnen(dag.year):
        raise PydanticCustomError("datum", "geen datum")
    return dag


def _moment(value: Any) -> Any:
    if isinstance(value, str) and _MOMENTVORM.fullmatch(value):
        try:
            value = datetime.fromisoformat(value.upper())
        except ValueError:
            value = None
    if not isinstance(value, datetime) or value.tzinfo is None or not _binnen(value.year):
        raise PydanticCustomError("moment", "geen tijdstip")
    return value.astimezone(UTC)


def utc(value: datetime) -> str:
    """A moment as answers name it: in UTC, with `Z`."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _binnen(jaar: int) -> bool:
    return 1900 <= jaar <= 2099


def _tekst(value: str) -> str:
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") for sign in value):
        raise PydanticCustomError("tekens", "tekens die niet mogen")
    clean = unicodedata.normalize("NFC", value).strip()
    if not clean:
        raise PydanticCustomError("string_too_short", "te kort", {"min_length": 1})
    return clean


_LEESBAAR: Final = Field(
    json_schema_extra={
        "pattern": r"^[^\u0000-\u001f\u007f-\u009f]*[^\u0000-\u0020\u007f-\u00a0][^\u0000-\u001f\u007f-\u009f]*$"
    }
)
"""What the document says of a text: no control characters, and something to read. `_tekst` checks it, and more."""
GEHEEL: Final = BeforeValidator(_geheel)
"""Makes a whole number strict; its bounds go before it: `Annotated[int, Field(ge=1, le=6), GEHEEL]`."""

Optioneel = Annotated[T | None, _NooitNull()]
Centen = Annotated[
    int,
    Field(ge=1, le=GROOTSTE_BEDRAG, description="Bedrag in hele centen", examples=[125_000]),
    GEHEEL,
]
Saldo = Annotated[
    int, Field(description="Bedrag in hele centen; kan onder nul liggen", examples=[125_000])
]
Aantal = Annotated[int, Field(ge=0, le=1_000_000), GEHEEL]
Jaar = Annotated[int, Field(ge=1900, le=2099, description="Kalenderjaar", examples=[2026])]
Datum = Annotated[
    date,
    Field(description="Kalenderdag, JJJJ-MM-DD, van 1900 tot en met 2099"),
    BeforeValidator(_datum),
    WithJsonSchema({"type": "string", "format": "date"}),
]
UrenPerWeek = Annotated[
    Decimal,
    BeforeValidator(_uren),
    PlainSerializer(float, return_type=float, when_used="unless-none"),
    WithJsonSchema(
        {
            "type": "number",
            "minimum": 0.25,
            "maximum": MEESTE_UREN,
            "multipleOf": 0.25,
            "description": "Uren per week, in kwartieren",
        }
    ),
]
"""Hours a week in quarters; kept and sent as whole minutes (`shared/uren.py`)."""
Moment = Annotated[
    datetime,
    Field(description="Tijdstip (RFC 3339); een antwoord noemt het in UTC"),
    BeforeValidator(_moment),
    PlainSerializer(utc, return_type=str, when_used="json-unless-none"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment: any offset in, UTC with `Z` out."""
Gemeentecode = Annotated[
    str, StringConstraints(pattern=GEMEENTECODE, strict=True), Field(examples=["GM0090"])
]
KvkNummer = Annotated[
    str, StringConstraints(pattern=KVK_NUMMER, strict=True), Field(examples=["90000001"])
]
Code = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", strict=True),
    Field(examples=["prb"]),
]
Tekst80 = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80, strict=True),
    AfterValidator(_tekst),
    _LEESBAAR,
]
Tekst300 = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300, strict=True),
    AfterValidator(_tekst),
    _LEESBAAR,
]
Tekst2000 = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, strict=True),
    AfterValidator(_tekst),
    _LEESBAAR,
]
Vlag = Annotated[bool, Field(strict=True)]
Vraagvlag = Annotated[
    bool,
    Field(strict=True),
    BeforeValidator(lambda value: {"true": True, "false": False}.get(value, value)),
]
"""A flag in a query string: `true` or `false`, nothing that looks like it."""
Ref = UUID
"""A public identifier: a UUID."""


class RegelAntwoord(Schema):
    """A rule as an answer names it."""

    id: str = Field(description="Regel-id of wetsartikel", examples=["S-091"])
    bron: str = Field(description="Beleidsstuk en paragraaf, of de wet")
    parameter: Optioneel[str] = Field(None, description="De gebruikte waarde")
    geldig_vanaf: Optioneel[Datum] = Field(None, description="Eerste dag waarop de waarde geldt")

    @classmethod
    def of(cls, regel: Regel) -> "RegelAntwoord":
        """The rule as the API shows it."""
        return cls.build(
            id=regel.id,
            bron=regel.bron,
            parameter=regel.parameter,
            geldig_vanaf=regel.geldig_vanaf,
        )


class Problem(Schema):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int = Field(examples=[400])
    detail: str
    code: str = Field(description="Vaste code van het probleem", examples=["ongeldig"])
    invalid_params: Optioneel[list["InvalidParam"]] = None
    regels: Optioneel[list[RegelAntwoord]] = None


class InvalidParam(Schema):
    """One fault in a request."""

    name: str = Field(description="Veld, parameter of kop")
    code: str = Field(examples=["missing"])
    reason: str


_REFS: Final = "#/components/schemas/{model}"
PROBLEM_REF: Final = {"$ref": _REFS.format(model=Problem.__name__)}
"""How an error stands in a document; given as a reference, so that no route builds a validator for each error."""


def problem_schemas() -> dict[str, JsonSchemaValue]:
    """The schemas behind PROBLEM_REF, by name."""
    found = Problem.model_json_schema(by_alias=True, ref_template=_REFS, mode="serialization")
    return {**found.pop("$defs", {}), Problem.__name__: found}
