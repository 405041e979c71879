"""Mappen as no program should leave them: parts of the package changed, still well packed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.fuzz.values import HEADERS, NUMBERS, TEXTS, cell_xml, xml_text

Parts = dict[str, bytes]
Change = Callable[[random.Random, Parts], None]

_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?:/>|>.*?</c>)', re.DOTALL)
_BODY = re.compile(r'<c r="([A-Z]+(?:[6-9]|1[0-9]))"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_ROW = re.compile(r"<row [^>]*?(?:/>|>.*?</row>)", re.DOTALL)
_STYLE = re.compile(r' s="[0-9]+"')
_NUMBER = re.compile(rb'"[0-9]+"')
BOOK, SHARED = "xl/workbook.xml", "xl/sharedStrings.xml"


def mutated(chance: random.Random, parts: Parts) -> Parts:
    """One to four changes of some parts."""
    changed = dict(parts)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        chance.choice(CHANGES)(chance, changed)
    return changed


def _some(chance: random.Random, parts: Parts, start: str) -> str:
    names = sorted(name for name in parts if name.startswith(start) and name.endswith((".xml", ".rels")))
    return chance.choice(names or sorted(parts))


def _sheet(chance: random.Random, parts: Parts) -> tuple[str, str]:
    name = _some(chance, parts, "xl/worksheets/sheet")
    return name, parts[name].decode("utf-8", "replace")


def _replaced(
    chance: random.Random, text: str, old: re.Pattern[str], new: Callable[[re.Match[str]], str]
) -> str:
    found = list(old.finditer(text))
    if not found:
        return text
    match = chance.choice(found)
    return text[: match.start()] + new(match) + text[match.end() :]


def _cells(chance: random.Random, parts: Parts) -> None:
    """Some cells of a sheet; the filled ones more often than the empty ones."""
    name, text = _sheet(chance, parts)
    for _ in range(chance.choice((1, 3, 10))):
        text = _replaced(chance, text, _CELL, lambda match: _odd_cell(chance, match))
    parts[name] = text.encode()


def _odd_cell(chance: random.Random, match: re.Match[str]) -> str:
    style = _STYLE.search(match[2])
    odd = ("", "A0", "ZZZZ1", "XFE1", "A1048577", "A99999999", "1A", "A1", "XFD1048576")
    where = chance.choice(odd) if chance.random() < 0.03 else match[1]
    return cell_xml(chance, where, style[0] if style else "")


def filled_in(chance: random.Random, parts: Parts, sheet: str) -> Parts:
    """Cells of the rows below the header as a colleague might fill them, well or badly."""
    text = parts[sheet].decode("utf-8", "replace")
    for _ in range(chance.choice((1, 3, 8))):
        text = _replaced(chance, text, _BODY, lambda match: _entry(chance, match[1]))
    return {**parts, sheet: text.encode()}


def _entry(chance: random.Random, address: str) -> str:
    word = chance.choice(("ja", "nein", "offen", "gewonnen", "30.06.2026", "12,5", *TEXTS))
    number = chance.choice((0, 7, 9.5, 46_000, 123_456.78, *NUMBERS))
    return chance.choice(
        (
            f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{xml_text(word)}</t></is></c>',
            f'<c r="{address}"><v>{number!r}</v></c>',
            f'<c r="{address}"/>',
        )
    )


def _formulas(chance: random.Random, parts: Parts) -> None:
    """A formula in every text cell of a sheet."""
    name, text = _sheet(chance, parts)
    stored = chance.choice(("", "<v>Ergebnis</v>", "<v/>"))
    pattern = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?) t="s"><v>[0-9]+</v></c>')
    parts[name] = pattern.sub(rf'<c r="\1"\2 t="str"><f>1&amp;1</f>{stored}</c>', text).encode()


def _rows(chance: random.Random, parts: Parts) -> None:
    """Rows hidden, doubled, removed, emptied of their number."""
    name, text = _sheet(chance, parts)
    change: Callable[[re.Match[str]], str] = chance.choice(
        (
            lambda match: match[0].replace("<row ", '<row hidden="1" ', 1),
            lambda match: match[0] * 2,
            lambda _: "",
            lambda match: re.sub(r'^<row r="[0-9]+"', "<row", match[0]),
            lambda match: re.sub(r' r="[A-Z]+[0-9]+"', "", match[0]),
        )
    )
    parts[name] = _replaced(chance, text, _ROW, change).encode()


def _sheet_extras(chance: random.Random, parts: Parts) -> None:
    """Merged cells, hidden columns, a dimension that lies."""
    name, text = _sheet(chance, parts)
    merge = '<mergeCells count="2"><mergeCell ref="A6:C9"/><mergeCell ref="B7:D8"/></mergeCells>'
    hidden = '<cols><col min="1" max="16384" width="0" hidden="1"/></cols>'
    dimension = '<dimension ref="A1:XFD1048576"/>'
    parts[name] = chance.choice(
        (
            text.replace("</sheetData>", f"</sheetData>{merge}"),
            re.sub(r"<cols>.*?</cols>", hidden, text, flags=re.DOTALL),
            re.sub(r"<dimension [^>]*/>", dimension, text),
            text.replace("<sheetData>", "<sheetData><row r=\"1\"/>"),
        )
    ).encode()  # fmt: skip


def _states(chance: random.Random, parts: Parts) -> None:
    text = parts.get(BOOK, b"").decode("utf-8", "replace")
    state = chance.choice(("hidden", "veryHidden", "egal"))
    one = chance.choice((True, False))
    parts[BOOK] = re.sub(r"<sheet ", f'<sheet state="{state}" ', text, count=int(one)).encode()


def _sheet_names(chance: random.Random, parts: Parts) -> None:
    """Names of two sheets swapped, or one renamed, doubled, removed."""
    text = parts.get(BOOK, b"").decode("utf-8", "replace")
    names = re.findall(r'<sheet name="([^"]*)"', text)
    if len(names) < 2:
        return
    one, other = chance.sample(names, 2)
    new = chance.choice((other, xml_text(chance.choice(TEXTS))[:40].replace('"', ""), one.upper()))
    swapped = text.replace(f'name="{one}"', 'name="\0"').replace(f'name="{other}"', f'name="{one}"')
    parts[BOOK] = chance.choice(
        (
            swapped.replace('name="\0"', f'name="{other}"'),
            text.replace(f'name="{one}"', f'name="{new}"'),
            re.sub(rf'<sheet name="{re.escape(one)}"[^>]*/>', "", text),
            text.replace("<workbookPr", '<workbookPr date1904="1"'),
        )
    ).encode()


def _tables(chance: random.Random, parts: Parts) -> None:
    """A table deleted, moved, made larger or smaller, its columns renamed, doubled, removed."""
    name = _some(chance, parts, "xl/tables/")
    text = parts[name].decode("utf-8", "replace")
    corner = f"{chance.choice(('A', 'H', 'ZZ', 'XFD'))}{chance.choice((1, 6, 9, 40, 1048576))}"
    other = f"A{chance.randint(1, 9)}:{corner}"
    change = chance.randrange(9)
    if change == 0:
        del parts[name]
        return
    if change == 1:
        text = re.sub(
            r' ref="[^"]*"', f' ref="{chance.choice((other, other, "A1", "B9:A1", "x", ""))}"', text
        )
    elif change == 2:
        text = re.sub(r' ref="([A-Z]+[0-9]+:[A-Z]+)([0-9]+)"', rf' ref="\g<1>{chance.randint(5, 30)}"', text)
    elif change <= 5:
        text = _columns(chance, text, change)
    elif change == 6:
        text = text.replace(
            "<table ",
            f'<table {chance.choice(("headerRowCount", "totalsRowCount"))}="{chance.choice((0, 1, "x"))}" ',
            1,
        )
    elif change == 7:
        label = chance.choice(("Kunden", "Zahlen", "Pipeline", "kunden", "", "tblX"))
        text = re.sub(r' (displayName|name)="[^"]*"', rf' \1="{label}"', text, count=2)
    else:
        twin = _some(chance, parts, "xl/tables/")
        parts[name], parts[twin] = parts[twin], parts[name]
        return
    parts[name] = text.encode()


def _columns(chance: random.Random, text: str, kind: int) -> str:
    found = re.findall(r"<tableColumn [^>]*?(?:/>|>.*?</tableColumn>)", text, re.DOTALL)
    if not found:
        return text
    one = chance.choice(found)
    names = [*HEADERS, *re.findall(r'<tableColumn [^>]*?name="([^"]*)"', text)]
    new = xml_text(chance.choice(names)).replace('"', "&quot;")
    if kind == 3:
        return text.replace(one, re.sub(r'name="[^"]*"', lambda _: f'name="{new}"', one))
    return text.replace(one, one * 2 if kind == 4 else "")


def _shared(chance: random.Random, parts: Parts) -> None:
    """Texts of the workbook replaced, doubled, cut off."""
    text = parts.get(SHARED, b"").decode("utf-8", "replace")
    items = re.compile(r"<si>.*?</si>", re.DOTALL)
    new = f'<si><t xml:space="preserve">{xml_text(chance.choice(TEXTS))}</t></si>'
    change: Callable[[re.Match[str]], str] = chance.choice(
        (lambda _: new, lambda _: "", lambda match: match[0] * 2, lambda _: "<si/>")
    )
    for _ in range(chance.choice((1, 5, 40))):
        text = _replaced(chance, text, items, change)
    parts[SHARED] = text.encode()


def _attribute(chance: random.Random, parts: Parts) -> None:
    """Any number of any part."""
    name = _some(chance, parts, "xl/")
    found = list(_NUMBER.finditer(parts[name]))
    if found:
        match = chance.choice(found)
        new = chance.choice((b'"0"', b'"-1"', b'"99999999999"', b'"1e9"', b'""', b'"x"'))
        parts[name] = parts[name][: match.start()] + new + parts[name][match.end() :]


def _bytes(chance: random.Random, parts: Parts) -> None:
    """A part cut off, flipped in one bit, emptied, swapped with another, doubled."""
    name, other = _some(chance, parts, ""), _some(chance, parts, "")
    data = parts[name]
    at = chance.randrange(len(data) + 1)
    flipped = data[:at] + bytes([(*data[at : at + 1], 0)[0] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    parts[name] = chance.choice(
        (data[:at], flipped, b"", parts[other], data + data, data[:at] + data[at + 9 :])
    )


def _lost(chance: random.Random, parts: Parts) -> None:
    """A part renamed or gone."""
    name = chance.choice(sorted(parts))
    data = parts.pop(name)
    if chance.random() < 0.5:
        parts[
            chance.choice(
                (name.upper(), f"../{name}", f"/{name}", name.replace("/", "\\"), "xl/vbaProject.bin")
            )
        ] = data


def _kinds(chance: random.Random, parts: Parts) -> None:
    """Other content types and relations."""
    name = chance.choice(("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"))
    text = parts.get(name, b"").decode("utf-8", "replace")
    old, new = chance.choice(
        (
            ("worksheet+xml", "chartsheet+xml"),
            ("sharedStrings+xml", "styles+xml"),
            ("relationships/worksheet", "relationships/chartsheet"),
            ("relationships/sharedStrings", "relationships/none"),
            ('Target="worksheets/sheet1.xml"', 'Target="worksheets/sheet2.xml"'),
            ('Target="', 'TargetMode="External" Target="http://example.invalid/'),
            ('Target="', 'Target="../../../'),
            ('Id="rId1"', 'Id="rId2"'),
        )
    )  # fmt: skip
    parts[name] = text.replace(old, new, chance.choice((1, -1))).encode()


CHANGES: tuple[Change, ...] = (
    *[_cells] * 6,
    _formulas,
    _rows,
    _rows,
    _sheet_extras,
    _states,
    _sheet_names,
    _sheet_names,
    *[_tables] * 4,
    _shared,
    _shared,
    _attribute,
    _attribute,
    _bytes,
    _lost,
    _kinds,
)
