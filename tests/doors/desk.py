"""Schreibtisch of the owner: calls the program, and types into a workbook the way he would in Excel."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from kundenbindung import jobs
from kundenbindung.cli import main
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading

HEAD = "Kundennr.;Kunde;Segment;Umsatz 2023;DB 2023;Umsatz 2024;DB 2024;Umsatz 2025;DB 2025"
ROWS = (
    "007;Müller & Söhne;Handel;100.000,00;30.000,00;110.000,00;33.000,00;150.000,00;46.500,00",
    "0815;Ölmühle Größ;Handel;80.000,00;20.000,00;60.000,00;14.000,00;40.000,00;8.000,00",
    "1001;Stabil AG;Handel;50.000,00;15.000,00;51.000,00;15.300,00;50.500,00;15.100,00",
    "1002;Wächst GmbH;Industrie;30.000,00;9.000,00;33.000,00;9.900,00;36.300,00;10.900,00",
    "1003;Klein KG;Industrie;9.000,00;1.800,00;8.500,00;1.700,00;8.800,00;1.750,00",
    "1004;Mager OHG;Industrie;70.000,00;3.500,00;71.000,00;3.550,00;69.000,00;3.450,00",
    "1005;Fest & Treu;;25.000,00;10.000,00;26.000,00;10.400,00;27.500,00;11.000,00",
    "1006;Projekt eG;;12.000,00;2.400,00;48.000,00;9.600,00;13.000,00;2.600,00",
    "1007;Verloren Ltd.;;5.000,00;1.000,00;4.000,00;800,00;0,00;0,00",
    "1008;Neu & Frisch;;;;;;20.000,00;5.000,00",
)
LIST = "\n".join((HEAD, *ROWS)) + "\n"
KEYS = tuple(row.partition(";")[0] for row in ROWS)
REVENUE = {2023: 381_000.0, 2024: 411_500.0, 2025: 415_100.0}
MARGIN = {2023: 92_700.0, 2024: 98_250.0, 2025: 104_300.0}


def call(*arguments: object) -> int:
    """Exit code of one command."""
    return main([str(argument) for argument in arguments])


def listing(folder: Path, text: str = LIST, name: str = "liste.csv", encoding: str = "utf-8") -> Path:
    """A customer list as a file."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def filled_workbook(folder: Path, suffix: str = ".xlsx") -> Path:
    """A workbook of 2023 to 2025 with the ten customers of `LIST`, calculated."""
    path = folder / f"Mappe{suffix}"
    assert call("neu", path, "--jahre", "2023-2025") == 0
    assert call("import", path, "--zahlen", listing(folder), "--ausgabe", path) == 0
    (folder / "liste.csv").unlink()
    return path


def copied(path: Path, folder: Path) -> Path:
    """A copy to work on."""
    return Path(shutil.copy2(path, folder / path.name))


def opened(path: Path, *, values: bool = False) -> Any:
    """The workbook as openpyxl sees it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=values, keep_vba=path.suffix == ".xlsm")


def edited(path: Path, *changes: Callable[[Any], object]) -> Path:
    """Open, change, save in place."""
    book = opened(path)
    for change in changes:
        change(book)
    book.save(path)
    return path


def _write(cell: Any, value: object) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _is_free(cell: Any) -> bool:
    return cell.value is None or cell.data_type == "f"


class Sheet:
    """One table of an open workbook: cells by key and header."""

    def __init__(self, book: Any, table: str) -> None:
        self.table = layout.TABLES[table]
        self.sheet = book[layout.sheet_of(table).label]
        self.part = self.sheet.tables[self.table.label]
        bounds: Any = range_boundaries(self.part.ref)
        self.left, self.top, self.right, self.bottom = (int(bound) for bound in bounds)
        self.headers = [self.sheet.cell(self.top, col).value for col in range(self.left, self.right + 1)]

    def col(self, label: str) -> int:
        """Sheet column of a header."""
        return self.left + self.headers.index(label)

    def row(self, key: object, label: str = "Kundennr.") -> int:
        """Sheet row of a key; ValueError if there is none."""
        column = self.col(label)
        rows = range(self.top + 1, self.bottom + 1)
        return next(row for row in rows if self.sheet.cell(row, column).value == key)

    def cell(self, key: object, label: str, by: str = "Kundennr.") -> Any:
        """Cell of a key under a header."""
        return self.sheet.cell(self.row(key, by), self.col(label))

    def put(self, key: object, label: str, value: object, by: str = "Kundennr.") -> Sheet:
        """Type a value; a text stays a text."""
        _write(self.cell(key, label, by), value)
        return self

    def add(self, values: Mapping[str, object]) -> Sheet:
        """Type a row into the first one that is empty but for formulas."""
        rows, columns = range(self.top + 1, self.bottom + 1), range(self.left, self.right + 1)
        row = next(r for r in rows if all(_is_free(self.sheet.cell(r, column)) for column in columns))
        for label, value in values.items():
            _write(self.sheet.cell(row, self.col(label)), value)
        return self

    def add_column(self, header: str, values: Mapping[str, object], by: str = "Kundennr.") -> Sheet:
        """A column of the owner's, at the right end of the table."""
        from openpyxl.worksheet.table import TableColumn

        self.right += 1
        self.headers.append(header)
        self.sheet.cell(self.top, self.right).value = header
        for key, value in values.items():
            _write(self.sheet.cell(self.row(key, by), self.right), value)
        known = [column.id for column in self.part.tableColumns]
        self.part.tableColumns.append(TableColumn(id=max(known) + 1, name=header))
        letter = get_column_letter(self.right)
        self.part.ref = f"{get_column_letter(self.left)}{self.top}:{letter}{self.bottom}"
        if self.part.autoFilter is not None:
            self.part.autoFilter.ref = self.part.ref
        return self

    def rename(self, old: str, new: str) -> None:
        """Give a column another header."""
        self.sheet.cell(self.top, self.col(old)).value = new
        next(column for column in self.part.tableColumns if column.name == old).name = new

    def shuffle(self, order: Sequence[int]) -> None:
        """Sort the filled rows differently: row n shows what stood in row `order[n]`."""
        first = self.top + 1
        columns = range(self.left, self.right + 1)
        old = [[self.sheet.cell(first + row, col).value for col in columns] for row in order]
        for row, cells in enumerate(old, first):
            for col, value in zip(columns, cells, strict=True):
                _write(self.sheet.cell(row, col), value)

    def delete(self, key: object, by: str = "Kundennr.") -> None:
        """Empty a row."""
        row = self.row(key, by)
        for col in range(self.left, self.right + 1):
            self.sheet.cell(row, col).value = None


def typed(path: Path, table: str, key: object, label: str, value: object, by: str = "Kundennr.") -> Path:
    """Type one value into a workbook."""
    return edited(path, lambda book: Sheet(book, table).put(key, label, value, by))


def reading(path: Path) -> Reading:
    """What the program reads from a workbook."""
    return jobs.read(path).reading


def frame(path: Path, table: str) -> Any:
    """Typed frame of a table, by its key if it has one."""
    found = reading(path).frames[table]
    return found.set_index("customer_id") if "customer_id" in found else found


def start_sentences(path: Path) -> list[str]:
    """Feststellungen on Start."""
    table = Sheet(opened(path, values=True), "findings")
    rows = range(table.top + 1, table.bottom + 1)
    cells = [table.sheet.cell(row, table.col("Feststellung")).value for row in rows]
    return [str(cell) for cell in cells if cell]


def names(folder: Path) -> list[str]:
    """Everything in a folder."""
    return sorted(path.name for path in folder.iterdir())
