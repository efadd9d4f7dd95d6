"""The services of the suite, in the order in which the main flow meets them."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

from shared.service import Service

_NAMES: Final = ("intake", "trajecten", "werkgevers", "budget", "monitor")


class _Services(Mapping[str, Service]):
    """Each is loaded when it is first asked for: a process of one service need not know the others."""

    def __getitem__(self, name: str) -> Service:
        if name not in _NAMES:
            raise KeyError(name)
        found: Service = import_module(f"services.{name}.app").SERVICE
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


SERVICES: Final = _Services()
TOPICS: Final = tuple(f"{name}.events" for name in SERVICES)
