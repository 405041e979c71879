"""Zusage of every reader: what it is told, and what it gives back.

A reader recognises its format by the beginning of the file, reads it into figures, and names what it left
out and why. Nothing is guessed silently: what is converted, repaired, summed or refused is a finding.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kundenbindung.adapters.sources.assignments import Assignment, Assignments
from kundenbindung.adapters.sources.sheet import SourceError
from kundenbindung.core.model import Finding, Severity

Marks = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Context:
    """Was ein Leser wissen darf: the owner's Zuordnung, the last month of his fiscal year, his Pipeline.

    stages  Phase -> probability as the workbook has it, NaN where it stands there without one
    rated   Kennungen of the opportunities that stand there with a probability of their own
    """

    assignments: Assignments = field(default_factory=Assignments)
    year_end_month: int = 12
    stages: Mapping[str, float] = field(default_factory=dict)
    rated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Head:
    """Anfang einer Datei: enough to recognise its format. `text` is empty for a workbook."""

    path: Path
    data: bytes
    text: str

    @property
    def lines(self) -> list[str]:
        """First lines, the last one perhaps cut off."""
        return self.text.splitlines()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Ausgelassene Zeile: row in the file, its text, and why: a key of `LEFT_OUT_REASONS`."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Omission:
    """Auslassung: how many rows for one reason, what they add up to in euros (None: nothing), the first."""

    reason: str
    count: int
    amount_eur: float | None
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Steckbrief of a source: how the file was read. Rows count from 1.

    source      format: "list", or the name of the preset or module that recognised the file
    shape       "wide", "long" (a list), "postings", "names" (customers without figures), or "opportunities"
    first_day, last_day  of the postings, None where the file has no days
    gross       True if amounts were gross and have been converted to net
    additive    several files of this source add up (months, batches) instead of replacing one another
    """

    file: str
    sheet: str | None
    encoding: str | None
    delimiter: str | None
    shape: str
    header_row: int
    unit_factor: float
    decimal: str | None
    margin_from_share: bool
    repaired: bool
    source: str = "list"
    rows_read: int = 0
    rows_used: int = 0
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    gross: bool = False
    additive: bool = False


@dataclass(frozen=True, eq=False)
class ImportedFigures:
    """Eingelesene Zahlen of one file, or of several that belong together.

    names, segments  index customer_id, text or None; segments None if the list has no such column
    revenue, margin  index customer_id, one float column per fiscal year (int, ascending), net euros, NaN
    left_out         rows that are no customer, the first ones; omissions: all of them, counted by reason
    stated_totals    (field, year) -> euros of the total row
    marking          gives a hash per posting, by which overlapping files are noticed; None for lists
    """

    names: pd.Series
    segments: pd.Series | None
    revenue: pd.DataFrame
    margin: pd.DataFrame
    left_out: tuple[LeftOut, ...]
    stated_totals: Mapping[tuple[str, int], float]
    ignored_columns: tuple[str, ...]
    facts: SourceFacts
    findings: tuple[Finding, ...]
    omissions: tuple[Omission, ...] = ()
    marking: Callable[[], Marks] | None = None

    @property
    def marks(self) -> Marks | None:
        """Prüfzeichen of the postings, made only where files are compared; None for lists."""
        return self.marking() if self.marking else None

    @property
    def years(self) -> tuple[int, ...]:
        """Geschäftsjahre of the list, ascending."""
        return tuple(int(year) for year in self.revenue.columns)

    @property
    def revenue_totals(self) -> dict[int, float]:
        """Kontrollsumme Umsatz per year in euros."""
        return {year: total(self.revenue[year]) for year in self.years}

    @property
    def margin_totals(self) -> dict[int, float | None]:
        """Kontrollsumme DB per year in euros; None for a year without any DB."""
        filled = self.margin.notna().any()
        return {year: total(self.margin[year]) if filled[year] else None for year in self.years}

    @property
    def stopped(self) -> bool:
        """True if an error forbids to use the figures."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, eq=False)
class ImportedOpportunities:
    """Eingelesene Verkaufschancen of one file.

    table   one row per opportunity: `OPPORTUNITY_FIELDS`; texts or None, value in euros of the deal (NaN
            unknown), probability a fraction (NaN unknown), days `datetime.date` or None, status and kind in
            identifiers of the layout
    stages  Phase -> probability proposed for it, in the order of the file; NaN where none is known
    """

    table: pd.DataFrame
    stages: Mapping[str, float]
    omissions: tuple[Omission, ...]
    left_out: tuple[LeftOut, ...]
    ignored_columns: tuple[str, ...]
    facts: SourceFacts
    findings: tuple[Finding, ...]

    @property
    def stopped(self) -> bool:
        """True if an error forbids to use the opportunities."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


OPPORTUNITY_FIELDS = (
    "source_id",
    "customer_id",
    "customer",
    "project",
    "value_eur",
    "stage",
    "probability",
    "kind",
    "expected_close",
    "updated",
    "status",
)
"""source_id is unique in the file and begins with the name of its source, so that two CRMs never meet."""


class AssignmentNeededError(SourceError):
    """Unbekannte Datei: carries, besides the finding, what each header could mean."""

    def __init__(self, finding: Finding, proposals: tuple[Assignment, ...]) -> None:
        super().__init__(finding)
        self.proposals = proposals


@dataclass(frozen=True, slots=True)
class Format:
    """Format of a program that needs code: how it is recognised and read."""

    name: str
    recognise: Callable[[Head], bool]
    read: Callable[[Path, Context], ImportedFigures]


def total(values: pd.Series) -> float:
    """Summe of what is filled, exact to the last digit."""
    return math.fsum(values.dropna())
