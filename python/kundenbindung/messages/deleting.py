"""Kunden löschen in Worten: what will go and went, where the customer is still mentioned, which files hold him."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.messages.entry import Message
from kundenbindung.messages.german import count
from kundenbindung.messages.live import all_in, below, shortened
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


@dataclass(frozen=True, slots=True)
class Rest:
    """Was bleibt: places, recipients or files of one kind that still hold him, or may.

    one, many  what one and several of them are called where they are only counted
    """

    head: str
    entries: Sequence[str]
    one: str
    many: str

    @property
    def lines(self) -> list[str]:
        """All of them, below their head."""
        return [self.head, *_listed(self.entries)]

    @property
    def counted(self) -> str:
        """So many there are."""
        return count(len(self.entries), self.one, self.many)


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


def still_mentioned(found: Sequence[Mention]) -> list[Rest]:
    """Erwähnungen in texts the owner wrote: they stay, and he is told where."""
    if not found:
        return []
    head = "Name oder Nummer stehen noch in Texten, die Sie geschrieben haben; bitte ändern Sie diese selbst:"
    return [
        Rest(head, [place(mention) for mention in found], "Stelle in Ihren Texten", "Stellen in Ihren Texten")
    ]


def _listed(entries: Sequence[str]) -> list[str]:
    return [f"  {entry}" for entry in entries]


def details(rests: Sequence[Rest]) -> list[str]:
    """Alles, was bleibt, one by one."""
    return [line for rest in rests for line in rest.lines]


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
    home: str,
) -> list[Rest]:
    """Dateien that still hold him: in the program's folder `home`, and in the folder of the workbook."""
    here, around = (
        f"in „{home}“, die Name oder Nummer noch enthalten:",
        "im selben Ordner oder eine Ebene darunter",
    )
    kinds = (
        Rest(f"Sicherungen {here}", backups, "Sicherung", "Sicherungen"),
        Rest(f"Für Rückgängig gemerkte Stände {here}", undo, "Stand für Rückgängig", "Stände für Rückgängig"),
        Rest(
            f"Merkzettel zu Versandkopien {here}",
            sent,
            "Merkzettel zu einer Versandkopie",
            "Merkzettel zu Versandkopien",
        ),
        Rest(
            f"Mappen und E-Mails {around}, die Name oder Nummer noch enthalten:",
            beside,
            "Mappe oder E-Mail in der Nähe",
            "Mappen und E-Mails in der Nähe",
        ),
        Rest(
            "Mappen und E-Mails dort, in die nicht gesehen werden konnte, vielleicht mit Kennwort:",
            closed,
            "Datei, in die nicht gesehen werden konnte",
            "Dateien, in die nicht gesehen werden konnte",
        ),
    )
    return [kind for kind in kinds if kind.entries]


def not_searched(left: int) -> list[str]:
    """So many files around the workbook were not searched, because there are too many."""
    return (
        [f"Nicht durchsucht, weil es zu viele sind: {count(left, 'Datei', 'Dateien')} dort."] if left else []
    )


def went_to(recipients: Sequence[str]) -> list[Rest]:
    """Empfänger of copies he may stand in: nobody can call those back."""
    if not recipients:
        return []
    words = "Empfänger mit Versandkopien"
    return [Rest("Versandkopien, in denen er stehen kann, gingen an:", recipients, words, words)]


def done(file: str, source: str, who: str, rows: Mapping[str, int], rest: Sequence[str]) -> str:
    """`loeschen` is done: what is no longer in the new workbook, and where else it still stands."""
    head = (
        f"Gelöscht: {who}. Die Mappe ohne diese Angaben ist {file}, neu berechnet. Entfernt: {removed(rows)}."
    )
    old = f"Unverändert ist {source}; brauchen Sie diese Mappe nicht mehr, löschen Sie die Datei von Hand."
    return "\n".join([head, *([old] if file != source else []), *rest])


def would(who: str, rows: Mapping[str, int], points: Sequence[str]) -> str:
    """`loeschen` without --ja: what would go."""
    head = f"Gelöscht würde: {who}. Entfernt {_verb(rows, 'würde', 'würden')} {removed(rows)}."
    return "\n".join(
        [
            head,
            *own_points(points),
            "Noch nichts geschrieben; mit --ja entsteht die Mappe ohne diese Angaben.",
        ]
    )


def preview(who: str, rows: Mapping[str, int], points: Sequence[str], found: Sequence[Mention]) -> list[str]:
    """Textdatei with all that will go, and where he is still mentioned."""
    head = f"Zu löschen: {who}. Geleert {_verb(rows, 'wird', 'werden')} {removed(rows)}."
    return [head, *own_points(points), *details(still_mentioned(found)), NOTES]


def question(
    who: str, rows: Mapping[str, int], points: Sequence[str], found: Sequence[Mention], file: str
) -> str:
    """Rückfrage of the button: what will go; yes or no; all of it stands in a file."""
    head = [
        f"Ganz aus der Mappe löschen: {who}?",
        "",
        f"Geleert {_verb(rows, 'wird', 'werden')} {removed(rows)}.",
    ]
    end = "Vorher wird die Mappe gesichert; die Sicherung enthält den Kunden noch. Rückgängig geht danach nicht."
    rest = below(all_in(file), end)
    sure, maybe = sum(not one.maybe for one in found), sum(one.maybe for one in found)
    told = ((sure, "nennen ihn"), (maybe, "nennen vielleicht ihn"))
    kept = [
        f"{count(size, 'Stelle', 'Stellen')} in Ihren Texten {what}; sie bleiben."
        for size, what in told
        if size
    ]
    return shortened([*head, *kept, *own_points(points), "", rest], rest)


def emptied(
    who: str, rows: Mapping[str, int], backup: str, state: str, rest: Sequence[str], file: str
) -> str:
    """Kunde löschen is done; `state` says what became of the calculation, all of the `rest` stands in a file."""
    kept = f"Die Sicherung „{backup}“ enthält den Kunden noch; löschen Sie sie, wenn Sie sie nicht brauchen."
    lines = [f"Gelöscht ist {who}. Geleert: {removed(rows)}.", *state.split("\n"), kept, *rest]
    end = below(NOTES, all_in(file))
    return shortened([*lines, "", end], end)


def counted(rests: Sequence[Rest]) -> list[str]:
    """Was bleibt, in one line."""
    return [f"Wo er noch stehen kann: {', '.join(rest.counted for rest in rests)}."] if rests else []


def _verb(rows: Mapping[str, int], one: str, many: str) -> str:
    """Das Wort that goes with so many rows."""
    return one if sum(rows.values()) == 1 else many
