"""Kennwörter: which are good enough, a suggestion, one from a file. No finding and no exception names one."""

from __future__ import annotations

import math
import secrets
import string
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path

from kundenbindung import templates_folder
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.messages import mailing as words

LEAST, MOST = 12, 255
"""Signs of a password: fewer are too few, more Excel does not take."""

WORDS = 6
"""Words of a suggested password."""

DIFFERENT = 5
"""So many different signs are in a password that is not obvious."""

LARGEST_FILE = 65_536
"""Bytes that are read of a file with a password."""

OBVIOUS = (
    "passwort", "password", "kennwort", "geheim", "kundenbindung", "versandkopie", "qwertz", "qwerty",
    "asdfgh", "abcdef", "123456", "987654", "hallo", "willkommen", "welcome", "sommer", "winter", "herbst",
    "schatz", "admin", "excel", "letmein",
)  # fmt: skip
"""What people choose; together with digits and signs it is still obvious."""

ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertzuiopüasdfghjklöäyxcvbnm", "qwertyuiopasdfghjklzxcvbnm")
"""Signs that lie beside one another."""


def checked(password: str, known: Collection[str] = ()) -> str:
    """Kennwort in the form it is used in (NFC); raises PackageError with `password_weak` if it is too weak.

    known  names everybody knows: company, group; a password that is made of one of them is refused
    """
    usable = unicodedata.normalize("NFC", password)
    why = _weakness(usable, known)
    if why:
        raise refusal("password_weak", why=why.format(least=LEAST, most=MOST), least=LEAST)
    return usable


def _weakness(password: str, known: Collection[str]) -> str:
    """Why a password is refused; empty if it is good enough."""
    if not password.strip():
        return words.MISSING
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in password):
        return words.SIGNS
    if len(password) < LEAST:
        return words.SHORT
    if len(password.encode("utf-16-le")) > 2 * MOST:
        return words.TOO_LONG
    if _is_pattern(password) or not _rest(password, OBVIOUS):
        return words.OBVIOUS
    return "" if _rest(password, known) else words.KNOWN


def _is_pattern(password: str) -> bool:
    """True for few different signs, only digits, the same again and again, keys side by side."""
    letters = _letters(password)
    return (
        len(set(password.casefold())) < DIFFERENT
        or letters.isdecimal()
        or password in (password + password)[1:-1]
        or any(len(letters) > 1 and letters in row for row in ROWS)
    )


def _rest(password: str, parts: Collection[str]) -> bool:
    """True if a password is more than these words with digits and signs around them."""
    letters = rest = _letters(password)
    for part in sorted(filter(None, map(_letters, parts)), key=len, reverse=True):
        rest = rest.replace(part, "")
    return rest == letters or len(rest.strip(string.digits)) >= LEAST // 2


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def suggest() -> str:
    """Vorschlag: six random words with hyphens, at least 66 bits; easy to say on the telephone."""
    return "-".join(secrets.choice(wordlist()) for _ in range(WORDS))


def bits() -> float:
    """Bits of a suggested password: how often the guesses double."""
    return WORDS * math.log2(len(wordlist()))


@cache
def wordlist() -> tuple[str, ...]:
    """Wörter of suggested passwords, no two alike in their first four letters."""
    text = (templates_folder() / "texts" / "woerter.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def from_file(path: Path) -> str:
    """Kennwort from the first line of a text file, without BOM and line end; it is not checked here.

    Raises PackageError: `password_file_missing`, `password_file_unreadable` or `password_file_empty`.
    """
    try:
        with path.open("rb") as stream:
            text = stream.read(LARGEST_FILE).decode("utf-8-sig")
    except FileNotFoundError:
        raise refusal("password_file_missing", file=path.name) from None
    except (OSError, UnicodeDecodeError):
        raise refusal("password_file_unreadable", file=path.name) from None
    line = text.replace("\r", "\n").partition("\n")[0]
    if not line.strip():
        raise refusal("password_file_empty", file=path.name)
    return line
