"""To work: the plaatsing, the wage subsidy, the end of the benefit and what follows from it."""

from datetime import timedelta
from typing import Any

from deploy.demo.player import Player
from deploy.demo.population import werkgevers
from deploy.demo.stappen.voorziening import vraag_aan, wacht_op_einde
from deploy.demo.verhaal import Persoon, Stap, Werk


def _werk(persoon: Persoon) -> Werk:
    assert persoon.werk is not None
    return persoon.werk


async def plaatsing(player: Player, stap: Stap) -> None:
    """Somebody begins to work at an employer."""
    persoon: Persoon = stap.wat
    werk = _werk(persoon)
    bedrijf = werkgevers(persoon.gemeente)[werk.werkgever]
    body = {
        "gemeente": persoon.gemeente,
        "persoonRef": player.weet.personen[persoon.wie],
        "kvkNummer": bedrijf.kvk_nummer,
        "soortOvereenkomst": "01",
        "startdatum": werk.startdatum.isoformat(),
        "einddatum": werk.einddatum.isoformat(),
        "urenPerWeek": werk.uren,
        "beschut": persoon.beschut,
    }
    made = await player.maak("trajecten", "plaatsingen", body, persoon.sleutel("plaatsing"))
    player.weet.plaatsingen[persoon.wie] = made["id"]
    player.verloop.tel(persoon.gemeente, "plaatsingen")


async def lks(player: Player, stap: Stap) -> None:
    """The employer gets loonkostensubsidie, from BUIG (S-143)."""
    persoon: Persoon = stap.wat
    werk = _werk(persoon)
    gemeten = {
        "procent": werk.loonwaarde,
        "gemetenOp": (werk.startdatum - timedelta(days=10)).isoformat(),
    }
    vraag = _bij_werk(player, persoon, "lks", stap) | {
        "startdatum": werk.startdatum.isoformat(),
        "einddatum": werk.einddatum.isoformat(),
        "urenPerWeek": werk.uren,
        "loonwaarde": gemeten,
    }
    toekenning = await vraag_aan(player, persoon, "lks", vraag)
    if toekenning is None or toekenning["status"] != "verleend":
        return
    await player.doe(
        "trajecten",
        f"toekenningen/{toekenning['id']}/_starten",
        {"datum": werk.startdatum.isoformat()},
        persoon.sleutel("lks-start"),
    )
    player.verloop.tel(persoon.gemeente, "voorzieningen gestart")


async def uitkering_eindigt(player: Player, stap: Stap) -> None:
    """The day before the first one at work is the last day of the benefit."""
    persoon: Persoon = stap.wat
    body = {
        "beeindigdOp": (stap.dag - timedelta(days=1)).isoformat(),
        "reden": "werk",
    }
    path = f"inwoners/{player.weet.personen[persoon.wie]}/_uitkering"
    await player.doe("intake", path, body, persoon.sleutel("uitkering-eindigt"))
    await _uitstroom(player, persoon)
    player.verloop.tel(persoon.gemeente, "uitstroom naar werk")
    # a participatieplaats is only for who has a benefit: it ends with it
    await wacht_op_einde(player, persoon, stap.dag - timedelta(days=1), "participatieplaats")


async def uitstroompremie(player: Player, stap: Stap) -> None:
    """A premie for who found work after a year of benefit; only where the plan gives its amount (W-094)."""
    persoon: Persoon = stap.wat
    if persoon.gemeente == _ZONDER_BEDRAG:
        return
    uitstroom = await _uitstroom(player, persoon)
    vraag = _bij_werk(player, persoon, "uitstroompremie", stap) | {"uitstroomId": uitstroom["id"]}
    await vraag_aan(player, persoon, "uitstroompremie", vraag)


async def werkvoucher(player: Player, stap: Stap) -> None:
    """€ 2.000 for the employer of who came out of the Participatiewet (W-093)."""
    persoon: Persoon = stap.wat
    if persoon.gemeente != _ZONDER_BEDRAG:
        await vraag_aan(
            player, persoon, "werkvoucher", _bij_werk(player, persoon, "werkvoucher", stap)
        )


_ZONDER_BEDRAG = "GM0090"
"""The plan of Smallingerland names no amount for premie and voucher, so nobody asks (decision 41)."""


def _bij_werk(player: Player, persoon: Persoon, product: str, stap: Stap) -> dict[str, Any]:
    return {
        "product": product,
        "plaatsingId": player.weet.plaatsingen.get(persoon.wie),
        "besluitdatum": stap.dag.isoformat(),
        "startdatum": stap.dag.isoformat(),
    }


async def _uitstroom(player: Player, persoon: Persoon) -> Any:
    """Wait until trajecten has heard that the benefit ended."""
    persoon_ref = player.weet.personen[persoon.wie]

    async def found() -> Any:
        answer = await player.lees("trajecten", "uitstroomregistraties", persoonRef=persoon_ref)
        return answer["results"][0] if answer["count"] else None

    return await player.wacht(f"de uitstroom van {persoon.wie} bleef uit", found)
