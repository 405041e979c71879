"""Tabellen mit Datum: one row per document becomes postings, fiscal years and marks."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kundenbindung.adapters.sources import Context, ImportedFigures, SourceError, combine, read_figures
from kundenbindung.adapters.sources.dated import parse_date

HEAD = "Rechnungsdatum;Rechnungsnr;Kundennr;Kunde;Netto;DB\n"
BC = "Buchungsdatum;Belegart;Belegnr.;Debitorennr.;Beschreibung;Betrag (MW);Verkauf (MW);DB (MW)\n"


def _read(folder: Path, text: str, name: str = "belege.csv", year_end_month: int = 12) -> ImportedFigures:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_figures(path, Context(year_end_month=year_end_month))


@pytest.mark.parametrize(
    "value",
    [
        "05.04.2025",
        "5.4.25",
        "2025-04-05",
        "2025-04-05 13:45:00",
        "2025-04-05T00:00:00Z",
        "20250405",
        20250405.0,
        45752.0,
        "45752",
        dt.date(2025, 4, 5),
        dt.datetime(2025, 4, 5, 13, 45),
    ],
)
def test_a_day_is_read_in_every_notation(value: object) -> None:
    assert parse_date(value) == (dt.date(2025, 4, 5), None)


@pytest.mark.parametrize(("value", "day"), [("25/04/2025", 25), ("04/25/2025", 25), ("04/04/2025", 4)])
def test_slashes_are_read_where_day_and_month_cannot_be_mistaken(value: str, day: int) -> None:
    assert parse_date(value) == (dt.date(2025, 4, day), None)


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        ("03/04/2025", "ambiguous"),
        ("03-04-2025", "ambiguous"),
        ("31.02.2025", "unreadable"),
        ("31/02/2025", "unreadable"),
        ("20251341", "unreadable"),
        ("April", "unreadable"),
        ("01.01.1066", "unreadable"),
        (12.0, "unreadable"),
        (True, "unreadable"),
        (math.nan, "missing"),
        ("", "missing"),
        (None, "missing"),
    ],
)
def test_what_is_no_day_is_told(value: object, trouble: str) -> None:
    assert parse_date(value) == (None, trouble)


def test_documents_add_up_per_customer_and_fiscal_year(tmp_path: Path) -> None:
    text = (
        HEAD
        + "30.06.2024;R1;01;A;100,00;40,00\n01.07.2024;R2;01;A;50,00;10,00\n02.07.24;R3;7;B;-5,50;-1,00\n"
    )
    read = _read(tmp_path, text)
    assert read.revenue.to_dict() == {2024: {"01": 150.0, "7": -5.5}}
    assert (read.facts.shape, read.facts.additive, read.facts.source) == ("postings", True, "list")
    assert (read.facts.first_day, read.facts.last_day) == (dt.date(2024, 6, 30), dt.date(2024, 7, 2))
    assert read.findings == ()
    ending_in_june = _read(tmp_path, text, year_end_month=6)
    assert ending_in_june.revenue.loc["01"].to_dict() == {2024: 100.0, 2025: 50.0}
    assert ending_in_june.margin.loc["01"].to_dict() == {2024: 40.0, 2025: 10.0}
    assert ending_in_june.names.to_dict() == {"01": "A", "7": "B"}


def test_a_day_that_cannot_be_read_names_its_cell(tmp_path: Path) -> None:
    read = _read(tmp_path, HEAD + "1.2.2024;R1;1;A;5,50;1\n03/04/2024;R2;1;A;6;1\n;R3;1;A;7;1\n;R4;1;A;;\n")
    assert [(finding.code, finding.values["cell"]) for finding in read.findings] == [
        ("source_date_ambiguous", "A3"),
        ("source_date_missing", "A4"),
    ]
    assert read.stopped


def test_a_column_without_any_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        _read(tmp_path, HEAD + "bald;R1;1;A;5,50;1\n")
    assert caught.value.finding.code == "source_dates_unreadable"


def test_a_year_column_counts_before_a_date(tmp_path: Path) -> None:
    read = _read(tmp_path, "Belegdatum;Geschäftsjahr;Kundennr;Netto;DB\n31.12.2023;2024;1;5,50;1\n")
    assert read.revenue_totals == {2024: 5.5}
    assert read.ignored_columns == ("Belegdatum",)
    assert read.facts.shape == "long"


def test_an_unknown_margin_of_one_document_leaves_the_sum_unknown(tmp_path: Path) -> None:
    read = _read(tmp_path, HEAD + "1.2.2024;R1;1;A;5,50;1\n1.3.2024;R2;1;A;6;\n1.3.2024;R3;2;B;6;2\n")
    assert read.margin[2024].isna().to_dict() == {"1": True, "2": False}
    assert [finding.code for finding in read.findings] == ["source_margin_incomplete"]


def test_documents_that_are_no_revenue_are_left_out_with_their_amount(tmp_path: Path) -> None:
    head = "Datum;Belegart;Kundennr;Netto\n1.2.2024;Rechnung;1;10,50\n"
    text = head + "1.3.2024;Zahlung;1;-10,50\n2.3.2024;Angebot;1;7,25\n"
    read = _read(tmp_path, text)
    assert read.revenue_totals == {2024: 10.5}
    assert [(entry.reason, entry.count, entry.amount_eur) for entry in read.omissions] == [
        ("payment", 1, -10.5),
        ("no_invoice", 1, 7.25),
    ]


def test_a_booking_text_is_no_name(tmp_path: Path) -> None:
    rows = (
        "01.02.25;Rechnung;R1;D1;Müller AG;119;100,50;40\n"
        "02.02.25;Gutschrift;R2;D1;Müller AG;-11,9;-10;-4\n"
        "03.02.25;Zahlung;Z1;D1;Zahlung R1;-119;0;0\n"
        "03.02.25;Rechnung;R3;D2;Auftrag 1001;119;100;40\n"
        "03.02.25;Rechnung;R4;D3;zu R4;119;100;40\n"
        "03.02.25;Rechnung;R5;D4;Groß AG;119;100;40\n"
        "04.02.25;Rechnung;R6;D4;Nachlieferung;119;100;40\n"
    )
    read = _read(tmp_path, BC + rows)
    assert read.names.to_dict() == {"D1": "Müller AG", "D2": None, "D3": None, "D4": None}
    assert read.revenue_totals == {2025: 490.5}


def test_the_same_posting_of_two_files_is_noticed_and_others_add_up(tmp_path: Path) -> None:
    first = _read(tmp_path, HEAD + "1.2.2024;R1;1;A;5,50;1\n1.2.2024;R1;1;A;5,50;1\n", "a.csv")
    again = _read(tmp_path, HEAD + "2024-02-01;R1;1;A;5.50;1\n2024-03-01;R2;1;A;6.50;1\n", "b.csv")
    other = _read(tmp_path, HEAD + "1.4.2024;R9;1;A;7,50;1\n", "c.csv")
    (twice,) = combine([first, again])
    (overlap,) = [finding for finding in twice.findings if finding.code == "source_files_overlap"]
    assert (overlap.values["count"], overlap.values["of"]) == (1, 2)
    (whole,) = combine([first, other])
    assert whole.revenue_totals == {2024: 18.5}
    assert not whole.stopped


CENTS = st.integers(-(10**8), 10**8)
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2025, 12, 31))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(DAYS, st.sampled_from("ABC"), CENTS), min_size=1, max_size=12), st.integers(1, 12))
def test_nothing_is_lost_whatever_the_order_of_the_rows(
    tmp_path: Path, rows: list[tuple[dt.date, str, int]], month: int
) -> None:
    lines = [f"{day:%d.%m.%Y};K{key};{cents / 100:.2f}\n" for day, key, cents in rows]
    head = "Datum;Kundennr;Netto\n"
    there, back = (
        _read(tmp_path, head + "".join(part), year_end_month=month) for part in (lines, lines[::-1])
    )
    assert math.isclose(sum(there.revenue_totals.values()), sum(c for *_, c in rows) / 100, abs_tol=1e-6)
    assert there.revenue_totals.keys() == {day.year + (day.month > month) for day, *_ in rows}
    assert there.revenue.sort_index().equals(back.revenue.sort_index())
    assert there.marks is not None
    assert back.marks is not None
    assert np.array_equal(np.sort(there.marks), np.sort(back.marks))
