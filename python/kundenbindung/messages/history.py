"""Vorjahr: who changed the level and why, and how last year's plan did, in the owner's words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kundenbindung.core.model import CustomerStatus, LevelCause, PlanCheck, Results
from kundenbindung.messages.customers import rows as table_rows
from kundenbindung.messages.entry import Message
from kundenbindung.messages.german import count, euros, number, percent, rate
from kundenbindung.workbook.layout import CHOICES, word

HISTORY: dict[str, Message] = {
    "base_year_no_figures": Message(
        "Für das Basisjahr {year} ist noch kein Umsatz eingetragen; so gälten alle Kunden als verloren.",
        "Lesen Sie die Zahlen des Jahres ein oder tragen Sie sie im Blatt Zahlen ein. Ist das Jahr noch nicht gebucht, setzen Sie im Blatt Einstellungen das Basisjahr zurück.",
    ),
    "prior_year_other": Message(
        "Der Plan im Blatt Vorjahr wurde für {plan_year} gemacht, das Basisjahr ist {base_year}; Plan und Ist werden nicht verglichen.",
        "Prüfen Sie das Basisjahr im Blatt Einstellungen und die Spalte Planjahr im Blatt Vorjahr.",
    ),
    "prior_points_missing": Message(
        "Zum Vorjahr sind keine Punkte je Kriterium festgehalten; warum sich ein Level ändert, lässt sich nicht zerlegen: {keys:list}.",
        "Der Knopf „Jahreswechsel“ hält die Punkte künftig fest; für dieses Jahr ist nichts zu tun.",
    ),
}

COLLECTIVE = "collective"
BEFORE = "before"
GONE: Mapping[object, str] = {CustomerStatus.LOST.value: "verloren", BEFORE: "noch ohne Umsatz"}
NO_LEVEL = "neu oder ohne Level"
UNKNOWN_CAUSE = "Punkte des Vorjahres fehlen"
NOT_THERE = "nicht mehr im Blatt Kunden"
NO_PLAN = "Im Blatt Vorjahr steht kein Plan für das Basisjahr."
_EFFECTS = {"change_weights": "Gewichte", "change_customer": "Kunde", "change_data": "neue Daten"}
Row = Mapping[str, object]
_OUTPUTS = ("actual_eur", "deviation", "score_now", *_EFFECTS)


def prior_year(typed: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Vorjahr: the typed rows in the owner's order, with this year's figures beside them."""
    if results.history is None or not len(typed):
        return typed
    changes = results.history.changes.reindex(typed["customer_id"])
    status = _status(results).reindex(typed["customer_id"])
    rows = table_rows(changes)
    outputs: dict[str, np.ndarray] = {name: changes[name].to_numpy() for name in _OUTPUTS}
    words: dict[str, list[str]] = {
        "hit": [word("yes_no", _yes_no(row["hit"])) for row in rows],
        "level_now": [word("care_level", row["level_now"]) for row in rows],
        "cause": [_cause_words(*pair) for pair in zip(rows, status.to_list(), strict=True)],
    }
    return typed.assign(**outputs, **words)


def _status(results: Results) -> pd.Series:
    """Status by Kundennr.; COLLECTIVE for a Sammelkonto, whatever its revenue, BEFORE for one without any."""
    table = results.customers
    if not len(table):
        return pd.Series(dtype=object)
    return table["status"].mask(results.without_figures, BEFORE).mask(table["collective"], COLLECTIVE)


def _yes_no(value: object) -> str | None:
    return None if value is None else "yes" if value else "no"


def _cause_words(row: Row, status: object) -> str:
    """Ursache: "von Vertrieb nach Strategie: Gewichte"; empty if the level is the same."""
    last, now = row["prior_level"], row["level_now"]
    if row["actual_eur"] is None:
        return NOT_THERE
    if status in GONE:
        return GONE[status]
    if last is None or last == now:
        return ""
    if now is None:
        what = "Sammelkonto" if status == COLLECTIVE else "nicht bewertbar"
        return f"{what}, deshalb ohne Level"
    return f"{_move(row)}: {_cause(row)}"


def _move(row: Row) -> str:
    return f"von {word('care_level', row['prior_level'])} nach {word('care_level', row['level_now'])}"


def _cause(row: Row) -> str:
    return word("level_cause", row["cause"]) or UNKNOWN_CAUSE


def level_change(row: Row) -> str:
    """Warum anders: "von Vertrieb nach Strategie: Gewichte +4,2, Kunde +0,3 Punkte; Ausschlag: Gewichte".

    Empty if the level is the same or missing in one of the years; effects of 0.0 are left out.
    """
    last, now = row["prior_level"], row["level_now"]
    if last is None or now is None or last == now:
        return ""
    parts = [f"{name} {_signed(row[key])}" for key, name in _EFFECTS.items() if _shown(row[key])]
    effects = f"{', '.join(parts)} Punkte; " if parts else ""
    return f"{_move(row)}: {effects}Ausschlag: {_cause(row)}"


def _shown(value: object) -> bool:
    """True for an effect that is not 0.0 when it is written."""
    return value is not None and number(abs(_float(value)), 1) != number(0.0, 1)


def _signed(value: object) -> str:
    amount = _float(value)
    return f"{'+' if amount > 0.0 else '-'}{number(abs(amount), 1)}"


def _float(value: object) -> float:
    return float(value)  # type: ignore[arg-type]  # callers give cells that hold a number


def level_columns(results: Results) -> pd.DataFrame:
    """Screening: last year's level and why this year's differs, index customer_id."""
    keys = results.customers.index
    if results.history is None:
        return pd.DataFrame({"prior_level": None, "level_change": None}, index=keys, dtype=object)
    changes = results.history.changes.reindex(keys)
    rows = table_rows(changes)
    return pd.DataFrame(
        {
            "prior_level": [word("care_level", row["prior_level"]) for row in rows],
            "level_change": [level_change(row) for row in rows],
        },
        index=keys,
        dtype=object,
    )


def level_matrix(results: Results) -> pd.DataFrame:
    """Wanderung: last year's levels downwards, this year's to the right; empty cells without last year."""
    levels: list[str | None] = [*CHOICES["care_level"], None]
    names = [word("care_level", level) or NO_LEVEL for level in levels]
    columns = [level or "none" for level in levels]
    found = None if results.history is None else results.history.matrix
    if found is None or not len(found):
        return pd.DataFrame({"from": names, **dict.fromkeys(columns)}, dtype=object)
    counts = found.to_numpy()
    return pd.DataFrame({"from": names, **{name: counts[:, at] for at, name in enumerate(columns)}})


def level_causes(results: Results) -> pd.DataFrame:
    """Ursachen of the changes of level, always the same rows; empty cells without last year's levels."""
    names = [*CHOICES["level_cause"].values(), UNKNOWN_CAUSE]
    found = results.history
    if found is None or not len(found.matrix):
        return pd.DataFrame({"cause": names, "count": None}, dtype=object)
    changes = found.changes
    both = changes["prior_level"].notna() & changes["level_now"].notna()
    moved = changes[both & (changes["prior_level"] != changes["level_now"])]
    counts = [int((moved["cause"] == cause.value).sum()) for cause in LevelCause]
    return pd.DataFrame({"cause": names, "count": [*counts, int(moved["cause"].isna().sum())]})


def plan_check(results: Results) -> pd.DataFrame:
    """Plan und Ist: last year's plan against the base year, in words."""
    found = None if results.history is None else results.history.check
    rows = [("Vergleich", "–", NO_PLAN)] if found is None else _plan_rows(found, results.settings.base_year)
    return pd.DataFrame(rows, columns=["figure", "value", "meaning"])


def _plan_rows(found: PlanCheck, year: int) -> list[tuple[str, str, str]]:
    planned = count(found.customers, "Kunde", "Kunden")
    reached = "erreicht" if found.actual >= found.safe else "verfehlt"
    lean = "plus: der Plan war zu hoch; minus: zu niedrig"
    return [
        ("Sicher", euros(found.safe), f"Plan des Vorjahres für {year}, {planned}; das Ist hat ihn {reached}"),
        ("Erwartet", euros(found.expected), "die mittlere Erwartung des Vorjahres"),
        ("Möglich", euros(found.upside), "in einem von fünf Jahren mindestens"),
        ("Ist", euros(found.actual), f"Umsatz {year} derselben Kunden, ohne Einmaleffekte"),
        ("Trefferquote", percent(found.hit_rate), "so viele Kunden haben ihren Wert Sicher erreicht"),
        ("Schlagseite", rate(found.bias, 1), lean),
        ("mittlerer Fehler", percent(found.wape, 1), "Abweichung von Erwartet je Kunde, gemessen am Umsatz"),
    ]
