"""Tabellen of the sheet Ressourcen."""

from __future__ import annotations

from kundenbindung.workbook.schema import About, Table, Unit
from kundenbindung.workbook.tables.columns import LEADING, LEVELS, MARGIN, OPEN, entry, output

CAPACITY = Table(
    "capacity",
    "Kapazitaet",
    (
        output("figure", "Trägt die Aufteilung?", Unit.TEXT, "Frage.", width=26, sight=OPEN),
        output("meaning", "Lesart", Unit.LONG_TEXT, "Was die Antwort heißt.", width=56, sight=OPEN),
        output("answer", "Antwort", Unit.TEXT, "Ergebnis der letzten Berechnung.", width=15, sight=OPEN),
    ),
    key="figure",
    caption="Passen die Betreuungslevel zu Ihren Leuten?",
    sight=LEADING,
    about=About.MENTIONED,
)

ROLE_SLOTS = 12
"""Roles the sheet Ressourcen has room for."""

ROLES = Table(
    "roles",
    "Rollen",
    (
        entry("role", "Rolle", Unit.TEXT, "Wer betreut, zum Beispiel Unternehmer, Außendienst, Innendienst. Jede Rolle nur einmal.", required=True, width=26, sight=OPEN),
        output("words", "Auslastung in Worten", Unit.LONG_TEXT, "Was die Rolle braucht und was sie hat.", width=56, sight=OPEN),
        entry("people", "Personen", Unit.NUMBER, "So viele Personen, Teilzeit anteilig. Leer = 1.", low=0.0, high=10_000.0, width=15, sight=OPEN),
        entry("hours_per_day", "Std. je Tag", Unit.HOURS, "Arbeitsstunden am Tag. Leer = 8.", low=0.0, high=24.0, width=12, sight=OPEN),
        entry("leave_days", "Urlaub (Tage)", Unit.DAYS, "Urlaubstage je Person; Betriebsferien gehören dazu. Leer = 30.", low=0.0, high=366.0, width=12, sight=OPEN),
        entry("sick_days", "krank (Tage)", Unit.DAYS, "Krankheitstage je Person. Leer = 10.", low=0.0, high=366.0, width=12, sight=OPEN),
        entry("existing_share", "für Bestandskunden", Unit.SHARE, "Anteil der Zeit für Bestandskunden; der Rest ist Verwaltung und Neukunden.", low=0.0, high=1.0, width=14, sight=OPEN),
        entry("hours", "Stunden fest", Unit.HOURS, "Stunden im Jahr für Bestandskunden, wenn Sie sie kennen. Gilt vor der Rechnung aus Tagen.", low=0.0, high=10_000_000.0, width=12, sight=OPEN),
        output("available_hours", "verfügbar", Unit.HOURS, "Stunden im Planjahr für Bestandskunden.", width=12, total=True, sight=OPEN),
        output("needed_hours", "nötig", Unit.HOURS, "Stunden, die die entschiedenen Level brauchen.", width=12, total=True, sight=OPEN),
        output("load", "Auslastung", Unit.SHARE, "Nötig geteilt durch verfügbar.", width=12, sight=OPEN),
        output("verdict", "Urteil", Unit.TEXT, "tragfähig bis 90 %, knapp bis 100 %, darüber nicht tragfähig.", width=15, sight=OPEN),
        output("strategy_limit", "Strategie höchstens", Unit.COUNT, "So viele Strategie-Kunden trägt diese Rolle allein.", width=12, sight=OPEN),
    ),
    key="role",
    caption="Wer hat wie viel Zeit?",
    min_rows=ROLE_SLOTS,
    sight=LEADING,
    about=About.COMPANY,
)

ACTIVITIES = Table(
    "activities",
    "Leistungen",
    (
        entry("activity", "Leistung", Unit.TEXT, "Was Sie für den Kunden tun. Jede Leistung nur einmal.", required=True, width=26, sight=OPEN),
        entry("noticed", "Was der Kunde davon merkt", Unit.LONG_TEXT, "Ihr Versprechen in seinen Worten.", width=56, sight=OPEN),
        entry("from_level", "ab Level", Unit.CHOICE, "Strategie bekommt alles, Vertrieb auch alles von Service.", choices="care_level", required=True, width=15, sight=OPEN),
        entry("role", "von Rolle", Unit.TEXT, "Rolle wie in der Tabelle Rollen.", required=True, width=12, sight=OPEN),
        entry("channel", "Kanal", Unit.CHOICE, "persönlich, Telefon, digital oder Post.", choices="channel", required=True, width=12, sight=OPEN),
        entry("times", "mal im Jahr", Unit.COUNT, "So oft im Jahr je Kunde, eine ganze Zahl.", low=0.0, high=366.0, required=True, width=12, sight=OPEN),
        entry("preparation_hours", "Vorbereitung (Std.)", Unit.NUMBER, "Stunden Vorbereitung je Mal.", low=0.0, high=1000.0, width=14, sight=OPEN),
        entry("contact_hours", "Durchführung (Std.)", Unit.NUMBER, "Stunden mit oder für den Kunden je Mal; so lang ist der Termin.", low=0.0, high=1000.0, width=12, sight=OPEN),
        entry("scheduled", "im Kalender", Unit.CHOICE, "nein: zählt Stunden, steht aber nicht im Blatt Termine. Leer = ja.", choices="yes_no", width=12, sight=OPEN),
        output("hours_year", "Std. im Jahr", Unit.HOURS, "Stunden im Jahr für alle Kunden, die sie bekommen.", width=12, total=True, sight=OPEN),
    ),
    key="activity",
    caption="Was bekommt ein Kunde, und was kostet es an Zeit? (Beispielwerte, bitte anpassen)",
    min_rows=20,
    sight=LEADING,
    about=About.COMPANY,
)

CAPACITY_SPLIT = Table(
    "capacity_split",
    "Tragbare_Aufteilung",
    (
        output("care_level", "Level", Unit.TEXT, "Betreuungslevel.", width=26, sight=OPEN),
        output("meaning", "Lesart", Unit.LONG_TEXT, "Was der Unterschied heißt.", width=56, sight=OPEN),
        output("guideline", "Richtwert", Unit.COUNT, "Kunden nach Ihrem Richtwert, üblich 20/70/10.", width=15, sight=OPEN),
        output("affordable", "tragbar", Unit.COUNT, "Größte Zahl von Strategie-Kunden, die Ihre Leute tragen, die besten zuerst.", width=12, sight=OPEN),
        output("affordable_halved", "tragbar bei halber Frequenz", Unit.COUNT, "Dasselbe, wenn es Leistungen ab Strategie nur halb so oft gibt.", width=12, sight=OPEN),
        output("decided", "entschieden", Unit.COUNT, "Kunden nach Ihren Entscheidungen.", width=12, sight=OPEN),
    ),
    key="care_level",
    caption="Richtwert, tragbar, entschieden",
    sight=LEADING | LEVELS,
    about=About.COMPANY,
)

REPAIRS = Table(
    "repairs",
    "Reparaturen",
    (
        output("repair", "Kleinste Reparatur", Unit.TEXT, "Drei Wege, jeder für sich.", width=26, sight=OPEN),
        output("what", "Was genau", Unit.LONG_TEXT, "Der kleinste Schritt, mit dem alles passt.", width=56, sight=OPEN),
        output("enough", "reicht allein", Unit.TEXT, "ja, wenn danach keine Rolle überlastet ist.", width=15, sight=OPEN),
    ),
    key="repair",
    caption="Wenn es nicht passt: die kleinsten Reparaturen",
    sight=LEADING,
    about=About.MENTIONED,
)

PROMISE = Table(
    "promise",
    "Leistungsversprechen",
    (
        output("care_level", "Level", Unit.TEXT, "Betreuungslevel.", width=26, sight=OPEN),
        output("noticed", "Was der Kunde merkt", Unit.LONG_TEXT, "Leistungen, die es ab diesem Level gibt; dazu alles der Level darunter.", width=56, sight=OPEN),
        output("contacts", "Kontakte im Jahr", Unit.COUNT, "Alle Kontakte eines Kunden dieses Levels.", width=15, sight=OPEN),
        output("in_person", "davon persönlich", Unit.COUNT, "Persönliche Kontakte.", width=12, sight=OPEN),
        output("hours", "Std. je Kunde", Unit.HOURS, "Stunden im Jahr für einen Kunden mit Aufwandsfaktor 1.", width=12, sight=LEADING),
    ),
    key="care_level",
    caption="Was merkt ein Kunde von seinem Level?",
    sight=LEVELS,
    about=About.COMPANY,
)

WATERING_LEVELS = Table(
    "watering_levels",
    "Giesskanne_Level",
    (
        output("care_level", "Level", Unit.TEXT, "Betreuungslevel.", width=26, sight=OPEN),
        output("meaning", "Lesart", Unit.LONG_TEXT, "Was die Zahlen sagen.", width=56, sight=MARGIN),
        output("customers", "Kunden", Unit.COUNT, "Kunden dieses Levels.", width=15, sight=OPEN),
        output("hours", "Stunden", Unit.HOURS, "Stunden im Planjahr.", width=12, sight=OPEN),
        output("hours_share", "Anteil Stunden", Unit.SHARE, "Anteil an allen Stunden.", width=12, sight=OPEN),
        output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag des Basisjahres.", width=12, sight=MARGIN),
        output("margin_share", "Anteil DB", Unit.SHARE, "Anteil am DB aller betreuten Kunden.", width=14, sight=MARGIN),
        output("margin_per_hour", "DB je Stunde", Unit.EUR, "DB geteilt durch die Stunden der Kunden, deren DB bekannt ist.", width=12, sight=MARGIN),
    ),
    key="care_level",
    caption="Gießkanne? Zeit und DB je Level",
    sight=LEADING | MARGIN,
    about=About.COMPANY,
)

WATERING_ROWS = 10
"""Customers listed in each direction of the Gießkanne."""

WATERING = Table(
    "watering",
    "Giesskanne",
    (
        output("customer_id", "Kundennr.", Unit.KEY, "Kundennummer.", width=26, sight=OPEN),
        output("customer", "Kunde", Unit.LONG_TEXT, "Name.", width=56, sight=OPEN),
        output("care_level", "Level", Unit.TEXT, "Level, das gilt.", width=15, sight=LEVELS),
        output("hours", "Stunden", Unit.HOURS, "Stunden im Planjahr.", width=12, sight=OPEN),
        output("hours_share", "Anteil Stunden", Unit.SHARE, "Anteil an den Stunden der Kunden, deren DB bekannt ist.", width=12, sight=OPEN),
        output("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag des Basisjahres.", width=12, sight=MARGIN),
        output("margin_share", "Anteil DB", Unit.SHARE, "Anteil am DB aller betreuten Kunden.", width=14, sight=MARGIN),
        output("margin_per_hour", "DB je Stunde", Unit.EUR, "DB geteilt durch Stunden.", width=12, sight=MARGIN),
        output("direction", "zu viel, zu wenig", Unit.TEXT, "Mehr Zeit, als der DB hergibt, oder weniger.", width=12, sight=MARGIN),
    ),
    key="customer_id",
    caption="Gießkanne? Wo Zeit und DB am weitesten auseinanderliegen",
    min_rows=2 * WATERING_ROWS,
    sight=LEADING | MARGIN,
    about=About.CUSTOMER,
)

HOURS_MATRIX = Table(
    "hours_matrix",
    "Stunden_je_Rolle",
    (
        output("role", "Rolle", Unit.TEXT, "Rolle.", width=26, sight=OPEN),
        output("activities", "Leistungen", Unit.LONG_TEXT, "Was diese Rolle tut.", width=56, sight=OPEN),
        output("strategy", "je Strategie-Kunde", Unit.HOURS, "Stunden im Jahr für einen Strategie-Kunden mit Aufwandsfaktor 1.", width=15, sight=OPEN),
        output("sales", "je Vertrieb-Kunde", Unit.HOURS, "Stunden im Jahr für einen Vertrieb-Kunden.", width=12, sight=OPEN),
        output("service", "je Service-Kunde", Unit.HOURS, "Stunden im Jahr für einen Service-Kunden.", width=12, sight=OPEN),
        output("strategy_total", "Strategie gesamt", Unit.HOURS, "Stunden für alle Strategie-Kunden.", width=12, total=True, sight=OPEN),
        output("sales_total", "Vertrieb gesamt", Unit.HOURS, "Stunden für alle Vertrieb-Kunden.", width=14, total=True, sight=OPEN),
        output("service_total", "Service gesamt", Unit.HOURS, "Stunden für alle Service-Kunden.", width=12, total=True, sight=OPEN),
        output("total", "Summe", Unit.HOURS, "Stunden im Jahr.", width=12, total=True, sight=OPEN),
        output("available_hours", "verfügbar", Unit.HOURS, "Stunden im Planjahr für Bestandskunden.", width=12, total=True, sight=OPEN),
    ),
    key="role",
    caption="Stunden je Level und Rolle",
    grows=True,
    sight=LEADING,
    about=About.COMPANY,
)
