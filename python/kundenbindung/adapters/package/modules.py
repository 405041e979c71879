"""Modultexte: every module of the VBA project as text, from `templates/vba`, from layout and from xlwings.

Texts have line feeds and the form in which a project stores them: attribute lines first, no export head.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import kundenbindung
from kundenbindung.adapters.package.generated import BUTTONS, WIZARD, buttons_module, wizard_module
from kundenbindung.adapters.package.wrappers import WRAPPERS, wrapper_module
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import Button, Function

WORKBOOK = layout.WORKBOOK_CODE_NAME
WORKBOOK_SOURCE, SHEET_SOURCE = "ThisWorkbook.cls", "Sheet.cls"
HELPER, XLWINGS, DICTIONARY = "KbHelper", "xlwings", "Dictionary"
OWN = (HELPER, BUTTONS, WIZARD)
"""Modules that are ours; their texts pass every check of the VBA code."""
STANDARD = (*OWN, WRAPPERS, XLWINGS)
"""Standard modules of the project, in their order; Dictionary is its only class."""
LONGEST_LINE = 1023
_CODE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_EXPORT_HEAD = re.compile(r"\AVERSION 1\.0 CLASS\nBEGIN\n.*?^END\n", re.DOTALL | re.MULTILINE)
_CLASS_BASE = 'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"'
_CLASS_END = "Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = False"
_VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([^"]+)"$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Project:
    """VBA-Projekt: code names of the sheets, buttons, worksheet functions and the Python module of these."""

    code_names: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    functions: tuple[Function, ...] = ()
    python_module: str = "kundenbindung.functions"


def product() -> Project:
    """VBA-Projekt of the workbook that layout describes."""
    return Project(layout.CODE_NAMES, layout.BUTTONS, layout.FUNCTIONS)


def vba_folder() -> Path:
    """Vorlagen of the project: sources, compiled binary and its fingerprint."""
    return kundenbindung.templates_folder() / "vba"


def module_texts(project: Project, folder: Path) -> Mapping[str, str]:
    """Modultexte by name: the workbook's, one per sheet, ours, the wrappers, the two of xlwings.

    ValueError on a code name VBA does not accept, and with file and line on an overlong line or a
    character outside cp1252.
    """
    texts = document_texts(project.code_names, folder)
    texts[HELPER] = _source(folder / f"{HELPER}.bas")
    texts[BUTTONS] = buttons_module(project.buttons)
    texts[WIZARD] = wizard_module(project.functions)
    texts[WRAPPERS] = wrapper_module(project.python_module, project.functions)
    texts |= xlwings_texts()
    for name in (BUTTONS, WIZARD, WRAPPERS, XLWINGS, DICTIONARY):
        check_lines(texts[name], name)
    return texts


def document_texts(code_names: tuple[str, ...], folder: Path) -> dict[str, str]:
    """Dokumentmodule: of the workbook first, then one per sheet."""
    for name in code_names:
        if not _CODE_NAME.fullmatch(name):
            raise ValueError(f"not a code name: {name!r}")
    sheet = _source(folder / SHEET_SOURCE)
    texts = {WORKBOOK: _source(folder / WORKBOOK_SOURCE)}
    return texts | {name: sheet.replace("{code_name}", name) for name in code_names}


def xlwings_texts() -> dict[str, str]:
    """Module von xlwings, from the installed package, which need not be importable.

    ValueError if the module is of another version than the package.
    """
    found = importlib.util.find_spec("xlwings")
    if found is None or found.origin is None:
        raise ValueError("xlwings is not installed")
    home = Path(found.origin).parent
    texts = {
        XLWINGS: _read(home / "xlwings.bas"),
        DICTIONARY: class_text(_read(home / "addin" / "Dictionary.cls")),
    }
    if xlwings_version(texts) != metadata.version("xlwings"):
        raise ValueError(f"xlwings.bas is of version {xlwings_version(texts)}")
    return texts


def xlwings_version(texts: Mapping[str, str]) -> str:
    """Version that the module xlwings names; empty if it names none."""
    match = _VERSION.search(texts.get(XLWINGS, ""))
    return match[1] if match else ""


def class_text(exported: str) -> str:
    """Klassenmodul as a project stores it, from its export: without head, with all attributes of a class."""
    text = _EXPORT_HEAD.sub("", exported)
    text = re.sub(r'^(Attribute VB_Name = ".*")$', rf"\1\n{_CLASS_BASE}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^(Attribute VB_Exposed = .*)$", rf"\1\n{_CLASS_END}", text, count=1, flags=re.MULTILINE)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _source(path: Path) -> str:
    text = _read(path)
    check_lines(text, path.name)
    return text


def check_lines(text: str, name: str) -> None:
    """Zeilen prüfen; ValueError with `name` and the line that VBA cannot hold."""
    for number, line in enumerate(text.split("\n"), start=1):
        foreign = _foreign(line)
        if foreign:
            raise ValueError(f"{name}, line {number}: {foreign!r} is not in cp1252")
        if len(line) > LONGEST_LINE:
            raise ValueError(f"{name}, line {number}: longer than {LONGEST_LINE} characters")


def _foreign(line: str) -> str:
    try:
        line.encode("cp1252")
    except UnicodeEncodeError as error:
        return line[error.start : error.end]
    return ""
