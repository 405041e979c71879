"""Meldungen der Befehle: what the command line tells in whole German sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kundenbindung.core.model import Results
from kundenbindung.messages.german import count, euros, number

UNKNOWN_LOG = "Das Protokoll konnte nicht geschrieben werden."
CANCELLED = "Abgebrochen. Es wurde nichts geschrieben."
NOT_PUT_OUT = (
    "Was das Programm Ihnen sagen wollte, konnte nicht ausgegeben werden, vermutlich weil der Datenträger voll ist. "
    "Der Befehl läuft trotzdem zu Ende."
)
NOT_CALCULATED = "Noch nicht berechnet."
ALL_FINDINGS = "alle mit „kundenbindung pruefen“"

LEFT_OUT_REASONS = {
    "total": "Summenzeile",
    "down_payment": "Abschlagsrechnung",
    "subtotal": "Zwischensumme",
    "no_customer_id": "keine Kundennummer",
    "note": "Anmerkung",
    "lost": "verloren",
    "won_before": "vor dem Basisjahr gewonnen",
    "footer": "Angabe zum Bericht",
    "void": "gelöschter oder nicht gebuchter Beleg",
    "clearing": "Verrechnung",
    "foreign_currency": "andere Währung als Euro",
    "unknown_type": "unbekannte Belegart",
    "opportunity_unnamed": "weder Vorhaben noch Kunde",
    "opportunity_deleted": "im CRM gelöscht",
    "opportunity_twice": "Kennung steht schon weiter oben",
    "payment": "Zahlung",
    "reminder": "Mahnung oder Zinsrechnung",
    "no_invoice": "Angebot, Auftrag oder Lieferschein",
    "discount": "Skonto",
    "creditor": "Buchung eines Kreditors",
    "without_customer": "Erlös ohne Debitor",
    "zero": "Betrag null",
    "no_revenue": "kein Erlös",
    "other_posting": "andere Buchung",
    "foreign": "fremde Währung ohne Betrag in Euro",
}
"""Why a row of a list is no customer, in words."""
SHOWN_ROWS = 6
LONG = "eine Zeile je Kunde und Jahr"

SOURCE_NAMES = {
    "list": "Kundenliste",
    "lexware": "Lexware-Buchungsjournal",
    "sap": "SAP-Einzelpostenliste",
    "collmex": "Collmex-Rechnungen",
    "datev": "DATEV",
    "hubspot": "HubSpot",
    "pipedrive": "Pipedrive",
    "salesforce": "Salesforce",
    "crm": "Verkaufschancen",
    "business_central": "Business Central, Debitorenposten",
    "xentral": "Xentral, Umsatzstatistik",
    "sap_kundenanalyse": "SAP, Kundenanalyse",
}
"""Formate by their identifier, as the owner knows them."""


def sample_created(name: str) -> str:
    """`neu --beispiel` is done."""
    return (
        f"Die Mappe {name} mit dem Beispielunternehmen ist angelegt. "
        "Öffnen Sie sie in Excel und beginnen Sie auf dem Blatt Start."
    )


def created(name: str, years: Sequence[int], preset: str) -> str:
    """`neu` is done, and how to go on."""
    return (
        f"Die Mappe {name} ist angelegt: Geschäftsjahre {years[0]} bis {years[-1]}, Kriterien der Vorlage „{preset}“. "
        "Tragen Sie Ihre Kunden in Excel ein, oder lesen Sie eine Liste ein: "
        f"kundenbindung import {name} --zahlen LISTE.csv --ausgabe {name}"
    )


def calculated(source: str, results: Results, written: str | None, exported: str | None) -> str:
    """`rechnen` is done: customers, levels, plan, gap, and what was written."""
    decided, company = results.decided, results.company
    parts = [
        f"{source}: {customers(len(results.customers))} berechnet, Basisjahr {results.settings.base_year}.",
        f"Strategie {decided.strategy}, Vertrieb {decided.sales}, Service {decided.service}.",
    ]
    if company is not None:
        plan, year = company.plan, results.settings.plan_year
        figures = f"Sicher {euros(plan.safe)}, Erwartet {euros(plan.expected)}, Möglich {euros(plan.upside)}"
        parts.append(f"Plan {year}: {figures}.")
        if company.gap_expected_eur is not None:
            parts.append(f"Lücke zum Ziel: {euros(company.gap_expected_eur)}.")
    if written:
        parts.append(f"Geschrieben: {written}.")
    if exported:
        parts.append(f"Ergebnis als JSON geschrieben: {exported}.")
    if not written and not exported:
        parts.append("Nichts geschrieben; mit --ausgabe entsteht die berechnete Mappe.")
    return " ".join(parts)


def last_calculation(moment: str, size: int, findings: int) -> str:
    """Line on Start: when was calculated, for how many customers."""
    return f"Letzte Berechnung: {moment}, {customers(size)}, {count(findings, 'Befund', 'Befunde')}."


def margin_kind(kind: str, estimated: int) -> str:
    """Which DB is meant, and for how many customers it is estimated."""
    return f"{kind}, geschätzt bei {customers(estimated)}" if estimated else kind


def customers(size: int) -> str:
    """Anzahl Kunden."""
    return count(size, "Kunde", "Kunden")


def nothing_stops(source: str, warnings: int, notices: int) -> str:
    """`pruefen` found no error."""
    found = f"{count(warnings, 'Warnung', 'Warnungen')}, {count(notices, 'Hinweis', 'Hinweise')}"
    return f"{source}: nichts verhindert die Berechnung. {found}."


NOT_READ_IN, NOT_DELETED = "Nichts eingelesen", "Nichts gelöscht"


def stopped(source: str, errors: int, not_written: str | None, undone: str = NOT_READ_IN) -> str:
    """Errors keep a workbook from being calculated; `undone` says what was not done where it would be written."""
    if not_written is None:
        return f"{source} kann nicht berechnet werden: {number(errors)} Fehler. Die Datei ist unverändert."
    written = "" if not_written == source else f"; {not_written} wurde nicht geschrieben"
    return f"{undone}: {number(errors)} Fehler. {source} ist unverändert{written}."


def imported(target: str, size: int) -> str:
    """`import` is done."""
    return f"Geschrieben: {target}, mit Punkten, Trend, Plan und Leveln für {customers(size)}."


def imported_only(target: str) -> str:
    """`import` is done, yet the figures of the base year are still missing."""
    return f"Geschrieben: {target}, mit den eingelesenen Zahlen. Berechnet ist noch nichts."


def more_findings(rest: int) -> str:
    """So many findings are not shown."""
    return f"  – und {count(rest, 'weiterer Befund', 'weitere Befunde')}, {ALL_FINDINGS}"


def more_errors(rest: int) -> str:
    """So many errors are not shown."""
    return f"  und {count(rest, 'weiterer Fehler', 'weitere Fehler')}"


def not_carried(losses: Sequence[str]) -> str:
    """What a rebuilt workbook cannot carry over."""
    return f"Nicht übernommen werden: {'; '.join(losses)}. Die Ausgangsmappe behält alles."


def built(name: str) -> str:
    """`bauen` is done."""
    return f"{name} ist aus den Vorlagen gebaut."


def reference_written(name: str) -> str:
    """`referenz` is done."""
    return f"{name} ist aus der Beschreibung der Mappe erzeugt."


def unexpected(log: str | None) -> str:
    """Something the program does not know went wrong."""
    where = f"Einzelheiten stehen in {log}." if log else UNKNOWN_LOG
    return (
        "Das Programm ist auf einen Fehler gestoßen, den es nicht kennt. Ihre Dateien sind unverändert. "
        f"{where} Bitte melden Sie ihn mit diesem Protokoll."
    )


@dataclass(frozen=True, slots=True)
class YearTotal:
    """Kontrollsumme of one year in euros; `stated` is the list's own total, None if it has none."""

    year: int
    revenue: float
    margin: float | None
    stated: float | None


def list_read(file: str, manner: Sequence[str], size: int, totals: Sequence[YearTotal]) -> str:
    """A customer list was read: how, how many, and the control totals."""
    lines = [f"{file} ({', '.join(manner)}): {customers(size)}. Kontrollsummen:"]
    for total in totals:
        stated = "" if total.stated is None else f" (Summenzeile der Datei: {euros(total.stated, 2)})"
        margin = "kein DB" if total.margin is None else f"DB {euros(total.margin, 2)}"
        lines.append(f"  {total.year}: Umsatz {euros(total.revenue, 2)}{stated}, {margin}")
    return "\n".join(lines)


def manner(
    sheet: str | None, encoding: str | None, delimiter: str | None, wide: bool, factor: float = 1.0
) -> list[str]:
    """How a list was read: sheet, encoding, separator, shape, and by what its amounts were multiplied."""
    mark = "Tabulator" if delimiter == "\t" else f"„{delimiter}“"
    parts = [f"Blatt {sheet}" if sheet else None, encoding, f"Trenner {mark}" if delimiter else None]
    shape = "Jahre nebeneinander" if wide else LONG
    scaled = [f"Beträge mal {number(factor)}"] if factor != 1.0 else []
    return [*(part for part in parts if part), shape, *scaled]


def left_out(rows: Sequence[tuple[int, str, str]]) -> str:
    """Rows of a list that are no customer: number, text and reason."""
    shown = [f"Zeile {row} „{text}“ ({LEFT_OUT_REASONS[reason]})" for row, text, reason in rows[:SHOWN_ROWS]]
    rest = len(rows) - len(shown)
    return f"  Ausgelassen: {'; '.join(shown)}" + (f" und {number(rest)} weitere" if rest else "")


TAKEN, TO_BE_TAKEN = "Übernommen: ", "Wird übernommen: "


def beforehand(text: str) -> str:
    """Bericht of a list, said before it is taken over."""
    return re.sub(f"^{TAKEN}", TO_BE_TAKEN, text, flags=re.MULTILINE)


def taken(years: Sequence[int], added: int, updated: int, replaced: int) -> str:
    """What a list brought into the workbook."""
    span = f"{years[0]} bis {years[-1]}" if len(years) > 1 else str(years[0])
    parts = [f"{TAKEN}{span}, {count(added, 'neuer Kunde', 'neue Kunden')}"]
    if updated:
        parts.append(f"{count(updated, 'vorhandener', 'vorhandene')} abgeglichen")
    if replaced:
        parts.append(f"{count(replaced, 'Wert', 'Werte')} durch die Liste ersetzt")
    return ", ".join(parts) + "."
