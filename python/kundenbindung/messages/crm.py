"""Befunde beim Einlesen of opportunities: sentence and advice per code."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

CRM: dict[str, Message] = {
    "source_opportunities_unknown": Message(
        "In „{sheet}“ sind die Verkaufschancen nicht sicher zu erkennen: nötig sind Vorhaben oder Kennung, dazu Wert oder Phase; gesehen wurden: {headers}.",
        "Prüfen Sie die Vorschläge in der Tabelle Zuordnung, bestätigen Sie sie mit ja und lesen Sie die Datei noch einmal ein.",
    ),
    "source_opportunities_none": Message(
        "In „{file}“ folgt auf die Überschriften in Zeile {row} keine Verkaufschance.",
        "Prüfen Sie, ob der Export vollständig ist.",
    ),
    "source_opportunity_value_missing": Message(
        "Verkaufschancen ohne Wert in der Datei: {count:number}, zum Beispiel {keys:list}.",
        "Tragen Sie den Wert in Ihrem CRM oder im Blatt Pipeline ein; ohne ihn zählen sie im Plan nicht.",
    ),
    "source_opportunity_customer_missing": Message(
        "Verkaufschancen ohne Kunden in der Datei: {count:number}, zum Beispiel {keys:list}.",
        "Ist es ein Bestandskunde, ordnen Sie ihn in Ihrem CRM oder im Blatt Pipeline zu; sonst zählen sie in der Zeile „ohne Kunde“.",
    ),
    "source_opportunity_close_missing": Message(
        "Verkaufschancen ohne Abschlussdatum in der Datei: {count:number}, zum Beispiel {keys:list}.",
        "Tragen Sie das erwartete Datum ein; ohne Datum zählen sie mit einem halben Jahr.",
    ),
    "source_opportunity_currency_foreign": Message(
        "Verkaufschancen in fremder Währung: {count:number}, zum Beispiel {keys:list}; ihr Wert bleibt leer, umgerechnet wird nicht.",
        "Tragen Sie den Wert in Euro im Blatt Pipeline ein.",
    ),
    "source_opportunity_alike": Message(
        "Derselbe Kunde, derselbe Wert, derselbe Abschluss, vermutlich doppelt erfasst (Fälle: {count:number}): {keys:list}.",
        "Löschen Sie in Ihrem CRM, was doppelt ist; bis dahin zählen alle.",
    ),
    "source_opportunity_companies_several": Message(
        "Verkaufschancen mit mehreren Firmen: {count:number}, zum Beispiel {keys:list}; es zählt die erste.",
        "Ist eine andere der Kunde, tragen Sie im Blatt Pipeline deren Kundennummer ein.",
    ),
    "source_opportunity_stage_unknown": Message(
        "Offene Verkaufschancen, für deren Phase keine Wahrscheinlichkeit bekannt ist: {count:number}; Phasen: {keys:list}. Sie zählen mit 0 %.",
        "Tragen Sie die Phasen mit ihrer Wahrscheinlichkeit im Blatt Einstellungen ein.",
    ),
    "source_opportunity_twice": Message(
        "Kennungen, die in der Datei schon weiter oben stehen: {count:number}, zum Beispiel {keys:list}; es zählt die erste Zeile.",
        "Prüfen Sie, ob der Export Zeilen doppelt enthält.",
    ),
    "source_opportunity_unreadable": Message(
        "Zellen, die sich nicht als Zahl, Datum oder Nummer lesen lassen: {count:number}, zum Beispiel {keys:list}; sie bleiben leer.",
        "Berichtigen Sie die Zellen, wenn die Angabe gebraucht wird.",
    ),
    "source_opportunity_day_unclear": Message(
        "Daten, bei denen Tag und Monat vertauscht sein können: {count:number}, zum Beispiel {keys:list}; sie bleiben leer.",
        "Exportieren Sie das Datum als TT.MM.JJJJ oder als Excel-Datei.",
    ),
    "source_opportunity_probability_unclear": Message(
        "Wahrscheinlichkeiten, die Anteil oder Prozent sein können: {count:number}, zum Beispiel {keys:list}; sie bleiben leer, es gilt die Phase.",
        "Schreiben Sie in die ganze Spalte Prozente, zum Beispiel 60 %.",
    ),
    "source_opportunity_status_unknown": Message(
        "Unbekannter Status: {keys:list}; diese Verkaufschancen gelten als offen, wenn die Phase nichts anderes sagt.",
        "Ändern Sie den Status im Blatt Pipeline, wenn sie gewonnen oder verloren sind.",
    ),
    "source_opportunity_weighted_differs": Message(
        "Wert mal Wahrscheinlichkeit ergibt nicht den gewichteten Wert der Datei: {count:number}, zum Beispiel {keys:list}.",
        "Prüfen Sie Wert und Wahrscheinlichkeit dieser Verkaufschancen.",
    ),
}
