"""SAP: the list of postings in boxes or cut at tabs, its totals, its document types, and gross amounts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalogue.ledgers import ALL_19, BILL, LIST, PAID, TOTAL, posting
from tests.shared_data import shared

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
from kundenbindung.adapters.sources.cells import look
from kundenbindung.adapters.sources.sap import SAP

SAMPLE = ("data", "formats", "sap", "fbl5n_unkonvertiert.txt")
TABLE_HEAD = "\tKonto\tBelegart\tBelegnummer\tBelegdatum\tBetrag in Hauswährung\tHauswährung\tText\n"
TABLE = (
    TABLE_HEAD
    + '\t010001\tRV\t1\t18.01.2025\t1.190,00\tEUR\t"Mühle" & Söhne\n*\t010001\t\t\t\t1.190,00\tEUR\t\n'
)


def _rates(**rates: str) -> Context:
    given = (Assignment("debtor", key.strip("_"), meaning, confirmed=True) for key, meaning in rates.items())
    return Context(Assignments(tuple(given)))


def _read(folder: Path, text: str, context: Context = ALL_19, encoding: str = "cp1252") -> ImportedFigures:
    path = folder / "liste.txt"
    path.write_bytes(text.encode(encoding))
    return read_figures(path, context)


def _codes(read: ImportedFigures) -> list[str]:
    """Codes of errors and warnings."""
    return [finding.code for finding in read.findings if finding.severity.value != "notice"]


def test_the_sample_gives_the_net_amounts_to_the_cent(truth: dict[tuple[str, int, str], float]) -> None:
    rates = _rates(alle="rate_19", _10002="rate_7", _10003="rate_0", _10007="rate_0")
    read = read_figures(shared(*SAMPLE), rates)
    wanted = {key[:2]: value for key, value in truth.items() if key[2] == "net"}
    found = {
        (str(key).lstrip("0"), int(year)): float(read.revenue.loc[key, year])
        for key in read.revenue.index
        for year in read.years
        if read.revenue.notna().loc[key, year]
    }
    assert found == wanted
    assert read.margin.isna().all(axis=None)
    assert list(read.revenue.index[:2]) == ["0000010001", "0000010002"]
    assert read.names.isna().all()
    assert [(entry.reason, entry.count) for entry in read.omissions] == [("payment", 15), ("subtotal", 10)]
    assert _codes(read) == []
    facts = read.facts
    assert (facts.source, facts.gross, facts.additive, facts.encoding) == ("sap", True, True, "cp1252")
    assert (facts.rows_read, facts.rows_used) == (86, 61)
    assert (facts.first_day, facts.last_day) == (dt.date(2023, 1, 8), dt.date(2025, 12, 20))


def test_without_a_rate_the_owner_is_asked_for_the_rate_of_all_customers() -> None:
    with pytest.raises(AssignmentNeededError) as caught:
        read_figures(shared(*SAMPLE), _rates(_10001="rate_19"))
    assert caught.value.finding.code == "sap_rate_missing"
    assert (caught.value.finding.values["count"], caught.value.finding.values["customer_id"]) == (
        9,
        "0000010002",
    )
    proposals = [(one.scope, one.text, one.meaning, one.confirmed) for one in caught.value.proposals]
    assert proposals == [("debtor", "alle", "rate_19", False)]


def test_payments_alone_need_no_rate(tmp_path: Path) -> None:
    text = LIST + BILL + PAID.replace("10001", "10002")
    assert list(_read(tmp_path, text, _rates(_10001="rate_19")).revenue.index) == ["10001"]


def test_the_list_of_customers_of_sap_is_not_taken_for_postings() -> None:
    assert not SAP.recognise(look(shared("data", "formats", "sap", "kundenanalyse_utf16.txt")))
    assert SAP.recognise(look(shared(*SAMPLE)))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
@pytest.mark.parametrize("text", [LIST + BILL + TOTAL, TABLE])
def test_boxes_and_tabs_in_every_encoding_give_the_same(tmp_path: Path, text: str, encoding: str) -> None:
    read = _read(tmp_path, text, encoding=encoding)
    assert read.revenue.loc[read.revenue.index[0], 2025] == 1000.0
    assert _codes(read) == []
    assert [entry.reason for entry in read.omissions] == ["subtotal"]


def test_a_bar_in_a_text_moves_nothing(tmp_path: Path) -> None:
    head = LIST.replace("|Hauswährung|", "|Hauswährung|Text      |")
    line = BILL[:-1] + "A|B       |\n"
    assert _read(tmp_path, head + line).revenue.loc["10001", 2025] == 1000.0


@pytest.mark.parametrize(
    ("kind", "reason", "codes"),
    [
        ("DR", None, []),
        ("DG", None, []),
        ("AB", "clearing", []),
        ("SA", "no_revenue", []),
        ("ZX", "unknown_type", ["sap_kind_unknown"]),
        ("", "unknown_type", ["sap_kind_unknown"]),
    ],
)
def test_document_types(tmp_path: Path, kind: str, reason: str | None, codes: list[str]) -> None:
    other = posting("", "10001", kind, "7", "19.01.2025", "119,00", "EUR")
    read = _read(tmp_path, LIST + BILL + other)
    assert read.revenue.loc["10001", 2025] == (1000.0 if reason else 1100.0)
    assert [(entry.reason, entry.amount_eur) for entry in read.omissions] == (
        [(reason, 119.0)] if reason else []
    )
    assert _codes(read) == codes


def test_totals_of_two_levels_are_checked_each_by_itself(tmp_path: Path) -> None:
    second = BILL.replace("10001", "10002")
    whole = posting("**", "", "", "", "", "2.380,00", "EUR")
    text = LIST + BILL + TOTAL + second + TOTAL.replace("10001", "10002")
    assert _codes(_read(tmp_path, text + whole)) == []
    wrong = _read(tmp_path, text + whole.replace("2.380", "2.381"))
    assert [(f.code, f.row, f.values["own"]) for f in wrong.findings if f.severity.value == "warning"] == [
        ("sap_total_differs", 8, 2380.0)
    ]


def test_a_foreign_currency_is_refused_by_its_line(tmp_path: Path) -> None:
    read = _read(tmp_path, LIST + BILL + BILL.replace("EUR", "CHF"))
    assert read.stopped
    first = read.findings[0]
    assert (first.code, first.row, first.values["text"]) == ("source_currency_foreign", 5, "CHF")


def test_a_customer_number_stays_as_it_is_and_a_formula_stays_a_text(tmp_path: Path) -> None:
    text = (
        TABLE_HEAD
        + "\t=cmd|' /C calc'!A0\tRV\t1\t18.01.2025\t11,90\tEUR\t\n\t00010\tRV\t2\t18.01.2025\t11,90\tEUR\t\n"
    )
    assert list(_read(tmp_path, text).revenue.index) == ["=cmd|' /C calc'!A0", "00010"]


def test_a_fiscal_year_may_end_in_june(tmp_path: Path) -> None:
    text = LIST + BILL + BILL.replace("18.01.2025", "01.07.2025")
    read = _read(tmp_path, text, Context(ALL_19.assignments, year_end_month=6))
    assert read.years == (2025, 2026)


def test_the_same_list_twice_is_noticed(tmp_path: Path) -> None:
    one = _read(tmp_path, LIST + BILL + BILL + PAID)
    again = _read(tmp_path, LIST + BILL)
    assert combine((one,))[0].findings == one.findings
    assert "source_files_overlap" in [finding.code for finding in combine((one, again))[0].findings]
    other = _read(tmp_path, LIST + BILL.replace("|1  ", "|9  "))
    assert "source_files_overlap" not in [finding.code for finding in combine((one, other))[0].findings]


@pytest.mark.parametrize("amount", ["9" * 20 + ",00", "1.234", "12 %", "abc", "1,2,3"])
def test_an_amount_that_is_none_is_an_error_with_its_row(tmp_path: Path, amount: str) -> None:
    broken = posting("", "10001", "RV", "3", "18.01.2025", amount, "EUR")
    with pytest.raises(SourceError) as caught:
        _read(tmp_path, LIST + broken)
    assert caught.value.finding.row == 4


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cents=st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=8))
def test_net_amounts_come_back_from_gross_to_the_cent(tmp_path: Path, cents: list[int]) -> None:
    """Gross is net with 19 % tax rounded to the cent; the reader gives back the net of every line."""
    lines = []
    for number, net in enumerate(cents):
        gross = net + round(net * 0.19)
        sign, (euros, rest) = ("-" if gross < 0 else ""), divmod(abs(gross), 100)
        amount = f"{euros},{rest:02d}{sign}"
        lines.append(f"\t1\tRV\t{number}\t18.01.2025\t{amount}\tEUR\t\n")
    read = _read(tmp_path, TABLE_HEAD + "".join(lines))
    assert round(read.revenue_totals[2025] * 100) == sum(cents)
