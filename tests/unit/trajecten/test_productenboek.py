"""The loader refuses rule data that cannot be trusted, naming file and key."""

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from services.trajecten.policy import RULES, load
from services.trajecten.productenboek.pages import zin
from services.trajecten.voorwaarde.domain import TOETSEN
from services.trajecten.voorwaarde.policy import Soort
from shared.policy import PolicyError

BRON = {"regel": "X-1", "bron": "plan, par. 1"}


def _voorwaarde(**anders: Any) -> dict[str, Any]:
    return {"toets": "bedrag-hoogstens", "parameter": 100, "vanaf": "2020-01-01", **BRON, **anders}


def _product(**anders: Any) -> dict[str, Any]:
    fonds = _voorwaarde(toets="fonds", parameter={"regulier": None})
    bedrag = anders.pop("bedrag", [_voorwaarde()])
    return {
        "naam": "Proef",
        "post": "post",
        "re-integratie": True,
        "voorwaarden": {"fonds": [fonds], "bedrag": bedrag},
        **BRON,
        **anders,
    }


def _laad(overlay: Path, product: dict[str, Any], **boek: Any) -> None:
    versie = {"vanaf": "2020-01-01", "waarde": {"proef": product}, **BRON, **boek}
    file = overlay / "GM0090" / "productenboek.yaml"
    file.parent.mkdir(exist_ok=True)
    text = yaml.safe_dump({"producten": [versie]})
    file.write_text(text.replace("'20", "20").replace("-01'", "-01").replace("-31'", "-31"))
    load(overlay)


def test_the_right_file_is_taken(tmp_path: Path) -> None:
    _laad(tmp_path, _product())
    boeken = load(tmp_path).productenboek
    assert list(boeken["GM0090"].producten.waarden[0].waarde) == ["proef"]
    assert "oh-p1" in boeken["GM0098"].producten.waarden[0].waarde


@pytest.mark.parametrize(
    ("product", "reden"),
    [
        (_product(bedrag=[_voorwaarde(toets="nieuw")]), "nieuw"),
        (_product(bedrag=[_voorwaarde(maximum=3)]), "maximum"),
        (_product(bedrag=[_voorwaarde(parameter=0)]), "parameter"),
        (_product(bedrag=[_voorwaarde(parameter="veel")]), "parameter"),
        (_product(bedrag=[_voorwaarde(bron=" ")]), "bron"),
        (_product(bedrag=[{**_voorwaarde(), "bron": None}]), "bron"),
        (_product(bedrag=[{k: v for k, v in _voorwaarde().items() if k != "bron"}]), "bron"),
        (_product(bedrag=[{k: v for k, v in _voorwaarde().items() if k != "regel"}]), "regel"),
        (_product(bedrag=[{k: v for k, v in _voorwaarde().items() if k != "vanaf"}]), "vanaf"),
        (_product(bedrag=[_voorwaarde(tot="2019-12-31")]), "eindigt niet voor haar begin"),
        (_product(bedrag=[]), "bedrag"),
        (_product(bedrag=[_voorwaarde(), _voorwaarde(vanaf="2021-01-01")]), "bedrag: overlapt"),
        (
            _product(bedrag=[_voorwaarde(tot="2020-12-31"), _voorwaarde(vanaf="2020-12-01")]),
            "bedrag: overlapt",
        ),
        (
            _product(bedrag=[_voorwaarde(tot="2020-12-31"), _voorwaarde(vanaf="2021-02-01")]),
            "bedrag: gat na 2020-12-31",
        ),
        (
            _product(
                bedrag=[
                    _voorwaarde(tot="2020-12-31"),
                    _voorwaarde(toets="aantal-per-persoon", parameter=1, vanaf="2021-01-01"),
                ]
            ),
            "bedrag: verandert van toets",
        ),
        (_product(prijs=1), "prijs"),
        (_product(post="Geen Code"), "post"),
        (_product(voorwaarden={"bedrag": [_voorwaarde()]}), "fonds"),
        (_product(plafond={"code": "prb"}), "plafond"),
        ({k: v for k, v in _product().items() if k != "bron"}, "bron"),
        ({k: v for k, v in _product().items() if k != "re-integratie"}, "re-integratie"),
    ],
)
def test_a_fault_in_a_product_names_file_and_key(
    tmp_path: Path, product: dict[str, Any], reden: str
) -> None:
    with pytest.raises(PolicyError) as fout:
        _laad(tmp_path, product)
    assert "GM0090/productenboek.yaml: producten.proef" in str(fout.value)
    assert reden in str(fout.value)


def test_a_fault_in_a_condition_names_the_condition(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"producten\.proef\.voorwaarden\.bedrag: .*maximum"):
        _laad(tmp_path, _product(bedrag=[_voorwaarde(maximum=3)]))


def test_versions_of_the_book_leave_no_gap(tmp_path: Path) -> None:
    file = tmp_path / "GM0098" / "productenboek.yaml"
    file.parent.mkdir()
    text = (RULES / "GM0098" / "productenboek.yaml").read_text("utf-8")
    file.write_text(text.replace("- vanaf: 2026-01-01", "- vanaf: 2026-02-01"), "utf-8")
    with pytest.raises(PolicyError, match=r"GM0098/productenboek\.yaml: producten: gat"):
        load(tmp_path)


def test_a_version_without_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="bron is leeg"):
        _laad(tmp_path, _product(), bron=" ")


def test_a_place_that_is_no_gemeente_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "GM9999" / "productenboek.yaml"
    file.parent.mkdir()
    file.write_text((RULES / "GM0090" / "productenboek.yaml").read_text("utf-8"), "utf-8")
    with pytest.raises(PolicyError, match="GM9999"):
        load(tmp_path)


def test_every_kind_of_condition_has_its_check() -> None:
    assert set(TOETSEN) == set(get_args(Soort))


def test_a_page_says_every_condition_of_the_books_in_a_sentence() -> None:
    namen = {
        naam
        for boek in load(None).productenboek.values()
        for versie in boek.producten.waarden
        for product in versie.waarde.values()
        for naam in (*product.voorwaarden, *product.startvoorwaarden)
    }
    assert len(namen) > 40
    assert [naam for naam in namen if zin(naam) == naam.replace("-", " ").capitalize()] == []
