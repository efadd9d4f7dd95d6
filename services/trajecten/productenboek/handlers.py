"""Publishing versions of the productenboek."""

from collections.abc import Mapping

import msgspec

from services.trajecten.productenboek import queries
from services.trajecten.productenboek.domain import (
    BoekSluitNietAan,
    PostenNietTeBepalen,
    Postnaam,
    Publiceer,
    gebreken,
)
from services.trajecten.productenboek.models import Boekproduct, Boekversie
from services.trajecten.productenboek.policy import Product, Productenboek, document
from shared.clients import Lezer
from shared.contracts.trajecten import Fonds
from shared.db.uow import Tx
from shared.identifiers import nieuw_id

Posten = tuple[list[Postnaam], set[str]]
"""The posts and the codes of the plafonds of a gemeente."""


async def seed(tx: Tx, boeken: Mapping[str, Productenboek]) -> None:
    """Store the book of each gemeente that has none yet; what people published since stays (decision 12)."""
    for gemeente in await queries.zonder_boek(tx.session, boeken.keys()):
        for nummer, versie in enumerate(boeken[gemeente].producten.waarden, start=1):
            kop = Boekversie(
                id=nieuw_id(tx.moment),
                gemeente=gemeente,
                nummer=nummer,
                vanaf=versie.geldig.van,
                tot=versie.geldig.tot,
                regel=versie.regel,
                bron=versie.bron,
            )
            await _leg_vast(tx, kop, versie.waarde)


async def publiceer(
    tx: Tx, opdracht: Publiceer, posten: Mapping[str, Posten | None]
) -> list[Boekversie]:
    """Store a new version for each gemeente, when every product of it ties to budget.

    Raises PostenNietTeBepalen or BoekSluitNietAan; then nothing is kept.
    """
    id_ = nieuw_id(tx.moment)
    koppen = []
    for gemeente in opdracht.gemeenten:
        producten = await _inhoud(tx, opdracht, gemeente)
        _sluit_aan(producten, posten[gemeente])
        kop = Boekversie(
            id=id_,
            gemeente=gemeente,
            nummer=await queries.laatste_nummer(tx.session, gemeente) + 1,
            vanaf=opdracht.vanaf,
            tot=opdracht.tot,
            regel=opdracht.regel,
            bron=opdracht.bron,
        )
        await _leg_vast(tx, kop, producten)
        koppen.append(kop)
    return koppen


async def lees_posten(elders: Lezer, gemeente: str) -> Posten | None:
    """The posts and plafonds of a gemeente, asked outside any transaction; None when budget does not answer."""
    geld = await _lees_posten(elders, gemeente, "centen")
    plaatsen = await _lees_posten(elders, gemeente, "plaatsen")
    if geld is None or plaatsen is None:
        return None
    return geld, {post.code for post in plaatsen}


class _Post(msgspec.Struct, rename="camel"):
    """What the linter needs of an answer of budget."""

    code: str
    fonds: Fonds
    deel_van: str | None = None
    voorbehouden: tuple[str, ...] = ()


class _Bladzij(msgspec.Struct):
    results: list[_Post]


async def _lees_posten(elders: Lezer, gemeente: str, eenheid: str) -> list[Postnaam] | None:
    params: dict[str, str | int] = {"gemeente": gemeente, "eenheid": eenheid, "pageSize": 100}
    try:
        bladzij = msgspec.convert(await elders.get("budget", "/posten", params), _Bladzij)
    except msgspec.ValidationError:
        return None
    return [Postnaam(p.code, p.fonds, p.deel_van, p.voorbehouden) for p in bladzij.results]


def _sluit_aan(producten: Mapping[str, Product], posten: Posten | None) -> None:
    if posten is None:
        raise PostenNietTeBepalen
    if gevonden := gebreken(producten, *posten):
        raise BoekSluitNietAan(gevonden)


async def _inhoud(tx: Tx, opdracht: Publiceer, gemeente: str) -> dict[str, Product]:
    vorige = (
        await queries.boek(tx.session, gemeente, opdracht.vanaf) if opdracht.overnemen else None
    )
    oud = vorige[1] if vorige else {}
    blijft = {code: p for code, p in oud.items() if code not in opdracht.vervallen}
    return {**blijft, **opdracht.producten}


async def _leg_vast(tx: Tx, kop: Boekversie, producten: Mapping[str, Product]) -> None:
    tx.add(kop)
    await tx.session.flush()
    tx.session.add_all(
        Boekproduct(versie_id=kop.id, gemeente=kop.gemeente, code=code, document=document(product))
        for code, product in producten.items()
    )
