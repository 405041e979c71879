"""DATEV: the public sample files come out to the cent, and master data give names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.shared_data import shared

from kundenbindung.adapters.sources import ImportedFigures, SourceError, combine, read_figures

FOLDER = ("data", "formats", "datev_extf")
FILES = tuple(f"EXTF_Buchungsstapel_{year}.csv" for year in (2023, 2024, 2025))
RESAVED = "EXTF_Buchungsstapel_2025_excel_resaved.csv"
BEGIN = "EXTF;700;16;Debitoren/Kreditoren;5;;;;;;;;20250101;4\r\n"
HEAD = (
    "Konto;Name (Adressattyp Unternehmen);Name (Adressattyp natürl. Person);Vorname (Adressattyp natürl. "
    "Person);Name (Adressattyp keine Angabe);Kurzbezeichnung\r\n"
)


def sample(name: str) -> ImportedFigures:
    """One of the sample files as read."""
    return read_figures(shared(*FOLDER, name))


def truth() -> dict[str, Any]:
    """What must come out."""
    known: dict[str, Any] = json.loads(shared("data", "formats", "expected.json").read_text(encoding="utf-8"))
    return known


def expected(year: int) -> dict[str, float]:
    """Umsatz netto per customer of a year."""
    customers = truth()["customers"].items()
    return {key: entry[str(year)]["net"] for key, entry in customers if str(year) in entry}


@pytest.mark.parametrize("name", [*FILES, RESAVED])
def test_every_sample_comes_out_to_the_cent(name: str) -> None:
    found = sample(name)
    (year,) = found.years
    assert found.revenue[year].to_dict() == expected(year)
    assert round(found.revenue_totals[year], 2) == truth()["totals"][str(year)]["net"]
    assert [finding.code for finding in found.findings] == [
        "datev_gross_converted",
        "source_no_margin",
        "datev_names_missing",
    ]


def test_payments_and_skonti_of_the_samples_are_named() -> None:
    found = [{entry.reason: entry for entry in sample(name).omissions} for name in FILES]
    assert sum(entry["payment"].count for entry in found) == truth()["datev"]["payments"]
    skonti = sum(entry["discount"].amount_eur or 0.0 for entry in found)
    assert round(skonti, 2) == truth()["datev"]["skonto_net_19"]


def test_three_years_are_one_list_and_the_resaved_twin_is_noticed() -> None:
    (whole,) = combine([sample(name) for name in FILES])
    assert whole.years == (2023, 2024, 2025)
    assert not whole.stopped
    (twice,) = combine([whole, sample(RESAVED)])
    overlap = [finding for finding in twice.findings if finding.code == "source_files_overlap"]
    assert [(entry.values["count"], entry.values["of"]) for entry in overlap] == [(26, 26)]


def test_master_data_of_the_samples_are_names_of_debtors() -> None:
    found = sample("EXTF_DebKred_Stamm.csv")
    assert found.names.to_dict() == {key: entry["name"] for key, entry in truth()["customers"].items()}
    assert (found.facts.shape, found.years, found.marks) == ("names", (), None)
    assert found.revenue.shape == found.margin.shape == (10, 0)
    assert found.findings == ()


def master(folder: Path, *lines: str) -> ImportedFigures:
    """Master data with these lines."""
    path = folder / "stamm.csv"
    path.write_text(BEGIN + HEAD + "\r\n".join(lines), encoding="cp1252", newline="")
    return read_figures(path)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("10001;Firma;Nach;Vor;Keine;Kurz", "Firma"),
        ("10001;;Nach;Vor;Keine;Kurz", "Vor Nach"),
        ("10001;;Nach;;Keine;Kurz", "Nach"),
        ("10001;;;;Keine;Kurz", "Keine"),
        ("10001;;;;;Kurz", "Kurz"),
        ("10001", None),
        ("10001;\"=cmd|' /C calc'!A0\"", "=cmd|' /C calc'!A0"),
    ],
)
def test_the_name_is_the_best_there_is(tmp_path: Path, line: str, name: str | None) -> None:
    assert master(tmp_path, line, "70001;Lieferant", "1200;Bank").names.to_dict() == {"10001": name}


def test_master_data_without_a_debtor_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        master(tmp_path, "70001;Lieferant")
    assert caught.value.finding.code == "datev_no_debtors"
