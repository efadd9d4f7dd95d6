"""`POST /v1/loonkostensubsidies/_bereken`: what a subsidy comes to, with every step; nothing is kept."""

from fastapi import Response

from services.trajecten.loonkostensubsidie.domain import maanden
from services.trajecten.loonkostensubsidie.policy import Loonkostensubsidie
from services.trajecten.loonkostensubsidie.schemas import BerekenBody, LoonkostensubsidieAntwoord
from shared.routing import Reads, Router

router = Router("trajecten", "loonkostensubsidies")


@router.checks(
    "/loonkostensubsidies/_bereken",
    LoonkostensubsidieAntwoord,
    tekst="Bereken een loonkostensubsidie per maand",
)
async def bereken(body: BerekenBody, call: Reads) -> Response:
    regels: Loonkostensubsidie = call.runtime.policy.loonkostensubsidie
    gevonden = maanden(regels, body.omvang(regels), body.periode())
    return call.ok(LoonkostensubsidieAntwoord.of(gevonden))
