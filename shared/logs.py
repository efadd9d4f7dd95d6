"""Structured logs: one JSON line an event, never with data of a person or the text of a database error."""

import logging
import sys
import traceback
from pathlib import Path
from typing import Any

import orjson
import structlog
from structlog.types import EventDict, WrappedLogger

from shared.tracing import traced


def configure_logging(*, level: int = logging.INFO) -> None:
    """Log JSON lines to standard error, also what libraries say; for the process that starts the services."""
    stamped: list[Any] = [
        traced,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    line = structlog.processors.JSONRenderer(serializer=orjson.dumps)
    # our own lines go straight out: through the logging module each costs more than the rest of it
    structlog.configure(
        processors=[*stamped, line],
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*stamped, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _error_without_values,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler])
    for chatty, quiet in (
        ("aiokafka", logging.ERROR),
        ("alembic", logging.WARNING),
        ("httpx", logging.WARNING),
    ):
        logging.getLogger(chatty).setLevel(quiet)


def get_logger(name: str) -> Any:
    """A logger for one module."""
    return structlog.get_logger(module=name)


def without_values(error: BaseException) -> str:
    """The kind of an error and the places it passed, innermost first; its text may quote rows of the database."""
    passed = reversed(traceback.extract_tb(error.__traceback__))
    ours = [frame for frame in passed if "site-packages" not in frame.filename][:12]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours)
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return " ".join(filter(None, (type(error).__name__, state, places)))


def _error_without_values(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Libraries log exceptions whole; only the kind and the places of one are ours to keep."""
    told = event.pop("exc_info", None)
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["fout"] = without_values(error)
    return event
