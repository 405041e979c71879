"""Die Mappe: every sheet, table, column, list and setting, declared once.

Builder, reader, frames, messages and the reference pages are all derived from this module. Adding a column is
one line in the module of its table in `tables`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from kundenbindung.workbook import controls
from kundenbindung.workbook.charts import CHARTS
from kundenbindung.workbook.schema import (
    BELOW,
    HEADER_ROW,
    RIGHT,
    Placement,
    Setting,
    Sheet,
    SheetKind,
    Sight,
    Table,
    Unit,
)
from kundenbindung.workbook.tables import cockpit
from kundenbindung.workbook.tables.appointments import AGREEMENTS, APPOINTMENTS, CLOSURES
from kundenbindung.workbook.tables.columns import LEADING, MARGIN, OPEN, REVENUE
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

CHOICES: Mapping[str, Mapping[str, str]] = {
    "status": {"active": "aktiv", "new": "neu", "lost": "verloren"},
    "yes_no": {"yes": "ja", "no": "nein"},
    "customers_shown": {"all": "alle", "own": "eigene", "none": "keine"},
    "reason_code": {
        "price": "Preis",
        "volume": "Menge",
        "mix": "Sortiment/Mix",
        "terms": "Konditionen",
        "material_cost": "Materialkosten",
        "ordering": "Bestellverhalten",
        "care_changed": "Betreuung verändert",
        "quality": "Liefer-/Qualitätsproblem",
        "competitor": "Wettbewerber",
        "project": "Projekt/Einmaleffekt",
        "ownership": "Ansprechpartner-/Eigentümerwechsel",
        "economy": "Konjunktur/Branche",
        "customer_business": "Kunde wächst/schrumpft",
        "unexplained": "ungeklärt",
    },
    "persistence": {"yes": "ja", "partly": "teilweise", "no": "nein"},
    "care_level": {"strategy": "Strategie", "sales": "Vertrieb", "service": "Service"},
    "opportunity_kind": {"additional": "Zusatz", "new_product": "Neues Produkt", "repeat": "Wiederholung"},
    "opportunity_status": {"open": "offen", "won": "gewonnen", "lost": "verloren"},
    "criterion_kind": {"hard": "hart", "soft": "weich"},
    "scale": {"linear": "linear", "log": "Größenordnung"},
    "source": {
        "revenue_mean": "Umsatz, Mittel der letzten drei Jahre",
        "margin_mean": "Deckungsbeitrag, Mittel der letzten drei Jahre",
        "margin_share": "DB-Quote der letzten drei Jahre",
        "own_rate": "Umsatztrend pro Jahr",
        "contract_share": "Rahmenvertragsanteil",
        "free_potential": "Freies Potenzial",
        "payment_delay_days": "Zahlungsverzug",
        "complaint_share": "Reklamationsquote",
        "loyalty": "Kundenbindung",
        "care_hours_per_1000_eur_margin": "Betreuungsstunden je 1.000 € DB",
        "referral": "Weiterempfehlung",
        "purchasing_volume_eur": "Einkaufsvolumen",
        "care_effort_hours": "Betreuungsstunden",
        "effort_factor": "Aufwandsfaktor",
    },
    "margin_kind": {"DB": "DB", "DB I": "DB I", "DB II": "DB II", "DB III": "DB III"},
    "trend_class": {"strong_growth": "stark wachsend", "growth": "wachsend", "stable": "stabil", "decline": "rückläufig", "strong_decline": "stark rückläufig"},
    "confidence": {"clear": "klar", "likely": "wahrscheinlich", "uncertain": "unsicher"},
    "borderline": {"unsure": "hängt an den Gewichten", "tie": "Gleichstand", "data": "Daten fehlen", "judges": "Urteile uneins", "memory": "nur durch Vorjahr"},
    "steadiness": {"discuss": "diskutieren", "watch": "beobachten", "stable": "stabil"},
    "level_cause": {"weights": "Gewichte", "customer": "Kunde", "data": "neue Daten", "others": "andere Kunden", "memory": "Halt durch das Vorjahr", "decision": "Ihre Entscheidung"},
    "outcome": {"decided": "entschieden", "deferred": "vertagt"},
    "item_kind": {"borderline": "Grenzfall", "unrated": "Bewertung", "explanation": "Erklärung", "decision": "Entscheidung", "opportunity": "Verkaufschance", "criterion": "Kriterium", "concentration": "Klumpen", "capacity": "Kapazität"},
    "channel": {"in_person": "persönlich", "phone": "Telefon", "digital": "digital", "post": "Post"},
    "verdict": {"fits": "tragfähig", "tight": "knapp", "overloaded": "nicht tragfähig"},
    "appointment_state": {"planned": "geplant", "done": "erledigt", "overdue": "überfällig", "dropped": "entfallen"},
    "federal_state": {
        "BW": "Baden-Württemberg",
        "BY": "Bayern",
        "BE": "Berlin",
        "BB": "Brandenburg",
        "HB": "Bremen",
        "HH": "Hamburg",
        "HE": "Hessen",
        "MV": "Mecklenburg-Vorpommern",
        "NI": "Niedersachsen",
        "NW": "Nordrhein-Westfalen",
        "RP": "Rheinland-Pfalz",
        "SL": "Saarland",
        "SN": "Sachsen",
        "ST": "Sachsen-Anhalt",
        "SH": "Schleswig-Holstein",
        "TH": "Thüringen",
    },
    "assignment_scope": {"figures": "Zahlen", "opportunities": "Pipeline", "account": "Konto", "debtor": "Debitor"},
    "assignment_meaning": {
        "ignore": "nicht verwenden",
        "customer_id": "Kundennr.",
        "customer": "Kunde",
        "segment": "Segment",
        "year": "Jahr",
        "date": "Datum",
        "revenue": "Umsatz netto",
        "revenue_gross": "Umsatz brutto",
        "margin": "DB",
        "margin_share": "DB-Quote",
        "project": "Vorhaben",
        "value": "Wert",
        "stage": "Phase",
        "probability": "Wahrscheinlichkeit",
        "expected_close": "Abschluss erwartet",
        "updated": "Stand vom",
        "status": "Status",
        "opportunity_kind": "Art",
        "source_id": "Kennung",
        "currency": "Währung",
        "rate_19": "Erlös 19 %",
        "rate_16": "Erlös 16 %",
        "rate_7": "Erlös 7 %",
        "rate_5": "Erlös 5 %",
        "rate_0": "Erlös ohne Steuer",
        "no_revenue": "kein Erlös",
    },
    "severity": {"error": "Fehler", "warning": "Warnung", "notice": "Hinweis"},
    "stage": {},
}
"""Auswahllisten: identifier -> word the owner sees. `stage` is filled from the table Phasen."""

SOURCE_UNITS: Mapping[str, Unit] = {
    "revenue_mean": Unit.EUR,
    "margin_mean": Unit.EUR,
    "margin_share": Unit.SHARE,
    "own_rate": Unit.RATE,
    "contract_share": Unit.SHARE,
    "free_potential": Unit.EUR,
    "payment_delay_days": Unit.DAYS,
    "complaint_share": Unit.SHARE,
    "loyalty": Unit.RATING,
    "care_hours_per_1000_eur_margin": Unit.NUMBER,
    "referral": Unit.RATING,
    "purchasing_volume_eur": Unit.EUR,
    "care_effort_hours": Unit.HOURS,
    "effort_factor": Unit.NUMBER,
}
"""Unit in which the anchors of a source are shown."""

SOURCE_SIGHT: Mapping[str, Sight] = {
    "revenue_mean": REVENUE,
    "margin_mean": MARGIN,
    "margin_share": MARGIN,
    "own_rate": REVENUE,
    "free_potential": REVENUE,
    "care_hours_per_1000_eur_margin": MARGIN,
    "purchasing_volume_eur": REVENUE,
    "contract_share": OPEN,
    "payment_delay_days": OPEN,
    "complaint_share": OPEN,
    "loyalty": OPEN,
    "referral": OPEN,
    "care_effort_hours": OPEN,
    "effort_factor": OPEN,
}
"""Wer points of a criterion sehen darf, besides those who may see points: those who may see its source."""

OWN_SOURCE_SIGHT: Sight = LEADING
"""The same for a criterion over a column that the owner added."""

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
    Sheet("customers", "Kunden", "shKunden", SheetKind.INPUT, "Kunden", "Eine Zeile je Bestandskunde. Pflicht ist nur die Kundennummer; was Sie nicht wissen, lassen Sie leer.", (Placement("customers"),), freeze_columns=2, copied="Ihre Kunden mit den Angaben, aus denen die Punkte entstehen. In die gelben Spalten dürfen Sie schreiben."),
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

LINKED: Mapping[str, str] = {"steps": "sheet", "statements": "sheet"}
"""Columns, by their table, whose cells name a sheet and lead there."""

WORKBOOK_CODE_NAME = "ThisWorkbook"

RIBBON_TAB, RIBBON, BUTTONS, FUNCTIONS = controls.RIBBON_TAB, controls.RIBBON, controls.BUTTONS, controls.FUNCTIONS

CONFIG_SHEET, CONFIG, CONFIG_CELLS = controls.CONFIG_SHEET, controls.CONFIG, controls.CONFIG_CELLS

DONE_NAME, RUN_NAME = controls.DONE_NAME, controls.RUN_NAME
"""Bedienung of the workbook, declared in `controls`."""

CODE_NAMES: tuple[str, ...] = (*(sheet.code_name for sheet in SHEETS), CONFIG_SHEET[1])
"""Codenamen of all sheets in the order of their tabs: each is a module of the VBA project."""

GENERAL = "Unternehmen und Planjahr"

LEVELS = "Betreuungslevel"

STABILITY = "Stabilität"

RETREAT = "Klausur"

RESOURCES = "Kapazität und Termine"

RATING = "Bewertung"

TREND = "Trend und Erklärung"

PLANNING = "Plan"

CHANCES = "Verkaufschancen"

FINE = "Feineinstellung (selten ändern)"

SETTINGS: tuple[Setting, ...] = (
    Setting("company", "Unternehmen", Unit.TEXT, GENERAL, "Name, wie er auf den Blättern stehen soll."),
    Setting("mail_domain", "Eigene Mail-Domain", Unit.TEXT, GENERAL, "Was in Ihren Adressen hinter dem @ steht, mehrere durch Strichpunkt. Empfänger anderer Häuser werden vor dem Versand genannt."),
    Setting("base_year", "Basisjahr", Unit.YEAR, GENERAL, "Letztes Geschäftsjahr mit Zahlen; das Planjahr folgt darauf.", low=1990, high=2100, required=True),
    Setting("months_in_base_year", "Monate im Basisjahr", Unit.COUNT, GENERAL, "12, wenn das Basisjahr abgeschlossen ist; sonst die Zahl der gebuchten Monate.", low=1, high=12),
    Setting("booked_share", "Bis dahin im Vorjahr gebucht", Unit.SHARE, GENERAL, "Nur bei einem angebrochenen Basisjahr: Welcher Anteil des Vorjahres war zum gleichen Zeitpunkt gebucht? Leer = Monate / 12.", low=0, high=1),
    Setting("year_end_month", "Letzter Monat des Geschäftsjahres", Unit.COUNT, GENERAL, "12 = Kalenderjahr. 6 = das Geschäftsjahr endet am 30. Juni.", low=1, high=12),
    Setting("reporting_date", "Stichtag", Unit.DATE, GENERAL, "Tag, zu dem gerechnet wird. Leer = letzter Tag des Basisjahres."),
    Setting("margin_kind", "Art des Deckungsbeitrags", Unit.CHOICE, GENERAL, "Welcher DB in Ihren Zahlen steht; steht auf jedem Blatt mit DB.", choices="margin_kind"),
    Setting("target_revenue_eur", "Zielumsatz im Planjahr", Unit.EUR, GENERAL, "Ihr Ziel für das Planjahr; daraus entsteht die Lücke.", low=0),
    Setting("target_margin_eur", "Ziel-DB im Planjahr", Unit.EUR, GENERAL, "Ihr Ziel für den Deckungsbeitrag im Planjahr."),
    Setting("share_strategy", "Anteil Strategie", Unit.SHARE, LEVELS, "Richtwert 20 %: So viele Kunden werden strategisch betreut.", low=0, high=1),
    Setting("share_service", "Anteil Service", Unit.SHARE, LEVELS, "Richtwert 10 %: So viele Kunden erhalten nur Service. Der Rest ist Vertrieb.", low=0, high=1),
    Setting("memory_points", "Halt durch das Vorjahr", Unit.NUMBER, LEVELS, "So viele Punkte zählt das Level des Vorjahres an der Grenze. 0 = gar nicht.", low=0, high=20),
    Setting("decision_months", "Entscheidung gilt (Monate)", Unit.COUNT, LEVELS, "So lange gilt ein Level, das Sie eintragen, wenn Sie kein anderes Datum nennen; höchstens 24.", low=1, high=24),
    Setting("overridden_share", "Warnung bei eigenen Entscheidungen", Unit.SHARE, LEVELS, "Weichen mehr Kunden als dieser Anteil vom Vorschlag ab, erscheint eine Warnung.", low=0, high=1),
    Setting("weight_error", "Übliche Unschärfe eines Gewichts", Unit.SHARE, STABILITY, "Wie weit ein Gewicht danebenliegen könnte; 25 % heißt: 20 Punkte könnten auch 15 oder 25 sein.", low=0.01, high=0.9),
    Setting("draws", "Durchgespielte Gewichtungen", Unit.COUNT, STABILITY, "So viele leicht andere Gewichtungen werden durchgespielt. 0 = gar keine.", low=0, high=100000),
    Setting("seed", "Startwert der Zufallszahlen", Unit.COUNT, STABILITY, "Gleicher Startwert, gleiche Liste.", low=0, high=1000000000),
    Setting("discuss_share", "Diskutieren unter", Unit.SHARE, STABILITY, "Kommt das Level seltener heraus, gehört der Kunde in die Klausur.", low=0, high=1),
    Setting("watch_share", "Beobachten unter", Unit.SHARE, STABILITY, "Kommt das Level seltener heraus, lohnt ein zweiter Blick.", low=0, high=1),
    Setting("min_coverage", "Mindestabdeckung", Unit.SHARE, RATING, "Unter diesem Anteil vorliegender Gewichte gibt es keinen Vorschlag.", low=0, high=1),
    Setting("min_filled_share", "Mindestens ausgefüllt", Unit.SHARE, RATING, "Ein Kriterium zählt erst, wenn es für diesen Anteil der Kunden ausgefüllt ist.", low=0, high=1),
    Setting("clip_warning_share", "Warnung bei Kunden am Anker", Unit.SHARE, RATING, "Ab diesem Anteil Kunden jenseits eines Ankers erscheint eine Warnung.", low=0, high=1),
    Setting("judge_spread", "Uneinigkeit der Urteile", Unit.NUMBER, RATING, "Ab diesem Abstand zweier Urteile (0 bis 10) wird der Kunde ein Grenzfall.", low=0, high=10),
    Setting("strong_rate", "Grenze „stark“", Unit.SHARE, TREND, "Ab dieser Rate pro Jahr heißt ein Trend stark wachsend oder stark rückläufig.", low=0, high=1),
    Setting("stable_rate", "Grenze „stabil“", Unit.SHARE, TREND, "Unter dieser Rate pro Jahr heißt ein Trend stabil.", low=0, high=1),
    Setting("clear_confidence", "Sicherheit „klar“", Unit.SHARE, TREND, "Ab dieser Wahrscheinlichkeit heißt eine Einordnung klar.", low=0, high=1),
    Setting("likely_confidence", "Sicherheit „wahrscheinlich“", Unit.SHARE, TREND, "Ab dieser Wahrscheinlichkeit heißt eine Einordnung wahrscheinlich.", low=0, high=1),
    Setting("one_jump_share", "Von einem Jahr getragen", Unit.SHARE, TREND, "Macht ein einziges Jahr mehr als diesen Anteil des Weges aus, wird es gesagt.", low=0, high=1),
    Setting("change_threshold", "Erklärung ab Änderung", Unit.SHARE, TREND, "Ab dieser Änderung gegenüber dem Vorjahr ist eine Erklärung nötig.", low=0, high=10),
    Setting("opposite_threshold", "Umsatz und DB gegenläufig ab", Unit.SHARE, TREND, "Ab dieser Änderung in entgegengesetzte Richtungen ist eine Erklärung nötig.", low=0, high=10),
    Setting("materiality_share", "Wesentlich ab", Unit.SHARE, TREND, "Anteil am Umsatz (oder DB) des Unternehmens, ab dem eine Änderung zählt.", low=0, high=1),
    Setting("attainable_share", "Erreichbarer Anteil des Potenzials", Unit.SHARE, PLANNING, "Welcher Teil des freien Potenzials im Planjahr erreichbar ist.", low=0, high=1),
    Setting("phi", "Fortgeschriebener Teil des Trends", Unit.SHARE, PLANNING, "80 % hat in der Rückrechnung vieler Firmen am besten getroffen.", low=0, high=1),
    Setting("theta", "Doppelzählung von Trend und Pipeline", Unit.SHARE, PLANNING, "100 %: Es zählt der größere Betrag. 0 %: Beides wird addiert.", low=0, high=1),
    Setting("kappa_additional", "Zusatz zählt zu", Unit.SHARE, CHANCES, "Anteil einer Verkaufschance der Art Zusatz, der neuer Umsatz ist.", low=0, high=1),
    Setting("kappa_new_product", "Neues Produkt zählt zu", Unit.SHARE, CHANCES, "Anteil der Art Neues Produkt, der neuer Umsatz ist.", low=0, high=1),
    Setting("kappa_repeat", "Wiederholung zählt zu", Unit.SHARE, CHANCES, "0 %: Eine Wiederholung steckt schon im Umsatz des Basisjahres.", low=0, high=1),
    Setting("kappa_unknown", "Unbekannte Art zählt zu", Unit.SHARE, CHANCES, "Anteil, wenn die Art nicht eingetragen ist.", low=0, high=1),
    Setting("undated_share", "Ohne Abschlusstermin zählt zu", Unit.SHARE, CHANCES, "Anteil eines vollen Jahres, wenn kein Termin eingetragen ist.", low=0, high=1),
    Setting("overdue_days", "Überfällig ab", Unit.DAYS, CHANCES, "Ab so vielen Tagen nach dem Termin zählt eine offene Chance nur noch halb.", low=0, high=3650),
    Setting("expired_days", "Verfallen ab", Unit.DAYS, CHANCES, "Ab so vielen Tagen nach dem Termin zählt eine offene Chance nicht mehr.", low=0, high=3650),
    Setting("stale_days", "Nicht gepflegt seit", Unit.DAYS, CHANCES, "Ab so vielen Tagen ohne Pflege erscheint eine Warnung.", low=0, high=3650),
    Setting("large_opportunity_share", "Große Einzelchance ab", Unit.SHARE, CHANCES, "Ab diesem Anteil am Plan wird eine einzelne Chance genannt.", low=0, high=1),
    Setting("full_pipeline_share", "Volle Pipeline ab", Unit.SHARE, CHANCES, "Ab diesem Anteil am Umsatz gilt die Pipeline eines rückläufigen Kunden als auffällig voll.", low=0, high=10),
    Setting("minutes_per_rating", "Minuten je Urteil", Unit.NUMBER, RETREAT, "Zeit für ein weiches Urteil, das noch fehlt.", low=0, high=480),
    Setting("minutes_per_explanation", "Minuten je Erklärung", Unit.NUMBER, RETREAT, "Zeit, einen auffälligen Trend zu erklären.", low=0, high=480),
    Setting("minutes_per_borderline", "Minuten je Grenzfall", Unit.NUMBER, RETREAT, "Zeit für einen Kunden, dessen Level auf der Kippe steht.", low=0, high=480),
    Setting("minutes_per_point", "Minuten je sonstigem Punkt", Unit.NUMBER, RETREAT, "Zeit für Verkaufschancen, Kriterien und eigene Punkte.", low=0, high=480),
    Setting("concentration_share", "Warnung vor Klumpen ab", Unit.SHARE, RETREAT, "Hängt mehr als dieser Anteil des Umsatzes an einem Kunden, erscheint eine Warnung.", low=0, high=1),
    Setting("federal_state", "Bundesland", Unit.CHOICE, RESOURCES, "Dessen Feiertage gelten. Leer: nur die Feiertage, die überall gelten.", choices="federal_state"),
    Setting("fits_load", "Tragfähig bis", Unit.SHARE, RESOURCES, "Bis zu dieser Auslastung ist eine Rolle tragfähig.", low=0.01, high=10),
    Setting("full_load", "Knapp bis", Unit.SHARE, RESOURCES, "Darüber ist eine Rolle nicht tragfähig.", low=0.01, high=10),
    Setting("watering_factor", "Gießkanne ab", Unit.NUMBER, RESOURCES, "Liegen Anteil an den Stunden und Anteil am DB um diesen Faktor auseinander, wird der Kunde genannt.", low=1, high=1000),
    Setting("first_hour", "Termine beginnen um", Unit.COUNT, RESOURCES, "Stunde des ersten Termins am Tag in der Kalenderdatei (.ics).", low=0, high=23),
    Setting("rho", "Gleichlauf der Verkaufschancen", Unit.SHARE, FINE, "Wie sehr Verkaufschancen gemeinsam gelingen oder scheitern.", low=0, high=1),
    Setting("sigma_common", "Gemeinsame Schwankung", Unit.SHARE, FINE, "Schwankung, die alle Kunden zugleich trifft (Konjunktur).", low=0, high=1),
    Setting("safe_quantile", "Sicher wird verfehlt in", Unit.SHARE, FINE, "20 %: in einem von fünf Jahren.", low=0.01, high=0.49),
    Setting("upside_quantile", "Möglich wird nicht überschritten in", Unit.SHARE, FINE, "80 %: in vier von fünf Jahren.", low=0.51, high=0.99),
    Setting("pool_size", "Vergleichsgruppe ab", Unit.COUNT, FINE, "Ab so vielen Kunden bildet ein Segment seine eigene Vergleichsgruppe.", low=2, high=1000),
    Setting("default_lambda", "Geglaubter Teil ohne Vergleich", Unit.SHARE, FINE, "Anteil des eigenen Trends, der bei zu kleiner Vergleichsgruppe geglaubt wird.", low=0, high=1),
    Setting("default_variance", "Übliche Schwankung ohne Vergleich", Unit.NUMBER, FINE, "Schwankung eines Jahresschritts, wenn kein Kunde drei Jahre hat.", low=0, high=10),
    Setting("linear_limit", "Grenze bei Werten unter null", Unit.SHARE, FINE, "Größte Rate, die bei Jahren mit Umsatz von null oder weniger geglaubt wird.", low=0, high=1),
    Setting("sigma_limit", "Größte Schwankung eines Kunden", Unit.SHARE, FINE, "Ein einzelner wilder Kunde soll den Plan nicht bestimmen.", low=0, high=5),
    Setting("sigma_unknown", "Schwankung ohne Verlauf", Unit.SHARE, FINE, "Für neue und verlorene Kunden.", low=0, high=5),
    Setting("instant_trial", "Was-wäre-wenn rechnet sofort mit", Unit.CHOICE, FINE, "ja: Die Tabellenfunktionen im Blatt Was-wäre-wenn rechnen bei jeder Änderung (braucht Windows und das eingerichtete Programm). nein: Sie zeigen das Ergebnis von Neu berechnen.", choices="yes_no"),
    Setting("min_booked_share", "Basisjahr brauchbar ab", Unit.SHARE, FINE, "Ist weniger gebucht, wird nicht gerechnet.", low=0, high=1),
)

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
