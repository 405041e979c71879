"""Abnahme: proves on a machine with Excel what no other test can, and writes a report that can be mailed.

Works on copies in a temporary folder only; Excel runs as an instance of its own, others stay untouched.

model     verdicts, results, checks as data
windows   the only room that knows Windows: processes, dialogs, temporary files
dialogs   answers the dialogs of the own instance, so that nobody has to sit there
stage     temporary folder, own Excel, fresh copies of the workbook
clicking  a button, with its messages recorded in place of shown
tables    what stands in a workbook, and how two states differ
opening, pressing, cells, functions, macros, leaving   the checks
script    their order, and running them
report    the German text
"""

from __future__ import annotations

from kundenbindung.acceptance.model import Check, Outcome, Result, Verdict

__all__ = ["Check", "Outcome", "Result", "Verdict"]
