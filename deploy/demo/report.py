"""What the played year came to: a table per gemeente, its steps, and what was refused and why."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from deploy.demo.player import GaatNiet, Verloop
from deploy.demo.verhaal import JAREN
from shared.gemeenten import GEMEENTEN
from shared.web.opmaak import heel, procent

_KOLOMMEN = ("begroot", "gerealiseerd", "verplicht", "beschikbaar")
_PAGINA = 100
_GEDULD = 300
"""How often the figures are asked for before they are believed never to come."""


async def standen(
    client: httpx.AsyncClient, addresses: Mapping[str, str], verloop: Verloop
) -> dict[str, list[dict[str, Any]]]:
    """The posts of each gemeente in its year, as budget tells them once all that was paid is booked.

    Raises GaatNiet when it never is.
    """
    for _ in range(_GEDULD):
        found = {gemeente: await _posten(client, addresses, gemeente) for gemeente in JAREN}
        geboekt = {g: sum(row["gerealiseerdCenten"] for row in rows) for g, rows in found.items()}
        if geboekt == {g: verloop.betaald[g, jaar] for g, jaar in JAREN.items()}:
            return found
        await asyncio.sleep(0.1)
    raise GaatNiet(f"geboekt is {geboekt}, betaald is {dict(verloop.betaald)}")


async def _posten(
    client: httpx.AsyncClient, addresses: Mapping[str, str], gemeente: str
) -> list[dict[str, Any]]:
    params: dict[str, str | int] = {
        "gemeente": gemeente,
        "jaar": JAREN[gemeente],
        "pageSize": _PAGINA,
    }
    answer = await client.get(f"{addresses['budget']}/uitputting", params=params)
    answer.raise_for_status()
    rows: list[dict[str, Any]] = answer.json()["results"]
    return [row for row in rows if row["eenheid"] == "centen"]


def toon(console: Console, gevonden: Mapping[str, list[dict[str, Any]]], verloop: Verloop) -> None:
    """Print the tables, the steps and the refusals."""
    for gemeente, rows in gevonden.items():
        console.print(_tabel(gemeente, rows))
    stappen = Table("wat er gebeurde", *(_naam(gemeente) for gemeente in gevonden))
    for stap in dict.fromkeys(stap for _, stap in verloop.stappen):
        stappen.add_row(stap, *(_getal(verloop.stappen[g, stap]) for g in gevonden))
    console.print(stappen)
    geweigerd = Table("gemeente", "geweigerd", "waarom", "aantal")
    for (gemeente, wat, waarom), aantal in sorted(verloop.geweigerd.items()):
        geweigerd.add_row(_naam(gemeente), wat, waarom, str(aantal))
    console.print(geweigerd)


def _naam(gemeente: str) -> str:
    return f"{GEMEENTEN[gemeente].naam} {JAREN[gemeente]}"


def _getal(aantal: int) -> str:
    return str(aantal) if aantal else ""


def _tabel(gemeente: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(title=f"{_naam(gemeente)} (hele euro's)", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("post", overflow="fold")
    for kolom in (*_KOLOMMEN, "gebruikt"):
        # on a narrow terminal the name of a post folds, never an amount
        table.add_column(kolom, justify="right", no_wrap=True, min_width=len(kolom))
    for row in rows:
        table.add_row(row["naam"], *(_bedrag(row, kolom) for kolom in _KOLOMMEN), _gebruikt(row))
    table.add_section()
    # BUIG has no begroting behind it: it is booked, and stands outside the sum (S-143)
    begroot = [row for row in rows if row["modus"] != "registreren"]
    table.add_row("totaal van de begroting", *(_som(begroot, kolom) for kolom in _KOLOMMEN))
    return table


def _gebruikt(row: Mapping[str, Any]) -> str:
    if row["modus"] == "registreren":
        return ""
    return procent(row["gerealiseerdCenten"] + row["verplichtCenten"], row["begrootCenten"] or 0)


def _bedrag(row: Mapping[str, Any], kolom: str) -> str:
    return heel(row.get(f"{kolom}Centen"))


def _som(rows: list[dict[str, Any]], kolom: str) -> str:
    return heel(sum(row.get(f"{kolom}Centen") or 0 for row in rows))
