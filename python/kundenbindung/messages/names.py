"""Befunde zu Namen: Sammelkonten, open questions and wrong answers of Namensabgleich."""

from __future__ import annotations

from kundenbindung.messages.entry import Message

NAMES: dict[str, Message] = {
    "collective_accounts": Message(
        "Sammelkonto, zählt in Umsatz und Plan, wird aber nicht bewertet: {keys:list}.",
        "Ist es doch ein einzelner Kunde, schreiben Sie im Blatt Kunden unter „Sammelkonto“ nein.",
    ),
    "name_matches_open": Message(
        "Im Namensabgleich warten Fragen auf Ihre Antwort ({count:number}): {keys:list}.",
        "Tragen Sie im Blatt Einlesen unter „Derselbe?“ ja oder nein ein oder nennen Sie die andere Kundennummer.",
    ),
    "name_match_customer_unknown": Message(
        "Im Namensabgleich gilt eine Kundennummer, die es in der Mappe nicht gibt; der Name bleibt ohne Kunden: {keys:list}.",
        "Prüfen Sie die Nummer im Blatt Einlesen; vielleicht fehlen führende Nullen.",
    ),
}
