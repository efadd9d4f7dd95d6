"""A real Apache Kafka broker for tests; deploy/kafka/broker.sh knows how to run one."""

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.servers import topics
from tests.servers.availability import ServerUnavailable
from tests.servers.ports import LOOPBACK, ports_of
from tests.servers.process import ServerProcess, find_setpriv, launch

_SCRIPT = Path(__file__).parents[2] / "deploy" / "kafka" / "broker.sh"
_UNAVAILABLE = 69


class KafkaBroker:
    """One broker in one data directory, on the same loopback ports after every restart.

    Everything blocks until it is done. A test with a running event loop that must go on
    meanwhile calls `asyncio.to_thread(broker.start)`.
    """

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._port, self._controller_port = ports_of(directory, 2)
        self._process: ServerProcess | None = None

    @property
    def bootstrap(self) -> str:
        """What clients connect to: host:port."""
        return f"{LOOPBACK}:{self._port}"

    @property
    def pid(self) -> int:
        """Process id; raises RuntimeError when the broker does not run."""
        return self._running().pid

    def start(self) -> None:
        """Start and return when the broker serves its partitions.

        Raises ServerUnavailable when Java, Maven or the jars cannot be had, ServerFailed with the
        end of the log when the broker dies.
        """
        if self._process is not None:
            raise RuntimeError("the broker was started already")
        fetch_jars()
        process = launch(
            [str(_SCRIPT), "run"],
            self._directory / "broker.log",
            death_signal="KILL",
            environment=os.environ | self._settings(),
        )
        self._wait_for(process)
        self._process = process

    def await_serving(self) -> None:
        """Return when the broker serves again: after a long pause it leads nothing for a while."""
        self._wait_for(self._running())

    def _wait_for(self, process: ServerProcess) -> None:
        process.wait_until(lambda: topics.serves(self.bootstrap), seconds=60)

    def stop(self) -> None:
        """Stop cleanly; by force when that takes 15 s, as it can with broker and controller in one.

        Does nothing when the broker does not run.
        """
        if self._process is not None:
            self.resume()
            self._end(signal.SIGTERM)

    def kill(self) -> None:
        """`kill -9`: what was acknowledged is in the page cache and survives."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Freeze the broker: connections stay open and nothing answers."""
        self._running().send(signal.SIGSTOP)

    def resume(self) -> None:
        self._running().send(signal.SIGCONT)

    def create_topics(self, names: Sequence[str], partitions: int = 6) -> None:
        """Create topics that keep their messages for ever; one that exists stays as it is."""
        topics.create_topics(self.bootstrap, names, partitions)

    def delete_topics(self, names: Sequence[str]) -> None:
        """Delete topics with their messages; one that does not exist is passed over."""
        topics.delete_topics(self.bootstrap, names)

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._running(), None
        process.end(number, seconds=15)

    def _running(self) -> ServerProcess:
        if self._process is None:
            raise RuntimeError("the broker does not run")
        return self._process

    def _settings(self) -> dict[str, str]:
        return {
            "KAFKA_DIR": str(self._directory.resolve()),
            "KAFKA_PORT": str(self._port),
            "KAFKA_CONTROLLER_PORT": str(self._controller_port),
        }


def fetch_jars() -> None:
    """Have the jars of the broker in their cache; takes a while the first time only.

    Raises ServerUnavailable when they cannot be had, or there is nothing to run them with.
    """
    find_setpriv()
    done = subprocess.run([str(_SCRIPT), "libs"], capture_output=True, text=True, check=False)
    if done.returncode == _UNAVAILABLE:
        raise ServerUnavailable(done.stderr.strip().splitlines()[-1])
    done.check_returncode()
