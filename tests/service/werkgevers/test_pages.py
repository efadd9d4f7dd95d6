"""The page of werkgevers over ASGI, as a browser without JavaScript gets it."""

import pytest

from services.werkgevers.vacature.models import Vacature
from services.werkgevers.vacature.pages import uren
from shared.testing.service import ServiceUnderTest
from tests.service.werkgevers.test_contactmomenten import een_contact
from tests.service.werkgevers.test_vacatures import put, written
from tests.service.werkgevers.test_werkgevers import post

PAGINA = "http://test/"


async def test_the_page_shows_what_the_api_knows(werkgevers: ServiceUnderTest) -> None:
    await post(werkgevers)
    await een_contact(werkgevers, kvkNummer="90000012")
    await een_contact(werkgevers, kvkNummer="90000012", soort="nieuwsbrief", tweezijdig=False)
    await put(werkgevers, written(naamVacature="<b>Bakker</b>"), gemeenten="GM0098")
    page = await werkgevers.client.get(PAGINA, params={"gemeente": "GM0098"})
    assert page.status_code == 200
    for text in (
        "Nog 9 nieuwe werkgevers tot het doel van 10 in 2026.",
        "1 tweezijdig over de doelgroep",
        "&lt;b&gt;Bakker&lt;/b&gt;",
        "regulier, leerbaan",
        "16–32",
        "KvK 90000012",
    ):
        assert text in page.text, text
    elsewhere = await werkgevers.client.get(PAGINA, params={"gemeente": "GM0090"})
    assert "geen doel voor nieuwe werkgevers vastgelegd" in elsewhere.text
    assert "Er staat geen vacature open" in elsewhere.text


async def test_a_closed_vacature_is_not_on_the_page(werkgevers: ServiceUnderTest) -> None:
    await put(werkgevers, written(naamVacature="Voorbij", sluitingsdatumVacature="2026-11-23"))
    page = await werkgevers.client.get(PAGINA, params={"gemeente": "GM0098"})
    assert "Voorbij" not in page.text


@pytest.mark.parametrize(
    ("laagst", "hoogst", "tekst"),
    [
        (None, None, ""),
        (960, None, "vanaf 16"),
        (None, 1920, "t/m 32"),
        (960, 960, "16"),
        (0, 1920, "0–32"),
    ],
)
def test_hours_in_words(laagst: int | None, hoogst: int | None, tekst: str) -> None:
    assert uren(Vacature(minuten_min=laagst, minuten_max=hoogst)) == tekst
