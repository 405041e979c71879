"""Konfiguration: the hidden sheet from which xlwings reads its settings, with its named cells."""

from __future__ import annotations

from xlsxwriter import Workbook

from kundenbindung.workbook import layout

TEXT = {"num_format": "@"}
WIDTHS = (34, 76, 3, 40)


def add_config(book: Workbook) -> None:
    """Blatt xlwings.conf, behind all others; every value is text, as a truth value would be read wrongly."""
    label, code_name = layout.CONFIG_SHEET
    sheet = book.add_worksheet(label)
    sheet.set_vba_name(code_name)
    sheet.hide()
    text = book.add_format(TEXT)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for row, (key, value) in enumerate(layout.CONFIG.items()):
        sheet.write_string(row, 0, key, text)
        sheet.write_string(row, 1, value, text)
    for name, cell in layout.CONFIG_CELLS.items():
        sheet.write_blank(cell.replace("$", ""), None, text)
        book.define_name(name, f"='{label}'!{cell}")
