"""Buchungsstapel of a large company, made the same every time: one million lines with all 125 columns.

Three thousand customers, invoices with 19 % and 7 %, credit notes, payments, Skonti, reversals, purchases;
texts with umlauts, quotes and separators. `own` and `alone` are what is compared.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from kundenbindung.adapters.sources import ImportedFigures, read_figures

LINES = 1_000_000
CUSTOMERS = 3_000
YEAR = 2025
COLUMNS = 125
SEED = 20_251_231
_CHUNK = 50_000

HEAD = (
    '"EXTF";700;21;"Buchungsstapel";13;20260115093012000;;"RE";"";"";29098;55003;{year}0101;4;'
    '{year}0101;{year}1231;"Buchungen";"MB";1;0;1;"EUR";;"";;;"03";;;"";""'
)
FIRST = [
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz",
    "WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum",
    "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext",
]  # fmt: skip
LAST = [
    "Generalumkehr (GU)", "Steuersatz", "Land", "Abrechnungsreferenz", "BVV-Position",
    "EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)", "Abw. Skontokonto",
]  # fmt: skip
USED = (*FIRST[:3], *FIRST[4:11], *LAST[:2])
"""Columns that both ways of reading take."""


def write(target: Path, lines: int = LINES) -> None:
    """The file, in Windows-1252 with the line ends of DATEV."""
    between = [f"Zusatz {number}" for number in range(COLUMNS - len(FIRST) - len(LAST))]
    header = ";".join([*FIRST, *between, *LAST])
    chance = random.Random(SEED)
    with target.open("w", encoding="cp1252", newline="") as stream:
        stream.write(f"{HEAD.format(year=YEAR)}\r\n{header}\r\n")
        for start in range(0, lines, _CHUNK):
            stream.writelines(_lines(chance, start, min(_CHUNK, lines - start)))


def _lines(chance: random.Random, start: int, count: int) -> Iterator[str]:
    middle = ";" * (COLUMNS - len(FIRST) - len(LAST))
    for number in range(start, start + count):
        debtor = 10_000 + int(chance.random() ** 2 * CUSTOMERS)
        amount = f"{int(chance.lognormvariate(6.5, 1.2))},{chance.randrange(100):02d}"
        day = f"{chance.randrange(1, 29):02d}{chance.randrange(1, 13):02d}"
        side, account, other, text, reversal = _posting(chance.random(), debtor)
        yield (
            f'{amount};"{side}";"";;;"";{account};{other};"";{day};"RE{number}";"";;"{text} {debtor}";'
            f"{middle[1:]};{reversal};;;;;;;\r\n"
        )


def _posting(chance: float, debtor: int) -> tuple[str, int, int, str, str]:
    """Side, account, other account, text and reversal of one line."""
    shares = (
        (0.45, ("S", debtor, 8400, "Müller & Söhne", "")),
        (0.50, ("H", 8300, debtor, 'Bäcker ""Krämer"" KG', "")),
        (0.54, ("H", debtor, 8400, "Gutschrift", "")),
        (0.85, ("S", 1200, debtor, "Zahlung; Rechnung", "")),
        (0.90, ("S", 8736, debtor, "Skonto", "")),
        (0.905, ("S", debtor, 8400, "Storno", "1")),
        (0.97, ("S", 4930, 70_000 + debtor % 500, "Bürobedarf", "")),
    )
    return next((line for limit, line in shares if chance < limit), ("S", debtor, 8125, "Lieferung", ""))


def own(file: Path) -> ImportedFigures:
    """Our reader, from the file to figures per customer and year."""
    return read_figures(file)


def alone(file: Path) -> pd.Series:
    """Pandas alone: the same columns of the same file, added up by account, nothing understood."""
    table = pd.read_csv(file, sep=";", skiprows=1, usecols=list(USED), encoding="cp1252", decimal=",")
    return table.groupby("Konto")[USED[0]].sum()
