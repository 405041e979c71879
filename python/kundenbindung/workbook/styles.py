"""Aussehen: palette, number formats per unit, built-in cell styles. Data, no Excel library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kundenbindung.workbook.schema import Role, SheetKind, Unit

FONT = "Calibri"
TITLE, HEADING, BODY, SMALL, FOOT = 20, 13, 11, 10, 8
TYPE_SCALE = (TITLE, HEADING, BODY, SMALL, FOOT)
"""Schriftgrade in points: title of a sheet, captions, cells, notes, what is printed below."""

INK = "#1B2A33"
MUTED = "#55626B"
PETROL = "#17475A"
WHITE = "#FFFFFF"
LINE = "#C9D1D6"
PAPER = "#F3F5F6"
INPUT_FILL = "#FFF9E3"
DECISION_FILL = "#E3EFF8"
OUTPUT_FILL = "#F7F9FA"
LINK = "#0B5A8A"
ERROR_INK = "#8A1C1C"
ERROR_FILL = "#F9DEDC"
WARNING_INK = "#6B4A00"
WARNING_FILL = "#FCE8B8"
GOOD_INK = "#1D5B33"
GOOD_FILL = "#DDF0E2"
STRATEGY_FILL = "#CFE3EE"
SALES_FILL = "#E4EEF3"
SERVICE_FILL = "#F3F5F6"
BAR = "#B5D3E2"
EARLIER, LATEST = "#5895B4", PETROL
"""Farben of small columns: 3 to 1 against the cell and against one another."""

TAB_COLOURS = {
    SheetKind.START: PETROL,
    SheetKind.INPUT: "#E0A100",
    SheetKind.RESULT: "#3B83A6",
    SheetKind.SETTINGS: "#8A949A",
    SheetKind.HELP: "#1D5B33",
}

NUMBER_FORMATS = {
    Unit.KEY: "@",
    Unit.TEXT: "@",
    Unit.LONG_TEXT: "@",
    Unit.CHOICE: "@",
    Unit.EUR: '#,##0 "€"_0',
    Unit.SHARE: "0.0%_0",
    Unit.CERTAINTY: "0%_0",
    Unit.RATE: "+0.0%_0;-0.0%_0;0.0%_0",
    Unit.DAYS: "0_0",
    Unit.HOURS: "#,##0.0_0",
    Unit.RATING: "0.0_0",
    Unit.POINTS: "0.0_0",
    Unit.SCORE: "0.0_0",
    Unit.CHANGE: "+0.0_0;-0.0_0;0.0_0",
    Unit.COUNT: "#,##0_0",
    Unit.YEAR: "0_0",
    Unit.NUMBER: "#,##0.0##_0",
    Unit.DATE: "dd.mm.yyyy",
    Unit.ANCHOR: "#,##0.0##_0",
    Unit.VALUE: "General",
    Unit.SPARKLINE: "General",
}
"""Zahlenformate in Excel's own notation; `_0` keeps a digit of air between a number and its border."""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """Zellformatvorlage: one of Excel's built-in styles by id, with the look of this house.

    xf_id  number the builder writes; 0 is Normal, 1 belongs to hyperlinks
    """

    name: str
    builtin_id: int
    xf_id: int


INPUT = CellStyle("Eingabe", 20, 2)
OUTPUT = CellStyle("Ausgabe", 21, 3)
CALCULATION = CellStyle("Berechnung", 22, 4)
NOTE = CellStyle("Notiz", 10, 5)
CELL_STYLES = (INPUT, OUTPUT, CALCULATION, NOTE)

ROLE_STYLES = {
    Role.INPUT: INPUT,
    Role.DECISION: NOTE,
    Role.STAMP: NOTE,
    Role.OUTPUT: OUTPUT,
    Role.FORMULA: CALCULATION,
}
ROLE_FILLS = {
    Role.INPUT: INPUT_FILL,
    Role.DECISION: DECISION_FILL,
    Role.STAMP: DECISION_FILL,
    Role.OUTPUT: OUTPUT_FILL,
    Role.FORMULA: WHITE,
}
ROLE_WORDS = {
    Role.INPUT: "Eingabe: hier schreiben Sie",
    Role.DECISION: "Entscheidung: hier entscheiden Sie, nichts wird überschrieben",
    Role.OUTPUT: "Ergebnis: wird bei jeder Berechnung neu geschrieben",
    Role.FORMULA: "Formel: rechnet sofort mit",
}
ROLE_LABELS = {
    Role.INPUT: "Eingabe",
    Role.DECISION: "Entscheidung",
    Role.OUTPUT: "Ergebnis",
    Role.FORMULA: "Formel",
}
"""Legende: the roles in the order of the legend, with one word each."""

HEADER_FILLS = {
    Role.INPUT: "#F2DC9B",
    Role.DECISION: "#2C6C93",
    Role.STAMP: "#2C6C93",
    Role.OUTPUT: PETROL,
    Role.FORMULA: PETROL,
}
HEADER_INKS = {
    Role.INPUT: INK,
    Role.DECISION: WHITE,
    Role.STAMP: WHITE,
    Role.OUTPUT: WHITE,
    Role.FORMULA: WHITE,
}

LEVEL_COLUMNS = frozenset(
    {
        "computed_level",
        "decided_level",
        "decided_for",
        "care_level",
        "level",
        "level_a",
        "level_b",
        "level_c",
        "level_now",
        "last_level",
        "prior_level",
    }
)
LEVEL_FILLS = {"strategy": STRATEGY_FILL, "sales": SALES_FILL, "service": SERVICE_FILL}
SEVERITY_LOOKS = {
    "error": (ERROR_INK, ERROR_FILL),
    "warning": (WARNING_INK, WARNING_FILL),
    "notice": (MUTED, PAPER),
}
VERDICT_COLUMNS = frozenset({"verdict", "answer"})
VERDICT_LOOKS = {
    "fits": (GOOD_INK, GOOD_FILL),
    "tight": (WARNING_INK, WARNING_FILL),
    "overloaded": (ERROR_INK, ERROR_FILL),
}
STATE_LOOKS = {
    "fertig": (GOOD_INK, GOOD_FILL),
    "erledigt": (GOOD_INK, GOOD_FILL),
    "offen": (WARNING_INK, WARNING_FILL),
    "bitte ansehen": (WARNING_INK, INPUT_FILL),
    "vertagt": (INK, STRATEGY_FILL),
}
"""Stand of a step or of a point of the Klausur: ink and fill by the word it begins with."""

APPOINTMENT_LOOKS = {
    "planned": (INK, SALES_FILL),
    "done": (GOOD_INK, GOOD_FILL),
    "overdue": (WARNING_INK, WARNING_FILL),
    "dropped": (MUTED, PAPER),
}

SIGNS = {
    "strategy": "●",
    "sales": "◐",
    "service": "○",
    "error": "■",
    "warning": "▲",
    "notice": "○",
    "fits": "✓",
    "tight": "▲",
    "overloaded": "■",
    "fertig": "✓",
    "erledigt": "✓",
    "offen": "○",
    "bitte ansehen": "▲",
    "vertagt": "►",
    "planned": "○",
    "done": "✓",
    "overdue": "▲",
    "dropped": "–",
}
"""Zeichen before a word, the shape that goes with its colour: part of the format, never of the cell."""


def sign_format(sign: str) -> str:
    """Zahlenformat that shows a sign before the text of a cell."""
    return f'"{sign} "@'


BAR_ENDS = {"stability": 1.0, "load": 1.0}
"""Balken of shares by column: the value that fills the cell. Scores end at 100."""

UNIT_WORDS = {Unit.RATING: "0 bis 10", Unit.SCORE: "0 bis 100", Unit.DAYS: "Tage", Unit.HOURS: "Stunden"}
"""Einheit above a column whose numbers do not show it."""

CENTRED = (
    LEVEL_COLUMNS
    | VERDICT_COLUMNS
    | {
        "number",
        "severity",
        "state",
        "status",
        "steadiness",
        "persistence",
        "outcome",
        "hit",
        "sole_trader",
        "kind",
        "enough",
        "direction",
    }
)
"""Columns whose short words stand in the middle of their cell."""


NUMBER_PADDING = 3.4
_UNIT_SIGNS = {Unit.EUR: 2, Unit.SHARE: 2, Unit.CERTAINTY: 2, Unit.RATE: 3, Unit.CHANGE: 1}
_SCALES = {Unit.SHARE: 100.0, Unit.CERTAINTY: 100.0, Unit.RATE: 100.0}
_WHOLE = {Unit.EUR, Unit.COUNT, Unit.YEAR, Unit.DAYS}


def number_length(unit: Unit, value: float) -> int:
    """Zeichen a number takes in its unit."""
    return len(f"{value * _SCALES.get(unit, 1.0):,.{0 if unit in _WHOLE else 2}f}") + _UNIT_SIGNS.get(unit, 0)


def numbers_width(unit: Unit, numbers: Sequence[float]) -> float:
    """Breite in characters that shows all these numbers."""
    extremes = (max(numbers), min(numbers)) if numbers else (0.0,)
    return max(number_length(unit, value) for value in extremes) + NUMBER_PADDING


@dataclass(frozen=True, slots=True)
class Paint:
    """Farbe of a series, told apart without colour too: by lightness, hatching, dash or shape of its mark.

    fill  "" draws no area; hatch  name of a pattern in `ink`; line  outline, or the line itself
    mark  fill of the marker, where it is not that of the area
    """

    fill: str
    ink: str = PETROL
    line: str = ""
    hatch: str = ""
    dash: str = ""
    marker: str = ""
    width: float = 2.25
    mark: str = ""


ORANGE, SKY, MIST, BRICK, SAND = "#E69F00", "#8FC1DA", "#DCE6EB", "#B4441B", "#F4DDA8"
PAINTS = {
    "strategy": Paint(PETROL, marker="diamond"),
    "sales": Paint(ORANGE, line="#8A5F00", marker="circle"),
    "service": Paint(WHITE, line=MUTED, marker="triangle", mark="#83959F"),
    "names": Paint(""),
    "scale": Paint(""),
    "mark": Paint("", line=BRICK, marker="circle", mark=BRICK),
    "nothing": Paint(""),
    "customers": Paint(MIST, line=MUTED),
    "revenue": Paint(SKY),
    "margin": Paint(PETROL),
    "revenue_curve": Paint(EARLIER, line=EARLIER, width=2.5),
    "margin_curve": Paint(PETROL, line=PETROL, marker="diamond", dash="square_dot", width=2.0),
    "hours": Paint(SAND, line="#8A5F00", hatch="wide_upward_diagonal", ink="#8A5F00"),
    "even": Paint("", line=MUTED, dash="dash"),
    "booked": Paint(SKY),
    "safe": Paint(PETROL),
    "expected": Paint(WHITE, line=PETROL, hatch="wide_upward_diagonal"),
    "upside": Paint(MIST, line=MUTED),
    "target": Paint(BRICK, line=BRICK, marker="long_dash"),
    "gain": Paint(SKY, line=PETROL),
    "loss": Paint(WHITE, line=BRICK, hatch="wide_downward_diagonal", ink=BRICK),
    "calm": Paint(MIST, line=MUTED),
    "explained": Paint(SKY, line=PETROL),
    "open": Paint(ORANGE, line="#8A5F00", hatch="wide_upward_diagonal", ink="#8A5F00"),
    "fits": Paint(MIST),
    "tight": Paint(SAND, hatch="wide_upward_diagonal", ink="#8A5F00"),
    "load": Paint(PETROL),
}
"""Farben of the charts: safe for the colour-blind (after Okabe and Ito) and of different lightness."""

CHART_TITLE, CHART_TEXT, CHART_NAME = 11, 9, 8
"""Schriftgrößen of a chart in points."""

_MILLIONS, _THOUSANDS, _EUROS = '"\u00a0Mio.\u00a0€"', '"\u00a0Tsd.\u00a0€"', '"\u00a0€"'
CHART_LABELS = {
    Unit.COUNT: "#,##0;-#,##0;",
    Unit.CERTAINTY: '0"\u00a0"%',
    Unit.EUR: f"[>=1000000]#,##0.0,,{_MILLIONS};[>=1000]#,##0,{_THOUSANDS};#,##0{_EUROS}",
    Unit.CHANGE: f"#,##0{_EUROS};-#,##0{_EUROS}",
}
CHART_AXES = {**CHART_LABELS, Unit.COUNT: "#,##0"}
"""Zahlenformate of values and axes of charts; a count of zero is not written at its point."""
