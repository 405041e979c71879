"""Tabellen of the sheet Cockpit: the sentences above the charts and the numbers behind them."""

from __future__ import annotations

from kundenbindung.workbook.schema import About, Table, Unit
from kundenbindung.workbook.tables.columns import (
    LEADING,
    LEVELS,
    MARGIN,
    OPEN,
    REVENUE,
    SCORES,
    TOTALS,
    output,
)

STATEMENTS = Table(
    "statements",
    "Aussagen",
    (
        output("chart", "Diagramm", Unit.TEXT, "Welches Diagramm.", width=24, sight=OPEN),
        output("statement", "Was es sagt", Unit.LONG_TEXT, "Die Feststellung, aus den Zahlen dieser Berechnung; sie ist auch der Titel des Diagramms.", width=118, sight=OPEN),
        output("sheet", "Mehr dazu", Unit.TEXT, "Blatt, auf dem die Zahlen entstehen.", width=18, sight=OPEN),
    ),
    key="chart",
    caption="Das Jahr in zehn Sätzen",
    min_rows=10,
    sight=LEADING | TOTALS | LEVELS | SCORES | REVENUE | MARGIN,
    about=About.MENTIONED,
)

CHART_CUSTOMERS = Table(
    "chart_customers",
    "Diagramm_Kunden",
    (
        output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=12, sight=OPEN),
        output("customer", "Kunde", Unit.TEXT, "Name.", width=28, sight=OPEN),
        output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz des Basisjahres.", width=14, sight=REVENUE),
        output("place", "Lage", Unit.SHARE, "Wo der Umsatz auf der Achse steht, von 0 bis 100 %; leer unter 1 €.", width=9, sight=REVENUE),
        output("strategy", "Strategie", Unit.SCORE, "Punkte, wenn Strategie gilt.", width=11, sight=OPEN, total_of_points=True),
        output("sales", "Vertrieb", Unit.SCORE, "Punkte, wenn Vertrieb gilt.", width=11, sight=OPEN, total_of_points=True),
        output("service", "Service", Unit.SCORE, "Punkte, wenn Service gilt.", width=11, sight=OPEN, total_of_points=True),
    ),
    key="customer_id",
    caption="Kunden nach Umsatz und Punkten",
    grows=True,
    sight=LEADING | LEVELS | SCORES | REVENUE,
    about=About.CUSTOMER,
)

NAMED_CUSTOMERS = 20
"""Customers whose names stand in the chart of all customers."""

CHART_NAMES = Table(
    "chart_names",
    "Diagramm_Namen",
    (
        output("customer", "Kunde", Unit.TEXT, "Name, gekürzt, wie er im Diagramm steht.", width=24, sight=OPEN, total_of_points=True),
        output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=12, sight=OPEN, total_of_points=True),
        output("revenue_eur", "Umsatz", Unit.EUR, "Umsatz des Basisjahres.", width=14, sight=REVENUE, total_of_points=True),
        output("place", "Lage", Unit.SHARE, "Wo der Umsatz auf der Achse steht, von 0 bis 100 %.", width=9, sight=REVENUE, total_of_points=True),
        output("score", "Punkte", Unit.SCORE, "Gesamtpunktzahl.", width=10, sight=OPEN, total_of_points=True),
    ),
    caption="Beschriftet: Grenzfälle und Strategie-Kunden",
    min_rows=NAMED_CUSTOMERS,
    sight=LEADING | LEVELS | SCORES | REVENUE,
    about=About.CUSTOMER,
)

STROKES = 9
"""Strokes of an axis that counts in powers of ten, at most."""

CHART_SCALE = Table(
    "chart_scale",
    "Diagramm_Achse",
    (
        output("amount", "Umsatz", Unit.TEXT, "Betrag an diesem Strich.", width=14, sight=REVENUE),
        output("place", "Lage", Unit.SHARE, "Wo der Strich steht, von 0 bis 100 %.", width=9, sight=REVENUE),
        output("height", "Höhe", Unit.COUNT, "Immer 0: Die Beträge stehen unter dem Diagramm.", width=9, sight=OPEN),
    ),
    caption="Achse des Umsatzes",
    min_rows=STROKES,
    sight=LEADING | LEVELS | SCORES | REVENUE,
    about=About.COMPANY,
)

CHART_SPLIT = Table(
    "chart_split",
    "Diagramm_Aufteilung",
    (
        output("split", "Aufteilung", Unit.TEXT, "Welche Aufteilung; offen, wenn sie noch nicht feststeht.", width=18, sight=OPEN),
        output("strategy", "Strategie", Unit.COUNT, "Kunden.", width=11, sight=OPEN),
        output("sales", "Vertrieb", Unit.COUNT, "Kunden.", width=11, sight=OPEN),
        output("service", "Service", Unit.COUNT, "Kunden.", width=11, sight=OPEN),
    ),
    caption="Aufteilung",
    sight=TOTALS | LEADING | LEVELS,
    about=About.COMPANY,
)

CHART_LEVELS = Table(
    "chart_levels",
    "Diagramm_Level",
    (
        output("care_level", "Level", Unit.TEXT, "Betreuungslevel, das gilt.", width=12, sight=OPEN),
        output("customers", "Kunden (Zahl)", Unit.COUNT, "Zahl der Kunden.", width=18, sight=OPEN),
        output("revenue_eur", "Umsatz (€)", Unit.EUR, "Umsatz des Basisjahres.", width=16, sight=REVENUE),
        output("margin_eur", "DB (€)", Unit.EUR, "Deckungsbeitrag des Basisjahres.", width=15, sight=MARGIN),
        output("customers_share", "Kunden", Unit.CERTAINTY, "Anteil an allen Kunden mit Level.", width=10, sight=OPEN),
        output("revenue_share", "Umsatz", Unit.CERTAINTY, "Anteil am Umsatz.", width=10, sight=REVENUE),
        output("margin_share", "DB", Unit.CERTAINTY, "Anteil am Deckungsbeitrag.", width=10, sight=MARGIN),
    ),
    key="care_level",
    caption="Umsatz und DB je Level",
    sight=TOTALS | LEADING | LEVELS | REVENUE | MARGIN,
    about=About.COMPANY,
)

CHART_WATERING = Table(
    "chart_watering",
    "Diagramm_Giesskanne",
    (
        output("care_level", "Level", Unit.TEXT, "Betreuungslevel, das gilt.", width=12, sight=OPEN),
        output("hours_share", "Zeit", Unit.CERTAINTY, "Anteil an den Stunden im Planjahr; leer, wenn der DB fehlt.", width=10, sight=OPEN),
        output("margin_share", "DB", Unit.CERTAINTY, "Anteil am Deckungsbeitrag; leer, wenn die Stunden fehlen.", width=10, sight=MARGIN),
    ),
    key="care_level",
    caption="Zeit und DB je Level",
    sight=TOTALS | LEADING | LEVELS | MARGIN,
    about=About.COMPANY,
)

CHART_PLAN = Table(
    "chart_plan",
    "Diagramm_Plan",
    (
        output("year", "Jahr", Unit.TEXT, "Geschäftsjahr; im Planjahr auch, was die Teile der Säule zusammen sind.", width=74, sight=OPEN),
        output("booked_eur", "gebucht", Unit.EUR, "Umsatz, wie eingetragen.", width=15, sight=OPEN),
        output("safe_eur", "Sicher", Unit.EUR, "Wird in vier von fünf Jahren mindestens erreicht.", width=15, sight=OPEN),
        output("expected_more_eur", "bis Erwartet", Unit.EUR, "Erwartet minus Sicher.", width=18, sight=OPEN),
        output("upside_more_eur", "bis Möglich", Unit.EUR, "Möglich minus Erwartet.", width=18, sight=OPEN),
        output("target_eur", "Ziel", Unit.EUR, "Ihr Ziel aus dem Blatt Einstellungen.", width=15, sight=OPEN),
    ),
    caption="Plan gegen die letzten Jahre",
    sight=TOTALS | LEADING | REVENUE,
    about=About.COMPANY,
)

CHART_BRIDGE = Table(
    "chart_bridge",
    "Diagramm_DB",
    (
        output("step", "Schritt", Unit.TEXT, "Woher die Änderung kommt.", width=26, sight=OPEN),
        output("amount_eur", "Betrag", Unit.EUR, "Änderung des DB.", width=14, sight=OPEN),
        output("base_eur", "Sockel", Unit.EUR, "Unsichtbar: worauf der Balken steht.", width=14, sight=OPEN),
        output("total_eur", "Änderung zusammen", Unit.EUR, "Änderung des DB im Ganzen.", width=23, sight=OPEN),
        output("gain_eur", "mehr DB", Unit.EUR, "Anstieg, über null.", width=15, sight=OPEN),
        output("loss_eur", "weniger DB", Unit.EUR, "Rückgang, über null.", width=17, sight=OPEN),
        output("gain_below_eur", "mehr DB, unter null", Unit.EUR, "Teil des Anstiegs unter null.", width=25, sight=OPEN),
        output("loss_below_eur", "weniger DB, unter null", Unit.EUR, "Teil des Rückgangs unter null.", width=28, sight=OPEN),
    ),
    caption="Woher die Änderung des DB kommt",
    min_rows=6,
    sight=TOTALS | LEADING | REVENUE | MARGIN,
    about=About.COMPANY,
)

CHART_TRENDS = Table(
    "chart_trends",
    "Diagramm_Trends",
    (
        output("trend_class", "Trend", Unit.TEXT, "Einordnung des Umsatzes.", width=18, sight=OPEN),
        output("calm", "unauffällig", Unit.COUNT, "Kunden, deren Trend keine Erklärung braucht.", width=16, sight=OPEN),
        output("explained", "erklärt", Unit.COUNT, "Kunden mit erklärtem Trend.", width=11, sight=OPEN),
        output("open", "offen", Unit.COUNT, "Kunden, deren Trend noch zu erklären ist.", width=11, sight=OPEN),
    ),
    key="trend_class",
    caption="Trends und ihre Erklärungen",
    sight=TOTALS | LEADING | REVENUE,
    about=About.COMPANY,
)

CONTESTED_CUSTOMERS = 12
"""Customers in the chart of the stability."""

CHART_STABILITY = Table(
    "chart_stability",
    "Diagramm_Stabilitaet",
    (
        output("customer", "Kunde", Unit.TEXT, "Name, gekürzt.", width=26, sight=OPEN, total_of_points=True),
        output("strategy", "Strategie", Unit.CERTAINTY, "So oft kommt bei leicht anderen Gewichten Strategie heraus.", width=11, sight=OPEN, total_of_points=True),
        output("sales", "Vertrieb", Unit.CERTAINTY, "So oft kommt Vertrieb heraus.", width=11, sight=OPEN, total_of_points=True),
        output("service", "Service", Unit.CERTAINTY, "So oft kommt Service heraus.", width=11, sight=OPEN, total_of_points=True),
        output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=12, sight=OPEN, total_of_points=True),
    ),
    caption="Stabilität der Grenzfälle",
    grows=True,
    sight=LEADING | LEVELS | SCORES,
    about=About.CUSTOMER,
)

CHART_LOAD = Table(
    "chart_load",
    "Diagramm_Auslastung",
    (
        output("role", "Rolle", Unit.TEXT, "Rolle.", width=22, sight=OPEN),
        output("load", "Auslastung", Unit.CERTAINTY, "Nötige durch verfügbare Stunden.", width=13, sight=OPEN),
        output("fits", "tragfähig bis", Unit.CERTAINTY, "Grenze aus dem Blatt Einstellungen.", width=18, sight=OPEN),
        output("full", "knapp bis", Unit.CERTAINTY, "Grenze aus dem Blatt Einstellungen.", width=16, sight=OPEN),
    ),
    caption="Auslastung je Rolle",
    grows=True,
    sight=LEADING,
    about=About.COMPANY,
)

CHART_CURVE = Table(
    "chart_curve",
    "Diagramm_Klumpen",
    (
        output("customers_share", "Anteil Kunden", Unit.CERTAINTY, "Die größten zuerst.", width=18, sight=OPEN),
        output("revenue_share", "Umsatz", Unit.CERTAINTY, "Anteil am Umsatz, den sie bringen.", width=11, sight=REVENUE),
        output("margin_share", "DB", Unit.CERTAINTY, "Anteil am DB, den sie bringen.", width=11, sight=MARGIN),
        output("even", "alle gleich groß", Unit.CERTAINTY, "Zum Vergleich.", width=22, sight=OPEN),
    ),
    caption="Wie viel hängt an wenigen?",
    min_rows=21,
    sight=TOTALS | LEADING | REVENUE | MARGIN,
    about=About.COMPANY,
)

CHART_MARK = Table(
    "chart_mark",
    "Diagramm_Marke",
    (
        output("label", "Was", Unit.TEXT, "Was am Punkt der Kurve steht.", width=26, sight=OPEN),
        output("customers_share", "Anteil Kunden", Unit.CERTAINTY, "Fünf von allen Kunden mit Umsatz.", width=18, sight=OPEN),
        output("revenue_share", "Umsatz", Unit.CERTAINTY, "Anteil am Umsatz, den sie bringen.", width=11, sight=REVENUE),
    ),
    caption="Die fünf größten auf der Kurve",
    min_rows=1,
    sight=TOTALS | LEADING | REVENUE,
    about=About.COMPANY,
)

TABLES = (
    STATEMENTS,
    CHART_CUSTOMERS,
    CHART_NAMES,
    CHART_SCALE,
    CHART_SPLIT,
    CHART_LEVELS,
    CHART_WATERING,
    CHART_PLAN,
    CHART_BRIDGE,
    CHART_TRENDS,
    CHART_STABILITY,
    CHART_LOAD,
    CHART_CURVE,
    CHART_MARK,
)
