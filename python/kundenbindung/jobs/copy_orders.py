"""Versand vorbereiten: which copies an order means, what is in each, and who shall get it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kundenbindung.adapters import builder, mailing
from kundenbindung.adapters.mailing import Address
from kundenbindung.adapters.matching import may_be_person
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs.copy_meaning import staying
from kundenbindung.jobs.mail_copies import OneCopy, Prepared
from kundenbindung.jobs.work import Job, contents
from kundenbindung.messages import mail_copy as words
from kundenbindung.messages.facts import Facts, facts
from kundenbindung.workbook import layout, sharing
from kundenbindung.workbook.frames import Contents, folded
from kundenbindung.workbook.inputs import to_inputs
from kundenbindung.workbook.schema import HEADER_ROW, Topic
from kundenbindung.workbook.sharing import Group, Shared
from kundenbindung.workbook.tables.mail import OWN

MARK_LENGTH = 8
LINKS = frozenset({("copy_sheets", "sheet"), *layout.LINKED})


@dataclass(frozen=True, slots=True)
class Order:
    """Auftrag: which group (None = the first), which Verantwortliche (None = all), further recipients."""

    group: str | None = None
    responsible: str | None = None
    to: str = ""


def prepare(job: Job, order: Order, moment: dt.datetime) -> Prepared:
    """Versand of a calculated job; PackageError for an order that cannot be carried out.

    ValueError for a job that was not calculated.
    """
    whole_contents = _resolved(job)
    known = facts(whole_contents)
    known = replace(known, company=sharing.one_line(known.company))
    group = _group(job, order)
    people = _responsibles(whole_contents, group, order)
    copies = []
    for shared in sharing.shares(whole_contents, group, people):
        if not shared.pages:
            raise refusal("copy_group_empty", group=group.name)
        copies.append(_one(job, shared, known, order, moment))
    alone = group.customers != OWN or order.responsible is not None
    found = [*_nowhere(job, whole_contents), *([] if alone else _without_anybody(whole_contents))]
    unmarked = 0 if Topic.PERSONS in group.topics else _unmarked(whole_contents, copies)
    return Prepared(staying(whole_contents), known, moment, tuple(copies), tuple(found), unmarked)


def _resolved(job: Job) -> Contents:
    """Inhalt of the workbook; opportunities without a Kundennr. get that of the customer their name means."""
    found = contents(job, None)
    table = found.frames["opportunities"]
    keys = to_inputs(job.reading).opportunities["customer_id"].to_numpy()
    return replace(found, frames={**found.frames, "opportunities": table.assign(customer_id=keys)})


def _group(job: Job, order: Order) -> Group:
    known = sharing.groups_of(job.reading.frames["groups"])
    named = order.group or (known[0].name if known else "")
    group = sharing.group_named(known, named)
    if group is None:
        raise refusal("copy_group_unknown", group=named, known=tuple(one.name for one in known))
    return group


def _responsibles(found: Contents, group: Group, order: Order) -> Sequence[str | None]:
    """For whom a copy is made: nobody in particular, one Verantwortlichen, or all of them."""
    if group.customers != OWN:
        return (None,)
    known = list(sharing.responsibles(found))
    if not known:
        raise refusal("copy_nobody_responsible", group=group.name)
    if order.responsible is None:
        return known
    named = [name for name in known if folded(name) == folded(order.responsible)]
    if not named:
        raise refusal("copy_responsible_unknown", responsible=order.responsible, known=tuple(known))
    return named


def _one(job: Job, shared: Shared, known: Facts, order: Order, moment: dt.datetime) -> OneCopy:
    mark = _mark(shared, known, moment)
    stages = job.reading.frames["stages"]["stage"].dropna()
    copy = builder.Copy(
        pages=(words.cover(shared, known, words.Stamp(moment, mark)), *shared.pages),
        title=words.TITLE,
        note=known.line(margin=words.has_margin(shared)),
        company=known.company,
        footer=words.footer(shared, known, mark),
        links=LINKS,
        lists={"stage": [str(stage) for stage in stages]},
    )
    to = _addresses(job, shared, order)
    outside = mailing.outside(to, job.reading.settings.mail_domain)
    return OneCopy(shared, copy, mark, words.file_name(shared, known, mark), to, outside)


def _mark(shared: Shared, known: Facts, moment: dt.datetime) -> str:
    """Prüfzeichen: the beginning of the SHA-256 of what is in the copy, for whom, and when it was made."""
    found = hashlib.sha256(repr((known.company, words.whose(shared), moment.isoformat())).encode())
    for page in shared.pages:
        for part in page.parts:
            found.update(part.frame.to_csv(index=False).encode())
    return found.hexdigest()[:MARK_LENGTH]


def _addresses(job: Job, shared: Shared, order: Order) -> tuple[Address, ...]:
    """Empfänger of the table Empfaenger for this group and Verantwortlichen, and those named besides."""
    found = {address.mail.casefold(): address for address in _typed(job, shared)}
    for address in mailing.addresses(order.to) if order.to else ():
        found.setdefault(address.mail.casefold(), address)
    return tuple(found.values())


def _typed(job: Job, shared: Shared) -> Iterator[Address]:
    frame = job.reading.frames["recipients"]
    rows: list[Mapping[str, object]] = frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]  # the stubs call the column names of records Hashable
    for number, row in enumerate(rows, start=HEADER_ROW + 2):
        if not row["group"] or not row["address"] or folded(row["group"]) != folded(shared.group.name):
            continue
        if not row["responsible"] or folded(row["responsible"]) == folded(shared.responsible or ""):
            yield from mailing.addresses(str(row["address"]), number)


def _nowhere(job: Job, found: Contents) -> list[Finding]:
    """Empfänger whose group, or whose Verantwortlicher in it, does not exist."""
    groups = sharing.groups_of(job.reading.frames["groups"])
    people = {folded(name) for name in sharing.responsibles(found)}
    frame = job.reading.frames["recipients"]
    rows: list[Mapping[str, object]] = frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]  # the stubs call the column names of records Hashable
    lost = []
    for row in rows:
        group = sharing.group_named(groups, str(row["group"] or ""))
        own = group is not None and group.customers == OWN
        person = folded(row["responsible"] or "")
        if group is None or (person and (not own or person not in people)):
            lost.append(" ".join(str(row[name]) for name in ("group", "responsible") if row[name]))
    if not lost:
        return []
    values = {"keys": tuple(dict.fromkeys(lost)), "count": len(lost)}
    return [Finding("copy_recipient_nowhere", Severity.WARNING, "recipients", None, "group", values)]


def _unmarked(found: Contents, copies: Sequence[OneCopy]) -> int:
    """Kunden in the copies that may be persons by their names, where nobody said of anybody whether he is."""
    table = found.frames["customers"].reindex(columns=["customer_id", "customer", "sole_trader"])
    if table["sole_trader"].notna().any():
        return 0
    keys = frozenset[str]().union(*(one.shared.customers for one in copies))
    named = table[["customer_id", "customer"]].dropna().itertuples(index=False)
    return sum(str(key) in keys and may_be_person(str(name)) for key, name in named)


def _without_anybody(found: Contents) -> list[Finding]:
    """Kunden that nobody is responsible for."""
    served = frozenset[str]().union(*sharing.responsibles(found).values())
    left = tuple(sorted(sharing.everybody(found) - served))
    if not left:
        return []
    row = left[0] if len(left) == 1 else None
    values = {"keys": left, "count": len(left)}
    return [Finding("copy_not_customers", Severity.WARNING, "customers", row, "responsible", values)]
