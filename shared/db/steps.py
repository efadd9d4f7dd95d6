"""Statements past the session on SQLite, which has no round trips to save: they are run one by one."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Dialect

from shared.db.direct import Command, Opening, Rows, Wie, told

BEGIN: Final = "begin immediate"
BEGIN_READING: Final = "begin deferred"


@dataclass(slots=True)
class Steps:
    """One connection of SQLite."""

    raw: Any
    dialect: Dialect

    @property
    def ended(self) -> bool:
        """See `Direct.ended`."""
        return not self.raw.in_transaction

    async def begin(self, wie: Wie, opening: Opening) -> list[Rows]:
        """See `Direct.begin`; here every row is seen."""
        try:
            if self.ended:
                await self.raw.execute_fetchall(BEGIN if opening.writes else BEGIN_READING)
        except sqlite3.Error as error:
            raise told(error, self.raw, self.dialect) from error
        return await self.run(opening.first)

    async def run(self, commands: Sequence[Command], *, commit: bool = False) -> list[Rows]:
        """See `Direct.run`."""
        try:
            rows = [await self._step(command) for command in commands]
            if commit:
                await self.raw.commit()
        except sqlite3.Error as error:
            raise told(error, self.raw, self.dialect) from error
        return rows

    async def _step(self, command: Command) -> Rows:
        text = command.statement.on(self.dialect)
        if len(command.values) == 1:
            found = await self.raw.execute_fetchall(text.sql, text.placed(command.values[0]))
            return text.rows(found)
        cursor = await self.raw.executemany(text.sql, [text.placed(v) for v in command.values])
        await cursor.close()
        return []
