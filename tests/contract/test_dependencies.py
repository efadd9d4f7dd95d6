"""Every dependency of every route is async: a sync one costs a thread hop per request (decision 56)."""

import inspect
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from deploy.services import SERVICES
from tests.contract.balie import BALIE


def _slow(dependant: Dependant) -> Iterator[str]:
    for part in dependant.dependencies:
        call: Any = part.call
        if not (inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call)):
            yield repr(call)
        yield from _slow(part)


def slow_parts(routers: Any) -> list[str]:
    """The endpoints and dependencies of the routes that would run in a thread."""
    found: list[str] = []
    for route in (route for router in routers for route in router.routes):
        assert isinstance(route, APIRoute)
        if not inspect.iscoroutinefunction(route.endpoint):
            found.append(repr(route.endpoint))
        found.extend(_slow(route.dependant))
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_no_route_of_a_service_runs_in_a_thread(name: str) -> None:
    assert SERVICES[name].routers
    assert slow_parts(SERVICES[name].routers) == []


def test_the_routes_of_the_boundary_do_not_either() -> None:
    assert slow_parts(BALIE.routers) == []


def test_the_walk_finds_sync_dependencies_also_below_others() -> None:
    def sync() -> int:
        return 1

    async def above(value: Annotated[int, Depends(sync)]) -> int:
        return value

    class Made:
        """A class as a dependency."""

    planted = APIRouter()

    @planted.get("/a")
    async def a(value: Annotated[int, Depends(above)], made: Annotated[Made, Depends()]) -> int:
        return value

    @planted.get("/b")
    def b() -> int:
        return 1

    assert len(slow_parts([planted])) == 3
