"""Where the keys come from in each mode."""

import stat
from pathlib import Path

import pytest

from deploy.embedded import own_keys
from deploy.settings import Settings
from shared.crypto import SleutelsOnbruikbaar


def test_no_service_starts_without_keys() -> None:
    with pytest.raises(SleutelsOnbruikbaar, match="MEEDOEN_SLEUTELS"):
        Settings(sleutels=None).ring()


def test_the_embedded_suite_makes_its_own_once(tmp_path: Path) -> None:
    file = own_keys(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    made = file.read_bytes()
    assert own_keys(tmp_path) == file
    assert file.read_bytes() == made
    ring = Settings(sleutels=file).ring()
    assert len(ring.index("GM0090", "999990019")) == 32
