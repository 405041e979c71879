"""Befunde an Dateien: why a workbook is not read, and what keeps Excel from opening one without repair."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

PACKAGE: dict[str, Message] = {
    "workbook_missing": Message("Die Datei „{file}“ gibt es nicht.", "Prüfen Sie Namen und Ordner."),
    "workbook_not_readable": Message(
        "Die Datei „{file}“ lässt sich nicht öffnen.",
        "Prüfen Sie, ob Sie die Datei lesen dürfen, ob ein anderes Programm sie sperrt und ob der Name keinen Ordner meint.",
    ),
    "workbook_empty_file": Message(
        "Die Datei „{file}“ ist leer (0 Byte).",
        "Verwenden Sie eine Sicherung der Datei oder laden Sie sie neu herunter.",
    ),
    "workbook_is_pdf": Message(
        "Die Datei „{file}“ ist ein PDF und keine Excel-Mappe.",
        "Nennen Sie eine Mappe im Format .xlsx oder .xlsm.",
    ),
    "workbook_is_text": Message(
        "Die Datei „{file}“ enthält Text (zum Beispiel CSV) und ist keine Excel-Mappe.",
        "Zahlen aus einer Textdatei lesen Sie mit „kundenbindung import“ ein.",
    ),
    "workbook_is_old_xls": Message(
        "Die Datei „{file}“ hat das alte Excel-Format .xls.",
        "Öffnen Sie sie in Excel und speichern Sie sie als .xlsx oder .xlsm.",
    ),
    "workbook_is_xlsb": Message(
        "Die Datei „{file}“ hat das binäre Excel-Format .xlsb.",
        "Öffnen Sie sie in Excel und speichern Sie sie als .xlsx oder .xlsm.",
    ),
    "workbook_not_a_workbook": Message(
        "Die Datei „{file}“ ist keine Excel-Mappe.", "Nennen Sie eine Mappe im Format .xlsx oder .xlsm."
    ),
    "workbook_encrypted": Message(
        "Die Datei „{file}“ ist mit einem Kennwort verschlüsselt.",
        "Öffnen Sie sie in Excel, entfernen Sie unter Datei, Informationen, Arbeitsmappe schützen das Kennwort und speichern Sie sie erneut.",
    ),
    "workbook_damaged": Message(
        "Die Datei „{file}“ ist beschädigt oder unvollständig.",
        "Verwenden Sie eine Sicherung, oder öffnen Sie die Datei in Excel, lassen Sie sie reparieren und speichern Sie sie neu.",
    ),
    "workbook_too_large": Message(
        "Die Datei „{file}“ ist mit {size:number1} MB größer als die erlaubten {limit:number} MB.",
        "Entfernen Sie Bilder und nicht benötigte Blätter.",
    ),
    "workbook_unpacked_too_large": Message(
        "Die Datei „{file}“ wäre entpackt {size:number} MB groß; erlaubt sind {limit:number} MB.",
        "Entfernen Sie nicht benötigte Blätter und leere formatierte Zeilen.",
    ),
    "workbook_too_many_parts": Message(
        "Die Datei „{file}“ besteht aus {parts:number} Teilen; erlaubt sind {limit:number}.",
        "Entfernen Sie Bilder und nicht benötigte Blätter.",
    ),
    "workbook_zip_bomb": Message(
        "Die Datei „{file}“ ist so stark gepackt, wie es bei Mappen nicht vorkommt, und wird aus Vorsicht nicht gelesen.",
        "Klären Sie die Herkunft der Datei. Eine eigene Mappe öffnen Sie in Excel und speichern sie neu.",
    ),
    "workbook_zip_lies": Message(
        "Die Datei „{file}“ gibt für den Teil „{part}“ eine falsche Größe an und wird aus Vorsicht nicht gelesen.",
        "Klären Sie die Herkunft der Datei. Eine eigene Mappe öffnen Sie in Excel und speichern sie neu.",
    ),
    "workbook_unsafe_xml": Message(
        "Die Datei „{file}“ enthält im Teil „{part}“ eine Dokumenttyp-Angabe, die in Mappen nicht vorkommt, und wird aus Vorsicht nicht gelesen.",
        "Klären Sie die Herkunft der Datei. Eine eigene Mappe öffnen Sie in Excel und speichern sie neu.",
    ),
    "package_not_zip": Message("„{part}“ ist kein Paket.", "Den Bau der Mappe wiederholen."),
    "package_no_workbook": Message("„{part}“ enthält keine Mappe.", "Den Bau der Mappe wiederholen."),
    "package_part_twice": Message(
        "Der Teil {part} ist mehrfach im Paket.",
        "Jeden Teil nur einmal schreiben; Groß- und Kleinschreibung zählt nicht.",
    ),
    "package_content_type_missing": Message(
        "Der Teil {part} hat keinen Inhaltstyp.", "In [Content_Types].xml eintragen."
    ),
    "package_content_type_orphan": Message(
        "[Content_Types].xml nennt den Teil {part}, den es nicht gibt.",
        "Den Eintrag entfernen oder den Teil schreiben.",
    ),
    "package_main_type": Message(
        "Der Inhaltstyp der Mappe ist {found}, erwartet wird {expected}.",
        "Mit VBA-Projekt den makrofähigen Typ schreiben, ohne VBA-Projekt den einfachen.",
    ),
    "package_suffix": Message(
        "Die Endung von {part} passt nicht zum Inhalt, erwartet wird {expected}.",
        "Mit VBA-Projekt .xlsm verwenden, ohne .xlsx.",
    ),
    "package_vba_override": Message(
        "{place} ist nicht namentlich mit seinem Inhaltstyp eingetragen.",
        "Die Mappe mit assemble fertigstellen.",
    ),
    "package_vba_relation": Message(
        "{place} ist mit der Mappe nicht verbunden.", "Die Beziehung vbaProject schreiben."
    ),
    "package_vba_unreadable": Message(
        "Das VBA-Projekt {part} lässt sich nicht lesen.", "vbaProject.bin neu übersetzen."
    ),
    "package_relation_broken": Message(
        "Die Beziehung {place} von {part} führt zu {target}, das es nicht gibt.",
        "Den Teil schreiben oder die Beziehung entfernen.",
    ),
    "package_relation_missing": Message(
        "{part} verweist auf die Beziehung {place}, die es nicht gibt.",
        "Die Beziehung schreiben oder den Verweis entfernen.",
    ),
    "package_relation_external": Message(
        "{part} verweist nach außen: {target}.", "Nur Links auf https, http und mailto sind erlaubt."
    ),
    "package_xml_encoding": Message(
        "{part} ist nicht in UTF-8 geschrieben.", "Alle Teile in UTF-8 schreiben."
    ),
    "package_xml_control": Message(
        "{part} enthält ein Steuerzeichen.", "Steuerzeichen vor dem Schreiben entfernen."
    ),
    "package_xml_malformed": Message(
        "{part} ist kein gültiges XML: {reason}.", "Den Erzeuger dieses Teils berichtigen."
    ),
    "package_code_name": Message(
        "{part} hat den Codenamen {name}, zu dem es kein VBA-Modul gibt.",
        "Codenamen und VBA-Projekt abgleichen und das Projekt neu übersetzen.",
    ),
    "package_code_name_twice": Message(
        "Der Codename {name} ist mehrfach vergeben.", "Jedem Blatt einen eigenen Codenamen geben."
    ),
    "package_code_name_orphan": Message(
        "Zum VBA-Modul {name} gibt es kein Blatt.",
        "Codenamen und VBA-Projekt abgleichen und das Projekt neu übersetzen.",
    ),
    "package_ribbon_id_twice": Message(
        "Die Kennung {place} ist im Menüband mehrfach vergeben.", "Jedem Element eine eigene Kennung geben."
    ),
    "package_ribbon_text_long": Message(
        "Der Text {place} im Menüband hat {length:number} Zeichen, erlaubt sind 1.024.", "Den Text kürzen."
    ),
    "package_ribbon_callback": Message(
        "Das Menüband ruft {place} auf; eine öffentliche Prozedur dieses Namens gibt es nicht.",
        "Die Prozedur in einem Standardmodul anlegen oder den Namen berichtigen.",
    ),
    "package_ribbon_signature": Message(
        "{place} hat {found:number} Argumente, das Menüband übergibt {expected:number}.",
        "Die Argumente der Prozedur anpassen.",
    ),
    "package_ribbon_group_full": Message(
        "Die Gruppe {place} im Menüband hat {count:number} Knöpfe, erlaubt sind {limit:number}.",
        "Die Knöpfe auf mehr Gruppen verteilen.",
    ),
    "package_ribbon_primary": Message(
        "Im Menüband sind {count:number} Knöpfe groß ({place}), genau einer soll es sein.",
        "Nur den wichtigsten Knopf groß zeigen.",
    ),
    "package_ribbon_keytip": Message(
        "Die Taste {keytip} des Knopfs {place} fehlt oder ist der Anfang einer anderen.",
        "Jedem Knopf eine eigene Taste geben.",
    ),
    "package_ribbon_icon": Message("Der Knopf {place} im Menüband hat kein Bild.", "imageMso angeben."),
    "package_button_macro": Message(
        "Ein Knopf in {part} ruft {place} auf; eine öffentliche Prozedur dieses Namens ohne Argumente gibt es nicht.",
        "Die Prozedur in einem Standardmodul anlegen oder den Namen berichtigen.",
    ),
    "package_xlwings_version": Message(
        "Das Modul {place} lädt die Bibliothek der Version {found}, nennt aber die Version {expected}.",
        "Das VBA-Projekt neu übersetzen.",
    ),
    "package_sheet_name_long": Message(
        "Der Blattname „{place}“ hat mehr als 31 Zeichen.", "Den Namen kürzen."
    ),
    "package_sheet_name_characters": Message(
        "Der Blattname „{place}“ enthält Zeichen, die Excel nicht erlaubt.",
        "Keines von []:*?/\\ und kein Apostroph am Rand verwenden.",
    ),
    "package_sheet_name_reserved": Message(
        "Der Blattname „{place}“ ist Excel vorbehalten.", "Einen anderen Namen wählen."
    ),
    "package_sheet_name_twice": Message(
        "Der Blattname „{place}“ ist mehrfach vergeben.",
        "Jedem Blatt einen eigenen Namen geben; Groß- und Kleinschreibung zählt nicht.",
    ),
    "package_no_visible_sheet": Message("Kein Blatt ist sichtbar.", "Mindestens ein Blatt einblenden."),
    "package_active_sheet_hidden": Message(
        "Das aktive Blatt ist nicht sichtbar ({place}).", "Ein sichtbares Blatt aktivieren."
    ),
    "package_selected_sheets": Message(
        "Ausgewählt sind {count:number} Blätter ({place}) statt allein des aktiven.",
        "Genau das aktive Blatt auswählen.",
    ),
    "package_text_long": Message(
        "Der Text in {place} hat mehr als 32.767 Zeichen.",
        "Den Text vor dem Schreiben kürzen und einen Befund melden.",
    ),
    "package_number": Message(
        "In {place} steht {found}; das ist keine endliche Zahl.", "Fehlende Werte als leere Zelle schreiben."
    ),
    "package_date_early": Message(
        "Das Datum in {place} liegt vor dem 01.03.1900.", "Solche Daten als Text schreiben oder abweisen."
    ),
    "package_links_many": Message(
        "Das Blatt {place} hat {count:number} Links, erlaubt sind 65.530.", "Adressen als Text schreiben."
    ),
    "package_link_long": Message(
        "Der Link {place} von {part} hat {length:number} Zeichen, erlaubt sind 2.079.",
        "Die Adresse als Text schreiben.",
    ),
    "package_row_height": Message(
        "Die Zeile {place} ist {found} Punkt hoch, erlaubt sind 409,5.", "Die Höhe begrenzen."
    ),
    "package_column_width": Message(
        "Die Spalte {place} ist {found} Zeichen breit, erlaubt sind 255.", "Die Breite begrenzen."
    ),
    "package_font_size": Message(
        "Eine Schrift ist {found} Punkt groß, erlaubt sind 1 bis 409.", "Die Schriftgröße berichtigen."
    ),
    "package_styles_many": Message(
        "Die Mappe hat {count:number} Zellformate, erlaubt sind 64.000.", "Formate gemeinsam verwenden."
    ),
    "package_style_missing": Message(
        "{place} verwendet das Zellformat {found}, das es nicht gibt.",
        "Die Fertigstellung der Formate prüfen.",
    ),
    "package_number_format": Message(
        "Das Zahlenformat „{place}“ ist ungültig.",
        "Englische Schreibweise verwenden, höchstens vier Abschnitte und 255 Zeichen, Texte in Anführungszeichen.",
    ),
    "package_formula_equals": Message(
        "Die Formel in {place} beginnt mit einem Gleichheitszeichen: „{formula}“.",
        "Formeln ohne führendes = speichern.",
    ),
    "package_formula_separator": Message(
        "Die Formel in {place} trennt mit Semikolon oder Dezimalkomma: „{formula}“.",
        "Komma zwischen Argumenten und Dezimalpunkt verwenden.",
    ),
    "package_formula_function": Message(
        "Die Funktion {function} in {place} gibt es nicht.", "Den englischen Funktionsnamen verwenden."
    ),
    "package_formula_prefix": Message(
        "In {place} steht {function} ohne das nötige Präfix.",
        "_xlfn., _xlfn._xlws. oder _xlpm. voranstellen; für # ANCHORARRAY, für @ SINGLE verwenden.",
    ),
    "package_formula_this_row": Message(
        "Die Formel in {place} nennt die eigene Zeile in Kurzform: „{formula}“.",
        "Tabelle[[#This Row],[Spalte]] schreiben.",
    ),
    "package_formula_long": Message(
        "Die Formel in {place} hat {length:number} Zeichen, erlaubt sind 8.192.", "Die Formel teilen."
    ),
    "package_formula_deep": Message(
        "Die Formel in {place} ist {depth:number} Ebenen tief, erlaubt sind 64.", "Die Formel teilen."
    ),
    "package_formula_unbalanced": Message(
        "In der Formel in {place} ist eine Klammer oder ein Anführungszeichen nicht geschlossen: „{formula}“.",
        "Die Formel berichtigen.",
    ),
    "package_formula_sheet_quotes": Message(
        "Der Blattname „{sheet}“ steht in {place} ohne Apostrophe.",
        "Blattnamen mit Leerzeichen, Umlaut oder Bindestrich in Apostrophe setzen.",
    ),
    "package_array_area": Message(
        "Die Matrixformel in {place} nennt ihren Bereich nicht.",
        "write_array_formula oder write_dynamic_array_formula verwenden.",
    ),
    "package_array_metadata": Message(
        "Die Formel in {place} läuft über, ist aber nicht als dynamische Matrixformel gespeichert.",
        "write_dynamic_array_formula verwenden.",
    ),
    "package_formula_volatile": Message(
        "Die Formel in {place} verwendet {function} und rechnet bei jeder Änderung neu.",
        "Den Wert einmal schreiben, zum Beispiel den Stichtag aus den Einstellungen.",
    ),
    "package_formula_locale": Message(
        "TEXT() in {place} hängt von der Sprache ab: „{formula}“.", "Ein Zahlenformat der Zelle verwenden."
    ),
    "package_formula_ref": Message(
        "Die Formel in {place} enthält #REF!: „{formula}“.", "Den Bezug berichtigen."
    ),
    "package_formula_external": Message(
        "Die Formel in {place} greift auf eine andere Mappe zu: „{formula}“.",
        "Den Wert in diese Mappe übernehmen.",
    ),
    "package_formula_sheet": Message(
        "Die Formel in {place} nennt das Blatt „{sheet}“, das es nicht gibt.", "Den Blattnamen berichtigen."
    ),
    "package_formula_table": Message(
        "Die Formel in {place} nennt die Tabelle „{table}“, die es nicht gibt.",
        "Den Tabellennamen berichtigen; Spalten immer mit ihrer Tabelle nennen.",
    ),
    "package_formula_column": Message(
        "Die Formel in {place} nennt die Spalte „{column}“, die es in {table} nicht gibt.",
        "Den Spaltennamen berichtigen.",
    ),
    "package_formula_name": Message(
        "Die Formel in {place} verwendet den Namen „{name}“, den es nicht gibt.",
        "Den Namen anlegen oder berichtigen.",
    ),
    "package_table_name": Message(
        "Excel erlaubt den Tabellennamen „{place}“ nicht.",
        "Mit einem Buchstaben beginnen, keine Leerzeichen, nichts, was wie A1, R1C1 oder Z1S1 aussieht.",
    ),
    "package_table_name_twice": Message(
        "Der Name {place} ist unter Tabellen und Namen mehrfach vergeben.",
        "Jeder Tabelle einen eigenen Namen geben; Groß- und Kleinschreibung zählt nicht.",
    ),
    "package_table_width": Message(
        "Die Tabelle {place} hat {found:number} Spalten, ihr Bereich {expected:number}.",
        "Bereich und Spalten abgleichen.",
    ),
    "package_table_header": Message(
        "In der Kopfzelle {place} steht nicht der Spaltenname „{column}“.",
        "Kopfzellen als Text mit genau dem Spaltennamen schreiben.",
    ),
    "package_table_column_empty": Message(
        "Die Tabelle {place} hat eine Spalte ohne Namen.", "Jeder Spalte einen Namen geben."
    ),
    "package_table_column_twice": Message(
        "Der Spaltenname {place} ist mehrfach vergeben.",
        "Jeder Spalte einen eigenen Namen geben; Groß- und Kleinschreibung zählt nicht.",
    ),
    "package_table_area": Message(
        "Die Tabelle {place} hat keinen gültigen Bereich.", "Den Bereich berichtigen."
    ),
    "package_table_empty": Message(
        "Die Tabelle {place} hat keine Datenzeile.", "Mindestens eine leere Datenzeile schreiben."
    ),
    "package_table_overlap": Message(
        "Die Tabellen {place} und {other} überlappen sich.", "Die Tabellen versetzen."
    ),
    "package_table_filter": Message(
        "Der Blattfilter liegt über der Tabelle {place}.", "Nur den Filter der Tabelle verwenden."
    ),
    "package_table_id_twice": Message(
        "Die Nummer der Tabelle {place} ist mehrfach vergeben.", "Jeder Tabelle eine eigene Nummer geben."
    ),
    "package_table_column_id_twice": Message(
        "In der Tabelle {place} ist eine Spaltennummer mehrfach vergeben.",
        "Die Spalten fortlaufend nummerieren.",
    ),
    "package_table_totals": Message(
        "Die Tabelle {place} beschreibt eine Ergebniszeile, die es nicht gibt.",
        "total_row einschalten oder die Angaben entfernen.",
    ),
    "package_table_filter_area": Message(
        "Der Filter der Tabelle {place} passt nicht zu ihrem Bereich.",
        "Kopf und Datenzeilen ohne die Ergebniszeile filtern.",
    ),
    "package_table_totals_cell": Message(
        "Die Ergebniszelle {place} passt nicht zur Angabe der Spalte „{column}“.",
        "Zelle und Tabelle abgleichen.",
    ),
    "package_table_formula": Message(
        "In {place} steht nicht die Formel der Spalte „{column}“.",
        "Allen Zellen der Spalte dieselbe Formel geben.",
    ),
    "package_name": Message(
        "Excel erlaubt den Namen „{place}“ nicht.",
        "Mit einem Buchstaben beginnen, nichts, was wie eine Zelle aussieht; Drucktitel nur über die Bibliothek setzen.",
    ),
    "package_name_scope": Message(
        "Der Name {place} gehört zu keinem oder zu einem falschen Blatt.", "Das Blatt des Namens berichtigen."
    ),
    "package_name_twice": Message(
        "Der Name {place} ist mehrfach vergeben.", "Jedem Namen nur eine Bedeutung geben."
    ),
    "package_name_empty": Message(
        "Der Name {place} bezieht sich auf nichts.", "Einen Bezug angeben oder den Namen entfernen."
    ),
    "package_validation_list_long": Message(
        "Die Auswahlliste in {place} hat {length:number} Zeichen, erlaubt sind 255.",
        "Die Liste in Zellen schreiben und auf den Bereich verweisen.",
    ),
    "package_validation_text_long": Message(
        "Der Text {field} der Gültigkeitsprüfung in {place} hat {length:number} Zeichen, erlaubt sind {limit:number}.",
        "Den Text kürzen.",
    ),
    "package_structured_reference": Message(
        "Gültigkeitsprüfung oder bedingtes Format in {place} verweist auf eine Tabellenspalte: „{formula}“.",
        "Einen Namen anlegen und diesen verwenden.",
    ),
    "package_validations_many": Message(
        "Das Blatt {place} hat {count:number} Gültigkeitsprüfungen, erlaubt sind weniger als 65.000.",
        "Gleiche Prüfungen zu Bereichen zusammenfassen.",
    ),
    "package_validation_overlap": Message(
        "Zwei Gültigkeitsprüfungen treffen sich in {place}.", "Die Bereiche trennen."
    ),
    "package_rule_style": Message(
        "Das bedingte Format in {place} verwendet das Format {found}, das es nicht gibt.",
        "Das Format anlegen.",
    ),
    "package_rule_priority": Message(
        "Die Rangfolge {found} ist für bedingte Formate des Blatts mehrfach vergeben ({place}).",
        "Jeder Regel einen eigenen Rang geben.",
    ),
    "package_rule_sheet": Message(
        "Das bedingte Format in {place} verweist auf ein Blatt: „{formula}“.",
        "Einen Namen anlegen und diesen verwenden.",
    ),
    "package_merge_overlap": Message(
        "Bei {place} überlappen sich verbundene Zellen.", "Die Bereiche trennen."
    ),
    "package_merge_table": Message(
        "Verbundene Zellen bei {place} berühren die Tabelle {table}.", "In Tabellen keine Zellen verbinden."
    ),
    "package_pane": Message(
        "Die Fixierung bei {place} ist widersprüchlich.",
        "freeze_panes mit ganzen Zeilen und Spalten verwenden.",
    ),
    "package_header_long": Message(
        "Kopf- oder Fußzeile ({place}) hat {length:number} Zeichen, erlaubt sind 255.", "Den Text kürzen."
    ),
    "package_drawing_id_twice": Message(
        "In {part} ist die Nummer {place} mehrfach vergeben.", "Jedem Objekt eine eigene Nummer geben."
    ),
    "package_alt_text": Message(
        "Das Objekt „{place}“ in {part} hat keinen Alternativtext.", "Beim Einfügen description angeben."
    ),
    "package_chart_reference": Message(
        "Das Diagramm {part} verweist auf {place}; das gibt es nicht.", "Den Bezug berichtigen."
    ),
    "package_chart_cache": Message(
        "Das Diagramm {part} hat zu {place} keine gespeicherten Werte.",
        "Die Daten vor dem Diagramm schreiben.",
    ),
    "package_protection": Message(
        "Der Schutz von {place} ist unvollständig gespeichert.",
        "Alle vier Angaben zum Kennwort schreiben oder keine.",
    ),
    "package_author": Message(
        "Die Dokumenteigenschaft {place} nennt „{found}“.", "Die Mappe mit assemble fertigstellen."
    ),
}
