"""Gleiche Zeilen: several rows with one key are told apart by what else they say, or not taken at all.

A Verkaufschance without a Kennung is recognised by its customer and its Vorhaben; where two have both in
common, the order of the rows proves nothing: the owner may have deleted one, his colleague sorted them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.workbook.returned.rows import NAMED, Key, missing, same_value

Values = Mapping[str, object]
Line = tuple[Key, Values]
"""Numbered key of a row, and its cells."""

MOST_ALIKE = 30
"""More rows with one key are never told apart."""

MOST_COMPARED = 500
"""Of more rows with one key all count as filled in."""


@dataclass(frozen=True, slots=True)
class Told:
    """Auseinandergehalten: the keys of the copy's rows and of the workbook's, numbered as in what was sent.

    unclear  rows of the copy that cannot be told apart
    changed  those of them with something filled in that was not sent so
    """

    copy: tuple[Key, ...]
    here: tuple[Key, ...]
    unclear: frozenset[int]
    changed: tuple[int, ...]


def told_apart(
    copy: Sequence[Line], base: Sequence[Line], here: Sequence[Line], filled: Sequence[str]
) -> Told:
    """Zeilen of all sides with a key that is not unique; `filled` are the columns to fill in."""
    copied, mine = [key for key, _ in copy], [key for key, _ in here]
    unclear: list[int] = []
    changed: list[int] = []
    sides = [_grouped(lines) for lines in (copy, base, here)]
    for stem in _several(*sides):
        came, went, now = (side.get(stem, []) for side in sides)
        came_as, now_as = _matched(came, copy, went, base), _matched(now, here, went, base)
        if came_as is not None and now_as is not None:
            _number(copied, came, came_as, base)
            _number(mine, now, now_as, base)
        else:
            unclear += came
            known = [base[at][1] for at in went] or [here[at][1] for at in now]
            changed += _changed([(at, copy[at][1]) for at in came], known, filled)
    return Told(tuple(copied), tuple(mine), frozenset(unclear), tuple(sorted(changed)))


def _grouped(lines: Sequence[Line]) -> dict[Key, list[int]]:
    """Places of the rows by their key without its number; of keys that stand only once none."""
    found: dict[Key, list[int]] = {}
    for at, (key, _) in enumerate(lines):
        if key[0] != NAMED:
            found.setdefault(key[:-1], []).append(at)
    return found


def _several(
    copy: Mapping[Key, Sequence[int]], base: Mapping[Key, Sequence[int]], here: Mapping[Key, Sequence[int]]
) -> Iterator[Key]:
    """Keys that some side has several times; new rows of the copy, which no other side knows, are none."""
    for stem, rows in copy.items():
        others = [len(side.get(stem, ())) for side in (base, here)]
        if any(others) and max(len(rows), *others) > 1:
            yield stem


def _number(keys: list[Key], rows: Sequence[int], matched: Sequence[int], base: Sequence[Line]) -> None:
    for at, other in zip(rows, matched, strict=True):
        keys[at] = base[other][0]


def _matched(
    rows: Sequence[int], lines: Sequence[Line], went: Sequence[int], base: Sequence[Line]
) -> list[int] | None:
    """For every row the one of `base` it must be; None if their number differs or that is not clear."""
    if len(rows) != len(went) or len(rows) > MOST_ALIKE:
        return None
    alike = {(row, other): _likeness(lines[row][1], base[other][1]) for row in rows for other in went}
    found: dict[int, int] = {}
    left, free = list(rows), list(went)
    while left:
        pair = next(
            ((row, other) for row in left for other in free if _is_sure(alike, row, other, left, free)), None
        )
        if pair is None:
            return None
        found[pair[0]] = pair[1]
        left.remove(pair[0])
        free.remove(pair[1])
    return [found[row] for row in rows]


def _is_sure(
    alike: Mapping[tuple[int, int], int], row: int, other: int, left: Sequence[int], free: Sequence[int]
) -> bool:
    """True if both are more like one another than like any other row."""
    score = alike[row, other]
    rivals = [alike[row, one] for one in free if one != other] + [
        alike[one, other] for one in left if one != row
    ]
    return all(score > rival for rival in rivals)


def _likeness(row: Values, other: Values) -> int:
    """So many cells are the same."""
    return sum(same_value(row[name], other[name]) for name in row if name in other)


def _changed(rows: Sequence[tuple[int, Values]], known: Sequence[Values], filled: Sequence[str]) -> list[int]:
    """Rows that say something which none of the known rows says."""
    if len(rows) > MOST_COMPARED:
        return [at for at, _ in rows]
    left, found = list(known), []
    for at, row in rows:
        same = next((n for n, other in enumerate(left) if _says_nothing_new(row, other, filled)), None)
        if same is None:
            found.append(at)
        else:
            del left[same]
    return found


def _says_nothing_new(row: Values, other: Values, filled: Sequence[str]) -> bool:
    return all(missing(row.get(name)) or same_value(row[name], other.get(name)) for name in filled)
