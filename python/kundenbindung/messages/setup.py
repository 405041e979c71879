"""Einrichten in Worten: steps, what was done, what stays, and one sentence per finding code."""

from __future__ import annotations

from kundenbindung.messages.entry import Message
from kundenbindung.messages.german import count

STEPS = {
    "environment": "Die eigene Python-Umgebung wird angelegt.",
    "packages": "Die Programmteile werden geladen und eingebaut. Das dauert meist ein bis drei Minuten.",
    "compile": "Die Programmteile werden vorbereitet, damit die Knöpfe schneller antworten.",
    "verify": "Die Umgebung wird geprüft.",
    "workbook": "Ihre Mappe wird angelegt.",
}
TAB = "Kundenbindung"

_WINGET = "winget install --id Python.Python.3.12 --exact --source winget --scope user"
_INSTALL_PYTHON = (
    f"Geben Sie in der Eingabeaufforderung „{_WINGET}“ ein und starten Sie das Einrichten noch einmal."
)
_AGAIN = "Versuchen Sie es noch einmal"
_DETAILS = "Einzelheiten stehen in „{log}“."


def step(name: str) -> str:
    """Fortschritt: which step begins."""
    return f"Schritt {list(STEPS).index(name) + 1} von {len(STEPS)}: {STEPS[name]}"


def done(folder: str, updated: bool, workbook: str, kept: bool) -> str:
    """`einrichten` is done: environment and workbook."""
    environment = f"ist {'aktualisiert' if updated else 'angelegt'}: {folder}."
    book = (
        f"Die Mappe {workbook} gab es schon; sie ist unverändert."
        if kept
        else f"Neu angelegt ist {workbook}."
    )
    return f"Die eigene Python-Umgebung {environment} {book}"


def macros(workbook: str) -> str:
    """Makros: the one paragraph about opening the workbook in Excel."""
    return (
        f"Öffnen Sie {workbook} in Excel und klicken Sie einmal auf „Inhalt aktivieren“; danach arbeiten die Knöpfe im "
        f"Reiter {TAB}. Lassen Sie die Makro-Sicherheit von Excel, wie sie ist. Eine Mappe, die per Mail oder aus dem "
        "Internet kommt, sperrt Excel: Nur wenn Sie wissen, von wem sie stammt, schließen Sie sie, klicken Sie sie im "
        "Ordner mit der rechten Maustaste an, wählen Sie „Eigenschaften“, setzen Sie den Haken bei „Zulassen“ und "
        "öffnen Sie sie neu."
    )


Kept = tuple[int, int, int]
"""Files with customer data: Sicherungen, for Rückgängig, Versandkopien."""


def removed(folder: str, home: str, kept: Kept, workbook: str | None) -> str:
    """`einrichten --entfernen` is done, and what stays."""
    return f"Die eigene Python-Umgebung ist entfernt: {folder}. {_stays(home, kept, workbook)}"


def nothing_to_remove(home: str, kept: Kept, workbook: str | None) -> str:
    """There was no environment."""
    return f"Es gibt keine eigene Python-Umgebung, die zu entfernen wäre. {_stays(home, kept, workbook)}"


def _stays(home: str, files: Kept, workbook: str | None) -> str:
    backups, undo, sent = files
    words = [count(backups, "Sicherung", "Sicherungen")]
    words += [f"{count(undo, 'Stand', 'Stände')} für Rückgängig (Ordner Zurueck)"] if undo else []
    words += [f"{count(sent, 'Merkzettel', 'Merkzettel')} zu Versandkopien (Ordner Versand)"] if sent else []
    kept = f"{', '.join(words)} und Protokolle in {home}"
    where = f", zuletzt angelegt: {workbook}" if workbook else ""
    return (
        f"Unverändert bleiben Ihre Mappen, wo sie liegen{where}, sowie {kept}; brauchen Sie diese nicht mehr, löschen "
        "Sie den Ordner von Hand. Er enthält Kundendaten, die Protokolle keine."
    )


def diagnosed(path: str) -> str:
    """`diagnose` is done."""
    return (
        f"Die Diagnose ist geschrieben: {path}. Sie enthält keine Kundendaten und kann so verschickt werden."
    )


SETUP: dict[str, Message] = {
    "setup_python_old": Message(
        "Das gefundene Python {found} ist zu alt; nötig ist mindestens 3.11.",
        _INSTALL_PYTHON,
    ),
    "setup_python_store": Message(
        "Dieses Python stammt aus dem Microsoft Store; es legt Dateien an einem Ort ab, an dem Excel sie nicht findet.",
        _INSTALL_PYTHON,
    ),
    "setup_python_incomplete": Message(
        "Diesem Python fehlt, was es zum Anlegen einer Umgebung braucht (venv und ensurepip).",
        "Unter Windows und auf dem Mac hilft das vollständige Python von python.org, unter Debian und Ubuntu das Paket python3-venv.",
    ),
    "setup_runs_inside": Message(
        "Dieses Programm läuft selbst in der Umgebung, die ersetzt oder entfernt werden soll.",
        "Starten Sie „einrichten.cmd“ aus dem entpackten Ordner; zum Entfernen „einrichten.cmd --entfernen“.",
    ),
    "setup_source_missing": Message(
        "Die Quelle „{source}“ gibt es nicht.",
        "Nennen Sie mit --quelle den entpackten Ordner, eine Datei, die auf .whl endet, oder einen Namen wie „kundenbindung==0.1.0“.",
    ),
    "setup_source_foreign": Message(
        "Die Quelle „{source}“ enthält dieses Programm nicht.",
        "Nennen Sie mit --quelle den entpackten Ordner (in ihm liegt pyproject.toml) oder die Datei „kundenbindung-….whl“.",
    ),
    "setup_folder_signs": Message(
        "Der Ordner „{folder}“ enthält Zeichen, mit denen Excel das Programm nicht aufrufen kann ({signs}).",
        "Wählen Sie mit --ordner einen Ordner ohne diese Zeichen oder benennen Sie ihn um.",
    ),
    "setup_folder_occupied": Message(
        "Wo der Ordner des Programms liegen soll, steht schon eine Datei: „{folder}“.",
        "Benennen Sie diese Datei um oder verschieben Sie sie, und starten Sie das Einrichten noch einmal.",
    ),
    "setup_folder_closed": Message(
        "In den Ordner „{folder}“ kann nicht geschrieben werden.",
        "Prüfen Sie, ob er Ihnen gehört; in einer Firma fragen Sie, wer die Rechner betreut.",
    ),
    "setup_disk_full": Message(
        "Auf dem Datenträger sind nur {free:number} MB frei; zum Einrichten nötig sind {needed:number} MB.",
        "Schaffen Sie Platz und starten Sie das Einrichten noch einmal.",
    ),
    "setup_disk_ran_full": Message(
        "Beim Einrichten ist der Datenträger voll geworden; was angefangen war, ist wieder entfernt.",
        f"Schaffen Sie Platz und starten Sie das Einrichten noch einmal. {_DETAILS}",
    ),
    "setup_file_locked": Message(
        "Beim Einrichten durfte eine Datei nicht geschrieben werden; was angefangen war, ist wieder entfernt.",
        f"Schließen Sie Excel und prüfen Sie, ob ein Virenschutz den Ordner sperrt. {_DETAILS}",
    ),
    "setup_no_network": Message(
        "Die Programmteile konnten nicht geladen werden: keine Verbindung zum Internet. Was angefangen war, ist wieder entfernt.",
        f"Prüfen Sie die Verbindung; in einer Firma fragen Sie nach dem Proxy für pip. {_DETAILS}",
    ),
    "setup_too_slow": Message(
        "Ein Schritt war nach {minutes:number} Minuten nicht fertig und wurde abgebrochen; was angefangen war, ist wieder entfernt.",
        f"{_AGAIN}, wenn die Leitung schneller ist. {_DETAILS}",
    ),
    "setup_venv_failed": Message(
        "Die eigene Python-Umgebung ließ sich nicht anlegen; was angefangen war, ist wieder entfernt.",
        f"{_AGAIN}; bleibt es dabei, installieren Sie Python neu. {_DETAILS}",
    ),
    "setup_install_failed": Message(
        "Die Programmteile ließen sich nicht einbauen; was angefangen war, ist wieder entfernt.",
        f"Laden Sie das Programm neu herunter; für ein ganz neues Python gibt es vielleicht noch nicht alle Teile. {_DETAILS}",
    ),
    "setup_library_differs": Message(
        "In der neuen Umgebung steht xlwings {found}, verlangt ist {expected}; sie ist wieder entfernt.",
        "Nennen Sie mit --quelle eine unveränderte Fassung dieses Programms.",
    ),
    "setup_dll_missing": Message(
        "Neben der neuen Umgebung „{folder}“ fehlt die Bibliothek von xlwings {version}, die Excel lädt; sie ist wieder entfernt.",
        "Prüfen Sie, ob ein Virenschutz die Datei entfernt hat, und starten Sie das Einrichten noch einmal.",
    ),
    "setup_program_silent": Message(
        "Das Programm lässt sich in der neuen Umgebung nicht starten; sie ist wieder entfernt.",
        f"{_AGAIN}; bleibt es dabei, melden Sie es mit diesem Protokoll. {_DETAILS}",
    ),
    "setup_environment_in_use": Message(
        "Die Umgebung „{folder}“ wird gerade benutzt und ist unverändert.",
        "Schließen Sie Excel und starten Sie das Einrichten noch einmal.",
    ),
}
