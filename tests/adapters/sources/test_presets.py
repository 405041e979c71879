"""Vorgaben: spellings of headers, units and total words as data."""

from __future__ import annotations

import pytest

from kundenbindung.adapters.sources.header import FIELDS, parse_year, year_named
from kundenbindung.adapters.sources.presets import generic, joined, special, words
from kundenbindung.messages.reports import LEFT_OUT_REASONS, SOURCE_NAMES


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Kd.-Nr.", "customer_id"),
        ("KDNR", "customer_id"),
        ("Kunden-Nr", "customer_id"),
        ("customer_id", "customer_id"),
        ("Debitor", "customer_id"),
        ("Firma", "customer"),
        ("customer_name", "customer"),
        ("Umsatz (netto)", "revenue"),
        ("Erloese", "revenue"),
        ("Umsatz Ist", "revenue"),
        ("Deckungsbeitrag II", "margin"),
        ("DB %", "margin_share"),
        ("DB in %", "margin_share"),
        ("DB-Quote", "margin_share"),
        ("margin_pct", "margin_share"),
        ("Geschäftsjahr", "year"),
        ("Jahr", "year"),
        ("Planumsatz", None),
        ("Umsatz Plan", None),
        ("Umsatz brutto", "revenue_gross"),
        ("Bruttobetrag", "revenue_gross"),
        ("Rechnungsdatum", "date"),
        ("Belegart", "kind"),
        ("Währung", "currency"),
        ("Nr.", None),
        ("", None),
    ],
)
def test_a_header_is_recognised_by_its_words(text: str, field: str | None) -> None:
    assert generic().field(text) == field


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("in T€ (gerundet), Stand 15.01.26", [1_000.0]),
        ("Umsatz TEUR", [1_000.0]),
        ("Tsd. €", [1_000.0]),
        ("Angaben in Mio. Euro", [1_000_000.0]),
        ("Werte in EUR", [1.0]),
        ("T\u00a0€", [1_000.0]),
        ("Kunden ab 1 Mio. € Umsatz", []),
        ("Kunden ab 1.000 €", []),
        ("Umsatz (1.000 €)", [1_000.0]),
        ("in Tsd. €, Stand Mai", [1_000.0]),
        ("in Tsd.", [1_000.0]),
        ("Museumsverein", []),
    ],
)
def test_units_are_whole_words(text: str, factors: list[float]) -> None:
    assert [unit.factor for unit in generic().units(text)] == factors


@pytest.mark.parametrize(
    ("text", "total", "grand"),
    [
        ("Summe", True, True),
        ("Gesamt:", True, True),
        ("Summe aller Kunden", True, True),
        ("Gesamtsumme EUR", True, True),
        ("davon Inland", True, False),
        ("Summe Region Süd", True, False),
        ("Kunden", False, False),
        ("Summerer GmbH", False, False),
    ],
)
def test_total_rows_are_told_by_their_first_word(text: str, total: bool, grand: bool) -> None:
    assert (generic().is_total(text), generic().is_grand_total(text)) == (total, grand)


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (2023.0, 2023),
        ("GJ 2023", 2023),
        ("2025 (vorl.)", 2025),
        ("2022/23", 2023),
        ("2022/2023", 2023),
        ("2022/25", None),
        ("1999/00", 2000),
        ("2023-2025", None),
        ("31.12.2025", None),
        ("05/2025", None),
        ("23", None),
        (12025.0, None),
        (None, None),
        ("2023 T1", None),
    ],
)
def test_a_year_is_read_only_if_it_is_one(value: object, year: int | None) -> None:
    assert parse_year(value) == year


def test_words_have_one_spelling() -> None:
    assert words("Größe_Ä-é % 12") == ["groesse", "ae", "e", "prozent", "12"]


def test_no_spelling_means_two_fields() -> None:
    preset = generic()
    joined = ["".join(words(name)) for names in preset.spellings.values() for name in names]
    claimed = {
        name: {
            field for field, names in preset.spellings.items() if name in {"".join(words(n)) for n in names}
        }
        for name in joined
    }
    assert all(len(fields) == 1 for fields in claimed.values())


def test_every_special_preset_knows_its_own_signature_and_what_a_table_needs() -> None:
    presets = special()
    assert [preset.name for preset in presets] == ["business_central", "sap_kundenanalyse", "xentral"]
    for preset in presets:
        assert all(
            any(joined(name) == sign for name in _names(preset.spellings)) for sign in preset.signature
        )
        assert {"customer_id", "revenue"} <= set(preset.spellings)
        assert set(preset.spellings) <= {*FIELDS, "kind", "document"}
        assert set(preset.kinds.values()) <= set(LEFT_OUT_REASONS)
        assert preset.name in SOURCE_NAMES
        assert not any("brutto" in name.casefold() for name in preset.spellings["revenue"])
    signatures = [preset.signature for preset in presets]
    assert not any(one <= other for one in signatures for other in signatures if one is not other)


def _names(spellings: dict[str, tuple[str, ...]]) -> list[str]:
    return [name for names in spellings.values() for name in names]


def test_gross_is_never_revenue() -> None:
    assert not any("brutto" in name.casefold() for name in generic().spellings["revenue"])


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("umsatzstatistik_2025", 2025),
        ("Umsatz 2025 (1)", 2025),
        ("2024_2025", None),
        ("export_2025-01-15", None),
        ("export_2025_01", None),
        ("export 15.01.2025", None),
        ("20250115", None),
        ("liste", None),
    ],
)
def test_a_file_name_names_a_year_only_if_it_is_one(text: str, year: int | None) -> None:
    assert year_named(text) == year
