"""Worte: everything the owner reads that is not a label. The core returns facts, words come from here.

catalogue  one sentence and one piece of advice per finding code; sources, packages and capacity hold a part each
german     numbers, amounts, dates and lists in German notation
customers  the sentence per customer, the trend in words
sheets     Results -> typed frames of the result tables; overview and steps make those of Start
history    last year: causes of a changed level, plan against actual; year_turn the report of Jahreswechsel
reports    what the command line tells; losses what a rebuilt workbook cannot carry over
live       what the buttons tell; functions what a wrong argument is answered; facts the lines under titles
calendar   texts of the calendar files and what is told about them
setup      setting up; diagnosis  the report on this machine
mail_copy  copies for others, copy_preview what would be in them; mailing drafts and passwords; proof what was found; returning what came back
deleting   what goes with a customer, where he is still mentioned
prompts    legend, prompts and entry checks on the sheets
"""

from __future__ import annotations

from collections.abc import Mapping

from kundenbindung.core.model import Finding, Severity
from kundenbindung.messages.catalogue import CATALOGUE
from kundenbindung.messages.entry import Message
from kundenbindung.messages.german import Sentences
from kundenbindung.workbook import layout
from kundenbindung.workbook.inputs import retreat_item

__all__ = ["CATALOGUE", "Message", "advice", "line", "place", "row_words", "sentence"]


def sentence(finding: Finding, names: Mapping[str, str] | None = None) -> str:
    """Feststellung of a finding as a German sentence; `names` are customer names by Kundennr."""
    return _filled(CATALOGUE[finding.code].sentence, finding, names)


def advice(finding: Finding, names: Mapping[str, str] | None = None) -> str:
    """Was tun: the advice for a finding as a German sentence."""
    return _filled(CATALOGUE[finding.code].advice, finding, names)


def _filled(template: str, finding: Finding, names: Mapping[str, str] | None) -> str:
    """Template with the values of a finding; a name that ends in a full stop ends the sentence."""
    text = Sentences(names).vformat(template, (), finding.values)
    return text[:-1] if text.endswith("..") else text


def place(finding: Finding) -> str:
    """Blatt a finding belongs to, or the file it was read from; empty if it concerns the whole workbook."""
    if finding.table is None or finding.table not in layout.TABLES:
        return str(finding.values.get("in_file", ""))
    return layout.sheet_of(finding.table).label


def row_words(finding: Finding, names: Mapping[str, str] | None = None) -> str:
    """Kunde oder Zeile of a finding; empty if it concerns several."""
    if finding.row is None:
        return ""
    if isinstance(finding.row, int):
        return f"Zeile {finding.row}"
    if finding.table == "settings":
        return next((entry.label for entry in layout.SETTINGS if entry.name == finding.row), finding.row)
    if finding.table == "open_decisions":
        return retreat_item(finding.row)
    return f"{finding.row} {(names or {}).get(finding.row) or ''}".strip()


def line(finding: Finding, names: Mapping[str, str] | None = None) -> str:
    """Ein Befund in one line for the command line: severity, where, what, what to do."""
    row = "" if "keys" in finding.values else row_words(finding, names)
    parts = (_sheet_words(finding), row) if finding.table in layout.TABLES else (_file_words(finding),)
    where = ", ".join(part for part in parts if part)
    word = layout.CHOICES["severity"][Severity(finding.severity).value]
    middle = f" ({where})" if where else ""
    return f"{word}{middle}: {sentence(finding, names)} {advice(finding, names)}"


def _file_words(finding: Finding) -> str:
    """Datei a finding was read from, where its sentence does not name it anyway."""
    return "" if "file" in finding.values else place(finding)


def _sheet_words(finding: Finding) -> str:
    sheet = place(finding)
    return f"Blatt {sheet}" if sheet else ""
