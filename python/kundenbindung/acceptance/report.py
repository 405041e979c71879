"""Bericht of the acceptance: a German text that can be mailed, without customers' or users' names."""

from __future__ import annotations

import datetime as dt
import platform
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import kundenbindung
from kundenbindung.acceptance.model import Outcome, Verdict
from kundenbindung.adapters import home
from kundenbindung.adapters.diagnosis.facts import version
from kundenbindung.adapters.diagnosis.privacy import without_names
from kundenbindung.messages.german import number

WIDTH = 100
HEAD = (
    "Abnahme Kundenbindung",
    "Geprüft wurde mit dem Beispielunternehmen auf Kopien in einem vorübergehenden Ordner. Dieser Bericht "
    "enthält keine Kundendaten und keine Benutzernamen; Sie können ihn so verschicken.",
)
NO_LIBRARY = (
    "Für die Abnahme fehlt xlwings in dieser Python-Umgebung. "
    "Starten Sie einrichten.cmd und danach abnahme.cmd."
)
BEGIN = (
    "Die Abnahme dauert einige Minuten. Excel-Fenster gehen auf und zu, Meldungen beantworten sich selbst.\n"
    "Bitte lassen Sie Maus und Tastatur so lange ruhen. Ihre Mappen und Excel-Fenster bleiben unberührt.\n"
)
ALL_WELL = (
    "Mailen Sie diesen Bericht bitte an Ihren Betreuer: Er zeigt, was auf diesem Rechner nachweislich geht."
)
NOTHING = (
    "Auf diesem Rechner ließ sich nichts prüfen. "
    "Die Abnahme braucht Windows mit Excel und das eingerichtete Programm."
)
FAILED = (
    "Arbeiten Sie bitte noch nicht mit der Mappe. Mailen Sie diesen Bericht an Ihren Betreuer, dazu die "
    "Diagnose (Knopf „Diagnose“ im Menüband Kundenbindung)."
)
BY_HAND = (
    "Was nur ein Mensch sehen kann, steht mit den Handgriffen im Dokument docs/abnahme.md, "
    "Abschnitt „Noch nicht bewiesen“."
)


def default_target() -> Path:
    """Where a report goes if nobody says otherwise: one file a day in the program's folder."""
    return home.home_folder() / f"Abnahme {dt.date.today():%Y-%m-%d}.txt"


def text(outcomes: Sequence[Outcome], facts: Mapping[str, str], moment: dt.datetime) -> str:
    """Bericht as text: head, one entry per check, summary and what to do."""
    parts = [
        "\n".join(textwrap.fill(part, WIDTH) for part in HEAD),
        "\n".join(_machine(facts, moment)),
        "\n".join(line(outcome) for outcome in outcomes),
        "\n".join(textwrap.fill(part, WIDTH) for part in (summary(outcomes), advice(outcomes), BY_HAND)),
    ]
    return without_names("\n\n".join(parts) + "\n")


def _machine(facts: Mapping[str, str], moment: dt.datetime) -> Iterator[str]:
    bits = 64 if sys.maxsize > 2**32 else 32
    yield f"Erstellt am {moment:%d.%m.%Y %H:%M}"
    yield f"Kundenbindung: {kundenbindung.__version__}"
    yield f"Betriebssystem: {platform.platform()}"
    yield f"Python: {platform.python_version()}, {bits} Bit"
    yield f"xlwings: {version('xlwings') or 'fehlt'}"
    yield from (f"{name}: {value}" for name, value in facts.items())


def line(outcome: Outcome) -> str:
    """One check: verdict, name, seconds, and its sentence below."""
    head = f"[{outcome.result.verdict.value}]".ljust(21)
    sentence = textwrap.indent(textwrap.fill(without_names(outcome.result.sentence), WIDTH - 4), "    ")
    return f"{head} {outcome.name} ({number(outcome.seconds, 1)} s)\n{sentence}"


def summary(outcomes: Sequence[Outcome]) -> str:
    """Ergebnis: how many checks have which verdict."""
    counts = {verdict: sum(one.result.verdict is verdict for one in outcomes) for verdict in Verdict}
    told = ", ".join(f"{size} {verdict.value}" for verdict, size in counts.items())
    return f"Ergebnis: {told}."


def advice(outcomes: Sequence[Outcome]) -> str:
    """Was tun with the report."""
    if failed(outcomes):
        return FAILED
    return ALL_WELL if any(one.result.verdict is Verdict.PASSED for one in outcomes) else NOTHING


def failed(outcomes: Sequence[Outcome]) -> bool:
    """True if any check did not pass."""
    return any(one.result.verdict is Verdict.FAILED for one in outcomes)


def written(path: Path) -> str:
    """Where the report stands."""
    return f"Der Bericht steht in {path}."
