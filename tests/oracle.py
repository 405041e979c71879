"""Gegenrechnung: the method, sections 1 to 5, a second time - plain Python, one customer after the other.

Written from the text of the method alone and as slowly as it reads. Missing is None. Frames are only
looked up, never computed with. `calculate` answers with dictionaries the tests compare with `Results`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import numbers
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from statistics import NormalDist, mean, median, variance
from typing import Any

import pandas as pd

from kundenbindung.core.model import COMPUTED_SOURCES, JUDGED_COLUMNS, Criterion, Inputs, Settings

Row = dict[str, Any]
Number = float | None

TOLERANCE = 1e-9
NOTHING = 1e-18
NORMAL = NormalDist()
PLAN_MARGINS = {"plan_margin_eur": "plan_expected_eur", "plan_margin_safe_eur": "plan_safe_eur"}
EURO_SOURCES = ("revenue_mean", "margin_mean", "free_potential")
CHI_SQUARE_MEDIANS = {3: 0.455, 4: 0.693, 5: 0.789}
TREND_KEYS = (
    "own_rate", "trend_slope", "trend_method", "trend_points", "trend_variance", "trend_lambda",
    "trend_pool_rate", "planned_growth", "planned_rate", "trend_class", "trend_confidence",
    "trend_rises", "trend_steps", "trend_one_jump", "margin_rate", "noise", "spread_between",
)  # fmt: skip


def calculate(inputs: Inputs) -> Row:
    """Gegenrechnung of a whole company: customers, criteria, company, levels, lists, effects, backtest.

    {"stopped": True} if the method gives no result (weights, or too little of the base year).
    """
    settings = inputs.settings
    if unusable(inputs):
        return {"stopped": True}
    rows = [customer(inputs, customer_id) for customer_id in customer_ids(inputs)]
    add_trends(inputs, rows)
    criteria = add_scores(inputs, rows)
    add_explanations(inputs, rows)
    add_levels(inputs, rows)
    add_sentence_facts(rows, criteria)
    outside, totals = add_plan(inputs, rows)
    lists = {"expand": expand_list(inputs, rows), "secure": secure_list(rows)}
    sums = expand_total(inputs, rows), sum(eur for _, eur in lists["secure"])
    return {
        "stopped": False,
        "customers": {row["id"]: row for row in rows},
        "criteria": criteria,
        "company": company(settings, rows, outside, totals, *sums),
        "levels": level_counts(settings, rows),
        "lists": lists,
        "effects": effects(inputs, rows),
        "backtest": backtest(inputs, rows),
    }


# ---------------------------------------------------------------- cells, dates, comparisons


def missing(value: Any) -> bool:
    empty = value is None or value is pd.NA or value is pd.NaT
    return empty or (isinstance(value, float) and math.isnan(value))


def number(value: Any) -> Number:
    return float(value) if isinstance(value, numbers.Real) and not missing(value) else None


def cell(frame: pd.DataFrame, row: Any, column: Any) -> Any:
    if row not in frame.index or column not in frame.columns:
        return None
    value: Any = frame.at[row, column]
    return None if missing(value) or str(value).strip() == "" else value


def records(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): None if missing(v) else v for k, v in row.items()} for row in frame.to_dict("records")]


def slack(border: float) -> float:
    return TOLERANCE * max(1.0, abs(border))


def at_least(value: float, border: float) -> bool:
    return value >= border - slack(border)


def more_than(value: float, border: float) -> bool:
    return value > border + slack(border)


def month_end(year: int, month: int) -> dt.date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def year_end(settings: Settings, year: int) -> dt.date:
    return month_end(year, settings.year_end_month)


def reporting_date(settings: Settings) -> dt.date:
    month = settings.year_end_month - (12 - settings.months_in_base_year)
    return settings.reporting_date or month_end(settings.base_year, month)


def two_years_later(day: dt.date) -> dt.date:
    last = calendar.monthrange(day.year + 2, day.month)[1]
    return dt.date(day.year + 2, day.month, min(day.day, last))


def booked_share(settings: Settings) -> float:
    """The share of a year that is booked: typed, else months by twelve; a whole year is whole."""
    if settings.months_in_base_year == 12:
        return 1.0
    typed = settings.booked_share
    return settings.months_in_base_year / 12 if typed is None else typed


def unusable(inputs: Inputs) -> bool:
    weights = [criterion.weight for criterion in inputs.criteria]
    share = booked_share(inputs.settings)
    return any(w < 0 for w in weights) or not any(weights) or share < inputs.settings.min_booked_share


# ---------------------------------------------------------------- section 1: figures and status


def customer_ids(inputs: Inputs) -> list[str]:
    known = [str(key) for key in inputs.customers.index]
    return known + [str(key) for key in inputs.revenue.index if key not in inputs.customers.index]


def customer(inputs: Inputs, customer_id: str) -> Row:
    row: Row = {"id": customer_id, "customer": cell(inputs.customers, customer_id, "customer")}
    if customer_id not in inputs.customers.index:
        row["customer"] = inputs.names.get(customer_id)
    row["segment"] = cell(inputs.customers, customer_id, "segment")
    row["years"] = inputs.years
    row.update(
        adjusted(inputs, customer_id, inputs.margin_rates.get(row["segment"], inputs.margin_rates.get("")))
    )
    complete_base_year(inputs.settings, row)
    row["status"] = status(row["y"])
    row["revenue_eur"], row["margin_eur"] = row["y"][-1], row["d"][-1]
    row["margin_share"] = ratio_of_both(row, last=3)
    return row


def adjusted(inputs: Inputs, customer_id: str, rate: Number) -> Row:
    """y and d per year without one-offs; None before the first year with entered revenue."""
    entered = [number(cell(inputs.revenue, customer_id, year)) for year in inputs.years]
    booked = [number(cell(inputs.margin, customer_id, year)) for year in inputs.years]
    first = next((i for i, value in enumerate(entered) if value), None)
    found: Row = {"entered": entered, "first": first, "margin_estimated": False}
    y: list[Number] = [None] * len(entered)
    d: list[Number] = [None] * len(entered)
    for i in range(len(entered) if first is None else first, len(entered)):
        gross, margin = entered[i] or 0.0, booked[i]
        if margin is None and gross == 0:
            margin = 0.0
        if margin is None and rate is not None:
            margin, found["margin_estimated"] = gross * rate, True
        one_off = one_offs(inputs, customer_id, inputs.years[i], rate)
        found["margin_estimated"] = found["margin_estimated"] or one_off["estimated"]
        y[i] = rest(gross, one_off["revenue"])
        d[i] = None if margin is None or one_off["margin"] is None else rest(margin, one_off["margin"])
    return found | {"y": y, "d": d, "booked": booked}


def rest(amount: float, part: float) -> float:
    """What remains of an amount; the dust of binary fractions is nothing."""
    return 0.0 if abs(amount - part) <= slack(part) else amount - part


def one_offs(inputs: Inputs, customer_id: str, year: int, rate: Number) -> Row:
    """Sum of a customer's one-offs of one year; margin None if one of them is unknown."""
    total: Row = {"revenue": 0.0, "margin": 0.0, "estimated": False}
    for line in records(inputs.one_offs):
        if line["customer_id"] != customer_id or number(line["year"]) != year:
            continue
        revenue, margin = number(line["revenue_eur"]) or 0.0, number(line["margin_eur"])
        if margin is None and revenue == 0:
            margin = 0.0
        if margin is None and rate is not None:
            margin, total["estimated"] = revenue * rate, True
        total["revenue"] += revenue
        known = margin is not None and total["margin"] is not None
        total["margin"] = total["margin"] + margin if known else None
    return total


def complete_base_year(settings: Settings, row: Row) -> None:
    """Part year: what is booked plus last year's remainder; without a positive last year, scaled up."""
    row["pending"] = False
    y, d = row["y"], row["d"]
    if settings.months_in_base_year == 12 or y[-1] is None:
        return
    share = booked_share(settings)
    if y[-2] is None or y[-2] <= 0:
        y[-1], d[-1] = y[-1] / share, None if d[-1] is None else d[-1] / share
        return
    row["pending"] = not row["entered"][-1]
    y[-1] = rest(y[-1], -(1 - share) * y[-2])
    d[-1] = None if d[-1] is None or d[-2] is None else rest(d[-1], -(1 - share) * d[-2])


def status(y: Sequence[Number]) -> str:
    if y[-1] is None or y[-1] <= 0:
        return "lost"
    return "active" if any(value is not None and value > 0 for value in y[:-1]) else "new"


def present(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["status"] != "lost"]


def ratio_of_both(row: Row, last: int) -> Number:
    """sum d / sum y over those of the last years that have both."""
    both = [(y, d) for y, d in zip(row["y"][-last:], row["d"][-last:], strict=True) if None not in (y, d)]
    revenue = sum(y for y, _ in both)
    return sum(d for _, d in both) / revenue if revenue > 0 else None


# ---------------------------------------------------------------- section 3: trend

Points = list[tuple[int, float]]


def theil_sen(points: Points) -> float:
    return median((v2 - v1) / (t2 - t1) for (t1, v1), (t2, v2) in combinations(points, 2))


def linear_rate(points: Points) -> Number:
    """Theil-Sen slope over the mean of |values|; nothing but zeros does not move."""
    if len(points) < 2:
        return None
    size = mean(abs(value) for _, value in points)
    return theil_sen(points) / size if size > 0 else 0.0


def slope(points: Points) -> Row:
    """Steps 1 and 2 for one customer: method, slope b, own variance of the yearly log changes."""
    if len(points) < 2:
        return {"trend_method": None, "trend_slope": None, "trend_points": len(points), "own": None}
    if any(value <= 0 for _, value in points):
        rate = linear_rate(points)
        return {"trend_method": "linear", "trend_slope": rate, "trend_points": len(points), "own": None}
    logs = [(year, math.log(value)) for year, value in points]
    changes = [after - before for (_, before), (_, after) in pairwise(logs)]
    own = variance(changes) if len(changes) >= 2 else None
    return {"trend_method": "log", "trend_slope": theil_sen(logs), "trend_points": len(points), "own": own}


def trends(settings: Settings, series: Mapping[str, Points], segments: Mapping[str, Any]) -> dict[str, Row]:
    """Steps 1 to 4 for a set of customers, who are each other's comparison."""
    found = {key: slope(points) for key, points in series.items()}
    noise = [t["own"] / CHI_SQUARE_MEDIANS[t["trend_points"]] for t in found.values() if t["own"] is not None]
    usual = median(noise) if noise else settings.default_variance
    for trend in found.values():
        points, own = trend["trend_points"], trend["own"]
        trend["noise"] = usual if own is None else (3 * usual + (points - 2) * own) / (points + 1)
        trend["trend_variance"] = trend["noise"] / (points - 1) if points >= 2 else None
    for key, trend in found.items():
        trend.update(planned_growth(settings, trend, pool(settings, found, segments, segments[key])))
    return found


def pool(settings: Settings, found: dict[str, Row], segments: Mapping[str, Any], segment: Any) -> list[Row]:
    """The customers believed to be comparable: the own segment if it is large enough, else all."""
    logs = {key: trend for key, trend in found.items() if trend["trend_method"] == "log"}
    own = [trend for key, trend in logs.items() if segment is not None and segments[key] == segment]
    return own if len(own) >= settings.pool_size else list(logs.values())


def planned_growth(settings: Settings, trend: Row, others: list[Row]) -> Row:
    """Step 4: how much of the own slope the plan believes."""
    b, v = trend["trend_slope"], trend["trend_variance"]
    believed: Row = {"trend_lambda": None, "trend_pool_rate": None, "planned_growth": None}
    believed["spread_between"] = None
    if b is None:
        return believed
    if trend["trend_method"] == "linear":
        limit = settings.linear_limit
        growth = max(-limit, min(limit, settings.default_lambda * b))
        return believed | {"trend_lambda": settings.default_lambda, "planned_growth": growth}
    mu = median(t["trend_slope"] for t in others)
    share = settings.default_lambda
    if sum(t["trend_points"] >= 3 for t in others) >= settings.pool_size:
        spread = (1.4826 * median(abs(t["trend_slope"] - mu) for t in others)) ** 2
        between = max(spread - median(t["trend_variance"] for t in others), 0.05 * spread)
        believed["spread_between"] = between
        share = 1.0 if between + v == 0 else between / (between + v)
    growth = mu + share * (b - mu)
    return believed | {"trend_lambda": share, "trend_pool_rate": mu, "planned_growth": growth}


def trend_points(row: Row) -> Points:
    """Years with a value; a base year with nothing booked yet is none."""
    points = [(year, y) for year, y in zip(row["years"], row["y"], strict=True) if y is not None]
    return points[:-1] if row["pending"] else points


def add_trends(inputs: Inputs, rows: list[Row]) -> None:
    settings = inputs.settings
    series = {row["id"]: trend_points(row) for row in present(rows)}
    found = trends(settings, series, {row["id"]: row["segment"] for row in rows})
    for row in rows:
        row.update(dict.fromkeys(TREND_KEYS))
        if row["status"] == "lost":
            continue
        row.update(found[row["id"]])
        b, growth = row["trend_slope"], row["planned_growth"]
        row["planned_rate"] = None if growth is None else math.exp(settings.phi * growth) - 1
        if b is not None:
            row["own_rate"] = math.exp(b) - 1 if row["trend_method"] == "log" else b
            row["trend_class"] = trend_class(settings, row["own_rate"])
            row["trend_confidence"] = confidence(settings, row)
            row.update(raw_evidence(settings, series[row["id"]]))
        years = [year for year, _ in series[row["id"]]]
        margins = zip(row["years"], row["d"], strict=True)
        row["margin_rate"] = linear_rate([(t, d) for t, d in margins if t in years and d is not None])


def trend_class(settings: Settings, rate: float) -> str:
    if at_least(rate, settings.strong_rate):
        return "strong_growth"
    if at_least(rate, settings.stable_rate):
        return "growth"
    if more_than(rate, -settings.stable_rate):
        return "stable"
    return "decline" if more_than(rate, -settings.strong_rate) else "strong_decline"


def confidence(settings: Settings, row: Row) -> str | None:
    if row["trend_method"] == "linear" or row["trend_class"] == "stable":
        return None
    border = settings.strong_rate if row["trend_class"].startswith("strong") else settings.stable_rate
    border = border if row["trend_class"].endswith("growth") else -border
    sure = 1.0
    if row["trend_variance"] > NOTHING:
        beyond = abs(row["trend_slope"]) - abs(math.log(1 + border))
        sure = NORMAL.cdf(beyond / math.sqrt(row["trend_variance"]))
    if at_least(sure, settings.clear_confidence) and row["trend_points"] > 2:
        return "clear"
    return "likely" if at_least(sure, settings.likely_confidence) else "uncertain"


def raw_evidence(settings: Settings, points: Points) -> Row:
    """Rises, steps, and whether one of several jumps carries the path."""
    jumps = [after - before for (_, before), (_, after) in pairwise(points)]
    path = sum(abs(jump) for jump in jumps)
    largest = max(abs(jump) for jump in jumps)
    one = len(jumps) >= 2 and path > 0 and more_than(largest / path, settings.one_jump_share)
    return {"trend_rises": sum(jump > 0 for jump in jumps), "trend_steps": len(jumps), "trend_one_jump": one}


def effects(inputs: Inputs, rows: list[Row]) -> dict[tuple[str, int], Row]:
    """Umsatz- and Margeneffekt of every customer and year; before the first year stands 0."""
    found = {}
    for i, year in enumerate(inputs.years[1:], start=1):
        base = sum(row["y"][i - 1] or 0.0 for row in rows)
        for row in rows:
            if row["y"][i] is None:
                continue
            before = (0.0, 0.0) if row["y"][i - 1] is None else (row["y"][i - 1], row["d"][i - 1])
            effect = bennet(before, (row["y"][i], row["d"][i]))
            growth = (row["y"][i] - before[0]) / base if base > 0 else None
            found[row["id"], year] = effect | {"growth_points": growth}
    return found


def bennet(before: tuple[float, Number], after: tuple[float, Number]) -> Row:
    (y1, d1), (y2, d2) = before, after
    if d1 is None or d2 is None:
        return {"margin_change_eur": None, "revenue_effect_eur": None, "margin_effect_eur": None}
    effect = 0.0 if y1 == 0 or y2 == 0 else (y1 + y2) / 2 * (d2 / y2 - d1 / y1)
    by_revenue = d2 - d1 if y1 == 0 or y2 == 0 else (d1 / y1 + d2 / y2) / 2 * (y2 - y1)
    return {"margin_change_eur": d2 - d1, "revenue_effect_eur": by_revenue, "margin_effect_eur": effect}


# ---------------------------------------------------------------- section 3: explanations


def total(rows: Sequence[Row], key: str) -> Number:
    values = [row[key] for row in rows if row[key] is not None]
    return sum(values) if values else None


def add_explanations(inputs: Inputs, rows: list[Row]) -> None:
    settings = inputs.settings
    material_y = settings.materiality_share * (total(rows, "revenue_eur") or 0.0)
    material_d = settings.materiality_share * abs(total(rows, "margin_eur") or 0.0)
    for row in rows:
        row["explanation_reasons"] = reasons(settings, row, material_y, material_d)
        row["needs_explanation"] = bool(row["explanation_reasons"])
        code = cell(inputs.decisions, row["id"], "reason_code")
        sentence = cell(inputs.decisions, row["id"], "explanation")
        row["explained"] = code not in (None, "unexplained") and sentence is not None
        row["persistence"] = cell(inputs.decisions, row["id"], "persistence")


def reasons(settings: Settings, row: Row, material_y: float, material_d: float) -> tuple[str, ...]:
    if row["status"] == "new":
        return ()
    y, d, found = row["y"], row["d"], []
    by_y, by_d = step(y[-2], y[-1], material_y), step(d[-2], d[-1], material_d)
    if row["pending"]:
        by_y = by_d = None
    if by_y and at_least(by_y["share"], settings.change_threshold):
        found.append("revenue")
    if by_d and at_least(by_d["share"], settings.change_threshold):
        found.append("margin")
    strong = (row["trend_class"] or "").startswith("strong")
    if strong and at_least(abs(y[-1] - y[row["first"]]), material_y):
        found.append("strong")
    against = by_y is not None and by_d is not None and by_y["sign"] * by_d["sign"] < 0
    sizes = [change["share"] for change in (by_y, by_d) if change is not None]
    if against and at_least(min(sizes), settings.opposite_threshold):
        found.append("opposite")
    positive = [value for value in y if value is not None and value > 0]
    if row["status"] == "lost" and positive and at_least(positive[-1], material_y):
        found.append("lost")
    return tuple(found)


def step(before: Number, after: Number, material: float) -> Row | None:
    """Last year's change as a share of its base, None if unknown, none at all or not material."""
    if before is None or after is None or before == after or not at_least(abs(after - before), material):
        return None
    share = abs(after - before) / abs(before) if before else 1.0
    return {"share": share, "sign": math.copysign(1.0, after - before)}


def recognised_share(row: Row, trend_part: float) -> float:
    if not row["needs_explanation"] or trend_part == 0:
        return 1.0
    believed = {"yes": 1.0, "partly": 0.5, "no": 0.0}
    if row["explained"] and row["persistence"] in believed:
        return believed[row["persistence"]]
    return 0.0 if trend_part > 0 else 1.0


# ---------------------------------------------------------------- section 2: points and scores


def judged(inputs: Inputs, customer_id: str, column: str) -> list[float]:
    """All ratings of a customer: the one in Kunden and those of further judges."""
    given = [cell(inputs.customers, customer_id, column)]
    given += [r[column] for r in records(inputs.judgements) if r["customer_id"] == customer_id]
    return [rating for rating in map(number, given) if rating is not None]


def criterion_value(inputs: Inputs, row: Row, source: str) -> Number:
    """The value of one customer on one criterion, before it becomes points."""
    if source in JUDGED_COLUMNS:
        return average(judged(inputs, row["id"], source))
    if source not in COMPUTED_SOURCES:
        return number(cell(inputs.customers, row["id"], source))
    volume = number(cell(inputs.customers, row["id"], "purchasing_volume_eur"))
    hours = number(cell(inputs.customers, row["id"], "care_effort_hours"))
    margin = average([d for d in row["d"][-3:] if d is not None])
    weighted = [(w, y) for w, y in zip((1, 2, 3), row["y"][-3:], strict=True) if y is not None]
    computed: dict[str, Number] = {
        "revenue_mean": sum(w * y for w, y in weighted) / sum(w for w, _ in weighted),
        "margin_mean": margin,
        "margin_share": row["margin_share"],
        "own_rate": row["own_rate"],
        "free_potential": None if volume is None else max(0.0, volume - row["revenue_eur"]),
        "care_hours_per_1000_eur_margin": None,
    }
    if hours is not None and margin is not None and margin > 0:
        computed["care_hours_per_1000_eur_margin"] = hours / (margin / 1000)
    return computed[source]


def average(values: Sequence[float]) -> Number:
    return mean(values) if values else None


def percentile(values: Sequence[float], share: float) -> float:
    ordered, place = sorted(values), share * (len(values) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def two_digits(value: float) -> float:
    return float(f"{value:.1e}")


def anchors(criterion: Criterion, values: Sequence[float]) -> tuple[Number, Number]:
    """The typed anchors; both empty and euros: proposed from the customers there are."""
    typed = (criterion.zero_at, criterion.ten_at)
    euros = criterion.source in EURO_SOURCES or criterion.unit == "€"
    if typed != (None, None) or not euros:
        return typed
    usable = [value for value in values if criterion.scale == "linear" or value > 0]
    if len(set(usable)) < 2:
        return typed
    return two_digits(percentile(usable, 0.05)), two_digits(percentile(usable, 0.95))


def is_on(settings: Settings, criterion: Criterion, ends: tuple[Number, Number], filled: float) -> bool:
    low, high = ends
    if low is None or high is None or low == high or not math.isfinite(low + high):
        return False
    if criterion.scale == "log" and min(low, high) <= 0:
        return False
    return at_least(filled, settings.min_filled_share)


def known_source(inputs: Inputs, source: str) -> bool:
    return source in COMPUTED_SOURCES or source in inputs.customers.columns


def points(scale: str, low: float, high: float, value: Number) -> Number:
    if value is None:
        return None
    if scale == "log":
        if value <= 0:
            return 10.0 if low > high else 0.0
        low, high, value = math.log(low), math.log(high), math.log(value)
    return 10 * max(0.0, min(1.0, (value - low) / (high - low)))


def add_scores(inputs: Inputs, rows: list[Row]) -> list[Row]:
    criteria = [use_criterion(inputs, rows, criterion) for criterion in inputs.criteria]
    weight = sum(c["weight"] for c in criteria if c["on"])
    for c in criteria:
        c["weight_share"] = c["weight"] / weight if c["on"] and weight > 0 else 0.0
    for row in rows:
        row["points"] = {c["criterion"]: criterion_points(c, row) for c in criteria}
        row.update(score(inputs.settings, criteria, row))
    return criteria


def use_criterion(inputs: Inputs, rows: list[Row], criterion: Criterion) -> Row:
    here = present(rows)
    values = {row["id"]: criterion_value(inputs, row, criterion.source) for row in here}
    filled = [value for value in values.values() if value is not None]
    share = len(filled) / len(here) if here else 0.0
    low, high = anchors(criterion, filled)
    on = is_on(inputs.settings, criterion, (low, high), share) and known_source(inputs, criterion.source)
    used = {"criterion": criterion.criterion, "scale": criterion.scale, "weight": criterion.weight}
    return used | {"zero_at": low, "ten_at": high, "on": on, "values": values, "filled_share": share}


def criterion_points(c: Row, row: Row) -> Number:
    if not c["on"] or row["status"] == "lost":
        return None
    return points(c["scale"], c["zero_at"], c["ten_at"], c["values"][row["id"]])


def score(settings: Settings, criteria: list[Row], row: Row) -> Row:
    """Score, coverage, the bounds of what is unknown, and the weighted points that add up to the score."""
    weights = {c["criterion"]: c["weight_share"] for c in criteria}
    known = {name: p for name, p in row["points"].items() if p is not None}
    covered = sum(weights[name] for name in known)
    lost = row["status"] == "lost"
    found: Row = {"score": None, "coverage": None if lost else covered, "eligible": False, "bounds": None}
    found["weighted_points"] = dict.fromkeys(row["points"])
    if lost or covered <= 0:
        return found
    lower = 10 * sum(weights[name] * p for name, p in known.items())
    found |= {"score": lower / covered, "bounds": (lower, lower + 100 * (1 - covered))}
    found["eligible"] = at_least(covered, settings.min_coverage)
    found["weighted_points"] |= {name: 10 * weights[name] * p / covered for name, p in known.items()}
    return found


# ---------------------------------------------------------------- section 5: levels


def order(row: Row, value: float) -> tuple[float, float, float, str]:
    """Best first: score at 9 decimals, DB and revenue of the base year, Kundennr."""
    margin = math.inf if row["margin_eur"] is None else -row["margin_eur"]
    return (-round(value, 9), margin, -row["revenue_eur"], row["id"])


def cut(settings: Settings, count: int) -> tuple[int, int]:
    strategy = math.floor(settings.share_strategy * count + 0.5 + TOLERANCE)
    return strategy, math.floor(settings.share_service * count + 0.5 + TOLERANCE)


def assign(
    settings: Settings, rows: list[Row], scores: Mapping[str, float], bonus: float = 0.0
) -> dict[str, str]:
    """Strategie from above, then Service from below the rest, Vertrieb between them."""
    strategy, service = cut(settings, len(rows))

    def moved(row: Row, level: str, by: float) -> tuple[float, float, float, str]:
        return order(row, scores[row["id"]] + by * (row["prior_level"] == level))

    ranked = sorted(rows, key=lambda row: moved(row, "strategy", bonus))
    rest = sorted(ranked[strategy:], key=lambda row: moved(row, "service", -bonus))
    levels = {row["id"]: "sales" for row in rest[: max(0, len(rest) - service)]}
    levels |= {row["id"]: "strategy" for row in ranked[:strategy]}
    return {row["id"]: levels.get(row["id"], "service") for row in rows}


def add_levels(inputs: Inputs, rows: list[Row]) -> None:
    settings = inputs.settings
    for row in rows:
        row["prior_level"] = cell(inputs.prior_year, row["id"], "care_level")
    eligible = [row for row in rows if row["eligible"]]
    scores = {row["id"]: row["score"] for row in eligible}
    plain = assign(settings, eligible, scores)
    computed = assign(settings, eligible, scores, settings.memory_points)
    ranks = {row["id"]: i for i, row in enumerate(sorted(eligible, key=lambda r: order(r, r["score"])), 1)}
    for row in rows:
        row["computed_level"], row["rank"] = computed.get(row["id"]), ranks.get(row["id"])
        row["decided_level"] = cell(inputs.decisions, row["id"], "decided_level")
        row["care_level"] = valid_decision(inputs, row) or row["computed_level"]
    for row in rows:
        row["borderline"] = borderline(inputs, row, eligible, plain)
        row["level_distance"] = level_distance(row, eligible)


def valid_decision(inputs: Inputs, row: Row) -> str | None:
    """The level the owner typed, as long as it is valid."""
    level = row["decided_level"]
    until = cell(inputs.decisions, row["id"], "valid_until")
    since = cell(inputs.decisions, row["id"], "decided_on")
    limits = [until] if until is not None else []
    limits += [two_years_later(since)] if since is not None else []
    stamped_for = cell(inputs.decisions, row["id"], "decided_for")
    if stamped_for is not None and stamped_for != level:
        limits = []  # the dates belong to the level that stood there before
    expired = any(limit < reporting_date(inputs.settings) for limit in limits)
    return None if level is None or expired or row["status"] == "lost" else str(level)


def borderline(inputs: Inputs, row: Row, eligible: list[Row], plain: dict[str, str]) -> tuple[str, ...]:
    found = []
    level = row["computed_level"]
    if row["eligible"]:
        same = [r for r in eligible if round(r["score"], 9) == round(row["score"], 9)]
        if any(r["computed_level"] != level for r in same):
            found.append("tie")
        if len({level_at(inputs.settings, row, bound, eligible) for bound in row["bounds"]}) > 1:
            found.append("data")
    if row["status"] != "lost" and judges_disagree(inputs, row["id"]):
        found.append("judges")
    held = level == row["prior_level"] and level in ("strategy", "service")
    if row["eligible"] and held and level != plain[row["id"]]:
        found.append("memory")
    return tuple(found)


def level_at(settings: Settings, row: Row, value: float, eligible: list[Row]) -> str:
    """The level a customer would have with another score, the others unchanged, without memory."""
    scores = {other["id"]: other["score"] for other in eligible} | {row["id"]: value}
    return assign(settings, eligible, scores)[row["id"]]


def judges_disagree(inputs: Inputs, customer_id: str) -> bool:
    given = [judged(inputs, customer_id, column) for column in JUDGED_COLUMNS]
    return any(at_least(max(g) - min(g), inputs.settings.judge_spread) for g in given if g)


def level_distance(row: Row, eligible: list[Row]) -> Number:
    """Points to the neighbour across the cut: above it for Strategie, missing ones for the others."""
    by_level: dict[str, list[float]] = {"strategy": [], "sales": [], "service": []}
    for other in eligible:
        by_level[other["computed_level"]].append(other["score"])
    if row["computed_level"] == "strategy":
        below = by_level["sales"] + by_level["service"]
        return row["score"] - max(below) if below else None
    above = {"sales": by_level["strategy"], "service": by_level["sales"]}.get(row["computed_level"], [])
    return min(above) - row["score"] if above else None


def level_counts(settings: Settings, rows: list[Row]) -> dict[str, tuple[int, int, int]]:
    def count(key: str) -> tuple[int, int, int]:
        levels = [row[key] for row in rows]
        return levels.count("strategy"), levels.count("sales"), levels.count("service")

    eligible = sum(row["eligible"] for row in rows)
    strategy, service = cut(settings, eligible)
    guideline = (strategy, eligible - strategy - service, service)
    return {"guideline": guideline, "computed": count("computed_level"), "decided": count("care_level")}


def add_sentence_facts(rows: list[Row], criteria: list[Row]) -> None:
    """Weighted difference to the average customer, per criterion; the two best and the worst are named."""
    usual = {}
    for name in (c["criterion"] for c in criteria):
        known = [row["weighted_points"][name] for row in rows if row["eligible"]]
        usual[name] = average([value for value in known if value is not None])
    for row in rows:
        given = {name: value for name, value in row["weighted_points"].items() if value is not None}
        row["differences"] = {n: v - usual[n] for n, v in given.items() if usual[n] is not None}
        ranked = sorted(row["differences"], key=lambda name: -row["differences"][name])
        row["strengths"], row["weakness"] = tuple(ranked[:2]), ranked[-1] if ranked else None


# ---------------------------------------------------------------- section 4: plan


def add_plan(inputs: Inputs, rows: list[Row]) -> tuple[Row, Row]:
    """Plan of every customer, of the line without customer (sigma 0) and of the company."""
    settings = inputs.settings
    deals = [opportunity(inputs, line) for line in records(inputs.opportunities)]
    ids = {row["id"] for row in rows}
    for row in rows:
        row.update(level_and_trend(inputs, row))
        row.update(deal_sums([deal for deal in deals if deal["customer_id"] == row["id"]]))
    outside: Row = {"plan_level_eur": 0.0, "plan_trend_eur": 0.0, "sigma": 0.0}
    outside |= deal_sums([deal for deal in deals if deal["customer_id"] not in ids])
    lines = [*rows, outside]
    for line in lines:
        add_expected(settings, line)
    totals = {"plan_expected_eur": sum(line["plan_expected_eur"] for line in lines)}
    totals["plan_safe_eur"] = add_safe(settings, lines)
    totals["plan_upside_eur"] = add_upside(settings, lines)
    add_margin(rows, outside)
    return outside, totals


def opportunity(inputs: Inputs, line: Row) -> Row:
    """Value in the plan year a and the probability that is used p."""
    settings, close = inputs.settings, line["expected_close"]
    value = max(0.0, number(line["value_eur"]) or 0.0)
    kappa = {
        "additional": settings.kappa_additional,
        "new_product": settings.kappa_new_product,
        "repeat": settings.kappa_repeat,
    }.get(line["kind"], settings.kappa_unknown)
    tau = settings.undated_share if close is None else plan_year_share(settings, close)
    state = line["status"] or "open"
    p = {"won": 1.0, "lost": 0.0}.get(state)
    if p is None:
        p = open_probability(inputs, line)
    return {"customer_id": line["customer_id"], "state": state, "a": kappa * value * tau, "p": p}


def plan_year_share(settings: Settings, close: dt.date) -> float:
    def part_of_year(day: dt.date) -> float:
        return max(0.0, min(1.0, (day - close).days / 365))

    base = settings.base_year
    return part_of_year(year_end(settings, base + 1)) - part_of_year(year_end(settings, base))


def open_probability(inputs: Inputs, line: Row) -> float:
    settings, typed, close = inputs.settings, number(line["probability"]), line["expected_close"]
    p = typed if typed is not None else inputs.stages.get(line["stage"], 0.0)
    overdue = 0 if close is None else (reporting_date(settings) - close).days
    if overdue > settings.expired_days:
        return 0.0
    return p / 2 if overdue > settings.overdue_days else p


def deal_sums(deals: list[Row]) -> Row:
    open_ones = [deal for deal in deals if deal["state"] == "open"]
    return {
        "plan_won_eur": sum(deal["a"] for deal in deals if deal["state"] == "won"),
        "plan_open_eur": sum(deal["p"] * deal["a"] for deal in open_ones),
        "spreads": [deal["a"] * math.sqrt(deal["p"] * (1 - deal["p"])) for deal in open_ones],
    }


def level_and_trend(inputs: Inputs, row: Row) -> Row:
    settings, growth = inputs.settings, row["planned_growth"]
    level: float = 0.0 if row["status"] == "lost" else row["revenue_eur"]
    typed = number(cell(inputs.full_year, row["id"], "revenue_eur"))
    if row["status"] == "new" and typed is not None and typed > 0:
        level = typed
    part = 0.0
    if row["status"] == "active" and growth is not None:
        part = level * (math.exp(settings.phi * growth) - 1)
    share = recognised_share(row, part)
    found = {"plan_level_eur": level, "recognised_share": share, "plan_trend_eur": share * part}
    return found | {"sigma": sigma(settings, row)}


def sigma(settings: Settings, row: Row) -> float:
    if row["status"] != "active" or row["trend_method"] != "log":
        return settings.sigma_unknown
    factor = 1.0 if row["trend_points"] >= 5 else 1.1
    return min(settings.sigma_limit, factor * math.sqrt(row["noise"]))


def add_expected(settings: Settings, line: Row) -> None:
    """E = level + trend + won + open - what trend and pipeline both contain."""
    level, trend = line["plan_level_eur"], line["plan_trend_eur"]
    deals = line["plan_won_eur"] + line["plan_open_eur"]
    line["plan_overlap_eur"] = settings.theta * min(trend, deals) if trend > 0 else 0.0
    line["plan_expected_eur"] = level + trend + deals - line["plan_overlap_eur"]


def lognormal_quantile(center: float, var: float, share: float) -> float:
    if var <= 0:
        return center
    spread = math.log(1 + var / center**2)
    return math.exp(math.log(center) - spread / 2 + NORMAL.inv_cdf(share) * math.sqrt(spread))


def variances(settings: Settings, means: list[float], sigmas: list[float]) -> list[float]:
    """Each line's share of the variance of the sum (they add up to it); means up to 0 have none."""
    common = math.exp(settings.sigma_common**2)
    together = sum(m for m in means if m > 0)
    return [
        m * (common - 1) * together + common * m**2 * (math.exp(s**2) - 1) if m > 0 else 0.0
        for m, s in zip(means, sigmas, strict=True)
    ]


def add_safe(settings: Settings, lines: list[Row]) -> Number:
    means = [ln["plan_level_eur"] + min(ln["plan_trend_eur"], 0.0) + ln["plan_won_eur"] for ln in lines]
    shares = variances(settings, means, [line["sigma"] for line in lines])
    center, var = sum(means), sum(shares)
    safe = lognormal_quantile(center, var, settings.safe_quantile) if center > 0 else None
    for line, m, share in zip(lines, means, shares, strict=True):
        part = share / var if var > 0 else 0.0
        line["plan_safe_eur"] = None if safe is None else m - (center - safe) * part
    return safe


def add_upside(settings: Settings, lines: list[Row]) -> Number:
    expected = [line["plan_expected_eur"] for line in lines]
    firm = [e - line["plan_open_eur"] for e, line in zip(expected, lines, strict=True)]
    shares = variances(settings, firm, [line["sigma"] for line in lines])
    everything = sum(sum(line["spreads"]) for line in lines)
    for i, line in enumerate(lines):
        shares[i] += (1 - settings.rho) * sum(s**2 for s in line["spreads"])
        shares[i] += settings.rho * sum(line["spreads"]) * everything
    center, var = sum(expected), sum(shares)
    upside = None
    if center > 0:
        upside = max(center, lognormal_quantile(center, var, settings.upside_quantile))
    for line, e, share in zip(lines, expected, shares, strict=True):
        part = share / var if var > 0 else 0.0
        line["plan_upside_eur"] = None if upside is None else e + (upside - center) * part
    return upside


def add_margin(rows: list[Row], outside: Row) -> None:
    """DB plan: own rate of the last two years, else the company's."""
    pairs = [p for row in rows for p in zip(row["y"][-2:], row["d"][-2:], strict=True) if None not in p]
    revenue = sum(y for y, _ in pairs)
    usual = sum(d for _, d in pairs) / revenue if revenue > 0 else None
    for line in [*rows, outside]:
        own = ratio_of_both(line, last=2) if "y" in line else None
        rate = usual if own is None else own
        line["plan_margin_company_rate"] = own is None and usual is not None
        for target, source in PLAN_MARGINS.items():
            line[target] = None if rate is None or line[source] is None else rate * line[source]


def reachable(inputs: Inputs, row: Row) -> Number:
    volume = number(cell(inputs.customers, row["id"], "purchasing_volume_eur"))
    free = None if volume is None else max(0.0, volume - row["plan_expected_eur"])
    return None if free is None else free * inputs.settings.attainable_share


def expand_list(inputs: Inputs, rows: list[Row]) -> list[tuple[str, float]]:
    found = [(row["id"], reachable(inputs, row) or 0.0) for row in present(rows)]
    return sorted((entry for entry in found if entry[1] > 0), key=lambda entry: (-entry[1], entry[0]))


def expand_total(inputs: Inputs, rows: list[Row]) -> Number:
    """0 if there is nobody to ask, unknown if nobody's volume is known."""
    asked = [reachable(inputs, row) for row in present(rows)]
    known = [amount for amount in asked if amount is not None]
    return sum(known) if known or not asked else None


def secure_list(rows: list[Row]) -> list[tuple[str, float]]:
    falling = [r for r in rows if r["status"] == "active" and "decline" in (r["trend_class"] or "")]
    found = [(row["id"], row["revenue_eur"] - row["plan_safe_eur"]) for row in falling]
    return sorted((entry for entry in found if entry[1] > 0), key=lambda entry: (-entry[1], entry[0]))


def has_margin(row: Row) -> bool:
    """A DB of the base year that is more than the 0 beside a revenue of 0."""
    return row["margin_eur"] is not None and bool(row["margin_eur"] or row["revenue_eur"])


def company(
    settings: Settings, rows: list[Row], outside: Row, totals: Row, expand: Number, secure: float
) -> Row:
    def gap(target: Number, value: Number) -> Number:
        return None if target is None or value is None else target - value

    missing_revenue = gap(settings.target_revenue_eur, totals["plan_expected_eur"])
    margin = total([*rows, outside], "plan_margin_eur")
    margin_safe = total([*rows, outside], "plan_margin_safe_eur")
    return totals | {
        "revenue_eur": total(rows, "revenue_eur") or 0.0,
        "margin_eur": total(rows, "margin_eur") if any(map(has_margin, rows)) else None,
        "without_customer": {key: outside[f"plan_{key}_eur"] for key in ("safe", "expected", "upside")},
        "plan_margin_eur": margin,
        "plan_margin_safe_eur": margin_safe,
        "gap_expected_eur": missing_revenue,
        "gap_safe_eur": gap(settings.target_revenue_eur, totals["plan_safe_eur"]),
        "gap_margin_expected_eur": gap(settings.target_margin_eur, margin),
        "gap_margin_safe_eur": gap(settings.target_margin_eur, margin_safe),
        "expand_eur": expand,
        "secure_eur": secure,
        "new_customers_eur": for_new_customers(missing_revenue, expand),
    }


def for_new_customers(missing_revenue: Number, expand: Number) -> Number:
    if missing_revenue is None:
        return None
    if missing_revenue <= 0:
        return 0.0
    return None if expand is None else max(0.0, missing_revenue - expand)


# ---------------------------------------------------------------- section 4: own backtest


def backtest(inputs: Inputs, rows: list[Row]) -> Row:
    """Error of the plan's rule on the years the owner already knows, summed over the origins."""
    count = len(inputs.years)
    origins = [i for i in ([count - 1, count - 2] if count >= 5 else [count - 1]) if i >= 2]
    pairs = [pair for origin in origins for pair in forecasts(inputs, rows, origin)]

    def share(top: float, bottom: float) -> Number:
        return top / bottom if bottom != 0 else None

    error = sum(abs(forecast - actual) for forecast, actual, _ in pairs)
    bias = sum(forecast - actual for forecast, actual, _ in pairs)
    return {
        "origins": len(origins),
        "wape": share(error, sum(abs(actual) for _, actual, _ in pairs)),
        "bias": share(bias, sum(actual for _, actual, _ in pairs)),
        "ratio_to_naive": share(error, sum(abs(last - actual) for _, actual, last in pairs)),
    }


def forecasts(inputs: Inputs, rows: list[Row], origin: int) -> list[tuple[float, float, float]]:
    """(forecast, actual, last value) of every customer with revenue in the year before the origin."""
    known = [row for row in rows if row["y"][origin - 1] is not None and row["y"][origin - 1] > 0]
    years = inputs.years[:origin]
    series: dict[str, Points] = {}
    for row in known:
        history = zip(years, row["y"][:origin], strict=True)
        series[row["id"]] = [(year, y) for year, y in history if y is not None]
    found = trends(inputs.settings, series, {row["id"]: row["segment"] for row in known})
    pairs = []
    for row in known:
        last, growth = row["y"][origin - 1], found[row["id"]]["planned_growth"] or 0.0
        pairs.append((last * math.exp(inputs.settings.phi * growth), row["y"][origin], last))
    return pairs


# ---------------------------------------------------------------- comparing


def plain(value: Any) -> Any:
    """Enumerations as text, every kind of missing as None."""
    if isinstance(value, tuple | list):
        return tuple(plain(part) for part in value)
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return str(value) if isinstance(value, str) else getattr(value, "item", lambda: value)()


def same(actual: Any, expected: Any, where: str, size: float = 1.0, rel_tol: float = TOLERANCE) -> None:
    """Both missing, or equal to `rel_tol` of the value or 1e-9 of `size`."""
    actual, expected = plain(actual), plain(expected)
    if actual is None or expected is None or isinstance(expected, str | bool | tuple):
        assert actual == expected, where
        return
    equal = math.isclose(actual, expected, rel_tol=rel_tol, abs_tol=TOLERANCE * size)
    assert equal, f"{where}: {actual} != {expected}"
