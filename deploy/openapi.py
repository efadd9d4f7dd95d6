"""Writes the OpenAPI documents of every service, 3.1 and 3.0.3: `make openapi OUT=dir`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.services import SERVICES
from shared.openapi.older import as_3_0
from shared.service import build_api


def main(out: Annotated[Path, typer.Option(help="Map voor de documenten")]) -> None:
    """Write `<service>.json` and `<service>-3.0.json` for every service."""
    out.mkdir(parents=True, exist_ok=True)
    for name, service in SERVICES.items():
        document = build_api(service).openapi()
        _write(out / f"{name}.json", document)
        _write(out / f"{name}-3.0.json", as_3_0(document))


def _write(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    typer.echo(path)


if __name__ == "__main__":
    typer.run(main)
