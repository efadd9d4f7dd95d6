"""Statements past SQLAlchemy's session: compiled once, and sent together.

A session makes its SQL anew each time and waits for every answer; of a request that creates something, that was three
quarters. Here a statement is compiled once per database, and those that are run together travel to PostgreSQL as one
pipeline; SQLite takes them one by one.

No fence stands before them (decision 57): they name tables of the plumbing only, or come from a module that fences
them itself (`inserts`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, cast

from sqlalchemy import ARRAY, Dialect, String, Table, bindparam, column, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
Rows = list[tuple[Any, ...]]
Process = Callable[[Any], Any] | None

value = partial(bindparam, required=False)
"""A named value in a statement, given each time it is run."""


class Statement:
    """A statement with named values; `build` makes it for a database, the first time it is run on one of its kind.

    `many` makes one that does the same for many rows at once; its values are lists (`listed`), PostgreSQL runs it.
    """

    def __init__(
        self, build: Callable[[Dialect], Any], many: Callable[[Dialect], Any] | None = None
    ) -> None:
        self._build = build
        self._many = many
        self._texts: dict[tuple[str, bool], Text] = {}

    def on(self, dialect: Dialect, *, many: bool = False) -> "Text":
        """The statement as this database takes it."""
        found = self._texts.get((dialect.name, many))
        if found is None:
            build = self._many if many and self._many else self._build
            found = self._texts[dialect.name, many] = Text.of(build(dialect), dialect)
        return found

    @property
    def takes_many(self) -> bool:
        """Whether there is a way to do it for many rows at once."""
        return self._many is not None

    def with_(self, **values: Any) -> "Command":
        """The statement with its values."""
        return Command(self, (values,))


@dataclass(slots=True)
class Command:
    """A statement to run, once for each set of values; only one that is run once gives rows."""

    statement: Statement
    values: Sequence[Values]


def listed(**columns: TypeEngine[Any]) -> Any:
    """Rows that come as a list of values for each column; `nr` counts them."""
    # a cast to a length would cut off what is too long for a column, instead of refusing it
    types = {n: String() if isinstance(t, String) else t for n, t in columns.items()}
    lists = [value(name, type_=ARRAY(type_, dimensions=1)) for name, type_ in types.items()]
    named = [column(name, type_) for name, type_ in types.items()]
    rows = func.unnest(*lists).table_valued(*named, with_ordinality="nr")
    return rows.render_derived("gegeven")


def inserting(table: Table, names: Sequence[str]) -> Statement:
    """An insert of these columns, for one row or for many."""

    def many(_: Dialect) -> Any:
        rows = listed(**{name: table.c[name].type for name in names})
        return insert(table).from_select(
            names, select(*(rows.c[name] for name in names)).order_by(rows.c.nr)
        )

    return Statement(lambda _: insert(table).values({name: value(name) for name in names}), many)


@dataclass(slots=True)
class Text:
    """The SQL of a statement in one database, and what its values and the columns of its rows pass on their way."""

    sql: str
    binds: tuple[tuple[str, Process, Any], ...]
    """Each value by its place: its name, what it passes, and what it is where none is given."""
    columns: tuple[Process, ...]

    @classmethod
    def of(cls, statement: Any, dialect: Dialect) -> "Text":
        """Compile a statement. A list that it holds itself becomes as many values; of text only."""
        options = {"render_postcompile": True}
        by_place = (
            dialect if dialect.positional else cast(Any, type(dialect))(paramstyle="numeric_dollar")
        )
        made = cast(SQLCompiler, statement.compile(dialect=by_place, compile_kwargs=options))
        fixed = made.construct_params(_check=False)
        names = made.positiontup or ()
        binds = tuple((name, _binding(made, name, dialect), fixed[name]) for name in names)
        columns = statement.exported_columns
        loads = tuple(c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns)
        return cls(made.string, binds, loads)

    def placed(self, given: Values) -> list[Any]:
        """The values in the order of the SQL, as the driver takes them."""
        return [
            process(given.get(name, fixed)) if process else given.get(name, fixed)
            for name, process, fixed in self.binds
        ]

    def rows(self, fetched: Sequence[Sequence[Any]]) -> Rows:
        """Rows of the driver as Python sees them."""
        if not any(self.columns):
            return [tuple(row) for row in fetched]
        return [
            tuple(
                load(found) if load else found
                for load, found in zip(self.columns, row, strict=True)
            )
            for row in fetched
        ]


def _binding(made: SQLCompiler, name: str, dialect: Dialect) -> Process:
    bind = made.binds.get(name)
    process: Process = (
        bind.type.dialect_impl(dialect).bind_processor(dialect) if bind is not None else None
    )
    return process


@dataclass(slots=True)
class Wie:
    """For whom a transaction works: the gemeenten whose rows it sees (None: all), and the client."""

    gemeenten: Collection[str] | None
    client: str


@dataclass(slots=True)
class Opening:
    """What a transaction begins with.

    With `wait_ms` it waits no longer than that for a lock, to its end; `too_long` is what its first statements raise
    then. So it is on PostgreSQL: SQLite has one writer, who waits before it begins.
    """

    first: Sequence[Command] = ()
    wait_ms: int | None = None
    too_long: Exception | None = None
    writes: bool = True


class Direct(Protocol):
    """The connection of one transaction."""

    @property
    def ended(self) -> bool:
        """Whether the transaction was committed or rolled back."""
        ...

    async def begin(self, wie: Wie, opening: Opening) -> list[Rows]:
        """Begin a transaction for somebody and give the rows of each of its first statements."""
        ...

    async def run(self, commands: Sequence[Command], *, commit: bool = False) -> list[Rows]:
        """Run them in this order and give the rows of each; with `commit` the transaction ends with them.

        Raises what the session raises: DBAPIError and its kinds.
        """
        ...


def told(error: Exception, raw: Any, dialect: Dialect) -> Exception:
    """An error of the driver as SQLAlchemy tells it, without the statement and its values."""
    assert dialect.dbapi is not None
    lost = isinstance(error, dialect.dbapi.Error) and dialect.is_disconnect(error, raw, None)
    told = DBAPIError.instance(
        None,
        None,
        error,
        dialect.dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
    return cast(Exception, told)
