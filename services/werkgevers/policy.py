"""The rules of werkgevers, read once at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.werkgevers.contactmoment.policy import ContactBeleid
from shared.policy import load_policies

RULES = Path(__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class WerkgeversBeleid:
    """What each gemeente laid down, by gemeente."""

    contactmoment: Mapping[str, ContactBeleid]


def load(overlay: Path | None = None) -> WerkgeversBeleid:
    """Read all rules; a file under `overlay` replaces ours. Raises PolicyError."""
    return WerkgeversBeleid(load_policies(RULES, "contactmoment", ContactBeleid, overlay))
