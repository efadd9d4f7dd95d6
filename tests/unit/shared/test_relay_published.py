"""Which events the relay may mark: acknowledged, and no earlier one of the same key was not."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.relay import published


@dataclass(frozen=True)
class Waiting:
    id: int
    key: str


def _rows(keys: str) -> list[Any]:
    return [Waiting(number, key) for number, key in enumerate(keys)]


@pytest.mark.parametrize(
    ("keys", "acked", "done"),
    [
        ("", "", []),
        ("aba", "+++", [0, 1, 2]),
        ("aba", "---", []),
        ("abab", "-+++", [1, 3]),
        ("abab", "+-++", [0, 2]),
        ("aaaa", "++-+", [0, 1]),
    ],
)
def test_what_was_acknowledged_behind_a_failure_of_its_key_is_sent_again(
    keys: str, acked: str, done: list[int]
) -> None:
    assert published(_rows(keys), [sign == "+" for sign in acked]) == done


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans())))
def test_what_is_marked_is_per_key_a_prefix_of_what_waits(found: list[tuple[str, bool]]) -> None:
    rows = _rows("".join(key for key, _ in found))
    acked = [arrived for _, arrived in found]
    done = published(rows, acked)
    for key in "abc":
        mine = [row.id for row in rows if row.key == key]
        marked = [number for number in done if number in mine]
        assert marked == mine[: len(marked)]
        assert all(acked[number] for number in marked)
        # and not one fewer than allowed
        assert len(marked) == len(mine) or not acked[mine[len(marked)]]


def test_every_row_needs_an_answer() -> None:
    with pytest.raises(ValueError, match="shorter"):
        published(_rows("ab"), [True])
