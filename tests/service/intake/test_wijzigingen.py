"""What the kernapplicatie reports about an inwoner: each fact once, as one event (decision 47)."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx import Response

from shared.contracts.intake import (
    HuishoudenGewijzigd,
    InwonerEvent,
    InwonerOverleden,
    InwonerVertrokken,
    UitkeringBeeindigd,
    UitkeringBegonnen,
)
from shared.testing.service import ServiceUnderTest

HUIS = "01990000-0000-7000-8000-0000000000bb"
BEGIN = {"soort": "ioaw", "vanaf": "2027-01-01"}
EINDE = {"beeindigdOp": "2026-12-31", "reden": "werk"}
WIJZIGINGEN: dict[
    str, tuple[dict[str, Any], dict[str, Any], type[InwonerEvent], dict[str, Any]]
] = {
    "_verhuizen": (
        {"vertrokkenOp": "2026-12-01"},
        {"vertrokkenOp": "2026-12-01"},
        InwonerVertrokken,
        {"vertrokken_op": date(2026, 12, 1)},
    ),
    "_overlijden": (
        {"overledenOp": "2026-11-24"},
        {"overledenOp": "2026-11-24"},
        InwonerOverleden,
        {"overleden_op": date(2026, 11, 24)},
    ),
    "_uitkering": (
        BEGIN,
        {"uitkeringSoort": "ioaw", "uitkeringVanaf": "2027-01-01"},
        UitkeringBegonnen,
        {"uitkering_soort": "ioaw", "vanaf": date(2027, 1, 1)},
    ),
    "_uitkering ": (
        EINDE,
        {"uitkeringTot": "2026-12-31"},
        UitkeringBeeindigd,
        {
            "uitkering_soort": "participatiewet",
            "beeindigd_op": date(2026, 12, 31),
            "reden": "werk",
        },
    ),
    "_huishouden": (
        {"huishoudenRef": HUIS, "vanaf": "2026-11-01"},
        {"huishoudenRef": HUIS, "huishoudenVanaf": "2026-11-01"},
        HuishoudenGewijzigd,
        {"huishouden_ref": HUIS, "vanaf": date(2026, 11, 1)},
    ),
}


async def registreer(intake: ServiceUnderTest, **changes: Any) -> dict[str, Any]:
    body = {
        "gemeente": "GM0090",
        "geboortedatum": "1990-05-01",
        "uitkeringSoort": "participatiewet",
        "uitkeringVanaf": "2024-01-01",
    }
    kept = {name: value for name, value in (body | changes).items() if value is not None}
    headers = {"Idempotency-Key": str(uuid4())}
    answer = await intake.client.post("/inwoners", json=kept, headers=headers)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def meld(
    intake: ServiceUnderTest, ref: str, wat: str, body: Any, key: str | None = None
) -> Response:
    headers = {"Idempotency-Key": key or str(uuid4())}
    return await intake.client.post(f"/inwoners/{ref}/{wat.strip()}", json=body, headers=headers)


@pytest.mark.parametrize("wat", WIJZIGINGEN)
async def test_a_fact_changes_the_inwoner_and_is_told_once(
    intake: ServiceUnderTest, wat: str
) -> None:
    body, shown, event, told = WIJZIGINGEN[wat]
    made = await registreer(intake)
    ref = made["persoonRef"]
    answer = await meld(intake, ref, wat, body, "een")
    assert answer.status_code == 200, answer.text
    assert answer.json() == {**made, **shown, "versie": 2}
    assert (await intake.client.get(f"/inwoners/{ref}")).json() == answer.json()
    again = await meld(intake, ref, wat, body, "een")
    assert (again.status_code, again.content) == (200, answer.content)
    assert again.headers["idempotent-replayed"] == "true"
    _, emitted = await intake.emitted()
    assert (emitted.key, emitted.subject) == (ref, ref)
    assert emitted.event == event(gemeente="GM0090", persoon_ref=ref, versie=2, **told)


async def test_geheimhouding_is_kept_and_not_told(intake: ServiceUnderTest) -> None:
    made = await registreer(intake)
    ref = made["persoonRef"]
    answer = await meld(intake, ref, "_geheimhouding", {"geheimhouding": True})
    assert answer.json() == {**made, "geheimhouding": True, "versie": 2}
    off = await meld(intake, ref, "_geheimhouding", {"geheimhouding": False})
    assert (off.json()["geheimhouding"], off.json()["versie"]) == (False, 3)
    assert len(await intake.emitted()) == 1


async def test_a_benefit_after_a_benefit(intake: ServiceUnderTest) -> None:
    ref = (await registreer(intake))["persoonRef"]
    assert (await meld(intake, ref, "_uitkering", EINDE)).status_code == 200
    twice = await meld(intake, ref, "_uitkering", EINDE)
    assert (twice.status_code, twice.json()["code"]) == (409, "geen-uitkering")
    new = (await meld(intake, ref, "_uitkering", BEGIN)).json()
    assert (new["uitkeringSoort"], new["uitkeringVanaf"], new["versie"]) == (
        "ioaw",
        "2027-01-01",
        3,
    )
    assert "uitkeringTot" not in new


async def test_a_benefit_for_someone_without(intake: ServiceUnderTest) -> None:
    made = await registreer(intake, uitkeringSoort="geen", uitkeringVanaf=None)
    none = await meld(intake, made["persoonRef"], "_uitkering", EINDE)
    assert (none.status_code, none.json()["code"]) == (409, "geen-uitkering")
    begun = await meld(intake, made["persoonRef"], "_uitkering", BEGIN)
    assert begun.json()["uitkeringSoort"] == "ioaw"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"soort": "ioaw"},
        {"vanaf": "2026-01-01"},
        {"beeindigdOp": "2026-01-01"},
        {"reden": "werk"},
        BEGIN | EINDE,
        BEGIN | {"reden": "werk"},
        EINDE | {"vanaf": "2026-01-01"},
        {"beeindigdOp": "2023-12-31", "reden": "werk"},
    ],
)
async def test_a_benefit_neither_begun_nor_ended(
    intake: ServiceUnderTest, body: dict[str, str]
) -> None:
    made = await registreer(intake)
    answer = await meld(intake, made["persoonRef"], "_uitkering", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "uitkering-tegenstrijdig")
    assert (await intake.client.get(f"/inwoners/{made['persoonRef']}")).json() == made
    assert len(await intake.emitted()) == 1


@pytest.mark.parametrize(
    ("wat", "body", "code"),
    [
        ("_verhuizen", {"vertrokkenOp": "1990-04-30"}, "datum-voor-geboorte"),
        ("_overlijden", {"overledenOp": "2026-11-25"}, "datum-in-toekomst"),
        ("_huishouden", {"huishoudenRef": HUIS, "vanaf": "2026-11-25"}, "datum-in-toekomst"),
    ],
)
async def test_facts_that_cannot_be(
    intake: ServiceUnderTest, wat: str, body: dict[str, str], code: str
) -> None:
    made = await registreer(intake)
    answer = await meld(intake, made["persoonRef"], wat, body)
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert len(await intake.emitted()) == 1


async def test_after_death_only_what_came_before(intake: ServiceUnderTest) -> None:
    ref = (await registreer(intake))["persoonRef"]
    dood = {"overledenOp": "2026-11-20"}
    assert (await meld(intake, ref, "_overlijden", dood)).status_code == 200
    for wat, body in (
        ("_overlijden", dood),
        ("_verhuizen", {"vertrokkenOp": "2026-11-21"}),
        ("_uitkering", {"soort": "ioaw", "vanaf": "2026-11-21"}),
    ):
        answer = await meld(intake, ref, wat, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "al-overleden")
    late = await meld(intake, ref, "_uitkering", {"soort": "ioaw", "vanaf": "2026-11-20"})
    assert late.status_code == 200
    assert (await meld(intake, ref, "_uitkering", EINDE)).status_code == 200


async def test_after_leaving_only_what_came_before(intake: ServiceUnderTest) -> None:
    ref = (await registreer(intake))["persoonRef"]
    weg = {"vertrokkenOp": "2026-11-01"}
    assert (await meld(intake, ref, "_verhuizen", weg)).status_code == 200
    for wat, body in (
        ("_verhuizen", {"vertrokkenOp": "2026-10-01"}),
        ("_uitkering", {"soort": "ioaw", "vanaf": "2026-11-01"}),
    ):
        answer = await meld(intake, ref, wat, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "al-vertrokken")
    late = await meld(intake, ref, "_uitkering", {"soort": "ioaw", "vanaf": "2026-10-31"})
    assert late.status_code == 200
    dood = await meld(intake, ref, "_overlijden", {"overledenOp": "2026-11-10"})
    assert dood.json()["versie"] == 4


@pytest.mark.parametrize(
    ("wat", "eerst", "dan", "shown", "told"),
    [
        (
            "_verhuizen",
            {"vertrokkenOp": "2026-12-01"},
            {"vertrokkenOp": "2026-11-01"},
            {"vertrokkenOp": "2026-11-01"},
            {"vertrokken_op": date(2026, 11, 1)},
        ),
        (
            "_overlijden",
            {"overledenOp": "2026-11-20"},
            {"overledenOp": "2026-11-22"},
            {"overledenOp": "2026-11-22"},
            {"overleden_op": date(2026, 11, 22)},
        ),
        (
            "_uitkering",
            EINDE,
            {"beeindigdOp": "2026-11-30", "reden": "verhuizing"},
            {"uitkeringTot": "2026-11-30"},
            {"beeindigd_op": date(2026, 11, 30), "reden": "verhuizing"},
        ),
        (
            "_uitkering",
            BEGIN,
            {"soort": "ioaw", "vanaf": "2027-02-01"},
            {"uitkeringVanaf": "2027-02-01"},
            {"vanaf": date(2027, 2, 1)},
        ),
    ],
)
async def test_a_wrong_date_is_put_right_and_told_anew(
    intake: ServiceUnderTest,
    wat: str,
    eerst: dict[str, str],
    dan: dict[str, str],
    shown: dict[str, str],
    told: dict[str, Any],
) -> None:
    ref = (await registreer(intake))["persoonRef"]
    first = (await meld(intake, ref, wat, eerst)).json()
    right = await meld(intake, ref, wat, dan | {"correctie": True})
    assert right.json() == first | shown | {"versie": 3}
    event = (await intake.emitted())[-1].event
    assert {"versie": 3, **told}.items() <= {
        f: getattr(event, f) for f in event.__struct_fields__
    }.items()


@pytest.mark.parametrize(
    ("wat", "body"),
    [
        ("_verhuizen", {"vertrokkenOp": "2026-12-01"}),
        ("_overlijden", {"overledenOp": "2026-11-20"}),
        ("_uitkering", EINDE),
    ],
)
async def test_what_was_never_said_cannot_be_put_right(
    intake: ServiceUnderTest, wat: str, body: dict[str, str]
) -> None:
    ref = (await registreer(intake))["persoonRef"]
    answer = await meld(intake, ref, wat, body | {"correctie": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "niets-te-corrigeren")
    off = await meld(intake, ref, wat, body | {"correctie": False})
    assert off.status_code == 200


@pytest.mark.parametrize("body", [{}, BEGIN | EINDE])
async def test_unknown_comes_before_what_does_not_hold_together(
    intake: ServiceUnderTest, body: dict[str, str]
) -> None:
    answer = await meld(intake, str(uuid4()), "_uitkering", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "inwoner-niet-gevonden")


@pytest.mark.parametrize("wat", [*WIJZIGINGEN, "_geheimhouding"])
async def test_an_unknown_inwoner_and_bad_input(intake: ServiceUnderTest, wat: str) -> None:
    good = WIJZIGINGEN[wat][0] if wat in WIJZIGINGEN else {"geheimhouding": True}
    unknown = await meld(intake, str(UUID(int=7)), wat, good)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "inwoner-niet-gevonden")
    wrong = await meld(intake, str(uuid4()), wat, dict.fromkeys(good, "x") | {"bsn": "1"})
    assert wrong.status_code == 400
    named = {fault["name"] for fault in wrong.json()["invalidParams"]}
    assert named == {*good, "bsn"}
    keyless = await intake.client.post(f"/inwoners/{uuid4()}/{wat.strip()}", json=good)
    assert keyless.status_code == 400
