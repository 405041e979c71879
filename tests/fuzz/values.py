"""Zellwerte nobody wants: as a reader hands them out, and as the XML of a sheet holds them."""

from __future__ import annotations

import datetime as dt
import random
from xml.sax.saxutils import escape

LONG = "Ä" * 32_767
TEXTS = (
    "",
    " ",
    "\u00a0",
    "\u200b",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+49 40 123",
    "@SUM(A1)",
    "-",
    "'x'",
    "NaN",
    "nan",
    "inf",
    "-inf",
    "None",
    "null",
    "1e308",
    "-1e999",
    "1e-320",
    "9" * 400,
    "0x10",
    "1.234",
    "1.234,56",
    "12 %",
    "²",
    "½",
    "١٢٣٤",
    "٣١.١٢.٢٠٢٥",
    "31.02.2025",
    "1.1.0001",
    "31.12.9999",
    "9999-12-31",
    "2025-12-31T25:61:61",
    "WAHR",
    "#DIV/0!",
    "#N/A",
    "_x0001_",
    "_xD800_",
    "\x00",
    "a\x01b\x0bc",
    "Zeile 1\r\nZeile 2\tTab",
    "\ufffe\uffff",
    "\u202eHcaM\u202c",
    "שלום",
    "مرحبا بالعالم",
    "👩‍👩‍👧‍👦🇩🇪",
    "ﬀ Ǆ ß ẞ İ ı",
    "e\u0301" * 50,
    "<!DOCTYPE a>",
    "&amp;&#0;",
    "{0} %s {kunde}",
    "../../../etc/passwd",
    "ja",
    "Strategie",
    "Umsatz 2025",
    "Kundennr.",
    LONG,
    LONG + "x",
    "😀" * 16_384,
)
NUMBERS: tuple[float | int, ...] = (
    0,
    -0.0,
    -1,
    0.1 + 0.2,
    1e308,
    -1e308,
    1.7976931348623157e308,
    1e-320,
    5e-324,
    1e15 + 0.5,
    2**53 + 1,
    10**20,
    45_000,
    2_958_466,
    99_999_999,
    1900,
    2025,
    2025.5,
)
MOMENTS = (
    dt.date(1900, 1, 1),
    dt.date(2025, 12, 31),
    dt.date(9999, 12, 31),
    dt.datetime(2025, 12, 31, 23, 59, 59, 999_999),
    dt.datetime(1, 1, 1),
    dt.time(23, 59, 59),
    dt.timedelta(days=1_000_000),
    dt.timedelta(seconds=-1),
)
RAW: tuple[object, ...] = (*TEXTS, *NUMBERS, *MOMENTS, True, False, None)
"""Zellen as calamine and xlwings hand them out."""

HEADERS = (
    "",
    " ",
    "Umsatz 0000",
    "Umsatz 9999",
    "Umsatz ١٢٣٤",
    "Umsatz ²⁰²⁵",
    "Umsatz 2025",
    "DB 2025",
    "DB 1066",
    "Kunde",
    "customer_id",
    "customer",
    "index",
    "None",
    "😀",
    "=1+1",
    "Ä" * 255,
    "Ä" * 300,
    "a\nb",
    "a\x01b",
    "[x]'#@",
    "umsatz 2025",
)

_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))


def xml_text(text: str) -> str:
    """Text of an XML element; what XML cannot hold is left out."""
    return escape(text.translate(_ILLEGAL))


def raw(chance: random.Random) -> object:
    """One cell as a reader hands it out."""
    return chance.choice(RAW)


def cell_xml(chance: random.Random, address: str, style: str) -> str:
    """One cell of a sheet: any type, with or without a formula, a stored value, a sound style."""
    text, number = xml_text(chance.choice(TEXTS)), chance.choice(NUMBERS)
    formula = f"<f>{chance.choice(('1+1', 'NOW()', 'A1', '#REF!', 'SUM(', 'Kunden!A1', ''))}</f>"
    head = f'<c r="{address}"{style}'
    odd_head = f'<c r="{address}" s="{chance.choice((0, 99_999, -1))}"'
    return chance.choice(
        (
            f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>',
            f'{head} t="inlineStr"><is><r><t>{text}</t></r><r><t>{text[:9]}</t></r></is></c>',
            f'{head} t="str">{formula}<v>{text}</v></c>',
            f'{head} t="str">{formula}</c>',
            f"{head}>{formula}<v>{number!r}</v></c>",
            f"{head}>{formula}</c>",
            f"{head}><v>{number!r}</v></c>",
            f"{odd_head}><v>{number!r}</v></c>",
            f"{head}><v>{text[:400]}</v></c>",
            f"{head}><v>NaN</v></c>",
            f"{head}><v>1e999</v></c>",
            f'{head} t="b"><v>{chance.choice((0, 1, 2, "x"))}</v></c>',
            f'{head} t="e"><v>{chance.choice(("#DIV/0!", "#N/A", "#SPILL!", "", "x"))}</v></c>',
            f'{head} t="d"><v>{chance.choice(("2025-12-31", "9999-99-99", "", text[:40]))}</v></c>',
            f'{head} t="s"><v>{chance.choice((0, 1, 7, 99_999_999, -1, "x", ""))}</v></c>',
            f'{head} t="{chance.choice(("z", "", "n"))}"><v>{number!r}</v></c>',
            f"{head}/>",
            "",
        )
    )
