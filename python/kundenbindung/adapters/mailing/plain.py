"""Bereinigte Texte: what may stand in one line of an e-mail, and in its body."""

from __future__ import annotations

import unicodedata

TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
"""Signs that turn the direction of writing, by which a name can look like another one."""


def one_line(text: str) -> str:
    """Zeile without line breaks and signs nobody sees; every run of blanks is one."""
    return " ".join("".join(map(_visible, text)).split())


def _visible(sign: str) -> str:
    """Sign itself; a blank for what breaks or controls a line, nothing for what turns it."""
    if sign in TURNING:
        return ""
    return " " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign


def body(text: str) -> str:
    """Text of several lines, each as `one_line` but with its blanks; it ends with one line break."""
    lines = ("".join(map(_visible, line)).rstrip() for line in text.splitlines())
    return "\n".join(lines).strip("\n") + "\n"
