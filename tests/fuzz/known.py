"""What a filled suite has: ids, codes and numbers that a generated request may name, so that not all of them miss."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import httpx

Known = dict[str, list[str | int]]

_CODES = frozenset({"gemeente", "jaar", "kvkNummer", "plafond", "post", "product"})
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OF_A_NAME = 12


def known(apis: Iterable[str], token: str) -> Known:
    """Values by the name that parameters and fields have, out of the lists of these APIs as the token sees them."""
    found: dict[str, dict[str | int, None]] = defaultdict(dict)
    with httpx.Client(headers={"authorization": f"Bearer {token}"}, timeout=20) as http:
        for api in apis:
            paths = http.get(f"{api}/openapi.json").json()["paths"]
            for path, detail in _lists(paths):
                answer = http.get(api + path)
                for thing in answer.json().get("results", ()):
                    for name, value in _values(thing, detail):
                        found[name].setdefault(value)
    return {name: list(values)[:_OF_A_NAME] for name, values in found.items()}


def _lists(paths: Mapping[str, Any]) -> Iterable[tuple[str, str | None]]:
    """The addresses that are read without an id, each with the name of the id that follows it."""
    for path, methods in paths.items():
        if "get" in methods and "{" not in path:
            details = (re.fullmatch(re.escape(path) + r"/\{(\w+)\}", other) for other in paths)
            yield path, next((match[1] for match in details if match), None)


def _values(thing: Mapping[str, Any], detail: str | None) -> Iterable[tuple[str, str | int]]:
    own = [
        thing[name]
        for name in ("id", _camel(detail or ""), (detail or "").removesuffix("_id"))
        if name in thing
    ]
    if detail and own:
        yield detail, own[0]
    for name, value in thing.items():
        if name in _CODES or (isinstance(value, str) and _UUID.fullmatch(value) and name != "id"):
            yield name, value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
