"""Personen: sole traders, whose names a copy without persons does not show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.names import NOTHING, SHORTEST, UMLAUTS
from kundenbindung.workbook.schema import About, Column, Unit
from kundenbindung.workbook.sharing.groups import customers

IDENTITY = frozenset({"customer_id", "customer"})
"""Columns that say who a row is about; alone they make no table."""

LONGEST_PERSON = 3
"""Words of a name that may stand in another order."""

CLEANED = frozenset({Unit.TEXT, Unit.LONG_TEXT})
"""Units of columns whose texts may mention somebody."""

UNKNOWN = "Interessent"
"""Was in place of a name without a Kundennr. stands."""


def sole_traders(contents: Contents) -> dict[str, str]:
    """Namen of sole traders, in all spellings the workbook has, longest first -> Kundennr."""
    people = customers(contents)
    rows = people[["customer_id", "sole_trader"]].dropna().itertuples(index=False)
    keys = {str(key) for key, sole_trader in rows if sole_trader == "yes"}
    found: dict[str, str] = {}
    for name, frame in contents.frames.items():
        table = layout.TABLES.get(name)
        if table is None or table.about is not About.CUSTOMER or not set(frame.columns) >= IDENTITY:
            continue
        for key, customer in frame[["customer_id", "customer"]].dropna().itertuples(index=False):
            if str(key) in keys and str(customer).strip():
                found.setdefault(str(customer).strip(), str(key))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


@dataclass(frozen=True, slots=True, eq=False)
class Hiding:
    """Verbergen: whose names are hidden, and how a text is rid of them."""

    keys: frozenset[str]
    clean: Callable[[object], object]


def hiding(hidden: Mapping[str, str], others: Collection[str] = ()) -> Hiding | None:
    """Wie these names (name -> Kundennr.) are hidden; None if there are none.

    Upper and lower case, blanks, umlauts and the order of two words make no other name. Names of `others`
    that contain one stay whole; a name that is a word of the workbook is hidden in its own rows only.
    """
    if not hidden:
        return None
    spelled = {_key(form): key for name, key in hidden.items() for form in _forms(name)}
    telling = [form for form in spelled if len(form) >= SHORTEST and form not in _own_words()]
    kept = [name for name in map(_key, others) if any(form in name for form in telling)]
    words = "|".join(map(_pattern, sorted({*telling, *kept}, key=len, reverse=True))) or NOTHING
    pattern = re.compile(rf"(?<!\w)(?:{words})(?:s(?!\w)|(?!\w))", re.IGNORECASE)

    def replaced(match: re.Match[str]) -> str:
        said = _key(match.group())
        key = spelled.get(said) or spelled.get(said.removesuffix("s"))
        return match.group() if key is None or said in kept else stand_in(key)

    def clean(value: object) -> object:
        return pattern.sub(replaced, unicodedata.normalize("NFC", value)) if isinstance(value, str) else value

    return Hiding(frozenset(hidden.values()), clean)


def _forms(name: str) -> tuple[str, ...]:
    """Name as it is, and with its last word first: „Öttl, Anneliese“."""
    words = name.replace(",", " ").split()
    turned = (f"{words[-1]}, {' '.join(words[:-1])}", f"{words[-1]} {' '.join(words[:-1])}")
    return (name, *(turned if 1 < len(words) <= LONGEST_PERSON else ()))


def _key(text: str) -> str:
    """One spelling for comparing: small letters, one blank, ä as ae."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS).split())


def _pattern(key: str) -> str:
    """What fits a name in every spelling."""
    escaped = r"\s+".join(re.escape(word) for word in key.split())
    for plain, umlaut in (("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß")):
        escaped = escaped.replace(plain, f"(?:{plain}|{umlaut})")
    return escaped


@cache
def _own_words() -> frozenset[str]:
    """Wörter of the workbook's own lists."""
    return frozenset(_key(word) for words in layout.CHOICES.values() for word in words.values())


def masked(
    columns: Sequence[Column], reduced: pd.DataFrame, frame: pd.DataFrame, hide: Hiding | None
) -> pd.DataFrame:
    """Ohne Personen: in their own rows their number in place of the name; texts that somebody wrote cleaned.

    Kundennummern, words of lists and what is computed stay, but for names the computed texts mention.
    """
    if hide is None:
        return reduced
    changed: dict[str, pd.Series] = {}
    for column in columns:
        values = reduced[column.name].tolist()
        if column.name == "customer" and "customer_id" in frame.columns:
            values = [_shown(key, name, hide) for key, name in zip(frame["customer_id"], values, strict=True)]
        elif column.unit in CLEANED and column.choices is None:
            values = list(map(hide.clean, values))
        else:
            continue
        changed[column.name] = pd.Series(values, index=reduced.index, dtype=object)
    return reduced.assign(**changed) if changed else reduced


def _shown(key: object, name: object, hide: Hiding) -> object:
    """Name of a row: the number of a person; a name without a number may be anybody's."""
    if not isinstance(name, str):
        return name
    if not isinstance(key, str):
        return UNKNOWN
    return stand_in(key) if key in hide.keys else name


def stand_in(key: object) -> str:
    """Was in place of the name of a person stands."""
    return f"Kunde {key}".strip()
