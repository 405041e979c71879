"""Befunde am Rücklauf: copies that are refused, and entries in them that are not taken over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter
from tests.catalogue.cases import Case, Findings, Provoke
from tests.workbook.test_returned import Came as Desk
from tests.workbook.test_returned import Row, compared, deals_of, sales, with_deals
from tests.workbook.test_returned import sample as reading

from kundenbindung.adapters import sent
from kundenbindung.adapters.file import read_foreign
from kundenbindung.adapters.package import LIMITS, PackageError
from kundenbindung.jobs import Job
from kundenbindung.jobs.returning import LABELS, Came, take_back
from kundenbindung.jobs.sent_log import Line, with_lines
from kundenbindung.messages import mail_copy as words
from kundenbindung.workbook import returned
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.returned import Change

TOLD = {
    words.FACT_COMPANY: "Hollerbrink Fördertechnik GmbH",
    words.FACT_YEAR: "2026",
    words.FACT_STICHTAG: "31.12.2025",
    words.FACT_GROUP: "Vertrieb",
    words.FACT_RESPONSIBLE: "TK",
    words.FACT_MARK: "keineszumfinden",
}
Edit = Callable[[Desk], object]


@cache
def job() -> Job:
    settings = replace(reading().settings, reporting_date=None)
    return Job(replace(reading(), settings=settings), ())


def logged(*events: str, responsible: str = "TK") -> Job:
    """The workbook whose log knows the copy."""
    lines = [
        Line(
            event,
            "Vertrieb",
            responsible,
            "",
            "Kopie.xlsx",
            "",
            1,
            1,
            encrypted=False,
            remark="",
            mark=TOLD[words.FACT_MARK],
        )
        for event in events
    ]
    log = with_lines(job().reading.frames["dispatches"], "01.02.2026 08:00", lines)
    return replace(job(), reading=replace(job().reading, frames={**job().reading.frames, "dispatches": log}))


def written(path: Path, facts: dict[str, str], loyalty: float = 1.5) -> Path:
    """A copy with its head and one customer."""
    first = sales().rows["customers"][0]["Kundennr."]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Versandkopie")
        head = {"name": "Versandkopie", "columns": [{"header": "Diese Kopie"}, {"header": "Angabe"}]}
        rows = [list(pair) for pair in facts.items()] or [["", ""]]
        sheet.add_table(0, 0, len(rows), 1, {**head, "data": rows})
        columns = [{"header": label} for label in ("Kundennr.", "Kundenbindung", "Weiterempfehlung")]
        sheet = book.add_worksheet("Kunden")
        sheet.add_table(0, 0, 1, 2, {"name": "Kunden", "columns": columns, "data": [[first, loyalty, None]]})
    return path


def came(
    change: dict[str, str] | None = None,
    name: str = "Kopie.xlsx",
    into: Callable[[], Job] = lambda: logged(words.EVENT),
) -> Provoke:
    """A file that comes back into the sample company."""

    def provoke(folder: Path) -> Findings:
        facts = {fact: value for fact, value in (TOLD | (change or {})).items() if value}
        try:
            found = take_back(into(), [Came(written(folder / "Kopie.xlsx", facts), name)], "05.02.2026 10:15")
        except PackageError as error:
            return [error.finding]
        return found.differences.findings

    return provoke


def refused(code: str, change: dict[str, str], name: str = "Kopie.xlsx") -> Case:
    return Case(code, "error", came(change, name), came())


def on_this_machine(*, log: bool) -> Provoke:
    """A copy that this machine remembers, with or without a line in the log."""

    def provoke(folder: Path) -> Findings:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("LOCALAPPDATA", raising=False)
            patch.setenv("XDG_DATA_HOME", str(folder))
            sent.keep(TOLD[words.FACT_MARK], {}, dt.datetime(2026, 2, 1), group="Vertrieb", responsible="TK")
            return tuple(came(into=lambda: logged(words.EVENT) if log else job())(folder))

    return provoke


def alike(now: int) -> Provoke:
    """One of two opportunities with the same name is filled in; so many of them are in the workbook now."""

    def provoke(_folder: Path) -> Findings:
        deals: list[Row] = [{"value_eur": 100.0, "status": "open"}, {"value_eur": 200.0, "status": "open"}]
        desk = deals_of(with_deals(*deals))
        desk.rows["opportunities"][0]["Status"] = "gewonnen"
        return compared(with_deals(*deals[-now:]), desk).findings

    return provoke


def long(most: int) -> Provoke:
    def provoke(folder: Path) -> Findings:
        try:
            read_foreign(written(folder / "Kopie.xlsx", TOLD), LABELS, LIMITS, most, "Kopie.xlsx")
        except PackageError as error:
            return [error.finding]
        return ()

    return provoke


def edited(*edits: Edit) -> Provoke:
    """What is said about a copy that was filled in like this."""

    def provoke(_folder: Path) -> Findings:
        desk = sales()
        for edit in edits:
            edit(desk)
        return compared(reading(), desk).findings

    return provoke


def cell(table: str, label: str, value: object) -> Edit:
    return lambda desk: desk.rows[table][0].update({label: value})


def row(table: str, **values: object) -> Edit:
    return lambda desk: desk.rows[table].append({_LABELS[name]: value for name, value in values.items()})


_LABELS = {
    "customer": "Kundennr.",
    "project": "Vorhaben",
    "loyalty": "Kundenbindung",
    "appointment": "Termin",
    "done_on": "erledigt am",
}


def first(table: str = "customers") -> Row:
    return sales().rows[table][0]


def formula(label: str) -> Edit:
    return lambda desk: desk.formulas.update({"customers": {(0, label)}})


def without(table: str) -> Edit:
    return lambda desk: desk.rows.pop(table)


def without_column(label: str) -> Edit:
    return lambda desk: [line.pop(label) for line in desk.rows["customers"]]


def with_grid(**more: object) -> Provoke:
    """A table of customers that is not as it went out."""

    def provoke(_folder: Path) -> Findings:
        desk = sales()
        tables = desk.tables()
        grid = replace(tables["customers"].grid, **more)  # type: ignore[arg-type]  # keywords by the names of the fields
        tables["customers"] = replace(tables["customers"], grid=grid)
        base = returned.sent_frames(returned.baseline(desk.shared))
        return returned.differences(reading(), tables, base, desk.shared, "Kopie.xlsx").findings

    return provoke


def closed(*, meetings: str) -> Provoke:
    """The group may see Termine no more, or still."""

    def provoke(_folder: Path) -> Findings:
        groups = reading().frames["groups"]
        frames = {**reading().frames, "groups": groups.assign(meetings=meetings)}
        return compared(replace(reading(), frames=frames), sales()).findings

    return provoke


def both(mine: float, his: float) -> Provoke:
    """The owner and his colleague filled in the same cell."""

    def provoke(folder: Path) -> Findings:
        customers = reading().frames["customers"]
        key = first()["Kundennr."]
        loyalty = customers["loyalty"].where(customers["customer_id"] != key, mine)
        frames = {**job().reading.frames, "customers": customers.assign(loyalty=loyalty)}
        desk = sales()
        desk.rows["customers"][0]["Kundenbindung"] = his
        now = replace(reading(), frames=frames)
        found = compared(now, desk)
        return _with_conflicts(found)

    return provoke


def copies(one: float, other: float) -> Provoke:
    def provoke(_folder: Path) -> Findings:
        desks = [sales(), sales()]
        for desk, value in zip(desks, (one, other), strict=True):
            desk.rows["customers"][0]["Kundenbindung"] = value
        return _with_conflicts(returned.merged([compared(reading(), desk) for desk in desks]))

    return provoke


def _with_conflicts(found: returned.Differences) -> Findings:
    from kundenbindung.jobs.returning import dispute

    return (*found.findings, *map(dispute, found.conflicts))


def open_book(headers: tuple[str, ...], formulas: frozenset[tuple[int, int]] = frozenset()) -> Provoke:
    """What the open workbook can take of one change."""

    def provoke(_folder: Path) -> Findings:
        grid = Grid("customers", headers, [["1001", 5.0]], first_row=6)
        change = Change("customers", 0, ("#", "1001"), "1001", None, "loyalty", 5.0, 6.0)
        return returned.takeable(grid, [change], formulas)[1]

    return provoke


def of(code: str, severity: str, given: Provoke, near: Provoke, *place: object) -> Case:
    table, row_, field = (*place, None, None, None)[:3]
    says = tuple(str(word) for word in place[3:])
    return Case(code, severity, given, near, table, row_, field, says)  # type: ignore[arg-type]  # place and field in the order of a Case


AS_SENT = edited()
FOREIGN = next(
    key for key in reading().frames["customers"]["customer_id"] if key not in sales().shared.customers
)
STOOD = next(line for line in sales().rows["customers"] if line["Kundenbindung"] is not None)
DEAL = next(at for at, line in enumerate(sales().rows["opportunities"]) if not line.get("Kennung"))
RATED = ("customers", 6, "loyalty")

CASES = (
    refused("returned_no_copy", {words.FACT_MARK: ""}),
    refused("returned_macros", {}, "Kopie.xlsm"),
    Case("returned_too_large", "error", long(0), long(100)),
    Case(
        "returned_group_unknown",
        "error",
        came({words.FACT_RESPONSIBLE: "Niemand"}, into=lambda: logged(words.EVENT, responsible="Niemand")),
        came(),
    ),
    refused("returned_mark_differs", {words.FACT_RESPONSIBLE: "Niemand"}),
    refused("returned_company_differs", {words.FACT_COMPANY: "Andere GmbH"}),
    refused("returned_year_differs", {words.FACT_YEAR: "2030"}),
    refused("returned_day_differs", {words.FACT_STICHTAG: "31.12.2024"}),
    Case("returned_mark_unknown", "error", came(into=job), came()),
    of("returned_not_logged", "warning", on_this_machine(log=False), on_this_machine(log=True)),
    of("returned_sent_unknown", "notice", came(), AS_SENT),
    of("returned_again", "notice", came(into=lambda: logged(words.EVENT, words.RETURNED)), came()),
    of("returned_table_missing", "warning", edited(without("customers")), AS_SENT, "customers"),
    of("returned_table_closed", "warning", closed(meetings="no"), closed(meetings="yes"), "appointments"),
    of(
        "returned_column_missing",
        "warning",
        edited(without_column("Kundenbindung")),
        edited(without_column("Segment")),
        "customers",
        None,
        "loyalty",
    ),
    of("returned_rows_below", "warning", with_grid(row_below=99), with_grid(), "customers", 99),
    of("returned_formula", "warning", edited(formula("Kundenbindung")), edited(formula("Segment")), *RATED),
    of(
        "returned_cell_error",
        "warning",
        with_grid(errors={f"{column}6": "#N/A" for column in "ABCDEFGHIJ"}),
        with_grid(),
        *RATED,
    ),
    of(
        "returned_not_readable",
        "warning",
        edited(cell("customers", "Kundenbindung", "gut")),
        edited(cell("customers", "Kundenbindung", "5,5")),
        *RATED,
    ),
    of(
        "returned_out_of_range",
        "warning",
        edited(cell("customers", "Kundenbindung", 10.5)),
        edited(cell("customers", "Kundenbindung", 10.0)),
        *RATED,
    ),
    of(
        "returned_not_date",
        "warning",
        edited(cell("opportunities", "Stand vom", "bald")),
        edited(cell("opportunities", "Stand vom", "1.2.2026")),
        "opportunities",
        6,
        "updated",
    ),
    of(
        "returned_not_date",
        "warning",
        edited(cell("opportunities", "Stand vom", "31.12.1899")),
        edited(cell("opportunities", "Stand vom", "1.3.1900")),
        "opportunities",
        6,
        "updated",
        "early",
    ),
    of(
        "returned_days_are_numbers",
        "warning",
        edited(lambda desk: [line.update({"Stand vom": 46_000}) for line in desk.rows["opportunities"][:2]]),
        edited(cell("opportunities", "Stand vom", 46_000)),
        "opportunities",
        None,
        "updated",
    ),
    of(
        "returned_text_too_long",
        "warning",
        edited(row("opportunities", customer=first()["Kundennr."], project="x" * 1_001)),
        edited(row("opportunities", customer=first()["Kundennr."], project="x" * 1_000)),
        "opportunities",
        6 + len(sales().rows["opportunities"]),
        "project",
    ),
    of("returned_rows_alike", "warning", alike(1), alike(2), "opportunities"),
    of(
        "returned_choice_unknown",
        "warning",
        edited(cell("opportunities", "Phase", "Traumphase")),
        edited(cell("opportunities", "Phase", "Auftrag")),
        "opportunities",
        6,
        "stage",
        "stage",
    ),
    of(
        "returned_choice_unknown",
        "warning",
        edited(cell("opportunities", "Status", "halb")),
        edited(cell("opportunities", "Status", "offen")),
        "opportunities",
        6,
        "status",
    ),
    of(
        "returned_customer_foreign",
        "warning",
        edited(row("customers", customer=FOREIGN, loyalty=5.0)),
        AS_SENT,
        "customers",
    ),
    of(
        "returned_customer_unknown",
        "warning",
        edited(row("customers", customer="000", loyalty=5.0)),
        AS_SENT,
        "customers",
    ),
    of(
        "returned_row_twice",
        "warning",
        edited(row("customers", customer=first()["Kundennr."], loyalty=5.0)),
        AS_SENT,
        "customers",
    ),
    of(
        "returned_row_unknown",
        "warning",
        edited(
            row(
                "appointments",
                customer=first()["Kundennr."],
                appointment="gibt es nicht",
                done_on=dt.date(2026, 1, 2),
            )
        ),
        AS_SENT,
        "appointments",
    ),
    of(
        "returned_row_renamed",
        "warning",
        edited(lambda desk: desk.rows["opportunities"][DEAL].update({"Vorhaben": "anders"})),
        AS_SENT,
        "opportunities",
    ),
    of(
        "returned_row_incomplete",
        "warning",
        edited(row("opportunities", project="ohne Nummer")),
        edited(row("opportunities", customer=first()["Kundennr."], project="mit Nummer")),
        "opportunities",
    ),
    of(
        "returned_rows_missing",
        "notice",
        edited(lambda desk: desk.rows["customers"].pop()),
        AS_SENT,
        "customers",
    ),
    of(
        "returned_cells_cleared",
        "notice",
        edited(lambda desk: desk.row("customers", str(STOOD["Kundennr."])).update({"Kundenbindung": None})),
        AS_SENT,
        "customers",
    ),
    of(
        "returned_cells_closed",
        "warning",
        edited(cell("customers", "Kunde", "Umbenannt")),
        AS_SENT,
        "customers",
    ),
    of(
        "returned_conflict",
        "warning",
        both(9.5, 1.5),
        both(1.5, 1.5),
        "customers",
        first()["Kundennr."],
        "loyalty",
    ),
    of(
        "returned_copies_differ",
        "warning",
        copies(1.5, 2.5),
        copies(1.5, 1.5),
        "customers",
        first()["Kundennr."],
        "loyalty",
    ),
    of(
        "returned_formula_here",
        "warning",
        open_book(("Kundennr.", "Kundenbindung"), frozenset({(0, 1)})),
        open_book(("Kundennr.", "Kundenbindung"), frozenset({(0, 0)})),
        "customers",
        "1001",
        "loyalty",
    ),
    of(
        "returned_column_gone",
        "warning",
        open_book(("Kundennr.", "Meins")),
        open_book(("Kundennr.", "Kundenbindung")),
        "customers",
        "1001",
        "loyalty",
    ),
)
