"""`make bench OUT=file.json`: measure, print and store the figures of docs/prestaties.md."""

import json
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks import booking


def main(out: Annotated[Path, typer.Option(help="Bestand voor de uitkomst")]) -> None:
    """Run every benchmark; figures are ratios within this run, absolute ones say little about another machine."""
    results = [booking.measure()]
    for result in results:
        for name, value in result.items():
            typer.echo(f"{name:26} {value}")
    out.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
