"""Entwurf einer E-Mail (.eml): recipients, subject, text and one workbook; proven before it is given back.

`X-Unsent` makes Outlook open it as a draft. There is no sender, no name of this machine and no program in it.
The headers are folded here: some versions of Python spoil long lists of names (python/cpython#100884).
Sources: RFC 5322 (lines, addresses), 2047 (words with umlauts), 2231 and 5987 (names of files).
"""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.errors import InvalidHeaderDefect
from email.header import Header
from email.message import EmailMessage
from pathlib import Path

from kundenbindung.adapters.mailing.addresses import Address
from kundenbindung.adapters.mailing.plain import body, one_line
from kundenbindung.adapters.package.problems import refusal

MAIN, SUB = "application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Kind of the attachment; a mail program chooses by the name, so an encrypted copy has the same."""

POLICY = policy.SMTP.clone(refold_source="none")
BOUNDARY = "=_Kundenbindung"
"""Ends the parts; no line of their encodings can look like it."""

LINE, LONGEST_LINE = 76, 998
"""Bytes of a line as it should be (the kind of the attachment is longer), and as it must be."""

HEAD = 65_536
"""Bytes of a draft that are looked at."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """Anlage: name of the file and its content."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """Entwurf: recipients (none = the owner fills them in), subject, text, one attachment, perhaps a date."""

    to: tuple[Address, ...]
    subject: str
    text: str
    attachment: Attachment
    date: dt.datetime | None = None


def content(draft: Draft) -> bytes:
    """Inhalt of the .eml file: CRLF, lines of at most 998 bytes, the same bytes for the same draft.

    Line breaks and controlling signs in names, subject and file name are blanks.
    Raises PackageError with the finding `draft_not_proven` if it does not read back as it was meant.
    """
    meant = cleaned(draft)
    try:
        data = _message(meant).as_bytes(policy=POLICY)
        faithful = _reads_back(data, meant)
    except (ValueError, LookupError, AttributeError):
        faithful = False
    if not faithful:
        raise refusal("draft_not_proven", file=meant.attachment.name)
    return data


def cleaned(draft: Draft) -> Draft:
    """Entwurf as it may stand in an e-mail."""
    name = one_line(draft.attachment.name).replace("/", "_").replace("\\", "_")
    return replace(
        draft,
        to=tuple(replace(address, name=one_line(address.name)) for address in draft.to),
        subject=one_line(draft.subject),
        text=body(draft.text),
        attachment=replace(draft.attachment, name=name),
    )


def _message(draft: Draft) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    for name, value in _headers(draft):
        message.set_raw(name, value)
    message.set_content(draft.text, cte="quoted-printable")
    message.add_attachment(draft.attachment.data, MAIN, SUB, filename=draft.attachment.name)
    message.set_boundary(BOUNDARY)
    for part in message.iter_attachments():
        _name_for_older(part, draft.attachment.name)
    return message


def _headers(draft: Draft) -> Iterator[tuple[str, str]]:
    yield "X-Unsent", "1"
    if draft.to:
        yield "To", recipients(draft.to)
    yield "Subject", Header(draft.subject, "utf-8", LINE, "Subject").encode() if draft.subject else ""
    if draft.date is not None:
        yield "Date", email.utils.format_datetime(draft.date)


def recipients(to: tuple[Address, ...]) -> str:
    """Empfänger as the header To, one per line."""
    return ",\n ".join(map(_mailbox, to))


def _mailbox(address: Address) -> str:
    if not address.name:
        return address.mail
    if address.name.isascii() and "=?" not in address.name and len(address.name) < LINE // 2:
        return email.utils.formataddr((address.name, address.mail))
    return f"{Header(address.name, 'utf-8', LINE, 'To').encode()}\n <{address.mail}>"


def _name_for_older(part: EmailMessage, name: str) -> None:
    """Dateiname also as RFC 2047 writes words: how older versions of Outlook write and read it."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    plain = name.isascii() and len(name) < LINE // 2 and "=?" not in name
    word = quoted if plain else Header(name, "utf-8", LINE, "name").encode()
    del part["Content-Type"]
    part.set_raw("Content-Type", f'{MAIN}/{SUB};\n name="{word}"')


def _reads_back(data: bytes, meant: Draft) -> bool:
    """True if another reader of this e-mail finds what was meant, and nothing else."""
    message = message_from_bytes(data, policy=policy.default)
    wanted = ["X-Unsent", *["To"] * bool(meant.to), "Subject", *["Date"] * bool(meant.date)]
    text = message.get_body()
    return (
        _sound_lines(data)
        and message.keys() == [*wanted, "MIME-Version", "Content-Type"]
        and [_known(one) for one in _found(message)] == [_known(one) for one in meant.to]
        and str(message["Subject"]) == meant.subject
        and text is not None
        and text.get_content().replace("\r\n", "\n") == meant.text
        and [_file(one) for one in message.iter_attachments()]
        == [(meant.attachment.name, f"{MAIN}/{SUB}", meant.attachment.data)]
    )


def _found(message: EmailMessage) -> list[Address]:
    """Empfänger as another reader finds them; nobody where something about them is odd."""
    header = message["To"]
    if header is None or any(isinstance(defect, InvalidHeaderDefect) for defect in header.defects):
        return []
    return [Address(one.display_name, one.username, one.domain) for one in header.addresses]


def _known(address: Address) -> tuple[str, str]:
    """Adresse to be compared; blanks between the words of a long name are not told alike by all readers."""
    return "".join(address.name.split()), address.mail


def _file(part: EmailMessage) -> tuple[str | None, str, object]:
    return part.get_filename(), part.get_content_type(), part.get_content()


def _sound_lines(data: bytes) -> bool:
    lines = data.split(b"\r\n")
    return not any(b"\n" in line or b"\r" in line or len(line) > LONGEST_LINE for line in lines)


def is_ours(path: Path) -> bool:
    """True for a draft that this program has written, and that nobody has saved with another program."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return False
    return head.startswith(b"X-Unsent: 1\r\n") and BOUNDARY.encode() in head
