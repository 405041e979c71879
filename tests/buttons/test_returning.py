"""Rücklauf in the open workbook: only the cells of the copy change, and the owner's formulas stay his."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.doors.test_returning import Desk, filled_in
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung import jobs  # noqa: E402
from kundenbindung.adapters import live  # noqa: E402
from kundenbindung.jobs import copy_orders  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session


def sent(hand: Hand, folder: Path) -> Path:
    """The copy for Vertrieb of the open workbook."""
    hand.click("calculate")
    job = jobs.calculate(jobs.from_grids(live.grids(live.read_tables(hand.book))))
    order = copy_orders.Order("Vertrieb", "TK")
    copy_orders.prepare(job, order, dt.datetime(2026, 1, 2)).write(folder / "Kopie.xlsx", None)
    return folder / "Kopie.xlsx"


def fill_in(book: Any) -> None:
    customers, deals = Desk(book, "customers"), Desk(book, "opportunities")
    customers.cell(0, "Kundenbindung").value = 6.5
    customers.cell(1, "Kundenbindung").value = 3.0
    customers.cell(0, "Rahmenvertragsanteil").value = 0.99
    deals.cell(0, "Abschluss erwartet").value = dt.date(2026, 9, 30)
    row = deals.free()
    for label, value in {
        "Kundennr.": "1001",
        "Vorhaben": "Neue Halle",
        "Wert": 1500.5,
        "Phase": "Auftrag",
    }.items():
        deals.cell(row, label).value = value
    Desk(book, "appointments").cell(0, "erledigt am").value = dt.date(2026, 2, 3)


def test_what_was_filled_in_is_written_and_nothing_else(
    hand: Hand, office: Session, tmp_path: Path, home: Path
) -> None:
    customers, deals, dates = (hand.table(name) for name in ("customers", "opportunities", "appointments"))
    deals.add({"Kundennr.": "1001", "Vorhaben": "Eigenes", "Wert": 500.0})
    for key in ("1001", "1002"):
        customers.put(key, "Verantwortlich", "TK")
    customers.cell("1002", "Kundenbindung").formula = "=4+1"
    copy = filled_in(sent(hand, tmp_path), fill_in)
    before = customers.rows
    office.files.append(copy)
    office.answers.append("yes")
    said = hand.click("take_back")
    assert said.startswith("6 Einträge bei "), said
    asked = office.alerts[-2].prompt
    assert "1001 Stabil AG: Kundenbindung leer → 6,5" in asked
    (listed,) = home.glob("Ruecklaufvorschau.txt")
    assert f"Alle Unterschiede und Hinweise: {listed}" in asked
    closed = "1001 (Rahmenvertragsanteil)"
    assert 0 < asked.index(closed) < asked.index("Kundenbindung leer"), "what is not taken over comes first"
    assert closed in listed.read_text("utf-8-sig")
    assert f"Hinweise, und was nicht übernommen wurde: {listed}" in said
    assert customers.cell("1002", "Kundenbindung").formula == "=4+1"
    changed = [
        (row["Kundennr."], label)
        for row, old in zip(customers.rows, before, strict=True)
        for label in row
        if row[label] != old[label]
    ]
    assert changed == [("1001", "Kundenbindung")]
    rows = {row["Vorhaben"]: row for row in deals.rows if row["Vorhaben"]}
    assert list(rows) == ["Eigenes", "Neue Halle"]
    assert (rows["Neue Halle"]["Kunde"], rows["Neue Halle"]["Wert"]) == ("Stabil AG", 1500.5)
    assert rows["Eigenes"]["Abschluss erwartet"] == dt.datetime(2026, 9, 30)
    assert [row["erledigt am"] for row in dates.rows if row["erledigt am"]] == [dt.datetime(2026, 2, 3)]
    assert hand.table("dispatches").keys(by="Art")[-1] == "Rücklauf"
    hand.click("undo")
    assert customers.by_key("Kundenbindung")["1001"] == 6.5, "what was typed is not a result"
    office.files.append(copy)
    assert "Nichts Neues" in hand.click("take_back")
