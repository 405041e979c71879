"""Dateinamen: what a customer or a role is called in the name of a file or a sheet."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Collection, Iterable

FORBIDDEN = '<>:"/\\|?*'
"""Signs that a file name may not have on some machine."""


def allowed(text: str, forbidden: str, longest: int, otherwise: str) -> str:
    """Text without signs that a name may not have, umlauts kept; `otherwise` if nothing is left."""
    known = unicodedata.normalize("NFC", text)
    signs = ("_" if _is_bad(sign, forbidden) else sign for sign in known)
    return "".join(signs)[:longest].strip("._ ") or otherwise


def _is_bad(sign: str, forbidden: str) -> bool:
    return sign in forbidden or ord(sign) > 0xFFFF or unicodedata.category(sign)[0] in "CZ"


def distinct(texts: Iterable[str], name: Callable[[str], str], taken: Collection[str] = ()) -> dict[str, str]:
    """Name of every text, none twice or `taken` in any case: the second one gets a number."""
    used, names = {same(one) for one in taken}, {}
    for text in texts:
        base = name(text)
        tries = itertools.chain([base], (f"{base}_{more}" for more in itertools.count(2)))
        names[text] = next(one for one in tries if same(one) not in used)
        used.add(same(names[text]))
    return names


def same(name: str) -> str:
    """Name as a file system that tells no case apart sees it."""
    return unicodedata.normalize("NFC", name).casefold()


def with_suffix(name: str, suffix: str) -> str:
    """Name as chosen, with the ending of its kind of file."""
    return name if name.casefold().endswith(suffix) else f"{name}{suffix}"
