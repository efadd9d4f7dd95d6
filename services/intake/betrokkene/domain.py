"""What a registered person may ask of us: inspection, rectification and erasure (AVG art. 15, 16 and 17)."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CorrigeerBsn:
    """Give an inwoner his right BSN; `samenvoegen` when another registration that has it is the same person."""

    persoon_ref: UUID
    bsn: str = field(repr=False)
    samenvoegen: bool = False
