"""Meldungen der Knöpfe: dialogs, progress and result line, and the findings of an open workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kundenbindung.core.model import Results
from kundenbindung.messages.entry import Message
from kundenbindung.messages.german import count, euros, number
from kundenbindung.messages.reports import beforehand

LIVE: dict[str, Message] = {
    "live_no_workbook": Message(
        "Excel und die Mappe des Knopfes wurden nicht gefunden.",
        "Schließen Sie andere Excel-Fenster, öffnen Sie die Mappe neu und klicken Sie noch einmal.",
    ),
    "live_not_ready": Message(
        "Excel ist beschäftigt, meist weil in „{file}“ gerade eine Zelle bearbeitet wird oder ein Fenster offen ist.",
        "Beenden Sie die Eingabe mit Enter oder Esc, schließen Sie offene Fenster und klicken Sie noch einmal.",
    ),
    "live_read_only": Message(
        "Die Mappe „{file}“ ist schreibgeschützt geöffnet; Ergebnisse ließen sich nicht speichern.",
        "Speichern Sie sie unter einem anderen Namen oder öffnen Sie sie neu, ohne dass andere sie geöffnet haben.",
    ),
    "live_no_backup": Message(
        "Vor dem Schreiben konnte keine Sicherung angelegt werden (Ordner „{folder}“); deshalb wurde nichts geschrieben.",
        "Prüfen Sie, ob der Datenträger voll ist und der Ordner Ihnen gehört.",
    ),
    "live_sheet_protected": Message(
        "Das Blatt „{sheet}“ ist geschützt; die Ergebnisse können dort nicht eingetragen werden.",
        "Heben Sie den Schutz auf (Überprüfen, Blattschutz aufheben) und klicken Sie noch einmal.",
    ),
    "live_no_room": Message(
        "Die Tabelle {table} im Blatt „{sheet}“ muss wachsen, aber in der Zelle {cell} darunter steht etwas.",
        "Verschieben Sie, was unter der Tabelle steht, auf ein eigenes Blatt und klicken Sie noch einmal.",
    ),
    "live_key_missing": Message(
        "In der Tabelle {table} (Blatt {sheet}) fehlt die Spalte „{column}“; ohne sie findet die Berechnung die Zeilen nicht.",
        "Machen Sie das Löschen rückgängig (Strg+Z) oder nehmen Sie die letzte Sicherung.",
    ),
    "live_column_missing": Message(
        "In der Tabelle {table} (Blatt {sheet}) fehlt die Spalte „{column}“; ihre Ergebnisse wurden nicht geschrieben.",
        "Wenn Sie die Spalte brauchen, legen Sie die Mappe mit „kundenbindung rechnen“ neu an.",
    ),
    "live_column_stale": Message(
        "Im Blatt {sheet} stehen Spalten, zu denen es nichts mehr zu berechnen gibt: {columns}. Ihre Werte sind alt.",
        "Löschen Sie die Spalten, wenn Sie sie nicht mehr brauchen.",
    ),
    "live_table_missing": Message(
        "Die Tabelle {table} (Blatt {sheet}) ist nicht mehr da; ihre Ergebnisse wurden nicht geschrieben.",
        "Wenn Sie sie brauchen, legen Sie die Mappe mit „kundenbindung rechnen“ neu an.",
    ),
    "live_sheet_missing": Message(
        "Das Blatt „{sheet}“ gibt es in dieser Mappe nicht: Sie stammt aus einer früheren Fassung des Programms, oder das Blatt wurde gelöscht. Seine Ergebnisse wurden nicht geschrieben.",
        "Wenn Sie das Blatt brauchen, speichern Sie die Mappe; mit „kundenbindung rechnen MAPPE --ausgabe NEUE_MAPPE“ entsteht sie neu mit allen Blättern und Ihren Eingaben.",
    ),
    "live_sheet_renamed": Message(
        "Das Blatt „{sheet}“ heißt jetzt „{name}“. Die Berechnung findet es trotzdem; der Verweis auf Start führt ins Leere.",
        "Geben Sie dem Blatt seinen alten Namen, wenn der Verweis wieder gehen soll.",
    ),
    "live_version_differs": Message(
        "Die Mappe gehört zu xlwings {book}, das eingerichtete Programm zu xlwings {program}.",
        "Führen Sie einrichten.cmd noch einmal aus und legen Sie die Mappe mit „kundenbindung rechnen“ neu an.",
    ),
    "live_nothing_to_undo": Message(
        "Auf diesem Rechner ist keine Berechnung dieser Mappe gemerkt, die zurückgenommen werden könnte.",
        "Ältere Stände der ganzen Mappe liegen im Ordner „{folder}“.",
    ),
    "live_write_failed": Message(
        "Beim Schreiben ist ein Fehler aufgetreten. Alle Zellen stehen wieder wie vorher.",
        "Klicken Sie noch einmal; bleibt es dabei, hilft die Diagnose. Eine Sicherung liegt in „{backup}“.",
    ),
    "live_write_broken": Message(
        "Beim Schreiben ist ein Fehler aufgetreten, und die Mappe ließ sich nicht ganz zurücksetzen.",
        "Schließen Sie die Mappe ohne zu speichern. Der Stand vor dem Klick liegt in „{backup}“.",
    ),
    "live_years_fixed": Message(
        "Die Liste bringt andere Geschäftsjahre mit ({listed}), als in der Mappe Platz haben ({years}).",
        "Legen Sie mit „Neue Mappe“ eine Mappe an und lesen Sie die Liste dort ein.",
    ),
}

UNKNOWN_USER = "unbekannt"
"""Name in a stamp if neither Excel nor the machine says who works there."""

READING, COMPUTING, WRITING, BACKING_UP = (
    "Mappe wird gelesen",
    "es wird gerechnet",
    "Ergebnisse",
    "Sicherung wird angelegt",
)
CHOOSE_LISTS = "Dateien mit Umsatz und DB auswählen, alle eines Jahres zusammen"
LIST_KINDS = "Exporte (*.csv;*.txt;*.xlsx;*.xlsm),*.csv;*.txt;*.xlsx;*.xlsm"
CHOOSE_TARGET = "Neue Mappe speichern"
WORKBOOK_KINDS = "Mappe mit Knöpfen (*.xlsm),*.xlsm"
NEW_NAME = "Kundenbindung {base}.xlsm"
ASK_TO_TAKE = "In die Mappe übernehmen? Vorher wird sie gesichert."
MOST_LINES = 8
MOST_SIGNS = 1_400
MOST_WARNINGS = 3
"""So many warnings stand before the report of what is read in, if a list names them all."""


def result_line(moment: str, customers: int, findings: int, seconds: float) -> str:
    """Ergebniszeile on Start: when, how many customers and findings, how long it took."""
    size = f"{count(customers, 'Kunde', 'Kunden')}, {count(findings, 'Befund', 'Befunde')}"
    return f"Letzte Berechnung: {moment}, {size}, {number(seconds, 1)} Sekunden."


def stopped_line(moment: str, errors: int) -> str:
    """Ergebniszeile on Start when errors keep the workbook from being calculated."""
    return f"Nicht berechnet: {moment}, {count(errors, 'Fehler', 'Fehler')}; die Ergebnisse sind die der letzten Berechnung."


def calculated(results: Results, findings: int, seconds: float, stamped: int = 0) -> str:
    """Neu berechnen is done; `stamped` decisions got who decided, when and until when."""
    decided, company = results.decided, results.company
    parts = [
        f"{count(len(results.customers), 'Kunde', 'Kunden')} berechnet in {number(seconds, 1)} Sekunden.",
        f"Strategie {decided.strategy}, Vertrieb {decided.sales}, Service {decided.service}.",
    ]
    if company is not None and len(results.customers):
        plan = company.plan
        figures = f"Sicher {euros(plan.safe)}, Erwartet {euros(plan.expected)}, Möglich {euros(plan.upside)}"
        parts.append(f"Plan {results.settings.plan_year}: {figures}.")
    if stamped:
        parts.append(f"{count(stamped, 'Entscheidung', 'Entscheidungen')} gestempelt.")
    parts.append(f"{count(findings, 'Befund steht', 'Befunde stehen')} auf dem Blatt Start.")
    return "\n".join(parts)


def stopped(errors: Sequence[str], rest: str = "Alle Fehler stehen auf dem Blatt Start.") -> str:
    """Errors keep the workbook from being calculated; `rest` says where those not shown stand."""
    head = f"Nicht berechnet: {count(len(errors), 'Fehler verhindert', 'Fehler verhindern')} die Berechnung. Ihre Ergebnisse sind unverändert."
    return shortened([head, "", *errors], rest)


def refused(lines: Sequence[str]) -> str:
    """Nothing was done, and why."""
    return shortened(["Es wurde nichts geändert.", "", *lines], "")


def checked(counts: Sequence[int], lines: Sequence[str]) -> str:
    """Prüfen is done; `counts` are errors, warnings and notices."""
    stops, warnings, notices = counts
    if stops:
        head = f"{count(stops, 'Fehler verhindert', 'Fehler verhindern')} die Berechnung."
    else:
        head = "Nichts verhindert die Berechnung."
    found = f"{count(warnings, 'Warnung', 'Warnungen')}, {count(notices, 'Hinweis', 'Hinweise')}."
    return shortened(
        [f"{head} {found}", "", *lines], "Alle Befunde stehen nach „Neu berechnen“ auf dem Blatt Start."
    )


def shortened(lines: Sequence[str], rest: str) -> str:
    """As many lines as a dialog shows; `rest` says where the others are."""
    shown: list[str] = []
    used = 0
    for line in lines:
        if len(shown) > MOST_LINES + 2 or used + len(line) > MOST_SIGNS:
            return "\n".join([*shown, "…", *([] if rest in shown else [rest])]).strip()
        shown.append(line)
        used += len(line)
    return "\n".join(shown)


def undone(previous: bool) -> str:
    """Rückgängig is done."""
    more = " Noch einmal klicken nimmt auch die Berechnung davor zurück." if previous else ""
    return f"Die Ergebnisse der letzten Berechnung sind zurückgenommen. Ihre Eingaben und Entscheidungen sind unverändert.{more}"


@dataclass(frozen=True, slots=True)
class Preview:
    """Vorschau of what is read in: report of the files, warnings about them, notices; is any of it `new`?"""

    texts: Sequence[str]
    odd: Sequence[str] = ()
    notes: Sequence[str] = ()
    new: bool = True

    def in_full(self) -> list[str]:
        """All of it, warnings first."""
        return [*self.odd, *self._below()]

    def shown(self, file: str) -> list[str]:
        """The first warnings, then all the rest; without a `file` that holds them, all warnings."""
        most = MOST_WARNINGS if file else len(self.odd)
        more = len(self.odd) - most
        left = [f"Und {count(more, 'weitere Warnung', 'weitere Warnungen')}."] if more > 0 else []
        return [*self.odd[:most], *left, *self._below()]

    def _below(self) -> list[str]:
        texts = map(beforehand, self.texts) if self.new else self.texts
        return [*"\n".join(texts).split("\n"), *self.notes]


def take_in(preview: Preview, file: str) -> str:
    """Question before figures are taken in: what is odd about them first; all of it stands in `file`."""
    rest = below(all_in(file), ASK_TO_TAKE)
    return shortened([*preview.shown(file), "", rest], rest)


def nothing_new(head: str, preview: Preview, file: str) -> str:
    """Nothing of the files is new, and what is odd about them."""
    rest = all_in(file)
    return shortened([head, "", *preview.shown(file), *([rest] if rest else [])], rest)


def all_in(file: str, what: str = "Alles im Einzelnen") -> str:
    """Where all of it stands of which a window shows the beginning; nothing if no list could be written."""
    return f"{what}: {file}" if file else ""


def below(*lines: str) -> str:
    """End of a window: those of these lines that say something."""
    return "\n".join(filter(None, lines))


def taken_in(text: str, backup: str, opportunities: bool = False) -> str:
    """Zahlen einlesen or Pipeline einlesen is done."""
    what = "Verkaufschancen" if opportunities else "Zahlen"
    return f"Die {what} sind übernommen.\n{text}\nDer Stand davor liegt in „{backup}“."


NOT_TAKEN_IN = "Nichts übernommen, die Mappe ist unverändert."


def created(name: str, years: Sequence[int]) -> str:
    """Neue Mappe is done."""
    return f"Die Mappe {name} ist angelegt und geöffnet: Geschäftsjahre {years[0]} bis {years[-1]}. Beginnen Sie auf dem Blatt Start."


def handbook_at(path: str) -> str:
    """No browser could be opened for the Handbuch."""
    return f"Das Handbuch steht in {path}; öffnen Sie die Datei mit Ihrem Browser."


def diagnosed(path: str) -> str:
    """Diagnose is written."""
    return f"Die Diagnose steht in {path}. Sie enthält keine Kundendaten; Sie können die Datei Ihrem Betreuer mailen."


def unexpected(log: str | None, written: str | None) -> str:
    """Something the program does not know went wrong; `written` is the backup if results were written before."""
    where = f"Einzelheiten stehen in „{log}“." if log else "Das Protokoll konnte nicht geschrieben werden."
    state = "In der Mappe wurde nichts geändert."
    if written:
        state = f"Die Ergebnisse sind schon geschrieben; der Stand davor liegt in „{written}“."
    return (
        f"Das Programm ist auf einen Fehler gestoßen, den es nicht kennt. {state} {where} "
        "Der Knopf „Diagnose“ hilft beim Melden."
    )
