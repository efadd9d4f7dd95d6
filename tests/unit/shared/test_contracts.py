"""What may travel: every field of every contract has a class with bounds (decisions 16 and 17)."""

import importlib
import json
import types
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

import jsonschema
import msgspec
import pytest

from shared.bus.port import Message
from shared.contracts import CONTRACTS, DECODERS
from shared.events import (
    GROOTSTE_EVENT,
    Aantal,
    Centen,
    Code,
    Dag,
    Event,
    EventTooLarge,
    Received,
    Ref,
    Undecodable,
    Vlag,
    decode,
    encode,
)
from tests.contract.proef import PERSONEN, inwoner, message

EVENTS = Path(__file__).parents[2] / "contract" / "events"
SCHEMA = Path(__file__).parents[4] / "shared" / "standards" / "cloudevents-1.0.schema.json"
KLASSEN: dict[type, set[str]] = {
    str: {"ref", "code"},
    int: {"bedrag", "aantal"},
    date: {"datum"},
    bool: {"vlag"},
}
LONGEST = 40


def faults(struct: type[msgspec.Struct]) -> Iterator[str]:
    """The fields of a contract, nested ones too, that do not say what they hold or have no bounds."""
    for field in msgspec.structs.fields(struct):
        for fault in _faults_of(field.type):
            yield f"{struct.__name__}.{field.name}: {fault}"


def _faults_of(kind: Any) -> Iterator[str]:
    plain, meta = _parts(kind)
    origin = get_origin(plain)
    if origin in (Union, types.UnionType):
        for part in get_args(plain):
            yield from () if part is type(None) else _faults_of(part)
    elif origin in (tuple, list):
        yield from () if meta.max_length else ("a list without a longest length",)
        yield from _faults_of(get_args(plain)[0])
    elif isinstance(plain, type) and issubclass(plain, msgspec.Struct):
        yield from faults(plain)
    elif fault := _fault_of_value(plain, meta):
        yield fault


def _fault_of_value(plain: Any, meta: msgspec.Meta) -> str | None:
    if get_origin(plain) is Literal:
        short = all(isinstance(v, str) and len(v) <= LONGEST for v in get_args(plain))
        return None if short else "a value of the enumeration is no short text"
    if (meta.extra or {}).get("klasse") not in KLASSEN.get(plain, set()):
        return f"{plain} without a class"
    if plain is str and not _is_short(meta.pattern):
        return "text without a short pattern"
    if plain is int and (meta.ge is None or meta.le is None):
        return "a number without bounds"
    return None


def _parts(kind: Any) -> tuple[Any, msgspec.Meta]:
    if get_origin(kind) is not Annotated:
        return kind, msgspec.Meta()
    plain, meta = get_args(kind)
    return plain, meta


def _is_short(pattern: str | None) -> bool:
    if pattern is None or not pattern.startswith("^") or "$" not in pattern:
        return False
    longest = importlib.import_module("re._parser").parse(pattern).getwidth()[1]
    return int(longest) <= LONGEST


@pytest.mark.parametrize("type_", CONTRACTS)
def test_every_field_of_a_contract_has_a_class_and_bounds(type_: str) -> None:
    assert list(faults(CONTRACTS[type_])) == []


class Nested(msgspec.Struct):
    toelichting: str


class Planted(Event, frozen=True, kw_only=True):
    """A contract with everything that must not travel."""

    PUBLISHER: ClassVar[str] = "intake"
    NAME: ClassVar[str] = "geplant"
    KEY: ClassVar[str] = "goed"
    SUBJECT: ClassVar[str] = "goed"

    goed: Ref
    ook_goed: Annotated[tuple[Code, ...], msgspec.Meta(max_length=3)] = ()
    kort: Literal["a", "b"] | None = None
    tekst: str
    misschien: str | None = None
    lang: Annotated[str, msgspec.Meta(pattern=r"^.{1,41}$", extra={"klasse": "code"})]
    los: Annotated[str, msgspec.Meta(pattern=r"[a-z]{1,3}", extra={"klasse": "code"})]
    zonder_klasse: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{1,3}$")]
    getal: Annotated[int, msgspec.Meta(extra={"klasse": "aantal"})]
    dag: date
    breuk: float
    vrij: dict[str, str]
    lijst: tuple[Code, ...]
    diep: Annotated[tuple[Nested, ...], msgspec.Meta(max_length=3)]
    keuze: Annotated[str, msgspec.Meta(extra={"klasse": "vlag"})]


def test_the_walk_finds_everything_in_a_planted_contract() -> None:
    found = {fault.split(":")[0] for fault in faults(Planted)}
    bad = "tekst misschien lang los zonder_klasse getal dag breuk vrij lijst diep keuze"
    assert found == {f"Planted.{name}" for name in bad.split()}


def test_each_class_of_field_passes_the_walk() -> None:
    fields = {
        "ref": Ref,
        "code": Code,
        "bedrag": Centen,
        "aantal": Aantal,
        "dag": Dag,
        "vlag": Vlag,
    }
    assert list(faults(msgspec.defstruct("Alles", list(fields.items())))) == []


def test_a_contract_belongs_to_one_type_and_names_its_key_and_subject() -> None:
    for type_, contract in CONTRACTS.items():
        names = {field.name for field in msgspec.structs.fields(contract)}
        assert {contract.KEY, contract.SUBJECT, "gemeente"} <= names
        assert type_ == f"nl.participatie.{contract.PUBLISHER}.{contract.NAME}.v{contract.VERSION}"


def _golden(type_: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EVENTS / f"{type_}.json").read_text(encoding="utf-8"))
    return read


def _message(golden: dict[str, Any]) -> Message:
    outside = {"data", "partitionkey", "datacontenttype"}
    headers = [(f"ce_{k}", str(v).encode()) for k, v in golden.items() if k not in outside]
    headers.append(("content-type", golden["datacontenttype"].encode()))
    return Message(0, golden["partitionkey"].encode(), headers, json.dumps(golden["data"]).encode())


def _decode(read: Message) -> Received[Any] | None:
    return decode(read.key, dict(read.headers), read.value, DECODERS)


def test_every_contract_has_a_golden_event_and_none_was_taken_away() -> None:
    assert {file.stem for file in EVENTS.glob("*.json")} == set(CONTRACTS)


@pytest.mark.parametrize("type_", CONTRACTS)
def test_a_golden_event_is_read_and_written_as_it_was(type_: str) -> None:
    golden = _golden(type_)
    received = _decode(_message(golden))
    assert received is not None
    assert type(received.event) is CONTRACTS[type_]
    assert json.loads(encode(received.event)) == golden["data"]
    assert (received.key, received.subject) == (golden["partitionkey"], golden["subject"])


@pytest.mark.parametrize("type_", CONTRACTS)
def test_a_later_version_with_more_fields_is_still_read(type_: str) -> None:
    golden = _golden(type_)
    golden["data"]["nieuwVeld"] = {"wat": ["later", 1, None]}
    assert _decode(_message(golden)) is not None


def test_the_envelope_is_a_cloud_event() -> None:
    if not SCHEMA.exists():
        pytest.skip("needs shared/standards/cloudevents-1.0.schema.json beside the checkout")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    checker = jsonschema.FormatChecker()
    headers = dict(message(inwoner()).headers)
    event = {name.removeprefix("ce_"): value.decode() for name, value in headers.items()}
    event["datacontenttype"] = event.pop("content-type")
    for candidate in (event, *map(_golden, CONTRACTS)):
        jsonschema.validate(candidate, schema, format_checker=checker)
        assert all(name.isascii() and name.isalnum() and name.islower() for name in candidate)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(event | {"id": ""}, schema)


def test_a_payload_of_exactly_64_kb_may_travel_and_one_byte_more_may_not() -> None:
    empty = len(encode(inwoner(persoon="")))
    fits = inwoner(persoon="x" * (GROOTSTE_EVENT - empty))
    assert len(encode(fits)) == GROOTSTE_EVENT == 65_536
    with pytest.raises(EventTooLarge):
        encode(inwoner(persoon="x" * (GROOTSTE_EVENT - empty + 1)))


def test_a_message_is_received_with_what_its_envelope_says() -> None:
    received = _decode(message(inwoner(PERSONEN[5], versie=3), sequence=8))
    assert received is not None
    assert (received.key, received.subject, received.sequence) == (PERSONEN[5], PERSONEN[5], 8)
    assert (received.gemeente, received.event) == ("GM0090", inwoner(PERSONEN[5], versie=3))


def _changed(**changes: Any) -> Message:
    """A good message with other headers (None: left out), another key or another value."""
    good = message(inwoner())
    headers: dict[str, bytes | None] = dict(good.headers)
    headers |= {name: value for name, value in changes.items() if name.startswith("ce_")}
    kept = [(name, value) for name, value in headers.items() if value is not None]
    return Message(0, changes.get("key", good.key), kept, changes.get("value", good.value))


def _body(**changes: Any) -> bytes:
    return json.dumps(json.loads(encode(inwoner())) | changes).encode()


UNREADABLE = {
    "no id": _changed(ce_id=None),
    "an id that is no UUID": _changed(ce_id=b"1"),
    "no type": _changed(ce_type=None),
    "a type that is no text": _changed(ce_type=b"\xff"),
    "no sequence": _changed(ce_sequence=None),
    "a sequence that is no number": _changed(ce_sequence=b"een"),
    "a sequence of nothing": _changed(ce_sequence=b"0"),
    "a sequence no column can hold": _changed(ce_sequence=b"9" * 30),
    "a sequence of 5000 digits": _changed(ce_sequence=b"9" * 5000),
    "a time that is none": _changed(ce_time=b"gisteren"),
    "a time without an offset": _changed(ce_time=b"2026-03-02T09:30:00"),
    "a key that is no text": _changed(key=b"\xff"),
    "a key that is not the one inside": _changed(key=b"\0"),
    "no key": _changed(key=None),
    "a subject that is not the one inside": _changed(ce_subject=PERSONEN[1].encode()),
    "a gemeente that is not the one inside": _changed(ce_gemeente=b"GM0098"),
    "no body": _changed(value=None),
    "no JSON": _changed(value=b"{"),
    "another shape": _changed(value=b"[]"),
    "a field that is missing": _changed(value=b'{"gemeente": "GM0090"}'),
    "a null": _changed(value=_body(versie=None)),
    "a text for a number": _changed(value=_body(versie="1")),
    "a number above its bound": _changed(value=_body(versie=10**7)),
    "a value outside the enumeration": _changed(value=_body(uitkeringSoort="bbz")),
    "a reference of another form": _changed(value=_body(persoonRef="x")),
    "a code with a line end": _changed(value=_body(postcodecijfers="9203\n")),
    "a code with a NUL": _changed(value=_body(postcodecijfers="92\0")),
    "a reference with a line end": _changed(value=_body(huishoudenRef=PERSONEN[0] + "\n")),
    "a gemeente with a line end": _changed(
        value=_body(gemeente="GM0090\n"), ce_gemeente=b"GM0090\n"
    ),
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_what_breaks_the_contract_is_undecodable(fault: str) -> None:
    with pytest.raises(Undecodable) as broken:
        _decode(UNREADABLE[fault])
    assert (broken.value.event_id is None) == (fault in {"no id", "an id that is no UUID"})


def test_a_realisatie_is_of_an_invoice_or_of_a_betaalopdracht() -> None:
    golden = _golden("nl.participatie.budget.realisatie-geboekt.v1")
    ids = {"factuurId": PERSONEN[1], "betaalopdrachtId": PERSONEN[2]}
    for left_out in ids:
        one_of_two = golden | {"data": golden["data"] | ids | {left_out: None}}
        assert _decode(_message(one_of_two)) is not None
    for wrong in (ids, dict.fromkeys(ids)):
        with pytest.raises(Undecodable):
            _decode(_message(golden | {"data": golden["data"] | wrong}))


def test_the_reason_never_repeats_what_was_sent() -> None:
    secret = "123456782"
    for value in (_body(postcodecijfers=secret + " "), _body(versie=secret), secret.encode()):
        with pytest.raises(Undecodable) as broken:
            _decode(_changed(value=value))
        assert secret not in str(broken.value)


def test_a_type_without_a_contract_is_skipped_whatever_it_holds() -> None:
    assert _decode(_changed(ce_type=b"nl.participatie.intake.later.v9", value=b"{")) is None
