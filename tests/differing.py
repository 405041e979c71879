"""Was unterscheidet sich: two values of the program compared down to every cell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd

DIGITS = 1e-14
"""Excel keeps fifteen digits of a number."""


def differences(one: object, other: object, near: float = DIGITS, at: str = "") -> Iterator[str]:
    """Places where two values differ: dataclasses, tables, rows and mappings are looked into."""
    if isinstance(one, pd.DataFrame | pd.Series | pd.Index | np.ndarray):
        yield from _tables(one, other, near, at)
    elif is_dataclass(one) and type(one) is type(other):
        for field in fields(one):
            yield from differences(
                getattr(one, field.name), getattr(other, field.name), near, f"{at}.{field.name}"
            )
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        yield from differences(list(one), list(other), near, f"{at} keys")
        for key in one.keys() & other.keys():
            yield from differences(one[key], other[key], near, f"{at}[{key}]")
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple):
        yield from () if len(one) == len(other) else [f"{at}: {len(one)} and {len(other)}"]
        for number, pair in enumerate(zip(one, other, strict=False)):
            yield from differences(*pair, near, f"{at}[{number}]")
    elif not same(one, other, near):
        yield f"{at}: {one!r} and {other!r}"


def _tables(one: Any, other: Any, near: float, at: str) -> Iterator[str]:
    if type(one) is not type(other) or one.shape != other.shape:
        yield f"{at}: {type(one).__name__} and {type(other).__name__}"
        return
    if isinstance(one, pd.DataFrame):
        yield from differences(list(one.columns), list(other.columns), near, f"{at} columns")
        yield from differences(one.index, other.index, near, f"{at} index")
        for number, name in enumerate(one.columns):
            yield from differences(
                list(one.iloc[:, number]), list(other.iloc[:, number]), near, f"{at}.{name}"
            )
        return
    if isinstance(one, pd.Series):
        yield from differences(one.index, other.index, near, f"{at} index")
    yield from differences(one.tolist(), other.tolist(), near, at)


def same(one: object, other: object, near: float = DIGITS) -> bool:
    """Equal and of the same type; numbers to their digits; both missing."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=near, abs_tol=near) or (math.isnan(one) and math.isnan(other))
    return type(one) is type(other) and bool(one == other)
