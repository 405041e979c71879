"""E-Mail und Kennwort: words of the draft, recipients in the preview, and one sentence per finding code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kundenbindung.messages.entry import Message
from kundenbindung.messages.german import day

IN_TABLE, AT_SWITCH = "In der Tabelle Empfänger", "Bei --an"
"""Where an address was typed."""

NOT_SAID = "ohne Angabe"

FILL_IN = (
    "Zum Ausfüllen: Bitte tragen Sie in den gelben Spalten ein, was Sie wissen, und lassen Sie die übrigen unverändert; "
    "was Sie nicht wissen, bleibt leer. Excel zeigt die Datei zunächst geschützt an: Klicken Sie auf „Bearbeitung aktivieren“. Speichern Sie die Datei unter ihrem Namen und schicken Sie sie als Anlage Ihrer "
    "Antwort zurück."
)
READ_ONLY = "Die Kopie ist zum Lesen; zurückschicken müssen Sie nichts."
LOCKED = (
    "Die Datei ist verschlüsselt. Das Kennwort bekommen Sie auf einem anderen Weg, zum Beispiel am Telefon; bitte fragen "
    "Sie nicht per E-Mail danach."
)
SEEN_BY_ALL = "Die Empfänger einer Kopie sehen einander."
NOT_CHECKED = "Ob jemand außerhalb des Hauses dabei ist, lässt sich nicht prüfen: In den Einstellungen fehlt „Eigene Mail-Domain“."
NOBODY = "An: noch niemand; die Empfänger tragen Sie im Entwurf selbst ein."

SHORT, OBVIOUS, KNOWN = (
    "es ist kürzer als {least} Zeichen",
    "es ist leicht zu erraten",
    "es enthält einen bekannten Namen",
)
MISSING, TOO_LONG, SIGNS = (
    "es ist leer",
    "es ist länger als {most} Zeichen",
    "es enthält Zeichen, die sich nicht tippen lassen",
)
"""Why a password is refused."""

MAILING: dict[str, Message] = {
    "address_unreadable": Message(
        "{where} steht etwas, das keine E-Mail-Adresse ist: {texts:list}.",
        "Schreiben Sie e.oez@firma.de oder Eva Öz <e.oez@firma.de>, mehrere durch Strichpunkt getrennt.",
    ),
    "draft_not_proven": Message(
        "Der Entwurf der E-Mail mit „{file}“ wurde nicht geschrieben; zurückgelesen ergab er etwas anderes als gemeint.",
        "Prüfen Sie die Adressen der Empfänger, oder hängen Sie die Kopie selbst an eine E-Mail.",
    ),
    "encryption_failed": Message(
        "„{file}“ ließ sich nicht verlässlich verschlüsseln; es wurde nichts geschrieben.",
        "Versuchen Sie es noch einmal; hilft das nicht, speichern Sie die Kopie in Excel selbst mit Kennwort (Datei, Informationen, Arbeitsmappe schützen).",
    ),
    "password_wrong": Message(
        "„{file}“ lässt sich mit diesem Kennwort nicht öffnen.",
        "Prüfen Sie Groß- und Kleinschreibung und ob es das Kennwort dieser Datei ist.",
    ),
    "password_weak": Message(
        "Das Kennwort taugt nicht: {why}.",
        "Nehmen Sie mindestens {least:number} Zeichen, am besten fünf oder sechs zufällige Wörter mit Bindestrichen.",
    ),
    "password_file_missing": Message(
        "Die Datei mit dem Kennwort, „{file}“, gibt es nicht.",
        "Legen Sie eine Textdatei an, in deren erster Zeile das Kennwort steht, und nennen Sie sie mit --kennwort-datei.",
    ),
    "password_file_unreadable": Message(
        "Die Datei mit dem Kennwort, „{file}“, lässt sich nicht als Text lesen.",
        "Speichern Sie sie als reine Textdatei in der Codierung UTF-8, mit dem Kennwort in der ersten Zeile.",
    ),
    "password_file_empty": Message(
        "In der ersten Zeile von „{file}“ steht kein Kennwort.",
        "Schreiben Sie das Kennwort in die erste Zeile und speichern Sie die Datei.",
    ),
    "encrypted_unreadable": Message(
        "„{file}“ ist beschädigt oder anders verschlüsselt, als Excel es tut; sie wurde nicht gelesen.",
        "Öffnen Sie die Datei in Excel, entfernen Sie das Kennwort (Datei, Informationen, Arbeitsmappe schützen) und speichern Sie sie neu.",
    ),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """Angaben of the e-mail with one copy; no number of any customer is among them.

    group   for whom the copy is; sheets  names of its sheets; mark  its Prüfzeichen
    """

    company: str
    plan_year: int | None
    group: str
    reporting_date: dt.date | None
    file: str
    sheets: Sequence[str]
    mark: str
    fillable: bool
    encrypted: bool


def places(letter: Letter) -> Mapping[str, str]:
    """Platzhalter of the template `versand.txt` with their words."""
    return {
        "unternehmen": letter.company.strip() or NOT_SAID,
        "planjahr": NOT_SAID if letter.plan_year is None else str(letter.plan_year),
        "gruppe": letter.group,
        "stichtag": day(letter.reporting_date) if letter.reporting_date else NOT_SAID,
        "datei": letter.file,
        "blaetter": ", ".join(letter.sheets) or NOT_SAID,
        "ausfuellen": FILL_IN if letter.fillable else READ_ONLY,
        "kennwort": LOCKED if letter.encrypted else "",
        "pruefzeichen": letter.mark,
    }


def preview_lines(recipients: Sequence[str], outside: Sequence[str] | None) -> list[str]:
    """Empfänger in the preview: all, then those outside of the house, or that this cannot be checked (None)."""
    if not recipients:
        return [NOBODY]
    line = f"An: {'; '.join(recipients)}"
    lines = [f"{line}; außerhalb des Hauses: {'; '.join(outside)}." if outside else f"{line}."]
    lines += [SEEN_BY_ALL] if len(recipients) > 1 else []
    return [*lines, NOT_CHECKED] if outside is None else lines
