"""Examples in our documents: run as they stand there, and what they print compared with what the text promises."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BLOK = re.compile(r"^```(bash|python|json|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_BESTAND = re.compile(r"# (\S+\.py)\b")
_GRENS = "\x1e"


@dataclass(frozen=True, slots=True)
class Blok:
    """A block of a document: what is run (`bash`), what is kept (`python`), what is promised (`json`, `text`)."""

    soort: str
    tekst: str


def blokken(document: str) -> list[Blok]:
    """The blocks of a document, in order."""
    return [Blok(soort, tekst) for soort, tekst in _BLOK.findall(document)]


def voer_uit(gevonden: list[Blok], map_: Path, anders: Mapping[str, str]) -> Iterator[str]:
    """Run all bash blocks in one shell in a directory; gives what each printed. `anders`: what stands for what."""
    script = []
    for blok in gevonden:
        tekst = blok.tekst
        for hier, daar in anders.items():
            tekst = tekst.replace(hier, daar)
        if blok.soort == "python":
            bestand = _BESTAND.match(tekst)
            assert bestand, "de eerste regel noemt het bestand"
            (map_ / bestand[1]).write_text(tekst)
        elif blok.soort == "bash":
            script.append(f"{tekst}\nprintf '{_GRENS}'\n")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-eu"],
        input="".join(script),
        cwd=map_,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, (done.stdout[-2000:], done.stderr)
    yield from done.stdout.split(_GRENS)


def loop_door(document: str, map_: Path, anders: Mapping[str, str]) -> None:
    """Run every block of a document and assert that each does what the text promises."""
    gevonden = blokken(document)
    gezegd = voer_uit(gevonden, map_, anders)
    laatste = ""
    for blok in gevonden:
        if blok.soort == "bash":
            laatste = next(gezegd)
        elif blok.soort != "python":
            klopt(blok, laatste)
    assert document.count("\n```") == 2 * len(gevonden), "een blok zonder bekende soort"


def klopt(beloofd: Blok, gezegd: str) -> None:
    """Assert that the output holds what is promised; `…` stands for anything."""
    if beloofd.soort == "text":
        regels = iter(gezegd.replace("\r", "").replace("\ufeff", "").splitlines())
        for verwacht in beloofd.tekst.splitlines():
            vorm = re.compile(".*".join(map(re.escape, verwacht.split("…"))))
            assert any(vorm.fullmatch(regel) for regel in regels), (verwacht, gezegd)
    else:
        _bevat(json.loads(beloofd.tekst), _laatste_json(gezegd))


def _laatste_json(gezegd: str) -> Any:
    """The last JSON document in a text; other lines may stand before it."""
    decoder, rest, found = json.JSONDecoder(), gezegd, None
    while (start := rest.find("{")) >= 0:
        found, end = decoder.raw_decode(rest[start:])
        rest = rest[start + end :]
    assert found is not None, gezegd
    return found


def _bevat(verwacht: Any, gevonden: Any) -> None:
    if verwacht == "…":
        return
    if isinstance(verwacht, dict):
        assert isinstance(gevonden, dict), (verwacht, gevonden)
        for naam, waarde in verwacht.items():
            assert naam in gevonden, (naam, gevonden)
            _bevat(waarde, gevonden[naam])
    elif isinstance(verwacht, list):
        assert len(verwacht) == len(gevonden), (verwacht, gevonden)
        for een, ander in zip(verwacht, gevonden, strict=True):
            _bevat(een, ander)
    else:
        assert verwacht == gevonden
