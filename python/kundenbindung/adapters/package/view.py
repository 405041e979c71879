"""Paketansicht: a workbook file read once, as all package checks see it.

Tolerant by design: what is broken is missing here and named by the check whose business it is.
Element tags are without namespaces.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kundenbindung.adapters.package.areas import Area, area, areas, plain
from kundenbindung.adapters.package.vba import modules

RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORKBOOK, TYPES, VBA = "xl/workbook.xml", "[Content_Types].xml", "xl/vbaProject.bin"


class Relation(NamedTuple):
    """Beziehung: `kind` is the last word of its type, `target` a part, or an address if external."""

    part: str
    id: str
    kind: str
    target: str
    external: bool


class Cell(NamedTuple):
    """Zelle: type letter, style number, stored value and formula, as the XML has them."""

    address: str
    kind: str
    style: int
    value: str | None
    formula: str | None
    array: bool
    ref: str | None
    metadata: int


class Column(NamedTuple):
    """Tabellenspalte."""

    id: str
    name: str
    formula: str | None
    totals_function: str | None
    totals_label: str | None


@dataclass(frozen=True)
class Table:
    """Tabelle: `area` with header and totals row; None if its reference is no area."""

    part: str
    sheet: str
    id: str
    name: str
    area: Area | None
    columns: tuple[Column, ...]
    header_rows: int
    totals_rows: int
    filter_ref: str | None


@dataclass(frozen=True)
class Sheet:
    """Blatt with its parsed part; `root` is empty if the part is missing or malformed."""

    name: str
    part: str
    state: str
    root: Element
    tables: tuple[Table, ...]
    relations: tuple[Relation, ...]

    @cached_property
    def code_name(self) -> str | None:
        """VBA code name of the sheet."""
        node = self.root.find("sheetPr")
        return None if node is None else node.get("codeName")

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Zellen in the order of the part."""
        return tuple(_cell(node) for node in self.root.iterfind("sheetData/row/c"))

    @cached_property
    def by_address(self) -> Mapping[str, Cell]:
        """Zellen by their address."""
        return {one.address: one for one in self.cells}

    @cached_property
    def merges(self) -> tuple[Area, ...]:
        """Verbundene Bereiche."""
        nodes = self.root.iterfind("mergeCells/mergeCell")
        return tuple(one for node in nodes for one in safe_areas(node.get("ref", "")))

    def relation(self, key: str) -> Relation | None:
        """Beziehung with this id."""
        return next((one for one in self.relations if one.id == key), None)


@dataclass(frozen=True)
class Name:
    """Definierter Name; `scope` is the number of its sheet, None for the workbook."""

    name: str
    scope: str | None
    text: str


class FormulaUse(NamedTuple):
    """Formel and where it stands first; `kind`: cell, column, name, validation, rule or chart."""

    text: str
    kind: str
    part: str
    place: str


@dataclass(frozen=True)
class Package:
    """Paket: names as listed, bytes of each part, parsed parts, and what could not be parsed."""

    path: Path
    names: tuple[str, ...]
    parts: Mapping[str, bytes]
    roots: Mapping[str, Element]
    faults: Mapping[str, Exception]

    @cached_property
    def workbook(self) -> Element:
        """Wurzel of xl/workbook.xml, empty if it is missing or malformed."""
        return self.root(WORKBOOK)

    def root(self, part: str) -> Element:
        """Wurzel of a part, an empty element if there is none."""
        found = self.roots.get(part)
        return Element("missing") if found is None else found

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Alle Beziehungen of all parts; the package itself is the part ""."""
        return tuple(one for name in self.parts if name.endswith(".rels") for one in self._relations(name))

    def relations_of(self, part: str) -> tuple[Relation, ...]:
        """Beziehungen of one part."""
        return tuple(one for one in self.relations if one.part == part)

    def _relations(self, name: str) -> Iterator[Relation]:
        folder, _, file = name.rpartition("/")
        base = folder.removesuffix("_rels").rstrip("/")
        part = f"{base}/{file.removesuffix('.rels')}".lstrip("/")
        for node in self.root(name):
            external = node.get("TargetMode") == "External"
            target = node.get("Target", "")
            where = target if external else resolve(base, target)
            yield Relation(part, node.get("Id", ""), node.get("Type", "").rpartition("/")[2], where, external)

    @cached_property
    def content_types(self) -> Mapping[str, str]:
        """Inhaltstyp of each part that has one."""
        nodes = list(self.root(TYPES))
        defaults = {
            n.get("Extension", "").lower(): n.get("ContentType", "") for n in nodes if n.tag == "Default"
        }
        typed = {
            name: defaults.get(name.rpartition(".")[2].lower(), "") for name in self.parts if name != TYPES
        }
        return {name: self.overrides.get(name, kind) for name, kind in typed.items()}

    @cached_property
    def overrides(self) -> Mapping[str, str]:
        """Inhaltstyp of each part that is listed by name."""
        nodes = (node for node in self.root(TYPES) if node.tag == "Override")
        return {node.get("PartName", "").lstrip("/"): node.get("ContentType", "") for node in nodes}

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Blätter in the order of the tabs."""
        return tuple(self._sheet(node) for node in self.workbook.iterfind("sheets/sheet"))

    def _sheet(self, node: Element) -> Sheet:
        key = node.get(f"{RELATIONS}id")
        part = next((one.target for one in self.relations_of(WORKBOOK) if one.id == key), "")
        name = node.get("name", "")
        relations = self.relations_of(part)
        tables = tuple(self._table(one.target, name) for one in relations if one.kind == "table")
        return Sheet(name, part, node.get("state", "visible"), self.root(part), tables, relations)

    def _table(self, part: str, sheet: str) -> Table:
        node = self.root(part)
        where = safe_areas(node.get("ref", ""))
        columns = tuple(_column(one) for one in node.iterfind("tableColumns/tableColumn"))
        rows = int(node.get("headerRowCount", "1")), int(node.get("totalsRowCount", "0"))
        filtered = node.find("autoFilter")
        ref = None if filtered is None else filtered.get("ref")
        name = node.get("displayName", "")
        return Table(part, sheet, node.get("id", ""), name, where[0] if where else None, columns, *rows, ref)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Tabellen of all sheets."""
        return tuple(table for sheet in self.sheets for table in sheet.tables)

    @cached_property
    def defined_names(self) -> tuple[Name, ...]:
        """Definierte Namen."""
        nodes = self.workbook.iterfind("definedNames/definedName")
        return tuple(Name(node.get("name", ""), node.get("localSheetId"), node.text or "") for node in nodes)

    @cached_property
    def shared_strings(self) -> tuple[str, ...]:
        """Gemeinsame Texte of the cells, without phonetic runs."""
        return tuple(rich_text(node) for node in self.root("xl/sharedStrings.xml").iterfind("si"))

    @cached_property
    def modules(self) -> Mapping[str, str] | None:
        """VBA-Module with their text; None without a project, empty if it cannot be read."""
        if VBA not in self.parts:
            return None
        try:
            return modules(self.parts[VBA])
        except ValueError:
            return {}

    @cached_property
    def formulas(self) -> tuple[FormulaUse, ...]:
        """Formeln, each text once per kind and sheet, at the first place where it stands."""
        found: dict[tuple[str, str, str], FormulaUse] = {}
        for use in self._uses():
            found.setdefault((use.text, use.kind, use.part), use)
        return tuple(found.values())

    def _uses(self) -> Iterator[FormulaUse]:
        for sheet in self.sheets:
            yield from _sheet_formulas(sheet)
        for name in self.defined_names:
            yield FormulaUse(name.text, "name", WORKBOOK, name.name)
        for part, root in self.roots.items():
            if part.startswith("xl/charts/chart"):
                yield from (FormulaUse(node.text or "", "chart", part, "") for node in root.iter("f"))


def _sheet_formulas(sheet: Sheet) -> Iterator[FormulaUse]:
    for one in sheet.cells:
        if one.formula:
            yield FormulaUse(one.formula, "cell", sheet.part, f"{sheet.name}!{one.address}")
    for table in sheet.tables:
        for column in table.columns:
            if column.formula:
                yield FormulaUse(column.formula, "column", table.part, f"{table.name}[{column.name}]")
    for node in sheet.root.iterfind("dataValidations/dataValidation"):
        for tag in ("formula1", "formula2"):
            if node.findtext(tag):
                yield FormulaUse(node.findtext(tag, ""), "validation", sheet.part, _at(sheet, node))
    for block in sheet.root.iterfind("conditionalFormatting"):
        for node in block.iterfind("cfRule/formula"):
            yield FormulaUse(node.text or "", "rule", sheet.part, _at(sheet, block))


def _at(sheet: Sheet, node: Element) -> str:
    return f"{sheet.name}!{node.get('sqref', '')}"


def _cell(node: Element) -> Cell:
    formula = node.find("f")
    value = node.findtext("v")
    if node.get("t") == "inlineStr":
        inline = node.find("is")
        value = None if inline is None else rich_text(inline)
    kind, style = node.get("t", "n"), int(node.get("s", "0"))
    array, ref = (False, None) if formula is None else (formula.get("t") == "array", formula.get("ref"))
    text = None if formula is None else formula.text
    return Cell(node.get("r", ""), kind, style, value, text, array, ref, int(node.get("cm", "0")))


def _column(node: Element) -> Column:
    formula = node.find("calculatedColumnFormula")
    text = None if formula is None else formula.text
    totals = node.get("totalsRowFunction"), node.get("totalsRowLabel")
    return Column(node.get("id", ""), plain(node.get("name", "")), text, *totals)


def rich_text(node: Element) -> str:
    """Text of a string item: its runs one after the other."""
    runs = [one for one in node if one.tag in {"t", "r"}]
    return plain("".join((one.text or "") if one.tag == "t" else one.findtext("t", "") for one in runs))


def resolve(folder: str, target: str) -> str:
    """Teil that a relation's target names, seen from the folder of its source."""
    return posixpath.normpath(posixpath.join(f"/{folder}", target.partition("#")[0])).lstrip("/")


def safe_areas(text: str) -> tuple[Area, ...]:
    """Bereiche of a reference; none if it is no reference."""
    try:
        return areas(text)
    except ValueError:
        return ()


def table_rows(table: Table) -> range:
    """Datenzeilen of a table, zero-based."""
    if table.area is None:
        return range(0)
    return range(table.area.first_row + table.header_rows, table.area.last_row + 1 - table.totals_rows)


def filter_area(sheet: Sheet) -> Area | None:
    """Bereich of the sheet's own autofilter."""
    node = sheet.root.find("autoFilter")
    try:
        return None if node is None else area(node.get("ref", ""))
    except ValueError:
        return None


def read_package(path: Path) -> Package:
    """Paket lesen; raises zipfile.BadZipFile if `path` is no zip file."""
    with zipfile.ZipFile(path) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        names = tuple(info.filename for info in archive.infolist())
        parts = {name: _read(archive, info) for name, info in infos.items()}
    roots: dict[str, Element] = {}
    faults: dict[str, Exception] = {}
    for name, content in parts.items():
        if is_xml(name):
            try:
                roots[name] = _parse(content)
            except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
                faults[name] = error
    return Package(path, names, parts, roots, faults)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error):
        return b""


def is_xml(part: str) -> bool:
    """Whether a part must be XML, by its name."""
    return part.endswith((".xml", ".rels", ".vml"))


def _parse(content: bytes) -> Element:
    root: Element = fromstring(content, forbid_dtd=True)
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    return root
