"""Blatt Klausur through the command line: what was typed stays, what is settled goes, counters go to zero."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter
from tests.doors.desk import Sheet, call, edited, frame, opened, reading, start_sentences

from kundenbindung import jobs
from kundenbindung.adapters import presets
from kundenbindung.messages.retreat import PLANNED, SUM
from kundenbindung.workbook import layout
from kundenbindung.workbook.inputs import retreat_item

ITEM = "Punkt"
OPEN = (
    "Erklärung 007",
    "Erklärung 0815",
    "Erklärung 1002",
    "Erklärung 1006",
    "Erklärung 1007",
    "Klumpen 007",
)
"""Points of the ten customers: five trends to explain, and one that carries a third of the revenue."""
DAY = dt.datetime(2026, 3, 31)
TYPED = ("Ergebnis", "Wer", "Bis wann")


def rows(path: Path, table: str = "open_decisions") -> list[dict[str, Any]]:
    """Filled rows of a table by header, as the file holds them."""
    found = Sheet(opened(path, values=True), table)
    lines = (
        {label: found.sheet.cell(row, found.col(label)).value for label in found.headers}
        for row in range(found.top + 1, found.bottom + 1)
    )
    return [line for line in lines if any(value is not None for value in line.values())]


def points(path: Path) -> dict[str, dict[str, Any]]:
    return {str(row[ITEM]): row for row in rows(path)}


def counts(path: Path) -> dict[str, tuple[Any, ...]]:
    """Topic -> gesamt, erledigt, vertagt, offen."""
    found = rows(path, "retreat_status")
    return {
        row["Stand der Klausur"]: tuple(row[name] for name in ("gesamt", "erledigt", "vertagt", "offen"))
        for row in found
    }


def below(book: Any, table: str, *further: Mapping[str, object]) -> None:
    """Rows typed right below a table, which Excel makes part of it."""
    found = Sheet(book, table)
    for row, values in enumerate(further, found.bottom + 1):
        for label, value in values.items():
            found.sheet.cell(row, found.col(label)).value = value
    found.part.ref = (
        f"{get_column_letter(found.left)}{found.top}:"
        f"{get_column_letter(found.right)}{found.bottom + len(further)}"
    )
    if found.part.autoFilter is not None:
        found.part.autoFilter.ref = found.part.ref


def put(book: Any, item: str, *values: object) -> None:
    table = Sheet(book, "open_decisions")
    for label, value in zip(TYPED, values, strict=False):
        table.put(item, label, value, by=ITEM)


def recalculated(path: Path, suffix: str = ".xlsm") -> Path:
    target = path.with_name(f"Neu{suffix}")
    assert call("rechnen", path, "--ausgabe", target) == 0
    return target


def test_a_new_workbook_has_the_proposed_agenda_and_nothing_to_decide(tmp_path: Path) -> None:
    path = tmp_path / "Leer.xlsx"
    assert call("neu", path) == 0
    agenda = frame(path, "agenda")
    proposed = presets.proposed_grid("agenda").rows
    assert len(proposed) == 13
    assert [[str(cell) for cell in row[:4]] for row in agenda.to_numpy()] == [
        list(row[:4]) for row in proposed
    ]
    assert agenda["minutes"].sum() == sum(float(str(row[4])) for row in proposed)
    assert rows(path) == []
    found = counts(path)
    assert found.pop(PLANNED) == (None, None, None, None)
    assert set(found.values()) == {(0, 0, 0, 0)}


def test_the_sheets_of_the_agenda_are_sheets_of_the_workbook() -> None:
    labels = {sheet.label for sheet in layout.SHEETS}
    assert {str(row[3]) for row in presets.proposed_grid("agenda").rows} <= labels


def test_the_sample_company_lists_its_points_and_shows_how_it_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "Beispiel.xlsx"
    assert call("neu", path, "--beispiel") == 0
    results = jobs.sample().results
    assert results is not None
    own = "Preisliste 2026 für Ersatzteile"
    found = points(path)
    assert list(found) == [*map(retreat_item, results.retreat["item"]), own]
    states = {item: row["Stand"] for item, row in found.items() if row["Stand"] != "offen"}
    assert set(states.values()) == {"erledigt", "vertagt bis 31.01.2026"}
    assert found[own]["Kunde oder Gegenstand"] == "eigener Punkt"
    walked = rows(path, "walk_away")
    assert walked[0]["Kundennr."] == "10034"
    assert 0 < walked[0]["Sicher ohne ihn"] < walked[0]["Erwartet ohne ihn"]


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_what_was_typed_stays_and_a_second_time_changes_nothing(mappe: Path, suffix: str) -> None:
    def type_in(book: Any) -> None:
        put(book, "Erklärung 1002", "vertagt", "MK", DAY)
        put(book, "Klumpen 007", "entschieden", "Öz")
        own = {ITEM: "Entscheidung über die Preisliste", "Wer": "TK"}
        below(book, "open_decisions", own, {ITEM: "Messe planen", "Ergebnis": "entschieden"}, {"Wer": "ohne"})

    edited(mappe, type_in, lambda book: Sheet(book, "open_decisions").shuffle([5, 2, 0, 1, 3, 4]))
    first = recalculated(mappe, suffix)
    found = rows(first)
    sorted_by_him = ["Klumpen 007", "Erklärung 1002", "Erklärung 007", "Erklärung 0815"]
    assert [row[ITEM] for row in found[:4]] == sorted_by_him
    assert [row[ITEM] for row in found[6:]] == ["Entscheidung über die Preisliste", "Messe planen", None]
    by_item = points(first)
    assert [by_item["Erklärung 1002"][label] for label in TYPED] == ["vertagt", "MK", DAY]
    assert by_item["Erklärung 1002"]["Stand"] == "vertagt bis 31.03.2026"
    assert by_item["Klumpen 007"]["Stand"] == by_item["Messe planen"]["Stand"] == "erledigt"
    assert by_item["Entscheidung über die Preisliste"]["Stand"] == "offen"
    assert by_item["Entscheidung über die Preisliste"]["Wer"] == "TK"
    assert found[8]["Wer"] == "ohne", "a row without a point is the owner's too"
    assert counts(first)["Trends erklären"] == (5, 0, 1, 4)
    assert counts(first)["eigene Punkte"] == (2, 1, 0, 1)
    second = first.with_name(f"Zweimal{suffix}")
    assert call("rechnen", first, "--ausgabe", second) == 0
    assert rows(second) == found
    assert counts(second) == counts(first)


def test_agenda_and_resolutions_are_his(mappe: Path) -> None:
    def type_in(book: Any) -> None:
        Sheet(book, "agenda").put("1. Tag, 9:00", "Thema", "Frühstück", by="Zeit").add(
            {"Zeit": "3. Tag", "Thema": "Nachlese", "Minuten": 45}
        )
        Sheet(book, "resolutions").add({"Thema": "Preise", "Beschluss": "+ 3 % ab Mai", "Bis wann": DAY})

    before = frame(mappe, "agenda")["minutes"].sum()
    target = recalculated(edited(mappe, type_in))
    agenda = frame(target, "agenda")
    assert agenda["topic"].iloc[0] == "Frühstück"
    assert agenda["topic"].iloc[-1] == "Nachlese"
    assert rows(target, "retreat_status")[-1]["Minuten"] == before + 45
    resolution = frame(target, "resolutions").iloc[0]
    assert (resolution["topic"], resolution["resolution"], resolution["until"]) == (
        "Preise",
        "+ 3 % ab Mai",
        DAY.date(),
    )


def explain(book: Any, *keys: str) -> None:
    table = Sheet(book, "screening")
    for key in keys:
        for label, value in (("Grund", "Menge"), ("Erklärung", "Neue Filiale"), ("Hält an", "ja")):
            table.put(key, label, value)


def test_a_settled_point_goes_unless_something_was_typed(mappe: Path) -> None:
    question = points(mappe)["Erklärung 0815"]["Worum es geht"]
    edited(mappe, lambda book: put(book, "Erklärung 0815", None, "MK"))
    target = recalculated(edited(mappe, lambda book: explain(book, "007", "0815")))
    found = points(target)
    assert "Erklärung 007" not in found
    assert found["Erklärung 0815"]["Stand"] == "erledigt"
    assert found["Erklärung 0815"]["Wer"] == "MK"
    assert found["Erklärung 0815"]["Worum es geht"] == question
    assert counts(target)["Trends erklären"] == (5, 2, 0, 3)
    assert counts(target)["eigene Punkte"] == (0, 0, 0, 0)
    again = target.with_name("Wieder.xlsx")
    assert call("rechnen", edited(target, lambda book: _forget(book, "0815")), "--ausgabe", again) == 0
    assert points(again)["Erklärung 0815"]["Stand"] == "offen", "what is owed again is open again"


def _forget(book: Any, key: str) -> None:
    Sheet(book, "screening").put(key, "Grund", None)


def test_a_level_in_screening_settles_a_borderline_case(tmp_path: Path) -> None:
    path = tmp_path / "Beispiel.xlsx"
    assert call("neu", path, "--beispiel") == 0
    open_cases = [
        item
        for item, row in points(path).items()
        if item.startswith("Grenzfall ") and row["Stand"] == "offen"
    ]
    total, done, deferred, left = counts(path)["Grenzfälle"]
    silent, noted = open_cases[:2]

    def decide(book: Any) -> None:
        for item in (silent, noted):
            Sheet(book, "screening").put(item.removeprefix("Grenzfall "), "Level", "Vertrieb")
        put(book, noted, None, "MK", DAY)

    target = recalculated(edited(path, decide), ".xlsx")
    found = points(target)
    assert silent not in found
    assert found[noted]["Stand"] == "erledigt"
    assert [found[noted][label] for label in TYPED] == [None, "MK", DAY]
    assert counts(target)["Grenzfälle"] == (total, done + 2, deferred, left - 2)
    assert [item for item in found if item in open_cases] == open_cases[1:]


def test_the_same_point_of_his_and_the_same_number_may_stand_there_twice(mappe: Path) -> None:
    def type_in(book: Any) -> None:
        below(
            book, "open_decisions", {ITEM: "Messe", "Ergebnis": "entschieden"}, {ITEM: "Messe", "Wer": "TK"}
        )
        for _ in range(2):
            Sheet(book, "walk_away").add({"Kundennr.": "0815"})

    target = recalculated(edited(mappe, type_in))
    assert [(row["Stand"], row["Wer"]) for row in rows(target)[6:]] == [("erledigt", None), ("offen", "TK")]
    walked = rows(target, "walk_away")
    assert walked[0] == walked[1]
    assert walked[0]["Kunde"] == "Ölmühle Größ"


@pytest.mark.parametrize(("outcome", "place"), [("entschieden", 1), ("vertagt", 2)])
def test_the_counters_go_to_zero(mappe: Path, outcome: str, place: int) -> None:
    def decide(items: Iterable[str]) -> Callable[[Any], None]:
        def all_of_them(book: Any) -> None:
            for item in items:
                put(book, item, outcome, "MK", DAY)

        return all_of_them

    def rate(book: Any) -> None:
        sheet, keys = Sheet(book, "customers"), list(reading(mappe).frames["customers"]["customer_id"])
        for column in ("Kundenbindung", "Weiterempfehlung"):
            for key in keys:
                sheet.put(key, column, 5)

    first = recalculated(edited(mappe, rate))
    target = first.with_name("Fertig.xlsm")
    assert call("rechnen", edited(first, decide(points(first))), "--ausgabe", target) == 0
    found = counts(target)
    assert len(points(target)) >= len(OPEN)
    assert {row["Stand"] for row in rows(target)} <= {"erledigt", "vertagt bis 31.03.2026"}
    assert [found[topic][3] for topic in found if topic != PLANNED] == [0] * (len(found) - 1)
    assert found[SUM][place] >= len(OPEN)
    assert rows(target, "retreat_status")[-2]["Minuten"] == 0


def _without_retreat(path: Path) -> Path:
    """A workbook of an earlier version, which has no such sheet."""

    def remove(book: Any) -> None:
        label = layout.sheet_of("agenda").label
        for name in [name for name, entry in book.defined_names.items() if f"{label}!" in entry.attr_text]:
            del book.defined_names[name]
        del book[label]

    return edited(path, remove)


def test_a_workbook_without_the_sheet_is_calculated_and_gets_it(mappe: Path) -> None:
    old = _without_retreat(mappe)
    assert call("pruefen", old) == 0
    target = recalculated(old)
    assert len(frame(target, "agenda")) == len(presets.proposed_grid("agenda").rows)
    assert tuple(points(target)) == OPEN


def test_an_agenda_he_emptied_stays_empty(mappe: Path) -> None:
    def clear(book: Any) -> None:
        table = Sheet(book, "agenda")
        for row in range(table.top + 1, table.bottom + 1):
            for col in range(table.left, table.right + 1):
                table.sheet.cell(row, col).value = None

    target = recalculated(edited(mappe, clear))
    assert rows(target, "agenda") == []
    assert not any("die Agenda sieht" in text for text in start_sentences(target))


def test_too_short_an_agenda_is_a_notice(mappe: Path) -> None:
    def shorten(book: Any) -> None:
        table = Sheet(book, "agenda")
        for row in range(table.top + 1, table.bottom + 1):
            table.sheet.cell(row, table.col("Minuten")).value = 5 if row == table.top + 1 else None

    said = [text for text in start_sentences(recalculated(edited(mappe, shorten))) if "Agenda" in text]
    assert said == [
        "Für die offenen Punkte der Klausur braucht es etwa 82 Minuten, die Agenda sieht 5 vor.",
    ]
    assert not any("die Agenda sieht" in text for text in start_sentences(mappe))


def test_put_off_without_a_name_is_said_with_the_point(mappe: Path) -> None:
    target = recalculated(edited(mappe, lambda book: put(book, "Klumpen 007", "vertagt", None, DAY)))
    found = next(row for row in rows(target, "findings") if "ohne Wer" in str(row["Feststellung"]))
    assert (found["Blatt"], found["Kunde oder Zeile"]) == ("Klausur", "Klumpen 007")


def test_walk_away_beside_the_numbers_as_typed(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def type_in(book: Any) -> None:
        for key in ("0815", "4711", "007"):
            Sheet(book, "walk_away").add({"Kundennr.": key})

    edited(mappe, type_in)
    capsys.readouterr()
    assert call("pruefen", mappe) == 0
    assert "in der Mappe nicht gibt: 4711." in capsys.readouterr().out
    target = recalculated(mappe)
    found = rows(target, "walk_away")
    assert [row["Kundennr."] for row in found] == ["0815", "4711", "007"]
    assert {value for label, value in found[1].items() if label != "Kundennr."} == {None}
    job = jobs.calculate(jobs.read(target))
    assert job.results is not None
    assert job.results.company is not None
    for row, name in ((found[0], "Ölmühle Größ"), (found[2], "Müller & Söhne")):
        assert row["Kunde"] == name
        assert 0 < row["Erwartet ohne ihn"] < job.results.company.plan.expected
    revenue = job.results.company.revenue_eur
    assert found[2]["vom Umsatz"] == pytest.approx(150_000 / revenue)
    assert any("4711" in text for text in start_sentences(target))


def test_nothing_is_written_over_the_workbook(mappe: Path) -> None:
    copy = Path(shutil.copy2(mappe, mappe.with_name("Vorher.xlsx")))
    recalculated(mappe)
    assert mappe.read_bytes() == copy.read_bytes()
