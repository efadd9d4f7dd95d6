"""The shapes that charts are made of: class names, whole px and shares of the width; never text from outside."""

from typing import Final

from markupsafe import Markup

HOOG: Final = 24
STROOK: Final = 14
HEEL: Final = 100_000


def deel(teller: int, noemer: int) -> int:
    """A share of the width in thousandths of a percent, half up."""
    return (2 * HEEL * teller + noemer) // (2 * noemer)


def pct(duizendsten: int) -> str:
    """Thousandths of a percent as a length."""
    return f"{duizendsten // 1000}.{duizendsten % 1000:03d}%"


def rect(soort: str, van: int, tot: int, vul: str = "", *, y: int = 5, hoog: int = STROOK) -> str:
    """A bar between two shares of the width; nothing when it would be empty."""
    if tot <= van:
        return ""
    plaats = f'x="{pct(van)}" y="{y}" width="{pct(tot - van)}" height="{hoog}"'
    return f'<rect class="{soort}" {plaats}{vul and " " + vul}/>'


def kier(x: int) -> str:
    """The 2 px between two bars that touch."""
    return f'<rect class="mo-bodem" x="{pct(x)}" y="5" width="2" height="{STROOK}"/>'


def streep(soort: str, x: int) -> str:
    """An upright line through a strip."""
    return f'<line class="{soort}" x1="{pct(x)}" x2="{pct(x)}" y1="1" y2="{HOOG - 1}"/>'


def ring(x: int, y: int) -> str:
    """A marked point of a chart."""
    return f'<circle class="mo-ring" cx="{x}" cy="{y}" r="4"/>'


def tekst(x: int, y: int, woorden: str, soort: str) -> str:
    """A label in the chart; only figures and fixed words."""
    return f'<text class="{soort}" x="{x}" y="{y}">{woorden}</text>'


def strook(soort: str, *delen: str) -> Markup:
    """A drawing as wide as its place, for a row that holds the same figures."""
    return svg(soort, f'width="100%" height="{HOOG}" aria-hidden="true"', *delen)


def svg(soort: str, maat: str, *delen: str) -> Markup:
    """A drawing; safe because nothing in it comes from outside."""
    inhoud = "".join(delen)
    return Markup(f'<svg class="{soort}" {maat} focusable="false">{inhoud}</svg>')  # noqa: S704


def patronen() -> Markup:
    """The hatches that the charts refer to: `verplicht` at 45 degrees, `band` the same but lighter, `over` crossed."""
    return Markup(
        '<svg class="mo-patronen" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        '<pattern id="mo-verplicht" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="mo-bodem" width="6" height="6"/>'
        '<rect class="mo-verplicht" width="2.6" height="6"/></pattern>'
        '<pattern id="mo-band" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="mo-band" width="1.5" height="6"/></pattern>'
        '<pattern id="mo-over" width="4" height="4" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="mo-over" width="4" height="4"/>'
        '<rect class="mo-bodem" x="1" y="1" width="2" height="2"/></pattern></defs></svg>'
    )
