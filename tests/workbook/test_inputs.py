"""Namen in Pipeline: whose opportunity a row without Kundennr. is, and what the owner still has to say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest
from tests.companies import changed, criterion
from tests.workbook.test_intake import reading as empty_reading

from kundenbindung.core.evaluate import evaluate
from kundenbindung.core.model import OPPORTUNITY_COLUMNS, Finding, Inputs, Results
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Reading, empty_frame
from kundenbindung.workbook.inputs import name_answers, to_inputs
from kundenbindung.workbook.tables.reading_in import OPPORTUNITY_NAME, TWINS

Row = Mapping[str, object]
NAMES = {"10": "Zehn GmbH", "20": "Zwanzig AG", "30": "Müller KG", "40": "Mueller KG"}
CHANCE: Row = {
    "project": "Presse",
    "value_eur": 1000.0,
    "probability": math.nan,
    "status": "open",
    "kind": "additional",
}
QUESTION: Row = {"name": "Zehn AG", "kind": OPPORTUNITY_NAME, "candidate_id": "10"}


def book(chances: list[Row], answers: list[Row] | None = None, names: Mapping[str, str] = NAMES) -> Reading:
    """A workbook with these customers, rows of Pipeline and rows of Namensabgleich."""
    whole = empty_reading(dict.fromkeys(names, (1, 2, 3)))
    rows = pd.DataFrame(
        [{**CHANCE, **row} for row in chances], columns=list(OPPORTUNITY_COLUMNS), dtype=object
    )
    numbers = {name: rows[name].astype(float) for name in ("value_eur", "probability")}
    frames: dict[str, pd.DataFrame] = {
        **whole.frames,
        "customers": whole.frames["customers"].assign(customer=list(names.values())),
        "opportunities": rows.where(rows.notna(), None).assign(**numbers),
        "decisions": empty_frame(layout.SCREENING, whole.years),
    }
    if answers is not None:
        columns = [column.name for column in layout.NAME_MATCHES.expand()]
        table = pd.DataFrame([{**QUESTION, **row} for row in answers], columns=columns, dtype=object)
        frames["name_matches"] = table.where(table.notna(), None)
    return replace(whole, frames=frames)


def owners(inputs: Inputs) -> list[object]:
    return inputs.opportunities["customer_id"].tolist()


def evaluated(inputs: Inputs) -> Results:
    return evaluate(changed(inputs, criteria=(criterion("Umsatz", "revenue_mean", 0, 10, 100),)))


def named(inputs: Inputs, *codes: str) -> dict[str, Finding]:
    return {finding.code: finding for finding in evaluated(inputs).findings if finding.code in codes}


@pytest.mark.parametrize(
    ("customer", "key"),
    [
        ("Zehn GmbH", "10"),
        ("ZEHN G.m.b.H.", "10"),
        ("Zehn", None),
        ("Zehn AG", None),
        ("Müller K.G.", None),
        ("??", None),
        (None, None),
    ],
)
def test_an_equal_name_of_one_customer_is_enough(customer: str | None, key: str | None) -> None:
    assert owners(to_inputs(book([{"customer": customer}]))) == [key]


def test_a_typed_number_stays_whatever_the_name_says() -> None:
    rows: list[Row] = [
        {"customer": "Zehn GmbH", "customer_id": "20"},
        {"customer": "Zehn GmbH", "customer_id": "99"},
    ]
    assert owners(to_inputs(book(rows, [{"name": "Zehn GmbH", "same": "yes"}]))) == ["20", "99"]


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ({}, None),
        ({"same": "yes"}, "10"),
        ({"same": "no"}, None),
        ({"chosen_id": "20"}, "20"),
        ({"same": "yes", "chosen_id": "20"}, "20"),
        ({"same": "no", "chosen_id": "20"}, "20"),
        ({"same": "yes", "candidate_id": "999"}, None),
        ({"chosen_id": "999"}, None),
        ({"same": "yes", "kind": TWINS}, None),
    ],
)
def test_the_owners_answer(answer: Row, key: str | None) -> None:
    assert owners(to_inputs(book([{"customer": "Zehn AG"}] * 2, [answer]))) == [key, key]


def test_his_no_counts_more_than_an_equal_name() -> None:
    assert owners(to_inputs(book([{"customer": "Zehn GmbH"}], [{"name": "Zehn GmbH", "same": "no"}]))) == [
        None
    ]
    other = book([{"customer": "Zehn GmbH"}], [{"name": "Zehn GmbH", "chosen_id": "20"}])
    assert owners(to_inputs(other)) == ["20"]


def test_a_customer_only_zahlen_names_is_one() -> None:
    whole = book([{"customer": "Alt 20"}])
    customers = whole.frames["customers"]
    fewer = replace(whole, frames={**whole.frames, "customers": customers[customers["customer_id"] != "20"]})
    assert owners(to_inputs(fewer)) == ["20"]


def test_what_counts_without_a_customer_is_what_is_not_resolved() -> None:
    inputs = to_inputs(
        book(
            [{"customer": "Zehn AG", "project": "A"}, {"customer": "Elf AG", "project": "B"}],
            [{"same": "yes"}],
        )
    )
    finding = named(inputs, "opportunity_without_customer")["opportunity_without_customer"]
    assert finding.values["keys"] == ("B",)
    results = evaluated(inputs)
    assert results.customers.loc["10", "plan_open_eur"] == 0.0
    assert results.opportunities["customer_id"].tolist() == ["10", None]


def test_an_opportunity_of_a_found_name_counts_for_its_customer() -> None:
    """1.000 euros at 50 % without a date: half a year of half the value."""
    results = evaluated(to_inputs(book([{"customer": "Zehn AG", "probability": 0.5}], [{"same": "yes"}])))
    assert results.customers.loc["10", "plan_open_eur"] == pytest.approx(250.0)
    assert results.company is not None
    assert results.company.without_customer.expected == 0.0


def test_questions_wait_as_long_as_they_matter() -> None:
    answers: list[Row] = [
        {},
        {"name": "Elf AG", "same": "no"},
        {"name": "Ohne Chance AG"},
        {"name": "Schon da"},
        {"name": "30 / 40", "kind": TWINS, "candidate_id": "40"},
        {"name": "30 / 50", "kind": TWINS, "candidate_id": "50"},
        {"name": "10 / 20", "kind": TWINS, "candidate_id": "20", "same": "no"},
    ]
    chances: list[Row] = [
        {"customer": "Zehn AG"}, {"customer": "Elf AG"}, {"customer": "Schon da", "customer_id": "20"},
    ]  # fmt: skip
    inputs = to_inputs(book(chances, answers))
    assert inputs.open_names == ("Zehn AG", "30 / 40")
    finding = named(inputs, "name_matches_open")["name_matches_open"]
    assert (finding.row, finding.values["count"]) == (None, 2)


def test_an_answer_that_names_nobody_is_told() -> None:
    answers: list[Row] = [{"chosen_id": "999"}, {"name": "Elf", "same": "yes"}, {"name": "A", "same": "no"}]
    inputs = to_inputs(book([{"customer": "Zehn AG"}], answers))
    assert inputs.name_answers == {"Zehn AG": "999", "Elf": "10"}
    finding = named(inputs, "name_match_customer_unknown")["name_match_customer_unknown"]
    assert (finding.severity.value, finding.table, finding.row) == ("warning", "name_matches", "Zehn AG")


def test_a_workbook_without_namensabgleich_has_no_answers() -> None:
    assert name_answers(empty_frame(layout.NAME_MATCHES)) == {}
    inputs = to_inputs(book([{"customer": "Zehn GmbH"}]))
    assert (inputs.name_answers, inputs.open_names) == ({}, ())


def test_no_cell_is_written() -> None:
    whole = book([{"customer": "Zehn AG"}, {"customer": "Zehn GmbH"}], [{"same": "yes"}])
    before = {name: frame.copy(deep=True) for name, frame in whole.frames.items()}
    to_inputs(whole)
    for name, frame in whole.frames.items():
        pd.testing.assert_frame_equal(frame, before[name], obj=name)
