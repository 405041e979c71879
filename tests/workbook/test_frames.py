"""Raster und Tabellen: headers, rows, keys, settings and inputs of the core."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from kundenbindung.core.model import (
    CUSTOMER_COLUMNS,
    DECISION_COLUMNS,
    EVERY_SEGMENT,
    Criterion,
    CriterionKind,
    Scale,
    Settings,
    Severity,
)
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import (
    Grid,
    Reading,
    empty_frame,
    own_columns,
    read_settings,
    read_table,
    read_workbook,
    settings_frame,
    years_of,
)
from kundenbindung.workbook.inputs import _appointments, criteria_of, to_inputs, with_known_roles
from kundenbindung.workbook.schema import Table

YEARS = (2023, 2024, 2025)
READ = (*layout.INPUT_TABLES, "screening")


def headers_of(table: Table) -> tuple[str, ...]:
    """Headers of the columns the reader looks for."""
    needed = (column for column in table.expand(YEARS) if column.role.typed or column.name == table.key)
    return tuple(column.label for column in needed)


HEADERS = {name: headers_of(layout.TABLES[name]) for name in READ}
CRITERION = {
    "Kriterium": "Umsatz",
    "Art": "hart",
    "Quelle": "Umsatz, Mittel der letzten drei Jahre",
    "Skala": "linear",
    "Gewicht": 100,
}


def grid(
    name: str,
    *rows: Mapping[str, object],
    first_row: int = 6,
    first_column: int = 0,
    more: tuple[str, ...] = (),
) -> Grid:
    """Rows by header, everything else empty."""
    headers = HEADERS[name] + more
    return Grid(
        name, headers, [[row.get(header, "") for header in headers] for row in rows], first_row, first_column
    )


def grids(**changed: Grid | None) -> dict[str, Grid]:
    """A small whole workbook; tables given as None are missing."""
    rows: dict[str, list[Mapping[str, object]]] = {
        "customers": [{"Kundennr.": "007", "Kunde": "Müller"}],
        "figures": [{"Kundennr.": "007", "Kunde": "Müller", "Umsatz 2023": 1.0, "Umsatz 2025": 3.0}],
        "criteria": [CRITERION],
        "settings": [{"Einstellung": "Basisjahr", "Wert": 2025}],
    }
    found: dict[str, Grid | None] = {name: grid(name, *rows.get(name, [])) for name in HEADERS}
    return {name: table for name, table in (found | changed).items() if table is not None}


def codes(read: Reading) -> list[tuple[str, object, object]]:
    return [(finding.code, finding.row, finding.field) for finding in read.findings]


def test_a_whole_workbook() -> None:
    read = read_workbook(grids())
    assert (read.findings, read.stopped, read.years) == ((), False, YEARS)
    assert read.settings == Settings(base_year=2025)
    inputs = to_inputs(read)
    assert inputs.years == YEARS
    assert list(inputs.revenue.loc["007"]) == pytest.approx([1.0, math.nan, 3.0], nan_ok=True)
    assert inputs.margin.isna().all(axis=None)
    assert (inputs.names, list(inputs.customers.columns)) == ({"007": "Müller"}, list(CUSTOMER_COLUMNS))
    assert list(inputs.decisions.columns) == list(DECISION_COLUMNS)


@pytest.mark.parametrize("name", [*layout.INPUT_TABLES, "screening"])
def test_a_missing_table_stops_unless_it_is_optional(name: str) -> None:
    read = read_workbook(grids(**{name: None}))
    missing = [finding for finding in read.findings if finding.code == "table_missing"]
    assert read.stopped is (name not in layout.OPTIONAL_TABLES)
    assert [finding.table for finding in missing] == ([] if name in layout.OPTIONAL_TABLES else [name])


@pytest.mark.parametrize("name", [*layout.INPUT_TABLES, "screening"])
def test_every_typed_column_is_needed(name: str) -> None:
    for column in layout.TABLES[name].expand(YEARS):
        if column.role.typed or column.name == layout.TABLES[name].key:
            whole = grids()[name]
            place = whole.headers.index(column.label)
            headers = tuple("Umbenannt" if at == place else header for at, header in enumerate(whole.headers))
            _, found = read_table(layout.TABLES[name], dataclasses.replace(whole, headers=headers), YEARS)
            missing = [finding for finding in found if finding.code == "column_missing"]
            assert [(finding.field, finding.severity) for finding in missing] == (
                [] if column.optional else [(column.name, Severity.ERROR)]
            )


def test_output_columns_are_not_needed() -> None:
    assert (
        codes(read_workbook(grids(screening=grid("screening", {"Kundennr.": "007", "Level": "Service"}))))
        == []
    )


def test_headers_with_blanks_around_them_are_found() -> None:
    whole = grids()["customers"]
    padded = dataclasses.replace(whole, headers=tuple(f" {header} " for header in whole.headers))
    frame, found = read_table(layout.CUSTOMERS, padded)
    assert (frame["customer"].tolist(), found) == (["Müller"], [])


def test_empty_rows_are_left_out_and_rows_counted_as_in_the_sheet() -> None:
    rows: tuple[dict[str, object], ...] = (
        {"Kundennr.": "1"},
        {},
        {"Kunde": "  "},
        {"Kundennr.": "2", "Kundenbindung": "viel"},
    )
    read = read_workbook(grids(customers=grid("customers", *rows, first_row=10, first_column=2)))
    assert codes(read) == [("cell_not_number", "2", "loyalty")]
    assert read.findings[0].values["cell"] == "N13"


def test_a_row_without_its_key_is_named_by_its_number() -> None:
    read = read_workbook(grids(customers=grid("customers", {"Kunde": "ohne Nummer"})))
    assert codes(read) == [("cell_missing", 6, "customer_id")]


def test_error_cells_are_findings_only_where_the_owner_types() -> None:
    spoilt = dataclasses.replace(grids()["customers"], errors={"B6": "#NAME?", "Z99": "#REF!"})
    read = read_workbook(grids(customers=spoilt))
    assert codes(read) == [("cell_error", "007", "customer")]
    assert read.findings[0].values["text"] == "#NAME?"


def test_columns_the_owner_added_are_carried_raw() -> None:
    more = ("Notiz", "customer")
    row = {"Kundennr.": "007", "Kunde": "Müller", "Notiz": " roh ", "customer": 5.0}
    frame, found = read_table(layout.CUSTOMERS, grid("customers", row, {"Kundennr.": "8"}, more=more))
    assert found == []
    assert own_columns(layout.CUSTOMERS, frame, ()) == ["Notiz", "customer "]
    assert frame["Notiz"].tolist() == [" roh ", None]
    assert frame["customer"].tolist() == ["Müller", None]
    assert frame["customer "].tolist() == [5.0, None]


def test_columns_added_to_result_tables_are_not() -> None:
    frame, _ = read_table(layout.SCREENING, grid("screening", {"Kundennr.": "7", "X": 1}, more=("X",)))
    assert "X" not in frame


def test_a_column_of_the_owner_as_source_becomes_numbers() -> None:
    criterion = {"Kriterium": "K", "Art": "hart", "Quelle": "Fläche", "Skala": "linear", "Gewicht": 1}
    customers = grid(
        "customers",
        {},
        {"Kundennr.": "1", "Fläche": "1.250,5"},
        {"Kundennr.": "2", "Fläche": "groß"},
        more=("Fläche",),
    )
    read = read_workbook(grids(customers=customers, criteria=grid("criteria", criterion)))
    assert codes(read) == [("cell_not_number", "2", "Fläche")]
    assert read.findings[0].values["cell"] == "Q8"
    assert read.frames["customers"]["Fläche"].tolist() == pytest.approx([1250.5, math.nan], nan_ok=True)


def settings(*rows: tuple[str, object]) -> Grid:
    return grid("settings", *({"Einstellung": label, "Wert": value} for label, value in rows))


def test_settings_are_typed_by_their_unit() -> None:
    rows = (
        ("Basisjahr", "2025"),
        ("Unternehmen", 4711.0),
        ("Monate im Basisjahr", 7.0),
        ("Anteil Strategie", "25 %"),
        ("Stichtag", "30.6.2025"),
        ("Zielumsatz im Planjahr", "1.000.000,00 €"),
        ("Art des Deckungsbeitrags", "db ii"),
        ("Halt durch das Vorjahr", 0),
        ("Anteil Service", None),
    )
    read = read_workbook(grids(settings=settings(*rows)))
    assert read.findings == ()
    found = read.settings
    assert (found.base_year, found.company, found.months_in_base_year) == (2025, "4711", 7)
    assert (found.share_strategy, found.reporting_date) == (0.25, dt.date(2025, 6, 30))
    assert (found.target_revenue_eur, found.margin_kind) == (1_000_000.0, "DB II")
    assert (found.memory_points, found.share_service) == (0.0, 0.10)
    assert isinstance(found.months_in_base_year, int)


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("Anteil Strategie", 20, "share_out_of_range"),
        ("Monate im Basisjahr", 13, "cell_out_of_range"),
        ("Stichtag", "bald", "cell_not_date"),
        ("Art des Deckungsbeitrags", "DB IV", "choice_unknown"),
        ("Basisjahr", "bald", "cell_not_number"),
    ],
)
def test_settings_that_do_not_fit_stop(label: str, value: object, code: str) -> None:
    rows = [("Basisjahr", 2025), (label, value)] if label != "Basisjahr" else [(label, value)]
    read = read_workbook(grids(settings=settings(*rows)))
    name = next(setting.name for setting in layout.SETTINGS if setting.label == label)
    assert codes(read) == [(code, name, "value")]
    assert read.stopped
    assert read.findings[0].values["cell"] == f"B{5 + len(rows)}"


def test_an_unknown_setting_is_a_warning() -> None:
    read = read_workbook(grids(settings=settings(("Basisjahr", 2025), ("Wetter", "gut"), ("Leer", None))))
    assert [(finding.code, finding.severity) for finding in read.findings] == [
        ("setting_unknown", Severity.WARNING)
    ]


def test_without_a_base_year_nothing_can_be_computed() -> None:
    read = read_workbook(grids(settings=settings(("Basisjahr", None))))
    assert codes(read) == [("base_year_empty", "base_year", "value")]
    assert read.stopped


@pytest.mark.parametrize(
    "chosen",
    [
        Settings(base_year=2025),
        Settings(
            base_year=2020, company="A & B", memory_points=0.0, kappa_repeat=0.0, theta=0.0, overdue_days=0
        ),
        Settings(
            base_year=2025, reporting_date=dt.date(2025, 6, 30), booked_share=0.55, margin_kind="DB III"
        ),
    ],
)
def test_settings_survive_their_table(chosen: Settings) -> None:
    frame = settings_frame(chosen)
    rows = list(zip(frame["setting"], frame["value"], strict=True))
    table = grid("settings", *({"Einstellung": label, "Wert": value} for label, value in rows))
    read, _ = read_table(layout.SETTINGS_TABLE, table)
    assert read_settings(read, table) == (chosen, [])


def test_an_empty_weight_counts_as_nothing() -> None:
    row = {
        "Kriterium": "K",
        "Art": "weich",
        "Quelle": "Eigenes",
        "Skala": "größenordnung",
        "0 Punkte bei": "10 %",
    }
    found = criteria_of(read_workbook(grids(criteria=grid("criteria", row))).frames["criteria"])
    assert found == (Criterion("K", CriterionKind.SOFT, "Eigenes", Scale.LOG, 0.1, None, 0.0),)


def test_years_are_those_of_the_headers() -> None:
    headers = (
        "Kundennr.",
        "Umsatz 2024",
        " DB 2023 ",
        "Umsatz 2023",
        "Umsatz gesamt",
        "Umsatz 20245",
        "DB 2024",
    )
    assert years_of(headers) == (2023, 2024)
    assert years_of(()) == ()


def test_an_empty_frame_has_the_typed_columns() -> None:
    assert list(empty_frame(layout.FIGURES, (2025,))) == [
        "customer_id",
        "customer",
        "revenue_2025",
        "margin_2025",
    ]
    assert list(empty_frame(layout.SCREENING)) == ["customer_id", *_decision_order()]


def _decision_order() -> list[str]:
    return [column.name for column in layout.SCREENING.expand() if column.role.typed]


def test_inputs_of_the_small_tables() -> None:
    changed: dict[str, Any] = {
        "stages": grid("stages", {"Phase": "Angebot", "Wahrscheinlichkeit": 0.4}),
        "margin_rates": grid(
            "margin_rates", {"Segment": "Handel", "DB-Satz": "20 %"}, {"Segment": "Alle", "DB-Satz": "30 %"}
        ),
        "full_year": grid("full_year", {"Kundennr.": "9", "Vollwert": 5}),
        "opportunities": grid("opportunities", {"Vorhaben": "V", "Wert": 5, "Status": "gewonnen"}),
        "screening": grid("screening", {"Kundennr.": "9", "Level": "Service", "Am": "1.2.2025"}),
        "prior_year": grid("prior_year", {"Kundennr.": "9", "Kunde": "Alt", "Level": "Vertrieb"}),
    }
    inputs = to_inputs(read_workbook(grids(**changed)))
    assert (inputs.stages, inputs.margin_rates) == ({"Angebot": 0.4}, {"Handel": 0.2, EVERY_SEGMENT: 0.3})
    assert inputs.full_year.loc["9", "revenue_eur"] == 5.0
    assert list(inputs.opportunities.loc[0, ["customer_id", "project", "status"]]) == [None, "V", "won"]
    assert list(inputs.decisions.loc["9", ["decided_level", "decided_on"]]) == [
        "service",
        dt.date(2025, 2, 1),
    ]
    assert inputs.prior_year.loc["9", "care_level"] == "sales"
    assert "customer" not in inputs.prior_year


def test_points_of_the_klausur_are_ours_only_with_our_question() -> None:
    """Read back from an output column, whose cells are no findings; the kind decides where it is missing."""
    labels = ("Punkt", "Worum es geht", "Ergebnis", "Wer", "Bis wann")
    cells = [
        ["Grenzfall 007", " Welches Level? ", "entschieden", "", ""],
        ["Entscheidung über Bonus", "", "vertagt", "MK", "31.3.2026"],
        ["Messe planen", "notiert", "", "", ""],
        ["Messe planen", "", "", "TK", ""],
        ["", "", "", "ohne Punkt", ""],
    ]
    points = Grid("open_decisions", labels, cells, 6, errors={"B6": "#NAME?"})
    read = read_workbook(grids(open_decisions=points))
    assert read.findings == ()
    assert read.frames["open_decisions"]["question"].tolist() == [
        "Welches Level?",
        None,
        "notiert",
        None,
        None,
    ]
    table = to_inputs(read).retreat
    assert table["found"].to_dict() == {
        "borderline 007": True,
        "decision über Bonus": False,
        "Messe planen": False,
    }
    assert table.loc["decision über Bonus", "until"] == dt.date(2026, 3, 31)
    without = dataclasses.replace(
        points, headers=labels[:1] + labels[2:], rows=[row[:1] + row[2:] for row in cells], errors={}
    )
    found = to_inputs(read_workbook(grids(open_decisions=without))).retreat["found"]
    assert found["borderline 007"]
    assert found["decision über Bonus"]


def test_reading_changes_no_grid() -> None:
    whole = grids()
    before = {name: [list(row) for row in table.rows] for name, table in whole.items()}
    to_inputs(read_workbook(whole))
    assert {name: [list(row) for row in table.rows] for name, table in whole.items()} == before
    pd.testing.assert_frame_equal(
        read_workbook(whole).frames["figures"], read_workbook(whole).frames["figures"]
    )


def test_a_role_is_the_same_however_it_is_spelled() -> None:
    roles = pd.Series(["Innendienst", None, "Groß handel"], dtype=object)
    table = pd.DataFrame(
        {"role": ["INNENDIENST", " innendienst", "Groß  Handel", "Chef", None]}, dtype=object
    )
    found = with_known_roles(table, roles)["role"].tolist()
    assert found == ["Innendienst", "Innendienst", "Groß handel", "Chef", None]


def test_of_several_rows_of_a_termin_the_first_entries_count() -> None:
    rows = (
        {"Termin": "1 Besuch 1", "Datum": "KW 12"},
        {"Termin": "1 Besuch 1", "erledigt am": dt.date(2026, 3, 2), "Datum": dt.date(2026, 3, 3)},
        {"Termin": "1 Besuch 1", "Ergebnis": "gut", "erledigt am": dt.date(2026, 4, 1)},
    )
    headers = ("Datum", "verlegt auf", "erledigt am", "Ergebnis", "Termin")
    grid = Grid("appointments", headers, [[row.get(name) for name in headers] for row in rows], first_row=6)
    frame, found = read_table(layout.APPOINTMENTS, grid)
    assert found == []
    assert frame["date"].tolist() == ["KW 12", dt.date(2026, 3, 3), None], "what the owner typed is kept"
    known = _appointments(frame)
    assert known.index.tolist() == ["1 Besuch 1"]
    assert known.iloc[0].tolist()[0::2] == [dt.date(2026, 3, 3), dt.date(2026, 3, 2)]
    assert known.iloc[0]["outcome"] == "gut"
