"""Befunde zur Klausur: points put off, time, Klumpen, Abgangsprobe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.core import PLAIN, case
from tests.companies import changed, company

from kundenbindung.core.evaluate import evaluate

OPEN: Mapping[str, Any] = {**PLAIN, "revenue": {"1001": (50_000, 60_000, 90_000)}}
"""One trend to explain: ten minutes; two missing customers' ratings are not asked for."""


def with_(words: Mapping[str, Any] = PLAIN, **more: Any) -> Provoke:
    """The company of these words with entries that only the sheet Klausur knows."""

    def provoke(folder: Path) -> Findings:
        del folder
        return evaluate(changed(company(**words), **more)).findings

    return provoke


def put_off(*points: tuple[str, str | None, dt.date | None]) -> pd.DataFrame:
    rows = [{"outcome": "deferred", "who": who, "until": until, "found": False} for _, who, until in points]
    return pd.DataFrame(rows, index=pd.Index([item for item, _, _ in points], name="item"), dtype=object)


DAY = dt.date(2026, 3, 31)

CASES = (
    Case(
        "deferred_incomplete", "notice",
        with_(retreat=put_off(("borderline 1001", "MK", None))),
        with_(retreat=put_off(("borderline 1001", "MK", DAY))),
        "open_decisions", "borderline 1001", "until", ("date",),
    ),
    Case(
        "deferred_incomplete", "notice",
        with_(retreat=put_off(("Preise", None, DAY), ("Messe", None, DAY))),
        with_(retreat=put_off(("Preise", "MK", DAY)).assign(outcome="decided", who=None)),
        "open_decisions", None, "until", ("name",),
    ),
    Case(
        "deferred_incomplete", "notice",
        with_(OPEN, retreat=put_off(("explanation 1001", None, None)).assign(found=True)),
        with_(OPEN, retreat=put_off(("explanation 1002", None, None)).assign(found=True)),
        "open_decisions", "explanation 1001", "until", ("settled",),
    ),
    Case(
        "retreat_time_short", "notice", with_(OPEN, agenda_minutes=14.0), with_(OPEN, agenda_minutes=60.0),
        "agenda", None, "minutes", ("short",),
    ),
    Case(
        "retreat_time_short", "notice", with_(OPEN, agenda_minutes=0.0), with_(OPEN, agenda_minutes=None),
        "agenda", None, "minutes", ("none",),
    ),
    Case(
        "walk_away_unknown", "warning", with_(walk_away=("404",)), with_(walk_away=("1001",)),
        "walk_away", "404", "customer_id",
    ),
    Case(
        "walk_away_unknown", "warning", with_(walk_away=("404", "405", "404")),
        with_({**PLAIN, "revenue": {}}, walk_away=("404",)), "walk_away", None, "customer_id", ("several",),
    ),
    case(
        "concentration_high", "warning", "concentration", "A", "revenue",
        {"revenue": {**dict.fromkeys("ABCDE", (1_000, 1_000, 1_000)), "A": (1_000, 1_000, 1_001)}},
        {"revenue": dict.fromkeys("ABCDE", (1_000, 1_000, 1_000))},
    ),
)  # fmt: skip
