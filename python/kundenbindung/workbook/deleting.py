"""Kunden löschen: which rows and cells of which tables go with a customer, and where he is still mentioned.

Driven by the declaration: `Table.about` says how the rows of a table handle of customers. A table that
mentions customers in words needs a rule of its own here. Pure: grids in, emptied grids out; nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook import cells, layout
from kundenbindung.workbook.frames import Grid, Reading, read_workbook
from kundenbindung.workbook.inputs import owned_opportunities, retreat_key
from kundenbindung.workbook.mentioning import Gone, identifiers, mentions_him
from kundenbindung.workbook.names import SHORTEST, written
from kundenbindung.workbook.schema import About, Table
from kundenbindung.workbook.tables.reading_in import TWINS

Row = Mapping[str, str | None]
"""Texts of a row by the identifier of their column."""

Fate = frozenset[str]
"""Identifiers of the cells of a row that go; `WHOLE` are all of them, those of the owner's columns too."""

WHOLE: Fate = frozenset({"*"})
STAYS: Fate = frozenset()

NOT_OF_CUSTOMERS = ("criterion ", "capacity ")
"""Points of the Klausur whose subject is no customer."""

PERSON_WORDS = 2
"""Words of a name that is a first name and a surname."""

DEBTOR = frozenset({"debtor", layout.CHOICES["assignment_scope"]["debtor"].casefold()})
YES = frozenset({"yes", layout.CHOICES["yes_no"]["yes"].casefold()})
PROPOSAL = frozenset({"candidate_id", "candidate", "similarity", "effect"})
"""Columns of Namensabgleich that go where the owner's answer is about somebody else."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Was aus einer Tabelle geht: rows counted from the first, and single cells as (row, column)."""

    rows: tuple[int, ...]
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Deleted:
    """Gelöscht: the grids without the customers, and what went by table; with findings nothing went."""

    grids: Mapping[str, Grid]
    taken: Mapping[str, Taken]
    gone: Gone
    findings: tuple[Finding, ...] = field(default=())

    @property
    def rows(self) -> dict[str, int]:
        """Zahl der Zeilen that went, by table."""
        return {name: len(taken.rows) for name, taken in self.taken.items() if taken.rows}


def without(grids: Mapping[str, Grid], keys: Sequence[str]) -> Deleted:
    """Raster without these customers; a number nobody has is a finding, and then all of them stay."""
    reading = read_workbook(grids)
    gone = who(reading, keys)
    known = gone.keys | gone.others
    unknown = tuple(key for key in dict.fromkeys(keys) if key not in known)
    if unknown:
        found = Finding("delete_customer_unknown", Severity.ERROR, values={"keys": unknown})
        return Deleted(grids, {}, replace(gone, keys=frozenset()), (found,))
    taken = {name: taking(grid, gone) for name, grid in grids.items() if name in layout.TABLES}
    emptied = {name: _emptied(grid, taken[name]) if name in taken else grid for name, grid in grids.items()}
    return Deleted(emptied, {name: one for name, one in taken.items() if one.rows or one.cells}, gone)


def who(reading: Reading, keys: Sequence[str]) -> Gone:
    """Die Kunden with all their names, from every table that has their number."""
    wanted, spelled = set(keys), dict[str, set[str]]()
    for key, name in _identities(reading):
        spelled.setdefault(key, set()).update({name} if name else ())
    others = {written(name) for key, names in spelled.items() if key not in wanted for name in names}
    his = {name for key in wanted & set(spelled) for name in spelled[key] if written(name) not in others}
    known = frozenset(wanted & set(spelled))
    return Gone(
        keys=known,
        names=tuple(sorted(his, key=lambda name: (-len(name), name))),
        chances=_chances(reading, wanted),
        others=frozenset(set(spelled) - wanted),
        surnames=_surnames(reading, {key: spelled[key] & his for key in known}),
    )


def _surnames(reading: Reading, names: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Nachnamen: the last of two words of the name of a sole trader."""
    customers = reading.frames["customers"].reindex(columns=["customer_id", "sole_trader"])
    persons = customers["customer_id"][customers["sole_trader"].eq("yes")].dropna()
    words = [name.split() for key in persons for name in names.get(str(key), ())]
    found = {pair[1] for pair in words if len(pair) == PERSON_WORDS and len(pair[1]) >= SHORTEST}
    return tuple(sorted(found))


def _identities(reading: Reading) -> Iterator[tuple[str, str]]:
    """Kundennr. and name of every row that handles of a customer; "" where there is no name."""
    for name, frame in reading.frames.items():
        table = layout.TABLES["screening" if name == "decisions" else name]
        if table.about is About.CUSTOMER and "customer_id" in frame:
            pairs = frame.reindex(columns=["customer_id", "customer"]).astype(object)
            for key, customer in pairs.dropna(subset=["customer_id"]).itertuples(index=False):
                yield str(key), customer.strip() if isinstance(customer, str) else ""


def _chances(reading: Reading, wanted: Collection[str]) -> frozenset[str]:
    """Namen of Verkaufschancen without a Kundennr. that are his all the same."""
    typed = reading.frames["opportunities"]
    owners = owned_opportunities(reading.frames)["customer_id"]
    by_name = typed["customer_id"].isna().to_numpy() & owners.isin(list(wanted)).to_numpy()
    return frozenset(str(name) for name in typed["customer"][by_name].dropna())


def taking(grid: Grid, gone: Gone) -> Taken:
    """Zeilen und Zellen of one table that go."""
    table, names = layout.TABLES[grid.table], identifiers(grid)
    rule, rows, single = _rule(table), [], []
    for at, line in enumerate(grid.rows):
        row = {name: cells.text(line[column]) for name, column in names.items()}
        fate = rule(row, gone) if any(row.values()) else STAYS
        if fate == WHOLE:
            rows.append(at)
        else:
            single += [(at, names[name]) for name in fate if name in names and row[name] is not None]
    return Taken(tuple(rows), tuple(sorted(single)))


def _emptied(grid: Grid, taken: Taken) -> Grid:
    if not taken.rows and not taken.cells:
        return grid
    rows = [list(row) for row in grid.rows]
    for at in taken.rows:
        rows[at] = [None] * len(rows[at])
    for at, column in taken.cells:
        rows[at][column] = None
    return replace(grid, rows=rows)


def _rule(table: Table) -> Callable[[Row, Gone], Fate]:
    """Regel of a table; KeyError for one that mentions customers and has none."""
    if table.about is About.COMPANY:
        return _typed_words
    return RULES[table.name] if table.about is not About.CUSTOMER else RULES.get(table.name, _his)


def _his(row: Row, gone: Gone) -> Fate:
    """His row in a table of customers."""
    return WHOLE if row.get("customer_id") in gone.keys else STAYS


def _opportunity(row: Row, gone: Gone) -> Fate:
    by_name = row.get("customer_id") is None and row.get("customer") in gone.chances
    return WHOLE if by_name else _his(row, gone)


def _appointment(row: Row, gone: Gone) -> Fate:
    """His, or one without Kundennr. whose key begins with it."""
    lost = row.get("customer_id") is None and _begins(row.get("appointment"), gone)
    return WHOLE if lost else _his(row, gone)


def _begins(text: str | None, gone: Gone) -> bool:
    """True if a text is his number, or begins with it and with no longer one of somebody else."""
    fitting = [key for key in (*gone.keys, *gone.others) if f"{text} ".startswith(f"{key} ")]
    return text is not None and max(fitting, key=len, default="") in gone.keys


def _point(row: Row, gone: Gone) -> Fate:
    """Punkt der Klausur about him; of the owner's own points those that name him."""
    item = row.get("item") or ""
    key = retreat_key(item)
    if key != item and row.get("question"):
        return (
            WHOLE if _begins(key.partition(" ")[2], gone) and not key.startswith(NOT_OF_CUSTOMERS) else STAYS
        )
    return WHOLE if any(text and mentions_him(text, gone) for text in row.values()) else STAYS


def _match(row: Row, gone: Gone) -> Fate:
    """Zeile of Namensabgleich that names him; an answer for somebody else stays without the proposal."""
    name, proposed, chosen = row.get("name"), row.get("candidate_id"), row.get("chosen_id")
    twins = row.get("kind") == TWINS
    if twins:
        return WHOLE if gone.keys & {proposed, *(name or "").split(" / ")} else STAYS
    answered = chosen or (proposed if (row.get("same") or "").casefold() in YES else None)
    if answered is not None and answered not in gone.keys:
        return PROPOSAL if proposed in gone.keys else STAYS
    return WHOLE if answered or proposed in gone.keys or name in {*gone.names, *gone.chances} else STAYS


def _assignment(row: Row, gone: Gone) -> Fate:
    """Zuordnung of his number; an example from a file that shows him."""
    if (row.get("scope") or "").casefold() in DEBTOR and row.get("text") in gone.keys:
        return WHOLE
    example = row.get("example")
    shown = example is not None and (example in gone.keys or mentions_him(example, gone))
    return frozenset({"example"}) if shown else STAYS


def _told(row: Row, gone: Gone) -> Fate:
    """Sätze of the last calculation that name him; the next one writes them anew."""
    return frozenset(name for name, text in row.items() if text and mentions_him(text, gone))


def _typed_words(row: Row, gone: Gone) -> Fate:
    """Texts the owner wrote: they are named, never deleted."""
    del row, gone
    return STAYS


RULES: Mapping[str, Callable[[Row, Gone], Fate]] = {
    "opportunities": _opportunity,
    "appointments": _appointment,
    "open_decisions": _point,
    "name_matches": _match,
    "assignments": _assignment,
    "findings": _told,
    "concentration": _told,
    "statements": _told,
    "capacity": _told,
    "repairs": _told,
    "resolutions": _typed_words,
    "recipients": _typed_words,
}
"""Regeln of tables that mention customers in words, and of those where his number alone does not decide."""
