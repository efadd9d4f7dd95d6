"""From figures to exact geometry."""

import re
from datetime import date
from itertools import pairwise

import pytest

from shared.web.charts import Punt, Stand, balk, plekken, schaal, venster, verloop


def shapes(svg: str, name: str) -> list[dict[str, str]]:
    """The attributes of every shape of one class."""
    found = re.findall(rf'<\w+ class="{name}"([^>]*)>', svg)
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', one)) for one in found]


def spans(svg: str) -> dict[str, tuple[str, str]]:
    """Where each bar begins and how wide it is."""
    names = ("mo-vrij", "mo-arcering", "mo-gerealiseerd", "mo-arcering-over")
    return {n: (s["x"], s["width"]) for n in names for s in shapes(svg, n)}


def test_the_four_quantities() -> None:
    svg = balk(Stand(begroot=100_00, gerealiseerd=60_00, verplicht=30_00), schaal=125)
    assert spans(svg) == {
        "mo-vrij": ("0.000%", "80.000%"),
        "mo-arcering": ("48.000%", "24.000%"),
        "mo-gerealiseerd": ("0.000%", "48.000%"),
    }
    assert [s["x1"] for s in shapes(svg, "mo-begroot")] == ["80.000%"]
    assert [s["x"] for s in shapes(svg, "mo-bodem")] == ["48.000%"]


def test_begroot_stands_at_the_same_place_in_every_row() -> None:
    rows = [Stand(100, 0, 0), Stand(7_000_000, 5, 5), Stand(1, 1, 0)]
    assert {shapes(balk(row), "mo-begroot")[0]["x1"] for row in rows} == {"95.238%"}


def test_what_is_over_begins_at_begroot() -> None:
    svg = balk(Stand(100, 60, 60), schaal=125)
    assert spans(svg)["mo-arcering"] == ("48.000%", "32.000%")
    assert spans(svg)["mo-arcering-over"] == ("80.000%", "16.000%")


def test_spent_beyond_begroot_is_over_too() -> None:
    svg = balk(Stand(100, 120, 5), schaal=125)
    assert spans(svg) == {
        "mo-vrij": ("0.000%", "80.000%"),
        "mo-gerealiseerd": ("0.000%", "80.000%"),
        "mo-arcering-over": ("80.000%", "20.000%"),
    }


@pytest.mark.parametrize(
    ("stand", "expected"),
    [
        (Stand(0, 0, 0), {}),
        (Stand(0, 3, 4), {"mo-arcering-over": ("80.000%", "20.000%")}),
    ],
)
def test_nothing_budgeted(stand: Stand, expected: dict[str, tuple[str, str]]) -> None:
    assert spans(balk(stand, schaal=125)) == expected


def test_a_credit_draws_no_bar_backwards() -> None:
    assert spans(balk(Stand(100, -10, 0))) == {"mo-vrij": ("0.000%", "95.238%")}


def test_the_part_of_the_year() -> None:
    assert (
        shapes(balk(Stand(100, 1, 1), schaal=125, jaardeel=75), "mo-jaardeel")[0]["x1"] == "60.000%"
    )
    assert shapes(balk(Stand(100, 1, 1)), "mo-jaardeel") == []


@pytest.mark.parametrize(
    ("standen", "expected"),
    [
        ([], 105),
        ([Stand(100, 50, 50)], 105),
        ([Stand(100, 60, 46)], 110),
        ([Stand(100, 60, 60), Stand(0, 999, 0)], 120),
    ],
)
def test_the_scale_grows_with_the_post_that_is_furthest_over(
    standen: list[Stand], expected: int
) -> None:
    assert schaal(standen) == expected


def test_places_in_groups_of_five() -> None:
    svg = plekken(6, 7)
    assert [s["x"] for s in shapes(svg, "mo-vol")] == ["0", "12", "24", "36", "48", "64"]
    assert [s["x"] for s in shapes(svg, "mo-vrij")] == ["76"]
    assert 'width="86" height="12"' in svg


def test_a_place_beyond_the_total_is_crossed() -> None:
    svg = plekken(8, 7)
    assert len(shapes(svg, "mo-vol")) == 7
    assert [s["fill"] for s in shapes(svg, "mo-arcering-over")] == ["url(#mo-over)"]


@pytest.mark.parametrize("breed", [376, 288])
@pytest.mark.parametrize("totaal", [1, 5, 20, 35, 50, 75, 200])
def test_places_fit_and_do_not_touch(totaal: int, breed: int) -> None:
    vakken = [
        (int(s["y"]), int(s["x"]), int(s["width"]))
        for s in shapes(plekken(0, totaal, breed), "mo-vrij")
    ]
    assert len(vakken) == totaal
    assert max(x + width for _, x, width in vakken) <= breed
    for (y, x, width), (next_y, next_x, _) in pairwise(vakken):
        assert next_y > y or next_x > x + width


def test_no_places_at_all() -> None:
    assert "<rect" not in plekken(0, 0)


JAAR = (date(2026, 1, 1), date(2026, 4, 11))


def test_a_window_from_its_first_day_to_its_last() -> None:
    svg = venster((date(2026, 1, 11), date(2026, 2, 10)), date(2026, 1, 31), JAAR)
    (bar,) = shapes(svg, "mo-loopt")
    assert (bar["x"], bar["width"]) == ("10.000%", "30.000%")
    assert shapes(svg, "mo-punt")[0]["cx"] == "40.000%"
    assert shapes(svg, "mo-vandaag")[0]["x1"] == "30.000%"


def test_a_window_without_a_first_day_is_a_point() -> None:
    svg = venster((None, date(2026, 2, 10)), date(2026, 1, 31), JAAR)
    assert shapes(svg, "mo-loopt") == []
    assert len(shapes(svg, "mo-punt")) == 1


def test_a_window_stays_between_the_days_shown() -> None:
    svg = venster((date(2025, 1, 1), date(2027, 1, 1)), date(2026, 1, 1), JAAR, laat=True)
    (bar,) = shapes(svg, "mo-loopt mo-laat")
    assert (bar["x"], bar["width"]) == ("0.000%", "100.000%")


PUNTEN = [
    Punt(date(2023, 1, 1), 500_000_00, 500_000_00),
    Punt(date(2023, 12, 31), 100_000_00, 0),
]


def test_a_burn_down_from_corner_to_corner() -> None:
    svg = verloop(500_000_00, PUNTEN)
    assert shapes(svg, "mo-lijn-nog")[0]["points"] == "52,24 1000,248"
    assert shapes(svg, "mo-lijn-vrij")[0]["points"] == "52,24 1000,304"
    plan = shapes(svg, "mo-plan")[0]
    assert (plan["x1"], plan["y1"], plan["x2"], plan["y2"]) == ("52", "24", "1000", "304")
    assert 'points="52,24 1000,248 1000,304 52,24"' in svg


def test_a_burn_down_for_a_phone() -> None:
    svg = verloop(500_000_00, PUNTEN, breed=288)
    assert 'viewBox="0 0 288 228"' in svg
    assert shapes(svg, "mo-lijn-nog")[0]["points"] == "34,24 280,165"


def test_the_marks_of_the_axis_are_round() -> None:
    marks = re.findall(
        r'<text class="mo-eind" x="44" y="\d+">([\d.]+)</text>', verloop(725_000_00, PUNTEN)
    )
    assert marks == ["0", "200", "400", "600", "725"]


@pytest.mark.parametrize(
    ("prognose", "woorden"), [(70_594_00, "70.594 over"), (-1_234_49, "1.234 tekort")]
)
def test_the_prognosis_says_over_or_short(prognose: int, woorden: str) -> None:
    svg = verloop(500_000_00, PUNTEN, prognose)
    assert f">{woorden}<" in svg
    assert len(shapes(svg, "mo-prognose")) == 1


def test_a_burn_down_below_zero_stays_in_its_plane() -> None:
    punten = [PUNTEN[0], Punt(date(2023, 6, 30), -50_000_00, -100_000_00)]
    svg = verloop(500_000_00, punten)
    assert all(24 <= int(y) <= 304 for y in re.findall(r"\d+,(\d+)", svg))
    assert [s["y1"] for s in shapes(svg, "mo-as")] == ["258"]


def test_nothing_at_all_is_drawn_flat() -> None:
    assert (
        shapes(verloop(0, [Punt(date(2023, 1, 1), 0, 0)]), "mo-lijn-nog")[0]["points"] == "52,304"
    )


@pytest.mark.parametrize(
    "svg",
    [
        balk(Stand(9, 8, 7), jaardeel=5),
        plekken(3, 4),
        venster((None, JAAR[0]), *JAAR[:1], JAAR),
        verloop(9, PUNTEN, 3),
    ],
)
def test_no_style_attribute(svg: str) -> None:
    assert "style" not in svg
