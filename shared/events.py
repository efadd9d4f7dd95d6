"""What an event is: a frozen msgspec Struct with declared field classes, and the CloudEvents envelope around it.

Every field of a contract is of one of the classes below (decision 17): a reference, a code, an amount, a date, a
quantity or a flag. Grounds and free text never travel.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from uuid import UUID

import msgspec

from shared.gemeenten import bron_urn
from shared.identifiers import GEMEENTECODE, UUID_VORM
from shared.money import GROOTSTE_BEDRAG

GROOTSTE_EVENT = 64 * 1024
"""The largest payload in bytes; a larger one would be refused by intermediaries and block the relay."""

_CODE = r"^[a-zA-Z0-9_.-]{1,40}$"
_EINDE = r"(?!\n)"
"""Python's `$` also matches before a last line end, which no code may have."""

Ref = Annotated[str, msgspec.Meta(pattern=UUID_VORM + _EINDE, extra={"klasse": "ref"})]
Code = Annotated[str, msgspec.Meta(pattern=_CODE + _EINDE, extra={"klasse": "code"})]
Gemeentecode = Annotated[str, msgspec.Meta(pattern=GEMEENTECODE + _EINDE, extra={"klasse": "code"})]
Centen = Annotated[
    int, msgspec.Meta(ge=-GROOTSTE_BEDRAG, le=GROOTSTE_BEDRAG, extra={"klasse": "bedrag"})
]
"""An amount in cents."""
PositieveCenten = Annotated[int, msgspec.Meta(ge=1, le=GROOTSTE_BEDRAG, extra={"klasse": "bedrag"})]
"""An amount in cents above zero."""
Dag = Annotated[date, msgspec.Meta(extra={"klasse": "datum"})]
Aantal = Annotated[int, msgspec.Meta(ge=0, le=1_000_000, extra={"klasse": "aantal"})]
Vlag = Annotated[bool, msgspec.Meta(extra={"klasse": "vlag"})]


class EventTooLarge(ValueError):
    """The payload is over 64 KB; refused at emit, because the relay could never send it."""


class Event(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of every contract. A publisher's base sets `PUBLISHER`; a contract sets `NAME`, `KEY` and `SUBJECT`.

    `KEY` and `SUBJECT` name the fields that hold the Kafka key (decision 15) and the aggregate's id.
    """

    PUBLISHER: ClassVar[str]
    NAME: ClassVar[str]
    KEY: ClassVar[str]
    SUBJECT: ClassVar[str]
    VERSION: ClassVar[int] = 1

    gemeente: Gemeentecode

    @classmethod
    def ce_type(cls) -> str:
        """The CloudEvents type, such as `nl.participatie.trajecten.toekenning-aangevraagd.v1`."""
        return f"nl.participatie.{cls.PUBLISHER}.{cls.NAME}.v{cls.VERSION}"

    @classmethod
    def topic(cls) -> str:
        """The topic all events of the publisher go to."""
        return f"{cls.PUBLISHER}.events"

    @property
    def key(self) -> str:
        """The Kafka key: events of one key keep their order."""
        return str(getattr(self, self.KEY))

    @property
    def subject(self) -> str:
        """The id of the aggregate the event is about."""
        return str(getattr(self, self.SUBJECT))


_encoder = msgspec.json.Encoder()


def encode(event: Event) -> bytes:
    """The payload as JSON; raises EventTooLarge above 64 KB."""
    payload = _encoder.encode(event)
    if len(payload) > GROOTSTE_EVENT:
        raise EventTooLarge(f"{event.ce_type()}: {len(payload)} bytes")
    return payload


E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Received(Generic[E]):
    """An event as a handler gets it: the payload and what its envelope says."""

    event_id: UUID
    type: str
    key: str
    subject: str
    sequence: int
    gemeente: str
    time: datetime
    event: E


@dataclass(frozen=True, slots=True)
class Envelope:
    """The CloudEvents attributes of one event, as they stand in an outbox row."""

    event_id: UUID
    type: str
    service: str
    subject: str
    sequence: int
    gemeente: str
    time: datetime

    @classmethod
    def of(cls, row: Any) -> "Envelope":
        """The envelope of an outbox row."""
        return cls(
            event_id=row.event_id,
            type=row.type,
            service=row.topic.partition(".")[0],
            subject=row.subject,
            sequence=row.sequence,
            gemeente=row.gemeente,
            time=row.created_at,
        )

    def attributes(self) -> dict[str, str]:
        """The context attributes by name (NL GOV profile 1.1)."""
        time = self.time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {
            "specversion": "1.0",
            "id": str(self.event_id),
            "source": bron_urn(self.gemeente, self.service),
            "type": self.type,
            "subject": self.subject,
            "time": time,
            "sequence": str(self.sequence),
            "sequencetype": "Integer",
            "gemeente": self.gemeente,
        }

    def headers(self) -> list[tuple[str, bytes]]:
        """The headers of Kafka's binary content mode (CNCF Kafka binding)."""
        headers = [(f"ce_{name}", value.encode()) for name, value in self.attributes().items()]
        return [*headers, ("content-type", b"application/json")]

    def structured(self, key: str, payload: str) -> bytes:
        """The whole event as one JSON document (structured content mode); the payload travels byte for byte."""
        rest = {"datacontenttype": "application/json", "partitionkey": key}
        data = msgspec.Raw(payload.encode())
        return _encoder.encode({**self.attributes(), **rest, "data": data})


class Undecodable(ValueError):
    """The bytes are not an event of ours, or break the bounds of its contract (decision 18)."""

    def __init__(self, reason: str, event_id: UUID | None = None) -> None:
        super().__init__(reason)
        self.event_id = event_id


def decode(
    key: bytes | None,
    headers: dict[str, bytes],
    value: bytes | None,
    contracts: dict[str, Any],
) -> Received[Any] | None:
    """Read one message; None for a type without a contract here (a tolerant reader skips it).

    `contracts` maps a CloudEvents type to the decoder of its payload. Raises Undecodable.
    """
    event_id = read_event_id(headers)
    if event_id is None:
        raise Undecodable("geen leesbaar ce_id")
    try:
        type_ = headers["ce_type"].decode()
        decoder = contracts.get(type_)
        if decoder is None:
            return None
        received = Received(
            event_id=event_id,
            type=type_,
            key=(key or b"").decode(),
            subject=headers["ce_subject"].decode(),
            sequence=int(headers["ce_sequence"]),
            gemeente=headers["ce_gemeente"].decode(),
            time=datetime.fromisoformat(headers["ce_time"].decode()),
            event=decoder.decode(value or b""),
        )
    except KeyError as missing:
        raise Undecodable(f"header {missing} ontbreekt", event_id) from missing
    except (ValueError, msgspec.MsgspecError) as broken:
        raise Undecodable(_without_values(broken), event_id) from broken
    _check_envelope(received)
    return received


def _check_envelope(received: Received[Any]) -> None:
    """The payload is bounded by its contract; what stands beside it must say the same, or it is not bounded."""
    said = (received.key, received.subject, received.gemeente)
    event = received.event
    if said != (event.key, event.subject, event.gemeente):
        raise Undecodable("envelop en inhoud spreken elkaar tegen", received.event_id)
    if received.time.tzinfo is None or not 0 < received.sequence < 2**63:
        raise Undecodable("ce_time of ce_sequence valt buiten de grenzen", received.event_id)


def read_event_id(headers: dict[str, bytes]) -> UUID | None:
    """The id in the envelope, None where none can be read."""
    try:
        return UUID(headers["ce_id"].decode())
    except (KeyError, ValueError):
        return None


def _without_values(error: Exception) -> str:
    # msgspec names the field and the bound, never the value; other texts might quote the input
    return str(error) if isinstance(error, msgspec.MsgspecError) else type(error).__name__
