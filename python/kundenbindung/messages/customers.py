"""Sätze je Kunde: trend in words, the reasoning, what the plan believes. Facts in, words out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kundenbindung.core.model import CareLevel, CustomerStatus
from kundenbindung.messages import german as amounts
from kundenbindung.messages.german import number, percent, rate
from kundenbindung.workbook.layout import word
from kundenbindung.workbook.schema import Unit

ATTENTION = "!"
NO_FIGURES = "ohne Umsatz"
"""Status of a customer without a figure in any year; the core leaves him out like a lost one."""

Row = Mapping[str, object]


def rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Rows of a frame as dictionaries, missing values as None."""
    clean = frame.astype(object).where(frame.notna(), None)
    names, columns = list(clean.columns), (clean[name].tolist() for name in clean.columns)
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def status_words(row: Row) -> str:
    """Status in words: nobody without a figure in any year is called lost."""
    return NO_FIGURES if row.get("without_figures") else word("status", row["status"])


def trend_words(row: Row) -> str:
    """Einordnung: "stark wachsend (klar)", with "!" where an explanation is still owed."""
    status = {CustomerStatus.LOST.value: status_words(row), CustomerStatus.NEW.value: "neu, noch kein Trend"}
    text = class_words(row["trend_class"], row["trend_confidence"]) or status.get(
        str(row["status"]), "kein Trend"
    )
    owed = row["needs_explanation"] and not row["explained"]
    return f"{text} {ATTENTION}" if owed else text


def class_words(trend_class: object, confidence: object) -> str:
    """Einordnung and how sure it is: "stark wachsend (klar)"; empty without a trend."""
    trend, sure = word("trend_class", trend_class), word("confidence", confidence)
    return f"{trend} ({sure})" if sure else trend


def borderline_words(row: Row) -> str:
    """Grenzfall in words; empty if the level is not on the edge."""
    return ", ".join(word("borderline", reason) for reason in row["borderline"])  # type: ignore[attr-defined]  # the cell of this column holds words


def believed_words(row: Row) -> str:
    """Was der Plan vom Trend glaubt, with the raw evidence beside it."""
    if row["own_rate"] is None:
        return ""
    parts = [f"eigene Entwicklung {rate(_float(row['own_rate']))}"]
    if row["trend_pool_rate"] is not None:
        pool = _float(row["trend_pool_rate"])
        parts[0] += f", Vergleichsgruppe {rate(_growth(pool))}"
    parts.append(f"{percent(_float(row['trend_lambda']))} der Differenz wird für den Plan geglaubt")
    steps = int(_float(row["trend_steps"]))
    parts.append(f"in {int(_float(row['trend_rises']))} von {steps} Jahren gestiegen")
    if row["trend_one_jump"]:
        parts.append("von einem Jahr getragen")
    return "; ".join(parts)


def _growth(slope: float) -> float:
    """Annual rate of a logarithmic slope."""
    return float(2.718281828459045**slope - 1.0)


def _float(value: object) -> float:
    return float(value)  # type: ignore[arg-type]  # callers give cells that hold a number


def reasoning(row: Row) -> str:
    """Begründung: strengths, weakest point, trend, level and the distance to the next one (section 5)."""
    if row["collective"]:
        return _collective(row)
    if row.get("without_figures"):
        return "Noch ohne Umsatz, deshalb kein Level."
    if row["status"] == CustomerStatus.LOST.value:
        return "Verloren: kein positiver Umsatz im Basisjahr, deshalb kein Level."
    parts = [_contrast(row), _trend_sentence(row), _level_sentence(row)]
    if row["margin_estimated"]:
        parts.append("DB geschätzt.")
    return " ".join(part for part in parts if part)


def _collective(row: Row) -> str:
    """What a Sammelkonto counts for, and the level somebody has typed all the same."""
    text = "Sammelkonto: zählt in Umsatz und Plan, wird aber nicht bewertet."
    return f"{text} Entschieden: {word('care_level', row['care_level'])}." if row["care_level"] else text


def _contrast(row: Row) -> str:
    strengths, weakness = row["strengths"], row["weakness"]
    if not strengths:
        return ""
    strong = f"Stark bei {' und '.join(strengths)}"  # type: ignore[arg-type]  # the cell of this column holds words
    weak = f", schwach bei {weakness}" if weakness and weakness not in strengths else ""  # type: ignore[operator]  # the cell of this column holds words
    return f"{strong}{weak}."


def _trend_sentence(row: Row) -> str:
    if row["trend_class"] is None:
        return "Neu im Basisjahr, noch kein Trend." if row["status"] == CustomerStatus.NEW.value else ""
    sure = f", {word('confidence', row['trend_confidence'])}" if row["trend_confidence"] else ""
    return (
        f"Umsatz {rate(_float(row['own_rate']))} im Jahr ({word('trend_class', row['trend_class'])}{sure})."
    )


def _level_sentence(row: Row) -> str:
    level = row["computed_level"]
    if level is None:
        covered = percent(_float(row["coverage"] or 0.0))
        text = f"Nicht bewertbar: nur {covered} der Gewichte sind belegt."
        return (
            text
            if row["care_level"] is None
            else f"{text} Entschieden: {word('care_level', row['care_level'])}."
        )
    text = f"Vorschlag {word('care_level', level)}{_distance(row)}."
    if row["care_level"] != level:
        text += f" Entschieden: {word('care_level', row['care_level'])}."
    return text


def _distance(row: Row) -> str:
    if row["level_distance"] is None:
        return ""
    gap = _float(row["level_distance"])
    points = f"{number(abs(gap), 1)} Punkte"
    if row["computed_level"] == CareLevel.STRATEGY.value:
        return (
            f", {points} über der Grenze"
            if gap >= 0
            else f", {points} unter dem nächsten, vom Vorjahr gehalten"
        )
    above = CareLevel.STRATEGY if row["computed_level"] == CareLevel.SALES.value else CareLevel.SALES
    if gap < 0:
        return f", {points} über dem letzten Kunden mit Level {word('care_level', above.value)}"
    return f", {points} bis {word('care_level', above.value)}"


def to_next(row: Row, unit: Unit | None) -> str:
    """Was sich ändern müsste: "+2,1 Punkte bis Strategie, zum Beispiel Deckungsbeitrag +18.000 €".

    The nearer cut counts, upwards or downwards; empty without a level or a cut.
    """
    if row["next_level"] is None:
        return ""
    gap, name = _float(row["points_to_next"]), word("care_level", row["next_level"])
    if number(abs(gap), 1) == number(0.0, 1):
        return f"gleichauf an der Grenze zu {name}"
    text = f"{'+' if gap > 0.0 else '-'}{number(abs(gap), 1)} Punkte bis {name}"
    lever = _lever(row, unit)
    return f"{text}, zum Beispiel {lever}" if lever else f"{text}; kein Kriterium allein genügt"


def _lever(row: Row, unit: Unit | None) -> str:
    """Stärkster Hebel: criterion and the change it takes, rounded so that it is enough."""
    if row["lever"] is None or row["lever_from"] is None:
        return ""
    change = _float(row["lever_to"]) - _float(row["lever_from"])
    return f"{row['lever']} {amounts.change(change, unit)}"


def plan_words(row: Row) -> str:
    """Anmerkung in the plan: what is special about this line."""
    notes = []
    if row["plan_level_full_year"]:
        notes.append("neu, Vollwert eingetragen")
    elif row["status"] == CustomerStatus.NEW.value:
        notes.append("neu, ohne Vollwert")
    if row["status"] == CustomerStatus.LOST.value:
        notes.append(f"{status_words(row)}, nur Verkaufschancen")
    if row["pending"]:
        notes.append("noch offen: nur der Rest des Vorjahres")
    share = row["recognised_share"]
    if row["needs_explanation"] and share is not None and row["own_rate"] is not None:
        notes.append(_recognised(row, _float(share)))
    if row["plan_margin_company_rate"] and row["plan_margin_eur"] is not None:
        notes.append("DB mit Quote des Unternehmens")
    if row["margin_estimated"]:
        notes.append("DB geschätzt")
    return "; ".join(note for note in notes if note)


def _recognised(row: Row, share: float) -> str:
    if row["explained"]:
        return f"Trend erklärt, zählt zu {percent(share)}"
    if share == 0.0:
        return "Anstieg unerklärt, zählt nicht"
    return "Rückgang unerklärt, zählt ganz" if row["plan_trend_eur"] else "Trend unerklärt"
