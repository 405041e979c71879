"""Tragen Ihre Leute das? Verdict, loads, affordable split and the smallest repairs, in the owner's words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import pandas as pd

from kundenbindung.core.model import (
    Capacity,
    CareLevel,
    LevelCount,
    Load,
    Repair,
    RepairKind,
    Results,
    Verdict,
)
from kundenbindung.messages.german import DASH, count, enough, number, percent, plain, whole
from kundenbindung.workbook.layout import word

QUESTIONS = {
    "Urteil": "",
    "Engpass": "Die Rolle mit der höchsten Auslastung.",
    "Fehlende Stunden": "Im Jahr, über alle überlasteten Rollen.",
    "Alle Rollen zusammen": "Nötige durch verfügbare Stunden.",
    "Tragbare Strategie-Kunden": "So viele, wie Ihre Leute tragen, die besten zuerst.",
    "… bei halber Frequenz": "Dasselbe, wenn es alles ab Strategie nur halb so oft gibt.",
}
"""Fragen, and what their answer will mean."""

REPAIRS = {
    RepairKind.FEWER_STRATEGY: "Weniger Strategie-Kunden",
    RepairKind.LOWER_CADENCE: "Seltener",
    RepairKind.MORE_HOURS: "Mehr Stunden",
}
NOTHING_KNOWN = (
    "Eine Leistung je Rolle, die es dann seltener gibt.",
    "Je Rolle so viele Stunden, wie fehlen.",
)
STOPPED = "Noch nicht berechnet: Zuerst die Fehler auf dem Blatt Start beheben."
NO_ACTIVITY = "Tragen Sie in der Tabelle Leistungen ein, was ein Kunde bekommt."
NO_HOURS = "Tragen Sie in der Tabelle Rollen Stunden ein."
OPEN = "offen"
OPEN_WORDS = (
    "Noch nicht zu sagen: Bei einer Rolle, die gebraucht wird, steht nicht, wie viele Stunden sie hat."
)
NO_LEVEL = "Noch hat kein Kunde ein Level."
NOT_NEEDED = "Nicht nötig: Keine Rolle ist überlastet."
MOST_NAMES, MOST_LETTERS, BESIDE = 6, 150, 30
"""So many names, or letters, find room in a cell of three lines (`BESIDE` a sentence); the others are counted."""


def unknown(results: Results) -> str:
    """Grund why nothing can be said about the load; empty if something can."""
    found = results.capacity
    if found is None:
        return STOPPED if results.stopped else NO_ACTIVITY
    return "" if any(entry.verdict for entry in found.roles) else NO_HOURS


def capacity(results: Results, typed_roles: pd.DataFrame) -> pd.DataFrame:
    """Die Antwort: Urteil, Engpass, missing hours, all together, how many Strategie customers fit."""
    found, reason = results.capacity, unknown(results)
    if found is None or reason:
        named = _not_in_roles(found, typed_roles) if found else []
        told = [
            (_sentences(reason, *named), DASH),
            *((means, DASH) for means in list(QUESTIONS.values())[1:]),
        ]
    else:
        told = [
            (_verdict_words(found, results, typed_roles), _verdict(found, results)),
            _bottleneck(found),
            _missing(found),
            (_total_words(found), _load(found.total)),
            (_affordable_words(results, found), _strategy(found.affordable)),
            (_halved_words(results, found), _strategy(found.affordable_halved)),
        ]
    rows = [(figure, *row) for figure, row in zip(QUESTIONS, told, strict=True)]
    return pd.DataFrame(rows, columns=["figure", "meaning", "answer"])


def _sentences(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _strategy(split: LevelCount | None) -> str:
    return DASH if split is None else number(split.strategy)


def _verdict(found: Capacity, results: Results) -> str:
    if not results.decided.total:
        return DASH
    return word("verdict", found.verdict) or OPEN


def _verdict_words(found: Capacity, results: Results, typed_roles: pd.DataFrame) -> str:
    """Was das Urteil heißt, and which roles it leaves out."""
    means = {
        Verdict.FITS: "Ihre Leute schaffen, was die Level versprechen.",
        Verdict.TIGHT: "Es geht gerade auf; für Unvorhergesehenes bleibt kaum Zeit.",
        Verdict.OVERLOADED: "So geht es nicht: Es fehlen Stunden. Ändern Sie Level, Leistungen oder Rollen.",
    }
    text = means[found.verdict] if found.verdict else OPEN_WORDS
    text = text if results.decided.total else NO_LEVEL
    return _sentences(text, *_not_in_roles(found, typed_roles), _without_hours(found, typed_roles))


def _not_in_roles(found: Capacity, typed_roles: pd.DataFrame) -> list[str]:
    """Rollen that only Leistungen name."""
    typed = set(typed_roles["role"].dropna().astype(str))
    strangers = [entry for entry in found.roles if entry.role not in typed]
    if not strangers:
        return []
    named = [f"{entry.role} ({number(entry.needed_hours)} Stunden)" for entry in strangers]
    return [f"Nur in Leistungen genannt: {few(named, BESIDE)}. Ergänzen Sie die Tabelle Rollen."]


def _without_hours(found: Capacity, typed_roles: pd.DataFrame) -> str:
    """Rollen of the table whose hours nobody said although they are needed."""
    typed = set(typed_roles["role"].dropna().astype(str))
    mute = [
        e.role for e in found.roles if e.available_hours is None and e.role in typed and e.needed_hours > 0.0
    ]
    return f"Ohne Stunden, daher nicht geprüft: {few(mute, BESIDE)}." if mute else ""


def few(names: Sequence[str], letters: int = MOST_LETTERS, most: int = MOST_NAMES) -> str:
    """Aufzählung as long as there is room, then "und 3 weitere"."""
    sizes = accumulate(len(name) + 2 for name in names)
    shown = min(most, max(1, sum(size <= letters for size in sizes)))
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (f" und {rest} weitere" if rest > 0 else "")


def _bottleneck(found: Capacity) -> tuple[str, str]:
    entry = next((load for load in found.roles if load.role == found.bottleneck), None)
    if entry is None or not entry.needed_hours:
        return "Noch braucht keine Rolle Stunden.", DASH
    return f"Am stärksten ausgelastet: braucht {_of_hours(entry)}, {_at(entry)}.", entry.role


def _of_hours(entry: Load) -> str:
    """Nötig von verfügbar, with a decimal where whole hours would look the same."""
    needed, there = entry.needed_hours, entry.available_hours
    decimals = 1 if number(needed) == number(there) and needed != there else 0
    return f"{number(needed, decimals)} von {number(there, decimals)} Stunden"


def _at(entry: Load) -> str:
    return f"das sind {_load(entry)}" if entry.load is not None else "hat also keine Zeit"


def _load(entry: Load) -> str:
    """Auslastung in whole percent; next to 100 % with a decimal, since the verdict turns there."""
    near = percent(entry.load) == percent(1.0) and entry.load != 1.0
    return percent(entry.load, 1 if near else 0)


def _as_many(hours: str, one: str, many: str) -> str:
    return f"{hours} {one if hours == '1' else many}"


def _missing(found: Capacity) -> tuple[str, str]:
    lacking = [entry for entry in found.roles if entry.missing_hours]
    if not lacking:
        return "Keiner Rolle fehlen Stunden.", "0"
    named = [f"{entry.role} {whole(entry.missing_hours or 0.0)}" for entry in lacking]
    total = sum(enough(entry.missing_hours or 0.0) for entry in lacking)
    return f"Im Jahr zu wenig: {few(named)}.", number(total)


def _total_words(found: Capacity) -> str:
    left_out = [entry.role for entry in found.roles if entry.available_hours is None and entry.needed_hours]
    text = f"Zusammen {_of_hours(found.total)} nötig"
    text += f", ohne {few(left_out)}" if left_out else ""
    return f"{text}. Aber: Die freie Stunde der einen Rolle hilft der anderen nicht."


def _affordable_words(results: Results, found: Capacity) -> str:
    if not found.fits_without_strategy:
        return "Schon ohne einen Strategie-Kunden fehlen Stunden."
    if found.affordable is None:
        return OPEN_WORDS
    return (
        f"So viele tragen Ihre Leute, die besten zuerst; entschieden sind {number(results.decided.strategy)}."
    )


def _halved_words(results: Results, found: Capacity) -> str:
    if not found.fits_without_strategy:
        return "Seltener hilft hier nicht: Schon ohne Strategie fehlen Stunden."
    if found.affordable_halved is None:
        return OPEN_WORDS
    means = "Wenn es alles ab Strategie nur halb so oft gibt"
    return f"{means}; entschieden sind {number(results.decided.strategy)}."


def role_words(entry: Load, limit: float) -> str:
    """Auslastung in Worten: what the role needs, what it has, what is missing or left."""
    if entry.available_hours is None:
        needs = f"Braucht {number(entry.needed_hours)} Stunden. " if entry.needed_hours else ""
        return f"{needs}Verfügbar unbekannt: „Stunden fest“ oder „für Bestandskunden“ eintragen."
    if entry.verdict is Verdict.OVERLOADED:
        border = "" if limit == 1.0 else f" bis zur Grenze von {percent(limit)}"
        lacking = _as_many(whole(entry.missing_hours or 0.0), "fehlt", "fehlen")
        return f"Braucht {_of_hours(entry)}; {lacking}{border}.{_carries(entry)}"
    if not entry.needed_hours:
        return f"Hat {number(entry.available_hours)} Stunden, die noch niemand braucht."
    free = number(max(0.0, entry.available_hours - entry.needed_hours))
    return f"Braucht {_of_hours(entry)}; {_as_many(free, 'bleibt', 'bleiben')} frei.{_carries(entry)}"


def _carries(entry: Load) -> str:
    if entry.strategy_limit is None:
        return ""
    return (
        f" Reicht für {number(entry.strategy_limit) if entry.strategy_limit else 'keinen'} Strategie-Kunden."
    )


def capacity_split(results: Results) -> pd.DataFrame:
    """Aufteilung: guideline, affordable, affordable at half the cadence, decided, and what the difference means."""
    found = results.capacity
    whole = {
        "guideline": results.guideline,
        "affordable": found.affordable if found else None,
        "affordable_halved": found.affordable_halved if found else None,
        "decided": results.decided,
    }
    columns = {name: _counts(None if results.stopped else split) for name, split in whole.items()}
    return pd.DataFrame(
        {
            "care_level": [word("care_level", level) for level in CareLevel],
            "meaning": [_difference(level, results, found) for level in CareLevel],
            **columns,
        }
    )


def _counts(split: LevelCount | None) -> pd.Series:
    """Anzahl per level, from Strategie to Service; missing where the split is not known."""
    counts = [np.nan if split is None else float(getattr(split, level.value)) for level in CareLevel]
    return pd.Series(counts, dtype=np.float64)


def _difference(level: CareLevel, results: Results, found: Capacity | None) -> str:
    """Lesart: decided against affordable."""
    if found is None or found.affordable is None:
        return (unknown(results) or OPEN_WORDS) if level is CareLevel.STRATEGY else ""
    more = getattr(results.decided, level.value) - getattr(found.affordable, level.value)
    if level is CareLevel.STRATEGY:
        return _strategy_difference(more, found.fits_without_strategy)
    if more == 0:
        return "Tragbar und entschieden sind gleich."
    if level is CareLevel.SALES and more < 0:
        return f"{number(-more)} mehr im tragbaren Fall: Wer nicht Strategie sein kann, gehört hierher."
    return f"{number(abs(more))} {'weniger' if more > 0 else 'mehr'} im tragbaren Fall: Die besten Kunden kämen zuerst zu Strategie."


def _strategy_difference(more: int, fits_without: bool) -> str:
    if not fits_without:
        return "Schon ohne einen Strategie-Kunden fehlen Stunden; weniger Strategie allein hilft nicht."
    if more > 0:
        return f"{number(more)} mehr entschieden, als Ihre Leute tragen."
    return f"{number(-more)} mehr wären tragbar." if more else "Genau so viele, wie Ihre Leute tragen."


def repairs(results: Results) -> pd.DataFrame:
    """Kleinste Reparaturen: three rows, in words; "Nicht nötig" where nothing is overloaded."""
    found = results.capacity
    ways = {entry.kind: entry for entry in found.repairs} if found else {}
    names = results.customers["customer"] if len(results.customers) else pd.Series(dtype=object)
    reason = unknown(results)
    nothing = (reason, *NOTHING_KNOWN) if reason else (NOT_NEEDED,) * len(REPAIRS)
    rows = [
        (label, *(_repair(ways[kind], names) if kind in ways else (words, DASH)))
        for (kind, label), words in zip(REPAIRS.items(), nothing, strict=True)
    ]
    return pd.DataFrame(rows, columns=["repair", "what", "enough"])


def _repair(way: Repair, names: pd.Series) -> tuple[str, str]:
    tellers = {
        RepairKind.FEWER_STRATEGY: _fewer(way, names),
        RepairKind.LOWER_CADENCE: _rarer(way),
        RepairKind.MORE_HOURS: few([f"{role} +{whole(more)}" for role, more in way.hours])
        + " Stunden im Jahr",
    }
    return tellers[way.kind], word("yes_no", "yes" if way.possible else "no")


def _fewer(way: Repair, names: pd.Series) -> str:
    if not way.possible:
        return "Auch ohne einen einzigen Strategie-Kunden fehlen Stunden."
    told = [str(names.get(key) or key) for key in way.customers]
    return f"{count(len(told), 'Kunde geht', 'Kunden gehen')} zu Vertrieb: {few(told, 2 * MOST_LETTERS, 2 * MOST_NAMES)}"


def _rarer(way: Repair) -> str:
    steps = [f"{activity} {plain(now)} → {plain(then)} mal im Jahr" for activity, now, then in way.cadence]
    if not steps:
        return "Keine Leistung allein spart genug Stunden."
    return few(steps) + ("" if way.possible else "; anderen Rollen hilft keine Leistung allein")
