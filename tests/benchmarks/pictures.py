"""Bilder of the page: growth curves and where the seconds go, in the colours of the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from tests.benchmarks.model import german
from tests.benchmarks.page import PARTS, Row, rows_of
from tests.benchmarks.sampling import OTHER

from kundenbindung.workbook import styles

COLOURS = (styles.PETROL, styles.ORANGE, styles.SKY, styles.BRICK, "#83959F", styles.SAND, styles.INK)
MARKERS = ("D", "o", "^", "s", "v")
DASHES = ("-", "--", "-.", ":")
HATCHES = ("", "///", "", "\\\\\\", "...", "", "xx")
SHOWN = 6
"""Parts with a colour of their own."""
WIDTH, HEIGHT, RESOLUTION = 8.0, 4.2, 110


@dataclass(frozen=True, slots=True)
class Line:
    """Kurve: its name and seconds by customers."""

    name: str
    points: Mapping[int, float]


def draw(folder: Path, record: Mapping[str, Any]) -> None:
    """All pictures of the page, as far as their figures were measured."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = rows_of(record)
    if rows.get("whole"):
        title = "Schreiben kostet am meisten; alle Teile wachsen etwa mit der Zahl der Kunden"
        growth(folder / "benchmarks-auftrag.png", title, _by_part(rows["whole"]))
    if rows.get("formulas"):
        title = "Formeln vergleichen jeden mit jedem, das Programm sortiert einmal"
        growth(folder / "benchmarks-formeln.png", title, _against_formulas(rows["formulas"]))
    if rows.get("costs"):
        bars = _by_state(rows["costs"])
        shares(folder / "benchmarks-kosten.png", _writer_share(bars), bars)


def _by_part(rows: Sequence[Row]) -> list[Line]:
    return [
        Line(word, {row["customers"]: row[part] for row in rows if part in row})
        for part, word in PARTS.items()
    ]


def _against_formulas(rows: Sequence[Row]) -> list[Line]:
    names = {"seconds": "Formeln, LibreOffice", "own": "Programm"}
    return [Line(word, {row["customers"]: row[key] for row in rows}) for key, word in names.items()]


def _by_state(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """The largest company, what was before first, small parts together."""
    largest = max(row["customers"] for row in rows)
    states = {row["state"]: row["parts"] for row in rows if row["customers"] == largest}
    whole = states["jetzt"]
    named = [name for name in sorted(whole, key=lambda name: -whole[name]) if name != OTHER][:SHOWN]
    return {
        f"{german(largest, 0)} Kunden,\n{state}": {
            **{name: states[state].get(name, 0.0) for name in named},
            OTHER: sum(seconds for name, seconds in states[state].items() if name not in named),
        }
        for state in sorted(states, reverse=True)
    }


def _writer_share(bars: Mapping[str, Mapping[str, float]]) -> str:
    """Feststellung about the last bar, which is today's."""
    parts = list(bars.values())[-1]
    writer = sum(seconds for name, seconds in parts.items() if name.startswith("XlsxWriter"))
    return f"{german(100.0 * writer / sum(parts.values()), 0)} Prozent der Zeit braucht XlsxWriter"


def growth(target: Path, title: str, lines: Sequence[Line]) -> None:
    """Seconds by customers on logarithmic axes, each line with its own mark and dash."""
    figure, axes = _drawing(title)
    for at, line in enumerate(lines):
        axes.plot(
            list(line.points),
            list(line.points.values()),
            color=COLOURS[at],
            marker=MARKERS[at],
            linestyle=DASHES[at % len(DASHES)],
            linewidth=2.2,
            label=line.name,
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    sizes = sorted({size for line in lines for size in line.points})
    axes.set_xticks(sizes, [german(size, 0) for size in sizes])
    axes.xaxis.set_minor_locator(mpl.ticker.NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: german(value, 0 if value >= 1 else 2)))
    axes.set_xlabel("Kunden")
    axes.set_ylabel("Sekunden des Prozessors")
    _finish(figure, axes, target)


def shares(target: Path, title: str, bars: Mapping[str, Mapping[str, float]]) -> None:
    """Seconds by part as lying stacks, one per state."""
    figure, axes = _drawing(title)
    names = list(dict.fromkeys(name for parts in bars.values() for name in parts))
    left = [0.0] * len(bars)
    for at, name in enumerate(names):
        widths = [parts.get(name, 0.0) for parts in bars.values()]
        axes.barh(
            list(bars),
            widths,
            left=left,
            color=COLOURS[at % len(COLOURS)],
            hatch=HATCHES[at % len(HATCHES)],
            edgecolor=styles.WHITE,
            label=name,
        )
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.invert_yaxis()
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: german(value, 0)))
    axes.set_xlabel("Sekunden des Prozessors")
    _finish(figure, axes, target)


def _drawing(title: str) -> tuple[Any, Any]:
    mpl.rcParams.update({"font.size": 10, "text.color": styles.INK, "axes.labelcolor": styles.INK})
    figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontweight="bold", fontsize=11, wrap=True)
    return figure, axes


def _finish(figure: Any, axes: Any, target: Path) -> None:
    axes.grid(visible=True, color=styles.MIST, linewidth=0.75)
    axes.set_axisbelow(b=True)
    axes.spines[["top", "right"]].set_visible(b=False)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=9)
    figure.savefig(target, dpi=RESOLUTION, metadata={"Software": None})
