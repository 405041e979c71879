"""Tabellen of the sheet Was-wäre-wenn, and what its worksheet functions fill."""

from __future__ import annotations

from dataclasses import replace

from kundenbindung.workbook.schema import About, Column, Table, Unit
from kundenbindung.workbook.tables.columns import NEVER, entry, output, result_key
from kundenbindung.workbook.tables.resources import ROLE_SLOTS

TRIAL_SETS = ("a", "b", "c")
"""Sätze of the sheet Was-wäre-wenn."""

TRIAL_SLOTS = 20
"""Criteria the sheet Was-wäre-wenn has room for."""

def _per_set(*columns: Column) -> tuple[Column, ...]:
    """The same columns for every set of the sheet Was-wäre-wenn."""
    return tuple(replace(column, name=f"{column.name}_{name}", label=f"{column.label} {name.upper()}") for name in TRIAL_SETS for column in columns)

TRIAL_WEIGHTS = Table(
    "trial_weights",
    "Gewichtsaetze",
    (
        output("criterion", "Kriterium", Unit.TEXT, "Kriterium aus dem Blatt Kriterien.", width=28, sight=NEVER),
        output("weight", "Gewicht heute", Unit.NUMBER, "Gewicht aus dem Blatt Kriterien.", width=10, sight=NEVER),
        *_per_set(entry("set", "Satz", Unit.NUMBER, "Gewicht zum Ausprobieren. Ein leerer Satz wird nicht gerechnet.", low=0.0, high=1000.0, width=9, total=True, sight=NEVER)),
    ),
    key="criterion",
    caption="Gewichte zum Ausprobieren",
    min_rows=TRIAL_SLOTS,
    sight=NEVER,
    about=About.COMPANY,
)

TRIAL_SETTINGS = ("share_strategy", "share_service", "phi", "weight_error")
"""Einstellungen that can be tried out, in the order of the table Annahmen."""

TRIAL_ASSUMPTIONS = Table(
    "trial_assumptions",
    "Annahmen",
    (
        output("assumption", "Annahme", Unit.TEXT, "Einstellung, die Sie ausprobieren können.", width=28, sight=NEVER),
        output("today", "heute", Unit.SHARE, "Wert aus dem Blatt Einstellungen.", width=10, sight=NEVER),
        *_per_set(entry("set", "Satz", Unit.SHARE, "Leer = wie heute.", low=0.0, high=1.0, width=9, sight=NEVER)),
    ),
    key="assumption",
    caption="Annahmen zum Ausprobieren",
    min_rows=len(TRIAL_SETTINGS),
    sight=NEVER,
    about=About.COMPANY,
)

TRIAL_CAPACITY = Table(
    "trial_capacity",
    "Probe_Auslastung",
    (
        output("role", "Auslastung", Unit.TEXT, "Rolle aus dem Blatt Ressourcen, zuletzt „alle zusammen“.", width=28, sight=NEVER),
        output("today", "Vorschläge heute", Unit.CERTAINTY, "Auslastung mit den Vorschlägen der letzten Berechnung, ohne Ihre Entscheidungen.", width=10, sight=NEVER),
        *_per_set(output("load", "Auslastung", Unit.CERTAINTY, "Auslastung mit den Vorschlägen dieses Satzes, zuletzt berechnet.", width=9, sight=NEVER)),
    ),
    key="role",
    caption="Trügen Ihre Leute das? Zuletzt berechnet",
    min_rows=ROLE_SLOTS + 1,
    sight=NEVER,
    about=About.COMPANY,
)

TRIAL_LIVE = (("own_rate", "KB_TREND"), ("trend_words", "KB_TRENDTEXT"))
"""Columns beside the table that a worksheet function fills for all sets alike."""

TRIAL_LIVE_PER_SET = ((("score",), "KB_SCORE"), (("level",), "KB_LEVEL"), (("stability",), "KB_STABILITAET"), (("expected", "safe"), "KB_PLAN"))
"""Columns beside the table that a worksheet function fills for each set."""

TRIAL_LIVE_CAPACITY = "KB_KAPAZITAET"
"""Worksheet function that fills one column per set below the table of loads: the load of every role."""

TRIAL_LIVE_NAMES = (*(name for name, _ in TRIAL_LIVE), *(f"{name}_{each}" for each in TRIAL_SETS for names, _ in TRIAL_LIVE_PER_SET for name in names))
"""Columns of the worksheet functions, in their order, one gap to the right of the table."""

TRIAL_GAP = 2
"""From the last column of the table to the first of the worksheet functions."""

TRIAL_BELOW = 3
"""From the last row of the table of loads to the headers of the worksheet functions below it."""

TRIAL = Table(
    "trial",
    "Was_waere_wenn",
    (
        *result_key(),
        output("score", "Punkte heute", Unit.SCORE, "Gesamtpunktzahl der letzten Berechnung.", width=9, sight=NEVER),
        output("level", "Level heute", Unit.TEXT, "Vorschlag der letzten Berechnung, ohne Ihre Entscheidungen.", width=11, sight=NEVER),
        output("stability", "Stabilität heute", Unit.CERTAINTY, "So oft kommt bei leicht anderen Gewichten dasselbe Level heraus.", width=10, sight=NEVER),
        output("expected", "Erwartet heute", Unit.EUR, "Erwartet der letzten Berechnung.", width=13, total=True, sight=NEVER),
        *(
            replace(column, folded=True)
            for column in (
                *_per_set(
                    output("score", "Punkte", Unit.SCORE, "Mit diesem Satz, zuletzt berechnet.", width=9, sight=NEVER),
                    output("level", "Level", Unit.TEXT, "Mit diesem Satz, zuletzt berechnet.", width=11, sight=NEVER),
                    output("stability", "Stabilität", Unit.CERTAINTY, "Mit diesem Satz, zuletzt berechnet.", width=11, sight=NEVER),
                    output("expected", "Erwartet", Unit.EUR, "Mit diesem Satz, zuletzt berechnet.", width=13, sight=NEVER),
                    output("safe", "Sicher", Unit.EUR, "Mit diesem Satz, zuletzt berechnet.", width=13, sight=NEVER),
                ),
                output("own_rate", "Trend", Unit.RATE, "Eigene Entwicklung des Umsatzes pro Jahr.", width=9, sight=NEVER),
                output("trend_words", "Einordnung", Unit.TEXT, "Trend in Worten.", width=32, sight=NEVER),
                output("status", "Status", Unit.TEXT, "aktiv, neu oder verloren.", width=10, sight=NEVER),
                output("segment", "Segment", Unit.TEXT, "Segment aus dem Blatt Kunden.", width=18, sight=NEVER),
                output("effort_factor", "Aufwandsfaktor", Unit.NUMBER, "Aufwandsfaktor aus dem Blatt Kunden, sonst 1.", width=10, sight=NEVER),
                output("margin_eur", "DB", Unit.EUR, "DB des Basisjahres; entscheidet bei Gleichstand.", width=13, sight=NEVER),
                output("last_level", "Level Vorjahr", Unit.TEXT, "Level, das im Vorjahr galt.", width=11, sight=NEVER),
                output("plan_level_eur", "Ausgangswert", Unit.EUR, "Ausgangswert des Plans.", width=13, sight=NEVER),
                output("recognised", "anerkannt", Unit.SHARE, "Anteil des Trends, der im Plan zählt.", width=11, sight=NEVER),
                output("won_eur", "gewonnen", Unit.EUR, "Gewonnene Verkaufschancen im Planjahr.", width=13, sight=NEVER),
                output("open_eur", "offen gewichtet", Unit.EUR, "Offene Verkaufschancen mal Wahrscheinlichkeit.", width=13, sight=NEVER),
                *(output(f"year_{back}", f"Umsatz vor {back} Jahren" if back else "Umsatz Basisjahr", Unit.EUR, "Bereinigter Umsatz; leer = kein Trendpunkt.", width=13, sight=NEVER) for back in (4, 3, 2, 1, 0)),
                *(output(f"points_{slot}", f"Punkte {slot}", Unit.POINTS, f"Punkte beim Kriterium in Zeile {slot} der Gewichtssätze.", width=9, sight=NEVER) for slot in range(1, TRIAL_SLOTS + 1)),
            )
        ),
    ),
    key="customer_id",
    caption="Kunden mit Ihren Gewichten",
    grows=True,
    sight=NEVER,
    about=About.CUSTOMER,
)
