"""Schemathesis finds nothing in any service: by one identity with all checks, and by two peers of other gemeenten."""

from pathlib import Path

import pytest

from deploy.services import SERVICES
from tests.fuzz.conftest import Doel
from tests.fuzz.running import fuzz

_PEERS = ("--checks", "object_level_authorization,ignored_auth")
_QUICK = ("--phases", "fuzzing", "-n", "3")
_FULL = ("-n", "40")

full = pytest.mark.parametrize(
    "size",
    [
        pytest.param(_QUICK, id="quick"),
        pytest.param(_FULL, id="full", marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)


@full
@pytest.mark.parametrize("service", SERVICES)
def test_one_identity_with_all_checks(
    doel: Doel, tmp_path: Path, service: str, size: tuple[str, ...]
) -> None:
    first = min(doel.tokens)
    code, said = fuzz(
        doel.suite.url(service),
        tmp_path / "run",
        {first: doel.tokens[first]},
        doel.known,
        "--checks",
        "all",
        *size,
    )
    print(said)
    assert code == 0, said


@full
@pytest.mark.parametrize("service", SERVICES)
def test_two_peers_stay_apart(
    doel: Doel, tmp_path: Path, service: str, size: tuple[str, ...]
) -> None:
    code, said = fuzz(
        doel.suite.url(service), tmp_path / "run", doel.tokens, doel.known, *_PEERS, *size
    )
    print(said)
    assert code == 0, said
