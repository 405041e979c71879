"""Namenslisten: tables of customer numbers and names without any figure, for sources that know no names."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kundenbindung.adapters.sources.assignments import IGNORE, Assignments
from kundenbindung.adapters.sources.header import Header, header_at, likely_row
from kundenbindung.adapters.sources.mapping import propose
from kundenbindung.adapters.sources.presets import generic
from kundenbindung.adapters.sources.promise import ImportedFigures, SourceFacts
from kundenbindung.adapters.sources.records import names, sort_rows
from kundenbindung.adapters.sources.reporting import omissions
from kundenbindung.adapters.sources.sheet import SourceSheet

_HARMLESS = {"customer_id", "customer", "segment", IGNORE}


def read_names(sheet: SourceSheet, path: Path) -> ImportedFigures | None:
    """Namen by Kundennr.; None if any column could be a figure, or number and name are not both there."""
    preset, nobody = generic(), Assignments()
    header = header_at(sheet.rows, likely_row(sheet, preset, nobody), preset, nobody)
    if header.column("customer_id") is None or header.column("customer") is None:
        return None
    if any(entry.meaning not in _HARMLESS for entry in propose(sheet, header.row, preset, path.name)):
        return None
    records = sort_rows(sheet, header, preset)
    named = {record.customer_id: record for record in reversed(records.customers)}
    index = pd.Index(list(dict.fromkeys(one.customer_id for one in records.customers)), dtype=object)
    index.name = "customer_id"
    segments = [named[str(key)].segment for key in index] if header.column("segment") else None
    empty = pd.DataFrame(index=index, columns=pd.Index([], dtype="int64", name="year"), dtype="float64")
    listed = names(records.customers, header, preset)
    return ImportedFigures(
        names=pd.Series([listed.get(str(key)) for key in index], index=index, name="name", dtype=object),
        segments=None if segments is None else pd.Series(segments, index=index, dtype=object),
        revenue=empty,
        margin=empty,
        left_out=records.left_out,
        stated_totals={},
        ignored_columns=header.ignored,
        facts=_facts(path, sheet, header, len(records.customers), len(records.left_out)),
        findings=records.findings,
        omissions=omissions(records.left_out),
    )


def _facts(path: Path, sheet: SourceSheet, header: Header, used: int, left: int) -> SourceFacts:
    return SourceFacts(
        file=path.name,
        sheet=sheet.name,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        shape="names",
        header_row=header.row + 1,
        unit_factor=1.0,
        decimal=None,
        margin_from_share=False,
        repaired=sheet.repairs > 0,
        rows_read=used + left,
        rows_used=used,
    )
