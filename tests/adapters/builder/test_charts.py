"""Diagramme: what they refer to, what they store, how they are read aloud - of the sample and of nothing."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from tests.adapters.builder import built

from kundenbindung import jobs
from kundenbindung.adapters.builder import build
from kundenbindung.adapters.package import check_package
from kundenbindung.workbook import layout, sharing, styles
from kundenbindung.workbook.charts import CHARTS
from kundenbindung.workbook.frames import Contents
from kundenbindung.workbook.schema import Chart, ChartKind

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
EACH = [pytest.param(at, chart, id=chart.name) for at, chart in enumerate(CHARTS)]


class Built:
    """A workbook with its charts in the order in which they are declared."""

    def __init__(self, contents: Contents, path: Path) -> None:
        build(contents, path)
        self.contents, self.path = contents, path
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if "/charts/chart" in name]
            drawing = next(name for name in archive.namelist() if name.startswith("xl/drawings/drawing"))
            self.drawing: Element = fromstring(archive.read(drawing))
            charts = sorted(names, key=lambda name: int(re.findall(r"\d+", name)[0]))
            self.charts: list[Element] = [fromstring(archive.read(name)) for name in charts]
        self.sheet = built.opened(path, values=True)["Cockpit"]

    def cells(self, formula: str) -> list[Any]:
        """Values of a reference."""
        area = formula.rpartition("!")[2].replace("$", "")
        found = self.sheet[area]
        return [found.value] if not isinstance(found, tuple) else [row[0].value for row in found]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(jobs.contents(jobs.sample(), None), tmp_path_factory.mktemp("charts") / "Beispiel.xlsx")


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Built:
    empty = jobs.contents(jobs.empty((2023, 2024, 2025)), None)
    return Built(empty, tmp_path_factory.mktemp("charts") / "Leer.xlsx")


def references(chart: Element) -> Mapping[str, list[str | None]]:
    """Cached values of every reference of a chart, by its cells."""
    found: dict[str, list[str | None]] = {}
    for node in chart.iter():
        if node.tag in {f"{C}numRef", f"{C}strRef"}:
            cache = next(one for one in node if one.tag.endswith("Cache"))
            points = {int(one.get("idx", "")): one.findtext(f"{C}v") for one in cache.iter(f"{C}pt")}
            count = int(next(cache.iter(f"{C}ptCount")).get("val", ""))
            found[node.findtext(f"{C}f", "")] = [points.get(at) for at in range(count)]
    return found


@pytest.mark.parametrize(("at", "declared"), EACH)
def test_the_title_is_the_cell_of_the_finding(sample: Built, at: int, declared: Chart) -> None:
    title = next(sample.charts[at].iter(f"{C}title"))
    formula = next(title.iter(f"{C}f")).text or ""
    spot = built.spot_of(sample.contents, "statements")
    row = list(spot.frame["chart"]).index(declared.label)
    assert sample.cells(formula) == [spot.frame["statement"].iloc[row]]
    assert formula.endswith(f"${spot.first_row + row + 1}")
    assert next(title.iter(f"{C}v")).text == spot.frame["statement"].iloc[row]


@pytest.mark.parametrize(("at", "declared"), EACH)
def test_series_cover_whole_columns(sample: Built, at: int, declared: Chart) -> None:
    """A table that grows takes its charts with it only if they show all of its rows."""
    known = set(references(sample.charts[at]))
    for table, series in declared.series:
        spot = built.spot_of(sample.contents, table)
        letters = built.cell(sample_book(sample), spot, series.column).column_letter
        whole = f"'Cockpit'!${letters}${spot.first_row + 1}:${letters}${spot.last_row + 1}"
        rows = {f"'Cockpit'!${letters}${row + 1}" for row in range(spot.first_row, spot.last_row + 1)}
        assert rows <= known if series.names else whole in known


def sample_book(sample: Built) -> Any:
    return {sample.sheet.title: sample.sheet}


@pytest.mark.parametrize("which", ["sample", "nothing"])
def test_what_is_stored_is_what_stands_there(which: str, request: pytest.FixtureRequest) -> None:
    """Nothing is shown as zero."""
    found: Built = request.getfixturevalue(which)
    for chart in found.charts:
        for formula, cached in references(chart).items():
            cells = found.cells(formula)
            assert len(cells) == len(cached), formula
            for cell, stored in zip(cells, cached, strict=True):
                if isinstance(cell, int | float):
                    assert float(stored or "nan") == pytest.approx(cell), formula
                else:
                    assert (stored or None) == cell, formula


@pytest.mark.parametrize("which", ["sample", "nothing"])
def test_the_package_is_sound(which: str, request: pytest.FixtureRequest) -> None:
    found: Built = request.getfixturevalue(which)
    assert check_package(found.path) == ()
    assert len(found.charts) == len(CHARTS)


def test_filters_and_hidden_rows_change_nothing(sample: Built) -> None:
    for chart in sample.charts:
        assert not list(chart.iter(f"{C}plotVisOnly"))  # what Excel writes where hidden cells are shown
        assert all(node.get("val") == "gap" for node in chart.iter(f"{C}dispBlanksAs"))


def test_every_chart_is_read_aloud(sample: Built) -> None:
    """The alternative text says what is drawn and where the numbers are."""
    texts = [node.get("descr", "") for node in sample.drawing.iter() if node.tag.endswith("cNvPr")]
    assert texts == [chart.about for chart in CHARTS]
    for chart, text in zip(CHARTS, texts, strict=True):
        table = layout.TABLES[chart.series[0][0]].label
        assert table in text


def test_charts_do_not_cover_one_another(sample: Built) -> None:
    """Two side by side, each row of charts below the one before."""
    tops = [int(node.findtext("{*}row", "")) for node in sample.drawing.iter() if node.tag.endswith("}from")]
    bottoms = [int(node.findtext("{*}row", "")) for node in sample.drawing.iter() if node.tag.endswith("}to")]
    first = built.spot_of(sample.contents, "statements")
    assert tops[0] > first.last_row
    assert tops[0::2] == tops[1::2]
    assert all(top >= bottom for top, bottom in zip(tops[2::2], bottoms[0:-2:2], strict=True))


def test_pages_break_between_charts(sample: Built) -> None:
    """No chart is cut in two, and three pages hold them all."""
    tops = [int(node.findtext("{*}row", "")) for node in sample.drawing.iter() if node.tag.endswith("}from")]
    bottoms = [int(node.findtext("{*}row", "")) for node in sample.drawing.iter() if node.tag.endswith("}to")]
    breaks = [entry.id for entry in sample.sheet.row_breaks.brk]
    assert len(breaks) == 2
    for at in breaks:
        assert not any(top < at < bottom for top, bottom in zip(tops, bottoms, strict=True)), at
        assert any(top >= at for top in tops)
    assert sample.sheet.page_setup.scale is not None
    last = int(sample.sheet.print_area.rpartition("$")[2])
    assert last >= max(bottoms)


NEIGHBOURS = 1.5
"""Contrast of areas that touch one another and have the same pattern."""


def _lightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("at", "declared"), EACH)
def test_series_are_told_apart_without_colour(at: int, declared: Chart) -> None:
    """By lightness, hatching, dash or the shape of their marks; levels of a scatter always by their marks."""
    paints = [
        styles.PAINTS[series.paint]
        for _, series in declared.series
        if series.paint not in {"names", "nothing"}
    ]
    unlike = {(paint.fill, paint.hatch, paint.dash, paint.marker, paint.line) for paint in paints}
    assert len(unlike) == len({series.paint for _, series in declared.series} - {"names", "nothing"})
    drawn = declared.kind in {ChartKind.POINTS, ChartKind.LINES}
    for one, other in itertools.pairwise(paints):
        shapes = (one.hatch, one.dash, one.marker) if drawn else (one.hatch,)
        others = (other.hatch, other.dash, other.marker) if drawn else (other.hatch,)
        if one != other and shapes == others:
            light, dark = sorted((_lightness(one.fill), _lightness(other.fill)))
            assert (dark + 0.05) / (light + 0.05) >= NEIGHBOURS, (one, other)


def test_copies_hold_only_charts_whose_cells_travel() -> None:
    contents = jobs.contents(jobs.sample(), None)
    groups = {group.name: group for group in sharing.groups_of(contents.frames["groups"])}
    charts = {
        name: [
            chart.name for page in sharing.share(contents, groups[name]).pages for chart in page.sheet.charts
        ]
        for name in ("Team", "Leitung", "Bank")
    }
    assert charts["Leitung"] == [chart.name for chart in CHARTS]
    assert charts["Team"] == charts["Bank"] == []
