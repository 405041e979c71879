"""Vorschläge: what the headers of an unknown table could mean, by words, likeness and content."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from rapidfuzz import fuzz, process

from kundenbindung.adapters.sources.assignments import IGNORE, OPPORTUNITIES, Assignment, Assignments
from kundenbindung.adapters.sources.opportunities.columns import MEANINGS, SEARCHED_ROWS, read_row
from kundenbindung.adapters.sources.opportunities.values import plain_text, read_amount, read_days
from kundenbindung.adapters.sources.opportunities.vocabulary import programs, vocabulary
from kundenbindung.adapters.sources.presets import generic, joined, words
from kundenbindung.adapters.sources.promise import AssignmentNeededError
from kundenbindung.adapters.sources.sheet import TABLE, SourceSheet, cell_at, cell_text
from kundenbindung.core.model import Finding, Severity

_PROBED_ROWS = 300
_SHOWN_HEADERS = 12
_SHOWN_TEXT = 60
_SIMILAR = 78.0
_MOST, _SOME = 0.8, 0.3
_UNUSED = frozenset({"weighted", "closed", "company_ids"})
_WORDS = {field: meaning for meaning, field in MEANINGS.items()}


@dataclass(frozen=True, slots=True)
class _Guess:
    """Vermutung: what a column may be, and how sure it is; the higher, the surer."""

    place: int
    meaning: str
    score: float


def ask(sheet: SourceSheet, assignments: Assignments, file: str) -> NoReturn:
    """Raises `AssignmentNeededError` with a proposal for every header of the likeliest row."""
    row = _likely_row(sheet, assignments)
    texts = [" ".join(cell_text(cell).split()) for cell in sheet.rows[row]]
    seen = [text for text in texts if text]
    shown = ", ".join(text[:_SHOWN_TEXT] for text in seen[:_SHOWN_HEADERS])
    headers = shown + (" …" if len(seen) > _SHOWN_HEADERS else "")
    values = {"file": file, "sheet": sheet.name or file, "headers": headers or "–"}
    finding = Finding("source_opportunities_unknown", Severity.ERROR, TABLE, values=values)
    raise AssignmentNeededError(finding, propose(sheet, row, texts, assignments))


def _likely_row(sheet: SourceSheet, assignments: Assignments) -> int:
    """The row with most known headers, then with most texts; the first of several."""

    def score(row: int) -> tuple[int, int]:
        cells = sheet.rows[row]
        texts = sum(isinstance(cell, str) and any(map(str.isalpha, cell)) for cell in cells)
        return len(read_row(row, cells, assignments).columns), texts

    return max(range(min(SEARCHED_ROWS, len(sheet.rows))), key=score)


def propose(
    sheet: SourceSheet, row: int, texts: Sequence[str], assignments: Assignments
) -> tuple[Assignment, ...]:
    """Vorschlag for every header of a row (from 0); every meaning at most once."""
    below = sheet.rows[row + 1 : row + 1 + _PROBED_ROWS]
    columns = {
        place: [cell for cells in below if (cell := cell_at(cells, place)) is not None]
        for place, text in enumerate(texts)
        if text
    }
    known = {column.place: column.field for column in read_row(row, sheet.rows[row], assignments).columns}
    guesses = [guess for place in columns for guess in _guesses(place, texts[place], columns[place], known)]
    meanings = _chosen(guesses)
    return tuple(
        Assignment(OPPORTUNITIES, texts[place], meanings.get(place), None, _example(cells))
        for place, cells in columns.items()
    )


def _example(cells: Sequence[object]) -> str:
    return " ".join(cell_text(cells[0]).split())[:_SHOWN_TEXT] if cells else ""


def _chosen(guesses: Sequence[_Guess]) -> dict[int, str]:
    """The surest guess of each column, no meaning twice except "not used"."""
    chosen: dict[int, str] = {}
    for guess in sorted(guesses, key=lambda one: (-one.score, one.place)):
        taken = guess.meaning != IGNORE and guess.meaning in chosen.values()
        if guess.place not in chosen and not taken:
            chosen[guess.place] = guess.meaning
    return chosen


def _guesses(place: int, text: str, cells: Sequence[object], known: Mapping[int, str]) -> Iterator[_Guess]:
    if not cells:
        yield _Guess(place, IGNORE, 0.95)
    if place in known:
        yield _Guess(place, _meaning(known[place]), 1.0)
    for field, score in _similar(text):
        if _fits(field, cells):
            yield _Guess(place, _meaning(field), 0.9 * score)
    for meaning, score in _by_content(cells):
        yield _Guess(place, meaning, score)


def _meaning(field: str) -> str:
    return IGNORE if field in _UNUSED else _WORDS.get(field, field)


def _similar(text: str) -> Iterator[tuple[str, float]]:
    """Fields whose headers are spelled nearly so, or are one word of the text."""
    meanings = programs()[-1].meanings
    close = process.extract(joined(text), list(meanings), scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=3)
    for key, score, _ in close:
        for field, _ in meanings[key]:
            yield field, score / 100.0
    for token in words(text):
        for field, _ in meanings.get(token, ()):
            yield field, 0.7


def _share(cells: Sequence[object], test: Callable[[object], bool]) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _is_day(cell: object) -> bool:
    days = read_days([cell])
    return days.values[0] is not None or bool(days.unclear)


def _is_number(cell: object) -> bool:
    read = read_amount(cell, ",")
    return read.problem is None and not math.isnan(read.value)


def _is_likelihood(cell: object) -> bool:
    text = cell_text(cell)
    return text.endswith("%") or (_is_number(cell) and 0.0 < read_amount(cell, ".").value <= 1.0)


def _fits(field: str, cells: Sequence[object]) -> bool:
    """True unless the content contradicts what the header sounds like."""
    if field in {"expected_close", "updated", "closed"}:
        return _share(cells, _is_day) >= _MOST
    if field in {"value", "weighted"}:
        return _share(cells, _is_number) >= _MOST
    if field == "probability":
        return _share(cells, lambda cell: _is_number(cell) or _is_likelihood(cell)) >= _MOST
    return True


def _by_content(cells: Sequence[object]) -> Iterator[tuple[str, float]]:
    """Meanings the content alone suggests."""
    known = vocabulary()
    texts = [text for text in map(plain_text, cells) if text]
    if not texts:
        return
    if _share(cells, _is_day) >= _MOST:
        yield "expected_close", 0.5
    elif _share(cells, _is_likelihood) >= _MOST:
        yield "probability", 0.5
    elif _share(cells, _is_number) >= _MOST:
        yield "value", 0.4
    elif _share(cells, lambda cell: _is_currency(plain_text(cell))) >= _MOST:
        yield "currency", 0.5
    elif _share(cells, lambda cell: known.status(plain_text(cell)) is not None) >= _MOST:
        yield "status", 0.5
    elif _share(cells, lambda cell: known.stage_probability(plain_text(cell)) is not None) >= _SOME:
        yield "stage", 0.5
    elif _share(cells, lambda cell: _is_company(plain_text(cell))) >= _SOME:
        yield "customer", 0.5
    elif len(set(texts)) >= _MOST * len(texts) and not generic().is_total(texts[0]):
        yield "project", 0.3


def _is_currency(text: str) -> bool:
    known = vocabulary()
    return text.upper() in known.own or text.upper() in known.foreign


def _is_company(text: str) -> bool:
    return any(token.casefold() in vocabulary().legal_forms for token in text.split())
