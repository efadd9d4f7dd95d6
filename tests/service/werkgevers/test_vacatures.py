"""Vacatures of outside senders over ASGI: versions, bytes, who sees what, and what the events say."""

import asyncio
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from sqlalchemy import select

from services.werkgevers.vacature import queries
from services.werkgevers.vacature.domain import VacatureNietGevonden, Zoekvraag
from services.werkgevers.vacature.models import Vacature
from services.werkgevers.vum.schemas import VumVacature
from shared.contracts.werkgevers import VacatureGeplaatst, VacatureGesloten, VacatureGewijzigd
from shared.tenancy import SYSTEEM, Caller
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest

VUM = Path(__file__).parents[4] / "shared" / "standards" / "vum"
PAD = "/vacatures"
ID = "wsp-2026.001"
DOCUMENT = {
    "idVacature": ID,
    "naamVacature": " Medewerker  broodlijn\t",
    "omschrijvingVacature": "Vroeg op;\u0000 spatie aan het eind ",
    "sluitingsdatumVacature": "2026-12-31",
    "adres": {"postcode": "8471ab"},
    "contractvorm": [
        {"codeTypeOvereenkomst": "02", "codeTypeArbeidscontract": "B"},
        {"codeTypeOvereenkomst": "01"},
        {"codeTypeArbeidscontract": "O"},
        {"codeTypeOvereenkomst": "02"},
    ],
    "werktijden": {"aantalWerkurenPerWeekMinimaal": 16, "aantalWerkurenPerWeekMaximaal": 32},
    "werkgever": {
        "handelsnaamOrganisatie": "Bakkerij De Stelling",
        "sector": [{}, {"codeSbi": 1071}],
        "contactpersoon": [{"naamContactpersoonAfdeling": "A. de Boer"}],
    },
}


def written(**change: Any) -> bytes:
    """A document as no JSON library would write it again."""
    body = {name: value for name, value in {**DOCUMENT, **change}.items() if value is not None}
    return b" " + json.dumps(body, indent=3).encode() + b"\r\n"


async def put(
    werkgevers: ServiceUnderTest, body: bytes, versie: int = 1, *, id_: str = ID, **params: str
) -> httpx.Response:
    return await werkgevers.client.put(
        f"{PAD}/{id_}",
        content=body,
        params={"versie": versie, **params},
        headers={"Content-Type": "application/json"},
    )


async def delete(werkgevers: ServiceUnderTest, versie: int, id_: str = ID) -> httpx.Response:
    return await werkgevers.client.delete(f"{PAD}/{id_}", params={"versie": versie})


async def events(werkgevers: ServiceUnderTest) -> list[tuple[str, str]]:
    """What was said since the start, as kind and gemeente."""
    return [(type(e.event).__name__[8:], e.gemeente) for e in await werkgevers.emitted()]


async def listed(werkgevers: ServiceUnderTest, **params: str) -> list[str]:
    answer = await werkgevers.client.get(PAD, params=params)
    assert answer.status_code == 200, answer.text
    return sorted(one["idVacature"] for one in answer.json()["results"])


async def test_a_vacature_comes_back_to_the_byte(werkgevers: ServiceUnderTest) -> None:
    body = written()
    answer = await put(werkgevers, body, 3)
    assert answer.status_code == 201
    made = answer.json()
    assert made == {
        "id": made["id"],
        "idVacature": ID,
        "versie": 3,
        "gemeenten": ["GM0090", "GM0098"],
        "resultaat": "geplaatst",
    }
    for name in (ID, made["id"]):
        read = await werkgevers.client.get(f"{PAD}/{name}")
        assert (read.status_code, read.content) == (200, body)
        assert read.headers["content-type"] == "application/json"


async def test_the_list_shows_what_was_taken_out_of_it(werkgevers: ServiceUnderTest) -> None:
    made = (await put(werkgevers, written())).json()
    [one] = (await werkgevers.client.get(PAD)).json()["results"]
    assert one == {
        "id": made["id"],
        "idVacature": ID,
        "versie": 1,
        "gemeenten": ["GM0090", "GM0098"],
        "geplaatstOp": "2026-11-24",
        "sluitingsdatum": "2026-12-31",
        "open": True,
        "naam": "Medewerker  broodlijn",
        "handelsnaam": "Bakkerij De Stelling",
        "sector": "1071",
        "postcodecijfers": "8471",
        "soortenOvereenkomst": ["01", "02"],
        "urenMin": 16.0,
        "urenMax": 32.0,
        "gewijzigdOp": "2026-11-24T12:00:00Z",
    }


async def test_events_name_no_employer_and_no_person(werkgevers: ServiceUnderTest) -> None:
    made = (await put(werkgevers, written(), gemeenten="GM0098")).json()
    [emitted] = await werkgevers.emitted()
    assert emitted.event == VacatureGeplaatst(
        gemeente="GM0098",
        vacature_id=made["id"],
        geplaatst_op=date(2026, 11, 24),
        soorten_overeenkomst=("01", "02"),
        minuten_min=960,
        minuten_max=1920,
        sluitingsdatum=date(2026, 12, 31),
        sector="1071",
        postcodecijfers="8471",
    )


async def test_versions(werkgevers: ServiceUnderTest) -> None:
    """Same version and bytes: nothing; other bytes or a lower version: 409; a higher one replaces."""
    first = await put(werkgevers, written(), 3)
    again = await put(werkgevers, written(), 3)
    assert (again.status_code, again.json()["resultaat"]) == (200, "ongewijzigd")
    other = await put(werkgevers, written() + b" ", 3)
    assert (other.status_code, other.json()["code"]) == (409, "versie-hergebruikt")
    elsewhere = await put(werkgevers, written(), 3, gemeenten="GM0098")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "versie-hergebruikt")
    older = await put(werkgevers, written(), 2)
    assert (older.status_code, older.json()["code"]) == (409, "verouderde-versie")
    higher = await put(werkgevers, written(naamVacature="Bakker"), 4)
    assert (higher.status_code, higher.json()["resultaat"]) == (200, "vervangen")
    assert higher.json()["id"] == first.json()["id"]
    assert (await werkgevers.client.get(f"{PAD}/{ID}")).json()["naamVacature"] == "Bakker"


async def test_withdrawal_and_what_may_follow_it(
    werkgevers: ServiceUnderTest, clock: FakeClock
) -> None:
    await put(werkgevers, written(), 3)
    assert (await delete(werkgevers, 2)).json()["code"] == "verouderde-versie"
    assert (await delete(werkgevers, 3)).json()["code"] == "versie-hergebruikt"
    for _ in range(2):
        gone = await delete(werkgevers, 4)
        assert (gone.status_code, gone.content) == (204, b"")
    assert (await werkgevers.client.get(f"{PAD}/{ID}")).status_code == 404
    assert await listed(werkgevers) == []
    assert (await put(werkgevers, written(), 3)).json()["code"] == "verouderde-versie"
    assert (await put(werkgevers, written(), 4)).json()["code"] == "versie-hergebruikt"
    assert (await put(werkgevers, written(), 5)).status_code == 201
    assert Counter(kind for kind, _ in await events(werkgevers)) == {"Geplaatst": 4, "Gesloten": 2}


async def test_a_withdrawal_forgets_what_the_vacature_said(werkgevers: ServiceUnderTest) -> None:
    await put(werkgevers, written())
    await delete(werkgevers, 2)
    async with werkgevers.uow.read(SYSTEEM) as session:
        [row] = (await session.scalars(select(Vacature))).all()
    assert (row.versie, row.document, row.naam, row.handelsnaam) == (2, None, None, None)


async def test_an_unknown_vacature(werkgevers: ServiceUnderTest) -> None:
    for answer in (await werkgevers.client.get(f"{PAD}/{ID}"), await delete(werkgevers, 1)):
        assert (answer.status_code, answer.json()["code"]) == (404, "vacature-niet-gevonden")


async def test_the_events_of_a_change(werkgevers: ServiceUnderTest) -> None:
    await put(werkgevers, written(), 1, gemeenten="GM0090")
    await put(werkgevers, written(naamVacature="Alleen een andere naam"), 2, gemeenten="GM0090")
    await put(werkgevers, written(sluitingsdatumVacature=None), 3, gemeenten="GM0090,GM0098")
    await put(werkgevers, written(sluitingsdatumVacature=None), 4, gemeenten="GM0098")
    assert await events(werkgevers) == [
        ("Geplaatst", "GM0090"),
        ("Gewijzigd", "GM0090"),
        ("Geplaatst", "GM0098"),
        ("Gesloten", "GM0090"),
    ]
    changed = (await werkgevers.emitted())[1].event
    closed = (await werkgevers.emitted())[3].event
    assert isinstance(changed, VacatureGewijzigd)
    assert changed.sluitingsdatum is None
    assert isinstance(closed, VacatureGesloten)
    assert closed.gesloten_op == date(2026, 11, 24)


async def test_of_two_at_once_with_one_version_one_wins(werkgevers: ServiceUnderTest) -> None:
    bodies = [written(naamVacature=f"Vacature {n}") for n in range(8)]
    answers = await asyncio.gather(*(put(werkgevers, body, 7) for body in bodies))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
    won = next(n for n, answer in enumerate(answers) if answer.status_code == 201)
    assert (await werkgevers.client.get(f"{PAD}/{ID}")).content == bodies[won]
    again = await asyncio.gather(*(put(werkgevers, bodies[won], 7) for _ in range(8)))
    assert {answer.status_code for answer in again} == {200}
    assert len(await werkgevers.emitted()) == 2


@pytest.mark.parametrize("id_", ["_bulk", "_x", "a" * 201, "a b", "a%2Fb", "é"])
async def test_an_id_that_cannot_be(werkgevers: ServiceUnderTest, id_: str) -> None:
    assert (await put(werkgevers, written(), id_=id_)).status_code in (404, 405)
    assert (await werkgevers.client.get(f"{PAD}/{id_}")).status_code in (404, 405)


@pytest.mark.parametrize("id_", ["%2E", "%2E%2E"])
async def test_a_path_of_dots_is_no_id(werkgevers: ServiceUnderTest, id_: str) -> None:
    assert (await werkgevers.client.get(f"{PAD}/{id_}")).status_code in (400, 404)


@pytest.mark.parametrize("id_", ["a", "a" * 200, "-", "...", "..a", "a_", "0"])
async def test_an_id_at_the_bounds(werkgevers: ServiceUnderTest, id_: str) -> None:
    assert (await put(werkgevers, written(idVacature=id_), id_=id_)).status_code == 201
    assert (await werkgevers.client.get(f"{PAD}/{id_}")).status_code == 200


async def test_the_content_is_that_of_the_address(werkgevers: ServiceUnderTest) -> None:
    answer = await put(werkgevers, written(), id_="ander")
    assert (answer.status_code, answer.json()["code"]) == (409, "id-wijkt-af")


async def test_all_faults_at_once(werkgevers: ServiceUnderTest) -> None:
    body = written(
        idVacature="",
        onbekend=1,
        sluitingsdatumVacature="2026-02-30",
        adres={},
        werktijden={"aantalWerkurenPerWeekMaximaal": 100},
        naamVacature=7,
    )
    answer = await put(werkgevers, body, 0, gemeenten="GM0090;GM0098")
    assert answer.status_code == 400
    assert {fault["name"] for fault in answer.json()["invalidParams"]} == {
        "idVacature",
        "onbekend",
        "sluitingsdatumVacature",
        "adres.postcode",
        "werktijden.aantalWerkurenPerWeekMaximaal",
        "naamVacature",
        "versie",
        "gemeenten",
    }
    assert "7" not in answer.text.replace("2017", "")


async def test_a_version_is_asked_for(werkgevers: ServiceUnderTest) -> None:
    for answer in (
        await werkgevers.client.put(f"{PAD}/{ID}", json=DOCUMENT),
        await werkgevers.client.delete(f"{PAD}/{ID}"),
    ):
        assert answer.status_code == 400
        assert [fault["name"] for fault in answer.json()["invalidParams"]] == ["versie"]


async def test_a_gemeente_of_nobody(werkgevers: ServiceUnderTest) -> None:
    answer = await put(werkgevers, written(), gemeenten="GM0090,GM0363")
    assert (answer.status_code, answer.json()["code"]) == (403, "gemeente-niet-toegestaan")
    assert await werkgevers.emitted() == []


async def test_only_a_caller_of_one_of_its_gemeenten_sees_a_vacature(
    werkgevers: ServiceUnderTest,
) -> None:
    made = (await put(werkgevers, written(), gemeenten="GM0098")).json()
    found = []
    for gemeente in ("GM0090", "GM0098"):
        caller = Caller("ander", frozenset({gemeente}))
        async with werkgevers.uow.read(caller) as session:
            rows = (await session.scalars(queries.alle(Zoekvraag()))).all()
            found.append([str(row.id) for row in rows])
            for name in (ID, made["id"] if gemeente == "GM0090" else "00000000"):
                with pytest.raises(VacatureNietGevonden):
                    await queries.document(session, "ander", name)
    assert found == [[], [made["id"]]]


async def test_two_senders_may_use_the_same_id(werkgevers: ServiceUnderTest) -> None:
    await put(werkgevers, written())
    async with werkgevers.uow.read(Caller("ander", frozenset({"GM0098"}))) as session:
        assert await queries.op_slot(session, "ander", ID) is None


async def test_filters(werkgevers: ServiceUnderTest, clock: FakeClock) -> None:
    async def one(id_: str, *, gemeenten: str = "GM0090", **change: Any) -> None:
        answer = await put(
            werkgevers, written(idVacature=id_, **change), id_=id_, gemeenten=gemeenten
        )
        assert answer.status_code == 201, answer.text

    kaal: dict[str, Any] = dict.fromkeys(
        ("contractvorm", "werktijden", "werkgever", "sluitingsdatumVacature")
    )
    await one("a")
    await one(
        "b", gemeenten="GM0098", sector={"codeSbi": 41201}, sluitingsdatumVacature="2026-11-24"
    )
    await one("c", sluitingsdatumVacature="2026-11-23")
    await one("d", **kaal)
    assert await listed(werkgevers) == ["a", "b", "c", "d"]
    assert await listed(werkgevers, open="true") == ["a", "b", "d"]
    assert await listed(werkgevers, open="false") == ["c"]
    assert await listed(werkgevers, sector="41") == ["b"]
    assert await listed(werkgevers, soortOvereenkomst="02") == ["a", "b", "c"]
    assert await listed(werkgevers, soortOvereenkomst="03") == []
    assert await listed(werkgevers, uren="15") == ["d"]
    assert await listed(werkgevers, uren="16") == ["a", "b", "c", "d"]
    assert await listed(werkgevers, uren="32") == ["a", "b", "c", "d"]
    assert await listed(werkgevers, uren="33") == ["d"]
    assert await listed(werkgevers, gemeente="GM0098") == ["b"]
    bad = {"open": "ja", "uren": "0", "soortOvereenkomst": "05", "sector": "x", "gemeente": "1"}
    answer = await werkgevers.client.get(PAD, params=bad)
    assert {fault["name"] for fault in answer.json()["invalidParams"]} == set(bad)


def _official(name: str) -> Any:
    if not (VUM / name).exists():
        pytest.skip(f"needs shared/standards/vum/{name} beside the checkout")
    return json.loads((VUM / name).read_text("utf-8"))


async def test_the_50_vacatures_of_the_standard_come_back_to_the_byte(
    werkgevers: ServiceUnderTest,
) -> None:
    vacatures = _official("vacatures-50.json")
    assert len(vacatures) == 50
    made = Counter[int]()
    for vacature in vacatures:
        body = json.dumps(vacature, indent=1, ensure_ascii=False).encode()
        id_ = vacature["idVacature"]
        answer = await put(werkgevers, body, id_=id_)
        made[answer.status_code] += 1
        assert (await werkgevers.client.get(f"{PAD}/{id_}")).content == body
    # one of them stands in the set more than once, word for word
    distinct = len({vacature["idVacature"] for vacature in vacatures})
    assert made == {201: distinct, 200: 50 - distinct}


def _fields(schema: Any, defs: Any, path: str = "") -> dict[str, str]:
    """Every field of a JSON Schema with its bounds, texts left out."""
    while "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    found: dict[str, str] = {}
    if schema.get("type") == "object":
        found[path] = f"{sorted(schema.get('required', ()))} {schema['additionalProperties']}"
        for name, part in schema["properties"].items():
            found |= _fields(part, defs, f"{path}.{name}")
    elif schema.get("type") == "array":
        found |= _fields(schema["items"], defs, f"{path}[]")
    else:
        bounds = ("type", "format", "enum", "const", "maxLength", "minimum", "maximum", "pattern")
        said = {name: schema[name] for name in bounds if name in schema}
        if "enum" in said:
            said["enum"] = sorted(said["enum"])
        found[path] = json.dumps(said, sort_keys=True)
    return found


def test_our_schema_says_what_the_official_one_says() -> None:
    official = _official("vacature.schema.json")
    ours = VumVacature.model_json_schema(by_alias=True)
    theirs = _fields(official, official["$defs"])
    mine = _fields(ours, ours["$defs"])
    # an id in an address has at least one sign; a code of ten digits is one pattern here, two bounds there
    differ = {path for path in {*theirs, *mine} if theirs.get(path) != mine.get(path)}
    assert differ == {".idVacature", ".opleiding[].codeOpleidingsnaam"}


@pytest.mark.parametrize(
    "change",
    [
        {"rijbewijs": [{"codeSoortRijbewijs": "Z"}]},
        {"opleiding": [{"indicatieDiploma": 3}]},
        {"opleiding": [{"indicatieDiploma": True}]},
        {"taalbeheersing": [{"codeTaal": "NL"}]},
        {"adres": {"postcode": "8471 AB"}},
        {"werkervaring": [{"aantalJarenWerkzaamInBeroep": "9"}]},
        {"werkgever": {"contactpersoon": [{"telefoonnummer": ["0" * 15]}]}},
        {"codeWerkEnDenkniveauMinimaal": 7},
        {"beroep": {"codeBeroepsnaam": "x" * 201}},
        {"flexibiliteit": {"datumEindeBeschikbaarVoorWerk": "20261231"}},
        {"werktijden": {"eigen": 1}},
        {"contractvorm": {}},
    ],
)
async def test_what_the_official_schema_refuses_is_refused(
    werkgevers: ServiceUnderTest, change: dict[str, Any]
) -> None:
    document = {"idVacature": ID, **change}
    assert (await put(werkgevers, json.dumps(document).encode())).status_code == 400
    checker = jsonschema.FormatChecker()
    official = _official("vacature.schema.json")
    assert not jsonschema.Draft202012Validator(official, format_checker=checker).is_valid(document)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"idVacature": NaN}', b"\xff{}", b"null"])
async def test_what_is_no_document(werkgevers: ServiceUnderTest, body: bytes) -> None:
    assert (await put(werkgevers, body)).status_code == 400
