"""Zuordnung unbekannter Tabellen: proposals by header and content, and files read by what was confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

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
    read_figures,
)
from kundenbindung.workbook import layout

ROWS = (
    "10001;Müller GmbH;2024;1.234,50;300,10\n"
    "10002;Groß AG;2024;2.234,50;400,00\n"
    "10001;Müller GmbH;2025;7,25;1\n"
)


def _read(
    folder: Path, text: str, entries: Iterable[Assignment] = (), name: str = "liste.csv"
) -> ImportedFigures:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_figures(path, Context(Assignments(tuple(entries))))


def _asked(
    folder: Path, text: str, entries: Iterable[Assignment] = (), name: str = "liste.csv"
) -> AssignmentNeededError:
    with pytest.raises(AssignmentNeededError) as caught:
        _read(folder, text, entries, name)
    return caught.value


def _meanings(asked: AssignmentNeededError) -> dict[str, str | None]:
    return {entry.text: entry.meaning for entry in asked.proposals}


def _confirmed(entries: Iterable[Assignment]) -> list[Assignment]:
    return [replace(entry, confirmed=True) for entry in entries]


def test_content_alone_is_enough(tmp_path: Path) -> None:
    text = "Feld1;Feld2;Feld3;Feld4;Feld5\n" + ROWS
    asked = _asked(tmp_path, text)
    assert asked.finding.code == "source_no_customer_id"
    assert asked.proposals == (
        Assignment("figures", "Feld1", "customer_id", None, "10001"),
        Assignment("figures", "Feld2", "customer", None, "Müller GmbH"),
        Assignment("figures", "Feld3", "year", None, "2024"),
        Assignment("figures", "Feld4", "revenue", None, "1.234,50"),
        Assignment("figures", "Feld5", "margin", None, "300,10"),
    )
    read = _read(tmp_path, text, _confirmed(asked.proposals))
    assert read.revenue_totals == {2024: 3469.0, 2025: 7.25}
    assert read.margin_totals == {2024: 700.1, 2025: 1.0}
    assert read.names.to_dict() == {"10001": "Müller GmbH", "10002": "Groß AG"}


def test_nothing_counts_before_it_is_confirmed(tmp_path: Path) -> None:
    text = "Feld1;Feld2;Feld3;Feld4;Feld5\n" + ROWS
    proposals = _asked(tmp_path, text).proposals
    assert not any(entry.confirmed for entry in proposals)
    assert _asked(tmp_path, text, proposals).proposals == proposals
    some = [replace(entry, confirmed=entry.meaning != "year") for entry in proposals]
    assert _asked(tmp_path, text, some).finding.code == "source_no_year"


def test_a_file_without_headers_is_read_by_the_places_of_its_columns(tmp_path: Path) -> None:
    asked = _asked(tmp_path, ROWS)
    assert _meanings(asked) == {
        "Spalte 1": "customer_id",
        "Spalte 2": "customer",
        "Spalte 3": "year",
        "Spalte 4": "revenue",
        "Spalte 5": "margin",
    }
    entries = _confirmed(asked.proposals)
    read = _read(tmp_path, ROWS, entries)
    assert read.revenue_totals == {2024: 3469.0, 2025: 7.25}
    assert read.facts.header_row == 0
    other = _read(tmp_path, ";Kundennr;Umsatz 2024;DB 2024\nx;7;5,50;1\n", entries)
    assert other.revenue.loc["7"].to_dict() == {2024: 5.5}


@pytest.mark.parametrize(
    ("header", "column", "meaning"),
    [
        ("Kundenumer", "10001;10002", "customer_id"),
        ("Umsatzerlöse ntto", "1,50;2,50", "revenue"),
        ("Bruttoumsätze", "1,50;2,50", "revenue_gross"),
        ("Deckungsbeitrg", "1,50;2,50", "margin"),
        ("Planumsatz", "1,50;2,50", None),
        ("Umsatzerlöse ntto", "ja;nein", "ignore"),
        ("Bemerkung", "x;y", "ignore"),
    ],
)
def test_a_misspelled_header_is_understood_if_its_cells_agree(
    tmp_path: Path, header: str, column: str, meaning: str | None
) -> None:
    first, second = column.split(";")
    asked = _asked(tmp_path, f"Titel;{header}\nA;{first}\nB;{second}\n")
    assert _meanings(asked)[header] == meaning


def test_a_plan_is_never_proposed_beside_a_revenue(tmp_path: Path) -> None:
    asked = _asked(tmp_path, "Nr;Firma;Umsatz 2024;Planumsatz 2025\n1;A AG;5,50;6,50\n2;B AG;7,50;8,50\n")
    assert _meanings(asked) == {
        "Nr": "customer_id",
        "Firma": "customer",
        "Umsatz 2024": "revenue",
        "Planumsatz 2025": None,
    }


def test_years_as_headers_are_proposed_as_revenue_of_these_years(tmp_path: Path) -> None:
    text = "Kundennr;Kunde;2023;2024\n1;A;5;6\n"
    asked = _asked(tmp_path, text)
    assert asked.finding.code == "source_no_revenue"
    assert [entry.year for entry in asked.proposals] == [None, None, 2023, 2024]
    assert _read(tmp_path, text, _confirmed(asked.proposals)).revenue_totals == {2023: 5.0, 2024: 6.0}


def test_the_year_of_the_file_name_is_only_proposed(tmp_path: Path) -> None:
    text = "Kundennr;Umsatz;DB\n1;5;2\n"
    asked = _asked(tmp_path, text, name="umsatz_2024.csv")
    assert [(entry.meaning, entry.year) for entry in asked.proposals] == [
        ("customer_id", None),
        ("revenue", 2024),
        ("margin", 2024),
    ]
    assert {entry.year for entry in _asked(tmp_path, text, name="umsatz_2024-01.csv").proposals} == {None}
    only = [Assignment("figures", "Umsatz", "revenue", 2023, confirmed=True)]
    read = _read(tmp_path, text, only, "umsatz_2024.csv")
    assert (read.revenue_totals, read.margin_totals) == ({2023: 5.0}, {2023: 2.0})


def test_assigned_years_make_a_wide_list(tmp_path: Path) -> None:
    entries = [
        Assignment("figures", "Vorjahr", "revenue", 2023, confirmed=True),
        Assignment("figures", "Aktuell", "revenue", 2024, confirmed=True),
        Assignment("figures", "Bemerkung", "ignore", confirmed=True),
    ]
    read = _read(tmp_path, "Kundennr;Vorjahr;Aktuell;Bemerkung\n1;5;6;x\n", entries)
    assert read.revenue_totals == {2023: 5.0, 2024: 6.0}
    assert (read.facts.shape, read.ignored_columns) == ("wide", ("Bemerkung",))


def test_of_two_columns_that_mean_the_same_one_is_left_out(tmp_path: Path) -> None:
    text = "Kundennr;Umsatz 2024;Erlöse 2024\n1;5;6\n"
    asked = _asked(tmp_path, text)
    assert asked.finding.code == "source_column_twice"
    assert _meanings(asked) == {"Kundennr": "customer_id", "Umsatz 2024": "revenue", "Erlöse 2024": "ignore"}
    first = [Assignment("figures", "UMSATZ-2024", "ignore", confirmed=True)]
    assert _read(tmp_path, text, first).revenue_totals == {2024: 6.0}


def test_headers_that_stand_twice_are_told_apart_by_their_place(tmp_path: Path) -> None:
    text = "Kundennr;Umsatz 2024;Umsatz 2024;\n1;5;6;x\n"
    asked = _asked(tmp_path, text)
    names = ["Kundennr", "Umsatz 2024 (Spalte 2)", "Umsatz 2024 (Spalte 3)", "Spalte 4 ohne Überschrift"]
    assert [entry.text for entry in asked.proposals] == names
    assert _read(tmp_path, text, _confirmed(asked.proposals)).revenue_totals == {2024: 5.0}


def test_the_owner_counts_before_a_preset(tmp_path: Path) -> None:
    text = "Kundennr;Kunde;Umsatz 2024;Erlöse 2023\n1;A;5;6\n"
    entry = Assignment("figures", "Erlöse 2023", "margin", 2024, confirmed=True)
    read = _read(tmp_path, text, [entry])
    assert (read.revenue_totals, read.margin_totals) == ({2024: 5.0}, {2024: 6.0})
    for useless in (replace(entry, confirmed=False), replace(entry, scope="opportunities")):
        assert _read(tmp_path, text, [useless]).revenue_totals == {2023: 6.0, 2024: 5.0}


@pytest.mark.parametrize("text", ["Umsatz brutto 2024", "Bruttoumsatz 2024", "Umsatz (brutto) 2024"])
def test_gross_amounts_need_a_rate_and_become_net(tmp_path: Path, text: str) -> None:
    content = f"Kundennr;{text}\n01;119,00\n2;10,70\n3;5,00\n"
    asked = _asked(tmp_path, content)
    assert asked.finding.code == "source_list_rate_missing"
    assert asked.proposals == (Assignment("debtor", "alle", "rate_19", example=f"{text} · 119,00"),)
    entries = [
        *_confirmed(asked.proposals),
        Assignment("debtor", "2", "rate_7", confirmed=True),
        Assignment("debtor", "0003", "rate_0", confirmed=True),
    ]
    read = _read(tmp_path, content, entries)
    assert read.revenue[2024].to_list() == [100.0, 10.0, 5.0]
    assert read.facts.gross
    assert [f.code for f in read.findings] == ["source_list_gross", "source_no_margin"]


def test_gross_beside_net_is_left_aside(tmp_path: Path) -> None:
    read = _read(tmp_path, "Kundennr;Umsatz brutto 2024;Umsatz netto 2024\n1;119;100\n")
    assert read.revenue_totals == {2024: 100.0}
    assert (read.facts.gross, read.ignored_columns) == (False, ("Umsatz brutto 2024",))


def test_a_title_that_says_gross_is_believed(tmp_path: Path) -> None:
    asked = _asked(tmp_path, "Umsatzliste (brutto)\n\nKundennr;Umsatz 2024\n1;119\n")
    assert asked.finding.code == "source_list_rate_missing"
    both = "Umsatzliste brutto und netto\n\nKundennr;Umsatz 2024\n1;119\n"
    assert _read(tmp_path, both).revenue_totals == {2024: 119.0}


def test_rows_in_another_currency_are_refused_by_name(tmp_path: Path) -> None:
    text = "Kundennr;Umsatz 2024;Währung\n1;5,50;EUR\n2;6,50;CHF\n3;7,50;\n4;;USD\n5;1,50;€\n"
    read = _read(tmp_path, text)
    assert [(f.row, f.values["customer_id"]) for f in read.findings if f.severity.value == "error"] == [
        (3, "2")
    ]
    assert read.revenue_totals == {2024: 14.5}
    assert read.stopped


NASTY = (
    "\n;;;\n",
    "a\n",
    "=cmd|'/c calc'!A1;=HYPERLINK(\"x\");b\n1;2;3\n",
    "x" * 40_000 + ";y\n1;2\n",
    ";".join(f"Feld{n}" for n in range(1_999)) + "\n" + ";".join("1" * 1_999) + "\n",
    "1e308;1e308\n1e308;-1e308\n",
    "A;B\n#DIV/0!;#WERT!\n",
    "\u202e;\u0000\n1;2\n".replace("\0", ""),
)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_nasty_table_ends_in_a_question_not_in_a_crash(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError) as caught:
        _read(tmp_path, text)
    if isinstance(caught.value, AssignmentNeededError):
        names = [entry.text for entry in caught.value.proposals]
        assert len(set(names)) == len(names)
        assert all(len(entry.example) <= 60 for entry in caught.value.proposals)


MEANINGS = {None, *layout.CHOICES["assignment_meaning"]}
CELLS = st.text(st.characters(codec="utf-8", exclude_characters='"\0\r\n;'), max_size=8) | st.sampled_from(
    ["10001", "1.234,50", "01.02.2024", "2024", "Müller GmbH", "Kundennr", "Umsatz 2024", "=1+1", "-", "34 %"]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=6))
def test_any_table_is_read_refused_or_asked_about(tmp_path: Path, rows: list[list[str]]) -> None:
    text = "\n".join(";".join(row) for row in rows)
    said, proposals = _outcome(tmp_path, text, ())
    assert said == "list" or said.startswith("source_")
    assert all(entry.meaning in MEANINGS and not entry.confirmed for entry in proposals)
    again, _ = _outcome(tmp_path, text, _confirmed(proposals))
    assert again == "list" or again.startswith("source_")


def _outcome(folder: Path, text: str, entries: Iterable[Assignment]) -> tuple[str, tuple[Assignment, ...]]:
    """Source of what was read, or the code of the error and its proposals."""
    try:
        return _read(folder, text, entries).facts.source, ()
    except SourceError as stopped:
        return stopped.finding.code, getattr(stopped, "proposals", ())


def test_figures_of_several_years_are_proposed_together(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    head = "Kundennr;Auftragswert 2023;Auftragswert 2024;Auftragswert 2025;Umsatz USD 2025"
    path.write_text(f"{head}\n1;1,5;2,5;3,5;4,5\n2;1,5;2,5;3,5;4,5\n", encoding="utf-8")
    with pytest.raises(AssignmentNeededError) as asked:
        read_figures(path)
    meanings = {entry.text: (entry.meaning, entry.year) for entry in asked.value.proposals}
    assert [meanings[f"Auftragswert {year}"] for year in (2023, 2024, 2025)] == [
        ("revenue", 2023),
        ("revenue", 2024),
        ("revenue", 2025),
    ]
    assert meanings["Umsatz USD 2025"][0] not in {"revenue", "revenue_gross"}
