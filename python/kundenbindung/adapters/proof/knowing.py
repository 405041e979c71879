"""Bekanntes: what may stand outside of cells, made of what is meant and of the product's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property

from kundenbindung.adapters.package import STAMP
from kundenbindung.adapters.proof.meant import Check, Meant, MeantSheet
from kundenbindung.messages import prompts
from kundenbindung.workbook import layout, styles

ELLIPSIS = "…"
PAGE = "Seite &P von &N"
LONGEST_SURE = 20
"""Signs of a word from which on it may be cut where there is little room."""

CELL = r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}"
RANGE = re.compile(rf"(?:'((?:[^']|'')+)'|([^'!]+))!({CELL})(?::({CELL}))?")
_ROWS_OR_COLUMNS = r"\$[A-Z]{1,3}:\$[A-Z]{1,3}|\$\d{1,7}:\$\d{1,7}"
_PRINTED = re.compile(rf"(?:'((?:[^']|'')+)'|([^'!]+))!(?:{CELL}(?::{CELL})?|{_ROWS_OR_COLUMNS})")
_NUMBER = re.compile(r"-?\d{1,16}(?:\.\d{1,20})?(?:E[+-]?\d{1,3})?")
_LITERAL = r'"((?:[^"]|"")*)"'
_RULES = (
    re.compile(_LITERAL),
    re.compile(rf"(?:LEFT|RIGHT)\({CELL},\d{{1,3}}\)={_LITERAL}"),
    re.compile(rf"(?:NOT\()?ISERROR\(SEARCH\({_LITERAL},{CELL}\)\)?\)"),
)
_CODES = re.compile(r'&"[^"]*"|&K[0-9A-F]{6}|&\d{1,3}(?!\d)|&[BIUES]')
_FONT = re.compile(r'&"([^"]*)"')
PRINT_NAMES = ("Print_Area", "Print_Titles")


class Known:
    """Bekannte Texte of one workbook, and a test for every shape of `vocabulary.MEANT`."""

    def __init__(self, meant: Meant) -> None:
        tables = [table for sheet in meant.sheets for table in sheet.tables]
        self.labels = frozenset(sheet.label for sheet in meant.sheets)
        self.tables = frozenset(table.label for table in tables)
        headers = {header for table in tables for header in table.headers}
        self.words = meant.words | self.labels | self.tables | headers
        self.cells = frozenset().union(*(_cell_texts(sheet) for sheet in meant.sheets)) | headers
        self.cut = Cut(meant.cut)
        self._tests: Mapping[str, tuple[Check, Callable[[str], bool]]] = {
            "word": (Check.TEXT, self.is_word),
            "text": (Check.TEXT, lambda text: self.is_word(text) or text in self.cells),
            "sheet": (Check.SHEET, self.labels.__contains__),
            "table": (Check.TABLE, self.tables.__contains__),
            "choice": (Check.VALIDATION, self._is_choice),
            "rule": (Check.FORMULA, self._is_rule),
            "drawn": (Check.FORMULA, lambda text: bool(_NUMBER.fullmatch(text)) or self.is_range(text)),
            "place": (Check.LINK, self.is_range),
            "page": (Check.TEXT, self._is_page),
            "spoken": (Check.PROPERTY, self._is_spoken),
            "day": (Check.PROPERTY, f"{STAMP:%Y-%m-%dT%H:%M:%SZ}".__eq__),
        }

    def test(self, shape: str, value: str) -> Check | None:
        """Check that the value does not pass, if any."""
        check, passes = self._tests[shape]
        return None if passes(value) else check

    def is_word(self, text: str) -> bool:
        """True for a text that may stand outside of cells."""
        return not text or text in self.words or self.cut.holds(text)

    def is_range(self, text: str) -> bool:
        """True for cells of a sheet of this file."""
        match = RANGE.fullmatch(text)
        return match is not None and sheet_of(match) in self.labels

    def is_printed(self, text: str) -> bool:
        """True for rows, columns or cells of sheets of this file, joined by commas."""
        found = [_PRINTED.fullmatch(one) for one in re.split(r",(?=(?:[^']*'[^']*')*[^']*$)", text)]
        return all(match is not None and sheet_of(match) in self.labels for match in found)

    def _is_choice(self, text: str) -> bool:
        if _NUMBER.fullmatch(text):
            return True
        literal = re.fullmatch(_LITERAL, text)
        whole = literal[1].replace('""', '"') if literal else text
        return (literal is not None or text in self._choices) and self._are_choices(whole)

    def _are_choices(self, whole: str) -> bool:
        return whole in self._choices or all(one in self._choices for one in whole.split(","))

    @cached_property
    def _choices(self) -> frozenset[str]:
        return self.words | self.cells | product_words()

    def _is_rule(self, text: str) -> bool:
        if _NUMBER.fullmatch(text):
            return True
        match = next((match for rule in _RULES if (match := rule.fullmatch(text))), None)
        return match is not None and match[1].replace('""', '"') in self._choices

    def _is_page(self, text: str) -> bool:
        """Kopf- und Fußzeile: left, middle and right, without the codes for fonts and sizes."""
        if text in self.words:
            return True
        if any(font not in {styles.FONT, "Calibri"} for font in _FONT.findall(text)):
            return False
        sections = re.split("&[LCR]", text.replace("&&", "\0"))
        plain = (_CODES.sub("", part).replace("\0", "&").strip() for part in sections)
        return all(self._is_joined(part) for part in plain)

    def _is_joined(self, text: str) -> bool:
        """Words with a dot between them; the number of the page; a long word may be cut at its end."""
        if self.is_word(text) or text == PAGE:
            return True
        if len(text) >= LONGEST_SURE and any(word.startswith(text) for word in self.words):
            return True
        parts = text.split(prompts.SEPARATOR)
        joined = (
            (prompts.SEPARATOR.join(parts[:at]), prompts.SEPARATOR.join(parts[at:]))
            for at in range(1, len(parts))
        )
        return any(self._is_joined(left) and self._is_joined(right) for left, right in joined)

    def _is_spoken(self, text: str) -> bool:
        if text in self.labels or text in {"Worksheets", "Named Ranges"}:
            return True
        sheet, _, name = text.rpartition("!")
        return name in PRINT_NAMES and _unquoted(sheet) in self.labels


class Cut:
    """Texts that may stand somewhere shortened: a beginning of one, spaces aside, with … behind it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._whole = frozenset(map(_squeezed, texts))

    def holds(self, text: str) -> bool:
        """True for one of the texts, broken into lines or shortened."""
        squeezed = _squeezed(text)
        if squeezed in self._whole:
            return True
        begin = squeezed.removesuffix(ELLIPSIS)
        shorter = (begin, begin.rstrip(",;"))
        return begin != squeezed and any(one.startswith(shorter) for one in self._whole)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def sheet_of(match: re.Match[str]) -> str:
    """Blatt of a reference."""
    return match[1].replace("''", "'") if match[1] else match[2]


def _unquoted(sheet: str) -> str:
    quoted = len(sheet) > 1 and sheet[0] == sheet[-1] == "'"
    return sheet[1:-1].replace("''", "'") if quoted else sheet


def _cell_texts(sheet: MeantSheet) -> frozenset[str]:
    rows = (row for table in sheet.tables for row in table.rows)
    return sheet.texts | frozenset(cell for row in rows for cell in row if isinstance(cell, str))


@cache
def product_words() -> frozenset[str]:
    """Wörter of the product's lists, which belong to nobody."""
    listed = (word for words in layout.CHOICES.values() for word in words.values())
    return frozenset([*listed, *styles.STATE_LOOKS, "!"])
