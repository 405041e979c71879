"""Stempel: by, date, valid-until and level of a decision, written when it is new or changed only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.core import levels
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.placing import Insertion
from kundenbindung.workbook.schema import Column, Role, Unit
from kundenbindung.workbook.singles import CellBefore, remembered, restored
from kundenbindung.workbook.stamping import Signature, Stamping, stamp

Row = dict[str, object]
HEADERS = tuple(column.label for column in layout.SCREENING.expand((2025,), ("Umsatz",)))
STAMPS = ("Von", "Am", "Gültig bis", "Gestempelt für")
DAY, LATER = dt.date(2025, 12, 31), dt.date(2026, 12, 31)
OLD, OLD_END = dt.date(2025, 3, 15), dt.date(2026, 3, 15)
SIGNATURE = Signature("Inhaber", DAY, 12)
FRESH = {"Von": "Inhaber", "Am": DAY, "Gültig bis": LATER}
MINE = {"Von": "MK", "Am": OLD, "Gültig bis": OLD_END}


def grid(rows: Sequence[Mapping[str, object]], headers: Sequence[str] = HEADERS) -> Grid:
    return Grid("screening", tuple(headers), [[row.get(h) for h in headers] for row in rows], first_row=6)


def row(level: object = None, *stamps: object, key: object = "A", **more: object) -> Row:
    return {"Kundennr.": key, "Level": level, **dict(zip(STAMPS, stamps, strict=False)), **more}


def written(before: Grid, found: Stamping, insertions: Sequence[Insertion] = ()) -> Grid:
    """The table once everything is written."""
    headers, rows = list(before.headers), [list(line) for line in before.rows]
    for insertion in insertions:
        headers.insert(insertion.position, insertion.column.label)
        for line in rows:
            line.insert(insertion.position, None)
    for block in found.blocks:
        for at, (new, old) in enumerate(zip(block.cells, block.before, strict=True)):
            for column, (cell, was) in enumerate(zip(new, old, strict=True)):
                assert rows[block.row + at][block.column + column] == was, "blocks know what stood there"
                rows[block.row + at][block.column + column] = cell
    return Grid("screening", tuple(headers), rows, first_row=6)


def stamped(*rows: Row, signature: Signature = SIGNATURE, headers: Sequence[str] = HEADERS) -> list[Row]:
    """Stamps of each row afterwards; stamping twice changes nothing."""
    before = grid(rows, headers)
    keys = {"A", "B", "C", "42"}
    after = written(before, stamp(before, keys, signature))
    assert stamp(after, keys, signature) == Stamping()
    lines = [dict(zip(after.headers, line, strict=True)) for line in after.rows]
    same = [label for label in headers if label not in STAMPS]
    assert [[line[label] for label in same] for line in lines] == [
        [r.get(label) for label in same] for r in rows
    ]
    return [{label: line[label] for label in STAMPS if label in line} for line in lines]


# New, completed, remembered


def test_a_new_decision_gets_who_when_until_and_what_for() -> None:
    assert stamped(row("Strategie")) == [{**FRESH, "Gestempelt für": "Strategie"}]


def test_only_empty_stamps_are_filled() -> None:
    own = dt.date(2027, 6, 30)
    assert stamped(row("Service", "MK"), row("Service", "", None, own, key="B")) == [
        {**FRESH, "Von": "MK", "Gestempelt für": "Service"},
        {**FRESH, "Gültig bis": own, "Gestempelt für": "Service"},
    ]


def test_stamps_of_an_older_workbook_are_kept_and_only_remembered() -> None:
    before = grid([row("Service", *MINE.values())])
    found = stamp(before, {"A"}, SIGNATURE)
    assert stamped(row("Service", *MINE.values())) == [{**MINE, "Gestempelt für": "Service"}]
    assert found.decisions == 0, "nothing was stamped, only remembered"


def test_a_decision_of_his_own_date_is_valid_for_months_from_the_stichtag_but_at_most_24_from_then() -> None:
    young, old = dt.date(2025, 6, 1), dt.date(2024, 6, 1)
    found = stamped(row("Service", "MK", young), row("Service", "MK", old, key="B"))
    assert [line["Gültig bis"] for line in found] == [LATER, dt.date(2026, 6, 1)]


def test_an_unchanged_decision_stays_also_if_it_has_expired() -> None:
    expired = row("Service", "MK", dt.date(2023, 1, 1), dt.date(2024, 1, 1), "Service")
    before = grid([expired, row("Service", *MINE.values(), "Service", key="B")])
    assert stamp(before, {"A", "B"}, SIGNATURE) == Stamping()


@pytest.mark.parametrize("emptied", [("Am", "Gültig bis"), ("Gültig bis",)])
def test_an_expired_decision_is_renewed_by_emptying_its_dates(emptied: Sequence[str]) -> None:
    made = dt.date(2024, 11, 14)
    before = row("Service", "MK", made, dt.date(2025, 11, 14), "Service") | dict.fromkeys(emptied)
    (after,) = stamped(before)
    assert after["Von"] == "MK"
    assert after["Am"] == (DAY if "Am" in emptied else made)
    until = after["Gültig bis"]
    assert until == (LATER if "Am" in emptied else dt.date(2026, 11, 14))
    decision = levels.Decision("service", cells.day(after["Am"]), cells.day(until), "service")
    assert not levels.expired(decision, DAY)


# Changed, removed


def test_a_changed_level_is_stamped_anew() -> None:
    assert stamped(row("Strategie", *MINE.values(), "Service")) == [{**FRESH, "Gestempelt für": "Strategie"}]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, LATER),
        (dt.date(2025, 12, 30), LATER),
        (DAY, DAY),
        (dt.date(2026, 3, 14), dt.date(2026, 3, 14)),
        (OLD_END, LATER),
        ("15.03.2026", LATER),
        (dt.date(2026, 3, 16), dt.date(2026, 3, 16)),
        (dt.date(2027, 12, 31), dt.date(2027, 12, 31)),
    ],
)
def test_a_date_he_chose_himself_outlives_a_change(until: object, expected: dt.date) -> None:
    (after,) = stamped(row("Strategie", "MK", OLD, until, "Service"))
    assert after == {**FRESH, "Gültig bis": expected, "Gestempelt für": "Strategie"}


def test_a_removed_level_takes_its_stamps_with_it() -> None:
    assert stamped(
        row(None, *MINE.values(), "Service"), row("  ", None, None, LATER, "Service", key="B")
    ) == [
        dict.fromkeys(STAMPS),
        dict.fromkeys(STAMPS),
    ]


def test_what_stands_in_the_stamps_without_a_level_is_his_own() -> None:
    assert stamp(grid([row(None, "frage MK", OLD, None, None)]), {"A"}, SIGNATURE) == Stamping()


def test_levels_are_compared_as_he_may_write_them_and_written_as_the_workbook_does() -> None:
    assert stamp(grid([row(" strategie ", *MINE.values(), "Strategie")]), {"A"}, SIGNATURE) == Stamping()
    assert stamped(row("SERVICE"))[0]["Gestempelt für"] == "Service"


# Months


@pytest.mark.parametrize(
    ("on", "months", "until"),
    [
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2025, 11, 30), 3, dt.date(2026, 2, 28)),
        (dt.date(2025, 12, 31), 1, dt.date(2026, 1, 31)),
        (dt.date(2025, 12, 31), 24, dt.date(2027, 12, 31)),
        (dt.date(2025, 12, 31), 60, dt.date(2027, 12, 31)),
    ],
)
def test_months_are_those_of_the_calendar_and_24_at_most(on: dt.date, months: int, until: dt.date) -> None:
    assert stamped(row("Service"), signature=Signature("K", on, months))[0]["Gültig bis"] == until


# Rows, columns, formulas


def test_rows_are_found_by_their_customer_wherever_they_stand() -> None:
    rows = [
        row("Service", key="B"),
        row(None, key=None),
        row("Service", key=None, Warum="gehört Meier?"),
        row(None, key="C"),
        row("Vertrieb", key=42.0),
        row("Strategie", key="fort"),
        row("Strategie", key="A"),
        row("Service", key="A"),
    ]
    found = stamped(*rows)
    assert [line["Gestempelt für"] for line in found] == [
        "Service", None, None, None, "Vertrieb", None, "Strategie", None,
    ]  # fmt: skip
    assert stamp(grid(rows), {"A", "B", "42"}, SIGNATURE).decisions == 3


def test_columns_that_are_gone_are_no_error_and_the_others_are_filled() -> None:
    for gone in STAMPS:
        headers = [label for label in HEADERS if label != gone]
        (after,) = stamped(row("Service"), headers=headers)
        wanted = {**FRESH, "Gestempelt für": "Service"}
        assert after == {label: wanted[label] for label in STAMPS if label != gone}
    older = [label for label in HEADERS if label not in {"Gestempelt für"}]
    changed = grid([row("Strategie", *MINE.values())], older)
    assert stamp(changed, {"A"}, SIGNATURE) == Stamping(), "nobody knows that it changed"
    assert stamp(grid([row("Service")], HEADERS[1:]), {"A"}, SIGNATURE) == Stamping()
    without_level = [label for label in HEADERS if label != "Level"]
    assert stamp(grid([row("Service")], without_level), {"A"}, SIGNATURE) == Stamping()


@pytest.mark.parametrize("label", STAMPS)
def test_a_formula_of_the_owner_stays(label: str) -> None:
    before = grid([row("Service"), row("Strategie", *MINE.values(), "Service", key="B")])
    at = HEADERS.index(label)
    after = written(before, stamp(before, {"A", "B"}, SIGNATURE, formulas=frozenset({(0, at), (1, at)})))
    assert [line[at] for line in after.rows] == [line[at] for line in before.rows]
    assert [after.rows[0][HEADERS.index(other)] for other in STAMPS if other != label] == [
        {**FRESH, "Gestempelt für": "Service"}[other] for other in STAMPS if other != label
    ]


def test_without_a_memory_of_its_own_a_formula_there_leaves_what_is_filled() -> None:
    before = grid([row("Strategie", *MINE.values(), "Service")])
    at = HEADERS.index("Gestempelt für")
    assert stamp(before, {"A"}, SIGNATURE, formulas=frozenset({(0, at)})) == Stamping()


def test_columns_that_the_same_calculation_inserts_move_the_stamps() -> None:
    before = grid([row("Service")])
    place = HEADERS.index("Von")
    new = Column("points:Neu", "Neu (Punkte)", Unit.POINTS, Role.OUTPUT, "Punkte.")
    insertions = [Insertion(place, new), Insertion(0, new)]
    found = stamp(before, {"A"}, SIGNATURE, insertions)
    after = written(before, found, insertions)
    line = dict(zip(after.headers, after.rows[0], strict=True))
    assert {label: line[label] for label in STAMPS} == {**FRESH, "Gestempelt für": "Service"}


# Blocks


def test_rows_below_one_another_become_one_block() -> None:
    before = grid([row("Service", key="A"), row("Strategie", key="B"), row(), row("Service", key="C")])
    first, second = stamp(before, {"A", "B", "C"}, SIGNATURE).blocks
    assert (first.row, first.column, len(first.cells), first.texts) == (
        0, HEADERS.index("Von"), 2, (True, False, False, True),
    )  # fmt: skip
    assert (second.row, len(second.cells)) == (3, 1)
    apart = (*(label for label in HEADERS if label != "Am"), "Notiz", "Am")
    assert len(stamp(grid([row("Service")], apart), {"A"}, SIGNATURE).blocks) == 2


def test_decisions_are_counted_by_customer() -> None:
    rows = [
        row("Service", key="A"),
        row("Service", *FRESH.values(), "Strategie", key="B"),
        row(None, *MINE.values(), "Service", key="C"),
        row("Service", *MINE.values(), key="D"),
        row("Service", *MINE.values(), "Service", key="E"),
    ]
    assert stamp(grid(rows), set("ABCDE"), SIGNATURE).decisions == 2, "a new one and a changed one"


# Back again


def test_every_cell_comes_back_as_it_was_after_sorting() -> None:
    rows = [
        row("Strategie", "MK", OLD, "15.03.2026", "Service", key="A"),
        row(None, 7.0, OLD, OLD_END, "Service", key="B"),
        row("Service", key="C"),
    ]
    before = grid(rows)
    found = stamp(before, set("ABC"), SIGNATURE)
    memory = remembered(before, found.blocks, ())
    after = written(before, found)
    shuffled = Grid("screening", after.headers, [after.rows[at] for at in (2, 0, 1)], first_row=6)
    again = written(shuffled, Stamping(restored(shuffled, memory)))
    assert sorted(again.rows, key=str) == sorted(before.rows, key=str)
    texts = {block.row: block.texts for block in restored(shuffled, memory)}
    assert texts == {
        0: (True, False, False, True),
        1: (True, False, True, True),
        2: (False, False, False, True),
    }, "a date that was a text becomes one again, a number no text"


def test_a_cell_that_was_changed_since_stays_as_it_is() -> None:
    before = grid([row("Strategie", *MINE.values(), "Service")])
    found = stamp(before, {"A"}, SIGNATURE)
    memory = remembered(before, found.blocks, ())
    line = list(written(before, found).rows[0])
    line[HEADERS.index("Von")] = "Chefin"
    now = Grid("screening", HEADERS, [line], first_row=6)
    formula = frozenset({(0, HEADERS.index("Am"))})
    after = written(now, Stamping(restored(now, memory, formula)))
    assert [after.rows[0][HEADERS.index(label)] for label in STAMPS] == ["Chefin", DAY, OLD_END, "Service"]


def test_a_row_or_column_that_is_gone_does_not_come_back() -> None:
    memory = [CellBefore("screening", "A", "Von", "Inhaber", "MK")]
    assert restored(grid([row("Service", "Inhaber", key="B")]), memory) == ()
    assert restored(grid([row("Service", "Inhaber")], [h for h in HEADERS if h != "Von"]), memory) == ()
    assert restored(grid([row(), row("Service", "Inhaber")]), memory) == (), "the first row of a key is meant"


# Laws

LEVEL_CELLS = st.sampled_from([None, "", "Strategie", "Vertrieb", "service"])
DAYS = st.sampled_from([None, OLD, OLD_END, DAY, LATER, dt.date(2022, 1, 1), "1.2.2025"])
ROWS = st.lists(
    st.builds(
        row, LEVEL_CELLS, st.sampled_from([None, "MK", "Inhaber"]), DAYS, DAYS,
        st.sampled_from([None, "Service", "Strategie"]), key=st.sampled_from(["A", "B", "C", None, "fort"]),
    ),
    max_size=6,
)  # fmt: skip
FORMULAS = st.frozensets(st.tuples(st.integers(0, 5), st.sampled_from([HEADERS.index(s) for s in STAMPS])))


@given(ROWS, FORMULAS, st.integers(1, 24))
def test_stamping_twice_changes_nothing_and_touches_nothing_of_his(
    rows: list[Row], formulas: frozenset[tuple[int, int]], months: int
) -> None:
    signature = Signature("Inhaber", DAY, months)
    before = grid(rows)
    found = stamp(before, set("ABC"), signature, formulas=formulas)
    after = written(before, found)
    assert stamp(after, set("ABC"), signature, formulas=formulas).blocks == ()
    assert restored_equals(before, after, found)
    for at, (old, new) in enumerate(zip(before.rows, after.rows, strict=True)):
        changed = {HEADERS[place] for place in range(len(HEADERS)) if old[place] != new[place]}
        assert changed <= set(STAMPS)
        assert not {(at, HEADERS.index(label)) for label in changed} & formulas
        memory, level = (str(old[HEADERS.index(label)] or "") for label in ("Gestempelt für", "Level"))
        overwritten = {label for label in changed if not cells.empty(old[HEADERS.index(label)])}
        if overwritten:
            assert memory, "only a decision that was stamped before"
            assert memory.casefold() != level.casefold(), "and that he changed or removed"
            assert old[0] in set("ABC")


def restored_equals(before: Grid, after: Grid, found: Stamping) -> bool:
    """Everything that was written can be taken back."""
    memory = remembered(before, found.blocks, ())
    back = written(after, Stamping(restored(after, memory)))
    return [[None if cells.empty(c) else c for c in line] for line in back.rows] == [
        [None if cells.empty(c) else c for c in line] for line in before.rows
    ]


@given(ROWS, st.integers(1, 24))
def test_a_fresh_stamp_changes_nothing_about_who_has_expired(rows: list[Row], months: int) -> None:
    before = grid(rows)
    after = written(before, stamp(before, set("ABC"), Signature("Inhaber", DAY, months)))
    words = {label.casefold(): name for name, label in layout.CHOICES["care_level"].items()}

    def expired(line: Sequence[object]) -> bool:
        level, since, until, stamped_for = (
            line[HEADERS.index(label)] for label in ("Level", "Am", "Gültig bis", "Gestempelt für")
        )
        names = [words.get(str(word or "").casefold()) for word in (level, stamped_for)]
        decision = levels.Decision(names[0], cells.day(since), cells.day(until), names[1])
        return names[0] is not None and levels.expired(decision, DAY)

    assert [expired(line) for line in after.rows] == [expired(line) for line in before.rows]
