"""Rücklauf from file to file: a real copy goes out, is filled in, comes back, and its entries are there."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from tests.doors.desk import opened

from kundenbindung import jobs
from kundenbindung.adapters import encryption, home, leftovers, sent
from kundenbindung.adapters.package import PackageError
from kundenbindung.jobs import Job, came_back, copy_orders, mail_copies, returning
from kundenbindung.jobs.copy_orders import Order
from kundenbindung.jobs.returning import Came, take_back
from kundenbindung.messages import live
from kundenbindung.messages import mail_copy as copy_words
from kundenbindung.messages import returning as words
from kundenbindung.workbook import layout

SENT_AT = dt.datetime(2026, 1, 2, 9, 30)
MOMENT = "05.02.2026 10:15"
WHO = "TK"
PASSWORD = "Regen-Lampe-Tisch-Wolke-47"


@pytest.fixture(scope="module")
def sample() -> Job:
    return jobs.sample()


def goes_out(job: Job, folder: Path, *, group: str = "Vertrieb") -> tuple[Job, Path]:
    """The copy as it is sent, and the workbook with its line in the log."""
    prepared = copy_orders.prepare(job, Order(group, WHO if group == "Vertrieb" else None), SENT_AT)
    target = folder / "Kopie.xlsx"
    reports = prepared.write(target, None)
    logged = mail_copies.logged(job, reports, prepared)
    calendar = jobs.contents(job, None).frames["appointments"].reset_index(drop=True)
    frames = {**logged.reading.frames, "appointments": calendar}
    reading = replace(logged.reading, frames=frames)
    return Job(reading, reading.findings), target


class Desk:
    """One table of a copy, open at the colleague's."""

    def __init__(self, book: Any, table: str) -> None:
        label = layout.TABLES[table].label
        self.sheet = next(sheet for sheet in book if label in sheet.tables)
        bounds: Any = range_boundaries(self.sheet.tables[label].ref)
        left, self.top, right, self.bottom = (int(bound) for bound in bounds)
        cells = self.sheet[self.top][left - 1 : right]
        self.columns = {cell.value: cell.column for cell in cells}

    def cell(self, row: int, label: str) -> Any:
        return self.sheet.cell(self.top + 1 + row, self.columns[label])

    def free(self) -> int:
        rows = range(self.bottom - self.top)
        return next(row for row in rows if self.cell(row, "Kundennr.").value is None)


def filled_in(path: Path, *edits: Callable[[Any], object]) -> Path:
    book = opened(path)
    for edit in edits:
        edit(book)
    book.save(path)
    return path


def rated(book: Any) -> None:
    Desk(book, "customers").cell(0, "Kundenbindung").value = 1.5


def sold(book: Any) -> None:
    desk = Desk(book, "opportunities")
    rows = range(desk.free())
    desk.cell(
        next(row for row in rows if desk.cell(row, "Status").value == "offen"), "Status"
    ).value = "gewonnen"
    row = desk.free()
    for label, value in {
        "Kundennr.": Desk(book, "customers").cell(0, "Kundennr.").value,
        "Vorhaben": "Neue Halle",
        "Wert": 1500.5,
        "Abschluss erwartet": dt.date(2026, 9, 30),
    }.items():
        desk.cell(row, label).value = value


def visited(book: Any) -> None:
    Desk(book, "appointments").cell(0, "erledigt am").value = dt.datetime(2026, 2, 3)


def refusal(job: Job, *files: Path) -> str:
    with pytest.raises(PackageError) as raised:
        take_back(job, [Came(path) for path in files], MOMENT)
    return raised.value.finding.code


def test_a_copy_goes_out_is_filled_in_and_comes_back(sample: Job, tmp_path: Path) -> None:
    job, copy = goes_out(sample, tmp_path)
    untouched = take_back(job, [Came(copy)], MOMENT)
    assert (untouched.changed, untouched.differences.findings) == (False, ())
    assert untouched.job is job
    filled_in(copy, rated, sold, visited)
    found = take_back(job, [Came(copy)], MOMENT)
    assert found.differences.findings == ()
    first = Desk(opened(copy), "customers").cell(0, "Kundennr.").value
    frames = found.job.reading.frames
    assert frames["customers"].set_index("customer_id").loc[first, "loyalty"] == 1.5
    last = frames["opportunities"].iloc[-1]
    assert (last["customer_id"], last["project"], last["value_eur"]) == (first, "Neue Halle", 1500.5)
    assert last["expected_close"] == dt.date(2026, 9, 30)
    assert dt.date(2026, 2, 3) in set(frames["appointments"]["done_on"])
    log = frames["dispatches"].iloc[-1]
    assert (log["event"], log["group"], log["responsible"]) == (copy_words.RETURNED, "Vertrieb", WHO)
    assert log["sheets"] == "Kunden: 1 Eintrag, Pipeline: 4 Einträge, Termine: 1 Eintrag"
    assert any("neue Verkaufschance, Wert 1.500,50 €" in text for text in found.texts)
    assert any("Status „offen“ → „gewonnen“" in text or "→ „gewonnen“" in text for text in found.texts)
    calculated = jobs.calculate(found.job)
    assert not calculated.stopped
    assert calculated.results is not None
    again = take_back(found.job, [Came(copy)], MOMENT)
    assert [finding.code for finding in again.differences.findings] == ["returned_again"]
    assert not again.changed


def test_another_machine_says_that_it_does_not_know_what_was_sent(sample: Job, tmp_path: Path) -> None:
    job, copy = goes_out(sample, tmp_path)
    for path in home.sent_folder().iterdir():
        path.unlink()
    found = take_back(job, [Came(filled_in(copy, rated, sold))], MOMENT)
    codes = [finding.code for finding in found.differences.findings]
    assert codes == ["returned_sent_unknown", "returned_conflict", "returned_conflict"]
    assert [change.after for change in found.differences.changes] == [
        "Neue Halle",
        1500.5,
        dt.date(2026, 9, 30),
    ]


def calls_itself(fact: str, value: str | None) -> Callable[[Any], None]:
    """The head of a copy says something else."""

    def edit(book: Any) -> None:
        for row in book.worksheets[0].iter_rows():
            for name, cell in pairwise(row):
                if name.value == fact:
                    cell.value = value

    return edit


def without_log(job: Job) -> Job:
    frames = {**job.reading.frames, "dispatches": job.reading.frames["dispatches"].iloc[:0]}
    return replace(job, reading=replace(job.reading, frames=frames))


FORGED = ((copy_words.FACT_GROUP, "Leitung"), (copy_words.FACT_RESPONSIBLE, "Jemand"))


@pytest.mark.parametrize(("fact", "value"), [*FORGED, (copy_words.FACT_RESPONSIBLE, None)])
def test_a_copy_that_calls_itself_another_is_refused(
    sample: Job, tmp_path: Path, fact: str, value: str | None
) -> None:
    job, copy = goes_out(sample, tmp_path)
    filled_in(copy, rated, calls_itself(fact, value))
    assert refusal(job, copy) == "returned_mark_differs"
    assert refusal(without_log(job), copy) == "returned_mark_differs", "this machine knows it too"
    for path in home.sent_folder().iterdir():
        path.unlink()
    assert refusal(job, copy) == "returned_mark_differs", "the log alone knows it"


def test_a_copy_that_neither_log_nor_machine_knows_is_refused(sample: Job, tmp_path: Path) -> None:
    job, copy = goes_out(sample, tmp_path)
    filled_in(copy, rated)
    found = take_back(without_log(job), [Came(copy)], MOMENT)
    assert [finding.code for finding in found.differences.findings] == ["returned_not_logged"]
    assert [change.after for change in found.differences.changes] == [1.5]
    filled_in(copy, calls_itself(copy_words.FACT_MARK, "12345678"))
    assert refusal(job, copy) == "returned_mark_unknown"


def test_an_opened_copy_lies_in_the_folder_of_the_program_and_is_gone_afterwards(
    tmp_path: Path, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, closed = tmp_path / "offen.xlsx", tmp_path / "Kopie.xlsx"
    openpyxl.Workbook().save(plain)
    encryption.encrypt(plain, closed, PASSWORD)
    everybodys = tmp_path / "everybodys"
    everybodys.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(everybodys))
    with came_back.opened([closed, plain], lambda _: PASSWORD) as (came, as_it_is):
        assert came.path.is_relative_to(log_folder)
        assert leftovers.TEMPORARY.fullmatch(came.path.relative_to(log_folder).parts[0])
        assert (came.shown, came.encrypted, as_it_is.path) == ("Kopie.xlsx", True, plain)
        assert openpyxl.load_workbook(came.path).sheetnames == ["Sheet"]
        assert list(everybodys.iterdir()) == []
    assert list(log_folder.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("company", "Andere GmbH", "returned_company_differs"),
        ("base_year", 2024, "returned_year_differs"),
        ("reporting_date", dt.date(2025, 1, 1), "returned_day_differs"),
    ],
)
def test_a_copy_of_another_workbook_is_refused(
    sample: Job, tmp_path: Path, setting: str, value: Any, code: str
) -> None:
    job, copy = goes_out(sample, tmp_path)
    settings = replace(job.reading.settings, **{setting: value})
    assert refusal(replace(job, reading=replace(job.reading, settings=settings)), copy) == code


def test_every_difference_is_told_and_what_is_odd_comes_first_in_a_window(
    sample: Job, tmp_path: Path
) -> None:
    job, copy = goes_out(sample, tmp_path)

    def edit(book: Any) -> None:
        desk = Desk(book, "customers")
        for row in range(desk.bottom - desk.top):
            desk.cell(row, "Kundenbindung").value = 1.5
            desk.cell(row, "Weiterempfehlung").value = "#N/A"
            desk.cell(row, "Weiterempfehlung").data_type = "e"
        desk.cell(0, "Rahmenvertragsanteil").value = 0.99

    found = take_back(job, [Came(filled_in(copy, edit))], MOMENT)
    changed = len(found.differences.changes)
    assert changed > 10
    assert sum("Kundenbindung" in text for text in found.texts) == changed
    remark = found.job.reading.frames["dispatches"].iloc[-1]["remark"]
    assert remark.endswith("beim Einlesen; Spalten: Weiterempfehlung, Rahmenvertragsanteil")
    told = words.question(found.texts, found.odd, "C:/Liste.txt").splitlines()
    assert "Fehlerwert" in told[1]
    assert told[-2:] == ["Alle Unterschiede und Hinweise: C:/Liste.txt", live.ASK_TO_TAKE]
    listed = words.in_full(found.texts, found.notes)
    assert {*found.texts, *found.odd, *found.notes} <= set(listed)
    assert listed.index(found.odd[-1]) < listed.index(found.texts[1])
    assert any("(Rahmenvertragsanteil)" in line for line in listed)


LONG_NAME = f"{'Süßwerk-Überlingen-' * 5}Plan-2026_Vertrieb_{WHO}_400f1279"


def test_a_file_name_may_be_long_and_its_mark_is_still_shown(sample: Job, tmp_path: Path) -> None:
    job, copy = goes_out(sample, tmp_path)
    named = filled_in(copy, rated).rename(tmp_path / f"{LONG_NAME}.xlsx")
    for came in (Came(named), Came(named, f"{LONG_NAME}.XLSX", encrypted=True)):
        found = take_back(job, [came], MOMENT)
        assert [change.after for change in found.differences.changes] == [1.5]
        assert found.job.reading.frames["dispatches"].iloc[-1]["file"] == came.whole_name
        assert found.texts[0].startswith("Süßwerk-"), "the beginning"
        assert "_400f1279.xlsx: " in found.texts[0].casefold(), "and the end, where the mark is"
    with pytest.raises(PackageError) as raised:
        take_back(job, [Came(named, f"{LONG_NAME}.xlsm", encrypted=True)], MOMENT)
    assert raised.value.finding.code == "returned_macros"


def test_macros_and_foreign_files_are_refused_and_nothing_is_taken(sample: Job, tmp_path: Path) -> None:
    job, copy = goes_out(sample, tmp_path)
    renamed = tmp_path / "Kopie.xlsm"
    renamed.write_bytes(copy.read_bytes())
    infected = tmp_path / "Makro.xlsx"
    infected.write_bytes(copy.read_bytes())
    with zipfile.ZipFile(infected, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf")
    plain = tmp_path / "Liste.xlsx"
    openpyxl.Workbook().save(plain)
    text = tmp_path / "Text.xlsx"
    text.write_text("Kundennr.;Kundenbindung\n1;5\n", encoding="utf-8")
    assert refusal(job, renamed) == "returned_macros"
    assert refusal(job, infected) == "returned_macros"
    assert refusal(job, copy, plain) == "returned_no_copy"
    assert refusal(job, text) == "workbook_is_text"


def test_formulas_errors_and_rows_below_are_named(sample: Job, tmp_path: Path) -> None:
    job, copy = goes_out(sample, tmp_path)

    def edit(book: Any) -> None:
        desk = Desk(book, "customers")
        desk.cell(0, "Kundenbindung").value = "=5+4"
        desk.cell(1, "Weiterempfehlung").value = "#N/A"
        desk.cell(1, "Weiterempfehlung").data_type = "e"
        desk.cell(desk.bottom - desk.top, "Kundennr.").value = "darunter"

    found = take_back(job, [Came(filled_in(copy, edit))], MOMENT)
    codes = sorted(finding.code for finding in found.differences.findings)
    assert codes == ["returned_cell_error", "returned_formula", "returned_rows_below"]
    assert not found.changed


def test_a_copy_that_is_too_long_is_refused(
    sample: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, copy = goes_out(sample, tmp_path)
    monkeypatch.setattr(returning, "MOST_ROWS", 2)
    assert refusal(job, copy) == "returned_too_large"


def test_what_was_sent_is_kept_with_whom_it_was_for() -> None:
    table = {"columns": ["customer_id", "loyalty"], "rows": [["1", 5.0], ["2", None]]}
    assert sent.keep("ab12", {"customers": table}, SENT_AT, group="Vertrieb", responsible="TK")
    assert sent.load("ab12") == sent.Kept({"customers": table}, "Vertrieb", "TK")
    assert sent.keep("ab13", {}, SENT_AT)
    assert sent.load("ab13") == sent.Kept({}, "", "")


@pytest.mark.parametrize("mark", ["../ab12", "..", "", "a/b", "a" * 65, "ä"])
def test_a_mark_that_is_no_plain_word_opens_no_file(mark: str) -> None:
    sent.keep("ab12", {}, SENT_AT)
    outside = home.home_folder() / "ab12.json"
    outside.write_text(json.dumps({"mark": mark, "tables": {}}), encoding="utf-8")
    assert sent.load(mark) is None
    with pytest.raises(ValueError, match="mark"):
        sent.keep(mark, {}, SENT_AT)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"mark": "ab12"}', '{"mark": "cd", "tables": {}}'])
def test_a_kept_file_that_is_damaged_is_as_good_as_none(content: str) -> None:
    sent.keep("ab12", {}, SENT_AT)
    (home.sent_folder() / "ab12.json").write_text(content, encoding="utf-8")
    assert sent.load("ab12") is None
