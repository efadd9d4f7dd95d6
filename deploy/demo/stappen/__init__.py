"""The steps of the demo by name: each plays one step of the agenda through the public API."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from itertools import groupby
from typing import Final

from deploy.demo.player import Player
from deploy.demo.stappen import geld, intake, vertrek, voorziening, werk, werkgever
from deploy.demo.verhaal import Stap

STAPPEN: Final[Mapping[str, Callable[[Player, Stap], Awaitable[None]]]] = {
    "team": intake.team,
    "aanmelding": intake.aanmelding,
    "werkverdeling": intake.werkverdeling,
    "intakegesprek": intake.intakegesprek,
    "diagnose": intake.diagnose,
    "plan": intake.plan,
    "besluit": voorziening.besluit,
    "start": voorziening.start,
    "einde": voorziening.einde,
    "factuur": geld.factuur,
    "betalen": geld.betalen,
    "budgethouder": geld.budgethouder,
    "plaatsing": werk.plaatsing,
    "lks": werk.lks,
    "uitkering-eindigt": werk.uitkering_eindigt,
    "uitstroompremie": werk.uitstroompremie,
    "werkvoucher": werk.werkvoucher,
    "vertrek": vertrek.vertrek,
    "werkgever": werkgever.registreer,
    "contact": werkgever.contact,
    "vacature": werkgever.vacature,
}


OM_DE_BEURT: Final = frozenset(
    {"besluit", "lks", "werkvoucher", "uitstroompremie", "start", "einde", "vertrek"}
)
"""Steps that take or free money or a place: who comes first decides, so each waits for the one before it."""
_TEGELIJK: Final = 12


async def speel(player: Player, agenda: Sequence[Stap]) -> AsyncIterator[Stap]:
    """Play the agenda; gives each step as it is done.

    Steps of one kind on one day go together, unless their order counts: then the suite hears several events at a time,
    as on a working day, and the figures are the same every time.
    """
    for (dag, _, naam), groep in groupby(agenda, key=lambda stap: stap[:3]):
        player.wijs(dag)
        stappen = list(groep)
        tegelijk = 1 if naam in OM_DE_BEURT else _TEGELIJK
        for begin in range(0, len(stappen), tegelijk):
            nu = stappen[begin : begin + tegelijk]
            await asyncio.gather(*(STAPPEN[naam](player, stap) for stap in nu))
            for stap in nu:
                yield stap
