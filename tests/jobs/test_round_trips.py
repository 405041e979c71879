"""Hin und zurück: what is written into a workbook is read from it again, and calculated the same.

`KUNDENBINDUNG_EXAMPLES=500` looks at as many companies as it says instead of a few.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from tests.companies import FEATURES, invented
from tests.differing import differences
from tests.needs import REPOSITORY
from tests.office import convert
from tests.round_trips import allowed, full_companies, tables_of

from kundenbindung import jobs
from kundenbindung.adapters.builder import build
from kundenbindung.core.model import Inputs, Results, Severity
from kundenbindung.jobs import Job
from kundenbindung.workbook.inputs import to_inputs

EXAMPLES = int(os.environ.get("KUNDENBINDUNG_EXAMPLES", "0"))
MOMENT = "02.01.2026 08:00"
OFFICE_DIGITS = 1e-13
"""LibreOffice writes fifteen digits; what is computed from them differs a little more."""

FEATURED = invented(6, 4, set(FEATURES), 11)


def quickly(examples: int) -> settings:
    """A few examples in the whole run, as many as wanted on demand; every one builds a workbook."""
    return settings(
        max_examples=EXAMPLES or examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )


def written(job: Job, path: Path) -> Path:
    """The workbook of a calculated job, as the commands write it."""
    build(jobs.contents(job, MOMENT), path)
    return path


def calculated(path: Path) -> Job:
    """A workbook read and calculated."""
    return jobs.calculate(jobs.read(path))


def results_of(job: Job) -> Results:
    assert job.results is not None, [finding.code for finding in job.findings]
    return job.results


@quickly(6)
@given(inputs=full_companies())
def test_what_is_built_is_read_as_the_same_inputs(
    inputs: Inputs, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("round") / "Mappe.xlsx"
    build(tables_of(inputs), path)
    read = jobs.read(path)
    assert [finding for finding in read.findings if finding.severity is Severity.ERROR] == []
    odd = list(differences(inputs, to_inputs(read.reading)))
    assert odd == []


def settled(results: Results) -> Results:
    """Ergebnisse without what only the first calculation says: which anchors it proposed."""
    findings = tuple(finding for finding in results.findings if finding.code != "anchors_proposed")
    criteria = tuple(replace(entry, proposed=False) for entry in results.criteria)
    return replace(results, findings=findings, criteria=criteria)


@quickly(2)
@given(inputs=full_companies())
@example(inputs=allowed(FEATURED))
def test_a_workbook_that_is_calculated_again_has_the_same_results_and_bytes(
    inputs: Inputs, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The first calculation fills empty anchors, every later one leaves each byte as it is."""
    folder = tmp_path_factory.mktemp("again")
    build(tables_of(inputs), folder / "Mappe.xlsm")
    first = calculated(folder / "Mappe.xlsm")
    second = calculated(written(first, folder / "1.xlsm"))
    odd = list(differences(settled(results_of(first)), settled(results_of(second))))
    assert odd == []
    once = written(second, folder / "2.xlsm")
    twice = written(calculated(once), folder / "3.xlsm")
    assert twice.read_bytes() == once.read_bytes()


def product(folder: Path) -> Path:
    """The workbook of the sample company, as it is handed out."""
    return REPOSITORY / "kundenbindung.xlsm"


def generated(folder: Path) -> Path:
    """A company with everything the strategies know, calculated."""
    build(tables_of(allowed(FEATURED)), folder / "roh.xlsx")
    return written(calculated(folder / "roh.xlsx"), folder / "Mappe.xlsx")


@pytest.mark.parametrize("source", [product, generated])
def test_what_libreoffice_saved_is_read_and_calculated_the_same(
    source: Callable[[Path], Path], tmp_path: Path
) -> None:
    """Tables, dates and texts stay; the macros are gone, and titles of charts become typed ones."""
    ours = source(tmp_path)
    saved = convert(ours, "xlsx", tmp_path / "office")
    before, after = calculated(ours), calculated(saved)
    assert list(differences(to_inputs(before.reading), to_inputs(after.reading), OFFICE_DIGITS)) == []
    assert list(differences(results_of(before), results_of(after), OFFICE_DIGITS)) == []
    assert [finding.code for finding in after.findings] == [finding.code for finding in before.findings]
    assert after.not_carried == ()
