"""Wortschatz: elements and attributes that are known, with the shape of their values.

A line is an element and its attributes, `#` its text. After `=` stands the name of a shape, or the words
that are allowed. What is not in here is a fault; what carries meaning (word, text, sheet ...) is compared
with what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from kundenbindung.adapters.proof import elements, parts
from kundenbindung.adapters.proof.drawn import CHARTS, DRAWINGS
from kundenbindung.workbook import charts, styles

NAMESPACES: Mapping[str, str] = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "",
    "http://schemas.openxmlformats.org/package/2006/content-types": "",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": "vt:",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/dc/dcmitype/": "dcmitype:",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac": "x14ac:",
    "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main": "x14:",
    "http://schemas.microsoft.com/office/excel/2006/main": "xm:",
}
"""Prefix by namespace."""

_CELL = r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}"
_AREA = rf"{_CELL}(?::{_CELL})?"
_FORMAT = r"(?:\[Red\])?[+\-]?[#0?.,%]+"
_DECLARED = {
    *styles.NUMBER_FORMATS.values(),
    *map(styles.sign_format, styles.SIGNS.values()),
    *styles.CHART_LABELS.values(),
    *styles.CHART_AXES.values(),
}
_FORMATS = "|".join(map(re.escape, sorted({*_DECLARED, "General", "@"})))
_FONTS = "|".join(map(re.escape, sorted({styles.FONT, "Calibri"})))
_STYLE_NAMES = "|".join(["Normal", "Hyperlink", *(style.name for style in styles.CELL_STYLES)])
SHAPES: Mapping[str, str] = {
    "int": r"-?\d{1,10}",
    "num": r"-?\d{1,16}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?",
    "bool": r"[01]|true|false",
    "cell": _CELL,
    "area": _AREA,
    "areas": rf"{_AREA}(?: {_AREA})*",
    "spans": r"\d{1,5}:\d{1,5}",
    "argb": r"[0-9A-F]{8}",
    "rgb": r"[0-9A-F]{6}",
    "link": r"rId\d{1,4}",
    "bar": r"\{DA7ABA51-AAAA-BBBB-[0-9A-F]{4}-[0-9A-F]{12}\}",
    "extension": r"\{05C60535-1F16-4fd2-B633-F4F36F0B64E0\}|\{78C0D931-6437-407d-A8EE-F0AAD7539E65\}"
    r"|\{B025F937-C7B1-47D3-B67F-A62EFF666E3E\}",
    "format": rf"{_FORMATS}|{_FORMAT}(?:;{_FORMAT}){{0,2}}",
    "font": _FONTS,
    "cellstyle": _STYLE_NAMES,
    "tablestyle": r"TableStyle(?:Light|Medium|Dark)\d{1,2}",
    "pivotstyle": r"PivotStyle(?:Light|Medium|Dark)\d{1,2}",
    "chartname": "|".join([r"Chart \d{1,4}", *(re.escape(chart.drawing) for chart in charts.CHARTS)]),
    "version": r"\d{1,2}\.\d{4}",
    "any": r".*",
}
"""Regular expression by name; `any` is looked at elsewhere."""

MEANT = frozenset(
    {"word", "text", "sheet", "table", "rule", "choice", "drawn", "place", "page", "spoken", "day"}
)
"""Shapes that are compared with what is meant."""

_KINDS = {
    parts.TYPES: elements.TYPES,
    parts.RELATIONS: elements.RELATIONS,
    parts.WORKBOOK: elements.WORKBOOK,
    parts.STYLES: elements.STYLES,
    parts.STRINGS: elements.STRINGS,
    parts.SHEET: elements.SHEET,
    parts.TABLE: elements.TABLE,
    parts.DRAWING: DRAWINGS,
    parts.CHART: CHARTS,
    parts.CORE: elements.CORE,
    parts.APP: elements.APP,
}
Shape = Callable[[str], object] | str
"""A test of a value, or the name of what it is compared with."""


@cache
def of(kind: str) -> Mapping[str, Mapping[str, Shape]]:
    """Bekannte Elemente of a kind of part: shape by attribute (`#` is the text), by element."""
    found: dict[str, Mapping[str, Shape]] = {}
    for line in _KINDS[kind].strip().splitlines():
        name, *attributes = line.split()
        pairs = (attribute.split("=", 1) for attribute in attributes)
        found[name] = {attribute: _shape(shape) for attribute, shape in pairs}
    return found


def _shape(name: str) -> Shape:
    if name in MEANT:
        return name
    pattern = SHAPES.get(name) or name.replace("&", " ").replace(
        ".", r"\."
    )  # in a list of words only | is a sign
    return re.compile(pattern, re.DOTALL).fullmatch


@cache
def all_words() -> str:
    """Alle Wörter of the format itself, in which nothing of anybody can be read."""
    return " ".join(
        [*_KINDS.values(), *NAMESPACES, *SHAPES.values(), *(one.relation for one in parts.KINDS.values())]
    )
