"""Nachweis: what stops a file that leaves the house, and what was found in it."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

PROOF: dict[str, Message] = {
    "copy_not_proven": Message(
        "„{file}“ wurde nicht geschrieben, denn darin stand etwas, das nicht hinausgehen soll ({count:number}): {faults:list}.",
        "Nehmen Sie es aus der Mappe heraus oder wählen Sie eine andere Gruppe; hilft das nicht, senden Sie den Text von „Diagnose“ an Ihre Ansprechperson.",
    ),
}

CHECKS: dict[str, str] = {
    "archive": "unerwarteter Aufbau der Datei",
    "part": "unerwarteter Bestandteil",
    "relation": "Verweis nach außen",
    "markup": "unbekannte Angabe",
    "text": "nicht vorgesehener Text",
    "formula": "Formel",
    "name": "benannter Bereich",
    "hidden": "Ausgeblendetes",
    "protection": "Schutz oder Verschlüsselung",
    "link": "Verknüpfung",
    "validation": "Eingabeprüfung mit Verweis",
    "place": "Speicherort",
    "address": "Mailadresse",
    "property": "Eigenschaft der Datei",
    "chart": "Diagramm mit fremden Werten",
    "sheet": "anderes Blatt als vorgesehen",
    "table": "andere Tabelle als vorgesehen",
    "cell": "anderer Inhalt einer Zelle als vorgesehen",
    "string": "Text ohne Zelle",
    "forbidden": "geschützter Text",
}
"""What was found, by check."""

LONGEST = 60
"""Signs of a found text that are shown."""


def fault(check: str, place: str, found: str) -> str:
    """Fund in one line: what it is, where, and the beginning of what stands there."""
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in found).split())
    short = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
    told = f"{CHECKS[check]} in „{place}“"
    return f"{told}: „{short}“" if short else told
