"""The weekly werkverdeling: whoever has the least to do takes the next aanmelding (W-004)."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.errors import Conflict, NotFound


class WerkverdelingNietGevonden(NotFound):
    """No such werkverdeling, or not in a gemeente of the caller."""

    code = "werkverdeling-niet-gevonden"


class TeamZonderMedewerkers(Conflict):
    """Nobody in the team has a role that takes aanmeldingen up."""

    code = "team-zonder-medewerkers"


@dataclass(frozen=True, slots=True)
class VerdeelWerk:
    """Spread all aanmeldingen of a gemeente that have nobody over a team."""

    gemeente: str
    team: str


def verdeel(aanmeldingen: Sequence[UUID], caseloads: Mapping[str, int]) -> list[tuple[UUID, str]]:
    """Who gets which, in the given order: each time the lowest caseload, of equals the first by code.

    `caseloads` counts persons by code and must not be empty.
    """
    wachtrij = [(aantal, code) for code, aantal in caseloads.items()]
    heapq.heapify(wachtrij)
    gegeven = []
    for aanmelding in aanmeldingen:
        aantal, code = wachtrij[0]
        heapq.heapreplace(wachtrij, (aantal + 1, code))
        gegeven.append((aanmelding, code))
    return gegeven
