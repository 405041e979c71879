"""Hinterlassenschaften: what is too old goes, young and foreign files stay; which ones hold a customer."""

from __future__ import annotations

import datetime as dt
import json
import os
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from kundenbindung.adapters import home, leftovers
from kundenbindung.adapters.leftovers import Traces, purge, traces
from kundenbindung.workbook.mentioning import Gone

TODAY = dt.date(2026, 11, 26)
GONE = Gone(frozenset({"4711"}), ("Rabenschwarz & Söhne",))


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the program on this machine during one test."""
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "state"))
    return home.home_folder()


def made(path: Path, days: float, data: bytes = b"x") -> Path:
    """A file that was changed so many days ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    moment = dt.datetime.combine(TODAY, dt.time(12)).timestamp() - days * 86_400
    os.utime(path, (moment, moment))
    return path


KINDS: dict[str, tuple[Callable[[], Path], str, int]] = {
    "backup": (home.backup_folder, "Meine Mappe-20250101-120000-000001.xlsm", 180),
    "undo": (home.undo_folder, "202501011200000a1b2c3d.json", 180),
    "sent": (home.sent_folder, "AB12CD34.json", 180),
    "half sent": (home.sent_folder, ".kundenbindung-abc123", 1),
    "log": (home.home_folder, "fehler.log", 180),
    "old log": (home.home_folder, "fehler.alt.log", 180),
    "diagnosis": (home.home_folder, "Diagnose 2025-01-01.txt", 180),
    "list": (home.home_folder, home.RETURNING_LIST, 180),
}
FOREIGN = {
    "backup": "Urlaub.xlsm",
    "undo": "notizen.json",
    "sent": "Brief.docx",
    "half sent": ".kundenbindung",
    "log": "fehler.txt",
    "old log": "einrichtung.json",
    "diagnosis": "Diagnose.txt",
    "list": "Vorschau.txt",
}


@pytest.mark.parametrize("kind", KINDS)
def test_old_files_of_each_kind_go_young_and_foreign_ones_stay(kind: str) -> None:
    folder, name, days = KINDS[kind]
    made(home.backup_folder() / "Meine Mappe-20261101-120000-000001.xlsm", 0)
    foreign = made(folder() / FOREIGN[kind], 4_000)
    young = made(folder() / name, days)
    purge(TODAY)
    assert young.exists(), "as old as it may be"
    old = made(folder() / name, days + 1)
    purge(TODAY)
    assert not old.exists()
    assert foreign.exists()


def test_the_newest_backup_of_every_workbook_stays_however_old_it_is() -> None:
    folder = home.backup_folder()
    names = [f"Eins-2020010{day}-120000-000001.xlsm" for day in (1, 2)] + ["Zwei-20190101-120000-000001.xlsx"]
    files = [made(folder / name, days) for name, days in zip(names, (2_000, 1_999, 3_000), strict=True)]
    purge(TODAY)
    assert [path.exists() for path in files] == [False, True, True]


def test_temporary_files_beside_the_workbook_go_after_a_day_if_they_are_ours(tmp_path: Path) -> None:
    book = made(tmp_path / "Firma" / "Mappe.xlsm", 900)
    ours = [".kundenbindung-ab12.xlsm", ".kundenbindung-ab12.xlsm.tmp", ".kundenbindung-e.json.tmp"]
    old = [made(book.parent / name, 2) for name in ours]
    young = made(book.parent / ".kundenbindung-neu.xlsm", 0.5)
    foreign = [made(book.parent / name, 900) for name in ("~$Mappe.xlsm", "a.tmp", "kundenbindung-1.xlsm")]
    purge(TODAY)
    assert all(path.exists() for path in old), "nobody said where the workbook is"
    purge(TODAY, book)
    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in (book, young, *foreign))


def test_temporary_files_go_in_the_folders_of_all_places(tmp_path: Path) -> None:
    book, target, folder = (tmp_path / name for name in ("a/Mappe.xlsm", "b/Kopie.xlsx", "c"))
    old = [made(place / ".kundenbindung-ab12.tmp", 2) for place in (book.parent, target.parent, folder)]
    purge(TODAY, book, target, folder)
    assert not any(path.exists() for path in old)


def test_folders_of_opened_copies_go_with_all_they_hold_after_a_day(own: Path, tmp_path: Path) -> None:
    old, young, foreign = (own / name for name in (".kundenbindung-alt", ".kundenbindung-neu", "Umgebung"))
    outside = made(tmp_path / "Firma" / "Mappe.xlsx", 900)
    for folder, days in ((old, 2), (young, 0.5), (foreign, 900)):
        made(folder / "Kopie.xlsx", days)
        made(folder / "tief" / "Kopie.xlsx", days)
    (own / ".kundenbindung-link").symlink_to(outside.parent, target_is_directory=True)
    (old / "link").symlink_to(outside.parent, target_is_directory=True)
    for folder, days in ((old, 2), (young, 0.5), (foreign, 900)):
        moment = dt.datetime.combine(TODAY, dt.time(12)).timestamp() - days * 86_400
        os.utime(folder, (moment, moment))
    purge(TODAY)
    assert not old.exists()
    assert (young / "tief" / "Kopie.xlsx").exists()
    assert (foreign / "Kopie.xlsx").exists()
    assert outside.exists(), "a link is never followed"


def test_nothing_there_and_folders_of_that_name_are_no_errors(own: Path, tmp_path: Path) -> None:
    purge(TODAY, tmp_path / "fehlt" / "Mappe.xlsm")
    assert not own.exists()
    folder = home.undo_folder() / "202501011200000a1b2c3d.json"
    folder.mkdir(parents=True)
    os.utime(folder, (0, 0))
    (own / home.BACKUPS).write_text("eine Datei", encoding="utf-8")
    purge(TODAY)
    assert folder.is_dir()


def test_what_stays_is_counted_by_kind() -> None:
    assert leftovers.counts() == (0, 0, 0)
    for folder, many in ((home.backup_folder(), 3), (home.undo_folder(), 2), (home.sent_folder(), 1)):
        for number in range(many):
            made(folder / f"{number}.x", 0)
    assert leftovers.counts() == (3, 2, 1)


# Who still holds him


def workbook(path: Path, *texts: str, part: str = "xl/sharedStrings.xml") -> Path:
    """A package with these texts in one part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, "".join(f"<si><t>{text}</t></si>" for text in texts))
    return path


def test_files_that_still_hold_him_are_named(tmp_path: Path) -> None:
    book = workbook(tmp_path / "Mappe.xlsm", "4711")
    target = workbook(tmp_path / "Neu.xlsm", "4711")
    workbook(tmp_path / "Kopie.xlsx", "Rabenschwarz &amp; Söhne", part="xl/worksheets/sheet1.xml")
    workbook(tmp_path / "Andere.xlsx", "14711", "Stabil AG")
    (tmp_path / "Geheim.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 verschlossen")
    (tmp_path / "~$Mappe.xlsm").write_bytes(b"Sperre")
    workbook(home.backup_folder() / "Mappe-20260101-120000-000001.xlsm", "4711")
    workbook(home.backup_folder() / "Fremd-20260101-120000-000001.xlsm", "4711")
    workbook(home.backup_folder() / "Fremd-20260102-120000-000001.xlsm", "Rabenschwarz &amp; Söhne")
    rows = {"rows": [["4711", "Rabenschwarz & Söhne"]]}
    made(home.undo_folder() / "202501011200000a1b2c3d.json", 0, json.dumps(rows).encode())
    made(home.undo_folder() / "202501011200000a1b2c3e.json", 0, json.dumps({"rows": [["14711"]]}).encode())
    made(home.sent_folder() / "AB12.json", 0, json.dumps({"rows": [["4711", 3]]}).encode())
    assert traces(book, GONE, (target,)) == Traces(
        backups=(
            "Fremd-20260102-120000-000001.xlsm",
            "Mappe-20260101-120000-000001.xlsm",
        ),
        undo=("202501011200000a1b2c3d.json",),
        sent=("AB12.json",),
        beside=("Kopie.xlsx",),
        closed=("Geheim.xlsx",),
    )


def mail(path: Path, *attachments: Path) -> Path:
    """A draft of an e-mail with these files."""
    message = EmailMessage()
    message["Subject"] = "Ihre Kunden"
    message.set_content("Anbei.")
    for file in attachments:
        message.add_attachment(
            file.read_bytes(), maintype="application", subtype="octet-stream", filename=file.name
        )
    path.write_bytes(message.as_bytes())
    return path


def test_copies_and_drafts_one_folder_down_are_searched_and_no_deeper(tmp_path: Path) -> None:
    book = workbook(tmp_path / "Mappe.xlsm", "4711")
    his = workbook(tmp_path / "Versand" / "Käufer.xlsx", "4711")
    other = workbook(tmp_path / "Versand" / "Andere.xlsx", "14711")
    closed = tmp_path / "Versand" / "Zu.xlsx"
    closed.write_bytes(b"\xd0\xcf\x11\xe0 verschlossen")
    mail(his.with_name("Brief.eml"), other, his)
    mail(tmp_path / "Brief.eml", his)
    mail(his.with_name("Harmlos.eml"), other)
    mail(his.with_name("Geheim.eml"), other, closed)
    workbook(tmp_path / "Versand" / "alt" / "Kopie.xlsx", "4711")
    workbook(tmp_path / ".versteckt" / "Kopie.xlsx", "4711")
    found = traces(book, GONE)
    assert found.beside == ("Brief.eml", "Versand/Brief.eml", "Versand/Käufer.xlsx")
    assert found.closed == ("Versand/Geheim.eml", "Versand/Zu.xlsx")
    assert found.left == 0


def test_of_too_many_files_the_number_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "MOST_SEARCHED", 2)
    book = workbook(tmp_path / "Mappe.xlsm", "4711")
    for name in ("a", "b", "c", "d"):
        workbook(tmp_path / f"{name}.xlsx", "4711")
    found = traces(book, GONE)
    assert (found.beside, found.left) == (("a.xlsx", "b.xlsx"), 2)


def test_what_is_kept_for_undoing_goes_if_it_holds_his_name() -> None:
    named = {"rows": [["1", "Rabenschwarz & Söhne"]]}
    his = made(home.undo_folder() / "202501011200000a1b2c3d.json", 0, json.dumps(named).encode())
    number = made(home.undo_folder() / "202501011200000a1b2c3e.json", 0, json.dumps({"r": ["4711"]}).encode())
    leftovers.forget_undo(GONE)
    assert not his.exists()
    assert number.exists(), "the number may be another customer in another workbook"


# The log


def logged(error: BaseException) -> str:
    """Log after an error."""
    try:
        raise error  # noqa: TRY301 - what is being handled is logged
    except BaseException:
        path = home.write_log()
    assert path is not None
    return path.read_text(encoding="utf-8")


def test_the_log_holds_places_and_kinds_and_no_text_of_an_error() -> None:
    secret = "Rabenschwarz"
    cause = KeyError(f"{secret}\nTraceback \n  File {secret}\n    {secret}")
    text = logged(chained(cause, OSError(28, secret, secret)))
    assert secret not in text
    assert f'  File "{__file__}", line ' in text
    assert "\nKeyError\n" in text
    assert "\nOSError: 28\n" in text
    assert text.index("KeyError") < text.index("OSError")


def chained(cause: BaseException, error: BaseException) -> BaseException:
    """An error that came from another one."""
    error.__cause__ = cause
    return error


def test_errors_in_a_circle_are_told_once() -> None:
    first, second = ValueError("eins"), TypeError("zwei")
    first.__context__, second.__context__ = second, first
    text = logged(first)
    assert (text.count("ValueError\n"), text.count("TypeError\n")) == (1, 1)


def test_a_log_with_texts_of_errors_is_begun_anew_and_a_large_one_put_aside(own: Path) -> None:
    made(home.log_file(), 0, b"Traceback (most recent call last):\nKeyError: 'Rabenschwarz'\n")
    assert logged(ValueError("eins")).startswith(home.HEADING)
    assert "Rabenschwarz" not in logged(ValueError("zwei"))
    assert home.log_file().read_text(encoding="utf-8").count("ValueError\n") == 2
    made(home.log_file(), 0, home.HEADING.encode() + b" " * home.LARGEST_LOG)
    assert logged(ValueError("drei")).count("ValueError\n") == 1
    assert (own / home.OLD_LOG).stat().st_size > home.LARGEST_LOG
