"""The servers of the tests keep what they confirmed when they are brought down hard."""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.servers import topics
from tests.servers.kafka import KafkaBroker
from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.distributed

LISTEN = "0A"
LOOPBACK_V4, LOOPBACK_V4_MAPPED = "0100007F", "0000000000000000FFFF00000100007F"

# A test run that starts a server from a thread which ends, as asyncio.to_thread may, then hangs.
RUN = """
import sys, threading, time
from pathlib import Path
from tests.servers.postgres import PostgresServer
from tests.servers.process import launch

def start():
    server = PostgresServer(Path(sys.argv[1]))
    server.start()
    other = launch(["sleep", "600"], Path(sys.argv[1]) / "sleep.log", death_signal="KILL")
    pids.extend([server.pid, other.pid])

pids = []
thread = threading.Thread(target=start)
thread.start()
thread.join()
time.sleep(0.2)
print(*pids, flush=True)
time.sleep(600)
"""


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[str]:
    postgres.create_database("servers")
    yield "servers"
    postgres.drop_database("servers")


@pytest.fixture
def topic(kafka: KafkaBroker) -> Iterator[str]:
    kafka.create_topics(["servers"])
    yield "servers"
    kafka.delete_topics(["servers"])


@pytest.mark.parametrize("way", ["stop_immediate", "kill", "stop"])
def test_postgres_keeps_a_commit_over_a_restart(
    postgres: PostgresServer, database: str, way: str
) -> None:
    engine = create_engine(postgres.url(database))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE saldo (bedrag bigint)"))
        connection.execute(text("INSERT INTO saldo VALUES (125000)"))

    getattr(postgres, way)()
    postgres.start()
    engine.dispose()

    with engine.connect() as connection:
        assert connection.execute(text("SELECT bedrag FROM saldo")).scalar_one() == 125000
    engine.dispose()


def test_kafka_keeps_what_it_acknowledged_over_kill_9(kafka: KafkaBroker, topic: str) -> None:
    sent = [f"bericht {number}".encode() for number in range(200)]
    topics.send(kafka.bootstrap, topic, sent)
    before = kafka.bootstrap

    kafka.kill()
    kafka.start()

    assert kafka.bootstrap == before
    assert sorted(topics.read_all(kafka.bootstrap, topic)) == sorted(sent)


def test_a_deleted_topic_comes_back_empty(kafka: KafkaBroker, topic: str) -> None:
    topics.send(kafka.bootstrap, topic, [b"oud"])
    assert topics.read_all(kafka.bootstrap, topic) == [b"oud"]

    kafka.delete_topics([topic, "never-there"])
    with pytest.raises(RuntimeError):
        topics.read_all(kafka.bootstrap, topic)
    kafka.create_topics([topic], partitions=2)
    kafka.create_topics([topic], partitions=2)

    assert topics.read_all(kafka.bootstrap, topic) == []


async def test_a_paused_broker_answers_nobody_until_it_is_resumed(kafka: KafkaBroker) -> None:
    kafka.pause()
    try:
        assert not await asyncio.to_thread(topics.serves, kafka.bootstrap)
    finally:
        kafka.resume()
    await asyncio.to_thread(kafka.await_serving)
    await asyncio.to_thread(kafka.create_topics, ["ready"])


def test_servers_listen_on_loopback_only(kafka: KafkaBroker, postgres: PostgresServer) -> None:
    for server, ports in ((kafka, 2), (postgres, 1)):
        addresses = _listening_addresses(server.pid)
        assert len(addresses) == ports
        assert set(addresses) <= {LOOPBACK_V4, LOOPBACK_V4_MAPPED}


def test_servers_end_when_the_test_run_is_killed() -> None:
    with tempfile.TemporaryDirectory(prefix="meedoen-killed-") as directory:
        run = subprocess.Popen([sys.executable, "-c", RUN, directory], stdout=subprocess.PIPE)
        with run:
            assert run.stdout is not None
            pids = [int(pid) for pid in run.stdout.readline().split()]
            assert [_is_running(pid) for pid in pids] == [True, True]
            run.kill()

        deadline = time.monotonic() + 10
        while any(map(_is_running, pids)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [_is_running(pid) for pid in pids] == [False, False]


def _listening_addresses(pid: int) -> list[str]:
    """Addresses, as the kernel writes them, of the sockets on which a process takes connections."""
    files = list(_open_files(pid))
    rows = [
        row.split()
        for table in ("tcp", "tcp6")
        for row in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    listening = [(row[1], f"socket:[{row[9]}]") for row in rows if row[3] == LISTEN]
    return [local.split(":")[0] for local, socket in listening if socket in files]


def _is_running(pid: int) -> bool:
    """A process that has ended but was not waited for has an empty command line."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except (FileNotFoundError, ProcessLookupError):
        return False


def _open_files(pid: int) -> Iterator[str]:
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        # a busy server closes files while we look
        with suppress(FileNotFoundError):
            yield str(entry.readlink())
