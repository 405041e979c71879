"""Befunde an Exporten von Lexware, SAP und Collmex: sentence and advice per code."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

_RECORD = "Prüfen Sie die Rechnung in Collmex und exportieren Sie die Rechnungen noch einmal."
_SPLIT = "Exportieren Sie das Journal vollständig, ohne Filter, und lesen Sie es unverändert ein."

LEDGERS: dict[str, Message] = {
    "ledger_empty": Message(
        "In „{file}“ steht kein Beleg, der als Umsatz eines Kunden zählt; ausgelassene Zeilen: {count:number}.",
        "Prüfen Sie, ob der Export den richtigen Zeitraum und die Ausgangsrechnungen der Kunden enthält.",
    ),
    "ledger_amount_missing": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): Hier fehlt der Betrag.",
        "Ergänzen Sie den Betrag oder löschen Sie die Zeile.",
    ),
    "ledger_without_names": Message(
        "„{file}“ enthält keine Kundennamen; der Buchungstext ist keiner.",
        "Lesen Sie zusätzlich eine Liste mit Kundennummern und Namen ein.",
    ),
    "sap_line_broken": Message(
        "Zeile {row} passt nicht zu den Spalten der Liste: {text}.",
        "Speichern Sie die Liste in SAP neu als lokale Datei und lesen Sie sie unverändert ein.",
    ),
    "sap_total_differs": Message(
        "Zeile {row}: Die Summe der Liste (Konto {customer_id}) ist {stated:eur2}, die Posten darüber ergeben {own:eur2} (Unterschied {difference:eur2}).",
        "Prüfen Sie, ob Zeilen fehlen, und speichern Sie die Liste in SAP noch einmal.",
    ),
    "sap_total_missing": Message(
        "Die Liste endet mit Zeile {row} ohne die Summe, die sonst unter jedem Konto steht.",
        "Prüfen Sie, ob die Datei vollständig ist.",
    ),
    "sap_rate_missing": Message(
        "Die Beträge in „{file}“ sind brutto, und für {count:number} Kundennummern ist kein Steuersatz bekannt, zum Beispiel {customer_id}.",
        "Tragen Sie in der Tabelle Zuordnung (Blatt Einstellungen) für „alle“ Erlös 19 % ein und Ausnahmen je Kundennummer, bestätigen Sie mit ja und lesen Sie die Datei noch einmal ein.",
    ),
    "sap_rate_of_day": Message(
        "An den Tagen von {count:number} Posten ({amount:eur2} brutto, zuerst Zeile {row} vom {day}) galt ein anderer Steuersatz als {rate:percent}; gerechnet wurde mit dem der Tabelle Zuordnung.",
        "Vergleichen Sie den Umsatz dieser Zeit mit der Buchhaltung, oder tragen Sie ihn im Blatt Zahlen von Hand ein.",
    ),
    "sap_kind_unknown": Message(
        "Die Belegart {kind} ist nicht bekannt; ihre Posten zählen nicht ({count:number}, zusammen {amount:eur2}, zuerst Zeile {row}).",
        "Sind es Rechnungen oder Gutschriften, ersetzen Sie die Belegart in der Datei durch DR oder DG und lesen Sie sie noch einmal ein.",
    ),
    "collmex_line_short": Message(
        "Zeile {row} hat {cells:number} Felder, eine Rechnung von Collmex mindestens {expected:number}.",
        _RECORD,
    ),
    "collmex_credit_positive": Message(
        "Zeile {row}: Die Gutschrift {document} hat einen positiven Betrag ({amount:eur2}); sie wurde so gezählt.",
        _RECORD,
    ),
    "collmex_value_of_position": Message(
        "Zeile {row}: In Rechnung {document} fehlen Erlös und DB; gezählt wurde der Wert der Position ({amount:eur2}), ohne einen Rabatt auf die ganze Rechnung.",
        "Exportieren Sie die Rechnungen mit allen Feldern, wenn Sie den DB brauchen oder Rabatte geben.",
    ),
    "collmex_margin_differs": Message(
        "Zeile {row}: In Rechnung {document} ist der DB {margin:eur2}, Erlös {amount:eur2} weniger Kosten {cost:eur2} ergeben etwas anderes; gelesen wurde der DB.",
        _RECORD,
    ),
    "collmex_kind_unknown": Message(
        "Die Rechnungsart {kind} ist nicht bekannt; ihre Positionen zählen nicht ({count:number}, zusammen {amount:eur2}, zuerst Zeile {row}).",
        "Prüfen Sie, ob es Rechnungen oder Gutschriften sind; dann tragen Sie als Rechnungsart 0 oder 1 ein.",
    ),
    "collmex_no_invoices": Message(
        "„{file}“ kommt aus Collmex, enthält aber keine Rechnungen, sondern: {records}.",
        "Exportieren Sie in Collmex die Rechnungen (CMXINV), für die Namen zusätzlich die Kunden (CMXKND).",
    ),
    "lexware_split_open": Message(
        "Zeile {row}: Zu dieser Buchung fehlt das Gegenkonto oder ihre Aufteilung: {text}.",
        _SPLIT,
    ),
    "lexware_split_differs": Message(
        "Zeile {row}: Die Teile der Splittbuchung ergeben {own:eur2} statt {stated:eur2} (Unterschied {difference:eur2}).",
        _SPLIT,
    ),
    "lexware_account_unknown": Message(
        "In „{file}“ stehen Kunden Konten gegenüber, deren Bedeutung oder Steuersatz nicht bekannt ist: {accounts:list}; zusammen {count:number} Buchungen mit {amount:eur2} brutto.",
        "Wählen Sie in der Tabelle Zuordnung für jedes Konto den Steuersatz oder „kein Erlös“, bestätigen Sie mit ja und lesen Sie die Datei noch einmal ein.",
    ),
    "lexware_tax_differs": Message(
        "Auf Konto {account} nennt der Steuerschlüssel {told:percent} statt {rate:percent} ({count:number}-mal, zuerst Zeile {row}); gerechnet wurde mit dem Steuersatz des Kontos.",
        "Stimmt der Steuerschlüssel, ordnen Sie das Konto in der Tabelle Zuordnung zu.",
    ),
    "lexware_gross": Message(
        "Die Beträge in „{file}“ sind brutto; {count:number} Erlösbuchungen mit {gross:eur2} wurden je Beleg und Steuersatz in netto umgerechnet und auf Cent gerundet: {net:eur2}.",
        "Vergleichen Sie die Summe mit den Erlösen der Buchhaltung; bei Rechnungen stimmt jeder Betrag genau.",
    ),
}
