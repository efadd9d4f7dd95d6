"""Logboek Dataverwerkingen 1.0: which persons were concerned in which processing, a record for each, none left out.

The records of a change are written in its transaction, those of a read are committed before its answer leaves. They
never say who did it: that stands in the audit log, under the span that is their parent. A person stands there by his
random ref; only intake can tell whose it is, with keys that are thrown away when he is erased.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
import yaml
from sqlalchemy import Table

from shared.db.direct import Command, Statement, inserting
from shared.db.tables import auditlog, verwerkingslog
from shared.tenancy import Caller
from shared.tracing import trace_id

_SPAN: Final = 16
"""Hexadecimal characters of a span id: 8 bytes (W3C Trace Context)."""


class Activiteit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A processing activity in the register, as it is from `vanaf` on: what for, on what ground, of what data."""

    code: str
    vanaf: date
    naam: str
    doel: str
    grondslag: str
    gegevens: Sequence[str]


Register = Mapping[str, Sequence[Activiteit]]
"""The versions of each activity by its code, the oldest first."""


def lees_register(file: Path) -> Register:
    """A register of processing activities; raises msgspec.ValidationError."""
    found = msgspec.convert(yaml.safe_load(file.read_text()), tuple[Activiteit, ...])
    codes = sorted({each.code for each in found})
    return {
        code: tuple(sorted((a for a in found if a.code == code), key=lambda a: a.vanaf))
        for code in codes
    }


def activiteit_uri(service: str, code: str) -> str:
    """What a record names an activity of the register by."""
    return f"urn:meedoen:{service}:verwerking:{code}"


@dataclass(slots=True)
class Verwerking:
    """What one request does with persons: the action, its activity, since when, and whom it has met so far."""

    naam: str
    activiteit: str
    begonnen: datetime
    betrokkenen: dict[str, None] = field(default_factory=dict)

    def raakt(self, *found: object) -> None:
        """Meet the persons that these refs, answers or bodies are about."""
        for each in found:
            self.betrokkenen.update(dict.fromkeys(_personen(each)))


def regels(verwerking: Verwerking, caller: Caller, moment: datetime) -> list[Command]:
    """Write a record for each person met since the last time, and one of who asked; nothing when nobody was met."""
    if not verwerking.betrokkenen:
        return []
    actie, *spans = _spans(1 + len(verwerking.betrokkenen))
    gelijk = {
        "trace_id": trace_id(),
        "parent_span_id": actie,
        "status": "Ok",
        "name": verwerking.naam,
        "start_time": _ms(verwerking.begonnen),
        "end_time": max(_ms(moment), _ms(verwerking.begonnen)),
        "processing_activity_id": verwerking.activiteit,
    }
    gemaakt = [
        {**gelijk, "span_id": span, "data_subject_id": ref}
        for span, ref in zip(spans, verwerking.betrokkenen, strict=True)
    ]
    verwerking.betrokkenen.clear()
    wie = _AUDIT.with_(span_id=actie, client=caller.client, rol=caller.rol, moment=moment)
    return [Command(_VERWERKING, gemaakt), wie]


def _erbij(table: Table) -> Statement:
    return inserting(table, [column.name for column in table.c if column.name != "id"])


_VERWERKING = _erbij(verwerkingslog)
_AUDIT = _erbij(auditlog)


def _personen(found: object) -> Iterator[str]:
    """Whom this is about: itself, or else what it holds."""
    if isinstance(found, UUID):
        yield str(found)
        return
    eigen = getattr(found, "persoon_ref", None)
    if eigen is not None:
        yield str(eigen)
        return
    for each in getattr(found, "__dict__", {}).values():
        if (ref := getattr(each, "persoon_ref", None)) is not None:
            yield str(ref)


def _spans(aantal: int) -> list[str]:
    found = secrets.token_hex(aantal * _SPAN // 2)
    return [found[start : start + _SPAN] for start in range(0, len(found), _SPAN)]


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
