"""Vorlagen: four presets that fit the method, and a sample company that reads without a finding."""

from __future__ import annotations

import pytest

from kundenbindung.adapters import presets
from kundenbindung.core.model import COMPUTED_SOURCES, CUSTOMER_COLUMNS, CriterionKind, Scale
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import read_workbook
from kundenbindung.workbook.inputs import criteria_of
from kundenbindung.workbook.schema import Unit

NAMES = ("standard", "dienstleistung", "fertigung", "handel")


def test_there_are_four_presets_standard_first() -> None:
    assert presets.preset_names() == NAMES


def test_an_unknown_preset_is_a_key_error() -> None:
    for name in ("unsinn", "../criteria/standard", ""):
        with pytest.raises(KeyError):
            presets.preset(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_is_usable_at_once(name: str) -> None:
    preset = presets.preset(name)
    criteria = preset.criteria
    assert preset.title
    assert preset.description.endswith(".")
    assert sum(entry.weight for entry in criteria) == 100.0
    assert len({entry.criterion for entry in criteria}) == len(criteria)
    hard = sum(entry.kind is CriterionKind.HARD for entry in criteria)
    assert 6 <= hard <= 8
    assert 2 <= len(criteria) - hard <= 3
    assert {entry.source for entry in criteria} <= {*COMPUTED_SOURCES, *CUSTOMER_COLUMNS}


@pytest.mark.parametrize("name", NAMES)
def test_anchors_are_fixed_except_for_euros(name: str) -> None:
    for entry in presets.preset(name).criteria:
        in_euros = layout.SOURCE_UNITS[entry.source] is Unit.EUR
        assert (entry.zero_at is None, entry.ten_at is None) == (in_euros, in_euros), entry.criterion
        assert entry.zero_at != entry.ten_at or in_euros
        if entry.scale is Scale.LOG and not in_euros:
            assert min(entry.zero_at or 0.0, entry.ten_at or 0.0) > 0.0


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_survives_the_way_through_the_sheet(name: str) -> None:
    criteria = presets.preset(name).criteria
    read = read_workbook({"criteria": presets.criteria_grid(criteria)})
    assert criteria_of(read.frames["criteria"]) == criteria
    assert [finding for finding in read.findings if finding.table == "criteria"] == []


def test_the_usual_phases_rise_to_certainty() -> None:
    stages = presets.default_stages()
    assert stages["probability"].tolist() == sorted(stages["probability"])
    assert (stages["probability"].iloc[0], stages["probability"].iloc[-1]) == (0.1, 1.0)
    assert stages["stage"].is_unique


def test_the_sample_company_reads_without_a_finding() -> None:
    read = read_workbook(presets.sample_company())
    assert read.findings == ()
    assert read.years == (2023, 2024, 2025)
    assert read.settings.company == presets.sample_name() == "Hollerbrink Fördertechnik GmbH"
    assert criteria_of(read.frames["criteria"]) == presets.preset("standard").criteria
    unfilled = {"resolutions", "assignments", "name_matches", "imports", "dispatches"}
    assert set(presets.sample_company()) == {*layout.INPUT_TABLES, "screening"} - unfilled
