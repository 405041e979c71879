"""Versandkopien: from a calculated job to proven files and drafts of e-mails, for command and button.

Copies are built, proven and encrypted in memory; what reaches a folder is proven.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kundenbindung.adapters import builder, encryption, mailing, proof, sent, whole
from kundenbindung.adapters.mailing import Address, Attachment, Draft
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.core.model import Finding, Severity
from kundenbindung.jobs.copy_meaning import meant, staying
from kundenbindung.jobs.sent_log import Line, with_lines
from kundenbindung.jobs.untouched import is_untouched
from kundenbindung.jobs.work import Job, contents
from kundenbindung.messages import mail_copy as words
from kundenbindung.messages import mailing as mail_words
from kundenbindung.messages.facts import Facts, facts
from kundenbindung.workbook import sharing
from kundenbindung.workbook.frames import Contents, folded
from kundenbindung.workbook.inputs import to_inputs
from kundenbindung.workbook.returned import baseline
from kundenbindung.workbook.schema import HEADER_ROW
from kundenbindung.workbook.sharing import Group, Shared
from kundenbindung.workbook.tables.mail import OWN

MARK_LENGTH = 8
DRAFT_SUFFIX = ".eml"
LINKS = frozenset({("copy_sheets", "sheet")})
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """Auftrag: which group (None = the first), which Verantwortliche (None = all), further recipients."""

    group: str | None = None
    responsible: str | None = None
    to: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class OneCopy:
    """Vorbereitete Kopie: what is in it, as it is built, its Prüfzeichen, its name, who shall get it.

    outside  recipients outside of the house; None if the own domain is not known
    """

    shared: Shared
    copy: builder.Copy
    mark: str
    name: str
    recipients: tuple[Address, ...]
    outside: tuple[Address, ...] | None


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Vorbereiteter Versand: the copies, texts of the workbook that stay, what is odd."""

    staying: frozenset[str]
    known: Facts
    moment: dt.datetime
    copies: tuple[OneCopy, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def encrypted(self) -> bool:
        """True if a password is needed."""
        return any(one.shared.group.encrypted for one in self.copies)

    @property
    def preview(self) -> list[str]:
        """Vorschau: who gets which sheets, columns, rows and persons."""
        return [line for one in self.copies for line in (*words.preview(one.shared), *_recipients(one))]

    @property
    def short_preview(self) -> list[str]:
        """The same with a line per copy and one for its recipients."""
        return [line for one in self.copies for line in (words.short_preview(one.shared), *_recipients(one))]

    def write(
        self, target: Path, password: str | None, progress: Progress | None = None, *, drafts: bool = False
    ) -> tuple[words.Sent, ...]:
        """Kopien (and, if wanted, drafts of e-mails with them) written: all of them or none.

        target  a folder, or the name of the only copy
        PackageError where a copy is not proven, a password is missing, or something is in the way.
        """
        self._refuse_password(password)
        places = self._places(target)
        whole.refuse(_folder(target), places.values(), is_untouched)
        files: dict[Path, bytes] = {}
        reports = []
        for done, (one, place) in enumerate(((one, places[one.mark]) for one in self.copies), start=1):
            data = self._content(one, place, password)
            files[place] = data
            reports.append(_report(one, place, encrypted=password is not None, draft=""))
            if drafts:
                path = place.with_suffix(DRAFT_SUFFIX)
                files[path] = mailing.content(
                    self.draft(one, place.name, data, encrypted=password is not None)
                )
                reports[-1] = replace(reports[-1], draft=path.name)
            if progress is not None:
                progress(done, len(self.copies))
        whole.store(_folder(target), files)
        self._keep()
        return tuple(reports)

    def _content(self, one: OneCopy, place: Path, password: str | None) -> bytes:
        """Bytes of a copy, proven, encrypted if a password is given."""
        data = builder.build_copy(one.copy)
        proof.require(data, meant(one.copy, self.staying), place.name)
        return data if password is None else encryption.encrypted(data, password, place.name, self._names)

    @property
    def _names(self) -> tuple[str, ...]:
        """Names everybody knows, which make no password."""
        return (self.known.company, *(one.shared.group.name for one in self.copies))

    def _refuse_password(self, password: str | None) -> None:
        """PackageError for a password that is missing where one is needed, or too weak."""
        if password is not None:
            encryption.checked(password, self._names)
        elif self.encrypted:
            raise refusal("copy_password_needed", group=self.copies[0].shared.group.name)

    def draft(self, one: OneCopy, name: str, data: bytes, *, encrypted: bool) -> Draft:
        """Entwurf of the e-mail with one copy."""
        base_year = self.known.base_year
        letter = mail_words.Letter(
            company=self.known.company,
            plan_year=None if base_year is None else base_year + 1,
            group=words.whose(one.shared),
            reporting_date=self.known.reporting_date,
            file=name,
            sheets=[page.sheet.label for page in one.shared.pages],
            mark=one.mark,
            fillable=words.fillable(one.shared),
            encrypted=encrypted,
        )
        subject, text = mailing.covering(letter)
        return Draft(one.recipients, subject, text, Attachment(name, data))

    def _places(self, target: Path) -> dict[str, Path]:
        """Where every copy goes, by its Prüfzeichen."""
        if not _is_file(target):
            return {one.mark: target / one.name for one in self.copies}
        if len(self.copies) == 1:
            return {self.copies[0].mark: target}
        names = (words.one_of_several(target.stem, one.shared, one.mark) for one in self.copies)
        return {one.mark: target.with_name(name) for one, name in zip(self.copies, names, strict=True)}

    def _keep(self) -> None:
        """What may be filled in is kept on this machine, so that what comes back can be compared with it."""
        for one in self.copies:
            if words.fillable(one.shared):
                sent.keep(one.mark, baseline(one.shared), self.moment)


def prepare(job: Job, order: Order, moment: dt.datetime) -> Prepared:
    """Versand of a calculated job; PackageError for an order that cannot be carried out.

    ValueError for a job that was not calculated.
    """
    whole_contents = _resolved(job)
    known = facts(whole_contents)
    group = _group(job, order)
    people = _responsibles(whole_contents, group, order)
    copies = []
    for shared in sharing.shares(whole_contents, group, people):
        if not shared.pages:
            raise refusal("copy_group_empty", group=group.name)
        copies.append(_one(job, shared, known, order, moment))
    alone = group.customers != OWN or order.responsible is not None
    found = () if alone else _without_anybody(whole_contents)
    return Prepared(staying(whole_contents), known, moment, tuple(copies), tuple(found))


def logged(job: Job, reports: Sequence[words.Sent], prepared: Prepared) -> Job:
    """Auftrag with the copies in its Versandprotokoll."""
    lines = [
        Line(
            event=words.EVENT,
            group=one.shared.group.name,
            responsible=one.shared.responsible or "",
            recipients="; ".join(report.recipients),
            file=report.file,
            sheets=words.content(one.shared),
            customers=len(one.shared.customers),
            rows=words.rows(one.shared),
            encrypted=report.encrypted,
            remark=words.remark(report),
            mark=one.mark,
        )
        for one, report in zip(prepared.copies, reports, strict=True)
    ]
    log = with_lines(job.reading.frames["dispatches"], f"{prepared.moment:%d.%m.%Y %H:%M}", lines)
    frames = {**job.reading.frames, "dispatches": log}
    return replace(job, reading=replace(job.reading, frames=frames))


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
    rows: list[Mapping[str, object]] = frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]
    for number, row in enumerate(rows, start=HEADER_ROW + 2):
        if not row["group"] or not row["address"] or folded(row["group"]) != folded(shared.group.name):
            continue
        if not row["responsible"] or folded(row["responsible"]) == folded(shared.responsible or ""):
            yield from mailing.addresses(str(row["address"]), number)


def _without_anybody(found: Contents) -> list[Finding]:
    """Kunden that nobody is responsible for."""
    served = frozenset[str]().union(*sharing.responsibles(found).values())
    left = tuple(sorted(sharing.everybody(found) - served))
    if not left:
        return []
    row = left[0] if len(left) == 1 else None
    values = {"keys": left, "count": len(left)}
    return [Finding("copy_not_customers", Severity.WARNING, "customers", row, "responsible", values)]


def _recipients(one: OneCopy) -> list[str]:
    shown = [address.shown for address in one.recipients]
    outside = None if one.outside is None else [address.shown for address in one.outside]
    return [f"  {line}" for line in mail_words.preview_lines(shown, outside)]


def _report(one: OneCopy, place: Path, *, encrypted: bool, draft: str) -> words.Sent:
    return words.Sent(
        file=place.name,
        whose=words.whose(one.shared),
        customers=len(one.shared.customers),
        rows=words.rows(one.shared),
        encrypted=encrypted,
        recipients=tuple(address.shown for address in one.recipients),
        outside=tuple(address.shown for address in one.outside or ()),
        draft=draft,
    )


def _is_file(target: Path) -> bool:
    """True for the name of a workbook, False for a folder."""
    return target.suffix.casefold() == words.SUFFIX and not target.is_dir()


def _folder(target: Path) -> Path:
    return target.parent if _is_file(target) else target
