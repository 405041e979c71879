"""Feinheiten of the findings: the right sheet, one name once, German units, singular and plural."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from tests.catalogue.core import JUMP, MARGINS, PLAIN, Words, twice
from tests.catalogue.reading import FIRST_ROW, SOUND, YEARS, book, grid, listed, workbook
from tests.companies import changed, company, criterion

from kundenbindung import messages
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Finding, Inputs
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import read_table, read_workbook
from kundenbindung.workbook.intake import take_in


def found(words: Words, code: str) -> list[Finding]:
    return of(company(**{**PLAIN, **words}), code)


def of(inputs: Inputs, code: str) -> list[Finding]:
    return [finding for finding in evaluate(inputs).findings if finding.code == code]


def test_a_customer_twice_among_the_decisions_is_looked_for_on_the_sheet_screening() -> None:
    inputs = company(**{**PLAIN, "decisions": {"1001": {"why": "Referenz"}}})
    (finding,) = of(twice("decisions")(inputs), "customer_duplicate")
    assert messages.place(finding) == "Screening"


def test_a_customer_twice_in_the_prior_year_is_a_finding() -> None:
    inputs = company(**{**PLAIN, "prior_year": {"1001": {"care_level": "sales"}}})
    (finding,) = of(twice("prior_year")(inputs), "customer_duplicate")
    assert (finding.table, finding.row) == ("prior_year", "1001")


def test_criteria_that_excel_cannot_tell_apart_are_a_finding() -> None:
    trends = [criterion(name, "own_rate", -0.1, 0.1, 50) for name in ("Trend", "TREND")]
    assert found({"criteria": trends}, "criterion_duplicate")


def test_a_customer_with_two_one_offs_is_named_once() -> None:
    rows = [{"customer_id": "1001", "year": year, "revenue_eur": 900} for year in (2023, 2024)]
    (finding,) = found({**MARGINS, "one_offs": rows}, "one_off_margin_missing")
    assert finding.values["keys"] == ("1001",)


def test_a_setting_without_a_name_is_not_called_none() -> None:
    rows = (SOUND["settings"], {"Einstellung": "", "Wert": 5.0})
    findings = read_workbook(workbook(settings=grid("settings", *rows))).findings
    assert not any("None" in messages.sentence(finding) for finding in findings)


def test_settings_without_their_names_are_one_finding_about_the_column() -> None:
    settings = grid("settings", SOUND["settings"], without="Einstellung")
    codes = [finding.code for finding in read_workbook(workbook(settings=settings)).findings]
    assert codes == ["column_missing"]


def test_a_year_has_no_thousands_separator() -> None:
    early = grid("one_offs", {**SOUND["one_offs"], "Jahr": 24.0})
    (finding,) = read_table(layout.ONE_OFFS, early, YEARS)[1]
    assert "1990 bis 2100" in messages.sentence(finding)


def test_a_duration_is_written_in_german() -> None:
    hours = grid("customers", {**SOUND["customers"], "Betreuungsstunden": dt.timedelta(hours=30)})
    (finding,) = read_table(layout.CUSTOMERS, hours)[1]
    assert finding.code == "cell_is_date"
    assert "day" not in messages.sentence(finding)


def test_a_bad_setting_is_not_called_a_column() -> None:
    rows = (SOUND["settings"], {"Einstellung": "Stichtag", "Wert": "gestern"})
    (finding,) = read_workbook(workbook(settings=grid("settings", *rows))).findings
    assert f"C{FIRST_ROW + 1} (Spalte „Stichtag“)" not in messages.sentence(finding)


def test_several_years_are_years() -> None:
    (finding,) = take_in(book(YEARS), listed(2025)).findings
    assert "das Jahr 2023, 2024" not in messages.sentence(finding)


@pytest.mark.parametrize(
    ("words", "code", "wrong"),
    [
        ({}, "few_customers", "1 bewertbare Kunden"),
        ({"revenue": {"1001": (1_000,)}}, "years_few", "nur 1 Geschäftsjahre"),
        ({"settings": {"months_in_base_year": 1, "booked_share": 0.3}}, "base_year_completed", "1 Monate"),
        ({"revenue": {"1001": (80, 90, 85, 95, 80)}}, "backtest_weak", "2 Probe)"),
        (JUMP, "explanations_open", "0 von 1 auffälligen Trends sind"),
    ],
)
def test_one_is_singular_and_two_are_plural(words: Words, code: str, wrong: str) -> None:
    (finding,) = found(words, code)
    assert wrong not in messages.sentence(finding)


def test_the_frames_written_twice_are_really_there_twice() -> None:
    """Keeps `twice` honest."""
    inputs = changed(company(**PLAIN))
    assert isinstance(inputs.revenue, pd.DataFrame)
    assert list(twice("revenue")(inputs).revenue.index) == ["1001", "1001"]
