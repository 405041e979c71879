"""Knöpfe: every callback calls its Python target with token and version, and speaks German when it fails."""

from __future__ import annotations

import importlib
import inspect
import re

import pytest
from tests.vba.excel import INTERPRETER, VERSION, run, started

from kundenbindung.adapters.package import start_macro
from kundenbindung.adapters.package.generated import menu_macro
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import Button

MACROS = [
    *((menu_macro(button), button) for button in layout.BUTTONS),
    *((start_macro(button), button) for button in layout.BUTTONS if button.on_start),
]
CALL = r"import kundenbindung\.buttons as b; b\.{name}\('([0-9A-F]{{10,}})','{version}'\)"
UNCHANGED, PARTLY = "Es wurde nichts geändert.", "Es ist nichts oder nur ein Teil geschehen."


@pytest.mark.parametrize(("macro", "button"), MACROS, ids=[macro for macro, _ in MACROS])
def test_a_click_calls_its_python_function_once_and_says_nothing(
    macro: str, button: Button, texts: dict[str, str]
) -> None:
    done = run(texts, macro)
    assert done.messages == ()
    assert len(done.commands) == 1
    assert re.fullmatch(CALL.format(name=button.name, version=re.escape(VERSION)), done.commands[0])


@pytest.mark.parametrize(("macro", "button"), MACROS, ids=[macro for macro, _ in MACROS])
def test_a_click_that_fails_says_so_in_german(macro: str, button: Button, texts: dict[str, str]) -> None:
    done = run(texts, macro, mode="raises")
    assert len(done.messages) == 1
    text, title = done.messages[0]
    assert title == f"Kundenbindung – {button.label}"
    assert text.startswith(f"„{button.label}“ ist an einem Fehler gescheitert: Absturz")
    assert PARTLY in text
    assert "Was tun: " in text


@pytest.mark.parametrize("button", layout.BUTTONS, ids=lambda button: button.name)
def test_what_a_button_calls_is_a_function_of_token_and_version(button: Button) -> None:
    function = getattr(importlib.import_module("kundenbindung.buttons"), button.name)
    assert tuple(inspect.signature(function).parameters) == ("token", "version")


@pytest.mark.parametrize("mode", ["silent", "loses the cell"])
def test_python_that_did_not_reach_its_end_is_noticed(mode: str, texts: dict[str, str]) -> None:
    done = run(texts, "KbMenu_calculate", mode=mode)
    assert len(done.commands) == len(done.messages) == 1
    text, _ = done.messages[0]
    assert text.startswith("„Neu berechnen“ hat sich nicht fertig gemeldet.")
    assert PARTLY in text
    assert "„Diagnose“" in text
    assert "fehler.log" in text


@pytest.mark.parametrize("mode", ["silent", "raises"])
def test_excel_gets_back_what_python_switched_off(mode: str, texts: dict[str, str]) -> None:
    app = started(texts, mode=mode)
    app.run("KbStart_calculate")
    app.run("Report")
    assert app.run("Recorded").split("\n")[-2] == "-4105 True True False"


def test_without_the_interpreter_python_is_not_called(texts: dict[str, str]) -> None:
    done = run(texts, "KbMenu_calculate", mode="no interpreter")
    assert done.commands == ()
    text, _ = done.messages[0]
    assert INTERPRETER in text
    assert UNCHANGED in text
    assert "„einrichten.cmd“" in text


@pytest.mark.parametrize("mode", ["no cell", "broken cell"])
def test_without_its_cell_python_is_not_called(mode: str, texts: dict[str, str]) -> None:
    done = run(texts, "KbStart_calculate", mode=mode)
    assert done.commands == ()
    text, _ = done.messages[0]
    assert layout.DONE_NAME in text
    assert layout.CONFIG_SHEET[0] in text
    assert UNCHANGED in text


@pytest.mark.parametrize("path", [r"C:\Da{}ten\Mappe.xlsm", r"C:\Daten\Ma{}ppe.xlsm"])
@pytest.mark.parametrize("character", ";%=^&")
def test_characters_that_break_the_command_are_refused(
    character: str, path: str, texts: dict[str, str]
) -> None:
    done = run(texts, "KbStart_calculate", path=path.format(character))
    assert done.commands == ()
    text, _ = done.messages[0]
    assert f"„{character}“" in text
    assert UNCHANGED in text


@pytest.mark.parametrize("path", [r"C:\Müller (2), Söhne\Ma'ppe 2026.xlsm", r"\\server\ablage\Mappe.xlsm"])
def test_other_paths_are_taken(path: str, texts: dict[str, str]) -> None:
    done = run(texts, "KbStart_calculate", path=path)
    assert (len(done.commands), done.messages) == (1, ())


def test_every_click_has_a_token_of_its_own(texts: dict[str, str]) -> None:
    assert len({run(texts, "KbStart_calculate").commands for _ in range(5)}) == 5


def test_opening_the_workbook_hands_over_the_texts_of_the_wizard(texts: dict[str, str]) -> None:
    recorded = texts["KbWizard"].replace("Application.MacroOptions", "RecordOptions")
    done = run({**texts, "KbWizard": recorded}, "Workbook_Open", path=r"C:\Daten\Meier's.xlsm")
    assert done.messages == ()
    assert [line.split("|") for line in done.commands] == [
        [
            f"'Meier''s.xlsm'!{one.name}",
            one.help,
            "Kundenbindung",
            *(argument.help for argument in one.arguments),
        ]
        for one in layout.FUNCTIONS
    ]
