"""Kapazität: what is said about hours that are missing, people with too much to do, and the Gießkanne."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

CAPACITY: dict[str, Message] = {
    "roles_missing": Message(
        "Bei keiner Rolle steht, wie viele Stunden sie hat; ob Ihre Leute die Betreuungslevel tragen, bleibt offen.",
        "Tragen Sie im Blatt Ressourcen je Rolle die Stunden im Jahr oder den Anteil „für Bestandskunden“ ein.",
    ),
    "role_unknown": Message(
        "Leistung einer Rolle, die nicht in der Tabelle Rollen steht ({roles:list}); ihre Stunden werden mit keinen verfügbaren verglichen: {keys:list}.",
        "Ergänzen Sie im Blatt Ressourcen die Rolle oder wählen Sie in der Tabelle Leistungen eine, die es gibt.",
    ),
    "role_hours_missing": Message(
        "Kunden brauchen die Rolle, aber wie viele Stunden sie hat, steht nirgends: {keys:list}.",
        "Tragen Sie im Blatt Ressourcen die Stunden im Jahr oder den Anteil „für Bestandskunden“ ein.",
    ),
    "activity_hours_missing": Message(
        "Leistung ohne Stunden; sie zählt, als koste sie keine Zeit: {keys:list}.",
        "Tragen Sie im Blatt Ressourcen Vorbereitung und Durchführung ein. Kostet sie wirklich keine Zeit, tragen Sie 0 ein.",
    ),
    "capacity_overloaded": Message(
        "Die Aufteilung ist nicht tragfähig: {role} braucht {needed:number} von {available:number} Stunden, {missing:up} fehlen (Engpass: {bottleneck}).",
        "Weniger Strategie-Kunden, seltener oder mehr Stunden: Das Blatt Ressourcen nennt für jeden Weg den kleinsten Schritt.",
    ),
    "capacity_tight": Message(
        "Knapp: {role} braucht {needed:number} von {available:number} Stunden, das sind {load:percent}.",
        "Für Unvorhergesehenes bleibt kaum Zeit; sehen Sie im Blatt Ressourcen nach, was sich seltener machen lässt.",
    ),
    "level_without_activity": Message(
        "Level ohne eine eigene Leistung: {levels:care_level}; der Kunde merkt von diesem Level nichts.",
        "Tragen Sie im Blatt Ressourcen für jedes Level mindestens eine Leistung ein, die es erst ab diesem Level gibt.",
    ),
    "times_not_whole": Message(
        "Leistung, die nicht ganzzahlig oft im Jahr vorkommt: {keys:list}; die Stunden zählen anteilig, im Kalender steht nur die ganze Zahl.",
        "Tragen Sie im Blatt Ressourcen bei „mal im Jahr“ eine ganze Zahl ein.",
    ),
    "meetings_few": Message(
        "Keine Leistung ab Strategie bringt einem Kunden {wanted:number} persönliche Gespräche im Jahr, eines je Quartal; die häufigste kommt {times:plain}-mal vor.",
        "Tragen Sie im Blatt Ressourcen die Entscheidergespräche ein, die Sie ihm versprechen.",
    ),
    "watering_can": Message(
        "Anteil an den Stunden und Anteil am DB liegen mindestens um den Faktor {factor:plain} auseinander; zu viel Zeit bekommen: {much:list}; zu wenig Zeit: {little:list}.",
        "Das Blatt Ressourcen zeigt unter „Gießkanne“ die größten Abstände; ändern Sie bei diesen Kunden Level oder Aufwandsfaktor, oder lassen Sie es bewusst so.",
    ),
    "closure_reversed": Message(
        "Betriebsferien vom {first} bis {last} enden, bevor sie beginnen; sie bleiben ohne Wirkung.",
        "Vertauschen Sie im Blatt Einstellungen „von“ und „bis“ oder korrigieren Sie das Jahr.",
    ),
    "federal_state_missing": Message(
        "Ohne Bundesland zählen nur die Feiertage, die überall gelten; ein Termin kann auf einen Feiertag fallen.",
        "Wählen Sie im Blatt Einstellungen Ihr Bundesland.",
    ),
}
