"""The second pair of eyes on a toekenning before it is asked for (W-011, decision 44)."""

from shared.errors import Conflict, Regel


class ZelfdeBeoordelaar(Conflict):
    """Who put it forward cannot be the one who agrees."""

    code = "zelfde-beoordelaar"

    def __init__(self, regel: Regel) -> None:
        super().__init__("wie voorlegt kan niet zelf akkoord geven", regels=[regel])
