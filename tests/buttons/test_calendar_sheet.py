"""Das Blatt Termine in the open workbook: what was typed stays with its Termin, whatever is calculated."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from tests.doors import desk
from tests.needs import needs_module

needs_module("xlwings")

from tests.buttons.outcomes import both  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand, Liste
    from tests.engine.session import Session

KEY = "Termin"
DAY = dt.datetime(2026, 2, 11)


def cared(hand: Hand, level: str) -> str:
    """First customer of a level."""
    return next(str(key) for key, now in hand.table("screening").by_key("gilt").items() if now == level)


def of(table: Liste, customer: str) -> list[str]:
    """Keys of a customer's Termine, from top to bottom."""
    return [str(row[KEY]) for row in table.rows if row["Kundennr."] == customer]


def test_what_was_typed_stays_with_its_termin(hand: Hand) -> None:
    table = hand.table("appointments")
    first, second, third = table.keys(by=KEY)[:3]
    table.put(first, "erledigt am", DAY, by=KEY)
    table.put(first, "Ergebnis", "Angebot bis Ostern", by=KEY)
    table.put(second, "verlegt auf", DAY, by=KEY)
    count = len(table.keys(by=KEY))
    table.sort([*range(count - 1, -1, -1)])
    before = {row[KEY]: row for row in table.rows if row[KEY]}
    hand.table("settings").put("Stichtag", "Wert", dt.date(2026, 1, 31), by="Einstellung")
    hand.click("calculate")
    after = {row[KEY]: row for row in table.rows if row[KEY]}
    assert after[first] == {**before[first], "Stand": "erledigt"}
    assert (after[second]["verlegt auf"], after[second]["Stand"]) == (DAY, "geplant")
    assert after[third]["Stand"] == "überfällig"
    assert table.keys(by=KEY) == list(before), "the order is the owner's"
    assert [row["Datum"] for row in after.values()] == [row["Datum"] for row in before.values()]


def test_a_cleared_day_is_planned_again_and_a_typed_one_kept(hand: Hand) -> None:
    table = hand.table("appointments")
    cleared, typed = table.keys(by=KEY)[:2]
    planned = table.by_key("Datum", by=KEY)[cleared]
    table.cell(cleared, "Datum", by=KEY).clear_contents()
    table.put(typed, "Datum", DAY, by=KEY)
    hand.click("calculate")
    days = table.by_key("Datum", by=KEY)
    assert days[cleared] == planned
    assert days[typed] == DAY


def test_a_lower_level_takes_its_termine_away_and_gives_their_rows_to_others(hand: Hand) -> None:
    table = hand.table("appointments")
    raised, lowered = cared(hand, "Vertrieb"), cared(hand, "Strategie")
    kept = next(key for key in of(table, lowered) if "Entscheidergespräch" in key)
    table.put(kept, "Ergebnis", "war gut", by=KEY)
    size, others = len(table.rows), [key for key in table.keys(by=KEY) if not str(key).startswith(lowered)]
    hand.table("screening").put(lowered, "Level", "Service")
    hand.table("screening").put(raised, "Level", "Strategie")
    hand.click("calculate")
    left = of(table, lowered)
    assert {key for key in left if "Entscheidergespräch" in key} == {kept}
    rows = {row[KEY]: row for row in table.rows if row[KEY]}
    assert (rows[kept]["Stand"], rows[kept]["Ergebnis"]) == ("entfallen", "war gut")
    assert len([key for key in of(table, raised) if "Entscheidergespräch" in key]) == 4
    now = table.keys(by=KEY)
    assert [key for key in now if key in set(others)] == others
    assert len(table.rows) == size, "rows that fell free are used again"
    assert all(row[KEY] or not any(row.values()) for row in table.rows), "nothing of a Termin is left behind"
    hand.click("undo")
    assert len([key for key in of(table, lowered) if "Entscheidergespräch" in key]) == 4
    assert len(of(table, lowered)) > len(left)


def test_a_termin_of_his_own_is_left_alone(hand: Hand) -> None:
    table = hand.table("appointments")
    last = table.sheet.range((table.area.row + len(table.rows), table.column("Datum")))
    own = {"Datum": DAY, "Kunde": "Messe", "Leistung": "Stand besuchen", "Std.": 3.5, "Stand": "offen?"}
    top, left, (height, width) = table.area.row, table.area.column, table.area.shape
    table.table.resize(table.sheet.range((top, left), (top + height, left + width - 1)))
    for label, value in own.items():
        table.sheet.range((last.row + 1, table.column(label))).value = value
    hand.click("calculate")
    row = next(row for row in table.rows if row["Kunde"] == "Messe")
    assert {label: row[label] for label in own} == own


def _live_it(book: object) -> None:
    table = desk.Sheet(book, "appointments")
    keys = [table.sheet.cell(row, table.col(KEY)).value for row in range(table.top + 1, table.bottom + 1)]
    table.put(keys[0], "erledigt am", DAY, by=KEY).put(keys[0], "Ergebnis", "=gut", by=KEY)
    table.put(keys[1], "verlegt auf", DAY, by=KEY)
    table.put(keys[2], "Datum", None, by=KEY)
    table.put(keys[3], "Datum", DAY, by=KEY)
    table.add_column("Notiz", {keys[4]: "mit Muster"}, by=KEY)
    desk.Sheet(book, "settings").put("Stichtag", "Wert", "31.03.2026", by="Einstellung")
    desk.Sheet(book, "settings").put("Bundesland", "Wert", "Bayern", by="Einstellung")
    for key, level in {"007": "Service", "0815": "Strategie", "1002": "Service"}.items():
        desk.Sheet(book, "screening").put(key, "Level", level)


def test_command_line_and_button_make_the_same_calendar(office: Session, built: Path, tmp_path: Path) -> None:
    outcomes = both(office, built / "Mappe.xlsm", tmp_path, _live_it)
    file, live = (
        {row[KEY]: row for row in outcomes[way].tables["appointments"] if row[KEY]}
        for way in ("file", "live")
    )
    assert file == live
    assert len(file) > 50
    assert {"erledigt", "überfällig", "geplant"} <= {row["Stand"] for row in file.values()}
