"""Adressen: what the owner typed as recipients, read by the rules of e-mail; who is outside of the house."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email import policy
from email.errors import InvalidHeaderDefect, NonASCIILocalPartDefect

import idna

from kundenbindung.adapters.mailing.plain import one_line
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.core.model import Finding, Severity
from kundenbindung.messages import mailing as words

LOCAL_SIGNS = frozenset(string.ascii_letters + string.digits + "!#$%&'*+-/=?^_`{|}~.")
"""Signs in front of the @ that need no quotes."""

FAMILIAR = frozenset(string.ascii_lowercase + string.digits + ".-äöüß")
"""Signs of a domain that cannot be mistaken for others."""

LONGEST = 254
"""Signs of an address that every mail server takes."""


@dataclass(frozen=True, slots=True)
class Address:
    """Adresse: name as typed (may be empty), what stands in front of the @, the domain in ASCII."""

    name: str
    local: str
    domain: str

    @property
    def mail(self) -> str:
        """Adresse as it stands in an e-mail."""
        return f"{self.local}@{self.domain}"

    @property
    def shown(self) -> str:
        """Adresse as the owner reads it: umlauts in the domain, but nothing that only looks like a letter."""
        mail = f"{self.local}@{_readable(self.domain)}"
        return f"{self.name} <{mail}>" if self.name else mail


def _readable(domain: str) -> str:
    try:
        known = idna.decode(domain)
    except UnicodeError:
        return domain
    return known if set(known) <= FAMILIAR else domain


def addresses(text: str, row: int | None = None) -> tuple[Address, ...]:
    """Adressen in a text, none twice; separated by semicolon, comma or line break.

    row  line of the table Empfaenger it was typed in; None = at the switch --an
    Raises PackageError with the finding `address_unreadable`, which names everything that is no address.
    """
    found: dict[str, Address] = {}
    unreadable: list[str] = []
    for piece in _pieces(text):
        address = _read(piece)
        if address is None:
            unreadable.append(one_line(piece))
        else:
            found.setdefault(address.mail.casefold(), address)
    if unreadable:
        raise _refusal(unreadable, row)
    return tuple(found.values())


def _refusal(texts: Sequence[str], row: int | None) -> PackageError:
    values = {"texts": tuple(texts), "where": words.AT_SWITCH if row is None else words.IN_TABLE}
    if row is None:
        return PackageError(Finding("address_unreadable", Severity.ERROR, values=values))
    finding = Finding("address_unreadable", Severity.ERROR, "recipients", row, "address", values)
    return PackageError(finding)


def _pieces(text: str) -> Iterator[str]:
    """Texts of one address each; a comma in front of a name with its address belongs to the name."""
    for line in text.splitlines():
        for part in _split(line, ";"):
            before: list[str] = []
            for piece in _split(part, ","):
                before.append(piece)
                if "<" in piece or "@" in piece:
                    yield from _joined(before)
                    before = []
            yield from (piece.strip() for piece in before if piece.strip())


def _joined(pieces: Sequence[str]) -> Iterator[str]:
    """„Öz, Eva <...>“ is one address; without angle brackets every piece stands alone."""
    if "<" in pieces[-1]:
        yield ",".join(pieces).strip(" ,")
    else:
        yield from (piece.strip() for piece in pieces if piece.strip())


def _split(text: str, sign: str) -> list[str]:
    """Text at every such sign outside of double quotes."""
    pieces: list[str] = []
    for part in text.split(sign):
        if pieces and pieces[-1].count('"') % 2:
            pieces[-1] += sign + part
        else:
            pieces.append(part)
    return pieces


def _read(piece: str) -> Address | None:
    """One address by the parser of the standard library; None if it is none."""
    try:
        header = policy.default.header_factory("To", _quoted(piece))
        (one,) = header.addresses
        domain = ascii_domain(one.domain)
    except Exception:  # whatever the parser stumbles over is no address
        return None
    if any(isinstance(defect, InvalidHeaderDefect | NonASCIILocalPartDefect) for defect in header.defects):
        return None
    address = Address(one_line(one.display_name), one.username, domain)
    sound = bool(domain) and bool(one.username) and set(one.username) <= LOCAL_SIGNS
    return address if sound and len(address.mail) <= LONGEST else None


def _quoted(piece: str) -> str:
    """„Öz, Eva <...>“ with its name in quotes, so that every sign may stand in it."""
    name, bracket, rest = piece.rpartition("<")
    if not bracket or not name.strip() or '"' in name:
        return piece
    escaped = name.strip().replace("\\", "\\\\")
    return f'"{escaped}" <{rest}'


def ascii_domain(text: str) -> str:
    """Domain in lower-case ASCII; empty if it is none: every one has a dot between two labels."""
    try:
        domain = idna.encode(text.strip(), uts46=True).decode("ascii")
    except UnicodeError:
        return ""
    labels = domain.split(".")
    return domain if len(labels) > 1 and all(labels) and not labels[-1].isdigit() else ""


def outside(recipients: Iterable[Address], domains: str) -> tuple[Address, ...] | None:
    """Empfänger außer Haus: those whose domain is none of these, nor below one of them.

    domains  Eigene Mail-Domain of the settings: several by semicolon, with or without @
    None if none is entered: then nobody can say who is outside. What is no domain matches nobody.
    """
    entered = [piece for piece in domains.replace(",", ";").replace("\n", ";").split(";") if piece.strip()]
    if not entered:
        return None
    own = {ascii_domain(piece.rpartition("@")[2]) for piece in entered} - {""}
    return tuple(address for address in recipients if not _belongs(address.domain, own))


def _belongs(domain: str, own: Iterable[str]) -> bool:
    return any(domain == one or domain.endswith(f".{one}") for one in own)
