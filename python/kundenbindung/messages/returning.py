"""Rücklauf in Worten: what a colleague changed in his copy; the findings about it are in `returning_findings`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kundenbindung.core.model import Finding
from kundenbindung.messages.german import SHOWN_KEYS, count, day, euros, listing, number, percent, plain
from kundenbindung.messages.live import ASK_TO_TAKE, all_in, below, shortened
from kundenbindung.workbook import layout, returned
from kundenbindung.workbook.cells import day as day_of
from kundenbindung.workbook.returned import Change, Conflict, Differences
from kundenbindung.workbook.schema import NUMBER_UNITS, Column, Unit

NOTHING = "leer"
LONGEST_LINE, LONGEST_HEAD = 280, 220
"""Signs of a line, and of the files named above all lines."""

HUGE = 1e15
"""Numbers from here on are written as a power of ten."""

CHOOSE_COPIES = "Ausgefüllte Versandkopien auswählen"
KINDS = "Versandkopien (*.xlsx),*.xlsx"
UNCHANGED = "Nichts Neues zu übernehmen; die Mappe ist unverändert."
ALL = "Alle Unterschiede und Hinweise"
NOTES = "Hinweise, und was nicht übernommen wird:"
CHANGES = "Was übernommen wird, wenn Sie ja sagen:"


def value(column: Column, cell: object) -> str:
    """Wert of a cell as the owner reads it."""
    if returned.missing(cell):
        return NOTHING
    if column.unit is Unit.DATE:
        found = day_of(cell)
        return day(found) if found else str(cell)
    if column.unit not in NUMBER_UNITS:
        word = layout.word(column.choices, cell) if column.choices else cell
        return f"„{returned.brief(word)}“"
    amount = float(str(cell))
    if abs(amount) >= HUGE:
        return f"{amount:.4g}".replace(".", ",")
    if column.unit is Unit.EUR:
        return euros(amount, 0 if amount.is_integer() else 2)
    return (
        percent(amount, 0 if round(amount * 100, 6).is_integer() else 2)
        if column.unit is Unit.SHARE
        else plain(amount)
    )


def column_of(table: str, name: str) -> Column:
    """Spalte of a table that comes back."""
    return next(column for column in layout.TABLES[table].expand() if column.name == name)


def report(found: Differences, file: str, names: Mapping[str, str]) -> list[str]:
    """Jeder Unterschied that is taken over, a line per row, the rows of a customer together."""
    file = returned.brief(file, LONGEST_HEAD)
    if not found.changes:
        return [f"{file}: nichts zu übernehmen."]
    customers = _rows(found.changes)
    cells = count(len(found.changes), "Eintrag", "Einträge")
    head = f"{file}: {cells} bei {count(len(customers), 'Kunden', 'Kunden')}."
    return [
        head,
        *(line for customer, rows in customers.items() for line in _of_customer(customer, rows, names)),
    ]


Rows = Mapping[tuple[object, ...], Sequence[Change]]


def _rows(changes: Sequence[Change]) -> dict[str | None, dict[tuple[object, ...], list[Change]]]:
    """Änderungen by customer, then by table and row."""
    customers: dict[str | None, dict[tuple[object, ...], list[Change]]] = {}
    for change in changes:
        where = (change.table, change.key if change.row is None else change.row)
        customers.setdefault(change.customer, {}).setdefault(where, []).append(change)
    return customers


def _of_customer(customer: str | None, rows: Rows, names: Mapping[str, str]) -> Iterator[str]:
    who = f"{customer} {names.get(customer, '')}".strip() if customer else "ohne Kundennr."
    for changes in rows.values():
        first = changes[0]
        what = f", „{returned.brief(first.about)}“" if first.about else ""
        parts, between = (_new(changes), ",") if first.row is None else (_changed(changes), ";")
        yield from _lines(f"  {returned.brief(who)}{what}: ", parts, between)


def _lines(head: str, parts: Sequence[str], between: str) -> Iterator[str]:
    """Parts one after the other behind `head`, on as many lines as they need."""
    line = f"{head}{parts[0]}"
    for part in parts[1:]:
        if len(line) + len(part) > LONGEST_LINE:
            yield f"{line}{between}"
            line = f"    {part}"
        else:
            line = f"{line}{between} {part}"
    yield line


def _changed(changes: Sequence[Change]) -> list[str]:
    columns = [(column_of(change.table, change.column), change) for change in changes]
    return [
        f"{column.label} {value(column, change.before)} → {value(column, change.after)}"
        for column, change in columns
    ]


def _new(changes: Sequence[Change]) -> list[str]:
    """Neue Verkaufschance and what is known of it."""
    told = [
        f"{column_of(change.table, change.column).label} {value(column_of(change.table, change.column), change.after)}"
        for change in changes
        if change.column != "project"
    ]
    return ["neue Verkaufschance", *told]


def facts_of(conflict: Conflict) -> dict[str, object]:
    """Werte for the sentence about a cell that two people changed."""
    column = column_of(conflict.change.table, conflict.change.column)
    first, second = value(column, conflict.first), value(column, conflict.change.after)
    return {"column": column.label, "first": first, "second": second}


def summary(changes: Sequence[Change]) -> str:
    """Was übernommen wurde, for Versandprotokoll."""
    sheets: dict[str, int] = {}
    for change in changes:
        label = layout.sheet_of(change.table).label
        sheets[label] = sheets.get(label, 0) + 1
    return ", ".join(f"{label}: {count(size, 'Eintrag', 'Einträge')}" for label, size in sheets.items())


def remark(found: Differences) -> str:
    """Was nicht übernommen wurde, for Versandprotokoll."""
    left, columns = len(found.conflicts) + len(found.findings), list(dict.fromkeys(_columns(found)))
    about = f"; Spalten: {listing(columns)}" if columns else ""
    return f"{count(left, 'Hinweis', 'Hinweise')} beim Einlesen{about}" if left else ""


def _columns(found: Differences) -> Iterator[str]:
    """Spalten whose entries were not taken over, or not as they are."""
    for conflict in found.conflicts:
        yield str(facts_of(conflict)["column"])
    for finding in found.findings:
        named = finding.values.get("columns", finding.values.get("column", ()))
        yield from named if isinstance(named, tuple) else (str(named),)


def whole(line: str, finding: Finding) -> list[str]:
    """Befund and, where its sentence names only the first of them, all rows or cells that it means."""
    keys = finding.values.get("keys")
    if not isinstance(keys, tuple) or len(keys) <= SHOWN_KEYS:
        return [line]
    return [line, *(f"    {key}" for key in keys)]


def in_full(texts: Sequence[str], odd: Sequence[str]) -> list[str]:
    """Text file with everything: what is odd first, then every difference."""
    head, *changes = texts
    notes = ["", NOTES, *odd] if odd else []
    return [head, *notes, *(["", CHANGES, *changes] if changes else [])]


def question(texts: Sequence[str], odd: Sequence[str], file: str) -> str:
    """Vorschau and the question whether it shall be so; what is odd comes first, all of it stands in a file."""
    head, *changes = texts
    rest = below(all_in(file, ALL), ASK_TO_TAKE)
    return shortened([head, *odd, *changes, "", rest], rest)


def nothing(odd: Sequence[str], file: str) -> str:
    """Nothing of the copies is new, and what is odd about them."""
    rest = all_in(file, ALL) if odd else ""
    return shortened([UNCHANGED, "", *odd, *([rest] if rest else [])], rest)


def shown_only() -> str:
    """Without --ja nothing is written."""
    return "Noch nichts übernommen und nichts geschrieben. Mit --ja und --ausgabe übernimmt der Befehl diese Einträge."


def ask_password(file: str) -> str:
    """Question for the password of a copy that came back encrypted."""
    return f"„{file}“ ist verschlüsselt. Bitte das Kennwort, mit dem die Kopie verschickt wurde:"


def taken_back(changes: int, customers: int, target: str) -> str:
    """Rücklauf is done on the command line."""
    return f"{_size(changes, customers)} übernommen und neu berechnet; geschrieben: {target}."


def taken_into_open(changes: int, customers: int, text: str, backup: str, left: str) -> str:
    """Rücklauf is done in the open workbook; `left` is the file with what was not taken over, "" if it all was."""
    lines = [f"{_size(changes, customers)} übernommen.", text, f"Der Stand davor liegt in „{backup}“."]
    return "\n".join([*lines, *([f"Hinweise, und was nicht übernommen wurde: {left}"] if left else [])])


def _size(changes: int, customers: int) -> str:
    return f"{count(changes, 'Eintrag', 'Einträge')} bei {number(customers) if customers != 1 else 'einem'} Kunden"
