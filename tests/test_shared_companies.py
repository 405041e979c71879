"""Öffentliche Unternehmen: the way from a list to levels, as an owner goes it, with figures to the cent."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from tests.shared_data import shared

from kundenbindung.cli import main

MARGIN_SOURCES = {"margin_mean", "margin_share", "care_hours_per_1000_eur_margin"}
LEVELS = {"strategy", "sales", "service"}
CLASSIC = {
    2003: (3_250_217.70, 1_296_061.29),
    2004: (4_344_182.02, 1_739_574.51),
    2005: (1_770_936.71, 695_876.17),
}
NORTHWIND = {1996: 208_083.96, 1997: 617_085.19, 1998: 440_623.87}


def _call(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def _calculated(folder: Path, source: Path, years: str, months: int) -> Any:
    """New workbook, import, calculation: its JSON."""
    path, target = folder / "Mappe.xlsm", folder / "ergebnis.json"
    assert _call("neu", path, "--jahre", years, "--monate", months) == 0
    assert _call("import", path, "--zahlen", source, "--ausgabe", path) == 0
    assert _call("rechnen", path, "--json", target) == 0
    return json.loads(target.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def classic(tmp_path_factory: pytest.TempPathFactory) -> Any:
    source = shared("data", "classicmodels", "customer_wide_de_cp1252.csv")
    return _calculated(tmp_path_factory.mktemp("classic"), source, "2003-2005", 5)


@pytest.fixture(scope="module")
def northwind(tmp_path_factory: pytest.TempPathFactory) -> Any:
    source = shared("data", "northwind", "customer_wide_de_cp1252.csv")
    return _calculated(tmp_path_factory.mktemp("northwind"), source, "1996-1998", 5)


def test_classic_models_to_the_cent(classic: Any) -> None:
    assert len(classic["customers"]) == 98
    found = {
        row["year"]: (round(row["revenue_eur"], 2), round(row["margin_eur"], 2))
        for row in classic["company"]["by_year"]
    }
    assert found == CLASSIC
    assert (classic["meta"]["settings"]["months_in_base_year"], classic["meta"]["base_year"]) == (5, 2005)
    assert classic["meta"]["settings"]["booked_share"] == pytest.approx(5 / 12)
    assert classic["meta"]["settings"]["reporting_date"] == "2005-05-31"


def test_classic_models_completes_the_part_year(classic: Any) -> None:
    by_key = {entry["customer_id"]: entry for entry in classic["customers"]}
    assert by_key["103"]["revenue_eur"] == pytest.approx(7_742.92 * 7 / 12)
    pending = next(entry for entry in classic["findings"] if entry["code"] == "base_year_pending")
    assert "103" in pending["values"]["keys"]
    assert math.fsum(entry["revenue_eur"] for entry in classic["customers"]) == pytest.approx(
        classic["company"]["revenue_eur"]
    )


def test_at_the_first_click_everyone_who_can_have_a_level_has_one(classic: Any) -> None:
    eligible = [
        entry for entry in classic["customers"] if entry["status"] != "lost" and entry["coverage"] >= 0.7
    ]
    assert len(eligible) > 90
    assert {entry["computed_level"] for entry in eligible} == LEVELS
    assert all(entry["care_level"] == entry["computed_level"] for entry in eligible)
    others = [entry for entry in classic["customers"] if entry not in eligible]
    assert {entry["computed_level"] for entry in others} <= {None}
    strategy, service = (math.floor(share * len(eligible) + 0.5) for share in (0.2, 0.1))
    split = {"strategy": strategy, "sales": len(eligible) - strategy - service, "service": service}
    assert classic["company"]["levels"]["computed"] == classic["company"]["levels"]["guideline"] == split


def test_without_any_soft_rating_half_of_the_weights_is_enough(classic: Any) -> None:
    on = {entry["criterion"] for entry in classic["meta"]["criteria"] if entry["on"]}
    assert on == {"Umsatz", "Deckungsbeitrag", "DB-Quote", "Umsatztrend"}
    assert not [entry for entry in classic["findings"] if entry["severity"] == "error"]


def test_classic_models_adds_up(classic: Any) -> None:
    company = classic["company"]
    for name in ("safe", "expected", "upside"):
        total = math.fsum(entry[f"plan_{name}_eur"] for entry in classic["customers"])
        assert total + company["without_customer"][name] == pytest.approx(
            company[f"plan_{name}_eur"], rel=1e-9
        )


def test_northwind_has_no_margin_and_says_so(northwind: Any) -> None:
    assert len(northwind["customers"]) == 89
    found = {
        row["year"]: (round(row["revenue_eur"], 2), row["margin_eur"])
        for row in northwind["company"]["by_year"]
    }
    assert found == {year: (total, None) for year, total in NORTHWIND.items()}
    absent = [entry for entry in northwind["findings"] if entry["code"] == "margin_absent"]
    assert [entry["severity"] for entry in absent] == ["notice"]
    off = {entry["criterion"] for entry in northwind["meta"]["criteria"] if not entry["on"]}
    of_margin = {
        entry["criterion"] for entry in northwind["meta"]["criteria"] if entry["source"] in MARGIN_SOURCES
    }
    assert of_margin <= off
    assert len(of_margin) == 3


def test_coverage_of_northwind_refers_to_the_rest(northwind: Any) -> None:
    living = [entry for entry in northwind["customers"] if entry["status"] == "active"]
    assert {entry["coverage"] for entry in living if entry["own_rate"] is not None} == {1.0}
    assert {entry["computed_level"] for entry in living} >= LEVELS
    assert all(entry["margin_eur"] is None and entry["plan_margin_eur"] is None for entry in living)
    assert (northwind["company"]["margin_eur"], northwind["company"]["plan_margin_eur"]) == (None, None)


IMPORTED = {
    "kundenumsatz_breit_cp1252.csv": {2023: 397_442.89, 2024: 133_338.45, 2025: 219_691.61},
    "kundenumsatz_breit_mojibake.csv": {2023: 397_442.89, 2024: 133_338.45, 2025: 219_691.61},
    "kundenumsatz_breit_utf8bom.csv": {2023: 397_442.89, 2024: 133_338.45, 2025: 219_691.61},
    "kundenumsatz_lang_en_locale.csv": {2023: 397_442.89, 2024: 133_338.45, 2025: 219_691.61},
    "zahlenformate_gemischt.csv": {2023: 397_442.89, 2024: 133_338.45, 2025: 219_691.61},
    "kundenliste_vertrieb_unordentlich.xlsx": {2023: 397_400.0, 2024: 133_300.0, 2025: 219_700.0},
}
REFUSED = {"mehrdeutig_tausender.csv": "1.234", "negative_schreibweisen.csv": "Kundennummer"}


def test_every_generic_file_is_known_here() -> None:
    files = {path.name for path in shared("data", "formats", "generic").iterdir()}
    assert files == {*IMPORTED, *REFUSED}


@pytest.mark.parametrize("name", IMPORTED)
def test_generic_lists_become_workbooks(name: str, tmp_path: Path) -> None:
    result = _calculated(tmp_path, shared("data", "formats", "generic", name), "2023-2025", 12)
    found = {row["year"]: round(row["revenue_eur"], 2) for row in result["company"]["by_year"]}
    assert found == IMPORTED[name]
    assert len(result["customers"]) >= 9
    assert "Müller & Söhne Maschinenbau GmbH" in {entry["customer"] for entry in result["customers"]}


@pytest.mark.parametrize("name", REFUSED)
def test_generic_lists_that_are_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = shared("data", "formats", "generic", name)
    assert _call("neu", tmp_path / "Neu.xlsx", "--jahre", "2023-2025") == 0
    assert (
        _call("import", tmp_path / "Neu.xlsx", "--zahlen", source, "--ausgabe", tmp_path / "Ziel.xlsx") == 1
    )
    assert REFUSED[name] in capsys.readouterr().err
    assert not (tmp_path / "Ziel.xlsx").exists()
