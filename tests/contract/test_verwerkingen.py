"""Every route that takes or gives a person says under which activity of the register it does so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args

import pytest
from pydantic import BaseModel

from deploy.services import SERVICES
from shared.boundary import StrictRoute
from shared.service import build_api
from shared.verwerkingenlog import lees_register

ROOT: Final = Path(__file__).parents[2]
ZONDER_REGEL: Final = {
    "budget": "money by toekenning; it knows no person",
    "monitor": "counts; it knows no person",
    "werkgevers": "employers, and no inwoner",
}
"""Services whose routes handle no inwoner, each with the reason."""
ZELF: Final = {
    "betrokkenenInzage": "tests/contract/test_inzage.py",
    "inwonersBulk": "tests/contract/test_verwerkingenlog.py",
    "maakWerkverdeling": "tests/contract/test_verwerkingenlog.py",
    "toonWerkverdeling": "tests/contract/test_verwerkingenlog.py",
    "trajectenBulk": "tests/service/trajecten/test_overgang.py",
    "toekenningenBulk": "tests/service/trajecten/test_overgang.py",
    "betaalopdrachtenGeef": "tests/service/trajecten/test_betaalopdrachten.py",
    "toekenningenVoorleggen": "tests/service/trajecten/test_instrumenten.py",
    "toekenningenAkkoord": "tests/service/trajecten/test_instrumenten.py",
    "toekenningenAfwijzen": "tests/service/trajecten/test_instrumenten.py",
    "maakHerziening": "tests/service/trajecten/test_herzieningen.py",
    "lijstHerzieningen": "tests/service/trajecten/test_herzieningen.py",
    "toonHerziening": "tests/service/trajecten/test_herzieningen.py",
}
"""Operations whose body and answer name no person: they tell whom they met, and the test that sees to that."""


def routes(service: str) -> Iterator[StrictRoute]:
    for router in SERVICES[service].api:
        yield from (route for route in router.routes if isinstance(route, StrictRoute))


def over_personen(route: StrictRoute) -> bool:
    """Whether a person is in its address, its body or its answer, where the boundary finds him."""
    body = [param.field_info.annotation for param in route.dependant.body_params]
    return "persoon_ref" in route.path or any(map(_noemt, [*body, route.response_model]))


def _noemt(kind: Any, *, diep: int = 1) -> bool:
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return any(_noemt(each, diep=diep) for each in get_args(kind))
    if "persoon_ref" in kind.model_fields:
        return True
    return diep > 0 and any(
        _noemt(field.annotation, diep=diep - 1) for field in kind.model_fields.values()
    )


def _over(route: StrictRoute) -> bool:
    return over_personen(route) or route.operation_id in ZELF


def _activiteit(route: StrictRoute) -> str:
    return str(getattr(route.endpoint, "verwerking", None) or "")


@pytest.mark.parametrize("service", SERVICES)
def test_a_route_about_persons_declares_its_activity_and_nothing_else_does(service: str) -> None:
    wrong = [
        f"{route.methods} {route.path}"
        for route in routes(service)
        if bool(_activiteit(route)) != (service not in ZONDER_REGEL and _over(route))
    ]
    assert wrong == []
    assert any(map(_activiteit, routes(service))) == (service not in ZONDER_REGEL)


@pytest.mark.parametrize(("naam", "test"), ZELF.items())
def test_what_tells_itself_whom_it_met_is_there_and_tested(naam: str, test: str) -> None:
    assert naam in {route.operation_id for service in SERVICES for route in routes(service)}
    assert naam in (ROOT / test).read_text(encoding="utf-8")


@pytest.mark.parametrize("service", ["intake", "trajecten"])
def test_every_activity_of_the_register_is_used(service: str) -> None:
    file = SERVICES[service].verwerkingen
    assert file is not None
    used = set(map(_activiteit, routes(service))) - {""}
    assert {uri.rpartition(":")[2] for uri in used} == set(lees_register(file))


def test_an_activity_that_is_not_registered_keeps_the_service_from_starting() -> None:
    intake = SERVICES["intake"]
    without = type(intake)(**{**vars(intake), "verwerkingen": None})
    with pytest.raises(ValueError, match="niet in het register"):
        build_api(without)
