"""Die Mappe: every sheet, table, column, list and setting, declared once.

Builder, reader, frames, messages and the reference pages are all derived from this module. Adding a column is
one line in the module of its table in `tables`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from kundenbindung.workbook import controls
from kundenbindung.workbook.charts import CHARTS
from kundenbindung.workbook.choices import CHOICES, OWN_SOURCE_SIGHT, SOURCE_SIGHT, SOURCE_UNITS
from kundenbindung.workbook.schema import (
    BELOW,
    HEADER_ROW,
    RIGHT,
    Placement,
    Setting,
    Sheet,
    SheetKind,
    Table,
)
from kundenbindung.workbook.settings import (
    CHANCES,
    FINE,
    GENERAL,
    LEVELS,
    PLANNING,
    RATING,
    RESOURCES,
    RETREAT,
    SETTINGS,
    STABILITY,
    TREND,
)
from kundenbindung.workbook.tables import cockpit
from kundenbindung.workbook.tables.appointments import AGREEMENTS, APPOINTMENTS, CLOSURES
from kundenbindung.workbook.tables.entries import (
    CRITERIA,
    CUSTOMERS,
    FIGURES,
    FULL_YEAR,
    JUDGEMENTS,
    MARGIN_RATES,
    ONE_OFFS,
    OPPORTUNITIES,
    SETTINGS_TABLE,
    STAGES,
)
from kundenbindung.workbook.tables.mail import DISPATCHES, GROUPS, RECIPIENTS
from kundenbindung.workbook.tables.prior_year import (
    LEVEL_CAUSES,
    LEVEL_MATRIX,
    PLAN_CHECK,
    PRIOR_CRITERIA,
    PRIOR_YEAR,
)
from kundenbindung.workbook.tables.reading_in import ASSIGNMENTS, IMPORTS, NAME_MATCHES
from kundenbindung.workbook.tables.resources import (
    ACTIVITIES,
    CAPACITY,
    CAPACITY_SPLIT,
    HOURS_MATRIX,
    PROMISE,
    REPAIRS,
    ROLE_SLOTS,
    ROLES,
    WATERING,
    WATERING_LEVELS,
    WATERING_ROWS,
)
from kundenbindung.workbook.tables.results import BACKTEST, COMPANY, EXPAND, PLAN, SCREENING, SECURE
from kundenbindung.workbook.tables.retreat import (
    AGENDA,
    CONCENTRATION,
    OPEN_DECISIONS,
    RESOLUTIONS,
    RETREAT_STATUS,
    WALK_AWAY,
)
from kundenbindung.workbook.tables.start import FINDINGS, KEY_FIGURES, SPLIT, STEPS
from kundenbindung.workbook.tables.trial import (
    TRIAL,
    TRIAL_ASSUMPTIONS,
    TRIAL_BELOW,
    TRIAL_CAPACITY,
    TRIAL_GAP,
    TRIAL_LIVE,
    TRIAL_LIVE_CAPACITY,
    TRIAL_LIVE_NAMES,
    TRIAL_LIVE_PER_SET,
    TRIAL_SETS,
    TRIAL_SETTINGS,
    TRIAL_SLOTS,
    TRIAL_WEIGHTS,
)

__all__ = [
    "ACTIVITIES",
    "AGENDA",
    "AGREEMENTS",
    "APPOINTMENTS",
    "ASSIGNMENTS",
    "BACKTEST",
    "BUTTONS",
    "CAPACITY",
    "CAPACITY_SPLIT",
    "CHANCES",
    "CHOICES",
    "CLOSURES",
    "CODE_NAMES",
    "COMPANY",
    "CONCENTRATION",
    "CONFIG",
    "CONFIG_CELLS",
    "CONFIG_SHEET",
    "CRITERIA",
    "CUSTOMERS",
    "DISPATCHES",
    "DONE_NAME",
    "EXPAND",
    "FIGURES",
    "FINDINGS",
    "FINDINGS_ROW",
    "FINE",
    "FULL_YEAR",
    "FUNCTIONS",
    "GENERAL",
    "GROUPS",
    "HOURS_MATRIX",
    "IMPORTS",
    "INPUT_TABLES",
    "JUDGEMENTS",
    "KEY_FIGURES",
    "LEADS",
    "LEVELS",
    "LEVEL_CAUSES",
    "LEVEL_MATRIX",
    "LINKED",
    "MARGIN_RATES",
    "NAME_MATCHES",
    "ONE_OFFS",
    "OPEN_DECISIONS",
    "OPPORTUNITIES",
    "OPTIONAL_TABLES",
    "OWN_SOURCE_SIGHT",
    "PLAN",
    "PLANNING",
    "PLAN_CHECK",
    "PRIOR_CRITERIA",
    "PRIOR_YEAR",
    "PROMISE",
    "RATING",
    "RECIPIENTS",
    "REPAIRS",
    "RESOLUTIONS",
    "RESOURCES",
    "RETREAT",
    "RETREAT_STATUS",
    "RIBBON",
    "RIBBON_TAB",
    "ROLES",
    "ROLE_SLOTS",
    "RUN_NAME",
    "SCREENING",
    "SECURE",
    "SETTINGS",
    "SETTINGS_TABLE",
    "SHEETS",
    "SIDE_COLUMN",
    "SOURCE_SIGHT",
    "SOURCE_UNITS",
    "SPLIT",
    "SPLIT_ROW",
    "STABILITY",
    "STAGES",
    "STEPS",
    "STEP_COUNT",
    "TABLES",
    "TREND",
    "TRIAL",
    "TRIAL_ASSUMPTIONS",
    "TRIAL_BELOW",
    "TRIAL_CAPACITY",
    "TRIAL_GAP",
    "TRIAL_LIVE",
    "TRIAL_LIVE_CAPACITY",
    "TRIAL_LIVE_NAMES",
    "TRIAL_LIVE_PER_SET",
    "TRIAL_SETS",
    "TRIAL_SETTINGS",
    "TRIAL_SLOTS",
    "TRIAL_WEIGHTS",
    "WALK_AWAY",
    "WATERING",
    "WATERING_LEVELS",
    "WATERING_ROWS",
    "WORKBOOK_CODE_NAME",
    "setting",
    "sheet_of",
    "word",
]

TABLES: Mapping[str, Table] = {table.name: table for table in (STEPS, KEY_FIGURES, SPLIT, FINDINGS, CUSTOMERS, FIGURES, ONE_OFFS, OPPORTUNITIES, CRITERIA, SCREENING, PLAN, COMPANY, EXPAND, SECURE, BACKTEST, SETTINGS_TABLE, STAGES, MARGIN_RATES, FULL_YEAR, JUDGEMENTS, TRIAL_WEIGHTS, TRIAL_ASSUMPTIONS, TRIAL, PRIOR_YEAR, PRIOR_CRITERIA, LEVEL_MATRIX, LEVEL_CAUSES, PLAN_CHECK, AGENDA, OPEN_DECISIONS, RETREAT_STATUS, RESOLUTIONS, CONCENTRATION, WALK_AWAY, CAPACITY, ROLES, ACTIVITIES, CAPACITY_SPLIT, REPAIRS, PROMISE, WATERING_LEVELS, WATERING, HOURS_MATRIX, APPOINTMENTS, AGREEMENTS, CLOSURES, TRIAL_CAPACITY, ASSIGNMENTS, NAME_MATCHES, IMPORTS, GROUPS, RECIPIENTS, DISPATCHES, *cockpit.TABLES)}

STEP_COUNT = 7

SIDE_COLUMN = 6

SPLIT_ROW = HEADER_ROW + STEP_COUNT + 4

FINDINGS_ROW = SPLIT_ROW + 6

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "start",
        "Start",
        "shStart",
        SheetKind.START,
        "Kundenbindung",
        "Einmal im Jahr: Kunden sichten, Trends erklären, sicher planen, Betreuung entscheiden.",
        (Placement("steps"), Placement("key_figures", SIDE_COLUMN), Placement("findings", 0, FINDINGS_ROW), Placement("split", SIDE_COLUMN, SPLIT_ROW)),
        freeze=False,
        copied="Das Unternehmen auf einen Blick.",
    ),
    Sheet("customers", "Kunden", "shKunden", SheetKind.INPUT, "Kunden", "Eine Zeile je Bestandskunde. Pflicht ist nur die Kundennummer; was Sie nicht wissen, lassen Sie leer.", (Placement("customers"),), freeze_columns=2, pages_wide=2, copied="Ihre Kunden mit den Angaben, aus denen die Punkte entstehen. In die gelben Spalten dürfen Sie schreiben."),
    Sheet("figures", "Zahlen", "shZahlen", SheetKind.INPUT, "Zahlen", "Netto-Umsatz und Deckungsbeitrag je Geschäftsjahr in Euro. Rechts daneben: Einmaleffekte, die herausgerechnet werden.", (Placement("figures"), Placement("one_offs", RIGHT)), freeze_columns=2, copied="Zahlen je Geschäftsjahr in Euro."),
    Sheet("opportunities", "Pipeline", "shPipeline", SheetKind.INPUT, "Pipeline", "Eine Zeile je Verkaufschance bei Bestandskunden. Der Wert ist der Umsatz eines vollen Jahres.", (Placement("opportunities"),), freeze_columns=2, copied="Eine Zeile je Verkaufschance. In die gelben Spalten dürfen Sie schreiben, neue Verkaufschancen darunter ergänzen."),
    Sheet("criteria", "Kriterien", "shKriterien", SheetKind.INPUT, "Kriterien und Gewichte", "Woran messen Sie Ihre Kunden? Sechs bis acht harte und zwei bis drei weiche Kriterien; die Gewichte sind Beispielwerte und gehören in die Klausur.", (Placement("criteria"),), freeze_columns=1, copied="Woran die Kunden gemessen werden und was wie viel zählt."),
    Sheet("screening", "Screening", "shScreening", SheetKind.RESULT, "Screening", "Jeder Kunde mit Punkten, Trend und Level. In die blauen Spalten schreiben Sie; alles andere schreibt die Berechnung.", (Placement("screening"),), freeze_columns=2, pages_wide=2, copied="Jeder Kunde mit seinem Betreuungslevel."),
    Sheet(
        "plan",
        "Plan",
        "shPlan",
        SheetKind.RESULT,
        "Sicherer Plan",
        "Ausgangswert + Trendanteil + gewonnen + offen gewichtet - Doppelzählung = Erwartet; minus Sicherheitsabschlag = Sicher. Rechts daneben: Unternehmen, Lücke, Listen.",
        (Placement("plan"), Placement("company", RIGHT), Placement("backtest", RIGHT), Placement("expand", RIGHT), Placement("secure", RIGHT)),
        freeze_columns=2,
        copied="Was im Planjahr zu erwarten ist und womit sicher gerechnet wird.",
    ),
    Sheet(
        "resources",
        "Ressourcen",
        "shRessourcen",
        SheetKind.INPUT,
        "Ressourcen",
        "Trägt die Aufteilung? Oben die Antwort, darunter Ihre Rollen und Leistungen, dann Reparaturen, Leistungsversprechen und die Probe auf die Gießkanne.",
        (
            Placement("capacity"),
            Placement("roles", BELOW),
            Placement("activities", BELOW, new_page=True),
            Placement("capacity_split", BELOW, new_page=True),
            Placement("repairs", BELOW),
            Placement("promise", BELOW),
            Placement("watering_levels", BELOW),
            Placement("watering", BELOW, new_page=True),
            Placement("hours_matrix", BELOW),
        ),
        freeze=False,
        copied="Was ein Kunde von seinem Level merkt und was es an Zeit braucht.",
    ),
    Sheet(
        "retreat",
        "Klausur",
        "shKlausur",
        SheetKind.INPUT,
        "Klausur",
        "Zwei Tage hinter verschlossener Tür: was noch zu entscheiden ist, Agenda, Klumpen, Beschlüsse und ganz unten die offenen Entscheidungen.",
        (Placement("retreat_status"), Placement("agenda", BELOW), Placement("concentration", BELOW, new_page=True), Placement("walk_away", BELOW), Placement("resolutions", BELOW), Placement("open_decisions", BELOW, new_page=True)),
        freeze=False,
        copied="Stand und Ergebnisse der Klausur.",
    ),
    Sheet(
        "appointments",
        "Termine",
        "shTermine",
        SheetKind.RESULT,
        "Termine",
        "Wer trifft im Planjahr wann wen? In die blauen Spalten schreiben Sie, was war; Eingetragenes bleibt bei jeder Berechnung. Rechts daneben: Vereinbarungen.",
        (Placement("appointments"), Placement("agreements", RIGHT)),
        freeze_columns=0,
        copied="Wer trifft im Planjahr wann wen? In die gelben Spalten dürfen Sie schreiben, was war.",
    ),
    Sheet(
        "cockpit",
        "Cockpit",
        "shCockpit",
        SheetKind.RESULT,
        "Cockpit",
        "Das Jahr in Bildern. Jeder Titel ist die Feststellung der letzten Berechnung; die Zahlen dahinter stehen rechts daneben.",
        (Placement(cockpit.STATEMENTS.name), *(Placement(table.name, RIGHT) for table in cockpit.TABLES[1:])),
        freeze=False,
        printed_tables=1,
        copied="Das Jahr in Bildern. Jeder Titel ist die Feststellung der letzten Berechnung; die Zahlen dahinter stehen rechts daneben.",
        charts=CHARTS,
    ),
    Sheet(
        "settings",
        "Einstellungen",
        "shEinstellungen",
        SheetKind.SETTINGS,
        "Einstellungen",
        "Die oberen Zeilen brauchen Sie jedes Jahr, die unteren fast nie. Ein leerer Wert bedeutet: Standard.",
        (Placement("settings"), Placement("stages", RIGHT), Placement("margin_rates", RIGHT), Placement("full_year", RIGHT), Placement("judgements", RIGHT), Placement("closures", RIGHT), Placement("assignments", RIGHT), Placement("groups", RIGHT), Placement("recipients", RIGHT)),
        freeze_columns=2,
        printed_tables=1,
        copied="Womit gerechnet wurde.",
    ),
    Sheet(
        "reading_in",
        "Einlesen",
        "shEinlesen",
        SheetKind.SETTINGS,
        "Einlesen",
        "Links: Namen aus Ihren Dateien, bei denen nur Sie wissen, ob es derselbe Kunde ist. Rechts: was wann eingelesen wurde.",
        (Placement("name_matches"), Placement("imports", RIGHT)),
        freeze_columns=1,
        printed_tables=1,
    ),
    Sheet(
        "dispatches",
        "Protokoll",
        "shProtokoll",
        SheetKind.SETTINGS,
        "Protokoll",
        "Was wann an wen ging und was zurückkam. Dieses Blatt schreibt das Programm; es verlässt das Haus nie.",
        (Placement("dispatches"),),
        freeze_columns=1,
    ),
    Sheet(
        "trial",
        "Was-wäre-wenn",
        "shWasWaereWenn",
        SheetKind.SETTINGS,
        "Was wäre, wenn?",
        "Bis zu drei Sätze Gewichte und Annahmen nebeneinander: wie viele Level ändern sich, und was wird aus dem Plan? Nichts hier ändert Ihre Ergebnisse.",
        (Placement("trial_weights"), Placement("trial_assumptions", BELOW), Placement("trial_capacity", BELOW), Placement("trial", RIGHT)),
        freeze_columns=0,
    ),
    Sheet("prior_year", "Vorjahr", "shVorjahr", SheetKind.SETTINGS, "Vorjahr", "Die eingefrorenen Ergebnisse des letzten Jahres. Das Level von damals gibt einem Kunden an der Grenze ein wenig Halt.", (Placement("prior_year"), Placement("prior_criteria", RIGHT), Placement("level_matrix", RIGHT), Placement("level_causes", BELOW), Placement("plan_check", RIGHT)), freeze_columns=2, copied="Was im Vorjahr galt und was daraus geworden ist."),
    Sheet(
        "guide",
        "Anleitung",
        "shAnleitung",
        SheetKind.HELP,
        "Anleitung",
        "Die erste Stunde, die zwei Tage, das Jahr danach: was zu tun ist, wo Sie klicken und was die Wörter heißen.",
        (),
        freeze=False,
        landscape=False,
    ),
)

LEADS: Mapping[str, tuple[str, ...]] = {"start": ("cockpit", "guide"), "retreat": ("screening", "opportunities", "plan", "resources", "criteria", "cockpit")}
"""Verweise beside the title of a sheet, besides the one to Start: sheets it speaks of."""

LINKED = frozenset({("steps", "sheet"), ("statements", "sheet")})
"""Columns (table, column) whose cells name a sheet and lead there."""

WORKBOOK_CODE_NAME = "ThisWorkbook"

RIBBON_TAB, RIBBON, BUTTONS, FUNCTIONS = controls.RIBBON_TAB, controls.RIBBON, controls.BUTTONS, controls.FUNCTIONS

CONFIG_SHEET, CONFIG, CONFIG_CELLS = controls.CONFIG_SHEET, controls.CONFIG, controls.CONFIG_CELLS

DONE_NAME, RUN_NAME = controls.DONE_NAME, controls.RUN_NAME
"""Bedienung of the workbook, declared in `controls`."""

CODE_NAMES: tuple[str, ...] = (*(sheet.code_name for sheet in SHEETS), CONFIG_SHEET[1])
"""Codenamen of all sheets in the order of their tabs: each is a module of the VBA project."""

INPUT_TABLES = ("customers", "figures", "one_offs", "opportunities", "criteria", "settings", "stages", "margin_rates", "full_year", "judgements", "trial_weights", "trial_assumptions", "prior_year", "prior_criteria", "agenda", "open_decisions", "resolutions", "walk_away", "roles", "activities", "appointments", "agreements", "closures", "assignments", "name_matches", "imports", "groups", "recipients", "dispatches")
"""Tables the reader takes inputs from, besides the decision columns of Screening."""

OPTIONAL_TABLES = frozenset({"prior_year", "trial_weights", "trial_assumptions", "prior_criteria", "agenda", "open_decisions", "resolutions", "walk_away", "roles", "activities", "appointments", "agreements", "closures", "assignments", "name_matches", "imports", "groups", "recipients", "dispatches"})
"""Tables that only exist on demand; every other missing input table stops the calculation."""

def sheet_of(table: str) -> Sheet:
    """Blatt on which a table stands."""
    return next(sheet for sheet in SHEETS if any(entry.table == table for entry in sheet.placements))

def setting(name: str) -> Setting:
    """Einstellung by its identifier."""
    return next(entry for entry in SETTINGS if entry.name == name)

def word(choices: str, identifier: object) -> str:
    """Wort the owner sees for an identifier; unknown ones stay as they are, missing is empty."""
    if identifier is None or (isinstance(identifier, float) and math.isnan(identifier)):
        return ""
    return CHOICES[choices].get(str(identifier), str(identifier))
