"""Eine Mappe zum Hinausgeben: small, with everything a copy may have, and what is meant by it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from xlsxwriter import Workbook

from kundenbindung.adapters.proof import Meant, MeantSheet, MeantTable
from kundenbindung.workbook import styles
from kundenbindung.workbook.outgoing import Cell
from kundenbindung.workbook.schema import Unit

OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
HEADERS = ("Kundennr.", "Kunde", "Level", "Umsatz 2024", "Umsatz 2025", "Verlauf", "fest")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("007", "Müller & Söhne", "Strategie", 1234.5, 0.1 + 0.2, None, True),
    ("1001", "=1+1", "Vertrieb", -80.0, 45678.0, None, False),
    ("1002", "Zeile\nzwei _x0041_ <b>", None, None, 1e-7, None, None),
)
FACTS = (("Gruppe", "Team"), ("Ansprechperson", "team@firma.example"))
WORDS = frozenset(
    {
        "Kopie für Team", "Firma & Co · Kunden", "Seite &P von &N", "Kundenbindung", "Level wählen",
        "Was hier stehen darf.",
        "Strategie", "Vertrieb", "Service", "Umsatz in €", "Umsatz in €: zwei Jahre", "Falscher Eintrag",
        "Bitte wählen.",
    }
)  # fmt: skip
MEANT = Meant(
    sheets=(
        MeantSheet(
            "Start", (MeantTable("Versandkopie", ("Diese Kopie", "Angabe"), FACTS),),
            frozenset({"Titel", "Zu den Kunden"}),
        ),
        MeantSheet("Unsere Kunden", (MeantTable("Kunden", HEADERS, ROWS),), frozenset({"Summe"}), (1154.5,)),
    ),
    words=WORDS,
    forbidden=frozenset({"Geheimkunde AG", "Zwölf Prozent Marge", "Müller", "Sheet"}),
)  # fmt: skip


def write_book(path: Path) -> Path:
    """The workbook whose meaning is MEANT."""
    book = Workbook(str(path), OPTIONS)
    book.calc_on_load = False
    book.set_properties(
        {"title": "Kundenbindung", "author": "", "company": "", "created": dt.datetime(2026, 1, 1)}
    )
    start, sheet = book.add_worksheet("Start"), book.add_worksheet("Unsere Kunden")
    start.write_string(
        0, 0, "Titel", book.add_format({"font_name": styles.FONT, "bold": True, "font_size": 20})
    )
    start.write_url(1, 0, "internal:'Unsere Kunden'!A1", string="Zu den Kunden")
    columns = [{"header": label} for label in ("Diese Kopie", "Angabe")]
    start.add_table(4, 0, 6, 1, {"name": "Versandkopie", "columns": columns, "data": FACTS})
    _customers(book, sheet)
    book.close()
    return path


def _customers(book: Workbook, sheet) -> None:  # type: ignore[no-untyped-def]  # sheets of XlsxWriter have no types
    euro = book.add_format(
        {"num_format": styles.NUMBER_FORMATS[Unit.EUR], "border": 1, "border_color": styles.LINE}
    )
    sheet.add_table(
        4,
        0,
        7,
        6,
        {"name": "Kunden", "style": "Table Style Light 1", "columns": [{"header": one} for one in HEADERS]},
    )
    for row, cells in enumerate(ROWS, 5):
        for col, cell in enumerate(cells):
            if isinstance(cell, bool):
                sheet.write_boolean(row, col, cell)
            elif isinstance(cell, str):
                sheet.write_string(row, col, cell)
            elif cell is None:
                sheet.write_blank(row, col, None, euro)
            else:
                sheet.write_number(row, col, cell, euro)
    sheet.write_string(3, 2, "Summe")
    sheet.write_number(3, 3, 1154.5, euro)
    bar = {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_solid": True,
        "bar_color": styles.BAR,
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": 100,
    }
    sheet.conditional_format(5, 3, 7, 3, bar)
    marked = book.add_format({"font_color": styles.INK, "bg_color": styles.STRATEGY_FILL, "bold": True})
    sheet.conditional_format(
        5, 2, 7, 2, {"type": "cell", "criteria": "==", "value": '"Strategie"', "format": marked}
    )
    sheet.conditional_format(
        5, 2, 7, 2, {"type": "text", "criteria": "begins with", "value": "Service", "format": marked}
    )
    sheet.conditional_format(
        5, 1, 7, 1, {"type": "text", "criteria": "containing", "value": "Service", "format": marked}
    )
    sheet.add_sparkline(
        5,
        5,
        {
            "location": ["F6", "F7", "F8"],
            "range": [f"Unsere Kunden!D{row}:E{row}" for row in (6, 7, 8)],
            "markers": True,
            "series_color": styles.PETROL,
        },
    )
    said = {
        "input_title": "Level wählen",
        "input_message": "Was hier stehen darf.",
        "error_title": "Falscher Eintrag",
        "error_message": "Bitte wählen.",
    }
    sheet.data_validation(
        5, 2, 7, 2, {"validate": "list", "source": ["Strategie", "Vertrieb", "Service"], **said}
    )
    sheet.data_validation(
        5, 3, 7, 4, {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
    )
    sheet.data_validation(
        5,
        1,
        7,
        1,
        {"validate": "any", "input_title": "Level wählen", "input_message": "Was hier stehen darf."},
    )
    sheet.set_header("&L&14 Kopie für Team")
    sheet.set_footer("&L&8 Firma && Co · Kunden&R&8Seite &P von &N")
    sheet.repeat_rows(4)
    sheet.print_area(0, 0, 7, 6)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(5, 2)
    sheet.set_tab_color(styles.PETROL)
    sheet.hide_gridlines(2)
    sheet.merge_range(9, 0, 9, 3, "Summe")
    sheet.set_h_pagebreaks([8])
    chart = book.add_chart({"type": "column", "name": "Diagramm Plan"})
    chart.add_series(
        {
            "name": "Umsatz in €",
            "categories": ["Unsere Kunden", 5, 1, 7, 1],
            "values": ["Unsere Kunden", 5, 4, 7, 4],
            "data_labels": {"value": True, "num_format": "#,##0"},
        }
    )
    chart.set_title({"name": "Umsatz in €"})
    sheet.insert_chart(11, 0, chart, {"description": "Umsatz in €: zwei Jahre"})
