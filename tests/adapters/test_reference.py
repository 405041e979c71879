"""Feldreferenz: the committed page is the declaration of today, complete and readable."""

from __future__ import annotations

import re
from pathlib import Path

from tests.needs import REPOSITORY

from kundenbindung.adapters.reference import LISTS, reference, write_reference
from kundenbindung.messages import CATALOGUE
from kundenbindung.workbook import layout

PAGE = reference()
CELLS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in PAGE.splitlines()
    if line[:1] == "|"
]
FIRST = {cells[0] for cells in CELLS}


def test_the_committed_page_is_of_today() -> None:
    committed = (REPOSITORY / "docs" / "referenz.md").read_text(encoding="utf-8")
    assert committed == PAGE, "python -m kundenbindung referenz"


def test_the_page_is_written_as_it_is(tmp_path: Path) -> None:
    write_reference(tmp_path / "referenz.md")
    assert (tmp_path / "referenz.md").read_bytes() == PAGE.encode()


def test_every_sheet_and_table_has_its_heading() -> None:
    for sheet in layout.SHEETS:
        assert f"## Blatt {sheet.label}\n\n{sheet.purpose}\n" in PAGE
    for table in layout.TABLES.values():
        assert f"### Tabelle {table.label}\n" in PAGE


def test_every_column_is_told_with_its_help() -> None:
    for table in layout.TABLES.values():
        part = PAGE.split(f"### Tabelle {table.label}\n")[1].split("\n#")[0]
        for column in table.expand(["JJJJ"], ["Kriterium"]):  # type: ignore[list-item]  # placeholders in place of years
            assert re.search(
                rf"^\| {re.escape(column.label)} \|.*\| {re.escape(column.help)} \|$", part, re.MULTILINE
            )


def test_every_setting_choice_and_finding_is_told() -> None:
    told = {cells[2]: cells[1] for cells in CELLS if len(cells) == 5}
    assert all(told[f"`{setting.name}`"] == setting.label for setting in layout.SETTINGS)
    assert {f"`{code}`" for code in CATALOGUE} <= FIRST
    words = {word for entries in layout.CHOICES.values() for word in entries.values()}
    listed = {
        word
        for cells in CELLS
        if len(cells) == 2 and cells[0] in LISTS.values()
        for word in cells[1].split("; ")
    }
    assert listed == words
    assert set(LISTS) == {name for name, entries in layout.CHOICES.items() if entries}


def test_defaults_are_told_as_the_owner_types_them() -> None:
    defaults = {cells[2]: cells[3] for cells in CELLS if len(cells) == 5}
    assert defaults["`share_strategy`"] == "20 %"
    assert defaults["`phi`"] == "80 %"
    assert defaults["`materiality_share`"] == "0,5 %"
    assert defaults["`memory_points`"] == "2"
    assert defaults["`default_variance`"] == "0,0225"
    assert defaults["`base_year`"] == defaults["`target_revenue_eur`"] == "leer"
    assert defaults["`kappa_repeat`"] == "0 %"
    assert defaults["`instant_trial`"] == "nein"
    assert defaults["`federal_state`"] == "leer"


def test_the_tables_are_whole() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    width = 0
    for row in rows:
        columns = row.count("|") - 1
        if set(row) <= {"|", "-"}:
            width = columns
        elif width and row.startswith(("| Spalte", "| Bereich", "| Liste", "| Kennung")):
            width = 0
        assert width in {0, columns}, row
    assert "None" not in PAGE
    assert "nan" not in {cell for cells in CELLS for cell in cells}
