"""Rules as data: dated values with their source, read strictly from YAML.

A noun describes its rules as a frozen dataclass of `Reeks[...]` fields; each field is a key of the file
`rules/<landelijk|GMxxxx>/<noun>.yaml`, whose value is a list of

    - vanaf: 2020-01-01        # first day it holds
      tot: 2024-12-31          # last day it holds, left out = until replaced
      waarde: 250000
      regel: S-091             # the rule's id, or a law article
      bron: Focus op Werk 2020-2024, par. 6.4

An unknown key, a missing one, a gap or overlap in validity, a missing source: PolicyError names file and key, and the
service refuses to start.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar, get_args, get_type_hints

import msgspec
import yaml

from shared.errors import Conflict, Regel
from shared.periode import Periode

T = TypeVar("T")
P = TypeVar("P")

LANDELIJK = "landelijk"
Jaren = Annotated[int, msgspec.Meta(ge=1, le=100)]
"""Whole years."""


class PolicyError(Exception):
    """The rule data cannot be trusted; the message names the file and the key."""

    def __init__(self, file: Path, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")


class BuitenGeldigheid(Conflict):
    """No rule holds on this date."""

    code = "geen-geldige-regel"


@dataclass(frozen=True, slots=True)
class Waarde(Generic[T]):
    """One value of a rule with its validity (inclusive) and where it comes from."""

    waarde: T
    geldig: Periode
    regel: str
    bron: str

    def als_regel(self) -> Regel:
        """The rule as an answer names it."""
        return Regel(self.regel, self.bron, _tekst(self.waarde), self.geldig.van)


@dataclass(frozen=True, slots=True)
class Reeks(Generic[T]):
    """The values of one rule through time, ascending, without gap or overlap."""

    naam: str
    waarden: tuple[Waarde[T], ...]

    def op(self, dag: date) -> Waarde[T]:
        """The value that holds on this day; raises BuitenGeldigheid when none does."""
        for waarde in self.waarden:
            if waarde.geldig.bevat(dag):
                return waarde
        bekend = [w.als_regel() for w in self.waarden[:1]]
        raise BuitenGeldigheid(f"{self.naam}: op {dag} geldt geen regel", regels=bekend)

    def geldt_op(self, dag: date) -> bool:
        """Whether any value holds on this day."""
        return any(waarde.geldig.bevat(dag) for waarde in self.waarden)


def van_gemeente(beleid: Mapping[str, P], gemeente: str) -> P:
    """What this gemeente laid down; raises BuitenGeldigheid when it has no file for the noun."""
    if gemeente not in beleid:
        raise BuitenGeldigheid(f"{gemeente} heeft hiervoor geen regels")
    return beleid[gemeente]


class _Regelwaarde(msgspec.Struct, forbid_unknown_fields=True):
    vanaf: date
    waarde: Any
    regel: str
    bron: str
    tot: date | None = None


def load_policies(
    rules: Path, noun: str, shape: type[P], overlay: Path | None = None
) -> Mapping[str, P]:
    """Read the rules of a noun for every gemeente (and `landelijk`) that has a file for it.

    A file of the same name under `overlay` replaces the one under `rules`. Raises PolicyError.
    """
    found = {path.parent.name: path for root in (rules, overlay) for path in _files(root, noun)}
    return {place: load_policy(path, shape) for place, path in sorted(found.items())}


def load_policy(file: Path, shape: type[P]) -> P:
    """Read one file into its typed view; raises PolicyError."""
    content = _read(file)
    hints = get_type_hints(shape)
    names = [field.name for field in fields(shape)]  # type: ignore[arg-type]
    for key in content.keys() - set(names):
        raise PolicyError(file, str(key), "onbekende sleutel")
    for key in set(names) - content.keys():
        raise PolicyError(file, key, "ontbreekt")
    return shape(**{key: _reeks(file, key, content[key], hints[key]) for key in names})


def _files(root: Path | None, noun: str) -> Iterable[Path]:
    return () if root is None else root.glob(f"*/{noun}.yaml")


def _read(file: Path) -> dict[str, Any]:
    try:
        # a stream, not a text: the loader takes the name of the file from it
        with file.open(encoding="utf-8") as stream:
            content = yaml.load(stream, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as broken:
        raise PolicyError(file, "(bestand)", f"is geen YAML: {broken}") from broken
    if not isinstance(content, dict):
        raise PolicyError(file, "(bestand)", "is geen verzameling sleutels")
    return content


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that stands twice in one mapping; plain YAML silently keeps the last one."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - PyYAML's signature
    ) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise PolicyError(Path(str(self.name)), str(key), "staat er twee keer")
        return super().construct_mapping(node, deep)


def _reeks(file: Path, key: str, values: Any, hint: Any) -> Reeks[Any]:
    if not isinstance(values, list) or not values:
        raise PolicyError(file, key, "is geen lijst van waarden")
    waarden = tuple(_waarde(file, key, value, get_args(hint)[0]) for value in values)
    _check_sequence(file, key, waarden)
    return Reeks(key, waarden)


def _waarde(file: Path, key: str, value: Any, type_: Any) -> Waarde[Any]:
    try:
        read = msgspec.convert(value, _Regelwaarde)
        inhoud = msgspec.convert(read.waarde, type_)
        geldig = Periode(read.vanaf, read.tot)
    except (msgspec.ValidationError, ValueError) as broken:
        raise PolicyError(file, key, str(broken)) from broken
    for name, tekst in (("regel", read.regel), ("bron", read.bron)):
        if not tekst.strip():
            raise PolicyError(file, key, f"{name} is leeg")
    return Waarde(inhoud, geldig, read.regel, read.bron)


def _check_sequence(file: Path, key: str, waarden: Sequence[Waarde[Any]]) -> None:
    for earlier, later in pairwise(waarden):
        if earlier.geldig.tot is None or earlier.geldig.overlapt(later.geldig):
            raise PolicyError(file, key, f"overlapt vanaf {later.geldig.van}")
        if earlier.geldig.tot + timedelta(days=1) != later.geldig.van:
            raise PolicyError(file, key, f"gat na {earlier.geldig.tot}")


def _tekst(waarde: Any) -> str | None:
    simple = isinstance(waarde, str | int | date)
    return str(waarde) if simple else None
