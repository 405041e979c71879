"""Versandkopie: its first sheet, its name, what is asked and told about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kundenbindung.messages.entry import Message
from kundenbindung.messages.facts import Facts
from kundenbindung.messages.file_names import FORBIDDEN, allowed, with_suffix
from kundenbindung.messages.german import count, day, number
from kundenbindung.messages.live import shortened
from kundenbindung.messages.prompts import SEPARATOR
from kundenbindung.workbook.schema import Topic
from kundenbindung.workbook.sharing import Group, Page, Part, Shared
from kundenbindung.workbook.tables.mail import COPY_FACTS, COPY_SHEETS, COVER, NONE, TOPICS

TITLE = "Versandkopie"
"""Title in the properties of a copy; by it and its date an untouched one is known."""

SUFFIX = ".xlsx"
LONGEST_COMPANY, LONGEST_GROUP = 36, 24

FACT_COMPANY, FACT_YEAR, FACT_STICHTAG, FACT_STATE = "Unternehmen", "Planjahr", "Stichtag", "Erstellt am"
FACT_GROUP, FACT_RESPONSIBLE, FACT_MARK = "Gruppe", "Verantwortlich", "Prüfzeichen"
FACT_LEFT_OUT, FACT_FILL_IN, FACT_SECRET = "Nicht enthalten", "Zum Ausfüllen", "Vertraulich"

FILL_IN = "gelbe Spalten; danach die Datei bitte zurückschicken"
SECRET = "nur für die genannte Gruppe"
EVENT, RETURNED = "Versandkopie", "Rücklauf"
"""Art of an entry of the log."""

WRITING = "Versandkopien werden geschrieben"
CHOOSE_TARGET = "Versandkopie speichern"
CHOOSE_TARGETS = "Versandkopien speichern: Jeder Name bekommt noch Person und Prüfzeichen"
KINDS = "Excel-Mappe (*.xlsx),*.xlsx"

MAIL_COPY: dict[str, Message] = {
    "copy_group_unknown": Message(
        "Eine Gruppe „{group}“ gibt es nicht; in der Tabelle Gruppen stehen: {known:list}.",
        "Nennen Sie eine dieser Gruppen, oder tragen Sie die neue im Blatt Einstellungen in die Tabelle Gruppen ein.",
    ),
    "copy_group_empty": Message(
        "Die Gruppe „{group}“ darf nach der Tabelle Gruppen nichts sehen; es gibt nichts zu verschicken.",
        "Tragen Sie im Blatt Einstellungen in der Tabelle Gruppen ein, was sie sehen darf (ja), und welche Kunden.",
    ),
    "copy_responsible_unknown": Message(
        "Für „{responsible}“ steht im Blatt Kunden kein Kunde; Verantwortliche sind: {known:list}.",
        "Prüfen Sie die Spalte Verantwortlich im Blatt Kunden.",
    ),
    "copy_nobody_responsible": Message(
        "Die Gruppe „{group}“ bekommt je Verantwortlichem eine Kopie, aber im Blatt Kunden ist niemand verantwortlich.",
        "Tragen Sie im Blatt Kunden die Spalte Verantwortlich ein.",
    ),
    "copy_password_needed": Message(
        "Die Kopie für „{group}“ enthält DB oder soll verschlüsselt sein und braucht ein Kennwort; ohne eines wird sie nicht geschrieben.",
        "Legen Sie ein Kennwort in eine Textdatei und nennen Sie sie mit --kennwort-datei, oder nehmen Sie der Gruppe in der Tabelle Gruppen DB und Kennwort.",
    ),
    "copy_log_in_place": Message(
        "Mit dem Vermerk überschrieben, verlöre „{file}“: {losses}. Es wurde nichts geschrieben, auch keine Kopie.",
        "Nennen Sie mit --protokoll eine andere Datei, oder nehmen Sie in Excel den Knopf Versandkopie: Er ändert nur das Blatt Protokoll.",
    ),
    "copy_suffix": Message(
        "Eine Versandkopie ist eine .xlsx-Datei; „{file}“ hat eine andere Endung.",
        "Nennen Sie einen Namen mit der Endung .xlsx, oder einen Ordner.",
    ),
    "copy_not_remembered": Message(
        "Was in der Kopie ausgefüllt werden kann, ließ sich nicht merken; es wurde nichts geschrieben. Ohne diese Angaben ließe sich ein Rücklauf nicht mit dem Stand beim Versand vergleichen.",
        "Prüfen Sie, ob der Ordner „{folder}“ beschreibbar ist und Platz hat.",
    ),
    "copy_recipient_nowhere": Message(
        "In der Tabelle Empfänger stehen Gruppen oder Verantwortliche, die es nicht gibt: {keys:list}; dorthin ginge nie etwas.",
        "Berichtigen Sie im Blatt Einstellungen die Schreibweise; Verantwortliche gehören nur zu einer Gruppe mit eigenen Kunden.",
    ),
    "copy_not_customers": Message(
        "Kunden ohne Verantwortlichen, die in keiner Kopie der Gruppe stehen: {count:number}, zum Beispiel {keys:list}.",
        "Tragen Sie im Blatt Kunden ein, wer sie betreut.",
    ),
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Angaben of one copy: when it was made, and its Prüfzeichen."""

    moment: dt.datetime
    mark: str


def cover(shared: Shared, known: Facts, stamp: Stamp) -> Page:
    """Erstes Blatt: what this file is, and what is in it."""
    rows = [(page.sheet.label, page.sheet.purpose) for page in shared.pages]
    facts = pd.DataFrame(_facts(shared, known, stamp), columns=["fact", "value"])
    sheets = pd.DataFrame(rows, columns=["sheet", "purpose"])
    heads = ((COPY_FACTS, facts), (COPY_SHEETS, sheets))
    return Page(COVER, tuple(Part(table, table.expand(), frame) for table, frame in heads))


def _facts(shared: Shared, known: Facts, stamp: Stamp) -> list[tuple[str, str]]:
    plan_year = "" if known.base_year is None else str(known.base_year + 1)
    stichtag = day(known.reporting_date) if known.reporting_date else ""
    pairs = [
        (FACT_COMPANY, known.company),
        (FACT_YEAR, plan_year),
        (FACT_STICHTAG, stichtag),
        (FACT_STATE, f"{stamp.moment:%d.%m.%Y %H:%M}"),
        (FACT_GROUP, shared.group.name),
        (FACT_RESPONSIBLE, shared.responsible or ""),
        (FACT_LEFT_OUT, "" if shared.group.customers == NONE else _left_out(shared.group)),
        (FACT_FILL_IN, FILL_IN if fillable(shared) else ""),
        (FACT_SECRET, SECRET),
        (FACT_MARK, stamp.mark),
    ]
    return [(fact, value) for fact, value in pairs if value]


def _left_out(group: Group) -> str:
    """Inhalte the group may not see."""
    return ", ".join(label for topic, (label, _) in TOPICS.items() if topic not in group.topics)


def fillable(shared: Shared) -> bool:
    """True if the recipient may fill in something."""
    columns = (column for page in shared.pages for part in page.parts for column in part.columns)
    return any(column.fillable for column in columns)


def file_name(shared: Shared, known: Facts, mark: str) -> str:
    """Dateiname: company, plan year, group, Verantwortlicher, Stichtag, Prüfzeichen; allowed on every machine."""
    return _file_name(known, _whose(shared), mark)


def name_for_all(shared: Shared, known: Facts) -> str:
    """Vorschlag for the copies of a group, to which `one_of_several` adds whose each is."""
    return _file_name(known, (shared.group.name,), "")


def _file_name(known: Facts, whose: Sequence[str], mark: str) -> str:
    year = "" if known.base_year is None else f"Plan-{known.base_year + 1}"
    stichtag = f"{known.reporting_date:%Y-%m-%d}" if known.reporting_date else ""
    company = allowed(known.company, FORBIDDEN, LONGEST_COMPANY, "Unternehmen") if known.company else ""
    named = [allowed(who, FORBIDDEN, LONGEST_GROUP, "Gruppe") for who in whose]
    parts = (company, year, *named, stichtag, mark)
    return "_".join(_joined(part) for part in parts if part) + SUFFIX


def _joined(part: str) -> str:
    """Part of a name without the sign that stands between two of them."""
    return part.replace(" ", "-").replace("_", "-")


def _whose(shared: Shared) -> tuple[str, ...]:
    return (shared.group.name,) if shared.responsible is None else (shared.group.name, shared.responsible)


def whose(shared: Shared) -> str:
    """Für wen: the group, and the Verantwortliche where it is his."""
    return " ".join(_whose(shared))


def footer(shared: Shared, known: Facts, mark: str) -> str:
    """Mitte der Fußzeile: Stichtag, for whom, Prüfzeichen."""
    return SEPARATOR.join(part for part in (known.stichtag, whose(shared), mark) if part)


def content(shared: Shared) -> str:
    """Inhalt in words: every sheet with its number of columns."""
    sheets = (
        f"{page.sheet.label} ({count(sum(len(part.columns) for part in page.parts), 'Spalte', 'Spalten')})"
        for page in shared.pages
    )
    return ", ".join(sheets)


def rows(shared: Shared) -> int:
    """Zeilen of all tables."""
    return sum(len(part.frame) for page in shared.pages for part in page.parts)


@dataclass(frozen=True, slots=True)
class Sent:
    """Bericht of one written copy: file, for whom, recipients, sizes; draft is the name of its .eml."""

    file: str
    whose: str
    customers: int
    rows: int
    encrypted: bool
    recipients: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    draft: str = ""


NOT_SENT = "Es wurde nichts geschrieben."
ASK_PASSWORD = (
    "Diese Kopie wird verschlüsselt. Nehmen Sie den Vorschlag, oder tippen Sie ein eigenes Kennwort. Notieren Sie es "
    "jetzt: Es wird nirgends gespeichert und steht nicht in der Mail."
)
LOGGED = "Der Versand steht im Blatt Protokoll; bitte speichern Sie die Mappe."
NO_LOG = "Diese Mappe hat noch kein Blatt Protokoll; „kundenbindung rechnen“ mit --ausgabe legt es an."
PROVEN = "Jede Kopie ist vor dem Ablegen geprüft: nur erlaubte Teile, keine Formel, nichts Verborgenes, und genau das, was gemeint ist."
NOT_LOGGED = "Im Blatt Protokoll steht dieser Versand noch nicht: Mit --protokoll schreibt der Befehl die Mappe mit dem Vermerk, der Knopf Versandkopie trägt ihn selbst ein."
BY_OTHER_WAY = "Nennen Sie das Kennwort auf einem anderen Weg, zum Beispiel am Telefon; es steht weder in der Mail noch im Protokoll."
DRAFTS = "Die Entwürfe (.eml) sind nicht verschickt: Öffnen Sie sie, lesen Sie nach und senden Sie selbst."


def written(sent: Sequence[Sent], folder: str, log: str) -> str:
    """`versand` is done: files, recipients, what to do next; `log` is the workbook with the entry, if any."""
    lines = [f"{count(len(sent), 'Versandkopie', 'Versandkopien')} in „{folder}“ geschrieben:"]
    lines += [f"  {_told(one)}" for one in sent]
    lines += [PROVEN]
    lines += [BY_OTHER_WAY] if any(one.encrypted for one in sent) else []
    lines += [DRAFTS] if any(one.draft for one in sent) else []
    lines += [f"Der Versand steht im Blatt Protokoll von {log}."] if log else [NOT_LOGGED]
    return "\n".join(lines)


def saved(sent: Sequence[Sent], folder: str, *, logged: bool) -> str:
    """Knopf Versandkopie is done: the same in a dialog."""
    head = f"{count(len(sent), 'Versandkopie', 'Versandkopien')} in „{folder}“ geschrieben und geprüft."
    lines = [head, LOGGED if logged else NO_LOG, DRAFTS]
    lines += [BY_OTHER_WAY] if any(one.encrypted for one in sent) else []
    return shortened([*lines, "", *map(_told, sent)], "")


def suggestion(password: str) -> str:
    """Vorschlag for a password where one is missing."""
    return f"Ein Vorschlag für das Kennwort: {password}"


def ask_group(known: Sequence[str]) -> str:
    """Question for whom a copy shall be."""
    return f"Für welche Gruppe? Im Blatt Einstellungen stehen: {', '.join(known) or 'noch keine'}."


def chosen(name: str) -> str:
    """Dateiname as the owner chose it, with the ending of a workbook."""
    return with_suffix(name, SUFFIX)


def _told(one: Sent) -> str:
    parts = [f"{one.file}: {count(one.customers, 'Kunde', 'Kunden')}, {count(one.rows, 'Zeile', 'Zeilen')}"]
    parts += ["verschlüsselt"] if one.encrypted else []
    parts += [f"Entwurf an {', '.join(one.recipients) or 'noch niemanden'}"] if one.draft else []
    parts += [f"außerhalb des Hauses: {', '.join(one.outside)}"] if one.outside else []
    return "; ".join(parts)


def remark(one: Sent) -> str:
    """Anmerkung in the log."""
    return f"außerhalb des Hauses: {', '.join(one.outside)}" if one.outside else ""


def one_of_several(stem: str, shared: Shared, mark: str) -> str:
    """Dateiname of one copy of several that were named together."""
    who = allowed(shared.responsible or shared.group.name, FORBIDDEN, LONGEST_GROUP, "Gruppe")
    return f"{stem}_{_joined(who)}_{mark}{SUFFIX}"


def has_margin(shared: Shared) -> bool:
    """True if any DB is in the copy; then its line says which DB is meant."""
    return Topic.MARGIN in shared.group.topics


def progress(done: int, whole: int) -> str:
    """Fortschritt for the status bar."""
    return f"Versandkopie {number(done)} von {number(whole)}"
