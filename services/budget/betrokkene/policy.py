"""How long it must be possible to tell whose toekenning an amount is of."""

from dataclasses import dataclass

from shared.policy import Jaren, Reeks


@dataclass(frozen=True, slots=True)
class BewaarBeleid:
    """Years per category."""

    boeking: Reeks[Jaren]
    boeking_esf: Reeks[Jaren]
