"""Probe: the same figures through the functions' compositions as through the whole evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.companies import company, criterion

from kundenbindung import jobs
from kundenbindung.core import trial
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Results, Scale, Settings
from kundenbindung.workbook.inputs import to_inputs

SETTINGS = Settings(base_year=2025)
LINEAR = [Scale.LINEAR]


def array(*rows: object) -> np.ndarray:
    return np.array(rows, dtype=np.float64)


def test_points_between_anchors_and_where_less_is_better() -> None:
    found = trial.points(array([5.0, 20.0], [np.nan, 50.0]), array(0.0, 45.0), array(10.0, 0.0), LINEAR * 2)
    assert found[0].tolist() == pytest.approx([5.0, 10.0 * 25 / 45])
    assert np.isnan(found[1, 0])
    assert found[1, 1] == 0.0


@pytest.mark.parametrize(
    ("low", "high", "scale"),
    [
        (1.0, 1.0, Scale.LINEAR),
        (0.0, 5.0, Scale.LOG),
        (np.nan, 5.0, Scale.LINEAR),
        (1.0, np.inf, Scale.LINEAR),
    ],
)
def test_impossible_anchors_are_refused(low: float, high: float, scale: Scale) -> None:
    with pytest.raises(ValueError, match=r"^anchors$"):
        trial.points(array([1.0]), array(low), array(high), [scale])


def test_a_criterion_without_any_points_does_not_count() -> None:
    table = array([10.0, np.nan, 4.0], [np.nan, np.nan, 8.0])
    assert trial.shares(table, array(30.0, 50.0, 10.0)).tolist() == [0.75, 0.0, 0.25]
    assert trial.score(table, array(30.0, 50.0, 10.0)).tolist() == pytest.approx([85.0, 80.0])


@pytest.mark.parametrize("weights", [(0.0, 0.0), (-1.0, 2.0), (np.nan, np.nan)])
def test_weights_that_weigh_nothing_are_refused(weights: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=r"^weights$"):
        trial.shares(array([1.0, 2.0]), array(*weights))


def test_levels_need_coverage_and_ties_go_by_margin_revenue_and_number() -> None:
    table = array([9.0, 9.0], [5.0, 5.0], [5.0, 5.0], [5.0, np.nan], [1.0, 1.0])
    order = trial.Order(
        pd.Index(["a", "b", "c", "d", "e"]),
        array(1, 1, 2, 9, 1),
        array(1, 1, 1, 9, 1),
        np.full(5, None, dtype=object),
    )
    settings = Settings(base_year=2025, share_strategy=0.5, share_service=0.25)
    assert trial.level(table, array(60.0, 40.0), order, settings).tolist() == [
        "strategy", "sales", "strategy", None, "service",
    ]  # fmt: skip


def test_everything_equals_the_whole_evaluation() -> None:
    revenue = {f"K{at:02d}": [100.0 + at, 110.0 + 3 * at, 90.0 + 5 * at] for at in range(30)}
    margin = {key: [0.3 * value for value in values] for key, values in revenue.items()}
    results = evaluate(company(revenue, margin))
    table, points = results.customers, results.points.to_numpy(dtype=np.float64)
    weights = array(*(entry.weight if entry.on else 0.0 for entry in results.criteria))
    yearly = results.adjusted_revenue.to_numpy(dtype=np.float64)
    assert trial.score(points, weights).tolist() == pytest.approx(table["score"].tolist())
    assert trial.own_rate(yearly, results.settings).tolist() == pytest.approx(table["own_rate"].tolist())
    for name, values in zip(
        ("trend_class", "trend_confidence"), trial.trend_classes(yearly, results.settings), strict=True
    ):
        assert values.tolist() == [None if pd.isna(word) else word for word in table[name]]
    nobody = np.full(len(table), None, dtype=object)
    margin_eur, revenue_eur = (
        table[name].to_numpy(dtype=np.float64) for name in ("margin_eur", "revenue_eur")
    )
    found = trial.level(
        points, weights, trial.Order(table.index, margin_eur, revenue_eur, nobody), results.settings
    )
    assert found.tolist() == table["computed_level"].tolist()


def judged(off: bool = False) -> Results:
    """Thirty customers, four criteria whose names are not in the order of the sheet, some ratings missing."""
    keys = [f"K{at:02d}" for at in range(30)]
    rows: dict[str, dict[str, object]] = {
        key: {
            "loyalty": float(at * 7 % 11) if at % 5 else None,
            "referral": float(at * 3 % 11),
            "payment_delay_days": float(at * 13 % 30),
            "complaint_share": 0.01 if off and at < 3 else None,
        }
        for at, key in enumerate(keys)
    }
    criteria = (
        criterion("Treue", "loyalty", 0, 10, 40, kind="soft"),
        criterion("Empfehlung", "referral", 0, 10, 30, kind="soft"),
        criterion("Reklamationen", "complaint_share", 0.05, 0, 10),
        criterion("Verzug", "payment_delay_days", 45, 0, 20),
        criterion("Alles umsonst", "contract_share", 0, 1, 0),
    )
    revenue = {key: (100.0 + at % 4,) * 3 for at, key in enumerate(keys)}
    return evaluate(company(revenue, customers=rows, criteria=criteria, settings={"draws": 2_000}))


def tried(results: Results, order: Sequence[int], named: bool = True) -> np.ndarray:
    """Shares of the levels with the weights of today, the criteria in this order."""
    table, entries = results.customers, [results.criteria[at] for at in order]
    margin, revenue = (table[name].to_numpy(dtype=np.float64) for name in ("margin_eur", "revenue_eur"))
    names = [entry.criterion for entry in entries]
    return trial.level_shares(
        results.points[names].to_numpy(dtype=np.float64),
        array(*(entry.weight for entry in entries)),
        trial.Order(table.index, margin, revenue, np.full(len(table), "strategy", dtype=object)),
        results.settings,
        names if named else None,
    )


@pytest.mark.parametrize("off", [False, True])
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 2, 1, 0, 3)])
def test_the_shares_of_today_are_exactly_those_of_the_evaluation(order: tuple[int, ...], off: bool) -> None:
    results = judged(off)
    assert [entry.criterion for entry in results.criteria if entry.on and entry.weight] == [
        "Treue", "Empfehlung", "Verzug",
    ]  # fmt: skip
    columns = ["stability_strategy", "stability_sales", "stability_service"]
    wanted = results.customers[columns].to_numpy(dtype=np.float64)
    found = tried(results, order)
    assert np.array_equal(found, wanted, equal_nan=True)
    assert np.array_equal(trial.stability_of(found), results.customers["stability"], equal_nan=True)
    assert ((wanted > 0.1) & (wanted < 0.9)).any()


def test_without_names_only_the_sampling_differs() -> None:
    results = judged()
    named, unnamed = tried(results, (0, 1, 2, 3, 4)), tried(results, (0, 1, 2, 3, 4), named=False)
    assert not np.array_equal(named, unnamed, equal_nan=True)
    assert np.nanmax(np.abs(named - unnamed)) < 5.0 * np.sqrt(2 * 0.25 / 2_000)


STAND = trial.Order(
    pd.Index(["a", "b", "c", "d", "e"]),
    np.arange(5.0),
    np.ones(5),
    np.array(["strategy", None, None, None, None]),
)


def test_one_criterion_leaves_nothing_to_argue_about() -> None:
    table = array([4.9, 9.0], [2.0, np.nan], [3.0, 1.0], [4.0, 1.0], [5.0, 1.0])
    assert trial.level(table, array(1.0, 0.0), STAND, SETTINGS)[0] == "strategy", "by last year's level"
    shares = trial.level_shares(table, array(1.0, 0.0), STAND, SETTINGS)
    assert shares.tolist() == [[0, 1, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0], [1, 0, 0]]


def test_who_has_no_level_has_no_shares_and_nothing_is_drawn_without_draws() -> None:
    table = array([9.0, 1.0], [1.0, 9.0], [5.0, np.nan], [np.nan, np.nan], [5.0, 5.0])
    shares = trial.level_shares(table, array(60.0, 40.0), STAND, SETTINGS)
    assert np.isnan(shares).all(axis=1).tolist() == [False, False, True, True, False]
    assert shares[[0, 1, 4]].sum(axis=0).tolist() == pytest.approx([1.0, 2.0, 0.0])
    assert np.isnan(trial.stability_of(shares)).tolist() == [False, False, True, True, False]
    silent = trial.level_shares(table, array(60.0, 40.0), STAND, replace(SETTINGS, draws=0))
    assert np.isnan(silent).all()


def test_an_impossible_error_of_a_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="no distribution"):
        trial.level_shares(np.ones((5, 2)), array(1.0, 1.0), STAND, replace(SETTINGS, weight_error=0.0))


def test_the_plan_equals_the_evaluation_and_counts_a_line_without_customer() -> None:
    chances: list[dict[str, object]] = [
        {"customer_id": "A", "value_eur": 50.0, "status": "won", "kind": "additional"},
        {"customer_id": "B", "value_eur": 80.0, "status": "open", "kind": "additional", "probability": 0.5},
        {"customer_id": None, "value_eur": 40.0, "status": "won", "kind": "additional"},
    ]
    revenue = {
        "A": [100.0, 120.0, 150.0],
        "B": [300.0, 280.0, 250.0],
        "C": [0.0, 0.0, 90.0],
        "L": [50.0, 40.0, 0.0],
    }
    results = evaluate(company(revenue, opportunities=chances))
    table = results.customers
    alone = results.company.without_customer  # type: ignore[union-attr]  # a calculated company, or the test fails
    assert alone.expected
    columns = ("plan_level_eur", "recognised_share", "plan_won_eur", "plan_open_eur")
    level, recognised, won, opened = (
        np.append(table[name].to_numpy(dtype=np.float64), 0.0) for name in columns
    )
    won[-1] = alone.expected
    base = trial.PlanBase(
        np.array([*table["status"], None], dtype=object),
        np.vstack([results.adjusted_revenue.to_numpy(dtype=np.float64), np.full(3, np.nan)]),
        level, recognised, won, opened, np.full(5, None, dtype=object),
    )  # fmt: skip
    lines = trial.planned(base, results.settings)
    assert lines.expected[:-1].tolist() == pytest.approx(table["plan_expected_eur"].tolist())
    assert lines.safe[:-1].tolist() == pytest.approx(table["plan_safe_eur"].tolist())
    assert lines.trend[:-1].tolist() == pytest.approx(table["plan_trend_eur"].tolist())
    assert lines.safe.sum() == pytest.approx(results.company.plan.safe)  # type: ignore[union-attr]  # a calculated company, or the test fails


ROLES = array([20.0, 0.0, 0.0], [14.0, 10.0, 4.0], [1.0, 1.0, 1.0])
LEVELS = np.array(["strategy", "sales", None, "service"], dtype=object)


def test_loads_by_hand() -> None:
    found = trial.loads(LEVELS, array(1.5, 1.0, 9.0, 1.0), ROLES, array(60.0, np.nan, 0.0))
    assert found.needed.tolist() == pytest.approx([30.0, 21.0 + 10.0 + 4.0, 3.5, 33.5])
    assert found.load[[0, 3]].tolist() == pytest.approx([0.5, 33.5 / 60.0])
    assert np.isnan(found.load[1])
    assert found.load[2] == np.inf


def test_nobody_needs_nothing_and_unknown_hours_are_not_zero() -> None:
    nobody = np.array([None, None], dtype=object)
    assert trial.loads(nobody, array(1.0, 1.0), ROLES, array(0.0, 5.0, np.nan)).load[:2].tolist() == [
        0.0,
        0.0,
    ]
    unknown = trial.loads(LEVELS, np.ones(4), ROLES, np.full(3, np.nan))
    assert np.isnan(unknown.load).all()
    assert unknown.needed[-1] == pytest.approx(unknown.needed[:-1].sum())


def test_loads_of_the_sample_are_those_of_the_whole_evaluation() -> None:
    job = jobs.sample()
    assert job.results is not None
    capacity = job.results.capacity
    assert capacity is not None
    factors = job.reading.frames["customers"].set_index("customer_id")["effort_factor"]
    there = [np.nan if entry.available_hours is None else entry.available_hours for entry in capacity.roles]
    found = trial.loads(
        job.results.customers["care_level"].to_numpy(dtype=object),
        np.array(factors.reindex(job.results.customers.index).astype(float).fillna(1.0), dtype=np.float64),
        capacity.per_customer.to_numpy(dtype=np.float64),
        np.array(there, dtype=np.float64),
    )
    wanted = [*capacity.roles, capacity.total]
    assert found.load.tolist() == pytest.approx([entry.load for entry in wanted], rel=1e-12)
    assert found.needed.tolist() == pytest.approx([entry.needed_hours for entry in wanted], rel=1e-12)


def carried(job: jobs.Job, weights: str | None = None) -> list[object]:
    """Loads of the whole evaluation without decisions, with the weights of a set; last, all together."""
    inputs = to_inputs(job.reading)
    typed = job.reading.frames["trial_weights"].set_index("criterion")
    changed = [
        entry if weights is None else replace(entry, weight=float(typed[weights][entry.criterion]))
        for entry in inputs.criteria
    ]
    free = replace(inputs, decisions=inputs.decisions.iloc[:0], criteria=tuple(changed))
    capacity = evaluate(free).capacity
    assert capacity is not None
    return [entry.load for entry in (*capacity.roles, capacity.total)]


def table_of(job: jobs.Job) -> pd.DataFrame:
    return jobs.contents(job, None).frames["trial_capacity"]


def test_the_table_of_loads_says_what_the_evaluation_says_without_decisions() -> None:
    job = jobs.sample()
    table = table_of(job)
    assert job.results is not None
    assert job.results.capacity is not None
    names = [entry.role for entry in job.results.capacity.roles]
    assert table["role"].tolist() == [*names, "alle zusammen"]
    assert table["today"].tolist() == pytest.approx(carried(job), rel=1e-12)
    assert table["load_b"].tolist() == pytest.approx(carried(job, "set_b"), rel=1e-12)
    assert table["load_b"].tolist() != table["today"].tolist()
    decided = [entry.load for entry in (*job.results.capacity.roles, job.results.capacity.total)]
    assert table["today"].tolist() != pytest.approx(decided), "the sample has decisions"
    assert "load_c" not in table, "set C has no weights"


def test_a_role_without_hours_says_so_in_words() -> None:
    job = jobs.sample()
    roles = job.reading.frames["roles"]
    none = {"roles": roles.assign(hours=[0.0, *roles["hours"][1:]])}
    short = jobs.calculate(replace(job, reading=replace(job.reading, frames={**job.reading.frames, **none})))
    table = table_of(short)
    wanted = carried(short)
    assert wanted[0] is None
    assert table["today"].tolist() == ["keine Stunden", *map(pytest.approx, wanted[1:])]


def test_without_a_positive_mean_no_line_has_a_safe_plan() -> None:
    nothing = np.zeros(2)
    base = trial.PlanBase(
        status=np.array(["active", None], dtype=object),
        revenue=np.zeros((2, 3)),
        level=nothing,
        recognised=nothing,
        won=nothing,
        open=nothing,
        segments=np.array([None, None], dtype=object),
    )
    found = trial.planned(base, SETTINGS)
    assert found.expected.tolist() == [0.0, 0.0]
    assert np.isnan(found.safe).tolist() == [True, True]


def test_logarithmic_anchors_may_be_fractions() -> None:
    found = trial.points(array([0.5], [1.0]), array(0.25), array(1.0), [Scale.LOG])
    assert found[:, 0].tolist() == pytest.approx([5.0, 10.0])


def trends_of(status: list[str], segments: list[str | None]) -> list[float]:
    """Recognised trend part of four lines, two growing and two falling by a tenth, and then of those lost."""
    size = len(status)
    grown, fallen = [[100.0, 125.0, 121.0], [100.0, 99.0, 115.0]], [[100.0, 99.0, 81.0], [100.0, 78.0, 84.0]]
    rows = [*grown, *fallen, *[[100.0, 10.0, 1.0]] * (size - 4)]
    base = trial.PlanBase(
        status=np.array(status, dtype=object),
        revenue=array(*rows),
        level=np.full(size, 100.0),
        recognised=np.ones(size),
        won=np.zeros(size),
        open=np.zeros(size),
        segments=np.array(segments, dtype=object),
    )
    found: list[float] = trial.planned(base, replace(SETTINGS, pool_size=2)).trend.tolist()
    return found


def test_trends_lean_on_those_of_their_segment_and_never_on_the_lost() -> None:
    active, segments = ["active"] * 4, ["Handel", "Handel", "Bau", "Bau"]
    apart, together = trends_of(active, [*segments]), trends_of(active, [None] * 4)
    assert apart[0] > together[0]
    assert apart[2] < together[2]
    assert trends_of([*active, "lost", "lost"], [None] * 6)[:4] == pytest.approx(together)
