# ruff: noqa: INP001 - Alembic loads this file by its path
"""Alembic's entry for every service: the section of alembic.ini names it, `deploy/migrate.py` hands over the rest."""

from typing import Any, Literal

from alembic import context

from shared.db.types import UtcDateTime


def _render(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


def _include(item: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:  # noqa: FBT001
    return not (kind == "table" and reflected and name == "sqlite_sequence")


def run() -> None:
    """Run the migrations on the connection that was handed over, in one transaction."""
    given = context.config.attributes
    context.configure(
        connection=given["connection"],
        target_metadata=given["metadata"],
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
        include_object=_include,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
