"""Kennwort: a copy is encrypted as Excel does it, one that comes back is opened, passwords are weighed.

A password is never stored, logged or named: not in a finding, not in an exception, not in an e-mail.
"""

from __future__ import annotations

from kundenbindung.adapters.encryption.files import decrypt, encrypt, encrypted, is_encrypted
from kundenbindung.adapters.encryption.passwords import bits, checked, from_file, suggest, wordlist

__all__ = [
    "bits",
    "checked",
    "decrypt",
    "encrypt",
    "encrypted",
    "from_file",
    "is_encrypted",
    "suggest",
    "wordlist",
]
