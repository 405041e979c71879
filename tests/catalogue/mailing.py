"""Befunde zu E-Mail und Kennwort: addresses, the draft, passwords and their files, encrypted copies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.files import blank

from kundenbindung.adapters import encryption
from kundenbindung.adapters.mailing import Address, Attachment, Draft, addresses, content
from kundenbindung.adapters.package.problems import PackageError

PASSWORD = "Regen-Dach-Löwe-9"
DRAFT = Draft(
    (Address("Eva Öz", "e.oez", "firma.de"),), "Kopie", "Guten Tag", Attachment("Kopie.xlsx", b"PK")
)
TINY = b"PK\5\6" + bytes(18)
"""The smallest zip file; a compound file cannot hold it behind a password."""


def tried(act: Callable[[Path], object]) -> Provoke:
    """The finding an action refuses with."""

    def provoke(folder: Path) -> Findings:
        try:
            act(folder)
        except PackageError as error:
            return [error.finding]
        return []

    return provoke


def typed(text: str, row: int | None = None) -> Provoke:
    return tried(lambda _: addresses(text, row))


def drafted(*to: Address) -> Provoke:
    return tried(lambda _: content(replace(DRAFT, to=to)))


def weighed(password: str, *known: str) -> Provoke:
    return tried(lambda _: encryption.checked(password, known))


def written(data: Callable[[], bytes]) -> Provoke:
    return tried(lambda _: encryption.encrypted(data(), PASSWORD, "Kopie.xlsx"))


@cache
def secret() -> bytes:
    return encryption.encrypted(blank(), PASSWORD, "Kopie.xlsx")


def opened(password: str, data: Callable[[], bytes] = secret) -> Provoke:
    def act(folder: Path) -> None:
        (folder / "Kopie.xlsx").write_bytes(data())
        encryption.decrypt(folder / "Kopie.xlsx", folder / "offen.xlsx", password)

    return tried(act)


def from_file(data: bytes | None) -> Provoke:
    def act(folder: Path) -> None:
        if data is not None:
            (folder / "kennwort.txt").write_bytes(data)
        encryption.from_file(folder / "kennwort.txt")

    return tried(act)


good_file = from_file("Größe\n".encode())
weak = partial(Case, "password_weak", "error")

CASES = (
    Case(
        "address_unreadable", "error", typed("Eva Öz e.oez@firma.de", 3), typed("Eva Öz <e.oez@firma.de>", 3),
        "recipients", 3, "address",
    ),
    Case("address_unreadable", "error", typed("eva; jan@"), typed("eva@firma.de"), says=("switch",)),
    Case(
        "draft_not_proven", "error",
        drafted(Address("", "a b", "x.de")), drafted(Address("a b", "a", "x.de")),
    ),
    Case("encryption_failed", "error", written(lambda: TINY), written(blank)),
    Case("password_wrong", "error", opened(PASSWORD.lower()), opened(PASSWORD)),
    Case("encrypted_unreadable", "error", opened(PASSWORD, lambda: secret()[:4000]), opened(PASSWORD)),
    weak(weighed("elf-Zeichen"), weighed("zwölfZeichen")),
    weak(weighed(" " * 20), weighed(" Regen Dach "), says=("empty",)),
    weak(weighed("Passwort-2026"), weighed("Passwort-Regenbogen"), says=("obvious",)),
    weak(weighed("Regenbogen-1", "Regenbogen AG", "Regenbogen"), weighed("Regenbogen-1"), says=("known",)),
    weak(weighed("Regen\tDach-Löwe"), weighed("Regen Dach-Löwe"), says=("signs",)),
    weak(weighed(PASSWORD * 15 + "x"), weighed(PASSWORD * 14 + "x"), says=("long",)),
    Case("password_file_missing", "error", from_file(None), good_file),
    Case("password_file_unreadable", "error", from_file("Größe\n".encode("latin-1")), good_file),
    Case("password_file_empty", "error", from_file(b"\r\nGeheim"), good_file),
)  # fmt: skip
