"""Feldreferenz: a Markdown page of every sheet, table, column, setting and finding, from the declaration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kundenbindung import messages
from kundenbindung.core.model import Settings
from kundenbindung.messages.german import plain
from kundenbindung.workbook import layout, styles
from kundenbindung.workbook.schema import Column, Role, Setting, Table, Unit

INTRODUCTION = """# Feldreferenz

Diese Seite ist aus der Beschreibung der Mappe erzeugt (`kundenbindung referenz`), bitte nicht ändern.
Eingabe und Entscheidung gehören Ihnen, Ergebnis und Formel schreibt die Berechnung.
"""

UNIT_WORDS = {
    Unit.KEY: "Schlüssel (Text)",
    Unit.TEXT: "Text",
    Unit.LONG_TEXT: "Text",
    Unit.CHOICE: "Auswahl",
    Unit.EUR: "€",
    Unit.SHARE: "Anteil in %",
    Unit.CERTAINTY: "Anteil in ganzen %",
    Unit.RATE: "% pro Jahr",
    Unit.DAYS: "Tage",
    Unit.HOURS: "Stunden",
    Unit.RATING: "Urteil 0 bis 10",
    Unit.POINTS: "Punkte 0 bis 10",
    Unit.SCORE: "Punkte 0 bis 100",
    Unit.CHANGE: "Punkte mehr oder weniger",
    Unit.COUNT: "Anzahl",
    Unit.YEAR: "Jahr",
    Unit.NUMBER: "Zahl",
    Unit.DATE: "Datum",
    Unit.ANCHOR: "Einheit der Quelle",
    Unit.VALUE: "je nach Einstellung",
    Unit.SPARKLINE: "kleine Säulen",
}
LISTS = {
    "status": "Status des Kunden",
    "yes_no": "ja oder nein",
    "customers_shown": "Kunden in einer Versandkopie",
    "reason_code": "Gründe",
    "persistence": "Hält an",
    "care_level": "Betreuungslevel",
    "opportunity_kind": "Art der Verkaufschance",
    "opportunity_status": "Status der Verkaufschance",
    "criterion_kind": "Art des Kriteriums",
    "scale": "Skala",
    "source": "Quellen der Kriterien",
    "margin_kind": "Art des Deckungsbeitrags",
    "trend_class": "Einordnung des Trends",
    "confidence": "Sicherheit der Einordnung",
    "borderline": "Gründe für einen Grenzfall",
    "steadiness": "Stabilität eines Levels",
    "level_cause": "Ursache eines anderen Levels als im Vorjahr",
    "outcome": "Ergebnis eines Punktes der Klausur",
    "item_kind": "Punkte der Klausur",
    "channel": "Kanal einer Leistung",
    "verdict": "Urteil über eine Auslastung",
    "appointment_state": "Stand eines Termins",
    "federal_state": "Bundesländer",
    "assignment_scope": "Wofür eine Zuordnung gilt",
    "assignment_meaning": "Bedeutung einer Spalte, eines Kontos oder eines Kunden",
    "severity": "Schwere eines Befunds",
}
"""Titles of the lists of choices; those without entries of their own are left out."""

ROLE_WORDS = {
    **{role: text.split(":")[0] for role, text in styles.ROLE_WORDS.items()},
    Role.STAMP: "Entscheidung",
}


def write_reference(target: Path) -> None:
    """Feldreferenz schreiben."""
    target.write_text(reference(), encoding="utf-8")


def reference() -> str:
    """Feldreferenz as Markdown."""
    return "\n".join([INTRODUCTION, *_sheets(), *_settings(), *_choices(), *_findings(), ""])


def _sheets() -> Iterator[str]:
    for sheet in layout.SHEETS:
        yield f"## Blatt {sheet.label}\n\n{sheet.purpose}\n"
        for placement in sheet.placements:
            yield from _table(layout.TABLES[placement.table])


def _table(table: Table) -> Iterator[str]:
    yield f"### Tabelle {table.label}\n\n| Spalte | Art | Einheit | Bedeutung |\n|---|---|---|---|"
    for column in table.expand(["JJJJ"], ["Kriterium"]):  # type: ignore[list-item]  # placeholders in place of years
        yield f"| {column.label} | {_role(column)} | {_unit(column)} | {column.help} |"
    yield ""


def _role(column: Column) -> str:
    return ROLE_WORDS[column.role] + (
        " (Pflicht)" if column.required and column.role is not Role.OUTPUT else ""
    )


def _unit(column: Column) -> str:
    listed = column.choices and layout.CHOICES[column.choices]
    return f"Auswahl: {LISTS[column.choices]}" if column.choices and listed else UNIT_WORDS[column.unit]


def _settings() -> Iterator[str]:
    yield "## Einstellungen im Einzelnen\n"
    yield "| Bereich | Einstellung | Kennung | Standard | Bedeutung |\n|---|---|---|---|---|"
    defaults = Settings(base_year=0)
    for setting in layout.SETTINGS:
        words = (setting.group, setting.label, f"`{setting.name}`", _default(setting, defaults), setting.help)
        yield f"| {' | '.join(words)} |"
    yield ""


def _default(setting: Setting, defaults: Settings) -> str:
    value = getattr(defaults, setting.name)
    if value is None or value == "" or setting.required:
        return "leer"
    if setting.unit is Unit.SHARE:
        return f"{plain(100.0 * value)} %"
    if setting.choices:
        return layout.word(setting.choices, value)
    return plain(float(value)) if isinstance(value, int | float) else str(value)


def _choices() -> Iterator[str]:
    yield "## Auswahllisten\n\n| Liste | Einträge |\n|---|---|"
    for name, title in LISTS.items():
        yield f"| {title} | {'; '.join(layout.CHOICES[name].values())} |"
    yield ""


def _findings() -> Iterator[str]:
    yield "## Befunde\n\nIn geschweiften Klammern stehen die Werte des Einzelfalls.\n"
    yield "| Kennung | Feststellung | Was tun |\n|---|---|---|"
    for code, message in sorted(messages.CATALOGUE.items()):
        yield f"| `{code}` | {message.sentence} | {message.advice} |"
