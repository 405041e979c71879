"""Einleseprotokoll: lines are numbered and kept, sums are compared with the last time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd

from kundenbindung.jobs.import_log import Line, change, fingerprint, last_time, period_of, with_lines
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import empty_frame

LINE = Line("a.csv", "Kundenliste", "", 10, 9, "1 × Summenzeile", "abc", 2025, 100.0, None, 0.0, 100.0)
MOMENT = "26.11.2026 08:15"


def empty() -> pd.DataFrame:
    return empty_frame(layout.IMPORTS)


def test_lines_are_numbered_within_their_minute() -> None:
    first = with_lines(empty(), MOMENT, [LINE, replace(LINE, year=2024)])
    again = with_lines(first, MOMENT, [LINE])
    assert list(again["entry"]) == [f"{MOMENT} · {number}" for number in (1, 2, 3)]
    assert list(again.columns) == [column.name for column in layout.IMPORTS.expand()]
    pd.testing.assert_frame_equal(again.iloc[:2].reset_index(drop=True), first)


def test_the_difference_is_to_the_last_time_of_the_same_kind_and_year() -> None:
    log = with_lines(empty(), MOMENT, [replace(LINE, total_eur=30.0)])
    log = with_lines(log, "27.11.2026 08:15", [replace(LINE, total_eur=70.0)])
    assert change(empty(), LINE) is None
    assert change(log, LINE) == 30.0
    assert change(log, replace(LINE, year=2024)) is None
    assert change(log, replace(LINE, recognised="DATEV")) is None
    assert change(with_lines(empty(), MOMENT, [replace(LINE, year=None)]), replace(LINE, year=None)) == 0.0
    assert with_lines(log, MOMENT, [LINE])["change_eur"].iloc[-1] == 30.0


def test_several_files_of_a_year_are_compared_together() -> None:
    before = [replace(LINE, total_eur=30.0), replace(LINE, file="b.csv", total_eur=70.0)]
    log = with_lines(empty(), MOMENT, before)
    assert change(log, replace(LINE, total_eur=110.0)) == 10.0
    again = with_lines(
        log, "27.11.2026 08:15", [replace(LINE, total_eur=60.0), replace(LINE, total_eur=55.0)]
    )
    assert again["change_eur"].tolist() == [None, None, None, 15.0]


def test_the_period_of_the_last_time_is_that_of_all_its_files() -> None:
    halves = [
        replace(LINE, period="02.01.2025 bis 30.06.2025"),
        replace(LINE, period="01.07.2025 bis 20.12.2025"),
    ]
    log = with_lines(empty(), MOMENT, halves)
    assert period_of(log, "Kundenliste", 2025) == (dt.date(2025, 1, 2), dt.date(2025, 12, 20))
    assert period_of(log, "Kundenliste", 2024) is None
    assert period_of(with_lines(empty(), MOMENT, [LINE]), "Kundenliste", 2025) is None


def test_the_same_file_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"1;2")
    (tmp_path / "b.csv").write_bytes(b"1;3")
    marks = [fingerprint(tmp_path / name) for name in ("a.csv", "b.csv")]
    assert marks[0] != marks[1]
    assert len(marks[0]) == 12
    log = with_lines(empty(), MOMENT, [replace(LINE, fingerprint=marks[0])])
    assert last_time(log, marks[0]) == MOMENT
    assert last_time(log, marks[1]) is None
