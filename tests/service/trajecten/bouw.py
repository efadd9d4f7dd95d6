"""Events and requests with defaults: everything in order unless a test says otherwise."""

from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from shared.contracts.intake import DiagnoseVastgesteld, InwonerEvent, InwonerGeregistreerd
from shared.testing.service import ServiceUnderTest

E = TypeVar("E", bound=InwonerEvent)

FEITEN = {
    "eigenAanvraag": True,
    "planMetDoelen": True,
    "toestemmingCollege": True,
    "deelVanActieplan": True,
}


def een_inwoner(persoon_ref: str, **anders: Any) -> InwonerGeregistreerd:
    """A person of Smallingerland on a benefit."""
    return InwonerGeregistreerd(
        **{
            "gemeente": "GM0090",
            "persoon_ref": persoon_ref,
            "versie": 1,
            "geboortedatum": date(1990, 5, 1),
            "uitkering_soort": "participatiewet",
            **anders,
        }
    )


def een_diagnose(persoon_ref: str, **anders: Any) -> DiagnoseVastgesteld:
    """A diagnose with a short distance."""
    return DiagnoseVastgesteld(
        **{
            "gemeente": "GM0090",
            "persoon_ref": persoon_ref,
            "diagnose_id": str(uuid4()),
            "trede": 5,
            "afstand": "kort",
            "vastgesteld_op": date(2023, 2, 1),
            **anders,
        }
    )


async def een_persoon(dienst: ServiceUnderTest, **diagnose: Any) -> str:
    """A person whose diagnose is known; gives the persoonRef."""
    persoon_ref = str(uuid4())
    gemeente = diagnose.get("gemeente", "GM0090")
    await dienst.receive(
        een_inwoner(persoon_ref, gemeente=gemeente), een_diagnose(persoon_ref, **diagnose)
    )
    return persoon_ref


def een_prb(persoon_ref: str, **anders: Any) -> dict[str, Any]:
    """A request for a PRB; a field that is None is left out."""
    body = {
        "gemeente": "GM0090",
        "persoonRef": persoon_ref,
        "product": "prb",
        "bedragCenten": 250_000,
        "startdatum": "2023-04-01",
        "einddatum": "2023-06-30",
        "besluitdatum": "2023-03-01",
        "feiten": FEITEN,
        **anders,
    }
    return {naam: waarde for naam, waarde in body.items() if waarde is not None}


async def vraag(dienst: ServiceUnderTest, body: dict[str, Any], **headers: str) -> httpx.Response:
    """POST a request under a key of its own."""
    kop = {"Idempotency-Key": str(uuid4()), **headers}
    return await dienst.client.post("/toekenningen", json=body, headers=kop)


async def een_toekenning(dienst: ServiceUnderTest, **anders: Any) -> dict[str, Any]:
    """A PRB that was asked for."""
    answer = await vraag(dienst, een_prb(await een_persoon(dienst), **anders))
    assert answer.status_code == 201, answer.text
    gevonden: dict[str, Any] = answer.json()
    return gevonden


async def zet(dienst: ServiceUnderTest, id_: str, stap: str, **body: str) -> httpx.Response:
    """POST an operation on a toekenning."""
    return await dienst.client.post(f"/toekenningen/{id_}/{stap}", json=body)


async def toestand(dienst: ServiceUnderTest, id_: str) -> dict[str, Any]:
    """A toekenning as the API shows it."""
    gevonden: dict[str, Any] = (await dienst.client.get(f"/toekenningen/{id_}")).json()
    return gevonden


async def gezegd(dienst: ServiceUnderTest) -> list[str]:
    """The names of all events in the outbox, in order."""
    return [type(received.event).__name__ for received in await dienst.emitted()]


def een_feit(kind: type[E], persoon_ref: str, versie: int, **velden: Any) -> E:
    """A change of a person that intake tells."""
    wie = {"gemeente": "GM0090", "persoon_ref": persoon_ref, "versie": versie}
    return kind(**{**wie, **velden})


async def begin_plaatsing(
    dienst: ServiceUnderTest, persoon_ref: str, **anders: Any
) -> httpx.Response:
    """POST a job of 24 hours a week for six months; a field that is None is left out."""
    body = {
        "gemeente": "GM0090",
        "persoonRef": persoon_ref,
        "kvkNummer": "01234567",
        "soortOvereenkomst": "01",
        "startdatum": "2023-03-01",
        "einddatum": "2023-08-31",
        "urenPerWeek": 24,
        **anders,
    }
    body = {naam: waarde for naam, waarde in body.items() if waarde is not None}
    kop = {"Idempotency-Key": str(uuid4())}
    return await dienst.client.post("/plaatsingen", json=body, headers=kop)
