"""What a registered person may ask of us: inspection, rectification and erasure (AVG art. 15, 16 and 17)."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.intake.inwoner.domain import Stand


@dataclass(frozen=True, slots=True)
class CorrigeerBsn:
    """Give an inwoner his right BSN; `samenvoegen` when another registration that has it is the same person."""

    persoon_ref: UUID
    bsn: str = field(repr=False)
    samenvoegen: bool = False


def laatste_dag(stand: Stand, vastgelegd: date, *, wacht: bool) -> date | None:
    """The last day on which the registration was needed; None as long as a benefit runs or an aanmelding waits.

    Who moved away or died is needed no longer, whatever was still open. `vastgelegd` is when the last was recorded.
    """
    weg = [dag for dag in (stand.vertrokken_op, stand.overleden_op) if dag]
    loopt = stand.uitkering is not None and stand.uitkering_tot is None
    if not weg and (loopt or wacht):
        return None
    return max(dag for dag in (vastgelegd, stand.uitkering_tot, *weg) if dag)
