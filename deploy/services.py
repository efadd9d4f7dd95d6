"""The services of the suite, in the order in which the main flow meets them."""

from services.budget.app import SERVICE as BUDGET
from services.intake.app import SERVICE as INTAKE
from services.monitor.app import SERVICE as MONITOR
from services.trajecten.app import SERVICE as TRAJECTEN
from services.werkgevers.app import SERVICE as WERKGEVERS
from shared.service import Service

SERVICES: dict[str, Service] = {
    service.name: service for service in (INTAKE, TRAJECTEN, WERKGEVERS, BUDGET, MONITOR)
}
TOPICS = tuple(name + ".events" for name in SERVICES)
