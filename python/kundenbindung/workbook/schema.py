"""Wörter der Beschreibung: what a sheet, a table, a column and a setting are made of.

Nothing here knows Excel; rows and columns are counted from 0. `layout` speaks these words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

TITLE_ROW = 0
PURPOSE_ROW = 1
NOTE_ROW = 2
CAPTION_ROW = 3
HEADER_ROW = 4
"""Rows of every sheet: title, purpose, note, captions and totals, table headers."""


RIGHT = -1
BELOW = -2
"""Columns of a placement that follow from its neighbours: one gap to the right, or under the last table."""


class Role(StrEnum):
    """Wem eine Spalte gehört: who writes it. Stamps are filled once and may be edited."""

    INPUT = "input"
    DECISION = "decision"
    OUTPUT = "output"
    STAMP = "stamp"
    FORMULA = "formula"

    @property
    def typed(self) -> bool:
        """True for columns whose cells belong to the owner."""
        return self in {Role.INPUT, Role.DECISION, Role.STAMP}


class Unit(StrEnum):
    """Einheit of a column: how its cells are read, shown and checked."""

    KEY = "key"
    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    EUR = "eur"
    SHARE = "share"
    CERTAINTY = "certainty"
    RATE = "rate"
    DAYS = "days"
    HOURS = "hours"
    RATING = "rating"
    POINTS = "points"
    SCORE = "score"
    CHANGE = "change"
    COUNT = "count"
    YEAR = "year"
    NUMBER = "number"
    DATE = "date"
    ANCHOR = "anchor"
    VALUE = "value"
    SPARKLINE = "sparkline"


TEXT_UNITS = frozenset({Unit.KEY, Unit.TEXT, Unit.LONG_TEXT, Unit.CHOICE})
NUMBER_UNITS = frozenset(Unit) - TEXT_UNITS - {Unit.DATE, Unit.VALUE, Unit.SPARKLINE}


class Topic(StrEnum):
    """Inhalt: what a group of recipients may be allowed to see; each but the last is a column of Gruppen."""

    LEVELS = "levels"
    MEETINGS = "meetings"
    DEALS = "deals"
    SCORES = "scores"
    REVENUE = "revenue"
    MARGIN = "margin"
    TOTALS = "totals"
    LEADING = "leading"
    TEXTS = "texts"
    PERSONS = "persons"
    NEVER = "never"


Sight = frozenset[Topic]
"""Wer es sehen darf: everybody who may see all of these topics."""


class About(StrEnum):
    """Wovon the rows of a table handle: one customer each (Kundennr. in `customer_id`), none, or in words."""

    CUSTOMER = "customer"
    COMPANY = "company"
    MENTIONED = "mentioned"


class SheetKind(StrEnum):
    """Art of a sheet, shown as the colour of its tab."""

    START = "start"
    INPUT = "input"
    RESULT = "result"
    SETTINGS = "settings"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Column:
    """Spalte: identifier, German label, unit, role, and the help shown as an input prompt.

    choices  name of a list in `layout.CHOICES`; `open_choice` accepts other texts too
    low, high  allowed range in the unit of the cell
    total    a live sum of the visible rows above the header
    formula  Excel formula of a FORMULA column, in table notation
    optional a typed column that workbooks of earlier versions do not have; without it all cells are empty
    shows    of a SPARKLINE: beginning of the names of the columns whose cells it draws
    recalled an output that is read back where it is there: it tells our rows from the owner's
    sight    topics a recipient must be allowed to see, besides those of the table; None is undecided: never
    fillable the recipient of a copy may fill it in, and it is read back from there
    total_of_points  made of the points of all criteria: seen only by who may see the source of each of them
    """

    name: str
    label: str
    unit: Unit
    role: Role
    help: str
    width: float = 12.0
    required: bool = False
    choices: str | None = None
    open_choice: bool = False
    low: float | None = None
    high: float | None = None
    total: bool = False
    folded: bool = False
    formula: str | None = None
    optional: bool = False
    shows: str | None = None
    recalled: bool = False
    sight: Sight | None = None
    fillable: bool = False
    total_of_points: bool = False


@dataclass(frozen=True, slots=True)
class Repeated:
    """Spalten that come once per year, per step from one year to the next, or per criterion.

    `{each}` in name, label and help is replaced; a step is named by its later year.
    """

    over: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Tabelle: a real Excel table; `key` names the column that identifies a row, if any.

    grows  the button adds rows to it in the open workbook; looks and checks are made for them beforehand
    sight  topics a recipient must be allowed to see; None is undecided: the table never leaves the house
    about  what its rows handle of
    """

    name: str
    label: str
    columns: tuple[Column | Repeated, ...]
    key: str | None = None
    caption: str | None = None
    min_rows: int = 1
    grows: bool = False
    sight: Sight | None = None
    about: About | None = None

    def expand(self, years: Sequence[int] = (), criteria: Sequence[str] = ()) -> tuple[Column, ...]:
        """Columns with the repeated ones written out for these years and criteria."""
        return tuple(_expand(self.columns, {"year": years, "step": years[1:], "criterion": criteria}))


def _expand(columns: Sequence[Column | Repeated], values: Mapping[str, Sequence[object]]) -> Iterator[Column]:
    for entry in columns:
        if isinstance(entry, Column):
            yield entry
            continue
        for value in values[entry.over]:
            for column in entry.columns:
                yield _named(column, lambda text, value=value: text.replace("{each}", str(value)))  # type: ignore[misc]  # the default binds the value of this round


def _named(column: Column, fill: Callable[[str], str]) -> Column:
    return replace(column, name=fill(column.name), label=fill(column.label), help=fill(column.help))


@dataclass(frozen=True, slots=True)
class Placement:
    """Platz of a table on its sheet: first column (or `RIGHT`, `BELOW`), and the row of its header.

    new_page  printed from the top of a page
    """

    table: str
    column: int = 0
    header_row: int = HEADER_ROW
    new_page: bool = False


class ChartKind(StrEnum):
    """Art of a chart; bars lie, columns stand."""

    POINTS = "points"
    LINES = "lines"
    COLUMNS = "columns"
    STACK = "stack"
    BARS = "bars"
    BULLETS = "bullets"


@dataclass(frozen=True, slots=True)
class Series:
    """Reihe of a chart: a column of its table, its look in `styles.PAINTS`; the header is its name.

    across  column of the x values, of points and lines
    names   column whose cells are written at the points, above or, of an axis, below them
    values  the values are written at the points
    scale   the names are those of the x axis, which has no other
    marked  a mark over the columns instead of one of them
    listed  stands in the legend
    """

    column: str
    paint: str
    across: str = ""
    names: str = ""
    values: bool = False
    scale: bool = False
    marked: bool = False
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """Diagramm over the columns of tables of its sheet; its title is a cell that states the finding.

    label       its row in the table `statements`; what it says there is the title
    series      (table, reihe) in the order they are drawn
    categories  column of the first table that names the columns or bars
    along, up   titles of the axes, with their unit
    unit        number format of the values
    about       how to read it, for who cannot see it: the alternative text
    ends        where the axis of the values begins and ends; nothing is "as the values need it"
    step        from one line of the grid to the next; 0 is "as the values need it"
    bare        no axis of the values, since they are written at the bars
    part        of the width of the sheet; the charts of a line are one together
    room        where what is drawn stands: left, top, width and height as parts of the chart
    """

    name: str
    label: str
    kind: ChartKind
    series: tuple[tuple[str, Series], ...]
    about: str
    categories: str = ""
    along: str = ""
    up: str = ""
    unit: Unit = Unit.COUNT
    ends: tuple[float, ...] = ()
    step: float = 0.0
    bare: bool = False
    part: float = 0.5
    room: tuple[float, float, float, float] = (0.09, 0.2, 0.88, 0.56)

    @property
    def drawing(self) -> str:
        """Name of the drawing, as the list of all drawings in Excel shows it."""
        return f"Diagramm {self.label}"

    @property
    def columns(self) -> frozenset[tuple[str, str]]:
        """Spalten (table, column) that it shows."""
        return frozenset(
            (table, name)
            for table, series in self.series
            for name in (series.column, series.across or self.categories, series.names)
            if name
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blatt: title, one sentence on its purpose, its tables, columns to freeze, how it is printed.

    `printed_tables` prints only the first tables; over several `pages_wide` the frozen columns repeat.
    `copied` is its purpose in a copy for others, where nobody calculates.
    `charts` stand below the first table.
    """

    name: str
    label: str
    code_name: str
    kind: SheetKind
    title: str
    purpose: str
    placements: tuple[Placement, ...]
    freeze_columns: int = 0
    freeze: bool = True
    landscape: bool = True
    printed_tables: int | None = None
    pages_wide: int = 1
    copied: str = ""
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """Einstellung: identifier of `core.model.Settings`, German label, unit, group, allowed range."""

    name: str
    label: str
    unit: Unit
    group: str
    help: str
    choices: str | None = None
    low: float | None = None
    high: float | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Knopf: one in the ribbon, some also on the sheet Start; `name` is its function in `buttons`.

    label      a verb or what the owner gets, German
    icon       Microsoft's control id whose picture is shown (imageMso)
    keytip     letters after Alt and the tab's letter
    screentip  bold line of the tip, supertip  what happens when it is clicked
    """

    name: str
    label: str
    icon: str
    keytip: str
    screentip: str
    supertip: str
    large: bool = False
    on_start: bool = False


@dataclass(frozen=True, slots=True)
class RibbonGroup:
    """Gruppe of buttons in the ribbon, at most five."""

    name: str
    label: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """Argument of a worksheet function: name and German help for the function wizard."""

    name: str
    help: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """Tabellenfunktion: name in Excel, German help for the wizard (at most 255 characters), arguments."""

    name: str
    help: str
    arguments: tuple[Argument, ...]
