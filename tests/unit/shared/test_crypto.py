"""Personal data at rest: read in its own place with its own key, and nowhere else."""

import stat
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from shared.crypto import (
    Onleesbaar,
    PersoonSleutel,
    Plaats,
    Sleutelbestand,
    Sleutelring,
    SleutelsOnbruikbaar,
    Verpakt,
    bewaar,
    lees,
    nieuw_bestand,
)

GEMEENTEN = ("GM0090", "GM0098")
PLAATS = Plaats("GM0090", "identiteit", "sleutel", uuid4())
BSN = replace(PLAATS, kolom="bsn")
NUMMER = b"999990019"


@pytest.fixture
def bestand() -> Sleutelbestand:
    return nieuw_bestand(GEMEENTEN)


@pytest.fixture
def ring(bestand: Sleutelbestand) -> Sleutelring:
    return Sleutelring(bestand)


def test_what_was_written_is_read_with_the_stored_key(ring: Sleutelring) -> None:
    sleutel, verpakt = ring.nieuw(PLAATS)
    bewaard = sleutel.versleutel(BSN, NUMMER)
    assert NUMMER not in bewaard
    assert len(bewaard) == 37  # nonce 12, nine digits, tag 16
    assert ring.open(PLAATS, verpakt).ontsleutel(BSN, bewaard) == NUMMER
    assert sleutel.versleutel(BSN, NUMMER) != bewaard


@pytest.mark.parametrize(
    "elders",
    [{"gemeente": "GM0098"}, {"tabel": "aanmelding"}, {"kolom": "naam"}, {"rij": uuid4()}],
)
def test_a_ciphertext_that_is_moved_cannot_be_read(
    ring: Sleutelring, elders: dict[str, Any]
) -> None:
    sleutel, verpakt = ring.nieuw(PLAATS)
    bewaard = sleutel.versleutel(BSN, NUMMER)
    with pytest.raises(Onleesbaar):
        sleutel.ontsleutel(replace(BSN, **elders), bewaard)
    with pytest.raises((Onleesbaar, SleutelsOnbruikbaar)):
        ring.open(replace(PLAATS, **elders), verpakt)


def test_nor_one_that_was_changed_or_belongs_to_another_person(ring: Sleutelring) -> None:
    sleutel, _ = ring.nieuw(PLAATS)
    bewaard = sleutel.versleutel(BSN, NUMMER)
    for kapot in (b"", bewaard[:-1], bewaard[:20] + bytes([bewaard[20] ^ 1]) + bewaard[21:]):
        with pytest.raises(Onleesbaar):
            sleutel.ontsleutel(BSN, kapot)
    ander, _ = ring.nieuw(replace(PLAATS, rij=uuid4()))
    with pytest.raises(Onleesbaar):
        ander.ontsleutel(BSN, bewaard)
    with pytest.raises(Onleesbaar):
        PersoonSleutel("een ander", b"\x00" * 32).ontsleutel(BSN, bewaard)


def test_the_index_is_the_same_for_a_number_and_differs_per_gemeente(ring: Sleutelring) -> None:
    een = ring.index("GM0090", "999990019")
    assert een == ring.index("GM0090", "999990019")
    assert len({een, ring.index("GM0098", "999990019"), ring.index("GM0090", "999990020")}) == 3
    assert ring.indexen("GM0090", "999990019") == [een]
    with pytest.raises(SleutelsOnbruikbaar):
        ring.index("GM0014", "999990019")


def test_after_a_new_key_the_old_one_still_reads_and_finds(bestand: Sleutelbestand) -> None:
    ring = Sleutelring(bestand)
    sleutel, verpakt = ring.nieuw(PLAATS)
    bewaard = sleutel.versleutel(BSN, NUMMER)
    [nieuw] = nieuw_bestand(["GM0090"]).gemeenten["GM0090"]
    nieuw = msgspec.structs.replace(nieuw, kid="2")
    later = Sleutelring(
        msgspec.structs.replace(
            bestand, gemeenten={"GM0090": (*bestand.gemeenten["GM0090"], nieuw)}
        )
    )
    assert later.open(PLAATS, verpakt).ontsleutel(BSN, bewaard) == NUMMER
    assert later.nieuw(PLAATS)[1].kid == "2"
    assert ring.index("GM0090", "999990019") in later.indexen("GM0090", "999990019")
    assert later.index("GM0090", "999990019") == later.indexen("GM0090", "999990019")[-1]
    with pytest.raises(SleutelsOnbruikbaar):
        ring.open(PLAATS, Verpakt("2", verpakt.sleutel))


def test_the_file_is_for_its_owner_only_and_never_replaced(
    bestand: Sleutelbestand, tmp_path: Path
) -> None:
    file = tmp_path / "sleutels.json"
    bewaar(bestand, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert lees(file, GEMEENTEN).index("GM0090", "1") == Sleutelring(bestand).index("GM0090", "1")
    with pytest.raises(FileExistsError):
        bewaar(nieuw_bestand(GEMEENTEN), file)


def test_keys_are_never_shown(bestand: Sleutelbestand) -> None:
    assert repr(bestand) == "<sleutels van GM0090, GM0098>"
    assert repr(bestand.gemeenten["GM0090"]) == "(<sleutel 1>,)"


def _kort(sleutels: dict[str, Any]) -> None:
    sleutels["gemeenten"]["GM0098"][0]["kek"] = "a29ydA=="


def _dubbel(sleutels: dict[str, Any]) -> None:
    sleutels["gemeenten"]["GM0098"] *= 2


def _gelijk(sleutels: dict[str, Any]) -> None:
    sleutel = sleutels["gemeenten"]["GM0098"][0]
    sleutel["index"] = sleutel["kek"]


def _ontbreekt(sleutels: dict[str, Any]) -> None:
    del sleutels["gemeenten"]["GM0098"]


def _stempel(sleutels: dict[str, Any]) -> None:
    sleutels["stempel"] = ""


@pytest.mark.parametrize("bederf", [_kort, _dubbel, _gelijk, _ontbreekt, _stempel])
def test_weak_keys_are_refused_without_naming_them(
    bestand: Sleutelbestand, tmp_path: Path, bederf: Any
) -> None:
    sleutels = msgspec.to_builtins(bestand)
    bederf(sleutels)
    file = tmp_path / "sleutels.json"
    file.write_bytes(msgspec.json.encode(sleutels))
    with pytest.raises(SleutelsOnbruikbaar) as refused:
        lees(file, GEMEENTEN)
    assert not any(
        sleutel.get("kek", "?") in str(refused.value)
        for rij in sleutels["gemeenten"].values()
        for sleutel in rij
    )


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "sleutels.json"
    with pytest.raises(SleutelsOnbruikbaar):
        lees(file, GEMEENTEN)
    file.write_text("{")
    with pytest.raises(SleutelsOnbruikbaar):
        lees(file, GEMEENTEN)
