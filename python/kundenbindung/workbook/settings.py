"""Einstellungen: every setting with its group, unit and limits, in the order of its sheet."""

from __future__ import annotations

from kundenbindung.workbook.schema import Setting, Unit

GENERAL = "Unternehmen und Planjahr"

LEVELS = "Betreuungslevel"

STABILITY = "Stabilität"

RETREAT = "Klausur"

RESOURCES = "Kapazität und Termine"

RATING = "Bewertung"

TREND = "Trend und Erklärung"

PLANNING = "Plan"

CHANCES = "Verkaufschancen"

FINE = "Feineinstellung (selten ändern)"

SETTINGS: tuple[Setting, ...] = (
    Setting("company", "Unternehmen", Unit.TEXT, GENERAL, "Name, wie er auf den Blättern stehen soll."),
    Setting("mail_domain", "Eigene Mail-Domain", Unit.TEXT, GENERAL, "Was in Ihren Adressen hinter dem @ steht, mehrere durch Strichpunkt. Empfänger anderer Häuser werden vor dem Versand genannt."),
    Setting("base_year", "Basisjahr", Unit.YEAR, GENERAL, "Letztes Geschäftsjahr mit Zahlen; das Planjahr folgt darauf.", low=1990, high=2100, required=True),
    Setting("months_in_base_year", "Monate im Basisjahr", Unit.COUNT, GENERAL, "12, wenn das Basisjahr abgeschlossen ist; sonst die Zahl der gebuchten Monate.", low=1, high=12),
    Setting("booked_share", "Bis dahin im Vorjahr gebucht", Unit.SHARE, GENERAL, "Nur bei einem angebrochenen Basisjahr: Welcher Anteil des Vorjahres war zum gleichen Zeitpunkt gebucht? Leer = Monate / 12.", low=0, high=1),
    Setting("year_end_month", "Letzter Monat des Geschäftsjahres", Unit.COUNT, GENERAL, "12 = Kalenderjahr. 6 = das Geschäftsjahr endet am 30. Juni.", low=1, high=12),
    Setting("reporting_date", "Stichtag", Unit.DATE, GENERAL, "Tag, zu dem gerechnet wird. Leer = letzter Tag des Basisjahres."),
    Setting("margin_kind", "Art des Deckungsbeitrags", Unit.CHOICE, GENERAL, "Welcher DB in Ihren Zahlen steht; steht auf jedem Blatt mit DB.", choices="margin_kind"),
    Setting("target_revenue_eur", "Zielumsatz im Planjahr", Unit.EUR, GENERAL, "Ihr Ziel für das Planjahr; daraus entsteht die Lücke.", low=0),
    Setting("target_margin_eur", "Ziel-DB im Planjahr", Unit.EUR, GENERAL, "Ihr Ziel für den Deckungsbeitrag im Planjahr."),
    Setting("share_strategy", "Anteil Strategie", Unit.SHARE, LEVELS, "Richtwert 20 %: So viele Kunden werden strategisch betreut.", low=0, high=1),
    Setting("share_service", "Anteil Service", Unit.SHARE, LEVELS, "Richtwert 10 %: So viele Kunden erhalten nur Service. Der Rest ist Vertrieb.", low=0, high=1),
    Setting("memory_points", "Halt durch das Vorjahr", Unit.NUMBER, LEVELS, "So viele Punkte zählt das Level des Vorjahres an der Grenze. 0 = gar nicht.", low=0, high=20),
    Setting("decision_months", "Entscheidung gilt (Monate)", Unit.COUNT, LEVELS, "So lange gilt ein Level, das Sie eintragen, wenn Sie kein anderes Datum nennen; höchstens 24.", low=1, high=24),
    Setting("overridden_share", "Warnung bei eigenen Entscheidungen", Unit.SHARE, LEVELS, "Weichen mehr Kunden als dieser Anteil vom Vorschlag ab, erscheint eine Warnung.", low=0, high=1),
    Setting("weight_error", "Übliche Unschärfe eines Gewichts", Unit.SHARE, STABILITY, "Wie weit ein Gewicht danebenliegen könnte; 25 % heißt: 20 Punkte könnten auch 15 oder 25 sein.", low=0.01, high=0.9),
    Setting("draws", "Durchgespielte Gewichtungen", Unit.COUNT, STABILITY, "So viele leicht andere Gewichtungen werden durchgespielt. 0 = gar keine.", low=0, high=100000),
    Setting("seed", "Startwert der Zufallszahlen", Unit.COUNT, STABILITY, "Gleicher Startwert, gleiche Liste.", low=0, high=1000000000),
    Setting("discuss_share", "Diskutieren unter", Unit.SHARE, STABILITY, "Kommt das Level seltener heraus, gehört der Kunde in die Klausur.", low=0, high=1),
    Setting("watch_share", "Beobachten unter", Unit.SHARE, STABILITY, "Kommt das Level seltener heraus, lohnt ein zweiter Blick.", low=0, high=1),
    Setting("min_coverage", "Mindestabdeckung", Unit.SHARE, RATING, "Unter diesem Anteil vorliegender Gewichte gibt es keinen Vorschlag.", low=0, high=1),
    Setting("min_filled_share", "Mindestens ausgefüllt", Unit.SHARE, RATING, "Ein Kriterium zählt erst, wenn es für diesen Anteil der Kunden ausgefüllt ist.", low=0, high=1),
    Setting("clip_warning_share", "Warnung bei Kunden am Anker", Unit.SHARE, RATING, "Ab diesem Anteil Kunden jenseits eines Ankers erscheint eine Warnung.", low=0, high=1),
    Setting("judge_spread", "Uneinigkeit der Urteile", Unit.NUMBER, RATING, "Ab diesem Abstand zweier Urteile (0 bis 10) wird der Kunde ein Grenzfall.", low=0, high=10),
    Setting("strong_rate", "Grenze „stark“", Unit.SHARE, TREND, "Ab dieser Rate pro Jahr heißt ein Trend stark wachsend oder stark rückläufig.", low=0, high=1),
    Setting("stable_rate", "Grenze „stabil“", Unit.SHARE, TREND, "Unter dieser Rate pro Jahr heißt ein Trend stabil.", low=0, high=1),
    Setting("clear_confidence", "Sicherheit „klar“", Unit.SHARE, TREND, "Ab dieser Wahrscheinlichkeit heißt eine Einordnung klar.", low=0, high=1),
    Setting("likely_confidence", "Sicherheit „wahrscheinlich“", Unit.SHARE, TREND, "Ab dieser Wahrscheinlichkeit heißt eine Einordnung wahrscheinlich.", low=0, high=1),
    Setting("one_jump_share", "Von einem Jahr getragen", Unit.SHARE, TREND, "Macht ein einziges Jahr mehr als diesen Anteil des Weges aus, wird es gesagt.", low=0, high=1),
    Setting("change_threshold", "Erklärung ab Änderung", Unit.SHARE, TREND, "Ab dieser Änderung gegenüber dem Vorjahr ist eine Erklärung nötig.", low=0, high=10),
    Setting("opposite_threshold", "Umsatz und DB gegenläufig ab", Unit.SHARE, TREND, "Ab dieser Änderung in entgegengesetzte Richtungen ist eine Erklärung nötig.", low=0, high=10),
    Setting("materiality_share", "Wesentlich ab", Unit.SHARE, TREND, "Anteil am Umsatz (oder DB) des Unternehmens, ab dem eine Änderung zählt.", low=0, high=1),
    Setting("attainable_share", "Erreichbarer Anteil des Potenzials", Unit.SHARE, PLANNING, "Welcher Teil des freien Potenzials im Planjahr erreichbar ist.", low=0, high=1),
    Setting("phi", "Fortgeschriebener Teil des Trends", Unit.SHARE, PLANNING, "80 % hat in der Rückrechnung vieler Firmen am besten getroffen.", low=0, high=1),
    Setting("theta", "Doppelzählung von Trend und Pipeline", Unit.SHARE, PLANNING, "100 %: Es zählt der größere Betrag. 0 %: Beides wird addiert.", low=0, high=1),
    Setting("kappa_additional", "Zusatz zählt zu", Unit.SHARE, CHANCES, "Anteil einer Verkaufschance der Art Zusatz, der neuer Umsatz ist.", low=0, high=1),
    Setting("kappa_new_product", "Neues Produkt zählt zu", Unit.SHARE, CHANCES, "Anteil der Art Neues Produkt, der neuer Umsatz ist.", low=0, high=1),
    Setting("kappa_repeat", "Wiederholung zählt zu", Unit.SHARE, CHANCES, "0 %: Eine Wiederholung steckt schon im Umsatz des Basisjahres.", low=0, high=1),
    Setting("kappa_unknown", "Unbekannte Art zählt zu", Unit.SHARE, CHANCES, "Anteil, wenn die Art nicht eingetragen ist.", low=0, high=1),
    Setting("undated_share", "Ohne Abschlusstermin zählt zu", Unit.SHARE, CHANCES, "Anteil eines vollen Jahres, wenn kein Termin eingetragen ist.", low=0, high=1),
    Setting("overdue_days", "Überfällig ab", Unit.DAYS, CHANCES, "Ab so vielen Tagen nach dem Termin zählt eine offene Chance nur noch halb.", low=0, high=3650),
    Setting("expired_days", "Verfallen ab", Unit.DAYS, CHANCES, "Ab so vielen Tagen nach dem Termin zählt eine offene Chance nicht mehr.", low=0, high=3650),
    Setting("stale_days", "Nicht gepflegt seit", Unit.DAYS, CHANCES, "Ab so vielen Tagen ohne Pflege erscheint eine Warnung.", low=0, high=3650),
    Setting("large_opportunity_share", "Große Einzelchance ab", Unit.SHARE, CHANCES, "Ab diesem Anteil am Plan wird eine einzelne Chance genannt.", low=0, high=1),
    Setting("full_pipeline_share", "Volle Pipeline ab", Unit.SHARE, CHANCES, "Ab diesem Anteil am Umsatz gilt die Pipeline eines rückläufigen Kunden als auffällig voll.", low=0, high=10),
    Setting("minutes_per_rating", "Minuten je Urteil", Unit.NUMBER, RETREAT, "Zeit für ein weiches Urteil, das noch fehlt.", low=0, high=480),
    Setting("minutes_per_explanation", "Minuten je Erklärung", Unit.NUMBER, RETREAT, "Zeit, einen auffälligen Trend zu erklären.", low=0, high=480),
    Setting("minutes_per_borderline", "Minuten je Grenzfall", Unit.NUMBER, RETREAT, "Zeit für einen Kunden, dessen Level auf der Kippe steht.", low=0, high=480),
    Setting("minutes_per_point", "Minuten je sonstigem Punkt", Unit.NUMBER, RETREAT, "Zeit für Verkaufschancen, Kriterien und eigene Punkte.", low=0, high=480),
    Setting("concentration_share", "Warnung vor Klumpen ab", Unit.SHARE, RETREAT, "Hängt mehr als dieser Anteil des Umsatzes an einem Kunden, erscheint eine Warnung.", low=0, high=1),
    Setting("federal_state", "Bundesland", Unit.CHOICE, RESOURCES, "Dessen Feiertage gelten. Leer: nur die Feiertage, die überall gelten.", choices="federal_state"),
    Setting("fits_load", "Tragfähig bis", Unit.SHARE, RESOURCES, "Bis zu dieser Auslastung ist eine Rolle tragfähig.", low=0.01, high=10),
    Setting("full_load", "Knapp bis", Unit.SHARE, RESOURCES, "Darüber ist eine Rolle nicht tragfähig.", low=0.01, high=10),
    Setting("watering_factor", "Gießkanne ab", Unit.NUMBER, RESOURCES, "Liegen Anteil an den Stunden und Anteil am DB um diesen Faktor auseinander, wird der Kunde genannt.", low=1, high=1000),
    Setting("first_hour", "Termine beginnen um", Unit.COUNT, RESOURCES, "Stunde des ersten Termins am Tag in der Kalenderdatei (.ics).", low=0, high=23),
    Setting("rho", "Gleichlauf der Verkaufschancen", Unit.SHARE, FINE, "Wie sehr Verkaufschancen gemeinsam gelingen oder scheitern.", low=0, high=1),
    Setting("sigma_common", "Gemeinsame Schwankung", Unit.SHARE, FINE, "Schwankung, die alle Kunden zugleich trifft (Konjunktur).", low=0, high=1),
    Setting("safe_quantile", "Sicher wird verfehlt in", Unit.SHARE, FINE, "20 %: in einem von fünf Jahren.", low=0.01, high=0.49),
    Setting("upside_quantile", "Möglich wird nicht überschritten in", Unit.SHARE, FINE, "80 %: in vier von fünf Jahren.", low=0.51, high=0.99),
    Setting("pool_size", "Vergleichsgruppe ab", Unit.COUNT, FINE, "Ab so vielen Kunden bildet ein Segment seine eigene Vergleichsgruppe.", low=2, high=1000),
    Setting("default_lambda", "Geglaubter Teil ohne Vergleich", Unit.SHARE, FINE, "Anteil des eigenen Trends, der bei zu kleiner Vergleichsgruppe geglaubt wird.", low=0, high=1),
    Setting("default_variance", "Übliche Schwankung ohne Vergleich", Unit.NUMBER, FINE, "Schwankung eines Jahresschritts, wenn kein Kunde drei Jahre hat.", low=0, high=10),
    Setting("linear_limit", "Grenze bei Werten unter null", Unit.SHARE, FINE, "Größte Rate, die bei Jahren mit Umsatz von null oder weniger geglaubt wird.", low=0, high=1),
    Setting("sigma_limit", "Größte Schwankung eines Kunden", Unit.SHARE, FINE, "Ein einzelner wilder Kunde soll den Plan nicht bestimmen.", low=0, high=5),
    Setting("sigma_unknown", "Schwankung ohne Verlauf", Unit.SHARE, FINE, "Für neue und verlorene Kunden.", low=0, high=5),
    Setting("instant_trial", "Was-wäre-wenn rechnet sofort mit", Unit.CHOICE, FINE, "ja: Die Tabellenfunktionen im Blatt Was-wäre-wenn rechnen bei jeder Änderung (braucht Windows und das eingerichtete Programm). nein: Sie zeigen das Ergebnis von Neu berechnen.", choices="yes_no"),
    Setting("min_booked_share", "Basisjahr brauchbar ab", Unit.SHARE, FINE, "Ist weniger gebucht, wird nicht gerechnet.", low=0, high=1),
)
