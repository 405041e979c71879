"""Rücklauf: what a colleague may fill in, filled in and changed validly comes back, and nothing else."""

from __future__ import annotations

import copy
import datetime as dt
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kundenbindung import jobs, messages
from kundenbindung.messages import returning as words
from kundenbindung.workbook import layout, returned
from kundenbindung.workbook.cells import letters
from kundenbindung.workbook.frames import Grid, Reading
from kundenbindung.workbook.outgoing import column_cells
from kundenbindung.workbook.returned import Change, CopyTable, Differences
from kundenbindung.workbook.returned.alike import told_apart
from kundenbindung.workbook.schema import Column, Unit
from kundenbindung.workbook.sharing import Part, Shared

Row = dict[str, object]


@cache
def sample() -> Reading:
    """The sample company with its calendar, as a workbook file holds it."""
    job = jobs.sample()
    calendar = jobs.contents(job, None).frames["appointments"]
    frames = {**job.reading.frames, "appointments": calendar.reset_index(drop=True)}
    return replace(job.reading, frames=frames)


def shared_with(reading: Reading, group: str, responsible: str | None = None) -> Shared:
    found = returned.allowed(reading, group, responsible)
    assert found is not None
    return found


@dataclass
class Came:
    """A copy as it lies on the desk: rows by table, by label; cells with a formula."""

    shared: Shared
    rows: dict[str, list[Row]] = field(default_factory=dict)
    formulas: dict[str, set[tuple[int, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, shared: Shared) -> Came:
        parts = {part.table.name: part for page in shared.pages for part in page.parts}
        return cls(shared, {name: cells_of(parts[name]) for name in returned.FILLED_TABLES if name in parts})

    def tables(self) -> dict[str, CopyTable]:
        return {name: self._table(name, rows) for name, rows in self.rows.items()}

    def _table(self, name: str, rows: list[Row]) -> CopyTable:
        headers = tuple(dict.fromkeys(label for row in rows for label in row))
        grid = Grid(name, headers, [[row.get(label) for label in headers] for row in rows], first_row=6)
        spots = self.formulas.get(name, set())
        return CopyTable(grid, frozenset(f"{letters(headers.index(label))}{6 + row}" for row, label in spots))

    def row(self, table: str, customer: str) -> Row:
        return next(row for row in self.rows[table] if row["Kundennr."] == customer)


def cells_of(part: Part) -> list[Row]:
    columns = [(column.label, _cells(column, part.frame[column.name])) for column in part.columns]
    return [{label: cells[at] for label, cells in columns} for at in range(len(part.frame))]


def _cells(column: Column, series: pd.Series) -> Sequence[object]:
    return series.tolist() if column.unit is Unit.DATE else column_cells(column, series)[0]


def compared(reading: Reading, came: Came, *, sent: bool = True) -> Differences:
    data = json.loads(json.dumps(returned.baseline(came.shared)))
    base = returned.sent_frames(data) if sent else None
    now = shared_with(reading, came.shared.group.name, came.shared.responsible)
    return returned.differences(reading, came.tables(), base, now, "Kopie.xlsx")


def codes(found: Differences) -> dict[str, object]:
    return {finding.code: finding.values.get("keys") for finding in found.findings}


def told(change: Change) -> tuple[object, ...]:
    return change.table, change.customer, change.column, change.before, change.after


def sales() -> Came:
    return Came.of(shared_with(sample(), "Vertrieb", "TK"))


def mine() -> list[str]:
    return [str(row["Kundennr."]) for row in sales().rows["customers"]]


def test_a_copy_that_nobody_changed_changes_nothing() -> None:
    for group, who in (("Team", None), ("Vertrieb", "TK"), ("Leitung", None)):
        came = Came.of(shared_with(sample(), group, who))
        assert came.rows
        for sent in (True, False):
            assert compared(sample(), came, sent=sent) == Differences()


def test_ratings_opportunities_and_appointments_come_back() -> None:
    came = sales()
    first = mine()[0]
    before = sample().frames["customers"].set_index("customer_id").loc[first, "loyalty"]
    after = 3.0 if before != 3.0 else 4.0
    came.row("customers", first)["Kundenbindung"] = after
    deal = next(row for row in came.rows["opportunities"] if row["Status"] != "gewonnen")
    deal |= {"Status": "gewonnen", "Abschluss erwartet": "01.02.2027"}
    came.row("appointments", first)["erledigt am"] = dt.date(2026, 2, 3)
    found = compared(sample(), came)
    assert found.findings == ()
    assert ("customers", first, "loyalty", before, after) in map(told, found.changes)
    assert {change.column for change in found.changes if change.table == "opportunities"} == {
        "status",
        "expected_close",
    }
    taken = returned.apply(sample(), found.changes)
    done = taken.frames["appointments"]
    assert dt.date(2026, 2, 3) in set(done.loc[done["customer_id"] == first, "done_on"])
    assert compared(taken, came) == Differences()


def test_new_opportunities_come_below_with_the_name_of_the_workbook() -> None:
    came = sales()
    first = mine()[0]
    came.rows["opportunities"] += [
        {"Kundennr.": first, "Kunde": "ganz anders", "Vorhaben": "Neue Halle", "Wert": "1.500,50"},
        {"Kundennr.": first, "Vorhaben": "Neue Halle", "Phase": "Angebot", "Kennung": "selbst ausgedacht"},
    ]
    found = compared(sample(), came)
    taken = returned.apply(sample(), found.changes).frames["opportunities"]
    old = sample().frames["opportunities"]
    assert len(taken) == len(old) + 2
    pd.testing.assert_frame_equal(taken.iloc[: len(old)], old.reset_index(drop=True), check_dtype=True)
    names = sample().frames["customers"].set_index("customer_id")["customer"]
    assert taken["customer"].tolist()[-2:] == [names[first]] * 2
    assert taken["value_eur"].tolist()[-2] == 1500.5
    assert math.isnan(taken["value_eur"].tolist()[-1])
    assert taken["source_id"].tolist()[-2:] == [None, None]
    again = returned.apply(sample(), found.changes)
    assert compared(again, came).changes == ()
    assert compared(again, came, sent=False).changes == ()


def test_rows_that_are_not_his_are_named_and_not_taken() -> None:
    everyone = set(sample().frames["customers"]["customer_id"])
    foreign = sorted(everyone - set(mine()))[0]
    came = sales()
    came.rows["customers"] += [
        {"Kundennr.": foreign, "Kundenbindung": 1.0},
        {"Kundennr.": "999999", "Kundenbindung": 1.0},
    ]
    came.rows["opportunities"] += [
        {"Kundennr.": foreign, "Vorhaben": "Schmuggel"},
        {"Kundennr.": None, "Vorhaben": "Ohne Kunde"},
        {"Kundennr.": mine()[0], "Vorhaben": None, "Wert": 5.0},
    ]
    found = compared(sample(), came)
    assert found.changes == ()
    assert set(codes(found)) == {
        "returned_customer_foreign",
        "returned_customer_unknown",
        "returned_row_incomplete",
    }


def test_what_he_may_not_fill_in_is_named_and_not_taken() -> None:
    came = sales()
    row = came.row("customers", mine()[0])
    row["Kunde"] = "Umbenannt"
    row["Rahmenvertragsanteil"] = 0.99
    came.rows["appointments"][0]["Datum"] = "31.12.2026"
    found = compared(sample(), came)
    assert found.changes == ()
    closed = [finding for finding in found.findings if finding.code == "returned_cells_closed"]
    assert [finding.values["count"] for finding in closed] == [2, 1]
    unknown = [f for f in compared(sample(), came, sent=False).findings if f.table == "appointments"]
    assert unknown == [], "results change by themselves"


def test_the_name_of_a_column_is_never_cut_however_many_cells_are_named() -> None:
    came = sales()
    for row in came.rows["customers"]:
        row["Rahmenvertragsanteil"] = 0.99
    found = compared(sample(), came)
    (keys,) = (keys for code, keys in codes(found).items() if code == "returned_cells_closed")
    assert keys == tuple(f"{key} (Rahmenvertragsanteil)" for key in mine())
    long = next(finding for finding in found.findings if finding.code == "returned_cells_closed")
    told = words.whole(messages.line(long), long)
    assert len(mine()) > 5
    assert told[1:] == [f"    {key} (Rahmenvertragsanteil)" for key in mine()], "the sentence names five"


def test_empty_cells_and_rows_that_are_gone_delete_nothing() -> None:
    came = sales()
    came.row("customers", mine()[0])["Kundenbindung"] = None
    del came.rows["customers"][1]
    found = compared(sample(), came)
    assert found.changes == ()
    assert set(codes(found)) == {"returned_cells_cleared", "returned_rows_missing"}


@pytest.mark.parametrize(
    ("label", "cell", "code"),
    [
        ("Kundenbindung", 11.0, "returned_out_of_range"),
        ("Kundenbindung", "sehr gut", "returned_not_readable"),
        ("Kundenbindung", dt.date(2026, 1, 2), "returned_not_readable"),
        ("Status", "vielleicht", "returned_choice_unknown"),
        ("Abschluss erwartet", "bald", "returned_not_date"),
        ("Wahrscheinlichkeit", 60.0, "returned_out_of_range"),
    ],
)
def test_unfit_cells_are_findings(label: str, cell: object, code: str) -> None:
    came = sales()
    table = "customers" if label == "Kundenbindung" else "opportunities"
    came.rows[table][0][label] = cell
    found = compared(sample(), came)
    assert (found.changes, list(codes(found))) == ((), [code])
    assert found.findings[0].row == 6


def test_formulas_are_not_taken_and_a_row_named_by_one_is_not_read() -> None:
    came = sales()
    came.rows["customers"][0]["Kundenbindung"] = 1.25
    came.rows["customers"][1]["Kundenbindung"] = 1.25
    came.formulas["customers"] = {(0, "Kundenbindung"), (1, "Kundennr.")}
    found = compared(sample(), came)
    assert found.changes == ()
    assert [finding.code for finding in found.findings] == ["returned_formula"] * 2


def test_a_row_copied_twice_and_a_renamed_project_are_not_taken() -> None:
    came = sales()
    came.rows["customers"].append({**came.rows["customers"][0], "Kundenbindung": 1.0})
    deal = next(row for row in came.rows["opportunities"] if not row.get("Kennung"))
    deal |= {"Vorhaben": f"{deal['Vorhaben']} groß", "Wert": 1.0}
    found = compared(sample(), came)
    assert found.changes == ()
    assert set(codes(found)) == {"returned_row_twice", "returned_row_renamed"}


def test_the_owner_wins_where_both_changed_a_cell() -> None:
    came = sales()
    first = mine()[0]
    came.row("customers", first)["Kundenbindung"] = 1.5
    customers = sample().frames["customers"]
    loyalty = customers["loyalty"].where(customers["customer_id"] != first, 9.5)
    frames = {**sample().frames, "customers": customers.assign(loyalty=loyalty)}
    reading = replace(sample(), frames=frames)
    found = compared(reading, came)
    assert found.changes == ()
    assert [(one.first, one.change.after, one.copies) for one in found.conflicts] == [(9.5, 1.5, False)]
    blind = compared(reading, came, sent=False)
    assert (blind.changes, blind.conflicts) == ((), found.conflicts)


def rated(customer: str, mark: float | None) -> Reading:
    """The workbook with this rating of one customer."""
    customers = sample().frames["customers"]
    loyalty = customers["loyalty"].where(customers["customer_id"] != customer, mark)
    return replace(
        sample(), frames={**sample().frames, "customers": customers.assign(loyalty=loyalty.astype(float))}
    )


def test_without_what_was_sent_an_untouched_copy_never_takes_the_place_of_newer_entries() -> None:
    came, first = sales(), mine()[0]
    newer = rated(first, 9.5)
    assert compared(newer, came) == Differences()
    found = compared(newer, came, sent=False)
    assert (found.changes, found.findings) == ((), ())
    assert [conflict.first for conflict in found.conflicts] == [9.5]


def test_without_what_was_sent_only_empty_cells_are_filled_and_new_rows_taken() -> None:
    came, first = sales(), mine()[0]
    came.row("customers", first)["Kundenbindung"] = 1.5
    came.rows["opportunities"].append({"Kundennr.": first, "Vorhaben": "Neue Halle", "Wert": 5.0})
    found = compared(rated(first, None), came, sent=False)
    assert [told(change)[2:] for change in found.changes] == [
        ("loyalty", None, 1.5),
        ("project", None, "Neue Halle"),
        ("value_eur", None, 5.0),
    ]
    came.row("customers", first)["Kundenbindung"] = None
    assert compared(rated(first, 9.5), came, sent=False).findings == (), "nobody knows that he emptied it"


# Several rows with the same customer and Vorhaben


def with_deals(*deals: Row) -> Reading:
    """The workbook whose only opportunities are these, of the first customer, all named alike."""
    names = list(sample().frames["opportunities"].columns)
    rows = [{"customer_id": mine()[0], "project": "Lager", **deal} for deal in deals]
    frame = pd.DataFrame(rows).reindex(columns=names).astype(object)
    frame = frame.where(frame.notna(), None).assign(
        value_eur=frame["value_eur"].astype(float), probability=frame["probability"].astype(float)
    )
    return replace(sample(), frames={**sample().frames, "opportunities": frame})


def deals_of(reading: Reading) -> Came:
    """The copy of this workbook, as it goes out."""
    return Came.of(shared_with(reading, "Vertrieb", "TK"))


SMALL: Row = {"value_eur": 100.0, "status": "open"}
LARGE: Row = {"value_eur": 200.0, "status": "open"}


def test_of_rows_alike_nothing_is_taken_once_the_owner_deleted_one() -> None:
    came = deals_of(with_deals(SMALL, LARGE))
    came.rows["opportunities"][0]["Status"] = "gewonnen"
    found = compared(with_deals(LARGE), came)
    assert (found.changes, found.conflicts) == ((), ())
    assert codes(found) == {"returned_rows_alike": (f"{mine()[0]} Lager",)}
    untouched = deals_of(with_deals(SMALL, LARGE))
    assert compared(with_deals(LARGE), untouched) == Differences()


@pytest.mark.parametrize("sent", [True, False])
def test_rows_that_are_alike_in_everything_are_not_taken(*, sent: bool) -> None:
    came = deals_of(with_deals(SMALL, SMALL))
    came.rows["opportunities"][1]["Phase"] = "Angebot"
    found = compared(with_deals(SMALL, SMALL), came, sent=sent)
    assert (found.changes, list(codes(found))) == ((), ["returned_rows_alike"])


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("moved", [False, True])
def test_rows_alike_are_known_by_their_values_whatever_their_order(*, turned: bool, moved: bool) -> None:
    came = deals_of(with_deals(SMALL, LARGE))
    came.rows["opportunities"][0]["Status"] = "gewonnen"
    if turned:
        came.rows["opportunities"].reverse()
    now = with_deals(LARGE, SMALL) if moved else with_deals(SMALL, LARGE)
    found = compared(now, came)
    (change,) = found.changes
    assert (change.column, change.after, found.findings) == ("status", "won", ())
    assert now.frames["opportunities"]["value_eur"].iloc[change.row or 0] == 100.0


def lines(*values: Row) -> list[tuple[tuple[str, ...], Row]]:
    return [(("", "1", "", "lager", str(at)), row) for at, row in enumerate(values, start=1)]


def worth(value: int) -> Row:
    return {"value_eur": float(value)}


@given(*[st.permutations(range(5))] * 3, st.integers(0, 4))
def test_one_of_several_rows_alike_is_found_in_every_order(
    sent: list[int], now: list[int], came: list[int], which: int
) -> None:
    def deal(at: int, status: str = "open") -> Row:
        return {"project": "Lager", "value_eur": float(at), "status": status}

    base, here = lines(*map(deal, sent)), lines(*map(deal, now))
    copy_ = lines(*(deal(at, "won" if at == which else "open") for at in came))
    apart = told_apart(copy_, base, here, ["status"])
    assert (apart.unclear, apart.changed) == (frozenset(), ())
    mine = {key: now[at] for at, key in enumerate(apart.here)}
    assert [mine[key] for key in apart.copy] == came, "each row of the copy is its own row of the workbook"


@given(st.lists(st.integers(0, 2), max_size=4), st.lists(st.integers(0, 2), max_size=4), st.data())
def test_rows_alike_are_never_mistaken_for_another(
    sent: list[int], now: list[int], data: st.DataObject
) -> None:
    came = data.draw(st.lists(st.integers(0, 2), max_size=4))
    copy_, base, here = (lines(*map(worth, side)) for side in (came, sent, now))
    apart = told_apart(copy_, base, here, ["value_eur"])
    known = bool(sent or now) and max(map(len, (came, sent, now))) > 1
    if came and known and not len(came) == len(sent) == len(now):
        assert apart.unclear == frozenset(range(len(came)))
    if not apart.unclear:
        assert len(set(apart.copy)) == len(came)
        assert len(set(apart.here)) == len(now)


# What cannot be carried


@pytest.mark.parametrize(
    ("label", "cell", "code"),
    [
        ("Phase", "Traumphase", "returned_choice_unknown"),
        ("Art", "Sonstiges", "returned_choice_unknown"),
        ("Wert", 1e300, "returned_out_of_range"),
        ("Wert", -1e300, "returned_out_of_range"),
        ("Stand vom", "31.12.1899", "returned_not_date"),
        ("Stand vom", dt.time(), "returned_not_date"),
        ("Stand vom", 46_000.0, "returned_not_date"),
        ("Vorhaben", "x" * 1_001, "returned_text_too_long"),
    ],
)
def test_what_the_workbook_cannot_carry_is_named_in_a_short_sentence(
    label: str, cell: object, code: str
) -> None:
    came = sales()
    if label == "Vorhaben":
        came.rows["opportunities"].append({"Kundennr.": mine()[0], label: cell, "Wert": 7.0})
    else:
        came.rows["opportunities"][0][label] = cell
    found = compared(sample(), came)
    assert (found.changes, list(codes(found))) == ((), [code])
    said = messages.line(found.findings[0])
    assert len(said) < 400
    assert "00:00" not in said
    assert "0000" not in said


def test_a_long_result_is_named_and_an_own_one_that_came_back_is_not() -> None:
    noted = sample().frames["appointments"]["outcome"].astype(object)
    noted[0] = "lang " * 300
    frames = {
        **sample().frames,
        "groups": sample().frames["groups"].assign(texts="yes"),
        "appointments": sample().frames["appointments"].assign(outcome=noted),
    }
    reading = replace(sample(), frames=frames)
    came = Came.of(shared_with(reading, "Team"))
    assert compared(reading, came) == Differences()
    row = next(row for row in came.rows["appointments"] if not row["Ergebnis"])
    row["Ergebnis"] = "Wort " * 200
    assert len(compared(reading, came).changes) == 1
    row["Ergebnis"] = "Wort " * 200 + "zu viel"
    found = compared(reading, came)
    assert (found.changes, list(codes(found))) == ((), ["returned_text_too_long"])
    assert len(str(found.findings[0].values["text"])) <= 60


def test_days_that_arrive_as_numbers_are_one_finding_per_column() -> None:
    came = sales()
    for row in came.rows["appointments"]:
        row["erledigt am"] = 46_000
    for row in came.rows["opportunities"]:
        row["Stand vom"] = 46_000
    found = compared(sample(), came)
    assert found.changes == ()
    assert [finding.field for finding in found.findings] == ["updated", "done_on"]
    assert {finding.code for finding in found.findings} == {"returned_days_are_numbers"}
    assert found.findings[1].values["count"] == len(came.rows["appointments"])


def test_no_line_is_longer_than_a_dialog_shows_whatever_he_wrote() -> None:
    came, first = sales(), mine()[0]
    long = "Ein Vorhaben mit sehr langem Namen " * 20
    came.rows["opportunities"] += [
        {"Kundennr.": first, "Vorhaben": f"{at} {long}", "Phase": "Auftrag", "Art": "Zusatz", "Wert": 1e11}
        for at in range(3)
    ]
    came.rows["opportunities"] += [{"Vorhaben": f"{at} {long}"} for at in range(9)]
    found = compared(sample(), came)
    assert len(found.changes) == 12
    lines = [*words.report(found, "Kopie.xlsx" * 40, {first: "N" * 300}), *map(messages.line, found.findings)]
    assert max(map(len, lines)) <= 400
    assert max(len(line) for line in lines[:-1]) <= 300


def test_two_colleagues_who_differ_are_a_conflict_and_who_agree_are_one_change() -> None:
    first, second = mine()[:2]
    one, other = sales(), sales()
    one.row("customers", first)["Kundenbindung"] = 1.5
    other.row("customers", first)["Kundenbindung"] = 2.5
    for came in (one, other):
        came.row("customers", second)["Weiterempfehlung"] = 0.25
        came.rows["opportunities"].append({"Kundennr.": first, "Vorhaben": "Beide", "Wert": 7.0})
    found = returned.merged([compared(sample(), one), compared(sample(), other)])
    assert [(c.first, c.change.after, c.copies) for c in found.conflicts] == [(1.5, 2.5, True)]
    assert [told(change)[1:3] for change in found.changes] == [
        (second, "referral"),
        (first, "project"),
        (first, "value_eur"),
    ]
    taken = returned.apply(sample(), found.changes)
    assert len(taken.frames["opportunities"]) == len(sample().frames["opportunities"]) + 1


def test_a_person_gets_his_name_back() -> None:
    groups = sample().frames["groups"]
    customers = sample().frames["customers"]
    calendar = sample().frames["appointments"]
    at = 0
    key = calendar["customer_id"].iloc[at]
    name = customers.set_index("customer_id").loc[key, "customer"]
    noted = calendar["outcome"].astype(object)
    noted[at] = f"{name} kommt"
    alone = customers["customer_id"].map({key: "yes"}).astype(object)
    frames = {
        **sample().frames,
        "groups": groups.assign(texts="yes"),
        "customers": customers.assign(sole_trader=alone),
        "appointments": calendar.assign(outcome=noted),
    }
    reading = replace(sample(), frames=frames)
    came = Came.of(shared_with(reading, "Team"))
    row = next(row for row in came.rows["appointments"] if "kommt" in str(row["Ergebnis"]))
    assert row["Ergebnis"] == f"Kunde {key} kommt"
    assert compared(reading, came) == Differences()
    row["Ergebnis"] = f"Kunde {key} kommt doch nicht"
    (change,) = compared(reading, came).changes
    assert (change.before, change.after) == (f"{name} kommt", f"{name} kommt doch nicht")


def test_a_group_without_anything_to_fill_in_takes_nothing_back() -> None:
    assert returned.allowed(sample(), "Bank", None) is None
    assert returned.allowed(sample(), "Vertrieb", None) is None
    assert returned.allowed(sample(), "Vertrieb", "Niemand") is None
    assert returned.allowed(sample(), "Gibt es nicht", None) is None
    assert returned.allowed(sample(), " vertrieb ", "tk") is not None


def test_what_was_sent_survives_the_file_and_nonsense_does_not() -> None:
    shared = shared_with(sample(), "Leitung")
    kept = returned.baseline(shared)
    again = returned.sent_frames(json.loads(json.dumps(kept)))
    assert list(again) == list(kept)
    frame = next(
        part.frame for page in shared.pages for part in page.parts if part.table.name == "opportunities"
    )
    assert all(
        returned.same_value(one, other)
        for name in frame.columns
        for one, other in zip(frame[name], again["opportunities"][name], strict=True)
    )
    broken: list[dict[str, Any]] = [
        {"customers": 5},
        {"andere": {"columns": [], "rows": []}},
        {"customers": {"columns": ["x"]}},
    ]
    for nonsense in broken:
        with pytest.raises(ValueError, match="not the tables"):
            returned.sent_frames(nonsense)


EDITS = st.lists(
    st.tuples(
        st.integers(0, 400), st.sampled_from(["Kundenbindung", "Weiterempfehlung"]), st.integers(0, 10)
    ),
    max_size=6,
)


@settings(max_examples=15)
@given(EDITS, st.randoms(use_true_random=False))
def test_exactly_the_changed_cells_come_back_whatever_the_order(
    edits: list[tuple[int, str, int]], mix: object
) -> None:
    came = sales()
    rows = came.rows["customers"]
    meant = {}
    for at, label, mark in edits:
        rows[at % len(rows)][label] = float(mark)
        meant[rows[at % len(rows)]["Kundennr."], label] = float(mark)
    mix.shuffle(rows)  # type: ignore[attr-defined]  # the stubs of Hypothesis hide that it is a Random
    found = compared(sample(), came)
    taken = returned.apply(sample(), found.changes)
    assert (found.findings, found.conflicts) == ((), ())
    expected = sample().frames["customers"].copy()
    names = {column.label: column.name for column in layout.CUSTOMERS.expand()}
    for (key, label), value in meant.items():
        expected.loc[expected["customer_id"] == key, names[label]] = value
    pd.testing.assert_frame_equal(taken.frames["customers"], expected.reset_index(drop=True))
    for name, frame in sample().frames.items():
        assert name == "customers" or taken.frames[name] is frame
    assert compared(taken, came).changes == ()


def test_the_reading_itself_is_never_changed() -> None:
    before = copy.deepcopy({name: sample().frames[name] for name in returned.FILLED_TABLES})
    came = sales()
    came.rows["customers"][0]["Kundenbindung"] = 0.125
    returned.apply(sample(), compared(sample(), came).changes)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, sample().frames[name])
