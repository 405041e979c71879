"""The engine itself: what a test on it may rely on."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.engine.errors import ExcelError, OfficeGoneError
from tests.needs import needs_module

from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import Unit

DAY, MOMENT = dt.datetime(2025, 12, 31), dt.datetime(2025, 3, 4, 15, 30, 5)


@pytest.fixture
def book(app: Any) -> Any:
    return app.books.add()


@pytest.fixture
def sheet(book: Any) -> Any:
    return book.sheets[0]


def mixed(rows: int, columns: int) -> list[list[Any]]:
    kinds = ("Text ü", 1.5, None, True, DAY, -3.0, "zwei\nZeilen", False, MOMENT, 0.0)
    return [[kinds[(row + column) % len(kinds)] for column in range(columns)] for row in range(rows)]


@pytest.fixture
def company(sheet: Any) -> Any:
    """A table "Kunden" at B3 with three rows."""
    rows = [["Nr", "Kunde", "Umsatz"], ["k1", "Alpha", 10.0], ["k2", "Beta", 20.0], ["k3", "Gamma", 30.0]]
    sheet.range("B3").value = rows
    return sheet.tables.add(sheet.range("B3:D6"), name="Kunden")


# Values


def test_mixed_values_come_back_as_they_went(sheet: Any) -> None:
    values = mixed(1000, 30)
    start = time.perf_counter()
    sheet.range("A1").value = values
    written = time.perf_counter()
    back = sheet.range("A1").resize(1000, 30).value
    read = time.perf_counter()
    assert back == values
    assert written - start < 5
    assert read - written < 5


def test_a_block_is_one_operation_whatever_its_size(sheet: Any, office: Any) -> None:
    def calls(rows: int) -> int:
        before = office.calls
        sheet.range("A1").value = [["a", 1.0]] * rows
        sheet.range((1, 1), (rows, 2)).value  # noqa: B018
        return int(office.calls - before)

    assert calls(2) == calls(500)


def test_a_single_cell_a_row_and_a_column(sheet: Any) -> None:
    sheet.range("A1").value = [[1.0, 2.0], [3.0, 4.0]]
    assert sheet.range("A1").value == 1.0
    assert sheet.range("A1:B1").value == [1.0, 2.0]
    assert sheet.range("A1:A2").options(ndim=2).value == [[1.0], [3.0]]
    assert sheet.range("A1:B2").raw_value == ((1.0, 2.0), (3.0, 4.0))
    sheet.range("C1:D2").value = 7
    assert sheet.range("C1:D2").value == [[7.0, 7.0], [7.0, 7.0]]


def test_options_of_reading(sheet: Any) -> None:
    sheet.range("A1").value = [[1.0, None, DAY]]
    cells = sheet.range("A1:C1")
    assert cells.options(empty="", numbers=int, dates=dt.date).value == [1, "", DAY.date()]


def test_nothing_missing_reaches_a_cell(sheet: Any) -> None:
    sheet.range("A1").value = "alt"
    sheet.range("A1:C1").value = [None, float("nan"), ""]
    assert sheet.range("A1:C1").value == [None, None, None]
    assert sheet.range("A1:C1").formula == (("", "", ""),)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("001", 1.0),
        (" 5 ", 5.0),
        ("1e3", 1000.0),
        ("1,234.5", 1234.5),
        ("1,5", 1.5),
        ("5%", 0.05),
        ("TRUE", True),
        ("falsch", False),
        ("2025-12-31", DAY),
        ("31.12.2025", DAY),
        ("'001", "001"),
        ("12:30", dt.datetime(1899, 12, 30, 12, 30)),
        ("=1+1", 2.0),
        ("+1+1", 2.0),
        ("Meyer", "Meyer"),
        ("0049 123", "0049 123"),
    ],
)
def test_text_is_read_like_typed_text(sheet: Any, text: str, value: Any) -> None:
    sheet.range("A1").value = text
    assert sheet.range("A1").value == value


@pytest.mark.parametrize("text", ["001", "=1+1", "5%", "TRUE", "2025-12-31", "+49", "@x", "-5"])
def test_text_stays_text_in_a_text_cell(sheet: Any, text: str) -> None:
    sheet.range("A1:A3").number_format = "@"
    sheet.range("A1:A3").value = text
    assert sheet.range("A1:A3").value == [text] * 3


def test_numbers_become_text_in_a_text_cell(sheet: Any) -> None:
    sheet.range("A1:C1").number_format = "@"
    sheet.range("A1:C1").value = [10034, 1.5, True]
    assert sheet.range("A1:C1").value == ["10034", "1,5", "WAHR"]


def test_dates_get_a_format_where_there_is_none(sheet: Any) -> None:
    sheet.range("B1").number_format = "yyyy-mm-dd"
    sheet.range("A1:B1").value = [DAY, DAY]
    assert sheet.range("A1").number_format == "dd.mm.yyyy"
    assert sheet.range("B1").number_format == "yyyy-mm-dd"


def test_a_truth_value_leaves_no_trace(sheet: Any) -> None:
    sheet.range("A1").value = True
    assert sheet.range("A1").number_format == "General"
    sheet.range("A1").value = 1.0
    assert sheet.range("A1").value == 1.0
    assert not isinstance(sheet.range("A1").value, bool)


def test_error_values(sheet: Any) -> None:
    sheet.range("A1").value = [["=1/0", "#N/A", "=keinname", '=1+"x"', "#REF!"]]
    cells = sheet.range("A1:E1")
    assert cells.value == [None] * 5
    assert cells.options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#REF!"]


def test_frames_of_pandas(sheet: Any) -> None:
    pd = needs_module("pandas")
    frame = pd.DataFrame({"Kunde": ["A", "B"], "Umsatz": [1.5, float("nan")]})
    sheet.range("A1").options(index=False).value = frame
    assert sheet.range("A1:B3").value == [["Kunde", "Umsatz"], ["A", 1.5], ["B", None]]


@pytest.mark.parametrize("value", [1j, {1}, object()])
def test_what_a_cell_cannot_hold_is_refused(sheet: Any, value: Any) -> None:
    with pytest.raises((TypeError, ExcelError)):
        sheet.range("A1").value = [[value]]


def test_text_longer_than_a_cell_is_refused(sheet: Any) -> None:
    with pytest.raises(ExcelError):
        sheet.range("A1").value = "x" * 32_768


def test_currency_arrives_as_decimal_unless_switched_off(sheet: Any, office: Any) -> None:
    sheet.range("A1").number_format = '#,##0 "€"'
    sheet.range("A1").value = 1.25
    office.settings.currency_as_decimal = False
    assert isinstance(sheet.range("A1").value, float)
    office.settings.currency_as_decimal = True
    assert sheet.range("A1").value == Decimal("1.25")
    assert isinstance(sheet.range("A1").value, Decimal)


# Formulas


def test_formulas_in_english(sheet: Any) -> None:
    sheet.range("A1").value = [[1.0, 2.0, "=SUM(A1,B1)"]]
    assert sheet.range("C1").value == 3.0
    assert sheet.range("C1").formula == "=SUM(A1,B1)"
    assert sheet.range("A1:C1").formula == (("1", "2", "=SUM(A1,B1)"),)


def test_one_formula_for_many_cells_moves_along(sheet: Any) -> None:
    sheet.range("A1").value = [[1.0], [2.0], [3.0]]
    sheet.range("B1:B3").formula = "=A1*2"
    assert sheet.range("B1:B3").value == [2.0, 4.0, 6.0]
    assert sheet.range("B3").formula == "=A3*2"
    sheet.range("C1:C3").value = "=$A$1+B1"
    assert sheet.range("C1:C3").value == [3.0, 5.0, 7.0]


def test_an_invalid_formula_is_refused(sheet: Any) -> None:
    with pytest.raises(ExcelError):
        sheet.range("A1").value = "=1+*"


def test_references_into_tables(sheet: Any, company: Any) -> None:
    sheet.range("F4:F6").formula = "=Kunden[[#This Row],[Umsatz]]*2"
    sheet.range("F7").formula = '=SUM(Kunden[Umsatz])&"Kunden[Umsatz]"'
    assert sheet.range("F4:F6").value == [20.0, 40.0, 60.0]
    assert sheet.range("F7").value == "60Kunden[Umsatz]"
    with pytest.raises(ExcelError):
        sheet.range("F8").formula = "=SUM(Kunden[Gewinn])"


def test_array_formula(sheet: Any) -> None:
    sheet.range("A1").value = [[1.0], [2.0]]
    sheet.range("B1:B2").formula_array = "=A1:A2*10"
    assert sheet.range("B1:B2").value == [10.0, 20.0]
    assert sheet.range("B1").formula == "=A1:A2*10"


def test_manual_calculation(app: Any, sheet: Any) -> None:
    sheet.range("A1").value = [[1.0, "=A1*2"]]
    app.calculation = "manual"
    sheet.range("A1").value = 5.0
    assert sheet.range("B1").value == 2.0
    app.calculate()
    assert sheet.range("B1").value == 10.0
    app.calculation = "automatic"


# Formats


@pytest.mark.parametrize(
    "code",
    ["@", "General", "dd.mm.yyyy", '#,##0 "€"', "0.0%", '#,##0 "€";[Red]-#,##0 "€"', "0", "yyyy-mm-dd hh:mm"],
)
def test_number_formats_in_excels_notation(sheet: Any, code: str) -> None:
    sheet.range("A1").number_format = code
    assert sheet.range("A1").number_format == code
    assert sheet.range("A1:B1").number_format == (code if code == "General" else None)


def test_widths_and_colours(sheet: Any) -> None:
    sheet.range("A:A").column_width = 12
    assert sheet.range("A1").column_width == pytest.approx(12, abs=0.2)
    sheet.range("B:B").column_width = 0
    assert sheet.range("B1").column_width == 0
    assert sheet.range("A1:B1").column_width is None
    sheet.range("A1").color = (10, 20, 30)
    assert sheet.range("A1").color == (10, 20, 30)
    sheet.range("A1").color = None
    assert sheet.range("A1").color is None
    sheet.range("A1").value = "sehr langer Text " * 5
    sheet.range("A1").columns.autofit()
    assert sheet.range("A1").column_width > 30


def test_formats_are_filled_onto_a_larger_range(sheet: Any) -> None:
    sheet.range("A1").number_format = "@"
    sheet.range("B1").number_format = "dd.mm.yyyy"
    sheet.range("B1").color = (1, 2, 3)
    sheet.range("B1").wrap_text = True
    sheet.range("A3").value = "bleibt"
    sheet.range("A1:B1").autofill(sheet.range("A1:B9"), "fill_formats")
    assert sheet.range("A1:A9").number_format == "@"
    assert sheet.range("B1:B9").number_format == "dd.mm.yyyy"
    assert sheet.range("B9").color == (1, 2, 3)
    assert sheet.range("B9").wrap_text
    assert sheet.range("A3").value == "bleibt"
    assert sheet.range("A10").number_format == "General"


# Tables


def test_tables_by_name(sheet: Any, company: Any) -> None:
    assert "Kunden" in sheet.tables
    assert "Fehlt" not in sheet.tables
    assert [table.name for table in sheet.tables] == ["Kunden"]
    table = sheet.tables["kunden"]
    assert table.range.address == "$B$3:$D$6"
    assert table.header_row_range.value == ["Nr", "Kunde", "Umsatz"]
    assert table.data_body_range.address == "$B$4:$D$6"
    assert [column.name for column in table.columns] == ["Nr", "Kunde", "Umsatz"]
    assert (table.show_totals, table.totals_row_range) == (False, None)
    with pytest.raises(KeyError):
        sheet.tables["Fehlt"]


def test_resizing_a_table(sheet: Any, company: Any) -> None:
    company.resize(sheet.range("B3:E9"))
    assert company.range.address == "$B$3:$E$9"
    assert company.header_row_range.value == ["Nr", "Kunde", "Umsatz", "Spalte1"]
    with pytest.raises(ExcelError):
        company.resize(sheet.range("B4:E9"))


def test_headers_stay_unique_texts(sheet: Any, company: Any) -> None:
    sheet.range("B3:D3").value = ["Umsatz", "Umsatz", None]
    assert company.header_row_range.value == ["Umsatz", "Umsatz2", "Spalte1"]
    sheet.range("B3:D3").clear_contents()
    assert company.header_row_range.value == ["Spalte1", "Spalte2", "Spalte3"]


def test_a_column_inserted_inside_widens_the_table(sheet: Any, company: Any) -> None:
    cells = sheet.range("D4:D6")
    cells.number_format = '#,##0 "€"'
    assert cells.value == [10.0, 20.0, 30.0]
    sheet.range("D:D").insert("right")
    assert company.range.address == "$B$3:$E$6"
    sheet.range("D3").value = 2026
    assert company.header_row_range.value == ["Nr", "Kunde", "2026", "Umsatz"]
    assert cells.address == "$E$4:$E$6"


def test_a_table_moves_with_whole_columns_and_rows(sheet: Any, company: Any) -> None:
    sheet.range("B:B").insert("right")
    assert company.range.address == "$C$3:$E$6"
    sheet.range("4:5").insert("down")
    assert company.range.address == "$C$3:$E$8"
    sheet.range("D:D").delete()
    assert company.range.address == "$C$3:$D$8"
    assert company.header_row_range.value == ["Nr", "Umsatz"]


def test_a_frame_replaces_the_rows_of_a_table(sheet: Any, company: Any) -> None:
    pd = needs_module("pandas")
    company.update(pd.DataFrame({"Nr": ["k9"], "Kunde": ["Omega"], "Umsatz": [1.0]}), index=False)
    assert company.range.value == [["Nr", "Kunde", "Umsatz"], ["k9", "Omega", 1.0]]
    assert sheet.range("B5:D6").value == [[None] * 3] * 2


def test_rows_inserted_inside_lengthen_the_table(sheet: Any, company: Any) -> None:
    sheet.range("B5:D5").insert("down")
    assert company.range.address == "$B$3:$D$7"
    assert sheet.range("D4:D7").value == [10.0, None, 20.0, 30.0]
    sheet.range("B5:D5").delete("up")
    assert company.range.address == "$B$3:$D$6"


def test_a_table_is_not_torn(sheet: Any, company: Any) -> None:
    with pytest.raises(ExcelError):
        sheet.range("C5").insert("down")
    with pytest.raises(ExcelError):
        sheet.tables.add(sheet.range("D6:F8"))


# Names, sheets, walking


def test_names(book: Any, sheet: Any) -> None:
    book.names.add("Zinssatz", "=Tabelle1!$B$2")
    assert "Zinssatz" in book.names
    assert "zinssatz" in book.names
    assert "Fehlt" not in book.names
    assert book.names["Zinssatz"].refers_to == "=Tabelle1!$B$2"
    assert book.names["Zinssatz"].refers_to_range == sheet.range("B2")
    assert sheet.range("Zinssatz").address == "$B$2"
    assert [name.name for name in book.names] == ["Zinssatz"]
    book.names["Zinssatz"].delete()
    assert "Zinssatz" not in book.names


def test_sheets(book: Any) -> None:
    added = book.sheets.add("Zwei", after=book.sheets[0])
    assert [one.name for one in book.sheets] == ["Tabelle1", "Zwei"]
    assert book.sheets.active == added
    book.sheets["Tabelle1"].activate()
    assert book.sheets.active.name == "Tabelle1"
    added.name = "Neu"
    assert (added.index, added.visible, book.sheets["neu"].name) == (2, True, "Neu")
    added.visible = False
    with pytest.raises(ExcelError):
        added.activate()
    added.delete()
    assert len(book.sheets) == 1


def test_walking(sheet: Any) -> None:
    sheet.range("B2").value = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    assert sheet.range("B2").end("down").address == "$B$4"
    assert sheet.range("B2").expand().address == "$B$2:$C$4"
    assert sheet.range("C3").current_region.address == "$B$2:$C$4"
    assert sheet.used_range.last_cell.address == "$C$4"
    assert sheet.range("F1").end("down").row == 1_048_576
    assert (
        sheet.range("B2:C4").offset(1, 1).resize(1, 2).get_address(row_absolute=False, column_absolute=False)
        == "C3:D3"
    )
    assert sheet.range("F:G").address == "$F:$G"


def test_notes_and_print_area(sheet: Any) -> None:
    assert sheet.range("A1").note is None
    sheet.range("A1").add_note("Hinweis")
    sheet.range("A1").note.text = "neuer Hinweis"
    assert sheet.range("A1").note.text == "neuer Hinweis"
    assert sheet.page_setup.print_area is None
    sheet.page_setup.print_area = "A1:D10"
    assert sheet.page_setup.print_area == "$A$1:$D$10"


# Files, dialogs, faults


def test_saving_and_copies(app: Any, book: Any, tmp_path: Path) -> None:
    book.sheets[0].range("A1").value = "x"
    copy = tmp_path / "Kopie ä.xlsm"
    book.api.SaveCopyAs(str(copy))
    assert copy.exists()
    assert (book.name, book.api.Saved) == ("Mappe1", False)
    book.save(tmp_path / "a.xlsx")
    assert (book.name, book.api.Saved, app.books["a.xlsx"].fullname) == (
        "a.xlsx",
        True,
        str(tmp_path / "a.xlsx"),
    )
    book.close()
    again = app.books.open(copy)
    assert again.sheets[0].range("A1").value == "x"
    assert app.books.active == again


def test_an_open_book_is_found_by_its_path(app: Any, book: Any, tmp_path: Path) -> None:
    xw = needs_module("xlwings")
    book.save(tmp_path / "a.xlsx")
    app.books.add()
    assert xw.Book(tmp_path / "a.xlsx") == book
    assert [one.name for one in xw.books] == ["a.xlsx", "Mappe2"]
    book.activate()
    assert xw.books.active == book
    assert app.books.open(tmp_path / "a.xlsx") == book


def test_what_is_no_workbook_is_refused(app: Any, tmp_path: Path) -> None:
    (tmp_path / "kaputt.xlsx").write_bytes(b"PK\x03\x04 nichts")
    with pytest.raises(ExcelError):
        app.books.open(tmp_path / "kaputt.xlsx")
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "fehlt.xlsx")


def test_a_read_only_book_cannot_be_saved(app: Any, book: Any, tmp_path: Path) -> None:
    book.save(tmp_path / "a.xlsx")
    book.close()
    again = app.books.open(tmp_path / "a.xlsx", read_only=True)
    assert again.api.ReadOnly
    with pytest.raises(ExcelError):
        again.save()


def test_a_protected_structure_refuses_sheets(book: Any) -> None:
    book.api.Protect()
    assert book.api.ProtectStructure
    with pytest.raises(ExcelError):
        book.sheets.add("Neu")
    book.api.Unprotect()
    book.sheets.add("Neu")


def test_the_product_opens(app: Any) -> None:
    book = app.books.open(Path(__file__).parents[2] / "kundenbindung.xlsm")
    assert "Screening" in book.sheets["Screening"].tables
    assert "Liste_Kriterien_Art" in book.names
    cells = "Kunden[Einkaufsvolumen]"
    wanted = f'=IF(SUBTOTAL(102,{cells})=0,"",SUBTOTAL(109,{cells}))'
    assert book.sheets["Kunden"].range("G4").formula == wanted
    assert book.sheets["Kunden"].tables["Kunden"].data_body_range.rows[0].value[0].isdigit()


def test_formats_of_the_product(app: Any) -> None:
    book = app.books.open(Path(__file__).parents[2] / "kundenbindung.xlsm", read_only=True)
    assert book.api.ReadOnly
    formats = {
        column.data_body_range.number_format for s in book.sheets for t in s.tables for column in t.columns
    }
    assert {"@", "dd.mm.yyyy", *(styles.NUMBER_FORMATS[unit] for unit in (Unit.SHARE, Unit.EUR))} <= formats
    with pytest.raises(ExcelError):
        book.save()


def test_dialogs_are_answered_from_queues(app: Any, office: Any, tmp_path: Path) -> None:
    assert app.alert("Weiter?", "Titel", "yes_no", "info") == "yes"
    office.answers.append("no")
    assert app.alert("Weiter?", buttons="yes_no") == "no"
    assert [alert.prompt for alert in office.alerts] == ["Weiter?", "Weiter?"]
    assert app.api.GetOpenFilename("Excel (*.xlsx),*.xlsx", Title="Zahlen") is False
    office.files.append(tmp_path / "a.xlsx")
    assert app.api.GetOpenFilename(MultiSelect=True) == (str(tmp_path / "a.xlsx"),)
    assert office.dialogs[0].options["Title"] == "Zahlen"


def test_settings_of_the_application(app: Any, office: Any) -> None:
    app.status_bar = "Rechnet ..."
    assert app.status_bar == "Rechnet ..."
    app.status_bar = False
    assert app.status_bar is False
    assert office.status_bars == ["Rechnet ...", False]
    assert app.api.Ready is True
    office.settings.ready = False
    assert app.api.Ready is False


def test_the_mock_caller(book: Any) -> None:
    xw = needs_module("xlwings")
    book.set_mock_caller()
    assert xw.Book.caller() == book


def test_the_mock_caller_is_gone_in_the_next_test(app: Any) -> None:
    assert not hasattr(needs_module("xlwings").Book, "_mock_caller")


def test_a_protected_sheet_refuses(sheet: Any) -> None:
    sheet.range("A1").value = 1.0
    sheet.api.Protect()
    assert sheet.api.ProtectContents
    for change in ("value", "number_format"):
        with pytest.raises(ExcelError, match="protected"):
            setattr(sheet.range("A1"), change, "0")
    with pytest.raises(ExcelError):
        sheet.range("A1").clear_contents()
    sheet.api.Unprotect()
    sheet.range("A1").value = 2.0
    assert sheet.range("A1").value == 2.0


def test_a_planned_fault_happens_once(sheet: Any, office: Any) -> None:
    office.fail_after(2)
    sheet.range("A1").value = 1.0
    with pytest.raises(ExcelError, match="planned"):
        sheet.range("A2").value = 2.0
    sheet.range("A3").value = 3.0
    assert sheet.range("A1:A3").value == [1.0, None, 3.0]


def test_while_a_cell_is_edited_writes_are_rejected(sheet: Any, office: Any) -> None:
    office.settings.ready = False
    with pytest.raises(ExcelError, match="rejected"):
        sheet.range("A1").value = 1.0


def test_the_office_dies_in_the_middle(sheet: Any, office: Any) -> None:
    office.kill_after(2)
    sheet.range("A1").value = 1.0
    with pytest.raises(OfficeGoneError):
        sheet.range("A2").value = 2.0
    with pytest.raises(OfficeGoneError):
        sheet.range("A1").value  # noqa: B018


def test_a_hung_office_does_not_hang_the_test(
    sheet: Any, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "longest_call", 0.5)
    os.killpg(office.pid, signal.SIGSTOP)
    with pytest.raises(OfficeGoneError):
        sheet.range("A1").value  # noqa: B018


def test_the_office_ends_with_a_test_process_that_was_killed(office: Any) -> None:
    code = "import time; from tests import engine; print(engine.started().office.folder, flush=True)"
    code += "; time.sleep(60)"
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        folder = Path(child.stdout.readline().strip())
        assert (folder / "profile").is_dir()
        child.kill()
    end = time.monotonic() + 20
    while time.monotonic() < end and folder.exists():
        time.sleep(0.1)
    assert not folder.exists()


def test_a_dead_office_raises_and_comes_back(app: Any, sheet: Any, office: Any) -> None:
    office.kill()
    start = time.monotonic()
    with pytest.raises(OfficeGoneError):
        sheet.range("A1").value = 1.0
    with pytest.raises(OfficeGoneError):
        app.status_bar = "x"
    assert time.monotonic() - start < 5
    office.fresh()
    assert app.books.add().sheets[0].range("A1").value is None
