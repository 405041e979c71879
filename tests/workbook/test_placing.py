"""Platzieren: results find their rows in whatever order the owner left, and touch nothing of his."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.core.model import Severity
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.placing import Block, Placing, Wanted, anchors, place, same_cell, wanted
from kundenbindung.workbook.schema import Role

YEARS, CRITERIA = (2024, 2025), ("Umsatz", "Bindung")
HEADERS = tuple(column.label for column in layout.SCREENING.expand(YEARS, CRITERIA))
GONE = {"status": "nicht mehr da"}


def grid(
    rows: Sequence[Mapping[str, object]], headers: Sequence[str] = HEADERS, table: str = "screening"
) -> Grid:
    return Grid(table, tuple(headers), [[row.get(h) for h in headers] for row in rows], first_row=6)


def row(key: object, **more: object) -> dict[str, object]:
    return {"Kundennr.": key, **more}


def results(*keys: str, **columns: Sequence[object]) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": list(keys), "customer": [f"{key} AG" for key in keys], **columns})


def want(frame: pd.DataFrame, table: str = "screening", removed: Sequence[str] = ()) -> Wanted:
    found = wanted(table, frame, YEARS, CRITERIA, GONE)
    return Wanted(found.table, found.columns, found.frame, found.gone, frozenset(removed))


def after(before: Grid, placing: Placing) -> list[dict[str, object]]:
    """Rows of the table once everything is written."""
    headers = list(before.headers)
    rows = [list(cells) for cells in before.rows]
    for insertion in placing.insertions:
        headers.insert(insertion.position, insertion.column.label)
        for cells in rows:
            cells.insert(insertion.position, None)
    rows += [[None] * len(headers) for _ in range(placing.rows - len(rows))]
    for block in placing.blocks:
        for at, line in enumerate(block.cells):
            for col, cell in enumerate(line):
                rows[block.row + at][block.column + col] = cell
    return [dict(zip(headers, cells, strict=True)) for cells in rows]


def test_results_find_their_rows_in_any_order() -> None:
    before = grid([row("B", Grund="Preis"), row("A", Level="Service")])
    placing = place(before, want(results("A", "B", score=[1.0, 2.0])))
    found = after(before, placing)
    assert [(entry["Kundennr."], entry["Punkte"]) for entry in found] == [("B", 2.0), ("A", 1.0)]
    assert (found[0]["Grund"], found[1]["Level"]) == ("Preis", "Service")
    assert (placing.rows, placing.appended) == (2, ())


def test_no_block_covers_what_the_owner_types() -> None:
    typed = {column.label for column in layout.SCREENING.expand(YEARS, CRITERIA) if column.role.typed}
    before = grid([row(key) for key in "ABC"])
    placing = place(before, want(results("A", "B", "C", score=[1.0, 2.0, 3.0], coverage=[1.0] * 3)))
    covered = {HEADERS[block.column + at] for block in placing.blocks for at in range(len(block.cells[0]))}
    assert {"Punkte", "Abdeckung", "Kunde"} <= covered
    assert covered.isdisjoint(typed)


def test_new_customers_come_last_and_the_table_grows() -> None:
    before = grid([row("A")])
    placing = place(before, want(results("A", "N", "M")))
    assert (placing.had, placing.rows, placing.appended) == (1, 3, ("N", "M"))
    assert [entry["Kundennr."] for entry in after(before, placing)] == ["A", "N", "M"]


def test_empty_rows_at_the_end_are_filled_first() -> None:
    before = grid([row("A"), row(None), row(None)])
    placing = place(before, want(results("A", "N")))
    assert placing.rows == 3
    assert [entry["Kundennr."] for entry in after(before, placing)] == ["A", "N", None]


def test_a_row_in_which_the_owner_wrote_without_a_key_is_left_alone() -> None:
    before = grid([row("A"), row(None, Warum="gehört Meier?"), row(None)])
    found = after(before, place(before, want(results("A", "N"))))
    assert (found[1]["Kundennr."], found[1]["Warum"], found[1]["Kunde"]) == (None, "gehört Meier?", None)
    assert found[2]["Kundennr."] == "N"


def test_a_customer_that_is_gone_keeps_key_name_and_what_was_typed() -> None:
    before = grid([row("A"), row("X", Kunde="X AG", Punkte=50.0, Warum="weil", gilt="Service")])
    gone = after(before, place(before, want(results("A", score=[1.0]))))[1]
    assert (gone["Kundennr."], gone["Kunde"], gone["Warum"]) == ("X", "X AG", "weil")
    assert (gone["Punkte"], gone["gilt"], gone["Status"]) == (None, None, "nicht mehr da")


def test_a_key_that_stands_there_twice_gets_its_results_once() -> None:
    before = grid([row("A"), row("A")])
    found = after(before, place(before, want(results("A", score=[7.0]))))
    assert [entry["Punkte"] for entry in found] == [7.0, None]


def test_a_key_that_is_wanted_twice_gets_both() -> None:
    labels = ("Punkt", "Stand", "Wer")
    before = grid([{"Punkt": "Messe"}, {"Punkt": "Preise"}, {"Punkt": "Messe"}], labels, "open_decisions")
    fresh = pd.DataFrame({"item": ["Preise", "Messe", "Messe", "Neu"], "state": ["1", "2", "3", "4"]})
    found = after(before, place(before, wanted("open_decisions", fresh, (), (), {"state": "fort"})))
    assert [(entry["Punkt"], entry["Stand"]) for entry in found] == [
        ("Messe", "2"), ("Preise", "1"), ("Messe", "3"), ("Neu", "4"),
    ]  # fmt: skip


def test_the_same_text_for_another_purpose_is_a_row_of_its_own() -> None:
    table = replace(layout.ASSIGNMENTS, key="text")
    labels = tuple(column.label for column in table.expand())
    before = Grid("assignments", labels, [["Zahlen", "Wert", "Umsatz netto", None, None, "ja"]], first_row=6)
    rows = [
        ("figures", "Wert", "revenue", None, None, "yes"),
        ("opportunities", "Wert", "value", None, None, None),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in table.expand()], dtype=object)
    placing = place(before, Wanted(table, table.expand(), frame))
    assert placing.rows == 2
    assert [line["Für"] for line in after(before, placing)] == ["Zahlen", "Pipeline"]


def test_results_beside_a_number_he_cleared_are_emptied() -> None:
    labels = ("Kundennr.", "Kunde", "vom Umsatz", "Notiz")
    stale = {"Kunde": "A AG", "vom Umsatz": 0.5, "Notiz": "meine"}
    before = grid([stale, {"Kundennr.": "B", **stale}], labels, "walk_away")
    fresh = results("A", "B", revenue_share=[None, 0.1])
    fresh.iloc[0] = None
    found = after(before, place(before, wanted("walk_away", fresh, (), (), {})))
    assert [list(entry.values()) for entry in found] == [
        [None, None, None, "meine"],
        ["B", "B AG", 0.1, "meine"],
    ]


def test_a_number_as_key_is_the_same_as_its_text_and_stays_as_it_is() -> None:
    before = grid([row(42.0)])
    placing = place(before, want(results("42", score=[1.0])))
    assert placing.appended == ()
    assert after(before, placing)[0]["Kundennr."] == 42.0


def test_what_is_already_there_is_not_written_again() -> None:
    frame = results("A", score=[1.5])
    before = grid([row("A", Kunde="A AG", Punkte=1.5 + 1e-12)])
    placing = place(before, want(frame))
    assert placing.blocks == ()
    assert placing.idle


def test_columns_of_the_owner_move_nothing_and_stay() -> None:
    headers = ("Meine", *HEADERS[:14], "Ampel", *HEADERS[14:])
    before = grid([row("A", Meine=1, Ampel="rot")], headers)
    found = after(before, place(before, want(results("A", score=[3.0]))))[0]
    assert (found["Meine"], found["Ampel"], found["Punkte"]) == (1, "rot", 3.0)


def test_a_deleted_column_is_named_and_the_others_are_written() -> None:
    before = grid([row("A")], [header for header in HEADERS if header != "Trend"])
    placing = place(before, want(results("A", score=[3.0], own_rate=[0.1])))
    assert [(f.code, f.severity, f.values["column"]) for f in placing.findings] == [
        ("live_column_missing", Severity.WARNING, "Trend")
    ]
    assert after(before, placing)[0]["Punkte"] == 3.0


def test_without_the_key_nothing_is_written() -> None:
    before = grid([row("A")], HEADERS[1:])
    placing = place(before, want(results("A", score=[3.0])))
    assert [(f.code, f.severity) for f in placing.findings] == [("live_key_missing", Severity.ERROR)]
    assert placing.blocks == ()


def test_a_new_criterion_gets_a_column_beside_the_others() -> None:
    old = [header for header in HEADERS if header != "Bindung (Punkte)"]
    before = grid([row("A", **{"Umsatz (Punkte)": 1.0, "Von": "MK"})], old)
    placing = place(before, want(results("A", **{"points:Umsatz": [2.0], "points:Bindung": [9.0]})))
    (insertion,) = placing.insertions
    assert (insertion.position, insertion.column.label) == (
        HEADERS.index("Bindung (Punkte)"),
        "Bindung (Punkte)",
    )
    found = after(before, placing)[0]
    assert (found["Umsatz (Punkte)"], found["Bindung (Punkte)"], found["Von"]) == (2.0, 9.0, "MK")
    assert list(found) == list(HEADERS)


def test_the_column_of_a_criterion_that_is_gone_is_named_and_kept() -> None:
    before = grid([row("A", **{"Alt (Punkte)": 4.0})], (*HEADERS, "Alt (Punkte)"))
    placing = place(before, want(results("A")))
    assert [f.code for f in placing.findings] == ["live_column_stale"]
    assert "Alt (Punkte)" in str(placing.findings[0].values["columns"])
    assert after(before, placing)[0]["Alt (Punkte)"] == 4.0


LIST_HEADERS = tuple(column.label for column in layout.EXPAND.expand())


def test_a_ranking_is_written_in_its_order_and_what_is_left_over_is_emptied() -> None:
    before = grid([row("A", erreichbar=5.0), row("B", erreichbar=4.0)], LIST_HEADERS, "expand")
    placing = place(before, want(results("B", amount_eur=[9.0]), "expand"))
    found = after(before, placing)
    assert [(entry["Kundennr."], entry["erreichbar"]) for entry in found] == [("B", 9.0), (None, None)]


def test_a_ranking_with_a_column_of_the_owner_keeps_its_rows_with_their_notes() -> None:
    headers = (*LIST_HEADERS, "Notiz")
    before = grid(
        [row("A", erreichbar=5.0, Notiz="zu A"), row("B", erreichbar=4.0, Notiz="zu B")], headers, "expand"
    )
    found = after(before, place(before, want(results("B", "C", amount_eur=[9.0, 8.0]), "expand")))
    notes = [(entry["Kundennr."], entry["erreichbar"], entry["Notiz"]) for entry in found]
    assert notes == [("A", None, "zu A"), ("B", 9.0, "zu B"), ("C", 8.0, None)]


def test_an_empty_result_empties_the_table() -> None:
    before = grid([row("A", erreichbar=5.0)], LIST_HEADERS, "expand")
    found = after(before, place(before, want(pd.DataFrame(), "expand")))
    assert found == [dict.fromkeys(LIST_HEADERS)]


def test_rows_to_remove_are_emptied_unless_they_hold_more_than_results() -> None:
    before = grid([row("A"), row("N", Punkte=1.0), row("M", Punkte=2.0, Warum="bleibt")])
    found = after(before, place(before, want(results("A"), removed=["N", "M"])))
    assert [entry["Kundennr."] for entry in found] == ["A", None, "M"]
    assert found[2]["Warum"] == "bleibt"


def test_blocks_know_what_stood_there_and_which_columns_are_texts() -> None:
    before = grid([row("A", Kunde="alt", Punkte=1.0)])
    placing = place(before, want(results("A", status=["aktiv"], revenue_eur=[5.0])))
    block = placing.blocks[0]
    assert (block.column, block.texts) == (1, (True, True, False))
    assert list(map(list, block.before)) == [["alt", None, None]]
    assert list(map(list, block.cells)) == [["A AG", "aktiv", 5.0]]


def test_anchors_fill_only_empty_cells() -> None:
    headers = tuple(column.label for column in layout.CRITERIA.expand())
    rows: list[Mapping[str, object]] = [
        {"Kriterium": "Umsatz", "0 Punkte bei": None, "10 Punkte bei": None},
        {"Kriterium": "DB", "0 Punkte bei": 5.0, "10 Punkte bei": 9.0},
    ]
    frame = pd.DataFrame({"criterion": ["DB", "Umsatz"], "zero_at": [5.0, 100.0], "ten_at": [9.0, 900.0]})
    blocks = anchors(grid(rows, headers, "criteria"), frame)
    cols = [headers.index(label) for label in ("0 Punkte bei", "10 Punkte bei")]
    assert blocks == (
        Block(0, cols[0], ((100.0,),), ((None,),), (False,)),
        Block(0, cols[1], ((900.0,),), ((None,),), (False,)),
    )


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        (None, "", True),
        (None, "  ", True),
        (None, 0.0, False),
        (1.0, 1, True),
        (1.0, 1.0 + 1e-8, False),
        (1e9, 1e9 + 0.005, False),
        (0.1 + 0.2, 0.3, True),
        ("1", 1.0, False),
        ("a", "a", True),
        ("a", "A", False),
    ],
)
def test_same_cell(new: object, old: object, expected: bool) -> None:
    assert same_cell(new, old) is expected


keys = st.lists(st.sampled_from("ABCDEFGH"), unique=True)


@given(keys, keys, st.integers(0, 3))
def test_every_result_arrives_and_no_row_moves(now: list[str], fresh: list[str], spare: int) -> None:
    typed = [row(key, Warum=f"zu {key}") for key in now]
    before = grid([*typed, *(row(None) for _ in range(max(spare, 1)))])
    frame = results(*fresh, score=[float(ord(key)) for key in fresh])
    placing = place(before, want(frame))
    found = after(before, placing)
    assert [entry["Kundennr."] for entry in found[: len(now)]] == now
    scores = {entry["Kundennr."]: entry["Punkte"] for entry in found if entry["Kundennr."] in fresh}
    assert scores == {key: float(ord(key)) for key in fresh}
    assert {entry["Kundennr."]: entry["Warum"] for entry in found if entry["Warum"]} == {
        k: f"zu {k}" for k in now
    }
    again = place(Grid("screening", HEADERS, [list(entry.values()) for entry in found], 6), want(frame))
    assert again.idle, "placing twice changes nothing"


@pytest.mark.parametrize("name", sorted(layout.TABLES))
def test_every_table_offers_only_its_outputs(name: str) -> None:
    found = wanted(name, pd.DataFrame(), YEARS, CRITERIA, {})
    assert all(column.role is Role.OUTPUT for column in found.columns)
    assert set(found.frame.columns) == {column.name for column in found.columns}


INPUT_HEADERS = ("Kundennr.", "Kunde", "Segment", "Verantwortlich")


def test_rows_of_inputs_are_found_by_their_key_around_empty_rows() -> None:
    rows = [
        row(None),
        row("A", Kunde="A AG", Verantwortlich="MK"),
        row(None),
        row("B", Verantwortlich="BW"),
        row(None, Verantwortlich="wer?"),
        row(None),
    ]
    before = grid(rows, INPUT_HEADERS, "customers")
    frame = pd.DataFrame({"customer_id": ["A", "B", "N"], "customer": ["A AG", "B AG", "N AG"]})
    columns = tuple(column for column in layout.CUSTOMERS.expand() if column.name in frame.columns)
    found = after(before, place(before, Wanted(layout.CUSTOMERS, columns, frame)))
    assert [(entry["Kundennr."], entry["Kunde"], entry["Verantwortlich"]) for entry in found] == [
        (None, None, None),
        ("A", "A AG", "MK"),
        (None, None, None),
        ("B", "B AG", "BW"),
        (None, None, "wer?"),
        ("N", "N AG", None),
    ]


def test_a_row_of_inputs_that_nobody_named_stays_as_it_is() -> None:
    before = grid([row("A", Kunde="A AG"), row("X", Kunde="X AG", Segment="S")], INPUT_HEADERS, "customers")
    frame = pd.DataFrame({"customer_id": ["A"], "customer": ["neu"], "segment": ["T"]})
    columns = tuple(column for column in layout.CUSTOMERS.expand() if column.name in frame.columns)
    found = after(before, place(before, Wanted(layout.CUSTOMERS, columns, frame)))
    assert (found[0]["Kunde"], found[1]["Kunde"], found[1]["Segment"]) == ("neu", "X AG", "S")


# Termine, whose rows come and go

CALENDAR = tuple(column.label for column in layout.APPOINTMENTS.expand())


def termin(key: str, **more: object) -> dict[str, object]:
    return {"Termin": key, "Kunde": f"{key} AG", **more}


def calendar(*keys: str) -> pd.DataFrame:
    return pd.DataFrame({"appointment": list(keys), "customer": [f"{key} AG" for key in keys]})


def test_a_new_termin_takes_the_row_of_one_that_is_gone_and_rows_without_anything() -> None:
    before = grid([termin("A"), termin("B"), {}, termin("C")], CALENDAR, "appointments")
    placing = place(before, want(calendar("A", "C", "D", "E", "F"), "appointments", removed=["B"]))
    assert [row["Termin"] for row in after(before, placing)] == ["A", "D", "E", "C", "F"]
    assert [row["Kunde"] for row in after(before, placing)] == [f"{key} AG" for key in "ADECF"]
    assert placing.appended == ("D", "E", "F")


def test_a_row_with_anything_typed_is_never_given_to_another() -> None:
    before = grid([termin("A", Ergebnis="gut"), termin("B", Notiz=1)], (*CALENDAR, "Notiz"), "appointments")
    placing = place(before, want(calendar("C"), "appointments", removed=["A", "B"]))
    rows = after(before, placing)
    assert [row["Termin"] for row in rows] == ["A", "B", "C"]
    assert (rows[0]["Ergebnis"], rows[1]["Notiz"]) == ("gut", 1)


def test_rows_of_other_tables_are_not_used_again() -> None:
    before = grid([row("A"), row("B")])
    placing = place(before, want(results("A", "C"), removed=["B"]))
    assert [line["Kundennr."] for line in after(before, placing)] == ["A", None, "C"]


def test_a_day_is_the_same_however_it_is_counted() -> None:
    day = dt.datetime(2026, 3, 2)
    assert same_cell(46083.0, day)
    assert same_cell(46083.0, day.date())
    assert not same_cell(46084.0, day)


def test_rows_with_the_same_key_stay_in_step() -> None:
    before = grid([termin("A"), termin("A"), termin("A", Ergebnis="gut")], CALENDAR, "appointments")
    frame = calendar("A", "A", "A").assign(state=["geplant", "", "entfallen"])
    rows = after(before, place(before, want(frame, "appointments")))
    assert [row["Stand"] for row in rows] == ["geplant", None, "entfallen"]
