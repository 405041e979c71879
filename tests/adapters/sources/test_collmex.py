"""Collmex: positions of invoices with DB, names of customers, and records that are neither."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.catalogue.ledgers import position
from tests.shared_data import shared

from kundenbindung.adapters.sources import Context, ImportedFigures, SourceError, combine, read_figures
from kundenbindung.adapters.sources.cells import look
from kundenbindung.adapters.sources.collmex import COLLMEX

SAMPLE = ("data", "formats", "collmex", "CMXINV.csv")
CUSTOMER = "CMXKND;10001;1;;;Eva;Mühle;Mühle & Söhne KG;;;34117;Kassel\r\n"
PERSON = "CMXKND;010002;1;Frau;;Eva;Groß;;;;34117;Kassel\r\n"


def _read(
    folder: Path, text: str, context: Context | None = None, encoding: str = "latin-1"
) -> ImportedFigures:
    path = folder / "collmex.csv"
    path.write_bytes(text.encode(encoding))
    return read_figures(path, context)


def _codes(read: ImportedFigures) -> list[str]:
    return [finding.code for finding in read.findings]


def test_the_sample_gives_revenue_and_margin_to_the_cent(truth: dict[tuple[str, int, str], float]) -> None:
    read = read_figures(shared(*SAMPLE))
    found = {
        (str(key), int(year), field): float(frame.loc[key, year])
        for field, frame in (("net", read.revenue), ("db", read.margin))
        for key in frame.index
        for year in read.years
        if frame.notna().loc[key, year]
    }
    assert found == truth
    assert read.names["10002"] == 'Bäckereitechnik "Krämer" KG'
    assert read.names["10004"] == "Groß; Klein & Partner mbB"
    assert read.findings == ()
    assert [(entry.reason, entry.count) for entry in read.omissions] == [("note", 2)]
    facts = read.facts
    assert (facts.source, facts.gross, facts.additive, facts.rows_used) == ("collmex", False, True, 61)


def test_positions_of_an_invoice_add_up(tmp_path: Path) -> None:
    read = _read(tmp_path, position() + position(f3="20", f84="50,50", f85="60,50", f86="-10,00"))
    assert (read.revenue.loc["10001", 2025], read.margin.loc["10001", 2025]) == (150.5, 30.0)


def test_a_credit_note_takes_off(tmp_path: Path) -> None:
    note = position(f4="1", f77="-20,00", f84="-20,00", f85="-12,00", f86="-8,00")
    read = _read(tmp_path, position() + note)
    assert (read.revenue.loc["10001", 2025], read.margin.loc["10001", 2025]) == (80.0, 32.0)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"f46": "100 Gelöscht"}, "void"),
        ({"f46": "100"}, "void"),
        ({"f46": "Storniert"}, "void"),
        ({"f41": "1"}, "void"),
        ({"f69": "2"}, "note"),
        ({"f4": "2"}, "down_payment"),
        ({"f4": "5"}, "no_invoice"),
        ({"f4": "7"}, "unknown_type"),
        ({"f7": ""}, "no_customer_id"),
        ({"f77": "0,00", "f84": "0,00", "f85": "0,00", "f86": "0,00"}, "zero"),
    ],
)
def test_what_does_not_count_is_left_out_by_reason(
    tmp_path: Path, fields: dict[str, str], reason: str
) -> None:
    read = _read(tmp_path, position() + position(**fields))
    assert read.revenue.loc["10001", 2025] == 100.0
    assert [(entry.reason, entry.row) for entry in read.omissions] == [(reason, 2)]


@pytest.mark.parametrize("status", ["0 Neu", "10 Zu buchen", "20 Offen", "40 Erledigt", ""])
def test_invoices_count_whether_paid_or_not(tmp_path: Path, status: str) -> None:
    assert _read(tmp_path, position(f46=status)).revenue.loc["10001", 2025] == 100.0


def test_a_gift_counts_by_its_margin(tmp_path: Path) -> None:
    gift = position(f77="0,00", f84="0,00", f85="15,00", f86="-15,00")
    assert _read(tmp_path, position() + gift).margin.loc["10001", 2025] == 25.0


def test_without_the_fields_of_revenue_the_value_counts_and_the_margin_is_unknown(tmp_path: Path) -> None:
    read = _read(tmp_path, ";".join(position().split(";")[:80]) + "\r\n")
    assert read.revenue.loc["10001", 2025] == 100.0
    assert read.margin.isna().all(axis=None)
    assert _codes(read) == ["collmex_value_of_position"]


def test_customers_give_names_to_invoices_and_stand_alone_as_names(tmp_path: Path) -> None:
    read = _read(tmp_path, position() + CUSTOMER)
    assert read.names.to_dict() == {"10001": "Mühle & Söhne KG"}
    alone = _read(tmp_path, CUSTOMER + PERSON)
    assert (alone.facts.shape, alone.years, alone.facts.rows_used) == ("names", (), 2)
    assert alone.names.to_dict() == {"10001": "Mühle & Söhne KG", "010002": "Eva Groß"}
    assert (list(alone.revenue.index), alone.margin.shape) == (["10001", "010002"], (2, 0))


def test_offers_alone_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        _read(tmp_path, position("CMXQTN"))
    assert caught.value.finding.code == "collmex_no_invoices"
    assert caught.value.finding.values["records"] == "Angebote (CMXQTN)"
    both = _read(tmp_path, position("CMXQTN") + position())
    assert both.revenue.loc["10001", 2025] == 100.0
    assert [entry.reason for entry in both.omissions] == ["no_invoice"]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("start", ["", "\r\n", "Typkennung;Rechnung Nr;Pos\r\n"])
def test_every_encoding_and_a_line_of_headers(tmp_path: Path, encoding: str, start: str) -> None:
    read = _read(tmp_path, start + position(), encoding=encoding)
    assert read.names.to_dict() == {"10001": "Mühle"}


def test_damaged_umlauts_are_restored(tmp_path: Path) -> None:
    damaged = position().encode("utf-8").decode("latin-1")
    read = _read(tmp_path, damaged, encoding="utf-8")
    assert (read.names["10001"], read.facts.repaired) == ("Mühle", True)


def test_a_foreign_currency_is_an_error(tmp_path: Path) -> None:
    read = _read(tmp_path, position() + position(f33="USD"))
    assert (read.stopped, _codes(read)) == (True, ["source_currency_foreign"])


def test_a_fiscal_year_may_end_in_march(tmp_path: Path) -> None:
    read = _read(tmp_path, position() + position(f30="20250401"), Context(year_end_month=3))
    assert read.revenue.loc["10001"].to_dict() == {2025: 100.0, 2026: 100.0}


def test_a_formula_stays_a_text_and_zeros_in_front_stay(tmp_path: Path) -> None:
    read = _read(tmp_path, position(f7="=1+1", f12="=cmd|' /C calc'!A0") + position(f7="007"))
    assert read.names.to_dict() == {"=1+1": "=cmd|' /C calc'!A0", "007": "Mühle"}


def test_the_same_file_twice_is_an_error_and_two_equal_positions_are_not(tmp_path: Path) -> None:
    one = _read(tmp_path, position() + position())
    assert one.revenue.loc["10001", 2025] == 200.0
    assert _codes(combine((one, one))[0]) == ["source_files_overlap"]


def test_another_table_that_names_the_record_is_none(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Satzart;Kundennr.;Umsatz 2025\nCMXINV;1;2\n", encoding="utf-8")
    assert not COLLMEX.recognise(look(path))
