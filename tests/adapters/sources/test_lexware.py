"""Lexware: the journal with both accounts, split bookings, and the tax of the revenue accounts."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.catalogue.ledgers import FREIGHT, JOURNAL, SALE, SPLIT
from tests.shared_data import shared

from kundenbindung.adapters.sources import (
    Assignment,
    AssignmentNeededError,
    Assignments,
    Context,
    ImportedFigures,
    combine,
    read_figures,
)
from kundenbindung.adapters.sources.cells import look
from kundenbindung.adapters.sources.lexware import LEXWARE

SAMPLE = ("data", "formats", "lexware", "buchungsjournal.csv")


def _read(
    folder: Path, text: str, context: Context | None = None, encoding: str = "cp1252"
) -> ImportedFigures:
    path = folder / "journal.csv"
    path.write_bytes((JOURNAL + text).encode(encoding))
    return read_figures(path, context)


def _account(number: str, meaning: str) -> Context:
    return Context(Assignments((Assignment("account", number, meaning, confirmed=True),)))


def _codes(read: ImportedFigures) -> list[str]:
    """Codes of errors and warnings."""
    return [finding.code for finding in read.findings if finding.severity.value != "notice"]


def test_the_sample_gives_the_net_amounts_to_the_cent(truth: dict[tuple[str, int, str], float]) -> None:
    """Parts of a booking with one rate become net together, so that even split bookings are exact."""
    read = read_figures(shared(*SAMPLE))
    found = {
        (str(key), int(year), "net"): float(read.revenue.loc[key, year])
        for key in read.revenue.index
        for year in read.years
        if read.revenue.notna().loc[key, year]
    }
    assert found == {key: value for key, value in truth.items() if key[2] == "net"}
    assert read.names.isna().all(), "a booking text is no name"
    assert _codes(read) == []
    facts = read.facts
    assert (facts.source, facts.gross, facts.additive, facts.rows_used) == ("lexware", True, True, 61)
    assert (facts.first_day, facts.last_day) == (dt.date(2023, 1, 8), dt.date(2025, 12, 20))
    gross = next(finding.values for finding in read.findings if finding.code == "lexware_gross")
    assert (gross["count"], round(float(str(gross["net"])), 2)) == (69, 750472.95)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["Buchungsbetrag", "Buchungsbetrag Euro", "BUCHUNGSBETRAG EURO"])
def test_older_headers_and_every_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / "journal.txt"
    path.write_bytes((JOURNAL.replace("Buchungsbetrag", name) + SALE).encode(encoding))
    assert LEXWARE.recognise(look(path))
    assert read_figures(path).revenue.loc["10001", 2025] == 1000.0


def test_debit_adds_and_credit_takes_off(tmp_path: Path) -> None:
    credit = "10.01.2025;GS1;Mühle;119,00;8400;10001;19\n"
    assert _read(tmp_path, SALE + credit).revenue.loc["10001", 2025] == 900.0


def test_parts_with_two_rates_are_net_each_by_its_own(tmp_path: Path) -> None:
    parts = "09.01.2025;RE2;x;226,00;10002;0;\n;;Ware;119,00;;8400;19\n;;Buch;107,00;;8300;7\n"
    assert _read(tmp_path, parts).revenue.loc["10002", 2025] == 200.0


def test_a_split_credit_note_and_a_part_on_the_side_of_its_head(tmp_path: Path) -> None:
    note = "09.01.2025;GS2;x;238,00;0;10002;\n;;a;119,00;8400;;19\n;;b;119,00;8400;;19\n"
    assert _read(tmp_path, SALE + note).revenue.loc["10002", 2025] == -200.0
    reduced = "09.01.2025;RE3;x;1.071,00;10003;0;\n;;Ware;1.190,00;;8400;19\n;;Bonus;119,00;8760;;19\n"
    assert _read(tmp_path, reduced).revenue.loc["10003", 2025] == 900.0


def test_a_split_booking_may_hold_several_customers(tmp_path: Path) -> None:
    text = "09.01.2025;RE2;x;357,00;0;8400;19\n;;a;119,00;10001;;\n;;b;238,00;10002;;\n"
    read = _read(tmp_path, text)
    assert read.revenue[2025].to_dict() == {"10001": 100.0, "10002": 200.0}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (SPLIT, 2),
        (SPLIT + FREIGHT.replace("476,00", "476,01"), 2),
        (SPLIT.splitlines(keepends=True)[0], 2),
        (FREIGHT + SALE, 2),
        (SPLIT + FREIGHT.replace(";8400", ";"), 4),
        (SALE.replace(";10001;8400", ";0;0"), 2),
    ],
)
def test_a_booking_that_is_not_whole_is_an_error(tmp_path: Path, text: str, row: int) -> None:
    read = _read(tmp_path, text + SALE.replace("10001", "10009"))
    assert read.stopped
    assert [finding.row for finding in read.findings if finding.severity.value == "error"] == [row]
    assert list(read.revenue.index) in (["10009"], ["10001", "10009"])


@pytest.mark.parametrize(
    ("line", "reason", "amount"),
    [
        ("11.01.2025;ZE1;x;1.190,00;1200;10001;\n", "payment", -1190.0),
        ("11.01.2025;ZE1;x;23,80;8736;10001;19\n", "discount", -23.8),
        ("11.01.2025;x;x;10,00;8950;10001;\n", "no_revenue", -10.0),
        ("11.01.2025;x;x;10,00;10001;10002;\n", "other_posting", 10.0),
        ("11.01.2025;x;x;10,00;10001;4900;\n", "other_posting", 10.0),
        ("11.01.2025;x;x;11,90;1000;8400;19\n", "without_customer", 11.9),
        ("11.01.2025;x;x;11,90;3400;70001;19\n", "creditor", 11.9),
        ("11.01.2025;x;x;0,00;10001;8400;19\n", "zero", 0.0),
    ],
)
def test_what_is_no_revenue_of_a_customer_is_left_out(
    tmp_path: Path, line: str, reason: str, amount: float
) -> None:
    read = _read(tmp_path, SALE + line)
    assert read.revenue.loc["10001", 2025] == 1000.0
    assert [(entry.reason, entry.amount_eur, entry.row) for entry in read.omissions] == [(reason, amount, 3)]
    assert _codes(read) == []


def test_the_account_names_the_rate_of_its_day(tmp_path: Path) -> None:
    august = "10.08.2020;RE1;x;1.160,00;10001;8400;16\n"
    assert _read(tmp_path, august).revenue.loc["10001", 2020] == 1000.0


def test_an_unknown_account_takes_the_tax_key_or_the_word_of_the_owner(tmp_path: Path) -> None:
    unknown = SALE + SALE.replace("8400;19", "8499;")
    with pytest.raises(AssignmentNeededError) as caught:
        _read(tmp_path, unknown)
    proposals = [(one.scope, one.text, one.meaning, one.example) for one in caught.value.proposals]
    assert proposals == [("account", "8499", None, "1 Buchung, 1.190,00 €")]
    assert _read(tmp_path, unknown.replace("8499;", "8499;7")).revenue.loc["10001", 2025] == 2112.15
    assert _read(tmp_path, unknown, _account("8499", "rate_0")).revenue.loc["10001", 2025] == 2190.0
    none = _read(tmp_path, unknown, _account("8499", "no_revenue"))
    assert (none.revenue.loc["10001", 2025], none.omissions[0].reason) == (1000.0, "no_revenue")


def test_the_word_of_the_owner_counts_before_the_account(tmp_path: Path) -> None:
    read = _read(tmp_path, SALE, _account("8400", "rate_7"))
    assert read.revenue.loc["10001", 2025] == 1112.15
    assert _codes(read) == []


def test_a_journal_of_skr04_is_told_by_its_accounts(tmp_path: Path) -> None:
    text = SALE.replace("8400", "4400") + "11.01.2025;ZE1;x;1.190,00;1800;10001;\n"
    read = _read(tmp_path, text)
    assert (read.revenue.loc["10001", 2025], read.omissions[0].reason) == (1000.0, "payment")


def test_a_chart_of_accounts_nobody_knows_is_asked_account_by_account(tmp_path: Path) -> None:
    text = SALE.replace("8400;19", "3100;") + "11.01.2025;ZE1;x;1.190,00;2800;10001;\n"
    with pytest.raises(AssignmentNeededError) as caught:
        _read(tmp_path, text)
    assert [one.text for one in caught.value.proposals] == ["3100", "2800"]


def test_two_months_add_up_and_one_month_twice_is_an_error(tmp_path: Path) -> None:
    january, february = _read(tmp_path, SALE), _read(tmp_path, SALE.replace("08.01", "08.02"))
    both = combine((january, february))[0]
    assert both.revenue.loc["10001", 2025] == 2000.0
    assert "source_files_overlap" not in _codes(both)
    assert "source_files_overlap" in _codes(combine((january, january))[0])


def test_lines_without_account_and_day_are_remarks(tmp_path: Path) -> None:
    read = _read(tmp_path, SALE + ";;Ende der Liste;;;;\n")
    assert [(entry.reason, entry.count) for entry in read.omissions] == [("note", 1)]
    assert _codes(read) == []


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(net=st.integers(1, 10**9), cuts=st.lists(st.floats(0.01, 0.99), max_size=4))
def test_however_a_booking_is_split_its_net_is_the_same(tmp_path: Path, net: int, cuts: list[float]) -> None:
    gross = net + round(net * 0.19)
    places = sorted({0, gross, *(round(cut * gross) for cut in cuts)})
    parts = [last - first for first, last in pairwise(places)]
    head = f"09.01.2025;RE2;x;{gross // 100},{gross % 100:02d};10002;0;\n"
    lines = [f";;t;{part // 100},{part % 100:02d};;8400;19\n" for part in parts]
    read = _read(tmp_path, head + "".join(lines))
    assert round(read.revenue_totals[2025] * 100) == net
