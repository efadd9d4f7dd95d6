"""What a service needs to run, put together by `deploy/` and nowhere else."""

from dataclasses import dataclass, field
from typing import Any

from shared.auth import Deur
from shared.clients import Clients
from shared.clock import Clock
from shared.crypto import GEEN_SLEUTELS, Sleutelring
from shared.db.engine import Database
from shared.db.uow import UnitOfWork
from shared.oidc import Aanmelding
from shared.pulse import Pulse
from shared.sinks import Sinks


@dataclass
class Runtime:
    """The running surroundings of one service; `policy` is the service's own typed view of its rules.

    `origins` are those of web pages elsewhere that may use the API (CORS).
    `loops` holds the pulse of each loop that works for it beside the requests, `sinks` where its events may be sent.
    `deur` tells who asks; with `aanmelding` people can log in here, which is at monitor only.
    """

    service: str
    database: Database
    uow: UnitOfWork
    clock: Clock
    clients: Clients
    policy: Any
    deur: Deur
    aanmelding: Aanmelding | None = None
    sleutels: Sleutelring = GEEN_SLEUTELS
    loops: dict[str, Pulse] = field(default_factory=dict)
    sinks: Sinks = field(default_factory=Sinks)
    origins: frozenset[str] = frozenset()
