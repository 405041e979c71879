"""Klumpen: shares by hand, and the laws of a Herfindahl index."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.core.concentration import concentrate
from kundenbindung.core.model import Concentration


def table(
    revenue: dict[str, float], margin: dict[str, float] | None = None, collective: str = ""
) -> pd.DataFrame:
    keys = list(revenue)
    frame = pd.DataFrame(
        {
            "revenue_eur": [revenue[key] for key in keys],
            "margin_eur": [(margin or {}).get(key) for key in keys],
        },
        index=keys,
        dtype=float,
    )
    return frame.assign(collective=frame.index.isin([collective]))


def test_shares_by_hand() -> None:
    """50, 20, 10, 10, 5, 5 of 100: largest 0.5, five largest 0.95, index .25+.04+.01+.01+.0025+.0025."""
    found = concentrate(table({"A": 20, "B": 50, "C": 10, "D": 10, "E": 5, "F": 5}, {"A": 3, "B": 1}))
    assert found.largest_key == "B"
    assert found.largest_share == pytest.approx(0.5)
    assert found.top_five_share == pytest.approx(0.95)
    assert found.hhi == pytest.approx(0.315)
    assert found.margin_largest_share == pytest.approx(0.75)
    assert found.margin_top_five_share == pytest.approx(1.0)


def test_nothing_and_less_does_not_count() -> None:
    found = concentrate(table({"A": 100, "B": -50, "C": 0, "D": float("nan")}))
    assert (found.largest_share, found.top_five_share, found.hhi) == (1.0, 1.0, 1.0)
    assert found.margin_largest_share is None
    assert concentrate(table({"A": -1.0})) == Concentration(None, None, None, None, None, None)


def test_a_collective_account_is_part_of_the_whole_but_no_large_customer() -> None:
    found = concentrate(table({"S": 60, "A": 30, "B": 10}, {"S": 5, "A": 0.5, "B": 4.5}, collective="S"))
    assert found.largest_key == "A"
    assert (found.largest_share, found.top_five_share) == pytest.approx((0.3, 0.4))
    assert found.hhi == pytest.approx(0.09 + 0.01)
    assert (found.margin_largest_share, found.margin_top_five_share) == pytest.approx((0.45, 0.5))
    alone = concentrate(table({"S": 60}, collective="S"))
    assert alone == Concentration(None, None, None, None, None, None)


def test_six_small_customers() -> None:
    found = concentrate(table({f"K{at}": 0.5 for at in range(10)}))
    assert (found.largest_share, found.top_five_share, found.hhi) == pytest.approx((0.1, 0.5, 0.1))
    many = concentrate(table({f"K{at:03}": 1.0 + at % 7 for at in range(299, -1, -1)}))
    assert many.largest_key == "K006"
    nothing = concentrate(table({"A": 0.0}))
    assert nothing == Concentration(None, None, None, None, None, None)


def test_equal_customers_are_named_by_their_number() -> None:
    assert concentrate(table({"9": 5, "10": 5})).largest_key == "10"


@given(
    st.dictionaries(st.text("ABC123", min_size=1, max_size=3), st.floats(0.01, 1e9), min_size=1),
    st.floats(0.1, 10),
)
def test_order_and_factors_change_nothing(revenue: dict[str, float], factor: float) -> None:
    one = concentrate(table(revenue))
    two = concentrate(table({key: factor * revenue[key] for key in reversed(revenue)}))
    assert one.hhi == pytest.approx(two.hhi)
    assert one.largest_share == pytest.approx(two.largest_share)
    assert one.hhi is not None
    assert one.largest_share is not None
    assert 1.0 / len(revenue) - 1e-9 <= one.hhi <= one.largest_share + 1e-9
