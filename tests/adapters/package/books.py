"""Small workbooks for the package tests: a rich good one, and ways to break it."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from kundenbindung.adapters.package import assemble, vba_project
from kundenbindung.workbook import layout
from kundenbindung.workbook.styles import CALCULATION, INPUT, NOTE, OUTPUT

SHEETS = (*((sheet.label, sheet.code_name) for sheet in layout.SHEETS), layout.CONFIG_SHEET)
CUSTOMERS = ("Müller & Söhne", "'x'", "-Meier", "@home", "Straßenbau 🚜")
Change = Callable[[bytes], bytes]


def rich_workbook(target: Path) -> Path:
    """Good workbook with everything our builder uses, finished and with its VBA project."""
    raw = target.with_name("raw_" + target.name)
    workbook: Any = xlsxwriter.Workbook(str(raw))
    workbook.calc_on_load = False
    workbook.add_vba_project(io.BytesIO(vba_project()), is_stream=True)
    sheets = {}
    for name, code in SHEETS:
        sheets[name] = workbook.add_worksheet(name)
        sheets[name].set_vba_name(code)
    sheets[name].hide()
    formats = _formats(workbook)
    _start(workbook, sheets["Start"], formats)
    _customers(sheets["Kunden"], formats)
    _figures(workbook, sheets["Zahlen"], formats)
    sheets["Plan"].write_dynamic_array_formula("A1", "=SORT(tblKunden[Umsatz])", None, 1)
    sheets["Plan"].write_formula(
        "C1", "=IF('Zahlen'!A3=1,XLOOKUP(1,tblZahlen[Jahr],tblZahlen[Wert]),0)", None, 0
    )
    sheets["Plan"].write_formula("C2", "=_xlfn.LET(_xlpm.x,1,_xlpm.x+1)", None, 2)
    workbook.define_name("Summe_Umsatz", "=Kunden!$C$3:$C$7")
    workbook.close()
    assemble(raw, target)
    raw.unlink()
    return target


def _formats(workbook: Any) -> dict[str, Any]:
    looks = {
        "input": ({"bg_color": "#FFF2CC", "border": 1, "locked": False}, INPUT),
        "euro": ({"bg_color": "#FFF2CC", "num_format": '#,##0 "€"'}, INPUT),
        "output": ({"bg_color": "#F2F2F2", "bold": True, "align": "right"}, OUTPUT),
        "sum": ({"font_color": "#FA7D00", "num_format": "0.0%"}, CALCULATION),
        "note": ({"bg_color": "#FFFFCC", "text_wrap": True}, NOTE),
    }
    made = {}
    for name, (look, style) in looks.items():
        made[name] = workbook.add_format(look)
        made[name].xf_id = style.xf_id
    made["date"] = workbook.add_format({"num_format": "dd.mm.yyyy"})
    made["title"] = workbook.add_format({"bold": True, "font_size": 16})
    made["mark"] = workbook.add_format({"bg_color": "#E69F00"})
    return made


def _start(workbook: Any, sheet: Any, formats: dict[str, Any]) -> None:
    sheet.merge_range("A1:D1", "Kundenbindung", formats["title"])
    sheet.write_url("A3", "internal:'Kunden'!A1", string="Zu den Kunden")
    sheet.write_url("A4", "mailto:hilfe@example.invalid", string="Hilfe")
    sheet.write("A5", "Bitte lesen", formats["note"])
    sheet.write_datetime("B5", dt.datetime(2025, 12, 31), formats["date"])
    sheet.insert_textbox("F2", "Legende", {"description": "Legende der Farben"})
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(
        {"categories": "=Zahlen!$A$3:$A$5", "values": "=Zahlen!$B$3:$B$5", "name": "=Zahlen!$B$2"}
    )
    sheet.insert_chart("F8", chart, {"description": "Säulen: Wert je Jahr"})
    button = {"macro": "KbStart_calculate", "caption": "Neu berechnen", "description": "Berechnet neu"}
    sheet.insert_button("B3", button)
    sheet.insert_button("D3", button)
    sheet.protect("geheim")
    sheet.set_footer("&L&F&C&D&RSeite &P von &N")


def _customers(sheet: Any, formats: dict[str, Any]) -> None:
    rows = [[str(1000 + at), name, 1000.5 * at, None] for at, name in enumerate(CUSTOMERS)]
    columns = [
        {"header": "Kundennr.", "total_string": "Summe"},
        {"header": "Kunde\nName"},
        {"header": "Umsatz", "total_function": "sum", "total_value": 10005.0, "format": formats["euro"]},
        {
            "header": "Anteil",
            "formula": "=tblKunden[@[Umsatz]]/SUM(tblKunden[Umsatz])",
            "format": formats["sum"],
        },
    ]
    options = {"name": "tblKunden", "columns": columns, "data": rows, "total_row": True}
    sheet.add_table("A2:D8", options)
    sheet.set_column(0, 3, 18)
    sheet.set_row(1, 30)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.data_validation("C3:C7", _validation({"validate": "decimal", "criteria": ">=", "value": 0}))
    sheet.data_validation("B3:B7", _validation({"validate": "list", "source": "=Zahlen!$A$3:$A$5"}))
    sheet.conditional_format("C3:C7", {"type": "formula", "criteria": "=$C3>1000", "format": formats["mark"]})
    sheet.conditional_format("D3:D7", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format(
        "A3:A7", {"type": "cell", "criteria": "==", "value": 1, "format": formats["mark"]}
    )


def _validation(rule: dict[str, Any]) -> dict[str, Any]:
    words = {"input_title": "Eingabe", "input_message": "Bitte wählen", "error_title": "Umsatz"}
    return rule | words | {"error_message": "Bitte eine Zahl ab 0 eingeben."}


def _figures(workbook: Any, sheet: Any, formats: dict[str, Any]) -> None:
    rows = [[2023, 10.5], [2024, 12.0], [2025, 9.25]]
    columns = [{"header": "Jahr"}, {"header": "Wert", "format": formats["output"]}]
    sheet.add_table("A2:B5", {"name": "tblZahlen", "columns": columns, "data": rows})
    sheet.write("E2", 5, formats["input"])
    sheet.write_formula("E3", "=SUBTOTAL(109,tblZahlen[Wert])", None, 31.75)
    sheet.add_sparkline("D3", {"range": "Zahlen!A3:B3"})
    sheet.write_comment("E2", "Hinweis", {"author": ""})


def sheet_part(label: str) -> str:
    """Teil of a sheet of the rich workbook."""
    return f"xl/worksheets/sheet{[name for name, _ in SHEETS].index(label) + 1}.xml"


def rewrite(source: Path, target: Path, changes: Mapping[str, Change | bytes | None]) -> Path:
    """Copy of a package with parts changed, added (bytes) or removed (None)."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, change in changes.items():
        before = parts.get(name, b"")
        if change is None:
            del parts[name]
            continue
        parts[name] = change if isinstance(change, bytes) else change(before)
        assert parts[name] != before, f"nothing changed in {name}"
    return write_zip(target, list(parts.items()))


def write_zip(target: Path, parts: list[tuple[str, bytes]]) -> Path:
    """Zip file of these parts, a name given twice being there twice."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in parts:
            archive.writestr(name, content)
    return target


def swap(old: str, new: str, count: int = 1) -> Change:
    """Change of one text into another; the old one must be there."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), count)

    return change
