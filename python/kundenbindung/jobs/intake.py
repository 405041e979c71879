"""Zahlen aufnehmen: figures of any source into a job, with control totals and what was left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from kundenbindung.adapters import matching
from kundenbindung.adapters.sources import ImportedFigures, combine
from kundenbindung.core.model import Finding, Settings, Severity
from kundenbindung.core.screening import month_end, year_end
from kundenbindung.jobs import import_log
from kundenbindung.jobs.import_log import Line
from kundenbindung.jobs.work import Job
from kundenbindung.messages import reading_in as words
from kundenbindung.messages import reports
from kundenbindung.workbook.intake import Figures, Intake, mark_collective, take_in, take_names

NAMES_MISSING = frozenset({"datev_names_missing", "ledger_without_names"})
"""Findings that advise to read names too."""

SAID_ONCE = NAMES_MISSING | {"source_no_margin"}
"""Findings that every file of a source has in common."""

QUIET = dt.timedelta(days=45)
"""So long nothing needs to be booked at the beginning or the end of a year."""

SLACK = dt.timedelta(days=14)
"""So much later may the first posting of the same period be in another export."""


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Aufgenommen: the job with its findings, what to tell the owner, and the lines of the log."""

    job: Job
    texts: tuple[str, ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Dateien that belong together, their figures as one, Kundennummern of theirs that may be known ones."""

    whole: ImportedFigures
    members: tuple[ImportedFigures, ...]
    doubtful: tuple[tuple[str, str], ...] = ()


def take_all(
    job: Job,
    lists: Sequence[ImportedFigures],
    marks: Mapping[str, str] | None = None,
    room: int | None = None,
) -> Taken:
    """Alle Quellen aufnehmen; `marks` are the Prüfzeichen of the files by name.

    `room`: an empty workbook takes over so many years of the lists at most, the last ones.
    """
    groups = _groups(lists)
    years = sorted({year for group in groups for year in group.whole.years})[-(room or 0) :]
    taken = Taken(job, ())
    joined: list[_Group] = []
    for group in sorted(groups, key=lambda entry: not entry.whole.years):
        joined.append(_joined(taken.job, group))
        taken = (
            _take(taken, joined[-1], years, marks or {})
            if group.whole.years
            else _take_names(taken, joined[-1])
        )
    return _with_collective(_told(_named(taken), joined))


def _groups(lists: Sequence[ImportedFigures]) -> list[_Group]:
    groups: list[_Group] = []
    for entry in lists:
        for at, group in enumerate(groups):
            both = combine((group.whole, entry))
            if len(both) == 1:
                groups[at] = _Group(both[0], (*group.members, entry))
                break
        else:
            groups.append(_Group(entry, (entry,)))
    return groups


def _joined(job: Job, group: _Group) -> _Group:
    """Kundennummern as the workbook writes them, where that is certain."""
    whole = group.whole
    names = {str(key): str(name) for key, name in whole.names.dropna().items()}
    found = matching.join_ids([str(key) for key in whole.names.index], job.customers, names)
    other = {key: known for key, known in found.joined.items() if key != known}
    if not other:
        return replace(group, doubtful=found.doubtful)

    def renamed(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.rename(index=other)

    segments = None if whole.segments is None else whole.segments.rename(index=other)
    whole = replace(
        whole,
        names=whole.names.rename(index=other),
        segments=segments,
        revenue=renamed(whole.revenue),
        margin=renamed(whole.margin),
    )
    return _Group(whole, group.members, found.doubtful)


def _take(taken: Taken, group: _Group, years: Sequence[int], marks: Mapping[str, str]) -> Taken:
    """Zahlen of one group of files, unless an error stops it or the job."""
    job, figures = taken.job, group.whole
    texts = [text for member in group.members for text in _read(member)]
    if figures.stopped or job.stopped:
        return replace(taken, job=replace(job, findings=(*job.findings, *figures.findings)))
    before = job.reading.frames["figures"]
    intake = take_in(job.reading, _plain(figures), years)
    after = intake.reading.frames["figures"]
    lost = tuple(_lost_period(figures, intake.years, job.reading.frames["imports"], intake.reading.settings))
    if lost:
        return replace(taken, job=replace(job, findings=(*job.findings, *figures.findings, *lost)))
    partial = (*_partly_booked(figures, intake.years, intake.reading.settings), *_doubts(group))
    found = (*job.findings, *_once(figures.findings, group), *intake.findings, *partial)
    job = replace(job, reading=replace(intake.reading, findings=found), findings=found)
    lines = [line for member in group.members for line in _lines(member, intake, before, after, marks)]
    log = job.reading.frames["imports"]
    texts += _taken_words(intake)
    texts += [
        words.year_change(line.year or 0, line.before_eur, line.after_eur, import_log.change(log, line))
        for line in _one_per_year(lines)
    ]
    return Taken(job, (*taken.texts, *texts), (*taken.lines, *lines))


def _once(findings: Sequence[Finding], group: _Group) -> Iterator[Finding]:
    """Findings of the files of a group; what is said of each of them alike is said once of all."""
    told: set[str] = set()
    for finding in findings:
        if finding.code not in SAID_ONCE or len(group.members) == 1:
            yield finding
        elif finding.code not in told:
            told.add(finding.code)
            yield replace(finding, values={**finding.values, "file": group.whole.facts.file})


def _doubts(group: _Group) -> Iterator[Finding]:
    """Kundennummern that look like known ones, taken in as customers of their own."""
    if group.doubtful:
        keys = tuple(f"{file} ({known}?)" for file, known in group.doubtful)
        values = {"file": group.whole.facts.file, "keys": keys, "count": len(keys)}
        yield Finding("import_ids_doubtful", Severity.WARNING, "customers", None, None, values)


def _partly_booked(figures: ImportedFigures, years: Sequence[int], settings: Settings) -> Iterator[Finding]:
    """Geschäftsjahre of which the postings leave out the beginning or the end."""
    facts = figures.facts
    first, last = facts.first_day, facts.last_day
    if facts.shape != "postings" or first is None or last is None:
        return
    for year in years:
        start = year_end(settings, year - 1) + dt.timedelta(days=1)
        missing = 12 - settings.months_in_base_year if year == settings.base_year else 0
        end = month_end(year, settings.year_end_month - missing)
        if first > start + QUIET or last < end - QUIET:
            values = {"file": facts.file, "first": first, "last": last, "year": str(year)}
            values |= {"start": start, "end": end}
            yield Finding("import_period_partial", Severity.WARNING, "figures", None, None, values)


def _lost_period(
    figures: ImportedFigures, years: Sequence[int], log: pd.DataFrame, settings: Settings
) -> Iterator[Finding]:
    """Error: postings that would take the place of a longer period of the same source and year."""
    name = reports.SOURCE_NAMES[figures.facts.source]
    for year in years:
        own, known = _days_of(figures, year, settings), import_log.period_of(log, name, year)
        if own and known and (own[0] > known[0] + SLACK or own[1] < known[1] - SLACK):
            values = {"file": figures.facts.file, "first": own[0], "last": own[1], "year": str(year)}
            values |= {"start": known[0], "end": known[1]}
            yield Finding("import_period_lost", Severity.ERROR, "figures", None, None, values)


def _days_of(figures: ImportedFigures, year: int, settings: Settings) -> tuple[dt.date, dt.date] | None:
    """Days of the postings of a file within a fiscal year; None for lists without days."""
    first, last = figures.facts.first_day, figures.facts.last_day
    if figures.facts.shape != "postings" or first is None or last is None:
        return None
    start = year_end(settings, year - 1) + dt.timedelta(days=1)
    return max(first, start), min(last, year_end(settings, year))


def _one_per_year(lines: Sequence[Line]) -> list[Line]:
    """The lines of a group, its files added up per year."""
    years: dict[int | None, Line] = {}
    for line in lines:
        known = years.get(line.year)
        whole = line if known is None else replace(known, total_eur=known.total_eur + line.total_eur)
        years[line.year] = whole
    return [years[year] for year in sorted(years, key=lambda year: year or 0)]


def _plain(figures: ImportedFigures) -> Figures:
    return Figures(figures.facts.file, figures.names, figures.segments, figures.revenue, figures.margin)


def _read(figures: ImportedFigures) -> list[str]:
    """What was recognised in a file, its control totals, and what was left out."""
    facts = figures.facts
    texts = [reports.list_read(facts.file, manner(figures), len(figures.revenue), _totals(figures))]
    few = len(figures.left_out) <= reports.SHOWN_ROWS and facts.shape != "postings"
    if figures.left_out and few:
        texts.append(reports.left_out([(row.row, row.text, row.reason) for row in figures.left_out]))
    elif figures.omissions:
        texts.append(f"  {words.rows(facts.rows_read, facts.rows_used)}; {left_out(figures)}")
    return texts


def manner(figures: ImportedFigures) -> list[str]:
    """How a file was read: its format, sheet, encoding, separator, shape or period."""
    facts = figures.facts
    plain = reports.manner(
        facts.sheet, facts.encoding, facts.delimiter, facts.shape == "wide", facts.unit_factor
    )
    if facts.shape in {"wide", "long"} and facts.source == "list":
        return plain
    shown = words.period(facts.first_day, facts.last_day)
    parts = plain if facts.shape in {"wide", "long"} else [part for part in plain if part != reports.LONG]
    return [reports.SOURCE_NAMES[facts.source], *parts, *([shown] if shown else [])]


def left_out(figures: ImportedFigures) -> str:
    """Auslassungen of a file in words."""
    return words.omissions([(entry.reason, entry.count, entry.amount_eur) for entry in figures.omissions])


def _totals(figures: ImportedFigures) -> list[reports.YearTotal]:
    revenue, margin = figures.revenue_totals, figures.margin_totals
    stated = figures.stated_totals
    return [
        reports.YearTotal(year, revenue[year], margin[year], stated.get(("revenue", year)))
        for year in figures.years
    ]


def _taken_words(intake: Intake) -> list[str]:
    if not intake.years:
        return []
    return [reports.taken(intake.years, len(intake.added), intake.updated, intake.replaced)]


def _lines(
    figures: ImportedFigures,
    intake: Intake,
    before: pd.DataFrame,
    after: pd.DataFrame,
    marks: Mapping[str, str],
) -> list[Line]:
    """Zeilen of the log for one file: one per year that was taken in."""
    facts, margin = figures.facts, figures.margin_totals
    return [
        Line(
            file=facts.file,
            recognised=reports.SOURCE_NAMES[facts.source],
            period=words.period(*(_days_of(figures, year, intake.reading.settings) or (None, None))),
            rows_read=facts.rows_read,
            rows_used=facts.rows_used,
            left_out=left_out(figures),
            fingerprint=marks.get(facts.file, ""),
            year=year,
            total_eur=figures.revenue_totals[year],
            margin_eur=margin[year],
            before_eur=_sum(before, year),
            after_eur=_sum(after, year),
        )
        for year in figures.years
        if year in intake.years
    ]


def _sum(figures: pd.DataFrame, year: int) -> float:
    column = f"revenue_{year}"
    return float(figures[column].sum()) if column in figures else 0.0


def _take_names(taken: Taken, group: _Group) -> Taken:
    """Stammdaten without figures: names where the workbook has none."""
    job, names = taken.job, group.whole
    if names.stopped or job.stopped:
        return replace(taken, job=replace(job, findings=(*job.findings, *names.findings)))
    reading, filled = take_names(job.reading, names.names)
    found = (*job.findings, *names.findings)
    job = replace(job, reading=replace(reading, findings=found), findings=found)
    text = words.names_only(names.facts.file, len(names.names), filled)
    return replace(taken, job=job, texts=(*taken.texts, text))


def _named(taken: Taken) -> Taken:
    """Without the advice to read names, once all customers have one."""
    job = taken.job
    if job.reading.frames["customers"]["customer"].isna().any():
        return taken
    found = tuple(finding for finding in job.findings if finding.code not in NAMES_MISSING)
    reading = replace(job.reading, findings=found)
    return replace(taken, job=replace(job, findings=found, reading=reading))


def _told(taken: Taken, groups: Sequence[_Group]) -> Taken:
    """Words about customer numbers that the files write differently."""
    pairs = [pair for group in groups for pair in _other_spellings(group)]
    if not pairs:
        return taken
    return replace(taken, texts=(*taken.texts, words.ids_joined(len(pairs), pairs[0])))


def _other_spellings(group: _Group) -> list[tuple[str, str]]:
    first = combine(group.members)[0]
    pairs = zip(map(str, first.names.index), map(str, group.whole.names.index), strict=True)
    return [(file, known) for file, known in pairs if file != known]


def _with_collective(taken: Taken) -> Taken:
    """Sammelkonten among the customers are marked where nobody has said anything yet."""
    job = taken.job
    if job.stopped or any(finding.severity is Severity.ERROR for finding in job.findings):
        return taken
    names = [key for key, name in job.names.items() if matching.is_collective(name)]
    reading, marked = mark_collective(job.reading, names)
    if not marked:
        return taken
    listed = [f"{key} {job.names[key]}" for key in marked]
    return replace(taken, job=replace(job, reading=reading), texts=(*taken.texts, words.collective(listed)))
