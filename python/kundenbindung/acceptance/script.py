"""Drehbuch: the checks in their order, each caught, so that one that fails does not stop the others."""

from __future__ import annotations

import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kundenbindung.acceptance import (
    cells,
    charts,
    deciding,
    functions,
    leaving,
    living,
    macros,
    opening,
    pressing,
    sending,
    taking,
)
from kundenbindung.acceptance import stage as stages
from kundenbindung.acceptance.clicking import own_home
from kundenbindung.acceptance.model import Check, NotHereError, NotPassedError, Outcome, Result, Verdict
from kundenbindung.acceptance.stage import Preparing, Stage

START = Check("Excel startet als eigene Instanz", opening.starts)
END = Check("Kein Excel bleibt zurück", leaving.nothing_left)
CHECKS: tuple[Check, ...] = (
    START,
    Check("Deutsche Ländereinstellung", opening.german),
    Check("Mappe öffnet ohne Reparatur, Pfad mit Umlauten", opening.opens),
    Check("Blätter, Tabellen, Spalten, Namen, Knöpfe", opening.complete),
    Check("Formeln ohne Fehler", opening.formulas),
    Check("Kleine Säulen und Regeln", opening.appearance),
    Check("Diagramme im Cockpit", charts.charts),
    Check("Knopf Prüfen", pressing.checks),
    Check("Knopf Neu berechnen, Excel danach wie vorher", pressing.calculates),
    Check("Knopf Rückgängig", pressing.takes_back),
    Check("Knopf Zahlen einlesen", pressing.imports),
    Check("Knopf Pipeline einlesen", taking.takes_opportunities),
    Check("Stempel neben einer Entscheidung", deciding.stamps),
    Check("Knopf Offene Entscheidungen", deciding.shows_open),
    Check("Knopf Termine", living.writes_calendars),
    Check("Knopf Gesprächsblatt", living.writes_meeting_sheets),
    Check("Knopf Versandkopie", sending.sends_copies),
    Check("Knopf Rücklauf einlesen", sending.takes_back),
    Check("Knopf Kunde löschen", sending.deletes),
    Check("Knopf Jahreswechsel", deciding.turns),
    Check("Knopf Neue Mappe", pressing.creates),
    Check("Knopf Handbuch", pressing.shows_handbook),
    Check("Knopf Diagnose", pressing.diagnoses),
    Check("Sicherung vor dem Schreiben", pressing.backs_up),
    Check("Berechnen unter aktivem Filter", pressing.filtered),
    Check("Geschütztes Blatt wird abgelehnt", pressing.refuses_protected),
    Check("Schreibgeschützte Mappe wird abgelehnt", pressing.refuses_read_only),
    Check("Andere Version der Mappe wird abgelehnt", pressing.refuses_version),
    Check("Texte bleiben Texte", cells.keeps_texts),
    Check("Beträge in Währungsformaten", cells.keeps_amounts),
    Check("Datumswerte", cells.keeps_dates),
    Check("Fehlerzellen", cells.names_errors),
    Check("Tabellenfunktionen gleich Neu berechnen", functions.answers),
    Check("Eine Formel füllt alle Zeilen", functions.spills),
    Check("Texte des Funktionsassistenten", functions.described),
    Check("Echter Klick durch die Makros", macros.round_trip),
    Check("Pfad mit & wird abgelehnt", macros.refuses_signs),
    Check("Andere Excel-Instanzen überleben", macros.spares_others),
    Check("Gespeichert, gelesen, wieder geöffnet", leaving.saved),
    END,
)
Tell = Callable[[Outcome], object]
Facts = dict[str, str]


def run(
    tell: Tell,
    *,
    workbook: Path | None = None,
    prepared: Preparing | None = None,
    checks: Sequence[Check] = CHECKS,
) -> tuple[list[Outcome], Facts]:
    """Abnahme durchführen; `tell` hears every outcome at once. Returns all of them and facts for the head."""
    with tempfile.TemporaryDirectory(prefix="Kundenbindung ", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        stage = stages.new_stage(folder, workbook, prepared)
        try:
            with own_home(folder / "Eigener Ordner"):
                return list(_outcomes(stage, checks, tell)), stage.facts
        finally:
            stages.leave(stage)


def _outcomes(stage: Stage, checks: Sequence[Check], tell: Tell) -> Iterator[Outcome]:
    for check in checks:
        stage.begin()
        begun = time.perf_counter()
        outcome = Outcome(check.name, attempt(check, stage), time.perf_counter() - begun)
        tell(outcome)
        yield outcome


def attempt(check: Check, stage: Stage) -> Result:
    """One check; whatever it raises becomes a result."""
    try:
        return check.run(stage)
    except NotPassedError as found:
        return Result(Verdict.FAILED, str(found))
    except NotHereError as found:
        return Result(Verdict.NOT_HERE, str(found))
    except Exception as error:
        return Result(Verdict.FAILED, _mishap(error))


def _mishap(error: Exception) -> str:
    """Kind and place of an unexpected error; never its message, it may quote a cell or a path."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "kundenbindung" in frame.filename] or frames
    places = ", ".join(f"{Path(frame.filename).name} Zeile {frame.lineno}" for frame in own[-3:])
    number = getattr(error, "hresult", None)
    code = f" {number & 0xFFFFFFFF:#010x}" if isinstance(number, int) else ""
    return f"Unerwarteter Fehler {type(error).__name__}{code} ({places})."
