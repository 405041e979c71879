"""Befunde beim Einlesen of customer lists: sentence and advice per code."""

from __future__ import annotations

from kundenbindung.messages.entry import Message
from kundenbindung.messages.mapping import ASK

SOURCES: dict[str, Message] = {
    "source_files_overlap": Message(
        "„{file}“ enthält {count:number} von {of:number} Buchungen, die auch in „{others}“ stehen; sie würden doppelt zählen.",
        "Wählen Sie jede Buchung nur einmal aus: entweder die eine Datei oder die andere.",
    ),
    "source_file_missing": Message(
        "Die Datei „{file}“ gibt es nicht.",
        "Prüfen Sie Ordner und Namen der Datei.",
    ),
    "source_is_folder": Message(
        "„{file}“ ist ein Ordner, keine Datei.",
        "Wählen Sie die Dateien in dem Ordner aus.",
    ),
    "source_is_opportunities": Message(
        "„{file}“ enthält Verkaufschancen ({program}), keine Zahlen.",
        "Lesen Sie die Datei mit „Pipeline einlesen“ ein (in der Befehlszeile mit --pipeline).",
    ),
    "source_is_figures": Message(
        "„{file}“ enthält Zahlen ({program}), keine Verkaufschancen.",
        "Lesen Sie die Datei mit „Zahlen einlesen“ ein (in der Befehlszeile mit --zahlen).",
    ),
    "source_file_unreadable": Message(
        "Die Datei „{file}“ lässt sich nicht öffnen.",
        "Schließen Sie sie in anderen Programmen und prüfen Sie, ob Sie sie lesen dürfen.",
    ),
    "source_file_empty": Message(
        "Die Datei „{file}“ ist leer.",
        "Erstellen Sie den Export neu und lesen Sie ihn noch einmal ein.",
    ),
    "source_file_too_large": Message(
        "Die Datei „{file}“ ist mit {size_mb:number} MB zu groß; gelesen werden bis zu {limit_mb:number} MB.",
        "Teilen Sie den Export, zum Beispiel nach Jahren, oder exportieren Sie Summen je Kunde und Jahr.",
    ),
    "source_not_a_table": Message(
        "Die Datei „{file}“ ist keine Tabelle, sondern eine Datei der Art {kind}.",
        "Speichern Sie die Liste als Excel-Datei (.xlsx) oder als CSV und lesen Sie diese ein.",
    ),
    "source_encoding_unknown": Message(
        "Der Zeichensatz der Datei „{file}“ ist nicht zu erkennen.",
        "Speichern Sie die Liste in Excel als „CSV UTF-8“ oder als .xlsx.",
    ),
    "source_quotes_broken": Message(
        "In der Datei „{file}“ stehen bei Textzeile {line} Anführungszeichen falsch, die Spalten sind "
        "nicht sicher zu trennen.",
        "Berichtigen Sie die Zeile oder speichern Sie die Liste als .xlsx.",
    ),
    "source_workbook_damaged": Message(
        "Die Excel-Datei „{file}“ ist beschädigt oder keine Excel-Mappe.",
        "Öffnen Sie sie in Excel, speichern Sie sie unter neuem Namen als .xlsx und lesen Sie diese ein.",
    ),
    "source_workbook_encrypted": Message(
        "Die Excel-Datei „{file}“ ist mit einem Kennwort verschlüsselt.",
        "Speichern Sie eine Kopie ohne Kennwort und lesen Sie diese ein.",
    ),
    "source_workbook_too_large": Message(
        "Die Excel-Datei „{file}“ ist entpackt ungewöhnlich groß (erlaubt sind {limit_mb:number} MB) "
        "und wird aus Vorsicht nicht geöffnet.",
        "Kopieren Sie nur die Liste als Werte in eine neue Mappe und lesen Sie diese ein.",
    ),
    "source_too_many_rows": Message(
        "Die Datei „{file}“ hat zu viele Zeilen; gelesen werden bis zu {limit:number}.",
        "Teilen Sie die Datei, zum Beispiel nach Jahren, oder exportieren Sie Summen je Kunde und Jahr; in Excel "
        "löschen Sie leere, aber beschriebene Bereiche unter der Liste.",
    ),
    "source_too_many_columns": Message(
        "Die Datei „{file}“ hat {columns:number} Spalten; gelesen werden bis zu {limit:number}.",
        "Löschen Sie, was rechts neben der Liste steht, und lesen Sie die Datei noch einmal ein.",
    ),
    "source_sheet_missing": Message(
        "In „{file}“ gibt es kein Blatt „{sheet}“; vorhanden: {sheets}.",
        "Nennen Sie eines der vorhandenen Blätter.",
    ),
    "source_no_customer_id": Message(
        "In „{sheet}“ ist keine Spalte mit Kundennummern zu erkennen (üblich sind: {expected}); gesehen wurden: {headers}.",
        ASK,
    ),
    "source_no_revenue": Message(
        "In „{sheet}“ ist keine Spalte mit Umsatz zu erkennen (üblich sind: {expected}); gesehen wurden: {headers}.",
        ASK,
    ),
    "source_no_year": Message(
        "In „{file}“ steht nicht, zu welchem Jahr die Spalte „{header}“ gehört.",
        f"{ASK} Das Jahr tragen Sie dort in der Spalte „Jahr“ ein.",
    ),
    "source_column_twice": Message(
        "In „{file}“ bedeuten die Spalten „{first}“ und „{second}“ dasselbe.",
        f"{ASK} Eine der beiden bekommt die Bedeutung „nicht verwenden“.",
    ),
    "source_no_rows": Message(
        "In „{file}“ folgt auf die Überschriften in Zeile {row} kein Kunde.",
        "Prüfen Sie, ob der Export vollständig ist.",
    ),
    "source_years_unreadable": Message(
        "In der Spalte „{header}“ steht ab Zeile {row} keine Jahreszahl.",
        "Schreiben Sie Jahre vierstellig, zum Beispiel 2024.",
    ),
    "source_unit_unclear": Message(
        "„{file}“ nennt zwei Einheiten: „{first}“ und „{second}“.",
        "Lassen Sie nur die Einheit stehen, die gilt, oder schreiben Sie sie in jede Überschrift, zum "
        "Beispiel „Umsatz 2024 (T€)“.",
    ),
    "source_number_ambiguous": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): „{text}“ kann Tausend oder Komma bedeuten, und "
        "keine andere Zelle entscheidet es.",
        "Schreiben Sie die Zahl mit Nachkommastellen, zum Beispiel 1.234,00, oder lesen Sie eine "
        "Excel-Datei mit echten Zahlen ein.",
    ),
    "source_number_unreadable": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): „{text}“ ist keine lesbare Zahl.",
        "Berichtigen Sie die Zelle; erwartet wird ein Betrag in Euro wie 1.234,56.",
    ),
    "source_sign_unclear": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): Bei „{text}“ ist nicht klar, ob der Betrag "
        "positiv oder negativ ist.",
        "Ersetzen Sie S, H oder CR durch ein Vorzeichen: Erlöse positiv, Gutschriften mit Minus.",
    ),
    "source_percent_for_amount": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): „{text}“ ist ein Anteil, erwartet wird ein "
        "Betrag in Euro.",
        "Nennen Sie die Spalte „DB %“, wenn sie Anteile enthält, oder tragen Sie Beträge ein.",
    ),
    "source_date_for_number": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): Hier steht ein Datum ({text}) statt einer Zahl.",
        "Stellen Sie das Zellformat auf Zahl um und tragen Sie den Betrag neu ein.",
    ),
    "source_boolean_for_number": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): Hier steht WAHR oder FALSCH statt einer Zahl.",
        "Tragen Sie den Betrag ein oder leeren Sie die Zelle.",
    ),
    "source_error_value": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): Die Zelle enthält den Fehlerwert {text}.",
        "In einer DB-Quote gilt die Zelle als leer; in Umsatz oder DB berichtigen Sie die Formel in der"
        " Quelle.",
    ),
    "source_formula_without_value": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): Die Formel wurde ohne Ergebnis gespeichert.",
        "Öffnen Sie die Datei in Excel, speichern Sie sie und lesen Sie sie noch einmal ein.",
    ),
    "source_share_unclear": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): {text} kann ein Anteil oder eine Prozentzahl "
        "sein, denn in der Spalte kommt beides vor.",
        "Schreiben Sie alle Werte der Spalte mit Prozentzeichen.",
    ),
    "source_margin_looks_like_share": Message(
        "Die Spalte „{header}“ enthält nur Werte bis {example:number2}; das sind vermutlich Anteile, "
        "keine Beträge in Euro.",
        "Nennen Sie die Spalte „DB %“ mit der Jahreszahl, wenn es Anteile sind, oder tragen Sie Beträge ein.",
    ),
    "source_customer_twice": Message(
        "Die Kundennummer {customer_id} steht in Zeile {first} und in Zeile {second}.",
        "Fassen Sie die Zeilen zusammen oder vergeben Sie zwei Kundennummern.",
    ),
    "source_customer_id_damaged": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): „{text}“ ist keine Kundennummer, Excel hat sie "
        "vermutlich umgewandelt.",
        "Formatieren Sie die Spalte als Text und tragen Sie die Kundennummer neu ein.",
    ),
    "source_year_unreadable": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): „{text}“ ist kein Jahr.",
        "Schreiben Sie das Jahr vierstellig, zum Beispiel 2024.",
    ),
    "source_row_too_long": Message(
        "Zeile {row} hat {cells} statt {expected} Felder; ein Trennzeichen in einem Namen oder Betrag "
        "hat die Spalten verschoben.",
        "Setzen Sie den Text in Anführungszeichen oder speichern Sie die Liste als .xlsx.",
    ),
    "source_more_of_the_same": Message(
        "Dieselbe Feststellung gibt es noch {count:number}-mal, zuletzt hier: {last}.",
        "Beheben Sie die Ursache in der Quelle, dann verschwinden alle zusammen.",
    ),
    "source_row_without_customer_id": Message(
        "Zeile {row} hat Zahlen, aber keine Kundennummer und wurde ausgelassen: {text}.",
        "Ergänzen Sie die Kundennummer, wenn die Zeile ein Kunde ist.",
    ),
    "source_leading_zeros": Message(
        "{count} Kundennummern unterscheiden sich nur durch führende Nullen: {customers}.",
        "Prüfen Sie, ob es derselbe Kunde ist, und schreiben Sie die Nummer einheitlich.",
    ),
    "source_total_differs": Message(
        "Die Summe der Datei für „{header}“ ist {stated:eur2}, die Kunden ergeben {own:eur2} "
        "(Unterschied {difference:eur2}).",
        "Prüfen Sie, ob Zeilen fehlen oder ob in der Datei als Text eingetragene Zahlen nicht "
        "mitgezählt wurden.",
    ),
    "source_margin_incomplete": Message(
        "Der DB fehlt in einer von mehreren Zeilen ({count}-mal), zum Beispiel bei {customer_id} im "
        "Jahr {year}; er bleibt dort leer.",
        "Ergänzen Sie den DB in allen Zeilen oder lassen Sie ihn leer, wenn er nicht bekannt ist.",
    ),
    "source_year_empty": Message(
        "Für das Jahr {year} enthält die Datei keinen einzigen Umsatz.",
        "Löschen Sie die Spalte, wenn das Jahr noch nicht dazugehört.",
    ),
    "source_text_repaired": Message(
        "Umlaute wurden wiederhergestellt (Zellen: {count:number}), zum Beispiel „{before}“ zu „{after}“.",
        "Sehen Sie die Namen kurz durch.",
    ),
    "source_other_tables": Message(
        "Gelesen wurde das Blatt „{sheet}“; weitere Tabellen stehen in: {others}.",
        "Ist ein anderes gemeint, verschieben Sie es in Excel ganz nach vorn und lesen Sie die Datei noch einmal ein.",
    ),
    "source_columns_ignored": Message(
        "Nicht übernommene Spalten ({count}): {columns}.",
        "Nichts zu tun, wenn diese Spalten nicht gebraucht werden.",
    ),
    "source_year_preliminary": Message(
        "Die Zahlen {year} sind laut Überschrift „{header}“ vorläufig.",
        "Tragen Sie in den Einstellungen die gebuchten Monate ein, wenn das Jahr noch nicht vollständig ist.",
    ),
    "source_total_left_out": Message(
        "Zeile {row} ist eine Summenzeile und wurde ausgelassen: {text}.",
        "Nichts zu tun.",
    ),
    "source_notes_left_out": Message(
        "Ausgelassen wurden Zeilen ohne Kundennummer und ohne Zahlen ({count}), zuerst Zeile {row}: {text}.",
        "Nichts zu tun.",
    ),
    "source_unit_applied": Message(
        "Die Beträge stehen in „{word}“ und wurden mit {factor:number} malgenommen.",
        "Prüfen Sie die Kontrollsummen.",
    ),
    "source_margin_from_share": Message(
        "Der DB wurde aus „{header}“ berechnet, zum Beispiel für {customer_id}: {revenue:eur2} × "
        "{share:percent1} = {margin:eur2}.",
        "Prüfen Sie die Kontrollsummen; genauer ist ein Export mit dem DB in Euro.",
    ),
    "source_rows_summed": Message(
        "Mehrere Zeilen je Kunde und Jahr wurden zusammengezählt ({count:number}-mal), zum Beispiel "
        "{rows} Zeilen für {customer_id} im Jahr {year}.",
        "Nichts zu tun, wenn die Datei mehrere Zeilen je Kunde und Jahr enthalten soll.",
    ),
    "source_names_differ": Message(
        "Zu einer Kundennummer stehen verschiedene Namen ({count:number}-mal), zum Beispiel "
        "{customer_id}: „{first}“ und „{second}“; der erste gilt.",
        "Prüfen Sie, ob eine Kundennummer zweimal vergeben wurde.",
    ),
    "source_no_margin": Message(
        "„{file}“ enthält keinen DB.",
        "Der DB lässt sich schätzen: Tragen Sie im Blatt Einstellungen unter „DB geschätzt“ je Segment oder für „alle“ einen Satz ein; die Werte sind dann als „geschätzt“ gekennzeichnet.",
    ),
    "source_list_gross": Message(
        "Die Umsätze sind brutto (Spalte „{header}“ und ihresgleichen, zusammen {gross:eur2}) und wurden mit {rates} Steuer auf den Cent gerundet in netto umgerechnet ({net:eur2}).",
        "Prüfen Sie in der Tabelle Zuordnung (Blatt Einstellungen), ob der Steuersatz für jeden Kunden stimmt.",
    ),
    "source_list_rate_missing": Message(
        "Die Spalte „{header}“ in „{file}“ enthält Bruttobeträge, und für {count:number} Kundennummern ist kein Steuersatz bekannt, zum Beispiel {customer_id}.",
        "Tragen Sie in der Tabelle Zuordnung (Blatt Einstellungen) für „alle“ Erlös 19 % ein und Ausnahmen je Kundennummer, bestätigen Sie mit ja und lesen Sie die Datei noch einmal ein.",
    ),
    "source_currency_foreign": Message(
        "Zeile {row} (Kundennummer {customer_id}, Zelle {cell}): Der Betrag steht in „{text}“ und nicht in Euro.",
        "Rechnen Sie den Betrag in der Quelle in Euro um und lesen Sie die Datei noch einmal ein.",
    ),
    "source_margin_share_differs": Message(
        "Die Spalte „{header}“ passt nicht zum DB ({count:number}-mal), zuerst in Zeile {row} (Kundennummer {customer_id}): nach der Quote {stated:eur2}, eingetragen {margin:eur2}.",
        "Prüfen Sie, welche der beiden Spalten stimmt; gelesen wurde der eingetragene DB.",
    ),
    "source_year_from_file": Message(
        "In „{file}“ steht kein Jahr; die Zahlen gelten für {year}, wie es der Name der Datei sagt.",
        "Prüfen Sie, ob die Auswertung genau dieses Geschäftsjahr umfasst; sonst geben Sie der Datei einen anderen Namen oder ordnen das Jahr in der Tabelle Zuordnung zu.",
    ),
    "source_date_ambiguous": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): Bei „{text}“ ist nicht zu erkennen, was Tag und was Monat ist.",
        "Schreiben Sie das Datum als TT.MM.JJJJ, zum Beispiel 03.04.2025.",
    ),
    "source_date_unreadable": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): „{text}“ ist kein Datum.",
        "Schreiben Sie das Datum als TT.MM.JJJJ, zum Beispiel 03.04.2025.",
    ),
    "source_date_missing": Message(
        "Zeile {row}, Spalte „{header}“ (Zelle {cell}): Zu diesem Betrag fehlt das Datum.",
        "Ergänzen Sie das Datum oder löschen Sie die Zeile.",
    ),
    "source_dates_unreadable": Message(
        "In der Spalte „{header}“ steht ab Zeile {row} kein Datum.",
        "Schreiben Sie das Datum als TT.MM.JJJJ, zum Beispiel 03.04.2025.",
    ),
    "source_assignments_unreadable": Message(
        "Die Zuordnung „{file}“ ist in Zeile {line} nicht lesbar.",
        "Setzen Sie jeden Text in Anführungszeichen, und beginnen Sie jeden Eintrag mit [[zuordnung]].",
    ),
    "source_assignments_unknown": Message(
        "Die Zuordnung „{file}“ sagt in Zeile {line} bei „{key}“ etwas Unbekanntes: „{text}“.",
        "Möglich ist: {expected}.",
    ),
}
