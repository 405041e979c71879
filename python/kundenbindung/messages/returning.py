"""Rücklauf in Worten: what a colleague changed in his copy; the findings about it are in `returning_findings`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kundenbindung.messages.german import count, day, euros, number, percent, plain
from kundenbindung.workbook import layout, returned
from kundenbindung.workbook.cells import day as day_of
from kundenbindung.workbook.returned import Change, Conflict, Differences
from kundenbindung.workbook.schema import NUMBER_UNITS, Column, Unit

NOTHING = "leer"
MOST_CUSTOMERS = 40
LONGEST_LINE, LONGEST_HEAD = 280, 220
"""Signs of a line, and of the files named above all lines."""

HUGE = 1e15
"""Numbers from here on are written as a power of ten."""

CHOOSE_COPIES = "Ausgefüllte Versandkopien auswählen"
KINDS = "Versandkopien (*.xlsx),*.xlsx"
UNCHANGED = "Nichts Neues zu übernehmen; die Mappe ist unverändert."


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


def report(found: Differences, file: str, names: Mapping[str, str], most: int = MOST_CUSTOMERS) -> list[str]:
    """Jeder Unterschied that is taken over, a line per row, the rows of a customer together."""
    rows, file = _rows(found.changes), returned.brief(file, LONGEST_HEAD)
    if not rows:
        return [f"{file}: nichts zu übernehmen."]
    customers = list(dict.fromkeys(change.customer for change in found.changes))
    cells = count(len(found.changes), "Eintrag", "Einträge")
    head = f"{file}: {cells} bei {count(len(customers), 'Kunden', 'Kunden')}."
    lines = [line for customer in customers[:most] for line in _of_customer(customer, rows, names)]
    rest = len(customers) - most
    return [
        head,
        *lines,
        *([f"  … und bei {count(rest, 'weiteren Kunden', 'weiteren Kunden')}."] if rest > 0 else []),
    ]


Rows = Mapping[tuple[object, ...], Sequence[Change]]


def _rows(changes: Sequence[Change]) -> dict[tuple[object, ...], list[Change]]:
    """Änderungen by customer, table and row."""
    rows: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        where = (change.customer, change.table, change.key if change.row is None else change.row)
        rows.setdefault(where, []).append(change)
    return rows


def _of_customer(customer: str | None, rows: Rows, names: Mapping[str, str]) -> Iterator[str]:
    who = f"{customer} {names.get(customer, '')}".strip() if customer else "ohne Kundennr."
    for where, changes in rows.items():
        if where[0] == customer:
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
    left = len(found.conflicts) + len(found.findings)
    return f"{count(left, 'Hinweis', 'Hinweise')} beim Einlesen" if left else ""


def shown_only() -> str:
    """Without --ja nothing is written."""
    return "Noch nichts übernommen und nichts geschrieben. Mit --ja und --ausgabe übernimmt der Befehl diese Einträge."


def ask_password(file: str) -> str:
    """Question for the password of a copy that came back encrypted."""
    return f"„{file}“ ist verschlüsselt. Bitte das Kennwort, mit dem die Kopie verschickt wurde:"


def taken_back(changes: int, customers: int, target: str) -> str:
    """Rücklauf is done on the command line."""
    return f"{_size(changes, customers)} übernommen und neu berechnet; geschrieben: {target}."


def taken_into_open(changes: int, customers: int, text: str, backup: str) -> str:
    """Rücklauf is done in the open workbook."""
    return f"{_size(changes, customers)} übernommen.\n{text}\nDer Stand davor liegt in „{backup}“."


def _size(changes: int, customers: int) -> str:
    return f"{count(changes, 'Eintrag', 'Einträge')} bei {number(customers) if customers != 1 else 'einem'} Kunden"
