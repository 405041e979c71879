"""Passend machen: lines a text takes in a width, and the shortened text where there is no room for more.

Widths count in pixels of 1/96 inch, sizes in points. Letters that are not known are taken as wide.
"""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.utility import xl_pixel_width

BASE = 11.0
BOLD = 1.08
CAREFUL = 0.98
"""Share of the width that counts: programs break lines a little differently."""
ELLIPSIS = "…"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Breite of a text in one line."""
    wide = sum(ord(sign) > 0x24F for sign in text) * 6.0
    return (float(xl_pixel_width(text)) + wide) * size / BASE * (BOLD if bold else 1.0)


def lines(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Zeilen of a text as a program breaks it: at line breaks, between words, in words that are too long."""
    room = width * CAREFUL
    found: list[str] = []
    for paragraph in text.splitlines() or [""]:
        found.extend(_broken(paragraph, room, size, bold=bold))
    return found


def _broken(paragraph: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    line = ""
    for word in paragraph.split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _cut(word, room, size, bold=bold)
        yield from whole
    yield line


def _cut(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """A word in pieces that fit, usually one."""
    pieces, piece = [], ""
    if text_width(word, size, bold=bold) <= room:
        return [word]
    for sign in word:
        if piece and text_width(piece + sign, size, bold=bold) > room:
            pieces.append(piece)
            piece = ""
        piece += sign
    return [*pieces, piece]


def shortened(text: str, most: int, width: float, size: float, *, bold: bool = False) -> tuple[str, int]:
    """Text in at most so many lines, ending in … if something is missing, and its number of lines."""
    found = lines(text, width, size, bold=bold)
    if len(found) <= most:
        return "\n".join(" ".join(part.split()) for part in text.splitlines()), len(found)
    last = " ".join(found[most - 1 : most + 1])
    while last and text_width(last + ELLIPSIS, size, bold=bold) > width * CAREFUL:
        last = last[:-1]
    return "\n".join([*found[: most - 1], last.rstrip(" ,;") + ELLIPSIS]), most
