"""Gesprächsblätter: proven against their pages, refused where something else was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.adapters.test_meeting_sheets import OWN, PAGES, SHARED

from kundenbindung.adapters import meeting
from kundenbindung.adapters.package import PackageError
from kundenbindung.adapters.proof import Check, prove
from kundenbindung.jobs.meeting_sheets import Prepared
from kundenbindung.messages import meeting_pages as words
from kundenbindung.messages.meeting_pages import Page

HOUSE, CUSTOMER = words.inside(SHARED, OWN), words.for_customer(SHARED)


def drawn(path: Path, pages: Mapping[str, Page]) -> Path:
    meeting.draw(pages, path, "Gespräch 2026")
    return path


def test_all_kinds_of_pages_are_proven(tmp_path: Path) -> None:
    path = drawn(tmp_path / "Blatt.xlsx", PAGES)
    assert prove(path, meeting.meant(PAGES, "Gespräch 2026")) == ()


def test_a_house_page_in_the_file_of_a_customer_is_found_twice_over(tmp_path: Path) -> None:
    path = drawn(tmp_path / "Blatt.xlsx", {"007": HOUSE})
    found = prove(path, meeting.meant({"007": CUSTOMER}, "Gespräch 2026", frozenset(meeting.texts(HOUSE))))
    assert {fault.check for fault in found} >= {Check.CELL, Check.FORBIDDEN}
    assert any("Neue Preise seit März" in fault.found for fault in found)


@pytest.mark.parametrize("where", ["house", "customer"])
def test_nothing_is_stored_where_a_page_was_drawn_with_something_else(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer goes wrong in one file: it draws a line that the page does not have."""
    draw = meeting.draw

    def wrong(pages: Mapping[str, Page], target: Path, title: str) -> None:
        if (target.parent.name == "fuer_Kunden") == (where == "customer"):
            pages = {name: replace(page, goals="Rabatt von zwölf Prozent") for name, page in pages.items()}
        draw(pages, target, title)

    monkeypatch.setattr(meeting, "draw", wrong)
    with pytest.raises(PackageError) as refused:
        Prepared(2026, (HOUSE,), (CUSTOMER,)).write(tmp_path / "Ziel", "Blätter.xlsx", None)
    assert refused.value.finding.code == "copy_not_proven"
    assert not (tmp_path / "Ziel").exists()
