"""Öffentliche Beispieldateien: every list comes out to the cent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.shared_data import shared

from kundenbindung.adapters.sources import (
    AssignmentNeededError,
    Assignments,
    Context,
    ImportedFigures,
    SourceError,
    combine,
    read_figures,
)

GENERIC = ("data", "formats", "generic")
CLASSIC = {2003: 3250217.70, 2004: 4344182.02, 2005: 1770936.71}
CLASSIC_MARGIN = {2003: 1296061.29, 2004: 1739574.51, 2005: 695876.17}
NORTHWIND = {1996: 208083.96, 1997: 617085.19, 1998: 440623.87}


def _cents(totals: dict[int, float]) -> dict[int, float]:
    return {year: round(total, 2) for year, total in totals.items()}


def _figures(read: ImportedFigures) -> dict[tuple[str, int, str], float]:
    """Every filled figure that is not zero, under the customer number without leading zeros."""
    return {
        (str(customer_id).lstrip("0"), int(year), field): round(float(frame.loc[customer_id, year]), 2)
        for field, frame in (("net", read.revenue), ("db", read.margin))
        for customer_id in frame.index
        for year in read.years
        if abs(frame.loc[customer_id, year]) > 0
    }


def _truth(*fields: str) -> dict[tuple[str, int, str], float]:
    truth = json.loads(shared("data", "formats", "expected.json").read_text(encoding="utf-8"))
    return {
        (customer_id, int(year), field): figures[field]
        for customer_id, years in truth["customers"].items()
        for year, figures in years.items()
        if year != "name"
        for field in fields
    }


@pytest.mark.parametrize(
    ("file", "encoding", "shape", "codes"),
    [
        (
            "kundenumsatz_breit_cp1252.csv",
            "cp1252",
            "wide",
            {"columns_ignored", "total_left_out", "notes_left_out"},
        ),
        (
            "kundenumsatz_breit_mojibake.csv",
            "utf-8",
            "wide",
            {"columns_ignored", "total_left_out", "notes_left_out", "text_repaired"},
        ),
        (
            "kundenumsatz_breit_utf8bom.csv",
            "utf-8-sig",
            "wide",
            {"columns_ignored", "total_left_out", "notes_left_out"},
        ),
        ("kundenumsatz_lang_en_locale.csv", "utf-8", "long", set()),
    ],
)
def test_lists_with_margin(file: str, encoding: str, shape: str, codes: set[str]) -> None:
    read = read_figures(shared(*GENERIC, file))
    assert _figures(read) == _truth("net", "db")
    assert (read.facts.encoding, read.facts.shape) == (encoding, shape)
    assert {finding.code.removeprefix("source_") for finding in read.findings} == codes
    assert "Müller & Söhne Maschinenbau GmbH" in set(read.names)
    assert not read.stopped


def test_mixed_notations_need_no_decision() -> None:
    read = read_figures(shared(*GENERIC, "zahlenformate_gemischt.csv"))
    assert _figures(read) == _truth("net")
    assert read.facts.decimal is None
    assert set(read.margin_totals.values()) == {None}


def test_an_ambiguous_thousand_is_refused_with_its_cell() -> None:
    read = read_figures(shared(*GENERIC, "mehrdeutig_tausender.csv"))
    assert read.stopped
    assert {finding.code for finding in read.findings} == {"source_number_ambiguous"}
    assert (read.findings[0].values["cell"], read.findings[0].values["text"]) == ("B2", "1.234")


def test_the_untidy_workbook() -> None:
    read = read_figures(shared(*GENERIC, "kundenliste_vertrieb_unordentlich.xlsx"))
    assert (read.facts.sheet, read.facts.unit_factor, read.facts.header_row) == ("Tabelle1", 1_000.0, 6)
    assert _cents(read.revenue_totals) == {2023: 397400.0, 2024: 133300.0, 2025: 219700.0}
    assert read.margin.loc["010001", 2023] == pytest.approx(84_200 * 0.34)
    assert list(read.revenue.index[:2]) == ["010001", "10002"]
    assert read.names["10002"] == 'Bäckereitechnik "Krämer" KG'
    assert read.revenue.loc["010003"].isna().to_dict() == {2023: False, 2024: True, 2025: False}
    assert [line.reason for line in read.left_out] == ["total"]
    errors = [finding.values["cell"] for finding in read.findings if finding.code == "source_error_value"]
    assert errors == ["E12", "E15", "G9", "G11", "G12", "G15", "I11"]
    assert not read.stopped


@pytest.mark.parametrize("file", ["customer_wide_de_cp1252.csv", "customer_wide.csv", "customer_year.csv"])
def test_classic_models(file: str) -> None:
    read = read_figures(shared("data", "classicmodels", file))
    assert len(read.revenue) == 98
    assert _cents(read.revenue_totals) == CLASSIC
    assert {year: round(total or 0.0, 2) for year, total in read.margin_totals.items()} == CLASSIC_MARGIN
    assert not read.stopped


@pytest.mark.parametrize("file", ["customer_wide_de_cp1252.csv", "customer_wide.csv", "customer_year.csv"])
def test_northwind_has_no_margin(file: str) -> None:
    read = read_figures(shared("data", "northwind", file))
    assert len(read.revenue) == 89
    assert _cents(read.revenue_totals) == NORTHWIND
    assert set(read.margin_totals.values()) == {None}
    assert read.margin.shape == read.revenue.shape
    assert not read.stopped


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("formats", "generic", "negative_schreibweisen.csv"), "source_no_customer_id"),
        (("classicmodels", "NOTICE.html"), "source_not_a_table"),
    ],
)
def test_other_formats_are_refused_not_misread(parts: tuple[str, ...], code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_figures(shared("data", *parts))
    assert caught.value.finding.code == code


@pytest.mark.parametrize(
    ("parts", "source", "shape"),
    [
        (("business_central", "debitorenposten.csv"), "business_central", "postings"),
        (("business_central", "debitorenposten.xlsx"), "business_central", "postings"),
        (("sap", "kundenanalyse_utf16.txt"), "sap_kundenanalyse", "long"),
    ],
)
def test_tables_of_programs(parts: tuple[str, str], source: str, shape: str) -> None:
    read = read_figures(shared("data", "formats", *parts))
    found = {(key[0].lstrip("D0"), *key[1:]): value for key, value in _figures(read).items()}
    assert found == _truth("net", "db")
    assert (read.facts.source, read.facts.shape, read.facts.gross) == (source, shape, False)
    assert {str(key).lstrip("D0"): name for key, name in read.names.items()} == _names()
    assert not read.stopped


def _names() -> dict[str, str]:
    truth = json.loads(shared("data", "formats", "expected.json").read_text(encoding="utf-8"))
    return {customer_id: years["name"] for customer_id, years in truth["customers"].items()}


def test_numbers_stay_as_the_program_writes_them() -> None:
    central = read_figures(shared("data", "formats", "business_central", "debitorenposten.csv"))
    sap = read_figures(shared("data", "formats", "sap", "kundenanalyse_utf16.txt"))
    assert "D10001" in central.revenue.index
    assert "0000010001" in sap.revenue.index


def test_debtor_entries_and_their_workbook_are_the_same_postings() -> None:
    files = ("debitorenposten.csv", "debitorenposten.xlsx")
    text, book = (read_figures(shared("data", "formats", "business_central", name)) for name in files)
    assert text.marks is not None
    assert book.marks is not None
    assert sorted(text.marks) == sorted(book.marks)
    assert [(entry.reason, entry.count) for entry in text.omissions] == [("payment", 21)]
    (both,) = combine([text, book])
    assert [f.code for f in both.findings if f.severity.value == "error"] == ["source_files_overlap"]


def test_xentral_says_its_year_in_the_name_of_the_file(tmp_path: Path) -> None:
    source = shared("data", "formats", "xentral", "umsatzstatistik_2025.csv")
    read = read_figures(source)
    truth = {key: value for key, value in _truth("net", "db").items() if key[1] == 2025}
    extra = {("30001", 2025, "net"): 4.32, ("30001", 2025, "db"): -567.78, ("30002", 2025, "db"): -25.0}
    assert _figures(read) == truth | extra
    assert (read.facts.source, read.facts.gross) == ("xentral", False)
    warnings = [finding.code for finding in read.findings if finding.severity.value == "warning"]
    assert warnings == ["source_year_from_file"]
    (tmp_path / "auswertung.csv").write_bytes(source.read_bytes())
    with pytest.raises(AssignmentNeededError) as caught:
        read_figures(tmp_path / "auswertung.csv")
    assert caught.value.finding.code == "source_no_year"
    meanings = [entry.meaning for entry in caught.value.proposals]
    assert meanings == [
        "customer_id", "customer", "ignore", "revenue", "revenue_gross", "margin", "margin_share",
    ]  # fmt: skip
    said = [
        replace(entry, confirmed=True, year=2024 if entry.meaning == "revenue" else None)
        for entry in caught.value.proposals
    ]
    again = read_figures(tmp_path / "auswertung.csv", Context(Assignments(tuple(said))))
    assert again.revenue_totals == {2024: read.revenue_totals[2025]}
    assert again.margin_totals == {2024: read.margin_totals[2025]}


def test_xentral_with_a_share_that_does_not_fit(tmp_path: Path) -> None:
    text = shared("data", "formats", "xentral", "umsatzstatistik_2025.csv").read_text(encoding="utf-8-sig")
    path = tmp_path / "umsatz 2025.csv"
    path.write_text(text.replace("26.656,04;34,00 %", "26.656,04;43,00 %"), encoding="utf-8")
    (finding,) = [f for f in read_figures(path).findings if f.code == "source_margin_share_differs"]
    assert (finding.row, finding.values["stated"], finding.values["count"]) == (
        2,
        pytest.approx(33712.043),
        1,
    )
