"""Marks for operations that cross to the office: counted, guarded, with errors of Excel's shape.

`@reads` and `@writes` stand on the methods of the engine's classes. Only the outermost marked operation
counts: what Excel answers in one call is one call here, however many UNO calls it takes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

_Operation = TypeVar("_Operation", bound=Callable[..., Any])


def _marked(operation: _Operation, *, write: bool) -> _Operation:
    @functools.wraps(operation)
    def crossing(self: Any, *arguments: Any, **named: Any) -> Any:
        with self.session.crossing(operation.__qualname__, write=write):
            return operation(self, *arguments, **named)

    return cast(_Operation, crossing)


def reads(operation: _Operation) -> _Operation:
    """Mark an operation that asks the office."""
    return _marked(operation, write=False)


def writes(operation: _Operation) -> _Operation:
    """Mark an operation that changes a workbook: `fail_after` counts these."""
    return _marked(operation, write=True)
