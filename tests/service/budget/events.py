"""Events of trajecten, and what budget shows of them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.contracts.trajecten import (
    Fonds,
    Maandbedrag,
    ToekenningAangevraagd,
    ToekenningBeeindigd,
    ToekenningIngetrokken,
)
from shared.testing.service import ServiceUnderTest

PRB_POST = "werktrajecten-en-voorzieningen"


def toekenning_id(number: int) -> str:
    return str(UUID(int=number))


def prb(number: int, besluitdatum: date = date(2023, 5, 1)) -> ToekenningAangevraagd:
    """A request for a persoonlijk re-integratiebudget of € 2.500 in the month of its besluit."""
    return aanvraag(
        number, PRB_POST, {besluitdatum: 250_000}, besluitdatum=besluitdatum, plafond="prb"
    )


def aanvraag(
    number: int,
    post: str,
    kosten: dict[date, int],
    *,
    gemeente: str = "GM0090",
    besluitdatum: date = date(2023, 5, 1),
    plafond: str | None = None,
    fonds: Fonds = "regulier",
    product: str = "proef",
    versie: int = 1,
) -> ToekenningAangevraagd:
    months = tuple(
        Maandbedrag(maand=dag.replace(day=1), bedrag_centen=cents)
        for dag, cents in sorted(kosten.items())
    )
    return ToekenningAangevraagd(
        gemeente=gemeente,
        toekenning_id=toekenning_id(number),
        versie=versie,
        persoon_ref=toekenning_id(number + 10**6),
        product=product,
        post=post,
        plafond=plafond,
        fonds=fonds,
        besluitdatum=besluitdatum,
        kosten=months,
    )


def ingetrokken(number: int, gemeente: str = "GM0090") -> ToekenningIngetrokken:
    return ToekenningIngetrokken(
        gemeente=gemeente,
        toekenning_id=toekenning_id(number),
        versie=2,
        ingetrokken_op=date(2023, 6, 1),
    )


def beeindigd(number: int, gemeente: str = "GM0090") -> ToekenningBeeindigd:
    return ToekenningBeeindigd(
        gemeente=gemeente,
        toekenning_id=toekenning_id(number),
        versie=2,
        beeindigd_op=date(2023, 6, 1),
        reden="afgerond",
    )


async def answers(budget: ServiceUnderTest, number: int | None = None) -> list[tuple[str, Any]]:
    """What budget said, in order: the kind of answer and the event; about one toekenning, or about all."""
    said = [received.event for received in await budget.emitted()]
    return [
        (event.NAME.removeprefix("verplichting-"), event)
        for event in said
        if number is None or event.toekenning_id == toekenning_id(number)
    ]


async def kinds(budget: ServiceUnderTest, number: int | None = None) -> list[str]:
    return [kind for kind, _ in await answers(budget, number)]


async def listed(budget: ServiceUnderTest, path: str, **params: str | int) -> list[dict[str, Any]]:
    """All results of a list."""
    answer = await budget.client.get(path, params={"pageSize": 100, **params})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


async def use(budget: ServiceUnderTest, gemeente: str, post: str, jaar: int) -> dict[str, Any]:
    """The use of one post in one year."""
    (row,) = await listed(budget, "/uitputting", gemeente=gemeente, post=post, jaar=jaar)
    return row


async def everything(budget: ServiceUnderTest) -> list[object]:
    """Every row of the ledger and every answer."""
    found: list[object] = []
    async with budget.database.reader.connect() as connection:
        for table in ("saldo", "dossier", "verplichting", "boeking", "bevinding", "outbox"):
            found += (await connection.execute(text(f"select * from {table}"))).all()
    return found
