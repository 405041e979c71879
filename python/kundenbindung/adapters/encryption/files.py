"""Verschlüsselte Mappen: written with AES-256 as Excel does it, and read back before they count.

msoffcrypto-tool calls its writing experimental, so everything is decrypted and compared byte for byte. It
cannot write files of less than 4 KB, which no workbook is. Its key holds 128 random bits, the rest is
constant: more than a password that people say to one another. Source: [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15.
"""

from __future__ import annotations

import io
import struct
import unicodedata
from collections.abc import Collection
from pathlib import Path

from defusedxml.ElementTree import fromstring

from kundenbindung.adapters import whole
from kundenbindung.adapters.encryption.passwords import checked
from kundenbindung.adapters.package.compound import MAGIC, Compound
from kundenbindung.adapters.package.open import LIMITS, MEBIBYTE
from kundenbindung.adapters.package.problems import PackageError, refusal

MOST_ROUNDS = 1_000_000
"""Rounds of hashing a foreign file may ask for; Excel asks for 100,000."""

LARGEST_DESCRIPTION = 65_536
"""Bytes of the description of an encryption."""

AGILE = (4, 4)
_KEY = "{http://schemas.microsoft.com/office/2006/keyEncryptor/password}encryptedKey"


class _WrongPasswordError(Exception):
    """The password does not open the file."""


def encrypt(source: Path, target: Path, password: str, known: Collection[str] = ()) -> None:
    """Mappe verschlüsseln: `source` -> `target`, as `encrypted`; a target that is there stays if this fails.

    Raises PackageError: `password_weak`, `encryption_failed`, `workbook_...` or `target_...`.
    """
    if not target.parent.is_dir():
        raise refusal("target_folder_missing", folder=str(target.parent), file=target.name)
    secret = encrypted(_bytes(source), password, target.name, known)
    whole.store(target.parent, {target: secret})
    if target.read_bytes() != secret:
        target.unlink()
        raise refusal("encryption_failed", file=target.name)


def encrypted(data: bytes, password: str, name: str, known: Collection[str] = ()) -> bytes:
    """Verschlüsselte Mappe, proven: decrypted again it is `data`, byte for byte.

    name   of the file, for the finding; known  names everybody knows, which make no password: company, group
    Raises PackageError: `password_weak` or `encryption_failed`.
    """
    usable = checked(password, known)
    secret = _encrypted(data, usable)
    if secret is None:
        raise refusal("encryption_failed", file=name)
    return secret


def _encrypted(data: bytes, password: str) -> bytes | None:
    """Encrypted bytes that were decrypted again; None if they do not give the same."""
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 - slow to load

    stream = io.BytesIO()
    try:
        OOXMLFile(io.BytesIO(data)).encrypt(password, stream)
        same = _opened(stream.getvalue(), password) == data
    except Exception:
        return None
    return stream.getvalue() if same else None


def _opened(secret: bytes, password: str) -> bytes:
    """Decrypted bytes, their integrity verified; whatever msoffcrypto raises where something is wrong."""
    from msoffcrypto.exceptions import InvalidKeyError  # noqa: PLC0415
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415

    stream = io.BytesIO()
    office = OOXMLFile(io.BytesIO(secret))
    try:
        office.load_key(password=password, verify_password=True)
    except (InvalidKeyError, UnicodeEncodeError):
        raise _WrongPasswordError from None
    office.decrypt(stream, verify_integrity=True)
    return stream.getvalue()


def is_encrypted(path: Path) -> bool:
    """True for a workbook behind a password."""
    try:
        data = path.read_bytes() if path.stat().st_size <= LIMITS.packed else b""
        return data.startswith(MAGIC) and "EncryptedPackage" in Compound(data).names
    except (OSError, ValueError, IndexError, struct.error):
        return False


def decrypt(source: Path, target: Path, password: str) -> None:
    """Mappe entschlüsseln: `source`, also one from outside, -> `target`, which still has to pass the guard.

    Raises PackageError: `password_wrong`, `encrypted_unreadable`, `workbook_...` or `target_...`.
    """
    secret = _bytes(source)
    if not password or not _harmless(secret):
        raise refusal("encrypted_unreadable" if password else "password_wrong", file=source.name)
    whole.store(target.parent, {target: _plain(secret, source.name, password)})


def _plain(secret: bytes, name: str, password: str) -> bytes:
    """Decrypted bytes; a password is tried composed (NFC), as Excel gets it typed, then as it is."""
    code = "password_wrong"
    for form in dict.fromkeys((unicodedata.normalize("NFC", password), password)):
        try:
            return _opened(secret, form)
        except _WrongPasswordError:
            continue
        except Exception:
            code = "encrypted_unreadable"
    raise refusal(code, file=name)


def _harmless(secret: bytes) -> bool:
    """True for the encryption of a workbook whose description is short XML and asks for no endless work."""
    try:
        description = Compound(secret).stream("EncryptionInfo")
        if len(description) > LARGEST_DESCRIPTION:
            return False
        if struct.unpack_from("<HH", description) != AGILE:
            return True
        keys = fromstring(description[8:], forbid_dtd=True).iter(_KEY)
        return all(0 < int(key.get("spinCount", "0")) <= MOST_ROUNDS for key in keys)
    except Exception:
        return False


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size <= LIMITS.packed:
            return path.read_bytes()
    except FileNotFoundError:
        raise refusal("workbook_missing", file=path.name) from None
    except OSError:
        raise refusal("workbook_not_readable", file=path.name) from None
    raise _too_large(path, size)


def _too_large(path: Path, size: int) -> PackageError:
    sizes = {"size": size / MEBIBYTE, "limit": LIMITS.packed / MEBIBYTE}
    return refusal("workbook_too_large", file=path.name, **sizes)
