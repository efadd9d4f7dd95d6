"""New rows of a session that go to the database without its flush: plain rows, together with what else is written.

A row is plain when nothing but its own values decides what is stored: no inheritance, no relationships, no value that
the database or SQLAlchemy would make up. Whatever else a session holds is flushed as always.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from types import NoneType
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Table, inspect
from sqlalchemy.orm import DeclarativeBase, Mapper

from shared.db.direct import Command, Statement, Values, inserting
from shared.db.fence import refuse_foreign

_DATABASE_DECIDES = object()
_PLAIN = frozenset({NoneType, bool, bytes, date, datetime, dict, int, list, str, tuple, UUID})
"""The types of plain values; of others, such as an SQL expression, a session knows what to do."""


@dataclass(frozen=True)
class _Shape:
    """The insert of one table: per column its name, its attribute, and the value where none is set."""

    statement: Statement
    columns: tuple[tuple[str, str, Any], ...]
    place: int
    """Among the tables: what others refer to comes first."""


class _NotPlain(Exception):
    """Something else than the values of the row decides what is stored."""


def inserts(
    new: Collection[DeclarativeBase], gemeenten: frozenset[str] | None
) -> list[Command] | None:
    """The inserts of new rows; None when they are not all plain.

    Raises GemeenteNietToegestaan for a row outside these gemeenten.
    """
    refuse_foreign(gemeenten, new)
    try:
        return _inserts(new)
    except _NotPlain:
        return None


def _inserts(new: Collection[DeclarativeBase]) -> list[Command]:
    rows = [(_shape(state.mapper), state.dict) for state in map(inspect, new)]
    rows.sort(key=lambda each: each[0].place)
    return [
        Command(shape.statement, [_values(shape, row) for _, row in same])
        for shape, same in groupby(rows, key=lambda each: each[0])
    ]


def _values(shape: _Shape, row: Values) -> Values:
    found = {name: row.get(attribute, unset) for name, attribute, unset in shape.columns}
    if not _PLAIN.issuperset(map(type, found.values())):
        raise _NotPlain
    return found


@lru_cache(maxsize=256)
def _shape(mapper: Mapper[Any]) -> _Shape:
    table = mapper.local_table
    if not isinstance(table, Table) or mapper.inherits or list(mapper.relationships):
        raise _NotPlain
    columns = tuple(
        (column.key, mapper.get_property_by_column(column).key, _unset(table, column))
        for column in table.c
    )
    place = table.metadata.sorted_tables.index(table)
    return _Shape(inserting(table, table.c.keys()), columns, place)


def _unset(table: Table, column: Column[Any]) -> Any:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg  # type: ignore[attr-defined]  # is_scalar says it has one
    counted = column is table.autoincrement_column
    made = column.default is not None or column.server_default is not None
    # a document that is not set is no value, one that is set to None is `null`: SQLAlchemy knows which
    null = isinstance(column.type, JSON) and not column.type.none_as_null
    return _DATABASE_DECIDES if counted or made or null else None
