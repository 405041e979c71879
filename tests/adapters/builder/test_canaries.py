"""Kanarienwörter: one in every column of every table; in a copy only those that may be there are found."""

from __future__ import annotations

import base64
import datetime as dt
import html
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import pytest

from kundenbindung.adapters.builder import Copy, build_copy
from kundenbindung.jobs.work import proposed
from kundenbindung.messages import mail_copy as words
from kundenbindung.messages.facts import facts
from kundenbindung.workbook import layout, sharing
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.outgoing import serial
from kundenbindung.workbook.schema import TEXT_UNITS, About, Column, Table, Topic, Unit
from kundenbindung.workbook.sharing import Group, share
from kundenbindung.workbook.tables.mail import ALL, NONE, OWN, TOPICS

YEARS = (2023, 2024, 2025)
KEYS = ("K-eins", "K-zwei")
CRITERION = "Kanarienkriterium"
MOMENT = dt.datetime(2026, 1, 2, 3, 4)
EVERYTHING = frozenset(TOPICS)


@dataclass(frozen=True)
class Canary:
    """What was planted where: the row (0 is the customer of Eins), the value, how a file would hold it."""

    table: Table
    column: Column
    row: int
    value: object
    written: str


def planted() -> Iterator[Canary]:
    """One value of its own for every cell."""
    number = 0
    for table in layout.TABLES.values():
        for column in table.expand(YEARS, (CRITERION,)):
            if column.unit is Unit.SPARKLINE or _fixed(table, column):
                continue
            for row in (0, 1):
                number += 1
                yield _canary(table, column, row, number)


def _canary(table: Table, column: Column, row: int, number: int) -> Canary:
    if column.unit in TEXT_UNITS or column.unit is Unit.VALUE:
        text = f"Käfig{number:05d}Vogel"
        return Canary(table, column, row, text, text)
    if column.unit is Unit.DATE:
        day = dt.date(2120, 1, 1) + dt.timedelta(days=number)
        return Canary(table, column, row, day, f"<v>{serial(day):.0f}</v>")
    value = 7e8 + 1000.0 * number + 0.5
    return Canary(table, column, row, value, f"<v>{value:.16G}</v>")


def _fixed(table: Table, column: Column) -> bool:
    """Cells that decide what is shared, and so cannot be a word of their own."""
    if column.name == "customer_id" and table.about is About.CUSTOMER:
        return True
    return (table.name, column.name) in DECIDING


DECIDING = {
    ("appointments", "appointment"),
    ("customers", "responsible"),
    ("customers", "sole_trader"),
    ("criteria", "criterion"),
    ("criteria", "source"),
    ("criteria", "weight"),
    ("criteria", "weight_share"),
    ("settings", "setting"),
}
CANARIES = tuple(planted())


def contents() -> Contents:
    """A workbook in which every cell is a canary."""
    frames = {}
    for name, table in layout.TABLES.items():
        own = [canary for canary in CANARIES if canary.table is table]
        cells = {c.column.name: [None, None] for c in own}
        for canary in own:
            cells[canary.column.name][canary.row] = canary.value  # type: ignore[call-overload]  # the lists begin with None only
        frames[name] = pd.DataFrame(cells, index=range(2), dtype=object)
        if table.about is About.CUSTOMER:
            frames[name]["customer_id"] = list(KEYS)
    frames["appointments"] = frames["appointments"].assign(
        appointment=pd.Series(["K-eins Besuch 1", None], dtype=object)
    )
    frames["customers"] = frames["customers"].assign(
        responsible=["Eins", "Zwei"], sole_trader=["no", "yes"], Eigene="Käfig-eigene-Spalte"
    )
    frames["criteria"] = frames["criteria"].assign(
        criterion=[CRITERION, "Zweites"], source=["margin_mean", "loyalty"], weight=[60.0, 40.0]
    )
    labels = [layout.setting(name).label for name in ("target_revenue_eur", "overdue_days")]
    frames["settings"] = frames["settings"].assign(setting=labels)
    frames["meta"] = pd.DataFrame({"name": ["calculated", "sample"], "value": ["Käfig-meta", "no"]})
    frames["geheim"] = pd.DataFrame({"x": ["Käfig-fremde-Tabelle"]})
    return Contents(YEARS, (CRITERION,), frames)


def copies() -> Iterator[tuple[Group, str | None]]:
    """The proposed groups, everything, every single topic, everything but one, with all kinds of rows."""
    for topics in (EVERYTHING, *({topic} for topic in TOPICS), *(EVERYTHING - {topic} for topic in TOPICS)):
        for customers in (ALL, OWN, NONE):
            yield Group("Probe", customers, frozenset(topics)), "Eins" if customers == OWN else None


CASES = list(copies())


def built(known: Contents, group: Group, responsible: str | None) -> dict[str, bytes]:
    """Unpacked parts of a copy."""
    shared = share(known, group, responsible)
    if not shared.pages:
        return {}
    pages = (words.cover(shared, facts(known), words.Stamp(MOMENT, "abcd1234")), *shared.pages)
    data = build_copy(
        Copy(pages, words.TITLE, "Zeile", "Firma", words.footer(shared, facts(known), "abcd1234"))
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def may_leave(canary: Canary, group: Group) -> bool:
    """Said once more in other words than the program does."""
    table, column = canary.table, canary.column
    never = frozenset({Topic.NEVER})
    needed = set(never if table.sight is None else table.sight)
    needed |= never if column.sight is None else column.sight
    if column.name.endswith(f":{CRITERION}") or column.total_of_points:
        needed.add(Topic.MARGIN)
    if table.name == "appointments" and canary.row == 1:
        needed.add(Topic.TEXTS)  # the owner's own row
    if needed - group.topics:
        return False
    if table.about is About.CUSTOMER:
        hidden = canary.row == 1 and column.name == "customer" and Topic.PERSONS not in group.topics
        return not hidden and {ALL: True, OWN: canary.row == 0, NONE: False}[group.customers]
    return table.about is About.COMPANY or group.customers == ALL


def encodings(text: str) -> Iterator[bytes]:
    """How a text may hide in a file."""
    for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252"):
        yield text.encode(code)
    yield html.escape(text).encode()
    yield text.encode("ascii", "xmlcharrefreplace")
    raw = text.encode()
    yield raw.hex().encode()
    yield from (base64.b64encode(raw[skip:])[:-4] for skip in range(3))


def holds(parts: dict[str, bytes], text: str) -> bool:
    if text.startswith("<v>"):
        return any(text.encode() in part for part in parts.values())
    return any(way in part for way in encodings(text) for part in (*parts.values(), " ".join(parts).encode()))


@pytest.fixture(scope="module")
def known() -> Contents:
    return contents()


def test_every_declared_column_has_a_canary() -> None:
    caged = {(canary.table.name, canary.column.name) for canary in CANARIES}
    for table in layout.TABLES.values():
        for column in table.expand(YEARS, (CRITERION,)):
            bare = column.unit is Unit.SPARKLINE or _fixed(table, column)
            assert bare or (table.name, column.name) in caged


@pytest.mark.parametrize(("group", "responsible"), CASES, ids=range(len(CASES)))
def test_only_what_may_leave_is_found(known: Contents, group: Group, responsible: str | None) -> None:
    parts = built(known, group, responsible)
    whole = b"\0".join(parts.values())
    for canary in CANARIES:
        expected = may_leave(canary, group)
        found = canary.written.encode() in whole
        assert found is expected, f"{canary.table.name}.{canary.column.name}, Zeile {canary.row}, {group}"
    for text in ("Käfig-eigene-Spalte", "Käfig-meta", "Käfig-fremde-Tabelle", "Eigene"):
        assert text.encode() not in whole


@pytest.mark.parametrize("name", ["Team", "Vertrieb", "Leitung", "Bank"])
def test_proposed_groups_hold_nothing_else_in_any_encoding(known: Contents, name: str) -> None:
    group = sharing.group_named(sharing.groups_of(proposed("groups")), name)
    assert group is not None
    parts = built(known, group, "Eins" if group.customers == OWN else None)
    assert parts
    left = [canary for canary in CANARIES if holds(parts, canary.written)]
    assert left == [canary for canary in CANARIES if may_leave(canary, group)]
    assert left
    if group.customers == NONE:
        assert not any(holds(parts, key) for key in KEYS)
    if group.customers == OWN:
        assert holds(parts, KEYS[0])
        assert not holds(parts, KEYS[1])
