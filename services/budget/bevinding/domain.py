"""Findings: what does not add up and must be seen by a person, without stopping anything."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One finding, recorded once per gemeente, code, year and `kenmerk` (a post, or a toekenning).

    `berekend` and `gedrukt` are the two amounts in cents that differ, where it is about amounts.
    """

    gemeente: str
    code: str
    jaar: int
    kenmerk: str
    bron: str
    post: str | None = None
    toekenning: UUID | None = None
    berekend: int | None = None
    gedrukt: int | None = None
