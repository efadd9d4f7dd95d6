"""What the law says about the loonkostensubsidie, as dated national data (B.2 and B.3; S-102: no policy freedom)."""

from dataclasses import dataclass
from pathlib import Path

from shared.policy import LANDELIJK, PolicyError, Reeks, load_policies

NOUN = "loonkostensubsidie"


@dataclass(frozen=True)
class Loonkostensubsidie:
    """The file `landelijk/loonkostensubsidie.yaml`; shares are in promille.

    `minimumloon` is the reference wage of a month in cents without holiday pay, 21 years and older; it ends on the last
    day of which the wage is known. `volle_week` is in minutes, `forfait_maanden` the longest forfait (Pw 10d(5)).
    """

    minimumloon: Reeks[int]
    vakantiebijslag: Reeks[int]
    volle_week: Reeks[int]
    hoogste_aandeel: Reeks[int]
    forfait: Reeks[int]
    forfait_maanden: Reeks[int]
    werkgeverslasten: Reeks[int]


def load(rules: Path, overlay: Path | None) -> Loonkostensubsidie:
    """The national rules; a file in the overlay replaces ours. Raises PolicyError."""
    found = load_policies(rules, NOUN, Loonkostensubsidie, overlay)
    for place in found.keys() - {LANDELIJK}:
        raise PolicyError(Path(place, f"{NOUN}.yaml"), NOUN, "is landelijk (S-102)")
    return found[LANDELIJK]
