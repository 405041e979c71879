"""What every sheet has: head, legend, panes, folded columns, print set-up, rules; and Start besides."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter
from tests.adapters.builder import built
from tests.adapters.builder.invented import contents, settings

from kundenbindung.adapters.builder import build
from kundenbindung.adapters.builder.charts import chart_rows
from kundenbindung.adapters.builder.sheets import TRIAL_SHEET
from kundenbindung.adapters.builder.spots import spots
from kundenbindung.adapters.builder.widths import LINE_HEIGHT, column_width, header_height
from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.schema import HEADER_ROW, NOTE_ROW, Sheet, SheetKind

STEPS = pd.DataFrame({"number": [1, 2], "sheet": ["Zahlen", "Nirgends"], "state": ["fertig", "offen"]})
WHOLE = contents(steps=STEPS)
SHEETS = [pytest.param(sheet, id=sheet.name) for sheet in layout.SHEETS]
WITH_TABLES = [pytest.param(sheet, id=sheet.name) for sheet in layout.SHEETS if sheet.placements]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target: Path = tmp_path_factory.mktemp("sheets") / "Mappe.xlsm"
    build(WHOLE, target)
    return target


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return built.opened(path)


def _xml(path: Path, sheet: Sheet) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"xl/worksheets/sheet{layout.SHEETS.index(sheet) + 1}.xml").decode("utf-8")


def test_sheets_in_their_order(book: Any) -> None:
    assert book.sheetnames == [*(sheet.label for sheet in layout.SHEETS), layout.CONFIG_SHEET[0]]
    assert book.active.title == "Start"


@pytest.mark.parametrize("sheet", SHEETS)
def test_head(book: Any, sheet: Sheet) -> None:
    found = book[sheet.label]
    assert (found["A1"].value, found["A2"].value) == (sheet.title, sheet.purpose)
    line = " ".join(str(cell.value) for cell in found[NOTE_ROW + 1] if cell.value)
    assert "Muster & Söhne GmbH · Basisjahr 2025 · Planjahr 2026 · Stichtag 31.12.2025" in line
    columns = [column for spot in spots(sheet, WHOLE) for column in spot.columns]
    assert ("DB III" in line) == any("margin" in column.name for column in columns)
    assert ("Weitere Spalten" in line) == any(column.folded for column in columns)


@pytest.mark.parametrize("sheet", [one for one in layout.SHEETS if one.kind is not SheetKind.START])
def test_legend_names_the_roles_of_the_sheet(book: Any, sheet: Sheet) -> None:
    found = book[sheet.label]
    roles = {column.role for spot in spots(sheet, WHOLE) for column in spot.columns}
    expected = [role for role in styles.ROLE_LABELS if role in roles]
    for col, role in enumerate(expected, 1):
        cell = found.cell(NOTE_ROW + 1, col)
        assert cell.value == styles.ROLE_LABELS[role]
        assert cell.fill.fgColor.rgb[2:] == styles.ROLE_FILLS[role][1:]


@pytest.mark.parametrize("sheet", SHEETS)
def test_tables_cover_their_cells(book: Any, sheet: Sheet) -> None:
    found = book[sheet.label]
    assert len(found.tables) == len(sheet.placements)
    for spot in spots(sheet, WHOLE):
        table = found.tables[spot.table.label]
        first, last = get_column_letter(spot.first_col + 1), get_column_letter(spot.last_col + 1)
        assert table.ref == f"{first}{spot.header_row + 1}:{last}{spot.last_row + 1}"
        assert [column.name for column in table.tableColumns] == [cell.value for cell in found[table.ref][0]]
        assert (table.autoFilter is not None) == spot.filtered
        if spot.table.caption:
            assert found[f"{first}{spot.header_row}"].value.startswith(spot.table.caption)


def test_only_lists_that_are_worth_it_have_filters() -> None:
    filtered = {spot.table.name for sheet in layout.SHEETS for spot in spots(sheet, WHOLE) if spot.filtered}
    assert filtered == {"customers", "figures", "opportunities", "screening", "plan", "appointments"}


@pytest.mark.parametrize("sheet", SHEETS)
def test_panes_and_print(book: Any, sheet: Sheet) -> None:
    found = book[sheet.label]
    corner = f"{get_column_letter(sheet.freeze_columns + 1)}{HEADER_ROW + 2}"
    assert found.freeze_panes == (corner if sheet.freeze else None)
    turned = "landscape" if sheet.landscape else "portrait"
    assert (found.page_setup.orientation, found.page_setup.paperSize) == (turned, 9)
    broken = bool(sheet.charts) or any(placement.new_page for placement in sheet.placements)
    fixed = broken or sheet.name == TRIAL_SHEET
    assert found.sheet_properties.pageSetUpPr is None or found.sheet_properties.pageSetUpPr.fitToPage != fixed
    assert fixed or (found.page_setup.fitToWidth or 1, found.page_setup.fitToHeight) == (sheet.pages_wide, 0)
    assert 40 <= (found.page_setup.scale or 0) <= 100 if fixed else found.page_setup.scale is None
    columns = f"$A:${get_column_letter(sheet.freeze_columns)}" if sheet.pages_wide > 1 else None
    if sheet.name == TRIAL_SHEET:
        columns = "$G:$H"
    assert found.print_title_cols == columns
    lowest = max(spots(sheet, WHOLE), key=lambda spot: spot.header_row, default=None)
    below = lowest is not None and lowest.table.grows and not sheet.freeze
    title = lowest.header_row + 1 if below and lowest else HEADER_ROW + 1
    assert found.print_title_rows == (f"${title}:${title}" if sheet.freeze or below else None)
    assert found.sheet_properties.tabColor.rgb[2:] == styles.TAB_COLOURS[sheet.kind][1:]
    assert "Seite &P von &N" in found.oddFooter.right.text or "&P" in found.oddFooter.right.text
    footer = re.search("<oddFooter>(.*?)</oddFooter>", _footer_xml(book, sheet))
    assert footer is None or len(footer[1]) <= 255


@pytest.mark.parametrize("sheet", [one for one in layout.SHEETS if one.placements and not one.charts])
def test_pages_break_above_the_captions_of_tables_that_start_one(book: Any, sheet: Sheet) -> None:
    """Excel counts the row above the break."""
    found = [entry.id for entry in book[sheet.label].row_breaks.brk]
    starts = {placement.table for placement in sheet.placements if placement.new_page}
    wanted = [spot for spot in spots(sheet, WHOLE) if spot.table.name in starts]
    assert found == [spot.header_row - 1 for spot in wanted]
    assert [book[sheet.label].cell(at + 1, 1).value for at in found] == [
        spot.table.caption for spot in wanted
    ]


def _footer_xml(book: Any, sheet: Sheet) -> str:
    footer = book[sheet.label].oddFooter
    return f"<oddFooter>{footer.left.text}{footer.center.text}{footer.right.text}</oddFooter>"


@pytest.mark.parametrize("sheet", SHEETS)
def test_print_area_leaves_out_what_stands_beside(book: Any, sheet: Sheet) -> None:
    area = book[sheet.label].print_area
    printed = spots(sheet, WHOLE)[: sheet.printed_tables]
    blocks = {spot.first_col for spot in printed}
    if sheet.freeze and sheet.pages_wide == 1 and len(blocks) > 1:
        assert [_first_column(one) for one in area.split(",")] == sorted(blocks)
        return
    fixed = any(placement.new_page for placement in sheet.placements)
    if sheet.printed_tables is None and sheet.pages_wide == 1 and not fixed:
        assert not area
        return
    last = get_column_letter(max(spot.last_col for spot in printed) + 1)
    assert area.endswith(f":${last}${max(spot.last_row for spot in printed) + 1 + chart_rows(sheet)}")


def test_the_foot_says_what_does_not_grow_old(book: Any) -> None:
    """The Stichtag changes with a setting, and no button writes a foot; a copy says its own."""
    for sheet in book.worksheets[:-1]:
        assert "gedruckt am &D" in sheet.oddFooter.center.text
        assert "Stichtag" not in sheet.oddFooter.center.text


def test_numbers_typed_below_a_table_stay_texts(path: Path, book: Any) -> None:
    """A Kundennr. that begins with zero would lose it in a cell without format."""
    for name in ("customers", "figures", "opportunities", "one_offs", "agreements"):
        spot = built.spot_of(WHOLE, name)
        letters = get_column_letter(spot.col("customer_id") + 1)
        below = book[spot.sheet.label][f"{letters}{spot.last_row + 3}"]
        column = re.search(
            rf'<col min="{spot.col("customer_id") + 1}"[^>]* style="(\d+)"', _xml(path, spot.sheet)
        )
        assert below.value is None
        assert column is not None, name
        assert book._cell_styles[int(column[1])].numFmtId == 49, "text"


def _first_column(area: str) -> int:
    return column_index_from_string(area.rpartition("!")[2].split("$")[1]) - 1


@pytest.mark.parametrize("sheet", SHEETS)
def test_folded_columns_hide_behind_a_plus(path: Path, sheet: Sheet) -> None:
    text = _xml(path, sheet)
    hidden: set[int] = set()
    plus: set[int] = set()
    for first, last, rest in re.findall(r'<col min="(\d+)" max="(\d+)"([^>]*)/>', text):
        if 'hidden="1"' in rest:
            assert 'outlineLevel="1"' in rest
            hidden |= set(range(int(first), int(last) + 1))
        plus |= {int(first)} if 'collapsed="1"' in rest else set()
    folded = {
        col + 1
        for spot in spots(sheet, WHOLE)
        for col, column in enumerate(spot.columns, spot.first_col)
        if column.folded
    }
    assert folded <= hidden
    assert plus == {col + 1 for col in hidden if col + 1 not in hidden}


def test_levels_scores_and_words_are_coloured(book: Any) -> None:
    rules = book["Screening"].conditional_formatting
    found = {str(area.sqref): [rule.type for rule in area.rules] for area in rules}
    spot = built.spot_of(WHOLE, "screening")
    for name in ("computed_level", "decided_level", "care_level"):
        area = _area(spot.col(name), spot.first_row, spot.last_ruled_row)
        assert found[area] == ["cellIs"] * 3
    assert found[_area(spot.col("trend_words"), spot.first_row, spot.last_ruled_row)] == ["containsText"]
    assert found[_area(spot.col("score"), spot.first_row, spot.last_ruled_row)] == ["dataBar"]
    assert [rule.formula for area in book["Kriterien"].conditional_formatting for rule in area.rules] == [
        ["ROUND(N($H$4),6)<>100"]
    ]


def test_the_state_of_a_point_is_coloured_by_its_word(book: Any) -> None:
    spot = built.spot_of(WHOLE, "open_decisions")
    area = _area(spot.col("state"), spot.first_row, spot.last_ruled_row)
    rules = next(entry.rules for entry in book["Klausur"].conditional_formatting if str(entry.sqref) == area)
    assert {(rule.type, rule.text) for rule in rules} >= {
        ("beginsWith", word) for word in ("offen", "vertagt", "erledigt")
    }
    looks = {(rule.dxf.fill.bgColor.rgb, rule.dxf.font.color.rgb) for rule in rules if rule.text != "fertig"}
    assert len(looks) == len(styles.STATE_LOOKS) - 1
    signs = {rule.text: rule.dxf.numFmt.formatCode for rule in rules}
    assert signs == {word: styles.sign_format(styles.SIGNS[word]) for word in styles.STATE_LOOKS}


def test_verdicts_and_appointments_are_coloured_by_their_words(book: Any) -> None:
    for table, name, size in (
        ("capacity", "answer", 3),
        ("roles", "verdict", 3),
        ("appointments", "state", 4),
    ):
        spot = built.spot_of(WHOLE, table)
        area = _area(spot.col(name), spot.first_row, spot.last_ruled_row)
        found = book[spot.sheet.label].conditional_formatting
        rules = next(entry.rules for entry in found if str(entry.sqref) == area)
        choices = layout.CHOICES["appointment_state" if name == "state" else "verdict"]
        assert [rule.formula for rule in rules] == [[f'"{word}"'] for word in choices.values()]
        assert len({rule.dxf.fill.bgColor.rgb for rule in rules}) == size


def _area(col: int, first: int, last: int) -> str:
    letters = get_column_letter(col + 1)
    return f"{letters}{first + 1}:{letters}{last + 1}"


def test_small_columns_per_customer(path: Path) -> None:
    sheet = layout.sheet_of("screening")
    spot = built.spot_of(WHOLE, "screening")
    text = _xml(path, sheet)
    first, last = (get_column_letter(spot.col(f"revenue_{year}") + 1) for year in (2023, 2025))
    row = spot.first_row + 1
    rows = spot.last_ruled_row - spot.header_row
    assert text.count("<x14:sparkline>") == 2 * rows > 2_000, "years and parts, rows to come included"
    groups = re.findall(r"<x14:sparklineGroup ([^>]*)>", text)
    assert len(groups) == 2
    assert all('type="column"' in group and 'manualMin="0"' in group for group in groups), "from nothing up"
    assert f"<xm:f>Screening!{first}{row}:{last}{row}</xm:f>" in text
    parts = [get_column_letter(spot.col(f"weighted:{name}") + 1) for name in WHOLE.criteria]
    assert f"<xm:f>Screening!{parts[0]}{row}:{parts[-1]}{row}</xm:f>" in text
    assert text.count('displayHidden="1"') == 2


def test_what_is_tried_out_prints_with_what_is_calculated_beside_it(book: Any, path: Path) -> None:
    """Two pages side by side, the second from the second Satz on, with the customers once more."""
    sheet = book["Was-wäre-wenn"]
    spot = built.spot_of(WHOLE, "trial")
    left, right = sheet.print_area.split(",")
    headers = {cell.value: cell.column for cell in sheet[spot.header_row + 1] if cell.value}
    last = get_column_letter(headers["Sicher C"])
    assert right.endswith(f"$G${spot.header_row}:${last}${spot.last_row + 1}")
    assert left.rpartition("!")[2].startswith("$A$4:$E$"), "the title is above, where it is not cut off"
    assert 'scaleWithDoc="0"' in _xml(path, layout.sheet_of("trial"))
    assert [entry.id for entry in sheet.col_breaks.brk] == [headers["Punkte B"] - 1]


def test_a_title_that_is_wider_than_what_is_printed_moves_above(tmp_path: Path) -> None:
    """Its own lines would be cut off at the edge of the paper."""
    long = settings(company="Vereinigte " * 15 + "Werke GmbH", base_year=2025, margin_kind="DB III")
    for contents_, above in ((WHOLE, False), (contents(settings=long), True)):
        build(contents_, tmp_path / "Mappe.xlsx")
        sheet = built.opened(tmp_path / "Mappe.xlsx")["Zahlen"]
        area = sheet.print_area.split(",")[0].rpartition("!")[2]
        assert area.startswith("$A$4:" if above else "$A$1:")
        assert ("Zahlen" in (sheet.oddHeader.left.text or "")) is above


def test_code_names_and_calculation(path: Path) -> None:
    for sheet in layout.SHEETS:
        assert f'codeName="{sheet.code_name}"' in _xml(path, sheet)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/workbook.xml").decode("utf-8")
    assert f'codeName="{layout.WORKBOOK_CODE_NAME}"' in text
    assert "fullCalcOnLoad" not in text


def test_start_leads_to_the_sheets(book: Any) -> None:
    start = book["Start"]
    spot = built.spot_of(WHOLE, "steps")
    first, second = (built.cell(book, spot, "sheet", row) for row in (0, 1))
    assert (first.value, first.hyperlink.location) == ("Zahlen", "'Zahlen'!A1")
    assert (second.value, second.hyperlink) == ("Nirgends", None)
    texts = [cell.value for row in start.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any("Letzte Berechnung: 2.1.2026" in text for text in texts)
    assert any(text.startswith("Beispieldaten") for text in texts)
    for role, words in styles.ROLE_WORDS.items():
        assert words.partition(":")[0] in texts, role


def test_no_hint_on_own_data(tmp_path: Path) -> None:
    meta = pd.DataFrame({"name": ["sample"], "value": ["no"]})
    book = built.rebuilt(contents(meta=meta), tmp_path)
    assert not any("Beispieldaten" in str(cell.value) for row in book["Start"].iter_rows() for cell in row)


def test_sentences_get_room_but_no_giants(tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer_id": ["1", "2", "3"], "reasoning": ["kurz", "Wort " * 30, "Wort " * 200]})
    whole = contents(screening=frame)
    book = built.rebuilt(whole, tmp_path)
    spot = built.spot_of(whole, "screening")
    heights = [book["Screening"].row_dimensions[spot.first_row + row + 1].height for row in range(3)]
    assert heights == [18.0, 33.0, 123.0]


def test_a_folded_header_does_not_make_the_others_high() -> None:
    """Long names of criteria stand behind the + of Screening; no header of it takes more than two lines."""
    names = ("Freies Potenzial", "Planbarkeit (Rahmenvertrag)", "Wie gern wir mit ihnen arbeiten")
    spot = built.spot_of(replace(WHOLE, criteria=names), "screening")
    columns = {column: column_width(spot, column, ()) for column in spot.columns}
    assert sum(len(column.label) > 25 for column in columns) >= 6
    assert header_height(columns, filtered=True) == 2 * LINE_HEIGHT + 7.0
    narrow = {column: min(width, 14.0) for column, width in columns.items()}
    assert header_height(narrow, filtered=True) > 2 * LINE_HEIGHT + 7.0, "which is what the width is for"


def test_wide_numbers_and_headers_fit(tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer_id": ["1"], "revenue_2023": [-123_456_789_012.0]})
    whole = contents(figures=frame)
    book = built.rebuilt(whole, tmp_path)
    letters = get_column_letter(built.spot_of(whole, "figures").col("revenue_2023") + 1)
    assert book["Zahlen"].column_dimensions[letters].width > len("-123.456.789.012 €")
