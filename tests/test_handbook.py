"""Das Handbuch says what is there: every button, every sheet, every worksheet function."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from kundenbindung import handbook_file
from kundenbindung.adapters.handbook import write_page
from kundenbindung.workbook import layout

TEXT = handbook_file().read_text(encoding="utf-8")


@pytest.mark.parametrize("button", layout.BUTTONS, ids=lambda button: button.name)
def test_every_button_is_explained(button: object) -> None:
    label = button.label  # type: ignore[attr-defined]
    assert f"**{label}" in TEXT


@pytest.mark.parametrize("sheet", layout.SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_is_in_the_table(sheet: object) -> None:
    label = sheet.label  # type: ignore[attr-defined]
    assert re.search(rf"^\| {label} \| \w", TEXT, re.MULTILINE)


def test_every_function_is_listed_with_arguments_that_it_has() -> None:
    listed = dict(re.findall(r"`(KB_\w+)\(([^)]*)\)`", TEXT))
    declared = {
        function.name: [argument.name for argument in function.arguments] for function in layout.FUNCTIONS
    }
    assert set(listed) == set(declared)
    for name, arguments in listed.items():
        named = [word for word in arguments.split("; ") if word != "…"]
        assert named == declared[name][: len(named)]


def test_sentences_the_owner_may_see_are_those_of_the_program() -> None:
    from kundenbindung.messages.live import LIVE

    for quoted, code in (
        ("Excel ist beschäftigt", "live_not_ready"),
        ("schreibgeschützt geöffnet", "live_read_only"),
        ("ist geschützt", "live_sheet_protected"),
    ):
        assert quoted in TEXT
        assert quoted in LIVE[code].sentence


def test_the_page_is_sound_and_german(tmp_path: Path) -> None:
    page = write_page(handbook_file(), tmp_path / "neu" / "Handbuch.html").read_text(encoding="utf-8")
    root = fromstring(page.replace("<!DOCTYPE html>", "").replace('<meta charset="utf-8">', ""))
    assert root.get("lang") == "de"
    assert len(root.findall(".//table")) == 5
    assert [node.text for node in root.iter("h1")] == ["Handbuch"]
    assert not any("{" in text for node in root.iter("p") for text in node.itertext())
