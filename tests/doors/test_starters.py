"""Starter for Windows: `einrichten.cmd` and `rechnen.cmd` as text. That they run is not proven here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.needs import REPOSITORY

from kundenbindung.adapters import home
from kundenbindung.adapters.install.commands import PIP
from kundenbindung.cli.parser import GermanParser, build_parser
from kundenbindung.messages.setup import SETUP

STARTERS = ("einrichten.cmd", "rechnen.cmd", "abnahme.cmd")
CALL = re.compile(r"-m kundenbindung (?P<arguments>.+)$", re.MULTILINE)
PATHS = re.compile(r"%(?:ORDNER|UMGEBUNG|START|PROTOKOLL|ZIEL|LOCALAPPDATA|TEMP|~\w*[01])%?")


def text(name: str) -> str:
    """A starter with plain line ends."""
    return (REPOSITORY / name).read_bytes().decode("ascii").replace("\r\n", "\n")


def commands(name: str) -> list[str]:
    """Lines that do something."""
    return [line for line in text(name).splitlines() if line and not line.startswith(("rem ", ":"))]


@pytest.mark.parametrize("name", STARTERS)
def test_windows_can_read_it_in_every_code_page(name: str) -> None:
    content = (REPOSITORY / name).read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n") > 20
    assert content.startswith(b"@echo off\r\n")
    assert content.endswith(b"\r\n")


def test_git_keeps_the_line_ends() -> None:
    assert "*.cmd text eol=crlf" in (REPOSITORY / ".gitattributes").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", STARTERS)
def test_it_asks_for_no_rights_and_touches_no_system(name: str) -> None:
    forbidden = (
        r"\b(runas|verb|powershell|reg|setx|sc|net|icacls|takeown|taskkill|bitsadmin|curl|vbawarnings)\b"
    )
    assert not re.search(forbidden, "\n".join(commands(name)), re.IGNORECASE)


@pytest.mark.parametrize("name", STARTERS)
def test_umlauts_of_the_program_are_readable_and_the_window_stays(name: str) -> None:
    lines = commands(name)
    assert lines[1] == "setlocal EnableExtensions DisableDelayedExpansion"
    assert lines[2] == "chcp 65001 >nul"
    assert "pause" in lines[-3:]


@pytest.mark.parametrize("name", STARTERS)
def test_every_path_stands_in_quotes(name: str) -> None:
    for line in commands(name):
        for found in PATHS.finditer(line):
            assert line[: found.start()].count('"') % 2 == 1, line


@pytest.mark.parametrize("name", STARTERS)
def test_every_label_is_there_once_and_every_jump_arrives(name: str) -> None:
    labels = re.findall(r"^:(\w+)$", text(name), re.MULTILINE)
    assert len(labels) == len(set(labels))
    assert set(re.findall(r"\bgoto (\w+)", text(name))) <= set(labels)


@pytest.mark.parametrize("name", STARTERS)
def test_the_private_environment_lies_where_the_program_makes_it(name: str) -> None:
    assert f"%LOCALAPPDATA%\\{home.NAME}\\{home.ENVIRONMENT}" in text(name)


@pytest.mark.parametrize("name", STARTERS)
def test_the_program_understands_how_it_is_called(name: str, tmp_path: Path) -> None:
    parser: GermanParser = build_parser(("standard",))
    calls = CALL.findall(text(name))
    assert len(calls) == 1
    arguments = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', calls[0]) if part != "%*"]
    options = parser.parse_args(arguments)
    assert options.command == name.removesuffix(".cmd")


def test_the_missing_python_is_one_command_the_same_everywhere() -> None:
    lines = [line.split("echo", 1)[1].strip() for line in commands("einrichten.cmd") if "winget" in line]
    assert lines == ["winget install --id Python.Python.3.12 --exact --source winget --scope user"]
    assert f"„{lines[0]}“" in SETUP["setup_python_old"].advice


def test_the_preparation_asks_pip_for_the_same() -> None:
    line = next(line for line in commands("einrichten.cmd") if " -m pip " in line)
    assert " ".join(PIP[:8]) in line
    assert {"--only-binary", "--timeout", "--retries"} <= set(line.split())


def test_calculating_never_writes_over_a_file_that_is_there() -> None:
    lines = commands("rechnen.cmd")
    assert 'set "ZIEL=%~dpn1 berechnet%~x1"' in lines
    assert 'if not exist "%ZIEL%" goto rechnen' in lines
    assert lines[-1] == "exit %ERGEBNIS%"
