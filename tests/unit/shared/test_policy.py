"""Rules as data: what the loader refuses, and which value holds on which day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from shared.errors import Conflict, Regel
from shared.policy import BuitenGeldigheid, PolicyError, Reeks, load_policies, load_policy


@dataclass(frozen=True)
class Proef:
    plafond_centen: Reeks[int]
    soort: Reeks[str]


SOORT = "soort:\n  - {vanaf: 2020-01-01, waarde: prb, regel: S-001, bron: par. 1}\n"
GOOD = """\
plafond_centen:
  - {vanaf: 2020-01-01, tot: 2024-12-31, waarde: 250000, regel: S-091, bron: "Plan 2020, par. 6.4"}
  - {vanaf: 2025-01-01, waarde: 275000, regel: S-091, bron: "Plan 2025, par. 6.4"}
"""
FIRST = "  - {vanaf: 2020-01-01, tot: 2024-12-31, waarde: 1, regel: S-091, bron: par. 6}\n"
REFUSED = {
    "unknown key": (GOOD + SOORT + "extra: []\n", "extra", "onbekende sleutel"),
    "missing key": (GOOD, "soort", "ontbreekt"),
    "double key": (GOOD + SOORT + SOORT, "soort", "staat er twee keer"),
    "double key inside a value": (
        SOORT + GOOD.replace("waarde: 275000", "waarde: 275000, waarde: 1"),
        "waarde",
        "staat er twee keer",
    ),
    "gap": (SOORT + GOOD.replace("2025-01-01", "2025-01-02"), "plafond_centen", "gat na 2024"),
    "overlap": (SOORT + GOOD.replace("2025-01-01", "2024-12-31"), "plafond_centen", "overlapt"),
    "open end before the last": (
        SOORT + GOOD.replace(" tot: 2024-12-31,", ""),
        "plafond_centen",
        "overlapt",
    ),
    "descending": (
        SOORT + "plafond_centen:\n" + FIRST.replace("202", "203") + FIRST,
        "plafond_centen",
        "overlapt|gat",
    ),
    "end before begin": (
        SOORT + GOOD.replace("tot: 2024-12-31", "tot: 2019-12-31"),
        "plafond_centen",
        "eindigt",
    ),
    "missing source": (
        SOORT + GOOD.replace(', bron: "Plan 2025, par. 6.4"', ""),
        "plafond_centen",
        "bron",
    ),
    "empty source": (SOORT + GOOD.replace("Plan 2025, par. 6.4", " "), "plafond_centen", "bron"),
    "empty rule": (
        SOORT + GOOD.replace('regel: S-091, bron: "Plan 2025', "regel: '', bron: \"Plan 2025"),
        "plafond_centen",
        "regel is leeg",
    ),
    "wrong type": (SOORT + GOOD.replace("275000", "veel"), "plafond_centen", "int"),
    "unknown field of a value": (
        SOORT + GOOD.replace("waarde: 275000", "waarde: 275000, munt: eur"),
        "plafond_centen",
        "munt",
    ),
    "no values": (SOORT + "plafond_centen: []\n", "plafond_centen", "geen lijst"),
    "no YAML": ("a: [", "(bestand)", "geen YAML"),
    "empty file": ("", "(bestand)", "geen verzameling"),
    "not a mapping": ("- 1\n", "(bestand)", "geen verzameling"),
}

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str, place: str = "GM0090", root: str = "rules") -> Path:
        file = tmp_path / root / place / "proef.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        return file

    return written


@pytest.mark.parametrize("fault", REFUSED)
def test_a_file_that_cannot_be_trusted_is_refused_naming_file_and_key(
    write: Write, fault: str
) -> None:
    content, key, reason = REFUSED[fault]
    file = write(content)
    with pytest.raises(PolicyError, match=reason) as refused:
        load_policy(file, Proef)
    assert str(refused.value).startswith(f"{file}: {key}: ")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "proef.yaml"
    file.write_bytes(b"soort: \xff")
    with pytest.raises(PolicyError, match=r"proef\.yaml"):
        load_policy(file, Proef)


def test_a_value_holds_on_both_ends_of_its_validity(write: Write) -> None:
    plafond = load_policy(write(GOOD + SOORT), Proef).plafond_centen
    found = [
        plafond.op(dag).waarde
        for dag in (
            date(2020, 1, 1),
            date(2024, 12, 31),
            date(2025, 1, 1),
            date(2099, 12, 31),
        )
    ]
    assert found == [250000, 250000, 275000, 275000]
    assert plafond.op(date(2025, 1, 1)).als_regel() == Regel(
        "S-091", "Plan 2025, par. 6.4", "275000", date(2025, 1, 1)
    )


def test_a_day_without_a_rule_is_a_conflict_that_names_the_rule(write: Write) -> None:
    plafond = load_policy(write(GOOD + SOORT), Proef).plafond_centen
    before = date(2020, 1, 1) - timedelta(days=1)
    assert not plafond.geldt_op(before)
    assert plafond.geldt_op(date(2020, 1, 1))
    with pytest.raises(BuitenGeldigheid) as outside:
        plafond.op(before)
    assert isinstance(outside.value, Conflict)
    assert [regel.id for regel in outside.value.regels] == ["S-091"]


def test_every_place_with_a_file_is_read_and_an_overlay_replaces_the_whole_file(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    write(GOOD + SOORT, "GM0090")
    write(GOOD + SOORT, "landelijk")
    write(GOOD.replace("275000", "300000") + SOORT, "GM0090", "overlay")
    found = load_policies(tmp_path / "rules", "proef", Proef, tmp_path / "overlay")
    today = date(2026, 1, 1)
    assert {place: view.plafond_centen.op(today).waarde for place, view in found.items()} == {
        "GM0090": 300000,
        "landelijk": 275000,
    }
    assert load_policies(tmp_path / "rules", "ander", Proef) == {}
