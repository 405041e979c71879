"""Befunde of the core: customers, criteria, Verkaufschancen and plan."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

CUSTOMERS: dict[str, Message] = {
    "customers_missing": Message(
        "Es ist noch kein Kunde eingetragen.",
        "Lesen Sie eine Kundenliste ein oder tragen Sie Ihre Kunden in die Blätter Kunden und Zahlen ein.",
    ),
    "customer_without_figures": Message(
        "Ohne Zahlen in allen Jahren; im Plan zählen nur ihre Verkaufschancen: {keys:list}.",
        "Tragen Sie Umsätze ein. Wer erst im Planjahr kommt, gehört bis zum Jahreswechsel als gewonnene Verkaufschance in das Blatt Pipeline; löschen Sie, wer kein Kunde ist.",
    ),
    "figures_without_customer": Message(
        "Im Blatt Zahlen, aber nicht im Blatt Kunden: {keys:list}.",
        "Sie werden mitgerechnet; ergänzen Sie sie im Blatt Kunden, damit Kriterien gefüllt werden können.",
    ),
    "revenue_gap_filled": Message(
        "Eine leere Umsatzzelle nach dem ersten Umsatzjahr zählt als 0 €: {keys:list}.",
        "Prüfen Sie, ob dort wirklich kein Umsatz war.",
    ),
    "base_year_pending": Message(
        "Im angebrochenen Basisjahr {year} ist noch nichts gebucht (noch offen): {keys:list}.",
        "Diese Kunden gelten als aktiv; gerechnet wird mit dem Rest des Vorjahres.",
    ),
    "base_year_completed": Message(
        "Im Basisjahr {year} gebuchte Monate: {months:number}; es ist mit dem Rest des Vorjahres auf ein volles Jahr ergänzt.",
        "Alle Zahlen des Basisjahres sind deshalb vorläufig.",
    ),
    "margin_absent": Message(
        "Es liegt kein Deckungsbeitrag vor; die DB-Kriterien sind aus, und die Abdeckung bezieht sich auf die übrigen.",
        "Ergänzen Sie den DB im Blatt Zahlen oder geben Sie im Blatt Einstellungen DB-Sätze je Segment ein.",
    ),
    "margin_missing": Message(
        "Umsatz ohne Deckungsbeitrag (unbekannt, nicht null): {keys:list}.",
        "Tragen Sie den DB nach, wenn Sie ihn haben.",
    ),
    "margin_estimated": Message(
        "Der Deckungsbeitrag ist mit dem DB-Satz des Segments geschätzt: {keys:list}.",
        "Geschätzte Werte sind nur so gut wie der Satz; ersetzen Sie sie durch gebuchte.",
    ),
    "one_off_customer_unknown": Message(
        "Einmaleffekt bei einer unbekannten Kundennummer: {keys:list}.",
        "Korrigieren Sie die Kundennummer; bis dahin bleibt der Einmaleffekt ohne Wirkung.",
    ),
    "one_off_year_unknown": Message(
        "Einmaleffekt in einem Jahr, das nicht im Blatt Zahlen steht: {keys:list}.",
        "Korrigieren Sie das Jahr oder löschen Sie die Zeile.",
    ),
    "one_off_before_first_year": Message(
        "Einmaleffekt in einem Jahr ohne Umsatz, vor dem ersten Umsatzjahr: {keys:list}.",
        "Tragen Sie den Umsatz des Jahres ein oder korrigieren Sie das Jahr.",
    ),
    "one_off_margin_missing": Message(
        "Einmaleffekt ohne Deckungsbeitrag; der DB dieses Jahres gilt deshalb als unbekannt: {keys:list}.",
        "Tragen Sie den DB des Einmaleffekts ein, notfalls geschätzt.",
    ),
    "revenue_negative": Message(
        "Negativer Umsatz in mindestens einem Jahr: {keys:list}.",
        "Prüfen Sie, ob Gutschriften in das richtige Jahr gebucht sind; der Trend dieser Kunden ist unsicher.",
    ),
    "full_year_missing": Message(
        "Neuer Kunde ohne Vollwert; der Plan nimmt den Umsatz des Basisjahres: {keys:list}.",
        "Tragen Sie im Blatt Einstellungen unter „Neue Kunden auf ein volles Jahr“ Ihren Wert ein.",
    ),
    "full_year_too_early": Message(
        "Vollwert für einen Kunden, der noch keinen Umsatz hat; er zählt erst, wenn im Blatt Zahlen Umsatz des Basisjahres steht: {keys:list}.",
        "Kommt der Kunde erst im Planjahr, tragen Sie ihn bis zum Jahreswechsel im Blatt Pipeline als gewonnene Verkaufschance ein: mit dem Umsatz eines vollen Jahres als Wert und dem Tag, an dem es losgeht, als Abschluss.",
    ),
    "full_year_unused": Message(
        "Vollwert für einen Kunden, der nicht neu ist; er bleibt ohne Wirkung: {keys:list}.",
        "Löschen Sie die Zeile.",
    ),
    "judges_disagree": Message(
        "Die weichen Urteile liegen {spread:plain} Punkte oder mehr auseinander: {keys:list}.",
        "Sprechen Sie in der Klausur darüber; gerechnet wird mit dem Mittel.",
    ),
    "judgement_customer_unknown": Message(
        "Urteil zu einer unbekannten Kundennummer: {keys:list}.",
        "Korrigieren Sie die Kundennummer in der Tabelle Urteile.",
    ),
    "not_assessable": Message(
        "Nicht bewertbar, weil weniger als {share:percent} der Gewichte belegt sind: {keys:list}.",
        "Ergänzen Sie fehlende Werte oder entscheiden Sie das Level selbst.",
    ),
    "few_customers": Message(
        "Zahl der bewertbaren Kunden: {count:number}; die Aufteilung ist nur ein Vorschlag.",
        "Bei so wenigen Kunden entscheiden Sie besser von Hand.",
    ),
    "deferred_incomplete": Message(
        "In der Klausur vertagt, ohne Wer oder Bis wann: {count:number}.",
        "Tragen Sie im Blatt Klausur beides ein, sonst bleibt der Punkt liegen.",
    ),
    "retreat_time_short": Message(
        "Für die offenen Punkte der Klausur braucht es etwa {needed:number} Minuten, die Agenda sieht {planned:number} vor.",
        "Verlängern Sie die Agenda, vertagen Sie Punkte oder klären Sie einige vorher.",
    ),
    "walk_away_unknown": Message(
        "In der Abgangsprobe steht eine Kundennummer, die es in der Mappe nicht gibt: {keys:list}.",
        "Korrigieren Sie die Nummer im Blatt Klausur.",
    ),
    "concentration_high": Message(
        "{share:percent} des Umsatzes hängen an einem Kunden: {keys:list}.",
        "Sehen Sie im Blatt Klausur unter Abgangsprobe nach, was ohne ihn wäre.",
    ),
    "level_unsure": Message(
        "Das Level hängt an den Gewichten; es kommt bei weniger als {limit:percent} der leicht anderen Gewichtungen heraus, oder ein anderes häufiger: {keys:list}.",
        "Besprechen Sie diese Kunden in der Klausur; das Blatt Klausur nennt die größten zuerst.",
    ),
    "tie_at_cut": Message(
        "Gleichstand an einer Grenze: {keys:list}.",
        "Entscheiden Sie in der Klausur, wer welches Level bekommt.",
    ),
    "data_borderline": Message(
        "Das Level hängt an fehlenden Werten: {keys:list}.",
        "Ergänzen Sie die fehlenden Werte, bevor Sie entscheiden.",
    ),
    "held_by_memory": Message(
        "Nur durch das Level des Vorjahres (Halt von {points:plain} Punkten) noch auf diesem Level: {keys:list}.",
        "Prüfen Sie, ob der Kunde das Level noch verdient.",
    ),
    "explanations_open": Message(
        "Auffällige Trends: {needed:number}, davon erklärt: {explained:number}; offen: {keys:list}.",
        "Wählen Sie im Blatt Screening einen Grund und schreiben Sie einen Satz. Ein Anstieg zählt im Plan erst mit Grund.",
    ),
    "explanation_incomplete": Message(
        "Grund ohne Erklärung oder Erklärung ohne Grund: {keys:list}.",
        "Eine Erklärung besteht aus beidem.",
    ),
    "persistence_missing": Message(
        "Erklärt, aber „Hält an“ ist leer: {keys:list}.",
        "Sagen Sie mit ja, teilweise oder nein, ob sich die Bewegung fortsetzt.",
    ),
    "decision_without_reason": Message(
        "Vom Vorschlag abweichend entschieden, ohne Warum: {keys:list}.",
        "Ein Satz in der Spalte „Warum“ im Blatt Screening genügt; im nächsten Jahr sind Sie froh darum.",
    ),
    "decisions_many": Message(
        "Bei {count:number} von {total:number} Kunden weicht Ihr Level vom Vorschlag ab; das sind mehr als {share:percent}.",
        "Prüfen Sie Gewichte und Anker im Blatt Kriterien: Bei so vielen Abweichungen misst der Vorschlag etwas anderes, als Ihnen wichtig ist.",
    ),
    "decision_expired": Message(
        "Entscheidung abgelaufen, es gilt wieder der Vorschlag: {keys:list}.",
        "Soll sie weiter gelten, leeren Sie in ihrer Zeile im Blatt Screening „Am“ und „Gültig bis“ (rechts, eingeklappt) und klicken Sie auf „Neu berechnen“. Sonst tragen Sie ein anderes Level ein oder löschen Sie das alte.",
    ),
    "decision_on_lost": Message(
        "Level für einen Kunden, der verloren oder noch ohne Umsatz ist; er hat keines: {keys:list}.",
        "Löschen Sie das Level.",
    ),
    "decision_customer_unknown": Message(
        "Im Blatt Screening stehen Entscheidungen zu Kunden, die es in der Mappe nicht mehr gibt: {keys:list}.",
        "Nehmen Sie den Kunden wieder auf oder löschen Sie die Zeile; von selbst verschwindet nichts.",
    ),
    "prior_year_customer_unknown": Message(
        "Kunden des Vorjahres, die nicht mehr in der Mappe stehen: {keys:list}.",
        "Nichts zu tun, wenn sie bewusst entfernt wurden.",
    ),
    "customers_lost": Message(
        "Verlorene Kunden: {keys:list}.",
        "Sie haben kein Level und zählen im Plan nur mit ihren Verkaufschancen.",
    ),
}

CRITERIA: dict[str, Message] = {
    "criteria_all_off": Message(
        "Kein Kriterium ist ausreichend gefüllt; es gibt keine Punkte und keine Level.",
        "Füllen Sie im Blatt Kunden oder Zahlen die Werte mindestens eines Kriteriums für die Hälfte der Kunden.",
    ),
    "criterion_source_unknown": Message(
        "„{criterion}“ ist aus: Die Quelle „{source}“ ist weder eine berechnete Größe noch eine Spalte im Blatt Kunden.",
        "Wählen Sie eine Quelle aus der Liste oder benennen Sie die Spalte im Blatt Kunden genauso.",
    ),
    "criterion_rarely_filled": Message(
        "„{criterion}“ ist aus, weil es nur bei {share:percent} der Kunden gefüllt ist; sein Gewicht verteilt sich auf die übrigen.",
        "Ab der Hälfte der Kunden zählt es von selbst mit.",
    ),
    "anchors_missing": Message(
        "„{criterion}“ ist aus, weil ein Anker fehlt und sich aus den Zahlen nicht vorschlagen lässt.",
        "Tragen Sie ein, bei welchem Wert es 0 und bei welchem es 10 Punkte gibt.",
    ),
    "anchors_equal": Message(
        "„{criterion}“ ist aus, weil beide Anker gleich sind.",
        "Tragen Sie zwei verschiedene Werte ein.",
    ),
    "anchors_not_positive": Message(
        "„{criterion}“ ist aus, weil auf der Skala „Größenordnung“ beide Anker größer als null sein müssen.",
        "Tragen Sie positive Werte ein oder wählen Sie die Skala linear.",
    ),
    "anchors_proposed": Message(
        "Anker für „{criterion}“ aus Ihren Zahlen vorgeschlagen: 0 Punkte bei {zero_at:eur}, 10 Punkte bei {ten_at:eur}.",
        "Die Anker bleiben ab jetzt fest, damit Punkte über Jahre vergleichbar sind. Ändern Sie sie, wenn sie nicht passen.",
    ),
    "criterion_clipped": Message(
        "„{criterion}“: {share:percent} der Kunden liegen jenseits des Ankers für {points:number} Punkte und sind nicht mehr zu unterscheiden.",
        "Setzen Sie den Anker vor der ersten Klausur weiter nach außen; später ändern Sie ihn nur gemeinsam, denn Punkte sind nur bei festen Ankern über die Jahre vergleichbar.",
    ),
    "criterion_constant": Message(
        "„{criterion}“ ist bei allen Kunden gleich; es hat Gewicht, entscheidet aber nichts.",
        "Setzen Sie das Gewicht auf 0 oder pflegen Sie unterschiedliche Werte.",
    ),
    "criteria_correlated": Message(
        "„{criterion}“ und „{other}“ laufen fast gleich ({correlation:number2}); dasselbe zählt doppelt.",
        "Streichen Sie eines der beiden oder teilen Sie das Gewicht.",
    ),
    "effort_twice": Message(
        "„{criterion}“ steckt schon im DB III und zählt damit doppelt.",
        "Geben Sie DB II ein oder nehmen Sie das Kriterium heraus.",
    ),
    "revenue_only_money": Message(
        "Umsatz ist das einzige Geld-Kriterium; wer viel kauft, aber nichts einbringt, steht oben.",
        "Nehmen Sie Deckungsbeitrag oder DB-Quote hinzu.",
    ),
    "criteria_number": Message(
        "{hard:number} harte und {soft:number} weiche Kriterien; bewährt sind 6 bis 8 harte und 2 bis 3 weiche.",
        "Weniger wird ungenau, mehr wird nicht gepflegt.",
    ),
    "weight_sum": Message(
        "Die Gewichte ergeben zusammen {total:plain} statt 100; gerechnet wird mit den Anteilen.",
        "Mit 100 Punkten lässt sich in der Klausur leichter reden.",
    ),
}

PIPELINE: dict[str, Message] = {
    "opportunities_missing": Message(
        "Es ist keine Verkaufschance eingetragen; der Plan ruht allein auf Trends.",
        "Tragen Sie im Blatt Pipeline ein, was bei Bestandskunden ansteht.",
    ),
    "opportunity_without_customer": Message(
        "Verkaufschance ohne bekannten Kunden; sie zählt in der Zeile „ohne Kunde“: {keys:list}.",
        "Tragen Sie die Kundennummer ein, wenn es ein Bestandskunde ist.",
    ),
    "opportunity_value_missing": Message(
        "Verkaufschance ohne brauchbaren Wert; sie zählt nicht: {keys:list}.",
        "Tragen Sie den Umsatz eines vollen Jahres ein.",
    ),
    "opportunity_kind_unknown": Message(
        "Verkaufschance ohne bekannte Art; sie zählt zur Hälfte: {keys:list}.",
        "Wählen Sie Zusatz, Neues Produkt oder Wiederholung.",
    ),
    "opportunity_probability_missing": Message(
        "Verkaufschance ohne Wahrscheinlichkeit und ohne bekannte Phase; sie zählt mit 0 %: {keys:list}.",
        "Wählen Sie eine Phase aus der Liste oder tragen Sie die Wahrscheinlichkeit ein.",
    ),
    "opportunity_undated": Message(
        "Verkaufschance ohne Abschlusstermin; sie zählt mit einem halben Jahr: {keys:list}.",
        "Tragen Sie das erwartete Datum ein.",
    ),
    "opportunity_close_past": Message(
        "Abschlusstermin vor dem Stichtag, aber noch offen: {keys:list}.",
        "Setzen Sie ein neues Datum oder schließen Sie die Chance ab.",
    ),
    "opportunity_overdue": Message(
        "Mehr als {days:number} Tage überfällig, zählt nur noch halb: {keys:list}.",
        "Fragen Sie nach und setzen Sie ein neues Datum.",
    ),
    "opportunity_expired": Message(
        "Mehr als {days:number} Tage überfällig, zählt nicht mehr: {keys:list}.",
        "Setzen Sie den Status auf verloren oder ein neues Datum.",
    ),
    "opportunity_stale": Message(
        "Seit mehr als {days:number} Tagen nicht gepflegt: {keys:list}.",
        "Gehen Sie die Chance mit dem Verantwortlichen durch.",
    ),
    "opportunity_large": Message(
        "Eine einzelne Chance bewegt mehr als {share:percent} des Plans: {keys:list}.",
        "Der Plan hängt an einem Ja oder Nein; planen Sie beide Fälle.",
    ),
    "probabilities_equal": Message(
        "Alle {count:number} offenen Chancen haben dieselbe Wahrscheinlichkeit von {share:percent}.",
        "Unterscheiden Sie nach Phase, sonst sagt die Gewichtung nichts.",
    ),
    "falling_with_pipeline": Message(
        "Der Umsatz fällt, die Pipeline ist trotzdem voll: {keys:list}.",
        "Prüfen Sie, ob die Chancen realistisch sind.",
    ),
    "rising_without_pipeline": Message(
        "Der Plan steigt, aber keine Verkaufschance trägt ihn: {keys:list}.",
        "Tragen Sie ein, woher das Wachstum kommen soll.",
    ),
}

PLAN: dict[str, Message] = {
    "plan_undefined": Message(
        "Der Plan des Unternehmens ist nicht positiv; Sicher und Möglich bleiben leer.",
        "Prüfen Sie die Umsätze des Basisjahres.",
    ),
    "plan_above_best_year": Message(
        "Der Plan wächst um {planned:rate1}; im besten Jahr bisher waren es {best:rate1}.",
        "Prüfen Sie die Verkaufschancen und Erklärungen, die das Wachstum tragen.",
    ),
    "plan_above_volume": Message(
        "Der Plan liegt über dem Einkaufsvolumen: {keys:list}.",
        "Prüfen Sie das Einkaufsvolumen im Blatt Kunden oder die Verkaufschancen.",
    ),
    "target_missing": Message(
        "Für das Planjahr ist kein Zielumsatz eingetragen; die Lücke bleibt offen.",
        "Tragen Sie im Blatt Einstellungen Zielumsatz und Ziel-DB ein.",
    ),
    "purchasing_volume_missing": Message(
        "Bei keinem Kunden steht ein Einkaufsvolumen; welchen Teil der Lücke Bestandskunden füllen könnten, lässt sich nicht sagen. „ausbauen“ und „bleibt für Neukunden“ bleiben leer.",
        "Tragen Sie im Blatt Kunden ein, was jeder im Jahr insgesamt einkauft, zuerst bei den größten; eine Schätzung genügt.",
    ),
    "margin_rate_of_company": Message(
        "DB-Plan mit der Quote des Unternehmens, weil die eigene fehlt: {keys:list}.",
        "Ergänzen Sie den Deckungsbeitrag dieser Kunden.",
    ),
    "backtest_weak": Message(
        "An Ihren eigenen Jahren geprüft (Proben: {origins:number}), irrt die Planregel {ratio:number2}-mal so stark wie „wie im Vorjahr“.",
        "Eine oder zwei Proben sind wenig. Wenn Sie Trends misstrauen, senken Sie im Blatt Einstellungen den fortgeschriebenen Teil des Trends.",
    ),
}
