"""What a calculation must not touch: everything the owner has in his workbook besides our results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.buttons.hand import Hand, Place, at_desk, copied, differing
from tests.needs import needs_module

needs_module("xlwings")

if TYPE_CHECKING:
    from tests.engine.session import Session

YELLOW = (255, 230, 0)


@dataclass(frozen=True)
class Looks:
    """Looks of a few cells: fill, number format, width, height, note."""

    color: object
    number_format: object
    width: float
    height: float
    hidden: bool
    note: str | None


def _looks(cell: Any) -> Looks:
    note = cell.note
    return Looks(
        cell.color,
        cell.number_format,
        cell.column_width,
        cell.row_height,
        bool(cell.impl.row_hidden),
        note.text if note else None,
    )


@dataclass(frozen=True)
class Before:
    """The workbook before and after one click, and what was said."""

    said: str
    before: dict[Place, object]
    after: dict[Place, object]
    written: set[Place]
    looks: dict[str, tuple[Looks, Looks]]
    counts: dict[str, tuple[int, int]]
    sheets: tuple[list[str], list[str]]
    values: dict[str, tuple[object, object]]
    keys: tuple[list[object], list[object]]


def _own_sheet(hand: Hand) -> None:
    sheet = hand.book.sheets.add("Meine Notizen", after=hand.book.sheets[-1])
    sheet.range("A1").value = [["privat", 1.5], ["=B1*2", None]]
    sheet.range("A2").formula = "=B1*2"
    sheet.range("C1").formula = "=Screening!D6"
    sheet.range("B1").color = YELLOW


def _own_columns(hand: Hand) -> None:
    for name, content in (
        ("customers", 4.5),
        ("screening", "rot"),
        ("plan", "zu hoch"),
        ("criteria", "warum?"),
    ):
        table = hand.table(name)
        column = table.add_column("Meine Spalte")
        table.sheet.range((table.area.row + 2, column)).value = content
        table.sheet.range((table.area.row + 3, column)).formula = "=1+1"
    findings = hand.table("findings")
    below = findings.area.row + findings.area.shape[0]
    assert findings.sheet.range((below, 1)).value is None


def _formulas(hand: Hand) -> None:
    figures = hand.table("figures")
    figures.cell("007", "Umsatz 2025").formula = "=100000+50000"
    hand.table("customers").cell("007", "Einkaufsvolumen").formula = "=Zahlen!C6*2"


def _beside(hand: Hand) -> None:
    hand.book.sheets["Pipeline"].range("Z7").value = 12
    hand.book.sheets["Kunden"].range("B99").value = "unter der Tabelle"
    hand.book.sheets["Kriterien"].range("N3").formula = "=SUM(Kriterien!H6:H20)"
    hand.book.sheets["Screening"].range("C3").value = "meine Überschrift"


def _looks_of_his(hand: Hand) -> None:
    """Notes stand in cells of his: unlike Excel, the office drops those of cells it writes."""
    screening, plan = hand.table("screening"), hand.table("plan")
    cell = screening.cell("1001", "Punkte")
    cell.color = YELLOW
    cell.number_format = "0.000"
    cell.row_height = 44
    plan.cell("1001", "Erwartet").column_width = 30
    hand.table("customers").cell("007", "Kunde").add_note("nachfragen")
    screening.cell("1002", "Erklärung").add_note("Anruf am Montag")


def _filter_and_sort(hand: Hand) -> None:
    screening = hand.table("screening")
    screening.sort([4, 0, 9, 1, 8, 2, 7, 3, 6, 5])
    for key in ("1003", "1006"):
        screening.cell(key, "Kundennr.").impl.row_hidden = True


STAMPED = {"Von": "MK", "Am": dt.date(2025, 1, 7), "Gültig bis": dt.date(2026, 1, 7)}


def _decide(hand: Hand) -> None:
    """One new level, and one that was stamped before."""
    screening = hand.table("screening")
    screening.put("1002", "Level", "Service")
    screening.put("1003", "Level", "Vertrieb")
    for label, value in (STAMPED | {"Gestempelt für": "Vertrieb"}).items():
        screening.put("1003", label, value)


def _stamps(hand: Hand, key: str) -> set[Place]:
    """Cells that a new level lets the button fill."""
    screening = hand.table("screening")
    row = screening.row(key)
    return {("Screening", row, screening.column(label)) for label in (*STAMPED, "Gestempelt für")}


def _drawings(hand: Hand) -> None:
    """A shape and a chart, through the office's own words."""
    from tests.engine.bridge import NO, YES, struct

    document = hand.book.impl.document
    sheet = document.Sheets.getByName("Zahlen")
    shape = document.createInstance("com.sun.star.drawing.RectangleShape")
    shape.setSize(struct("awt.Size", 3000, 1500))
    sheet.DrawPage.add(shape)
    place = struct("awt.Rectangle", 20_000, 2_000, 8_000, 5_000)
    area = sheet.getCellRangeByName("C5:C10").getRangeAddress()
    sheet.Charts.addNewByName("Mein Diagramm", place, (area,), YES, NO)


LOOKED_AT: dict[str, Callable[[Hand], Any]] = {
    "a result he coloured": lambda hand: hand.table("screening").cell("1001", "Punkte"),
    "a column he widened": lambda hand: hand.table("plan").cell("1001", "Erwartet"),
    "a note in Kunden": lambda hand: hand.table("customers").cell("007", "Kunde"),
    "a note in Screening": lambda hand: hand.table("screening").cell("1002", "Erklärung"),
    "a row he filtered out": lambda hand: hand.table("screening").cell("1003", "Kundennr."),
    "his own sheet": lambda hand: hand.book.sheets["Meine Notizen"].range("B1"),
}
VALUES: dict[str, Callable[[Hand], object]] = {
    "input formula": lambda hand: hand.table("figures").by_key("Umsatz 2025")["007"],
    "formula on his sheet": lambda hand: hand.book.sheets["Meine Notizen"].range("A2").value,
    "formula across sheets": lambda hand: hand.table("customers").by_key("Einkaufsvolumen")["007"],
}


def _counts(hand: Hand) -> dict[str, int]:
    found = {}
    for sheet in hand.book.impl.sheets:
        found[f"shapes in {sheet.title()}"] = len(sheet.shapes)
        found[f"notes in {sheet.title()}"] = len(sheet.notes)
        found[f"charts in {sheet.title()}"] = sheet.uno.Charts.Count
    return found


@pytest.fixture(scope="module")
def clicked(
    office: Session, built: Path, module_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Before:
    """A workbook full of the owner's own things, results erased, calculated once."""
    path = copied(built / "Mappe.xlsm", tmp_path_factory.mktemp("own"))
    with at_desk(office, path) as hand:
        for change in (
            _filter_and_sort,
            _own_sheet,
            _own_columns,
            _formulas,
            _beside,
            _looks_of_his,
            _decide,
            _drawings,
        ):
            change(hand)
        for name in ("screening", "plan"):
            hand.table(name).erase()
        hand.table("figures").put("1001", "Umsatz 2025", 52_000)
        stamps = _stamps(hand, "1002")
        written = hand.written_cells() | stamps

        def seen() -> tuple[Any, ...]:
            looks = {name: _looks(find(hand)) for name, find in LOOKED_AT.items()}
            values = {name: find(hand) for name, find in VALUES.items()}
            sheets = [sheet.name for sheet in hand.book.sheets]
            return hand.everything(), looks, _counts(hand), sheets, values, hand.table("screening").keys()

        first = seen()
        said = hand.click("calculate")
        second = seen()
        written |= hand.written_cells()
        assert all(place in second[0] and place not in first[0] for place in stamps)
    pairs = [{name: (first[i][name], second[i].get(name)) for name in first[i]} for i in (1, 2, 4)]
    return Before(
        said, first[0], second[0], written, pairs[0], pairs[1], (first[3], second[3]), pairs[2],
        (first[5], second[5]),
    )  # fmt: skip


def test_it_was_calculated(clicked: Before) -> None:
    assert clicked.said.startswith("10 Kunden berechnet")
    results = {place for place in clicked.written if place[0] in {"Screening", "Plan"}}
    changed = [place for place in results if clicked.before.get(place) != clicked.after.get(place)]
    assert len(changed) > 200, "the results that were erased are there again"


def test_no_cell_outside_of_the_results_changes(clicked: Before) -> None:
    assert len(clicked.before.keys() - clicked.written) > 500
    left, right = (
        {place: cell for place, cell in side.items() if place not in clicked.written}
        for side in (clicked.before, clicked.after)
    )
    assert differing(left, right) == {}


@pytest.mark.parametrize("what", LOOKED_AT)
def test_looks_stay(clicked: Before, what: str) -> None:
    before, after = clicked.looks[what]
    assert after == before


def test_the_looks_are_those_of_the_owner(clicked: Before) -> None:
    cell, _ = clicked.looks["a result he coloured"]
    assert (cell.color, cell.number_format, cell.height) == (YELLOW, "0.000", 44)
    assert clicked.looks["a note in Screening"][0].note == "Anruf am Montag"
    assert clicked.looks["a row he filtered out"][0].hidden


def test_drawings_and_notes_stay(clicked: Before) -> None:
    assert clicked.counts["charts in Zahlen"][0] == 1
    assert clicked.counts["shapes in Zahlen"][0] >= 2
    assert [clicked.counts[f"notes in {name}"][0] for name in ("Kunden", "Screening")] == [1, 1]
    assert {name: pair for name, pair in clicked.counts.items() if pair[0] != pair[1]} == {}


def test_his_sheet_and_the_order_of_sheets_stay(clicked: Before) -> None:
    before, after = clicked.sheets
    assert before[-1] == "Meine Notizen"
    assert after == before


def test_formulas_still_give_their_values(clicked: Before) -> None:
    assert {name: pair[1] for name, pair in clicked.values.items()} == {
        "input formula": 150_000.0,
        "formula on his sheet": 3.0,
        "formula across sheets": 200_000.0,
    }


def test_rows_keep_the_order_of_the_owner(clicked: Before) -> None:
    before, after = clicked.keys
    assert before != sorted(map(str, before))
    assert after == before


def test_a_second_click_changes_nothing_but_the_line_and_the_mark(hand: Hand) -> None:
    hand.click("calculate")
    before = hand.everything()
    hand.click("calculate")
    changed = differing(before, hand.everything())
    places = [hand.book.names[name].refers_to_range for name in ("KB_Fertig", "KB_Lauf", "KB_Zeile_start")]
    assert set(changed) <= {f"{cell.sheet.name}!{cell.address.replace('$', '')}" for cell in places}
