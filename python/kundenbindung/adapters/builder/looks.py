"""Formate: every look of the workbook as one XlsxWriter format, made when it is first needed."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from kundenbindung.workbook import styles
from kundenbindung.workbook.schema import TEXT_UNITS, Column, Role, Unit


class Looks:
    """Formate of one workbook; asking twice for the same look gives the same format."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def _look(self, style: styles.CellStyle | None = None, **properties: Any) -> Format:
        properties = {"font_name": styles.FONT, "font_size": styles.BODY, "valign": "vcenter", **properties}
        key = (*sorted(properties.items()), ("style", style and style.xf_id))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
            if style is not None:
                self._made[key].xf_id = style.xf_id
        return self._made[key]

    def cell(self, column: Column, unit: Unit | None = None, *, link: bool = False, **more: object) -> Format:
        """Zelle of a column, in the unit of its row if that differs; `more` says what else is different."""
        unit = unit or column.unit
        properties: dict[str, Any] = {
            "num_format": styles.NUMBER_FORMATS[unit],
            **_align(column, unit),
            "text_wrap": unit is Unit.LONG_TEXT,
            "bg_color": styles.ROLE_FILLS[column.role],
            "border": 1,
            "border_color": styles.LINE,
            "font_color": styles.LINK if link else styles.INK,
            "underline": 1 if link else 0,
            **more,
        }
        return self._look(styles.ROLE_STYLES[column.role], **properties)

    def below(self, unit: Unit) -> Format:
        """Leere Zellen under a table: what is typed there is read as its column will be."""
        return self._look(num_format=styles.NUMBER_FORMATS[unit])

    def header(self, column: Column) -> Format:
        """Tabellenüberschrift in the colour of who writes the column."""
        return self._look(
            bold=True,
            font_color=styles.HEADER_INKS[column.role],
            bg_color=styles.HEADER_FILLS[column.role],
            border=1,
            border_color=styles.LINE,
            text_wrap=True,
            **_header_align(column),
        )

    def title(self) -> Format:
        """Blatttitel."""
        return self._look(bold=True, font_size=styles.TITLE, font_color=styles.PETROL)

    def purpose(self) -> Format:
        """Der eine Satz unter dem Titel."""
        return self._look(font_color=styles.INK)

    def note(self) -> Format:
        """Nebenbei Gesagtes."""
        return self._look(font_size=styles.SMALL, font_color=styles.MUTED)

    def caption(self) -> Format:
        """Überschrift über einer Tabelle."""
        return self._look(bold=True, font_size=styles.HEADING, font_color=styles.PETROL)

    def total_label(self) -> Format:
        """Beschriftung der Summen."""
        return self._look(font_size=styles.SMALL, font_color=styles.MUTED, align="right", indent=1)

    def unit(self) -> Format:
        """Einheit über einer Spalte."""
        return self._look(font_size=styles.SMALL, font_color=styles.MUTED, align="right", indent=1)

    def lead(self) -> Format:
        """Verweis auf ein anderes Blatt."""
        return self._look(font_size=styles.SMALL, font_color=styles.LINK, underline=1)

    def total(self, unit: Unit) -> Format:
        """Summe über einer Spalte."""
        number = styles.NUMBER_FORMATS[unit]
        return self._look(bold=True, font_color=styles.INK, num_format=number, align="right")

    def changes(self) -> Format:
        """Zahl der Level, die anders sind."""
        return self._look(bold=True, font_color=styles.INK, num_format='0" anders"', align="center")

    def legend(self, role: Role) -> Format:
        """Farbfeld der Legende."""
        return self._look(
            font_size=styles.SMALL,
            font_color=styles.INK,
            bg_color=styles.ROLE_FILLS[role],
            border=1,
            border_color=styles.LINE,
            align="center",
        )

    def hint(self) -> Format:
        """Auffälliger Hinweis."""
        return self._look(
            bold=True,
            font_color=styles.WARNING_INK,
            bg_color=styles.WARNING_FILL,
            indent=1,
        )

    def marked(self, ink: str, fill: str, *, bold: bool = False, sign: str = "") -> Format:
        """Bedingtes Aussehen: only what it changes; `sign` stands before the word."""
        properties: dict[str, Any] = {"font_color": ink, "bg_color": fill}
        properties |= ({"bold": True} if bold else {}) | (
            {"num_format": styles.sign_format(sign)} if sign else {}
        )
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _header_align(column: Column) -> dict[str, Any]:
    left = column.unit in TEXT_UNITS and column.name not in styles.CENTRED
    return {"align": "left", "indent": 1} if left else {"align": "center"}


def _align(column: Column, unit: Unit) -> dict[str, Any]:
    if column.name in styles.CENTRED or column.unit is Unit.DATE:
        return {"align": "center"}
    if unit in TEXT_UNITS or unit is Unit.VALUE:
        return {"align": "left", "indent": 1}
    return {"align": "right"}
