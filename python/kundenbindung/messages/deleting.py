"""Kunden löschen in Worten: what will go and went, where the customer is still mentioned, which files hold him."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kundenbindung.messages.entry import Message
from kundenbindung.messages.german import count
from kundenbindung.messages.live import shortened
from kundenbindung.workbook import layout
from kundenbindung.workbook.mentioning import Mention

DELETING: dict[str, Message] = {
    "delete_customer_unknown": Message(
        "Diese Kundennummern stehen in keiner Tabelle der Mappe, deshalb wurde nichts gelöscht: {keys:list}.",
        "Prüfen Sie die Nummern im Blatt Kunden; führende Nullen gehören dazu.",
    ),
}

ASK_NUMBER = "Kundennummer des Kunden, der ganz aus der Mappe gelöscht werden soll; mehrere durch Strichpunkt getrennt:"
NOT_DELETED = "Nichts gelöscht, die Mappe ist unverändert."
NOTES = "Notizen an Zellen, Textfelder und Diagramme, die Sie selbst angelegt haben, durchsucht das Programm nicht."
SHOWN = 20
"""Places and files that are listed; of more the number is said."""


def customers(keys: Iterable[str], names: Mapping[str, str]) -> str:
    """Kunden as the owner knows them: number and name."""
    return ", ".join(f"{key} {names.get(key, '')}".strip() for key in sorted(keys))


def removed(rows: Mapping[str, int]) -> str:
    """Entfernte Zeilen by sheet, in the order of the workbook."""
    by_sheet = Counter[str]()
    for name, number in rows.items():
        by_sheet[layout.sheet_of(name).label] += number
    told = [f"{sheet.label} {number}" for sheet in layout.SHEETS if (number := by_sheet[sheet.label])]
    return f"{count(sum(rows.values()), 'Zeile', 'Zeilen')} (je Blatt: {', '.join(told)})"


def place(mention: Mention) -> str:
    """Ort of a mention."""
    where = f"Blatt {mention.sheet}, Zeile {mention.row}, Spalte {mention.column}"
    return f"{where} (vielleicht gemeint)" if mention.maybe else where


def still_mentioned(found: Sequence[Mention]) -> list[str]:
    """Erwähnungen in texts the owner wrote: they stay, and he is told where."""
    if not found:
        return []
    head = "Name oder Nummer stehen noch in Texten, die Sie geschrieben haben; bitte ändern Sie diese selbst:"
    return [head, *_listed([place(mention) for mention in found])]


def _listed(entries: Sequence[str]) -> list[str]:
    shown = [f"  {entry}" for entry in entries[:SHOWN]]
    return [*shown, f"  … und {len(entries) - SHOWN} weitere"] if len(entries) > SHOWN else shown


def own_points(points: Sequence[str]) -> list[str]:
    """Eigene Punkte der Klausur that name him, word for word, since the owner wrote them."""
    if not points:
        return []
    return ["Mit ihm gehen Punkte, die Sie selbst eingetragen haben:", *_listed([f"„{p}“" for p in points])]


def still_held(
    backups: Sequence[str],
    undo: Sequence[str],
    sent: Sequence[str],
    beside: Sequence[str],
    closed: Sequence[str],
    left: int,
    home: str,
) -> list[str]:
    """Dateien that still hold him: in the program's folder `home`, and in the folder of the workbook.

    left  so many files were not searched, because there are too many
    """
    kinds = (
        (f"Sicherungen in „{home}“, die Name oder Nummer noch enthalten:", backups),
        (f"Für Rückgängig gemerkte Stände in „{home}“, die Name oder Nummer noch enthalten:", undo),
        (f"Merkzettel zu Versandkopien in „{home}“, die Name oder Nummer noch enthalten:", sent),
        (
            "Mappen und E-Mails im selben Ordner oder eine Ebene darunter, die Name oder Nummer noch enthalten:",
            beside,
        ),
        ("Mappen und E-Mails dort, in die nicht gesehen werden konnte, vielleicht mit Kennwort:", closed),
    )
    told = [line for head, files in kinds if files for line in (head, *_listed(files))]
    return (
        [*told, f"Nicht durchsucht, weil es zu viele sind: {count(left, 'Datei', 'Dateien')} dort."]
        if left
        else told
    )


def went_to(recipients: Sequence[str]) -> list[str]:
    """Empfänger of copies he may stand in: nobody can call those back."""
    if not recipients:
        return []
    return ["Versandkopien, in denen er stehen kann, gingen an:", *_listed(recipients)]


def done(file: str, source: str, who: str, rows: Mapping[str, int], rest: Sequence[str]) -> str:
    """`loeschen` is done: what is no longer in the new workbook, and where else it still stands."""
    head = (
        f"Gelöscht: {who}. Die Mappe ohne diese Angaben ist {file}, neu berechnet. Entfernt: {removed(rows)}."
    )
    old = f"Unverändert ist {source}; brauchen Sie diese Mappe nicht mehr, löschen Sie die Datei von Hand."
    return "\n".join([head, *([old] if file != source else []), *rest])


def would(who: str, rows: Mapping[str, int], points: Sequence[str]) -> str:
    """`loeschen` without --ja: what would go."""
    head = f"Gelöscht würde: {who}. Entfernt würden {removed(rows)}."
    return "\n".join(
        [
            head,
            *own_points(points),
            "Noch nichts geschrieben; mit --ja entsteht die Mappe ohne diese Angaben.",
        ]
    )


def question(who: str, rows: Mapping[str, int], points: Sequence[str], found: Sequence[Mention]) -> str:
    """Rückfrage of the button: what will go; yes or no."""
    head = [
        f"Ganz aus der Mappe löschen: {who}?",
        "",
        f"Geleert werden {removed(rows)}.",
        *own_points(points),
    ]
    end = "Vorher wird die Mappe gesichert; die Sicherung enthält den Kunden noch. Rückgängig geht danach nicht."
    sure, maybe = sum(not one.maybe for one in found), sum(one.maybe for one in found)
    told = ((sure, "nennen ihn"), (maybe, "nennen vielleicht ihn"))
    kept = [
        f"{count(size, 'Stelle', 'Stellen')} in Ihren Texten {what}; sie bleiben."
        for size, what in told
        if size
    ]
    return shortened([*head, *kept, "", end], end)


def emptied(who: str, rows: Mapping[str, int], backup: str, state: str, rest: Sequence[str]) -> str:
    """Kunde löschen is done; `state` says what became of the calculation."""
    head = [f"Gelöscht ist {who}. Geleert: {removed(rows)}.", state]
    kept = f"Die Sicherung „{backup}“ enthält den Kunden noch; löschen Sie sie, wenn Sie sie nicht brauchen."
    return "\n".join([*head, kept, *rest])
