"""The suite of the demo, a process of its own beside the player: its clock goes to each day it reads on standard input.

It answers each day with a line, and stops when the input ends: when the player is gone, so is its suite.
"""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from deploy import embedded
from deploy.migrate import data_url, upgrade_database
from deploy.services import SERVICES
from deploy.settings import Settings
from shared.logs import configure_logging


class PlayedClock:
    """The clock of the demo: begins each played day at eight and runs on from there at the speed of real time."""

    def __init__(self, day: date) -> None:
        self._from = _eight(day)
        self._since = time.monotonic()

    def now(self) -> datetime:
        """The moment in the played year."""
        return self._from + timedelta(seconds=time.monotonic() - self._since)

    def go(self, day: date) -> None:
        """Make it this day; the clock never goes back."""
        if _eight(day) > self.now():
            self._from, self._since = _eight(day), time.monotonic()


class PlayedSuite:
    """The running suite, as the player speaks to it."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self._child = child
        self._day: date | None = None
        self._hear("ready ")

    def go(self, day: date) -> None:
        """Make it this day there."""
        if day == self._day:
            return
        assert self._child.stdin is not None
        self._child.stdin.write(f"{day}\n")
        self._child.stdin.flush()
        self._hear(str(day))
        self._day = day

    def serve(self) -> None:
        """Let it serve until it is stopped."""
        self._child.wait()

    def _hear(self, said: str) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            if line.startswith(said):
                return
        raise RuntimeError("de suite van de demo is gestopt; hierboven staat waarom")


@contextmanager
def played_suite(port: int, data: Path, day: date) -> Iterator[PlayedSuite]:
    """The suite from this day on; stopped at the end."""
    command = [sys.executable, "-u", "-m", "deploy.demo.suite"]
    options = ["--port", str(port), "--data", str(data), "--dag", str(day)]
    child = subprocess.Popen(
        [*command, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield PlayedSuite(child)
    finally:
        child.terminate()
        child.wait()


def main(
    port: Annotated[int, typer.Option()],
    data: Annotated[Path, typer.Option()],
    dag: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])],
) -> None:
    """Serve, and follow the days."""
    settings = Settings()
    configure_logging(level=logging.WARNING)  # a line per request would run through the table
    for service in SERVICES.values():
        upgrade_database(service, data_url(data, service))
    asyncio.run(_run(settings, PlayedClock(dag.date()), port, data))


async def _run(settings: Settings, clock: PlayedClock, port: int, data: Path) -> None:
    async with asyncio.TaskGroup() as group:
        following = group.create_task(_follow(clock))
        await embedded.run(settings, clock, port, data)
        following.cancel()


async def _follow(clock: PlayedClock) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        clock.go(date.fromisoformat(line.decode().strip()))
        print(line.decode().strip(), flush=True)
    os.kill(os.getpid(), signal.SIGTERM)


def _eight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


if __name__ == "__main__":
    typer.run(main)
