"""Writes the OpenAPI document of every service: `make openapi OUT=dir`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from deploy.services import SERVICES
from shared.service import build_api


def main(out: Annotated[Path, typer.Option(help="Map voor <service>.json")]) -> None:
    """Write `<service>.json` for every service."""
    out.mkdir(parents=True, exist_ok=True)
    for name, service in SERVICES.items():
        document = json.dumps(build_api(service).openapi(), ensure_ascii=False, indent=2)
        (out / f"{name}.json").write_text(document + "\n", encoding="utf-8")
        typer.echo(out / f"{name}.json")


if __name__ == "__main__":
    typer.run(main)
