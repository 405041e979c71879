"""Einlesen in Worten: report of the files, texts of Namensabgleich and Einleseprotokoll, dialogs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from kundenbindung.messages import reports
from kundenbindung.messages.german import count, day, euros, number
from kundenbindung.workbook.tables import reading_in as tables

OPPORTUNITY_NAME, TWINS = tables.OPPORTUNITY_NAME, tables.TWINS

CHOOSE_OPPORTUNITIES = "Export der Verkaufschancen auswählen"
UNCHANGED = "Nichts Neues: Alles steht schon so in der Mappe. Es wurde nichts geändert."
SHOWN_NAMES = 5


def period(first: dt.date | None, last: dt.date | None) -> str:
    """Zeitraum, empty where the file has no days."""
    return f"{day(first)} bis {day(last)}" if first and last else ""


def omissions(entries: Sequence[tuple[str, int, float | None]]) -> str:
    """Auslassungen by reason: how many rows, and what they add up to."""
    return "; ".join(
        f"{number(size)} × {reports.LEFT_OUT_REASONS[reason]}" + _amount(amount)
        for reason, size, amount in entries
    )


def _amount(amount: float | None) -> str:
    return "" if amount is None else f" ({euros(amount, 2)})"


def rows(read: int, used: int) -> str:
    """Zeilen of a file: how many were read and used."""
    return f"{count(read, 'Zeile', 'Zeilen')} gelesen, {number(used)} verwendet"


def year_change(year: int, before: float, after: float, last: float | None) -> str:
    """Kontrollsummen of the workbook for one year; `last`: difference of the file to the last time."""
    text = f"  In der Mappe {year}: vorher {euros(before, 2)}, nachher {euros(after, 2)}"
    if last is None:
        return text
    sign = "+" if last >= 0 else ""
    return f"{text}; die Datei gegenüber dem letzten Einlesen: {sign}{euros(last, 2)}"


def read_before(file: str, when: str) -> str:
    """The very same file was read before."""
    return f"„{file}“ wurde unverändert schon am {when} eingelesen."


def names_only(file: str, size: int, filled: int) -> str:
    """Stammdaten without figures."""
    return f"{file}: Stammdaten von {reports.customers(size)}; {count(filled, 'Name', 'Namen')} ergänzt."


def opportunities_read(file: str, manner: Sequence[str], open_count: int, value: float, unknown: int) -> str:
    """Verkaufschancen of a file: how it was read, how many are open and what they are worth."""
    text = f"{file} ({', '.join(manner)}): {count(open_count, 'offene Verkaufschance', 'offene Verkaufschancen')}"
    worth = f", zusammen {euros(value, 2)}"
    lacking = f", davon {number(unknown)} ohne Wert" if unknown else ""
    return f"{text}{worth}{lacking}."


def opportunities_taken(added: int, updated: int, lost: int, earlier: int) -> str:
    """What of it comes into the Pipeline."""
    parts = [f"{reports.TAKEN}{count(added, 'neue Zeile', 'neue Zeilen')}"]
    if updated:
        parts.append(f"{count(updated, 'vorhandene', 'vorhandene')} geändert")
    if lost:
        parts.append(f"{number(lost)} verlorene ausgelassen")
    if earlier:
        parts.append(f"{number(earlier)} vor dem Basisjahr gewonnene ausgelassen (sie stecken im Umsatz)")
    return ", ".join(parts) + "."


def customers_found(certain: int, proposed: int, unknown: int) -> str:
    """How the names of the file found their customers."""
    parts = [f"Kunden: {count(certain, 'Name', 'Namen')} zugeordnet"]
    if proposed:
        parts.append(
            f"{number(proposed)} fraglich (Blatt Einlesen, Spalte „Derselbe?“ mit ja oder nein beantworten)"
        )
    if unknown:
        parts.append(f"{number(unknown)} unbekannt (zählen in der Zeile „ohne Kunde“)")
    return ", ".join(parts) + "."


def stages_added(names: Sequence[str]) -> str:
    """Phasen that were new."""
    return f"Neue Phasen in den Einstellungen, mit Beispielwerten: {', '.join(names)}. Bitte prüfen."


def twins_found(pairs: int) -> str:
    """Two customer numbers that may be one firm."""
    what = count(pairs, "Paar Kundennummern könnte", "Paare Kundennummern könnten")
    return f"{what} dieselbe Firma sein; sie stehen im Blatt Einlesen. Zusammengelegt wird nichts."


def ids_joined(size: int, first: tuple[str, str]) -> str:
    """Customer numbers that are written differently in the file."""
    text = f"{count(size, 'Kundennummer ist', 'Kundennummern sind')} in der Datei anders geschrieben"
    return f"{text} und gehören zu vorhandenen Kunden, zum Beispiel {first[0]} zu {first[1]}."


def collective(names: Sequence[str]) -> str:
    """Sammelkonten that were recognised."""
    listed = ", ".join(names[:SHOWN_NAMES]) + (" …" if len(names) > SHOWN_NAMES else "")
    return f"Als Sammelkonto vermerkt (zählt im Umsatz, bekommt kein Level): {listed}."


def asks_for_assignment(files: Sequence[str], new: int) -> str:
    """Unknown headers: what to do now, in Excel."""
    named = ", ".join(f"„{file}“" for file in files)
    listed = (
        f"{count(new, 'Vorschlag steht', 'Vorschläge stehen')} jetzt in der Tabelle Zuordnung (Blatt Einstellungen)."
        if new
        else "Die Vorschläge stehen schon in der Tabelle Zuordnung (Blatt Einstellungen)."
    )
    return (
        f"Noch nicht eingelesen: {named} braucht Ihre Zuordnung. {listed} "
        "Prüfen Sie die Bedeutung, tragen Sie unter „Bestätigt“ ja ein und lesen Sie die Datei noch einmal ein."
    )


def assignments_written(target: str, output: str) -> str:
    """Unknown headers: what to do now, on the command line."""
    return (
        f"Noch nichts eingelesen, {output} wurde nicht geschrieben. Vorschläge für die Zuordnung stehen in {target}. Prüfen Sie die Bedeutung, setzen Sie "
        f'bestaetigt = "ja" und rufen Sie den Befehl noch einmal mit --zuordnung {target} auf.'
    )


def name_matches(frame: pd.DataFrame, opportunities: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Namensabgleich with what became of every row in words."""
    lacking = opportunities[opportunities["customer_id"].isna()]
    sizes = lacking["customer"].dropna().map(str).value_counts()
    columns = {name: frame.get(name) for name in ("kind", "candidate_id", "same", "chosen_id")}
    whole = frame.assign(**columns)
    effects = [_effect(row, int(sizes.get(row["name"], 0)), names) for row in whole.to_dict("records")]
    return whole.assign(effect=pd.Series(effects, index=frame.index, dtype=object))


def _effect(row: Mapping[Hashable, Any], size: int, names: Mapping[str, str]) -> str:
    if row["kind"] == TWINS:
        return {
            "yes": "Führen Sie die Nummern in Ihrem System zusammen; die Mappe lässt beide stehen.",
            "no": "Zwei verschiedene Kunden; wird nicht mehr gefragt.",
        }.get(str(row["same"]), "Bitte ja oder nein eintragen.")
    if not size:
        return "Keine Verkaufschance dieses Namens ohne Kundennr."
    many = count(size, "Verkaufschance", "Verkaufschancen")
    chosen = row["chosen_id"] or (row["candidate_id"] if row["same"] == "yes" else None)
    if chosen is not None and not pd.isna(chosen):
        known = names.get(str(chosen))
        unknown = f"{chosen} steht nicht im Blatt Kunden."
        return unknown if known is None else f"{many} zu {chosen} {known}".rstrip()
    return f"{many} ohne Kunden." if row["same"] == "no" else f"Bitte ja oder nein eintragen ({many})."
