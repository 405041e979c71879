"""Was-wäre-wenn in the built workbook: its functions as live formulas say what the button wrote."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.buttons.hand import at_desk, copied, exact
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung.workbook import layout  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session

MODULE = "kundenbindung.functions"


class Sheet:
    """The open sheet with its functions loaded; `calls` counts them."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.calls: Counter[str] = Counter()
        self.loaded: Any = None

    def load(self) -> None:
        """Functions known to the formulas, which are entered once more."""
        from tests.engine import udfs
        from tests.engine.udfs import import_with_udfs

        module = import_with_udfs("kundenbindung.functions")
        functions = {f.name: self._counted(getattr(module, f.name)) for f in layout.FUNCTIONS}
        self.loaded = udfs.load(self.hand.book, MODULE, functions)
        for cells in self._blocks():
            cells.setArrayFormula(cells.getArrayFormula().strip("{}"))

    def _counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def counted(*arguments: Any) -> Any:
            self.calls[function.__name__] += 1
            return function(*arguments)

        return counted

    def _blocks(self) -> list[Any]:
        """Array formulas beside the table, as the office's objects."""
        table = self.hand.table("trial")
        sheet, top = table.sheet.impl.uno, table.area.row
        found, column = [], self.first
        while column < self.first + len(layout.TRIAL_LIVE_NAMES):
            cursor = sheet.createCursorByRange(sheet.getCellByPosition(column - 1, top))
            cursor.collapseToCurrentArray()
            found.append(cursor)
            column += cursor.Columns.Count
        return [*found, *self._capacity_blocks()]

    def _capacity_blocks(self) -> list[Any]:
        """Array formulas below the table of loads."""
        table = self.hand.table("trial_capacity")
        sheet, top = table.sheet.impl.uno, table.area.row + table.area.shape[0] + layout.TRIAL_BELOW
        found = []
        for column in range(table.area.column, table.area.column + table.area.shape[1]):
            cursor = sheet.createCursorByRange(sheet.getCellByPosition(column - 1, top - 1))
            cursor.collapseToCurrentArray()
            found.append(cursor)
        return found

    def loads(self) -> list[list[object]]:
        """Rows the functions show below the table of loads, role first."""
        table = self.hand.table("trial_capacity")
        top, left = table.area.row + table.area.shape[0] + layout.TRIAL_BELOW, table.area.column
        size = len(table.keys(by="Auslastung"))
        cells = table.sheet.range((top, left), (top + size - 1, left + table.area.shape[1] - 1))
        rows: list[list[object]] = cells.options(ndim=2, err_to_str=True).value
        return rows

    @property
    def first(self) -> int:
        """Sheet column of the first function, from 1."""
        area = self.hand.table("trial").area
        return int(area.column) + int(area.shape[1]) - 1 + layout.TRIAL_GAP

    def instantly(self, word: str) -> None:
        """The setting "rechnet sofort mit"."""
        self.hand.book.names["KB_Sofort"].refers_to_range.value = word

    def shown(self) -> dict[str, list[object]]:
        """What the functions show, by header."""
        table = self.hand.table("trial")
        top, height = table.area.row, table.area.shape[0]
        last = self.first + len(layout.TRIAL_LIVE_NAMES) - 1
        cells = table.sheet.range((top, self.first), (top + height - 1, last))
        with exact():
            headers, *rows = cells.options(ndim=2, err_to_str=True).value
        return {str(header): [row[at] for row in rows] for at, header in enumerate(headers)}

    def stored(self) -> dict[str, list[object]]:
        """What the button wrote, by the same headers."""
        columns = {column.name: column.label for column in layout.TRIAL.expand()}
        rows = self.hand.table("trial").rows
        return {columns[name]: [row[columns[name]] for row in rows] for name in layout.TRIAL_LIVE_NAMES}


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return (one or None) == (other or None)


Cell = tuple[str, object, object, object]


def differing(sheet: Sheet, *, lost: bool = False) -> list[Cell]:
    """Cells that show something else than the button wrote: header, customer, shown, written.

    Set C has no weights; `lost` looks at the trend of lost customers, else they are left out.
    """
    shown, stored, rows = sheet.shown(), sheet.stored(), sheet.hand.table("trial").rows
    assert list(shown) == list(stored)
    return [
        (label, rows[at]["Kundennr."], one, other)
        for label in shown
        if not label.endswith(" C")
        for at, (one, other) in enumerate(zip(shown[label], stored[label], strict=True))
        if not same(one, other)
        and lost is (rows[at]["Status"] == "verloren" and label in {"Trend", "Einordnung"})
    ]


@pytest.fixture(scope="module")
def sheet(
    office: Session, built: Path, module_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sheet]:
    """The sample company with three sets of weights, calculated by the button."""
    with at_desk(office, copied(built / "Beispiel.xlsm", tmp_path_factory.mktemp("trial"))) as hand:
        weights = hand.table("trial_weights")
        today = weights.by_key("Gewicht heute", by="Kriterium")
        for at, (name, weight) in enumerate(today.items()):
            weights.put(name, "Satz A", weight, by="Kriterium")
            weights.put(name, "Satz B", 10.0 if at % 2 else 0.0, by="Kriterium")
        assumptions = hand.table("trial_assumptions")
        for name, value in zip(assumptions.keys("Annahme"), (0.4, 0.2, 0.0, 0.5), strict=True):
            assumptions.cell(name, "Satz A", by="Annahme").clear_contents()
            assumptions.put(name, "Satz B", value, by="Annahme")
        assert hand.click("calculate").startswith("65 Kunden berechnet")
        found = Sheet(hand)
        found.load()
        yield found
        found.loaded.unload()


def test_with_nein_no_function_is_called(sheet: Sheet) -> None:
    sheet.instantly("nein")
    sheet.calls.clear()
    sheet.hand.table("trial_weights").put("Umsatz", "Satz C", 5, by="Kriterium")
    sheet.hand.book.app.calculate()
    sheet.hand.table("trial_weights").cell("Umsatz", "Satz C", by="Kriterium").clear_contents()
    assert sheet.calls == Counter()
    assert differing(sheet) == differing(sheet, lost=True) == []


def test_with_ja_every_function_says_what_the_button_wrote(sheet: Sheet) -> None:
    sheet.instantly("ja")
    sheet.hand.book.app.calculate()
    assert set(sheet.calls) == {function.name for function in layout.FUNCTIONS} - {"KB_PUNKTE"}
    assert sheet.loaded.errors == []
    assert differing(sheet) == []
    stored = sheet.stored()
    for name in ("Punkte A", "Punkte B", "Stabilität A", "Stabilität B", "Erwartet B", "Sicher B", "Trend"):
        assert sum(isinstance(cell, float | Decimal) for cell in stored[name]) > 50, name
    assert {"Strategie", "Vertrieb", "Service"} <= set(stored["Level B"])


def test_lost_customers_have_no_trend_either(sheet: Sheet) -> None:
    sheet.instantly("ja")
    sheet.hand.book.app.calculate()
    assert differing(sheet, lost=True) == []


def test_the_set_with_the_weights_of_today_is_the_result_of_today(sheet: Sheet) -> None:
    rows = sheet.hand.table("trial").rows
    assert [row["Level A"] for row in rows] == [row["Level heute"] for row in rows]
    pairs = [(f"{name} A", f"{name} heute") for name in ("Punkte", "Stabilität", "Erwartet")]
    assert [row for row in rows for one, other in pairs if not same(row[one], row[other])] == []
    assert [row["Level B"] for row in rows] != [row["Level heute"] for row in rows]


def test_the_stability_of_today_is_that_of_the_screening(sheet: Sheet) -> None:
    today = sheet.hand.table("trial").by_key("Stabilität heute")
    screening = sheet.hand.table("screening").by_key("Stabilität")
    assert {key: today[key] for key in screening} == screening
    assert sum(isinstance(cell, float) and 0.3 < cell < 1.0 for cell in screening.values()) > 10


def test_where_the_criteria_stand_does_not_matter(sheet: Sheet) -> None:
    weights = sheet.hand.table("trial_weights")
    names = weights.keys("Kriterium")
    backwards = list(reversed(range(len(names))))
    weights.sort(backwards)
    sheet.hand.click("calculate")
    sheet.instantly("ja")
    sheet.hand.book.app.calculate()
    assert weights.keys("Kriterium") == [names[at] for at in backwards]
    test_the_set_with_the_weights_of_today_is_the_result_of_today(sheet)
    assert differing(sheet) == []
    weights.sort(backwards)
    sheet.hand.click("calculate")
    assert weights.keys("Kriterium") == names


def test_a_set_without_weights_stays_empty(sheet: Sheet) -> None:
    sheet.instantly("ja")
    sheet.hand.book.app.calculate()
    cells = sheet.shown()
    for label in ("Punkte C", "Level C", "Stabilität C", "Erwartet C", "Sicher C"):
        assert {cell or None for cell in cells[label]} == {None}, label
    assert any(cells["Punkte A"])


def test_another_weight_changes_the_levels_at_once(sheet: Sheet) -> None:
    sheet.instantly("ja")
    before, stored = sheet.shown(), sheet.stored()
    weights = sheet.hand.table("trial_weights")
    weight = weights.by_key("Satz A", by="Kriterium")["Umsatz"]
    weights.put("Umsatz", "Satz A", 900, by="Kriterium")
    after = sheet.shown()
    assert after["Level A"] != before["Level A"]
    assert after["Punkte A"] != before["Punkte A"]
    assert after["Stabilität A"] != before["Stabilität A"]
    assert after["Level B"] == before["Level B"]
    assert sheet.stored() == stored, "no result of the workbook depends on a function"
    weights.put("Umsatz", "Satz A", weight, by="Kriterium")
    assert sheet.shown()["Level A"] == before["Level A"]


def test_a_wrong_weight_is_answered_in_german(sheet: Sheet) -> None:
    sheet.instantly("ja")
    weights = sheet.hand.table("trial_weights")
    weight = weights.by_key("Satz A", by="Kriterium")["Umsatz"]
    weights.put("Umsatz", "Satz A", -1, by="Kriterium")
    assert sheet.shown()["Level A"][0] == "gewichte: Ein Gewicht ist kleiner als null."
    weights.put("Umsatz", "Satz A", "viel", by="Kriterium")
    assert sheet.shown()["Punkte A"][0] == "gewichte: „viel“ in Zeile 1 des Bereichs ist keine Zahl."
    weights.put("Umsatz", "Satz A", weight, by="Kriterium")
    assert sum(isinstance(cell, float) for cell in sheet.shown()["Punkte A"]) > 50


def test_how_far_a_weight_may_be_off_can_be_tried_out(sheet: Sheet) -> None:
    sheet.instantly("ja")
    assumptions, before = sheet.hand.table("trial_assumptions"), sheet.shown()
    name = assumptions.keys("Annahme")[layout.TRIAL_SETTINGS.index("weight_error")]
    assumptions.put(name, "Satz A", 0.01, by="Annahme")
    after = sheet.shown()
    pairs = zip(after["Stabilität A"], before["Stabilität A"], strict=True)
    surer = [one - other for one, other in pairs if isinstance(one, float) and isinstance(other, float)]
    assert sum(surer) > 0.0
    assert after["Level A"] == before["Level A"]
    assumptions.put(name, "Satz A", 0.95, by="Annahme")
    assert sheet.shown()["Stabilität A"][0] == "unschaerfe: Der Wert liegt zwischen 1 % und 90 %."
    assumptions.cell(name, "Satz A", by="Annahme").clear_contents()
    assert sheet.shown() == before


def test_a_button_works_while_functions_calculate(sheet: Sheet) -> None:
    sheet.instantly("ja")
    sheet.hand.table("screening").erase()
    assert sheet.hand.click("calculate").startswith("65 Kunden berechnet")
    assert differing(sheet) == []


def stored_loads(sheet: Sheet) -> list[list[object]]:
    """Rows the button wrote, role first."""
    rows = sheet.hand.table("trial_capacity").rows
    return [list(row.values()) for row in rows if row["Auslastung"]]


def like_stored(sheet: Sheet) -> bool:
    pairs = zip(sheet.loads(), stored_loads(sheet), strict=True)
    return all(same(*cells) for shown, wanted in pairs for cells in zip(shown, wanted, strict=True))


@pytest.mark.parametrize("word", ["nein", "ja"])
def test_loads_below_the_table_are_those_of_the_button(sheet: Sheet, word: str) -> None:
    sheet.instantly(word)
    sheet.calls.clear()
    sheet.hand.book.app.calculate()
    stored = stored_loads(sheet)
    assert [row[0] for row in stored][-1] == "alle zusammen"
    assert all(isinstance(row[2], float) and isinstance(row[3], float) for row in stored)
    assert [row[2] for row in stored] != [row[3] for row in stored], "set B has more Strategie customers"
    assert like_stored(sheet)
    assert (sheet.calls["KB_KAPAZITAET"] > 0) is (word == "ja")
    sheet.instantly("nein")


def test_fewer_strategy_customers_are_less_work_at_once(sheet: Sheet) -> None:
    sheet.instantly("ja")
    assumptions, stored, before = sheet.hand.table("trial_assumptions"), stored_loads(sheet), sheet.loads()
    share = assumptions.keys("Annahme")[layout.TRIAL_SETTINGS.index("share_strategy")]
    assumptions.put(share, "Satz A", 0.05, by="Annahme")
    after = sheet.loads()
    assert all(float(str(now[2])) < float(str(old[2])) for now, old in zip(after, before, strict=True))
    assert [[*row[:2], *row[3:]] for row in after] == [[*row[:2], *row[3:]] for row in before]
    assert stored_loads(sheet) == stored, "no result of the workbook depends on a function"
    sheet.hand.click("calculate")
    assert stored_loads(sheet) != stored
    assert like_stored(sheet)
    assumptions.cell(share, "Satz A", by="Annahme").clear_contents()
    sheet.hand.click("calculate")
    assert stored_loads(sheet) == stored


def test_a_wrong_weight_is_named_among_the_loads_too(sheet: Sheet) -> None:
    sheet.instantly("ja")
    weights, before = sheet.hand.table("trial_weights"), sheet.loads()
    weight = weights.by_key("Satz A", by="Kriterium")["Umsatz"]
    weights.put("Umsatz", "Satz A", -1, by="Kriterium")
    assert "Ein Gewicht ist kleiner als null." in str(sheet.loads()[0][2])
    weights.put("Umsatz", "Satz A", weight, by="Kriterium")
    assert sheet.loads() == before
