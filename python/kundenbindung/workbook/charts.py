"""Diagramme of the sheet Cockpit, declared: what is drawn over which columns, and how it is read aloud."""

from __future__ import annotations

from kundenbindung.workbook.schema import Chart, ChartKind, Series, Unit

__all__ = ["CHARTS"]

BARE, TALL_NAMES = (0.03, 0.21, 0.94, 0.58), (0.03, 0.21, 0.94, 0.47)
"""Räume without an axis, and with names of several lines below."""

_NUMBERS = (
    "Die Zahlen stehen in der Tabelle {table} rechts daneben, die Feststellung in der Tabelle Aussagen."
)


def _levels(table: str, **more: object) -> tuple[tuple[str, Series], ...]:
    """One series per level, darkest first."""
    return tuple((table, Series(name, name, **more)) for name in ("strategy", "sales", "service"))  # type: ignore[arg-type]  # keywords by the names of the fields


def _about(text: str, table: str) -> str:
    return f"{text} {_NUMBERS.format(table=table)}"


CHARTS: tuple[Chart, ...] = (
    Chart(
        "customers",
        "Kunden",
        ChartKind.POINTS,
        (
            *_levels("chart_customers", across="place"),
            ("chart_names", Series("score", "names", across="place", names="customer", listed=False)),
            (
                "chart_scale",
                Series("height", "scale", across="place", names="amount", scale=True, listed=False),
            ),
        ),
        _about(
            "Punktwolke: jeder Kunde nach Umsatz (quer, jeder Strich das Zehnfache) und Punkten (hoch); Raute für Strategie, Kreis für Vertrieb, Dreieck für Service. Beschriftet sind Grenzfälle und Strategie-Kunden, soweit Platz ist; Kunden ohne Umsatz fehlen.",
            "Diagramm_Kunden",
        ),
        along="Umsatz im Basisjahr (jeder Strich das Zehnfache)",
        up="Punkte",
        unit=Unit.COUNT,
        ends=(0.0, 100.0),
        step=20.0,
        part=0.64,
        room=(0.075, 0.19, 0.88, 0.55),
    ),
    Chart(
        "split",
        "Aufteilung",
        ChartKind.STACK,
        _levels("chart_split", values=True),
        _about(
            "Gestapelte Säulen: Zahl der Kunden je Level nach Richtwert, Vorschlag und Entscheidung und so viele, wie Ihre Leute tragen.",
            "Diagramm_Aufteilung",
        ),
        categories="split",
        ends=(0.0,),
        bare=True,
        part=0.36,
        room=(0.04, 0.2, 0.92, 0.58),
    ),
    Chart(
        "levels",
        "Level",
        ChartKind.COLUMNS,
        (
            ("chart_levels", Series("customers_share", "customers", values=True)),
            ("chart_levels", Series("revenue_share", "revenue", values=True)),
            ("chart_levels", Series("margin_share", "margin", values=True)),
        ),
        _about("Säulen: Anteil jedes Levels an Kunden, Umsatz und Deckungsbeitrag.", "Diagramm_Level"),
        categories="care_level",
        unit=Unit.CERTAINTY,
        ends=(0.0,),
        bare=True,
        room=BARE,
    ),
    Chart(
        "watering",
        "Gießkanne",
        ChartKind.COLUMNS,
        (
            ("chart_watering", Series("hours_share", "hours", values=True)),
            ("chart_watering", Series("margin_share", "margin", values=True)),
        ),
        _about("Säulen: Anteil jedes Levels an den Stunden und am Deckungsbeitrag.", "Diagramm_Giesskanne"),
        categories="care_level",
        unit=Unit.CERTAINTY,
        ends=(0.0,),
        bare=True,
        room=BARE,
    ),
    Chart(
        "plan",
        "Plan",
        ChartKind.STACK,
        (
            ("chart_plan", Series("booked_eur", "booked", values=True)),
            ("chart_plan", Series("safe_eur", "safe")),
            ("chart_plan", Series("expected_more_eur", "expected")),
            ("chart_plan", Series("upside_more_eur", "upside")),
            ("chart_plan", Series("target_eur", "target", marked=True)),
        ),
        _about(
            "Säulen: Umsatz der letzten Jahre; die Säule des Planjahres ist geteilt in Sicher, bis Erwartet und bis Möglich, eine Marke zeigt das Ziel.",
            "Diagramm_Plan",
        ),
        categories="year",
        unit=Unit.EUR,
        ends=(0.0,),
        bare=True,
        room=TALL_NAMES,
    ),
    Chart(
        "bridge",
        "DB-Änderung",
        ChartKind.STACK,
        (
            ("chart_bridge", Series("base_eur", "nothing", listed=False)),
            ("chart_bridge", Series("total_eur", "margin")),
            ("chart_bridge", Series("gain_eur", "gain")),
            ("chart_bridge", Series("loss_eur", "loss")),
            ("chart_bridge", Series("gain_below_eur", "gain", listed=False)),
            ("chart_bridge", Series("loss_below_eur", "loss", listed=False)),
        ),
        _about(
            "Brücke der Änderung des Deckungsbeitrags gegenüber dem Vorjahr: Umsatzeffekt, Margeneffekt, neue und verlorene Kunden, jeder Balken auf dem vorigen, am Ende die ganze Änderung.",
            "Diagramm_DB",
        ),
        categories="step",
        unit=Unit.CHANGE,
        bare=True,
        room=TALL_NAMES,
    ),
    Chart(
        "trends",
        "Trends",
        ChartKind.BARS,
        (
            ("chart_trends", Series("calm", "calm", values=True)),
            ("chart_trends", Series("explained", "explained", values=True)),
            ("chart_trends", Series("open", "open", values=True)),
        ),
        _about(
            "Gestapelte Balken: Zahl der Kunden je Trend, getrennt nach unauffällig, erklärt und offen.",
            "Diagramm_Trends",
        ),
        categories="trend_class",
        ends=(0.0,),
        bare=True,
        room=(0.17, 0.16, 0.8, 0.68),
    ),
    Chart(
        "stability",
        "Stabilität",
        ChartKind.BARS,
        _levels("chart_stability"),
        _about(
            "Gestapelte Balken: wie oft jedes Level herauskommt, wenn die Gewichte leicht anders wären, für die Grenzfälle, um die es am meisten geht.",
            "Diagramm_Stabilitaet",
        ),
        categories="customer",
        along="Anteil der durchgespielten Gewichtungen",
        unit=Unit.CERTAINTY,
        ends=(0.0, 1.0),
        step=0.25,
        room=(0.28, 0.18, 0.69, 0.56),
    ),
    Chart(
        "load",
        "Auslastung",
        ChartKind.BULLETS,
        (
            ("chart_load", Series("full", "tight", listed=False)),
            ("chart_load", Series("fits", "fits", listed=False)),
            ("chart_load", Series("load", "load", values=True, listed=False)),
        ),
        _about(
            "Balken je Rolle: nötige durch verfügbare Stunden, vor den Flächen „tragfähig bis“ und „knapp bis“.",
            "Diagramm_Auslastung",
        ),
        categories="role",
        along="Auslastung; erste Fläche: tragfähig, zweite Fläche: knapp",
        unit=Unit.CERTAINTY,
        ends=(0.0,),
        room=(0.17, 0.15, 0.8, 0.62),
    ),
    Chart(
        "curve",
        "Klumpen",
        ChartKind.LINES,
        (
            ("chart_curve", Series("revenue_share", "revenue_curve", across="customers_share")),
            ("chart_curve", Series("margin_share", "margin_curve", across="customers_share")),
            ("chart_curve", Series("even", "even", across="customers_share")),
            (
                "chart_mark",
                Series("revenue_share", "mark", across="customers_share", names="label", listed=False),
            ),
        ),
        _about(
            "Kurven: welchen Anteil an Umsatz und Deckungsbeitrag der Anteil der größten Kunden bringt; die gerade Linie gilt, wenn alle gleich groß wären.",
            "Diagramm_Klumpen",
        ),
        along="Anteil der Kunden, die größten zuerst",
        unit=Unit.CERTAINTY,
        ends=(0.0, 1.0),
        step=0.25,
        room=(0.09, 0.15, 0.87, 0.58),
    ),
)
"""Line by line as far as there is room, in this order."""
