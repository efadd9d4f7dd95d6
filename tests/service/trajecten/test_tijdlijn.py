"""The page of a person tells all that happened, and of a maatregel only to who works with the person."""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.trajecten.app import SERVICE
from shared.auth import LOKAAL, ROLLEN, VasteDeur
from shared.contracts.intake import UitkeringBeeindigd, UitkeringBegonnen
from shared.tenancy import Caller
from shared.testing.clock import FakeClock
from shared.testing.service import ServiceUnderTest, service_under_test
from tests.service.trajecten.bouw import begin_plaatsing, een_diagnose, een_feit, een_inwoner

DEUR = VasteDeur()
GEZIEN = "Plan van aanpak geëvalueerd, de doelen worden aangepast"
DELEN = ("vraag-en-stappen", "kortetermijndoelen", "einddoel", "specifieke-ondersteuning")


@pytest.fixture
async def dienst(tmp_path: Path) -> AsyncIterator[ServiceUnderTest]:
    """trajecten on 2 March 2026."""
    DEUR.caller = LOKAAL
    clock = FakeClock(date(2026, 3, 2))
    async with service_under_test(SERVICE, tmp_path, clock, deur=DEUR) as running:
        yield running


async def _post(dienst: ServiceUnderTest, path: str, **body: Any) -> dict[str, Any]:
    kop = {"Idempotency-Key": str(uuid4())}
    answer = await dienst.client.post(path, json=body, headers=kop)
    assert answer.is_success, answer.text
    return dict(answer.json())


async def _met_plan(dienst: ServiceUnderTest) -> str:
    """A person whose plan was agreed on and looked at again."""
    ref = str(uuid4())
    feiten = {"gemeente": "GM0098", "vastgesteld_op": date(2026, 2, 2)}
    await dienst.receive(
        een_inwoner(ref, gemeente="GM0098", uitkering_vanaf=date(2020, 1, 1)),
        een_diagnose(ref, **feiten),
    )
    (plan,) = (await dienst.client.get("/plannen", params={"persoonRef": ref})).json()["results"]
    path = f"/plannen/{plan['id']}"
    body = {"delen": dict.fromkeys(DELEN, "tekst")}
    await dienst.client.put(path, json=body, headers={"If-Match": '"1"'})
    await _post(dienst, f"{path}/_vaststellen", datum="2026-02-10")
    await _post(dienst, f"{path}/_evalueren", datum="2026-03-02", doelenWijzigen=True)
    return ref


async def _maatregel(dienst: ServiceUnderTest, ref: str) -> None:
    """Imposed, the first month done, the rest lapsed at the request of the person."""
    voorstel = {
        "gemeente": "GM0098",
        "persoonRef": ref,
        "grond": "werk",
        "verwijtbaarheid": "volledig",
        "gedragingOp": "2026-02-20",
        "normCenten": 100_000,
        "dringendeRedenen": False,
        "afweging": "ZAAK-1",
        "medewerker": "ac-12",
    }
    op = {"medewerker": "kwaliteit-1", "datum": "2026-03-02"}
    path = f"/maatregelen/{(await _post(dienst, '/maatregelen', **voorstel))['id']}"
    maanden = (await _post(dienst, f"{path}/_besluiten", akkoord=True, **op))["maanden"]
    maand = f"/maatregelmaanden/{maanden[0]['id']}/_bevestigen"
    await _post(dienst, maand, uitkomst="uitgevoerd", datum="2026-03-02")
    body = {"oordeel": "beeindigen", "verzochtOp": "2026-03-02", **op}
    await _post(dienst, f"{path}/_inkeer", **body)


async def _titels(dienst: ServiceUnderTest, ref: str) -> list[str]:
    """The timeline of a person: what happened, with the line below it."""
    page = await dienst.client.get(f"http://test/personen/{ref}")
    assert page.status_code == 200
    found = re.findall(r'mo-titel">(.*?)</p><p class="mo-sub">(.*?)</p>', page.text)
    return [" | ".join(filter(None, each)).replace("\xa0", " ") for each in found]


async def test_the_timeline_tells_of_plan_work_and_outflow(dienst: ServiceUnderTest) -> None:
    ref = await _met_plan(dienst)
    werk = {"gemeente": "GM0098", "startdatum": "2026-02-16", "urenPerWeek": 22.5, "beschut": True}
    begonnen = await begin_plaatsing(dienst, ref, **werk, einddatum="2026-08-31")
    path = f"/plaatsingen/{begonnen.json()['id']}/_beeindigen"
    await _post(dienst, path, datum="2026-03-01", reden="einde-contract")
    soort = {"gemeente": "GM0098", "uitkering_soort": "participatiewet"}
    weg = {"beeindigd_op": date(2026, 2, 15), "reden": "werk"}
    await dienst.receive(
        een_feit(UitkeringBeeindigd, ref, 2, **soort, **weg),
        een_feit(UitkeringBegonnen, ref, 3, **soort, vanaf=date(2026, 3, 2)),
    )
    assert await _titels(dienst, ref) == [
        "Weer een uitkering: terugval",
        f"{GEZIEN} | Volgende evaluatie uiterlijk 2 maart 2027",
        "Werk geëindigd (einde contract)",
        "Aan het werk: reguliere baan, beschut, 22,5 uur per week | Tot en met 31 augustus 2026",
        "Laatste dag van de uitkering (werk)",
        "Plan van aanpak vastgesteld",
        "Traject geopend",
        "Diagnose: afstand kort, trede 5",
    ]


MAATREGEL = [
    "Maatregel over mei 2026: vervallen",
    "Maatregel over april 2026: vervallen",
    "Maatregel over maart 2026: € 333,34 minder uitbetaald",
    "Maatregel heroverwogen: beëindigd | Op verzoek van 2 maart 2026",
    "Maatregel opgelegd, € 1.000,00 over 3 maanden | Heroverwegen uiterlijk 2 juni 2026",
]


@pytest.mark.parametrize("rol", ROLLEN)
async def test_who_does_not_work_with_a_person_sees_no_maatregel(
    dienst: ServiceUnderTest, rol: str
) -> None:
    ref = await _met_plan(dienst)
    await _maatregel(dienst, ref)
    DEUR.caller = Caller("mens", LOKAAL.gemeenten, ROLLEN[rol], rol=rol)
    lijst = await dienst.client.get("/maatregelen")
    if "trajecten.lezen" not in ROLLEN[rol]:
        assert lijst.status_code == 403
        return
    gezien = [titel for titel in await _titels(dienst, ref) if titel.startswith("Maatregel")]
    mag = rol in ("consulent", "kwaliteitsmedewerker")
    assert gezien == (MAATREGEL if mag else [])
    assert lijst.status_code == (200 if mag else 403)
