"""Hin und zurück on the command line: a copy goes out, is filled in, comes back; a customer is deleted."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.doors import desk
from tests.doors.desk import Sheet, call, edited

from kundenbindung.workbook import layout


def _people(book: Any) -> None:
    customers = Sheet(book, "customers")
    for key in ("007", "0815", "1001"):
        customers.put(key, "Verantwortlich", "MK").put(key, "Kundenbindung", 4)


@pytest.fixture
def sent(mappe: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A workbook, and the copy of one Verantwortlichen."""
    edited(mappe, _people)
    assert call("rechnen", mappe, "--ausgabe", mappe) == 0
    copy = tmp_path / "Kopie.xlsx"
    assert call("versand", mappe, "--gruppe", "Vertrieb", "--ausgabe", copy) == 0
    return mappe, copy


def _fill_in(copy: Path) -> None:
    book = openpyxl.load_workbook(copy)
    Sheet(book, "customers").put("007", "Kundenbindung", 9).put("007", "Betreuungsstunden", 77)
    deals = Sheet(book, "opportunities")
    deals.add({"Kundennr.": "1001", "Vorhaben": "Neue Halle", "Wert": 12_000, "Status": "offen"})
    book.save(copy)


def test_what_a_colleague_filled_in_comes_back_after_a_yes(
    sent: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    mappe, copy = sent
    _fill_in(copy)
    before = mappe.read_bytes()
    capsys.readouterr()
    assert call("ruecklauf", mappe, "--kopie", copy) == 0
    said = capsys.readouterr().out
    assert "Müller & Söhne" in said
    assert "Kundenbindung" in said
    assert "Betreuungsstunden" in said, "what he may not fill in is named"
    assert "Mit --ja und --ausgabe" in said
    assert mappe.read_bytes() == before
    assert call("ruecklauf", mappe, "--kopie", copy, "--ausgabe", mappe, "--ja") == 0
    book = desk.opened(mappe, values=True)
    assert Sheet(book, "customers").cell("007", "Kundenbindung").value == 9
    assert Sheet(book, "customers").cell("007", "Betreuungsstunden").value is None
    assert Sheet(book, "opportunities").cell("1001", "Vorhaben").value == "Neue Halle"
    capsys.readouterr()
    assert call("ruecklauf", mappe, "--kopie", copy, "--ausgabe", mappe, "--ja") == 0
    assert "Nichts Neues" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call("ruecklauf", mappe, "--kopie", copy, "--ja")
    assert call("ruecklauf", mappe, "--kopie", copy, "--ausgabe", copy, "--ja") == 1


def _holds(path: Path, words: tuple[str, ...]) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return [name for name, part in parts.items() if any(word.encode() in part for word in words)]


def test_a_customer_is_deleted_after_a_yes(
    sent: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    mappe, copy = sent
    target = mappe.with_name("Ohne.xlsx")
    capsys.readouterr()
    assert call("loeschen", mappe, "--kunde", "0815", "--ausgabe", target) == 0
    said = capsys.readouterr().out
    assert "0815 Ölmühle Größ" in said
    assert "--ja" in said
    assert not target.exists()
    assert call("loeschen", mappe, "--kunde", "0815", "--ausgabe", target, "--ja") == 0
    said = capsys.readouterr().out
    assert copy.name in said, "the copy that still holds him is named"
    assert mappe.name in said
    assert _holds(target, ("Ölmühle", ">0815<")) == []
    assert call("rechnen", target, "--ausgabe", target) == 0
    assert call("loeschen", mappe, "--kunde", "999", "--ausgabe", target, "--ja") == 1
    assert "999" in capsys.readouterr().err


def test_the_protocol_names_what_came_back(sent: tuple[Path, Path]) -> None:
    mappe, copy = sent
    _fill_in(copy)
    assert call("ruecklauf", mappe, "--kopie", copy, "--ausgabe", mappe, "--ja") == 0
    table = Sheet(desk.opened(mappe, values=True), "dispatches")
    label = next(column.label for column in layout.DISPATCHES.expand() if column.name == "event")
    events = [table.sheet.cell(row, table.col(label)).value for row in range(table.top + 1, table.bottom + 1)]
    assert [event for event in events if event] == ["Rücklauf"]
