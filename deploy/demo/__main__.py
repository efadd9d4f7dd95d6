"""`make demo`: start the suite with a clock of its own, play the year, show what came of it, go on serving.

It plays against a running suite when one answers on the port, with `--tegen http://127.0.0.1:8000`, or with
MEEDOEN_URLS (a base address per service, and of the `uitgever`).
"""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.demo.agenda import agenda
from deploy.demo.client import demo_client
from deploy.demo.player import Player, Verloop, Wijzer
from deploy.demo.population import PERSONEN, bevolking, werkgevers
from deploy.demo.report import standen, toon
from deploy.demo.stappen import speel
from deploy.demo.suite import played_suite
from deploy.demo.verhaal import JAREN
from deploy.services import SERVICES
from deploy.settings import Settings
from shared.clock import SystemClock, kalenderdag

_KLAAR = "Kijk rond op http://127.0.0.1:{port}/monitor/ · Ctrl-C stopt"


def main(
    port: Annotated[int, typer.Option(help="Poort op 127.0.0.1")] = 8000,
    data: Annotated[
        Path | None, typer.Option(help="Map voor de gegevens; zonder: een nieuwe")
    ] = None,
    tegen: Annotated[str, typer.Option(help="Adres van een suite die al draait")] = "",
    once: Annotated[bool, typer.Option("--once", help="Stop na de tabel")] = False,  # noqa: FBT002
    personen: Annotated[int, typer.Option(help="Personen per gemeente")] = PERSONEN,
    out: Annotated[Path | None, typer.Option(help="Schrijf de uitkomst ook als JSON")] = None,
) -> None:
    """Play the year and show the result."""
    settings = Settings()
    addresses = settings.urls or _addresses(tegen or f"http://127.0.0.1:{port}")
    if tegen or settings.urls or _answers(addresses["uitgever"]):
        # it has a clock of its own: what lies ahead of that has not happened
        today = kalenderdag(SystemClock().now())
        asyncio.run(_play(addresses, lambda day: None, personen, out, tot=today))
        return
    directory = data or Path(mkdtemp(prefix="meedoen-demo-"))
    directory.mkdir(parents=True, exist_ok=True)
    with played_suite(port, directory, date(min(JAREN.values()), 1, 1)) as suite:
        asyncio.run(_play(addresses, suite.go, personen, out))
        Console().print(_KLAAR.format(port=port))
        if not once:
            with suppress(KeyboardInterrupt):
                suite.serve()


async def _play(
    addresses: Mapping[str, str],
    wijs: Wijzer,
    personen: int,
    out: Path | None,
    *,
    tot: date = date.max,
) -> None:
    verloop = Verloop()
    client = await demo_client(addresses["uitgever"])
    player = Player(addresses, client, wijs, verloop)
    stappen = [
        stap
        for gemeente in JAREN
        for stap in agenda(gemeente, bevolking(gemeente, personen), werkgevers(gemeente))
        if stap.dag <= tot
    ]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn()) as progress:
        task = progress.add_task("", total=len(stappen))
        async for stap in speel(player, stappen):
            progress.update(task, advance=1, description=f"{stap.gemeente} {stap.dag:%d-%m-%Y}")
    gevonden = await standen(client, addresses, verloop)
    await client.aclose()
    toon(Console(), gevonden, verloop)
    if out:
        result = {
            "standen": gevonden,
            "stappen": {g: _van(g, verloop.stappen) for g in JAREN},
            "geweigerd": [[*wat, aantal] for wat, aantal in sorted(verloop.geweigerd.items())],
        }
        text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
        await asyncio.to_thread(out.write_text, text, encoding="utf-8")


def _van(gemeente: str, stappen: Mapping[tuple[str, str], int]) -> dict[str, int]:
    return {
        naam: aantal for (plaats, naam), aantal in sorted(stappen.items()) if plaats == gemeente
    }


def _answers(address: str) -> bool:
    """Whether a suite runs there."""
    try:
        return httpx.get(f"{address}/jwks", timeout=2).is_success
    except httpx.HTTPError:
        return False


def _addresses(base: str) -> dict[str, str]:
    return {name: f"{base}/{name}/v1" for name in SERVICES} | {"uitgever": f"{base}/uitgever"}


if __name__ == "__main__":
    typer.run(main)
