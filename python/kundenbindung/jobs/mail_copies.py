"""Versandkopien: from a calculated job to proven files and drafts of e-mails, for command and button.

Copies are built, proven and encrypted in memory; what reaches a folder is proven.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kundenbindung.adapters import builder, encryption, home, mailing, proof, sent, whole
from kundenbindung.adapters.mailing import Address, Attachment, Draft
from kundenbindung.adapters.package.problems import refusal
from kundenbindung.core.model import Finding
from kundenbindung.jobs.copy_meaning import meant
from kundenbindung.jobs.sent_log import Line, with_lines
from kundenbindung.jobs.untouched import is_untouched
from kundenbindung.jobs.work import Job
from kundenbindung.messages import copy_preview as preview_words
from kundenbindung.messages import mail_copy as words
from kundenbindung.messages import mailing as mail_words
from kundenbindung.messages.facts import Facts
from kundenbindung.workbook.returned import baseline
from kundenbindung.workbook.sharing import Shared

DRAFT_SUFFIX = ".eml"
KINDS_OF_FILES = re.compile(r".+\.(?:xls\w?|csv|ods|pdf|zip)", re.IGNORECASE)
"""Names that mean a file, not a folder."""

Progress = Callable[[int, int], None]


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
    """Vorbereiteter Versand: the copies, texts of the workbook that stay, what is odd.

    unmarked  so many customers may be persons, and no column says who is one
    """

    staying: frozenset[str]
    known: Facts
    moment: dt.datetime
    copies: tuple[OneCopy, ...]
    findings: tuple[Finding, ...] = ()
    unmarked: int = 0

    @property
    def encrypted(self) -> bool:
        """True if a password is needed."""
        return any(one.shared.group.encrypted for one in self.copies)

    @property
    def preview(self) -> list[str]:
        """Vorschau: who gets which sheets, columns, rows and persons, and where it would go."""
        shares = [one.shared for one in self.copies]
        lines = [*preview_words.unmarked(self.unmarked), *preview_words.preview(shares)]
        for one in self.copies:
            lines += [preview_words.copy_line(one.shared), *preview_words.own_columns(one.shared, shares)]
            lines += _recipients(one)
        return [*lines, *preview_words.outside_lines(self.outside)]

    @property
    def short_preview(self) -> list[str]:
        """The same without the names of columns, those outside of the house first."""
        outside = preview_words.outside_lines(self.outside)
        lines = preview_words.short_preview([one.shared for one in self.copies])
        each = [
            line for one in self.copies for line in (preview_words.copy_line(one.shared), *_recipients(one))
        ]
        return [*outside, *preview_words.unmarked(self.unmarked), *lines, *each]

    @property
    def outside(self) -> tuple[str, ...]:
        """Empfänger outside of the house, of all copies."""
        found = (address.shown for one in self.copies for address in one.outside or ())
        return tuple(dict.fromkeys(found))

    @property
    def proposed(self) -> str:
        """Vorschlag for a name: that of the only copy, or one that suits all of them."""
        first = self.copies[0]
        return first.name if len(self.copies) == 1 else words.name_for_all(first.shared, self.known)

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
        if drafts:
            whole.refuse(_folder(target), map(_draft_of, places.values()), mailing.is_ours)
        files: dict[Path, bytes] = {}
        reports = []
        for done, one in enumerate(self.copies, start=1):
            made, report = self._made(one, places[one.mark], password, drafts=drafts)
            files |= made
            reports.append(report)
            if progress is not None:
                progress(done, len(self.copies))
        self._keep()
        whole.store(_folder(target), files)
        return tuple(reports)

    def _made(
        self, one: OneCopy, place: Path, password: str | None, *, drafts: bool
    ) -> tuple[dict[Path, bytes], words.Sent]:
        """Eine Kopie, and the draft with it if wanted, by their places; what is told about it."""
        encrypted = password is not None
        data = self._content(one, place, password)
        files, draft = {place: data}, _draft_of(place) if drafts else None
        if draft is not None:
            files[draft] = mailing.content(self.draft(one, place.name, data, encrypted=encrypted))
        return files, _report(one, place, encrypted=encrypted, draft="" if draft is None else draft.name)

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
                group, responsible = one.shared.group.name, one.shared.responsible
                kept = sent.keep(
                    one.mark, baseline(one.shared), self.moment, group=group, responsible=responsible
                )
                if not kept:
                    raise refusal("copy_not_remembered", folder=str(home.sent_folder()))


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


def _draft_of(place: Path) -> Path:
    """Where the draft with a copy goes."""
    return place.with_suffix(DRAFT_SUFFIX)


def _is_file(target: Path) -> bool:
    """True for the name of a workbook, False for a folder; PackageError for a name of another kind."""
    if target.is_dir() or not KINDS_OF_FILES.fullmatch(target.name):
        return False
    if target.suffix.casefold() != words.SUFFIX:
        raise refusal("copy_suffix", file=target.name)
    return True


def _folder(target: Path) -> Path:
    return target.parent if _is_file(target) else target
