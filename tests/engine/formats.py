"""Number formats of a document: LibreOffice's keys <-> Excel's notation."""

from __future__ import annotations

import re
from typing import Any

from tests.engine.bridge import NO, english, load_uno
from tests.engine.errors import refused

DATE_OR_TIME, TEXT, LOGICAL = 2 | 4, 256, 1024
GENERAL_KEY = 0
GERMAN = ("", "de")
"""Languages of formats read from a file: the office runs in German, "" is its own."""
PARTS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|AM/PM|.', re.DOTALL)
COLOURS = {
    "SCHWARZ": "Black", "BLAU": "Blue", "GRÜN": "Green", "CYAN": "Cyan", "ROT": "Red", "MAGENTA": "Magenta",
    "GELB": "Yellow", "WEISS": "White", "WEIß": "White",
}  # fmt: skip
ELAPSED = {"H", "HH", "M", "MM", "S", "SS"}
ENGLISH_COLOURS = ("Black", "Blue", "Green", "Cyan", "Red", "Magenta", "Yellow", "White")
COLOURS |= {colour.upper(): colour for colour in ENGLISH_COLOURS}


def excel_notation(code: str, *, dated: bool) -> str:
    """LibreOffice's English code -> Excel's: date letters in lower case, English colours."""
    parts = []
    for part in PARTS.findall(code):
        inside = part[1:-1].upper() if part.startswith("[") else ""
        plain = len(part) == 1 or inside in ELAPSED
        colour = COLOURS.get(inside)
        if colour:
            parts.append(f"[{colour}]")
        else:
            parts.append(part.lower() if plain and dated else part)
    return "".join(parts)


def english_date(code: str) -> str:
    """German code of a date -> English letters, the separators as they are."""
    letters = str.maketrans("TJtj", "DYdy")
    return "".join(part.translate(letters) if len(part) == 1 else part for part in PARTS.findall(code))


def _kind(type_: int, code: str) -> str:
    if type_ & TEXT:
        return "text"
    if type_ & DATE_OR_TIME:
        return "date"
    return "currency" if "€" in code or "[$" in code else "number"


class Formats:
    """Formats of one document, remembered by key."""

    def __init__(self, document: Any) -> None:
        self._all = document.NumberFormats
        self._codes: dict[int, str] = {}
        self._kinds: dict[int, str] = {}
        self._keys: dict[str, int] = {}

    def _load(self, key: int) -> None:
        found = self._all.getByKey(key)
        type_, code, locale = found.Type, found.FormatString, found.Locale
        if code.lower() in {"general", "standard"} or type_ & LOGICAL:
            self._codes[key] = "General"
            self._kinds[key] = "logical" if type_ & LOGICAL else "general"
            return
        dated = bool(type_ & DATE_OR_TIME)
        if dated and locale.Language in GERMAN:
            code = english_date(code)
        elif locale.Language != "en":
            code = self._all.getByKey(self._all.addNewConverted(code, locale, english())).FormatString
        self._codes[key] = excel_notation(code, dated=dated)
        self._kinds[key] = _kind(type_, self._codes[key])

    def code(self, key: int) -> str:
        """Excel's notation of a key."""
        if key not in self._codes:
            self._load(key)
        return self._codes[key]

    def kind(self, key: int) -> str:
        """`text`, `date`, `logical`, `general`, `currency` or `number`."""
        if key not in self._kinds:
            self._load(key)
        return self._kinds[key]

    def key(self, code: str) -> int:
        """Key of a format in Excel's notation; new ones are added."""
        if code.lower() == "general":
            return GENERAL_KEY
        if code not in self._keys:
            self._keys[code] = self._find_or_add(code)
        return self._keys[code]

    def boolean_key(self) -> int:
        """Key of the format of a truth value, which Excel shows in General cells."""
        return int(self._all.getStandardFormat(LOGICAL, english()))

    def _find_or_add(self, code: str) -> int:
        found = self._all.queryKey(code, english(), NO)
        if found != -1:
            return int(found)
        try:
            return int(self._all.addNew(code, english()))
        except load_uno().getClass("com.sun.star.uno.Exception") as problem:
            raise refused(f"number format {code!r} is not valid") from problem
