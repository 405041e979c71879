"""Vorschau der Versandkopien: who would get what, in full for a text file, in short for a window."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kundenbindung.messages.german import count, number
from kundenbindung.messages.live import all_in, below, shortened
from kundenbindung.messages.mail_copy import rows, whose
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import Topic
from kundenbindung.workbook.sharing import Group, Page, Part, Shared
from kundenbindung.workbook.tables.mail import ALL, NONE


def preview(shares: Sequence[Shared]) -> list[str]:
    """Vorschau of the copies of one group: persons, every sheet with its columns; those of all copies."""
    return [_head(shares[0].group), *_of_all(shares)]


def own_columns(shared: Shared, shares: Sequence[Shared]) -> list[str]:
    """Blätter und Spalten of one copy that are not the same in all of them."""
    common = _of_all(shares)
    return [f"  {line}" for line in _columns(shared) if line not in common]


def _of_all(shares: Sequence[Shared]) -> list[str]:
    others: list[Collection[str]] = [frozenset(_columns(shared)) for shared in shares]
    return [line for line in _columns(shares[0]) if all(line in other for other in others)]


def _columns(shared: Shared) -> list[str]:
    """Every sheet and table with the names of its columns."""
    return [
        f"  {_place(page, part)}: {', '.join(column.label for column in part.columns)}"
        for page in shared.pages
        for part in page.parts
    ]


def short_preview(shares: Sequence[Shared]) -> list[str]:
    """The same without the names of columns, for a dialog."""
    return [_head(shares[0].group), f"Blätter: {', '.join(_sheets(shares))}."]


def _sheets(shares: Sequence[Shared]) -> Iterator[str]:
    """Every sheet with its number of columns, from the least to the most of the copies that have it."""
    for sheet in layout.SHEETS:
        pages = [page for shared in shares for page in shared.pages if page.sheet.name == sheet.name]
        if not pages:
            continue
        sizes = sorted({sum(len(part.columns) for part in page.parts) for page in pages})
        fewest = "" if len(sizes) == 1 else f"{number(sizes[0])} bis "
        some = "" if len(pages) == len(shares) else ", nicht in jeder Kopie"
        yield f"{pages[0].sheet.label} ({fewest}{count(sizes[-1], 'Spalte', 'Spalten')}{some})"


def unmarked(size: int) -> list[str]:
    """So many customers may be persons and are not known as such."""
    if not size:
        return []
    who = "1 Kunde hat" if size == 1 else f"{number(size)} Kunden haben"
    them = "Sein Name geht mit" if size == 1 else "Ihre Namen gehen mit"
    return [
        "Einzelunternehmer erkennt das Programm nur an der Spalte „Einzelunternehmer“ im Blatt Kunden. Sie ist "
        f"überall leer, und {who} keine Rechtsform im Namen. {them}, auch wo es Personen sind."
    ]


def copy_line(shared: Shared) -> str:
    """Eine Kopie: whose it is, how many customers and rows."""
    return (
        f"{whose(shared)}: {_customers(shared)}, {count(rows(shared), 'Zeile', 'Zeilen')}{_numbered(shared)}"
    )


def question(lines: Sequence[str], odd: Sequence[str], file: str) -> str:
    """Vorschau and the question whether it shall be so; what is odd comes first, all of it stands in a file."""
    asked = "Kopien und Entwürfe schreiben? Verschickt wird nichts."
    rest = below(all_in(file, "Alle Spalten und Empfänger"), asked)
    return shortened([*odd, *lines, "", rest], rest)


def only_shown(group: str) -> str:
    """End of a preview on the command line."""
    return f"Nichts geschrieben. Mit --ausgabe ORDNER --gruppe {group} entstehen die Kopien, mit --entwurf auch die Mails."


def outside_lines(addresses: Sequence[str]) -> list[str]:
    """Empfänger outside of the house, of all copies."""
    return [f"Außerhalb des Hauses: {', '.join(addresses)}."] if addresses else []


def _head(group: Group) -> str:
    persons = "mit Namen von Personen" if Topic.PERSONS in group.topics else "ohne Namen von Personen"
    return f"{group.name}: {persons}{'; nur mit Kennwort' if group.encrypted else ''}."


def _place(page: Page, part: Part) -> str:
    """Blatt, and what the table is called there, if it is not the only one."""
    title = part.table.caption or part.table.label
    return page.sheet.label if len(page.parts) == 1 else f"{page.sheet.label}, {title}"


def _customers(shared: Shared) -> str:
    if shared.group.customers == NONE:
        return "kein einzelner Kunde"
    size = count(len(shared.customers), "Kunde", "Kunden")
    return f"alle {size}" if shared.group.customers == ALL and len(shared.customers) > 1 else size


def _numbered(shared: Shared) -> str:
    """So many sole traders stand in the copy with their number only."""
    size = len(set(shared.hidden.values()) & shared.customers)
    return f", davon {size} Einzelunternehmer nur mit Nummer" if size else ""
