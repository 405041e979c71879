"""`gespraech`: what stands on which page, what a customer must never get to see, and the files of others."""

from __future__ import annotations

import datetime as dt
import math
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from tests.doors.desk import ROWS, Sheet, call, edited, names
from tests.needs import needs_program
from tests.office import words as words_of

from kundenbindung import jobs
from kundenbindung.adapters import pdf
from kundenbindung.core.model import Results
from kundenbindung.jobs.meeting_sheets import prepare
from kundenbindung.messages import meeting_sheets as words
from kundenbindung.workbook import layout

WHOLE = "Gespraechsblaetter_2026.xlsx"
ONE = "Gespraech_2026_{key}.xlsx"
FOLDER = "fuer_Kunden"
STRATEGY = ("007", "1001")
DAY = dt.datetime
MONTHS = next(one.label for one in layout.SETTINGS if one.name == "months_in_base_year")


def wrote(book: Path, folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What `gespraech` says when it is done, without PDF unless asked otherwise."""
    assert call("gespraech", book, "--ausgabe", folder, *(more or ("--ohne-pdf",))) == 0
    said = capsys.readouterr()
    return said.out


def texts(path: Path, sheet: str | None = None) -> list[str]:
    """Texts and numbers of a sheet, row by row."""
    book = openpyxl.load_workbook(path)
    found = book[sheet] if sheet else book.worksheets[0]
    return [str(cell.value) for row in found for cell in row if cell.value is not None]


def calculated(path: Path) -> Results:
    results = jobs.calculate(jobs.read(path)).results
    assert results is not None
    return results


# Inhalt


def fill(book: Any) -> None:
    """A year with the customer 007."""
    Sheet(book, "settings").put("Unternehmen", "Wert", "Eigene GmbH", by="Einstellung")
    customers = Sheet(book, "customers")
    for label, value in (
        ("Entscheider", "Frau Müller"), ("Verantwortlich", "MK"),
        ("Ziele des Kunden", "Zweites Werk eröffnen"),
    ):  # fmt: skip
        customers.put("007", label, value)
    Sheet(book, "one_offs").add({"Kundennr.": "007", "Jahr": 2024, "Umsatz": 12_000, "DB": 4_000})
    screening = Sheet(book, "screening")
    for label, value in (
        ("Grund", "Preis"),
        ("Erklärung", "Neue Preise seit März"),
        ("Hält an", "teilweise"),
    ):
        screening.put("007", label, value)
    chances = Sheet(book, "opportunities")
    for at in range(7):
        chances.add({"Kundennr.": "007", "Vorhaben": f"Halle {at}", "Wert": 1_000 * (at + 1),
                     "Wahrscheinlichkeit": 0.4, "Abschluss erwartet": DAY(2026, 9, 30)})  # fmt: skip
    chances.add({"Kundennr.": "007", "Vorhaben": "Verlorene Halle", "Wert": 99_000, "Status": "verloren"})
    agreements = Sheet(book, "agreements")
    for row in (
        {"Vereinbarung": "Muster geschickt", "Bis wann": DAY(2025, 6, 1), "erledigt am": DAY(2025, 6, 2)},
        {"Vereinbarung": "Angebot schreiben", "Wer": "MK", "Bis wann": DAY(2026, 2, 1)},
        {"Vereinbarung": "Lager ansehen", "Wer": "Chef", "Bis wann": DAY(2026, 1, 15)},
    ):
        agreements.add({"Kundennr.": "007", **row})


def test_the_page_for_the_house_holds_all_of_it(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(mappe, fill)
    before = mappe.read_bytes()
    said = wrote(mappe, tmp_path / "Blätter", capsys)
    assert mappe.read_bytes() == before
    assert said.startswith(f"2 Gesprächsblätter 2026 in „{tmp_path / 'Blätter'}“ geschrieben: {WHOLE}.")
    book = openpyxl.load_workbook(tmp_path / "Blätter" / WHOLE)
    assert book.sheetnames == list(STRATEGY)
    found = texts(tmp_path / "Blätter" / WHOLE, "007")
    results = calculated(mappe)
    row = results.customers.loc["007"]
    first = min(
        appointment["day"]
        for appointment in results.appointments.to_dict("records")
        if appointment["customer_id"] == "007" and appointment["activity"] == "Entscheidergespräch"
    )
    score = f"{row['score']:.1f}".replace(".", ",")
    for text in ("Müller & Söhne", "Frau Müller", "MK", "Zweites Werk eröffnen",
                 "Eigene GmbH · Gesprächsblatt 2026",
                 "Preis: Neue Preise seit März; hält an: teilweise", "und 2 weitere", "40 %", "30.09.2026",
                 "100000", "150000", "46500", "5. Vereinbarungen und nächster Termin (10 Min.)"):  # fmt: skip
        assert text in found, text
    assert {"98000", "29000"} <= set(found), "2024 without its one-off"
    assert any(text.startswith(f"{score} von 100 Punkten, Level Strategie") for text in found)
    assert any(text.split() == [f"{first:%d.%m.%Y}", "·", "Entscheidergespräch"] for text in found)
    assert [text for text in found if text.startswith("Halle")] == [f"Halle {at}" for at in (6, 5, 4, 3, 2)]
    agreed = ("Lager ansehen", "Angebot schreiben", "Muster geschickt")
    assert [text for text in found if text in agreed] == list(agreed), "open ones first, the earliest on top"
    assert not any("Verlorene" in text for text in found)


def test_the_next_meeting_and_the_outcome_of_the_last_one(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = calculated(mappe).appointments
    mine = rows[(rows["customer_id"] == "007") & (rows["channel"] == "in_person")]["appointment"].tolist()
    others = rows[(rows["customer_id"] == "007") & (rows["channel"] != "in_person")]["appointment"]
    mailed = others.tolist()[0]

    def live(book: Any) -> None:
        table = Sheet(book, "appointments")
        for key, day, outcome in (
            (mine[0], DAY(2026, 1, 9), "Guter Anfang"),
            (mine[1], DAY(2026, 2, 9), "Will Muster"),
        ):
            table.put(key, "erledigt am", day, by="Termin").put(key, "Ergebnis", outcome, by="Termin")
        table.put(mine[2], "verlegt auf", DAY(2026, 2, 20), by="Termin")
        table.put(mailed, "verlegt auf", DAY(2026, 1, 2), by="Termin")

    wrote(edited(mappe, live), tmp_path / "B", capsys)
    found = texts(tmp_path / "B" / WHOLE, "007")
    place = found.index("Letzter Kontakt")
    assert found[place + 4] == "09.02.2026"
    assert "Will Muster" in found
    assert "Guter Anfang" not in found
    assert any(text.startswith("20.02.2026 · ") for text in found)
    shared = texts(tmp_path / "B" / FOLDER / ONE.format(key="007"))
    assert "20.02.2026" in shared
    assert not any("Muster" in text for text in shared)


def test_a_customer_without_anything_typed_has_lines_to_fill_in(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote(mappe, tmp_path / "B", capsys)
    found = texts(tmp_path / "B" / WHOLE, "1001")
    assert "Keine offene Verkaufschance." in found
    assert "Noch keine Vereinbarung eingetragen." in found
    shared = texts(tmp_path / "B" / FOLDER / ONE.format(key="1001"))
    assert "Themen und Vorhaben" not in shared
    assert {"Ihre Ziele und Projekte", "Notizen", "Neue Vereinbarungen", "Gespräch 2026"} <= set(shared)


# Was der Kunde nie sehen darf

SECRET = "Geheim{}"
ALLOWED = {"Kunde", "Entscheider", "Verantwortlich", "Ziele des Kunden"}
NUMBERS = {
    "Einkaufsvolumen": 733_411.0, "Rahmenvertragsanteil": 0.3719, "Zahlungsverzug": 173.0,
    "Reklamationsquote": 0.0473, "Betreuungsstunden": 413.7, "Kundenbindung": 7.31, "Weiterempfehlung": 6.73,
    "Aufwandsfaktor": 1.37,
}  # fmt: skip
"""What is planted in the columns of Kunden."""
OTHERS = (1_234.56, 432.17, 87_654.0, 0.3791, 8.91, 5.37)
"""What is planted elsewhere."""


def plant(book: Any) -> None:
    """Words and figures in every column of input of the customer 007, each of them only once."""
    customers = Sheet(book, "customers")
    for label, planted in NUMBERS.items():
        customers.put("007", label, planted)
    customers.put("007", "Segment", SECRET.format("segment")).put("007", "Einzelunternehmer", "ja")
    for label in ("Entscheider", "Verantwortlich", "Ziele des Kunden"):
        customers.put("007", label, f"Offen{label[:4]}")
    customers.add_column("Interna", {"007": SECRET.format("spalte")})
    Sheet(book, "one_offs").add(
        {"Kundennr.": "007", "Jahr": 2024, "Umsatz": 1_234.56, "DB": 432.17, "Grund": SECRET.format("effekt")}
    )
    Sheet(book, "opportunities").add(
        {"Kundennr.": "007", "Vorhaben": "OffenVorhaben", "Wert": 87_654.0, "Phase": SECRET.format("phase"),
         "Wahrscheinlichkeit": 0.3791, "Art": "Neues Produkt", "Abschluss erwartet": DAY(2026, 9, 17),
         "Stand vom": DAY(2025, 11, 23)}
    )  # fmt: skip
    Sheet(book, "judgements").add(
        {
            "Kundennr.": "007",
            "Urteil von": SECRET.format("richter"),
            "Kundenbindung": 8.91,
            "Weiterempfehlung": 5.37,
        }
    )
    screening = Sheet(book, "screening")
    for label, value in (
        ("Grund", "Ansprechpartner-/Eigentümerwechsel"), ("Erklärung", SECRET.format("erklaerung")),
        ("Hält an", "teilweise"), ("Level", "Strategie"), ("Warum", SECRET.format("warum")),
        ("Von", SECRET.format("von")),
    ):  # fmt: skip
        screening.put("007", label, value)
    Sheet(book, "agreements").add(
        {"Kundennr.": "007", "Vereinbarung": "OffenVereinbarung", "Wer": "OffenWer"}
    )
    Sheet(book, "settings").put("Unternehmen", "Wert", "OffenFirma", by="Einstellung")
    appointment = calculated_key(book)
    Sheet(book, "appointments").put(appointment, "erledigt am", DAY(2026, 1, 8), by="Termin").put(
        appointment, "Ergebnis", SECRET.format("ergebnis"), by="Termin"
    )


def calculated_key(book: Any) -> str:
    """A Termin of the customer 007."""
    table = Sheet(book, "appointments")
    rows = range(table.top + 1, table.bottom + 1)
    keys = (table.sheet.cell(row, table.col("Termin")).value for row in rows)
    return next(str(key) for key in keys if str(key).startswith("007 "))


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def forbidden_words(results: Results) -> list[str]:
    """Everything in words: planted, computed, and what only the house calls these things."""
    other = [row.split(";")[1] for row in ROWS if not row.startswith("007;")]
    keys = [row.split(";")[0] for row in ROWS if len(row.split(";")[0]) == 4]
    named = [entry.criterion for entry in results.criteria]
    return [
        SECRET.format(""), "Strategie", "Stabilität", "Einstufung", "Level", "Punkte", "Deckungsbeitrag",
        "DB", "Trend", "wachsend", "Eigentümerwechsel", "hält an", "teilweise", "Chance", "Phase", "intern",
        "Neues Produkt", *other, *keys, *(name for name in named if name not in {"Umsatz"}),
    ]  # fmt: skip


def forbidden_numbers(results: Results) -> set[float]:
    """Figures typed and computed that he does not know, in every way they could be written."""
    found = [*NUMBERS.values(), *OTHERS, float(str(results.adjusted_revenue.at["007", 2024]))]
    for frame in (results.customers, results.adjusted_margin, results.points, results.weighted_points):
        row = frame.loc[["007"]].to_dict("records")[0]
        found += [float(value) for value in row.values() if isinstance(value, float)]
    known = {100_000.0, 110_000.0, 150_000.0, *(value / 1_000.0 for value in (100_000, 110_000, 150_000))}
    ways = (way for value in found if math.isfinite(value) for way in written(abs(value)))
    return {way for way in ways if way not in known}


def written(value: float) -> Iterator[float]:
    """The same figure whole, as percent and in thousands, rounded or not, with three digits or more."""
    for scaled in (value, value * 100.0, value / 1_000.0):
        for rounded in (scaled, *(round(scaled, digits) for digits in range(3))):
            if len(f"{rounded:.9f}".strip("0").replace(".", "").strip("0")) >= 3:
                yield round(rounded, 6)


def numbers_in(text: str) -> set[float]:
    """Every number in a text, German or not."""
    found = set()
    for token in re.findall(r"\d[\d.,]*", text):
        plain = token.rstrip(".,")
        ways = (plain, plain.replace(",", ""), plain.replace(".", "").replace(",", "."))
        found |= {round(float(way), 6) for way in ways if re.fullmatch(r"\d+(\.\d+)?", way)}
    return found


def texts_of(part: bytes) -> str:
    """All texts of an XML part, without its tags and their attributes."""
    nodes = fromstring(part).iter()
    return " ".join(text for node in nodes for text in (node.text, node.tail) if text)


def test_a_customer_sees_nothing_of_what_the_house_knows(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needs_program("soffice")
    edited(mappe, plant)
    results = calculated(mappe)
    wrote(mappe, tmp_path / "B", capsys, "--ausgabe", str(tmp_path / "B"))
    path = tmp_path / "B" / FOLDER / ONE.format(key="007")
    (printed,) = words_of(path.with_suffix(".pdf"))
    secret = forbidden_numbers(results)
    assert len(secret) > 100
    for name, data in (*parts(path), ("pdf", printed.encode())):
        text = data.decode("utf-8", "replace")
        assert words_in(text, results) == [], name
        if re.search(r"worksheets/sheet|sharedStrings|charts/chart|docProps/c", name):
            assert numbers_in(texts_of(data)) & secret == set(), name
    assert numbers_in(printed) & secret == set()
    seen = texts(path)
    allowed = ("OffenEnts", "OffenVera", "OffenZiel", "OffenVorhaben", "September 2026", "OffenVereinbarung",
               "OffenWer", "OffenFirma", "Müller & Söhne", "007", "100000", "110000", "150000")  # fmt: skip
    assert [text for text in allowed if text not in seen] == []


def words_in(text: str, results: Results) -> list[str]:
    return [word for word in forbidden_words(results) if re.search(rf"\b{re.escape(word)}", text)]


def test_the_search_for_secrets_finds_them_on_the_page_for_the_house(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(mappe, plant)
    results = calculated(mappe)
    wrote(mappe, tmp_path / "B", capsys)
    whole = dict(parts(tmp_path / "B" / WHOLE))
    text = texts_of(whole["xl/sharedStrings.xml"])
    found = words_in(text, results)
    assert {"Geheim", "Strategie", "Level", "Trend", "DB", "Stabil AG", "1001", "teilweise"} <= set(found)
    secret = forbidden_numbers(results)
    assert {87_654.0, 37.9} & numbers_in(text) & secret
    assert {46_500.0, 32_567.83} <= numbers_in(texts_of(whole["xl/worksheets/sheet1.xml"])) & secret


def test_every_customer_gets_a_file_of_his_own(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = ("007", "1001", "0815", "1005")
    edited(mappe, lambda book: [Sheet(book, "screening").put(key, "Level", "Strategie") for key in keys])
    wrote(mappe, tmp_path / "B", capsys)
    assert names(tmp_path / "B" / FOLDER) == sorted(ONE.format(key=key) for key in keys)
    called = {row.split(";")[0]: row.split(";")[1].replace("&", "&amp;") for row in ROWS}
    for key in keys:
        data = b"".join(data for _, data in parts(tmp_path / "B" / FOLDER / ONE.format(key=key))).decode()
        assert [other for other, name in called.items() if name in data] == [key]


# Dateien und Abbrüche


def test_pdf_are_written_where_libreoffice_is(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needs_program("soffice")
    said = wrote(mappe, tmp_path / "B", capsys, "--ausgabe", str(tmp_path / "B"))
    assert "Zu jeder Datei gibt es ein PDF." in said
    assert len(words_of(tmp_path / "B" / WHOLE.replace(".xlsx", ".pdf"))) == 2
    assert sorted(path.suffix for path in (tmp_path / "B" / FOLDER).iterdir()) == [
        ".pdf",
        ".pdf",
        ".xlsx",
        ".xlsx",
    ]
    said = wrote(mappe, tmp_path / "B", capsys)
    assert "PDF wurden nicht verlangt." in said
    assert "nicht erneuert: 3 PDF." in said


def test_without_libreoffice_the_workbooks_are_written_all_the_same(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "leer"))
    monkeypatch.setattr(pdf, "_usual_places", lambda: iter(()))
    said = wrote(mappe, tmp_path / "B", capsys, "--ausgabe", str(tmp_path / "B"))
    assert "PDF nicht möglich: LibreOffice nicht gefunden." in said
    assert names(tmp_path / "B") == [WHOLE, FOLDER]


def test_own_files_are_replaced_and_those_of_others_stay(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote(mappe, tmp_path / "B", capsys)
    edited(mappe, lambda book: Sheet(book, "customers").put("007", "Entscheider", "Frau Neu"))
    wrote(mappe, tmp_path / "B", capsys)
    assert "Frau Neu" in texts(tmp_path / "B" / WHOLE, "007")
    before = (tmp_path / "B" / WHOLE).read_bytes()
    foreign = tmp_path / "B" / FOLDER / ONE.format(key="1001")
    foreign.write_bytes(b"wichtig")
    edited(mappe, lambda book: Sheet(book, "customers").put("007", "Entscheider", "Frau Anders"))
    assert call("gespraech", mappe, "--ausgabe", tmp_path / "B", "--ohne-pdf") == 1
    assert f"„{foreign.name}“ gibt es schon" in capsys.readouterr().err
    assert foreign.read_bytes() == b"wichtig"
    assert (tmp_path / "B" / WHOLE).read_bytes() == before


def test_a_folder_without_its_parent_and_errors_stop_before_anything(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("gespraech", mappe, "--ausgabe", tmp_path / "a" / "b") == 1
    assert "gibt es nicht" in capsys.readouterr().err
    edited(mappe, lambda book: Sheet(book, "figures").put("1001", "Umsatz 2025", "viel"))
    assert call("gespraech", mappe, "--ausgabe", tmp_path / "B") == 1
    assert "„Umsatz 2025“" in capsys.readouterr().err
    assert names(tmp_path) == ["Mappe.xlsx"]


def test_without_strategie_there_is_a_sentence_and_no_file(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(mappe, lambda book: [Sheet(book, "screening").put(key, "Level", "Service") for key in STRATEGY])
    said = wrote(mappe, tmp_path / "B", capsys)
    assert said == f"{words.nothing('Mappe.xlsx', 10)}\n"
    assert said.startswith("In Mappe.xlsx hat kein Kunde das Level Strategie")
    assert names(tmp_path) == ["Mappe.xlsx"]


def test_the_same_workbook_gives_the_same_bytes(
    mappe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("A", "B"):
        wrote(mappe, tmp_path / folder, capsys)
    files = [sorted((tmp_path / folder).rglob("*.xlsx")) for folder in ("A", "B")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_a_part_year_is_named_and_shown_as_booked(mappe: Path) -> None:
    edited(
        mappe,
        lambda book: Sheet(book, "settings").put(MONTHS, "Wert", 9, by="Einstellung"),
    )
    prepared = prepare(jobs.calculate(jobs.read(mappe)))
    page = next(page for page in prepared.for_customers if page.key == "007")
    assert page.years == ("2023", "2024", "2025 (9 Monate)")
    assert page.figures[0].values == (100_000.0, 110_000.0, 150_000.0)


# Namen


def test_names_are_allowed_everywhere_and_none_is_there_twice() -> None:
    keys = ["A/1", "a_1", "[x]:y", "History", "'", "🚜", "k" * 90, " . ", "Größe", "GRÖSSE", "<>|", "=1+1"]
    sheets, files = words.sheet_names(keys), words.files_of_customers(2026, keys)
    for found in (sheets, files):
        assert list(found) == keys
        assert len({name.casefold() for name in found.values()}) == len(keys)
    assert not [name for name in sheets.values() if re.search(r"[\[\]:*?/\\']", name) or len(name) > 31]
    assert sheets["History"] == "History_2"
    assert not [name for name in files.values() if re.search(r'[<>:"/\\|?*\s]|[. ]$', name)]
    assert (files["A/1"], files["a_1"]) == ("Gespraech_2026_A_1.xlsx", "Gespraech_2026_a_1_2.xlsx")
    assert files["🚜"] == "Gespraech_2026_Kunde.xlsx"
