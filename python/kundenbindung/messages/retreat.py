"""Klausur: open points in the owner's words, their counts and minutes, what hangs on few customers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kundenbindung.core.model import CareLevel, Concentration, CustomerStatus, Load, Outcome, Results
from kundenbindung.core.walk_away import WalkAway
from kundenbindung.messages.customers import class_words, to_next
from kundenbindung.messages.customers import rows as table_rows
from kundenbindung.messages.german import DASH, day, number, percent, rate
from kundenbindung.workbook import layout
from kundenbindung.workbook.inputs import found_points, retreat_item, retreat_key
from kundenbindung.workbook.layout import word
from kundenbindung.workbook.schema import Unit

OPEN, DONE, DEFERRED = "offen", "erledigt", "vertagt"
OURS = frozenset(column.name for column in layout.OPEN_DECISIONS.expand() if not column.role.typed)
OWN_POINT = "eigener Punkt"
TOPICS = {
    "rating": "fehlende Urteile",
    "capacity": "Kapazität",
    "borderline": "Grenzfälle",
    "unrated": "nicht bewertbare Kunden",
    "explanation": "Trends erklären",
    "decision": "abgelaufene Entscheidungen",
    "opportunity": "Verkaufschancen",
    "criterion": "Kriterien",
    "concentration": "Klumpen",
    "own": "eigene Punkte",
}
LACKS = {"explanation": " (Grund, Erklärung oder „Hält an“ fehlt)"}
"""What makes a point open, where another sheet counts something else: an explained trend may be one."""
STALE = "Das Blatt Klausur zeigt einen älteren Stand. Bitte Neu berechnen."
NO_SHEET = (
    "Die Tabelle der offenen Entscheidungen fehlt in dieser Mappe; „kundenbindung rechnen“ legt sie neu an."
)
NOT_CALCULATED = "Alle Fehler stehen nach „Neu berechnen“ auf dem Blatt Start."
SETTLED = {
    "rating": "jedes weiche Urteil im Blatt Kunden eingetragen ist",
    "borderline": "im Screening ein Level eingetragen oder hier entschieden ist",
    "unrated": "Werte ergänzt sind oder ein Level eingetragen ist",
    "explanation": "Grund, Erklärung und „Hält an“ im Screening stehen",
    "decision": "die Entscheidung erneuert, geändert oder gelöscht ist",
    "opportunity": "die Zeile im Blatt Pipeline stimmt oder hier entschieden ist",
    "criterion": "das Kriterium geändert oder hier entschieden ist",
    "concentration": "hier entschieden ist, wie Sie vorsorgen",
    "capacity": "keine Rolle mehr überlastet oder hier entschieden ist",
    "own": "hier entschieden ist",
}
FEW = ("größter Kunde", "fünf größte Kunden", "gleich große Kunden")
PLANNED_MEANS = "die Summe der Minuten in der Agenda"
SUM, PLANNED = "Summe", "Agenda"
CHANCES = {
    "opportunity_without_customer": "ohne bekannten Kunden",
    "opportunity_value_missing": "ohne Wert",
    "opportunity_probability_missing": "ohne Wahrscheinlichkeit, zählt nicht",
    "opportunity_overdue": "überfällig, zählt nur halb",
    "opportunity_expired": "lange überfällig, zählt nicht mehr",
    "opportunity_stale": "lange nicht gepflegt",
    "opportunity_large": "trägt allein einen großen Teil des Plans",
}
CRITERIA = {
    "criteria_correlated": "zählt fast dasselbe wie ein anderes Kriterium",
    "criterion_constant": "ist für alle Kunden gleich und entscheidet nichts",
    "effort_twice": "steckt schon im DB III und zählt damit doppelt",
    "revenue_only_money": "ist das einzige Kriterium in Euro; der DB fehlt",
}
Row = Mapping[str, object]


def open_decisions(typed: pd.DataFrame, results: Results) -> pd.DataFrame:
    """Offene Entscheidungen: the owner's rows in his order, new points below, most at stake first.

    What he typed stays with its point; a point that is settled stays as "erledigt" while something is typed.
    """
    points = results.retreat.set_index("item", drop=False) if len(results.retreat) else pd.DataFrame()
    told: dict[str, Row] = dict(zip(map(str, points.index), table_rows(points), strict=True))
    facts = _facts(results)
    rows, listed = [], set[str]()
    for row, found in zip(table_rows(typed), found_points(typed), strict=True):
        key = retreat_key(str(row["item"] or ""))
        if key in told and key not in listed:
            rows.append(_point(key, row, told[key], facts))
        elif (row["item"] and not found) or _holds_typed(row):
            rows.append(_left_alone(row, settled=found and bool(facts.rows)))
        listed.add(key)
    rows += [_point(key, {}, point, facts) for key, point in told.items() if key not in listed]
    columns = list(dict.fromkeys([*typed.columns, *(c.name for c in layout.OPEN_DECISIONS.expand())]))
    return pd.DataFrame(rows, columns=columns)


def _holds_typed(row: Row) -> bool:
    """True if the owner wrote anything into a row, in columns of his own too."""
    return any(value is not None for name, value in row.items() if name not in OURS)


def _left_alone(row: Row, *, settled: bool) -> dict[str, object]:
    """Eigener Punkt, or one of ours that is gone: as it stands, with its state."""
    if settled:
        return {**row, "state": DONE}
    own = {"subject": OWN_POINT} if row["item"] and not row.get("question") else {}
    return {**row, **own, "state": state(row) if row["item"] else None}


@dataclass(frozen=True, slots=True, eq=False)
class _Facts:
    """Angaben zu den Punkten: rows of the results by Kundennr., units of the criteria, Klumpen, loads by Rolle."""

    rows: Mapping[str, Row]
    units: Mapping[str, Unit | None]
    concentration: Concentration | None
    loads: Mapping[str, Load]


def _facts(results: Results) -> _Facts:
    table = results.customers
    told = dict(zip(map(str, table.index), table_rows(table), strict=True)) if len(table) else {}
    units = {entry.criterion: layout.SOURCE_UNITS.get(entry.source) for entry in results.criteria}
    loads = {entry.role: entry for entry in results.capacity.roles} if results.capacity else {}
    return _Facts(told, units, results.concentration, loads)


def _point(key: str, typed: Row, point: Row, facts: _Facts) -> dict[str, object]:
    """Ein Punkt: what was typed, what it is about, how it stands."""
    customer = facts.rows.get(str(point["customer_id"]))
    return {
        **typed,
        "item": retreat_item(key),
        "subject": _subject(point, customer),
        "question": _question(point, customer, facts),
        "state": state(typed),
        "stake_eur": point["stake_eur"],
    }


def state(typed: Row) -> str:
    """Stand of a point from what was typed: offen, vertagt (until when), erledigt."""
    if typed.get("outcome") == Outcome.DECIDED.value:
        return DONE
    if typed.get("outcome") != Outcome.DEFERRED.value:
        return OPEN
    until = typed.get("until")
    return f"{DEFERRED} bis {day(until)}" if isinstance(until, dt.date) else DEFERRED


def _subject(point: Row, customer: Row | None) -> str:
    if customer is not None:
        return str(customer["customer"] or "")
    return "ohne Kunde" if point["kind"] == "opportunity" else ""


def _question(point: Row, customer: Row | None, facts: _Facts) -> str:
    codes: Sequence[str] = point["codes"]  # type: ignore[assignment]  # the cell of this column holds words
    if point["kind"] == "opportunity":
        return _sentence("; ".join(CHANCES[code] for code in codes)) + " Stimmt der Eintrag?"
    if point["kind"] == "criterion":
        return _sentence("; ".join(CRITERIA[code] for code in codes)) + " Soll es so bleiben?"
    if point["kind"] == "concentration":
        share = percent(facts.concentration.largest_share if facts.concentration else None)
        return f"{share} des Umsatzes hängen an diesem Kunden. Was tun Sie, wenn er geht?"
    if point["kind"] == "capacity":
        return _overload(facts.loads[str(point["item"]).partition(" ")[2]])
    if customer is None:
        return ""
    text = _about_customer(str(point["kind"]), codes, customer)
    change = (
        to_next(customer, facts.units.get(str(customer["lever"]))) if point["kind"] == "borderline" else ""
    )
    return f"{text} {_sentence(change)}" if change else text


def _overload(entry: Load) -> str:
    hours = f"{number(entry.needed_hours)} von {number(entry.available_hours)} Stunden"
    return f"{entry.role} braucht {hours}. Weniger Strategie-Kunden, seltener oder mehr Stunden?"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _about_customer(kind: str, codes: Sequence[str], row: Row) -> str:
    if kind == "borderline":
        return _borderline(codes, row)
    if kind == "unrated":
        covered = percent(float(row["coverage"] or 0.0))  # type: ignore[arg-type]  # the cells of these columns are numbers
        return f"Nicht bewertbar: nur {covered} der Gewichte sind belegt. Welches Level soll gelten?"
    if kind == "decision":
        typed, proposed = (word("care_level", row[name]) for name in ("decided_level", "computed_level"))
        return f"Ihre Entscheidung für {typed} ist abgelaufen, es gilt {proposed or DASH}. Soll sie weiter gelten?"
    if codes == ("persistence_missing",):
        return "Erklärt, aber „Hält an“ ist leer. Setzt sich die Bewegung fort?"
    if row["status"] == CustomerStatus.LOST.value:
        return "Verloren. Was war der Grund?"
    trend = class_words(row["trend_class"], row["trend_confidence"])
    moved = f"Umsatz {rate(row['own_rate'])} im Jahr, {trend}" if trend else "Auffällige Veränderung"  # type: ignore[arg-type]  # the cells of these columns are numbers
    return f"{moved}. Was ist der Grund, und hält er an?"


def _borderline(codes: Sequence[str], row: Row) -> str:
    """Why the level is on the edge, what is proposed, how often it comes out."""
    reasons = _sentence(", ".join(word("borderline", code) for code in codes))
    text = f"{reasons} Vorschlag {word('care_level', row['computed_level']) or DASH}"
    shares = {level: row[f"stability_{level.value}"] for level in CareLevel}
    drawn = {level: float(share) for level, share in shares.items() if share is not None}  # type: ignore[arg-type]  # the cells of these columns are numbers
    if not drawn:
        return f"{text}."
    most = max(drawn, key=lambda level: drawn[level])
    often = f"bei {percent(drawn[most])} der leicht anderen Gewichtungen kommt {word('care_level', most.value)} heraus"
    return f"{text}; {often}."


def retreat_status(results: Results, planned: float | None) -> pd.DataFrame:
    """Stand der Klausur: one row per topic, their sum, and the minutes the agenda plans."""
    table = results.retreat_status
    columns = [column.name for column in layout.RETREAT_STATUS.expand()]
    agenda = {"topic": PLANNED, "settled": PLANNED_MEANS, "minutes": planned}
    if not len(table):  # not calculated: as many rows as ever, since nothing below makes room
        rows = [{"topic": topic, "settled": SETTLED[name]} for name, topic in TOPICS.items()]
        return pd.DataFrame([*rows, {"topic": SUM}, agenda], columns=columns)
    counts = {name: table[name].sum() for name in ("total", "done", "deferred", "open", "minutes")}
    named = table.assign(
        topic=table["topic"].map(TOPICS),
        settled=table["topic"].map(SETTLED),
        each=[f"{number(minutes, 1 if minutes % 1 else 0)} Minuten" for minutes in table["minutes_each"]],
    )
    return pd.concat([named, pd.DataFrame([{"topic": SUM, **counts}, agenda])], ignore_index=True)[columns]


def concentration(results: Results) -> pd.DataFrame:
    """Klumpen in words: the largest customer, the five largest, as if so many were of equal size."""
    found = results.concentration
    columns = [column.name for column in layout.CONCENTRATION.expand()]
    if found is None or found.largest_key is None:  # as many rows as ever
        return pd.DataFrame({"figure": list(FEW)}, columns=columns)
    name = results.customers["customer"].get(found.largest_key)
    equal = number(1.0 / found.hhi if found.hhi else None, 1)
    spread = f"So breit gestreut, als wären es {equal} Kunden mit gleichem Umsatz."
    told = (
        (name or found.largest_key, "So viel ginge mit ihm verloren.", *_both(found, "largest_share")),
        ("", "So viel hängt an fünf Gesprächspartnern.", *_both(found, "top_five_share")),
        ("", spread, equal, ""),
    )
    return pd.DataFrame([(figure, *row) for figure, row in zip(FEW, told, strict=True)], columns=columns)


def _both(found: Concentration, name: str) -> tuple[str, str]:
    """Anteil am Umsatz and am DB."""
    return percent(getattr(found, name), 1), percent(getattr(found, f"margin_{name}"), 1)


def walk_away(typed: pd.DataFrame, results: Results, tried: Mapping[str, WalkAway]) -> pd.DataFrame:
    """Abgangsprobe: the numbers as typed, beside each what the company would be without him."""
    names = results.customers["customer"] if len(results.customers) else pd.Series(dtype=object)
    rows = [dict(_walked(tried.get(str(key)), names)) for key in typed["customer_id"]]
    outputs = [column.name for column in layout.WALK_AWAY.expand() if not column.role.typed]
    columns = {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in outputs}
    return typed.reset_index(drop=True).assign(**columns)


def _walked(found: WalkAway | None, names: pd.Series) -> Iterator[tuple[str, object]]:
    if found is None:
        return
    yield "customer", names.get(found.customer_id)
    yield "revenue_share", found.revenue_share
    yield "expected_eur", found.expected
    yield "safe_eur", found.safe
    yield "margin_eur", found.margin
    yield "hours", found.hours
    counts = (
        f"{getattr(found.levels, level.value)} {word('care_level', level.value)}" for level in CareLevel
    )
    yield "levels", ", ".join(counts)


def told_open(results: Results) -> str:
    """Was noch offen ist, for the button: counts by topic and the minutes they take."""
    table = results.retreat_status
    left = table[table["open"] > 0] if len(table) else table
    if not len(left):
        return "Nichts ist offen."
    total = int(left["open"].sum())
    lines = [
        f"  {TOPICS[row['topic']]}: {number(row['open'])}{LACKS.get(row['topic'], '')}"
        for row in left.to_dict("records")
    ]
    minutes = number(float(left["minutes"].sum()))
    return "\n".join([f"Noch offen: {number(total)}, etwa {minutes} Minuten.", *lines])


def hidden(sheet: str) -> str:
    """The owner hid the sheet, so the button cannot go there."""
    return f"Das Blatt „{sheet}“ ist ausgeblendet. Blenden Sie es ein, dann führt der Knopf zum ersten offenen Punkt."


def up_to_date(shown: Mapping[str, str], typed: pd.DataFrame, results: Results) -> bool:
    """True if the open workbook shows the points of a fresh calculation, each with its Stand.

    shown  Punkt -> Stand of the open workbook; settled points may stand there beyond those of the calculation
    """
    table = open_decisions(typed, results)
    fresh = {str(row["item"]): str(row["state"]) for row in table_rows(table) if row["item"]}
    return fresh == {item: stand for item, stand in shown.items() if item in fresh or stand != DONE}
