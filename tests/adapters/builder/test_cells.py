"""What stands in the cells: strings stay strings, nothing is cut, cached values are right, bytes repeat."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl.utils.escape import unescape
from tests.adapters.builder import built
from tests.adapters.builder.invented import DAY, NASTY, YEARS, contents

from kundenbindung.adapters.builder import build
from kundenbindung.adapters.package import check_package
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Contents

EMPTY = Contents(YEARS, (), {})


def _customers(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": ["1", "2"], **columns})


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer_id": [f"0{at}" for at in range(len(NASTY))], "customer": list(NASTY)})
    whole = contents(customers=frame)
    book = built.rebuilt(whole, tmp_path)
    spot = built.spot_of(whole, "customers")
    for row, text in enumerate(NASTY):
        found = built.cell(book, spot, "customer", row)
        assert (found.data_type, unescape(found.value)) == ("s", text)
        assert built.cell(book, spot, "customer_id", row).value == f"0{row}"


def test_numbers_dates_choices_and_gaps(tmp_path: Path) -> None:
    frame = _customers(purchasing_volume_eur=[-0.0, np.nan], sole_trader=["yes", None])
    frame["customer"] = pd.Series(["A", np.nan], dtype="str")
    whole = contents(customers=frame)
    book = built.rebuilt(whole, tmp_path)
    spot = built.spot_of(whole, "customers")
    assert math.copysign(1.0, built.cell(book, spot, "purchasing_volume_eur").value) == 1.0
    assert built.cell(book, spot, "sole_trader").value == "ja"
    for name in ("purchasing_volume_eur", "sole_trader", "customer", "segment"):
        found = built.cell(book, spot, name, 1)
        assert found.value is None
        assert found.style == "Eingabe"
    date = built.cell(book, built.spot_of(whole, "opportunities"), "expected_close").value
    assert date == dt.datetime.combine(DAY, dt.time())


def test_settings_are_shown_in_words_and_dates(tmp_path: Path) -> None:
    from tests.adapters.builder.invented import settings

    typed = settings(base_year=2025, margin_kind="DB III", reporting_date=DAY, share_strategy=0.2)
    whole = contents(settings=typed)
    book = built.rebuilt(whole, tmp_path)
    spot = built.spot_of(whole, "settings")
    found = {one.name: built.cell(book, spot, "value", at).value for at, one in enumerate(layout.SETTINGS)}
    assert found["margin_kind"] == "DB III"
    assert found["reporting_date"] == dt.datetime.combine(DAY, dt.time())
    assert (found["base_year"], found["share_strategy"], found["company"]) == (2025, 0.2, None)


def test_formulas_carry_their_values(tmp_path: Path) -> None:
    whole = contents()
    texts, values = built.rebuilt(whole, tmp_path), built.rebuilt(whole, tmp_path, values=True)
    spot = built.spot_of(whole, "criteria")
    shares = [built.cell(values, spot, "weight_share", row).value for row in range(4)]
    assert shares == [pytest.approx(40 / 75), pytest.approx(35 / 75), None, None]
    assert "SUM(Kriterien[Gewicht])" in built.cell(texts, spot, "weight_share").value
    figures = built.spot_of(whole, "figures")
    above = built.cell(texts, figures, "revenue_2024", -2)
    cells = "Zahlen[Umsatz 2024]"
    assert above.value == f'=IF(SUBTOTAL(102,{cells})=0,"",SUBTOTAL(109,{cells}))'
    assert built.cell(values, figures, "revenue_2024", -2).value == 0.75


def test_the_sum_of_nothing_is_nothing(tmp_path: Path) -> None:
    """An empty column is not one of zeros; a zero is."""
    empty = pd.DataFrame({"customer_id": ["1"], "revenue_2023": [np.nan], "revenue_2024": [0.0]})
    values = built.rebuilt(contents(figures=empty), tmp_path, values=True)
    spot = built.spot_of(contents(figures=empty), "figures")
    assert built.cell(values, spot, "revenue_2023", -2).value in {None, ""}
    assert built.cell(values, spot, "revenue_2024", -2).value == 0


def test_every_total_column_has_its_sum(tmp_path: Path) -> None:
    whole = contents()
    book = built.rebuilt(whole, tmp_path)
    for table, column in built.declared(whole.years, whole.criteria):
        found = built.cell(book, built.spot_of(whole, table.name), column.name, -2)
        is_sum = isinstance(found.value, str) and found.value.startswith("=IF(SUBTOTAL")
        assert is_sum == column.total, f"{table.name}.{column.name}"


def test_owner_columns_stand_behind_as_input(tmp_path: Path) -> None:
    own = {
        "Liefertour": pd.Series(["=A1", None], dtype=object),
        "Rabatt": [0.5, 2],
        "Besuch": [DAY, None],
    }
    whole = contents(customers=_customers(**own))
    book = built.rebuilt(whole, tmp_path)
    spot = built.spot_of(whole, "customers")
    names = [column.name for column in book["Kunden"].tables["Kunden"].tableColumns]
    assert names[-3:] == list(own)
    assert [built.cell(book, spot, name).style for name in own] == ["Eingabe"] * 3
    assert built.cell(book, spot, "Liefertour").data_type == "s"
    assert [built.cell(book, spot, name).number_format for name in own] == ["@", "General", "dd.mm.yyyy"]
    check = built.validation(book, "Kunden", built.cell(book, spot, "Rabatt").coordinate)
    assert check.promptTitle == "Rabatt"


def test_result_tables_take_no_foreign_columns(tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer_id": ["1"], "theta": [1.0]})
    book = built.rebuilt(contents(plan=frame), tmp_path)
    assert "theta" not in [column.name for column in book["Plan"].tables["Plan"].tableColumns]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("customer", "x" * 40_000, "Blatt Kunden, Zeile 7, Spalte Kunde: Text mit 40000 Zeichen"),
        ("customer", "😀" * 16_384, "Spalte Kunde: Text mit 16384 Zeichen"),
        ("purchasing_volume_eur", math.inf, "Spalte Einkaufsvolumen: unendliche Zahl"),
        ("Besuch", dt.date(1899, 5, 1), "Spalte Besuch: Datum 01.05.1899"),
    ],
)
def test_what_no_cell_can_hold_is_named(column: str, value: object, said: str, tmp_path: Path) -> None:
    typed = float if isinstance(value, float) else object
    frame = _customers(**{column: pd.Series([None, value], dtype=typed)})
    with pytest.raises(ValueError, match=said):
        build(contents(customers=frame), tmp_path / "Mappe.xlsx")


@pytest.mark.parametrize("header", ["kunde", " ", "x" * 256])
def test_impossible_headers_are_refused(header: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Tabelle Kunden: Die Überschrift"):
        build(contents(customers=_customers(**{header: ["a", "b"]})), tmp_path / "Mappe.xlsx")


def test_same_contents_same_bytes(tmp_path: Path) -> None:
    hashes = set()
    for name in ("eins.xlsm", "zwei.xlsm"):
        build(contents(), tmp_path / name)
        hashes.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(hashes) == 1


@pytest.mark.parametrize("suffix", [".xlsm", ".xlsx"])
@pytest.mark.parametrize("whole", [EMPTY, Contents((), (), {}), contents()], ids=["empty", "bare", "full"])
def test_package_is_sound(whole: Contents, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"Mappe{suffix}"
    build(whole, path)
    assert check_package(path) == ()
    with zipfile.ZipFile(path) as archive:
        assert ("xl/vbaProject.bin" in archive.namelist()) == (suffix == ".xlsm")


def test_nasty_names_everywhere_are_sound(tmp_path: Path) -> None:
    names = [*NASTY, "[a]#'b", "Zeile\nzwei", '"quoted"', "x" * 240]
    frame = pd.DataFrame({"customer_id": names, **{name: ["a"] * len(names) for name in names}})
    settings = contents().frames["settings"].copy()
    settings.loc[0, "value"] = "&8 3M & Co. " * 40
    whole = Contents(YEARS, tuple(names), {"customers": frame, "figures": frame, "settings": settings})
    path = tmp_path / "Mappe.xlsm"
    build(whole, path)
    assert check_package(path) == ()


def test_empty_contents_have_every_table_with_blank_rows(tmp_path: Path) -> None:
    book = built.rebuilt(EMPTY, tmp_path)
    for table in layout.TABLES.values():
        spot = built.spot_of(EMPTY, table.name)
        assert spot.rows >= max(table.min_rows, 1)
        assert table.label in book[spot.sheet.label].tables
    settings = built.spot_of(EMPTY, "settings")
    assert built.cell(book, settings, "setting", 1).value == layout.SETTINGS[1].label


def test_progress_counts_to_its_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    build(EMPTY, tmp_path / "Mappe.xlsx", progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == list(range(1, seen[0][1] + 1))
    assert 20 <= len(seen) <= 100
