"""Gesprächsblatt: what stands on a page, once for the house and once for the customer.

A page is words and figures in their order; how it looks is the adapter's. What the customer may read is a
class of its own, so that nothing else can get onto his page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kundenbindung.messages.customers import ATTENTION, Row, trend_words
from kundenbindung.messages.german import DASH, count, day, euros, number, percent, rate
from kundenbindung.workbook.layout import word
from kundenbindung.workbook.schema import Unit

MOST_OPPORTUNITIES, MOST_AGREEMENTS = 5, 6
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
THOUSANDS, MILLIONS = 10_000.0, 10_000_000.0
"""Amounts from which on a chart counts in thousands or in millions."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Vereinbarung with a customer; what is not typed is None."""

    what: str
    agreed_on: dt.date | None
    who: str | None
    until: dt.date | None
    done_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Project:
    """Vorhaben of an open Verkaufschance and when it is expected."""

    name: str
    close: dt.date | None


@dataclass(frozen=True, slots=True)
class Shared:
    """Was der Kunde lesen darf: master data, his revenue as booked in euros, goals, projects, agreements.

    years  the last three at most; months  booked in the last of them; meeting  day of the next meeting
    """

    company: str
    customer_id: str
    customer: str
    plan_year: int
    decision_maker: str | None
    responsible: str | None
    years: tuple[int, ...]
    months: int
    booked: tuple[float | None, ...]
    goals: str | None
    projects: tuple[Project, ...]
    agreements: tuple[Agreement, ...]
    meeting: dt.date | None
    agenda: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Offene Verkaufschance as the house sees it; value in euros, probability a fraction."""

    project: Project
    value: float | None
    probability: float | None
    stage: str | None


@dataclass(frozen=True, slots=True)
class Inside:
    """Was nur das Haus liest: adjusted figures in euros, results, the typed reason, opportunities, last meeting.

    row  the customer's results; activity  of the next meeting; last  day, activity and outcome of the last one
    """

    row: Row
    revenue: tuple[float | None, ...]
    margin: tuple[float | None, ...]
    margin_kind: str
    reason_code: object
    explanation: str | None
    persistence: object
    opportunities: tuple[Opportunity, ...]
    activity: str | None
    last: tuple[dt.date, str, str] | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Kennzahl over the years; a chart of it has a title and a number format, "" for none."""

    label: str
    values: tuple[float | None, ...]
    unit: Unit
    chart: str = ""
    chart_format: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Liste under a title: widths in 24ths of the page, rows of texts, a last line or one instead of rows.

    numbers  places of the columns that hold numbers
    """

    title: str
    headers: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    rest: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Eine Seite A4; `facts` and `points` are label and text, an empty text is a line to fill in."""

    key: str
    company: str
    title: str
    tag: str
    facts: tuple[tuple[str, str], ...]
    figures_title: str
    years: tuple[str, ...]
    figures: tuple[Figure, ...]
    points_title: str
    points: tuple[tuple[str, str], ...]
    goals_title: str
    goals: str
    lists: tuple[Listing, ...]
    agenda: tuple[str, ...]
    footer: str


AGENDA, NOTES, NEW = "Agenda", "Notizen", "Neue Vereinbarungen"
NEW_HEADERS, NEW_WIDTHS = ("Was", "Wer", "Bis wann"), (15, 5, 4)
YEAR = "Jahr"


def inside(shared: Shared, own: Inside) -> Page:
    """Seite für das Haus."""
    key, who, name = shared.customer_id, shared.responsible or "", shared.decision_maker or ""
    return Page(
        key=key,
        company=_line(shared.company, f"Gesprächsblatt {shared.plan_year}"),
        title=shared.customer,
        tag="Nur intern",
        facts=(
            ("Kundennr.", key),
            ("Entscheider", name),
            ("Verantwortlich", who),
            ("Nächstes Gespräch", _line(_day(shared.meeting), own.activity if shared.meeting else None)),
        ),
        figures_title=_figures_title(shared),
        years=tuple(str(year) for year in shared.years),
        figures=_figures(own),
        points_title="Trend und Einstufung",
        points=_points(own),
        goals_title="Ziele und Projekte des Kunden",
        goals=shared.goals or "",
        lists=(_opportunities(own.opportunities), _agreements(shared.agreements), *_last(own.last)),
        agenda=_agenda(shared),
        footer=_line("Nur intern, nicht aus der Hand geben", shared.company),
    )


def for_customer(shared: Shared) -> Page:
    """Seite für den Kunden: no Punkte, Level, DB, trend, and of opportunities only Vorhaben and month."""
    lists = [_projects(shared.projects)] if shared.projects else []
    lists += [_agreements(shared.agreements)] if shared.agreements else []
    return Page(
        key=shared.customer_id,
        company=shared.company,
        title=shared.customer,
        tag=f"Gespräch {shared.plan_year}",
        facts=(
            ("Kundennummer", shared.customer_id),
            ("Gesprächspartner", shared.decision_maker or ""),
            ("Ansprechpartner", shared.responsible or ""),
            ("Terminvorschlag", _day(shared.meeting)),
        ),
        figures_title="Ihr Umsatz mit uns",
        years=_labels(shared.years, shared.months),
        figures=(_charted("Umsatz", shared.booked),),
        points_title="",
        points=(),
        goals_title="Ihre Ziele und Projekte",
        goals=shared.goals or "",
        lists=tuple(lists),
        agenda=_agenda(shared),
        footer=shared.company,
    )


def _line(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _day(value: dt.date | None) -> str:
    return "" if value is None else day(value)


def _labels(years: Sequence[int], months: int) -> tuple[str, ...]:
    """Jahre; the last one says how many months of it are booked if it is not whole."""
    part = f" ({count(months, 'Monat', 'Monate')})" if months < 12 else ""
    return tuple(f"{year}{part if year == years[-1] else ''}" for year in years)


def _figures_title(shared: Shared) -> str:
    title = "Drei Jahre in Zahlen, um Einmaleffekte bereinigt"
    return title if shared.months == 12 else f"{title}, {shared.years[-1]} auf 12 Monate ergänzt"


def _figures(own: Inside) -> tuple[Figure, ...]:
    pairs = zip(own.revenue, own.margin, strict=True)
    shares = tuple(
        margin / revenue if margin is not None and revenue is not None and revenue > 0.0 else None
        for revenue, margin in pairs
    )
    estimated = " (geschätzt)" if own.row["margin_estimated"] else ""
    return (
        _charted("Umsatz", own.revenue),
        _charted(f"{own.margin_kind}{estimated}", own.margin),
        Figure("DB-Quote", shares, Unit.SHARE),
    )


def _charted(label: str, values: tuple[float | None, ...]) -> Figure:
    """Kennzahl in euros with a chart, whose numbers are short."""
    most = max((abs(value) for value in values if value is not None), default=0.0)
    if most >= MILLIONS:
        return Figure(label, values, Unit.EUR, f"{label} in Mio. €", "#,##0.0,,")
    if most >= THOUSANDS:
        return Figure(label, values, Unit.EUR, f"{label} in Tsd. €", "#,##0,")
    return Figure(label, values, Unit.EUR, f"{label} in €" if most else "", "#,##0")


def _points(own: Inside) -> tuple[tuple[str, str], ...]:
    row = own.row
    trend = trend_words(row).removesuffix(ATTENTION).strip()
    pace = rate(_number(row["own_rate"])) if row["own_rate"] is not None else ""
    return (
        ("Trend", f"{trend}, {pace} im Jahr" if pace else trend),
        ("Grund", _reason(own)),
        ("Einstufung", _rating(row)),
    )


def _reason(own: Inside) -> str:
    """Grund, Erklärung and how long it lasts; says where an explanation is still owed."""
    told = ": ".join(part for part in (word("reason_code", own.reason_code), own.explanation) if part)
    lasts = word("persistence", own.persistence)
    parts = [told, f"hält an: {lasts}" if lasts else ""]
    if own.row["needs_explanation"] and not own.row["explained"]:
        parts.append("Erklärung fehlt noch")
    return "; ".join(part for part in parts if part) or "nichts eingetragen"


def _rating(row: Row) -> str:
    """Punkte, Level and how steady it is."""
    parts = [f"Level {word('care_level', row['care_level'])}"]
    if row["score"] is not None:
        parts.insert(0, f"{number(_number(row['score']), 1)} von 100 Punkten")
    if row["computed_level"] != row["care_level"]:
        parts.append(f"Vorschlag {word('care_level', row['computed_level']) or 'keiner'}")
    if row["stability"] is not None:
        steady = word("steadiness", row["steadiness"])
        parts.append(f"Stabilität {percent(_number(row['stability']))}{f' ({steady})' if steady else ''}")
    return ", ".join(parts)


def _number(value: object) -> float:
    return float(value)  # type: ignore[arg-type]  # callers give cells that hold a number


def _opportunities(chances: Sequence[Opportunity]) -> Listing:
    rows = tuple(
        (
            one.project.name,
            one.stage or DASH,
            percent(one.probability),
            euros(one.value),
            _day(one.project.close) or DASH,
        )
        for one in chances[:MOST_OPPORTUNITIES]
    )
    rest = _more(len(chances), MOST_OPPORTUNITIES) if chances else "Keine offene Verkaufschance."
    headers = ("Vorhaben", "Phase", "Chance", "Wert", "Abschluss")
    return Listing("Offene Verkaufschancen", headers, (10, 5, 2, 4, 3), rows, rest, (2, 3, 4))


def _projects(projects: Sequence[Project]) -> Listing:
    rows = tuple((one.name, _month(one.close)) for one in projects[:MOST_OPPORTUNITIES])
    rest = _more(len(projects), MOST_OPPORTUNITIES)
    return Listing("Themen und Vorhaben", ("Vorhaben", "voraussichtlich"), (18, 6), rows, rest)


def _month(value: dt.date | None) -> str:
    return "offen" if value is None else f"{MONTHS[value.month - 1]} {value.year}"


def _agreements(agreements: Sequence[Agreement]) -> Listing:
    """Vereinbarungen, open ones first by their day, then the last ones settled."""
    rows = tuple(
        (
            one.what,
            _day(one.agreed_on) or DASH,
            one.who or DASH,
            _day(one.until) or DASH,
            _day(one.done_on) or "offen",
        )
        for one in _in_order(agreements)[:MOST_AGREEMENTS]
    )
    rest = _more(len(agreements), MOST_AGREEMENTS) if agreements else "Noch keine Vereinbarung eingetragen."
    headers = ("Was", "vereinbart", "Wer", "Bis wann", "erledigt")
    return Listing("Vereinbarungen vom letzten Mal", headers, (12, 3, 3, 3, 3), rows, rest)


def _in_order(agreements: Sequence[Agreement]) -> list[Agreement]:
    still = [one for one in agreements if one.done_on is None]
    settled = [one for one in agreements if one.done_on is not None]
    still.sort(key=lambda one: one.until or dt.date.max)
    settled.sort(key=lambda one: one.done_on or dt.date.min, reverse=True)
    return [*still, *settled]


def _last(last: tuple[dt.date, str, str] | None) -> tuple[Listing, ...]:
    if last is None:
        return ()
    done, activity, outcome = last
    return (
        Listing(
            "Letzter Kontakt", ("Wann", "Was", "Ergebnis"), (3, 6, 15), ((day(done), activity, outcome),)
        ),
    )


def _more(size: int, shown: int) -> str:
    rest = size - shown
    return "" if rest <= 0 else f"und {number(rest)} weitere" + ("" if rest > 1 else "r Eintrag")


def _agenda(shared: Shared) -> tuple[str, ...]:
    numbered = enumerate(shared.agenda, start=1)
    return tuple(f"{at}. {point} ({minutes} Min.)" for at, (point, minutes) in numbered)
