"""Menüband: the XML of layout's buttons, their icons, the committed copy."""

from __future__ import annotations

from itertools import permutations

from tests.needs import REPOSITORY
from tests.shared_data import shared
from tests.test_product import normal

from kundenbindung.adapters.package import custom_ui
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import Button, RibbonGroup

GOLDEN = REPOSITORY / "tests" / "golden" / "customUI14.xml"
ICONS = {
    "CalculateNow",
    "ErrorChecking",
    "FileCheckIn",
    "FileSendAsAttachment",
    "FilePrintPreview",
    "FileDocumentManagementInformation",
    "FileNew",
    "FunctionsDateTimeInsertGallery",
    "GetExternalDataFromText",
    "Help",
    "ImportTextFileLegacy",
    "OutlookTaskCreate",
    "ReviewShowAllComments",
    "TableRowsDeleteExcel",
    "Undo",
}


def test_the_ribbon_is_the_committed_one() -> None:
    assert normal(custom_ui().encode("utf-8")) == normal(GOLDEN.read_bytes())


def test_icons_are_those_we_looked_up() -> None:
    assert {button.icon for button in layout.BUTTONS} == ICONS


def test_icons_are_among_the_control_ids_of_office() -> None:
    known = shared("data", "excel_control_ids.txt").read_text(encoding="utf-8").splitlines()
    assert set(known) >= ICONS


def test_names_and_keytips_are_apart() -> None:
    names = [button.name for button in layout.BUTTONS]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and name.isascii() for name in names)
    pairs = permutations((button.keytip for button in layout.BUTTONS), 2)
    assert not [pair for pair in pairs if pair[0].startswith(pair[1])]
    assert all(1 <= len(button.keytip) <= 3 for button in layout.BUTTONS)


def test_words_are_escaped() -> None:
    button = Button("a", 'Müller & "Söhne"', "Help", "A", "<a>", "b\tc", large=True)
    text = custom_ui([RibbonGroup("g", "A & B", (button,))])
    assert "label='Müller &amp; \"Söhne\"'" in text
    assert 'screentip="&lt;a&gt;"' in text
    assert 'label="A &amp; B"' in text
