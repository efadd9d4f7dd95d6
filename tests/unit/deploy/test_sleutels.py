"""Where the keys of personal data come from in each mode."""

import stat
from pathlib import Path

import pytest

from deploy.embedded import own_keys
from deploy.services import SERVICES
from deploy.settings import Settings
from shared.crypto import GEEN_SLEUTELS, SleutelsOnbruikbaar


def test_intake_does_not_start_without_keys_and_the_others_need_none() -> None:
    settings = Settings(sleutels=None)
    with pytest.raises(SleutelsOnbruikbaar, match="MEEDOEN_SLEUTELS"):
        settings.ring(SERVICES["intake"])
    for name in SERVICES.keys() - {"intake"}:
        assert settings.ring(SERVICES[name]) is GEEN_SLEUTELS


def test_the_embedded_suite_makes_its_own_once(tmp_path: Path) -> None:
    file = own_keys(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    made = file.read_bytes()
    assert own_keys(tmp_path) == file
    assert file.read_bytes() == made
    ring = Settings(sleutels=file).ring(SERVICES["intake"])
    assert len(ring.index("GM0090", "999990019")) == 32
