"""Befunde an Exporten von DATEV: the smallest file that provokes each of them, beside one that is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.sources import read

HEAD = (
    "EXTF;700;{kind};{name};13;;;;;;;;{start};{length};20250101;20251231;;;;;;{currency};;;;;{chart};;;;\r\n"
)
SOUND = {
    "kind": "21",
    "name": "Buchungsstapel",
    "start": "20250101",
    "length": "4",
    "currency": "EUR",
    "chart": "03",
}
COLUMNS = (
    "Umsatz;Soll/Haben-Kennzeichen;WKZ Umsatz;Basis-Umsatz;WKZ Basis-Umsatz;Konto;Gegenkonto;BU-Schlüssel;"
    "Belegdatum\r\n"
)
INVOICE = "119,00;S;;;;10001;8400;;0303\r\n"


def _file(*lines: str, columns: str = COLUMNS, head: Mapping[str, str] | None = None) -> Provoke:
    """A file with these lines; `head`: what its first line says otherwise."""

    def provoke(folder: Path) -> Findings:
        text = HEAD.format(**{**SOUND, **(head or {})}) + columns + "".join(lines or (INVOICE,))
        (folder / "stapel.csv").write_text(text, encoding="cp1252", newline="")
        return read(folder / "stapel.csv")

    return provoke


def _head(code: str, **said: str) -> Case:
    return Case(code, "error", _file(head=said), _file(), "source", says=tuple(said))


def _line(
    code: str, severity: str, line: str, near: str, row: int | None = None, field: str | None = None
) -> Case:
    return Case(code, severity, _file(line), _file(near), "source", row, field, (field,) if field else ())


def _about(code: str, near: Provoke | None = None) -> Case:
    """What every stack says of itself, and no other file."""
    return Case(code, "notice", _file(), near or MASTER, "source")


MASTER = _file("10001;A\r\n", columns="Konto;Kurzbezeichnung\r\n", head={"kind": "16"})

CASES = (
    _head("datev_kind_other", kind="20", name="Kontenbeschriftungen"),
    _head("datev_head_incomplete", start="2025"),
    _head("datev_head_incomplete", length="3"),
    _head("datev_currency_foreign", currency="CHF"),
    _head("datev_chart_other", chart="49"),
    Case(
        "datev_chart_unknown", "error",
        _file(INVOICE, INVOICE.replace("8400", "4400"), head={"chart": ""}),
        _file(head={"chart": ""}), "source",
    ),
    Case(
        "datev_columns_missing", "error",
        _file(columns=COLUMNS.replace("Belegdatum", "Termin")), _file(), "source",
    ),
    _line("datev_no_revenue", "error", "119,00;S;;;;1200;10001;;0303\r\n", INVOICE),
    Case(
        "datev_no_debtors", "error",
        _file("70001;A\r\n", columns="Konto;Kurzbezeichnung\r\n", head={"kind": "16"}), MASTER, "source",
    ),
    _line("datev_account_unknown", "error", INVOICE.replace("8400", "8401"), INVOICE),
    _line(
        "datev_line_broken", "error",
        INVOICE.replace("\r\n", ";zu viel\r\n"), INVOICE.replace("\r\n", ";\r\n"), 3,
    ),
    _line("datev_cell_unreadable", "error", INVOICE.replace("119,00", "zehn"), INVOICE, 3, "amount"),
    _line(
        "datev_cell_unreadable", "error",
        INVOICE.replace("0303", "3002"), INVOICE.replace("0303", "303"), 3, "day",
    ),
    _line(
        "datev_cell_unreadable", "error",
        INVOICE.replace(";S;", ";X;"), INVOICE.replace(";S;", ";s;"), 3, "side",
    ),
    _line(
        "datev_amount_foreign", "error",
        "119,00;S;CHF;;;10001;8400;;0303\r\n", "119,00;S;CHF;125,00;EUR;10001;8400;;0303\r\n", 3, "base",
    ),
    Case("datev_year_end_differs", "warning", _file(head={"start": "20240701"}), _file(), "source"),
    _line(
        "datev_tax_key_unknown", "warning",
        "119,00;S;;;;10001;8400;94;0303\r\n", "119,00;S;;;;10001;8400;3;0303\r\n",
    ),
    _line(
        "datev_reversal_key", "warning",
        "119,00;S;;;;10001;8400;20;0303\r\n", "119,00;S;;;;10001;8400;40;0303\r\n",
    ),
    _about("datev_gross_converted"),
    _about("datev_names_missing"),
)  # fmt: skip
