"""Design tokens are CSS variables that name each other; a page needs few of the thousands in a theme."""

import re
from collections.abc import Iterable, Mapping

_DEFINITION = re.compile(r"^\s*(--[\w-]+):\s*(.*?);", re.MULTILINE)
_USE = re.compile(r"var\(\s*(--[\w-]+)")


def definitions(css: str) -> dict[str, str]:
    """The variables that a sheet sets, one on each line."""
    return dict(_DEFINITION.findall(css))


def uses(css: str) -> set[str]:
    """The variables that a text refers to."""
    return set(_USE.findall(css))


def needed(users: Iterable[str], *themes: Mapping[str, str]) -> set[str]:
    """Every token that the users name, and every token that those name in any of the themes."""
    open_ = set().union(*(uses(text) for text in users))
    found: set[str] = set()
    while open_:
        name = open_.pop()
        values = [theme[name] for theme in themes if name in theme]
        if values and name not in found:
            found.add(name)
            open_ |= uses(" ".join(values))
    return found


def sheet(selector: str, tokens: Mapping[str, str], kept: set[str]) -> str:
    """A style sheet with only the kept tokens, in their order."""
    lines = [f"{name}:{value};" for name, value in tokens.items() if name in kept]
    return f"{selector}{{\n" + "\n".join(lines) + "\n}\n"
