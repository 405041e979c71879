"""Pipeline einlesen and Zuordnung in the open workbook: what is certain is written, the rest is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.doors.desk import listing
from tests.needs import needs_module

needs_module("xlwings")

if TYPE_CHECKING:
    from tests.buttons.hand import Hand
    from tests.engine.session import Session

DEALS = (
    "Deal-ID;Kunde;Vorhaben;Wert;Phase;Abschluss erwartet\n"
    "1;Mueller und Soehne;Presse 4;12.000,50;Angebot;31.03.2026\n"
    "2;Ölmühle Größ Niederlassung Süd;Wartung;3.000,00;Angebot;30.06.2026\n"
    "3;Unbekannt AG;Neubau;90.000,00;Angebot;30.06.2026\n"
)


def _cells(hand: Hand) -> dict[object, object]:
    """All cells but those of the last click."""
    return {place: cell for place, cell in hand.everything().items() if place[0] != "xlwings.conf"}


def test_opportunities_are_taken_asked_and_answered(
    hand: Hand, office: Session, tmp_path: Path, home: Path
) -> None:
    chances, matches = hand.table("opportunities"), hand.table("name_matches")
    chances.add({"Kundennr.": "1001", "Vorhaben": "Eigenes", "Wert": 500.0})
    office.files.append(listing(tmp_path, DEALS, "deals.csv", "cp1252"))
    office.answers.append("yes")
    said = hand.click("import_opportunities")
    asked = office.alerts[-2].prompt
    assert "deals.csv (Verkaufschancen" in asked
    assert "3 offene Verkaufschancen, zusammen 105.000,50 €" in asked
    assert "1 fraglich" in asked
    assert f"Alles im Einzelnen: {home / 'Einlesevorschau.txt'}" in asked
    assert said.startswith("Die Verkaufschancen sind übernommen.\n10 Kunden berechnet")
    rows = {row["Vorhaben"]: row for row in chances.rows if row["Vorhaben"]}
    assert [row["Kundennr."] for row in rows.values()] == ["1001", "007", None, None]
    assert rows["Presse 4"]["Wert"] == 12_000.5
    assert rows["Eigenes"]["Kennung"] is None
    assert matches.by_key("Kundennr.", by="Name in der Quelle") == {"Ölmühle Größ Niederlassung Süd": "0815"}
    assert hand.table("imports").keys(by="Datei")[-1] == "deals.csv"

    before = _cells(hand)
    office.files.append(tmp_path / "deals.csv")
    assert "Es wurde nichts geändert" in hand.click("import_opportunities")
    assert _cells(hand) == before

    matches.put("Ölmühle Größ Niederlassung Süd", "Derselbe?", "ja", by="Name in der Quelle")
    hand.click("calculate")
    assert hand.table("plan").by_key("offen gewichtet")["0815"] not in {None, 0.0}
    assert chances.by_key("Kundennr.", by="Vorhaben")["Wartung"] is None, "his cell is his"
    effect = matches.by_key("Folge", by="Name in der Quelle")["Ölmühle Größ Niederlassung Süd"]
    assert str(effect).startswith("1 Verkaufschance zu 0815")


def test_unknown_headers_become_a_question(hand: Hand, office: Session, tmp_path: Path) -> None:
    unknown = listing(tmp_path, "Kd;Was;Betrag A\n007;x;170.000,50\nN9;y;2.000,50\n", "fremd.csv")
    before = hand.table("figures").rows
    office.files.append(unknown)
    said = hand.click("import_figures")
    assert said.startswith("Noch nicht eingelesen: „fremd.csv“ braucht Ihre Zuordnung. 3 Vorschläge")
    assert hand.table("figures").rows == before
    table = hand.table("assignments")
    assert table.by_key("Bedeutung", by="In der Datei") == {
        "Kd": "Kundennr.",
        "Was": "nicht verwenden",
        "Betrag A": "Umsatz netto",
    }
    for text in ("Kd", "Betrag A"):
        table.put(text, "Bestätigt", "ja", by="In der Datei")
    table.put("Betrag A", "Jahr", 2025, by="In der Datei")
    office.files.append(unknown)
    office.answers.append("yes")
    assert hand.click("import_figures").startswith("Die Zahlen sind übernommen.")
    revenue = hand.table("figures").by_key("Umsatz 2025")
    assert (revenue["007"], revenue["N9"]) == (170_000.5, 2_000.5)
