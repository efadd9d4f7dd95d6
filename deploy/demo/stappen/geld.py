"""What is paid, and what the budgethouder decides."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from deploy.demo.player import Player
from deploy.demo.stappen.voorziening import uitkomst
from deploy.demo.verhaal import Stap

_STRUIKELT: Final = 40
"""Which payment of a gemeente the kernapplicatie cannot carry out."""
_HOOGSTENS: Final = 200_000
"""What the budgethouder of the demo lets go over: in cents per request."""


async def factuur(player: Player, stap: Stap) -> None:
    """The aanbieder sends in the months that are over; after the last one the rest is released."""
    persoon, voorziening = stap.wat
    toekenning = player.weet.toekenning(persoon, voorziening)
    if toekenning is None or toekenning["status"] != "gestart":
        return
    tot, kosten = stap.dag.replace(day=1).isoformat(), toekenning["kosten"]
    vanaf = toekenning.get("gefactureerdTot", "")
    delen = [deel for deel in kosten if vanaf <= deel["maand"] < tot]
    if not delen:
        return
    toekenning["gefactureerdTot"] = tot
    jaar = stap.dag.year
    body = {
        "gemeente": persoon.gemeente,
        "factuurnummer": f"D{tot[:7]}-{persoon.nummer:04d}-{voorziening.nummer}",
        "toekenningId": toekenning["id"],
        "bedragCenten": max(1, _som(delen) * voorziening.factuur_promille // 1000),
        "factuurdatum": stap.dag.isoformat(),
        "boekjaar": jaar,
        "laatste": delen[-1] == kosten[-1],
    }
    sleutel = persoon.sleutel(f"factuur-{voorziening.nummer}-{tot}")
    await player.maak("budget", "facturen", body, sleutel)
    player.verloop.tel(persoon.gemeente, "facturen")
    player.verloop.betaald[persoon.gemeente, jaar] += body["bedragCenten"]


def _som(delen: Iterable[Mapping[str, Any]]) -> int:
    return sum(deel["bedragCenten"] for deel in delen)


async def betalen(player: Player, stap: Stap) -> None:
    """The kernapplicatie pays what is due at the end of the month, and says so; now and then it cannot (S-128)."""
    gemeente, tot = stap.wat
    await _beoordeel(player, gemeente, tot.isoformat())
    # this one has no key: what was given before is not given again
    body = {"gemeente": gemeente, "tot": tot.isoformat()}
    await player.doe("trajecten", "betaalopdrachten/_geef", body, f"demo-geef-{gemeente}-{tot}")
    for opdracht in await _opdrachten(player, gemeente, "gegeven"):
        uitkomst_ = (
            "afgewezen"
            if player.verloop.stappen[gemeente, "betalingen"] == _STRUIKELT
            else "betaald"
        )
        path = f"betaalopdrachten/{opdracht['id']}/_bevestigen"
        # a suite with a clock of its own may say that this cannot have been paid before today
        datum = max(tot.isoformat(), opdracht["betaalbaarVanaf"])
        antwoord = {"uitkomst": uitkomst_, "datum": datum}
        await player.doe("trajecten", path, antwoord, f"demo-betaald-{opdracht['id']}")
        player.verloop.tel(gemeente, "betalingen")
        if uitkomst_ == "afgewezen":
            player.verloop.tel(gemeente, "betalingen afgewezen")
        else:
            jaar = int(opdracht["maand"][:4])
            player.verloop.betaald[gemeente, jaar] += opdracht["bedragCenten"]


async def _beoordeel(player: Player, gemeente: str, tot: str) -> None:
    """A premie of a participatieplaats comes after a judgement on the half-year (S-128)."""
    for opdracht in await _opdrachten(player, gemeente, "gepland"):
        if opdracht["naOordeel"] and opdracht["betaalbaarVanaf"] <= tot:
            path = f"betaalopdrachten/{opdracht['id']}/_beoordelen"
            body = {"voldoende": True}
            await player.doe("trajecten", path, body, f"demo-oordeel-{opdracht['id']}")
            player.verloop.tel(gemeente, "halfjaren beoordeeld")


async def _opdrachten(player: Player, gemeente: str, status: str) -> list[dict[str, Any]]:
    """All of them, of every page, read before anything changes."""
    found: list[dict[str, Any]] = []
    page = 1
    while True:
        asked: dict[str, str | int] = {"gemeente": gemeente, "status": status, "page": page}
        answer = await player.lees("trajecten", "betaalopdrachten", pageSize=100, **asked)
        found += answer["results"]
        if "next" not in answer:
            return found
        page += 1


async def budgethouder(player: Player, stap: Stap) -> None:
    """Once a month the budgethouder decides about what waits: small amounts go over, large ones do not."""
    wachtend = [
        (sleutel, toekenning)
        for sleutel, toekenning in player.weet.toekenningen.items()
        if toekenning["status"] == "aangehouden" and toekenning["gemeente"] == stap.gemeente
    ]
    for sleutel, toekenning in wachtend:
        besluit = "vastleggen" if toekenning["bedragCenten"] <= _HOOGSTENS else "weigeren"
        body = {"besluit": besluit, "reden": _WAAROM[besluit]}
        path = f"verplichtingen/{toekenning['id']}/_besluit"
        await player.doe("budget", path, body, f"demo-besluit-{toekenning['id']}")
        now: dict[str, Any] = await uitkomst(player, toekenning["id"], "aangehouden")
        if now["status"] == "verleend":
            player.weet.toekenningen[sleutel] = now
        else:
            del player.weet.toekenningen[sleutel]
        player.verloop.tel(stap.gemeente, f"door de budgethouder {now['status']}")


_WAAROM: Final = {
    "vastleggen": "De inwoner kan niet wachten; we vangen dit op binnen het programma.",
    "weigeren": "Zo veel is er niet meer; opnieuw vragen in het nieuwe jaar.",
}
