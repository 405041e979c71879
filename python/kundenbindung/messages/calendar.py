"""Kalenderdateien: texts of a Termin, names of the files, what command and button tell about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.messages.file_names import FORBIDDEN, allowed, distinct, with_suffix
from kundenbindung.messages.german import count, number, plain
from kundenbindung.messages.live import shortened
from kundenbindung.workbook.layout import word

CHOOSE_TARGET = "Kalenderdatei für alle speichern"
KINDS = "Kalenderdateien (*.ics),*.ics"
SUFFIX = ".ics"
FILE = "Termine_{year}_{who}"
ALL = "alle"
LONGEST = 40
"""Signs of a role in the name of its file."""

OUTLOOK = (
    "In Outlook: Datei, Öffnen und exportieren, Kalender öffnen, dann die Datei Ihrer Rolle wählen; sie steht "
    "als eigener Kalender neben Ihrem."
)
REMOVE = "Was inzwischen erledigt oder entfallen ist, löschen Sie im Kalender selbst."


@dataclass(frozen=True, slots=True)
class Written:
    """Bericht of an export: files with their numbers of Termine, the one for all first, and what is odd.

    overdue  Termine among them whose day lies before the Stichtag; undated  open ones that are not in the files
    stale    True if the sheet Termine shows something else than the calculation
    """

    year: int
    files: Mapping[str, int]
    overdue: int
    undated: int
    stale: bool

    @property
    def total(self) -> int:
        """Number of Termine in the file for all."""
        return next(iter(self.files.values()), 0)


def summary(activity: str, customer: str) -> str:
    """Betreff of a Termin."""
    return f"{activity}: {customer}"


def description(channel: object, role: str, preparation_hours: float | None) -> str:
    """Beschreibung of a Termin: how, who, how much preparation; no figure of the customer."""
    how = word("channel", channel)
    lines = [f"Kanal: {how}"] if how else []
    lines.append(f"Rolle: {role}")
    if preparation_hours:
        unit = "Stunde" if preparation_hours == 1.0 else "Stunden"
        lines.append(f"Vorbereitung: {plain(preparation_hours)} {unit}")
    return "\n".join(lines)


def files_of_roles(year: int, roles: Sequence[str], taken: str) -> dict[str, str]:
    """Dateiname per role: allowed on every machine, none twice in any case; `taken` is in use already."""
    names = distinct(
        roles,
        lambda role: FILE.format(year=year, who=allowed(role, FORBIDDEN, LONGEST, "Rolle")),
        [taken.removesuffix(SUFFIX)],
    )
    return {role: with_suffix(name, SUFFIX) for role, name in names.items()}


def name_for_all(year: int) -> str:
    """Dateiname of the file with the Termine of all roles."""
    return with_suffix(FILE.format(year=year, who=ALL), SUFFIX)


def chosen(name: str) -> str:
    """Name of the file for all as the owner chose it."""
    return with_suffix(name, SUFFIX)


def exported(report: Written, folder: str, source: str) -> str:
    """`termine` is done: where the files are, what is in them, how to read them."""
    stale = f"Das Blatt Termine in {source} zeigt noch einen anderen Stand; „kundenbindung rechnen“ bringt es auf diesen."
    return "\n".join(_told(report, folder, stale))


def saved(report: Written, folder: str) -> str:
    """Knopf Termine is done: the same in a dialog."""
    stale = (
        "Das Blatt Termine zeigt noch einen anderen Stand; bitte „Neu berechnen“, dann stimmen beide überein."
    )
    return shortened(_told(report, folder, stale), "")


def _told(report: Written, folder: str, stale: str) -> list[str]:
    files = ", ".join(f"{name} ({number(size)})" for name, size in report.files.items())
    lines = [f"{_open(report.total)} {report.year} in „{folder}“ geschrieben: {files}."]
    if report.overdue:
        lines.append(f"Davon überfällig am Stichtag: {number(report.overdue)}.")
    if report.undated:
        lines.append(f"Ohne Tag und deshalb nicht dabei: {count(report.undated, 'Termin', 'Termine')}.")
    if report.stale:
        lines.append(stale)
    return [*lines, f"{OUTLOOK} {REMOVE}"]


def _open(size: int) -> str:
    return count(size, "offener Termin", "offene Termine")


def nothing(report: Written, source: str) -> str:
    """No Termin could be written, and why that may be."""
    head = f"In {source} ist für {report.year} kein Termin mit einem Tag offen; es wurde keine Kalenderdatei geschrieben."
    if report.undated:
        return f"{head} Ohne Tag offen: {count(report.undated, 'Termin', 'Termine')}."
    return f"{head} Termine entstehen aus den Leveln und den Leistungen im Blatt Ressourcen."
