"""Kennwort: what is encrypted opens with its password only, and no password stands anywhere else."""

from __future__ import annotations

import contextlib
import itertools
import os
import traceback
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import olefile
import pytest
import xlsxwriter
from defusedxml.ElementTree import fromstring
from tests import engine
from tests.engine.bridge import arguments
from tests.engine.process import Office
from tests.needs import missing, needs_program

from kundenbindung.adapters import encryption, home
from kundenbindung.adapters.encryption import passwords
from kundenbindung.adapters.mailing import Attachment, Draft, content, covering
from kundenbindung.adapters.package.problems import PackageError
from kundenbindung.messages import mailing as words

PASSWORD = "Größe-zählt-🚜-nie"
SPACES = {
    "k": "http://schemas.microsoft.com/office/2006/encryption",
    "p": "http://schemas.microsoft.com/office/2006/keyEncryptor/password",
}
LETTER = words.Letter(
    "Süd", 2026, "Leitung", None, "a.xlsx", ("Kunden",), "1a2b3c4d", fillable=True, encrypted=True
)
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KINDS = {"cipherAlgorithm": "AES", "keyBits": "256", "hashAlgorithm": "SHA512", "blockSize": "16"}


def refused(code: str) -> contextlib.AbstractContextManager[pytest.ExceptionInfo[PackageError]]:
    return pytest.raises(PackageError, match=f"'{code}'")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mappe") / "Kopie.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Kunden").write_row("A1", ["Kunde", "Müller"])
    return path


@pytest.fixture(scope="module")
def secret(book: Path) -> Path:
    path = book.with_name("Geheim.xlsx")
    encryption.encrypt(book, path, PASSWORD)
    return path


def test_only_the_password_opens_it(book: Path, secret: Path, tmp_path: Path) -> None:
    plain = tmp_path / "offen.xlsx"
    assert (encryption.is_encrypted(secret), encryption.is_encrypted(book)) == (True, False)
    assert b"Kunden" not in secret.read_bytes()
    for wrong in (PASSWORD[:-1], PASSWORD.upper(), "\ud800" * 12, ""):
        with refused("password_wrong"):
            encryption.decrypt(secret, plain, wrong)
        assert not plain.exists()
    encryption.decrypt(secret, plain, PASSWORD)
    assert plain.read_bytes() == book.read_bytes()


def test_umlauts_count_the_same_however_they_are_typed(book: Path, secret: Path, tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", PASSWORD)
    assert apart != PASSWORD
    encryption.decrypt(secret, tmp_path / "a.xlsx", apart)
    encryption.encrypt(book, tmp_path / "b.xlsx", apart)
    encryption.decrypt(tmp_path / "b.xlsx", tmp_path / "c.xlsx", PASSWORD)


def test_it_is_encrypted_as_excel_does_it(secret: Path) -> None:
    with olefile.OleFileIO(secret) as ole:
        assert sorted("/".join(path) for path in ole.listdir() if len(path) == 1) == [
            "EncryptedPackage", "EncryptionInfo",
        ]  # fmt: skip
        description = ole.openstream("EncryptionInfo").read()
    assert description[:8] == bytes([4, 0, 4, 0, 0x40, 0, 0, 0])
    tree = fromstring(description[8:])
    data, key = tree.find("k:keyData", SPACES), tree.find(".//p:encryptedKey", SPACES)
    assert data is not None
    assert key is not None
    assert KINDS.items() <= data.attrib.items()
    assert (KINDS | {"spinCount": "100000"}).items() <= key.attrib.items()
    assert tree.find("k:dataIntegrity", SPACES) is not None


def zipped(path: Path, size: int) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{CONTENT_TYPES}"/>')
        archive.writestr("xl/a.xml", os.urandom(size))
    return path


@pytest.mark.parametrize("size", [4_096, 100_001, 7_500_000])
def test_files_of_every_size_come_back(size: int, tmp_path: Path) -> None:
    """Above 7 MB the compound file needs a second table of sectors."""
    source = zipped(tmp_path / "a.zip", size)
    encryption.encrypt(source, tmp_path / "b.xlsx", PASSWORD)
    encryption.decrypt(tmp_path / "b.xlsx", tmp_path / "c.zip", PASSWORD)
    assert (tmp_path / "c.zip").read_bytes() == source.read_bytes()


def test_what_cannot_be_encrypted_leaves_the_target_as_it_was(tmp_path: Path) -> None:
    source, target = zipped(tmp_path / "a.zip", 100), tmp_path / "b.xlsx"
    for before in (None, b"alt"):
        if before:
            target.write_bytes(before)
        with refused("encryption_failed"):
            encryption.encrypt(source, target, PASSWORD)
        assert (target.read_bytes() if target.exists() else None) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.xlsx"]


def test_a_target_without_folder_and_a_missing_source(book: Path, tmp_path: Path) -> None:
    with refused("target_folder_missing"):
        encryption.encrypt(book, tmp_path / "fehlt" / "a.xlsx", PASSWORD)
    with refused("workbook_missing"):
        encryption.encrypt(tmp_path / "fehlt.xlsx", tmp_path / "a.xlsx", PASSWORD)
    with refused("workbook_missing"):
        encryption.decrypt(tmp_path / "fehlt.xlsx", tmp_path / "a.xlsx", PASSWORD)


def test_a_damaged_file_is_not_read(secret: Path, tmp_path: Path) -> None:
    data = bytearray(secret.read_bytes())
    data[-600] ^= 1
    for number, bad in enumerate((bytes(data), bytes(data[:2000]), b"PK", b"")):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(bad)
        with refused("encrypted_unreadable"):
            encryption.decrypt(path, tmp_path / "plain.xlsx", PASSWORD)
    assert not (tmp_path / "plain.xlsx").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'spinCount="100000"', b'spinCount="9999999"'),
        (b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', b'<!DOCTYPE a [<!ENTITY b "c">]>'),
    ],
)
def test_a_description_that_asks_for_endless_work_is_not_read(
    old: bytes, new: bytes, secret: Path, tmp_path: Path
) -> None:
    data = secret.read_bytes()
    at, length = data.index(old), len(old)
    gap = length - len(new)
    changed = data[:at] + new + (b" " * gap if gap > 0 else b"") + data[at + max(length, len(new)) :]
    (tmp_path / "a.xlsx").write_bytes(changed)
    with refused("encrypted_unreadable"):
        encryption.decrypt(tmp_path / "a.xlsx", tmp_path / "b.xlsx", PASSWORD)


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("", words.MISSING),
        (" " * 20, words.MISSING),
        ("\t\n" * 10, words.MISSING),
        ("kurz-kurz-1", words.SHORT),
        ("aaaaaaaaaaaaaaaa", words.OBVIOUS),
        ("abababababababab", words.OBVIOUS),
        ("123456789012", words.OBVIOUS),
        ("2026-0101-2027-0101", words.OBVIOUS),
        ("Passwort2026!", words.OBVIOUS),
        ("Kennwort-Geheim-1", words.OBVIOUS),
        ("qwertzuiop12345", words.OBVIOUS),
        ("lmnopqrstuvw", words.OBVIOUS),
        ("sdfghjklöäyx", words.OBVIOUS),
        ("apfel-apfel-apfel-", words.OBVIOUS),
        ("Zeile-eins\nZeile-zwei", words.SIGNS),
        ("ein-\0-null-zeichen", words.SIGNS),
        ("\ud800-halbes-zeichen", words.SIGNS),
        ("Regen-Dach-Löwe-9" * 16, words.TOO_LONG),
        ("🚜" * 128, words.TOO_LONG),
    ],
)
def test_a_weak_password_is_refused_and_not_named(weak: str, why: str) -> None:
    with refused("password_weak") as error:
        encryption.checked(weak)
    assert error.value.finding.values["why"] == why.format(least=12, most=255)
    assert len(weak.strip()) < 3 or weak not in f"{error.value!r} {error.value.finding}"


def test_the_name_of_the_company_makes_no_password() -> None:
    assert encryption.checked("Molkerei-Süd-2026") == "Molkerei-Süd-2026"
    with refused("password_weak"):
        encryption.checked("Molkerei-Süd-2026", ["Molkerei Süd"])
    assert encryption.checked("Molkerei-Süd-tanzt-gern", ["Molkerei Süd"])


@pytest.mark.parametrize("good", ["Regen-Dach-Löwe-9", "x7#kQ9!mZ2$w", PASSWORD, "Mein Hund mag Tee"])
def test_a_good_password_is_taken(good: str) -> None:
    assert encryption.checked(good) == good


def test_a_suggestion_is_long_random_and_good() -> None:
    found = {encryption.suggest() for _ in range(200)}
    assert len(found) == 200
    for one in found:
        assert encryption.checked(one) == one
        assert set(one.split("-")) <= set(encryption.wordlist())
        assert one.count("-") == passwords.WORDS - 1
    assert encryption.bits() >= 66.0


def test_the_words_can_be_told_apart_on_the_telephone() -> None:
    known = encryption.wordlist()
    assert len(known) >= 2_048
    assert list(known) == sorted(known)
    assert all(
        word.isascii() and word.isalpha() and word.islower() and 4 <= len(word) <= 11 for word in known
    )
    assert [start for start, size in Counter(word[:4] for word in known).items() if size > 1] == []


@pytest.mark.parametrize(
    "data",
    [
        "Größe-1".encode(),
        "\ufeffGröße-1\r\nzweite".encode(),
        "Größe-1\n".encode(),
        "Größe-1\rmehr".encode(),
    ],
)
def test_the_first_line_of_a_file_is_the_password(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "kennwort.txt").write_bytes(data)
    assert encryption.from_file(tmp_path / "kennwort.txt") == "Größe-1"


def test_blanks_belong_to_the_password(tmp_path: Path) -> None:
    (tmp_path / "kennwort.txt").write_bytes(b" ein Wort \n")
    assert encryption.from_file(tmp_path / "kennwort.txt") == " ein Wort "


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "password_file_missing"),
        (b"", "password_file_empty"),
        (b"\xef\xbb\xbf \r\nGeheim", "password_file_empty"),
        ("Größe".encode("latin-1"), "password_file_unreadable"),
        ("Größe".encode("utf-16"), "password_file_unreadable"),
    ],
)
def test_a_file_without_a_password(data: bytes | None, code: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / "kennwort.txt").write_bytes(data)
    with refused(code):
        encryption.from_file(tmp_path / "kennwort.txt")
    with refused("password_file_unreadable"):
        encryption.from_file(tmp_path)


def test_a_password_stands_nowhere(
    book: Path, secret: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Log, traceback, exception and finding of everything that goes wrong with it, and the files besides."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    canary = "Kanari-Vogel-7781"
    small = zipped(tmp_path / "klein.zip", 100)
    broken = tmp_path / "kaputt.xlsx"
    broken.write_bytes(secret.read_bytes()[:3000])
    tries = (
        lambda: encryption.encrypt(small, tmp_path / "a.xlsx", canary),
        lambda: encryption.encrypt(book, tmp_path / "fehlt" / "a.xlsx", canary),
        lambda: encryption.encrypt(book, tmp_path / "a.xlsx", canary, [canary]),
        lambda: encryption.decrypt(secret, tmp_path / "a.xlsx", canary),
        lambda: encryption.decrypt(broken, tmp_path / "a.xlsx", canary),
        lambda: encryption.checked(f"{canary}\ud800"),
    )
    for attempt in tries:
        with pytest.raises(PackageError) as error:
            attempt()
        told = "".join(traceback.format_exception(error.value))
        assert canary not in f"{told} {error.value!r} {error.value.finding}"
        try:
            attempt()
        except PackageError:
            assert home.write_log() is not None
    encryption.encrypt(book, tmp_path / "a.xlsx", canary)
    draft = Draft((), *covering(LETTER), Attachment("a.xlsx", (tmp_path / "a.xlsx").read_bytes()))
    (tmp_path / "a.eml").write_bytes(content(draft))
    spellings = [canary.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert home.log_file() in kept
    for path, spelling in itertools.product(kept, spellings):
        assert spelling not in path.read_bytes()


def test_another_program_opens_it_with_its_password_only(secret: Path, tmp_path: Path) -> None:
    if lacking := engine.unavailable():
        missing(lacking)
    office = Office(needs_program("soffice"))
    try:
        desktop = office.context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        opened = {}
        for password in ("Regen-Dach-Apfel", PASSWORD):
            values = arguments(Hidden=True, Password=password)
            with contextlib.suppress(Exception):
                book = desktop.loadComponentFromURL(secret.as_uri(), "_blank", 0, values)
                opened[password] = book.Sheets.getByIndex(0).getCellByPosition(1, 0).String
    finally:
        office.stop()
    assert opened == {PASSWORD: "Müller"}
