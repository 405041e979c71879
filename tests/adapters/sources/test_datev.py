"""DATEV: what a posting means, line by line, with amounts worked out by hand."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import itertools
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kundenbindung.adapters.sources import (
    Assignment,
    AssignmentNeededError,
    Assignments,
    Context,
    ImportedFigures,
    SourceError,
    combine,
    read_figures,
)
from kundenbindung.adapters.sources.datev import accounts, bookings, fast, head, tolerant

COLUMNS = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz",
    "WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum",
    "Belegfeld 1", "Buchungstext", "Generalumkehr (GU)", "Steuersatz",
)  # fmt: skip
SHORT = {
    "amount": 0, "side": 1, "currency": 2, "base": 4, "base_currency": 5, "account": 6, "other": 7, "key": 8,
    "day": 9, "document": 10, "text": 11, "reversal": 12, "rate": 13,
}  # fmt: skip
INVOICE = {
    "amount": "119,00",
    "side": "S",
    "account": "10001",
    "other": "8400",
    "day": "0303",
    "document": "R1",
}
Line = Mapping[str, str]


def first_line(chart: str = "03", start: str = "20250101", length: str = "4", category: str = "21") -> str:
    """Line 1 of a file."""
    fields = [
        "EXTF",
        "700",
        category,
        "Buchungsstapel",
        "13",
        *[""] * 7,
        start,
        length,
        "20250101",
        "20251231",
    ]
    return ";".join([*fields, *[""] * 5, "EUR", *[""] * 4, chart, *[""] * 4])


def stack(*lines: Line, begin: str | None = None) -> str:
    """Text of a Buchungsstapel; what a line does not say is that of an invoice of 119 euros with 19 %."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        cells = [""] * len(COLUMNS)
        for name, text in {**INVOICE, **line}.items():
            cells[SHORT[name]] = text
        writer.writerow(cells)
    return f"{begin or first_line()}\r\n{output.getvalue()}"


def read(
    folder: Path, *lines: Line, begin: str | None = None, context: Context | None = None
) -> ImportedFigures:
    """What is read of a file with these lines."""
    path = folder / "stapel.csv"
    path.write_text(stack(*lines, begin=begin), encoding="cp1252", newline="")
    return read_figures(path, context)


def revenue(found: ImportedFigures) -> dict[str, float]:
    """Umsatz of the only year by customer."""
    (year,) = found.years
    return {str(key): float(value) for key, value in found.revenue[year].items()}


def codes(found: ImportedFigures) -> list[str]:
    """Codes of the findings that not every stack has."""
    usual = {"datev_gross_converted", "source_no_margin", "datev_names_missing"}
    return [finding.code for finding in found.findings if finding.code not in usual]


def left_out(found: ImportedFigures) -> dict[str, tuple[int, float | None]]:
    """Auslassungen by reason."""
    return {entry.reason: (entry.count, entry.amount_eur) for entry in found.omissions}


@pytest.mark.parametrize(
    ("line", "net"),
    [
        ({}, 100.0),
        ({"side": "H"}, -100.0),
        ({"side": ""}, 100.0),
        ({"account": "8400", "other": "10001", "side": "H"}, 100.0),
        ({"account": "8400", "other": "10001", "side": "S"}, -100.0),
        ({"reversal": "1"}, -100.0),
        ({"reversal": "G", "side": "H"}, 100.0),
        ({"reversal": "0"}, 100.0),
        ({"other": "8300", "amount": "107,00"}, 100.0),
        ({"other": "8125", "amount": "100,00"}, 100.0),
        ({"amount": "64083"}, 53851.26),
        ({"amount": "1.190,00"}, 1000.0),
        ({"other": "8720", "side": "H"}, -100.0),
        ({"other": "8790", "side": "H"}, -100.0),
        ({"currency": "EUR"}, 100.0),
        ({"amount": "99,00", "currency": "CHF", "base": "119,00", "base_currency": "EUR"}, 100.0),
        ({"amount": "0,01"}, 0.01),
        ({"other": "8401", "key": "3"}, 100.0),
        ({"other": "8401", "key": "2", "amount": "107,00"}, 100.0),
        ({"other": "8401", "rate": "19,00"}, 100.0),
        ({"other": "8400", "key": "40", "amount": "100,00"}, 100.0),
        ({"text": "=cmd|' /C calc'!A0"}, 100.0),
    ],
    ids=str,
)
def test_what_a_line_says_about_the_customer(tmp_path: Path, line: Line, net: float) -> None:
    found = read(tmp_path, line)
    assert revenue(found) == {"10001": net}
    assert found.margin.isna().all().all()
    assert found.names.tolist() == [None]
    assert (found.facts.source, found.facts.gross, found.facts.additive) == ("datev", True, True)
    assert codes(found) == []


@pytest.mark.parametrize(
    ("line", "reason", "amount"),
    [
        ({"account": "1200", "other": "10001"}, "payment", 119.0),
        ({"account": "8736", "other": "10001"}, "discount", 100.0),
        ({"account": "8731", "other": "10001", "amount": "107,00"}, "discount", 100.0),
        ({"account": "4930", "other": "70001"}, "creditor", 119.0),
        ({"account": "1200", "other": "8400"}, "without_customer", 119.0),
        ({"account": "8400", "other": "1200"}, "without_customer", -119.0),
        ({"amount": "0,00"}, "zero", None),
        ({"other": "8820"}, "no_revenue", 119.0),
        ({"other": "2400"}, "other_posting", 119.0),
        ({"other": "10002"}, "other_posting", 119.0),
        ({"account": "1200", "other": "1000"}, "other_posting", 119.0),
    ],
    ids=str,
)
def test_what_is_no_revenue_is_left_out_with_its_reason(
    tmp_path: Path, line: Line, reason: str, amount: float | None
) -> None:
    found = read(tmp_path, {}, line)
    assert revenue(found) == {"10001": 100.0}
    assert left_out(found) == {reason: (1, amount)}
    assert (found.omissions[0].row, found.facts.rows_read, found.facts.rows_used) == (4, 2, 1)


@pytest.mark.parametrize(
    ("start", "day", "amount", "net"),
    [
        ("20200101", "3006", "119,00", 100.0),
        ("20200101", "0107", "116,00", 100.0),
        ("20200101", "3112", "116,00", 100.0),
        ("20210101", "0101", "119,00", 100.0),
        ("20060101", "3112", "116,00", 100.0),
    ],
)
def test_the_tax_rate_is_that_of_the_day(
    tmp_path: Path, start: str, day: str, amount: str, net: float
) -> None:
    found = read(tmp_path, {"day": day, "amount": amount}, begin=first_line(start=start))
    assert revenue(found) == {"10001": net}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("303", dt.date(2025, 3, 3)),
        ("105", dt.date(2025, 5, 1)),
        ("3112", dt.date(2025, 12, 31)),
        ("3002", None),
    ],
)
def test_a_day_may_have_lost_its_zero(tmp_path: Path, text: str, day: dt.date | None) -> None:
    found = read(tmp_path, {"day": text})
    assert found.facts.first_day == day
    assert codes(found) == ([] if day else ["datev_cell_unreadable"])


@pytest.mark.parametrize(
    ("day", "date"), [("0107", dt.date(2024, 7, 1)), ("3006", dt.date(2025, 6, 30)), ("2902", None)]
)
def test_a_fiscal_year_is_named_after_the_year_it_ends_in(
    tmp_path: Path, day: str, date: dt.date | None
) -> None:
    begin = first_line(start="20240701")
    found = read(tmp_path, {"day": day}, begin=begin, context=Context(year_end_month=6))
    assert (found.years, found.facts.first_day) == ((2025,), date)
    assert codes(found) == ([] if date else ["datev_cell_unreadable"])
    assert codes(read(tmp_path, {}, begin=begin)) == ["datev_year_end_differs"]


def test_skr04_and_longer_accounts(tmp_path: Path) -> None:
    begin = first_line("04", length="6")
    line = {"account": "1000001", "other": "440000"}
    assert revenue(read(tmp_path, line, begin=begin)) == {"1000001": 100.0}


@pytest.mark.parametrize("other", ["8400", "4400"])
def test_the_chart_is_told_from_the_accounts(tmp_path: Path, other: str) -> None:
    assert revenue(read(tmp_path, {"other": other}, begin=first_line(""))) == {"10001": 100.0}


def test_two_charts_that_fit_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, {}, {"other": "4400"}, begin=first_line(""))
    assert caught.value.finding.code == "datev_chart_unknown"


def test_an_account_nobody_knows_is_asked_about_and_then_read(tmp_path: Path) -> None:
    lines: tuple[Line, ...] = ({"other": "8401"}, {"other": "8401", "amount": "238,00"}, {})
    with pytest.raises(AssignmentNeededError) as caught:
        read(tmp_path, *lines)
    assert caught.value.finding.code == "datev_account_unknown"
    assert caught.value.proposals == (Assignment("account", "8401", None, example="2 Buchungen, 357,00 €"),)
    for meaning, net in (("rate_19", 400.0), ("rate_0", 457.0), ("no_revenue", 100.0)):
        known = Assignments((Assignment("account", "8401", meaning, confirmed=True),))
        assert revenue(read(tmp_path, *lines, context=Context(known))) == {"10001": net}


def test_the_owner_knows_better_than_the_chart(tmp_path: Path) -> None:
    known = Assignments((Assignment("account", "8400", "rate_7", confirmed=True),))
    assert revenue(read(tmp_path, {"amount": "107,00"}, context=Context(known))) == {"10001": 100.0}


def test_customers_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    lines: list[dict[str, str]] = [{"account": key} for key in ("10009", "10001", "10005", "10009")]
    lines[1] = {"account": "8400", "other": "10001", "side": "H"}
    assert list(revenue(read(tmp_path, *lines)).items()) == [
        ("10009", 200.0),
        ("10001", 100.0),
        ("10005", 100.0),
    ]


@given(st.integers(1, 10**11), st.sampled_from([0, 5, 7, 16, 19]))
def test_net_comes_back_exactly_from_the_gross_of_one_rate(net: int, rate: int) -> None:
    gross = net + (2 * net * rate + 100) // 200
    rates = np.array([float(rate)] * 2)
    assert bookings.net_cents(np.array([gross, -gross], dtype=np.int64), rates).tolist() == [net, -net]


@pytest.mark.parametrize("name", ["03", "04"])
def test_ranges_of_a_chart_do_not_overlap(name: str) -> None:
    chart = accounts.chart(name, 4)
    assert chart is not None
    ordered = sorted((first, last) for first, last, _ in chart.ranges)
    assert all(last < following for (_, last), (following, _) in itertools.pairwise(ordered))


def test_both_charts_say_the_same_of_the_same_accounts() -> None:
    """From 8300 on, SKR04 has its revenue accounts 4000 lower; their roles agree where both know them."""
    charts = [accounts.chart(name, 4) for name in ("03", "04")]
    three, four = (chart for chart in charts if chart is not None)
    for number in (*range(8100, 8500), *range(8700, 8800)):
        assert three.role(str(number)) == four.role(str(number - 4000)), number


@pytest.mark.parametrize("account", ["", "x", "²1000", "010001", "100001", "0", "-1"])
def test_what_is_no_account_is_no_customer(account: str) -> None:
    assert accounts.person_kind(account, 4) is None


BEGINS = (first_line(), '"' + first_line().replace(";", '";"') + '"')


@pytest.mark.parametrize("begin", BEGINS, ids=["bare", "quoted"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_every_way_to_save_the_file_gives_the_same(
    tmp_path: Path, begin: str, encoding: str, delimiter: str
) -> None:
    lines = ({"document": "007"}, {"account": "8300", "other": "10002", "side": "H", "amount": "107,00"})
    rows = csv.reader(io.StringIO(stack(*lines, begin=begin), newline=""), delimiter=";")
    path = tmp_path / "neu.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    found = read_figures(path)
    assert revenue(found) == {"10001": 100.0, "10002": 100.0}
    again = read(tmp_path, *lines)
    assert found.marks is not None
    assert again.marks is not None
    assert found.marks.tolist() == again.marks.tolist()


def test_files_add_up_and_the_same_twice_is_an_error(tmp_path: Path) -> None:
    first = read(tmp_path, {}, {})
    earlier = read(tmp_path, {"document": "R0"}, begin=first_line(start="20240101"))
    more = read(tmp_path, {"document": "R2"}, {"account": "10002", "document": "R3"})
    (both,) = combine((first, more))
    assert revenue(both) == {"10001": 300.0, "10002": 100.0}
    assert codes(both) == []
    (whole,) = combine((both, earlier))
    assert whole.years == (2024, 2025)
    assert whole.revenue.fillna(-1.0).to_numpy().tolist() == [[100.0, 300.0], [-1.0, 100.0]]
    resaved = read(tmp_path, {"day": "303", "document": "0R1"})
    (twice,) = combine((first, resaved))
    assert codes(twice) == ["source_files_overlap"]
    assert twice.stopped


ALMOST = st.sampled_from([
    "", "0", "1", "119,00", "64083", "1.190,00", "12,5", ",5", "5,", ",", "1e3", "nan", "inf", "-5,00", "x",
    " 7,00 ", "S", "H", "s", "EUR", "CHF", "10001", "8400", "8300", "8401", "1200", "70001", "0303", "303",
    "3102", "G", "2", "40", "23", "9", "RE 1", "00R1", "Müller", 'a"b', "a;b", "=1+1", "19,00",
])  # fmt: skip
LINES = st.lists(st.dictionaries(st.sampled_from(list(SHORT)), ALMOST, max_size=4), max_size=6)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.sampled_from(["cp1252", "utf-8"]))
def test_the_fast_way_reads_what_the_careful_one_reads(
    tmp_path: Path, lines: list[dict[str, str]], encoding: str
) -> None:
    path = tmp_path / "stapel.csv"
    path.write_text(stack(*lines), encoding=encoding, newline="")
    start = head.read_head(path)
    quick, careful = fast.read_fast(path, start), tolerant.read_tolerant(path, start)
    if quick is None:
        return
    assert careful.findings == ()
    assert quick.rows.tolist() == careful.rows.tolist()
    for field, values in quick.amounts.items():
        assert repr(values.tolist()) == repr(careful.amounts[field].tolist()), field
    for field, column in quick.texts.items():
        other = careful.texts[field]
        assert [column.at(at) for at in range(len(quick))] == [other.at(at) for at in range(len(careful))]
    everything = quick.rows > 0
    assert quick.document.hashed(everything).tolist() == careful.document.hashed(everything).tolist()


def test_well_formed_files_are_read_the_fast_way(tmp_path: Path) -> None:
    path = tmp_path / "stapel.csv"
    path.write_text(stack({"text": "a;b"}, {"text": 'a"b'}), encoding="cp1252", newline="")
    assert fast.read_fast(path, head.read_head(path)) is not None


def test_an_open_quote_swallows_no_posting(tmp_path: Path) -> None:
    text = stack({"text": "A"}, {"text": "B"}, {"text": "C"}).replace(";A;", ';"A;').replace(";B;", ';"B;')
    path = tmp_path / "stapel.csv"
    path.write_text(text, encoding="cp1252", newline="")
    assert "datev_line_broken" in codes(read_figures(path))


def test_lines_may_end_early_or_be_blank(tmp_path: Path) -> None:
    text = stack({}).replace(";R1;;;\r\n", "\r\n") + ";" * 13 + "\r\n\r\n"
    path = tmp_path / "stapel.csv"
    path.write_text(text, encoding="cp1252", newline="")
    found = read_figures(path)
    assert (revenue(found), found.facts.rows_read, codes(found)) == ({"10001": 100.0}, 1, [])


HOSTILE = st.one_of(
    st.binary(max_size=200), st.text(max_size=100).map(lambda text: text.encode("utf-8", "ignore"))
)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE, st.integers(0, 600), st.booleans())
def test_a_damaged_file_ends_in_a_result_or_a_finding(
    tmp_path: Path, junk: bytes, at: int, insert: bool
) -> None:
    sound = stack({}, {"text": "a"}).encode("cp1252")
    path = tmp_path / "stapel.csv"
    path.write_bytes(sound[:at] + junk + (sound[at:] if insert else b""))
    with contextlib.suppress(SourceError):
        found = read_figures(path)
        assert isinstance(found, ImportedFigures)
