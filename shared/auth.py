"""Who is at the door. Until tokens arrive every request comes from one fixed local client with all rights."""

from shared.gemeenten import GEMEENTEN
from shared.tenancy import Caller

SERVICES = ("intake", "trajecten", "werkgevers", "budget", "monitor")
GEZONDHEID = "gezondheid.lezen"
BSN = "bsn.lezen"
SCOPES = frozenset(
    {f"{service}.{recht}" for service in SERVICES for recht in ("lezen", "bewerken")}
    | {GEZONDHEID, BSN}
)

LOKAAL = Caller("lokaal", frozenset(GEMEENTEN), SCOPES)
"""The fixed client of an installation without an issuer of tokens: works for every gemeente it knows."""
