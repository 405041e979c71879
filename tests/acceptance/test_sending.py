"""Versand in the acceptance script, check by check: each passes here, and fails for its fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.acceptance.checking import attempted
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung.acceptance.model import Verdict  # noqa: E402

if TYPE_CHECKING:
    from kundenbindung.acceptance.stage import Stage


@pytest.mark.parametrize("name", ["Versandkopie", "Rücklauf einlesen", "Kunde löschen"])
def test_it_passes_here(stage: Stage, name: str) -> None:
    result = attempted(stage, f"Knopf {name}")
    assert result.verdict is Verdict.PASSED, result.sentence


def test_a_copy_that_is_not_written_is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from kundenbindung.jobs import open_sending

    monkeypatch.setattr(open_sending, "send", lambda _app: "Es wurde nichts geschrieben.")
    result = attempted(stage, "Knopf Versandkopie")
    assert result.verdict is Verdict.FAILED
    assert "nicht geschrieben" in result.sentence
