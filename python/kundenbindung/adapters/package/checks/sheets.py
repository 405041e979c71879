"""Blätter: names, visibility, selection (points 6 to 8), merges, panes, headers (32 to 34)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from xml.etree.ElementTree import Element

from kundenbindung.adapters.package.areas import address, cell
from kundenbindung.adapters.package.checks.faults import Check, fault
from kundenbindung.adapters.package.view import WORKBOOK, Package, Sheet
from kundenbindung.core.model import Finding

RESERVED = {"history", "verlauf"}
LONGEST_NAME, LONGEST_HEADER = 31, 255
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$|^$")


def names_valid(package: Package) -> Iterator[Finding]:
    """6: at most 31 characters, none that Excel forbids, no reserved word."""
    for sheet in package.sheets:
        if len(sheet.name) > LONGEST_NAME:
            yield fault("sheet_name_long", WORKBOOK, sheet.name)
        if _FORBIDDEN.search(sheet.name):
            yield fault("sheet_name_characters", WORKBOOK, sheet.name or '""')
        if sheet.name.casefold() in RESERVED:
            yield fault("sheet_name_reserved", WORKBOOK, sheet.name)


def names_unique(package: Package) -> Iterator[Finding]:
    """6: no sheet name twice, upper and lower case being the same."""
    counted = Counter(sheet.name.casefold() for sheet in package.sheets)
    yield from (fault("sheet_name_twice", WORKBOOK, name) for name, count in counted.items() if count > 1)


def _active(package: Package) -> int:
    node = package.workbook.find("bookViews/workbookView")
    return 0 if node is None else int(node.get("activeTab", "0"))


def visible(package: Package) -> Iterator[Finding]:
    """7: at least one sheet shows, and the active one does."""
    states = [sheet.state for sheet in package.sheets]
    if "visible" not in states:
        yield fault("no_visible_sheet", WORKBOOK)
    elif _active(package) >= len(states) or states[_active(package)] != "visible":
        yield fault("active_sheet_hidden", WORKBOOK, f"activeTab {_active(package)}")


def selected(package: Package) -> Iterator[Finding]:
    """8: the active sheet is selected and no other."""
    chosen = [at for at, sheet in enumerate(package.sheets) if _is_selected(sheet)]
    if chosen != [_active(package)]:
        names = ", ".join(package.sheets[at].name for at in chosen)
        yield fault("selected_sheets", WORKBOOK, names or "-", count=len(chosen))


def _is_selected(sheet: Sheet) -> bool:
    return any(view.get("tabSelected") == "1" for view in sheet.root.iterfind("sheetViews/sheetView"))


def merges(package: Package) -> Iterator[Finding]:
    """32: merged areas overlap neither one another nor a table."""
    for sheet in package.sheets:
        for one, other in combinations(sheet.merges, 2):
            if one.overlaps(other):
                place = f"{sheet.name}!{address(other.first_row, other.first_col)}"
                yield fault("merge_overlap", sheet.part, place)
        for table in sheet.tables:
            for one in sheet.merges:
                if table.area and one.overlaps(table.area):
                    place = f"{sheet.name}!{address(one.first_row, one.first_col)}"
                    yield fault("merge_table", sheet.part, place, table=table.name)


def panes(package: Package) -> Iterator[Finding]:
    """33: a frozen pane is cut at whole cells, shows what follows the cut, and is the active one."""
    for sheet in package.sheets:
        for pane in sheet.root.iterfind("sheetViews/sheetView/pane"):
            if pane.get("state") in {"frozen", "frozenSplit"} and not _consistent(pane):
                yield fault("pane", sheet.part, f"{sheet.name}!{pane.get('topLeftCell', '-')}")


def _consistent(pane: Element) -> bool:
    try:
        right, down = int(pane.get("xSplit", "0")), int(pane.get("ySplit", "0"))
        row, column = cell(pane.get("topLeftCell", ""))
    except ValueError:
        return False
    expected = {(True, True): "bottomRight", (True, False): "topRight", (False, True): "bottomLeft"}
    active = expected.get((right > 0, down > 0))
    return row >= down >= 0 and column >= right >= 0 and pane.get("activePane", "topLeft") == active


def headers(package: Package) -> Iterator[Finding]:
    """34: headers and footers have at most 255 characters."""
    for sheet in package.sheets:
        for node in sheet.root.iterfind("headerFooter/*"):
            if len(node.text or "") > LONGEST_HEADER:
                yield fault(
                    "header_long", sheet.part, f"{sheet.name}: {node.tag}", length=len(node.text or "")
                )


CHECKS: tuple[Check, ...] = (names_valid, names_unique, visible, selected, merges, panes, headers)
