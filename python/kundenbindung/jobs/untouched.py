"""Unveränderte Kopie: a file that this program wrote and nobody saved since; only such a one is replaced."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from kundenbindung.adapters.package import STAMP
from kundenbindung.messages.mail_copy import TITLE

CORE, LARGEST = "docProps/core.xml", 65_536


def is_untouched(path: Path) -> bool:
    """True for a Versandkopie as it was written; one that somebody filled in has another date."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(CORE) as stream:
            text = stream.read(LARGEST).decode("utf-8", errors="replace")
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError):
        return False
    when = f"{STAMP:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>"
    return f"<dc:title>{TITLE}</dc:title>" in text and when in text
