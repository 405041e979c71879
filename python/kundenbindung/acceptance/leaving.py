"""Ende: what Excel saved can be read without loss, and nothing of ours keeps running."""

from __future__ import annotations

from pathlib import Path

from kundenbindung import jobs
from kundenbindung.acceptance import stage as stages
from kundenbindung.acceptance import tables, windows
from kundenbindung.acceptance.clicking import clicked
from kundenbindung.acceptance.model import Result, need, passed
from kundenbindung.acceptance.stage import Stage
from kundenbindung.core.model import Severity


def saved(stage: Stage) -> Result:
    """Gespeichert und wieder gelesen: the command line finds everything, and no foreign macros."""
    path = stage.file()
    with stage.open(path) as book:
        clicked(book, "calculate")
        before = tables.columns(book)
        book.save()
        need(book.api.Saved, "Nach dem Speichern hält Excel die Mappe für geändert.")
    job = jobs.read(path)
    errors = [finding for finding in job.findings if finding.severity is Severity.ERROR]
    need(not errors, f"Nach dem Speichern verhindern {len(errors)} Fehler die Berechnung.")
    need(not job.not_carried, f"Nach dem Speichern gilt als fremd: {tables.listed(job.not_carried)}.")
    _again(stage, path, before)
    return passed(
        "Gespeichert, geschlossen, von der Befehlszeile gelesen und wieder geöffnet: nichts verloren."
    )


def _again(stage: Stage, path: Path, before: tables.Columns) -> None:
    """Wieder geöffnet: the same cells, no dialog, no repair log."""
    with stage.open(path) as book:
        different = tables.differences(before, tables.columns(book))
        need(not different, f"Nach dem Öffnen anders: {tables.listed(different)}.")
    need(not stage.dialogs(), "Beim Speichern oder Öffnen zeigte Excel ein Fenster.")
    need(not windows.repair_logs(stage.started), "Excel hat ein Reparaturprotokoll geschrieben.")


def nothing_left(stage: Stage) -> Result:
    """Nichts bleibt zurück: no Excel of ours runs on, all others still do."""
    stage.only_excel("Laufende Prozesse")
    need(stage.pid, "Excel ließ sich nicht starten.")
    left = stages.leave(stage)
    need(not left, f"Von den eigenen Excel-Prozessen liefen {len(left)} weiter und mussten beendet werden.")
    need(stage.before <= windows.excel_pids(), "Ein Excel, das vorher lief, ist beendet worden.")
    return passed("Kein Excel dieser Prüfung läuft weiter; alle anderen laufen noch.")
