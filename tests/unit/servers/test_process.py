"""What the servers of the tests share: ports, start-up, and what to do when there is none."""

import signal
import socket
from pathlib import Path

import pytest

from tests.servers.availability import ServerUnavailable, skip_or_fail
from tests.servers.ports import LOOPBACK, ephemeral_range, free_ports, ports_of
from tests.servers.process import ServerFailed, launch, need


def test_a_server_keeps_its_ports_while_its_directory_lives(tmp_path: Path) -> None:
    first = ports_of(tmp_path, 2)

    assert len(set(first)) == 2
    assert ports_of(tmp_path, 2) == first


def test_a_port_in_use_is_not_free(monkeypatch: pytest.MonkeyPatch) -> None:
    [taken, free] = free_ports(2)
    monkeypatch.setattr("tests.servers.ports._candidates", lambda: [taken, free])
    with socket.create_server((LOOPBACK, taken)):
        assert free_ports(1) == [free]
        with pytest.raises(RuntimeError):
            free_ports(2)


def test_ports_are_not_ephemeral() -> None:
    lowest, highest = ephemeral_range()

    assert not [port for port in free_ports(50) if lowest <= port <= highest]


def test_a_server_that_dies_is_reported_at_once_with_its_log(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo no such setting; exit 1"]
    server = launch(command, tmp_path / "log", death_signal="KILL")

    with pytest.raises(ServerFailed, match=r"sh died(.|\n)*no such setting"):
        server.wait_until(lambda: False, seconds=60)


def test_a_server_that_does_not_become_ready_is_ended(tmp_path: Path) -> None:
    server = launch(["sleep", "60"], tmp_path / "log", death_signal="KILL")

    with pytest.raises(ServerFailed, match="sleep not ready"):
        server.wait_until(lambda: False, seconds=0.2)
    assert not server.is_alive()


def test_a_server_that_ignores_the_signal_is_ended_by_force(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"]
    server = launch(command, log, death_signal="KILL")
    server.wait_until(lambda: "ready" in log.read_text(), seconds=10)

    server.end(signal.SIGTERM, seconds=0.3)

    assert not server.is_alive()


def test_a_missing_program_is_named_with_the_line_that_installs_it() -> None:
    with pytest.raises(ServerUnavailable, match="apt-get install nothing"):
        need("no-such-program", "apt-get install nothing")


@pytest.mark.parametrize("value", ["", "false"])
def test_without_a_server_tests_are_skipped(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CI", value)
    with pytest.raises(pytest.skip.Exception, match="no Java"):
        skip_or_fail("no Java")


def test_without_a_server_tests_fail_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no Java"):
        skip_or_fail("no Java")
