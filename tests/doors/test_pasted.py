"""Aus der Zwischenablage: texts that are numbers are understood, everything else stops with its cell."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.doors import desk
from tests.doors.desk import Sheet, call, edited, frame, names

PASTED = (
    ("figures", "Umsatz 2025", "1.234,56", "revenue_2025", 1234.56),
    ("figures", "Umsatz 2025", "1.234,56 €", "revenue_2025", 1234.56),
    ("figures", "DB 2025", "-1.850,40 EUR", "margin_2025", -1850.4),
    ("figures", "Umsatz 2024", "1'234.50", "revenue_2024", 1234.5),
    ("figures", "Umsatz 2024", "12.345.678", "revenue_2024", 12_345_678.0),
    ("customers", "Rahmenvertragsanteil", " 12 %", "contract_share", 0.12),
    ("customers", "Reklamationsquote", "0,5%", "complaint_share", 0.005),
    ("customers", "Einkaufsvolumen", "90.000,00 €", "purchasing_volume_eur", 90_000.0),
    ("customers", "Zahlungsverzug", " 14 ", "payment_delay_days", 14.0),
    ("customers", "Kundenbindung", "7,5", "loyalty", 7.5),
    ("customers", "Einzelunternehmer", " JA ", "sole_trader", "yes"),
)


@pytest.fixture(scope="module")
def pasted(filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with every text of `PASTED`, each with a customer of its own, rebuilt."""

    def paste(book: Any) -> None:
        for key, (table, label, text, *_) in zip(CUSTOMERS, PASTED, strict=True):
            Sheet(book, table).put(key, label, text)

    path = edited(desk.copied(filled_once, tmp_path_factory.mktemp("pasted")), paste)
    assert call("rechnen", path, "--ausgabe", path.with_name("Ziel.xlsx")) == 0
    return path.with_name("Ziel.xlsx")


CUSTOMERS = (*desk.KEYS, desk.KEYS[0])


@pytest.mark.parametrize("number", range(len(PASTED)))
def test_numbers_pasted_as_text_are_understood(pasted: Path, number: int) -> None:
    table, label, _, field, value = PASTED[number]
    key = CUSTOMERS[number]
    assert frame(pasted, table).loc[key, field] == value
    cell = Sheet(desk.opened(pasted), table).cell(key, label)
    assert (cell.value, cell.data_type) == (("ja", "s") if value == "yes" else (value, "n"))


NOTHING = {"1001": "–", "1002": "k. A.", "1003": "   "}
DATES = ("31.3.2025", "31.03.25", "2025-03-31", dt.datetime(2025, 3, 31))


def test_words_for_nothing_are_refused_and_stay(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited(mappe, lambda book: [Sheet(book, "figures").put(k, "DB 2025", v) for k, v in NOTHING.items()])
    before = mappe.read_bytes()
    assert call("rechnen", mappe, "--ausgabe", mappe) == 1
    said = capsys.readouterr().err
    assert all(
        f"steht „{word.strip()}“, erwartet wird eine Zahl" in said
        for word in NOTHING.values()
        if word.strip()
    )
    assert mappe.read_bytes() == before


def test_dates_of_every_kind(mappe: Path) -> None:
    rows = [{"Kundennr.": "1001", "Vorhaben": "V", "Abschluss erwartet": day} for day in DATES]
    edited(mappe, lambda book: [Sheet(book, "opportunities").add(row) for row in rows])
    assert call("rechnen", mappe, "--ausgabe", mappe) == 0
    assert frame(mappe, "opportunities")["expected_close"].tolist() == [dt.date(2025, 3, 31)] * 4


def _date(book: Any) -> None:
    Sheet(book, "customers").put("1001", "Kundenbindung", dt.datetime(2025, 5, 3))


def _number_date(book: Any) -> None:
    Sheet(book, "figures").put("1001", "Umsatz 2025", dt.datetime(2025, 5, 3))


def _truth(book: Any) -> None:
    Sheet(book, "figures").put("1001", "Umsatz 2025", value=True)


def _text(book: Any) -> None:
    Sheet(book, "figures").put("1001", "Umsatz 2025", "ca. 5000")


def _ambiguous(book: Any) -> None:
    Sheet(book, "figures").put("1001", "Umsatz 2025", "1.234")


def _sign(book: Any) -> None:
    Sheet(book, "figures").put("1001", "Umsatz 2025", "1.850,40 H")


def _percent_of_money(book: Any) -> None:
    Sheet(book, "figures").put("1001", "DB 2025", "30 %")


def _share(book: Any) -> None:
    Sheet(book, "customers").put("1001", "Rahmenvertragsanteil", 40)


def _rating(book: Any) -> None:
    Sheet(book, "customers").put("1001", "Weiterempfehlung", 11)


def _error_value(book: Any) -> None:
    cell = Sheet(book, "figures").cell("1001", "Umsatz 2025")
    cell.value, cell.data_type = "#DIV/0!", "e"


def _choice(book: Any) -> None:
    Sheet(book, "screening").put("1001", "Level", "Premium")


def _renamed(book: Any) -> None:
    Sheet(book, "customers").rename("Einkaufsvolumen", "Volumen")


def _sheet(book: Any) -> None:
    del book["Pipeline"]


def _decision_sheet(book: Any) -> None:
    del book["Screening"]


def _twice(book: Any) -> None:
    Sheet(book, "customers").put("1002", "Kundennr.", "1001")


def _twice_decided(book: Any) -> None:
    Sheet(book, "screening").put("1002", "Kundennr.", "1001")


def _no_key(book: Any) -> None:
    Sheet(book, "customers").put("1002", "Kundennr.", None)


def _base_year(book: Any) -> None:
    Sheet(book, "settings").put("Basisjahr", "Wert", None, by="Einstellung")


def _other_base_year(book: Any) -> None:
    Sheet(book, "settings").put("Basisjahr", "Wert", 2024, by="Einstellung")


def _two_decimals(book: Any) -> None:
    Sheet(book, "settings").put("Anteil Strategie", "Wert", "viel", by="Einstellung")


def _weights(book: Any) -> None:
    table = Sheet(book, "criteria")
    for row in range(table.top + 1, table.bottom):
        table.sheet.cell(row, table.col("Gewicht")).value = 0


def _no_date(book: Any) -> None:
    Sheet(book, "screening").put("1001", "Am", "31.02.2025")


STOPS: tuple[tuple[Callable[[Any], None], str], ...] = (
    (_date, "steht 03.05.2025, ein Datum"),
    (_number_date, "steht 03.05.2025, ein Datum"),
    (_truth, "steht „WAHR“, erwartet wird eine Zahl"),
    (_text, "steht „ca. 5000“, erwartet wird eine Zahl"),
    (_ambiguous, "steht der Text „1.234“; das kann Tausender oder Dezimalstellen meinen"),
    (_sign, "ob Soll oder Haben plus oder minus bedeutet, ist offen"),
    (_percent_of_money, "steht „30 %“, erwartet wird eine Zahl"),
    (_share, "steht 4.000 %; erlaubt ist 0 % bis 100 %"),
    (_rating, "steht 11; erlaubt ist nur eine Zahl ab 0 bis 10."),
    (_error_value, "steht der Fehlerwert #DIV/0!"),
    (_choice, "steht „Premium“; möglich ist: Strategie, Vertrieb, Service"),
    (_renamed, "Die Spalte „Einkaufsvolumen“ fehlt auf dem Blatt Kunden oder wurde umbenannt"),
    (_sheet, "Die Tabelle „Pipeline“ fehlt; sie gehört auf das Blatt Pipeline"),
    (_decision_sheet, "Die Tabelle „Screening“ fehlt"),
    (_twice, "Die Kundennummer 1001 kommt mehrfach vor"),
    (_twice_decided, "Die Kundennummer 1001 kommt mehrfach vor"),
    (_no_key, "(Spalte „Kundennr.“) ist leer, wird aber gebraucht"),
    (_base_year, "Das Basisjahr ist nicht eingetragen"),
    (_other_base_year, "Das Basisjahr 2024 ist nicht das letzte Jahr im Blatt Zahlen"),
    (_two_decimals, "(Blatt Einstellungen, Anteil Strategie)"),
    (_weights, "Alle Gewichte sind null"),
    (_no_date, "steht „31.02.2025“, erwartet wird ein Datum"),
)


@pytest.mark.parametrize(("change", "sentence"), STOPS)
def test_what_cannot_be_read_stops_and_nothing_is_written(
    mappe: Path, change: Callable[[Any], None], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = edited(mappe, change).read_bytes()
    assert call("rechnen", mappe, "--ausgabe", mappe) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Mappe.xlsx kann nicht berechnet werden" in said.err
    assert sentence in said.err
    assert mappe.read_bytes() == before
    assert names(mappe.parent) == ["Mappe.xlsx"]


@pytest.mark.parametrize(("change", "sentence"), [STOPS[1], STOPS[3], STOPS[4]])
def test_the_cell_named_is_the_cell(
    mappe: Path, change: Callable[[Any], None], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(mappe, change)
    assert call("pruefen", mappe) == 1
    place = Sheet(desk.opened(mappe), "figures").cell("1001", "Umsatz 2025").coordinate
    said = capsys.readouterr().err
    assert f"In der Zelle {place} (Spalte „Umsatz 2025“)" in said
    assert "Fehler (Blatt Zahlen, 1001 Stabil AG)" in said


def test_many_errors_are_counted(mappe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def spoil(book: Any) -> None:
        for key in desk.KEYS:
            for label in ("Umsatz 2025", "DB 2025"):
                Sheet(book, "figures").put(key, label, "viel")

    edited(mappe, spoil)
    assert call("rechnen", mappe) == 1
    said = capsys.readouterr().err.splitlines()
    assert "20 Fehler" in said[0]
    assert len(said) == 14
    assert said[-1].strip() == "und 8 weitere Fehler"


def test_missing_prior_year_is_no_mistake(mappe: Path) -> None:
    def drop(book: Any) -> None:
        del book["Vorjahr"]

    assert call("rechnen", edited(mappe, drop), "--ausgabe", mappe) == 0


@pytest.mark.parametrize("command", ["rechnen", "pruefen"])
def test_other_files_are_refused(tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl.Workbook().save(tmp_path / "fremd.xlsx")
    (tmp_path / "liste.xlsm").write_text("Kundennr.;Umsatz 2025\n1;2\n", encoding="utf-8")
    (tmp_path / "ordner.xlsx").mkdir()
    shutil.copy(tmp_path / "fremd.xlsx", tmp_path / "halb.xlsx")
    (tmp_path / "halb.xlsx").write_bytes((tmp_path / "fremd.xlsx").read_bytes()[:900])
    for name, word in (
        ("fremd.xlsx", "keine Kundenbindungs-Mappe"),
        ("liste.xlsm", "enthält Text"),
        ("fehlt.xlsx", "gibt es nicht"),
        ("ordner.xlsx", "öffnen"),
        ("halb.xlsx", "„halb.xlsx“"),
    ):
        assert call(command, tmp_path / name) == 1
        said = capsys.readouterr().err
        assert said.startswith("Fehler: ")
        assert word in said
