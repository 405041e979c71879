"""`versand`: what a group gets, and that nothing else leaves - from the owner's workbook to the files."""

from __future__ import annotations

import email
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from email import policy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from tests.adapters.builder.test_canaries import encodings
from tests.adapters.package.ooxml import validate
from tests.doors import desk
from tests.doors.desk import Sheet, call, edited, names
from tests.office import convert, words

from kundenbindung.adapters import encryption
from kundenbindung.workbook import layout

PASSWORD = "Regen-Tisch-Fahne-Hafer-Nadel"
NEWEST = ("Office2016", "Microsoft365")
CANARY = "Zeisigkäfig{:02d}"


def _people(book: Any) -> None:
    customers = Sheet(book, "customers")
    for key, responsible in {
        "007": "Eva Öz",
        "0815": "Eva Öz",
        "1001": "MK",
        "1002": "MK",
        "1003": "MK",
    }.items():
        customers.put(key, "Verantwortlich", responsible)
    customers.put("1002", "Einzelunternehmer", "ja").put("007", "Entscheider", "Frau Zorn")
    table = Sheet(book, "screening").put("007", "Level", "Service").put("007", "Warum", "Bauchgefühl")
    table.put("007", "Erklärung", "weil es so ist")
    recipients = Sheet(book, "recipients")
    typed: list[tuple[str, str | None, str]] = [
        ("Team", None, "team@firma.de"),
        ("Vertrieb", "Eva Öz", "Eva Öz <oez@firma.de>; x@fremd.de"),
    ]
    for row, (group, who, address) in enumerate(typed, recipients.top + 1):
        for label, value in (("Gruppe", group), ("Verantwortlich", who), ("E-Mail", address)):
            recipients.sheet.cell(row, recipients.col(label)).value = value
    Sheet(book, "settings").put("Eigene Mail-Domain", "Wert", "firma.de", by="Einstellung").put(
        "Unternehmen", "Wert", "Öz & Söhne KG", by="Einstellung"
    )


@pytest.fixture(scope="module")
def house_once(filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with people in it, never to be changed."""
    path = desk.copied(filled_once, tmp_path_factory.mktemp("house"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("state")))
        edited(path, _people)
        assert call("rechnen", path, "--ausgabe", path) == 0
    return path


@pytest.fixture
def house(house_once: Path, tmp_path: Path) -> Path:
    """The same of the test's own, alone in its folder."""
    return desk.copied(house_once, tmp_path)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "Versand Ä"
    folder.mkdir()
    return folder


def password_file(folder: Path) -> Path:
    path = folder / "kennwort.txt"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(path: Path) -> set[str]:
    book = openpyxl.load_workbook(path)
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return {cell for cell in cells if isinstance(cell, str)}


def test_the_team_gets_values_only(house: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = house.read_bytes()
    assert call("versand", house, "--ausgabe", out / "Kopie.xlsx") == 0
    said = capsys.readouterr().out
    assert "Team: alle 10 Kunden, " in said
    assert ", davon 1 Einzelunternehmer nur mit Nummer" in said
    assert "Im Blatt Protokoll steht dieser Versand noch nicht" in said
    assert house.read_bytes() == before
    assert names(out) == ["Kopie.xlsx"]
    book = openpyxl.load_workbook(out / "Kopie.xlsx")
    assert book.sheetnames == ["Übersicht", "Screening", "Ressourcen", "Termine"]
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert all(sheet.sheet_state == "visible" for sheet in book)
    assert not any(
        d.hidden
        for sheet in book
        for d in (*sheet.column_dimensions.values(), *sheet.row_dimensions.values())
    )
    assert (book.properties.creator, book.properties.lastModifiedBy) == (None, None)
    found = texts(out / "Kopie.xlsx")
    assert {"Müller & Söhne", "Kunde 1002", "Service", "Öz & Söhne KG"} <= found
    assert not found & {"Wächst GmbH", "Frau Zorn", "Bauchgefühl", "weil es so ist", "Eva Öz", "MK"}
    assert validate(out / "Kopie.xlsx", NEWEST) == []


def test_every_sales_person_gets_his_own(house: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("versand", house, "--ausgabe", out, "--gruppe", "vertrieb", "--entwurf") == 0
    said = capsys.readouterr().out
    copies = {re.split("_", path.name)[3]: path for path in out.glob("*.xlsx")}
    assert sorted(copies) == ["Eva-Öz", "MK"]
    for who, path in copies.items():
        assert re.fullmatch(
            rf"Öz-&-Söhne-KG_Plan-2026_Vertrieb_{who}_2025-12-31_[0-9a-f]{{8}}\.xlsx", path.name
        )
        mark = path.stem.rpartition("_")[2]
        assert mark in texts(path)
        assert any(mark.encode() in part for name, part in parts(path).items() if "sheet2" in name)
    own, others = texts(copies["Eva-Öz"]), texts(copies["MK"])
    assert {"Müller & Söhne", "Ölmühle Größ"} <= own
    assert not own & {"Stabil AG", "Kunde 1002", "Klein KG", "Fest & Treu"}
    assert {"Stabil AG", "Kunde 1002"} <= others
    assert "Kunden ohne Verantwortlichen" in said
    assert "außerhalb des Hauses: x@fremd.de" in said
    drafts = {
        path.stem: email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in out.glob("*.eml")
    }
    assert sorted(drafts) == sorted(path.stem for path in copies.values())
    draft = drafts[copies["Eva-Öz"].stem]
    assert draft["X-Unsent"] == "1"
    assert str(draft["To"]) == "Eva Öz <oez@firma.de>, x@fremd.de"
    (attached,) = draft.iter_attachments()
    assert attached.get_filename() == copies["Eva-Öz"].name
    assert attached.get_content() == copies["Eva-Öz"].read_bytes()
    assert (
        call(
            "versand", house, "--ausgabe", out / "Eine.xlsx", "--gruppe", "Vertrieb", "--verantwortlich", "mk"
        )
        == 0
    )
    assert "Stabil AG" in texts(out / "Eine.xlsx")


def test_a_copy_with_margin_needs_a_password(
    house: Path, out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = out / "Leitung.xlsx"
    assert call("versand", house, "--ausgabe", target, "--gruppe", "Leitung") == 1
    assert "braucht ein Kennwort" in capsys.readouterr().err
    assert names(out) == []
    secret = password_file(tmp_path)
    assert (
        call(
            "versand",
            house,
            "--ausgabe",
            target,
            "--gruppe",
            "Leitung",
            "--kennwort-datei",
            secret,
            "--an",
            "a@b.de",
        )
        == 0
    )
    said = capsys.readouterr().out
    assert "auf einem anderen Weg" in said
    assert encryption.is_encrypted(target)
    encryption.decrypt(target, out / "offen.xlsx", PASSWORD)
    found = texts(out / "offen.xlsx")
    assert {"Wächst GmbH", "Frau Zorn", "Eva Öz"} <= found
    assert not found & {"Bauchgefühl", "weil es so ist"}
    draft = (out / "Leitung.eml").read_bytes()
    for way in encodings(PASSWORD):
        assert way not in draft
        assert way not in said.encode()


def test_a_preview_writes_nothing(house: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("versand", house, "--gruppe", "Vertrieb", "--vorschau") == 0
    said = capsys.readouterr().out
    assert "Vertrieb: ohne Namen von Personen." in said
    assert "  Kunden: Kundennr., Kunde, Segment" in said
    assert "Vertrieb Eva Öz: 2 Kunden, " in said
    assert "Nichts geschrieben." in said
    assert "An: Eva Öz <oez@firma.de>; x@fremd.de" in said
    assert names(out) == []
    with pytest.raises(SystemExit) as stop:
        call("versand", house)
    assert stop.value.code == 2


def test_the_preview_lists_every_column_of_every_copy(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.typed(house, "customers", "1001", "Sammelkonto", "ja")
    assert call("versand", house, "--gruppe", "Vertrieb", "--vorschau") == 0
    lines = capsys.readouterr().out.splitlines()
    eva, mk = (lines.index(next(x for x in lines if x.startswith(f"Vertrieb {who}: "))) for who in WHO)
    assert any(line.startswith("  Pipeline: ") for line in lines[:eva]), "the same in all copies"
    assert not any(line.startswith("  Kunden: ") for line in lines[:eva])
    (evas,), (mks,) = (
        [line for line in part if line.startswith("    Kunden: ")] for part in (lines[eva:mk], lines[mk:])
    )
    assert "Sammelkonto" not in evas
    assert "Sammelkonto" in mks
    assert call("versand", house, "--gruppe", "Vertrieb", "--ausgabe", house.parent / "Neu") == 0
    columns = evas.count(", ") + 1
    assert f"Kunden ({columns} bis {columns + 1} Spalten)" in capsys.readouterr().out


WHO = ("Eva Öz", "MK")


def test_it_says_where_nobody_marked_sole_traders(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(group: str) -> str:
        assert call("versand", house, "--gruppe", group, "--vorschau") == 0
        return capsys.readouterr().out

    assert "Rechtsform" not in told("Team"), "one is marked"
    desk.typed(house, "customers", "1002", "Einzelunternehmer", None)
    said = told("Team")
    assert "Sie ist überall leer, und 4 Kunden haben keine Rechtsform im Namen." in said
    assert "Rechtsform" not in told("Leitung") + told("Bank"), "persons may be seen, or no customer is"
    desk.typed(house, "customers", "1003", "Einzelunternehmer", "nein")
    assert "Rechtsform" not in told("Team")


def test_the_log_knows_what_went_to_whom_and_stays(
    house: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logged = house.with_name("Mit Protokoll.xlsx")
    assert (
        call("versand", house, "--ausgabe", out, "--gruppe", "Vertrieb", "--entwurf", "--protokoll", logged)
        == 0
    )
    table = Sheet(desk.opened(logged, values=True), "dispatches")
    rows = [
        [table.sheet.cell(row, table.col(label)).value for label in table.headers]
        for row in range(table.top + 1, table.bottom + 1)
        if table.sheet.cell(row, table.left).value
    ]
    assert len(rows) == 2
    first = dict(zip(table.headers, rows[0], strict=True))
    assert (first["Art"], first["Gruppe"], first["Verantwortlich"]) == ("Versandkopie", "Vertrieb", "Eva Öz")
    assert first["An"] == "Eva Öz <oez@firma.de>; x@fremd.de"
    assert first["Anmerkung"] == "außerhalb des Hauses: x@fremd.de"
    assert first["Kennwort"] == "nein"
    assert first["Prüfzeichen"] in first["Datei"]
    assert call("versand", logged, "--ausgabe", out / "Team.xlsx", "--protokoll", logged) == 0
    assert "steht im Blatt Protokoll von Mit Protokoll.xlsx" in capsys.readouterr().out
    assert first["Prüfzeichen"] not in texts(out / "Team.xlsx")
    kept = Sheet(desk.opened(logged, values=True), "dispatches")
    assert (
        sum(bool(kept.sheet.cell(row, kept.left).value) for row in range(kept.top + 1, kept.bottom + 1)) == 3
    )


def test_only_an_untouched_copy_is_replaced(
    house: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = out / "Kopie.xlsx"
    for _ in range(2):
        assert call("versand", house, "--ausgabe", target) == 0
    desk.edited(target, lambda book: book["Screening"].cell(6, 3, "von Hand"))
    filled = target.read_bytes()
    assert call("versand", house, "--ausgabe", target) == 1
    assert "gibt es schon" in capsys.readouterr().err
    assert target.read_bytes() == filled
    assert call("versand", house, "--ausgabe", house) == 1
    (out / "bank.eml").write_bytes(b"MEINE MAIL")
    assert call("versand", house, "--ausgabe", out / "bank.xlsx", "--gruppe", "Bank", "--entwurf") == 1
    assert (out / "bank.eml").read_bytes() == b"MEINE MAIL"
    assert not (out / "bank.xlsx").exists()
    for _ in range(2):
        assert call("versand", house, "--ausgabe", out / "b.xlsx", "--gruppe", "Bank", "--entwurf") == 0
    assert call("versand", house, "--ausgabe", out / "nicht" / "da" / "Kopie.xlsx") == 1


def test_unknown_groups_and_people_are_told(
    house: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words_of in (
        ("--gruppe", "Mannschaft"),
        ("--gruppe", "Vertrieb", "--verantwortlich", "XY"),
        ("--an", "kein@"),
    ):
        assert call("versand", house, "--ausgabe", out, *words_of) == 1
    said = capsys.readouterr().err
    assert "Eine Gruppe „Mannschaft“ gibt es nicht" in said
    assert "Für „XY“ steht im Blatt Kunden kein Kunde" in said
    assert "keine E-Mail-Adresse" in said
    assert names(out) == []


def _plant(book: Any) -> None:
    """Canaries wherever a workbook can hold a text."""
    words_of = [CANARY.format(at) for at in range(12)]
    customers = Sheet(book, "customers")
    customers.add_column(words_of[0], {"007": words_of[1]})
    customers.sheet.cell(2, 40).value = words_of[2]
    customers.sheet["A6"].comment = Comment(words_of[3], words_of[4])
    hidden = book.create_sheet(words_of[5])
    hidden["A1"] = words_of[6]
    hidden.sheet_state = "hidden"
    book.defined_names[words_of[7]] = DefinedName(words_of[7], attr_text=f"'{words_of[5]}'!$A$1")
    book.properties.creator = words_of[8]
    book.properties.keywords = words_of[9]
    Sheet(book, "resolutions").add({"Thema": words_of[10], "Beschluss": words_of[11]})


def test_canaries_of_the_file_stay_in_every_group(house: Path, out: Path, tmp_path: Path) -> None:
    planted = edited(house.rename(house.with_name("Zeisigkäfig im Namen.xlsx")), _plant)
    secret = password_file(tmp_path)
    for group in ("Team", "Vertrieb", "Leitung", "Bank"):
        target = out / group
        target.mkdir()
        assert (
            call(
                "versand",
                planted,
                "--ausgabe",
                target,
                "--gruppe",
                group,
                "--kennwort-datei",
                secret,
                "--entwurf",
            )
            == 0
        )
        for path in sorted(target.glob("*.xlsx")):
            encryption.decrypt(path, path.with_suffix(".offen.xlsx"), PASSWORD)
        found = [(name, part) for path in target.glob("*.offen.xlsx") for name, part in parts(path).items()]
        assert found
        for name, part in found:
            assert not any(way in part for way in encodings("Zeisigkäfig")), name
        assert not any(b"Zeisig" in path.read_bytes() for path in target.glob("*.eml"))
        assert not any("Zeisig" in path.name for path in target.iterdir())


def test_libreoffice_opens_a_copy_without_a_prompt(house: Path, out: Path) -> None:
    assert (
        call(
            "versand",
            house,
            "--ausgabe",
            out / "Kopie.xlsx",
            "--gruppe",
            "Vertrieb",
            "--verantwortlich",
            "MK",
        )
        == 0
    )
    pages = words(convert(out / "Kopie.xlsx", "pdf", out))
    whole = "\n".join(pages)
    assert "Diese Kopie" in pages[0]
    assert "Stabil AG" in whole
    assert not re.search(r"#(REF|NAME|VALUE|DIV|N/A|NV)|Err:|####", whole)


@pytest.mark.parametrize("size", [0, 1])
def test_one_customer_and_none(tmp_path: Path, size: int) -> None:
    path = tmp_path / "Klein.xlsx"
    assert call("neu", path, "--jahre", "2023-2025") == 0
    if size:
        listing = desk.listing(
            tmp_path, "Kundennr.;Kunde;Umsatz 2024;DB 2024;Umsatz 2025;DB 2025\n1;A;5;1;6;2\n"
        )
        assert call("import", path, "--zahlen", listing, "--ausgabe", path) == 0
    for group in ("Team", "Bank"):
        assert call("versand", path, "--ausgabe", tmp_path / f"{group}.xlsx", "--gruppe", group) == 0
        assert validate(tmp_path / f"{group}.xlsx", NEWEST) == []


def test_killed_at_any_moment_there_is_no_copy_or_a_proven_one(house: Path, out: Path) -> None:
    call_of = [
        sys.executable,
        "-m",
        "kundenbindung",
        "versand",
        str(house),
        "--ausgabe",
        str(out),
        "--gruppe",
        "Vertrieb",
    ]
    begin = time.perf_counter()
    subprocess.run(call_of, check=True, capture_output=True)
    whole = time.perf_counter() - begin
    expected = {re.sub(r"_[0-9a-f]{8}\.xlsx", "", path.name) for path in out.glob("*.xlsx")}
    dice = random.Random(5)
    for _ in range(3):
        for path in out.iterdir():
            path.unlink()
        process = subprocess.Popen(call_of, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * dice.uniform(0.5, 1.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path in out.iterdir():
            if path.suffix == ".xlsx":
                assert re.sub(r"_[0-9a-f]{8}\.xlsx", "", path.name) in expected
                assert "Diese Kopie" in texts(path)
            else:
                assert path.suffix == ".tmp"
                assert path.name.startswith(".kundenbindung-")


def test_older_workbooks_get_the_proposed_groups(house: Path, out: Path) -> None:
    def forget(book: Any) -> None:
        for table in ("groups", "recipients", "dispatches"):
            sheet = book[layout.sheet_of(table).label]
            del sheet.tables[layout.TABLES[table].label]

    edited(house, forget)
    assert call("versand", house, "--ausgabe", out / "Kopie.xlsx") == 0
    assert "Stabil AG" in texts(out / "Kopie.xlsx")
