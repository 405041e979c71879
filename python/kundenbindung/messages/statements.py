"""Aussagen: what each chart of the Cockpit says, as one sentence from the numbers of this calculation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from kundenbindung.core import cockpit
from kundenbindung.core.cockpit import Bridge
from kundenbindung.core.model import CareLevel, Results, Verdict
from kundenbindung.messages.german import NO_BREAK, count, number, percent, short_euros, signed_euros
from kundenbindung.messages.loads import unknown
from kundenbindung.workbook.charts import CHARTS
from kundenbindung.workbook.layout import word

NOT_YET = "Noch nicht berechnet."
SHEETS = {
    "customers": "Screening",
    "split": "Klausur",
    "levels": "Screening",
    "watering": "Ressourcen",
    "plan": "Plan",
    "bridge": "Screening",
    "trends": "Screening",
    "stability": "Klausur",
    "load": "Ressourcen",
    "curve": "Klausur",
}
"""Blatt on which the numbers of a chart come about."""

BREAKS = re.compile(r"(?<=\d) (?=[%€]|Tsd\.|Mio\.)|(?<=Tsd\.) (?=€)|(?<=Mio\.) (?=€)")
NO_STRATEGY = "Noch gehört kein Kunde zu Strategie."
STRATEGY = CareLevel.STRATEGY.value
LONGEST_NAME = 40


def statements(results: Results) -> pd.DataFrame:
    """Aussagen, one row per chart in their order: label, sentence, sheet."""
    known = len(results.customers) > 0 and not results.stopped
    rows = [
        (chart.label, _unbroken(SENTENCES[chart.name](results)) if known else NOT_YET, SHEETS[chart.name])
        for chart in CHARTS
    ]
    return pd.DataFrame(rows, columns=["chart", "statement", "sheet"])


def _unbroken(sentence: str) -> str:
    """Numbers stay on one line with their unit, where a title is broken."""
    return BREAKS.sub(NO_BREAK, sentence)


def _customers(results: Results) -> str:
    table = results.customers
    rated = table[table["score"].notna() & table["care_level"].notna()]
    top = set(rated.index[rated["care_level"] == STRATEGY])
    if not top:
        return f"{count(len(rated), 'Kunde ist', 'Kunden sind')} bewertet; keiner davon gehört zu Strategie."
    largest = set(rated.sort_values("revenue_eur", ascending=False, kind="stable").index[: len(top)])
    if len(top) == len(largest & top):
        return f"{_alone(len(top))} auch nach Umsatz die größten: Punkte und Umsatz sagen hier dasselbe."
    both = number(len(top & largest))
    return f"{both} der {number(len(top))} Strategie-Kunden gehören auch nach Umsatz zu den {number(len(top))} größten; die anderen überzeugen durch mehr als Umsatz."


def _alone(size: int) -> str:
    return "Der eine Strategie-Kunde ist" if size == 1 else f"Die {number(size)} Strategie-Kunden sind"


def _split(results: Results) -> str:
    decided, capacity = results.decided.strategy, results.capacity
    known = f"{count(decided, 'Kunde gehört', 'Kunden gehören')} zu Strategie, {number(results.decided.sales)} zu Vertrieb, {number(results.decided.service)} zu Service"
    if capacity is None or capacity.affordable is None:
        return f"{known}; wie viele Ihre Leute tragen, steht noch nicht fest."
    if not capacity.fits_without_strategy:
        return f"{known}; Ihre Leute tragen schon ohne einen Strategie-Kunden zu viel."
    limit = capacity.affordable.strategy
    if decided > limit:
        return f"{known}; Ihre Leute tragen aber nur {number(limit)} bei Strategie."
    return f"{known}; tragbar wären {number(limit)} bei Strategie."


def _strategy(results: Results) -> dict[str, float]:
    """Umsatz, DB und Zeit of the Strategie customers."""
    row: Any = cockpit.by_level(results).loc[STRATEGY]
    return {str(name): float(value) for name, value in row.items()}


def _levels(results: Results) -> str:
    row = _strategy(results)
    if not row["customers"] > 0:
        return NO_STRATEGY
    parts = [f"{percent(row['revenue_share'])} des Umsatzes"] if _known(row["revenue_share"]) else []
    parts += [f"{percent(row['margin_share'])} des DB"] if _known(row["margin_share"]) else []
    own = f"Strategie-Kunden sind {percent(row['customers_share'])} der Kunden"
    return (
        f"{own} und bringen {' und '.join(parts)}." if parts else f"{own}; Umsatz und DB sind nicht bekannt."
    )


def _known(value: float) -> bool:
    return not np.isnan(value)


def _watering(results: Results) -> str:
    row = _strategy(results)
    if not row["customers"] > 0:
        return NO_STRATEGY
    time, margin = row["hours_share"], row["margin_share"]
    if not _known(time) or not _known(margin):
        return "Zeit und DB je Level lassen sich noch nicht vergleichen: Stunden oder DB fehlen."
    fact = f"Strategie-Kunden bringen {percent(margin)} des DB und bekommen {percent(time)} der Zeit"
    if time <= row["customers_share"]:
        return f"{fact}: nicht mehr als alle anderen. Das ist die Gießkanne."
    return f"{fact}, bei {percent(row['customers_share'])} der Kunden."


def _plan(results: Results) -> str:
    total, year = results.company, results.settings.base_year + 1
    if total is None or total.plan.expected is None:
        return "Ein Plan ist noch nicht möglich."
    fact = (
        f"{year} sind {short_euros(total.plan.safe)} sicher und {short_euros(total.plan.expected)} erwartet"
    )
    if total.target_eur is None or total.gap_expected_eur is None:
        return f"{fact}; ein Ziel ist noch nicht eingetragen."
    if total.gap_expected_eur > 0.0:
        return f"{fact}; bis zum Ziel von {short_euros(total.target_eur)} fehlen {short_euros(total.gap_expected_eur)}."
    return f"{fact}; das Ziel von {short_euros(total.target_eur)} ist damit gedeckt."


CAUSES = {
    "revenue": "den Umsatz der gebliebenen Kunden",
    "margin": "die Marge der gebliebenen Kunden",
    "new": "neue Kunden",
    "lost": "verlorene Kunden",
    "other": "Kunden ohne Umsatz",
}


def _bridge(results: Results) -> str:
    found, year = cockpit.bridge(results), results.settings.base_year
    if found is None:
        return "Woher die Änderung des DB kommt, lässt sich erst mit zwei Jahren DB sagen."
    change = found.end - found.start
    missing = f" Ohne {count(found.missing, 'Kunden', 'Kunden')}, deren DB fehlt." if found.missing else ""
    if abs(change) < 0.5:
        return f"Der DB blieb {year} gleich.{missing}"
    direction = "stieg" if change > 0.0 else "sank"
    span = f"von {short_euros(found.start)} auf {short_euros(found.end)}"
    return f"Der DB {direction} {year} {span}, vor allem durch {_main_cause(found, change)}.{missing}"


def _main_cause(found: Bridge, change: float) -> str:
    """Schritt that moved most in the direction of the whole."""
    name = max(CAUSES, key=lambda entry: float(getattr(found, entry)) * np.sign(change))
    return f"{CAUSES[name]} ({signed_euros(float(getattr(found, name)))})"


def _trends(results: Results) -> str:
    table = cockpit.trends(results)
    explained, still = int(table["explained"].sum()), int(table["open"].sum())
    if not explained + still:
        return "Kein Trend fällt auf; zu erklären ist nichts."
    fact = f"{count(explained + still, 'Trend fällt', 'Trends fallen')} auf"
    if explained + still == 1:
        return f"{fact} und ist {'erklärt' if explained else 'noch zu erklären'}."
    if not still:
        return f"{fact}; alle sind erklärt."
    return f"{fact}, {number(still)} davon {'ist' if still == 1 else 'sind'} noch zu erklären."


def _stability(results: Results) -> str:
    stability = results.customers["stability"]
    if not stability.notna().any():
        return "Wie sicher die Level sind, wurde nicht durchgespielt."
    if not results.borderline:
        return "Kein Kunde steht auf der Kippe: Die Level halten auch bei leicht anderen Gewichten."
    first = results.borderline[0]
    name = results.customers["customer"].get(first)
    named = str(name) if isinstance(name, str) and len(name) <= LONGEST_NAME else f"Kundennr. {first}"
    fact = count(len(results.borderline), "Kunde steht", "Kunden stehen")
    return f"{fact} auf der Kippe; am meisten steht auf dem Spiel bei: {named.rstrip('.')}."


def _load(results: Results) -> str:
    found, reason = results.capacity, unknown(results)
    if found is None or reason:
        return f"Ob Ihre Leute das tragen, ist offen: {reason}"
    worst = next((entry for entry in found.roles if entry.role == found.bottleneck), None)
    if worst is None or worst.load is None:
        return (
            f"Ob Ihre Leute das tragen: {word('verdict', found.verdict.value) if found.verdict else 'offen'}."
        )
    most = f"am stärksten ausgelastet: {worst.role} ({percent(worst.load)})"
    told = {
        Verdict.FITS: f"Ihre Leute tragen die Aufteilung; {most}.",
        Verdict.TIGHT: f"Es wird knapp; {most}.",
        Verdict.OVERLOADED: f"Ihre Leute tragen das nicht; {most}.",
    }
    return told[found.verdict] if found.verdict else f"Noch fehlen Stunden einer Rolle; {most}."


def _curve(results: Results) -> str:
    found = results.concentration
    if found is None or found.largest_share is None:
        return "Wie viel an wenigen hängt, lässt sich ohne Umsatz nicht sagen."
    largest = f"Der größte Kunde bringt {percent(found.largest_share)} des Umsatzes"
    if len(results.customers) <= 5:
        return f"{largest}."
    return f"{largest}, die fünf größten bringen {percent(found.top_five_share)}."


SENTENCES: Mapping[str, Callable[[Results], str]] = {
    "customers": _customers,
    "split": _split,
    "levels": _levels,
    "watering": _watering,
    "plan": _plan,
    "bridge": _bridge,
    "trends": _trends,
    "stability": _stability,
    "load": _load,
    "curve": _curve,
}
