"""Every route that takes or gives a person says under which activity of the register it does so."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from deploy.services import SERVICES
from shared.boundary import StrictRoute
from shared.service import build_api
from shared.verwerkingenlog import lees_register


def routes(service: str) -> Iterator[StrictRoute]:
    for router in SERVICES[service].routers:
        yield from (route for route in router.routes if isinstance(route, StrictRoute))


def over_personen(route: StrictRoute) -> bool:
    """Whether a person is in its address, its body or its answer."""
    body = [param.field_info.annotation for param in route.dependant.body_params]
    return "persoon_ref" in route.path or any(map(_noemt, [*body, route.response_model]))


def _noemt(kind: Any) -> bool:
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return any(map(_noemt, get_args(kind)))
    if "persoon_ref" in kind.model_fields:
        return True
    return any(_noemt(field.annotation) for field in kind.model_fields.values())


@pytest.mark.parametrize("service", SERVICES)
def test_a_route_about_persons_declares_its_activity(service: str) -> None:
    about = [route for route in routes(service) if over_personen(route)]
    assert bool(about) == (service in ("intake", "trajecten"))
    undeclared = [
        f"{route.methods} {route.path}"
        for route in about
        if not getattr(route.endpoint, "verwerking", None)
    ]
    assert undeclared == []


@pytest.mark.parametrize("service", ["intake", "trajecten"])
def test_every_activity_of_the_register_is_used(service: str) -> None:
    file = SERVICES[service].verwerkingen
    assert file is not None
    used = {str(getattr(route.endpoint, "verwerking", "")) for route in routes(service)} - {""}
    assert {uri.rpartition(":")[2] for uri in used} == set(lees_register(file))


def test_an_activity_that_is_not_registered_keeps_the_service_from_starting() -> None:
    intake = SERVICES["intake"]
    without = type(intake)(**{**vars(intake), "verwerkingen": None})
    with pytest.raises(ValueError, match="niet in het register"):
        build_api(without)
