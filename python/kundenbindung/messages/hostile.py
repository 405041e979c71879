"""Unlesbares in Worten: columns that cannot be told apart, signs no cell can hold, sheets that would fill the memory."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

HOSTILE: dict[str, Message] = {
    "column_twice": Message(
        "Die Tabelle „{table}“ auf dem Blatt {sheet} hat {count} Spalten mit dem Namen „{column}“; Leerzeichen davor und dahinter zählen nicht.",
        "Geben Sie den übrigen Spalten einen eigenen Namen oder löschen Sie sie.",
    ),
    "column_unnamed": Message(
        "Die Spalte {letters} der Tabelle „{table}“ auf dem Blatt {sheet} enthält Einträge, aber ihre Überschrift ist leer.",
        "Geben Sie der Spalte einen Namen oder löschen Sie sie.",
    ),
    "text_sign_impossible": Message(
        "In der Zelle {cell} (Spalte „{column}“) steht ein Zeichen, das keine Excel-Datei aufnehmen kann; oft kommt es aus einem anderen Programm mit.",
        "Löschen Sie das Zeichen oder tippen Sie den Text neu ein.",
    ),
    "workbook_part_too_large": Message(
        "Die Datei „{file}“ enthält im Teil „{part}“ ungewöhnlich viel ({size:number1} MB) und wird aus Vorsicht nicht geöffnet.",
        "Klären Sie die Herkunft der Datei. Eine eigene Mappe öffnen Sie in Excel und löschen überzählige Namen, Tabellen und Diagramme.",
    ),
    "workbook_count_wrong": Message(
        "Die Datei „{file}“ kündigt im Teil „{part}“ mehr Einträge an, als sie enthalten kann, und wird aus Vorsicht nicht gelesen.",
        "Klären Sie die Herkunft der Datei. Eine eigene Mappe öffnen Sie in Excel und speichern sie neu.",
    ),
    "workbook_cells_far": Message(
        "In der Datei „{file}“ reicht das Blatt {sheet} bis zur Zelle {cell}, obwohl fast alle Zellen bis dorthin leer sind; es wird aus Vorsicht nicht geöffnet.",
        "Löschen Sie in Excel die Zeilen und Spalten hinter Ihren Einträgen, auch wenn dort nur eine Formatierung steht, und speichern Sie.",
    ),
    "workbook_texts_repeated": Message(
        "In der Datei „{file}“ wiederholt das Blatt {sheet} lange Texte so oft, dass sie den Speicher füllen würden; es wird aus Vorsicht nicht geöffnet.",
        "Kürzen Sie die Texte, die in vielen Zellen stehen.",
    ),
}
