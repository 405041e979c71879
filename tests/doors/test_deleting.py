"""Kunden löschen aus einer Datei: nothing of him is left in the new workbook; what else holds him is said."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from tests.doors import desk
from tests.doors.desk import Sheet, call

from kundenbindung import jobs
from kundenbindung.adapters import home, whole
from kundenbindung.cli import commands
from kundenbindung.cli.common import write_workbook
from kundenbindung.jobs import deleting
from kundenbindung.messages import deleting as words

HIM, NAME = "1001", "Stabil AG"
MOMENT = "26.11.2026 10:00"


def filled(book: object) -> None:
    """He stands wherever the owner can write him."""
    Sheet(book, "customers").add_column("Notiz", {HIM: f"{NAME} ist wichtig", "1002": "wie besprochen"})
    Sheet(book, "one_offs").add({"Kundennr.": HIM, "Jahr": 2025, "Umsatz": 500, "Grund": NAME})
    Sheet(book, "opportunities").add({"Kundennr.": HIM, "Vorhaben": "Lager", "Wert": 9_000})
    Sheet(book, "opportunities").add({"Kunde": "STABIL AG", "Vorhaben": "Raumschiff", "Wert": 4_000})
    Sheet(book, "prior_year").add({"Kundennr.": HIM, "Kunde": "Stabil GmbH", "Level": "Vertrieb"})
    Sheet(book, "agreements").add({"Kundennr.": HIM, "Vereinbarung": f"{NAME} bekommt Rabatt"})
    Sheet(book, "walk_away").add({"Kundennr.": HIM})
    Sheet(book, "assignments").add({"Für": "Debitor", "In der Datei": HIM, "Bedeutung": "kein Erlös"})
    points = Sheet(book, "open_decisions")
    points.put("Erklärung 1002", "Worum es geht", None, by="Punkt")
    points.put("Erklärung 1002", "Punkt", f"{NAME} anrufen", by="Punkt")
    Sheet(book, "screening").put(HIM, "Warum", NAME)


def parts(path: Path) -> dict[str, str]:
    """Texts of all parts of a package, decompressed."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist()}


def deleted(source: Path, *keys: str, target: str = "Neu.xlsx") -> tuple[Path, str]:
    """The new workbook and what is told."""
    removal = deleting.prepare(source, keys)
    assert not removal.job.stopped
    path = source.with_name(target)
    write_workbook(removal.job, path, MOMENT, whole.seen(path))
    return path, deleting.told(removal, source, path)


def test_nothing_of_him_is_left_in_any_part_and_all_others_stay(mappe: Path) -> None:
    before = desk.edited(mappe, filled).read_bytes()
    assert call("rechnen", mappe, "--ausgabe", mappe.with_name("Alt.xlsx")) == 0
    source = mappe.with_name("Alt.xlsx")
    kept = desk.frame(source, "customers").drop(index=HIM)
    texts = parts(source)
    assert any(NAME in text for text in texts.values())
    target, said = deleted(source, HIM)
    his = (NAME, "Stabil GmbH", "STABIL AG", f">{HIM}</t>", "Raumschiff")
    for name, text in parts(target).items():
        assert not [word for word in his if word in text], name
    assert desk.frame(target, "customers").equals(kept)
    assert mappe.read_bytes() == before
    assert said.startswith(f"Gelöscht: {HIM} {NAME}. Die Mappe ohne diese Angaben ist Neu.xlsx")
    for part in (
        "Kunden 1",
        "Zahlen 2",
        "Pipeline 2",
        "Vorjahr 1",
        "Einstellungen 1",
        "Unverändert ist Alt.xlsx",
    ):
        assert part in said
    assert "_" not in said.splitlines()[0], "sheets, not names of tables"
    assert f"„{NAME} anrufen“" in said, "he wrote this point himself"
    assert "Texten" not in said


def test_it_says_where_he_is_still_mentioned_and_which_files_hold_him(mappe: Path) -> None:
    desk.edited(
        mappe,
        lambda book: Sheet(book, "resolutions").add({"Thema": "Rabatt", "Beschluss": f"Rabatt für {NAME}"}),
    )
    folder = home.backup_folder()
    folder.mkdir(parents=True)
    shutil.copy(mappe, folder / "Mappe-20260101-120000-000001.xlsx")
    shutil.copy(mappe, mappe.with_name("Kopie.xlsx"))
    target, said = deleted(mappe, HIM)
    table = Sheet(desk.opened(target), "resolutions")
    row = table.row(f"Rabatt für {NAME}", "Beschluss")
    lines = said.splitlines()
    assert f"  Blatt Klausur, Zeile {row}, Spalte Beschluss" in lines
    assert "  Mappe-20260101-120000-000001.xlsx" in lines
    assert "  Kopie.xlsx" in lines
    assert "  Neu.xlsx" not in lines


def test_it_says_whom_copies_went_to_and_touches_nothing_that_is_remembered(
    mappe: Path, log_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = mappe.parent / "Versand"
    folder.mkdir()
    for _ in range(2):
        assert call("versand", mappe, "--gruppe", "Team", "--ausgabe", folder, "--protokoll", mappe) == 0
    kept = {path: path.read_bytes() for path in (log_folder / home.SENT).iterdir()}
    assert kept
    capsys.readouterr()
    assert call("loeschen", mappe, "--kunde", HIM, "--ausgabe", mappe.with_name("Neu.xlsx"), "--ja") == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("Versandkopien, in denen er stehen kann, gingen an:")
    assert lines[at + 1].strip() == "Team"
    assert not lines[at + 2].startswith("  Team")
    assert {f"  Versand/{path.name}" for path in folder.iterdir()} <= set(lines)
    assert {path: path.read_bytes() for path in kept} == kept, "the workbook it came from still has him"
    assert {f"  {path.name}" for path in kept} <= set(lines)


def test_an_unknown_number_stops_it(mappe: Path) -> None:
    job = deleting.prepare(mappe, [HIM, "9999"]).job
    assert job.stopped
    assert job.results is None
    assert [finding.values for finding in job.findings if finding.code == "delete_customer_unknown"] == [
        {"keys": ("9999",)}
    ]


def test_what_stops_it_is_told_as_a_deletion_and_nothing_is_written(
    mappe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = mappe.with_name("Neu.xlsx")
    assert call("loeschen", mappe, "--kunde", "9999", "--ausgabe", target, "--ja") == 1
    said = capsys.readouterr().err
    assert said.startswith(
        "Nichts gelöscht: 1 Fehler. Mappe.xlsx ist unverändert; Neu.xlsx wurde nicht geschrieben."
    )
    assert not target.exists()


def test_lists_of_what_a_window_showed_are_gone_with_him(mappe: Path, log_folder: Path) -> None:
    assert home.LISTS == (home.READING_LIST, home.SENDING_LIST, home.RETURNING_LIST, home.DELETING_LIST)
    for name in home.LISTS:
        assert home.write_list(name, [NAME]) == str(log_folder / name)
    assert call("loeschen", mappe, "--kunde", HIM, "--ausgabe", mappe.with_name("Neu.xlsx")) == 0
    assert len(list(log_folder.iterdir())) == len(home.LISTS), "only shown"
    assert call("loeschen", mappe, "--kunde", HIM, "--ausgabe", mappe.with_name("Neu.xlsx"), "--ja") == 0
    assert [path.name for path in log_folder.iterdir() if path.suffix == ".txt"] == []


def test_one_row_and_several_and_all_that_still_holds_him() -> None:
    assert "Geleert wird 1 Zeile (" in words.question("1 A", {"customers": 1}, (), (), "")
    assert "Geleert werden 3 Zeilen (" in words.question("1 A", {"customers": 3}, (), (), "")
    assert "Entfernt würde 1 Zeile (" in words.would("1 A", {"customers": 1}, ())
    backups, copies = ([f"{kind} {at}.xlsx" for at in range(30)] for kind in ("Sicherung", "Mappe"))
    rests = words.still_held(backups, (), ("eins.json",), copies, (), "C:/Ordner")
    listed = words.details(rests)
    assert {f"  {name}" for name in (*backups, "eins.json", *copies)} <= set(listed), "not one is left out"
    rest = [*words.counted(rests), *listed]
    told = words.emptied("1 A", {"customers": 1}, "S.xlsm", "berechnet", rest, "C:/Loeschliste.txt")
    assert "30 Sicherungen, 1 Merkzettel zu einer Versandkopie, 30 Mappen und E-Mails in der Nähe." in told
    assert told.splitlines()[-2:] == [words.NOTES, "Alles im Einzelnen: C:/Loeschliste.txt"]
    assert len(told.splitlines()) < 20


def test_all_customers_may_go_and_the_workbook_can_be_read_and_filled_again(mappe: Path) -> None:
    removal = deleting.prepare(mappe, desk.KEYS)
    assert removal.job.results is not None
    target = mappe.with_name("Leer.xlsx")
    write_workbook(removal.job, target, None, None)
    assert len(desk.frame(target, "customers")) == 0
    source = desk.listing(mappe.parent)
    again = mappe.with_name("Wieder.xlsx")
    assert call("import", target, "--zahlen", source, "--ausgabe", again) == 0
    assert len(desk.frame(again, "customers")) == len(desk.KEYS)


# Nothing of a customer outside of the folders that may hold him


def test_no_name_gets_into_the_log_through_the_command_line(
    mappe: Path, log_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def surprise(options: object) -> int:
        customer = jobs.read(mappe).names[HIM]
        try:
            raise KeyError(customer)  # noqa: TRY301 - one error out of another
        except KeyError as error:
            raise RuntimeError(f"{customer}\n  File {customer}\n    {customer}") from error

    monkeypatch.setitem(commands.COMMANDS, "pruefen", surprise)
    assert call("pruefen", mappe) == 1
    assert NAME not in capsys.readouterr().err
    written = [path for path in log_folder.rglob("*") if path.is_file()]
    assert [path.name for path in written] == ["fehler.log"]
    text = written[0].read_text(encoding="utf-8")
    assert "RuntimeError\n" in text
    assert NAME not in text


def test_what_stays_after_removing_the_program_is_named(
    log_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, many in ((home.BACKUPS, 2), (home.UNDO, 1), (home.SENT, 3)):
        (log_folder / name).mkdir(parents=True)
        for number in range(many):
            (log_folder / name / f"{number}.x").touch()
    listed = Path(home.write_list(home.RETURNING_LIST, [NAME]))
    assert call("einrichten", "--entfernen") == 0
    assert not listed.exists()
    said = capsys.readouterr().out
    assert "2 Sicherungen, 1 Stand für Rückgängig (Ordner Zurueck), 3 Merkzettel zu Versandkopien" in said
    assert "Er enthält Kundendaten, die Protokolle keine." in said
