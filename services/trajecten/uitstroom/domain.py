"""Outflow: leaving the benefit, and coming back to it too soon."""

from typing import Literal

from shared.errors import NotFound

Status = Literal["geregistreerd", "terugval"]


class UitstroomOnbekend(NotFound):
    """There is no such registration of outflow, or not for this client."""

    code = "uitstroom-onbekend"

    def __init__(self) -> None:
        super().__init__("deze uitstroom is niet geregistreerd")
