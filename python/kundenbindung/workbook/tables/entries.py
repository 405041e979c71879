"""Tabellen the owner fills: Kunden, Zahlen, Pipeline, Kriterien and the small ones of Einstellungen."""

from __future__ import annotations

from kundenbindung.workbook.schema import About, Column, Repeated, Role, Table, Unit
from kundenbindung.workbook.tables.columns import (
    DEALS,
    LEADING,
    MARGIN,
    OPEN,
    PERSONS,
    REVENUE,
    SCORES,
    TEXTS,
    entry,
    key,
    output,
)

CUSTOMERS = Table(
    "customers",
    "Kunden",
    (
        key("Kundennummer wie in Ihrem System. Jede Nummer nur einmal; führende Nullen bleiben erhalten."),
        entry("customer", "Kunde", Unit.TEXT, "Name des Kunden.", width=34, sight=OPEN),
        entry("segment", "Segment", Unit.TEXT, "Branche oder Gruppe, frei wählbar. Ab 20 Kunden bildet ein Segment seinen eigenen Vergleich.", width=18, sight=OPEN),
        entry("responsible", "Verantwortlich", Unit.TEXT, "Rolle oder Kürzel, zum Beispiel Außendienst oder MK.", width=15, sight=PERSONS),
        entry("decision_maker", "Entscheider", Unit.TEXT, "Wer beim Kunden entscheidet.", width=24, sight=PERSONS),
        entry("sole_trader", "Einzelunternehmer", Unit.CHOICE, "ja, wenn der Kunde eine Person ist (Datenschutz).", choices="yes_no", width=12, sight=PERSONS),
        entry("purchasing_volume_eur", "Einkaufsvolumen", Unit.EUR, "Was der Kunde in Ihrem Sortiment im Jahr insgesamt einkauft, bei allen Lieferanten, in Euro.", low=0.0, width=16, total=True, sight=REVENUE),
        entry("contract_share", "Rahmenvertragsanteil", Unit.SHARE, "Anteil des Umsatzes unter Rahmenvertrag, 0 % bis 100 %.", low=0.0, high=1.0, width=14, sight=OPEN),
        entry("payment_delay_days", "Zahlungsverzug", Unit.DAYS, "Durchschnittlicher Zahlungsverzug in Tagen; 0 = pünktlich.", low=-365.0, high=3650.0, width=14, sight=OPEN),
        entry("complaint_share", "Reklamationsquote", Unit.SHARE, "Reklamierte Aufträge geteilt durch alle Aufträge, 0 % bis 100 %.", low=0.0, high=1.0, width=14, sight=OPEN),
        entry("care_effort_hours", "Betreuungsstunden", Unit.HOURS, "Stunden, die Ihr Haus im letzten Jahr für diesen Kunden aufgewendet hat.", low=0.0, width=14, total=True, sight=OPEN),
        entry("loyalty", "Kundenbindung", Unit.RATING, "Urteil 0 bis 10: Wie fest ist der Kunde an Sie gebunden? 0 = jederzeit weg, 10 = Partner.", low=0.0, high=10.0, width=14, sight=OPEN, fillable=True),
        entry("referral", "Weiterempfehlung", Unit.RATING, "Urteil 0 bis 10: Empfiehlt der Kunde Sie weiter? 0 = nie, 10 = von sich aus.", low=0.0, high=10.0, width=14, sight=OPEN, fillable=True),
        entry("effort_factor", "Aufwandsfaktor", Unit.NUMBER, "Leer = 1. 1,5 bedeutet: Der Kunde braucht anderthalbmal so viel Zeit wie üblich.", low=0.1, high=10.0, width=14, folded=True, sight=OPEN),
        entry("collective", "Sammelkonto", Unit.CHOICE, "ja, wenn unter dieser Nummer viele verschiedene Kunden stehen (Diverse, Laufkundschaft). Zählt in Umsatz und Plan, bekommt aber kein Level.", choices="yes_no", width=13, folded=True, optional=True, sight=OPEN),
        entry("customer_goals", "Ziele des Kunden", Unit.LONG_TEXT, "Was der Kunde erreichen will; steht auf dem Gesprächsblatt.", width=40, folded=True, sight=TEXTS),
    ),
    key="customer_id",
    min_rows=30,
    sight=SCORES,
    about=About.CUSTOMER,
)

FIGURES = Table(
    "figures",
    "Zahlen",
    (
        key(),
        entry("customer", "Kunde", Unit.TEXT, "Name, nur zum Lesen; maßgeblich ist das Blatt Kunden.", width=34, sight=OPEN),
        Repeated(
            "year",
            (
                entry("revenue_{each}", "Umsatz {each}", Unit.EUR, "Netto-Umsatz des Geschäftsjahres {each} in Euro. Leer vor dem ersten Jahr = noch kein Kunde.", width=15, total=True, sight=REVENUE),
                entry("margin_{each}", "DB {each}", Unit.EUR, "Deckungsbeitrag {each} in Euro. Leer = unbekannt, nicht null.", width=15, total=True, sight=MARGIN),
            ),
        ),
    ),
    key="customer_id",
    caption="Umsatz und Deckungsbeitrag",
    min_rows=30,
    sight=REVENUE,
    about=About.CUSTOMER,
)

ONE_OFFS = Table(
    "one_offs",
    "Einmaleffekte",
    (
        key(),
        entry("year", "Jahr", Unit.YEAR, "Geschäftsjahr, in dem der Einmaleffekt gebucht ist.", required=True, low=1990.0, high=2100.0, width=8, sight=OPEN),
        entry("revenue_eur", "Umsatz", Unit.EUR, "Umsatz des Einmaleffekts; er wird aus dem Jahr herausgerechnet.", width=14, sight=REVENUE),
        entry("margin_eur", "DB", Unit.EUR, "Deckungsbeitrag des Einmaleffekts in Euro.", width=14, sight=MARGIN),
        entry("reason", "Grund", Unit.LONG_TEXT, "Worum es ging, zum Beispiel Messestand oder Großauftrag.", width=48, sight=TEXTS),
    ),
    caption="Einmaleffekte, die nicht wiederkommen",
    min_rows=8,
    sight=REVENUE,
    about=About.CUSTOMER,
)

OPPORTUNITIES = Table(
    "opportunities",
    "Pipeline",
    (
        entry("customer_id", "Kundennr.", Unit.KEY, "Kundennummer; leer, wenn es noch kein Kunde ist (Zeile „ohne Kunde“ im Plan).", width=12, sight=OPEN),
        entry("customer", "Kunde", Unit.TEXT, "Name des Kunden, wie er in Ihrem CRM heißt. Zählt, wenn die Kundennummer leer ist.", width=32, optional=True, sight=OPEN),
        entry("project", "Vorhaben", Unit.TEXT, "Kurze Bezeichnung der Verkaufschance.", width=38, sight=OPEN),
        entry("value_eur", "Wert", Unit.EUR, "Umsatz eines vollen Jahres in Euro, nicht gewichtet.", low=0.0, width=15, total=True, sight=REVENUE, fillable=True),
        entry("stage", "Phase", Unit.CHOICE, "Phase aus Ihrer Liste im Blatt Einstellungen; sie gibt die Wahrscheinlichkeit vor.", choices="stage", open_choice=True, width=20, sight=OPEN, fillable=True),
        entry("probability", "Wahrscheinlichkeit", Unit.SHARE, "Leer = Wahrscheinlichkeit der Phase. Sonst 0 % bis 100 %.", low=0.0, high=1.0, width=16, sight=OPEN, fillable=True),
        entry("kind", "Art", Unit.CHOICE, "Zusatz oder Neues Produkt zählen voll; eine Wiederholung steckt schon im Umsatz.", choices="opportunity_kind", open_choice=True, width=15, sight=OPEN, fillable=True),
        entry("expected_close", "Abschluss erwartet", Unit.DATE, "Datum, zu dem Sie den Auftrag erwarten (TT.MM.JJJJ).", width=14, sight=OPEN, fillable=True),
        entry("updated", "Stand vom", Unit.DATE, "Wann die Zeile zuletzt gepflegt wurde (TT.MM.JJJJ).", width=13, sight=OPEN, fillable=True),
        entry("status", "Status", Unit.CHOICE, "offen, gewonnen oder verloren. Leer gilt als offen.", choices="opportunity_status", width=12, sight=OPEN, fillable=True),
        entry("source_id", "Kennung", Unit.KEY, "Woran das Einlesen die Zeile wiederfindet; leer bei Zeilen, die Sie selbst eingetragen haben.", width=22, folded=True, optional=True, sight=OPEN),
    ),
    min_rows=20,
    sight=DEALS,
    about=About.CUSTOMER,
)

CRITERIA = Table(
    "criteria",
    "Kriterien",
    (
        entry("criterion", "Kriterium", Unit.TEXT, "Name des Kriteriums, frei wählbar und nur einmal.", required=True, width=28, sight=OPEN),
        entry("kind", "Art", Unit.CHOICE, "hart = gemessen, weich = beurteilt.", choices="criterion_kind", required=True, width=9, sight=OPEN),
        entry("source", "Quelle", Unit.CHOICE, "Woher der Wert kommt: eine berechnete Größe oder eine Spalte des Blattes Kunden.", choices="source", open_choice=True, required=True, width=42, sight=OPEN),
        entry("unit", "Einheit", Unit.TEXT, "Einheit der beiden Anker, nur zum Lesen.", width=19, sight=OPEN),
        entry("scale", "Skala", Unit.CHOICE, "linear: gleiche Abstände. Größenordnung: von 10.000 auf 100.000 € so viel wie von 100.000 auf 1 Mio. €.", choices="scale", required=True, width=15, sight=OPEN),
        entry("zero_at", "0 Punkte bei", Unit.ANCHOR, "Wert, bei dem ein Kunde 0 Punkte bekommt. Ist er größer als der rechte, gilt: weniger ist besser.", width=14, sight=REVENUE | MARGIN),
        entry("ten_at", "10 Punkte bei", Unit.ANCHOR, "Wert, bei dem ein Kunde 10 Punkte bekommt. Leere Euro-Anker schlägt die erste Berechnung aus Ihren Zahlen vor.", width=14, sight=REVENUE | MARGIN),
        entry("weight", "Gewicht", Unit.NUMBER, "Ihre Punkte für die Wichtigkeit; alle zusammen sollen 100 ergeben. 0 = zählt nicht.", low=0.0, high=1000.0, width=11, total=True, sight=OPEN),
        Column("weight_share", "Anteil", Unit.SHARE, Role.FORMULA, "Gewicht geteilt durch die Summe aller Gewichte.", width=10, formula='IF(N(Kriterien[[#This Row],[Gewicht]])>0,Kriterien[[#This Row],[Gewicht]]/SUM(Kriterien[Gewicht]),"")', sight=OPEN),
        output("note", "Wirkung", Unit.LONG_TEXT, "Ob das Kriterium zählt, und für wie viele Kunden es ausgefüllt ist.", width=52, sight=OPEN),
    ),
    key="criterion",
    min_rows=12,
    sight=SCORES,
    about=About.COMPANY,
)

SETTINGS_TABLE = Table(
    "settings",
    "Einstellungen",
    (
        output("group", "Bereich", Unit.TEXT, "Wozu die Einstellung gehört.", width=24, sight=OPEN),
        output("setting", "Einstellung", Unit.TEXT, "Name der Einstellung; bitte nicht ändern.", width=42, sight=OPEN),
        entry("value", "Wert", Unit.VALUE, "Ihr Wert. Leer = Standard.", width=24, sight=REVENUE | MARGIN),
        output("help", "Erläuterung", Unit.LONG_TEXT, "Was die Einstellung bewirkt.", width=84, sight=OPEN),
    ),
    key="setting",
    caption="Einstellungen",
    sight=LEADING,
    about=About.COMPANY,
)

STAGES = Table(
    "stages",
    "Phasen",
    (entry("stage", "Phase", Unit.TEXT, "Name der Phase in Ihrem Vertrieb.", required=True, width=24, sight=OPEN), entry("probability", "Wahrscheinlichkeit", Unit.SHARE, "Wie oft aus dieser Phase ein Auftrag wird.", low=0.0, high=1.0, required=True, width=17, sight=OPEN)),
    key="stage",
    caption="Phasen der Verkaufschancen",
    min_rows=8,
    sight=LEADING,
    about=About.COMPANY,
)

MARGIN_RATES = Table(
    "margin_rates",
    "DB_Saetze",
    (entry("segment", "Segment", Unit.TEXT, "Segment wie im Blatt Kunden; „alle“ gilt für jeden, dessen Segment hier nicht steht.", required=True, width=22, sight=OPEN), entry("rate", "DB-Satz", Unit.SHARE, "Geschätzter Deckungsbeitrag als Anteil am Umsatz, nur wo kein DB gebucht ist.", low=-1.0, high=1.0, required=True, width=11, sight=MARGIN)),
    key="segment",
    caption="DB geschätzt, wo keiner gebucht ist",
    min_rows=6,
    sight=LEADING,
    about=About.COMPANY,
)

FULL_YEAR = Table(
    "full_year", "Vollwert_neu", (key("Kundennummer eines neuen Kunden."), entry("revenue_eur", "Vollwert", Unit.EUR, "Was der neue Kunde in einem vollen Jahr bringt, in Euro.", low=0.0, required=True, width=14, sight=REVENUE)), key="customer_id", caption="Neue Kunden auf ein volles Jahr", min_rows=6
, sight=LEADING, about=About.CUSTOMER)

JUDGEMENTS = Table(
    "judgements",
    "Urteile",
    (
        key(),
        entry("judge", "Urteil von", Unit.TEXT, "Rolle oder Kürzel der zweiten oder dritten Person.", width=16, sight=PERSONS),
        entry("loyalty", "Kundenbindung", Unit.RATING, "Urteil 0 bis 10.", low=0.0, high=10.0, width=15, sight=OPEN),
        entry("referral", "Weiterempfehlung", Unit.RATING, "Urteil 0 bis 10.", low=0.0, high=10.0, width=17, sight=OPEN),
    ),
    caption="Zweite und dritte Meinung zu den weichen Urteilen",
    min_rows=8,
    sight=LEADING | SCORES,
    about=About.CUSTOMER,
)
