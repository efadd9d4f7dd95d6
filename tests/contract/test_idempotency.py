"""`Idempotency-Key`: one effect per key, however often and however closely it is asked for (decision 22)."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from shared import idempotency
from shared.db.engine import Database
from shared.db.tables import idempotentie
from shared.db.uow import UnitOfWork
from shared.idempotency import (
    Answer,
    Claim,
    NogBezig,
    Replay,
    SleutelHergebruikt,
    claimed,
    fingerprint,
    forget,
    keep,
)
from shared.testing.clock import FakeClock
from tests.contract.proef import HIER, Notitie, notitie, rows

ANSWER = Answer(201, b'{"id":1}', "/v1/notities/1")
BODY = fingerprint("POST", "/v1/notities", b"{}")
FIRST = Claim("hier", "sleutel", BODY)


class Mislukt(Exception):
    """The effect fails after the key was claimed."""


async def create(
    uow: UnitOfWork, wanted: Claim = FIRST, *, hold: float = 0, fail: bool = False
) -> str:
    """What a creating route does; gives how the request ended."""
    try:
        async with uow(replace(HIER, client=wanted.client), wanted.opening) as tx:
            await claimed(tx, wanted)
            tx.session.add(notitie())
            await tx.session.flush()
            await asyncio.sleep(hold)
            _may_fail(fail)
            keep(tx, wanted, ANSWER)
    except (NogBezig, SleutelHergebruikt, Mislukt) as ended:
        return type(ended).__name__
    except Replay as replay:
        return "Replay" if replay.answer == ANSWER else f"Replay of {replay.answer}"
    return "created"


def _may_fail(fail: bool) -> None:
    if fail:
        raise Mislukt


async def test_a_repeat_gets_the_stored_answer_and_has_no_effect(
    uow: UnitOfWork, database: Database, clock: FakeClock
) -> None:
    assert await create(uow) == "created"
    clock.advance(timedelta(hours=72))
    await forget(uow)
    assert [await create(uow), await create(uow)] == ["Replay", "Replay"]
    assert len(await rows(database, Notitie)) == 1


async def test_an_answer_is_kept_for_72_hours_and_then_its_key_is_new(
    uow: UnitOfWork, database: Database, clock: FakeClock
) -> None:
    assert await create(uow) == "created"
    clock.advance(timedelta(hours=72, seconds=1))
    await forget(uow)
    assert await rows(database, idempotentie) == []
    assert await create(uow) == "created"


async def test_forgetting_goes_on_after_a_database_that_was_away(
    uow: UnitOfWork, database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await create(uow) == "created"
    clock.advance(timedelta(hours=73))
    tries = iter([OSError(), None])

    async def now_and_then(asked: UnitOfWork) -> None:
        if error := next(tries):
            raise error
        await forget(asked)

    monkeypatch.setattr(idempotency, "forget", now_and_then)
    running = asyncio.ensure_future(idempotency.keep_forgetting(uow, seconds=0.01))
    async with asyncio.timeout(60):
        while await rows(database, idempotentie):
            await asyncio.sleep(0.01)
    running.cancel()


async def test_20_requests_at_once_with_one_key_have_one_effect(
    uow: UnitOfWork, database: Database
) -> None:
    ended = Counter(await asyncio.gather(*(create(uow, hold=0.1) for _ in range(20))))
    assert ended == {"created": 1, "Replay": 19}
    assert len(await rows(database, Notitie)) == 1


async def test_a_repeat_behind_a_slow_first_request_is_told_so_where_writers_do_not_queue(
    uow: UnitOfWork, database: Database
) -> None:
    first, second = await asyncio.gather(create(uow, hold=2.4), _later(uow))
    assert first == "created"
    # the named exception of decision 22: on SQLite writers queue and the repeat gets the answer
    assert second == ("NogBezig" if database.has_broker else "Replay")
    assert len(await rows(database, Notitie)) == 1


async def _later(uow: UnitOfWork) -> str:
    await asyncio.sleep(0.2)
    return await create(uow)


def test_a_request_that_is_still_running_is_409_verzoek_nog_bezig() -> None:
    assert NogBezig.code == "verzoek-nog-bezig"


async def test_a_rollback_frees_the_key(uow: UnitOfWork, database: Database) -> None:
    assert await create(uow, fail=True) == "Mislukt"
    assert await rows(database, idempotentie) == []
    assert await create(uow) == "created"


async def test_a_repeat_that_waits_behind_a_failing_first_request_takes_over(
    uow: UnitOfWork, database: Database
) -> None:
    ended = await asyncio.gather(create(uow, hold=0.5, fail=True), _later(uow))
    assert tuple(ended) == ("Mislukt", "created")
    assert len(await rows(database, Notitie)) == 1


@pytest.mark.parametrize(
    "other",
    [
        fingerprint("POST", "/v1/notities", b"{} "),
        fingerprint("POST", "/v1/anders", b"{}"),
        fingerprint("PUT", "/v1/notities", b"{}"),
    ],
)
async def test_a_key_belongs_to_one_exact_request(uow: UnitOfWork, other: str) -> None:
    assert await create(uow) == "created"
    assert await create(uow, Claim("hier", "sleutel", other)) == "SleutelHergebruikt"


async def test_clients_do_not_share_keys(uow: UnitOfWork, database: Database) -> None:
    assert await create(uow) == "created"
    assert await create(uow, Claim("daar", "sleutel", BODY)) == "created"
    assert len(await rows(database, idempotentie)) == 2


def test_the_fingerprint_does_not_depend_on_where_path_and_body_meet() -> None:
    assert fingerprint("POST", "/a", b"b") != fingerprint("POST", "/ab", b"")
