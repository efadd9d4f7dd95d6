"""What happens when this machine cannot run a server that a test asks for."""

import os
from typing import NoReturn

import pytest


class ServerUnavailable(Exception):
    """Something the server needs is not installed; the message ends with how to install it."""


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test that asked, or fail it where CI=true: there nothing may be left out unseen."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must run every test: {reason}", pytrace=False)
    pytest.skip(reason)
