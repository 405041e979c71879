"""Mappe einer früheren Fassung in Excel: what is there is calculated, missing sheets are named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.buttons.hand import at_desk, copied
from tests.needs import REPOSITORY, needs_module

needs_module("xlwings")

if TYPE_CHECKING:
    from tests.engine.session import Session

FOLDER = REPOSITORY / "tests" / "fixtures" / "mappen"
NOT_YET = {
    "0.1.0-knoepfe.xlsm": ("Ressourcen", "Klausur", "Cockpit"),
}


@pytest.mark.parametrize("name", NOT_YET)
def test_a_click_in_an_earlier_workbook_names_each_missing_sheet_once(
    office: Session, name: str, tmp_path: Path
) -> None:
    with at_desk(office, copied(FOLDER / name, tmp_path)) as hand:
        hand.table("plan").erase()
        assert hand.click("calculate").startswith("65 Kunden berechnet")
        told = [text for text in hand.sentences() if "gibt es in dieser Mappe nicht" in text]
        assert [text.split("“")[0].removeprefix("Das Blatt „") for text in told] == list(NOT_YET[name])
        assert isinstance(hand.table("plan").by_key("Erwartet")["10034"], float)
