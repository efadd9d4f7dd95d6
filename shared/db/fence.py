"""The fence around rows of a gemeente: a session sees and writes only those of its caller's gemeenten.

It covers statements that name mapped classes (decision 57). A caller without a list, the system, is not fenced. Behind
it stands a second wall: every transaction tells PostgreSQL who asks, whose row security knows the same rule.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.event import listens_for
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from shared.db.tables import VanGemeente
from shared.errors import GemeenteNietToegestaan


class FencedSession(Session):
    """A session that sees and writes only rows of its caller's gemeenten."""


@listens_for(FencedSession, "do_orm_execute")
def _fence_statement(state: ORMExecuteState) -> None:
    gemeenten = state.session.info["gemeenten"]
    if gemeenten is None or state.is_column_load:
        return
    if state.is_insert:
        _refuse_foreign_values(state, gemeenten)
    elif state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(within(gemeenten))


@lru_cache(maxsize=256)
def within(gemeenten: frozenset[str]) -> Any:
    """The criteria of these gemeenten; made once, because SQLAlchemy takes the lambda apart anew each time."""
    allowed = sorted(gemeenten)
    return with_loader_criteria(
        VanGemeente, lambda row: row.gemeente.in_(allowed), include_aliases=True
    )


@listens_for(FencedSession, "before_flush")
def _refuse_foreign_rows(session: Session, context: Any, instances: Any) -> None:
    refuse_foreign(session.info["gemeenten"], (*session.new, *session.dirty))


def refuse_foreign(gemeenten: frozenset[str] | None, rows: Iterable[object]) -> None:
    """Raises GemeenteNietToegestaan when one of the rows is outside these gemeenten."""
    if gemeenten is None:
        return
    for row in rows:
        if isinstance(row, VanGemeente) and row.gemeente not in gemeenten:
            raise GemeenteNietToegestaan(row.gemeente)


def _refuse_foreign_values(state: ORMExecuteState, gemeenten: frozenset[str]) -> None:
    mapper = state.bind_mapper
    if mapper is None or not issubclass(mapper.class_, VanGemeente):
        return
    for row in _inserted(state):
        # a value that is computed by the database cannot be looked at and is refused too
        if row.get("gemeente") not in gemeenten:
            raise GemeenteNietToegestaan(str(row.get("gemeente")))


def _inserted(state: ORMExecuteState) -> Iterable[Mapping[str, Any]]:
    """The rows of an insert, wherever SQLAlchemy keeps them: beside the statement or inside it."""
    statement = state.statement
    assert isinstance(statement, Insert)
    given = state.parameters
    if given:
        return [given] if isinstance(given, Mapping) else given
    if statement._multi_values:  # noqa: SLF001 - SQLAlchemy offers no other way to look inside
        return [_named(row) for rows in statement._multi_values for row in rows]  # noqa: SLF001
    return [_named(statement._values or {})]  # noqa: SLF001


def _named(row: Any) -> Mapping[str, Any]:
    return {getattr(c, "key", c): getattr(value, "value", value) for c, value in row.items()}
