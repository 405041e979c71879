"""Loops that run inside the office: one call instead of several for each object that is only looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tests.engine.addresses import Box

LIBRARY, MODULE = "Standard", "KbLoops"
SCRIPT = "vnd.sun.star.script:{}.{}.{}?language=Basic&location=application"
TEXT = """
Function Corners(place)
    Corners = place.StartRow & " " & place.StartColumn & " " & place.EndRow & " " & place.EndColumn
End Function

Function Formats(cells)
    Dim found(99) As String
    Dim count As Long
    groups = cells.getUniqueCellFormatRanges()
    For number = 0 To groups.getCount() - 1
        group = groups.getByIndex(number)
        key = group.NumberFormat
        places = group.getRangeAddresses()
        For at = LBound(places) To UBound(places)
            If count > UBound(found) Then
                ReDim Preserve found(2 * count) As String
            End If
            found(count) = key & " " & Corners(places(at))
            count = count + 1
        Next
    Next
    Formats = Join(found, ";")
End Function

Function Filled(sheet)
    Filled = Array()
    places = sheet.queryContentCells(23).getRangeAddresses()
    If UBound(places) < 0 Then Exit Function
    top = places(0).StartRow
    left_ = places(0).StartColumn
    bottom = places(0).EndRow
    right_ = places(0).EndColumn
    For at = 1 To UBound(places)
        place = places(at)
        If place.StartRow < top Then top = place.StartRow
        If place.StartColumn < left_ Then left_ = place.StartColumn
        If place.EndRow > bottom Then bottom = place.EndRow
        If place.EndColumn > right_ Then right_ = place.EndColumn
    Next
    cells = sheet.getCellRangeByPosition(left_, top, right_, bottom)
    Filled = Array(top + 1, left_ + 1, cells.getFormulaArray())
End Function

Function Areas(ranges)
    names = ranges.getElementNames()
    Areas = ""
    If UBound(names) < 0 Then Exit Function
    Dim found(UBound(names)) As String
    For at = 0 To UBound(names)
        place = ranges.getByName(names(at)).getDataArea()
        found(at) = names(at) & " " & place.Sheet & " " & Corners(place)
    Next
    Areas = Join(found, Chr(10))
End Function

Function Referred(names, key)
    meant = names.getByName(key)
    cells = meant.getReferredCells()
    Referred = ""
    If IsNull(cells) Then Exit Function
    If InStr(meant.getContent(), "#REF!") > 0 Then Exit Function
    place = cells.getRangeAddress()
    Referred = place.Sheet & " " & Corners(place)
End Function
"""


class Part(NamedTuple):
    """Cells of a block that look the same: key of their number format, and where they are."""

    number_format: int
    box: Box


class Place(NamedTuple):
    """Cells of a workbook: position of their sheet from 0, and where they are."""

    sheet: int
    box: Box


class Filled(NamedTuple):
    """Block of cells: its first row and column from 1, and what one would type into its cells."""

    row: int
    column: int
    rows: Sequence[Sequence[str]]


class Loops:
    """The loops of one running office."""

    def __init__(self, context: Any) -> None:
        create = context.ServiceManager.createInstanceWithContext
        libraries = create("com.sun.star.script.ApplicationScriptLibraryContainer", context)
        libraries.loadLibrary(LIBRARY)
        libraries.getByName(LIBRARY).insertByName(MODULE, TEXT)
        factory = create("com.sun.star.script.provider.MasterScriptProviderFactory", context)
        scripts = factory.createScriptProvider("")
        names = ("Formats", "Filled", "Areas", "Referred")
        found = {name: scripts.getScript(SCRIPT.format(LIBRARY, MODULE, name)) for name in names}
        self._scripts: Mapping[str, Any] = found

    def _run(self, name: str, *given: Any) -> Any:
        answer, _, _ = self._scripts[name].invoke(given, (), ())
        return answer

    def formats(self, cells: Any) -> list[Part]:
        """Parts of a block by what they look like."""
        return [Part(*_numbered(part)) for part in self._run("Formats", cells).strip(";").split(";")]

    def filled(self, sheet: Any) -> Filled | None:
        """The block of a sheet that holds everything on it, None for an empty sheet."""
        found = self._run("Filled", sheet)
        return Filled(*found) if found else None

    def areas(self, ranges: Any) -> list[tuple[str, Place]]:
        """Database ranges of a container by name."""
        lines = (line.rsplit(" ", 5) for line in self._run("Areas", ranges).splitlines())
        return [(name, Place(*_numbered(" ".join(numbers)))) for name, *numbers in lines]

    def referred(self, names: Any, key: str) -> Place | None:
        """Cells that a name of a container means, None if it means none."""
        found = self._run("Referred", names, key)
        return Place(*_numbered(found)) if found else None


def _numbered(text: str) -> tuple[int, Box]:
    number, *corners = map(int, text.split())
    return number, _box(corners)


def _box(corners: Sequence[int]) -> Box:
    row, column, last_row, last_column = corners
    return Box(row + 1, column + 1, last_row - row + 1, last_column - column + 1)
