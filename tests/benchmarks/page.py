"""Die Seite docs/benchmarks.md, from the raw results of one run."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tests.benchmarks import wording
from tests.benchmarks.model import german
from tests.benchmarks.sampling import OTHER

BENCHES = {
    "read": "Lesen",
    "build": "Bauen",
    "evaluate": "Rechnen",
    "stability": "Stabilität",
    "command": "Befehl",
    "calendar": "Termine",
    "formulas": "Formeln statt Programm",
    "cells": "openpyxl statt unserer Ein- und Ausgabe",
    "whole": "Ganzer Auftrag",
    "costs": "Kosten",
    "memory": "Speicher",
    "postings": "Buchungsstapel",
    "copies": "Versandkopien",
    "start": "Schaltflächen laden",
    "click": "Klick",
}
UNITS = {"x": "fach", "s": " s", "MiB": " MiB", "": ""}
PARTS = {"read": "lesen", "compute": "rechnen", "write": "schreiben"}
FLOORS = ("Mappe lesen /", "Mappe bauen /", "Stabilität / Multiplizieren")

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]


def text(record: Mapping[str, Any]) -> str:
    """The whole page as Markdown; its pictures are in `bilder` beside it."""
    return "\n\n".join(part for section in _sections(record) for part in section) + "\n"


def rows_of(record: Mapping[str, Any]) -> Rows:
    """Rows of figures of all benchmarks by their name."""
    return {name: found for bench in record["benchmarks"] for name, found in bench["rows"].items()}


def _sections(record: Mapping[str, Any]) -> Iterator[Iterable[str]]:
    rows = rows_of(record)
    outcomes = [one for bench in record["benchmarks"] for one in bench["outcomes"]]
    yield ["# Wie schnell, wie groß", _summary(outcomes), wording.INTRODUCTION]
    yield _machine(record)
    if rows.get("whole"):
        yield _whole(rows["whole"])
    yield _instead(rows)
    yield _floors(outcomes)
    if rows.get("costs"):
        yield _costs(rows["costs"])
    if rows.get("click"):
        yield _clicks(rows["click"])
    yield ["## Alle Ziele", *_targets(record["benchmarks"])]
    yield ["## Was diese Zahlen nicht sagen", wording.LIMITS]
    yield ["## Neu messen", wording.AGAIN]


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int) -> str:
    """Markdown table whose last `numbers` columns stand at the right."""
    marks = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, marks, *rows))


def _summary(outcomes: Sequence[Row]) -> str:
    missed = [one for one in outcomes if not one["reached"]]
    told = f"**{len(outcomes) - len(missed)} von {len(outcomes)} Zielen sind erreicht.**"
    if not missed:
        return told
    return "\n".join([f"{told} Verfehlt:", "", *(_missed(one) for one in missed)])


def _missed(one: Row) -> str:
    name = one["target"]
    reason = next(
        (why for start, why in wording.REASONS.items() if name.startswith(start)), wording.NO_REASON
    )
    told = f"- {name}: {_value(one)} statt {_limit(one)}. {reason}"
    return textwrap.fill(" ".join(told.split()), 104, subsequent_indent="  ", break_on_hyphens=False)


def _value(one: Row) -> str:
    close = not one["reached"] and abs(one["value"] - one["limit"]) < 0.005
    return german(one["value"], 4 if close else 2) + UNITS[one["unit"]]


def _limit(one: Row) -> str:
    digits = 0 if one["limit"] >= 100.0 else 2
    bound = "mindestens" if one["least"] else "höchstens"
    return f"{bound} {german(one['limit'], digits)}{UNITS[one['unit']]}"


def _machine(record: Mapping[str, Any]) -> list[str]:
    facts = record["machine"]
    loads = [load for bench in record["benchmarks"] for load in bench["loads"]]
    minutes = sum(bench["minutes"] for bench in record["benchmarks"])
    libraries = ", ".join(f"{name} {number}" for name, number in facts["libraries"].items())
    memory = f"{german(facts['memory_gib'], 0)} GiB" if facts["memory_gib"] else "unbekannt"
    between = f"{german(min(loads), 1)} bis {german(max(loads), 1)}" if loads else "unbekannt"
    rows = [
        ("Tag", facts["date"]),
        ("Rechner", f"{facts['system']}, {facts['cores']} Kerne, {memory} Speicher"),
        ("Prozessor", facts["processor"]),
        ("Python", facts["python"]),
        ("Bibliotheken", libraries),
        ("LibreOffice", facts["libreoffice"]),
        ("Last während des Laufs", f"{between} Prozesse auf {facts['cores']} Kernen"),
        ("Dauer des Laufs", f"{german(minutes, 0)} Minuten"),
    ]
    return ["## Gemessen auf", table(("Was", "Womit"), rows, 0)]


def _whole(rows: Sequence[Row]) -> list[str]:
    shown = [_whole_row(row) for row in rows]
    head = ("Kunden", "lesen", "rechnen", "schreiben", "zusammen", "Speicher", "Mappe")
    largest = rows[-1]
    verdict = wording.REFUSED if largest.get("refused") else wording.ACCEPTED
    beyond = wording.BEYOND.format(
        customers=german(largest["customers"], 0), megabytes=german(largest["mb"], 0), verdict=verdict
    )
    return [
        "## Der ganze Auftrag",
        wording.WHOLE,
        "![Sekunden für Lesen, Rechnen und Schreiben nach Zahl der Kunden, beide Achsen logarithmisch]"
        "(bilder/benchmarks-auftrag.png)",
        table(head, shown, 7),
        *([" ".join(beyond.split())] if "refused" in largest else []),
    ]


def _whole_row(row: Row) -> list[str]:
    parts = [f"{german(row[part])} s" if part in row else "–" for part in PARTS]
    total = f"{german(sum(row[part] for part in PARTS))} s" if "read" in row else "–"
    size = f"{german(row['mb'], 1)} MB"
    return [german(row["customers"], 0), *parts, total, f"{german(row['mib'], 0)} MiB", size]


def _instead(rows: Rows) -> Iterator[str]:
    yield "## Was man stattdessen nähme"
    if rows.get("formulas"):
        yield from _formulas(rows["formulas"])
    if rows.get("cells"):
        yield from ("### openpyxl zum Lesen und Schreiben", wording.CELLS)
        shown = [(row["way"], *_seconds(row["other"], row["own"])) for row in rows["cells"]]
        yield table(("Arbeit", "openpyxl", "Programm", "Verhältnis"), shown, 3)
    if rows.get("loops"):
        draws = rows["loops"][0]["draws"]
        yield from ("### Eine Schleife für die Stabilität", wording.LOOPS.format(draws=draws))
        shown = [(row["library"], *_seconds(row["seconds"], row["own"])) for row in rows["loops"]]
        yield table(("Bibliothek", "Schleife", "Programm", "Verhältnis"), shown, 3)


def _seconds(other: float, own: float) -> tuple[str, str, str]:
    return (
        f"{german(other)} s",
        f"{german(own)} s",
        f"{german(other / own, 0 if other > 20 * own else 1)}fach",
    )


def _formulas(rows: Sequence[Row]) -> Iterator[str]:
    yield from (
        "### Formeln in der Mappe",
        wording.FORMULAS.format(apart=f"{max(r['apart'] for r in rows):.0e}"),
    )
    yield (
        "![Sekunden einer Neuberechnung mit Formeln und mit dem Programm nach Zahl der Kunden, beide Achsen "
        "logarithmisch](bilder/benchmarks-formeln.png)"
    )
    shown = [
        (german(row["customers"], 0), german(row["formulas"], 0), *_seconds(row["seconds"], row["own"]))
        for row in rows
    ]
    yield table(("Kunden", "Formeln", "LibreOffice", "Programm", "Verhältnis"), shown, 5)


def _floors(outcomes: Sequence[Row]) -> Iterator[str]:
    shown = [one for one in outcomes if one["target"].startswith(FLOORS)]
    if shown:
        yield from ("## Gegen die Grenzen", wording.FLOORS)
        rows = [(one["target"], one["detail"], _value(one)) for one in shown]
        yield table(("Vergleich", "Sekunden", "Verhältnis"), rows, 1)


def _costs(rows: Sequence[Row]) -> Iterator[str]:
    yield from ("## Wohin die Zeit geht", wording.COSTS)
    yield ("![Sekunden des ganzen Auftrags nach Teilen, vorher und jetzt](bilder/benchmarks-kosten.png)")
    for size in dict.fromkeys(row["customers"] for row in rows):
        yield from _three(size, {row["state"]: row["parts"] for row in rows if row["customers"] == size})
    yield wording.DONE


def _three(size: int, states: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The three largest costs of each state, what was before first, and all together."""
    ordered = {state: states[state] for state in sorted(states, reverse=True)}
    largest = [name for parts in ordered.values() for name in _largest(parts)]
    named = dict.fromkeys(largest)
    shown = [(name, *(f"{german(parts.get(name, 0.0))} s" for parts in ordered.values())) for name in named]
    total = [f"**{german(sum(parts.values()))} s**" for parts in ordered.values()]
    yield f"Die drei größten Kosten bei {german(size, 0)} Kunden, vorher wie jetzt:"
    yield table(("Teil", *ordered), [*shown, ("**Alles**", *total)], len(ordered))


def _largest(parts: Mapping[str, float]) -> list[str]:
    """Names of the three most expensive parts."""
    return [name for name in sorted(parts, key=lambda name: -parts[name]) if name != OTHER][:3]


def _clicks(rows: Sequence[Row]) -> list[str]:
    head = (
        "Kunden",
        "starten",
        "lesen",
        "rechnen",
        "zuordnen",
        "schreiben",
        "davon LibreOffice",
        "eigener Anteil",
    )
    keys = ("start", "read", "compute", "place", "write", "office", "own")
    shown = [[german(row["customers"], 0), *(f"{german(row[key])} s" for key in keys)] for row in rows]
    return ["## Der Klick", wording.CLICK, table(head, shown, len(head))]


def _targets(benches: Sequence[Row]) -> Iterator[str]:
    """Every target of every benchmark, with the load of the machine."""
    for bench in benches:
        loads = " bis ".join(german(load, 1) for load in bench["loads"])
        yield f"### {BENCHES.get(bench['name'], bench['name'])}"
        often = "einmal" if bench["runs"] == 1 else f"Median aus {bench['runs']} Runden"
        yield f"Gemessen am {bench['at']} Uhr, {often}, Last {loads or 'unbekannt'}."
        rows = [
            (
                one["target"],
                one["detail"] or "–",
                _value(one),
                _limit(one),
                "ja" if one["reached"] else "**nein**",
            )
            for one in bench["outcomes"]
        ]
        yield table(("Ziel", "Wie es zustande kam", "gemessen", "Grenze", "erreicht"), rows, 3)
