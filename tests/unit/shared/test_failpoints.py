"""Places where a test kills the process: inert unless armed, and never armed by mistake."""

import subprocess
import sys

import pytest

from shared.failpoints import arm, failpoint

SCRIPT = """
import sys
from shared.failpoints import arm, failpoint
arm(sys.argv[1])
for place in sys.argv[2:]:
    name, _, service = place.partition("/")
    failpoint(name, service)
    print(place, flush=True)
"""


def _passes(spec: str, *places: str) -> tuple[int, list[str]]:
    """How the process ended and which places it got past."""
    command = [sys.executable, "-c", SCRIPT, spec, *places]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize(
    "spec",
    [
        "K5",
        "K5:stop",
        "K5:kill@",
        "K5:kill@x",
        "K5:kill@0",
        "K5:kill@-1",
        "K0:kill",
        "K10:kill",
        "k5:kill",
        ":kill",
        "K5/:kill",
        "K5:kill@1;K6:kill",
        "K5 :kill",
    ],
)
def test_a_spec_that_cannot_be_read_is_an_error_and_disarms_nothing_half(spec: str) -> None:
    with pytest.raises(ValueError, match="not of the form"):
        arm(spec)
    failpoint("K5", "budget")


def test_nothing_is_armed_by_an_empty_spec() -> None:
    arm("")
    for number in range(1, 10):
        failpoint(f"K{number}", "budget")


def test_the_nth_pass_of_an_armed_place_kills_without_a_last_word() -> None:
    code, passed = _passes("K5/budget:kill@2", "K5/budget", "K5/intake", "K6/budget", "K5/budget")
    assert (code, passed) == (-9, ["K5/budget", "K5/intake", "K6/budget"])


def test_several_places_may_be_armed_for_any_service_and_pass_the_first_time() -> None:
    assert _passes("K3:kill,K5/budget:kill@9", "K5/budget", "K3/intake") == (-9, ["K5/budget"])
    assert _passes("K3/budget:kill", "K3/intake", "K4/budget") == (0, ["K3/intake", "K4/budget"])
