"""Diagramme: only ranges of sheets of this file, and caches that hold what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from kundenbindung.adapters.proof.cells import PRECISION, Values, column_letters, column_number, unescaped
from kundenbindung.adapters.proof.knowing import RANGE, Known, sheet_of
from kundenbindung.adapters.proof.meant import Check, Fault

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
NUMBERS = f"{C}numRef"
"""Reference to numbers; texts among them are drawn as zero."""

_REFERENCES = (NUMBERS, f"{C}strRef")
_MOST = 100_000
"""Cells of a range that a chart may show."""


def chart_faults(name: str, root: Element, known: Known, values: Mapping[str, Values]) -> Iterator[Fault]:
    """References and caches of a chart; the caches are taken out of the tree."""
    for reference in [one for one in root.iter() if one.tag in _REFERENCES]:
        yield from _of_reference(name, reference, known, values)
        for cache in reference:
            for point in cache.findall(f"{C}pt"):
                cache.remove(point)
        for formula in reference.findall(f"{C}f"):
            reference.remove(formula)
    for formula in root.iter(f"{C}f"):
        yield Fault(Check.CHART, name, formula.text or "")


def _of_reference(
    name: str, reference: Element, known: Known, values: Mapping[str, Values]
) -> Iterator[Fault]:
    formula = reference.findtext(f"{C}f") or ""
    cells = _cells(formula, values) if known.is_range(formula) else None
    if cells is None:
        yield Fault(Check.CHART, name, formula)
        return
    sheet, names = cells
    for point in reference.iter(f"{C}pt"):
        at, cached = point.get("idx", ""), point.findtext(f"{C}v") or ""
        place = names[int(at)] if at.isdecimal() and int(at) < len(names) else None
        others = [one.tag for one in point if one.tag != f"{C}v"]
        value = sheet.get(place) if place else None
        counted = 0.0 if isinstance(value, str) and cached == "0" and reference.tag == NUMBERS else value
        if place is None or others or not _is_cached(cached, counted):
            yield Fault(Check.CHART, name, cached)


def _cells(formula: str, values: Mapping[str, Values]) -> tuple[Values, list[str]] | None:
    """Zellen of a range in the order in which a chart counts them; None for one that is too large."""
    match = RANGE.fullmatch(formula)
    if match is None:
        return None
    first, last = (_split(end or match[3]) for end in (match[3], match[4]))
    columns, rows = range(first[0], last[0] + 1), range(first[1], last[1] + 1)
    if len(columns) * len(rows) > _MOST:
        return None
    names = [f"{column_letters(column)}{row}" for row in rows for column in columns]
    return values.get(sheet_of(match), {}), names


def _split(cell: str) -> tuple[int, int]:
    plain = cell.replace("$", "")
    letters = plain.rstrip("0123456789")
    return column_number(letters), int(plain[len(letters) :])


def _is_cached(cached: str, value: object) -> bool:
    if isinstance(value, str):
        return value in {cached, unescaped(cached)}
    try:
        number = float(cached)
    except ValueError:
        return not cached and value is None
    return isinstance(value, float) and abs(number - value) <= PRECISION * abs(value)
