"""Befunde an Tabellen: gross amounts, currencies, days and years in doubt, and the file of the Zuordnung."""

from __future__ import annotations

from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.sources import read

from kundenbindung.adapters.sources import SourceError, load_assignments

DATED = "Belegdatum;Kundennr;Umsatz;DB\n"
XENTRAL = "Kundennummer;Kunde;Umsatz Gesamt (netto);Erlöse (netto);Deckungsbeitrag in %\n"
ENTRY = '[[zuordnung]]\nfuer = "Zahlen"\n'
GROSS, NET = "Kundennr;Umsatz brutto 2024\n", "Kundennr;Umsatz netto 2024\n"
CURRENCY = "Kundennr;Umsatz 2024;Währung\n"


def _text(content: str, name: str = "liste.csv") -> Provoke:
    def provoke(folder: Path) -> Findings:
        (folder / name).write_text(content, encoding="utf-8")
        return read(folder / name)

    return provoke


def _assignments(content: str) -> Provoke:
    def provoke(folder: Path) -> Findings:
        (folder / "zuordnung.toml").write_text(content, encoding="utf-8")
        try:
            load_assignments(folder / "zuordnung.toml")
        except SourceError as error:
            return (error.finding,)
        return ()

    return provoke


def _xentral(name: str, share: str = "40,00 %") -> Provoke:
    return _text(f"{XENTRAL}1;A;100,00;40,00;{share}\n", name)


def _list(
    code: str, severity: str, text: str, near: str, row: int | None = None, field: str | None = None
) -> Case:
    return Case(code, severity, _text(text), _text(near), "source", row, field)


CASES = (
    _list("source_no_margin", "notice", NET + "1;5\n", "Kundennr;Umsatz 2024;DB 2024\n1;5;\n2;5;1\n"),
    _list(
        "source_list_rate_missing", "error", GROSS + "1;119\n", GROSS + "1;0\n", None, "Umsatz brutto 2024",
    ),
    _list("source_list_gross", "notice", GROSS + "1;0\n", NET + "1;0\n", None, "Umsatz brutto 2024"),
    _list(
        "source_currency_foreign", "error", CURRENCY + "1;5;CHF\n", CURRENCY + "1;5;Euro\n", 2, "Währung",
    ),
    _list(
        "source_date_ambiguous", "error",
        DATED + "03/04/2025;1;5,50;1\n1.1.2025;1;5;1\n", DATED + "04/04/2025;1;5,50;1\n", 2, "Belegdatum",
    ),
    _list(
        "source_date_unreadable", "error",
        DATED + "1.1.2025;1;5;1\n31.2.2025;1;5;1\n", DATED + "1.1.2025;1;5;1\n28.2.2025;1;5;1\n",
        3, "Belegdatum",
    ),
    _list(
        "source_date_missing", "error",
        DATED + "1.1.2025;1;5;1\n;1;5;1\n", DATED + "1.1.2025;1;5;1\n;1;;\n", 3, "Belegdatum",
    ),
    _list(
        "source_dates_unreadable", "error",
        DATED + "bald;1;5;1\n", DATED + "bald;1;5;1\n1.1.2025;1;5;1\n",
    ),
    Case(
        "source_margin_share_differs", "warning", _xentral("umsatz_2025.csv", "41,00 %"),
        _xentral("umsatz_2025.csv"), "source", 2, "Deckungsbeitrag in %",
    ),
    Case("source_year_from_file", "warning", _xentral("umsatz_2025.csv"), _xentral("umsatz.csv"), "source"),
    Case(
        "source_assignments_unreadable", "error",
        _assignments(ENTRY + 'text = "Feld1\n'), _assignments(ENTRY + 'text = "Feld1"\n'), "source",
    ),
    Case(
        "source_assignments_unknown", "error",
        _assignments(ENTRY + 'text = "Feld1"\nbedeutung = "Umsatzz"\n'),
        _assignments(ENTRY + 'text = "Feld1"\nbedeutung = "umsatz netto"\n'), "source",
    ),
)  # fmt: skip
