"""People and medewerkers to test intake with."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from httpx import Response

from shared.testing.service import ServiceUnderTest


async def post(
    intake: ServiceUnderTest, path: str, body: Mapping[str, Any], key: str | None = None
) -> Response:
    """POST with a key of its own, unless one is given."""
    headers = {"Idempotency-Key": key or str(uuid4())}
    return await intake.client.post(path, json=body, headers=headers)


async def gemaakt(intake: ServiceUnderTest, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What a POST that must succeed answers."""
    answer = await post(intake, path, body)
    assert answer.is_success, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def een_inwoner(intake: ServiceUnderTest, gemeente: str = "GM0098", **changes: Any) -> str:
    """A new inwoner; gives the persoonRef."""
    body = {"gemeente": gemeente, "geboortedatum": "1990-05-01", "uitkeringSoort": "geen"}
    return str((await gemaakt(intake, "/inwoners", body | changes))["persoonRef"])


async def een_medewerker(intake: ServiceUnderTest, code: str, **changes: Any) -> dict[str, Any]:
    """A new activeringscoach of the team bestaanszekerheid."""
    body = {
        "gemeente": "GM0098",
        "code": code,
        "werknaam": code.title(),
        "team": "bestaanszekerheid",
        "rol": "activeringscoach",
    }
    return await gemaakt(intake, "/medewerkers", body | changes)


async def een_aanmelding(intake: ServiceUnderTest, ref: str, **changes: Any) -> dict[str, Any]:
    """An aanmelding of today."""
    body = {"persoonRef": ref, "kanaal": "uwv", "aangemeldOp": "2026-11-24"}
    return await gemaakt(intake, "/aanmeldingen", body | changes)
