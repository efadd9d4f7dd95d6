"""Life goes on: somebody moves or dies, and what was running ends by itself."""

from datetime import timedelta

from deploy.demo.player import Player
from deploy.demo.stappen.voorziening import wacht_op_einde
from deploy.demo.verhaal import Persoon, Stap


async def vertrek(player: Player, stap: Stap) -> None:
    """The kernapplicatie reports it; rights end, and what was still committed is released (decision 47)."""
    persoon: Persoon = stap.wat
    verb, veld = {
        "verhuizing": ("_verhuizen", "vertrokkenOp"),
        "overlijden": ("_overlijden", "overledenOp"),
    }[persoon.einde or "verhuizing"]
    path = f"inwoners/{player.weet.personen[persoon.wie]}/{verb}"
    await player.doe("intake", path, {veld: stap.dag.isoformat()}, persoon.sleutel(verb))
    laatste = stap.dag - timedelta(days=1) if persoon.einde == "verhuizing" else stap.dag
    await wacht_op_einde(player, persoon, laatste)
    player.weet.vertrokken.add(persoon.wie)
    player.verloop.tel(
        persoon.gemeente, "verhuisd" if persoon.einde == "verhuizing" else "overleden"
    )
