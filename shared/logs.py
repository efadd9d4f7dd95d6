"""Structured logs: one JSON line an event, never with data of a person or the text of a database error."""

import logging
import traceback
from pathlib import Path
from typing import Any

import structlog


def configure_logging(*, level: int = logging.INFO) -> None:
    """Log JSON lines to standard error; for the process that starts the services."""
    logging.basicConfig(level=level, format="%(message)s")
    for chatty, quiet in (
        ("aiokafka", logging.ERROR),
        ("alembic", logging.WARNING),
        ("httpx", logging.WARNING),
    ):
        logging.getLogger(chatty).setLevel(quiet)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )


def get_logger(name: str) -> Any:
    """A logger for one module."""
    return structlog.get_logger(name)


def without_values(error: BaseException) -> str:
    """The kind of an error and the places it passed, innermost first; its text may quote rows of the database."""
    passed = reversed(traceback.extract_tb(error.__traceback__))
    ours = [frame for frame in passed if "site-packages" not in frame.filename][:12]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in ours)
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    return " ".join(filter(None, (type(error).__name__, state, places)))
