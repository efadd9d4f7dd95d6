"""Server processes that cannot outlive the test run, however it ends."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.servers.availability import ServerUnavailable

# The kernel sends the parent death signal when the *thread* that started the child ends. This
# one ends with the interpreter, so tests may start servers from any thread they like.
_launcher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="launches-servers")


class ServerFailed(Exception):
    """A server died or did not become ready; the message holds the end of its log."""


class ServerProcess:
    """One running server: a child process whose output goes to a log file."""

    def __init__(self, command: Sequence[str], log: Path, child: subprocess.Popen[bytes]) -> None:
        self._name = Path(command[0]).name
        self._log = log
        self._child = child

    @property
    def pid(self) -> int:
        return self._child.pid

    def is_alive(self) -> bool:
        return self._child.poll() is None

    def send(self, number: signal.Signals) -> None:
        """Send a signal; does nothing when the process has ended."""
        self._child.send_signal(number)

    def end(self, number: signal.Signals, *, seconds: float) -> None:
        """Send a signal and wait until the process has ended, by force after `seconds`."""
        self.send(number)
        try:
            self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def wait(self, *, seconds: float) -> int:
        """Return the exit code once the process has ended: minus the number of a signal that ended it.

        Raises ServerFailed when it still runs after `seconds`; by then nothing runs any more.
        """
        try:
            return self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.end(signal.SIGKILL, seconds=10)
            raise ServerFailed(
                f"{self._name} still ran after {seconds:.0f} s; the end of {self._log}:\n"
                f"{self._log_end()}"
            ) from None

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Return once `ready` answers True.

        Raises ServerFailed at once when the process has died, and after `seconds`; by then
        nothing runs any more.
        """
        deadline = time.monotonic() + seconds
        while self.is_alive() and time.monotonic() < deadline:
            if ready():
                return
            time.sleep(0.05)
        problem = f"not ready after {seconds:.0f} s" if self.is_alive() else "died while starting"
        self.end(signal.SIGKILL, seconds=10)
        raise ServerFailed(f"{self._name} {problem}; the end of {self._log}:\n{self._log_end()}")

    def _log_end(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-40:])


def launch(
    command: Sequence[str],
    log: Path,
    *,
    death_signal: str,
    identity: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> ServerProcess:
    """Start a server that gets `death_signal` when this Python process ends or is killed.

    `identity` holds options of setpriv(1) that say as whom it runs. It has a session of its own:
    an interrupt from the keyboard is for pytest, which then stops its servers in order.
    """
    setpriv = [find_setpriv(), "--pdeathsig", death_signal, *identity, "--"]

    def spawn() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                [*setpriv, *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=log.parent,
                env=environment,
                start_new_session=True,
            )

    return ServerProcess(command, log, _launcher.submit(spawn).result())


def find_setpriv() -> str:
    """Path of setpriv(1), which only Linux has; raises ServerUnavailable elsewhere."""
    return need("setpriv", "apt-get install util-linux")


def need(program: str, install: str) -> str:
    """Path of a program that must be installed.

    Raises ServerUnavailable with the line that installs it.
    """
    found = shutil.which(program)
    if found is None:
        raise ServerUnavailable(f"{program} is not on this machine: {install}")
    return found
