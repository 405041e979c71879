"""Bomben: small files that would become giants are refused with little memory and in little time."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
import xlsxwriter
from tests.doors.hostile import GOOD, READ, READERS
from tests.fuzz import packing
from tests.needs import REPOSITORY

from kundenbindung.adapters.package.zipped import packed_parts, unpack
from kundenbindung.messages import CATALOGUE

MOST_MEMORY, MOST_SECONDS = 200.0, 2.0
"""MiB beyond what the program itself needs, and seconds of the processor."""

Parts = dict[str, bytes]
SHARED, BOOK, RELATIONS = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"


@dataclass(frozen=True)
class Base:
    """Gute Datei of a reader: its parts, a sheet that is read, and a small part that is parsed."""

    parts: Mapping[str, bytes]
    sheet: str
    small: str
    suffix: str


@dataclass(frozen=True)
class Measured:
    """Messung: how a file ended, seconds of the processor, MiB beyond what was there."""

    file: str
    end: str
    seconds: float
    memory: float


Bomb = Callable[[Parts, Base], None]


def _bases() -> dict[str, Base]:
    product = {part.name: unpack(part) for part in packed_parts(REPOSITORY / "kundenbindung.xlsm")}
    bare = {name: data for name, data in product.items() if not name.startswith("xl/vbaProject")}
    kinds = "[Content_Types].xml"
    bare[kinds] = bare[kinds].replace(b"ms-excel.sheet.macroEnabled", b"openxmlformats")
    imported = {part.name: unpack(part) for part in packed_parts(_list())}
    small = next(name for name, data in product.items() if b'displayName="Zahlen"' in data)
    return {
        "mappe": Base(product, "xl/worksheets/sheet3.xml", small, "xlsm"),
        "ruecklauf": Base(bare, "xl/worksheets/sheet2.xml", small, "xlsx"),
        "import": Base(imported, "xl/worksheets/sheet1.xml", RELATIONS, "xlsx"),
    }


def _list() -> bytes:
    """A list of customers."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Kunden")
    sheet.write_row(0, 0, ("Kundennr.", "Kunde", "Umsatz 2024", "Umsatz 2025"))
    sheet.write_row(1, 0, ("10001", "Mühle & Söhne", 84_250.5, 91_700.25))
    book.close()
    return stream.getvalue()


def _nothing(parts: Parts, base: Base) -> None:
    """The good file."""


def _more(parts: Parts, name: str, xml: str, end: str = "</sheetData>") -> None:
    parts[name] = parts[name].replace(end.encode(), (xml + end).encode())


def _prolog(parts: Parts, name: str, doctype: str, text: str) -> None:
    """A document type in front of a part, and what it declares used in it."""
    head, _, rest = parts[name].partition(b"?>")
    parts[name] = head + b"?>" + doctype.encode() + rest.replace(b">", b">" + text.encode(), 1)


def _laughs(name: str) -> Bomb:
    entities = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY a0 "{"ha" * 50}">{entities}]>'
    return lambda parts, _: _prolog(parts, name, doctype, "&a9;")


def _quadratic(parts: Parts, base: Base) -> None:
    _prolog(parts, SHARED, f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>', "&a;" * 50_000)


def _external(parts: Parts, base: Base) -> None:
    _prolog(parts, BOOK, '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;")


def _external_type(parts: Parts, base: Base) -> None:
    _prolog(parts, base.small, '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">', "")


def _parameter(parts: Parts, base: Base) -> None:
    _prolog(parts, base.sheet, '<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>', "")


def _deep(depth: int, name: str = "") -> Bomb:
    return lambda parts, base: _nest(parts, name or base.small, depth)


def _nest(parts: Parts, name: str, depth: int) -> None:
    """Elements in elements in elements, and noise beside them, so that the file does not look empty."""
    end = parts[name].rindex(b"</")
    nested = b"<x>" * depth + b"</x>" * depth
    parts[name] = parts[name][:end] + nested + parts[name][end:]
    parts["xl/media/rauschen.bin"] = random.Random(1).randbytes(200_000)


def _far(attributes: str) -> Bomb:
    return lambda parts, base: _more(
        parts, base.sheet, f'<row r="1048576"><c {attributes}><v>1</v></c></row>'
    )


def _far_without_address(parts: Parts, base: Base) -> None:
    cells = "<c><v>1</v></c>" * 2_000
    _more(parts, base.sheet, f'<row r="1048576">{cells}</row>')


def _long_text(parts: Parts, base: Base) -> None:
    cells = (f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(5_000, 45_000))
    _more(parts, base.sheet, "".join(cells))
    parts[SHARED] = parts[SHARED].replace(b"<si><t>", b"<si><t>" + "Ä".encode() * 32_000, 1)


def _count(name: str, tag: str, counts: str = 'count="99999999999"') -> Bomb:
    """A part that announces a hundred thousand million entries."""
    new = f"<{tag} {counts} "

    def change(parts: Parts, _: Base) -> None:
        head = parts[name].partition(f"<{tag} ".encode())
        rest = re.sub(rb' (?:uniqueC|c)ount="[0-9]+"', b"", head[2].partition(b">")[0])
        parts[name] = head[0] + new.encode() + rest + b">" + head[2].partition(b">")[2]

    return change


def _merged(parts: Parts, base: Base) -> None:
    cells = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(10_000, 1_010_000))
    _more(parts, base.sheet, f'<mergeCells count="1000000">{cells}</mergeCells>', "</worksheet>")


def _zeros(parts: Parts, base: Base) -> None:
    parts["xl/media/image1.bin"] = b"\0" * 60_000_000


def _many(parts: Parts, base: Base) -> None:
    parts.update({f"xl/media/{at}.xml": b"<a/>" for at in range(2_000)})


def _gzip(parts: Parts, base: Base) -> None:
    parts[base.sheet] = gzip.compress(b"\0" * 100_000_000)


def _itself(parts: Parts, base: Base) -> None:
    parts[base.sheet] = packing.packed(parts)


BOMBS: dict[str, Bomb] = {
    "laughs_texts": _laughs(SHARED),
    "laughs_book": _laughs(BOOK),
    "laughs_relations": _laughs(RELATIONS),
    "quadratic": _quadratic,
    "external": _external,
    "external_type": _external_type,
    "parameter": _parameter,
    "deep_book": _deep(900_000, BOOK),
    "deep_small": _deep(900_000),
    "far": _far('r="XFD1048576"'),
    "far_quoted": _far("r='XFD1048576'"),
    "far_odd": _far('x="/" r = "xfd1048576"'),
    "far_bare": _far_without_address,
    "long_text": _long_text,
    "count_texts": _count(SHARED, "sst"),
    "count_unique_texts": _count(SHARED, "sst", 'count="2" uniqueCount="99999999999"'),
    "count_formats": _count(STYLES, "cellXfs"),
    "zeros": _zeros,
    "many": _many,
    "gzip": _gzip,
    "itself": _itself,
}
"""Mappen that are refused, whoever reads them."""

HARMLESS: dict[str, Bomb] = {
    "merged": _merged,
    "deep_book_still": _deep(280_000, BOOK),
    "deep_small_still": _deep(280_000),
    "dimension": lambda parts, base: _more(
        parts, base.sheet, '<dimension ref="A1:XFD1048576"/>', "<sheetData>"
    ),
}
"""Mappen that only look like bombs; they may be read, but not at any price."""

SLOW = {("ruecklauf", "merged"), ("import", "merged"), ("ruecklauf", "deep_book_still")}
"""Left out: a copy goes the way of a workbook, an import does not look at merged cells."""


REFUSED = [(reader, name) for name in BOMBS for reader in READERS]
READABLE = [(reader, name) for name in (GOOD, *HARMLESS) for reader in READERS if (reader, name) not in SLOW]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Measured]:
    """Every bomb for every reader, read by `hostile`."""
    folder = tmp_path_factory.mktemp("bomben")
    for reader, base in _bases().items():
        for name, bomb in {GOOD: _nothing, **BOMBS, **HARMLESS}.items():
            if (reader, name) not in {*REFUSED, *READABLE}:
                continue
            parts = dict(base.parts)
            bomb(parts, base)
            (folder / f"{reader}-{name}.{base.suffix}").write_bytes(packing.packed(parts))
    command = [sys.executable, "-m", "tests.doors.hostile", str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return {one["file"]: Measured(**one) for one in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize(("reader", "bomb"), REFUSED)
def test_a_bomb_is_refused_with_little_memory_in_little_time(
    reader: str, bomb: str, measured: Mapping[str, Measured]
) -> None:
    found = measured[f"{reader}-{bomb}"]
    assert found.end in CATALOGUE
    assert found.end != measured[f"{reader}-{GOOD}"].end
    assert found.memory < MOST_MEMORY
    assert found.seconds < MOST_SECONDS


@pytest.mark.parametrize(("reader", "name"), READABLE)
def test_what_only_looks_like_a_bomb_is_read(
    reader: str, name: str, measured: Mapping[str, Measured]
) -> None:
    found = measured[f"{reader}-{name}"]
    assert found.end == READ
    assert found.memory < MOST_MEMORY
    assert found.seconds < MOST_SECONDS
