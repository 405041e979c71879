"""Eingabeprüfungen: what a cell accepts, and the help shown when it is selected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kundenbindung.adapters.builder.lists import list_names
from kundenbindung.adapters.builder.spots import Spot
from kundenbindung.adapters.builder.values import settings_of
from kundenbindung.messages import prompts
from kundenbindung.workbook import layout
from kundenbindung.workbook.schema import NUMBER_UNITS, Column, Setting, Unit

LONGEST_TITLE, LONGEST_PROMPT, LONGEST_LIST = 32, 255, 255
FIRST_DAY = dt.date(1900, 3, 1)
LAST_DAY = dt.date(2199, 12, 31)
ANY_NUMBER = 1e12
_WHOLE = frozenset({Unit.YEAR, Unit.COUNT})


def add_checks(sheet: Worksheet, spot: Spot) -> None:
    """Prüfungen of a table: one per typed column over all its rows, the help on the headers of the others."""
    for col, column in enumerate(spot.columns, spot.first_col):
        if not column.role.typed:
            _add(sheet, (spot.header_row, col, spot.header_row, col), _prompt(column.label, column.help))
        elif column.unit is Unit.VALUE and spot.table.name == "settings":
            _add_settings(sheet, spot, col)
        else:
            checked = _prompt(column.label, column.help) | _check(spot, column, col)
            _add(sheet, (spot.first_row, col, spot.last_ruled_row, col), checked)


def add_copied_checks(sheet: Worksheet, spot: Spot, lists: Mapping[str, Sequence[str]]) -> None:
    """Prüfungen of a copy: of what its recipient may fill in, lists written out, no name and no formula."""
    for col, column in enumerate(spot.columns, spot.first_col):
        if column.fillable:
            checked = _prompt(column.label, column.help) | _copied_check(column, lists)
            _add(sheet, (spot.first_row, col, spot.last_ruled_row, col), checked)


def _copied_check(column: Column, lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    if column.choices is None:
        return _by_unit(column.unit, column.low, column.high)
    words = list(lists.get(column.choices, layout.CHOICES[column.choices].values()))
    if not words or _units(",".join(words)) > LONGEST_LIST or any("," in word for word in words):
        return {}
    is_open = column.open_choice
    said = _refusal(prompts.NOT_IN_LIST if is_open else prompts.FROM_LIST)
    return {"validate": "list", "source": words, "error_type": "warning" if is_open else "stop", **said}


def _add(sheet: Worksheet, area: tuple[int, int, int, int], options: dict[str, Any]) -> None:
    if sheet.data_validation(*area, options) != 0:
        raise ValueError(f"{sheet.get_name()}, {options['input_title']}: Prüfung ist nicht möglich.")


def _add_settings(sheet: Worksheet, spot: Spot, col: int) -> None:
    """Every setting has its own help and range, so every row its own check."""
    for row, setting in enumerate(settings_of(spot), spot.first_row):
        if setting is not None:
            _add(sheet, (row, col, row, col), _prompt(setting.label, setting.help) | _setting_check(setting))


def _prompt(label: str, text: str) -> dict[str, Any]:
    return {
        "validate": "any",
        "input_title": _cut(label, LONGEST_TITLE),
        "input_message": _cut(text, LONGEST_PROMPT),
    }


def _cut(text: str, longest: int) -> str:
    """Text of at most so many UTF-16 units, as Excel counts them."""
    if _units(text) <= longest:
        return text
    while _units(text) >= longest:
        text = text[:-1]
    return f"{text}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _setting_check(setting: Setting) -> dict[str, Any]:
    if setting.choices is not None:
        return _from_list(setting.choices, is_open=False)
    return _by_unit(setting.unit, setting.low, setting.high)


def _check(spot: Spot, column: Column, col: int) -> dict[str, Any]:
    if column.name == spot.table.key and column.choices is None:
        return _unique(spot, col)
    if column.choices is not None:
        return _from_list(column.choices, is_open=column.open_choice)
    return _by_unit(column.unit, column.low, column.high)


def _from_list(choices: str, *, is_open: bool) -> dict[str, Any]:
    said = _refusal(prompts.NOT_IN_LIST if is_open else prompts.FROM_LIST)
    kind = "warning" if is_open else "stop"
    return {"validate": "list", "source": f"={list_names()[choices]}", "error_type": kind, **said}


def _refusal(message: str) -> dict[str, Any]:
    return {"error_title": prompts.CHECK_TITLE, "error_message": message}


def _unique(spot: Spot, col: int) -> dict[str, Any]:
    """No key twice. Compared as texts: COUNTIF would take 0318 and 318 for the same."""
    letters = xl_col_to_name(col)
    first, last = spot.first_row + 1, spot.last_row + 1
    formula = f"=SUMPRODUCT(--(${letters}${first}:${letters}${last}={letters}{first}))=1"
    return {"validate": "custom", "value": formula, **_refusal(prompts.UNIQUE)}


def _by_unit(unit: Unit, low: float | None, high: float | None) -> dict[str, Any]:
    if unit is Unit.DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
            **_refusal(prompts.DATE),
        }
    if unit not in NUMBER_UNITS:
        return {}
    bounds = {"minimum": -ANY_NUMBER if low is None else low, "maximum": ANY_NUMBER if high is None else high}
    kind = "integer" if unit in _WHOLE else "decimal"
    said = _refusal(prompts.number_wanted(unit, low, high))
    return {"validate": kind, "criteria": "between", **bounds, **said}
