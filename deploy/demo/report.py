"""What the played year came to: a table per gemeente, and what was refused and why."""

from collections.abc import Mapping
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from deploy.demo.player import Verloop
from deploy.demo.population import JAREN
from shared.money import in_euros

_KOLOMMEN = ("begroot", "gerealiseerd", "verplicht", "beschikbaar")
_PAGINA = 100


async def standen(
    client: httpx.AsyncClient, addresses: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """The posts of each gemeente in its year, as budget tells them."""
    return {gemeente: await _posten(client, addresses, gemeente) for gemeente in JAREN}


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
    stappen = Table("wat er gebeurde", "aantal")
    for stap, aantal in sorted(verloop.stappen.items()):
        stappen.add_row(stap, str(aantal))
    console.print(stappen)
    geweigerd = Table("gemeente", "geweigerd", "waarom", "aantal")
    for (gemeente, wat, waarom), aantal in sorted(verloop.geweigerd.items()):
        geweigerd.add_row(gemeente, wat, waarom, str(aantal))
    console.print(geweigerd)


def _tabel(gemeente: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(title=f"{gemeente}, {JAREN[gemeente]} (euro)", title_justify="left")
    table.add_column("post")
    for kolom in _KOLOMMEN:
        table.add_column(kolom, justify="right")
    for row in rows:
        table.add_row(row["naam"], *(_bedrag(row, kolom) for kolom in _KOLOMMEN))
    table.add_section()
    table.add_row("totaal", *(_som(rows, kolom) for kolom in _KOLOMMEN))
    return table


def _bedrag(row: Mapping[str, Any], kolom: str) -> str:
    centen = row.get(f"{kolom}Centen")
    return "" if centen is None else in_euros(centen)


def _som(rows: list[dict[str, Any]], kolom: str) -> str:
    return in_euros(sum(row.get(f"{kolom}Centen") or 0 for row in rows))
