"""Zugänglichkeit: enough contrast, words beside colours, alternative texts, headers, ways to every sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from tests.adapters.builder.built import opened
from tests.pictures import books
from xlsxwriter import Workbook

from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.schema import Role, SheetKind

ENOUGH = 4.5
DRAWN = re.compile(r"xl/drawings/(?:drawing|vmlDrawing)\d+\.(?:xml|vml)")
TABLE = re.compile(r"xl/tables/table\d+\.xml")
WORD = re.compile(r'"([^"]+)"')
WORDED = frozenset({"cellIs", "beginsWith", "containsText"})
OWN_NUMBER = "ROUND("
"""Beginning of the one rule by formula: the sum it colours stands in the same cell."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return books.sample(tmp_path_factory.mktemp("access"))


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return opened(path)


def brightness(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.1)."""
    parts = [int(colour.removeprefix("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, fill: str) -> float:
    """Kontrast of two colours, 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((brightness(ink), brightness(fill)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def declared() -> Iterator[tuple[str, str, str]]:
    """Every ink that can meet a fill: name, ink, fill."""
    cells = {role.value: styles.ROLE_FILLS[role] for role in Role}
    for (role, fill), (name, ink) in product(
        cells.items(), {"Schrift": styles.INK, "Link": styles.LINK}.items()
    ):
        yield f"{name} auf {role}", ink, fill
    for role in Role:
        yield f"Überschrift {role}", styles.HEADER_INKS[role], styles.HEADER_FILLS[role]
    for name, ink in {
        "Titel": styles.PETROL,
        "Notiz": styles.MUTED,
        "Link": styles.LINK,
        "Text": styles.INK,
    }.items():
        yield f"{name} auf Papier", ink, styles.WHITE
    for name, fill in {**styles.LEVEL_FILLS, "Balken": styles.BAR}.items():
        yield name, styles.INK, fill
    looks = (styles.SEVERITY_LOOKS, styles.VERDICT_LOOKS, styles.STATE_LOOKS, styles.APPOINTMENT_LOOKS)
    for group in looks:
        yield from ((word, ink, fill) for word, (ink, fill) in group.items())


@pytest.mark.parametrize(("name", "ink", "fill"), list(declared()))
def test_declared_inks_can_be_read(name: str, ink: str, fill: str) -> None:
    assert contrast(ink, fill) >= ENOUGH, name


def test_small_columns_can_be_seen_and_told_apart() -> None:
    """3 to 1 is what the standard asks of drawings."""
    assert contrast(styles.EARLIER, styles.OUTPUT_FILL) >= 3.0
    assert contrast(styles.EARLIER, styles.LATEST) >= 3.0


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FF0000", styles.INPUT_FILL) < ENOUGH


def _colour(colour: Any, otherwise: str) -> str:
    known = colour is not None and isinstance(colour.rgb, str)
    return f"#{colour.rgb[2:]}" if known else otherwise


def _looks(book: Any) -> Iterator[tuple[str, str]]:
    """Ink and fill of every filled cell."""
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            filled = cell.fill.fill_type == "solid"
            fill = _colour(cell.fill.fgColor, styles.WHITE) if filled else styles.WHITE
            yield _colour(cell.font.color, "#000000"), fill


def unreadable(book: Any) -> set[tuple[str, str]]:
    """Ink and fill of cells with too little contrast."""
    return {pair for pair in set(_looks(book)) if contrast(*pair) < ENOUGH}


def test_every_cell_can_be_read(book: Any) -> None:
    assert len(set(_looks(book))) > 8
    assert unreadable(book) == set()


def test_one_palette_and_one_type_scale(book: Any) -> None:
    palette = {value for value in vars(styles).values() if isinstance(value, str) and value.startswith("#")}
    palette |= {*styles.HEADER_FILLS.values(), *styles.HEADER_INKS.values(), "#000000"}
    assert {colour for pair in set(_looks(book)) for colour in pair} <= palette
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    sizes = {
        cell.font.sz
        for sheet in visible
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert sizes <= set(styles.TYPE_SCALE)


def _rules(book: Any) -> Iterator[tuple[str, Any]]:
    for sheet in book.worksheets:
        for area in sheet.conditional_formatting:
            yield from ((f"{sheet.title}!{area.sqref}", rule) for rule in area.rules)


def wordless(book: Any) -> list[str]:
    """Rules that colour a cell without a word in it; a bar lies under its number."""
    return [where for where, rule in _rules(book) if not _says_it(rule)]


def _says_it(rule: Any) -> bool:
    if rule.type == "dataBar":
        return rule.dataBar.showValue is not False
    if rule.type == "expression":
        return bool(rule.formula[0].startswith(OWN_NUMBER))
    return rule.type in WORDED and bool(rule.text or WORD.search(rule.formula[0]))


def test_no_colour_says_what_no_word_says(book: Any) -> None:
    assert {rule.type for _, rule in _rules(book)} == {"dataBar", "expression", *WORDED}
    assert wordless(book) == []


def test_every_coloured_word_has_a_shape(book: Any) -> None:
    """Save the exclamation mark, which is one."""
    shapes: dict[str, set[str]] = {}
    for where, rule in _rules(book):
        if rule.type not in {"dataBar", "expression"} and rule.text != "!":
            assert rule.dxf.numFmt is not None, where
            word = rule.text or WORD.search(rule.formula[0])[1]  # type: ignore[index]  # the pattern has found something or the test fails
            shapes.setdefault(word, set()).add(rule.dxf.numFmt.formatCode)
    assert {word for word, found in shapes.items() if len(found) != 1} == set()
    assert {next(iter(found)) for found in shapes.values()} <= {
        *map(styles.sign_format, styles.SIGNS.values())
    }


def test_shapes_tell_apart_what_colours_tell_apart() -> None:
    groups = (styles.LEVEL_FILLS, styles.SEVERITY_LOOKS, styles.VERDICT_LOOKS, styles.APPOINTMENT_LOOKS)
    for group in groups:
        assert len({styles.SIGNS[word] for word in group}) == len(group)


def alternatives(path: Path) -> list[str | None]:
    """Alternativtexte of all charts, pictures and buttons, None for one that has none."""
    with zipfile.ZipFile(path) as archive:
        parts = [fromstring(archive.read(name)) for name in archive.namelist() if DRAWN.fullmatch(name)]
    return [text for part in parts for text in _alternatives(part)]


def test_every_drawing_has_an_alternative_text(path: Path) -> None:
    charts = sum(len(sheet.charts) for sheet in layout.SHEETS)
    buttons = sum(button.on_start for button in layout.BUTTONS)
    texts = alternatives(path)
    assert len(texts) == charts + buttons
    assert all(text and len(text) > 10 for text in texts), texts


def _alternatives(part: Any) -> Iterator[str | None]:
    for node in part.iter():
        kind = node.tag.rpartition("}")[2]
        if kind == "cNvPr":
            yield node.get("descr")
        elif kind == "shape" and node.tag.startswith("{urn:schemas-microsoft-com:vml}"):
            yield node.get("alt")


def test_every_table_has_a_header_row(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        tables = [fromstring(archive.read(name)) for name in archive.namelist() if TABLE.fullmatch(name)]
    assert len(tables) == len({placement.table for sheet in layout.SHEETS for placement in sheet.placements})
    for table in tables:
        assert table.get("headerRowCount", "1") == "1", table.get("name")
        assert all(node.get("name", "").strip() for node in table.iter() if node.tag.endswith("tableColumn"))


def test_tabs_are_coloured_by_kind(book: Any) -> None:
    colours = {sheet.kind: book[sheet.label].sheet_properties.tabColor.rgb[2:] for sheet in layout.SHEETS}
    assert len(set(colours.values())) == len(colours)
    for sheet in layout.SHEETS:
        assert book[sheet.label].sheet_properties.tabColor.rgb[2:] == styles.TAB_COLOURS[sheet.kind][1:]


def _leads(sheet: Any) -> set[str]:
    """Names of the sheets that links of a sheet lead to."""
    places = (cell.hyperlink.location or "" for row in sheet.iter_rows() for cell in row if cell.hyperlink)
    return {place.rpartition("!")[0].strip("'") for place in places}


def test_start_leads_to_every_step_and_every_sheet_back(book: Any) -> None:
    start = layout.SHEETS[0].label
    assert _leads(book[start]) >= {
        "Zahlen",
        "Kunden",
        "Pipeline",
        "Kriterien",
        "Screening",
        "Klausur",
        "Plan",
    }
    for sheet in layout.SHEETS:
        assert start in _leads(book[sheet.label]) or sheet.kind is SheetKind.START, sheet.label


def test_klausur_leads_to_what_it_speaks_of(book: Any) -> None:
    labels = {sheet.name: sheet.label for sheet in layout.SHEETS}
    assert _leads(book["Klausur"]) >= {labels[name] for name in layout.LEADS["retreat"]}
    assert set(layout.LEADS) <= set(labels)


def test_each_fault_is_found(tmp_path: Path) -> None:
    """A pale text, a colour without a word and a chart that says nothing to who cannot see it."""
    path = tmp_path / "Fehler.xlsx"
    faulty = Workbook(str(path))
    sheet = faulty.add_worksheet()
    sheet.write_string(0, 0, "blass", faulty.add_format({"font_color": "#BBBBBB"}))
    red = faulty.add_format({"bg_color": "#FF0000"})
    sheet.conditional_format("B1:B3", {"type": "cell", "criteria": ">", "value": 5, "format": red})
    chart = faulty.add_chart({"type": "line"})
    chart.add_series({"values": "=Sheet1!$B$1:$B$3"})
    sheet.insert_chart("D1", chart)
    faulty.close()
    book = opened(path)
    assert unreadable(book) == {("#BBBBBB", styles.WHITE)}
    assert wordless(book) == ["Sheet1!B1:B3"]
    assert alternatives(path) == [None]
