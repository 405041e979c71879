"""Behaltenes: what comes before the checks is calculated once for the same inputs; no check can change it."""

from __future__ import annotations

import importlib
import pickle

import pytest

from kundenbindung.core.model import Inputs, Results, Settings

evaluate = importlib.import_module("kundenbindung.core.evaluate")


def keep_calculations(patch: pytest.MonkeyPatch) -> None:
    """Let `evaluate` remember its results without findings; the checks run on them each time."""
    compose, complete = evaluate._compose, evaluate._with_people
    known: dict[bytes, Results] = {}

    def calculated(inputs: Inputs, settings: Settings) -> Results:
        key = pickle.dumps((inputs, settings))
        if key not in known:
            known[key] = complete(inputs, compose(inputs, settings))
        return known[key]

    patch.setattr(evaluate, "_compose", lambda _, settings: settings)
    patch.setattr(evaluate, "_with_people", calculated)
