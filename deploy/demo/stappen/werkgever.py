"""Employers: who they are, when they were spoken to, and the vacatures they have."""

from deploy.demo.player import Player
from deploy.demo.verhaal import Stap, Werkgever


async def registreer(player: Player, stap: Stap) -> None:
    """An employer is made known."""
    bedrijf: Werkgever = stap.wat
    body = {
        "gemeente": bedrijf.gemeente,
        "kvkNummer": bedrijf.kvk_nummer,
        "naam": bedrijf.naam,
        "sector": bedrijf.sector,
    }
    await player.maak("werkgevers", "werkgevers", body, f"demo-{bedrijf.kvk_nummer}")
    player.verloop.tel(bedrijf.gemeente, "werkgevers")


async def contact(player: Player, stap: Stap) -> None:
    """A talk about the target group of the Participatiewet."""
    bedrijf, dag = stap.wat
    body = {
        "gemeente": bedrijf.gemeente,
        "kvkNummer": bedrijf.kvk_nummer,
        "datum": dag.isoformat(),
        "soort": "gesprek",
        "tweezijdig": True,
        "doelgroepParticipatiewet": True,
    }
    sleutel = f"demo-{bedrijf.kvk_nummer}-{dag}"
    await player.maak("werkgevers", "werkgeverscontactmomenten", body, sleutel)
    player.verloop.tel(bedrijf.gemeente, "contactmomenten")


async def vacature(player: Player, stap: Stap) -> None:
    """The werkgeversservicepunt pushes a vacature in the form of VUM."""
    bedrijf: Werkgever = stap.wat
    id_ = f"demo-{bedrijf.kvk_nummer}"
    body = {
        "idVacature": id_,
        "naamVacature": f"Medewerker bij {bedrijf.naam}",
        "sluitingsdatumVacature": f"{stap.dag.year}-12-31",
        "contractvorm": [{"codeTypeOvereenkomst": "01"}],
        "werktijden": {"aantalWerkurenPerWeekMinimaal": 24, "aantalWerkurenPerWeekMaximaal": 36},
        "werkgever": {
            "handelsnaamOrganisatie": bedrijf.naam,
            "sector": [{"codeSbi": int(bedrijf.sector)}],
        },
    }
    params: dict[str, str | int] = {"versie": 1, "gemeenten": bedrijf.gemeente}
    await player.plaats("werkgevers", f"vacatures/{id_}", body, params)
    player.verloop.tel(bedrijf.gemeente, "vacatures")
