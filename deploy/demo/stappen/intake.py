"""From aanmelding to a plan."""

from typing import Any, Final

from deploy.demo.player import Player
from deploy.demo.verhaal import Persoon, Stap

_TEAM: Final = "werk"
_ROLLEN: Final = {
    "GM0090": ("consulent", "consulent", "consulent", "consulent"),
    "GM0098": ("activeringscoach", "activeringscoach", "regievoerder"),
}

_GEZEGD: Final = {
    "ladder": {"contract": False, "onbetaaldeTaken": False, "activiteiten": True},
    "netwerk": "Familie in de buurt.",
    "opleiding": {"hoogsteDiploma": "vmbo", "werkervaring": "Drie jaar productiewerk."},
    "eigenschappen": "Komt op tijd en werkt graag met de handen.",
    "mogelijkheden": "Halve dagen, dichtbij huis.",
    "wens": "Werk met collega's om zich heen.",
    "belastbaarheid": {"urenPerWeek": 24, "tempo": "aangepast"},
}
_DELEN: Final[dict[str, dict[str, Any]]] = {
    "GM0090": {
        "doel": "Een baan van ten minste 24 uur.",
        "tijdschema": "Binnen een jaar, elk kwartaal een gesprek.",
        "voorzieningen": "Zoals besproken; zie de toekenningen.",
        "activiteiten": "Solliciteren en een dagdeel vrijwilligerswerk.",
    },
    "GM0098": {
        "vraag-en-stappen": "Weer aan het werk; eerst ritme, dan proefdagen.",
        "kortetermijndoelen": "Drie dagdelen per week iets doen.",
        "einddoel": "Betaald werk dat past.",
        "specifieke-ondersteuning": "Zoals besproken; zie de toekenningen.",
    },
}
"""What stands in a plan: the parts of each gemeente (S-061, W-007)."""


async def team(player: Player, stap: Stap) -> None:
    """The people who do the work."""
    for nummer, rol in enumerate(_ROLLEN[stap.gemeente]):
        lid = {
            "gemeente": stap.gemeente,
            "code": f"m{nummer + 1}",
            "werknaam": f"{rol.capitalize()} {nummer + 1}",
            "team": _TEAM,
            "rol": rol,
        }
        await player.maak("intake", "medewerkers", lid, f"demo-{stap.gemeente}-m{nummer}")
        player.verloop.tel(stap.gemeente, "medewerkers")


async def aanmelding(player: Player, stap: Stap) -> None:
    """The kernapplicatie registers somebody and puts them forward."""
    persoon: Persoon = stap.wat
    inwoner = {
        "gemeente": persoon.gemeente,
        "geboortedatum": persoon.geboortedatum.isoformat(),
        "uitkeringSoort": "participatiewet",
        "uitkeringVanaf": persoon.uitkering_vanaf.isoformat(),
        "bsn": persoon.bsn,
        "naam": {"achternaam": persoon.achternaam},
    }
    made = await player.maak("intake", "inwoners", inwoner, persoon.sleutel("inwoner"))
    player.weet.personen[persoon.wie] = made["persoonRef"]
    wat = {
        "persoonRef": made["persoonRef"],
        "kanaal": persoon.kanaal,
        "aangemeldOp": persoon.aangemeld_op.isoformat(),
    }
    gemeld = await player.maak("intake", "aanmeldingen", wat, persoon.sleutel("aanmelding"))
    player.weet.aanmeldingen[gemeld["id"]] = persoon.wie
    player.verloop.tel(persoon.gemeente, "aanmeldingen")


async def werkverdeling(player: Player, stap: Stap) -> None:
    """Every Monday the waiting aanmeldingen are given out (W-004)."""
    body = {"gemeente": stap.gemeente, "team": _TEAM}
    sleutel = f"demo-{stap.gemeente}-verdeling-{stap.nummer}"
    gedaan = await player.maak("intake", "werkverdelingen", body, sleutel)
    for gegeven in gedaan["toewijzingen"]:
        if wie := player.weet.aanmeldingen.get(gegeven["aanmeldingId"]):
            player.weet.medewerkers[wie] = gegeven["medewerker"]
            player.verloop.tel(stap.gemeente, "aanmeldingen toegewezen")


async def intakegesprek(player: Player, stap: Stap) -> None:
    """The first talk, with all that the diagnose needs; every tenth person does not tell everything yet."""
    persoon: Persoon = stap.wat
    medewerker = player.weet.medewerkers.get(persoon.wie)
    if medewerker is None or persoon.wie in player.weet.vertrokken:
        return
    gesprek = {
        "persoonRef": player.weet.personen[persoon.wie],
        "medewerker": medewerker,
        "gevoerdOp": stap.dag.isoformat(),
        **_GEZEGD,
        "profiel": {"maandenTotWerk": persoon.maanden_tot_werk, "zelfredzaam": True},
    }
    if persoon.nummer % 10 == 0:
        del gesprek["wens"]
    await player.maak("intake", "intakegesprekken", gesprek, persoon.sleutel("intakegesprek"))
    player.verloop.tel(persoon.gemeente, "intakegesprekken")


async def diagnose(player: Player, stap: Stap) -> None:
    """What the first talk leads to."""
    persoon: Persoon = stap.wat
    wat = {
        "persoonRef": player.weet.personen[persoon.wie],
        "trede": persoon.trede,
        "maandenTotWerk": persoon.maanden_tot_werk,
        "zelfredzaam": True,
        "indicatieBeschut": persoon.beschut,
        "vastgesteldOp": stap.dag.isoformat(),
    }
    await player.maak("intake", "diagnoses", wat, persoon.sleutel("diagnose"))
    player.verloop.tel(persoon.gemeente, "diagnoses")


async def plan(player: Player, stap: Stap) -> None:
    """The diagnose has opened a traject; its plan of four parts is agreed on."""
    persoon: Persoon = stap.wat
    if persoon.wie in player.weet.vertrokken:
        return
    traject = await open_traject(player, persoon)
    player.weet.trajecten[persoon.wie] = traject["id"]
    player.verloop.tel(persoon.gemeente, "trajecten")
    plannen = await player.lees("trajecten", "plannen", persoonRef=traject["persoonRef"])
    path = f"plannen/{plannen['results'][0]['id']}"
    body: dict[str, Any] = {"delen": _DELEN[persoon.gemeente]}
    if medewerker := player.weet.medewerkers.get(persoon.wie):
        body["medewerker"] = medewerker
    await player.vervang("trajecten", path, body)
    datum = {"datum": stap.dag.isoformat()}
    await player.doe("trajecten", f"{path}/_vaststellen", datum, persoon.sleutel("plan"))
    player.verloop.tel(persoon.gemeente, "plannen vastgesteld")


async def open_traject(player: Player, persoon: Persoon) -> Any:
    """Wait until the diagnose has opened a traject, as a consulent would."""
    persoon_ref = player.weet.personen[persoon.wie]

    async def found() -> Any:
        answer = await player.lees("trajecten", "trajecten", persoonRef=persoon_ref)
        return answer["results"][0] if answer["count"] else None

    return await player.wacht(f"voor {persoon.wie} ging geen traject open", found)
