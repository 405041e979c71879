"""Blatt Klausur in the open workbook: what the button tells, and what a calculation leaves of the owner's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.buttons.hand import Hand, Place, Row, at_desk, copied, differing
from tests.doors.desk import KEYS
from tests.needs import needs_module

needs_module("xlwings")

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.engine.session import Session

ITEM = "Punkt"
POINTS = [
    "Erklärung 007",
    "Erklärung 0815",
    "Erklärung 1002",
    "Erklärung 1006",
    "Erklärung 1007",
    "Klumpen 007",
]
TYPED = ("Ergebnis", "Wer", "Bis wann")
DAY = dt.datetime(2026, 3, 31)
LACKS = "(Grund, Erklärung oder „Hält an“ fehlt)"
TOLD = f"Noch offen: 24, etwa 82 Minuten.\n  fehlende Urteile: 18\n  Trends erklären: 5 {LACKS}\n  Klumpen: 1"
"""Nine customers and two soft criteria, 1.5 minutes each; five trends of ten minutes; one Klumpen of five."""
STALE = "Das Blatt Klausur zeigt einen älteren Stand. Bitte Neu berechnen."
NOTHING = "Nichts ist offen."


def untouched(hand: Hand) -> dict[Place, object]:
    """All cells but the one with the token."""
    cell = hand.book.names["KB_Fertig"].refers_to_range
    own = (cell.sheet.name, cell.row, cell.column)
    return {place: content for place, content in hand.everything().items() if place != own}


def put(hand: Hand, item: str, *values: object) -> None:
    """Ergebnis, Wer and Bis wann of a point."""
    for label, value in zip(TYPED, values, strict=False):
        if value is not None:
            hand.table("open_decisions").put(item, label, value, by=ITEM)


def below(hand: Hand, *rows: Mapping[str, object]) -> None:
    """Rows typed right below the list, which Excel makes part of it."""
    table = hand.table("open_decisions")
    top, left, (height, width) = table.area.row, table.area.column, table.area.shape
    table.table.resize(table.sheet.range((top, left), (top + height - 1 + len(rows), left + width - 1)))
    for at, values in enumerate(rows, top + height):
        for label, value in values.items():
            table.sheet.range((at, table.column(label))).value = value


def explain(hand: Hand, *keys: str) -> None:
    """Grund, sentence and whether it lasts: nothing is owed any more."""
    for key in keys:
        for label, value in (("Grund", "Menge"), ("Erklärung", "Neue Filiale"), ("Hält an", "ja")):
            hand.table("screening").put(key, label, value)


def judge(hand: Hand, keys: Sequence[str] = KEYS) -> None:
    """No rating is missing."""
    for key in keys:
        for label in ("Kundenbindung", "Weiterempfehlung"):
            hand.table("customers").put(key, label, 5)


def points(hand: Hand) -> dict[str, Row]:
    return {str(row[ITEM]): row for row in hand.table("open_decisions").rows if row[ITEM] is not None}


def states(hand: Hand) -> list[tuple[object, object]]:
    """Punkt and Stand of the filled rows, as they stand one below the other."""
    rows = hand.table("open_decisions").rows
    return [(row[ITEM], row["Stand"]) for row in rows if any(value is not None for value in row.values())]


def counts(hand: Hand, topic: str) -> tuple[object, ...]:
    """gesamt, erledigt, vertagt, offen."""
    row = next(row for row in hand.table("retreat_status").rows if row["Stand der Klausur"] == topic)
    return tuple(row[label] for label in ("gesamt", "erledigt", "vertagt", "offen"))


def rows_of(hand: Hand, name: str) -> list[Row]:
    return hand.table(name).rows


def there(hand: Hand) -> tuple[str, int, int]:
    """Sheet in front, row and column of the selected cell."""
    cell = hand.book.app.selection
    assert cell is not None
    return hand.book.sheets.active.name, cell.row, cell.column


def at_point(hand: Hand, item: str) -> tuple[str, int, int]:
    """Where the button should go for this point."""
    table = hand.table("open_decisions")
    return table.sheet.name, table.row(item, by=ITEM), table.column(ITEM)


def at_first(hand: Hand) -> tuple[str, int, int]:
    """First cell below the header of the list."""
    table = hand.table("open_decisions")
    return table.sheet.name, int(table.area.row) + 1, int(table.area.column)


# What the button tells


def test_it_tells_what_is_open_goes_to_the_first_point_and_writes_nothing(hand: Hand) -> None:
    hand.book.sheets["Start"].activate()
    hand.save()
    before = untouched(hand)
    assert hand.click("open_decisions") == TOLD
    assert there(hand) == at_point(hand, "Erklärung 007")
    assert differing(before, untouched(hand)) == {}
    assert hand.saved


def test_the_first_point_is_the_first_that_is_open_however_he_sorted(hand: Hand) -> None:
    put(hand, "Erklärung 007", "entschieden")
    put(hand, "Klumpen 007", "vertagt", "MK", DAY)
    hand.click("calculate")
    hand.table("open_decisions").sort([5, 0, 3, 1, 2, 4])
    hand.save()
    before = untouched(hand)
    said = hand.click("open_decisions")
    left = "Noch offen: 22, etwa 67 Minuten.\n  fehlende Urteile: 18"
    assert said == f"{left}\n  Trends erklären: 4 {LACKS}"
    assert there(hand) == at_point(hand, "Erklärung 1006")
    assert differing(before, untouched(hand)) == {}
    assert hand.saved


def test_a_workbook_with_changes_stays_one_with_changes(hand: Hand) -> None:
    hand.save()
    hand.table("customers").put("007", "Kunde", "Müller")
    assert not hand.saved
    hand.click("open_decisions")
    assert not hand.saved


def test_a_renamed_sheet_is_found(hand: Hand) -> None:
    hand.book.sheets["Klausur"].name = "Unsere zwei Tage"
    hand.book.sheets["Start"].activate()
    hand.save()
    assert hand.click("open_decisions") == TOLD
    assert there(hand)[0] == "Unsere zwei Tage"
    assert there(hand) == at_point(hand, "Erklärung 007")
    assert hand.saved


def test_a_sheet_he_hid_stays_hidden_and_is_named(hand: Hand) -> None:
    hand.book.sheets["Start"].activate()
    hand.book.sheets["Klausur"].visible = False
    hand.save()
    said = hand.click("open_decisions")
    assert said.startswith(f"{TOLD}\n\nDas Blatt „Klausur“ ist ausgeblendet.")
    assert not hand.book.sheets["Klausur"].visible
    assert hand.book.sheets.active.name == "Start"
    assert hand.saved


def _new_point(hand: Hand) -> None:
    hand.table("figures").put("1001", "Umsatz 2025", 90_000)


def _settled(hand: Hand) -> None:
    explain(hand, "0815")


def _decided(hand: Hand) -> None:
    put(hand, "Klumpen 007", "entschieden")


def _own(hand: Hand) -> None:
    below(hand, {ITEM: "Messe planen"})


CHANGES = ((_new_point, 25), (_settled, 23), (_decided, 23), (_own, 25))


@pytest.mark.parametrize(("change", "left"), CHANGES)
def test_an_old_list_is_said_until_it_is_calculated_again(
    hand: Hand, change: Callable[[Hand], None], left: int
) -> None:
    change(hand)
    hand.save()
    before = untouched(hand)
    said = hand.click("open_decisions")
    assert said.startswith(f"Noch offen: {left}, "), "counted as it is now"
    assert said.endswith(f"\n\n{STALE}")
    assert differing(before, untouched(hand)) == {}
    assert hand.saved
    hand.click("calculate")
    said = hand.click("open_decisions")
    assert said.startswith(f"Noch offen: {left}, ")
    assert STALE not in said


def test_nothing_is_open_in_an_empty_workbook(office: Session, built: Path, tmp_path: Path) -> None:
    with at_desk(office, copied(built / "Leer.xlsm", tmp_path)) as hand:
        hand.save()
        before = untouched(hand)
        assert hand.click("open_decisions") == NOTHING
        assert there(hand) == at_first(hand)
        assert differing(before, untouched(hand)) == {}
        assert hand.saved


@pytest.mark.parametrize("outcome", ["entschieden", "vertagt"])
def test_nothing_is_open_when_everything_is_decided_or_put_off(hand: Hand, outcome: str) -> None:
    judge(hand)
    hand.click("calculate")
    for item in points(hand):
        put(hand, item, outcome, "MK", DAY)
    assert hand.click("open_decisions") == f"{NOTHING}\n\n{STALE}"
    hand.click("calculate")
    assert hand.click("open_decisions") == NOTHING
    assert there(hand) == at_first(hand)
    assert counts(hand, "Summe")[3] == 0.0
    assert len(points(hand)) >= len(POINTS)
    wanted = {"entschieden": "erledigt", "vertagt": "vertagt bis 31.03.2026"}[outcome]
    assert {row["Stand"] for row in points(hand).values()} == {wanted}


def _sheet_gone(hand: Hand) -> None:
    hand.book.sheets["Klausur"].delete()


def _table_gone(hand: Hand) -> None:
    """Only a range of cells is left of it."""
    hand.book.impl.document.DatabaseRanges.removeByName("Offene_Entscheidungen")
    hand.book.impl.structure_changed()


@pytest.mark.parametrize("change", [_sheet_gone, _table_gone])
def test_without_the_list_it_says_so_and_the_rest_is_calculated(
    hand: Hand, change: Callable[[Hand], None]
) -> None:
    hand.book.sheets["Start"].activate()
    change(hand)
    hand.save()
    said = hand.click("open_decisions")
    assert said.startswith(TOLD)
    assert "Die Tabelle der offenen Entscheidungen fehlt in dieser Mappe" in said
    assert hand.book.sheets.active.name == "Start"
    assert hand.saved
    assert hand.click("calculate").startswith("10 Kunden berechnet")


def test_without_the_column_of_the_state_it_goes_to_the_list(hand: Hand) -> None:
    table = hand.table("open_decisions")
    table.sheet.range((table.area.row, table.column("Stand"))).value = "Mein Stand"
    assert hand.click("open_decisions") == f"{TOLD}\n\n{STALE}"
    assert there(hand) == at_first(hand)


def test_errors_come_first(hand: Hand) -> None:
    hand.book.sheets["Start"].activate()
    for key in KEYS:
        hand.table("figures").put(key, "Umsatz 2025", "viel")
        hand.table("figures").put(key, "DB 2025", "wenig")
    hand.save()
    before = untouched(hand)
    said = hand.click("open_decisions")
    assert said.startswith("Nicht berechnet: 20 Fehler verhindern die Berechnung.")
    assert "„Umsatz 2025“" in said
    assert said.endswith("Alle Fehler stehen nach „Neu berechnen“ auf dem Blatt Start.")
    assert hand.book.sheets.active.name == "Start"
    assert differing(before, untouched(hand)) == {}
    assert hand.saved


# What a calculation leaves as it was typed


def _work(hand: Hand) -> None:
    """Two days of work on the list: sorted, decided, put off, added to - and other figures."""
    hand.table("open_decisions").sort([5, 2, 0, 4, 1, 3])
    put(hand, "Erklärung 1002", "vertagt", "MK", DAY)
    put(hand, "Erklärung 0815", None, "Öz", DAY)
    put(hand, "Klumpen 007", "entschieden")
    below(
        hand,
        {ITEM: "Preisliste", "Wer": "TK"},
        {ITEM: "Messe planen", "Ergebnis": "entschieden"},
        {ITEM: "Entscheidung über den Bonus", "Ergebnis": "vertagt", "Wer": "MK", "Bis wann": DAY},
        {"Wer": "ohne Punkt"},
    )
    explain(hand, "0815", "1007")
    _new_point(hand)


@pytest.fixture
def worked(hand: Hand) -> Hand:
    """The list after that work, not calculated yet."""
    _work(hand)
    return hand


ORDER = [
    ("Klumpen 007", "erledigt"),
    ("Erklärung 1002", "vertagt bis 31.03.2026"),
    ("Erklärung 007", "offen"),
    ("Erklärung 1007", "erledigt"),
    ("Erklärung 0815", "erledigt"),
    ("Erklärung 1006", "offen"),
    ("Preisliste", "offen"),
    ("Messe planen", "erledigt"),
    ("Entscheidung über den Bonus", "vertagt bis 31.03.2026"),
    (None, None),
    ("Erklärung 1001", "offen"),
]


def test_his_order_and_words_stay_and_new_points_come_last(worked: Hand) -> None:
    def typed() -> dict[str, list[object]]:
        return {item: [row[label] for label in TYPED] for item, row in points(worked).items()}

    before, questions = typed(), {item: row["Worum es geht"] for item, row in points(worked).items()}
    assert worked.click("calculate").startswith("10 Kunden berechnet")
    assert states(worked) == ORDER
    found = points(worked)
    assert typed() == {**before, "Erklärung 1001": [None] * 3}
    assert before["Erklärung 0815"] == [None, "Öz", DAY]
    for gone in ("Erklärung 0815", "Erklärung 1007"):
        assert found[gone]["Worum es geht"] == questions[gone], "what it was about stays readable"
        assert found[gone]["auf dem Spiel"] is None
    assert found["Erklärung 1001"]["Kunde oder Gegenstand"] == "Stabil AG"
    assert found["Erklärung 1001"]["auf dem Spiel"] == 90_000.0
    for own in ("Preisliste", "Messe planen", "Entscheidung über den Bonus"):
        assert found[own]["Kunde oder Gegenstand"] == "eigener Punkt"
    assert worked.table("open_decisions").rows[9]["Wer"] == "ohne Punkt"
    assert counts(worked, "eigene Punkte") == (3.0, 1.0, 1.0, 1.0)
    assert counts(worked, "Trends erklären") == (6.0, 2.0, 1.0, 3.0)
    assert counts(worked, "Klumpen") == (1.0, 1.0, 0.0, 0.0)


def test_calculating_again_changes_nothing(worked: Hand) -> None:
    worked.click("calculate")
    before = rows_of(worked, "open_decisions"), rows_of(worked, "retreat_status")
    worked.click("calculate")
    assert (rows_of(worked, "open_decisions"), rows_of(worked, "retreat_status")) == before


def test_taking_back_takes_results_and_leaves_what_was_typed(worked: Hand) -> None:
    before = rows_of(worked, "open_decisions")
    status = rows_of(worked, "retreat_status")
    worked.click("calculate")
    assert rows_of(worked, "retreat_status") != status
    put(worked, "Erklärung 1006", "entschieden", "später getippt")
    assert worked.click("undo").startswith("Die Ergebnisse der letzten Berechnung sind zurückgenommen.")
    after = rows_of(worked, "open_decisions")
    assert rows_of(worked, "retreat_status") == status
    assert after[5] == before[5] | {"Ergebnis": "entschieden", "Wer": "später getippt"}
    assert after[:5] + after[6:10] == before[:5] + before[6:]
    assert all(value is None for row in after[10:] for value in row.values()), "the new point is gone"


def test_a_new_point_with_something_typed_stays_when_taken_back(worked: Hand) -> None:
    worked.click("calculate")
    put(worked, "Erklärung 1001", "vertagt", "MK", DAY)
    worked.click("undo")
    row = points(worked)["Erklärung 1001"]
    assert [row[label] for label in TYPED] == ["vertagt", "MK", DAY]
    assert row["Stand"] is None
    worked.click("calculate")
    assert points(worked)["Erklärung 1001"]["Stand"] == "vertagt bis 31.03.2026"
    assert states(worked)[:10] == ORDER[:10]


def test_two_points_of_his_with_the_same_words_are_two(hand: Hand) -> None:
    below(hand, {ITEM: "Messe", "Ergebnis": "entschieden"}, {ITEM: "Messe", "Wer": "TK"})
    for _ in range(2):
        hand.click("calculate")
        assert states(hand)[6:] == [("Messe", "erledigt"), ("Messe", "offen")]
        assert hand.table("open_decisions").rows[7]["Wer"] == "TK"


def test_a_column_of_his_stays_beside_its_point(hand: Hand) -> None:
    table = hand.table("open_decisions")
    table.add_column("Notiz")
    for item in POINTS:
        table.put(item, "Notiz", f"zu {item}", by=ITEM)
    table.sort([3, 1, 5, 0, 4, 2])
    _new_point(hand)
    explain(hand, "1006")
    hand.click("calculate")
    assert table.by_key("Notiz", by=ITEM) == {
        **{item: f"zu {item}" for item in POINTS},
        "Erklärung 1001": None,
    }
    assert states(hand)[0] == ("Erklärung 1006", "erledigt")


def test_what_is_owed_again_is_open_again(hand: Hand) -> None:
    explain(hand, "0815")
    hand.click("calculate")
    assert points(hand)["Erklärung 0815"]["Stand"] == "erledigt"
    hand.table("screening").cell("0815", "Grund").clear_contents()
    hand.click("calculate")
    row = points(hand)["Erklärung 0815"]
    assert (row["Stand"], row["auf dem Spiel"]) == ("offen", 40_000.0)
    assert counts(hand, "Trends erklären") == (5.0, 0.0, 0.0, 5.0)


def test_errors_leave_the_list_as_it_was(worked: Hand) -> None:
    before = rows_of(worked, "open_decisions"), rows_of(worked, "retreat_status")
    worked.table("figures").put("1002", "Umsatz 2025", "viel")
    assert worked.click("calculate").startswith("Nicht berechnet: ")
    assert (rows_of(worked, "open_decisions"), rows_of(worked, "retreat_status")) == before


def test_a_level_settles_a_borderline_case(office: Session, built: Path, tmp_path: Path) -> None:
    with at_desk(office, copied(built / "Beispiel.xlsm", tmp_path)) as hand:
        edges = [item for item, row in points(hand).items() if item.startswith("Grenzfall ")]
        undecided = [item for item in edges if points(hand)[item]["Stand"] == "offen"]
        total, done, *_ = counts(hand, "Grenzfälle")
        chosen, key = undecided[0], undecided[0].removeprefix("Grenzfall ")
        for label, value in (("Level", "Vertrieb"), ("Warum", "Bauchgefühl")):
            hand.table("screening").put(key, label, value)
        put(hand, undecided[1], "vertagt", "MK", DAY)
        said = hand.click("open_decisions")
        assert f"  Grenzfälle: {len(undecided) - 2}" in said.splitlines()
        assert said.endswith(STALE)
        hand.click("calculate")
        assert points(hand)[chosen]["Stand"] == "erledigt"
        assert counts(hand, "Grenzfälle") == (total, float(str(done)) + 1.0, 1.0, len(undecided) - 2.0)
        hand.table("screening").cell(key, "Level").clear_contents()
        hand.click("calculate")
        assert points(hand)[chosen]["Stand"] == "offen"


def test_the_walk_away_stands_beside_the_typed_number(hand: Hand) -> None:
    table = hand.table("walk_away")
    table.add({"Kundennr.": "4711"})
    table.add({"Kundennr.": "007"})
    hand.click("calculate")
    unknown, found, *rest = rows_of(hand, "walk_away")
    assert {value for label, value in unknown.items() if label != "Kundennr."} == {None}
    assert any("4711" in text for text in hand.sentences())
    assert (found["Kundennr."], found["Kunde"]) == ("007", "Müller & Söhne")
    assert found["vom Umsatz"] == pytest.approx(150_000 / 415_100)
    assert 0 < float(str(found["Sicher ohne ihn"])) < float(str(found["Erwartet ohne ihn"]))
    assert all(value is None for row in rest for value in row.values())
    table.put("007", "Kundennr.", "1001")
    hand.click("calculate")
    _, other, *_ = rows_of(hand, "walk_away")
    assert (other["Kundennr."], other["Kunde"]) == ("1001", "Stabil AG")
    assert other["vom Umsatz"] == pytest.approx(50_500 / 415_100)
    assert float(str(other["Erwartet ohne ihn"])) > float(str(found["Erwartet ohne ihn"]))
    table.cell("1001", "Kundennr.").clear_contents()
    for row in (2, 3):
        table.sheet.range((int(table.area.row) + row + 1, table.column("Kundennr."))).value = "0815"
    hand.click("calculate")
    rows = rows_of(hand, "walk_away")
    assert {value for row in rows[:2] for label, value in row.items() if label != "Kundennr."} == {None}
    assert [row["Kunde"] for row in rows[2:4]] == ["Ölmühle Größ"] * 2, "typed twice, told twice"


def test_agenda_and_resolutions_are_his(hand: Hand) -> None:
    agenda, resolutions = hand.table("agenda"), hand.table("resolutions")
    agenda.put("1. Tag, 9:00", "Thema", "Frühstück", by="Zeit")
    agenda.add({"Zeit": "3. Tag", "Thema": "Nachlese", "Minuten": 45})
    resolutions.add({"Thema": "Preise", "Wer": "=MK", "Beschluss": "3 % ab Mai", "Bis wann": DAY})
    before = agenda.rows, resolutions.rows
    planned = [row["Minuten"] for row in rows_of(hand, "retreat_status")][-1]
    hand.click("calculate")
    assert (agenda.rows, resolutions.rows) == before
    assert [row["Minuten"] for row in rows_of(hand, "retreat_status")][-1] == float(str(planned)) + 45.0
    hand.click("undo")
    assert (agenda.rows, resolutions.rows) == before
    assert [row["Minuten"] for row in rows_of(hand, "retreat_status")][-1] == planned
