"""Debitoren/Kreditoren: names of debtors by their account; the file has no figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from kundenbindung.adapters.sources.datev.accounts import DEBTOR, person_kind
from kundenbindung.adapters.sources.datev.head import SOURCE, StackHead
from kundenbindung.adapters.sources.datev.tolerant import records
from kundenbindung.adapters.sources.plain import repair
from kundenbindung.adapters.sources.promise import ImportedFigures, SourceFacts
from kundenbindung.adapters.sources.reporting import shortened
from kundenbindung.adapters.sources.sheet import TABLE, stop
from kundenbindung.core.model import Finding, Severity

Cell = Callable[[str], str]


def read_master(path: Path, head: StackHead) -> ImportedFigures:
    """Namen of the debtors, index their accounts; raises `SourceError` if there is none."""
    names: dict[str, str | None] = {}
    findings: list[Finding] = []
    read = 0
    for row, cells in records(path, head):
        read += 1
        if cells is None:
            values = {"row": row, "expected": head.width}
            findings.append(Finding("datev_line_broken", Severity.ERROR, TABLE, row, None, values))
            continue
        account = _cell(cells, head)("account")
        if person_kind(account, head.account_length) == DEBTOR and not names.get(account):
            names[account] = _name(_cell(cells, head))
    if not names and not findings:
        stop("datev_no_debtors", file=path.name)
    index = pd.Index(list(names), dtype=object, name="customer_id")
    figures = pd.DataFrame(index=index, columns=pd.Index([], dtype=int, name="year"), dtype=float)
    return ImportedFigures(
        names=pd.Series(list(names.values()), index=index, name="name", dtype=object),
        segments=None,
        revenue=figures,
        margin=figures,
        left_out=(),
        stated_totals={},
        ignored_columns=(),
        facts=_facts(path, head, read, len(names)),
        findings=shortened(findings),
    )


def _cell(cells: list[str], head: StackHead) -> Cell:
    """Looks a field up; empty where the file has no such column or the line ends before it."""

    def cell(field: str) -> str:
        place = head.places.get(field, len(cells))
        return str(repair(cells[place])).strip() if place < len(cells) else ""

    return cell


def _name(cell: Cell) -> str | None:
    """Unternehmen, else Vorname and Name, else the name without a kind, else the Kurzbezeichnung."""
    person = f"{cell('first_name')} {cell('last_name')}".strip()
    return cell("company") or person or cell("unspecified") or cell("short") or None


def _facts(path: Path, head: StackHead, read: int, used: int) -> SourceFacts:
    return SourceFacts(
        file=path.name,
        sheet=None,
        encoding=head.encoding,
        delimiter=head.delimiter,
        shape="names",
        header_row=2,
        unit_factor=1.0,
        decimal=None,
        margin_from_share=False,
        repaired=False,
        source=SOURCE,
        rows_read=read,
        rows_used=used,
    )
