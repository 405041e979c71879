"""Verkaufschancen aufnehmen: the export of a CRM into a job, its names found, everything lacking named."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from kundenbindung.adapters import matching
from kundenbindung.adapters.sources import ImportedOpportunities
from kundenbindung.core.model import OpportunityStatus
from kundenbindung.jobs import names
from kundenbindung.jobs.import_log import Line
from kundenbindung.jobs.intake import Taken
from kundenbindung.jobs.work import Job
from kundenbindung.messages import reading_in as words
from kundenbindung.messages import reports
from kundenbindung.workbook.opportunities import Chances, TakenChances, take_in


def take(job: Job, read: ImportedOpportunities, mark: str = "") -> Taken:
    """Verkaufschancen of one file aufnehmen; `mark` is its Prüfzeichen."""
    if read.stopped or job.stopped:
        return Taken(replace(job, findings=(*job.findings, *read.findings)), ())
    file = read.facts.file
    found = names.find(job, [str(name) for name in _sought(read.table)["customer"].dropna()])
    table = _with_customers(job, read.table, found)
    before = job.reading.frames["opportunities"]
    taken = take_in(job.reading, Chances(file, table, read.stages))
    findings = (*job.findings, *read.findings, *taken.findings)
    job = replace(job, reading=replace(taken.reading, findings=findings), findings=findings)
    job = names.with_matches(job, found.proposed)
    line = _line(read, taken, before, job.reading.frames["opportunities"], mark)
    return Taken(job, tuple(_texts(read, taken, found)), (line,))


def _sought(table: pd.DataFrame) -> pd.DataFrame:
    """Rows whose customer is looked for by name: without a number, and not lost."""
    return table[table["customer_id"].isna() & ~table["status"].eq(OpportunityStatus.LOST.value)]


def _with_customers(job: Job, table: pd.DataFrame, found: names.Found) -> pd.DataFrame:
    """Kundennr. of every row as the workbook writes it, else by the name; None where nobody knows."""
    given = table["customer_id"].dropna().map(str)
    named = table.dropna(subset=["customer_id", "customer"])
    spelled = dict(zip(named["customer_id"].map(str), named["customer"].map(str), strict=True))
    joined = matching.join_ids(list(dict.fromkeys(given)), job.customers, spelled).joined
    by_number = given.map(lambda key: joined.get(key, key))
    by_name = table["customer"].map(found.customers)
    whole = by_number.reindex(table.index).astype(object).where(lambda keys: keys.notna(), by_name)
    return table.assign(customer_id=whole.astype(object).where(whole.notna(), None))


def _open(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["status"].eq(OpportunityStatus.OPEN.value).astype(bool) | table["status"].isna()]


def _texts(read: ImportedOpportunities, taken: TakenChances, found: names.Found) -> list[str]:
    rows, facts = _open(read.table), read.facts
    value, unknown = float(rows["value_eur"].sum()), int(rows["value_eur"].isna().sum())
    plain = reports.manner(facts.sheet, facts.encoding, facts.delimiter, wide=True)[:-1]
    manner = [reports.SOURCE_NAMES[facts.source], *plain]
    texts = [words.opportunities_read(facts.file, manner, len(rows), value, unknown)]
    if read.omissions:
        left = words.omissions([(entry.reason, entry.count, entry.amount_eur) for entry in read.omissions])
        texts.append(f"  {words.rows(facts.rows_read, facts.rows_used)}; {left}")
    texts.append(words.opportunities_taken(len(taken.added), len(taken.updated), taken.lost, taken.earlier))
    if found.customers or found.answered or found.proposed or found.unknown:
        sizes = (len(found.customers) + len(found.answered), len(found.proposed), len(found.unknown))
        texts.append(words.customers_found(*sizes))
    return [*texts, *([words.stages_added(taken.stages)] if taken.stages else [])]


def _line(
    read: ImportedOpportunities, taken: TakenChances, before: pd.DataFrame, after: pd.DataFrame, mark: str
) -> Line:
    facts = read.facts
    left = [(one.reason, one.count, one.amount_eur) for one in read.omissions]
    left += [
        (reason, size, None) for reason, size in (("lost", taken.lost), ("won_before", taken.earlier)) if size
    ]
    return Line(
        file=facts.file,
        recognised=reports.SOURCE_NAMES[facts.source],
        period=words.period(facts.first_day, facts.last_day),
        rows_read=facts.rows_read,
        rows_used=facts.rows_used - taken.lost - taken.earlier,
        left_out=words.omissions(left),
        fingerprint=mark,
        year=None,
        total_eur=float(_open(read.table)["value_eur"].sum()),
        margin_eur=None,
        before_eur=float(_open(before)["value_eur"].sum()),
        after_eur=float(_open(after)["value_eur"].sum()),
    )
