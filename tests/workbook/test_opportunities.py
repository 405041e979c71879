"""Verkaufschancen aufnehmen: found by Kennung, the owner's own rows and answers untouched."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest
from tests.workbook.test_intake import reading as empty_reading

from kundenbindung.core.model import OPPORTUNITY_COLUMNS
from kundenbindung.workbook.frames import Reading
from kundenbindung.workbook.opportunities import Chances, TakenChances, take_in

ROW: Mapping[str, object] = {
    "customer_id": "10",
    "customer": "Zehn GmbH",
    "project": "Presse",
    "value_eur": 1000.0,
    "stage": "Angebot",
    "probability": math.nan,
    "kind": None,
    "expected_close": dt.date(2026, 3, 31),
    "updated": None,
    "status": "open",
    "source_id": "HubSpot 1",
}


def table(*rows: Mapping[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame([{**ROW, **row} for row in rows], columns=list(OPPORTUNITY_COLUMNS), dtype=object)
    numbers = {name: frame[name].astype(float) for name in ("value_eur", "probability")}
    return frame.where(frame.notna(), None).assign(**numbers)


def sheet(*rows: Mapping[str, object]) -> Reading:
    """A workbook of 2023 to 2025 with these rows in Pipeline, and one Phase."""
    whole = empty_reading({"10": (1, 2, 3)})
    stages = pd.DataFrame({"stage": ["Angebot"], "probability": [0.4]}).astype({"stage": object})
    return replace(whole, frames={**whole.frames, "opportunities": table(*rows), "stages": stages})


def taken(
    reading: Reading, *rows: Mapping[str, object], stages: Mapping[str, float] | None = None
) -> TakenChances:
    return take_in(reading, Chances("deals.csv", table(*rows), stages or {}))


def pipeline(found: TakenChances) -> pd.DataFrame:
    return found.reading.frames["opportunities"]


def codes(found: TakenChances) -> dict[str, object]:
    return {finding.code: finding.values["keys"] for finding in found.findings}


def test_new_rows_come_below_in_the_order_of_the_file() -> None:
    found = taken(sheet({"source_id": None, "project": "Eigene"}), {"source_id": "HubSpot 2"}, {})
    assert list(pipeline(found)["source_id"]) == [None, "HubSpot 2", "HubSpot 1"]
    assert found.added == ("HubSpot 2", "HubSpot 1")
    assert pipeline(found)["value_eur"].dtype == float
    assert found.findings == ()


def test_the_same_file_twice_changes_nothing() -> None:
    first = taken(sheet(), {}, {"source_id": "HubSpot 2", "value_eur": math.nan, "customer_id": None})
    again = taken(first.reading, {}, {"source_id": "HubSpot 2", "value_eur": math.nan, "customer_id": None})
    pd.testing.assert_frame_equal(pipeline(first), pipeline(again))
    assert (again.added, again.updated, again.findings) == ((), (), ())


def test_a_known_row_follows_the_file_and_the_report_says_which_columns() -> None:
    found = taken(sheet({}), {"value_eur": 2000.0, "stage": "Verhandlung", "status": "won"})
    row = pipeline(found).iloc[0]
    assert (row["value_eur"], row["stage"], row["status"]) == (2000.0, "Verhandlung", "won")
    assert found.updated == ("HubSpot 1",)
    assert codes(found) == {"opportunities_replaced": ("HubSpot 1 (Wert, Phase, Status)",)}


def test_what_the_file_does_not_say_stays() -> None:
    before = sheet({"probability": 0.3, "updated": dt.date(2025, 1, 2)})
    found = taken(before, {"value_eur": math.nan, "project": None, "expected_close": None})
    pd.testing.assert_frame_equal(pipeline(found), before.frames["opportunities"])
    assert found.updated == ()


@pytest.mark.parametrize("field", ["customer_id", "kind"])
def test_the_owners_customer_and_kind_win(field: str) -> None:
    other = {"customer_id": "99", "kind": "repeat"}[field]
    kept = taken(sheet({field: other}), {field: "10" if field == "customer_id" else "additional"})
    assert pipeline(kept)[field].tolist() == [other]
    filled = taken(sheet({field: None}), {field: other})
    assert pipeline(filled)[field].tolist() == [other]


def test_a_deal_that_went_to_another_customer_is_his() -> None:
    found = taken(sheet({}), {"customer": "Elf AG", "customer_id": "11"})
    assert pipeline(found)[["customer", "customer_id"]].to_numpy().tolist() == [["Elf AG", "11"]]
    assert codes(found) == {"opportunities_replaced": ("HubSpot 1 (Kunde, Kundennr.)",)}


@pytest.mark.parametrize(
    ("status", "close", "lost", "earlier"),
    [
        ("lost", dt.date(2026, 1, 1), 1, 0),
        ("won", dt.date(2024, 12, 31), 0, 1),
        ("won", dt.date(2025, 1, 1), 0, 0),
        ("won", None, 0, 0),
        ("open", dt.date(2024, 1, 1), 0, 0),
    ],
)
def test_lost_and_long_won_ones_are_left_out(
    status: str, close: dt.date | None, lost: int, earlier: int
) -> None:
    row = {"status": status, "expected_close": close}
    found = taken(sheet(), row)
    assert (found.lost, found.earlier, len(found.added)) == (lost, earlier, 1 - lost - earlier)
    known = taken(sheet({}), row)
    assert pipeline(known)["status"].tolist() == [status]


def test_rows_of_the_same_crm_that_are_gone_are_named() -> None:
    before = sheet({}, {"source_id": "HubSpot 2"}, {"source_id": "Pipedrive 1"}, {"source_id": None})
    found = taken(before, {"source_id": "HubSpot 2"}, {"source_id": "HubSpot 7"})
    assert codes(found) == {"opportunities_vanished": ("HubSpot 1",)}
    assert len(pipeline(found)) == 5
    other = taken(before, {"source_id": "HubSpot 7"})
    assert codes(other) == {}, "another list of which nothing is known yet"


def test_a_phase_with_a_known_probability_is_added() -> None:
    rows = [{"stage": name, "source_id": f"HubSpot {name}"} for name in ("Angebot", "Demo", "Rätsel")]
    found = taken(sheet(), *rows, stages={"Angebot": 0.9, "Demo": 0.25, "Rätsel": math.nan})
    assert found.stages == ("Demo",)
    frame = found.reading.frames["stages"]
    assert list(zip(frame["stage"], frame["probability"], strict=True)) == [("Angebot", 0.4), ("Demo", 0.25)]


def test_columns_of_the_owner_stay_and_are_empty_in_new_rows() -> None:
    before = sheet({})
    with_note = before.frames["opportunities"].assign(Notiz=pd.Series(["mein"], dtype=object))
    before = replace(before, frames={**before.frames, "opportunities": with_note})
    found = taken(before, {"source_id": "HubSpot 2"})
    assert pipeline(found)["Notiz"].tolist() == ["mein", None]
