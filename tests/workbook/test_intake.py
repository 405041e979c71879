"""Zahlen aufnehmen: found by Kundennr., nothing else touched, years adopted only by an empty workbook."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pytest

from kundenbindung.core.model import Settings, Severity
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, empty_frame
from kundenbindung.workbook.intake import Figures, Intake, take_in

OWN = (2023, 2024, 2025)
Rows = Mapping[str, Sequence[float | None]]


def reading(rows: Rows | None = None, years: tuple[int, ...] = OWN) -> Reading:
    """A workbook with these revenues; the margin is a tenth."""
    frames = {name: empty_frame(layout.TABLES[name], years) for name in layout.INPUT_TABLES}
    if rows:
        keys = list(rows)
        figures: dict[str, object] = {"customer_id": keys, "customer": [f"Alt {key}" for key in keys]}
        for at, year in enumerate(years):
            values = [_float(rows[key][at]) for key in keys]
            figures |= {f"revenue_{year}": values, f"margin_{year}": [value / 10 for value in values]}
        frames["figures"] = pd.DataFrame(figures).astype({"customer_id": object, "customer": object})
        table = pd.DataFrame({"customer_id": keys, "customer": [f"Alt {key}" for key in keys]}, dtype=object)
        frames["customers"] = table.reindex(columns=frames["customers"].columns).astype(object)
    return Reading(years, Settings(base_year=years[-1]), frames, ())


def _float(value: float | None) -> float:
    return math.nan if value is None else float(value)


def figures(rows: Rows, years: Sequence[int], segments: Mapping[str, str] | None = None) -> Figures:
    """A list with these revenues and no margin."""
    keys = pd.Index(list(rows), dtype=object, name="customer_id")
    values = [[_float(value) for value in rows[key]] for key in keys]
    revenue = pd.DataFrame(values, keys, list(years), dtype=float)
    names = pd.Series([f"Neu {key}" for key in keys], keys, dtype=object)
    groups = None if segments is None else pd.Series([segments.get(key) for key in keys], keys, dtype=object)
    return Figures("liste.csv", names, groups, revenue, revenue * math.nan)


def table(taken: Intake, name: str = "figures") -> Any:
    return taken.reading.frames[name].set_index("customer_id")


def codes(taken: Intake) -> list[str]:
    return [finding.code for finding in taken.findings]


def test_into_an_empty_workbook() -> None:
    taken = take_in(reading(), figures({"1": [1, 2, 3], "2": [4, None, 6]}, OWN, {"1": "Handel"}))
    assert (taken.years, taken.added, taken.updated, taken.replaced, codes(taken)) == (
        OWN,
        ("1", "2"),
        0,
        0,
        [],
    )
    assert table(taken)["revenue_2024"].tolist() == pytest.approx([2.0, math.nan], nan_ok=True)
    assert table(taken, "customers")[["customer", "segment"]].to_numpy().tolist() == [
        ["Neu 1", "Handel"],
        ["Neu 2", None],
    ]


def test_customers_are_found_and_others_left_alone() -> None:
    before = reading({"1": [1, 2, 3], "2": [4, 5, 6]})
    taken = take_in(before, figures({"2": [40, None, 6], "3": [7, 8, 9]}, OWN))
    assert (taken.added, taken.updated, taken.replaced) == (("3",), 1, 1)
    assert list(table(taken).loc["1"])[1:] == pytest.approx([1, 0.1, 2, 0.2, 3, 0.3])
    assert list(table(taken).loc["2"])[1:] == pytest.approx([40, 0.4, 5, 0.5, 6, 0.6])
    assert table(taken)["customer"].tolist() == ["Alt 1", "Alt 2", "Neu 3"]
    assert table(taken, "customers")["customer"].tolist() == ["Alt 1", "Alt 2", "Neu 3"]
    assert before.frames["figures"]["revenue_2023"].tolist() == [1.0, 4.0], "nothing is changed in place"


def test_a_customer_of_kunden_without_figures_gets_them() -> None:
    before = reading({"1": [1, 2, 3]})
    frames = {**before.frames, "figures": empty_frame(layout.FIGURES, OWN)}
    taken = take_in(dataclasses.replace(before, frames=frames), figures({"1": [9, 9, 9]}, OWN))
    assert (taken.added, list(table(taken).index), list(table(taken, "customers").index)) == (
        ("1",),
        ["1"],
        ["1"],
    )


@pytest.mark.parametrize(
    ("listed", "years", "expected"),
    [
        ((2003, 2004, 2005), (2003, 2004, 2005), ["import_years_adopted"]),
        ((2022, 2023, 2024), (2022, 2023, 2024), ["import_years_adopted"]),
        (
            tuple(range(2015, 2022)),
            (2017, 2018, 2019, 2020, 2021),
            ["import_years_adopted", "import_years_unused"],
        ),
        (tuple(range(2019, 2027)), OWN, ["import_years_unused"]),
        ((2023, 2024), OWN, ["import_years_missing"]),
        ((2025,), OWN, ["import_years_missing"]),
        (OWN, OWN, []),
    ],
)
def test_which_years_an_empty_workbook_has_afterwards(
    listed: tuple[int, ...], years: tuple[int, ...], expected: list[str]
) -> None:
    taken = take_in(reading(), figures({"1": [float(year) for year in listed]}, listed))
    assert (taken.reading.years, taken.reading.settings.base_year) == (years, years[-1])
    assert codes(taken) == expected
    assert all(finding.severity is Severity.NOTICE for finding in taken.findings)
    assert [table(taken).loc["1", f"revenue_{year}"] for year in taken.years] == list(taken.years)


def test_years_with_a_hole_or_a_single_other_year_are_not_adopted() -> None:
    for listed in ((2001, 2003), (2003,)):
        taken = take_in(reading(), figures({"1": [1.0] * len(listed)}, listed))
        assert (codes(taken), taken.years, taken.reading.years) == (["import_years_differ"], (), OWN)
        assert taken.findings[0].severity is Severity.ERROR


def test_all_lists_of_an_import_decide_together() -> None:
    taken = take_in(reading(), figures({"1": [1.0]}, (2003,)), (2003, 2004, 2005))
    assert (taken.reading.years, taken.years) == ((2003, 2004, 2005), (2003,))
    again = take_in(taken.reading, figures({"1": [2.0, 3.0]}, (2004, 2005)), (2003, 2004, 2005))
    assert table(again)[["revenue_2003", "revenue_2004", "revenue_2005"]].loc["1"].tolist() == [1.0, 2.0, 3.0]


def test_only_years_that_are_empty_in_the_workbook_are_missing() -> None:
    """After the turn of the year the list brings the new year; the years before stand in the workbook."""
    turned = take_in(reading({"1": [1, 2, None]}), figures({"1": [3.0], "2": [4.0]}, (2025,)))
    assert codes(turned) == []
    gap = take_in(reading({"1": [None, 2, None]}), figures({"1": [3.0]}, (2025,)))
    assert [finding.values for finding in gap.findings] == [{"file": "liste.csv", "missing": "2023"}]
    others = take_in(reading(), figures({"1": [3.0]}, (2025,)), (2023, 2024, 2025))
    assert codes(others) == []


def test_a_filled_workbook_keeps_its_years() -> None:
    taken = take_in(reading({"1": [1, 2, 3]}), figures({"1": [7, 8, 9]}, (2003, 2004, 2005)))
    assert (codes(taken), taken.reading.years) == (["import_years_differ"], OWN)
    assert taken.findings[0].values == {
        "file": "liste.csv",
        "listed": "2003, 2004, 2005",
        "years": "2023, 2024, 2025",
    }
    partly = take_in(reading({"1": [1, 2, 3]}), figures({"1": [8, 9, 10]}, (2024, 2025, 2026)))
    assert (partly.years, partly.unused_years) == ((2024, 2025), (2026,))
    assert codes(partly) == ["import_years_unused", "import_values_replaced"]
    assert partly.findings[-1].values["keys"] == ("1",)


def test_a_stichtag_of_other_years_is_forgotten_with_them() -> None:
    before = reading()
    before = dataclasses.replace(
        before, settings=Settings(2025, company="A", reporting_date=dt.date(2025, 12, 31))
    )
    taken = take_in(before, figures({"1": [1, 2, 3]}, (2003, 2004, 2005)))
    assert taken.reading.settings == Settings(2005, company="A")


@pytest.mark.parametrize("name", ["customers", "figures"])
def test_a_number_that_stands_twice_is_refused(name: str) -> None:
    before = reading({"1": [1, 2, 3], "2": [4, 5, 6]})
    before.frames[name]["customer_id"] = ["1", "1"]
    taken = take_in(before, figures({"1": [7, 8, 9]}, OWN))
    assert [(finding.code, finding.table, finding.row) for finding in taken.findings] == [
        ("customer_duplicate", name, "1")
    ]
    assert taken.reading is before


def test_columns_of_the_owner_stay() -> None:
    before = reading({"1": [1, 2, 3]})
    for name in ("figures", "customers"):
        before.frames[name]["Notiz"] = ["meins"]
    taken = take_in(before, figures({"1": [1, 2, 4], "2": [1, 1, 1]}, OWN))
    for name in ("figures", "customers"):
        assert table(taken, name)["Notiz"].tolist()[0] == "meins"
        assert pd.isna(table(taken, name)["Notiz"].tolist()[1])
    empty = reading()
    empty.frames["figures"]["Notiz"] = pd.Series(dtype=object)
    assert "Notiz" in table(take_in(empty, figures({"1": [1, 2, 3]}, (2003, 2004, 2005))))
