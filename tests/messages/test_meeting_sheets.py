"""Worte der Gesprächsblätter: trend, reason and rating on a page, a report with PDF and without."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from tests.adapters.test_meeting_sheets import AGREEMENT, OWN, ROW, SHARED

from kundenbindung.messages.meeting_pages import Inside, Page, for_customer, inside
from kundenbindung.messages.meeting_sheets import Written, chosen, nothing, saved, written

DONE = Written(year=2026, pages=2, name="B.xlsx", files=3, pdf=3, old_pdf=0)


def points(own: Inside = OWN, **row: object) -> dict[str, str]:
    """Lines about trend and rating, with a result or two changed."""
    return dict(inside(SHARED, replace(own, row={**ROW, **row})).points)


def test_trend_reason_and_rating_in_one_line_each() -> None:
    assert points() == {
        "Trend": "wachsend (klar), +5 % im Jahr",
        "Grund": "Preis: Neue Preise seit März; hält an: teilweise; Erklärung fehlt noch",
        "Einstufung": "71,3 von 100 Punkten, Level Strategie, Vorschlag Vertrieb, "
        "Stabilität 92 % (beobachten)",
    }


def test_what_is_not_known_is_not_said() -> None:
    bare = replace(OWN, reason_code=None, explanation=None, persistence=None)
    told = points(
        bare, trend_class=None, trend_confidence=None, status="new", own_rate=None, needs_explanation=False,
        score=None, computed_level=None, stability=None,
    )  # fmt: skip
    assert told == {
        "Trend": "neu, noch kein Trend",
        "Grund": "nichts eingetragen",
        "Einstufung": "Level Strategie, Vorschlag keiner",
    }


def test_db_is_called_as_the_owner_calls_it_and_a_share_needs_revenue() -> None:
    page = inside(SHARED, replace(OWN, revenue=(0.0, 100.0, -5.0), margin=(3.0, 25.0, 1.0)))
    estimated = inside(SHARED, replace(OWN, row={**ROW, "margin_estimated": True}))
    assert [figure.label for figure in page.figures] == ["Umsatz", "DB II", "DB-Quote"]
    assert page.figures[2].values == (None, 0.25, None)
    assert estimated.figures[1].label == "DB II (geschätzt)"


@pytest.mark.parametrize(
    ("largest", "title", "number_format"),
    [
        (9_999.0, "Umsatz in €", "#,##0"),
        (10_000.0, "Umsatz in Tsd. €", "#,##0,"),
        (-10_000_000.0, "Umsatz in Mio. €", "#,##0.0,,"),
    ],
)
def test_a_chart_has_short_numbers(largest: float, title: str, number_format: str) -> None:
    figure = for_customer(replace(SHARED, booked=(largest, None, 0.0))).figures[0]
    assert (figure.chart, figure.chart_format) == (title, number_format)


def test_without_figures_there_is_no_chart() -> None:
    page = for_customer(replace(SHARED, booked=(None, None, None)))
    assert [figure.chart for figure in page.figures] == [""]


def agreements(page: Page) -> list[str]:
    listing = next(one for one in page.lists if one.title == "Vereinbarungen vom letzten Mal")
    return [*(row[0] for row in listing.rows), listing.rest]


def test_open_agreements_come_first_and_the_others_are_counted() -> None:
    day = dt.date(2026, 1, 1)
    rows = [replace(AGREEMENT, what=f"fertig {at}", done_on=day + dt.timedelta(at)) for at in range(5)]
    rows += [replace(AGREEMENT, what="ohne Tag", until=None), replace(AGREEMENT, what="bald", until=day)]
    shown = agreements(for_customer(replace(SHARED, agreements=tuple(rows))))
    assert shown == [
        "bald",
        "ohne Tag",
        "fertig 4",
        "fertig 3",
        "fertig 2",
        "fertig 1",
        "und 1 weiterer Eintrag",
    ]


def test_the_report_says_where_the_files_are_and_whether_there_are_pdf() -> None:
    first, safe, about, hint = written(DONE, "Ordner").split("\n")
    assert first == "2 Gesprächsblätter 2026 in „Ordner“ geschrieben: B.xlsx."
    assert "Im Ordner fuer_Kunden liegt je Kunde eine eigene Datei" in safe
    assert about == "Zu jeder Datei gibt es ein PDF."
    assert hint.startswith("Ziele des Kunden tragen Sie im Blatt Kunden ein")
    assert saved(DONE, "Ordner") == written(DONE, "Ordner")


@pytest.mark.parametrize(
    ("report", "wanted", "text"),
    [
        (replace(DONE, pdf=None), True, "PDF nicht möglich: LibreOffice nicht gefunden."),
        (replace(DONE, pdf=None), False, "PDF wurden nicht verlangt."),
        (replace(DONE, pdf=1), True, "1 von 3 PDF sind geschrieben"),
        (replace(DONE, pdf=0, old_pdf=2), True, "Noch vom letzten Mal und nicht erneuert: 2 PDF."),
    ],
)
def test_missing_pdf_are_no_error_but_said(report: Written, wanted: bool, text: str) -> None:
    assert text in written(report, "Ordner", wanted=wanted)


def test_nobody_with_the_level_has_a_reason() -> None:
    assert nothing("M.xlsx", 5).endswith("Über Level entscheiden Sie im Blatt Screening.")
    assert nothing("M.xlsx", 0).endswith("Tragen Sie zuerst Kunden und Zahlen ein.")


def test_a_chosen_name_ends_as_a_workbook_does() -> None:
    assert [chosen(name) for name in ("a", "a.xlsx", "A.XLSX", "a.pdf")] == [
        "a.xlsx",
        "a.xlsx",
        "A.XLSX",
        "a.pdf.xlsx",
    ]
