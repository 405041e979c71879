"""Gesprächsblätter as files: pages full and never longer, texts that stay texts, nobody's file replaced."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.package.ooxml import validate

from kundenbindung.adapters import presets
from kundenbindung.adapters.meeting import draw, is_ours, refuse, store
from kundenbindung.adapters.meeting.arranging import PAGE_HEIGHT, Band, arrange
from kundenbindung.adapters.meeting.drawing import _ends
from kundenbindung.adapters.meeting.fitting import CAREFUL, ELLIPSIS, lines, shortened, text_width
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.messages import meeting_pages as words
from kundenbindung.messages.meeting_pages import (
    Agreement,
    Figure,
    Inside,
    Opportunity,
    Page,
    Project,
    Shared,
)
from kundenbindung.workbook.schema import Unit

DAY = dt.date(2026, 3, 31)
SENTENCE = "Der Kunde will bis 2028 alle drei Werke auf eine gemeinsame Fördertechnik umstellen. "
PROJECT = Project("Erweiterung des Hochregallagers mit Anbindung an die Abfüllung, zweiter Bauabschnitt", DAY)
AGREEMENT = Agreement(
    "Angebot mit Alternativen zur Steuerung und einem Terminplan vorlegen", DAY, "MK", DAY, None
)
SHARED = Shared(
    company="Eigene GmbH",
    customer_id="007",
    customer="Müller & Söhne",
    plan_year=2026,
    decision_maker="Frau Müller",
    responsible="MK",
    years=(2023, 2024, 2025),
    months=12,
    booked=(100_000.0, 110_000.0, 150_000.0),
    goals="Zweites Werk eröffnen",
    projects=(PROJECT,),
    agreements=(AGREEMENT,),
    meeting=DAY,
    agenda=presets.meeting_agenda(),
)
ROW = {
    "trend_class": "growth", "trend_confidence": "clear", "status": "active", "needs_explanation": True,
    "explained": False, "own_rate": 0.05, "score": 71.26, "care_level": "strategy", "computed_level": "sales",
    "stability": 0.92, "steadiness": "watch", "margin_estimated": False,
}  # fmt: skip
OWN = Inside(
    row=ROW,
    revenue=(100_000.0, 110_000.0, 150_000.0),
    margin=(30_000.0, None, 46_500.0),
    margin_kind="DB II",
    reason_code="price",
    explanation="Neue Preise seit März",
    persistence="partly",
    opportunities=(Opportunity(PROJECT, 80_000.0, 0.4, "Angebot"),),
    activity="Entscheidergespräch",
    last=(DAY, "Besuch", "Zufrieden"),
)
LONG = replace(
    SHARED,
    customer="Vereinigte Molkereigenossenschaften " * 5,
    decision_maker="Frau Professor Doktor Reinders " * 4,
    goals=SENTENCE * 12,
    projects=(PROJECT,) * 9,
    agreements=(AGREEMENT,) * 9,
)
LONG_OWN = replace(
    OWN,
    reason_code="ownership",
    explanation=SENTENCE * 6,
    opportunities=(Opportunity(PROJECT, 12_345_678.0, 0.5, "Angebot abgegeben und verhandelt"),) * 9,
    last=(DAY, "Zielvereinbarung und Projekte", SENTENCE * 4),
)
BARE = replace(
    SHARED, company="", decision_maker=None, responsible=None, goals=None, projects=(), agreements=(),
    meeting=None, booked=(None, None, None),
)  # fmt: skip
PAGES = {
    "usual": words.inside(SHARED, OWN),
    "long": words.inside(LONG, LONG_OWN),
    "bare": words.inside(BARE, replace(OWN, opportunities=(), last=None, margin=(None,) * 3)),
    "customer": words.for_customer(SHARED),
    "long customer": words.for_customer(LONG),
    "bare customer": words.for_customer(BARE),
}


def height(bands: list[Band]) -> float:
    return sum(band.height for band in bands)


def told(page: Page) -> list[str]:
    """Texts as they stand on the page."""
    return [cell.text for band in arrange(page) for cell in band.cells if cell.text]


def drawn(folder: Path, **pages: Page) -> Path:
    draw(pages, folder / "Blatt.xlsx", "Gespräch 2026")
    return folder / "Blatt.xlsx"


# Eine Seite


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_full_and_never_longer(name: str) -> None:
    bands = arrange(PAGES[name])
    assert height(bands) == pytest.approx(PAGE_HEIGHT)
    assert min(band.height for band in bands) > 0.0


TEXTS = st.text(max_size=400)


@settings(max_examples=30, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.integers(0, 12), st.integers(0, 12))
def test_no_text_makes_a_page_longer(name: str, goals: str, typed: str, chances: int, agreed: int) -> None:
    shared = replace(
        SHARED, customer=name, goals=goals, company=name, decision_maker=typed,
        agreements=(replace(AGREEMENT, what=typed, who=goals),) * agreed,
        projects=(Project(typed, None),) * chances,
    )  # fmt: skip
    own = replace(
        OWN, explanation=typed, activity=goals, last=(DAY, typed, goals),
        opportunities=(Opportunity(Project(typed, DAY), 1e12, 0.5, typed),) * chances,
    )  # fmt: skip
    for page in (words.inside(shared, own), words.for_customer(shared)):
        assert height(arrange(page)) == pytest.approx(PAGE_HEIGHT)


def test_short_texts_stand_whole_and_long_ones_are_cut_only_then() -> None:
    assert not any(ELLIPSIS in text for text in told(PAGES["usual"]))
    assert SENTENCE.strip() in told(words.inside(replace(SHARED, goals=SENTENCE), OWN))
    cut = [text for text in told(PAGES["long"]) if text.endswith(ELLIPSIS)]
    assert any(text.startswith("Der Kunde will bis 2028") for text in cut)
    assert "und 4 weitere" in told(PAGES["long"])
    assert "und 3 weitere" in told(PAGES["long"])


def test_what_is_missing_is_a_line_to_fill_in() -> None:
    rules = [cell.column for band in arrange(PAGES["bare"])[:6] for cell in band.cells if cell.look == "rule"]
    assert rules == [4, 12, 17]
    assert "–" in told(PAGES["bare"])


@given(TEXTS, st.integers(1, 6), st.sampled_from([60.0, 180.0, 640.0]), st.sampled_from([8.5, 10.0, 20.0]))
def test_a_shortened_text_has_no_more_lines_than_it_may(
    text: str, most: int, width: float, size: float
) -> None:
    cut, taken = shortened(text, most, width, size)
    assert 1 <= taken <= most
    whole = lines(text, width, size)
    if len(whole) <= most:
        assert cut.split() == text.split()
        return
    assert cut.endswith(ELLIPSIS)
    assert len(cut.split("\n")) == most
    widest = max(text_width(line, size) for line in cut.split("\n"))
    assert widest <= max(width * CAREFUL, text_width("W" + ELLIPSIS, 20.0))


def test_words_are_broken_between_and_only_if_too_long_within() -> None:
    assert lines("eins zwei drei", text_width("eins zwei", 11.0) / CAREFUL, 11.0) == ["eins zwei", "drei"]
    assert lines("aaaaaa", text_width("aaaa", 11.0) / CAREFUL, 11.0) == ["aaaa", "aa"]
    assert lines("eins\n\nzwei", 500.0, 11.0) == ["eins", "", "zwei"]


# Die Mappe


def test_the_sheet_prints_on_one_page_upright(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(drawn(tmp_path, A=PAGES["usual"], B=PAGES["long"]))
    sheets: Any = book.worksheets
    for sheet in sheets:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation) == (9, "portrait")
        assert {setup.fitToWidth, setup.fitToHeight} <= {None, 1}, "1 is what no number means"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area == f"'{sheet.title}'!$A$1:$X${sheet.max_row}"
        assert sheet.sheet_view.showGridLines is False
        assert len(sheet._charts) == 2


def test_the_file_is_sound_and_the_same_every_time(tmp_path: Path) -> None:
    first = drawn(tmp_path, A=PAGES["usual"], B=PAGES["bare"], C=PAGES["bare customer"])
    data = first.read_bytes()
    assert validate(first) == []
    assert drawn(tmp_path, A=PAGES["usual"], B=PAGES["bare"], C=PAGES["bare customer"]).read_bytes() == data


def test_texts_stay_texts_and_nothing_is_a_formula_or_a_link(tmp_path: Path) -> None:
    evil = replace(
        SHARED, customer_id="=1+1", customer="=2+2", goals="https://example.org", responsible="007"
    )
    path = drawn(tmp_path, A=words.inside(evil, replace(OWN, explanation="+3")), B=words.for_customer(evil))
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row]
    values = {cell.value: cell for cell in cells if cell.value is not None}
    for text in ("=1+1", "=2+2", "https://example.org", "007"):
        assert values[text].data_type == "s"
    assert {cell.data_type for cell in values.values()} == {"s", "n"}
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "/worksheets/" in name]
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)


def test_charts_hold_the_numbers_of_the_table(tmp_path: Path) -> None:
    path = drawn(tmp_path, A=PAGES["usual"])
    with zipfile.ZipFile(path) as archive:
        charts = [archive.read(f"xl/charts/chart{at}.xml").decode() for at in (1, 2)]
    assert [f"<c:v>{value}</c:v>" in charts[0] for value in (100_000, 110_000, 150_000)] == [True] * 3
    assert "Umsatz in Tsd. €" in charts[0]
    assert "<c:v>46500</c:v>" in charts[1]
    assert "DB II in Tsd. €" in charts[1]


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ((100.0, None, 80.0), {"min": 0.0, "max": 125.0}),
        ((-40.0, 60.0), {"min": -65.0, "max": 85.0}),
        ((-40.0, -20.0), {"min": -50.0, "max": 0.0}),
    ],
)
def test_columns_begin_at_zero(values: tuple[float | None, ...], ends: dict[str, float]) -> None:
    assert _ends(Figure("Umsatz", values, Unit.EUR, "Umsatz", "0")) == ends


def test_the_properties_name_nobody(tmp_path: Path) -> None:
    found = openpyxl.load_workbook(drawn(tmp_path, A=PAGES["customer"])).properties
    assert found.title == "Gespräch 2026"
    assert not any((found.creator, found.lastModifiedBy, found.subject, found.description, found.category))
    assert found.created == dt.datetime(2026, 1, 1)


def test_a_footer_is_one_line_whatever_the_company_is_called(tmp_path: Path) -> None:
    page = words.inside(replace(SHARED, company="3 & Söhne &P " * 30), OWN)
    sheet: Any = openpyxl.load_workbook(drawn(tmp_path, A=page))["A"]
    with zipfile.ZipFile(tmp_path / "Blatt.xlsx") as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode().partition("<oddFooter>")[2]
    written = text.partition("</oddFooter>")[0].replace("&amp;", "&")
    assert "Nur intern" in written
    assert "3 && Söhne &&P" in written
    assert len(written) < 250
    assert sheet.oddFooter.left.size == 8


# Ablegen


def test_own_files_are_known_and_those_of_others_are_not(tmp_path: Path) -> None:
    own = drawn(tmp_path, A=PAGES["usual"])
    other = tmp_path / "Fremd.xlsx"
    openpyxl.Workbook().save(other)
    texts = {
        "Fremd.pdf": b"%PDF-1.6\n/Keywords(Rechnung)",
        "Kein.pdf": "Gesprächsblatt_A4".encode(),
        "Halb.xlsx": own.read_bytes()[:2_000],
        "Leer.xlsx": b"",
    }
    for name, data in texts.items():
        (tmp_path / name).write_bytes(data)
    assert is_ours(own)
    assert not any(is_ours(tmp_path / name) for name in [other.name, *texts, "fehlt.xlsx"])
    wide = b"%PDF-1.6\n/Keywords<FEFF" + "Gesprächsblatt_A4".encode("utf-16-be").hex().upper().encode() + b">"
    (tmp_path / "Eigen.pdf").write_bytes(wide)
    assert is_ours(tmp_path / "Eigen.pdf")


def test_something_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Fremd.xlsx").write_bytes(b"wichtig")
    for folder, target, code in (
        (tmp_path, tmp_path / "Fremd.xlsx", "target_exists"),
        (tmp_path / "Fremd.xlsx", tmp_path / "Fremd.xlsx" / "A.xlsx", "target_exists"),
        (tmp_path / "a" / "b", tmp_path / "a" / "b" / "A.xlsx", "target_folder_missing"),
    ):
        with pytest.raises(PackageError) as refused:
            refuse(folder, [target])
        assert refused.value.finding.code == code
    refuse(tmp_path / "neu", [tmp_path / "neu" / "A.xlsx", tmp_path / "neu" / "fuer_Kunden" / "B.xlsx"])


def test_all_files_are_written_or_none(tmp_path: Path) -> None:
    source = drawn(tmp_path, A=PAGES["usual"])
    folder = tmp_path / "Ziel"
    good, bad = folder / "A.xlsx", folder / "fuer_Kunden" / "B.xlsx"
    store(folder, {good: source, bad: source})
    assert good.read_bytes() == bad.read_bytes() == source.read_bytes()
    good.write_bytes(b"alt")
    bad.unlink()
    (bad / "im Weg").mkdir(parents=True)
    with pytest.raises(PackageError) as refused:
        store(folder, {good: source, bad: source})
    assert refused.value.finding.code == "target_not_written"
    assert good.read_bytes() == b"alt"
    assert sorted(path.name for path in folder.rglob("*")) == ["A.xlsx", "B.xlsx", "fuer_Kunden", "im Weg"]


def test_a_folder_made_for_nothing_goes_again(tmp_path: Path) -> None:
    with pytest.raises(PackageError):
        store(tmp_path / "Ziel", {tmp_path / "Ziel" / "fuer_Kunden" / "A.xlsx": tmp_path / "fehlt.xlsx"})
    assert list(tmp_path.iterdir()) == []
