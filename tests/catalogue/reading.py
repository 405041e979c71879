"""Befunde beim Lesen: grids of cells as they come from a workbook, and figures of a list taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
from tests.catalogue.cases import Case, Findings, Provoke

from kundenbindung.core.model import Settings
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Grid, Reading, empty_frame, read_table, read_workbook
from kundenbindung.workbook.intake import Figures, take_in

YEARS = (2023, 2024, 2025)
FIRST_ROW = 6
Row = Mapping[str, object]

SOUND: Mapping[str, Row] = {
    "customers": {"Kundennr.": "1001", "Kunde": "Müller & Söhne", "Einkaufsvolumen": 50_000.0},
    "figures": {"Kundennr.": "1001", "Umsatz 2023": 1.0, "Umsatz 2024": 2.0, "Umsatz 2025": 3.0},
    "one_offs": {"Kundennr.": "1001", "Jahr": 2024.0, "Umsatz": 900.0, "DB": 90.0},
    "opportunities": {"Kundennr.": "1001", "Vorhaben": "Neue Halle", "Wert": 5_000.0, "Status": "offen"},
    "criteria": {
        "Kriterium": "Umsatz",
        "Art": "hart",
        "Quelle": "Umsatz, Mittel der letzten drei Jahre",
        "Skala": "linear",
        "0 Punkte bei": 0.0,
        "10 Punkte bei": 100_000.0,
        "Gewicht": 100.0,
    },
    "settings": {"Einstellung": "Basisjahr", "Wert": 2025.0},
    "stages": {"Phase": "Angebot", "Wahrscheinlichkeit": 0.4},
    "margin_rates": {"Segment": "Handel", "DB-Satz": 0.25},
    "full_year": {"Kundennr.": "1001", "Vollwert": 36_000.0},
    "judgements": {"Kundennr.": "1001", "Urteil von": "Vertrieb", "Kundenbindung": 7.0},
    "screening": {"Kundennr.": "1001", "Grund": "Menge", "Hält an": "ja"},
}
"""One sound row per table, in the words of the workbook."""


def grid(table: str, *rows: Row, errors: Mapping[str, str] | None = None, without: str = "") -> Grid:
    """Rows of a table given by header, as they stand on the sheet from row 6 and column A on."""
    headers = tuple(column.label for column in layout.TABLES[table].expand(YEARS) if column.label != without)
    known = headers + tuple(name for row in rows for name in row if name not in headers and name != without)
    cells = [[row.get(header, "") for header in known] for row in rows]
    return Grid(table, known, cells, FIRST_ROW, errors=errors or {})


def workbook(*missing: str, **tables: Grid) -> Mapping[str, Grid]:
    """A sound workbook with some tables exchanged or left out."""
    sound = {name: grid(name, row) for name, row in SOUND.items()}
    return {name: made for name, made in {**sound, **tables}.items() if name not in missing}


def read(grids: Mapping[str, Grid]) -> Provoke:
    return lambda _: read_workbook(grids).findings


def _cell(
    code: str, table: str, label: str, cell: object, near: object, says: str, row: str | int = "1001"
) -> Case:
    """One cell of the sound row written otherwise, beside one that is understood."""

    def given(content: object) -> Provoke:
        sound = grid(table, {**SOUND[table], label: content})
        return lambda _: read_table(layout.TABLES[table], sound, YEARS)[1]

    names = {column.label: column.name for column in layout.TABLES[table].expand(YEARS)}
    return Case(code, "error", given(cell), given(near), table, row, names[label], (says,))


def _unfinished(address: str) -> Provoke:
    """A formula without a stored result at this address."""
    sound = grid("customers", SOUND["customers"])
    return read(workbook(customers=replace(sound, unfinished=frozenset({address}))))


def _setting(
    code: str, label: str, cell: object, near: object, says: str, *, severity: str = "error"
) -> Case:
    """One more row of the settings, beside one that is understood."""

    def given(content: object) -> Provoke:
        rows = (SOUND["settings"], {"Einstellung": label, "Wert": content})
        return read(workbook(settings=grid("settings", *rows)))

    name = next((entry.name for entry in layout.SETTINGS if entry.label == label), None)
    return Case(code, severity, given(cell), given(near), "settings", name, "value", (says,))


CELLS = (
    _cell("cell_not_number", "customers", "Einkaufsvolumen", "viel", "1.234,56", "word"),
    _cell("cell_not_number", "customers", "Einkaufsvolumen", bool(1), "1.234,56 €", "truth"),
    _cell("cell_not_number", "customers", "Einkaufsvolumen", "12 %", 12, "percent"),
    _cell("cell_not_number", "customers", "Rahmenvertragsanteil", "40 % oder mehr", " 12 %", "share"),
    _cell("cell_ambiguous", "customers", "Einkaufsvolumen", "1.234", "1.234,00", "german"),
    _cell("cell_ambiguous", "customers", "Einkaufsvolumen", "1,234", "1,23", "english"),
    _cell("cell_sign_unclear", "figures", "Umsatz 2024", "1.234,56 H", "-1.234,56", "side"),
    _cell("cell_is_date", "customers", "Kundenbindung", dt.date(2026, 5, 3), "3,5", "date"),
    _cell("cell_is_date", "customers", "Kundenbindung", dt.datetime(2026, 5, 3), 3.5, "moment"),
    _cell("cell_is_date", "customers", "Betreuungsstunden", dt.time(12, 30), "12,5", "time"),
    _cell("cell_not_date", "opportunities", "Abschluss erwartet", "bald", "31.03.2026", "word"),
    _cell("cell_not_date", "opportunities", "Abschluss erwartet", 46_112.0, dt.date(2026, 3, 31), "number"),
    _cell("cell_not_date", "opportunities", "Stand vom", "31.02.2026", "28.02.2026", "no day"),
    _cell("cell_not_date", "opportunities", "Stand vom", dt.date(1900, 2, 28), dt.date(1900, 3, 1), "early"),
    _cell("cell_not_date", "opportunities", "Stand vom", dt.date(2200, 1, 1), dt.date(2199, 12, 31), "late"),
    _cell("cell_missing", "figures", "Kundennr.", " ", 1001.0, "key", FIRST_ROW),
    _cell("cell_missing", "full_year", "Vollwert", None, 0.0, "number"),
    _cell("cell_missing", "criteria", "Art", "", "hart", "choice", "Umsatz"),
    _cell("cell_out_of_range", "customers", "Kundenbindung", 10.5, 10.0, "high"),
    _cell("cell_out_of_range", "customers", "Einkaufsvolumen", -0.01, 0.0, "low"),
    _cell("year_out_of_range", "one_offs", "Jahr", 24.0, 1990.0, "year"),
    _cell("share_out_of_range", "customers", "Reklamationsquote", 1.01, 1.0, "high"),
    _cell("share_out_of_range", "customers", "Rahmenvertragsanteil", 40.0, "40 %", "percent"),
    _cell("choice_unknown", "opportunities", "Status", "erledigt", "OFFEN", "word"),
    _cell("choice_unknown", "screening", "Hält an", 1.0, "teilweise ", "number"),
    _cell("text_too_long", "customers", "Ziele des Kunden", "x" * 32_768, "x" * 32_767, "length"),
)


def _error_cell(place: str) -> Provoke:
    sound = grid("customers", {**SOUND["customers"], "Einkaufsvolumen": ""}, errors={place: "#DIV/0!"})
    return read(workbook(customers=sound))


def _own_column(cell: object) -> Provoke:
    """A criterion named after a column that the owner added to Kunden."""
    customers = grid("customers", {**SOUND["customers"], "Entfernung": cell})
    criteria = grid("criteria", {**SOUND["criteria"], "Quelle": "Entfernung"})
    return read(workbook(customers=customers, criteria=criteria))


def renamed(table: str, label: str) -> Provoke:
    return read(workbook(**{table: grid(table, SOUND[table], without=label)}))


TABLES = (
    Case("table_missing", "error", read(workbook("stages")), read(workbook()), "stages"),
    Case(
        "table_missing",
        "error",
        read(workbook("screening")),
        read(workbook("prior_year")),
        "screening",
        says=("prior_year may be missing",),
    ),
    Case(
        "column_missing",
        "error",
        renamed("figures", "DB 2024"),
        read(workbook()),
        "figures",
        None,
        "margin_2024",
    ),
    Case(
        "column_missing",
        "error",
        renamed("criteria", "Gewicht"),
        renamed("criteria", "Wirkung"),
        "criteria",
        None,
        "weight",
        ("results may be missing",),
    ),
    Case(
        "cell_formula_empty",
        "error",
        read(
            workbook(customers=replace(grid("customers", SOUND["customers"]), unfinished=frozenset({"G6"})))
        ),
        read(
            workbook(customers=replace(grid("customers", SOUND["customers"]), unfinished=frozenset({"G9"})))
        ),
        "customers",
        "1001",
        "purchasing_volume_eur",
    ),
    Case(
        "rows_below_table",
        "error",
        read(workbook(customers=replace(grid("customers", SOUND["customers"]), row_below=7))),
        read(workbook(customers=grid("customers", SOUND["customers"]))),
        "customers",
        7,
    ),
    Case(
        "cell_error",
        "error",
        _error_cell(f"G{FIRST_ROW}"),
        _error_cell(f"G{FIRST_ROW + 1}"),
        "customers",
        "1001",
        "purchasing_volume_eur",
    ),
    Case(
        "cell_not_number",
        "error",
        _own_column("weit"),
        _own_column("25,5"),
        "customers",
        "1001",
        "Entfernung",
        ("own column",),
    ),
)


def _assumption(cell: object) -> Provoke:
    """How far a weight may be off, tried out in the sheet Was-wäre-wenn."""
    row = {"Annahme": "Übliche Unschärfe eines Gewichts", "Satz B": cell}
    return read(workbook(trial_assumptions=grid("trial_assumptions", row)))


SETTINGS = (
    Case(
        "share_out_of_range",
        "error",
        _assumption("95 %"),
        _assumption("90 %"),
        "trial_assumptions",
        "Übliche Unschärfe eines Gewichts",
        "set_b",
        ("assumption",),
    ),
    _setting("cell_not_number", "Zielumsatz im Planjahr", "viel", "1.234,56 €", "setting"),
    _setting("cell_not_date", "Stichtag", "gestern", "31.12.2025", "setting"),
    _setting("cell_out_of_range", "Monate im Basisjahr", 13.0, 12.0, "setting"),
    _setting("setting_not_whole", "Monate im Basisjahr", 5.5, 5.0, "setting"),
    _setting("share_out_of_range", "Anteil Strategie", 20.0, "20 %", "setting"),
    _setting("choice_unknown", "Art des Deckungsbeitrags", "DB IV", "DB III", "setting"),
    replace(
        _setting("setting_unknown", "Lieblingsfarbe", "blau", "", "name", severity="warning"),
        field="setting",
    ),
    Case(
        "entry_duplicate",
        "error",
        read(workbook(stages=grid("stages", SOUND["stages"], SOUND["stages"]))),
        read(workbook(stages=grid("stages", SOUND["stages"], {**SOUND["stages"], "Phase": "Gespräch"}))),
        "stages",
        None,
        "stage",
        ("phase",),
    ),
    Case(
        "entry_duplicate",
        "error",
        read(workbook(roles=grid("roles", {"Rolle": "Innendienst"}, {"Rolle": "innendienst "}))),
        read(workbook(roles=grid("roles", {"Rolle": "Innendienst"}, {"Rolle": "Innendienst 2"}))),
        "roles",
        None,
        "role",
        ("role",),
    ),
    Case(
        "appointment_twice",
        "warning",
        read(workbook(appointments=grid("appointments", {"Termin": "1 Besuch 1"}, {"Termin": "1 Besuch 1"}))),
        read(workbook(appointments=grid("appointments", {"Termin": "1 Besuch 1"}, {"Termin": "1 Besuch 2"}))),
        "appointments",
        "1 Besuch 1",
        "appointment",
    ),
    Case(
        "entry_duplicate",
        "error",
        read(workbook(settings=grid("settings", SOUND["settings"], SOUND["settings"]))),
        read(workbook(settings=grid("settings", SOUND["settings"]))),
        "settings",
        None,
        "setting",
        ("setting",),
    ),
    Case(
        "base_year_empty",
        "error",
        read(workbook(settings=grid("settings", {"Einstellung": "Basisjahr", "Wert": ""}))),
        read(workbook()),
        "settings",
        "base_year",
        "value",
    ),
)


def book(years: Sequence[int], *keys: str) -> Reading:
    """A read workbook for these years with these customers in Zahlen."""
    rows = [{"Kundennr.": key, **{f"Umsatz {year}": 100.0 for year in years}} for key in keys]
    headers = tuple(column.label for column in layout.FIGURES.expand(years))
    cells = [[row.get(header, "") for header in headers] for row in rows]
    figures, _ = read_table(layout.FIGURES, Grid("figures", headers, cells, FIRST_ROW), years)
    frames = {"figures": figures, "customers": empty_frame(layout.CUSTOMERS)}
    return Reading(tuple(years), Settings(base_year=years[-1]), frames, ())


def listed(*years: int) -> Figures:
    """A list of one customer with revenue in these years."""
    keys = pd.Index(["1001"], dtype=object, name="customer_id")
    money = pd.DataFrame({year: [100.0] for year in years}, keys)
    return Figures("liste.csv", pd.Series(["Müller"], keys, dtype=object), None, money, money * 0.3)


def changed_list(amount: float) -> Figures:
    """The list of one customer with another revenue."""
    same = listed(*YEARS)
    return replace(same, revenue=same.revenue * 0.0 + amount)


def _taken(reading: Reading, figures: Figures) -> Provoke:
    def provoke(folder: Path) -> Findings:
        return take_in(reading, figures).findings

    return provoke


FULL, EMPTY = book(YEARS, "1001"), book(YEARS)

IMPORTS = (
    Case(
        "import_years_differ",
        "error",
        _taken(FULL, listed(2021, 2022)),
        _taken(FULL, listed(2022, 2023)),
        "figures",
    ),
    Case(
        "import_years_adopted",
        "notice",
        _taken(EMPTY, listed(2020, 2021, 2022)),
        _taken(EMPTY, listed(2023, 2024, 2025)),
        "settings",
        "base_year",
        "value",
        ("other years",),
    ),
    Case(
        "import_years_adopted",
        "notice",
        _taken(EMPTY, listed(2022, 2023, 2024)),
        _taken(FULL, listed(2022, 2023, 2024)),
        "settings",
        "base_year",
        "value",
        ("only where empty",),
    ),
    Case(
        "import_values_replaced",
        "notice",
        _taken(FULL, changed_list(200.0)),
        _taken(FULL, changed_list(100.0)),
        "figures",
    ),
    Case(
        "import_customers_kept",
        "notice",
        _taken(book(YEARS, "1001", "1002"), listed(*YEARS)),
        _taken(FULL, listed(*YEARS)),
        "figures",
    ),
    Case(
        "import_years_missing",
        "notice",
        _taken(EMPTY, listed(2024, 2025)),
        _taken(FULL, listed(2024, 2025)),
        "figures",
    ),
    Case(
        "import_years_unused",
        "notice",
        _taken(FULL, listed(2022, *YEARS)),
        _taken(FULL, listed(*YEARS)),
        "figures",
    ),
)

CASES = (*CELLS, *TABLES, *SETTINGS, *IMPORTS)

UNDERSTOOD = (
    ("Einkaufsvolumen", "1.234,56", 1234.56),
    ("Einkaufsvolumen", "1.234,56 €", 1234.56),
    ("Einkaufsvolumen", " 1 234,56 ", 1234.56),
    ("Einkaufsvolumen", "1,234.56", 1234.56),
    ("Einkaufsvolumen", "1234", 1234.0),
    ("Zahlungsverzug", "-3", -3.0),
    ("Zahlungsverzug", "3-", -3.0),
    ("Rahmenvertragsanteil", " 12 %", 0.12),
    ("Rahmenvertragsanteil", "0,12", 0.12),
    ("Rahmenvertragsanteil", "12,5%", 0.125),
    ("Einzelunternehmer", " Ja ", "yes"),
    ("Kunde", 4711.0, "4711"),
)
"""Cells of Kunden pasted as text, and what they mean."""
