"""Tabellen of what was read in: Zuordnung, Namensabgleich, Einleseprotokoll."""

from __future__ import annotations

from kundenbindung.workbook.schema import About, Table, Unit
from kundenbindung.workbook.tables.columns import NEVER, decision, entry, output

OPPORTUNITY_NAME, TWINS = "Verkaufschance", "zwei Kundennummern"
"""Art of a row of Namensabgleich."""

ASSIGNMENTS = Table(
    "assignments",
    "Zuordnung",
    (
        entry("scope", "Für", Unit.CHOICE, "Zahlen oder Pipeline: eine Überschrift der Datei. Konto: ein Erlöskonto. Debitor: eine Kundennummer, oder „alle“.", choices="assignment_scope", required=True, width=11, sight=NEVER),
        entry("text", "In der Datei", Unit.KEY, "Überschrift, Kontonummer oder Kundennummer, so wie sie in der Datei steht.", required=True, width=30, sight=NEVER),
        entry("meaning", "Bedeutung", Unit.CHOICE, "Was die Spalte, das Konto oder der Kunde bedeutet. „nicht verwenden“ lässt die Spalte aus.", choices="assignment_meaning", width=20, sight=NEVER),
        entry("year", "Jahr", Unit.YEAR, "Geschäftsjahr, wenn die Überschrift keines nennt.", low=1990.0, high=2100.0, width=8, sight=NEVER),
        entry("example", "Beispiel", Unit.TEXT, "Ein Wert aus der Datei, nur zum Lesen.", width=24, sight=NEVER),
        entry("confirmed", "Bestätigt", Unit.CHOICE, "ja: So wird eingelesen, auch in den nächsten Jahren. Leer oder nein: noch nicht.", choices="yes_no", width=11, sight=NEVER),
    ),
    caption="Zuordnung beim Einlesen",
    min_rows=8,
    grows=True,
    sight=NEVER,
    about=About.MENTIONED,
)

NAME_MATCHES = Table(
    "name_matches",
    "Namensabgleich",
    (
        output("name", "Name in der Quelle", Unit.KEY, "So heißt der Kunde in der eingelesenen Datei; bei zwei Nummern einer Firma stehen hier beide.", width=38, required=True, sight=NEVER),
        output("kind", "Art", Unit.TEXT, "Name einer Verkaufschance, oder zwei Kundennummern, die dieselbe Firma sein könnten.", width=20, recalled=True, sight=NEVER),
        output("candidate_id", "Kundennr.", Unit.KEY, "Vorgeschlagener Kunde.", width=12, recalled=True, sight=NEVER),
        output("candidate", "Vorschlag", Unit.TEXT, "Name des vorgeschlagenen Kunden.", width=38, recalled=True, sight=NEVER),
        output("similarity", "Ähnlichkeit", Unit.SHARE, "Wie ähnlich die beiden Namen sind.", width=11, recalled=True, sight=NEVER),
        decision("same", "Derselbe?", Unit.CHOICE, "ja: Die Verkaufschancen dieses Namens gehören dem Vorschlag. nein: nicht mehr fragen. Ohne ja geschieht nichts; Kundennummern werden nie zusammengelegt.", choices="yes_no", width=11, sight=NEVER),
        decision("chosen_id", "Andere Kundennr.", Unit.KEY, "Wenn es ein anderer Kunde ist: seine Kundennummer.", width=17, sight=NEVER),
        output("effect", "Folge", Unit.LONG_TEXT, "Was daraus geworden ist.", width=48, recalled=True, sight=NEVER),
    ),
    key="name",
    caption="Namensabgleich: Ist das derselbe Kunde?",
    min_rows=10,
    grows=True,
    sight=NEVER,
    about=About.MENTIONED,
)

IMPORTS = Table(
    "imports",
    "Einleseprotokoll",
    (
        output("entry", "Vorgang", Unit.KEY, "Wann eingelesen wurde, mit laufender Nummer.", width=20, required=True, sight=NEVER),
        output("file", "Datei", Unit.TEXT, "Name der Datei.", width=34, recalled=True, sight=NEVER),
        output("recognised", "Erkannt als", Unit.TEXT, "Art der Datei.", width=30, recalled=True, sight=NEVER),
        output("period", "Zeitraum", Unit.TEXT, "Von welchem bis zu welchem Tag Buchungen oder Zeilen reichen.", width=24, recalled=True, sight=NEVER),
        output("rows_read", "Zeilen", Unit.COUNT, "Gelesene Zeilen der Datei.", width=10, recalled=True, sight=NEVER),
        output("rows_used", "Verwendet", Unit.COUNT, "Zeilen, aus denen Zahlen wurden.", width=11, recalled=True, sight=NEVER),
        output("left_out", "Ausgelassen", Unit.LONG_TEXT, "Wie viele Zeilen nicht verwendet wurden, und warum.", width=48, recalled=True, sight=NEVER),
        output("year", "Jahr", Unit.YEAR, "Geschäftsjahr; leer bei der Pipeline.", width=8, recalled=True, sight=NEVER),
        output("total_eur", "Summe der Datei", Unit.EUR, "Umsatz des Jahres in der Datei; bei der Pipeline Wert der offenen Verkaufschancen.", width=17, recalled=True, sight=NEVER),
        output("margin_eur", "DB der Datei", Unit.EUR, "Deckungsbeitrag des Jahres in der Datei.", width=15, recalled=True, sight=NEVER),
        output("before_eur", "Mappe vorher", Unit.EUR, "Summe in der Mappe vor dem Einlesen.", width=15, recalled=True, sight=NEVER),
        output("after_eur", "Mappe nachher", Unit.EUR, "Summe in der Mappe nach dem Einlesen.", width=15, recalled=True, sight=NEVER),
        output("change_eur", "Zum letzten Mal", Unit.EUR, "Unterschied zur Summe der Datei beim letzten Einlesen desselben Jahres und derselben Art.", width=16, recalled=True, sight=NEVER),
        output("fingerprint", "Prüfzeichen", Unit.TEXT, "Woran dieselbe Datei wiedererkannt wird.", width=14, folded=True, recalled=True, sight=NEVER),
    ),
    key="entry",
    caption="Einleseprotokoll: was wann eingelesen wurde",
    min_rows=8,
    grows=True,
    sight=NEVER,
    about=About.COMPANY,
)
