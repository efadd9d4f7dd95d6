"""Asking budget what it has left."""

import asyncio
from collections.abc import Mapping

import msgspec

from services.trajecten.aanvraag.domain import Aanvraag
from services.trajecten.bekostiging.domain import Kosten
from services.trajecten.productenboek.domain import fondsen
from services.trajecten.productenboek.policy import Product
from services.trajecten.ruimte.domain import Ruimte, kosten_per_jaar
from shared.clients import Lezer


async def lees_ruimte(
    elders: Lezer, gemeente: str, aanvraag: Aanvraag, product: Product, gerekend: Kosten
) -> Mapping[int, Ruimte | None]:
    """What budget has left per year, asked at once and outside any transaction (decision 5)."""
    vast: dict[str, str | int] = {
        "gemeente": gemeente,
        "post": product.post,
        "fonds": aanvraag.fonds or fondsen(product)[0],
    }
    jaren = sorted(kosten_per_jaar(aanvraag, gerekend))
    answers = await asyncio.gather(
        *(_ruimte(elders, {**vast, "jaar": jaar}, aanvraag, product) for jaar in jaren)
    )
    return dict(zip(jaren, answers, strict=True))


async def _ruimte(
    elders: Lezer, params: dict[str, str | int], aanvraag: Aanvraag, product: Product
) -> Ruimte | None:
    if product.plafond and params["jaar"] == aanvraag.besluitdatum.year:
        params["plafond"] = product.plafond.code
    answer = await elders.get("budget", "/beschikbaar", params)
    try:
        return msgspec.convert(answer, Ruimte | None)
    except msgspec.ValidationError:
        return None
