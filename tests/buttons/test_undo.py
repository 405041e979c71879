"""Rückgängig: results go back one calculation at a time; what the owner typed stays."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.buttons.hand import at_desk, copied
from tests.doors.desk import KEYS
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung.adapters import home as places  # noqa: E402
from kundenbindung.adapters.live import backup  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session

DONE = "Die Ergebnisse der letzten Berechnung sind zurückgenommen."
MORE = "Noch einmal klicken nimmt auch die Berechnung davor zurück."
NOTHING = "Auf diesem Rechner ist keine Berechnung dieser Mappe gemerkt"


def results(hand: Hand) -> dict[str, object]:
    """Results of all tables, by key where the order may change."""
    found: dict[str, object] = {}
    for name in ("screening", "plan", "trial"):
        table = hand.table(name)
        labels = [label for label in table.outputs() if label != "Verlauf"]
        rows = [row for row in table.rows if row["Kundennr."]]
        found[name] = {row["Kundennr."]: {label: row[label] for label in labels} for row in rows}
    for name in ("company", "key_figures", "split", "expand", "secure", "findings", "steps"):
        found[name] = [row for row in hand.table(name).rows if any(cell is not None for cell in row.values())]
    notes = [row["Wirkung"] for row in hand.table("criteria").rows]
    return found | {"line": hand.line, "notes": notes}


def weigh(hand: Hand, weight: float) -> None:
    """Another weight for the revenue."""
    hand.table("criteria").put("Umsatz", "Gewicht", weight, by="Kriterium")


def test_two_calculations_are_taken_back_one_after_the_other(hand: Hand) -> None:
    built = results(hand)
    hand.click("calculate")
    first = results(hand)
    weigh(hand, 90)
    hand.table("figures").put("007", "Umsatz 2025", 10_000)
    hand.click("calculate")
    second = results(hand)
    assert second["screening"] != first["screening"]
    assert second["findings"] != first["findings"]
    said = hand.click("undo")
    assert said.startswith(DONE)
    assert said.endswith(MORE)
    assert results(hand) == first
    said = hand.click("undo")
    assert said.startswith(DONE)
    assert not said.endswith(MORE)
    assert results(hand) == built
    assert hand.table("figures").by_key("Umsatz 2025")["007"] == 10_000.0, "inputs stay"
    said = hand.click("undo")
    assert said.startswith("Es wurde nichts geändert.")
    assert NOTHING in said
    assert results(hand) == built


def test_sorting_and_deciding_in_between_changes_nothing(hand: Hand) -> None:
    hand.click("calculate")
    first = results(hand)
    weigh(hand, 90)
    hand.click("calculate")
    screening = hand.table("screening")
    assert results(hand)["screening"] != first["screening"]
    screening.sort([9, 3, 1, 7, 0, 2, 8, 4, 6, 5])
    order = screening.keys()
    screening.put("0815", "Level", "Strategie")
    screening.put("007", "Erklärung", "inzwischen getippt")
    screening.put("007", "Von", "MK")
    assert hand.click("undo").startswith(DONE)
    assert screening.keys() == order
    assert results(hand)["screening"] == first["screening"]
    assert screening.by_key("Level")["0815"] == "Strategie"
    assert screening.by_key("Erklärung")["007"] == "inzwischen getippt"
    assert screening.by_key("Von")["007"] == "MK"


def test_rows_that_came_with_the_calculation_are_emptied(hand: Hand) -> None:
    plan = set(hand.table("plan").keys())
    for name in ("customers", "figures"):
        table = hand.table(name)
        for key in ("Neu1", "Neu2"):
            table.add({"Kundennr.": key, "Kunde": f"{key} GmbH"})
    for key in ("Neu1", "Neu2"):
        hand.table("figures").put(key, "Umsatz 2025", 5_000)
    hand.click("calculate")
    screening = hand.table("screening")
    assert screening.keys()[-2:] == ["Neu1", "Neu2"]
    screening.put("Neu2", "Erklärung", "schon bewertet")
    assert hand.click("undo").startswith(DONE)
    assert set(screening.keys()) == {*KEYS, "Neu2"}, "a row with something typed keeps its key"
    assert screening.by_key("Erklärung")["Neu2"] == "schon bewertet"
    assert set(hand.table("plan").keys()) == plan
    assert hand.table("figures").keys()[-2:] == ["Neu1", "Neu2"], "what he typed stays"
    assert hand.click("calculate").startswith("12 Kunden berechnet")
    assert set(screening.keys()) == {*KEYS, "Neu1", "Neu2"}
    assert screening.by_key("Umsatz")["Neu1"] == 5_000.0
    assert screening.by_key("Erklärung")["Neu2"] == "schon bewertet"


def test_proposed_anchors_are_emptied_unless_he_changed_them(hand: Hand) -> None:
    criteria = hand.table("criteria")
    for name in ("Umsatz", "Deckungsbeitrag"):
        for label in ("0 Punkte bei", "10 Punkte bei"):
            criteria.cell(name, label, by="Kriterium").clear_contents()
    hand.click("calculate")
    proposed = criteria.by_key("10 Punkte bei", by="Kriterium")
    assert float(str(proposed["Umsatz"])) > 0.0
    assert float(str(proposed["Deckungsbeitrag"])) > 0.0
    criteria.put("Deckungsbeitrag", "10 Punkte bei", 123_456, by="Kriterium")
    assert hand.click("undo").startswith(DONE)
    zero, ten = (criteria.by_key(label, by="Kriterium") for label in ("0 Punkte bei", "10 Punkte bei"))
    assert (zero["Umsatz"], ten["Umsatz"], zero["Deckungsbeitrag"]) == (None, None, None)
    assert ten["Deckungsbeitrag"] == 123_456.0


def test_a_column_that_came_with_the_calculation_is_emptied(hand: Hand) -> None:
    screening = hand.table("screening")
    points = screening.by_key("Punkte")
    hand.table("criteria").add(
        {"Kriterium": "Größe", "Art": "hart", "Quelle": "Umsatz, Mittel der letzten drei Jahre",
         "Skala": "linear", "0 Punkte bei": 0, "10 Punkte bei": 100_000, "Gewicht": 10}
    )  # fmt: skip
    hand.click("calculate")
    assert screening.by_key("Größe (Punkte)")["007"] == 10.0
    assert screening.by_key("Punkte") != points
    assert hand.click("undo").startswith(DONE)
    assert screening.by_key("Punkte") == points
    assert set(screening.by_key("Größe (Punkte)").values()) == {None}


def test_a_column_he_deleted_does_not_come_back(hand: Hand) -> None:
    weigh(hand, 90)
    hand.click("calculate")
    screening = hand.table("screening")
    letter = screening.sheet.range((1, screening.column("Umsatz (Punkte)"))).address.split("$")[1]
    screening.sheet.range(f"{letter}:{letter}").delete("left")
    headers = screening.headers
    assert hand.click("undo").startswith(DONE)
    assert screening.headers == headers


def test_another_machine_remembers_nothing(
    office: Session, built: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_desk(office, copied(built / "Mappe.xlsm", tmp_path)) as hand:
        weigh(hand, 90)
        hand.click("calculate")
        after = results(hand)
        elsewhere = tmp_path / "anderer Rechner"
        monkeypatch.setenv("XDG_DATA_HOME", str(elsewhere))
        said = hand.click("undo")
        assert said.startswith("Es wurde nichts geändert.")
        assert NOTHING in said
        assert str(elsewhere / "Kundenbindung" / "Sicherungen") in said
        assert results(hand) == after
        monkeypatch.setenv("XDG_DATA_HOME", str(home.parent))
        assert hand.click("undo").startswith(DONE)


def test_a_memory_that_cannot_be_read_is_none(hand: Hand, home: Path) -> None:
    hand.click("calculate")
    (memory,) = (home / "Zurueck").iterdir()
    memory.write_text("{kaputt", encoding="utf-8")
    assert NOTHING in hand.click("undo")


@pytest.mark.parametrize(
    ("folder", "name", "kept"),
    [("Sicherungen", "Mappe-20200101-{:06d}-000000.xlsm", 20), ("Zurueck", "2020{:03d}.json", 100)],
)
def test_only_the_newest_stay(hand: Hand, home: Path, folder: str, name: str, kept: int) -> None:
    (home / folder).mkdir(parents=True)
    old = [home / folder / name.format(number) for number in range(kept + 5)]
    others = [home / folder / other for other in ("Andere-20200101-000000-000000.xlsm", "Mappe-Kopie.xlsm")]
    yesterday = time.time() - 86_400
    for number, path in enumerate([*others, *old]):
        path.write_text("alt", encoding="utf-8")
        os.utime(path, (yesterday + number, yesterday + number))
    hand.click("calculate")
    left = {path.name for path in (home / folder).iterdir()}
    assert {path.name for path in others} <= left, "backups of other workbooks stay"
    assert {path.name for path in old} & left == {path.name for path in old[6:]}
    assert len(left) == kept + len(others)
    assert hand.click("undo").startswith(DONE), "what was just remembered is still there"


def test_backups_are_named_by_workbook_and_moment(hand: Hand, home: Path) -> None:
    target = backup.back_up(hand.book, dt.datetime(2026, 1, 2, 3, 4, 5, 678))
    assert target == home / "Sicherungen" / "Mappe-20260102-030405-000678.xlsm"
    assert places.backup_folder() == target.parent
