"""`make bench OUT=file.json`: measure, print and store the figures of docs/prestaties.md."""

import json
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks import booking, granting


def main(out: Annotated[Path, typer.Option(help="Bestand voor de uitkomst")]) -> None:
    """Run every benchmark; figures are ratios within this run, absolute ones say little about another machine.

    Exits with 1 when a ratio is below its gate, with the figures stored all the same.
    """
    results = [granting.measure(), booking.measure()]
    for result in results:
        for name, value in result.items():
            typer.echo(f"{name:26} {value}")
    out.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if not all(result.get("haaltGrens", True) for result in results):
        typer.echo("een verhouding blijft onder haar grens", err=True)
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
