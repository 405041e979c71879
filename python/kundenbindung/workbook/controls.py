"""Bedienung: ribbon, buttons, worksheet functions, and what xlwings reads from the workbook, declared once.

Ribbon XML, macros, function wrappers and wizard texts are generated from here; `layout` hands it all on.
"""

from __future__ import annotations

from collections.abc import Mapping

from kundenbindung.workbook.schema import Argument, Button, Function, RibbonGroup

RIBBON_TAB = ("kundenbindung", "Kundenbindung", "K")
"""Registerkarte in the ribbon: id, label, keytip."""

RIBBON: tuple[RibbonGroup, ...] = (
    RibbonGroup(
        "data",
        "Daten",
        (
            Button("import_figures", "Zahlen einlesen", "GetExternalDataFromText", "Z", "Zahlen einlesen", "Liest Umsatz und DB aus einer Kundenliste (CSV oder Excel) in die Blätter Kunden und Zahlen. Vorher sehen Sie, was erkannt wurde, und entscheiden.", on_start=True),
            Button("import_opportunities", "Pipeline einlesen", "ImportTextFileLegacy", "L", "Pipeline einlesen", "Liest Verkaufschancen aus dem Export Ihres CRM (CSV oder Excel) in das Blatt Pipeline und gleicht die Namen der Kunden ab. Vorher sehen Sie, was erkannt wurde, und entscheiden."),
            Button("check", "Prüfen", "ErrorChecking", "P", "Eingaben prüfen", "Sagt, was an Ihren Eingaben auffällt und ob etwas die Berechnung verhindert. Schreibt nichts.", on_start=True),
        ),
    ),
    RibbonGroup(
        "calculate",
        "Berechnen",
        (
            Button("calculate", "Neu berechnen", "CalculateNow", "N", "Neu berechnen", "Berechnet Punkte, Trends, Plan und Level und schreibt sie in die grauen Spalten. Was Sie eingetragen haben, bleibt. Vorher wird die Mappe gesichert.", large=True, on_start=True),
            Button("undo", "Rückgängig", "Undo", "R", "Letzte Berechnung zurücknehmen", "Stellt die Ergebnisse vor der letzten Berechnung wieder her. Ihre Eingaben und Entscheidungen bleiben.", on_start=True),
        ),
    ),
    RibbonGroup(
        "retreat",
        "Klausur",
        (
            Button("open_decisions", "Offene Entscheidungen", "ReviewShowAllComments", "O", "Offene Entscheidungen zeigen", "Springt im Blatt Klausur zum ersten offenen Punkt und sagt, was noch zu entscheiden ist. Schreibt nichts.", on_start=True),
            Button("meeting_sheets", "Gesprächsblatt", "FilePrintPreview", "G", "Gesprächsblätter schreiben", "Schreibt für jeden Strategie-Kunden ein Blatt zur Vorbereitung in eine eigene Mappe, dazu je Kunde eine Fassung ohne Punkte, Level und DB, die er sehen darf. Diese Mappe bleibt, wie sie ist.", on_start=True),
        ),
    ),
    RibbonGroup(
        "team",
        "Team",
        (
            Button("mail_copy", "Versandkopie", "FileSendAsAttachment", "V", "Kopien für andere schreiben", "Schreibt je Gruppe eine geprüfte Kopie ohne Makros und Formeln, die nur enthält, was die Gruppe sehen darf, dazu den Entwurf einer E-Mail. Vorher sehen Sie, wer was bekommt. Verschickt wird nichts."),
            Button("take_back", "Rücklauf einlesen", "FileCheckIn", "I", "Ausgefüllte Kopien zurücklesen", "Liest, was Kollegen in die gelben Spalten ihrer Versandkopie eingetragen haben. Sie sehen jeden Unterschied; erst Ihr Ja übernimmt ihn. Vorher wird die Mappe gesichert."),
            Button("appointments", "Termine", "OutlookTaskCreate", "T", "Kalenderdateien schreiben", "Schreibt die offenen Termine des Planjahres als Kalenderdateien (.ics), je Rolle eine und eine für alle. Jeder Termin behält seine Kennung, damit ein zweites Einlesen ihn aktualisiert. Diese Mappe bleibt, wie sie ist.", on_start=True),
        ),
    ),
    RibbonGroup(
        "year",
        "Jahr",
        (
            Button("year_turn", "Jahreswechsel", "FunctionsDateTimeInsertGallery", "J", "Ins nächste Jahr gehen", "Legt eine neue Mappe für das nächste Jahr an: Ergebnisse werden Vorjahr, Stammdaten, Gewichte und gültige Entscheidungen gehen mit. Diese Mappe bleibt, wie sie ist."),
            Button("delete_customer", "Kunde löschen", "TableRowsDeleteExcel", "X", "Einen Kunden ganz löschen", "Leert die Zeilen eines Kunden in allen Tabellen, auch im Vorjahr, und rechnet neu. Vorher sehen Sie, was wegfällt; danach, welche Sicherungen ihn noch enthalten. Rückgängig bringt ihn nicht zurück."),
            Button("new_workbook", "Neue Mappe", "FileNew", "M", "Neue, leere Mappe anlegen", "Legt eine leere Mappe für die letzten drei Geschäftsjahre an und öffnet sie. Diese Mappe bleibt, wie sie ist.", on_start=True),
        ),
    ),
    RibbonGroup(
        "help",
        "Hilfe",
        (
            Button("handbook", "Handbuch", "Help", "H", "Handbuch öffnen", "Öffnet das Handbuch: die Blätter, die Knöpfe und was zu tun ist, wenn etwas nicht geht."),
            Button("diagnose", "Diagnose", "FileDocumentManagementInformation", "D", "Diagnose schreiben", "Schreibt eine Textdatei mit Versionen, Ordnern und Einstellungen, ohne Kundendaten. Sie können sie Ihrem Betreuer mailen."),
        ),
    ),
)
"""Menüband in the order of work; a button stands here with the part that makes it work."""

BUTTONS: tuple[Button, ...] = tuple(button for group in RIBBON for button in group.buttons)


_POINTS = Argument("punkte", "Punkte 0 bis 10, eine Zeile je Kunde, eine Spalte je Kriterium; leer = unbekannt")
_WEIGHTS = Argument("gewichte", "Gewichte der Kriterien in derselben Reihenfolge, untereinander oder nebeneinander")
_REVENUE = Argument("umsaetze", "Bereinigte Umsätze, eine Zeile je Kunde, eine Spalte je Jahr, das Basisjahr zuletzt")

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "KB_PUNKTE",
        "Punkte 0 bis 10 für Werte zwischen zwei Ankern. Ist der erste Anker größer, gilt: weniger ist besser.",
        (Argument("werte", "Werte, eine Zeile je Kunde, eine Spalte je Kriterium; leer = unbekannt"), Argument("null_bei", "Wert, bei dem es 0 Punkte gibt; einer je Kriterium"), Argument("zehn_bei", "Wert, bei dem es 10 Punkte gibt; einer je Kriterium"), Argument("skala", "linear oder Größenordnung; leer = linear", optional=True)),
    ),
    Function("KB_SCORE", "Gesamtpunktzahl 0 bis 100 je Kunde aus Punkten und Gewichten. Fehlende Punkte zählen nicht mit.", (_POINTS, _WEIGHTS)),
    Function("KB_TREND", "Eigene Entwicklung des Umsatzes pro Jahr, je Kunde eine Rate.", (_REVENUE,)),
    Function("KB_TRENDTEXT", "Einordnung des Trends in Worten und wie sicher sie ist, zum Beispiel: wachsend (klar).", (_REVENUE,)),
    Function(
        "KB_LEVEL",
        "Vorgeschlagenes Betreuungslevel je Kunde aus Punkten und Gewichten, nach den Anteilen Strategie und Service.",
        (
            _POINTS,
            _WEIGHTS,
            Argument("kundennr", "Kundennummern; entscheiden zuletzt bei Gleichstand", optional=True),
            Argument("db", "Deckungsbeitrag des Basisjahres; entscheidet zuerst bei Gleichstand", optional=True),
            Argument("umsatz", "Umsatz des Basisjahres; entscheidet danach", optional=True),
            Argument("vorjahr", "Level des Vorjahres; gibt an der Grenze Halt", optional=True),
            Argument("strategie", "Anteil Strategie; leer = 20 %", optional=True),
            Argument("service", "Anteil Service; leer = 10 %", optional=True),
            Argument("halt", "Punkte, die das Level des Vorjahres zählt; leer = 2", optional=True),
            Argument("abdeckung", "Mindestabdeckung; leer = 70 %", optional=True),
        ),
    ),
    Function(
        "KB_STABILITAET",
        "Stabilität je Kunde: Anteil der leicht anderen Gewichtungen, bei denen das häufigste Level herauskommt. Mit je_level drei Spalten: Strategie, Vertrieb, Service.",
        (
            _POINTS,
            _WEIGHTS,
            Argument("kriterien", "Namen der Kriterien; mit ihnen kommt auf die Stelle dasselbe heraus wie bei Neu berechnen", optional=True),
            Argument("kundennr", "Kundennummern; entscheiden zuletzt bei Gleichstand", optional=True),
            Argument("db", "Deckungsbeitrag des Basisjahres; entscheidet zuerst bei Gleichstand", optional=True),
            Argument("umsatz", "Umsatz des Basisjahres; entscheidet danach", optional=True),
            Argument("strategie", "Anteil Strategie; leer = 20 %", optional=True),
            Argument("service", "Anteil Service; leer = 10 %", optional=True),
            Argument("unschaerfe", "Wie weit ein Gewicht danebenliegen könnte; leer = 25 %", optional=True),
            Argument("abdeckung", "Mindestabdeckung; leer = 70 %", optional=True),
            Argument("je_level", "ja: drei Spalten statt einer", optional=True),
        ),
    ),
    Function(
        "KB_KAPAZITAET",
        "Auslastung je Rolle und zuletzt aller zusammen: nötige durch verfügbare Stunden. Über 100 % ist die Aufteilung nicht tragfähig.",
        (
            Argument("level", "Betreuungslevel, eines je Kunde; leer = kein Aufwand"),
            Argument("stunden", "Stunden je Kunde, eine Zeile je Rolle, drei Spalten: Strategie, Vertrieb, Service"),
            Argument("verfuegbar", "Verfügbare Stunden, eine je Rolle; leer = unbekannt"),
            Argument("faktor", "Aufwandsfaktor je Kunde; leer = 1", optional=True),
            Argument("mit_stunden", "ja: zwei Spalten, nötige Stunden und Auslastung", optional=True),
        ),
    ),
    Function(
        "KB_PLAN",
        "Plan je Kunde in zwei Spalten: Erwartet und Sicher. Sicher gilt für alle Zeilen zusammen.",
        (
            Argument("status", "aktiv, neu oder verloren; leer für die Zeile ohne Kunde"),
            _REVENUE,
            Argument("ausgangswert", "Ausgangswert des Plans je Kunde; leer = Umsatz des Basisjahres", optional=True),
            Argument("anerkannt", "Anteil des Trends, der zählt, 0 % bis 100 %; leer = 100 %", optional=True),
            Argument("gewonnen", "Gewonnene Verkaufschancen im Planjahr in Euro", optional=True),
            Argument("offen", "Offene Verkaufschancen mal Wahrscheinlichkeit in Euro", optional=True),
            Argument("segment", "Segment; ab 20 Kunden eine eigene Vergleichsgruppe", optional=True),
            Argument("fortgeschrieben", "Teil des Trends, der fortgeschrieben wird; leer = 80 %", optional=True),
        ),
    ),
)
"""Tabellenfunktionen; they live in the sheet Was-wäre-wenn only, and no result depends on them."""

CONFIG_SHEET = ("xlwings.conf", "shKonfiguration")
"""Blatt from which xlwings reads its settings, hidden and in .xlsm only: label (xlwings' own) and code name."""

CONFIG: Mapping[str, str] = {
    "INTERPRETER_WIN": r"%LOCALAPPDATA%\Kundenbindung\umgebung\Scripts\python.exe",
    "INTERPRETER_MAC": "$HOME/Library/'Application Support'/Kundenbindung/umgebung/bin/python",
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "PYTHONPATH": "",
    "CONDA PATH": "",
    "CONDA ENV": "",
    "USE UDF SERVER": "False",
    "DEBUG UDFS": "False",
    "SHOW CONSOLE": "False",
    "UDF MODULES": "kundenbindung.functions",
}
"""Einstellungen for xlwings, all of them text. What is not here it takes from a file beside the workbook or in
the user's folder: so the empty ones. The quotes keep the blank together on a Mac, whose shell gets the path bare."""

DONE_NAME, RUN_NAME = "KB_Fertig", "KB_Lauf"
CONFIG_CELLS: Mapping[str, str] = {DONE_NAME: "$D$1", RUN_NAME: "$D$2"}
"""Named cells of that sheet: the token a button writes when it is done, the id of the last calculation."""
