"""Events of trajecten about maatregelen; the Kafka key is the id of the maatregel."""

from typing import ClassVar, Literal

from shared.events import Code, Dag, Event, PositieveCenten, Ref, Vlag

Maatregeluitkomst = Literal["uitgevoerd", "afgewezen"]


class MaatregelEvent(Event, frozen=True, kw_only=True):
    """Base of the events about a maatregel: a benefit is lowered (Pw art. 18). Ground and blame never travel."""

    PUBLISHER: ClassVar[str] = "trajecten"
    KEY: ClassVar[str] = "maatregel_id"
    SUBJECT: ClassVar[str] = "maatregel_id"

    maatregel_id: Ref
    persoon_ref: Ref


class MaatregelOpgelegd(MaatregelEvent, frozen=True, kw_only=True):
    """Two people decided that the benefit is lowered: `bedrag_centen` in all; each month has an instruction of its own.

    `regel` set the length. It is looked at again by `uiterlijk_heroverwegen`.
    """

    NAME: ClassVar[str] = "maatregel-opgelegd"

    besluitdatum: Dag
    bedrag_centen: PositieveCenten
    regel: Code
    uiterlijk_heroverwegen: Dag


class MaatregelHerzien(MaatregelEvent, frozen=True, kw_only=True):
    """Looked at again, the maatregel ends: months that were not carried out lapse (Pw 18(3), 18(11)).

    `op_verzoek`: the person asked for it, because the behaviour changed.
    """

    NAME: ClassVar[str] = "maatregel-herzien"

    besluitdatum: Dag
    op_verzoek: Vlag


class MaatregelmaandEvent(MaatregelEvent, frozen=True, kw_only=True):
    """Base of the events about one month of a maatregel."""

    SUBJECT: ClassVar[str] = "maatregelmaand_id"

    maatregelmaand_id: Ref


class MaatregelmaandGegeven(MaatregelmaandEvent, frozen=True, kw_only=True):
    """Pay `bedrag_centen` less benefit over the month that begins on `maand`.

    The kernapplicatie answers with `_bevestigen`.
    """

    NAME: ClassVar[str] = "maatregelmaand-gegeven"

    maand: Dag
    bedrag_centen: PositieveCenten


class MaatregelmaandBevestigd(MaatregelmaandEvent, frozen=True, kw_only=True):
    """The kernapplicatie says whether the month was lowered, and on which day."""

    NAME: ClassVar[str] = "maatregelmaand-bevestigd"

    uitkomst: Maatregeluitkomst
    maand: Dag
    bedrag_centen: PositieveCenten
    uitgevoerd_op: Dag


class MaatregelmaandVervallen(MaatregelmaandEvent, frozen=True, kw_only=True):
    """The month is not lowered after all: the maatregel was looked at again, or the right to the benefit ended."""

    NAME: ClassVar[str] = "maatregelmaand-vervallen"

    vervallen_op: Dag


EVENTS = (
    MaatregelOpgelegd,
    MaatregelHerzien,
    MaatregelmaandGegeven,
    MaatregelmaandBevestigd,
    MaatregelmaandVervallen,
)
