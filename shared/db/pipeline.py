"""Statements past the session on PostgreSQL: one round trip, whatever their number.

psycopg's own pipeline asks the socket at every statement; here they are all sent and then awaited once. Each is
prepared the first time a connection meets it. Values travel as text, and the casts in the SQL say what they are.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait
from sqlalchemy import ColumnElement, Dialect, String, func, select, true

from shared.db.direct import Command, Opening, Rows, Statement, Text, Values, Wie, told, value

_numbers: Final = count()
_FEW: Final = 4
"""So many rows go one by one: it takes a statement less to prepare, and no list of each value."""


class Memory:
    """What is worth remembering of a connection for as long as it lives.

    `prepared` has the name there of each SQL that is prepared, `adapt` how values and columns are turned.
    """

    def __init__(self, raw: psycopg.AsyncConnection[Any]) -> None:
        self.prepared: dict[str, bytes] = {}
        self.adapt = Transformer(raw)


@dataclass(slots=True)
class Pipeline:
    """One connection of psycopg."""

    raw: psycopg.AsyncConnection[Any]
    dialect: Dialect
    memory: Memory

    @property
    def ended(self) -> bool:
        """See `Direct.ended`."""
        return self.raw.pgconn.transaction_status == TransactionStatus.IDLE

    async def begin(self, wie: Wie, opening: Opening) -> list[Rows]:
        """See `Direct.begin`."""
        identify = _IDENTIFY.with_(
            gemeenten="*" if wie.gemeenten is None else ",".join(wie.gemeenten),
            client=wie.client,
            readonly="off" if opening.writes else "on",
            wait=None if opening.wait_ms is None else str(opening.wait_ms),
        )
        try:
            found = await self._said([identify, *opening.first])
        except InvalidSqlStatementName:
            # with a rollback psycopg may have the server forget all that was prepared, ours too
            self.memory.prepared.clear()
            await self.raw.rollback()
            found = await self.run([identify, *opening.first])
        except psycopg.Error as error:
            raise told(error, self.raw, self.dialect) from error
        return found[1:]

    async def run(self, commands: Sequence[Command], *, commit: bool = False) -> list[Rows]:
        """See `Direct.run`."""
        try:
            return await self._said(commands, commit=commit)
        except psycopg.Error as error:
            raise told(error, self.raw, self.dialect) from error

    async def _said(self, commands: Sequence[Command], *, commit: bool = False) -> list[Rows]:
        trip = _Trip(self.raw, self.memory)
        if self.ended:
            trip.say(b"begin")
        answers = [trip.execute(command, self.dialect) for command in commands]
        if commit:
            trip.say(b"commit")
        async with self.raw.lock:
            results = await self.raw.wait(trip.made())
        return [text.rows(trip.rows(results[place])) for text, place in answers]


class _Trip:
    """What is said in one round trip, and the answers: one for each thing said, in the same order."""

    def __init__(self, raw: psycopg.AsyncConnection[Any], memory: Memory) -> None:
        self._pgconn: PGconn = raw.pgconn
        self._adapt = memory.adapt
        self._prepared = memory.prepared
        self._new: dict[str, bytes] = {}
        self._said: list[tuple[Any, ...]] = []

    def say(self, sql: bytes) -> None:
        self._said.append((self._pgconn.send_query_params, sql, None))

    def execute(self, command: Command, dialect: Dialect) -> tuple[Text, int]:
        """Prepare a statement that is new here, run it for each of its values; the place of its last answer."""
        many = command.statement.takes_many and len(command.values) > _FEW
        text = command.statement.on(dialect, many=many)
        name = self._prepared.get(text.sql) or self._new.get(text.sql)
        if name is None:
            name = self._new[text.sql] = b"m%d" % next(_numbers)
            self._said.append((self._pgconn.send_prepare, name, text.sql.encode()))
        send, dump = self._pgconn.send_query_prepared, self._adapt.dump_sequence
        formats = [PyFormat.TEXT] * len(text.binds)
        for values in [_as_lists(command.values)] if many else command.values:
            self._said.append((send, name, dump(text.placed(values), formats)))
        return text, len(self._said) - 1

    def made(self) -> Generator[Wait, Ready | int, list[PGresult]]:
        """Make the trip; raises the error that the server found first."""
        self._pgconn.enter_pipeline_mode()
        for send, *what in self._said:
            send(*what)
        self._pgconn.pipeline_sync()
        results: list[PGresult] = []
        while len(results) <= len(self._said):
            unsent = self._pgconn.flush()
            ready = yield Wait.RW if unsent else Wait.R
            # nothing is ready where psycopg takes up the trip of somebody who was cancelled
            if ready and ready & Ready.R:
                self._pgconn.consume_input()
                results.extend(self._arrived())
        self._pgconn.exit_pipeline_mode()
        self._look_at(results)
        return results

    def _arrived(self) -> Iterator[PGresult]:
        """The answers that are here; None stands between two of them, and twice where there are no more."""
        between = False
        while not self._pgconn.is_busy():
            result = self._pgconn.get_result()
            if result is None and between:
                return
            between = result is None
            if result is not None:
                yield result

    def _look_at(self, results: Sequence[PGresult]) -> None:
        if self._new:
            names = {name: sql for sql, name in self._new.items()}
            for (send, name, *_), result in zip(self._said, results, strict=False):
                if send == self._pgconn.send_prepare and result.status == ExecStatus.COMMAND_OK:
                    self._prepared[names[name]] = name
        failed = ExecStatus.FATAL_ERROR
        for result in results:
            if result.status == failed:
                raise error_from_result(result)

    def rows(self, result: PGresult) -> Sequence[tuple[Any, ...]]:
        if not result.ntuples:
            return ()
        self._adapt.set_pgresult(result)
        return self._adapt.load_rows(0, result.ntuples, tuple)


def _as_lists(rows: Sequence[Values]) -> Values:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _set(name: str, what: ColumnElement[str]) -> ColumnElement[str]:
    until_the_end = true()
    return func.set_config(name, what, until_the_end)


_IDENTIFY = Statement(
    lambda _: select(
        _set("app.gemeenten", value("gemeenten", type_=String)),
        _set("app.client", value("client", type_=String)),
        _set("transaction_read_only", value("readonly", type_=String)),
        _set(
            "lock_timeout",
            func.coalesce(value("wait", type_=String), func.current_setting("lock_timeout")),
        ),
    )
)
"""Tells row security who asks, until the end of the transaction."""
