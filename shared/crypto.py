"""What may not be read from the database alone: personal data, secrets of webhooks, answers that are kept for a repeat.

Personal data has a key per person, wrapped by a key per gemeente, and a keyed index to find a number by.

Who has the database alone reads nothing and can look up nothing, and a ciphertext that is moved to another row, column
or gemeente cannot be read there. When the wrapped key of a person is deleted, all that was written with it is lost, in
backups too: that is how a person is erased.
"""

import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_BYTES = 32
_NONCE = 12


class SleutelsOnbruikbaar(Exception):
    """The keys are missing or too weak; the message never names one."""


class Onleesbaar(Exception):
    """These bytes were not written here, or not with this key."""


class GemeenteSleutel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys of a gemeente: `kek` wraps the keys of persons, `index` makes their numbers findable; 32 bytes each."""

    kid: str
    kek: bytes
    index: bytes

    def __repr__(self) -> str:
        return f"<sleutel {self.kid}>"


class Sleutelbestand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept outside the database. Of a gemeente's keys the last one writes, the earlier ones still read.

    `stempel` marks requests, whose bodies may hold a number that a plain digest would give away.
    """

    stempel: bytes
    gemeenten: dict[str, tuple[GemeenteSleutel, ...]]

    def __repr__(self) -> str:
        return f"<sleutels van {', '.join(self.gemeenten)}>"


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where a ciphertext stands; it can be read nowhere else."""

    gemeente: str
    tabel: str
    kolom: str
    rij: object

    def gebonden_aan(self, kid: str) -> bytes:
        """The additional data of a ciphertext in this place."""
        return "|".join((self.gemeente, self.tabel, self.kolom, str(self.rij), kid)).encode()


@dataclass(frozen=True, slots=True)
class Verpakt:
    """The key of a person, or another secret, as it is stored: wrapped by the gemeente's key `kid`."""

    kid: str
    sleutel: bytes


class PersoonSleutel:
    """The key of one person, ready for use; `kid` tells it from those of others."""

    def __init__(self, kid: str, sleutel: bytes) -> None:
        self._kid = kid
        self._aes = AESGCM(sleutel)

    def versleutel(self, plaats: Plaats, inhoud: bytes) -> bytes:
        """The content as it may be stored in this place."""
        return _versleutel(self._aes, plaats.gebonden_aan(self._kid), inhoud)

    def ontsleutel(self, plaats: Plaats, bewaard: bytes) -> bytes:
        """The content that was stored in this place; raises Onleesbaar."""
        return _ontsleutel(self._aes, plaats.gebonden_aan(self._kid), bewaard)


class Sleutelring:
    """The keys of all gemeenten; raises SleutelsOnbruikbaar for a gemeente it has none of."""

    def __init__(self, bestand: Sleutelbestand) -> None:
        self._gemeenten = bestand.gemeenten
        self.stempel = bestand.stempel
        self._zegel = AESGCM(hmac.digest(bestand.stempel, b"bewaarde antwoorden", "sha256"))

    def nieuw(self, plaats: Plaats) -> tuple[PersoonSleutel, Verpakt]:
        """A key for a person, and how it is stored in this place."""
        sleutel = secrets.token_bytes(_BYTES)
        return PersoonSleutel(str(plaats.rij), sleutel), self.verpak(plaats, sleutel)

    def open(self, plaats: Plaats, verpakt: Verpakt) -> PersoonSleutel:
        """The key of a person that was stored in this place; raises Onleesbaar."""
        return PersoonSleutel(str(plaats.rij), self.pak_uit(plaats, verpakt))

    def verpak(self, plaats: Plaats, geheim: bytes) -> Verpakt:
        """A secret as it may be stored in this place."""
        wikkel = self._van(plaats.gemeente)[-1]
        aad = plaats.gebonden_aan(wikkel.kid)
        return Verpakt(wikkel.kid, _versleutel(AESGCM(wikkel.kek), aad, geheim))

    def pak_uit(self, plaats: Plaats, verpakt: Verpakt) -> bytes:
        """The secret that was stored in this place; raises Onleesbaar."""
        for wikkel in self._van(plaats.gemeente):
            if wikkel.kid == verpakt.kid:
                aad = plaats.gebonden_aan(wikkel.kid)
                return _ontsleutel(AESGCM(wikkel.kek), aad, verpakt.sleutel)
        raise SleutelsOnbruikbaar(f"{plaats.gemeente}: sleutel {verpakt.kid} ontbreekt")

    def verzegel(self, waar: str, inhoud: bytes) -> bytes:
        """An answer as it may be stored under a name; of no gemeente in particular."""
        return _versleutel(self._zegel, waar.encode(), inhoud)

    def ontzegel(self, waar: str, bewaard: bytes) -> bytes:
        """The answer that was stored under this name; raises Onleesbaar."""
        return _ontsleutel(self._zegel, waar.encode(), bewaard)

    def index(self, gemeente: str, nummer: str) -> bytes:
        """What a number of this gemeente is found by."""
        return _index(self._van(gemeente)[-1], nummer)

    def indexen(self, gemeente: str, nummer: str) -> list[bytes]:
        """All it may have been stored under, with earlier keys too."""
        return [_index(sleutel, nummer) for sleutel in self._van(gemeente)]

    def _van(self, gemeente: str) -> tuple[GemeenteSleutel, ...]:
        if gemeente not in self._gemeenten:
            raise SleutelsOnbruikbaar(f"{gemeente}: er zijn geen sleutels")
        return self._gemeenten[gemeente]


GEEN_SLEUTELS = Sleutelring(Sleutelbestand(secrets.token_bytes(_BYTES), {}))
"""For a test that keeps no secret; another one in every process."""


def nieuw_bestand(gemeenten: Iterable[str]) -> Sleutelbestand:
    """Fresh keys for these gemeenten."""
    return Sleutelbestand(
        secrets.token_bytes(_BYTES),
        {
            gemeente: (
                GemeenteSleutel("1", secrets.token_bytes(_BYTES), secrets.token_bytes(_BYTES)),
            )
            for gemeente in gemeenten
        },
    )


def bewaar(bestand: Sleutelbestand, file: Path) -> None:
    """Write keys to a new file that only its owner can read; raises FileExistsError, never replaces keys."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(bestand)))


def lees(file: Path, gemeenten: Iterable[str]) -> Sleutelring:
    """The keys in a file; raises SleutelsOnbruikbaar unless it has good ones for every gemeente."""
    try:
        bestand = msgspec.json.decode(file.read_bytes(), type=Sleutelbestand, strict=True)
    except OSError as missing:
        raise SleutelsOnbruikbaar(f"{file}: {missing.strerror}") from None
    except msgspec.MsgspecError as broken:
        raise SleutelsOnbruikbaar(f"{file}: {broken}") from None
    for gemeente in gemeenten:
        _controleer(file, gemeente, bestand.gemeenten.get(gemeente, ()))
    if len(bestand.stempel) != _BYTES:
        raise SleutelsOnbruikbaar(f"{file}: stempel heeft geen {_BYTES} bytes")
    return Sleutelring(bestand)


def _controleer(file: Path, gemeente: str, sleutels: tuple[GemeenteSleutel, ...]) -> None:
    geheim = [deel for sleutel in sleutels for deel in (sleutel.kek, sleutel.index)]
    kids = {sleutel.kid for sleutel in sleutels}
    if not geheim:
        raise SleutelsOnbruikbaar(f"{file}: {gemeente} heeft geen sleutels")
    if any(len(deel) != _BYTES for deel in geheim):
        raise SleutelsOnbruikbaar(f"{file}: {gemeente} heeft een sleutel zonder {_BYTES} bytes")
    if len(set(geheim)) < len(geheim) or len(kids) < len(sleutels):
        raise SleutelsOnbruikbaar(f"{file}: {gemeente} heeft een sleutel of kid dubbel")


def _index(sleutel: GemeenteSleutel, nummer: str) -> bytes:
    return hmac.digest(sleutel.index, nummer.encode(), "sha256")


def _versleutel(aes: AESGCM, aad: bytes, inhoud: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + aes.encrypt(nonce, inhoud, aad)


def _ontsleutel(aes: AESGCM, aad: bytes, bewaard: bytes) -> bytes:
    try:
        return aes.decrypt(bewaard[:_NONCE], bewaard[_NONCE:], aad)
    except (InvalidTag, ValueError):
        raise Onleesbaar("deze inhoud hoort hier niet") from None
