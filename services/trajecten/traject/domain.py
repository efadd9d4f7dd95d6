"""What can be wrong with a traject."""

from typing import Literal

from shared.errors import Conflict, NotFound

Status = Literal["open", "afgesloten"]


class TrajectOnbekend(NotFound):
    """There is no such traject, or not for this client."""

    code = "traject-onbekend"

    def __init__(self) -> None:
        super().__init__("dit traject bestaat niet")


class AnderTraject(Conflict):
    """The traject that a request names is not an open one of this person in this gemeente."""

    code = "traject-hoort-niet-bij-persoon"

    def __init__(self) -> None:
        super().__init__("dit is geen open traject van deze persoon in deze gemeente")
