"""Long lists whole: NDJSON and CSV by `Accept`, from one cursor in one read transaction (decision 58)."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
import pytest
from sqlalchemy import select

from shared.db.engine import Database
from shared.db.uow import UnitOfWork
from shared.formats import CSV, JSON, NDJSON, as_lines, negotiate
from shared.schemas import Centen, Datum, Moment, Optioneel, RegelAntwoord, Saldo, Schema, Vlag
from shared.tenancy import SYSTEEM
from tests.contract.balie import PAD
from tests.contract.proef import HIER, SMALLINGERLAND, WESTSTELLINGWERF, Notitie, notitie

OFFERED = (JSON, NDJSON, CSV)


async def fill(uow: UnitOfWork, count: int) -> None:
    async with uow(SYSTEEM) as tx:
        tx.session.add_all(
            Notitie(id=UUID(int=n), gemeente=SMALLINGERLAND, tekst=f"nr {n}") for n in range(count)
        )


async def get(client: httpx.AsyncClient, accept: str, path: str = PAD) -> httpx.Response:
    return await client.get(path, headers={"Accept": accept})


async def test_the_whole_list_comes_as_lines_in_order(
    balie_client: httpx.AsyncClient, uow: UnitOfWork
) -> None:
    await fill(uow, 1_203)
    answer = await get(balie_client, NDJSON)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    assert answer.headers["api-version"] == "0.1.0"
    found = [orjson.loads(line) for line in answer.content.splitlines()]
    assert [row["tekst"] for row in found] == [f"nr {n}" for n in range(1_203)]
    assert set(found[0]) == {"id", "tekst", "gemeente"}


async def test_the_whole_list_comes_as_csv_for_a_spreadsheet(
    balie_client: httpx.AsyncClient, uow: UnitOfWork
) -> None:
    await fill(uow, 501)
    async with uow(SYSTEEM) as tx:
        tx.session.add(Notitie(id=UUID(int=999), gemeente=SMALLINGERLAND, tekst='=1+1;"'))
    answer = await get(balie_client, CSV)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbfid;tekst;gemeente\r\n")
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert len(lines) == 1 + 501 + 1 + 1
    assert lines[-2] == f'{UUID(int=999)};"\'=1+1;""";GM0090'


@pytest.mark.parametrize(("accept", "content"), [(NDJSON, b""), (CSV, b"id;tekst;gemeente\r\n")])
async def test_a_list_of_nothing(
    balie_client: httpx.AsyncClient, accept: str, content: bytes
) -> None:
    answer = await get(balie_client, accept)
    assert (answer.status_code, answer.content.removeprefix(b"\xef\xbb\xbf")) == (200, content)


async def test_faults_are_found_before_the_first_line(balie_client: httpx.AsyncClient) -> None:
    answer = await get(balie_client, CSV, PAD + "?kleur=rood&page=0")
    assert answer.status_code == 400
    assert {fault["name"] for fault in answer.json()["invalidParams"]} == {"kleur", "page"}


async def test_the_cursor_and_its_connection_are_given_back(
    balie_client: httpx.AsyncClient, uow: UnitOfWork, database: Database
) -> None:
    await fill(uow, 1_100)
    for _ in range(12):
        assert (await get(balie_client, NDJSON)).status_code == 200
    assert database.reader.pool.checkedout() == 0  # type: ignore[attr-defined]


async def test_a_stream_shows_only_the_rows_of_the_caller(uow: UnitOfWork) -> None:
    async with uow(SYSTEEM) as tx:
        tx.session.add_all([notitie(), notitie(WESTSTELLINGWERF), notitie(WESTSTELLINGWERF)])
    async with uow.read(HIER) as session:
        query = select(Notitie).execution_options(yield_per=2)
        seen = [row.gemeente async for row in await session.stream_scalars(query)]
    assert seen == [SMALLINGERLAND]


async def test_a_list_without_the_option_gives_json_only(balie_client: httpx.AsyncClient) -> None:
    answer = await get(balie_client, CSV, f"{PAD}/{uuid4()}")
    assert answer.status_code == 406


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("text/*", CSV),
        ("application/*", JSON),
        ("application/x-ndjson, application/json", JSON),
        ("application/json;q=0.5, text/csv", CSV),
        ("text/csv;q=0.1, */*;q=0.2", JSON),
        ("application/json;q=0, */*", NDJSON),
        ("TEXT/CSV; charset=utf-8", CSV),
        ("text/html", None),
        ("application/json;q=0", None),
        ("application/json;q=veel", None),
        ("application/json;q=nan", None),
    ],
)
def test_the_most_wanted_that_is_offered_is_given(accept: str, media: str | None) -> None:
    assert negotiate(accept, OFFERED) == media


class Rij(Schema):
    """A row with a field of every kind."""

    naam: str
    bedrag_centen: Centen
    saldo_centen: Optioneel[Saldo] = None
    uren: Optioneel[Decimal] = None
    dag: Datum
    op: Moment
    mag: Vlag
    codes: Optioneel[list[str]] = None
    regel: Optioneel[RegelAntwoord] = None


def cells(**values: Any) -> Sequence[str]:
    row = Rij.build(
        **{
            "naam": "n",
            "bedrag_centen": 1,
            "dag": date(2026, 3, 2),
            "op": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
            "mag": True,
        }
        | values
    )
    lines = as_lines(CSV, Rij)
    heading = lines(None).decode("utf-8-sig").strip()
    assert heading == (
        "naam;bedragEuro;saldoEuro;uren;dag;op;mag;codes;"
        "regel.id;regel.bron;regel.parameter;regel.geldigVanaf"
    )
    return lines([row]).decode().removesuffix("\r\n").split(";")


def test_amounts_are_euros_and_parts_are_columns() -> None:
    regel = RegelAntwoord.build(id="S-091", bron="Plan", geldig_vanaf=date(2020, 1, 1))
    row = cells(
        bedrag_centen=250_005, saldo_centen=-5, uren=Decimal("24.25"), codes=["a", "b"], regel=regel
    )
    moment = "2026-03-02T09:30:00Z"
    assert row[:8] == ["n", "2500,05", "-0,05", "24,25", "2026-03-02", moment, "ja", "a | b"]
    assert row[8:] == ["S-091", "Plan", "", "2020-01-01"]
    assert cells()[2:4] == ["", ""]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_a_text_never_becomes_a_formula(sign: str) -> None:
    assert cells(naam=f"{sign}cmd")[0] == f"'{sign}cmd"
    assert cells(naam=f"a{sign}")[0] == f"a{sign}"
