"""Befunde am Rücklauf: why a copy is refused, and what of it is not taken over."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

RETURNING: dict[str, Message] = {
    "returned_no_copy": Message(
        "„{file}“ ist keine Versandkopie dieses Programms: Die Tabelle „Versandkopie“ mit dem Prüfzeichen fehlt.",
        "Nehmen Sie die Datei, die Sie verschickt haben und die ausgefüllt zurückkam, nicht einen Auszug daraus.",
    ),
    "returned_macros": Message(
        "„{file}“ enthält Makros oder ist keine .xlsx-Datei; verschickt wurde eine .xlsx-Datei ohne Makros.",
        "Öffnen Sie die Datei nicht. Bitten Sie um die ausgefüllte Kopie als .xlsx.",
    ),
    "returned_too_large": Message(
        "In „{file}“ hat die Tabelle {table} {rows:number} Zeilen; mehr als {limit:number} liest der Rücklauf nicht.",
        "Bitten Sie um die ausgefüllte Kopie ohne fremde Daten.",
    ),
    "returned_group_unknown": Message(
        "Die Kopie „{file}“ ist für „{group}“ gemacht; dafür zeigt die Mappe nichts, was ausgefüllt werden könnte.",
        "Prüfen Sie die Tabelle Gruppen im Blatt Einstellungen und die Verantwortlichen im Blatt Kunden.",
    ),
    "returned_company_differs": Message(
        "Die Kopie „{file}“ gehört zum Unternehmen „{theirs}“, die Mappe zu „{ours}“.",
        "Lesen Sie die Kopie in der Mappe ein, aus der sie stammt.",
    ),
    "returned_day_differs": Message(
        "Die Kopie „{file}“ hat den Stichtag „{theirs}“, die Mappe „{ours}“.",
        "Erstellen Sie eine neue Versandkopie und übertragen Sie die Einträge dort, oder lesen Sie die Kopie in der alten Mappe ein.",
    ),
    "returned_year_differs": Message(
        "Die Kopie „{file}“ ist für das Planjahr „{theirs}“, die Mappe für „{ours}“.",
        "Lesen Sie die Kopie in der Mappe ihres Planjahres ein.",
    ),
    "returned_mark_unknown": Message(
        "Die Kopie „{file}“ steht weder im Versandprotokoll dieser Mappe noch ist sie auf diesem Rechner gemerkt; für wen sie ist, sagt nur die Datei selbst ({group}).",
        "Tragen Sie die Angaben von Hand ein, oder verschicken Sie eine neue Kopie. Was „versand“ ohne --protokoll schreibt, kennt nur der Rechner, auf dem es entstand.",
    ),
    "returned_mark_differs": Message(
        "Die Kopie „{file}“ nennt sich eine Kopie für „{theirs}“; mit diesem Prüfzeichen ging eine an „{ours}“. Sie wird nicht eingelesen.",
        "Fragen Sie beim Absender nach, und bitten Sie um die Kopie, wie Sie sie verschickt haben.",
    ),
    "returned_not_logged": Message(
        "Die Kopie „{file}“ für „{group}“ entstand auf diesem Rechner, steht aber nicht im Versandprotokoll dieser Mappe.",
        "Sehen Sie nach, ob dies die Mappe ist, aus der Sie sie verschickt haben.",
    ),
    "returned_sent_unknown": Message(
        "Was in „{file}“ beim Versand stand, ist auf diesem Rechner nicht gemerkt. Übernommen wird nur, was in der Mappe leer ist, und neue Verkaufschancen; steht in der Mappe etwas anderes, bleibt es.",
        "Sehen Sie die Unterschiede durch und ändern Sie in der Mappe selbst, was gelten soll; auch was Sie seit dem Versand gelöscht haben, kann darunter sein.",
    ),
    "returned_again": Message(
        "Die Versandkopie „{file}“ wurde schon am {when} eingelesen.",
        "Prüfen Sie, ob dies eine spätere Fassung ist, wenn Sie seitdem etwas geändert haben.",
    ),
    "returned_table_missing": Message(
        "In der Kopie „{file}“ fehlt die Tabelle {table}; daraus wurde nichts übernommen.",
        "Bitten Sie um die vollständige Kopie, wenn dort etwas eingetragen war.",
    ),
    "returned_table_closed": Message(
        "Die Kopie „{file}“ enthält die Tabelle {table}, die diese Gruppe nicht ausfüllen darf; daraus wurde nichts übernommen.",
        "Prüfen Sie, ob die Gruppe sie inzwischen nicht mehr sieht (Tabelle Gruppen im Blatt Einstellungen).",
    ),
    "returned_column_missing": Message(
        "In der Kopie „{file}“ fehlt die Spalte „{column}“.",
        "Was dort stand, ist nicht übernommen; bitten Sie um die Kopie mit allen Spalten.",
    ),
    "returned_rows_below": Message(
        "In der Kopie „{file}“ steht in Zeile {line} etwas unter der Tabelle {table}; es gehört nicht dazu und wurde nicht übernommen.",
        "Ziehen Sie in der Kopie die Tabelle über diese Zeilen und lesen Sie sie noch einmal ein.",
    ),
    "returned_formula": Message(
        "In der Kopie „{file}“ steht in {cell} (Spalte „{column}“) eine Formel; sie wurde nicht übernommen.",
        "Ersetzen Sie in der Kopie die Formel durch ihren Wert, wenn er stimmt.",
    ),
    "returned_cell_error": Message(
        "In der Kopie „{file}“ steht in {cell} (Spalte „{column}“) der Fehlerwert „{text}“; er wurde nicht übernommen.",
        "Tragen Sie in der Kopie den richtigen Wert ein und lesen Sie sie noch einmal ein.",
    ),
    "returned_not_readable": Message(
        "In der Kopie „{file}“ ist {cell} (Spalte „{column}“) nicht als Zahl zu lesen: „{text}“. Die Zelle wurde nicht übernommen.",
        "Tragen Sie in der Kopie eine Zahl ein und lesen Sie sie noch einmal ein.",
    ),
    "returned_days_are_numbers": Message(
        "In der Kopie „{file}“ stehen in der Spalte „{column}“ Zahlen statt Tage ({count:number} Zellen, zuerst {cell}); sie wurden nicht übernommen.",
        "Geben Sie der Spalte in der Kopie das Format Datum, prüfen Sie die Tage und lesen Sie die Kopie noch einmal ein.",
    ),
    "returned_text_too_long": Message(
        "In der Kopie „{file}“ hat {cell} (Spalte „{column}“) {length:number} Zeichen, mehr als {limit:number} werden nicht übernommen: „{text}“.",
        "Kürzen Sie den Text in der Kopie, oder tragen Sie ihn selbst ein.",
    ),
    "returned_not_date": Message(
        "In der Kopie „{file}“ ist {cell} (Spalte „{column}“) kein Datum: „{text}“. Die Zelle wurde nicht übernommen.",
        "Tragen Sie in der Kopie einen Tag als TT.MM.JJJJ ein und lesen Sie sie noch einmal ein.",
    ),
    "returned_out_of_range": Message(
        "In der Kopie „{file}“ liegt {cell} (Spalte „{column}“) mit {text} außerhalb dessen, was möglich ist. Die Zelle wurde nicht übernommen.",
        "Tragen Sie in der Kopie einen Wert{low:least}{high:most} ein.",
    ),
    "returned_choice_unknown": Message(
        "In der Kopie „{file}“ steht in {cell} (Spalte „{column}“) „{text}“; das steht nicht zur Wahl. Die Zelle wurde nicht übernommen.",
        "Wählen Sie in der Kopie eines davon: {choices}.",
    ),
    "returned_customer_foreign": Message(
        "In der Kopie „{file}“ stehen Kunden, die ihr Empfänger nicht sehen darf; nicht übernommen: {keys:list}.",
        "Tragen Sie selbst ein, was davon stimmt.",
    ),
    "returned_customer_unknown": Message(
        "In der Kopie „{file}“ stehen Kundennummern, die es in der Mappe nicht gibt; nicht übernommen: {keys:list}.",
        "Prüfen Sie die Nummern; vielleicht fehlen führende Nullen.",
    ),
    "returned_row_twice": Message(
        "In der Kopie „{file}“ stehen Zeilen mehrfach; nicht übernommen: {keys:list}.",
        "Löschen Sie in der Kopie die überzähligen Zeilen und lesen Sie sie noch einmal ein.",
    ),
    "returned_rows_alike": Message(
        "In der Kopie „{file}“ sind Zeilen mit gleicher Kundennummer und Bezeichnung nicht mehr denen der Mappe zuzuordnen; nicht übernommen: {keys:list}.",
        "Tragen Sie selbst ein, was gilt, und geben Sie gleichen Vorhaben eines Kunden verschiedene Namen.",
    ),
    "returned_row_unknown": Message(
        "In der Kopie „{file}“ stehen Zeilen, die es in der Mappe nicht mehr gibt; nicht übernommen: {keys:list}.",
        "Rechnen Sie die Mappe neu, falls diese Termine neu geplant sind, oder tragen Sie die Angaben selbst ein.",
    ),
    "returned_row_renamed": Message(
        "In der Kopie „{file}“ ist wohl ein Vorhaben oder eine Kundennummer umgeschrieben; nicht übernommen, damit nichts doppelt zählt: {keys:list}.",
        "Ändern Sie die Zeile in der Mappe selbst, oder tragen Sie eine wirklich neue Verkaufschance dort ein.",
    ),
    "returned_row_incomplete": Message(
        "In der Kopie „{file}“ fehlt in neuen Zeilen die Kundennummer oder das Vorhaben; nicht übernommen: {keys:list}.",
        "Ergänzen Sie beides in der Kopie und lesen Sie sie noch einmal ein.",
    ),
    "returned_rows_missing": Message(
        "In der Kopie „{file}“ fehlen Zeilen, die in der Mappe stehen; sie bleiben in der Mappe: {keys:list}.",
        "Löschen Sie in der Mappe selbst, was wirklich wegfällt; bei einer Verkaufschance genügt der Status „verloren“.",
    ),
    "returned_cells_cleared": Message(
        "In der Kopie „{file}“ sind Zellen geleert; in der Mappe bleibt, was dort steht: {keys:list}.",
        "Leeren Sie die Zellen in der Mappe selbst, wenn die Angabe nicht mehr gilt.",
    ),
    "returned_cells_closed": Message(
        "In der Kopie „{file}“ stehen in Spalten, die nicht auszufüllen sind, andere Angaben; nicht übernommen: {keys:list}.",
        "Tragen Sie selbst ein, was davon stimmt.",
    ),
    "returned_conflict": Message(
        "In der Mappe und in der Kopie steht in derselben Zelle Verschiedenes (Spalte „{column}“): in der Mappe {first}, in der Kopie {second}. In der Mappe bleibt Ihre Angabe.",
        "Entscheiden Sie, welche gilt, und tragen Sie sie in der Mappe ein.",
    ),
    "returned_copies_differ": Message(
        "Zwei Kopien haben in derselben Zelle Verschiedenes (Spalte „{column}“): {first} und {second}. Keines von beiden wurde übernommen.",
        "Fragen Sie nach, was gilt, und tragen Sie es in der Mappe ein.",
    ),
    "returned_formula_here": Message(
        "In der Mappe steht in {cell} (Spalte „{column}“) eine Formel von Ihnen; der Eintrag aus der Kopie wurde nicht übernommen.",
        "Ersetzen Sie die Formel, wenn der Eintrag gelten soll.",
    ),
    "returned_column_gone": Message(
        "In der Mappe fehlt der Tabelle {table} die Spalte „{column}“; was in der Kopie dazu steht, wurde nicht übernommen.",
        "Machen Sie das Löschen rückgängig oder rechnen Sie die Mappe mit „kundenbindung rechnen“ neu.",
    ),
}
