"""Versandkopie by its button: a question for whom, a preview, files and drafts, a line in the log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from tests.doors.desk import names
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung.adapters import encryption  # noqa: E402
from kundenbindung.messages import mail_copy as copy_words  # noqa: E402

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session


def _people(hand: Hand) -> None:
    customers = hand.table("customers")
    for key, who in {"007": "Eva Öz", "0815": "Eva Öz", "1001": "MK"}.items():
        customers.put(key, "Verantwortlich", who)
    customers.put("0815", "Einzelunternehmer", "ja")


def _typed_rows(hand: Hand, table: str) -> list[dict[str, object]]:
    return [row for row in hand.table(table).rows if row["Vorgang"] is not None]


def test_every_sales_person_gets_a_copy_and_the_log_a_line(
    hand: Hand, office: Session, tmp_path: Path, home: Path
) -> None:
    _people(hand)
    before = {name: hand.table(name).rows for name in ("customers", "figures", "screening", "plan")}
    target = tmp_path / "Versand Ä" / "egal.xlsx"
    target.parent.mkdir()
    office.answers += ["yes"]
    office.typed += ["vertrieb"]
    office.files.append(target)
    said = hand.click("mail_copy")
    assert said.startswith(f"2 Versandkopien in „{target.parent}“ geschrieben und geprüft.")
    asked = next(d.prompt for d in office.alerts if "Verschickt wird nichts." in d.prompt)
    assert "Vertrieb Eva Öz: 2 Kunden" in asked
    (shown,) = home.glob("Versandvorschau.txt")
    assert "  Kunden: Kundennr., Kunde, " in shown.read_text("utf-8-sig")
    copies = sorted(target.parent.glob("*.xlsx"))
    assert [path.stem.rpartition("_")[0] for path in copies] == ["egal_Eva-Öz", "egal_MK"]
    options = office.dialogs[-1].options
    assert options["Title"] == copy_words.CHOOSE_TARGETS
    assert options["InitialFilename"].endswith("Plan-2026_Vertrieb_2025-12-31.xlsx"), "nobody's own name"
    assert len(list(target.parent.glob("*.eml"))) == 2
    book = openpyxl.load_workbook(copies[0])
    cells = {cell.value for row in book["Screening"].iter_rows() for cell in row}
    assert {"Müller & Söhne", "Kunde 0815"} <= cells
    assert "Stabil AG" not in cells
    assert {name: hand.table(name).rows for name in before} == before
    lines = _typed_rows(hand, "dispatches")
    assert [line["Verantwortlich"] for line in lines] == ["Eva Öz", "MK"]
    assert {str(line["Prüfzeichen"]) for line in lines} == {path.stem.rpartition("_")[2] for path in copies}


def test_a_copy_with_margin_is_encrypted_with_the_proposed_password(
    hand: Hand, office: Session, tmp_path: Path
) -> None:
    target = tmp_path / "Leitung"
    office.answers += ["yes"]
    office.typed += ["Leitung", "Regen-Tisch-Fahne-Hafer-Nadel"]
    office.files.append(target)
    said = hand.click("mail_copy")
    assert "auf einem anderen Weg" in said
    written = target.with_suffix(".xlsx")
    assert encryption.is_encrypted(written)
    encryption.decrypt(written, tmp_path / "offen.xlsx", "Regen-Tisch-Fahne-Hafer-Nadel")
    assert "Plan" in openpyxl.load_workbook(tmp_path / "offen.xlsx").sheetnames
    (line,) = _typed_rows(hand, "dispatches")
    assert line["Kennwort"] == "ja"
    assert not any("Regen-Tisch" in str(value) for value in line.values())


def test_it_may_be_cancelled_at_every_question(hand: Hand, office: Session, tmp_path: Path) -> None:
    hand.save()
    steps: tuple[tuple[list[str], list[str]], ...] = (
        ([""], []),
        (["Team"], ["no"]),
        (["Leitung", ""], ["yes"]),
        (["Team"], ["yes"]),
    )
    for inputs, answers in steps:
        office.typed.clear()
        office.answers.clear()
        office.typed.extend(inputs)
        office.answers.extend(answers)
        assert hand.click("mail_copy") == "Es wurde nichts geschrieben."
    assert names(tmp_path) == ["Mappe.xlsm"]
    assert _typed_rows(hand, "dispatches") == []
    office.typed += ["Mannschaft"]
    assert "Eine Gruppe „Mannschaft“ gibt es nicht" in hand.click("mail_copy")
