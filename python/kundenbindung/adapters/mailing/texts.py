"""Anschreiben: subject and text of the e-mail from the template `versand.txt`."""

from __future__ import annotations

import re
import string
from functools import cache

from kundenbindung import templates_folder
from kundenbindung.messages.mailing import Letter, places

FILE = "versand.txt"
_GAPS = re.compile(r"\n{3,}")


@cache
def template() -> str:
    """Vorlage of subject (first line) and text."""
    return (templates_folder() / "texts" / FILE).read_text(encoding="utf-8")


def covering(letter: Letter) -> tuple[str, str]:
    """Betreff und Text of the e-mail with a copy; a paragraph that is not needed leaves no gap."""
    subject, _, text = template().partition("\n")
    known = places(letter)
    filled = string.Template(text).safe_substitute(known)
    return string.Template(subject).safe_substitute(known).strip(), _GAPS.sub("\n\n", filled).strip() + "\n"
