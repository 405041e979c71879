"""Zellen: texts, numbers, dates, links, heights, widths and formats (points 9 to 12)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.view import Cell, Package, Sheet
from kundenbindung.core.model import Finding

STYLES = "xl/styles.xml"
LONGEST_TEXT, LONGEST_URL, LONGEST_FORMAT = 32_767, 2_079, 255
MOST_LINKS, MOST_STYLES = 65_530, 64_000
HIGHEST_ROW, WIDEST_COLUMN, LARGEST_FONT = 409.5, 255.0, 409.0
FIRST_DATE = 61
_BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FORMAT_WORDS = re.compile(r"(?i)general|standard|am/pm|a/p|e[+-]")
_FORMAT_SIGNS = re.compile(r"[0#?.,%/:\s\-+()$€£¥'!&~{}<>=^|@dmyhsbgeDMYHSBGE\d]*")


def texts(package: Package) -> Iterator[Finding]:
    """9: no text beyond 32,767 characters."""
    long_ones = {str(at) for at, text in enumerate(package.shared_strings) if len(text) > LONGEST_TEXT}
    for sheet in package.sheets:
        for one in sheet.cells:
            shared = one.kind == "s" and one.value in long_ones
            own = one.kind in {"str", "inlineStr"} and len(one.value or "") > LONGEST_TEXT
            if shared or own:
                yield fault("text_long", sheet.part, _place(sheet, one))


def _place(sheet: Sheet, one: Cell) -> str:
    return f"{sheet.name}!{one.address}"


def numbers(package: Package) -> Iterator[Finding]:
    """10: numbers are finite, dates lie on or after 1900-03-01 (before, Excel and the calendar differ)."""
    dated = _date_styles(package)
    for sheet in package.sheets:
        for one in sheet.cells:
            if one.kind != "n" or one.value is None:
                continue
            value = _number(one.value)
            if not math.isfinite(value):
                yield fault("number", sheet.part, _place(sheet, one), found=short(one.value))
            elif one.style in dated and value < FIRST_DATE:
                yield fault("date_early", sheet.part, _place(sheet, one), found=one.value)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _formats(package: Package) -> Mapping[int, str]:
    nodes = package.root(STYLES).iterfind("numFmts/numFmt")
    return {int(node.get("numFmtId", "0")): node.get("formatCode", "") for node in nodes}


def _date_styles(package: Package) -> set[int]:
    properties = package.workbook.find("workbookPr")
    if properties is not None and properties.get("date1904") in {"1", "true"}:
        return set()
    codes = _formats(package)
    ids = _BUILT_IN_DATES | {
        key for key, code in codes.items() if re.search("[dyDY]", _LITERALS.sub("", code))
    }
    nodes = package.root(STYLES).iterfind("cellXfs/xf")
    return {at for at, node in enumerate(nodes) if int(node.get("numFmtId", "0")) in ids}


def links(package: Package) -> Iterator[Finding]:
    """11: at most 65,530 links on a sheet, none longer than 2,079 characters."""
    for sheet in package.sheets:
        nodes = sheet.root.findall("hyperlinks/hyperlink")
        if len(nodes) > MOST_LINKS:
            yield fault("links_many", sheet.part, sheet.name, count=len(nodes))
        for one in sheet.relations:
            if one.kind == "hyperlink" and one.external and len(one.target) > LONGEST_URL:
                yield fault("link_long", sheet.part, one.id, length=len(one.target))


def dimensions(package: Package) -> Iterator[Finding]:
    """12: rows at most 409.5 points high, columns at most 255 characters wide."""
    for sheet in package.sheets:
        for node in sheet.root.iterfind("sheetData/row"):
            if not _within(node, "ht", 0.0, HIGHEST_ROW):
                yield fault("row_height", sheet.part, f"{sheet.name}!{node.get('r')}", found=node.get("ht"))
        for node in sheet.root.iterfind("cols/col"):
            if not _within(node, "width", 0.0, WIDEST_COLUMN):
                yield fault(
                    "column_width", sheet.part, f"{sheet.name}!{node.get('min')}", found=node.get("width")
                )


def _within(node: Element, name: str, low: float, high: float) -> bool:
    text = node.get(name)
    return text is None or low <= _number(text) <= high


def styles(package: Package) -> Iterator[Finding]:
    """12: font sizes from 1 to 409, at most 64,000 cell formats, and every cell's format exists."""
    root = package.root(STYLES)
    for node in root.iterfind("fonts/font/sz"):
        if not _within(node, "val", 1.0, LARGEST_FONT):
            yield fault("font_size", STYLES, "fonts", found=node.get("val"))
    count = len(root.findall("cellXfs/xf"))
    if count > MOST_STYLES:
        yield fault("styles_many", STYLES, "cellXfs", count=count)
    for sheet in package.sheets:
        for one in sheet.cells:
            if one.style >= max(count, 1):
                yield fault("style_missing", sheet.part, _place(sheet, one), found=one.style)


def number_formats(package: Package) -> Iterator[Finding]:
    """12: number formats have at most 255 characters and four sections, quotes and brackets closed."""
    for code in _formats(package).values():
        if len(code) > LONGEST_FORMAT or not _is_format(code):
            yield fault("number_format", STYLES, short(code))


def _is_format(code: str) -> bool:
    bare = _LITERALS.sub("", code)
    sections = bare.split(";")
    signs = (_FORMAT_WORDS.sub("", section) for section in sections)
    return bool(code) and len(sections) <= 4 and all(_FORMAT_SIGNS.fullmatch(one) for one in signs)


CHECKS: tuple[Check, ...] = (texts, numbers, links, dimensions, styles, number_formats)
