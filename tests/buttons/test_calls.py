"""Calls into Excel cost a millisecond and more each: their number must not grow with the customers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.buttons.hand import at_desk, copied
from tests.needs import needs_module

needs_module("xlwings")

if TYPE_CHECKING:
    from tests.engine.session import Session

MOST = 1_250
SLACK = 12


def _calls(office: Session, path: Path) -> int:
    """Calls of Neu berechnen after all results were erased."""
    with at_desk(office, path) as hand:
        for table in ("screening", "plan"):
            hand.table(table).erase()
        office.calls = 0
        assert " Kunden berechnet in " in hand.click("calculate")
        return office.calls


def test_ten_times_the_customers_need_no_more_calls(
    office: Session, sized: Callable[[int], Path], tmp_path: Path
) -> None:
    few, many = (_calls(office, copied(sized(size), tmp_path)) for size in (60, 600))
    assert 100 < few < MOST
    assert abs(many - few) <= SLACK
