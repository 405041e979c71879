"""Begriffe of the acceptance: verdicts, results, checks as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kundenbindung.acceptance.stage import Stage


class Verdict(Enum):
    """Urteil of a check; the value is the word the owner reads."""

    PASSED = "bestanden"
    FAILED = "nicht bestanden"
    NOT_HERE = "nicht prüfbar hier"


@dataclass(frozen=True, slots=True)
class Result:
    """Ergebnis of a check: its verdict and one German sentence."""

    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class Check:
    """Prüfpunkt: its German name and what it does on the stage."""

    name: str
    run: Callable[[Stage], Result]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Zeile of the report: name of the check, result, seconds it took."""

    name: str
    result: Result
    seconds: float


class NotPassedError(Exception):
    """Nicht bestanden: carries the German sentence that says why."""


class NotHereError(Exception):
    """Nicht prüfbar hier: carries the German sentence that says why."""


def passed(sentence: str) -> Result:
    """Bestanden, with what was seen."""
    return Result(Verdict.PASSED, sentence)


def need(condition: object, sentence: str) -> None:
    """Raise NotPassedError with the sentence unless the condition holds."""
    if not condition:
        raise NotPassedError(sentence)
