"""Who asks, and for which gemeenten: every row and every query carries it."""

from dataclasses import dataclass, field

from shared.errors import Conflict, Forbidden, GemeenteNietToegestaan


class NoemDeGemeente(Conflict):
    """A client of more than one gemeente must say for which one; no document can (decision 21)."""

    code = "gemeente-ontbreekt"

    def __init__(self) -> None:
        super().__init__("noem de gemeente: deze client werkt voor meer dan een gemeente")


@dataclass(frozen=True, slots=True)
class Caller:
    """A client of the API or the system itself.

    `gemeenten=None` belongs to the system alone (relay, consumers, migrations): it sees every row. A person has a
    `rol`; `token` is what the caller showed at the door, to read from another service with the same rights.
    """

    client: str
    gemeenten: frozenset[str] | None
    scopes: frozenset[str] = frozenset()
    rol: str | None = None
    token: str | None = field(default=None, repr=False, compare=False)

    def mag(self, scope: str) -> None:
        """Raises Forbidden when the caller lacks the scope."""
        if scope not in self.scopes:
            raise Forbidden(f"deze client mist de bevoegdheid {scope}")

    def gemeente(self, gevraagd: str | None) -> str:
        """The gemeente a new row belongs to: the one that is named, or the caller's only one (decision 25).

        Raises GemeenteNietToegestaan for a foreign one, NoemDeGemeente when it must be named.
        """
        eigen = self.gemeenten or frozenset()
        if gevraagd is None:
            if len(eigen) != 1:
                raise NoemDeGemeente
            return next(iter(eigen))
        if gevraagd not in eigen:
            raise GemeenteNietToegestaan(gevraagd)
        return gevraagd


SYSTEEM = Caller("systeem", None)
