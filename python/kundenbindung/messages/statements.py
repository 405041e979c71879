"""Aussagen: what each chart of the Cockpit says, as one sentence from the numbers of this calculation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from kundenbindung.core import cockpit
from kundenbindung.core.cockpit import Bridge
from kundenbindung.core.model import Results, Verdict
from kundenbindung.core.workdays import MONTHS
from kundenbindung.messages import overtaking
from kundenbindung.messages.german import (
    NO_BREAK,
    count,
    number,
    percent,
    share,
    short_euros,
    signed_euros,
    so_many,
)
from kundenbindung.messages.loads import unknown
from kundenbindung.messages.short_names import short_name
from kundenbindung.workbook.charts import CHARTS
from kundenbindung.workbook.layout import word
from kundenbindung.workbook.tables.cockpit import CONTESTED_CUSTOMERS

NOT_YET = "Noch nicht berechnet."
NOBODY = "Noch ist kein Kunde eingetragen."
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

BREAKS = re.compile(r"(?<=\d) (?=[%€]|Tsd\.|Mio\.|Mrd\.)|(?<=Tsd\.|Mio\.|Mrd\.) (?=€)")
NO_STRATEGY = "Noch gehört kein Kunde zu Strategie."
LONGEST_NAME = 40
ALSO_MAIN = 0.75
"""A second cause with this part of the first is named too."""


def statements(results: Results) -> pd.DataFrame:
    """Aussagen, one row per chart in their order: label, sentence, sheet."""
    silent = NOT_YET if results.stopped else "" if len(results.customers) else NOBODY
    rows = [
        (chart.label, silent or _unbroken(SENTENCES[chart.name](results)), SHEETS[chart.name])
        for chart in CHARTS
    ]
    return pd.DataFrame(rows, columns=["chart", "statement", "sheet"])


def _unbroken(sentence: str) -> str:
    """Numbers stay on one line with their unit, where a title is broken."""
    return BREAKS.sub(NO_BREAK, sentence)


def _split(results: Results) -> str:
    decided, capacity = results.decided.strategy, results.capacity
    if not decided + results.decided.sales + results.decided.service:
        return overtaking.NO_LEVEL
    known = f"{so_many(decided, 'gehört', 'gehören')} zu Strategie, {number(results.decided.sales)} zu Vertrieb, {number(results.decided.service)} zu Service"
    if capacity is None or capacity.affordable is None:
        return f"{known}; wie viele Ihre Leute tragen, steht noch nicht fest."
    if not capacity.fits_without_strategy:
        return f"{known}; Ihre Leute tragen schon ohne einen Strategie-Kunden zu viel."
    limit = capacity.affordable.strategy
    if decided > limit:
        return f"{known}; Ihre Leute tragen aber nur {number(limit)} bei Strategie."
    return f"{known}; tragbar {'wäre' if limit == 1 else 'wären'} {number(limit)} bei Strategie."


def _strategy(results: Results) -> dict[str, float]:
    """Umsatz, DB und Zeit of the Strategie customers."""
    row: Any = cockpit.by_level(results).loc[overtaking.STRATEGY]
    return {str(name): float(value) for name, value in row.items()}


def _levels(results: Results) -> str:
    row = _strategy(results)
    if not row["customers"] > 0:
        return NO_STRATEGY
    parts = [f"{share(row['revenue_share'])} des Umsatzes"] if _known(row["revenue_share"]) else []
    parts += [f"{share(row['margin_share'])} des DB"] if _known(row["margin_share"]) else []
    own = f"Strategie-Kunden sind {share(row['customers_share'])} der Kunden"
    more = "; der DB eines Levels ist negativ" if _negative(results) else ""
    if not parts:
        return f"{own}; {'der DB eines Levels ist negativ' if more else 'Umsatz und DB sind nicht bekannt'}."
    return f"{own} und bringen {' und '.join(parts)}{more}."


def _negative(results: Results) -> bool:
    """True if a level costs more than it brings, so that there are no shares."""
    return bool((cockpit.by_level(results)["margin_eur"] < 0.0).any())


def _known(value: float) -> bool:
    return not np.isnan(value)


def _watering(results: Results) -> str:
    row = _strategy(results)
    if not row["customers"] > 0:
        return NO_STRATEGY
    time, margin = row["hours_share"], row["margin_share"]
    if _known(time) and _negative(results):
        return "Anteile an Zeit und DB lassen sich nicht vergleichen: Der DB eines Levels ist negativ."
    if not _known(time) or not _known(margin):
        return "Zeit und DB je Level lassen sich noch nicht vergleichen: Stunden oder DB fehlen."
    fact = f"Strategie-Kunden bringen {share(margin)} des DB und bekommen {share(time)} der Zeit"
    if time <= row["customers_share"]:
        return f"{fact}: nicht mehr als alle anderen. Das ist die Gießkanne."
    return f"{fact}, bei {share(row['customers_share'])} der Kunden."


def _plan(results: Results) -> str:
    total, year = results.company, results.settings.base_year + 1
    if total is None or total.plan.expected is None:
        return "Ein Plan ist noch nicht möglich."
    expected = short_euros(total.plan.expected)
    if total.plan.safe is None:
        return f"{year} sind {expected} erwartet; was davon sicher ist, lässt sich nicht sagen."
    fact = f"{year} sind {short_euros(total.plan.safe)} sicher und {expected} erwartet"
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
    begun = results.settings.months_in_base_year < MONTHS
    when = f"{year} (aufs Jahr hochgerechnet)" if begun else str(year)
    return (
        f"Der DB {direction} {when} {_span(found)}, vor allem durch {_main_causes(found, change)}.{missing}"
    )


def _span(found: Bridge) -> str:
    """Both ends, or by how much where both read alike."""
    start, end = short_euros(found.start), short_euros(found.end)
    return (
        f"von {start} auf {end}"
        if start != end
        else f"um {short_euros(abs(found.end - found.start))} auf {end}"
    )


def _main_causes(found: Bridge, change: float) -> str:
    """Schritt that moved most in the direction of the whole, and a second that moved nearly as much."""
    moved = {name: float(getattr(found, name)) * float(np.sign(change)) for name in CAUSES}
    first, second = sorted(moved, key=lambda name: -moved[name])[:2]
    names = [first, second] if moved[second] >= ALSO_MAIN * moved[first] else [first]
    return " und ".join(f"{CAUSES[name]} ({signed_euros(float(getattr(found, name)))})" for name in names)


def _trends(results: Results) -> str:
    table = cockpit.trends(results)
    explained, still = int(table["explained"].sum()), int(table["open"].sum())
    if not explained + still:
        return "Kein Trend fällt auf; zu erklären ist nichts."
    return f"{_told(explained, still)}{_mute(results)}."


def _mute(results: Results) -> str:
    """So many are explained but for whether they go on."""
    found = [entry.values["count"] for entry in results.findings if entry.code == "persistence_missing"]
    return f"; bei {found[0]} fehlt „Hält an“" if found else ""


def _told(explained: int, still: int) -> str:
    fact = f"{count(explained + still, 'Trend fällt', 'Trends fallen')} auf"
    if explained + still == 1:
        return f"{fact} und ist {'erklärt' if explained else 'noch zu erklären'}"
    if not still or not explained:
        return f"{fact}; alle sind {'noch zu erklären' if still else 'erklärt'}"
    return f"{fact}, {number(still)} davon {'ist' if still == 1 else 'sind'} noch zu erklären"


def _stability(results: Results) -> str:
    stability = results.customers["stability"]
    if not stability.notna().any():
        return "Wie sicher die Level sind, wurde nicht durchgespielt."
    if not results.borderline:
        return "Kein Kunde steht auf der Kippe: Die Level halten auch bei leicht anderen Gewichten."
    first = results.borderline[0]
    name = results.customers["customer"].get(first)
    whole = isinstance(name, str) and len(name) <= LONGEST_NAME
    named = str(name) if whole else short_name(name, f"Kundennr. {first}")
    if len(results.borderline) == 1:
        return f"{named} steht als einziger Kunde auf der Kippe."
    shown = f" (gezeigt: {CONTESTED_CUSTOMERS})" if len(results.borderline) > CONTESTED_CUSTOMERS else ""
    return f"{number(len(results.borderline))} Kunden stehen auf der Kippe{shown}; bei {named} steht am meisten auf dem Spiel."


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
    largest = f"Der größte Kunde bringt {share(found.largest_share)} des Umsatzes"
    if len(results.customers) <= 5:
        return f"{largest}."
    return f"{largest}, die fünf größten bringen {share(found.top_five_share)}."


SENTENCES: Mapping[str, Callable[[Results], str]] = {
    "customers": overtaking.sentence,
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
