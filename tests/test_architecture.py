"""The house keeps its own rules: rooms know only what is below them, README says what works."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

from tests.needs import REPOSITORY

IGNORED = re.compile(r"#\s*type:\s*ignore.*")
WITH_REASON = re.compile(r"# type: ignore\[[a-z, -]+\]  # \w.+")
COMMANDS = re.compile(r"^python -m pip install .+$", re.MULTILINE)


def test_rooms_know_only_what_is_below_them() -> None:
    call = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    done = subprocess.run(call, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_contract_with_layers_is_exhaustive() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layered = [contract for contract in contracts if contract["type"] == "layers"]
    assert len(layered) == 4
    assert all(contract["exhaustive"] for contract in layered)


def test_the_readme_gives_exactly_two_commands() -> None:
    commands = COMMANDS.findall((REPOSITORY / "README.md").read_text("utf-8"))
    assert len(commands) == 2
    assert "kundenbindung rechnen" in commands[0]
    assert commands[1].endswith("python -m pytest")


def test_the_command_line_does_not_load_what_it_does_not_need() -> None:
    code = (
        "import sys; from kundenbindung.cli import main; main(['pruefen', 'kundenbindung.xlsm']);"
        "slow = ('xlwings', 'xlsxwriter', 'openpyxl', 'ftfy', 'icalendar');"
        "print([name for name in slow if name in sys.modules])"
    )
    call = [sys.executable, "-c", code]
    done = subprocess.run(call, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_the_buttons_do_not_load_what_they_do_not_need() -> None:
    slow = ["kundenbindung.adapters.package", "kundenbindung.workbook.returned"]
    slow += ["xml.sax.saxutils", "email.policy", "ssl"]
    code = (
        "import sys, xlwings; before = set(sys.modules); import kundenbindung.buttons;"
        f"print([name for name in {slow} if name in sys.modules and name not in before])"
    )
    call = [sys.executable, "-c", code]
    done = subprocess.run(call, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_whatever_the_type_check_overlooks_has_a_code_and_a_reason() -> None:
    bare = [
        f"{path.relative_to(REPOSITORY)}: {found}"
        for folder in ("python", "tests")
        for path in sorted((REPOSITORY / folder).rglob("*.py"))
        for found in IGNORED.findall(path.read_text("utf-8"))
        if path.name != "test_architecture.py" and not WITH_REASON.fullmatch(found)
    ]
    assert bare == []


def test_a_code_without_a_reason_is_seen() -> None:
    mark = "# type: ignore"
    assert WITH_REASON.fullmatch(f"{mark}[arg-type]  # keywords by the names of the fields")
    for bare in (mark, f"{mark}[arg-type]", f"{mark}  # because", f"{mark}[arg-type]  # "):
        assert IGNORED.fullmatch(bare)
        assert not WITH_REASON.fullmatch(bare)
