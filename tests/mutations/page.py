"""Seite docs/mutationen.md: figures per module, and every survivor under its reason (explained.toml)."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from tests.mutations.report import Verdict

HERE = Path(__file__).parent
OPEN = "open"
HEAD = (
    "| Module | Mutants | Put to the tests | Killed | Timed out | Survived: makes no difference "
    "| Survived: open |\n|---|--:|--:|--:|--:|--:|--:|"
)

Place = tuple[str, str, str]
"""Module, function and change of a mutant."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Grund for which a mutant may live: heading and text on the page."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Erklärte Überlebende: the reasons in the order of the page, and the reason of each."""

    reasons: tuple[Reason, ...]
    changes: Mapping[Place, str]

    def of(self, entry: Verdict) -> str:
        """Name of the reason, `OPEN` without one."""
        return self.changes.get(place(entry), OPEN)


@dataclass(frozen=True, slots=True)
class Row:
    """Zeile of the table: a module, its mutants, and what became of those put to the tests."""

    module: str
    made: int
    count: Mapping[str, int]

    @property
    def put(self) -> int:
        return sum(self.count.values())

    def line(self) -> str:
        same = sum(
            number for status, number in self.count.items() if status not in {"killed", "timeout", OPEN}
        )
        figures = (
            self.made, self.put, self.count.get("killed", 0), self.count.get("timeout", 0),
            same, self.count.get(OPEN, 0),
        )  # fmt: skip
        return "| " + " | ".join([f"`{self.module}`", *map(str, figures)]) + " |"


def place(entry: Verdict) -> Place:
    """Where the explanation of a survivor stands."""
    return entry.room, entry.function, entry.change


def explained(path: Path = HERE / "explained.toml") -> Explained:
    """Reasons and explanations; a change that is explained twice is an error of the file."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    reasons = tuple(Reason(**entry) for entry in said["reason"])
    names = {entry.name for entry in reasons}
    changes: dict[Place, str] = {}
    for change, name in _listed(said["survivor"]):
        if change in changes or name not in names:
            raise ValueError(f"{' '.join(change)} ({name})")
        changes[change] = name
    return Explained(reasons, changes)


def _listed(survivor: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]) -> Iterator[tuple[Place, str]]:
    for module, functions in survivor.items():
        for function, groups in functions.items():
            for name, changes in groups.items():
                yield from (((module, function, change), name) for change in changes)


def rows(made: Mapping[str, int], found: Sequence[Verdict], known: Explained) -> list[Row]:
    """One row per module: `made` says how many mutants it has."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in made}
    for entry in found:
        counts[entry.room][known.of(entry) if entry.status == "survived" else entry.status] += 1
    return [Row(name, number, counts[name]) for name, number in made.items()]


def page(made: Mapping[str, int], found: Sequence[Verdict], known: Explained, day: dt.date) -> str:
    """Text of the page; `found` are the verdicts of mutants that still exist."""
    lines = rows(made, found, known)
    total = sum((Counter(dict(row.count)) for row in lines), Counter[str]())
    everything = Row("all", sum(made.values()), total).line().replace("`all`", "all")
    table = "\n".join([HEAD, *(row.line() for row in lines), everything])
    template = Template((HERE / "page.md").read_text(encoding="utf-8"))
    left = survivors([entry for entry in found if entry.status == "survived"], known)
    date = f"{day.day} {day:%B %Y}"
    return template.substitute(date=date, table=table, extent=extent(lines), survivors=left).rstrip() + "\n"


def extent(lines: Iterable[Row]) -> str:
    """Which modules are complete, as a sentence."""
    table = list(lines)
    part = [f"`{row.module}` ({row.put} of {row.made})" for row in table if row.put < row.made]
    if not part:
        return "Every mutant of every module has been put to the tests."
    return f"Complete but for {', '.join(part)}: of these only a part has been put to the tests."


def survivors(left: Sequence[Verdict], known: Explained) -> str:
    """Sections of the page: survivors by reason in the order of explained.toml, the open ones last."""
    at = {change: number for number, change in enumerate(known.changes)}
    ordered = sorted(left, key=lambda entry: at.get(place(entry), len(at)))
    reasons = (*known.reasons, Reason(OPEN, "Open", "Not noticed by any test and not explained yet."))
    found = {reason: [entry for entry in ordered if known.of(entry) == reason.name] for reason in reasons}
    return "\n\n".join(_section(reason, entries) for reason, entries in found.items() if entries)


def _section(reason: Reason, entries: Sequence[Verdict]) -> str:
    functions: dict[str, list[str]] = {}
    for entry in entries:
        name = f"`{entry.room}` `{entry.function}`" if entry.function else f"`{entry.room}`"
        functions.setdefault(name, []).append(f"{_code(entry.before)} to {_code(entry.after)}")
    lines = [f"- {name}: {'; '.join(changes)}" for name, changes in functions.items()]
    return "\n".join([f"### {reason.title} ({len(entries)})\n\n{reason.text}\n", *lines])


def _code(text: str) -> str:
    inside = text.replace("|", "\\|")
    return f"`` {inside} ``" if "`" in inside else f"`{inside}`"


def unneeded(found: Iterable[Verdict], known: Explained) -> list[Place]:
    """Explanations of changes that did not survive, or no longer exist."""
    lived = {place(entry) for entry in found if entry.status == "survived"}
    return [entry for entry in known.changes if entry not in lived]
