"""Takes the browser parts from npm and writes them below shared/web and tests/browser: `python -m tools.web`.

Run it after a change of a version below, or when meedoen.css uses a token that was pruned. It needs
npm; what it writes is committed, so that nothing else does.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.web.tokens import definitions, needed, sheet

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "shared/web/static"
VENDOR = STATIC / "vendor"
TESTED = ROOT / "tests/browser/vendor"
OWN = ("meedoen.css", "meedoen-donker.css")


@dataclass(frozen=True)
class Package:
    """One package of npm, exactly this version."""

    name: str
    version: str
    licence: str


TOKENS = Package("@nl-design-system-community/ma-design-tokens", "2.5.0", "EUPL-1.2")
COMPONENTS = tuple(
    Package(f"@utrecht/{name}-css", version, "EUPL-1.2")
    for name, version in {
        "document": "2.0.1",
        "body": "3.0.0",
        "heading-1": "2.0.1",
        "heading-2": "2.0.1",
        "heading-3": "2.0.1",
        "paragraph": "3.0.1",
        "link": "2.0.1",
        "button": "3.1.0",
        "table": "2.0.2",
        "textbox": "3.1.0",
        "select": "2.0.1",
    }.items()
)
FONT = Package("@fontsource-variable/source-sans-3", "5.3.0", "OFL-1.1")
HTMX = Package("htmx.org", "4.0.1", "0BSD")
AXE = Package("axe-core", "4.14.1", "MPL-2.0")


def main() -> int:
    """Replace both vendor folders. Fails when npm does not give exactly what is asked."""
    with tempfile.TemporaryDirectory(prefix="meedoen-web-") as directory:
        taken = {package: _take(package, Path(directory)) for package in _all()}
        _empty(VENDOR)
        _empty(TESTED)
        _write_components(taken)
        _write_tokens(taken[TOKENS])
        _copy(taken[FONT] / "files/source-sans-3-latin-wght-normal.woff2", "source-sans-3.woff2")
        _copy(taken[FONT] / "LICENSE", "source-sans-3.LICENSE.txt")
        _copy(taken[HTMX] / "dist/htmx.min.js", "htmx.min.js")
        _copy(taken[HTMX] / "LICENSE", "htmx.LICENSE.txt")
        shutil.copyfile(taken[AXE] / "axe.min.js", TESTED / "axe.min.js")
        shutil.copyfile(taken[AXE] / "LICENSE", TESTED / "axe.LICENSE.txt")
    (VENDOR / "VERSIONS.md").write_text(_versions(VENDOR, _shipped()), "utf-8")
    (TESTED / "VERSIONS.md").write_text(_versions(TESTED, [(AXE, "axe.min.js")]), "utf-8")
    return 0


def _all() -> tuple[Package, ...]:
    return (TOKENS, *COMPONENTS, FONT, HTMX, AXE)


def _take(package: Package, directory: Path) -> Path:
    target = directory / package.name.replace("/", "-")
    target.mkdir()
    command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    packed = subprocess.run(command, cwd=target, check=True, capture_output=True, text=True)
    with tarfile.open(target / packed.stdout.split()[-1]) as archive:
        archive.extractall(target, filter="data")
    return next(path for path in target.iterdir() if path.is_dir())


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _copy(source: Path, name: str) -> None:
    shutil.copyfile(source, VENDOR / name)


def _write_components(taken: dict[Package, Path]) -> None:
    parts = [
        f"/* {package.name} {package.version}, {package.licence} */\n"
        + (taken[package] / "dist/index.min.css").read_text("utf-8").strip()
        for package in COMPONENTS
    ]
    (VENDOR / "utrecht.css").write_text("\n".join(parts) + "\n", "utf-8")


def _write_tokens(package: Path) -> None:
    light = definitions((package / "dist/theme.css").read_text("utf-8"))
    dark = definitions((package / "dist/color-scheme-dark/theme.css").read_text("utf-8"))
    users = [(STATIC / name).read_text("utf-8") for name in OWN]
    users.append((VENDOR / "utrecht.css").read_text("utf-8"))
    kept = needed(users, light, dark)
    head = f"/* {TOKENS.name} {TOKENS.version}, {TOKENS.licence}; only the tokens in use */\n"
    for file, tokens, name in (
        ("tokens.css", light, ".ma-theme"),
        ("tokens-donker.css", dark, ".ma-theme--color-scheme-dark"),
    ):
        (VENDOR / file).write_text(head + sheet(name, tokens, kept), "utf-8")
    _copy(package / "LICENSE.md", "EUPL-1.2.LICENSE.txt")


def _shipped() -> Iterator[tuple[Package, str]]:
    yield TOKENS, "tokens.css, tokens-donker.css (pruned)"
    for package in COMPONENTS:
        yield package, "utrecht.css"
    yield FONT, "source-sans-3.woff2 (latin, weight axis)"
    yield HTMX, "htmx.min.js"


def _versions(
    folder: Path, parts: Iterator[tuple[Package, str]] | list[tuple[Package, str]]
) -> str:
    lines = [
        "# Parts made by others",
        "",
        "Taken with `npm pack` by `python -m tools.web`, unchanged unless it says pruned. Do not edit.",
        "",
        "| package | version | licence | in |",
        "|---|---|---|---|",
        *(f"| `{p.name}` | {p.version} | {p.licence} | {where} |" for p, where in parts),
        "",
        "| file | bytes | sha256 |",
        "|---|---:|---|",
    ]
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        lines.append(f"| {path.name} | {len(content)} | {hashlib.sha256(content).hexdigest()} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
