"""Rücklauf in Worten: what a colleague changed in his copy, and the findings about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kundenbindung.messages.entry import Message
from kundenbindung.messages.german import count, day, euros, number, percent, plain
from kundenbindung.workbook import layout, returned
from kundenbindung.workbook.cells import day as day_of
from kundenbindung.workbook.returned import Change, Conflict, Differences
from kundenbindung.workbook.schema import NUMBER_UNITS, Column, Unit

RETURNING: dict[str, Message] = {
    "returned_no_copy": Message(
        "„{file}“ ist keine Versandkopie dieses Programms: Die Tabelle „Versandkopie“ mit dem Prüfzeichen fehlt.",
        "Nehmen Sie die Datei, die Sie verschickt haben und die ausgefüllt zurückkam, nicht einen Auszug daraus.",
    ),
    "returned_macros": Message(
        "„{file}“ enthält Makros oder ist keine .xlsx-Datei; verschickt wurde eine .xlsx-Datei ohne Makros.",
        "Öffnen Sie die Datei nicht. Bitten Sie um die ausgefüllte Kopie als .xlsx.",
    ),
    "returned_too_large": Message(
        "In „{file}“ hat die Tabelle {table} {rows:number} Zeilen; mehr als {limit:number} liest der Rücklauf nicht.",
        "Bitten Sie um die ausgefüllte Kopie ohne fremde Daten.",
    ),
    "returned_group_unknown": Message(
        "Die Kopie „{file}“ ist für „{group}“ gemacht; dafür zeigt die Mappe nichts, was ausgefüllt werden könnte.",
        "Prüfen Sie die Tabelle Gruppen im Blatt Einstellungen und die Verantwortlichen im Blatt Kunden.",
    ),
    "returned_company_differs": Message(
        "Die Kopie „{file}“ gehört zum Unternehmen „{theirs}“, die Mappe zu „{ours}“.",
        "Lesen Sie die Kopie in der Mappe ein, aus der sie stammt.",
    ),
    "returned_day_differs": Message(
        "Die Kopie „{file}“ hat den Stichtag „{theirs}“, die Mappe „{ours}“.",
        "Erstellen Sie eine neue Versandkopie und übertragen Sie die Einträge dort, oder lesen Sie die Kopie in der alten Mappe ein.",
    ),
    "returned_year_differs": Message(
        "Die Kopie „{file}“ ist für das Planjahr „{theirs}“, die Mappe für „{ours}“.",
        "Lesen Sie die Kopie in der Mappe ihres Planjahres ein.",
    ),
    "returned_mark_unknown": Message(
        "Die Kopie „{file}“ steht nicht im Versandprotokoll dieser Mappe; für wen sie ist, sagt nur die Datei selbst ({group}).",
        "Übernehmen Sie nur, was Sie kennen; fragen Sie im Zweifel beim Absender nach.",
    ),
    "returned_sent_unknown": Message(
        "Was in „{file}“ beim Versand stand, ist auf diesem Rechner nicht gemerkt; jeder Unterschied zur Mappe gilt als Eintrag des Kollegen.",
        "Sehen Sie die Unterschiede einzeln durch: Es können auch eigene Änderungen seit dem Versand darunter sein.",
    ),
    "returned_again": Message(
        "Die Versandkopie „{file}“ wurde schon am {when} eingelesen.",
        "Prüfen Sie, ob dies eine spätere Fassung ist, wenn Sie seitdem etwas geändert haben.",
    ),
    "returned_table_missing": Message(
        "In der Kopie „{file}“ fehlt die Tabelle {table}; daraus wurde nichts übernommen.",
        "Bitten Sie um die vollständige Kopie, wenn dort etwas eingetragen war.",
    ),
    "returned_table_closed": Message(
        "Die Kopie „{file}“ enthält die Tabelle {table}, die diese Gruppe nicht ausfüllen darf; daraus wurde nichts übernommen.",
        "Prüfen Sie, ob die Gruppe sie inzwischen nicht mehr sieht (Tabelle Gruppen im Blatt Einstellungen).",
    ),
    "returned_column_missing": Message(
        "In der Kopie „{file}“ fehlt die Spalte „{column}“.",
        "Was dort stand, ist nicht übernommen; bitten Sie um die Kopie mit allen Spalten.",
    ),
    "returned_rows_below": Message(
        "In der Kopie „{file}“ steht in Zeile {line} etwas unter der Tabelle {table}; es gehört nicht dazu und wurde nicht übernommen.",
        "Ziehen Sie in der Kopie die Tabelle über diese Zeilen und lesen Sie sie noch einmal ein.",
    ),
    "returned_formula": Message(
        "In der Kopie „{file}“ steht in {cell} (Spalte „{column}“) eine Formel; sie wurde nicht übernommen.",
        "Ersetzen Sie in der Kopie die Formel durch ihren Wert, wenn er stimmt.",
    ),
    "returned_cell_error": Message(
        "In der Kopie „{file}“ steht in {cell} (Spalte „{column}“) der Fehlerwert „{text}“; er wurde nicht übernommen.",
        "Tragen Sie in der Kopie den richtigen Wert ein und lesen Sie sie noch einmal ein.",
    ),
    "returned_not_readable": Message(
        "In der Kopie „{file}“ ist {cell} (Spalte „{column}“) nicht als Zahl zu lesen: „{text}“. Die Zelle wurde nicht übernommen.",
        "Tragen Sie in der Kopie eine Zahl ein und lesen Sie sie noch einmal ein.",
    ),
    "returned_not_date": Message(
        "In der Kopie „{file}“ ist {cell} (Spalte „{column}“) kein Datum: „{text}“. Die Zelle wurde nicht übernommen.",
        "Tragen Sie in der Kopie einen Tag als TT.MM.JJJJ ein und lesen Sie sie noch einmal ein.",
    ),
    "returned_out_of_range": Message(
        "In der Kopie „{file}“ liegt {cell} (Spalte „{column}“) mit {value:plain} außerhalb dessen, was möglich ist. Die Zelle wurde nicht übernommen.",
        "Tragen Sie in der Kopie einen Wert ab {low:plain} und bis {high:plain} ein (– heißt: ohne Grenze).",
    ),
    "returned_choice_unknown": Message(
        "In der Kopie „{file}“ steht in {cell} (Spalte „{column}“) „{text}“; das steht nicht zur Wahl. Die Zelle wurde nicht übernommen.",
        "Wählen Sie in der Kopie eines davon: {choices}.",
    ),
    "returned_customer_foreign": Message(
        "In der Kopie „{file}“ stehen Kunden, die ihr Empfänger nicht sehen darf; nicht übernommen: {keys:list}.",
        "Tragen Sie selbst ein, was davon stimmt.",
    ),
    "returned_customer_unknown": Message(
        "In der Kopie „{file}“ stehen Kundennummern, die es in der Mappe nicht gibt; nicht übernommen: {keys:list}.",
        "Prüfen Sie die Nummern; vielleicht fehlen führende Nullen.",
    ),
    "returned_row_twice": Message(
        "In der Kopie „{file}“ stehen Zeilen mehrfach; nicht übernommen: {keys:list}.",
        "Löschen Sie in der Kopie die überzähligen Zeilen und lesen Sie sie noch einmal ein.",
    ),
    "returned_row_unknown": Message(
        "In der Kopie „{file}“ stehen Zeilen, die es in der Mappe nicht mehr gibt; nicht übernommen: {keys:list}.",
        "Rechnen Sie die Mappe neu, falls diese Termine neu geplant sind, oder tragen Sie die Angaben selbst ein.",
    ),
    "returned_row_renamed": Message(
        "In der Kopie „{file}“ ist wohl ein Vorhaben oder eine Kundennummer umgeschrieben; nicht übernommen, damit nichts doppelt zählt: {keys:list}.",
        "Ändern Sie die Zeile in der Mappe selbst, oder tragen Sie eine wirklich neue Verkaufschance dort ein.",
    ),
    "returned_row_incomplete": Message(
        "In der Kopie „{file}“ fehlt in neuen Zeilen die Kundennummer oder das Vorhaben; nicht übernommen: {keys:list}.",
        "Ergänzen Sie beides in der Kopie und lesen Sie sie noch einmal ein.",
    ),
    "returned_rows_missing": Message(
        "In der Kopie „{file}“ fehlen Zeilen, die in der Mappe stehen; sie bleiben in der Mappe: {keys:list}.",
        "Löschen Sie in der Mappe selbst, was wirklich wegfällt; bei einer Verkaufschance genügt der Status „verloren“.",
    ),
    "returned_cells_cleared": Message(
        "In der Kopie „{file}“ sind Zellen geleert; in der Mappe bleibt, was dort steht: {keys:list}.",
        "Leeren Sie die Zellen in der Mappe selbst, wenn die Angabe nicht mehr gilt.",
    ),
    "returned_cells_closed": Message(
        "In der Kopie „{file}“ stehen in Spalten, die nicht auszufüllen sind, andere Angaben; nicht übernommen: {keys:list}.",
        "Tragen Sie selbst ein, was davon stimmt.",
    ),
    "returned_conflict": Message(
        "Seit dem Versand haben Sie in der Mappe und {who} in der Kopie dieselbe Zelle verschieden geändert (Spalte „{column}“): in der Mappe {first}, in der Kopie {second}. In der Mappe bleibt Ihre Angabe.",
        "Entscheiden Sie, welche gilt, und tragen Sie sie in der Mappe ein.",
    ),
    "returned_copies_differ": Message(
        "Zwei Kopien haben in derselben Zelle Verschiedenes (Spalte „{column}“): {first} und {second}. Keines von beiden wurde übernommen.",
        "Fragen Sie nach, was gilt, und tragen Sie es in der Mappe ein.",
    ),
    "returned_formula_here": Message(
        "In der Mappe steht in {cell} (Spalte „{column}“) eine Formel von Ihnen; der Eintrag aus der Kopie wurde nicht übernommen.",
        "Ersetzen Sie die Formel, wenn der Eintrag gelten soll.",
    ),
    "returned_column_gone": Message(
        "In der Mappe fehlt der Tabelle {table} die Spalte „{column}“; was in der Kopie dazu steht, wurde nicht übernommen.",
        "Machen Sie das Löschen rückgängig oder rechnen Sie die Mappe mit „kundenbindung rechnen“ neu.",
    ),
}

NOTHING = "leer"
MOST_CUSTOMERS = 40
CHOOSE = "Ausgefüllte Versandkopien auswählen"
KINDS = "Versandkopien (*.xlsx),*.xlsx"
UNCHANGED = "Nichts Neues: Die Kopie enthält keine Einträge, die nicht schon in der Mappe stehen. Es wurde nichts geändert."


def value(column: Column, cell: object) -> str:
    """Wert of a cell as the owner reads it."""
    if returned.missing(cell):
        return NOTHING
    if column.unit is Unit.DATE:
        found = day_of(cell)
        return day(found) if found else str(cell)
    if column.unit not in NUMBER_UNITS:
        return f"„{layout.word(column.choices, cell) if column.choices else cell}“"
    amount = float(str(cell))
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
    rows = _rows(found.changes)
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
            what = f", „{first.about}“" if first.about else ""
            yield f"  {who}{what}: {_new(changes) if first.row is None else _changed(changes)}"


def _changed(changes: Sequence[Change]) -> str:
    columns = [(column_of(change.table, change.column), change) for change in changes]
    return "; ".join(
        f"{column.label} {value(column, change.before)} → {value(column, change.after)}"
        for column, change in columns
    )


def _new(changes: Sequence[Change]) -> str:
    """Neue Verkaufschance and what is known of it."""
    told = [
        f"{column_of(change.table, change.column).label} {value(column_of(change.table, change.column), change.after)}"
        for change in changes
        if change.column != "project"
    ]
    return ", ".join(["neue Verkaufschance", *told])


def facts_of(conflict: Conflict) -> dict[str, object]:
    """Werte for the sentence about a cell that two people changed."""
    column = column_of(conflict.change.table, conflict.change.column)
    first, second = value(column, conflict.first), value(column, conflict.change.after)
    return {"column": column.label, "first": first, "second": second, "who": "Ihr Kollege"}


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
