"""Befunde of files, of reading a workbook and of what is typed in its cells."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

FILES: dict[str, Message] = {
    "target_exists": Message(
        "Die Datei „{file}“ gibt es schon; sie wird nicht überschrieben.",
        "Wählen Sie einen anderen Namen oder verschieben Sie die vorhandene Datei.",
    ),
    "target_needed": Message(
        "Es fehlt die Angabe, wohin geschrieben werden soll.",
        "Nennen Sie das Ziel mit --ausgabe.",
    ),
    "losses_in_place": Message(
        "Beim Überschreiben von „{file}“ ginge verloren: {losses}.",
        "Nennen Sie mit --ausgabe eine andere Datei; die Ausgangsmappe behält dann alles.",
    ),
    "contents_impossible": Message(
        "Eine Mappe kann das nicht aufnehmen: {reason}",
        "Kürzen oder ändern Sie den Eintrag und versuchen Sie es noch einmal.",
    ),
    "target_is_source": Message(
        "„{file}“ wird gelesen und soll zugleich überschrieben werden.",
        "Nennen Sie für die Ausgabe einen anderen Namen.",
    ),
    "target_suffix": Message(
        "„{file}“ ist kein Name für eine Mappe.",
        "Der Name muss auf .xlsm oder .xlsx enden.",
    ),
    "target_folder_missing": Message(
        "Den Ordner „{folder}“ gibt es nicht.",
        "Legen Sie den Ordner an oder wählen Sie einen anderen.",
    ),
    "target_locked": Message(
        "Die Datei „{file}“ kann nicht geschrieben werden; vermutlich ist sie in Excel geöffnet oder schreibgeschützt.",
        "Schließen Sie die Mappe in Excel und versuchen Sie es noch einmal.",
    ),
    "target_changed": Message(
        "Die Datei „{file}“ wurde gerade geändert, während dieser Befehl lief; sie wird nicht überschrieben.",
        "Schließen Sie die Mappe in Excel und starten Sie den Befehl noch einmal.",
    ),
    "name_too_long": Message(
        "Der Name „{file}“ ist zu lang für diesen Datenträger.",
        "Wählen Sie einen kürzeren Namen.",
    ),
    "target_not_written": Message(
        "Die Datei „{file}“ konnte nicht geschrieben werden; vorhandene Dateien sind unverändert.",
        "Prüfen Sie, ob der Datenträger voll ist und der Ordner Ihnen gehört.",
    ),
    "import_into_sample": Message(
        "Die Mappe „{file}“ enthält das Beispielunternehmen; Ihre Zahlen gehören nicht dazwischen.",
        "Legen Sie mit dem Knopf „Neue Mappe“ oder mit „kundenbindung neu MEINE.xlsm“ eine eigene Mappe an und lesen Sie die Datei dort ein.",
    ),
    "import_years_differ": Message(
        "Die Liste „{file}“ enthält die Jahre {listed}, die Mappe {years}; es gibt kein gemeinsames Jahr.",
        "Legen Sie die Mappe mit „kundenbindung neu --jahre“ für die Jahre der Liste an.",
    ),
    "import_years_adopted": Message(
        "Die leere Mappe hat die Geschäftsjahre der Liste übernommen: {span}.",
        "Prüfen Sie im Blatt Einstellungen, ob das Basisjahr vollständig gebucht ist.",
    ),
    "import_years_missing": Message(
        "In der Liste „{file}“ fehlen Geschäftsjahre, die in der Mappe noch leer sind: {missing}.",
        "Lesen Sie die fehlenden Jahre mit einer weiteren Liste ein.",
    ),
    "import_values_replaced": Message(
        "Durch die Liste „{file}“ geänderte Werte: {count:number}, bei: {keys:list}.",
        "Prüfen Sie die Änderungen; die Ausgangsmappe enthält die alten Werte.",
    ),
    "assignment_without_meaning": Message(
        "In der Zuordnung ist bestätigt, aber ohne Bedeutung: {keys:list}.",
        "Wählen Sie die Bedeutung, zum Beispiel „Umsatz netto“ oder „Erlös 19 %“, und lesen Sie die Datei noch einmal ein.",
    ),
    "import_ids_doubtful": Message(
        "Kundennummern in „{file}“, die vorhandenen ähneln, kommen als eigene Kunden in die Mappe ({count:number}): {keys:list}.",
        "Ist es derselbe Kunde, schreiben Sie die Nummer in der Quelle wie im Blatt Kunden und lesen Sie noch einmal ein.",
    ),
    "import_period_lost": Message(
        "„{file}“ reicht nur vom {first:day} bis {last:day}; für {year} sind schon Buchungen vom {start:day} bis {end:day} eingelesen, die verloren gingen.",
        "Wählen Sie alle Dateien des Jahres zusammen aus; sie werden addiert. War das frühere Einlesen falsch, löschen Sie seine Zeilen im Einleseprotokoll.",
    ),
    "import_period_partial": Message(
        "„{file}“ enthält Buchungen vom {first:day} bis {last:day}; das Geschäftsjahr {year} geht vom {start:day} bis {end:day}.",
        "Lesen Sie alle Dateien eines Jahres zusammen ein; ist das Jahr noch nicht zu Ende, tragen Sie in den Einstellungen die gebuchten Monate ein.",
    ),
    "opportunities_replaced": Message(
        "Durch „{file}“ geänderte Verkaufschancen ({count:number}): {keys:list}.",
        "Prüfen Sie die Änderungen; die Sicherung oder die Ausgangsmappe enthält die alten Werte.",
    ),
    "opportunities_vanished": Message(
        "Im Blatt Pipeline stehen Verkaufschancen, die „{file}“ nicht mehr nennt ({count:number}): {keys:list}.",
        "Tragen Sie den Status ein (gewonnen oder verloren) oder löschen Sie die Zeilen.",
    ),
    "import_customers_kept": Message(
        "In der Mappe, aber nicht in der Liste „{file}“, deshalb unverändert: {keys:list}.",
        "Prüfen Sie, ob diese Kunden in der Liste fehlen dürfen.",
    ),
    "import_years_unused": Message(
        "Aus der Liste „{file}“ nicht übernommen: {unused}; die Mappe führt {span}.",
        "Für mehr Jahre legen Sie die Mappe mit „kundenbindung neu --jahre“ neu an, bis zu fünf sind möglich.",
    ),
}

READING: dict[str, Message] = {
    "workbook_foreign": Message(
        "Die Datei „{file}“ ist eine Excel-Mappe, aber keine Kundenbindungs-Mappe.",
        "Legen Sie mit „kundenbindung neu“ eine Mappe an und lesen Sie Ihre Zahlen mit „kundenbindung import“ ein.",
    ),
    "table_missing": Message(
        "Die Tabelle „{table}“ fehlt; sie gehört auf das Blatt {sheet}.",
        "Nehmen Sie eine Sicherung der Mappe oder legen Sie mit „kundenbindung neu“ eine neue an und kopieren Sie Ihre Eingaben hinein.",
    ),
    "column_missing": Message(
        "Die Spalte „{column}“ fehlt auf dem Blatt {sheet} oder wurde umbenannt.",
        "Fügen Sie die Spalte in der Tabelle wieder ein oder geben Sie ihr den Namen „{column}“ zurück.",
    ),
    "rows_below_table": Message(
        "In Zeile {line} steht etwas direkt unter der Tabelle „{table}“; es gehört nicht zu ihr und würde nicht zählen.",
        "Ziehen Sie die Tabelle an ihrer rechten unteren Ecke über die Zeile oder leeren Sie die Zeile.",
    ),
    "cell_not_number": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht „{text}“, erwartet wird eine Zahl.",
        "Schreiben Sie eine Zahl wie 1.234,56 oder leeren Sie die Zelle.",
    ),
    "cell_ambiguous": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht der Text „{text}“; das kann Tausender oder Dezimalstellen meinen.",
        "Schreiben Sie 1234 oder 1,234 als Zahl in die Zelle.",
    ),
    "cell_sign_unclear": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht „{text}“; ob Soll oder Haben plus oder minus bedeutet, ist offen.",
        "Schreiben Sie die Zahl mit Vorzeichen und ohne Kennbuchstaben.",
    ),
    "cell_is_date": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht {text}, ein Datum oder eine Uhrzeit; erwartet wird eine Zahl.",
        "Excel hat Ihre Eingabe umgewandelt: Stellen Sie das Zellformat auf Zahl und schreiben Sie die Zahl neu, zum Beispiel 3,5.",
    ),
    "cell_not_date": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht „{text}“, erwartet wird ein Datum.",
        "Schreiben Sie das Datum als TT.MM.JJJJ, zum Beispiel 31.03.2026.",
    ),
    "cell_error": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht der Fehlerwert {text}.",
        "Korrigieren Sie die Formel oder schreiben Sie den Wert als Zahl hinein.",
    ),
    "cell_formula_empty": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht eine Formel, die ohne Ergebnis gespeichert wurde.",
        "Öffnen Sie die Mappe in Excel, speichern Sie sie und versuchen Sie es noch einmal.",
    ),
    "cell_missing": Message(
        "Die Zelle {cell} (Spalte „{column}“) ist leer, wird aber gebraucht.",
        "Tragen Sie den Wert ein oder löschen Sie die ganze Zeile.",
    ),
    "cell_out_of_range": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht {value:plain}; erlaubt ist nur eine Zahl{low:least}{high:most}.",
        "Prüfen Sie den Wert, oft fehlt oder stört ein Komma.",
    ),
    "year_out_of_range": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht {value:year}; erlaubt ist {low:year} bis {high:year}.",
        "Schreiben Sie das Geschäftsjahr vierstellig, zum Beispiel 2025.",
    ),
    "share_out_of_range": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht {value:percent}; erlaubt ist {low:percent} bis {high:percent}.",
        "Schreiben Sie den Anteil mit Prozentzeichen, zum Beispiel 40 %.",
    ),
    "choice_unknown": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht „{text}“; möglich ist: {choices}.",
        "Wählen Sie einen Eintrag aus der Liste der Zelle.",
    ),
    "text_too_long": Message(
        "Der Text in der Zelle {cell} (Spalte „{column}“) hat {length:number} Zeichen, Excel erlaubt 32.767.",
        "Kürzen Sie den Text.",
    ),
    "entry_duplicate": Message(
        "Der Eintrag „{key}“ kommt in der Tabelle {table} mehrfach vor.",
        "Lassen Sie nur die Zeile stehen, die gelten soll.",
    ),
    "setting_not_whole": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht {value:plain}; erwartet wird eine ganze Zahl.",
        "Schreiben Sie eine Zahl ohne Nachkommastellen.",
    ),
    "setting_unknown": Message(
        "Die Einstellung „{text}“ ist nicht bekannt und bleibt ohne Wirkung.",
        "Geben Sie ihr den ursprünglichen Namen zurück oder löschen Sie die Zeile.",
    ),
    "base_year_empty": Message(
        "Das Basisjahr ist nicht eingetragen.",
        "Tragen Sie im Blatt Einstellungen das letzte Geschäftsjahr mit Zahlen ein.",
    ),
}

ENTRIES: dict[str, Message] = {
    "base_year_missing": Message(
        "Das Basisjahr {year} ist nicht das letzte Jahr im Blatt Zahlen.",
        "Das Basisjahr im Blatt Einstellungen und die letzte Spalte „Umsatz …“ im Blatt Zahlen müssen übereinstimmen.",
    ),
    "years_not_consecutive": Message(
        "Die Geschäftsjahre {years} im Blatt Zahlen sind keine drei bis fünf Jahre in Folge.",
        "Ergänzen Sie das fehlende Jahr oder legen Sie die Mappe mit „kundenbindung neu --jahre“ neu an.",
    ),
    "years_few": Message(
        "Zahl der vorliegenden Geschäftsjahre: {count:number}; ein Trend braucht mindestens drei.",
        "Ergänzen Sie ältere Jahre, wenn Sie sie haben.",
    ),
    "months_invalid": Message(
        "Die Zahl der Monate im Basisjahr ist {months:number}; möglich sind 1 bis 12.",
        "Tragen Sie die Zahl der gebuchten Monate ein, 12 bei einem abgeschlossenen Jahr.",
    ),
    "base_year_unusable": Message(
        "Das Basisjahr ist mit {share:percent} des Vorjahres noch nicht brauchbar; mindestens 25 % müssen gebucht sein.",
        "Rechnen Sie mit dem letzten abgeschlossenen Jahr als Basisjahr oder warten Sie einige Monate.",
    ),
    "booked_share_assumed": Message(
        "Im Basisjahr gebuchte Monate: {months:number}; angenommen wird, dass im Vorjahr bis dahin {share:percent} gebucht waren.",
        "Tragen Sie im Blatt Einstellungen den wirklichen Anteil ein, wenn Ihr Geschäft saisonal ist.",
    ),
    "customer_duplicate": Message(
        "Die Kundennummer {key} kommt mehrfach vor.",
        "Führen Sie die Zeilen zusammen; jede Nummer darf nur einmal stehen.",
    ),
    "criterion_duplicate": Message(
        "Das Kriterium „{key}“ kommt mehrfach vor.",
        "Geben Sie jedem Kriterium einen eigenen Namen.",
    ),
    "criterion_name_long": Message(
        "Der Name des Kriteriums „{key}“ ist mit {length:number} Zeichen zu lang; erlaubt sind {limit:number}.",
        "Kürzen Sie den Namen; er wird zur Überschrift einer Spalte.",
    ),
    "criteria_missing": Message(
        "Es ist kein Kriterium eingetragen.",
        "Tragen Sie Kriterien ein oder legen Sie die Mappe mit einer Vorlage neu an.",
    ),
    "weight_negative": Message(
        "Das Gewicht ist {weight:plain}; ein Gewicht darf nicht negativ sein.",
        "Für „weniger ist besser“ tauschen Sie die beiden Anker, das Gewicht bleibt positiv.",
    ),
    "weights_all_zero": Message(
        "Alle Gewichte sind null.",
        "Verteilen Sie 100 Punkte auf Ihre Kriterien.",
    ),
    "level_shares_invalid": Message(
        "Die Anteile für Strategie ({top:percent}) und Service ({bottom:percent}) passen nicht in 100 %.",
        "Üblich sind 20 % und 10 %; der Rest ist Vertrieb.",
    ),
}
