"""Vorlagen: criteria presets and the sample company from the folder `templates`."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kundenbindung import templates_folder
from kundenbindung.core.model import Criterion, CriterionKind, Scale
from kundenbindung.workbook import layout
from kundenbindung.workbook.frames import Grid
from kundenbindung.workbook.schema import Column, Role

STANDARD = "standard"

_SAMPLE_FILES = {
    "customers": "kunden.csv",
    "figures": "zahlen.csv",
    "one_offs": "einmaleffekte.csv",
    "opportunities": "pipeline.csv",
    "stages": "phasen.csv",
    "margin_rates": "db_saetze.csv",
    "full_year": "vollwert_neu.csv",
    "judgements": "urteile.csv",
    "screening": "entscheidungen.csv",
    "prior_year": "vorjahr.csv",
    "prior_criteria": "vorjahr_kriterien.csv",
    "open_decisions": "klausur.csv",
    "walk_away": "abgangsprobe.csv",
    "roles": "rollen.csv",
    "closures": "betriebsferien.csv",
    "appointments": "termine.csv",
    "agreements": "vereinbarungen.csv",
    "recipients": "empfaenger.csv",
    "trial_weights": "gewichtssaetze.csv",
    "trial_assumptions": "annahmen.csv",
}

PROPOSED = {
    "agenda": "agenda.csv",
    "roles": "rollen.csv",
    "activities": "leistungen.csv",
    "groups": "gruppen.csv",
}
"""Tables of a new workbook that come filled: agenda of the Klausur, names of roles, activities, groups."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Kriterien-Vorlage: title, one sentence for whom it is, and its criteria."""

    name: str
    title: str
    description: str
    criteria: tuple[Criterion, ...]


def preset_names() -> tuple[str, ...]:
    """Namen of the presets, `standard` first."""
    names = sorted(path.stem for path in (templates_folder() / "criteria").glob("*.toml"))
    return tuple(sorted(names, key=lambda name: name != STANDARD))


def preset(name: str) -> Preset:
    """Kriterien-Vorlage by name; raises KeyError for an unknown one."""
    if name not in preset_names():
        raise KeyError(name)
    content = tomllib.loads((templates_folder() / "criteria" / f"{name}.toml").read_text(encoding="utf-8"))
    criteria = tuple(_criterion(entry) for entry in content["criteria"])
    return Preset(name, content["title"], content["description"], criteria)


def _criterion(entry: dict[str, object]) -> Criterion:
    fields = {**entry, "kind": CriterionKind(str(entry["kind"])), "scale": Scale(str(entry["scale"]))}
    return Criterion(**{"zero_at": None, "ten_at": None, **fields})  # type: ignore[arg-type]  # keywords by the names of the fields


def default_stages() -> pd.DataFrame:
    """Übliche Phasen with their probabilities, for a new workbook."""
    rows = _rows(templates_folder() / "sample_company" / "phasen.csv")[1:]
    return pd.DataFrame({"stage": [row[0] for row in rows], "probability": [_share(row[1]) for row in rows]})


def _share(text: str) -> float:
    return float(text.rstrip(" %").replace(",", ".")) / 100.0


def meeting_agenda() -> tuple[tuple[str, int], ...]:
    """Agenda eines Kundengesprächs: points and the minutes planned for them."""
    rows = _rows(templates_folder() / "texts" / "gespraech.csv")[1:]
    return tuple((point, int(minutes)) for point, minutes in rows)


def sample_company() -> dict[str, Grid]:
    """Beispielunternehmen as grids, ready for `frames.read_workbook`; criteria come from `standard`."""
    folder = templates_folder() / "sample_company"
    grids = {}
    for table, file in _SAMPLE_FILES.items():
        rows = _rows(folder / file)
        grids[table] = Grid(table, tuple(rows[0]), rows[1:], first_row=2)
    grids["criteria"] = criteria_grid(preset(STANDARD).criteria)
    grids |= {name: proposed_grid(name) for name in ("agenda", "activities", "groups")}
    settings = [[_label(row[0]), row[1]] for row in _rows(folder / "einstellungen.csv")[1:]]
    grids["settings"] = Grid("settings", ("Einstellung", "Wert"), settings, first_row=2)
    return grids


def proposed_grid(table: str) -> Grid:
    """Vorschlag for a table of a new workbook, one of `PROPOSED`."""
    rows = _rows(templates_folder() / "texts" / PROPOSED[table])
    return Grid(table, tuple(rows[0]), rows[1:], first_row=2)


def criteria_grid(criteria: Sequence[Criterion]) -> Grid:
    """Kriterien as the owner would have typed them."""
    columns = [column for column in layout.CRITERIA.expand() if column.role is Role.INPUT]
    rows = [[_typed(column, getattr(entry, column.name)) for column in columns] for entry in criteria]
    return Grid("criteria", tuple(column.label for column in columns), rows, first_row=2)


def _typed(column: Column, value: object) -> object:
    return layout.word(column.choices, value) if column.choices else value


def _label(name: str) -> str:
    return next(setting.label for setting in layout.SETTINGS if setting.name == name)


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter=";"))


def sample_name() -> str:
    """Name des Beispielunternehmens, by which its workbook is recognised."""
    rows = _rows(templates_folder() / "sample_company" / "einstellungen.csv")
    return next(row[1] for row in rows if row[0] == "company")
