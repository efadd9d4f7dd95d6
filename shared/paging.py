"""Lists in pages: `page` and `pageSize`, the envelope that integrators know, and a `Link` header (decision 24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Generic, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator, Field
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.schemas import Optioneel, Schema

S = TypeVar("S", bound=Schema)

MEEST_PER_PAGINA = 100
DIEPSTE_PAGINA = 10_000


class Pagina(Schema, Generic[S]):
    """One page of a list."""

    count: int = Field(description="Aantal resultaten over alle pagina's")
    next: Optioneel[str] = Field(None, description="Adres van de volgende pagina")
    previous: Optioneel[str] = Field(None, description="Adres van de vorige pagina")
    results: list[S]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked for, and the address of the list without its page."""

    page: int
    page_size: int
    url: Any

    async def take(self, session: AsyncSession, query: Select[Any]) -> tuple[int, Sequence[Any]]:
        """The number of rows of the query, and those of this page; the query must have a full order."""
        count = select(func.count()).select_from(query.order_by(None).subquery())
        total = (await session.execute(count)).scalar_one()
        part = query.limit(self.page_size).offset((self.page - 1) * self.page_size)
        return total, (await session.scalars(part)).all()

    def links(self, total: int) -> dict[str, str]:
        """Addresses of first, prev, next and last, where they exist."""
        last = max(1, -(-total // self.page_size))
        pages = {"first": 1, "last": last}
        if self.page > 1:
            pages["prev"] = min(self.page - 1, last)
        if self.page < last:
            pages["next"] = self.page + 1
        return {rel: self._address(page) for rel, page in pages.items()}

    def _address(self, page: int) -> str:
        address = self.url.include_query_params(page=page, pageSize=self.page_size)
        return f"{address.path}?{address.query}"


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


WHOLE_NUMBER: Final = BeforeValidator(_number)
"""Lets a query parameter be digits only: no sign, space, fraction or underscore."""


async def _paging(
    request: Request,
    page: Annotated[
        int,
        Query(ge=1, le=DIEPSTE_PAGINA, description="Paginanummer, vanaf 1"),
        WHOLE_NUMBER,
    ] = 1,
    page_size: Annotated[
        int,
        Query(alias="pageSize", ge=1, le=MEEST_PER_PAGINA, description="Resultaten per pagina"),
        WHOLE_NUMBER,
    ] = 25,
) -> Paging:
    return Paging(page, page_size, request.url)


AskedPage = Annotated[Paging, Depends(_paging)]
"""The page a list route was asked for."""
