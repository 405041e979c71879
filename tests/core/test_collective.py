"""Sammelkonten: part of totals and plan, but nobody who is rated, ranked, explained or visited."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.companies import STANDARD, changed, companies, company, criterion
from tests.core.test_concentration import table
from tests.examples import examples

from kundenbindung.adapters.export import to_json
from kundenbindung.core import trial
from kundenbindung.core.concentration import concentrate
from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Inputs, Results
from kundenbindung.messages.customers import reasoning, rows
from kundenbindung.messages.history import prior_year

LOYALTY = criterion("Kundenbindung", "loyalty", 0, 10, 100, kind="soft")
KEYS = [f"{number}" for number in range(1, 11)]
MINE = [
    "score",
    "coverage",
    "rank",
    "computed_level",
    "stability",
    "steadiness",
    "borderline",
    "points_to_next",
]


def ten(collective: str | None = "99", **more: Any) -> Inputs:
    """Ten customers rated 1 to 10, and a large one more that falls; `collective` marks it."""
    revenue = dict.fromkeys(KEYS, (1000.0, 1000.0, 1000.0)) | {"99": (40_000.0, 35_000.0, 30_000.0)}
    customers: dict[str, Any] = {key: {"loyalty": int(key)} for key in KEYS}
    customers["99"] = {
        "loyalty": 10, "collective": "yes" if collective else None, "purchasing_volume_eur": 90_000.0,
    }  # fmt: skip
    return company(revenue, customers=customers, criteria=[LOYALTY], **more)


def codes(results: Results, key: str) -> set[str]:
    """Findings that name this customer."""
    named = {f.code for f in results.findings if key in f.values.get("keys", ())}  # type: ignore[operator]  # keys of a finding are a sequence
    return named | {finding.code for finding in results.findings if finding.row == key}


def test_it_counts_in_the_totals_and_in_the_plan() -> None:
    """30.000 of 40.000 euros are its own; the plan is that of a customer whose trend counts as a whole."""
    results, plain = evaluate(ten()), evaluate(ten(None))
    assert results.company is not None
    assert plain.company is not None
    assert results.company.revenue_eur == pytest.approx(40_000.0)
    row, other = results.customers.loc["99"], plain.customers.loc["99"]
    assert row["plan_expected_eur"] == pytest.approx(other["plan_expected_eur"])
    assert results.company.plan.expected == pytest.approx(plain.company.plan.expected)
    assert row["recognised_share"] == 1.0
    assert row["trend_class"] == "strong_decline"
    assert row["status"] == "active"


def test_it_is_not_rated_and_takes_no_place_of_the_levels() -> None:
    """Ten are left for 20/70/10: two Strategie, seven Vertrieb, one Service."""
    results = evaluate(ten())
    row = results.customers.loc["99"]
    assert (results.guideline.strategy, results.guideline.sales, results.guideline.service) == (2, 7, 1)
    assert results.computed == results.guideline
    assert row[["score", "coverage", "rank", "stability", "stake_eur"]].isna().all()
    assert row[["computed_level", "care_level", "next_level", "strengths"]].isna().all()
    assert results.points.loc["99"].isna().all()
    assert list(results.customers.index[results.customers["collective"]]) == ["99"]
    assert evaluate(ten(None)).customers.loc["99", "computed_level"] == "strategy"


def test_nobody_is_asked_about_it() -> None:
    results, plain = evaluate(ten()), evaluate(ten(None))
    assert codes(results, "99") == {"collective_accounts"}
    assert {"explanations_open", "concentration_high"} <= codes(plain, "99")
    assert "99" not in set(results.retreat["customer_id"].dropna())
    assert "99" in set(plain.retreat["customer_id"].dropna())
    totals = results.retreat_status.set_index("topic")["total"]
    assert (totals["unrated"], totals["rating"]) == (0, 10)
    for entries, others in ((results.expand, plain.expand), (results.secure, plain.secure)):
        assert "99" not in set(entries.get("customer_id", ()))
        assert "99" in set(others["customer_id"])


def test_a_typed_level_counts_as_everywhere() -> None:
    activity = {"activity": "Besuch", "from_level": "service", "role": "VL", "times": 2, "contact_hours": 3}
    bare = evaluate(ten(activities=[activity], roles={"VL": {"hours": 100}}))
    decided = {"99": {"decided_level": "sales", "why": "Ein Haus steht dahinter"}}
    typed = evaluate(ten(activities=[activity], roles={"VL": {"hours": 100}}, decisions=decided))
    assert bare.capacity is not None
    assert typed.capacity is not None
    assert bare.capacity.hours.loc["99", "VL"] == 0.0
    assert "99" not in set(bare.appointments["customer_id"])
    assert typed.customers.loc["99", "care_level"] == "sales"
    assert typed.capacity.hours.loc["99", "VL"] == pytest.approx(6.0)
    assert (typed.appointments["customer_id"] == "99").sum() == 2
    assert typed.computed == bare.computed
    assert typed.decided.sales == bare.decided.sales + 1


def test_without_revenue_it_is_no_customer_lost() -> None:
    lost = dict.fromkeys(("8", "9"), (9000.0, 9000.0, 0.0)) | {"7": (1.0, 1.0, 1.0)}
    results = evaluate(company(lost, customers={"7": {}, "8": {}, "9": {"collective": "yes"}}))
    (finding,) = (entry for entry in results.findings if entry.code == "customers_lost")
    assert finding.values["keys"] == ("8",)
    assert codes(results, "9") == {"collective_accounts"}


def test_it_fills_no_criterion_and_moves_no_anchor() -> None:
    """Of three real customers one has a volume: a third is too few, however many Sammelkonten have one."""
    revenue = dict.fromkeys(("1", "2", "3", "91", "92", "93"), (100.0, 100.0, 100.0))
    many = {key: {"purchasing_volume_eur": 9_000.0, "collective": "yes"} for key in ("91", "92", "93")}
    customers: dict[str, Any] = {"1": {"purchasing_volume_eur": 500.0}, "2": {}, "3": {}, **many}
    (entry,) = evaluate(
        company(revenue, customers=customers, criteria=[criterion("F", "free_potential", 1, 900)])
    ).criteria
    assert entry.off_reason == "criterion_rarely_filled"
    assert entry.filled_share == pytest.approx(1 / 3)


def test_the_largest_customer_is_a_customer() -> None:
    """60 of 100 on a Sammelkonto: the largest customer has 30, both together 40, index .09 + .01."""
    found = concentrate(table({"A": 30, "B": 10, "C": 60}, {"A": 3, "B": 1, "C": 4}, collective="C"))
    assert found.largest_key == "A"
    assert found.largest_share == pytest.approx(0.3)
    assert found.top_five_share == pytest.approx(0.4)
    assert found.hhi == pytest.approx(0.1)
    assert found.margin_largest_share == pytest.approx(3 / 8)
    alone = concentrate(table({"C": 60}, collective="C"))
    assert (alone.largest_key, alone.largest_share, alone.hhi) == (None, None, None)


def test_what_is_said_about_it() -> None:
    decided = {"99": {"decided_level": "sales", "why": "Ein Haus steht dahinter"}}
    for decisions, text in (({}, ""), (decided, " Entschieden: Vertrieb.")):
        results = evaluate(ten(decisions=decisions))
        row = next(one for one in rows(results.customers.reset_index()) if one["customer_id"] == "99")
        assert reasoning(row) == f"Sammelkonto: zählt in Umsatz und Plan, wird aber nicht bewertet.{text}"


def test_last_years_level_of_what_is_now_a_collective_account() -> None:
    last = {key: {"care_level": "strategy", "score": 50.0} for key in ("9", "99")}
    results = evaluate(ten(prior_year=last))
    shown = prior_year(pd.DataFrame({"customer_id": ["9", "99"]}), results)
    assert shown["cause"].tolist() == ["", "Sammelkonto, deshalb ohne Level"]


def test_the_export_says_which_customers_are_collective_accounts() -> None:
    content: Any = to_json(evaluate(ten()), ())
    assert {entry["customer_id"]: entry["collective"] for entry in content["customers"]}["99"] is True
    assert [entry["customer_id"] for entry in content["customers"] if entry["collective"]] == ["99"]


def test_the_probe_agrees() -> None:
    results = evaluate(ten(settings={"draws": 100}))
    customers = results.customers
    margin, revenue = (customers[name].to_numpy(dtype=np.float64) for name in ("margin_eur", "revenue_eur"))
    order = trial.Order(customers.index, margin, revenue, np.full(len(customers), None, dtype=object))
    points = results.points.to_numpy(dtype=np.float64)
    found = trial.level(points, np.array([100.0]), order, results.settings)
    assert found.tolist() == customers["computed_level"].tolist()
    shares = trial.level_shares(points, np.array([100.0]), order, results.settings)
    assert np.isnan(shares[-1]).all()


@given(companies(max_size=15), st.randoms(use_true_random=False))
@settings(max_examples=examples(25), deadline=None)
def test_one_more_changes_nobodys_points_level_or_stability(inputs: Inputs, dice: Any) -> None:
    """Added with any figures at all, it leaves what is rated as it was."""
    assume(len(inputs.revenue))
    value = dice.choice((-50.0, 0.0, 1.0, 9e5))
    other = _added(inputs, {year: value * dice.choice((1, 1, 2)) for year in inputs.years})
    before, after = evaluate(inputs), evaluate(other)
    assert not before.stopped
    assert after.customers["collective"].sum() == 1
    mine = [*MINE, *(f"stability_{level}" for level in ("strategy", "sales", "service"))]
    kept = before.customers.index
    same: dict[str, Any] = {"check_dtype": False, "check_index_type": False}
    pd.testing.assert_frame_equal(before.customers[mine], after.customers.loc[kept, mine], **same)
    pd.testing.assert_frame_equal(before.points, after.points.loc[kept], **same)
    assert (before.guideline, before.computed, before.criteria) == (
        after.guideline,
        after.computed,
        after.criteria,
    )


def _added(inputs: Inputs, figures: dict[int, float]) -> Inputs:
    """The company with one Sammelkonto behind its customers, with these figures and every rating."""
    line = pd.DataFrame(figures, index=pd.Index(["S1"], dtype=object, name="customer_id"))
    filled = {column: 10.0 for column in inputs.customers.columns if inputs.customers[column].dtype != object}
    row = pd.DataFrame({**filled, "customer": "Diverse", "collective": "yes"}, index=line.index)
    customers = pd.concat([inputs.customers.astype(object), row.astype(object)])
    typed = customers.astype({name: float for name in filled if name != "collective"})
    return changed(
        inputs,
        customers=typed.reindex(columns=inputs.customers.columns),
        revenue=pd.concat([inputs.revenue, line]),
        margin=pd.concat([inputs.margin, 0.3 * line]),
    )


def test_the_standard_criteria_are_the_same_with_and_without() -> None:
    """Proposed anchors come from the customers who are rated, whatever a Sammelkonto earns."""
    revenue = {key: (1_000.0 * int(key), 1_100.0 * int(key), 1_200.0 * int(key)) for key in KEYS}
    margin = {key: (300.0 * int(key),) * 3 for key in KEYS}
    plain = company(revenue, margin, criteria=STANDARD)
    more = evaluate(_added(plain, dict.fromkeys(plain.years, 5e6)))
    assert evaluate(plain).criteria == more.criteria
    assert more.criteria[0].proposed
