"""Zeichen: what a text may not hold if it shall stand in a cell of an Excel file."""

from __future__ import annotations

import re

LONGEST_TEXT = 32_767
"""UTF-16 units of the longest text of a cell."""

_SURELY_SHORT = LONGEST_TEXT // 2
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def length(text: str) -> int:
    """Länge of a text as Excel counts: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def harmless(text: str) -> bool:
    """True if a text is short and plain: nothing below can be wrong with it."""
    return text.isascii() and len(text) <= _SURELY_SHORT


def too_long(text: str) -> bool:
    """True if no cell can hold so much text."""
    return len(text) > _SURELY_SHORT and length(text) > LONGEST_TEXT


def impossible(text: str) -> bool:
    """True if a sign is none that XML can hold: half of a pair, U+FFFE, U+FFFF."""
    return not text.isascii() and _IMPOSSIBLE.search(text) is not None
