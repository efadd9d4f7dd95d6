"""Stopping in order, and going on with the same data."""

import signal

import pytest

from tests.flow import invarianten
from tests.flow.settling import settle
from tests.flow.suite import Suite
from tests.flow.werk import SMALLINGERLAND, Werk


def test_sigterm_ends_every_process_well_and_the_next_start_goes_on(
    suite: Suite, werk: Werk
) -> None:
    persoon = werk.deelnemer(SMALLINGERLAND)
    toekenning = werk.prb(persoon, 2023)

    assert suite.stop() == dict.fromkeys(suite.processes, 0)
    suite.start()

    assert all(suite.is_ready(process) for process in suite.processes)
    assert werk.uitkomst(toekenning)["status"] == "verleend"
    assert werk.traject(persoon)["persoonRef"] == persoon
    settle(suite)
    invarianten.check(suite)


@pytest.mark.parametrize("suite", ["embedded"], indirect=True)
def test_an_interrupt_from_the_keyboard_ends_it_well(suite: Suite, werk: Werk) -> None:
    [process] = suite.processes

    assert suite.stop(process, number=signal.SIGINT) == {process: 0}
    suite.start()

    assert werk.client.get("intake", "/inwoners")["count"] >= 0
