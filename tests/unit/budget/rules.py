"""Rule files of budget, changed for a test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from services.budget.policy import RULES


def overlay(
    directory: Path, gemeente: str, noun: str, change: Callable[[dict[str, Any]], object]
) -> Path:
    """A folder that replaces one rule file by a changed copy."""
    content = yaml.safe_load((RULES / gemeente / f"{noun}.yaml").read_text("utf-8"))
    change(content)
    file = directory / gemeente / f"{noun}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return directory
