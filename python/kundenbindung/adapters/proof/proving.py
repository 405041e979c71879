"""Nachweisen: all checks of a workbook in their order, and the refusal of what does not pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from xml.etree.ElementTree import Element

from kundenbindung.adapters.package.problems import refusal
from kundenbindung.adapters.proof import cells, markup, parts, vocabulary
from kundenbindung.adapters.proof.archive import read_archive
from kundenbindung.adapters.proof.charts import chart_faults
from kundenbindung.adapters.proof.knowing import Known, product_words
from kundenbindung.adapters.proof.markup import LINK, MAIN
from kundenbindung.adapters.proof.meant import Check, Fault, Meant, MeantSheet
from kundenbindung.adapters.proof.searching import Forbidden, normal, outside_faults, searched

SHOWN = 3
"""Faults that the refusal names."""


def prove(source: Path | bytes, meant: Meant) -> tuple[Fault, ...]:
    """Nachweis of a workbook, a file or its bytes: everything in it that is not meant, none if proven."""
    archive = read_archive(source.read_bytes() if isinstance(source, Path) else source)
    known = Known(meant)
    faults, rest = list(archive.faults), archive.parts
    if archive.parts:
        book = _Book(archive.parts, known)
        faults += [*book.faults, *book.look(meant.sheets)]
        rest = book.rest
    faults += searched(rest, archive.outside, _forbidden(meant, known))
    return tuple(dict.fromkeys(faults))


def require(source: Path | bytes, meant: Meant, name: str | None = None) -> None:
    """Nachweis fordern: PackageError `copy_not_proven` for a file (`name`) that holds anything else."""
    found = prove(source, meant)
    if found:
        refuse(found, name or (source.name if isinstance(source, Path) else ""))


def refuse(found: tuple[Fault, ...], name: str) -> None:
    """Raise PackageError: the first faults, and how many there are."""
    shown = tuple(str(fault) for fault in found[:SHOWN])
    raise refusal("copy_not_proven", file=name, count=len(found), faults=shown)


def _forbidden(meant: Meant, known: Known) -> Forbidden:
    cut = (text for sheet in meant.sheets for text in sheet.cut)
    allowed = chain(known.words, known.cells, meant.cut, cut)
    return Forbidden(meant.forbidden, allowed, _format_words()) if meant.forbidden else Forbidden((), ())


@cache
def _format_words() -> str:
    return normal(" ".join([*product_words(), vocabulary.all_words()]))


class _Book:
    """Mappe that is being looked at: parts as trees; `rest` are its parts without regular cells."""

    def __init__(self, content: Mapping[str, bytes], known: Known) -> None:
        self.rest = dict(content)
        self.known = known
        self.roots: dict[str, Element] = {}
        self.faults: list[Fault] = [*parts.check_names(content)]
        self._parse(lambda kind: kind not in {parts.SHEET, parts.THEME})
        self.links, wrong = parts.links(self.roots, content)
        self.faults += wrong
        if parts.CONTENT_TYPES in self.roots:
            self.faults += parts.check_types(self.roots[parts.CONTENT_TYPES], content)
        self.strings = cells.read_strings(self.roots.get(parts.SHARED_STRINGS))
        self.places = self._places()
        self.values: dict[str, cells.Values] = {}
        self.faults += self._take_apart()
        self._parse(lambda kind: kind == parts.SHEET)

    def _parse(self, wanted: Callable[[str], bool]) -> None:
        for name, data in self.rest.items():
            kind = parts.kind_of(name)
            if kind is not None and wanted(kind):
                root, faults = markup.parsed(name, data)
                self.faults += faults
                if root is not None:
                    self.roots[name] = root

    def _places(self) -> dict[str, str]:
        """Name of the part by label of its sheet, in the order of the workbook."""
        book = self.roots.get(parts.BOOK)
        linked = self.links.get(parts.BOOK, {})
        sheets = [] if book is None else book.iter(f"{MAIN}sheet")
        return {one.get("name", ""): linked.get(one.get(LINK, ""), "") for one in sheets}

    def _take_apart(self) -> Iterator[Fault]:
        """Sheets without their regular cells, and texts that are in no cell."""
        used: set[int] = set()
        for label, name in self.places.items():
            apart = cells.take_apart(label, self.rest.get(name, b""), self.strings)
            self.rest[name], self.values[label] = apart.rest, apart.values
            used |= apart.used
            yield from apart.faults
        yield from cells.string_faults(self.strings, frozenset(used))

    def look(self, sheets: Sequence[MeantSheet]) -> Iterator[Fault]:
        """Everything on the sheets and around them."""
        labels = tuple(sheet.label for sheet in sheets)
        if tuple(self.places) != labels:
            yield Fault(Check.SHEET, parts.BOOK, ", ".join(self.places))
        for label, name in self.places.items():
            if name in self.roots:
                further, faults = cells.other_cells(label, self.roots[name], self.strings)
                self.values[label] |= further
                yield from faults
        for sheet in sheets:
            if sheet.label in self.places:
                yield from cells.compare(sheet, self._tables(sheet.label), self.values[sheet.label])
        yield from self._look_at_parts()

    def _tables(self, label: str) -> list[cells.PlacedTable]:
        targets = self.links.get(self.places.get(label, ""), {}).values()
        return [
            cells.placed_table(self.roots[name])
            for name in targets
            if parts.kind_of(name) == parts.TABLE and name in self.roots
        ]

    def _look_at_parts(self) -> Iterator[Fault]:
        beside = "\n".join(self.known.cells)
        for name, data in list(self.rest.items()):
            kind = parts.kind_of(name)
            if kind == parts.THEME:
                yield from markup.theme_faults(name, data)
                self.rest[name] = b"" if markup.is_theme(data) else data
            elif name in self.roots and kind is not None:
                yield from self._of_part(name, kind, self.roots[name])
            if kind not in {parts.STRINGS, parts.THEME}:
                yield from outside_faults(name, data, beside)

    def _of_part(self, name: str, kind: str, root: Element) -> Iterator[Fault]:
        if kind == parts.CHART:
            yield from chart_faults(name, root, self.known, self.values)
        if kind == parts.WORKBOOK:
            yield from markup.name_faults(root, self.known)
        yield from markup.walk(name, kind, root, self.known)
