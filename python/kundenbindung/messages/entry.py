"""Eintrag des Katalogs: what one finding code says and advises."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """Satz und Rat of one finding code."""

    sentence: str
    advice: str
