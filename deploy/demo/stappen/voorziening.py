"""Asking for a voorziening, and what becomes of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from deploy.demo.player import Player, expect
from deploy.demo.redenen import van_budget, van_regels
from deploy.demo.verhaal import Persoon, Stap, Voorziening


async def besluit(player: Player, stap: Stap) -> None:
    """Ask for a voorziening of the plan."""
    persoon, voorziening = stap.wat
    voorstel = voorziening.voorstel
    vraag: dict[str, Any] = {
        "product": voorstel.product,
        "bedragCenten": voorziening.bedrag_centen,
        "besluitdatum": voorziening.besluitdatum.isoformat(),
        "startdatum": voorziening.startdatum.isoformat(),
        "einddatum": voorziening.einddatum.isoformat() if voorziening.einddatum else None,
        "urenPerWeek": voorstel.uren,
        "fonds": voorstel.fonds,
        "feiten": dict(voorstel.feiten) or None,
    }
    await vraag_aan(player, persoon, voorziening.nummer, vraag)


async def vraag_aan(
    player: Player, persoon: Persoon, nummer: int | str, vraag: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Ask, wait for budget, and keep what was granted or is held; None when it was refused."""
    if persoon.wie in player.weet.vertrokken:
        return None
    body = {name: value for name, value in vraag.items() if value is not None} | {
        "gemeente": persoon.gemeente,
        "persoonRef": player.weet.personen[persoon.wie],
    }
    product = str(vraag["product"])
    player.verloop.tel(persoon.gemeente, "voorzieningen gevraagd")
    sleutel = persoon.sleutel(f"toekenning-{nummer}")
    answer = await player.post("trajecten", "toekenningen", body, sleutel, wait=5)
    if answer.status_code == 409:
        player.verloop.weiger(persoon.gemeente, product, van_regels(answer.json()))
        return None
    toekenning: dict[str, Any] = expect(answer, 201)
    if toekenning["status"] == "aangevraagd":
        toekenning = await uitkomst(player, toekenning["id"])
    player.verloop.tel(persoon.gemeente, f"voorzieningen {toekenning['status']}")
    if toekenning["status"] in {"verleend", "aangehouden"}:
        player.weet.toekenningen[persoon.wie, nummer] = toekenning
        return toekenning
    player.verloop.weiger(persoon.gemeente, product, van_budget(toekenning["antwoordBudget"]))
    return None


async def uitkomst(player: Player, toekenning_id: str, anders_dan: str = "aangevraagd") -> Any:
    """The toekenning once budget has answered; a slow machine may need longer than one wait."""

    async def answered() -> Any:
        found = await player.lees("trajecten", f"toekenningen/{toekenning_id}")
        return found if found["status"] != anders_dan else None

    return await player.wacht(f"toekenning {toekenning_id} kreeg geen antwoord", answered)


async def start(player: Player, stap: Stap) -> None:
    """It begins, or the person does not want it after all."""
    persoon, voorziening = stap.wat
    toekenning = player.weet.toekenning(persoon, voorziening)
    if toekenning is None or toekenning["status"] != "verleend":
        return
    if voorziening.trekt_zich_terug:
        body: dict[str, Any] = {"datum": voorziening.startdatum.isoformat()}
        await _zet(player, persoon, voorziening, "_intrekken", body)
        await player.bij_budget(toekenning["id"], {"ingetrokken"})
        del player.weet.toekenningen[persoon.wie, voorziening.nummer]
        player.verloop.tel(persoon.gemeente, "voorzieningen ingetrokken")
        return
    body = {"datum": voorziening.startdatum.isoformat()}
    if voorziening.voorstel.start:
        body["feiten"] = dict(voorziening.voorstel.start)
    toekenning.update(await _zet(player, persoon, voorziening, "_starten", body))
    player.verloop.tel(persoon.gemeente, "voorzieningen gestart")


async def einde(player: Player, stap: Stap) -> None:
    """It ends before its time: what is still open is released."""
    persoon, voorziening = stap.wat
    toekenning = player.weet.toekenning(persoon, voorziening)
    if toekenning is None or toekenning["status"] != "gestart":
        return
    body = {"datum": stap.dag.isoformat(), "reden": "afgerond"}
    await _zet(player, persoon, voorziening, "_beeindigen", body)
    await player.bij_budget(toekenning["id"], {"beeindigd"})
    del player.weet.toekenningen[persoon.wie, voorziening.nummer]
    player.verloop.tel(persoon.gemeente, "voorzieningen beëindigd")


async def wacht_op_einde(
    player: Player, persoon: Persoon, laatste: date, product: str | None = None
) -> None:
    """Wait until what ran beyond this day has ended by itself, and the money is free again.

    Only of one product, when it is named: of what the law ties to a benefit.
    """
    for sleutel, toekenning in list(player.weet.toekenningen.items()):
        mijn = sleutel[0] == persoon.wie and product in (None, toekenning["product"])
        if mijn and toekenning.get("einddatum", "9999") > laatste.isoformat():
            await player.bij_budget(toekenning["id"], {"beeindigd", "ingetrokken"})
            del player.weet.toekenningen[sleutel]
            player.verloop.tel(persoon.gemeente, "voorzieningen vanzelf geëindigd")


async def _zet(
    player: Player, persoon: Persoon, voorziening: Voorziening, verb: str, body: Mapping[str, Any]
) -> Any:
    found = player.weet.toekenningen[persoon.wie, voorziening.nummer]
    sleutel = persoon.sleutel(f"{verb}-{voorziening.nummer}")
    return await player.doe("trajecten", f"toekenningen/{found['id']}/{verb}", body, sleutel)
