"""Tür: worksheet functions. Arrays in, arrays out, each one call into the core; German everywhere.

They serve the sheet Was-wäre-wenn; no result of the workbook depends on them. Ranges arrive as rows of
cells, answers leave as rows of cells. A wrong argument is answered with a German text. Fine settings other
than the arguments have the defaults of the method.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import xlwings as xw

from kundenbindung.adapters.exit_hook import disarm
from kundenbindung.core import trial
from kundenbindung.core.model import CareLevel, FloatArray, ObjectArray, Scale, Settings
from kundenbindung.messages import functions as words
from kundenbindung.messages.customers import class_words
from kundenbindung.workbook import cells, layout

Rows = Sequence[Sequence[object]]
Answer = list[list[object]] | str
DEFAULTS = Settings(base_year=0)
disarm()
_BY_NAME = {function.name: function for function in layout.FUNCTIONS}


class ArgumentError(Exception):
    """Falsches Argument: carries the German sentence that the cell shows."""


def worksheet_function(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Tabellenfunktion: texts for the wizard from the layout, ranges as rows, errors as German texts."""
    declared = _BY_NAME[function.__name__]

    @functools.wraps(function)
    def answer(*arguments: Rows) -> Answer:
        try:
            return function(*arguments)
        except ArgumentError as wrong:
            return str(wrong)
        except Exception:  # a cell shows a sentence, never a traceback
            return words.UNEXPECTED

    answer.__doc__ = declared.help
    answer.__annotations__ = {}  # xlwings would take them for converters
    decorated: Callable[..., Answer] = answer
    for argument in declared.arguments:
        decorated = xw.arg(argument.name, ndim=2, doc=argument.help)(decorated)
    outermost: Callable[..., Answer] = xw.func(category=layout.RIBBON_TAB[1])(decorated)
    return outermost


@worksheet_function
def KB_PUNKTE(werte: Rows, null_bei: Rows, zehn_bei: Rows, skala: Rows = ()) -> Answer:  # noqa: N802
    """Punkte N x K (method section 2)."""
    values = _numbers("werte", werte)
    low, high = (
        _per_criterion(name, _numbers(name, rows), values)
        for name, rows in (("null_bei", null_bei), ("zehn_bei", zehn_bei))
    )
    scales = _scales(skala, values.shape[1])
    try:
        return _shown(trial.points(values, low, high, scales))
    except ValueError:
        raise ArgumentError(words.ANCHORS) from None


@worksheet_function
def KB_SCORE(punkte: Rows, gewichte: Rows) -> Answer:  # noqa: N802
    """Gesamtpunktzahl N x 1 (method section 2)."""
    table, weights = _weighed(punkte, gewichte)
    return _shown(trial.score(table, weights))


@worksheet_function
def KB_TREND(umsaetze: Rows) -> Answer:  # noqa: N802
    """Eigene Entwicklung N x 1, fraction a year (method section 3)."""
    return _shown(trial.own_rate(_numbers("umsaetze", umsaetze), DEFAULTS))


@worksheet_function
def KB_TRENDTEXT(umsaetze: Rows) -> Answer:  # noqa: N802
    """Einordnung N x 1 in words (method section 3)."""
    found = trial.trend_classes(_numbers("umsaetze", umsaetze), DEFAULTS)
    return [[class_words(name, sure)] for name, sure in zip(*found, strict=True)]


@worksheet_function
def KB_LEVEL(  # noqa: N802
    punkte: Rows,
    gewichte: Rows,
    kundennr: Rows = (),
    db: Rows = (),
    umsatz: Rows = (),
    vorjahr: Rows = (),
    strategie: Rows = (),
    service: Rows = (),
    halt: Rows = (),
    abdeckung: Rows = (),
) -> Answer:
    """Betreuungslevel N x 1 (method section 5)."""
    table, weights = _weighed(punkte, gewichte)
    order = _order(len(table), kundennr, db, umsatz, vorjahr)
    settings = replace(
        DEFAULTS,
        share_strategy=_share("strategie", strategie, DEFAULTS.share_strategy),
        share_service=_share("service", service, DEFAULTS.share_service),
        memory_points=_single("halt", halt, DEFAULTS.memory_points),
        min_coverage=_share("abdeckung", abdeckung, DEFAULTS.min_coverage),
    )
    return [[layout.word("care_level", level)] for level in trial.level(table, weights, order, settings)]


@worksheet_function
def KB_STABILITAET(  # noqa: N802
    punkte: Rows,
    gewichte: Rows,
    kriterien: Rows = (),
    kundennr: Rows = (),
    db: Rows = (),
    umsatz: Rows = (),
    strategie: Rows = (),
    service: Rows = (),
    unschaerfe: Rows = (),
    abdeckung: Rows = (),
    je_level: Rows = (),
) -> Answer:
    """Stabilität N x 1, or shares per level N x 3 (method section 6)."""
    table, weights = _weighed(punkte, gewichte)
    order = _order(len(table), kundennr, db, umsatz)
    settings = replace(
        DEFAULTS,
        share_strategy=_share("strategie", strategie, DEFAULTS.share_strategy),
        share_service=_share("service", service, DEFAULTS.share_service),
        weight_error=_setting("unschaerfe", unschaerfe, "weight_error"),
        min_coverage=_share("abdeckung", abdeckung, DEFAULTS.min_coverage),
    )
    names = _criteria(kriterien, table.shape[1])
    per_level = _yes("je_level", je_level)
    found = trial.level_shares(table, weights, order, settings, names)
    return _shown(found if per_level else trial.stability_of(found))


@worksheet_function
def KB_KAPAZITAET(  # noqa: N802
    level: Rows, stunden: Rows, verfuegbar: Rows, faktor: Rows = (), mit_stunden: Rows = ()
) -> Answer:
    """Auslastung (R + 1) x 1, or needed hours and load (R + 1) x 2 (method section 7)."""
    each = _hours(stunden)
    size = len(level)
    found = trial.loads(
        _choices("level", level, "care_level", size),
        np.nan_to_num(_column("faktor", faktor, size), nan=1.0),
        each,
        _column("verfuegbar", verfuegbar, len(stunden))[: len(each)],
    )
    loads: list[object] = [words.NO_HOURS if load == np.inf else _cell(load) for load in found.load.tolist()]
    if not _yes("mit_stunden", mit_stunden):
        return [[load] for load in loads]
    return [[need, load] for need, load in zip(found.needed.tolist(), loads, strict=True)]


def _hours(rows: Rows) -> FloatArray:
    """Stunden je Kunde R x 3, an empty cell counting as 0; empty rows at the end are left out."""
    table = _numbers("stunden", rows)
    if table.shape[1] != len(CareLevel):
        raise ArgumentError(words.sizes("stunden", len(CareLevel), table.shape[1]))
    last = int(np.flatnonzero(~np.isnan(table).all(axis=1))[-1])
    if (np.nan_to_num(table) < 0.0).any():
        raise ArgumentError(words.HOURS_NEGATIVE)
    return np.nan_to_num(table[: last + 1])


@worksheet_function
def KB_PLAN(  # noqa: N802
    status: Rows,
    umsaetze: Rows,
    ausgangswert: Rows = (),
    anerkannt: Rows = (),
    gewonnen: Rows = (),
    offen: Rows = (),
    segment: Rows = (),
    fortgeschrieben: Rows = (),
) -> Answer:
    """Erwartet, Sicher N x 2, euros (method section 4)."""
    revenue = _numbers("umsaetze", umsaetze)
    size = len(revenue)
    level = _column("ausgangswert", ausgangswert, size) if _filled(ausgangswert) else revenue[:, -1]
    base = trial.PlanBase(
        status=_choices("status", status, "status", size),
        revenue=revenue,
        level=np.nan_to_num(level),
        recognised=np.nan_to_num(_column("anerkannt", anerkannt, size), nan=1.0),
        won=np.nan_to_num(_column("gewonnen", gewonnen, size)),
        open=np.nan_to_num(_column("offen", offen, size)),
        segments=np.array(_texts("segment", segment, size), dtype=object),
    )
    settings = replace(DEFAULTS, phi=_share("fortgeschrieben", fortgeschrieben, DEFAULTS.phi))
    lines = trial.planned(base, settings)
    return _shown(np.column_stack([lines.expected, lines.safe]))


def _weighed(punkte: Rows, gewichte: Rows) -> tuple[FloatArray, FloatArray]:
    """Points and weights that fit together and can be weighed."""
    table = _numbers("punkte", punkte)
    weights = _per_criterion("gewichte", _numbers("gewichte", gewichte), table)
    if np.nanmin(table, initial=0.0) < 0.0 or np.nanmax(table, initial=0.0) > 10.0:
        raise ArgumentError(words.POINTS)
    if (np.nan_to_num(weights) < 0.0).any():
        raise ArgumentError(words.WEIGHTS_NEGATIVE)
    try:
        trial.shares(table, weights)
    except ValueError:
        raise ArgumentError(words.WEIGHTS_EMPTY) from None
    return table, weights


def _order(size: int, kundennr: Rows, db: Rows, umsatz: Rows, vorjahr: Rows = ()) -> trial.Order:
    """What decides between equal scores."""
    return trial.Order(
        pd.Index(_keys(kundennr, size), dtype=object),
        _column("db", db, size),
        _column("umsatz", umsatz, size),
        _choices("vorjahr", vorjahr, "care_level", size),
    )


def _filled(rows: Rows) -> bool:
    return any(not cells.empty(cell) for row in rows for cell in row)


def _numbers(name: str, rows: Rows) -> FloatArray:
    """Cells as numbers, NaN for an empty one."""
    if not _filled(rows):
        raise ArgumentError(words.empty(name))
    return np.array(
        [[_number(name, cell, at) for cell in row] for at, row in enumerate(rows, 1)], dtype=np.float64
    )


def _number(name: str, cell: object, row: int) -> float:
    if cells.error_text(cell) is not None:
        raise ArgumentError(words.error_value(name, row, cells.error_text(cell) or ""))
    cell = cells.plain(cell)
    if cells.empty(cell):
        return float("nan")
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise ArgumentError(words.not_a_number(name, row, cells.text(cell) or ""))
    return float(cell)


def _per_criterion(name: str, values: FloatArray, table: FloatArray) -> FloatArray:
    """One value per column of `table`, given in a row or a column; one alone counts for all."""
    flat = values.ravel()
    wanted = table.shape[1]
    if min(values.shape) != 1 or len(flat) not in {1, wanted}:
        raise ArgumentError(words.sizes(name, wanted, len(flat)))
    return np.repeat(flat, wanted) if len(flat) == 1 else flat


def _criteria(rows: Rows, wanted: int) -> list[str] | None:
    """Names of the criteria, one per column of points, in a row or a column."""
    if not _filled(rows):
        return None
    flat = [cells.text(cell) or "" for row in rows for cell in row]
    if len(flat) != wanted:
        raise ArgumentError(words.sizes("kriterien", wanted, len(flat)))
    return flat


def _scales(rows: Rows, wanted: int) -> list[Scale]:
    if not _filled(rows):
        return [Scale.LINEAR] * wanted
    flat = [cell for row in rows for cell in row]
    if len(flat) not in {1, wanted}:
        raise ArgumentError(words.sizes("skala", wanted, len(flat)))
    names = [_identifier("skala", cell, "scale", at) or Scale.LINEAR for at, cell in enumerate(flat, 1)]
    return [Scale(name) for name in (names * wanted if len(names) == 1 else names)]


def _identifier(name: str, cell: object, choices: str, row: int) -> str | None:
    if cells.empty(cell):
        return None
    known = {label.casefold(): key for key, label in layout.CHOICES[choices].items()}
    found = known.get((cells.text(cell) or "").casefold())
    if found is None:
        allowed = ", ".join(layout.CHOICES[choices].values())
        raise ArgumentError(words.not_a_choice(name, row, cells.text(cell) or "", allowed))
    return found


def _flat(name: str, rows: Rows, size: int) -> list[object]:
    """Cells of one column, one per customer; all empty if it is not given."""
    if not _filled(rows):
        return [None] * size
    if len(rows) != size or any(len(row) != 1 for row in rows):
        raise ArgumentError(words.rows(name, size, len(rows)))
    return [row[0] for row in rows]


def _column(name: str, rows: Rows, size: int) -> FloatArray:
    return np.array(
        [_number(name, cell, at) for at, cell in enumerate(_flat(name, rows, size), 1)], dtype=np.float64
    )


def _texts(name: str, rows: Rows, size: int) -> list[str | None]:
    return [cells.text(cell) for cell in _flat(name, rows, size)]


def _keys(rows: Rows, size: int) -> list[str]:
    given = _texts("kundennr", rows, size)
    return [key if key is not None else f"{at:09d}" for at, key in enumerate(given)]


def _choices(name: str, rows: Rows, choices: str, size: int) -> ObjectArray:
    flat = _flat(name, rows, size)
    return np.array([_identifier(name, cell, choices, at) for at, cell in enumerate(flat, 1)], dtype=object)


def _single(name: str, rows: Rows, default: float) -> float:
    if not _filled(rows):
        return default
    value = _numbers(name, rows)
    if value.size != 1:
        raise ArgumentError(words.sizes(name, 1, int(value.size)))
    return float(value.item())


def _share(name: str, rows: Rows, default: float) -> float:
    value = _single(name, rows, default)
    if not 0.0 <= value <= 1.0:
        raise ArgumentError(words.not_a_share(name))
    return value


def _setting(name: str, rows: Rows, setting: str) -> float:
    """A share within the limits of a setting, its default if not given."""
    value, entry = _single(name, rows, getattr(DEFAULTS, setting)), layout.setting(setting)
    low, high = entry.low or 0.0, entry.high or 1.0
    if not low <= value <= high:
        raise ArgumentError(words.not_between(name, low, high))
    return value


def _yes(name: str, rows: Rows) -> bool:
    if not _filled(rows):
        return False
    flat = [cell for row in rows for cell in row]
    if len(flat) != 1:
        raise ArgumentError(words.sizes(name, 1, len(flat)))
    return _identifier(name, flat[0], "yes_no", 1) == "yes"


def _shown(values: FloatArray) -> Answer:
    """Rows of cells; what is not known is an empty text, since Excel shows an empty answer as 0."""
    table = values.reshape(len(values), -1)
    return [list(map(_cell, row)) for row in table.tolist()]


def _cell(value: float) -> object:
    return "" if np.isnan(value) else float(value)


def functions() -> dict[str, Any]:
    """Alle Tabellenfunktionen by their name in Excel."""
    return {function.name: globals()[function.name] for function in layout.FUNCTIONS}
