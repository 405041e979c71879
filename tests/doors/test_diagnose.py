"""`diagnose`: everything a helper needs, nothing about customers, nobody's name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.catalogue import setup as played
from tests.doors.desk import call, names

from kundenbindung import __version__
from kundenbindung.adapters import diagnosis, home
from kundenbindung.adapters.diagnosis.environment import pinned_in, write_mark
from kundenbindung.adapters.diagnosis.privacy import places, without_names

CUSTOMER = "Müller & Söhne"
LOG = f"""Traceback (most recent call last):
  File "C:\\Users\\Erika Muster\\AppData\\Local\\Kundenbindung\\umgebung\\Lib\\a.py", line 5, in read
    return frame.loc[key]
           ~~~~~~~~~^^^^^
KeyError: '{CUSTOMER}'
{CUSTOMER}
Umsatz: 4711

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/erika/kundenbindung/b.py", line 7, in <module>
    main()
kundenbindung.adapters.save.SaveError: 4711 {CUSTOMER}
    noch eine Zeile: {CUSTOMER}
"""


@pytest.fixture
def own(log_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ordner of the program, not there yet."""
    monkeypatch.setattr(home, "home_folder", lambda: log_folder)
    return log_folder


def _environment(own: Path, library: str = "0.37.8") -> Path:
    calls = played.Calls(library=library, dll=True)
    for step in ("venv", "pip"):
        own.mkdir(parents=True, exist_ok=True)
        calls([step], own / "einrichten.log", 1.0)
    return own / "umgebung"


def test_the_errors_are_told_by_their_place_and_kind_only() -> None:
    told = places(LOG)
    assert told == [
        "Traceback (most recent call last):",
        '  File "C:\\Users\\<Benutzer>\\AppData\\Local\\Kundenbindung\\umgebung\\Lib\\a.py", line 5, in read',
        "    return frame.loc[key]",
        "KeyError",
        "During handling of the above exception, another exception occurred:",
        "Traceback (most recent call last):",
        '  File "/home/<Benutzer>/kundenbindung/b.py", line 7, in <module>',
        "    main()",
        "kundenbindung.adapters.save.SaveError",
    ]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (r"C:\Users\Erika Muster\Documents", r"C:\Users\<Benutzer>\Documents"),
        (r"c:\USERS\ERIKAM~1\AppData", r"c:\USERS\<Benutzer>\AppData"),
        (r"'C:\\Users\\erika\\x'", r"'C:\\Users\\<Benutzer>\\x'"),
        ("/Users/erika/Library", "/Users/<Benutzer>/Library"),
        ("/home/erika", "/home/<Benutzer>"),
        (r"D:\Firma\Programme", r"D:\Firma\Programme"),
    ],
)
def test_a_path_names_no_user(path: str, shown: str) -> None:
    assert without_names(path) == shown


def test_a_home_that_lies_elsewhere_is_hidden_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/firma/profile/erika"))
    assert without_names("/firma/profile/erika/x /firma/profile/erikas") == (
        "/firma/profile/<Benutzer>/x /firma/profile/erikas"
    )


def test_the_text_holds_what_a_helper_needs_and_nothing_of_a_customer(own: Path) -> None:
    write_mark(_environment(own), {"version": __version__, "workbook": f"/x/{CUSTOMER}.xlsm"})
    (own / home.BACKUPS).mkdir()
    for number in (1, 2):
        (own / home.BACKUPS / f"{CUSTOMER} {number}.xlsm").write_bytes(b"x" * (1 << 20))
    (own / home.LOG).write_text(LOG, encoding="utf-8")
    text = diagnosis.report()
    assert f"Version: {__version__}\nPython: 3." in text
    assert "xlwings: 0.37.8, verlangt 0.37.8 (stimmt überein)" in text
    assert re.search(
        r"^2 Sicherungen, 2,0 MB, älteste vom \d\d\.\d\d\.\d{4} \d\d:\d\d, neueste vom", text, re.M
    )
    assert re.search(r"^Freier Platz: [\d.]+ MB$", text, re.M)
    assert "Sicherungen: " in text
    assert "KeyError\n" in text
    assert not re.search(r"Müller|Söhne|4711|Erika|erika", text)
    assert "\nExcel\n" not in text


def test_what_excel_says_of_itself_is_passed_on_in_one_line_each(own: Path) -> None:
    text = diagnosis.report({"Version": "16.0", "Berechnung": "manuell", "Pfad": "C:\\Users\\Erika\\x\nzwei"})
    assert "\n\nExcel\nVersion: 16.0\nBerechnung: manuell\nPfad: C:\\Users\\<Benutzer>\\x zwei\n" in text


def test_nothing_is_set_up_and_nothing_is_made(own: Path) -> None:
    text = diagnosis.report()
    assert "Nicht eingerichtet; " in text
    assert "Sicherungen\nNoch keine.\n" in text
    assert "Letzte Fehler (ohne Meldungstexte)\nKeine.\n" in text
    assert not own.exists()


def test_a_half_environment_and_a_wrong_library_are_named(own: Path) -> None:
    _environment(own, library="0.36.0")
    text = diagnosis.report()
    assert "Unvollständig: Bitte neu einrichten." in text
    assert "xlwings: 0.36.0, verlangt 0.37.8 (stimmt nicht überein)" in text


def test_only_an_exact_requirement_pins() -> None:
    assert pinned_in(["pandas>=3", "xlwings==0.37.8; extra == 'excel'"]) == "0.37.8"
    assert pinned_in(["xlwings>=0.37"]) is None


def test_the_file_goes_to_the_programs_folder(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert call("diagnose") == 0
    (name,) = names(own)
    assert re.fullmatch(r"Diagnose \d{4}-\d\d-\d\d\.txt", name)
    said = capsys.readouterr()
    assert f"Die Diagnose ist geschrieben: {own / name}." in said.out
    assert said.err == ""
    assert (own / name).read_bytes().startswith("\ufeffDiagnose Kundenbindung".encode())


def test_the_file_goes_where_it_is_asked_but_replaces_nothing(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "Bitte helfen.txt"
    assert call("diagnose", "--ausgabe", target) == 0
    before = target.read_bytes()
    assert call("diagnose", "--ausgabe", target) == 1
    assert "„Bitte helfen.txt“ gibt es schon" in capsys.readouterr().err
    assert target.read_bytes() == before
    assert call("diagnose", "--ausgabe", tmp_path / "fehlt" / "a.txt") == 1
    assert "fehlt“ gibt es nicht" in capsys.readouterr().err
