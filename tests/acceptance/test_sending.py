"""Versand in the acceptance script: its checks pass in `test_script`; here they fail for their faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.acceptance.checking import attempted
from tests.needs import needs_module

needs_module("xlwings")

from kundenbindung.acceptance.model import Verdict  # noqa: E402

if TYPE_CHECKING:
    from kundenbindung.acceptance.stage import Stage


def test_a_copy_that_is_not_written_is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from kundenbindung.jobs import open_sending

    monkeypatch.setattr(open_sending, "send", lambda _app: "Es wurde nichts geschrieben.")
    result = attempted(stage, "Knopf Versandkopie")
    assert result.verdict is Verdict.FAILED
    assert "nicht geschrieben" in result.sentence


def test_a_rating_that_does_not_come_back_is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from kundenbindung.jobs import open_returning

    monkeypatch.setattr(open_returning, "take_back_into", lambda _app, _files: "1 Eintrag übernommen.")
    result = attempted(stage, "Knopf Rücklauf einlesen")
    assert result.verdict is Verdict.FAILED
    assert "Urteil" in result.sentence


def test_a_customer_that_stays_is_seen(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from kundenbindung.jobs import open_deleting

    monkeypatch.setattr(open_deleting, "delete", lambda _app: "Gelöscht.")
    result = attempted(stage, "Knopf Kunde löschen")
    assert result.verdict is Verdict.FAILED
    assert "steht noch in" in result.sentence
