"""What a process counts, in the names of docs/beheer.md; one registry per process, a label per service."""

from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    ProcessCollector,
)

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

HTTP: Final = Histogram(
    "meedoen_http_duration_seconds",
    "Duur van verzoeken per adresvorm",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
INBOX_DUPLICATES: Final = Counter(
    "meedoen_inbox_duplicates",
    "Gebeurtenissen die al verwerkt waren",
    ["service"],
    registry=REGISTRY,
)
IDEMPOTENCY_REPLAYS: Final = Counter(
    "meedoen_idempotency_replays",
    "Verzoeken die het bewaarde antwoord kregen",
    ["service"],
    registry=REGISTRY,
)
UNKNOWN_EVENTS: Final = Counter(
    "meedoen_unknown_events",
    "Gebeurtenissen van een soort die deze service niet kent",
    ["service"],
    registry=REGISTRY,
)


def _gauge(name: str, text: str, *labels: str) -> Gauge:
    return Gauge(f"meedoen_{name}", text, ["service", *labels], registry=REGISTRY)


DATABASE_UP: Final = _gauge("database_up", "1 als de database antwoordt")
OUTBOX_PENDING: Final = _gauge("outbox_pending", "Gebeurtenissen die nog niet verstuurd zijn")
OUTBOX_OLDEST: Final = _gauge("outbox_oldest_seconds", "Leeftijd van de oudste daarvan")
DLQ_SIZE: Final = _gauge("dlq_size", "Berichten die apart staan")
PARKED_KEYS: Final = _gauge("parked_keys", "Sleutels die op een apart gezet bericht wachten")
CONSUMER_LAG: Final = _gauge("consumer_lag", "Berichten nog te lezen", "topic", "partition")
LOOP_SILENT: Final = _gauge("loop_silent_seconds", "Tijd sinds het laatste levensteken", "loop")
DB_POOL_IN_USE: Final = _gauge("db_pool_in_use", "Databaseverbindingen in gebruik", "pool")
