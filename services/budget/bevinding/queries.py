"""Reading findings."""

from sqlalchemy import Select, select

from services.budget.bevinding.models import BevindingRow


def bevindingen(gemeente: str | None, jaar: int | None, code: str | None) -> Select[BevindingRow]:
    """The findings that match, by gemeente, code and year."""
    query = select(BevindingRow).order_by(
        BevindingRow.gemeente, BevindingRow.code, BevindingRow.jaar, BevindingRow.id
    )
    filters = {BevindingRow.gemeente: gemeente, BevindingRow.jaar: jaar, BevindingRow.code: code}
    return query.where(*(column == value for column, value in filters.items() if value is not None))
