"""One run of the fuzzer against one service that serves, as `st run` in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.fuzz.known import Known

HERE = Path(__file__).parent
_SETTINGS = HERE / "schemathesis.toml"
_ST = Path(sys.executable).with_name("st")
_OFTEN = 0.6
"""How often a parameter or field gets a value that is known; else it is made up."""
_BODY_TOO = ("path", "query", "body")


def fuzz(
    api: str, directory: Path, tokens: Mapping[str, str], known: Known, *options: str
) -> tuple[int, str]:
    """The exit code and all that was printed; with more than one token the identities are each other's peers."""
    directory.mkdir()
    identities = [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {token}"}]}
        for name, token in tokens.items()
    ]
    (directory / "wfc.json").write_text(json.dumps({"auth": identities}), "utf-8")
    settings = directory / "schemathesis.toml"
    settings.write_text(_SETTINGS.read_text("utf-8") + _settings([*tokens], known), "utf-8")
    command = [
        str(_ST),
        "--config-file",
        str(settings),
        "run",
        f"{api}/openapi.json",
        "--no-color",
        *options,
    ]
    done = subprocess.run(
        command,
        cwd=directory,
        env=os.environ
        | {"SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "PYTHONPATH": str(HERE.parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def _settings(names: Sequence[str], known: Known) -> str:
    """The part that differs per run. A JSON string, list or number reads the same in TOML."""
    peers = f"peers = {json.dumps(names)}\n" if len(names) > 1 else ""
    bound = "".join(
        f'"{place}.{name}" = {{ dictionary = "{name}", probability = {_OFTEN} }}\n'
        for name in known
        for place in _BODY_TOO
    )
    values = "".join(
        f"[dictionaries.{name}]\nvalues = {json.dumps(found)}\n" for name, found in known.items()
    )
    return f'\n[auth.wfc]\npath = "wfc.json"\n{peers}\n[parameters]\n{bound}{values}'
