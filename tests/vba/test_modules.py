"""VBA-Module: without Excel the nearest thing to its compiler, and proof that it would notice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.adapters.package.books import rewrite
from tests.needs import needs_module
from tests.vba.excel import loaded

from kundenbindung.adapters.package import check_package
from kundenbindung.adapters.package.modules import HELPER, OWN
from kundenbindung.adapters.package.vba import compile_texts
from kundenbindung.workbook import layout

VBA = "xl/vbaProject.bin"
OURS = {*OWN, layout.WORKBOOK_CODE_NAME, *layout.CODE_NAMES}
ANY = "Public Sub Irgendwas()\n    {}\nEnd Sub\n"


def errors(workbook: Path) -> list[str]:
    """Fehler that the analysis of the whole project finds in our modules."""
    found = needs_module("pyvbaanalysis").analyze_office_file(str(workbook))
    assert set(found) >= set(OWN)
    return [
        f"{module}: {problem.code} {problem.message}"
        for module, problems in found.items()
        for problem in problems
        if module in OURS and problem.severity.value == "error"
    ]


def test_the_analysis_finds_no_error(workbook: Path) -> None:
    assert errors(workbook) == []


def test_the_interpreter_reads_every_module_of_ours(texts: dict[str, str]) -> None:
    loaded(texts, tuple(name for name in texts if name in OURS))


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("unbekannt = 1", "undeclared"),
        ("KbGibtEsNicht 1", "KbGibtEsNicht"),
        ('KbRun "calculate"', "KbRun"),
        ('Application.GibtEsNicht = "x"', "GibtEsNicht"),
    ],
)
def test_the_analysis_finds_what_the_compiler_would(
    code: str, finding: str, workbook: Path, texts: dict[str, str], tmp_path: Path
) -> None:
    broken = {**texts, HELPER: texts[HELPER] + ANY.format(code)}
    changed = rewrite(workbook, tmp_path / "a.xlsm", {VBA: compile_texts(broken, layout.CODE_NAMES)})
    found = errors(changed)
    assert len(found) == 1
    assert finding.casefold() in found[0].casefold()


@pytest.mark.parametrize("code", ["If True Then", 'MsgBox "offen', "Fro = (1", "End If"])
def test_the_interpreter_finds_what_the_analysis_misses(code: str, texts: dict[str, str]) -> None:
    compiling = needs_module("pyopenvba.exceptions").VBACompileError
    with pytest.raises(compiling):
        loaded({**texts, HELPER: texts[HELPER] + ANY.format(code)})


def without(texts: dict[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if key != name}


def renamed(texts: dict[str, str]) -> dict[str, str]:
    """The module of the sheet Plan under another name."""
    other = texts["shPlan"].replace('"shPlan"', '"shPlanung"')
    return {
        "shPlanung" if key == "shPlan" else key: other if key == "shPlan" else text
        for key, text in texts.items()
    }


@pytest.mark.parametrize(
    ("change", "names", "codes"),
    [
        (lambda texts: without(texts, "KbButtons"), layout.CODE_NAMES, {"ribbon_callback", "button_macro"}),
        (
            renamed,
            tuple("shPlanung" if name == "shPlan" else name for name in layout.CODE_NAMES),
            {"code_name", "code_name_orphan"},
        ),
    ],
    ids=["callbacks gone", "code name"],
)
def test_the_package_check_finds_a_project_that_does_not_fit(
    change: Callable[[dict[str, str]], dict[str, str]],
    names: tuple[str, ...],
    codes: set[str],
    workbook: Path,
    texts: dict[str, str],
    tmp_path: Path,
) -> None:
    needs_module("pyopenvba")
    project = compile_texts(change(texts), names)
    found = check_package(rewrite(workbook, tmp_path / "a.xlsm", {VBA: project}))
    before = {finding.code for finding in check_package(workbook)}
    assert {finding.code for finding in found} - before == {f"package_{code}" for code in codes}
