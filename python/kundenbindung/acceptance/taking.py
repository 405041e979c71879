"""Pipeline einlesen in a real Excel: customers are found by their name, what is doubtful is asked."""

from __future__ import annotations

import xlwings as xw

from kundenbindung.acceptance import tables
from kundenbindung.acceptance.clicking import Click, clicked, first_line
from kundenbindung.acceptance.model import Result, need, passed
from kundenbindung.acceptance.pressing import LIST, blank
from kundenbindung.acceptance.stage import Stage

DEALS = (
    "Deal-ID;Kunde;Vorhaben;Wert;Phase;Abschluss erwartet\n"
    "1;Oelmuehle Gross;Presse 4;12.000,50;Angebot abgegeben;31.03.2026\n"
    "2;Jäger & Söhne Niederlassung Süd;Wartung;3.000,00;Angebot abgegeben;30.06.2026\n"
)


def takes_opportunities(stage: Stage) -> Result:
    """Pipeline einlesen: one customer by another spelling, one question, a second time nothing."""
    folder = stage.place()
    figures, deals = folder / "Kunden Übung.csv", folder / "Verkaufschancen Übung.csv"
    figures.write_text(LIST, encoding="cp1252")
    deals.write_text(DEALS, encoding="cp1252")
    with stage.open(blank(stage)) as book:
        clicked(book, "import_figures", Click(files=(figures,)))
        done = clicked(book, "import_opportunities", Click(files=(deals,)))
        need("übernommen" in done.text, f"Gemeldet wurde: {first_line(done.text)}.")
        _check(book)
        again = clicked(book, "import_opportunities", Click(files=(deals,)))
        need("nichts geändert" in again.text, f"Beim zweiten Mal: {first_line(again.text)}.")
    return passed("Ein Kunde ist am Namen erkannt, einer wird gefragt; ein zweites Mal ändert nichts.")


def _check(book: xw.Book) -> None:
    found = tables.columns(book)
    keys = [cell for cell in found["opportunities", "Kundennr."] if cell is not None]
    need(keys == ["0815"], f"Kundennummern in der Pipeline: {keys}.")
    need(found["opportunities", "Wert"][0] == 12_000.5, "Aus 12.000,50 ist eine andere Zahl geworden.")
    asked = [cell for cell in found["name_matches", "Kundennr."] if cell is not None]
    need(asked == ["0042"], f"Gefragt wird nach: {asked}.")
