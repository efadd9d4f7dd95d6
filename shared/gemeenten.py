"""The gemeenten this installation works for; the OINs are demo numbers (docs/begrippen.md)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gemeente:
    """A gemeente: CBS code, name and the OIN that its events carry as their source."""

    code: str
    naam: str
    oin: str


GEMEENTEN = {
    g.code: g
    for g in (
        Gemeente("GM0090", "Smallingerland", "00000001999990090000"),
        Gemeente("GM0098", "Weststellingwerf", "00000001999990098000"),
    )
}


def bron_urn(gemeente: str, service: str) -> str:
    """The CloudEvents source of a service for a gemeente (NL GOV profile for CloudEvents 1.1)."""
    return f"urn:nld:oin:{GEMEENTEN[gemeente].oin}:systeem:meedoen-{service}"
