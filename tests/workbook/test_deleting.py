"""Kunden löschen: his rows go from every table, nobody else's cell changes, his mentions are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from kundenbindung.adapters import presets
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.deleting import RULES, Deleted, without
from kundenbindung.workbook.frames import Grid, read_workbook
from kundenbindung.workbook.mentioning import Gone, Mention, mentions, mentions_him
from kundenbindung.workbook.schema import About, Column, Role, Table, Unit

HIM, NAME = "4711", "Rabenschwarz & Söhne"
OTHER, OTHER_NAME = "1001", "Stabil AG"
YEARS = (2024, 2025)
OWN = "Meine Spalte"
HOLDERS: Mapping[str, Mapping[str, object]] = {
    "open_decisions": {"item": f"Grenzfall {HIM}", "question": "Warum?"},
    "name_matches": {"name": "Raben", "candidate_id": HIM, "chosen_id": HIM},
    "assignments": {"scope": "Debitor", "text": HIM},
}
"""What makes a row his, in the tables that do not simply hold his number."""

WRITTEN = frozenset({"resolutions", "recipients"})
"""Tables of the owner's own words, which are named and never deleted."""


def grid(table: str, rows: Sequence[Mapping[str, object]], more: Sequence[str] = ()) -> Grid:
    """A table with all its declared columns; rows by identifier, the owner's columns by header."""
    declared = layout.TABLES[table].expand(YEARS)
    names = [*(column.name for column in declared), *more]
    headers = (*(column.label for column in declared), *more)
    return Grid(table, headers, [[row.get(name) for name in names] for row in rows], 6)


def book(**tables: Sequence[Mapping[str, object]]) -> dict[str, Grid]:
    """A workbook of two customers, with rows of these tables besides."""
    both = [{"customer_id": HIM, "customer": NAME}, {"customer_id": OTHER, "customer": OTHER_NAME}]
    return {name: grid(name, [*(both if name in {"customers", "figures"} else ()), *rows]) for name, rows in
            {"customers": [], "figures": [], **tables}.items()}  # fmt: skip


def left(deleted: Deleted, table: str) -> list[list[object]]:
    """Rows with anything in them."""
    return [list(row) for row in deleted.grids[table].rows if not all(map(cells.empty, row))]


def texts(grids: Mapping[str, Grid]) -> list[str]:
    return [str(cell) for one in grids.values() for row in one.rows for cell in row if cell is not None]


def canary(column: Column) -> object:
    """Something in every column, his name wherever a text may stand."""
    return NAME if column.unit in {Unit.TEXT, Unit.LONG_TEXT, Unit.VALUE} else 7.0


OF_CUSTOMERS = [table for table in layout.TABLES.values() if table.about is not About.COMPANY]
HIS_TABLES = [table for table in OF_CUSTOMERS if table.name not in WRITTEN]


@pytest.mark.parametrize("table", HIS_TABLES, ids=lambda table: table.name)
def test_a_row_of_his_goes_from_every_table_with_every_cell(table: Table) -> None:
    row = {column.name: canary(column) for column in table.expand(YEARS)}
    row |= HOLDERS.get(table.name, {"customer_id": HIM} if table.about is About.CUSTOMER else {})
    other = {"customer_id": OTHER, "item": "Grenzfall 1001", "question": "Warum?", "name": "Stab"}
    grids = {**book(), table.name: grid(table.name, [other, {**row, OWN: NAME}], [OWN])}
    deleted = without({**book(), **grids}, [HIM]) if table.name != "customers" else without(grids, [HIM])
    words = {column.name for column in table.expand(YEARS)}
    if table.about is About.MENTIONED and all(column.role is Role.OUTPUT for column in table.expand()):
        found = [cell for line in left(deleted, table.name) for cell in line[: len(words)]]
        assert not any(mentions_him(str(cell), Gone(frozenset({HIM}), (NAME,))) for cell in found)
    else:
        assert [line for line in left(deleted, table.name) if NAME in line or HIM in line] == []
        assert deleted.rows[table.name] == 1


def test_a_table_that_mentions_customers_has_a_rule_and_every_table_says_what_it_is_about() -> None:
    mentioning = {table.name for table in layout.TABLES.values() if table.about is About.MENTIONED}
    assert mentioning <= set(RULES)
    assert all(table.about is not None for table in layout.TABLES.values())
    of_customers = [table for table in layout.TABLES.values() if table.about is About.CUSTOMER]
    assert all("customer_id" in {c.name for c in table.expand(YEARS)} for table in of_customers)


def test_an_unknown_number_is_a_finding_and_nothing_happens() -> None:
    grids = book()
    deleted = without(grids, [HIM, "999"])
    assert [(one.code, one.values) for one in deleted.findings] == [
        ("delete_customer_unknown", {"keys": ("999",)})
    ]
    assert deleted.grids is grids
    assert deleted.taken == {}


def test_the_last_customer_may_go_and_the_workbook_stays_readable() -> None:
    deleted = without(book(), [HIM, OTHER])
    assert left(deleted, "customers") == left(deleted, "figures") == []
    reading = read_workbook({**presets_grids(), **deleted.grids})
    assert len(reading.frames["customers"]) == 0
    assert not reading.stopped


@cache
def presets_grids() -> Mapping[str, Grid]:
    """The sample company: every table the owner fills, filled."""
    return presets.sample_company()


def test_a_number_that_only_last_year_knows_can_be_deleted() -> None:
    grids = book(prior_year=[{"customer_id": "88", "customer": "Alt GmbH"}])
    assert without(grids, ["88"]).rows == {"prior_year": 1}


@pytest.mark.parametrize("typed", [4711, 4711.0, " 4711 "])
def test_a_number_is_found_however_the_cell_holds_it(typed: object) -> None:
    grids = book(agreements=[{"customer_id": typed, "agreement": "Rabatt"}])
    assert without(grids, [HIM]).rows["agreements"] == 1


# Verkaufschancen, Termine, Punkte, Namensabgleich


def test_opportunities_without_a_number_go_where_the_name_is_his() -> None:
    chances = [
        {"customer": "rabenschwarz und Soehne", "project": "gleicher Name"},
        {"customer": "Raben", "project": "nach Antwort"},
        {"customer": "Neukunde", "project": "ohne Kunde"},
        {"customer": NAME, "customer_id": OTHER, "project": "mit Nummer eines anderen"},
    ]
    answers = [{"name": "Raben", "kind": "Verkaufschance", "chosen_id": HIM}]
    deleted = without(book(opportunities=chances, name_matches=answers), [HIM])
    at = [column.name for column in layout.OPPORTUNITIES.expand()].index("project")
    assert [row[at] for row in left(deleted, "opportunities")] == ["ohne Kunde", "mit Nummer eines anderen"]
    assert left(deleted, "name_matches") == []


def test_an_appointment_without_a_number_is_his_by_its_key_and_only_his() -> None:
    appointments: list[Mapping[str, object]] = [
        {"appointment": f"{HIM} Besuch 1"},
        {"appointment": f"{HIM} 9 Besuch 1"},
        {"appointment": "47110 Besuch 1"},
        {"appointment": None, "activity": "Besuch"},
    ]
    grids = book(appointments=appointments, agreements=[{"customer_id": f"{HIM} 9"}])
    assert without(grids, [HIM]).taken["appointments"].rows == (0,)


@pytest.mark.parametrize(
    ("item", "question", "goes"),
    [
        (f"Grenzfall {HIM}", "Warum?", True),
        (f"Verkaufschance {HIM} Neues Lager", "Warum?", True),
        ("Grenzfall 47110", "Warum?", False),
        (f"Kriterium {HIM}", "Warum?", False),
        (f"Besuch bei {NAME} klären", None, True),
        (f"Rabatt von {HIM} prüfen", None, True),
        ("Rabatt von Stabil AG prüfen", None, False),
        ("Umsatz 14.711 € prüfen, 4711,50 € offen", None, False),
    ],
)
def test_points_of_the_retreat_go_if_they_are_about_him(item: str, question: str | None, goes: bool) -> None:
    deleted = without(book(open_decisions=[{"item": item, "question": question}]), [HIM])
    assert bool(deleted.rows.get("open_decisions")) is goes


NAME_ROWS = [
    ({"name": "A", "candidate_id": HIM}, []),
    ({"name": "A", "candidate_id": HIM, "same": "nein"}, []),
    ({"name": "A", "candidate_id": OTHER, "chosen_id": HIM}, []),
    ({"name": f"{HIM} / {OTHER}", "kind": "zwei Kundennummern", "candidate_id": OTHER}, []),
    ({"name": NAME}, []),
    ({"name": "A", "candidate_id": HIM, "candidate": NAME, "chosen_id": OTHER}, ["A", OTHER]),
    ({"name": "A", "candidate_id": OTHER, "same": "ja"}, ["A", OTHER, "ja"]),
    ({"name": "A", "candidate_id": OTHER}, ["A", OTHER]),
]


@pytest.mark.parametrize(("row", "stays"), NAME_ROWS, ids=str)
def test_name_matches_go_but_for_the_answers_about_others(
    row: Mapping[str, object], stays: Sequence[object]
) -> None:
    deleted = without(book(name_matches=[row]), [HIM])
    kept = [cell for line in left(deleted, "name_matches") for cell in line if cell is not None]
    assert sorted(map(str, kept)) == sorted(map(str, stays))


def test_assignments_go_by_number_for_debtors_only_and_examples_are_emptied() -> None:
    rows = [
        {"scope": "Debitor", "text": HIM, "meaning": "nicht verwenden"},
        {"scope": "Konto", "text": HIM, "meaning": "Erlöse"},
        {"scope": "Zahlen", "text": "Name", "example": NAME},
        {"scope": "Zahlen", "text": "Ort", "example": "Ulm"},
    ]
    deleted = without(book(assignments=rows), [HIM])
    assert [row[:2] for row in left(deleted, "assignments")] == [
        ["Konto", HIM],
        ["Zahlen", "Name"],
        ["Zahlen", "Ort"],
    ]
    assert NAME not in texts({"assignments": deleted.grids["assignments"]})
    assert "Ulm" in texts({"assignments": deleted.grids["assignments"]})


# Nobody else


def _keys(grids: Mapping[str, Grid]) -> list[str]:
    return [str(key) for key in read_workbook(grids).frames["customers"]["customer_id"]]


def _row_keys(one: Grid) -> list[str | None]:
    headers = [header.strip() for header in one.headers]
    at = headers.index("Kundennr.") if "Kundennr." in headers else None
    return [None if at is None else cells.text(row[at]) for row in one.rows]


@given(data=st.data())
@settings(max_examples=examples(100))
def test_nobody_elses_cell_changes(data: st.DataObject) -> None:
    grids = presets_grids()
    doomed = data.draw(st.lists(st.sampled_from(_keys(grids)), min_size=1, max_size=4, unique=True))
    deleted = without(grids, doomed)
    assert deleted.findings == ()
    for name, before in grids.items():
        after = deleted.grids[name]
        assert len(after.rows) == len(before.rows)
        taken = deleted.taken.get(name)
        rows, single = (set(taken.rows), set(taken.cells)) if taken else (set(), set())
        for at, (old, new, key) in enumerate(zip(before.rows, after.rows, _row_keys(before), strict=True)):
            if key in doomed:
                assert all(cell is None for cell in new)
            elif layout.TABLES[name].about is About.CUSTOMER and key is not None:
                assert list(new) == list(old)
            for column, (was, is_now) in enumerate(zip(old, new, strict=True)):
                assert is_now == was or at in rows or (at, column) in single
    again = without(deleted.grids, doomed)
    assert [finding.code for finding in again.findings] == ["delete_customer_unknown"]


# Mentions


def test_mentions_are_named_with_sheet_row_and_column() -> None:
    grids = book(
        resolutions=[{"topic": "Preise"}, {"resolution": f"{NAME} bekommt Rabatt"}],
        agenda=[{"topic": "Kunde 4711"}],
        one_offs=[{"customer_id": OTHER, "year": 2025.0, "reason": "Messe mit RABENSCHWARZ & söhne"}],
        recipients=[{"group": "Team", "address": "r@rabe.de"}],
    )
    customers = grid("customers", [{"customer_id": OTHER, "customer": OTHER_NAME, OWN: f"wie {NAME}"}], [OWN])
    deleted = without(grids, [HIM])
    found = mentions({**deleted.grids, "customers": customers}.values(), deleted.gone)
    assert found == (
        Mention("Kunden", 6, OWN),
        Mention("Klausur", 7, "Beschluss"),
        Mention("Klausur", 6, "Thema"),
        Mention("Zahlen", 6, "Grund"),
    )


def test_without_mentions_nothing_is_named() -> None:
    deleted = without({**presets_grids(), **book()}, [HIM])
    assert mentions(deleted.grids.values(), deleted.gone) == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("4711", True),
        ("Rabatt für 4711.", True),
        ("(4711)", True),
        ("4711,50", False),
        ("14.711", False),
        ("47110", False),
        ("K4711", False),
        (NAME, True),
        (f"bei {NAME}, Ulm", True),
        ("Rabenschwarz und Soehne", True),
        ("Rabenschwarz", False),
        ("X", False),
        ("X Y", False),
        ("12", True),
        ("12 Kunden", False),
    ],
)
def test_what_counts_as_a_mention(text: str, meant: bool) -> None:
    assert mentions_him(text, Gone(frozenset({HIM, "12"}), (NAME, "X"))) is meant


PERSON = {"customer_id": "5", "customer": "Erna Kolb", "sole_trader": "ja"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Frau Kolb anrufen", True),
        ("Kolbs Lager", True),
        ("Erna Kolb", False),
        ("Kolben", None),
        ("kolb", None),
    ],
)
def test_a_surname_alone_is_named_as_perhaps_and_never_deleted(text: str, meant: bool | None) -> None:
    grids = book(agenda=[{"topic": text}], open_decisions=[{"item": "Frau Kolb anrufen"}])
    grids["customers"] = grid("customers", [PERSON])
    deleted = without(grids, ["5"])
    assert deleted.gone.surnames == ("Kolb",)
    assert left(deleted, "open_decisions"), "it may be another Frau Kolb"
    found = mentions([deleted.grids["agenda"]], deleted.gone)
    assert [mention.maybe for mention in found] == ([] if meant is None else [meant])


@pytest.mark.parametrize("change", [{"sole_trader": "nein"}, {"customer": "Erna Maria Kolb"}])
def test_only_sole_traders_with_two_names_have_a_surname(change: Mapping[str, object]) -> None:
    grids = book()
    grids["customers"] = grid("customers", [{**PERSON, **change}])
    assert without(grids, ["5"]).gone.surnames == ()


def test_a_name_somebody_else_has_too_is_no_mention_of_him() -> None:
    before = [{"customer_id": "5", "customer": OTHER_NAME}]
    grids = book(agenda=[{"topic": f"{OTHER_NAME} besuchen"}], prior_year=before)
    deleted = without(grids, ["5"])
    assert deleted.gone.names == ()
    assert mentions(deleted.grids.values(), deleted.gone) == ()
