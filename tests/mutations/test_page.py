"""Seite der Mutanten: its figures, its sections, and that what it explains still stands in the code."""

from __future__ import annotations

import datetime as dt
import importlib
from pathlib import Path

import pytest
from tests.mutations.page import Explained, Reason, explained, page, survivors, unneeded
from tests.mutations.report import CORE, Verdict, note, verdicts
from tests.needs import REPOSITORY

KNOWN = Explained(
    (Reason("border", "A border", "Both sides agree."),), {("plan", "share", "> 0 -> >= 0 #1"): "border"}
)


def both(change: str) -> tuple[str, str]:
    before, _, after = change.rpartition(" #")[0].partition(" -> ")
    return before, after


def verdict(change: str, status: str, function: str = "share") -> Verdict:
    before, after = both(change)
    key = f"{CORE}plan {function or CORE + 'plan'}: {change}"
    return Verdict(key, f"{CORE}plan", function, 7, before, after, status, "", 3, 0.1)


FOUND = [
    verdict("> 0 -> >= 0 #1", "survived"),
    verdict("> 0 -> >= 0 #2", "survived"),
    verdict("a | b -> a & b #1", "survived", function=""),
    verdict("1 -> 2 #1", "killed"),
    verdict("1 -> 2 #2", "timeout"),
]


def test_every_mutant_stands_in_one_column_and_every_survivor_in_one_section() -> None:
    text = page({"plan": 6, "trend": 2}, FOUND, KNOWN, dt.date(2026, 11, 3))
    assert "State: 3 November 2026." in text
    rows = text.partition("--:|\n")[2].partition("\n\n")[0].splitlines()
    assert rows == [
        "| `plan` | 6 | 5 | 1 | 1 | 1 | 2 |",
        "| `trend` | 2 | 0 | 0 | 0 | 0 | 0 |",
        "| all | 8 | 5 | 1 | 1 | 1 | 2 |",
    ]
    assert "Complete but for `plan` (5 of 6), `trend` (0 of 2): of these" in text
    assert text.endswith(
        "### A border (1)\n\nBoth sides agree.\n\n- `plan` `share`: `> 0` to `>= 0`\n\n"
        "### Open (2)\n\nNot noticed by any test and not explained yet.\n\n"
        "- `plan` `share`: `> 0` to `>= 0`\n- `plan`: `a \\| b` to `a & b`\n"
    )


def test_what_is_complete_is_called_so() -> None:
    assert "Every mutant of every module has been put to the tests." in page(
        {"plan": 5}, FOUND, KNOWN, dt.date.min
    )


def test_an_explanation_whose_mutant_was_killed_is_not_needed() -> None:
    assert unneeded(FOUND, KNOWN) == []
    assert unneeded(FOUND[1:], KNOWN) == [("plan", "share", "> 0 -> >= 0 #1")]


@pytest.mark.parametrize("second", ["border = ['> 0 -> >= 0 #1']", "else = ['1 -> 2 #1']"])
def test_a_change_has_one_reason_and_one_that_is_there(tmp_path: Path, second: str) -> None:
    reasons = "".join(f"[[reason]]\nname = '{name}'\ntitle = ''\ntext = ''\n" for name in ("border", "fill"))
    path = tmp_path / "explained.toml"
    path.write_text(f"{reasons}[survivor.plan.share]\nfill = ['> 0 -> >= 0 #1']\n", encoding="utf-8")
    assert explained(path).changes == {("plan", "share", "> 0 -> >= 0 #1"): "fill"}
    path.write_text(path.read_text(encoding="utf-8") + second, encoding="utf-8")
    with pytest.raises(ValueError, match="plan share"):
        explained(path)


def test_the_report_keeps_the_last_verdict(tmp_path: Path) -> None:
    report = tmp_path / "mutations.jsonl"
    assert verdicts(report) == {}
    for status in ("survived", "killed"):
        note(report, verdict("1 -> 2 #1", status))
    assert [entry.status for entry in verdicts(report).values()] == ["killed"]


def test_what_is_explained_still_stands_in_the_code() -> None:
    sources: dict[str, str] = {}
    for module, function, change in explained().changes:
        if module not in sources:
            path = Path(str(importlib.import_module(CORE + module).__file__))
            sources[module] = " ".join(path.read_text(encoding="utf-8").split())
        assert change.split(" -> ")[0] in sources[module], (module, function, change)


def test_the_page_names_every_explained_survivor() -> None:
    known = explained()
    left = [
        Verdict(f": {change}", CORE + module, function, 0, *both(change), "survived", "", 0, 0.0)
        for module, function, change in known.changes
    ]
    written = (REPOSITORY / "docs" / "mutationen.md").read_text(encoding="utf-8")
    assert survivors(left, known) in written
