"""Befunde an Exporten von DATEV: sentence and advice per code."""

from __future__ import annotations

from kundenbindung.messages.entry import Message
from kundenbindung.messages.german import count, euros

DATEV: dict[str, Message] = {
    "datev_kind_other": Message(
        "„{file}“ ist eine DATEV-Datei der Art „{kind}“; sie enthält weder Buchungen noch Namen von Debitoren.",
        "Exportieren Sie den Buchungsstapel mit den Ausgangsrechnungen, für die Namen zusätzlich die Debitoren/Kreditoren.",
    ),
    "datev_head_incomplete": Message(
        "In der ersten Zeile von „{file}“ steht in Feld {field} „{text}“; erwartet wird in Feld 13 der Beginn des Wirtschaftsjahres (JJJJMMTT), in Feld 14 die Länge der Sachkonten (4 bis 8).",
        "Exportieren Sie die Datei neu und lesen Sie sie ein, ohne sie vorher in Excel zu speichern.",
    ),
    "datev_columns_missing": Message(
        "In der zweiten Zeile von „{file}“ fehlen Spalten: {columns:list}.",
        "Exportieren Sie die Datei neu und lesen Sie sie unverändert ein.",
    ),
    "datev_currency_foreign": Message(
        "„{file}“ ist in der Währung {currency} gebucht; gelesen werden Buchungen in Euro.",
        "Exportieren Sie den Buchungsstapel in Euro.",
    ),
    "datev_chart_other": Message(
        "„{file}“ gehört zum Kontenrahmen SKR{chart}; gelesen werden SKR03 und SKR04.",
        "Lesen Sie statt der Buchungen eine Liste mit Umsatz je Kunde und Jahr ein.",
    ),
    "datev_chart_unknown": Message(
        "„{file}“ nennt keinen Kontenrahmen, und die Konten passen nicht eindeutig zu SKR03 oder SKR04.",
        "Tragen Sie in der ersten Zeile in Feld 27 den Kontenrahmen ein (03 oder 04), oder exportieren Sie die Datei neu.",
    ),
    "datev_no_revenue": Message(
        "„{file}“ enthält keine Erlösbuchung eines Debitors.",
        "Wählen Sie den Buchungsstapel, in dem die Ausgangsrechnungen stehen.",
    ),
    "datev_no_debtors": Message(
        "„{file}“ enthält keinen Debitor.",
        "Exportieren Sie die Stammdaten der Debitoren.",
    ),
    "datev_account_unknown": Message(
        "In „{file}“ sind Erlöskonten, deren Steuersatz nicht bekannt ist: {accounts:list}; zusammen {count:number} Buchungen mit {amount:eur2} brutto.",
        "Wählen Sie in der Tabelle Zuordnung für jedes Konto den Steuersatz oder „kein Erlös“, bestätigen Sie mit ja und lesen Sie die Datei noch einmal ein.",
    ),
    "datev_line_broken": Message(
        "Zeile {row} lässt sich nicht sicher in {expected:number} Felder trennen: Ein Anführungszeichen oder Trennzeichen steht falsch.",
        "Berichtigen Sie die Zeile, oder exportieren Sie die Datei neu.",
    ),
    "datev_cell_unreadable": Message(
        "Zeile {row}: „{text}“ ist als Betrag, Datum oder Kennzeichen einer Buchung nicht lesbar.",
        "Berichtigen Sie die Zelle: Beträge positiv wie 1234,56, Belegdatum als Tag und Monat wie 0303, Soll/Haben als S oder H, Generalumkehr als 1 oder G.",
    ),
    "datev_amount_foreign": Message(
        "„{file}“ enthält Buchungen in fremder Währung ohne Betrag in Euro ({count:number}-mal, zuerst Zeile {row}: {currency}).",
        "Ergänzen Sie Basis-Umsatz und EUR als WKZ Basis-Umsatz, oder exportieren Sie die Datei neu.",
    ),
    "datev_year_end_differs": Message(
        "Das Wirtschaftsjahr {year:year} in „{file}“ endet im Monat {month}, laut Einstellungen endet es im Monat {setting}.",
        "Prüfen Sie in den Einstellungen den letzten Monat des Geschäftsjahres.",
    ),
    "datev_tax_key_unknown": Message(
        "„{file}“ enthält Erlöse mit BU-Schlüsseln, deren Bedeutung nicht bekannt ist ({keys:list}; {count:number}-mal, {amount:eur2} brutto); gerechnet wurde mit dem Steuersatz des Kontos.",
        "Prüfen Sie, ob der Steuersatz stimmt; sonst ordnen Sie das Konto in der Tabelle Zuordnung zu.",
    ),
    "datev_reversal_key": Message(
        "„{file}“ enthält Buchungen, die der BU-Schlüssel als Generalumkehr kennzeichnet ({keys:list}; {count:number}-mal, zusammen {amount:eur2} brutto); sie wurden mit umgekehrtem Vorzeichen gezählt.",
        "Prüfen Sie eine davon in der Buchhaltung.",
    ),
    "datev_gross_converted": Message(
        "Die Beträge in „{file}“ sind brutto; {count:number} Buchungen mit {gross:eur2} wurden einzeln mit ihrem Steuersatz in netto umgerechnet und auf Cent gerundet: {net:eur2}.",
        "Vergleichen Sie die Summe mit den Erlösen der Buchhaltung; bei Rechnungen mit einem Steuersatz stimmt jeder Betrag genau.",
    ),
    "datev_names_missing": Message(
        "„{file}“ enthält keine Kundennamen; der Buchungstext ist keiner.",
        "Lesen Sie zusätzlich die Stammdaten der Debitoren ein (Debitoren/Kreditoren).",
    ),
}


def account_example(size: int, amount_eur: float) -> str:
    """What stands on an account nobody knows, for the table Zuordnung."""
    return f"{count(size, 'Buchung', 'Buchungen')}, {euros(amount_eur, 2)}"
