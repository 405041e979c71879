"""Zuordnung between the table of the workbook and the readers."""

from __future__ import annotations

import pandas as pd
import pytest

from kundenbindung import jobs
from kundenbindung.adapters.sources import Assignment, Assignments
from kundenbindung.jobs import Job
from kundenbindung.jobs.sources import assignments_of, context_of, with_assignments, with_proposals

CONFIRMED = Assignment("figures", "Erlös alt", "revenue", 2023, "1.234,56", confirmed=True)
OPEN = Assignment("account", "8401", None, None, "3 Buchungen")


@pytest.fixture
def job() -> Job:
    return jobs.empty((2023, 2024, 2025))


def test_what_is_proposed_is_read_back_the_same(job: Job) -> None:
    taken = with_proposals(job, [CONFIRMED, OPEN])
    assert assignments_of(taken.reading.frames["assignments"]).entries == (CONFIRMED, OPEN)
    context = context_of(taken)
    assert context.assignments.header("figures", "ERLÖS ALT ") == CONFIRMED
    assert context.assignments.account("8401") is None, "nobody has confirmed it"


def test_rows_of_the_owner_stay_and_are_not_proposed_again(job: Job) -> None:
    first = with_proposals(job, [CONFIRMED])
    again = with_proposals(first, [Assignment("figures", "erlös ALT", "ignore"), OPEN])
    assert assignments_of(again.reading.frames["assignments"]).entries == (CONFIRMED, OPEN)
    assert with_proposals(again, [OPEN]) is again


def test_only_confirmed_ones_of_a_file_are_kept(job: Job) -> None:
    kept = with_assignments(job, Assignments((OPEN, CONFIRMED)))
    assert assignments_of(kept.reading.frames["assignments"]).entries == (CONFIRMED,)


def test_what_a_file_says_takes_the_place_of_the_table(job: Job) -> None:
    open_row = Assignment("figures", "Erlös alt", None)
    other = Assignment("account", "8401", "rate_7", confirmed=True)
    asked = with_proposals(job, [open_row, Assignment("account", "8401", "rate_19", confirmed=True)])
    given = with_assignments(asked, Assignments((CONFIRMED, other)))
    assert assignments_of(given.reading.frames["assignments"]).entries == (CONFIRMED, other)
    assert with_assignments(given, Assignments((other,))) is given


def test_half_filled_rows_say_nothing(job: Job) -> None:
    frame = pd.DataFrame(
        [{"scope": "figures", "text": None, "meaning": "revenue", "confirmed": "yes"}],
        columns=["scope", "text", "meaning", "year", "example", "confirmed"],
        dtype=object,
    )
    assert assignments_of(frame).entries == ()
