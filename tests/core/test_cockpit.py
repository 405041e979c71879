"""Cockpit: bridge and curve by hand and by their laws, who is named and who is contested."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from tests.companies import companies, company

from kundenbindung.core import cockpit
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import FloatArray, Inputs, Results


def table(rows: dict[str, dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index")


def with_customers(results: Results, rows: dict[str, dict[str, object]]) -> Results:
    return replace(results, customers=table(rows), borderline=())


@pytest.fixture(scope="module")
def results() -> Results:
    """A grows and earns less on it, B is new, C is lost; D has no revenue but costs."""
    return evaluate(
        company(
            {"A": [100.0, 200.0], "B": [None, 50.0], "C": [80.0, 0.0], "D": [0.0, 0.0]},
            margin={"A": [40.0, 60.0], "B": [None, 20.0], "C": [30.0, 0.0], "D": [-1.0, -6.0]},
        )
    )


def test_the_bridge_by_hand(results: Results) -> None:
    """A: mean quote (.4+.3)/2 x 100 = 35 and mean revenue 150 x -.1 = -15; B +20; C -30."""
    found = cockpit.bridge(results)
    assert found is not None
    assert [found.revenue, found.margin] == pytest.approx([35.0, -15.0])
    assert [found.new, found.lost] == pytest.approx([20.0, -30.0])
    assert found.start == pytest.approx(float(results.adjusted_margin.fillna(0.0).iloc[:, 0].sum()))
    assert found.end == pytest.approx(float(results.adjusted_margin.fillna(0.0).iloc[:, 1].sum()))
    assert found.missing == 0


def test_a_bridge_needs_two_years() -> None:
    assert cockpit.bridge(evaluate(company({"A": [100.0]}))) is None


def test_the_curve_by_hand(results: Results) -> None:
    """Revenue 60, 30, 10 of 100: a third of the customers bring 60 %, two thirds 90 %."""
    rows: dict[str, dict[str, object]] = {
        key: {"revenue_eur": revenue, "margin_eur": None, "collective": False}
        for key, revenue in {"A": 30.0, "B": 60.0, "C": 10.0, "D": 0.0, "E": -5.0}.items()
    }
    curve = cockpit.curve(with_customers(results, rows))
    assert len(curve) == cockpit.CURVE_POINTS
    at = dict(zip(curve["customers_share"].round(2), curve["revenue_share"], strict=True))
    assert at[0.0] == 0.0
    assert at[1.0] == pytest.approx(1.0)
    assert at[0.5] == pytest.approx(0.6 + 0.3 * 0.5)
    assert curve["margin_share"].isna().all()


@settings(max_examples=20, deadline=None)
@given(companies(max_size=15))
def test_laws(inputs: Inputs) -> None:
    """The bridge has no rest, the curves rise and bend down, levels and trends count everybody once."""
    results = evaluate(inputs)
    if len(results.customers):
        bridge_has_no_rest(results)
        everybody_counts_once(results)
    for name in ("revenue_share", "margin_share"):
        curve = cockpit.curve(results)
        whole = part_of_single(results, name.replace("share", "eur"))
        rises_and_bends_down(curve[name].to_numpy(), curve["customers_share"].to_numpy(), whole)


def part_of_single(results: Results, name: str) -> float:
    """What single customers bring of the positive amounts; the rest is that of Sammelkonten."""
    if not len(results.customers):
        return 1.0
    amounts = results.customers[name].clip(lower=0.0)
    return float(amounts[~results.customers["collective"]].sum() / (amounts.sum() or 1.0))


def bridge_has_no_rest(results: Results) -> None:
    """Both ends are the DB of the customers whose change is known."""
    found = cockpit.bridge(results)
    if found is None:
        return
    known = results.customers["margin_change_eur"].notna()
    margin = results.adjusted_margin[known].fillna(0.0)
    assert found.missing == int((~known).sum())
    assert found.start == pytest.approx(margin.iloc[:, -2].sum(), abs=1e-6)
    assert found.end == pytest.approx(margin.iloc[:, -1].sum(), abs=1e-6)


def rises_and_bends_down(heights: FloatArray, across: FloatArray, whole: float) -> None:
    if np.isnan(heights).any():
        assert np.isnan(heights).all()
        return
    steps = np.diff(heights)
    assert heights[0] == 0.0
    assert heights[-1] == pytest.approx(whole)
    assert (steps >= -1e-12).all()
    assert (np.diff(steps) <= 1e-9).all()
    assert (heights >= across * whole - 1e-9).all()


def everybody_counts_once(results: Results) -> None:
    levels, trends = cockpit.by_level(results), cockpit.trends(results)
    assert levels["customers"].sum() == results.customers["care_level"].notna().sum()
    assert trends.to_numpy().sum() == len(results.customers)
    flagged = results.customers["needs_explanation"].astype(bool)
    assert trends[["explained", "open"]].to_numpy().sum() == flagged.sum()
    assert levels["customers_share"].sum() == pytest.approx(1.0) or levels["customers"].sum() == 0


def test_shares_of_the_levels_by_hand(results: Results) -> None:
    rows: dict[str, dict[str, object]] = {
        "A": {"care_level": "strategy", "revenue_eur": 60.0, "margin_eur": 30.0},
        "B": {"care_level": "sales", "revenue_eur": 30.0, "margin_eur": 15.0},
        "C": {"care_level": "sales", "revenue_eur": 10.0, "margin_eur": 5.0},
        "D": {"care_level": None, "revenue_eur": 99.0, "margin_eur": 99.0},
    }
    found: Any = cockpit.by_level(replace(with_customers(results, rows), capacity=None))
    assert found.loc["strategy", ["revenue_share", "margin_share"]].tolist() == [0.6, 0.6]
    assert found["customers_share"].tolist() == [pytest.approx(1 / 3), pytest.approx(2 / 3), 0.0]
    assert found["hours_share"].isna().all()


def test_what_is_contested(results: Results) -> None:
    rows: dict[str, dict[str, object]] = {
        key: {"stability": value}
        for key, value in {"A": 0.9, "B": 1.0, "C": 0.6, "D": 0.99, "E": np.nan}.items()
    }
    found = replace(results, customers=table(rows), borderline=("D", "E", "A", "X"))
    assert list(cockpit.contested(found, 10)) == ["D", "A"], "Grenzfälle alone, as far as they are known"
    assert list(cockpit.contested(found, 1)) == ["D"]
    assert not len(cockpit.contested(replace(found, borderline=()), 9))


def test_names_do_not_cover_one_another(results: Results) -> None:
    """B is as near to A as a name is wide; C has the same score but a hundredth of the revenue."""
    rows: dict[str, dict[str, object]] = {
        "A": {"score": 80.0, "revenue_eur": 1_000_000.0, "care_level": "strategy"},
        "B": {"score": 80.0 - cockpit.NEAR_SCORE / 2, "revenue_eur": 900_000.0, "care_level": "strategy"},
        "C": {"score": 80.0, "revenue_eur": 10_000.0, "care_level": "strategy"},
        "D": {"score": 20.0, "revenue_eur": 0.0, "care_level": "strategy"},
        "E": {"score": 20.0, "revenue_eur": 500.0, "care_level": "sales"},
    }
    found = with_customers(results, rows)
    assert list(cockpit.named(found, 10)) == ["A", "C"]
    assert list(cockpit.named(replace(found, borderline=("B", "E")), 10)) == ["B", "E", "C"]
    assert list(cockpit.named(found, 1)) == ["A"]


def step(change: Any, revenue: Any, margin: Any, before: Any, after: Any, start: Any) -> Results:
    """Results of a last step as it stands in the columns; two older years behind it do not count."""
    keys = [f"C{at}" for at in range(len(change))]
    rows = pd.DataFrame(
        {"margin_change_eur": change, "revenue_effect_eur": revenue, "margin_effect_eur": margin}, index=keys
    )
    years = (2023, 2024, 2025)
    sales = pd.DataFrame(
        np.column_stack([np.full(len(keys), 77.0), before, after]), index=keys, columns=list(years)
    )
    earned = pd.DataFrame(
        np.column_stack([np.full(len(keys), 7.0), start, start]), index=keys, columns=list(years)
    )
    given = evaluate(company({"A": [1.0, 1.0, 1.0]}))
    return replace(given, years=years, customers=rows, adjusted_revenue=sales, adjusted_margin=earned)


def test_every_part_of_the_bridge_has_its_customers() -> None:
    """Two in both years, one of a single euro; one new, one lost, one without revenue, one not known."""
    given = step(
        change=[40.0, 0.5, 10, -5, 3, np.nan],
        revenue=[25.0, 0.25, 99, 99, 99, 99],
        margin=[15.0, 0.25, 99, 99, 99, 99],
        before=[100.0, 1, np.nan, 80, 0, 10],
        after=[200.0, 1, 50, 0, np.nan, 20],
        start=[20.0, 1, np.nan, 8, 2, 50],
    )
    found = cockpit.bridge(given)
    assert found == cockpit.Bridge(
        start=31.0, revenue=25.25, margin=15.25, new=10.0, lost=-5.0, other=3.0, missing=1
    )
    assert found.end == 31 + 25.25 + 15.25 + 10 - 5 + 3
    assert cockpit.bridge(step([np.nan], [1.0], [1.0], [1.0], [1.0], [1.0])) is None


def test_a_collective_account_is_part_of_the_whole_only(results: Results) -> None:
    """75 and 25 of 200: the larger customer brings 37.5 %, both together 50 %; the rest is small ones."""
    rows: dict[str, dict[str, object]] = {
        "A": {"revenue_eur": 75.0, "margin_eur": 1.0, "collective": False},
        "B": {"revenue_eur": 25.0, "margin_eur": np.nan, "collective": False},
        "S": {"revenue_eur": 100.0, "margin_eur": 3.0, "collective": True},
    }
    found = cockpit.curve(with_customers(results, rows))
    assert found["customers_share"].tolist() == pytest.approx([at / 20 for at in range(21)])
    single = [min(1.5 * at / 20, 0.75 + 0.5 * (at / 20 - 0.5)) for at in range(21)]
    assert found["revenue_share"].tolist() == pytest.approx([0.5 * share for share in single])
    assert found["margin_share"].tolist() == pytest.approx([0.25 * at / 20 for at in range(21)])


def test_hours_and_sums_of_the_levels(results: Results) -> None:
    """C has a level but no hours, D hours but no level; nobody is Service."""
    rows: dict[str, dict[str, object]] = {
        "A": {"care_level": "strategy", "revenue_eur": 60.0, "margin_eur": -30.0},
        "B": {"care_level": "sales", "revenue_eur": 30.0, "margin_eur": np.nan},
        "C": {"care_level": "sales", "revenue_eur": np.nan, "margin_eur": np.nan},
        "D": {"care_level": None, "revenue_eur": 99.0, "margin_eur": 99.0},
    }
    staffed = evaluate(
        company(
            {"A": [1.0]},
            roles={"X": {"hours": 9.0}},
            activities=[
                {"activity": "a", "from_level": "service", "role": "X", "times": 1.0, "contact_hours": 1.0}
            ],
        )
    )
    assert staffed.capacity is not None
    hours = pd.DataFrame({"X": [3.0, 1.0, 50.0], "Y": [0.5, np.nan, 1.0]}, index=["A", "B", "D"])
    given = replace(with_customers(results, rows), capacity=replace(staffed.capacity, hours=hours))
    found = cockpit.by_level(given)
    expected = {
        "customers": [1, 2, 0],
        "revenue_eur": [60, 30, np.nan],
        "margin_eur": [-30, np.nan, np.nan],
        "hours": [3.5, 1, np.nan],
        "customers_share": [1 / 3, 2 / 3, 0],
        "revenue_share": [2 / 3, 1 / 3, np.nan],
        "margin_share": [np.nan] * 3,
        "hours_share": [3.5 / 4.5, 1 / 4.5, np.nan],
    }
    assert sorted(found.columns) == sorted(expected)
    for name, values in expected.items():
        assert found[name].tolist() == pytest.approx(values, nan_ok=True), name
    assert list(found.index) == ["strategy", "sales", "service"]
    idle = replace(given, capacity=replace(staffed.capacity, hours=hours.loc[["A"]] / 10.0))
    assert cockpit.by_level(idle)["hours"].tolist() == pytest.approx([0.35, np.nan, np.nan], nan_ok=True)
    assert cockpit.by_level(idle)["hours_share"].tolist() == pytest.approx([1.0, np.nan, np.nan], nan_ok=True)


def test_trends_by_class_and_explanation(results: Results) -> None:
    rows: dict[str, dict[str, object]] = {
        "A": {"trend_class": "growth", "needs_explanation": False, "explained": False},
        "B": {"trend_class": "growth", "needs_explanation": True, "explained": True},
        "C": {"trend_class": "growth", "needs_explanation": True, "explained": False},
        "D": {"trend_class": "growth", "needs_explanation": True, "explained": False},
        "E": {"trend_class": None, "needs_explanation": False, "explained": True},
        "F": {"trend_class": "strong_decline", "needs_explanation": True, "explained": True},
    }
    found: Any = cockpit.trends(with_customers(results, rows))
    assert list(found.columns) == ["calm", "explained", "open"]
    assert found.loc["growth"].tolist() == [1, 1, 2]
    assert found.loc[cockpit.UNCLASSED].tolist() == [1, 0, 0]
    assert found.loc["strong_decline"].tolist() == [0, 1, 0]
    assert found.loc["stable"].tolist() == [0, 0, 0]
    assert len(found) == 6
    assert cockpit.trends(evaluate(company({}))).isna().to_numpy().all()


def named_of(
    results: Results, rows: dict[str, tuple[float, float, str]], most: int, edge: Any = ()
) -> list[str]:
    table_rows: dict[str, dict[str, object]] = {
        key: {"score": score, "revenue_eur": revenue, "care_level": level}
        for key, (score, revenue, level) in rows.items()
    }
    return list(cockpit.named(replace(with_customers(results, table_rows), borderline=edge), most))


def test_how_near_two_names_may_be(results: Results) -> None:
    """The axis goes from 1 to 10,000, so 0.17 of it are a factor of 4.786."""
    ends = {"Y": (0.0, 1.0, "sales"), "Z": (0.0, 10_000.0, "sales")}
    near = {"A": (50.0, 100.0, "strategy")}
    for score, revenue, stands in (
        (45.0, 99.0, False),
        (44.0, 99.0, True),
        (50.0, 20.95, False),
        (50.0, 20.85, True),
    ):
        rows = {**ends, **near, "B": (score, revenue, "strategy")}
        found = named_of(results, rows, 9)
        assert set(found) == ({"A", "B"} if stands else {"B"}), (score, revenue)
    one = {"A": (50.0, 3.0, "strategy"), "B": (50.0, 2.9, "strategy")}
    assert named_of(results, one, 9) == ["A"]
    far = {"A": (50.0, 8.0, "strategy"), "B": (50.0, 3.0, "strategy")}
    assert named_of(results, far, 9) == ["A", "B"]
    assert named_of(results, {"A": (50.0, 1.0, "strategy"), "B": (90.0, 0.5, "strategy")}, 9) == ["A"]
    assert named_of(results, {"A": (50.0, 10.0, "strategy"), "B": (20.0, 10.0, "strategy")}, 9) == ["A", "B"]


def test_who_overtakes_is_named_first(results: Results) -> None:
    """S1 is Strategie with less revenue than two others of lower level; the scores keep names apart."""
    rows = {
        "S0": (90.0, 1_000.0, "strategy"),
        "S1": (70.0, 10.0, "strategy"),
        "V0": (50.0, 900.0, "sales"),
        "V1": (30.0, 800.0, "sales"),
    }
    assert named_of(results, rows, 4) == ["S1", "S0"]
    assert named_of(results, rows, 4, ("V0",)) == ["S1", "V0", "S0"]


def ranks_of(results: Results, rows: dict[str, tuple[float, float, str | None]]) -> cockpit.Ranks:
    named: dict[str, dict[str, object]] = {
        key: {"score": score, "revenue_eur": revenue, "care_level": level}
        for key, (score, revenue, level) in rows.items()
    }
    return cockpit.ranks(with_customers(results, named))


def test_strategy_against_revenue(results: Results) -> None:
    rows: dict[str, tuple[float, float, str | None]] = {
        "A": (90.0, 50.0, "strategy"),
        "B": (80.0, 40.0, "strategy"),
        "C": (70.0, 45.0, "sales"),
        "D": (np.nan, 99.0, "sales"),
        "E": (60.0, 99.0, None),
    }
    found = ranks_of(results, rows)
    assert (list(found.strategy), list(found.overtakers), found.tied) == (["A", "B"], ["B"], False)
    same = ranks_of(results, {**rows, "C": (70.0, 40.0, "sales")})
    assert (list(same.overtakers), same.tied) == ([], True)
    least = ranks_of(results, {**rows, "C": (70.0, 39.0, "sales")})
    assert (list(least.overtakers), least.tied) == ([], False)
    unknown = ranks_of(results, {**rows, "A": (90.0, np.nan, "strategy")})
    assert list(unknown.overtakers) == ["A"], "unknown revenue counts as none"
    both = ranks_of(results, {**rows, "C": (70.0, 60.0, "sales"), "D": (9.0, 70.0, "sales")})
    assert list(both.overtakers) == ["A", "B"], "larger ones first"
    little = ranks_of(results, {"A": (90.0, np.nan, "strategy"), "C": (70.0, 0.5, "sales")})
    assert list(little.overtakers) == ["A"]
    same_size = {f"S{at:02}": (50.0, 1.0, "strategy") for at in range(39, -1, -1)}
    larger = {f"V{at:02}": (50.0, 2.0, "sales") for at in range(40)}
    assert list(ranks_of(results, {**same_size, **larger}).overtakers) == list(same_size), "in their order"
    nobody = ranks_of(results, {"C": (70.0, 45.0, "sales")})
    assert (len(nobody.strategy), len(nobody.overtakers), nobody.tied) == (0, 0, False)
    empty = cockpit.ranks(evaluate(company({})))
    assert (len(empty.strategy), len(empty.overtakers), empty.tied) == (0, 0, False)


@pytest.mark.parametrize(
    ("amounts", "ends"),
    [
        ([], (3, 6)),
        ([0.0, -5.0, np.nan, 0.99], (3, 6)),
        ([1.0], (0, 1)),
        ([999.0, 1_001.0], (2, 4)),
        ([1_000.0, 1_000_000.0], (3, 6)),
        ([10.0, 10.0], (1, 2)),
    ],
)
def test_a_scale_of_whole_powers_of_ten(amounts: list[float], ends: tuple[int, int]) -> None:
    found = cockpit.scale(pd.Series(amounts, dtype=np.float64))
    assert (found.first, found.last) == ends
    assert list(found.strokes) == list(range(ends[0], ends[1] + 1))


def test_a_long_scale_has_fewer_strokes() -> None:
    assert list(cockpit.Scale(0, 8).strokes) == list(range(9))
    assert list(cockpit.Scale(0, 9).strokes) == [0, 2, 4, 6, 8]
    assert list(cockpit.Scale(2, 19).strokes) == [2, 5, 8, 11, 14, 17]


def test_places_on_the_scale() -> None:
    on = cockpit.Scale(1, 4)
    found = cockpit.places(pd.Series([10.0, 10_000.0, 100.0, 0.9, 0.0, -3.0, np.nan]), on)
    assert found.tolist() == pytest.approx([0.0, 1.0, 1 / 3] + [np.nan] * 4, nan_ok=True)
    assert cockpit.places(pd.Series([1.0]), cockpit.Scale(0, 2)).tolist() == [0.0]


def test_what_the_largest_bring(results: Results) -> None:
    """60, 30 and 10 of 200; 100 is a Sammelkonto, which is nobody of them."""
    rows: dict[str, dict[str, object]] = {
        key: {"revenue_eur": revenue, "margin_eur": None, "collective": key == "S"}
        for key, revenue in {"A": 30.0, "B": 60.0, "C": 10.0, "D": 0.0, "S": 100.0}.items()
    }
    given = with_customers(results, rows)
    assert cockpit.of_largest(given, 2) == pytest.approx((2 / 3, 0.45))
    assert cockpit.of_largest(given, 3) is None
    assert cockpit.of_largest(evaluate(company({})), 1) is None


def test_no_bridge_from_a_year_of_which_nothing_is_known() -> None:
    only = evaluate(company({"A": [None, 100.0]}, margin={"A": [None, 40.0]}))
    assert cockpit.bridge(only) is None
    one = evaluate(
        company({"A": [None, 100.0], "B": [5.0, 6.0]}, margin={"A": [None, 40.0], "B": [0.0, 1.0]})
    )
    found = cockpit.bridge(one)
    assert found is not None
    assert found.new == 40.0


def test_no_shares_where_a_level_has_less_than_nothing(results: Results) -> None:
    rows: dict[str, dict[str, object]] = {
        "A": {"care_level": "strategy", "revenue_eur": 60.0, "margin_eur": 30.0},
        "B": {"care_level": "sales", "revenue_eur": 30.0, "margin_eur": -1.0},
        "C": {"care_level": "service", "revenue_eur": 0.0, "margin_eur": 5.0},
    }
    found = cockpit.by_level(replace(with_customers(results, rows), capacity=None))
    assert found["margin_share"].isna().all()
    assert found["revenue_share"].tolist() == pytest.approx([2 / 3, 1 / 3, 0.0])


def test_half_of_the_names_are_for_borderline_customers(results: Results) -> None:
    rows = {f"S{at}": (10.0 * at, 1000.0 - at, "strategy") for at in range(5)}
    rows |= {f"E{at}": (10.0 * at, 1.0, "sales") for at in range(5)}
    edge = tuple(f"E{at}" for at in range(5))
    assert named_of(results, rows, 4, edge) == ["E0", "E1", "S0", "S1"]
    assert named_of(results, rows, 5, edge) == ["E0", "E1", "S0", "S1", "S2"]
    assert named_of(results, rows, 9, edge) == ["E0", "E1", "E2", "E3", "S0", "S1", "S2", "S3", "S4"]
    assert named_of(results, {"A": (1.0, 0.0, "strategy")}, 3, ("A",)) == []


def test_equal_revenue_keeps_the_order_of_the_customers(results: Results) -> None:
    rows = {f"K{at:02}": (100.0 - 20.0 * at, 1000.0 + at % 3, "strategy") for at in range(99)}
    expected = sorted(rows, key=lambda key: -rows[key][1])
    assert named_of(results, rows, 99) == expected


def test_nothing_in_it() -> None:
    empty = evaluate(company({}))
    assert cockpit.bridge(empty) is None
    assert cockpit.curve(empty)["revenue_share"].isna().all()
    assert cockpit.by_level(empty)["customers"].isna().all()
    assert not len(cockpit.contested(empty, 5)) and not len(cockpit.named(empty, 5))  # noqa: PT018
