"""Befunde an Verkaufschancen: the smallest table that provokes each of them, beside one that is read."""

from __future__ import annotations

from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke

from kundenbindung.adapters.sources import SourceError, read_opportunities

HEAD = "Kennung;Kunde;Vorhaben;Wert;Phase;Wahrscheinlichkeit;Abschluss erwartet;Status\n"
SOUND = "1;A;Halle;5000;Angebot;50 %;31.03.2026;offen\n"


def read(path: Path) -> Findings:
    """Findings of a table, also of one that is refused."""
    try:
        return read_opportunities(path).findings
    except SourceError as error:
        return (error.finding,)


def _table(text: str) -> Provoke:
    def provoke(folder: Path) -> Findings:
        (folder / "chancen.csv").write_text(text, encoding="utf-8")
        return read(folder / "chancen.csv")

    return provoke


def _rows(code: str, severity: str, text: str, near: str = SOUND, row: int | None = None) -> Case:
    """`text` and `near` are the rows below the header."""
    return Case(code, severity, _table(HEAD + text), _table(HEAD + near), "source", row)


COMPANIES = "Record ID,Deal Name,Deal Stage,Amount,Associated Company,Associated Company IDs\n"
WEIGHTED = "Vorhaben;Wert;Wahrscheinlichkeit;Gewichteter Wert\n"

CASES = (
    Case(
        "source_opportunities_unknown", "error",
        _table("Nummer;Bezug;Höhe\n1;A;5\n"), _table("Nummer;Vorhaben;Wert\n1;A;5\n"), "source",
    ),
    Case("source_opportunities_none", "error", _table(HEAD), _table(HEAD + SOUND), "source"),
    _rows("source_opportunity_value_missing", "warning", "1;A;Halle;0;Angebot;50 %;31.03.2026;offen\n"),
    _rows("source_opportunity_customer_missing", "notice", "1;;Halle;5000;Angebot;50 %;31.03.2026;offen\n"),
    _rows("source_opportunity_close_missing", "notice", "1;A;Halle;5000;Angebot;50 %;;offen\n"),
    _rows(
        "source_opportunity_currency_foreign", "warning",
        "1;A;Halle;CHF 5000;Angebot;50 %;31.03.2026;offen\n",
        "1;A;Halle;CHF 5000;Angebot;50 %;31.03.2026;verloren\n",
    ),
    _rows(
        "source_opportunity_alike", "notice",
        SOUND + "2;A;Halle neu;5000;Angebot;50 %;31.03.2026;offen\n",
        SOUND + "2;A;Halle neu;5000;Angebot;50 %;01.04.2026;offen\n",
    ),
    Case(
        "source_opportunity_companies_several", "warning",
        _table(COMPANIES + "1,Halle,Angebot,5,Groß; Klein,8;9\n"),
        _table(COMPANIES + "1,Halle,Angebot,5,Groß; Klein,8\n"), "source",
    ),
    _rows(
        "source_opportunity_stage_unknown", "warning",
        "1;A;Halle;5000;Bauchgefühl;;31.03.2026;offen\n", "1;A;Halle;5000;Angebot;;31.03.2026;offen\n",
    ),
    _rows(
        "source_opportunity_twice", "warning",
        SOUND + "1;B;Tor;70;Angebot;50 %;31.03.2026;offen\n",
        SOUND + "2;B;Tor;70;Angebot;50 %;31.03.2026;offen\n", 3,
    ),
    _rows(
        "source_opportunity_unreadable", "warning",
        "1;A;Halle;auf Anfrage;Angebot;50 %;31.03.2026;offen\n",
        "1;A;Halle;k.A.;Angebot;50 %;31.03.2026;offen\n",
    ),
    _rows(
        "source_opportunity_day_unclear", "warning",
        "1;A;Halle;5000;Angebot;50 %;3/4/2026;offen\n", "1;A;Halle;5000;Angebot;50 %;3/31/2026;offen\n",
    ),
    _rows(
        "source_opportunity_probability_unclear", "warning",
        SOUND.replace("50 %", "50") + "2;B;Tor;70;Angebot;0,6;31.03.2026;offen\n",
        SOUND.replace("50 %", "0,5") + "2;B;Tor;70;Angebot;0,6;31.03.2026;offen\n",
    ),
    _rows(
        "source_opportunity_status_unknown", "warning",
        "1;A;Halle;5000;Angebot;50 %;31.03.2026;schwebend\n",
    ),
    Case(
        "source_opportunity_weighted_differs", "warning",
        _table(WEIGHTED + "Halle;5000;50 %;25000\n"), _table(WEIGHTED + "Halle;5000;50 %;2500\n"), "source",
    ),
)  # fmt: skip
