"""Termine in the owner's rows: what he typed stays, what is planned is there, what is not goes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
from tests.messages.example import EXAMPLE

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import Finding, Results, Severity
from kundenbindung.messages import appointments as words
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import empty_frame

NONE = evaluate(EXAMPLE)
STOPPED = (Finding("criteria_missing", Severity.ERROR, "criteria"),)
WHO = pd.Series({"A": "MK"}, dtype=object)
DAY, LATER = dt.date(2026, 3, 2), dt.date(2026, 6, 1)
PLANNED = (("A Besuch 1", "A", DAY, "planned"), ("B Besuch 1", "B", LATER, "planned"))


def planned(*rows: tuple[str, str, dt.date | None, str], wanted: int | None = None) -> Results:
    """Results whose calendar holds these Termine."""
    calendar = pd.DataFrame(rows, columns=["appointment", "customer_id", "date", "state"]).assign(
        activity="Besuch", channel="in_person", role="Außendienst", hours=3.0
    )
    customers = pd.DataFrame({"customer": ["Anton", "Berta"]}, index=["A", "B"])
    size = len(rows) if wanted is None else wanted
    return replace(NONE, customers=customers, appointments=calendar, appointments_wanted=size, findings=())


def appointments(rows: pd.DataFrame, results: Results) -> pd.DataFrame:
    return words.appointments(rows, results, WHO)


def typed(*rows: dict[str, object]) -> pd.DataFrame:
    names = list(empty_frame(layout.APPOINTMENTS).columns)
    known = list(dict.fromkeys([*names, *(name for row in rows for name in row)]))
    return pd.DataFrame([{**dict.fromkeys(known), **row} for row in rows], columns=known, dtype=object)


def test_a_new_calendar_stands_by_day_in_plain_words() -> None:
    frame = appointments(typed(), planned(*PLANNED))
    assert list(frame["appointment"]) == ["A Besuch 1", "B Besuch 1"]
    first = frame.iloc[0]
    assert (first["date"], first["customer"], first["channel"]) == (DAY, "Anton", "persönlich")
    assert (first["role"], first["hours"], first["state"]) == ("Außendienst", 3.0, "geplant")
    assert (first["responsible"], frame["responsible"].isna()[1]) == ("MK", True)


def test_rows_keep_the_order_of_the_owner_and_what_he_typed() -> None:
    rows = typed(
        {"appointment": "B Besuch 1", "outcome": "gut", "done_on": LATER, "Notiz": 7},
        {"appointment": "A Besuch 1"},
    )
    frame = appointments(rows, planned(PLANNED[0], ("B Besuch 1", "B", LATER, "done")))
    assert list(frame["appointment"]) == ["B Besuch 1", "A Besuch 1"]
    assert [frame.at[0, name] for name in ("outcome", "done_on", "Notiz", "state")] == [
        "gut",
        LATER,
        7,
        "erledigt",
    ]


def test_a_termin_that_is_no_longer_planned_goes_unless_something_is_typed() -> None:
    rows = typed(
        {"appointment": "C Besuch 1", "date": DAY, "customer": "Cäsar"},
        {"appointment": "C Besuch 2", "date": DAY, "customer": "Cäsar", "outcome": "abgesagt"},
        {"appointment": "C Besuch 3", "customer": "Cäsar", "done_on": DAY},
        {"appointment": "C Besuch 4", "Notiz": "eigene Spalte"},
    )
    frame = appointments(rows, planned(*PLANNED)).set_index("appointment")
    assert list(frame.index) == ["C Besuch 2", "C Besuch 3", "C Besuch 4", "A Besuch 1", "B Besuch 1"]
    assert list(frame["state"]) == ["entfallen", "erledigt", "entfallen", "geplant", "geplant"]
    assert list(frame["customer"])[:2] == ["Cäsar", "Cäsar"]


def test_rows_without_a_key_and_second_rows_of_a_key_are_the_owners() -> None:
    own = {"date": DAY, "customer": "Messe", "state": "mal sehen", "hours": 4.0}
    twice: dict[str, object] = {"appointment": "A Besuch 1"}
    rows = typed(own, twice, twice, {**twice, "outcome": "doppelt"})
    frame = appointments(rows, planned(*PLANNED))
    assert frame.loc[0, list(own)].to_dict() == own
    assert list(frame["appointment"][1:]) == ["A Besuch 1"] * 3 + ["B Besuch 1"], "the rows stay in step"
    assert frame.loc[3, "outcome"] == "doppelt"


def test_without_a_calendar_everything_stays_as_it_stands() -> None:
    rows = typed({"appointment": "C Besuch 1", "date": DAY, "state": "geplant"})
    too_many = planned(wanted=2_000_000)
    for results in (too_many, replace(too_many, findings=STOPPED)):
        frame = appointments(rows, results)
        assert [frame.at[0, name] for name in ("appointment", "date", "state")] == [
            "C Besuch 1",
            DAY,
            "geplant",
        ]
    assert not len(appointments(rows, planned()))
