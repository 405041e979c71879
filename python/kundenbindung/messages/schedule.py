"""Termine: what is said about a calendar that does not fit, is late, or no longer holds."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

SCHEDULE: dict[str, Message] = {
    "quarter_short": Message(
        "Mehr Termine als Stunden hat {role} in Quartal {quarters:list} des Planjahres; am engsten ist Quartal {quarter:plain}: Termine für {needed:number} Stunden, {missing:up} davon fehlen.",
        "Verlegen Sie Termine in ein anderes Quartal (Blatt Termine, „verlegt auf“) oder tragen Sie im Blatt Ressourcen weniger Termine oder mehr Stunden ein.",
    ),
    "appointment_unplaced": Message(
        "Termine ohne Tag, weil in ihrem Zeitraum kein Arbeitstag mehr frei ist: {keys:list}.",
        "Tragen Sie im Blatt Termine unter „verlegt auf“ einen Tag ein, oder prüfen Sie Betriebsferien, Stichtag und „mal im Jahr“.",
    ),
    "appointment_on_free_day": Message(
        "Termine an einem Tag, an dem Sie nicht arbeiten (Wochenende, Feiertag, Betriebsferien) oder der nicht im Planjahr liegt: {keys:list}.",
        "Tragen Sie im Blatt Termine unter „verlegt auf“ einen Arbeitstag ein; leeren Sie dort Datum und „verlegt auf“, wird neu geplant.",
    ),
    "appointments_replanned": Message(
        "Neu geplant, weil an ihrem Tag niemand arbeitet oder er nicht im Planjahr liegt: {keys:list}.",
        "Prüfen Sie im Blatt Termine die neuen Tage; was mit Kunden verabredet ist, tragen Sie unter „verlegt auf“ ein.",
    ),
    "agreement_unknown": Message(
        "Vereinbarungen mit einer Kundennummer, die es nicht gibt: {keys:list}.",
        "Korrigieren Sie im Blatt Termine rechts die Kundennummer.",
    ),
    "appointment_overdue": Message(
        "Überfällige Termine am Stichtag {reporting_date}: {count:number}, der älteste vom {oldest}; je Rolle: {roles:list}.",
        "Tragen Sie im Blatt Termine „erledigt am“ ein oder verlegen Sie, was noch aussteht.",
    ),
    "appointment_dropped": Message(
        "Nicht mehr geplante Termine, neben denen etwas steht; sie bleiben als „entfallen“: {keys:list}.",
        "Löschen Sie im Blatt Termine die Zeilen, die Sie nicht mehr brauchen.",
    ),
    "appointment_twice": Message(
        "Dieselben Termine stehen in mehreren Zeilen: {keys:list}; je Spalte zählt der erste Eintrag.",
        "Löschen Sie im Blatt Termine die Zeilen, die zu viel sind.",
    ),
    "appointments_too_many": Message(
        "Level und Leistungen ergeben {count:number} Termine; ein Blatt fasst {most:number}. Der Kalender bleibt, wie er war.",
        "Setzen Sie im Blatt Ressourcen häufige Leistungen auf „im Kalender: nein“.",
    ),
}
