"""Strategie gegen Umsatz in one sentence: who of the Strategie customers is not among the largest, and why."""

from __future__ import annotations

import pandas as pd

from kundenbindung.core import cockpit
from kundenbindung.core.model import CareLevel, Results
from kundenbindung.messages.german import number, so_many

NO_LEVEL = "Noch hat kein Kunde ein Level."
STRATEGY = CareLevel.STRATEGY.value


def sentence(results: Results) -> str:
    """Aussage on levels and revenue, true for none, one and many customers."""
    found = cockpit.ranks(results)
    top, others = len(found.strategy), len(found.overtakers)
    if not top:
        rated = int(results.customers[["score", "care_level"]].notna().all(axis=1).sum())
        return (
            f"{so_many(rated, 'ist', 'sind')} bewertet; keiner davon gehört zu Strategie."
            if rated
            else NO_LEVEL
        )
    if not others:
        return _largest(top, tied=found.tied)
    if top == 1:
        return f"Der eine Strategie-Kunde ist nach Umsatz nicht der größte; er {_reason(results, found.overtakers)}."
    also = "gehört" if top - others <= 1 else "gehören"
    both = "Keiner" if top == others else number(top - others)
    fact = f"{both} der {number(top)} Strategie-Kunden {also} auch nach Umsatz zu den {number(top)} größten"
    return f"{fact}; {_others(results, found.overtakers, every=top == others)}."


def _largest(top: int, *, tied: bool) -> str:
    """Strategie are the largest: they alone, or with others of the same size."""
    if tied:
        which = "der eine Strategie-Kunde" if top == 1 else f"die {number(top)} Strategie-Kunden"
        return f"Kein anderer Kunde hat mehr Umsatz als {which}; andere haben ebenso viel."
    alone = "Der eine Strategie-Kunde ist" if top == 1 else f"Die {number(top)} Strategie-Kunden sind"
    most = "der größte" if top == 1 else "die größten"
    return f"{alone} auch nach Umsatz {most}: Punkte und Umsatz sagen hier dasselbe."


def _others(results: Results, keys: pd.Index, *, every: bool) -> str:
    """Why those are Strategie who are not among the largest."""
    by_score = int((results.customers["computed_level"].reindex(keys) == STRATEGY).sum())
    by_hand = len(keys) - by_score
    who = "sie" if every else "der andere" if len(keys) == 1 else "die anderen"
    if not by_score or not by_hand:
        return f"{who} {_reason(results, keys, many=len(keys) > 1)}"
    convince = "überzeugt" if by_score == 1 else "überzeugen"
    decided = "ist" if by_hand == 1 else "sind"
    return f"von den anderen {convince} {number(by_score)} durch mehr als Umsatz, {number(by_hand)} {decided} so entschieden"


def _reason(results: Results, keys: pd.Index, *, many: bool = False) -> str:
    """What holds for all of them: the score says so, or the owner."""
    if (results.customers["computed_level"].reindex(keys) == STRATEGY).all():
        return "überzeugen durch mehr als Umsatz" if many else "überzeugt durch mehr als Umsatz"
    return "sind so entschieden" if many else "ist so entschieden"
