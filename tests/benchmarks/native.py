"""Formeln von Excel for the same figures: trend, points, score, rank, level, as one would build them by hand.

A workbook starts from the adjusted revenue and the sources of the criteria; the own rate is a formula. `ours`
is the program's way from the inputs to the same figures. `difference` says how far the two are apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from kundenbindung.core import levels, scoring, screening, trend
from kundenbindung.core.compare import comparable
from kundenbindung.core.model import CustomerStatus, FloatArray, Inputs, Scale, ScoredCriterion, Settings

LEVELS = {"strategy": "Strategie", "sales": "Vertrieb", "service": "Service"}
SHEET, CRITERIA = "Daten", "Kriterien"


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Größen of N customers: T yearly values, K criteria that are on, their sources and points, levels."""

    settings: Settings
    years: FloatArray
    rates: FloatArray
    criteria: tuple[ScoredCriterion, ...]
    sources: pd.DataFrame
    points: pd.DataFrame
    rated: np.ndarray
    ranks: pd.DataFrame


def ours(inputs: Inputs) -> Known:
    """From the inputs to trend, points, score and level without memory, as `evaluate` composes it."""
    settings = screening.complete_settings(inputs.settings)
    customers = screening.align_customers(inputs)
    figures = screening.adjust(inputs, settings, customers)
    base = screening.base_columns(customers, figures)
    trends, _ = trend.columns(figures, base, inputs.decisions, settings)
    rated = screening.rated(base)
    values = screening.source_values(inputs, customers, figures, trends.rate)
    scores = scoring.score(scoring.prepare(inputs.criteria, values, rated, settings), values, rated)
    spread = screening.judge_spread(inputs, customers)
    ranks = levels.columns(scores, base, inputs.prior_year["care_level"], spread, settings)
    lost = (base["status"] == CustomerStatus.LOST.value).to_numpy(dtype=np.bool_)[:, None]
    yearly = np.where(lost, np.nan, trend.trend_values(figures.revenue, figures.pending))
    on = tuple(entry for entry in scores.criteria if entry.on)
    return Known(settings, yearly, trends.rate, on, values, scores.points, rated, ranks)


@dataclass(frozen=True, slots=True)
class Place:
    """Spalten of the sheet by name, from 0, and its last row as Excel counts."""

    columns: dict[str, int]
    last: int

    def at(self, name: str, row: int) -> str:
        """Cell in a row, counted from 1."""
        return f"${xl_col_to_name(self.columns[name])}{row}"

    def over(self, first: str, last: str, row: int) -> str:
        """Cells of one row from column to column."""
        return f"{self.at(first, row)}:{self.at(last, row)}"

    def whole(self, name: str) -> str:
        """All cells of a column."""
        letters = xl_col_to_name(self.columns[name])
        return f"${letters}$2:${letters}${self.last}"


def place_of(known: Known) -> Place:
    """Order of the columns."""
    years, size = range(known.years.shape[1]), len(known.criteria)
    names = ["key", *(f"y{t}" for t in years), "linear", *(f"p{a}{b}" for a, b in combinations(years, 2))]
    names += ["rate", *(f"ln{t}" for t in years), "ols", "rated"]
    names += [f"x{k}" for k in range(size)] + [f"k{k}" for k in range(size)]
    names += ["coverage", "score", "rank", "percent", "level"]
    return Place({name: at for at, name in enumerate(names)}, len(known.years) + 1)


def write(known: Known, target: Path) -> int:
    """The workbook; returns the number of its formulas."""
    book = Workbook(str(target), {"in_memory": True})
    sheet, criteria = book.add_worksheet(SHEET), book.add_worksheet(CRITERIA)
    place = place_of(known)
    sheet.write_row(0, 0, list(place.columns))
    for col, entry in enumerate(known.criteria):
        criteria.write_column(0, col, [entry.zero_at, entry.ten_at, entry.weight_share])
    for col, share in enumerate((known.settings.share_strategy, known.settings.share_service)):
        criteria.write_formula(3, col, f"=FLOOR({share}*COUNT({SHEET}!{place.whole('score')})+0.5,1)")
    _type(sheet.write_number, known, place)
    made = _formulas(known, place)
    for name, formula in made:
        for row in range(2, place.last + 1):
            sheet.write_formula(row - 1, place.columns[name], f"={formula(row)}")
    book.close()
    return len(made) * len(known.years) + 2


def _type(write_number: Callable[[int, int, float], object], known: Known, place: Place) -> None:
    """Numbers that nobody computes; what is missing stays empty."""
    columns = {f"y{t}": known.years[:, t] for t in range(known.years.shape[1])}
    columns |= {"rated": known.rated.astype(np.float64)}
    for k, entry in enumerate(known.criteria):
        if entry.source != "own_rate":
            columns[f"x{k}"] = known.sources[entry.source].to_numpy(dtype=np.float64)
    for name, values in columns.items():
        for row in np.flatnonzero(~np.isnan(values)).tolist():
            write_number(row + 1, place.columns[name], float(values[row]))


Formula = Callable[[int], str]


def _formulas(known: Known, place: Place) -> list[tuple[str, Formula]]:
    return [*_trend(known.years.shape[1], place), *_points(known, place), *_levels(known, place)]


def _trend(years: int, place: Place) -> Iterator[tuple[str, Formula]]:
    """Median of the slopes of all pairs of years, of logarithms where all are positive; SLOPE beside it."""
    at, over, last = place.at, place.over, years - 1
    yield "linear", lambda row: f'COUNTIF({over("y0", f"y{last}", row)},"<=0")>0'
    for a, b in combinations(range(years), 2):
        yield f"p{a}{b}", partial(_slope, place, a, b)
    pairs = ("p01", f"p{last - 1}{last}")
    yield "rate", lambda row: _rate(place, pairs, last, row)
    for t in range(years):
        yield f"ln{t}", partial(_logarithm, place, t)
    numbers = f"{{{','.join(str(t) for t in range(years))}}}"
    yield (
        "ols",
        lambda row: (
            f'IF(OR({at("linear", row)},COUNT({over("y0", f"y{last}", row)})<{years}),"",'
            f"EXP(SLOPE({over('ln0', f'ln{last}', row)},{numbers}))-1)"
        ),
    )


def _logarithm(place: Place, t: int, row: int) -> str:
    year = place.at(f"y{t}", row)
    return f'IF(N({year})>0,LN({year}),"")'


def _slope(place: Place, a: int, b: int, row: int) -> str:
    """Steigung between two years with a value."""
    first, second = place.at(f"y{a}", row), place.at(f"y{b}", row)
    steps = f"IF({place.at('linear', row)},{second}-{first},LN({second})-LN({first}))"
    return f'IF(COUNT({first},{second})<2,"",{steps}/{b - a})'


def _rate(place: Place, pairs: tuple[str, str], last: int, row: int) -> str:
    years, slopes = place.over("y0", f"y{last}", row), place.over(*pairs, row)
    size = f"SUMPRODUCT(ABS({years}))/COUNT({years})"
    line = f"IF({size}=0,0,MEDIAN({slopes})/({size}))"
    return f'IF(COUNT({slopes})=0,"",IF({place.at("linear", row)},{line},EXP(MEDIAN({slopes}))-1))'


def _points(known: Known, place: Place) -> Iterator[tuple[str, Formula]]:
    """Linear between two anchors, of logarithms on the other scale, cut off at 0 and 10."""
    for k, entry in enumerate(known.criteria):
        if entry.source == "own_rate":
            yield f"x{k}", lambda row: place.at("rate", row)
        yield f"k{k}", partial(_point, place, k, entry)


def _point(place: Place, k: int, entry: ScoredCriterion, row: int) -> str:
    x, (low, high) = place.at(f"x{k}", row), (_criterion(k, line) for line in (1, 2))
    share = f"({x}-{low})/({high}-{low})"
    if entry.scale is not Scale.LINEAR:
        share = f"IF({x}<=0,IF({low}>{high},1,0),(LN(MAX({x},1E-300))-LN({low}))/(LN({high})-LN({low})))"
    return f'IF(OR(NOT(ISNUMBER({x})),{place.at("rated", row)}=0),"",10*MAX(0,MIN(1,{share})))'


def _criterion(k: int, line: int) -> str:
    """Anchors (lines 1 and 2) and weight (3) of a criterion."""
    return f"{CRITERIA}!${xl_col_to_name(k)}${line}"


def _levels(known: Known, place: Place) -> Iterator[tuple[str, Formula]]:
    """Weighted sum, place among all, share of those below, level by quota."""
    at, ends = place.at, ("k0", f"k{len(known.criteria) - 1}")
    least, score = known.settings.min_coverage - 1e-9, place.whole("score")
    weights = f"{_criterion(0, 3)}:{_criterion(len(known.criteria) - 1, 3)}"
    yield "coverage", lambda row: f"SUMPRODUCT({weights},--ISNUMBER({place.over(*ends, row)}))"
    yield (
        "score",
        lambda row: (
            f'IF({at("coverage", row)}<{least!r},"",'
            f"ROUND(10*SUMPRODUCT({weights},{place.over(*ends, row)})/{at('coverage', row)},9))"
        ),
    )
    yield "rank", lambda row: f'IF({at("score", row)}="","",RANK({at("score", row)},{score}))'
    yield (
        "percent",
        lambda row: f'IF({at("score", row)}="","",PERCENTRANK({score},{at("score", row)},12))',
    )
    yield (
        "level",
        lambda row: (
            f'IF({at("rank", row)}="","",IF({at("rank", row)}<={CRITERIA}!$A$4,"Strategie",'
            f'IF({at("rank", row)}>COUNT({score})-{CRITERIA}!$B$4,"Service","Vertrieb")))'
        ),
    )


def expected(known: Known) -> dict[str, FloatArray | Sequence[str]]:
    """What the formulas should give: the program's figures, and what it does not need beside them."""
    score = comparable(np.where(known.ranks["unaided_level"].notna(), known.ranks["score"], np.nan))
    there = np.flatnonzero(~np.isnan(score))
    ordered = np.sort(score[there])
    rank, percent = np.full(len(score), np.nan), np.full(len(score), np.nan)
    rank[there] = len(there) - np.searchsorted(ordered, score[there], side="right") + 1
    percent[there] = np.searchsorted(ordered, score[there], side="left") / max(len(there) - 1, 1)
    points = {f"k{k}": known.points[entry.criterion].to_numpy() for k, entry in enumerate(known.criteria)}
    words = [LEVELS.get(str(level), "") for level in known.ranks["unaided_level"]]
    figures = {"rate": known.rates, "ols": _least_squares(known.years), "score": score}
    return {**points, **figures, "rank": rank, "percent": percent, "level": words}


def _least_squares(years: FloatArray) -> FloatArray:
    """Yearly rate of the straight line through the logarithms, where all years are positive."""
    whole = np.asarray((np.nan_to_num(years) > 0.0).all(axis=1), dtype=np.bool_)
    logs = np.log(np.where(whole[:, None], years, 1.0))
    steps = np.arange(years.shape[1]) - (years.shape[1] - 1) / 2.0
    return np.where(whole, np.expm1(logs @ steps / (steps @ steps)), np.nan)


def difference(found: Sequence[object], wanted: FloatArray | Sequence[str]) -> float:
    """Largest difference of a column, relative above 1; infinite for another word or a gap elsewhere."""
    if not isinstance(wanted, np.ndarray):
        return 0.0 if list(found) == list(wanted) else float("inf")
    numbers = np.array([cell if isinstance(cell, float) else np.nan for cell in found])
    if not np.array_equal(np.isnan(numbers), np.isnan(wanted)):
        return float("inf")
    off = np.abs(numbers - wanted) / np.maximum(np.abs(np.nan_to_num(wanted)), 1.0)
    return float(np.nanmax(off)) if not np.isnan(off).all() else 0.0
