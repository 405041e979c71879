"""Kundenlisten: each way a list may look, and each finding with the smallest file that provokes it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kundenbindung.adapters.sources import ImportedFigures, LeftOut, SourceError, read_figures, reporting
from kundenbindung.core.model import Severity

HEAD = "Kundennr.;Kunde;Umsatz 2024;DB 2024\n"
LONG = "Kundennr;Kunde;Jahr;Umsatz;DB\n"


def _read(folder: Path, text: str) -> ImportedFigures:
    path = folder / "liste.csv"
    path.write_text(text, encoding="utf-8")
    return read_figures(path)


def _refusal(folder: Path, text: str) -> tuple[str, Mapping[str, object]]:
    with pytest.raises(SourceError) as caught:
        _read(folder, text)
    assert caught.value.finding.severity is Severity.ERROR
    return caught.value.finding.code, caught.value.finding.values


def _codes(read: ImportedFigures) -> list[str]:
    return [finding.code for finding in read.findings]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_encoding_and_delimiter_gives_the_same_figures(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = (
        ("Kundennr.", "Kunde", "Umsatz 2023", "DB 2023"),
        ("010", "Müller; & Söhne, KG", "1.234,56", "-5,00"),
    )
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    path = tmp_path / "liste.txt"
    path.write_bytes(text.encode(encoding))
    read = read_figures(path)
    assert read.names.to_dict() == {"010": "Müller; & Söhne, KG"}
    assert read.revenue.loc["010", 2023] == 1234.56
    assert read.margin.loc["010", 2023] == -5.0
    assert (read.facts.encoding, read.facts.delimiter, read.facts.decimal) == (encoding, delimiter, ",")
    assert read.findings == ()


@pytest.mark.parametrize(
    "header",
    [
        "Kundennr.;Kunde;Umsatz 2023;DB 2023;Umsatz 2024;DB 2024",
        "customer_id;customer_name;revenue_2023;margin_2023;revenue_2024;margin_2024",
        "KD-NR;Firma;2023 Umsatz;2023 DB;2024 Umsatz;2024 DB",
        ";;2023;;2024;\nKd.-Nr.;Name;Umsatz;DB;Umsatz;DB",
        "Kd.-Nr.;Name;2023;;2024;\n;;Umsatz;DB;Umsatz;DB",
        "Kunde;;2023;;2024;\nNr.;Name;Umsatz;DB;Umsatz;DB",
        "Umsatz 2023-2024;;;;;\nStand 31.12.2024\n\nDebitor;Firma;Umsatz 2023;DB 2023;Umsatz 2024;DB 2024",
        ";;Umsatz 2023;DB 2023;Umsatz 2024;DB 2024\nKdNr;Firma;;;;",
        "Kundennr.;Kunde;Umsatz Ist 2023 (EUR);DB in € 2023;Erlöse GJ 2024;Deckungsbeitrag 2024",
        "Kundennr.;Kunde;Umsatz 2023;DB 2023;Umsatz 2024;DB 2024\n;;€;€;€;€",
    ],
)
def test_headers_of_a_wide_list(tmp_path: Path, header: str) -> None:
    read = _read(tmp_path, f"{header}\n7;Müller;1;2;3;4\n8;Groß;;-;30;40\n")
    assert read.facts.shape == "wide"
    assert read.names.to_dict() == {"7": "Müller", "8": "Groß"}
    expected = pd.DataFrame({2023: [1.0, math.nan], 2024: [3.0, 30.0]}, index=["7", "8"])
    pd.testing.assert_frame_equal(
        read.revenue, expected, check_names=False, check_index_type=False, check_column_type=False
    )
    assert read.margin_totals == {2023: 2.0, 2024: 44.0}
    assert read.findings == ()


def test_measures_above_years(tmp_path: Path) -> None:
    read = _read(tmp_path, ";;Umsatz;;DB;\nKdNr;Kunde;2024;2023;2024;2023\n7;M;1;2;3;4\n")
    assert read.revenue_totals == {2023: 2.0, 2024: 1.0}
    assert read.margin_totals == {2023: 4.0, 2024: 3.0}
    assert read.years == (2023, 2024)


def test_a_total_group_and_a_plan_year_are_not_taken_as_years(tmp_path: Path) -> None:
    text = ";;2023;;Gesamt;;2026 (Plan);\nKdNr;Kunde;Umsatz;DB;Umsatz;DB;Umsatz;DB\n7;M;1;2;3;4;5;6\n"
    read = _read(tmp_path, text)
    assert read.revenue_totals == {2023: 1.0}
    assert read.ignored_columns == ("Umsatz", "DB", "Umsatz", "DB")
    assert _codes(read) == ["source_columns_ignored"]


def test_a_long_list(tmp_path: Path) -> None:
    read = _read(tmp_path, LONG + "010;M;2024;1,5;\n10;G;2023;2,5;1,0\n010;M;GJ 2023;3,5;-\n")
    assert read.facts.shape == "long"
    assert read.revenue_totals == {2023: 6.0, 2024: 1.5}
    assert read.margin_totals == {2023: 1.0, 2024: None}
    assert list(read.revenue.index) == ["010", "10"]
    assert bool(read.revenue.isna().loc["10", 2024])
    assert _codes(read) == ["source_leading_zeros"]


def test_rows_of_the_same_customer_and_year_are_summed(tmp_path: Path) -> None:
    text = LONG + "1;M;2024;10;4\n1;M AG;2024;20;6\n2;G;2024;5;1\n2;G;2024;5;\n3;X;2024;1;1\n"
    read = _read(tmp_path, text)
    assert read.revenue[2024].to_list() == [30.0, 10.0, 1.0]
    assert read.margin[2024].fillna(-1.0).to_list() == [10.0, -1.0, 1.0]
    assert read.names["1"] == "M"
    findings = {finding.code: finding for finding in read.findings}
    assert set(findings) == {"source_rows_summed", "source_margin_incomplete", "source_names_differ"}
    assert findings["source_rows_summed"].values == {
        "count": 2,
        "customer_id": "1",
        "year": "2024",
        "rows": 2,
    }
    assert findings["source_margin_incomplete"].values["customer_id"] == "2"


def test_total_rows_are_left_out_and_compared(tmp_path: Path) -> None:
    text = (
        HEAD
        + "1;A;1,00;0,50\nZwischensumme;;1,00;0,50\n"
        + "2;B;2,00;1,00\n;davon Inland;2,00;1,00\n;Summe;3,00;1,90\n"
    )
    read = _read(tmp_path, text)
    assert read.revenue_totals == {2024: 3.0}
    assert read.stated_totals == {("revenue", 2024): 3.0, ("margin", 2024): 1.9}
    assert [(line.row, line.reason) for line in read.left_out] == [
        (3, "subtotal"),
        (5, "subtotal"),
        (6, "total"),
    ]
    (finding,) = [finding for finding in read.findings if finding.code == "source_total_differs"]
    assert finding.field == "DB 2024"
    assert finding.values["difference"] == pytest.approx(-0.4)


def test_a_customer_may_be_called_total(tmp_path: Path) -> None:
    read = _read(tmp_path, HEAD + "1;Total Energies;1;0,5\nTOTAL;;2;1\n")
    assert list(read.revenue.index) == ["1"]
    read = _read(tmp_path, HEAD + "1;Total Energies;1;0,5\nTOTAL;Müller;2;1\n")
    assert list(read.revenue.index) == ["1", "TOTAL"]


def test_rows_without_a_number_and_remarks_are_reported(tmp_path: Path) -> None:
    read = _read(tmp_path, HEAD + "1;A;1;0,5\n;ohne Nummer;7;3\n;;;\n;Stand: Mai;;\n")
    assert read.left_out == (
        LeftOut(3, "ohne Nummer · 7 · 3", "no_customer_id"),
        LeftOut(5, "Stand: Mai", "note"),
    )
    assert [(finding.code, finding.row) for finding in read.findings] == [
        ("source_row_without_customer_id", 3),
        ("source_notes_left_out", 5),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Umsatzliste in T€\nKundennr;Umsatz 2024;DB 2024\n1;84,2;28,6\n",
        "Kundennr;Umsatz 2024 (T€);DB 2024 TEUR\n1;84,2;28,6\n",
        "Umsatz 2024 T€;\nKundennr;Umsatz 2024;DB 2024\n1;84,2;28,6\n",
        "Werte in EUR\nKundennr;Umsatz 2024 T€;DB 2024 in Tsd. €\n1;84,2;28,6\n",
        "Kundennr;Umsatz 2024;DB 2024\n;T€;T€\n1;84,2;28,6\n",
        "Kundennr;Umsatz 2024;DB 2024\n1;84,2;28,6\n;;\nAlle Angaben in T€;;\n".replace(
            "\nAlle", "\n;;;Alle"
        ),
    ],
)
def test_thousands_of_euros_are_scaled_and_reported(tmp_path: Path, text: str) -> None:
    read = _read(tmp_path, text)
    assert read.revenue_totals == {2024: pytest.approx(84_200.0)}
    assert read.margin_totals == {2024: pytest.approx(28_600.0)}
    assert read.facts.unit_factor == 1_000.0
    assert "source_unit_applied" in _codes(read)


def test_a_share_gives_the_margin(tmp_path: Path) -> None:
    head = "Kundennr;Umsatz 2024;DB % 2024\n"
    for shares in ("34 %;-5 %", "0,34;-0,05", "34;-5"):
        first, second = shares.split(";")
        read = _read(tmp_path, f"{head}1;200;{first}\n2;100;{second}\n3;50;\n")
        assert read.margin[2024].fillna(0.0).to_list() == pytest.approx([68.0, -5.0, 0.0])
        assert read.facts.margin_from_share
        (finding,) = read.findings
        assert finding.code == "source_margin_from_share"
        assert finding.values["share"] == pytest.approx(0.34)


def test_a_share_beside_the_margin_is_not_needed(tmp_path: Path) -> None:
    read = _read(tmp_path, "Kundennr;Umsatz 2024;DB 2024;DB %\n1;200;68;34 %\n")
    assert read.margin_totals == {2024: 68.0}
    assert read.ignored_columns == ("DB %",)
    assert not read.facts.margin_from_share


def test_other_cells_prove_the_decimal_mark(tmp_path: Path) -> None:
    assert _read(tmp_path, HEAD + "1;A;1.234;500\n2;B;10,5;2\n").revenue_totals == {2024: 1244.5}
    assert _read(tmp_path, HEAD + "1;A;1.234;500\n2;B;10.5;2\n").revenue_totals == {2024: 11.734}
    contradicting = _read(tmp_path, HEAD + "1;A;1.234;500\n2;B;10.5;2,5\n")
    assert _codes(contradicting) == ["source_number_ambiguous"]
    assert bool(contradicting.revenue.isna().loc["1", 2024])


def test_segments_are_kept(tmp_path: Path) -> None:
    read = _read(tmp_path, "Kundennr;Branche;Umsatz 2024\n1;Handel;5\n2;;6\n")
    assert read.segments is not None
    assert read.segments.to_dict() == {"1": "Handel", "2": None}
    assert _read(tmp_path, HEAD + "1;A;1;1\n").segments is None


def test_customer_numbers_stay_text(tmp_path: Path) -> None:
    read = _read(tmp_path, HEAD + ' 010001 ;A;1;1\n10002;B;1;1\n"=""0077""";C;1;1\n\'012;D;1;1\nD 7;E;1;1\n')
    assert list(read.revenue.index) == ["010001", "10002", "0077", "012", "D 7"]


FINDINGS = {
    "source_number_ambiguous": (HEAD + "1;A;1.234;1\n", "error"),
    "source_number_unreadable": (HEAD + "1;A;zehn;1\n", "error"),
    "source_sign_unclear": (HEAD + "1;A;10,00 H;1\n", "error"),
    "source_percent_for_amount": (HEAD + "1;A;10;34 %\n", "error"),
    "source_error_value": (HEAD + "1;A;#BEZUG!;1\n", "error"),
    "source_formula_without_value": (HEAD + "1;A;#FORMEL;1\n", "error"),
    "source_share_unclear": ("Kundennr;Umsatz 2024;DB % 2024\n1;100;34\n2;100;0,5\n", "error"),
    "source_margin_looks_like_share": (HEAD + "1;A;90;0,3\n2;B;80;0,4\n3;C;70;0,5\n", "error"),
    "source_customer_twice": (HEAD + "1;A;1;1\n1;B;2;2\n", "error"),
    "source_customer_id_damaged": (HEAD + "1,00E+05;A;1;1\n", "error"),
    "source_year_unreadable": (LONG + "1;A;2023;1;1\n1;A;später;1;1\n", "error"),
    "source_row_too_long": ("Kundennr,Umsatz 2024,DB 2024\n1,84,250.00,28.00\n2,1.00,1.00\n", "error"),
    "source_row_without_customer_id": (HEAD + "1;A;1;1\n;B;2;2\n", "warning"),
    "source_leading_zeros": (HEAD + "01;A;1;1\n1;B;2;2\n", "warning"),
    "source_total_differs": (HEAD + "1;A;1;1\n;Summe;5;1\n", "warning"),
    "source_margin_incomplete": (LONG + "1;A;2023;1;1\n1;A;2023;1;\n", "warning"),
    "source_year_empty": ("Kundennr;Umsatz 2024;Umsatz 2025\n1;5;\n", "warning"),
    "source_total_left_out": (HEAD + "1;A;1;1\n;Summe;1;1\n", "notice"),
    "source_notes_left_out": (HEAD + "1;A;1;1\n;Ende der Liste;;\n", "notice"),
    "source_columns_ignored": ("Kundennr;Umsatz 2024;Bemerkung\n1;5;x\n", "notice"),
    "source_year_preliminary": ("Kundennr;Umsatz 2024 (vorl.)\n1;5\n", "notice"),
    "source_unit_applied": ("Kundennr;Umsatz 2024 T€\n1;5\n", "notice"),
    "source_margin_from_share": ("Kundennr;Umsatz 2024;DB-Quote 2024\n1;5;50 %\n", "notice"),
    "source_rows_summed": (LONG + "1;A;2023;1;1\n1;A;2023;1;1\n", "notice"),
    "source_names_differ": (LONG + "1;A;2023;1;1\n1;B;2024;1;1\n", "notice"),
    "source_text_repaired": (HEAD + "1;MÃ¼ller;1;1\n", "notice"),
    "source_more_of_the_same": (HEAD + "".join(f"{row};A;x;1\n" for row in range(30)), "error"),
}


@pytest.mark.parametrize("code", FINDINGS)
def test_the_smallest_list_that_provokes_a_finding(tmp_path: Path, code: str) -> None:
    text, severity = FINDINGS[code]
    read = _read(tmp_path, text)
    found = [finding for finding in read.findings if finding.code == code]
    assert found
    assert {(finding.severity.value, finding.table) for finding in found} == {(severity, "source")}
    assert read.stopped == any(finding.severity is Severity.ERROR for finding in read.findings)


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("Nr;Firma;Umsatz 2024\n1;A;5\n", "source_no_customer_id", "Nr, Firma, Umsatz 2024"),
        ("nur Text\n", "source_no_customer_id", "nur Text"),
        ("Kundennr;Kunde;2023;2024\n1;A;5;6\n", "source_no_revenue", "Kundennr, Kunde, 2023, 2024"),
        ("Kundennr;Planumsatz\n1;5\n", "source_no_revenue", "Kundennr, Planumsatz"),
        ("Kundennr;Umsatz\n1;5\n", "source_no_year", "Umsatz"),
        ("Kundennr;Umsatz 2024;Erlöse 2024\n1;5;6\n", "source_column_twice", "Umsatz 2024"),
        ("Kundennr;Debitor;Umsatz 2024\n1;5;6\n", "source_column_twice", "Kundennr"),
        (HEAD, "source_no_rows", ""),
        (LONG + "1;A;später;1;1\n", "source_years_unreadable", "Jahr"),
        ("in T€\nin Mio. €\nKundennr;Umsatz 2024\n1;5\n", "source_unit_unclear", "T€"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(tmp_path: Path, text: str, code: str, named: str) -> None:
    found, values = _refusal(tmp_path, text)
    assert found == code
    assert named in " ".join(str(value) for value in values.values())


def test_a_finding_names_row_column_and_cell(tmp_path: Path) -> None:
    (finding,) = _read(tmp_path, "Titel\n\n" + HEAD + "1;A;1,5;zehn\n").findings
    assert (finding.row, finding.field) == (4, "DB 2024")
    assert finding.values == {
        "row": 4,
        "header": "DB 2024",
        "cell": "D4",
        "text": "zehn",
        "customer_id": "1",
    }


def test_many_findings_of_a_kind_are_counted(tmp_path: Path) -> None:
    read = _read(tmp_path, HEAD + "".join(f"{row};A;x;1\n" for row in range(100)))
    assert len(read.findings) == reporting.MAX_SAME_CODE + 1
    assert read.findings[-1].values == {"count": 75, "of": "source_number_unreadable", "last": "101"}


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
FIGURES = st.none() | st.integers(-(10**9), 10**9)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=8), st.booleans())
def test_wide_and_long_give_the_same_figures(
    tmp_path: Path, cents: list[tuple[int | None, int | None]], german: bool
) -> None:
    def text(value: int | None) -> str:
        if value is None:
            return ""
        number = f"{value / 100:,.2f}"
        return number.translate(str.maketrans(",.", ".,")) if german else number

    wide = "Kundennr;Umsatz 2023;Umsatz 2024\n"
    long = "Kundennr;Jahr;Umsatz\n"
    for row, (first, second) in enumerate(cents):
        wide += f"K{row};{text(first)};{text(second)}\n"
        long += f"K{row};2023;{text(first)}\nK{row};2024;{text(second)}\n"
    left, right = _read(tmp_path, wide), _read(tmp_path, long)
    pd.testing.assert_frame_equal(left.revenue, right.revenue)
    expected = pd.DataFrame(cents, columns=[2023, 2024], dtype=float) / 100
    assert left.revenue.reset_index(drop=True).equals(expected.set_axis(left.revenue.columns, axis=1))


def test_twenty_thousand_customers(tmp_path: Path) -> None:
    row = "{0};Müller {0} GmbH;84.250,00;28.644,99 €;91.730,55;-31.188,39;(78.400,10);26.656,04\n"
    head = "Kundennr;Kunde;" + ";".join(f"Umsatz {year};DB {year}" for year in (2023, 2024, 2025)) + "\n"
    read = _read(tmp_path, head + "".join(row.format(number) for number in range(20_000)))
    assert len(read.revenue) == 20_000
    assert read.findings == ()
