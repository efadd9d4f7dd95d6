"""Command line: print `file:line code message` for each finding, exit 1 when there is one."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.lint.rules import check

DEFAULT_PATHS = ("services", "shared", "deploy", "tools")


def python_files(paths: list[str]) -> Iterator[Path]:
    """The Python files at or below the paths, sorted; a path that does not exist is an error."""
    for path in map(Path, paths):
        if not path.exists():
            sys.exit(f"tools.lint: no such path: {path}")
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def main(arguments: list[str]) -> int:
    """Check the paths (default: all code of the product); 1 when a rule is broken."""
    broken = False
    for file in python_files(arguments or [path for path in DEFAULT_PATHS if Path(path).is_dir()]):
        relative = file.resolve().relative_to(Path.cwd()).as_posix()
        for finding in check(relative, file.read_text(encoding="utf-8")):
            broken = True
            print(f"{relative}:{finding.line} {finding.code} {finding.message}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
