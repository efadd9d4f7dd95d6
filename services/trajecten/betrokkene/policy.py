"""How long trajecten keeps what it has of a person."""

from dataclasses import dataclass

from shared.policy import Jaren, Reeks


@dataclass(frozen=True, slots=True)
class BewaarBeleid:
    """Years per category."""

    traject: Reeks[Jaren]
    voorziening: Reeks[Jaren]
    plaatsing: Reeks[Jaren]
    maatregel: Reeks[Jaren]
    handhaving: Reeks[Jaren]
