"""Gesprächsblätter: names of sheets and files, what command and button tell about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kundenbindung.messages.file_names import FORBIDDEN, allowed, distinct, with_suffix
from kundenbindung.messages.german import count, number, percent
from kundenbindung.messages.live import shortened

CHOOSE_TARGET = "Gesprächsblätter speichern"
KINDS = "Excel-Mappe (*.xlsx),*.xlsx"
SUFFIX, PDF = ".xlsx", ".pdf"
NAME = "Gespraechsblaetter_{year}"
TITLE = "Gesprächsblätter {year}"
FOR_CUSTOMERS = "fuer_Kunden"
FILE = "Gespraech_{year}_{key}"
WRITING = "Gesprächsblätter werden geschrieben"

LONGEST_FILE, LONGEST_SHEET = 40, 25
FORBIDDEN_IN_SHEETS = "[]:*?/\\'"
RESERVED_SHEET = "history"


def chosen(name: str) -> str:
    """Name of a workbook as proposed, or as the owner chose it."""
    return with_suffix(name, SUFFIX)


def files_of_customers(year: int, keys: Sequence[str]) -> dict[str, str]:
    """Dateiname per Kundennr.: allowed on every machine, none twice in any case."""
    safe = distinct(keys, lambda key: allowed(key, FORBIDDEN, LONGEST_FILE, "Kunde"))
    return {key: chosen(FILE.format(year=year, key=name)) for key, name in safe.items()}


def sheet_names(keys: Sequence[str]) -> dict[str, str]:
    """Blattname per Kundennr.: allowed in Excel, none twice in any case."""
    return distinct(
        keys, lambda key: allowed(key, FORBIDDEN_IN_SHEETS, LONGEST_SHEET, "Kunde"), [RESERVED_SHEET]
    )


@dataclass(frozen=True, slots=True)
class Written:
    """Bericht of a run: pages, name of the workbook, files written, PDF among them or None if none were tried.

    old_pdf  PDF of an earlier run that stayed beside new files
    """

    year: int
    pages: int
    name: str
    files: int
    pdf: int | None
    old_pdf: int


NOT_WANTED = "PDF wurden nicht verlangt."
NOT_FOUND = "PDF nicht möglich: LibreOffice nicht gefunden. Die Seiten lassen sich aus Excel drucken oder als PDF speichern."
NOT_ALL = "{made} von {files} PDF sind geschrieben; bei den anderen ist das Umwandeln gescheitert. Die Mappen sind vollständig."
SAFE = (
    "Diese Mappe ist nur für Sie. Im Ordner {folder} liegt je Kunde eine eigene Datei ohne Punkte, Level, DB, "
    "Trend und Beträge von Verkaufschancen; geben Sie jedem nur seine."
)
OLD = "Noch vom letzten Mal und nicht erneuert: {old} PDF."
HINT = "Ziele des Kunden tragen Sie im Blatt Kunden ein, Vereinbarungen im Blatt Termine."


def progress(done: int, whole: int) -> str:
    """Fortschritt for the status bar."""
    return f"Gesprächsblätter: {percent(done / whole)}"


def written(report: Written, folder: str, *, wanted: bool = True) -> str:
    """`gespraech` is done: where the files are, what they are for, whether there are PDF."""
    return "\n".join(_told(report, folder, wanted=wanted))


def saved(report: Written, folder: str) -> str:
    """Knopf Gesprächsblatt is done: the same in a dialog."""
    return shortened(_told(report, folder, wanted=True), "")


def _told(report: Written, folder: str, *, wanted: bool) -> list[str]:
    pages = count(report.pages, "Gesprächsblatt", "Gesprächsblätter")
    lines = [f"{pages} {report.year} in „{folder}“ geschrieben: {report.name}."]
    lines += [SAFE.format(folder=FOR_CUSTOMERS), _about_pdf(report, wanted=wanted)]
    if report.old_pdf:
        lines.append(OLD.format(old=number(report.old_pdf)))
    return [*lines, HINT]


def _about_pdf(report: Written, *, wanted: bool) -> str:
    if report.pdf is None:
        return NOT_FOUND if wanted else NOT_WANTED
    if report.pdf < report.files:
        return NOT_ALL.format(made=number(report.pdf), files=number(report.files))
    return "Zu jeder Datei gibt es ein PDF."


def nothing(source: str, customers: int) -> str:
    """No customer with the level Strategie: why nothing is written."""
    head = f"In {source} hat kein Kunde das Level Strategie; es wurde kein Gesprächsblatt geschrieben."
    if customers:
        return f"{head} Über Level entscheiden Sie im Blatt Screening."
    return f"{head} Tragen Sie zuerst Kunden und Zahlen ein."
