"""Befunde an Exporten von Lexware, SAP und Collmex: the smallest file for each, beside one that is read."""

from __future__ import annotations

from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke

from kundenbindung.adapters.sources import Assignment, Assignments, Context, SourceError, read_figures

ALL_19 = Context(Assignments((Assignment("debtor", "alle", "rate_19", confirmed=True),)))

JOURNAL = "Belegdatum;Belegnummer;Buchungstext;Buchungsbetrag;Sollkonto;Habenkonto;Steuerschlüssel\n"
SALE = "08.01.2025;RE1;Mühle;1.190,00;10001;8400;19\n"
SPLIT = "09.01.2025;RE2;Bäcker;1.190,00;10002;0;\n;;Ware;714,00;;8400;19\n"
FREIGHT = ";;Fracht;476,00;;8400;19\n"

RULE = "-" * 71
LIST = f"{RULE}\n|  |Konto|Belegart|Belegnummer|Belegdatum|Betrag in Hauswährung|Hauswährung|\n{RULE}\n"
WIDTHS = (2, 5, 8, 11, 10, 21, 11)


def posting(*cells: str) -> str:
    """One line of the list in SAP."""
    padded = (f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True))
    return "|" + "|".join(padded) + "|\n"


BILL = posting("", "10001", "RV", "1", "18.01.2025", "1.190,00", "EUR")
PAID = posting("", "10001", "DZ", "2", "28.01.2025", "1.190,00-", "EUR")
TOTAL = posting("*", "10001", "", "", "", "1.190,00", "EUR")


def position(record: str = "CMXINV", **fields: str) -> str:
    """One record of Collmex; fields by their place from 1, as `f84="100,00"`."""
    cells = [""] * 96
    standard = {
        "f1": record,
        "f2": "100",
        "f3": "10",
        "f4": "0",
        "f7": "10001",
        "f12": "Mühle",
        "f30": "20250108",
        "f33": "EUR",
    }
    amounts = {"f41": "0", "f46": "0 Neu", "f69": "0", "f77": "100,00", "f84": "100,00", "f85": "60,00"}
    for name, text in {**standard, **amounts, "f86": "40,00", **fields}.items():
        cells[int(name[1:]) - 1] = text
    return ";".join(cells) + "\r\n"


def _file(text: str, context: Context = ALL_19) -> Provoke:
    def provoke(folder: Path) -> Findings:
        path = folder / "export.csv"
        path.write_bytes(text.encode("cp1252"))
        try:
            return read_figures(path, context).findings
        except SourceError as error:
            return (error.finding,)

    return provoke


def _case(
    code: str, severity: str, text: str, near: str, row: int | None = None, field: str | None = None
) -> Case:
    return Case(code, severity, _file(text), _file(near), "source", row, field)


CASES = (
    _case("ledger_empty", "error", LIST + PAID, LIST + BILL + PAID),
    _case(
        "ledger_amount_missing", "error", JOURNAL + SALE.replace("1.190,00", ""), JOURNAL + SALE,
        2, "Buchungsbetrag",
    ),
    _case("ledger_without_names", "notice", JOURNAL + SALE, position()),
    _case("sap_line_broken", "error", LIST + BILL + BILL[:40] + "\n", LIST + BILL + BILL, 5),
    _case(
        "sap_total_differs", "warning", LIST + BILL + BILL + TOTAL, LIST + BILL + PAID + TOTAL, 6
    ),
    _case(
        "sap_total_missing", "warning", LIST + BILL + TOTAL + BILL, LIST + BILL + TOTAL + BILL + TOTAL, 6
    ),
    Case("sap_rate_missing", "error", _file(LIST + BILL, Context()), _file(LIST + BILL), "source"),
    _case(
        "sap_kind_unknown", "warning", LIST + BILL + BILL.replace("RV", "ZX"),
        LIST + BILL + BILL.replace("RV", "AB"), 5,
    ),
    _case("sap_rate_of_day", "warning", LIST + BILL.replace("01.2025", "08.2020"), LIST + BILL, 4),
    _case("collmex_line_short", "error", position() + "CMXINV;101;10;0\r\n", position() + "MESSAGE;S\r\n", 2),
    _case(
        "collmex_credit_positive", "warning", position(f4="1"),
        position(f4="1", f77="-100,00", f84="-100,00", f85="-60,00", f86="-40,00"), 1,
    ),
    _case("collmex_value_of_position", "warning", position(f84="", f85="", f86=""), position(), 1),
    _case("collmex_margin_differs", "warning", position(f86="40,02"), position(f86="40,01"), 1),
    _case("collmex_kind_unknown", "warning", position() + position(f4="7"), position() + position(f4="5"), 2),
    _case("collmex_no_invoices", "error", position("CMXQTN"), position("CMXQTN") + position()),
    _case("lexware_split_open", "error", JOURNAL + SALE + FREIGHT, JOURNAL + SPLIT + FREIGHT, 2),
    _case("lexware_split_differs", "error", JOURNAL + SPLIT, JOURNAL + SPLIT + FREIGHT, 2),
    _case(
        "lexware_account_unknown", "error", JOURNAL + SALE.replace("8400;19", "8499;"),
        JOURNAL + SALE.replace("8400;19", "8499;19"),
    ),
    _case("lexware_tax_differs", "warning", JOURNAL + SALE.replace(";19", ";7"), JOURNAL + SALE, 2),
    _case("lexware_gross", "notice", JOURNAL + SALE, position()),
)  # fmt: skip
