"""Verkaufschancen: each way a table of them may look, and what is never guessed."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kundenbindung.adapters.sources import (
    Assignment,
    AssignmentNeededError,
    Assignments,
    Context,
    ImportedOpportunities,
    SourceError,
    read_opportunities,
)
from kundenbindung.adapters.sources.opportunities.naming import companies
from kundenbindung.adapters.sources.promise import OPPORTUNITY_FIELDS
from kundenbindung.messages import reports
from kundenbindung.workbook import layout

DAY = dt.date(2026, 3, 31)


def _read(folder: Path, text: str, *confirmed: Assignment) -> ImportedOpportunities:
    path = folder / "chancen.csv"
    path.write_text(text, encoding="utf-8")
    return read_opportunities(path, Context(Assignments(confirmed)))


def _tried(path: Path) -> ImportedOpportunities | SourceError:
    try:
        return read_opportunities(path)
    except SourceError as error:
        return error


def _codes(read: ImportedOpportunities) -> set[str]:
    return {finding.code.removeprefix("source_").removeprefix("opportunity_") for finding in read.findings}


def _column(read: ImportedOpportunities, name: str) -> list[object]:
    return [
        None if isinstance(value, float) and math.isnan(value) else value
        for value in read.table[name].tolist()
    ]


def _confirmed(text: str, meaning: str) -> Assignment:
    return Assignment("opportunities", text, meaning, confirmed=True)


def _column_of(folder: Path, header: str, *cells: str) -> ImportedOpportunities:
    """A table of projects with one more column."""
    rows = "".join(f"P{row};Angebot;{cell}\n" for row, cell in enumerate(cells))
    return _read(folder, f"Vorhaben;Phase;{header}\n{rows}")


@pytest.mark.parametrize(
    "header",
    [
        "Kundennr.;Kunde;Vorhaben;Wert;Phase;Wahrscheinlichkeit;Abschluss erwartet;Stand vom",
        "Debitor;Firma;Projekt;Auftragswert in €;Verkaufsphase;Chance %;Abschlussdatum;Letzte Änderung",
        "Customer No.;Company;Title;Value (EUR);Stage;Probability (%);Expected close date;Last modified",
        "Stand 02.01.2026\n\nKd.-Nr.;Name;Titel;Betrag;Stufe;Wahrsch.;Schlusstermin;Geändert am",
    ],
)
def test_general_tables_in_german_and_english(tmp_path: Path, header: str) -> None:
    read = _read(tmp_path, f"{header}\n0010;Müller;Halle;1.234,50;Angebot;60;31.03.2026;2026-01-02\n")
    assert tuple(read.table.columns) == OPPORTUNITY_FIELDS
    expected = {
        "source_id": "CRM Müller · Halle",
        "customer_id": "0010",
        "customer": "Müller",
        "project": "Halle",
        "value_eur": 1234.5,
        "stage": "Angebot",
        "probability": 0.6,
        "kind": None,
        "expected_close": DAY,
        "updated": dt.date(2026, 1, 2),
        "status": "open",
    }
    assert {name: _column(read, name)[0] for name in OPPORTUNITY_FIELDS} == expected
    assert (read.facts.source, read.findings, read.omissions) == ("crm", (), ())


def test_pipedrive_in_german_and_its_numbers_are_not_ours(tmp_path: Path) -> None:
    read = _read(
        tmp_path,
        "Geschäft - ID,Geschäft - Titel,Geschäft - Wert,Geschäft - Währung von Wert,Geschäft - Organisation,"
        "Geschäft - Organisation ID,Geschäft - Phase,Geschäft - Status,Geschäft - Gewonnen am,"
        "Geschäft - Erwartetes Abschlussdatum,Geschäft - Letzte Phasenänderung,Geschäft - Zeitpunkt der "
        "Aktualisierung,Organisation - Kundennr.\n"
        "7,Halle,500,EUR,Müller,10001,Angebot,Gewonnen,2026-01-05 10:00:00,2026-03-31,2025-12-01,2026-01-06,"
        "0010\n",
    )
    assert read.facts.source == "pipedrive"
    assert _column(read, "source_id") == ["Pipedrive 7"]
    assert _column(read, "customer_id") == ["0010"]
    assert _column(read, "status") == ["won"]
    assert _column(read, "expected_close") == [dt.date(2026, 1, 5)], "a won deal closed when it was won"
    assert _column(read, "updated") == [dt.date(2026, 1, 6)], "the latest of several"


def test_salesforce_in_german_takes_the_currency_beside_the_amount(tmp_path: Path) -> None:
    read = _read(
        tmp_path,
        "Account-Name;Opportunity-Name;Phase;Erwarteter Umsatz Währung;Erwarteter Umsatz;Betrag Währung;"
        "Betrag;Typ\n"
        "Müller;Halle;Angebot;EUR;1,00;CHF;2.000,00;Verlängerung\n"
        "Groß;Tor;Angebot;EUR;1.500,00;EUR;3.000,00;New Business\n\n"
        "Copyright (c) 2026\n",
    )
    assert _column(read, "value_eur") == [None, 3000.0]
    assert _column(read, "kind") == ["repeat", None]
    assert "currency_foreign" in _codes(read)
    assert [(entry.reason, entry.count) for entry in read.omissions] == [("footer", 1)]


def test_workbook_with_real_numbers_and_days(tmp_path: Path) -> None:
    path = tmp_path / "chancen.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Deckblatt").write(0, 0, "Unsere Chancen")
        sheet = book.add_worksheet("Pipeline")
        sheet.write_row(0, 0, ["ID", "Vorhaben", "Wert T€", "Wahrscheinlichkeit", "Abschluss"])
        sheet.write_row(1, 0, [9000000001, "Halle", 48, 0.6])
        sheet.write_datetime(1, 4, dt.datetime(2026, 3, 31), book.add_format({"num_format": "dd.mm.yyyy"}))
    read = read_opportunities(path)
    assert read.facts.sheet == "Pipeline"
    assert _column(read, "source_id") == ["CRM 9000000001"]
    assert _column(read, "value_eur") == [48_000.0]
    assert _column(read, "probability") == [0.6]
    assert _column(read, "expected_close") == [DAY]
    assert "unit_applied" in _codes(read)


def test_a_thousand_or_a_decimal_is_asked_for_with_its_cell(tmp_path: Path) -> None:
    alone = _column_of(tmp_path, "Wert", "96.000")
    (finding,) = [finding for finding in alone.findings if finding.code == "source_number_ambiguous"]
    assert (finding.row, finding.values["cell"], alone.stopped) == (2, "C2", True)
    assert _column(alone, "value_eur") == [None]
    settled = _column_of(tmp_path, "Wert", "96.000", "1,50")
    assert _column(settled, "value_eur") == [96_000.0, 1.5]
    assert not settled.stopped


@pytest.mark.parametrize(
    ("cells", "fractions"),
    [
        (("0,6", "1,0"), [0.6, 1.0]),
        (("60", "1"), [0.6, 0.01]),
        (("60 %", "0,5"), [0.6, 0.5]),
        (("60 %", "50"), [0.6, 0.5]),
        (("101", "50"), [None, 0.5]),
        (("sicher", ""), [None, None]),
        (("60", "0,6"), [0.6, None]),
    ],
)
def test_probabilities(tmp_path: Path, cells: tuple[str, ...], fractions: list[float | None]) -> None:
    read = _column_of(tmp_path, "Wahrscheinlichkeit", *cells)
    assert _column(read, "probability") == pytest.approx(fractions)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31.03.2026", DAY),
        ("31.3.26", DAY),
        ("2026-03-31 00:00", DAY),
        ("2026-03-31T23:59:00+02:00", DAY),
        ("3/31/2026", DAY),
        ("31/03/2026", DAY),
        ("3/3/2026", dt.date(2026, 3, 3)),
        ("3/4/2026", None),
        ("31.02.2026", None),
        ("0001-01-01", None),
        ("bald", None),
        ("46112", None),
    ],
)
def test_days(tmp_path: Path, text: str, day: dt.date | None) -> None:
    read = _column_of(tmp_path, "Abschluss erwartet", text)
    assert _column(read, "expected_close") == [day]
    assert bool(_codes(read) & {"unreadable", "day_unclear"}) is (day is None)


@pytest.mark.parametrize(
    ("stage", "status", "expected"),
    [
        ("closedwon", "", "won"),
        ("Closed Lost", "", "lost"),
        ("5 - Gewonnen", "", "won"),
        ("noch nicht gewonnen", "", "open"),
        ("Won/Lost", "", "open"),
        ("Angebot", "Verloren", "lost"),
        ("Gewonnen", "Offen", "open"),
        ("Gewonnen", "schwebend", "won"),
        ("Angebot", "", "open"),
    ],
)
def test_status(tmp_path: Path, stage: str, status: str, expected: str) -> None:
    read = _read(tmp_path, f"Vorhaben;Phase;Status\nHalle;{stage};{status}\n")
    assert _column(read, "status") == [expected]


def test_stages_take_the_probability_of_the_file_where_it_has_one(tmp_path: Path) -> None:
    read = _read(
        tmp_path,
        "Vorhaben;Phase;Wahrscheinlichkeit\nA;Angebot;30\nB;Angebot;30\nC;Verhandlung;60\nD;Verhandlung;70\n"
        "E;Bauchgefühl;\nF;3. Qualifiziert;\nG;Gewonnen;100\n",
    )
    stages = dict(read.stages)
    assert list(stages) == ["Angebot", "Verhandlung", "Bauchgefühl", "3. Qualifiziert"]
    assert [stages["Angebot"], stages["Verhandlung"], stages["3. Qualifiziert"]] == [0.3, 0.75, 0.2]
    assert math.isnan(stages["Bauchgefühl"])
    (finding,) = [one for one in read.findings if one.code == "source_opportunity_stage_unknown"]
    assert finding.values == {"count": 1, "keys": ("Bauchgefühl",)}


@pytest.mark.parametrize(
    ("text", "ids", "expected"),
    [
        ("Groß; Klein & Partner mbB", "8", ["Groß; Klein & Partner mbB"]),
        ("Groß; Klein & Partner mbB;Müller", "8;9", ["Groß; Klein & Partner mbB", "Müller"]),
        ("Groß; Klein", "8;9", ["Groß", "Klein"]),
        ("Groß;Klein", None, ["Groß", "Klein"]),
        ("Groß; Klein", None, ["Groß; Klein"]),
        ("", "", [""]),
    ],
)
def test_companies_of_one_cell(text: str, ids: str | None, expected: list[str]) -> None:
    assert companies(text, ids) == expected


def test_rows_left_out_are_counted_with_what_they_are_worth(tmp_path: Path) -> None:
    read = _read(
        tmp_path,
        "ID;Kunde;Vorhaben;Wert;Status\n1;A;Halle;100;offen\n1;A;Halle;40;offen\n2;;;7;offen\n"
        "3;B;Tor;9;gelöscht\n;Summe;;156;\n\nExport von gestern\n",
    )
    assert [(entry.reason, entry.count, entry.amount_eur) for entry in read.omissions] == [
        ("opportunity_twice", 1, 40.0),
        ("opportunity_unnamed", 1, 7.0),
        ("opportunity_deleted", 1, 9.0),
        ("total", 1, None),
        ("footer", 1, None),
    ]
    assert (read.facts.rows_read, read.facts.rows_used, len(read.table)) == (6, 1, 1)
    assert {entry.reason for entry in read.omissions} <= set(reports.LEFT_OUT_REASONS)


def test_without_an_identifier_names_are_made_unique(tmp_path: Path) -> None:
    read = _read(tmp_path, "Kunde;Vorhaben;Wert\nA;Halle;1\nA;Halle;2\n;Halle;3\nA;Halle;4\n")
    assert _column(read, "source_id") == [
        "CRM A · Halle",
        "CRM A · Halle (2)",
        "CRM Halle",
        "CRM A · Halle (3)",
    ]


def test_a_damaged_identifier_is_none_and_drops_no_row(tmp_path: Path) -> None:
    read = _read(tmp_path, "ID;Vorhaben;Wert\n9,00E+09;Halle;1\n9,00E+09;Tor;2\n")
    assert _column(read, "source_id") == ["CRM Halle", "CRM Tor"]
    assert "unreadable" in _codes(read)


def test_formulas_stay_texts_and_huge_numbers_are_unknown(tmp_path: Path) -> None:
    read = _read(tmp_path, "Vorhaben;Kunde;Wert\n=cmd|' /C calc'!A0;@SUM(A1);9e300\nTor;B;-5\n")
    assert _column(read, "project") == ["=cmd|' /C calc'!A0", "Tor"]
    assert _column(read, "customer") == ["@SUM(A1)", "B"]
    assert _column(read, "value_eur") == [None, None]
    (finding,) = [one for one in read.findings if one.code == "source_opportunity_unreadable"]
    assert finding.values["keys"] == ("C2 „9e300“", "C3 „-5“")


def test_unknown_headers_are_asked_for_and_understood_once_confirmed(tmp_path: Path) -> None:
    text = (
        "Auftraggeber;Worum geht es;Höhe;Wann;Güte\nMüller GmbH;Halle;48.000,00;31.03.2026;60 %\n"
        "Groß KG;Tor;1.500,00;01.04.2026;20 %\n"
    )
    with pytest.raises(AssignmentNeededError) as caught:
        _read(tmp_path, text)
    proposals = {entry.text: entry.meaning for entry in caught.value.proposals}
    assert proposals == {
        "Auftraggeber": "customer",
        "Worum geht es": "project",
        "Höhe": "value",
        "Wann": "expected_close",
        "Güte": "probability",
    }
    assert {entry.meaning for entry in caught.value.proposals} <= set(layout.CHOICES["assignment_meaning"])
    assert {(entry.scope, entry.confirmed) for entry in caught.value.proposals} == {("opportunities", False)}
    assert caught.value.proposals[0].example == "Müller GmbH"
    read = _read(tmp_path, text, *(_confirmed(text, str(meaning)) for text, meaning in proposals.items()))
    assert _column(read, "value_eur") == [48_000.0, 1_500.0]
    assert _column(read, "customer") == ["Müller GmbH", "Groß KG"]


def test_misspelled_headers_are_proposed_by_their_likeness(tmp_path: Path) -> None:
    with pytest.raises(AssignmentNeededError) as caught:
        _read(tmp_path, "Vorhabn;Warscheinlichkeit;Statuss\nHalle;50 %;offen\n")
    meanings = [entry.meaning for entry in caught.value.proposals]
    assert meanings == ["project", "probability", "status"]


def test_what_is_confirmed_counts_before_what_is_known(tmp_path: Path) -> None:
    text = "Vorhaben;Betrag;Umsatz\nHalle;5;7\n"
    assert _column(_read(tmp_path, text), "value_eur") == [5.0]
    assert _column(_read(tmp_path, text, _confirmed("Umsatz", "value")), "value_eur") == [7.0]
    ignored = _read(tmp_path, text, _confirmed("betrag", "ignore"))
    assert _column(ignored, "value_eur") == [7.0]
    assert ignored.ignored_columns == ("Betrag",)
    with pytest.raises(SourceError) as caught:
        _read(tmp_path, text, _confirmed("Umsatz", "value"), _confirmed("Betrag", "value"))
    assert caught.value.finding.code == "source_column_twice"


@pytest.mark.parametrize(
    "text",
    ["Vorhaben;Wert\nHalle\n", "Vorhaben;Wert;Phase\n;;\nHalle;5;;;;\n", 'Vorhaben;Wert\n"Ha""l""le";5\n'],
)
def test_short_long_and_quoted_rows_are_read(tmp_path: Path, text: str) -> None:
    assert len(_read(tmp_path, text).table) == 1


def test_an_unquoted_delimiter_stops(tmp_path: Path) -> None:
    assert _read(tmp_path, "Vorhaben;Wert\nHalle;Tor;5\n").stopped


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            "5",
            "1.234",
            "60 %",
            "EUR",
            "CHF 5",
            "31.03.2026",
            "3/4/26",
            "Angebot",
            "won",
            "Summe",
            "=1+1",
            "9e999",
            "#NV",
        ]
    ),
)
HEADERS = [
    "ID",
    "Kundennr.",
    "Kunde",
    "Vorhaben",
    "Wert",
    "Phase",
    "Wahrscheinlichkeit",
    "Abschluss",
    "Status",
    "Art",
]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(rows=st.lists(st.lists(CELLS, max_size=11), max_size=6))
def test_whatever_stands_there_is_read_or_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    lines = [HEADERS, *rows]
    text = "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in lines)
    path = tmp_path / "chancen.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    read = _tried(path)
    if isinstance(read, SourceError):
        assert read.finding.code.startswith("source_")
        return
    table = read.table
    assert table["source_id"].is_unique
    assert len(table) + len(read.left_out) == read.facts.rows_read
    assert sum(entry.count for entry in read.omissions) == len(read.left_out)
    assert set(table["status"]) <= set(layout.CHOICES["opportunity_status"])
    assert table["probability"].dropna().between(0.0, 1.0).all()
    assert table["value_eur"].dropna().between(0.0, 1e12).all()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_end_in_a_result_or_a_finding(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "chancen.csv"
    path.write_bytes(b"Vorhaben;Wert;Phase\n" + data)
    read = _tried(path)
    if isinstance(read, SourceError):
        assert read.finding.code.startswith("source_")
    else:
        assert len(read.table) > 0
