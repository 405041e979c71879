"""Nichts verschwindet beim Lesen: every cell that is filled has a value, or a finding that names the cell."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz import laws
from tests.fuzz.companies import product
from tests.fuzz.run import book_slice, run
from tests.fuzz.values import HEADERS, RAW

from kundenbindung import messages
from kundenbindung.adapters.sources import SourceError, read_figures
from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid, read_table, read_workbook

YEARS = (2024, 2025)
READ = (*layout.INPUT_TABLES, "screening")
CELLS: st.SearchStrategy[object] = st.one_of(
    st.sampled_from(RAW),
    st.text(max_size=12),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(max_value=dt.timedelta(days=10**6)),
    st.none(),
)


def _grids(name: str) -> st.SearchStrategy[Grid]:
    """Raster of a table: its headers, some of them gone or odd, in any order, and rows of anything."""
    labels = [column.label for column in layout.TABLES[name].expand(YEARS)]
    odd = st.lists(st.sampled_from(HEADERS) | st.text(max_size=8), max_size=2)
    some = st.lists(st.sampled_from(labels), min_size=len(labels) // 2, max_size=len(labels), unique=True)
    heads = st.tuples(some, odd).map(lambda pair: (*pair[0], *pair[1])).filter(bool)
    return heads.flatmap(
        lambda found: st.lists(st.tuples(*[CELLS] * len(found)), max_size=4).map(
            lambda rows: Grid(name, found, rows, first_row=6, first_column=1)
        )
    )


GRIDS = st.sampled_from(READ).flatmap(_grids)


@given(GRIDS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_every_filled_cell_is_a_value_or_a_finding(grid: Grid) -> None:
    frame, findings = read_table(layout.TABLES[grid.table], grid, YEARS)
    named = {finding.values.get("cell") for finding in findings}
    whole = {finding.values.get("column") for finding in findings if finding.code == "column_twice"}
    blank = {finding.values.get("letters") for finding in findings if finding.code == "column_unnamed"}
    filled = [at for at, row in enumerate(grid.rows) if not all(map(cells.empty, row))]
    columns, results = _read(grid, frame), grid.table not in layout.INPUT_TABLES
    for place, head in enumerate(map(str.strip, grid.headers)):
        letters = cells.letters(grid.first_column + place)
        if head in whole or letters in blank or (head not in columns and (head or results)):
            continue
        for number, at in enumerate(filled):
            if not cells.empty(grid.rows[at][place]):
                value = frame[columns[head]].iloc[number] if head in columns else None
                assert not _missing(value) or f"{letters}{grid.first_row + at}" in named
    for finding in findings:
        assert messages.line(finding)


def _read(grid: Grid, frame: pd.DataFrame) -> dict[str, str]:
    """Column of the frame by header; columns of results are not read."""
    declared = {column.label: column for column in layout.TABLES[grid.table].expand(YEARS)}
    own = grid.table in layout.INPUT_TABLES
    found = {}
    for head in map(str.strip, grid.headers):
        column = declared.get(head)
        if column is not None and column.role.typed:
            found[head] = column.name
        elif column is None and own and head:
            found[head] = head if head in frame.columns and head not in _names(grid) else f"{head} "
    return found


def _names(grid: Grid) -> set[str]:
    return {column.name for column in layout.TABLES[grid.table].expand(YEARS)}


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


@given(GRIDS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_a_workbook_with_any_table_exchanged_is_read(exchanged: Grid) -> None:
    reading = read_workbook({**product().grids, exchanged.table: exchanged})
    assert set(reading.frames) >= {"customers", "figures", "decisions"}
    for finding in reading.findings:
        assert messages.line(finding)
    assert reading.stopped == any(finding.severity is Severity.ERROR for finding in reading.findings)


LIST_HEADS = (
    "Kundennr.",
    "Kunde",
    "Umsatz 2024",
    "Umsatz 2025",
    "DB 2025",
    "DB %",
    "Jahr",
    "Umsatz",
    "Datum",
    "",
)
FIELDS = st.one_of(
    st.sampled_from(
        ("10001", "1.234,56", "1,5", "-", "(3,5)", "31.12.2025", "Summe", "=1+1", "NaN", "1e308", "")
    ),
    st.text(st.characters(codec="utf-8", exclude_characters=";\r\n"), max_size=8),
)


@given(
    heads=st.lists(st.sampled_from(LIST_HEADS), min_size=1, max_size=6),
    rows=st.lists(st.lists(FIELDS, max_size=7), max_size=6),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "cp1252", "utf-16")),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_list_is_read_or_refused(
    heads: list[str], rows: list[list[str]], encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    lines = [";".join(row) for row in (heads, *rows)]
    path.write_bytes("\n".join(lines).encode(encoding, "replace"))
    assert all(map(messages.line, _findings(path)))


def _findings(path: Path) -> Sequence[Finding]:
    """Befunde of a list that was read or refused."""
    try:
        found = read_figures(path)
    except SourceError as refused:
        return (refused.finding,)
    laws.sound_import(found)
    return found.findings


def test_mutated_workbooks_end_in_a_result_or_a_sentence(tmp_path: Path) -> None:
    kinds = book_slice()
    outcome = run(tmp_path, 20_261_126, kinds, count=SLICE)
    assert outcome.cases == SLICE
    assert [failure.trace for failure in outcome.failures] == []
    assert {end for _, end in outcome.ends} >= {"gelesen", "angehalten", "abgelehnt"}


SLICE = 36
