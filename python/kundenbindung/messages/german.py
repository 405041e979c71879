"""Deutsche Schreibweise of numbers, amounts, shares, dates and lists."""

from __future__ import annotations

import datetime as dt
import math
import string
from collections.abc import Mapping, Sequence

from kundenbindung.workbook.layout import CHOICES, word
from kundenbindung.workbook.schema import Unit

DASH = "–"
SHOWN_KEYS = 5
"""So many customers are named in a sentence, the others counted."""


GIANT = 1e15
"""Zahlen from which on the digits say nothing any more."""


def number(value: float | None, decimals: int = 0) -> str:
    """Zahl in German notation: 1.234,5; a dash if missing."""
    if _missing(value):
        return DASH
    if abs(float(value or 0.0)) >= GIANT:
        return _giant(float(value or 0.0))
    text = f"{float(value or 0.0):,.{decimals}f}"
    text = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
    minus_zero = text.startswith("-") and not any(digit in text for digit in "123456789")
    return text[1:] if minus_zero else text


def plain(value: float | None) -> str:
    """Zahl with as many decimals as it has, at most six: 0,1."""
    if _missing(value):
        return DASH
    if abs(float(value or 0.0)) >= GIANT:
        return _giant(float(value or 0.0))
    text = f"{round(float(value or 0.0), 6) + 0.0:,.6f}".rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def whole(value: float | None) -> str:
    """Ganze Zahl that is enough: 127,3 reads "128"; a dash if missing."""
    if value is None or not math.isfinite(value) or abs(value) >= GIANT:
        return number(value)
    return number(enough(value))


def enough(value: float) -> int:
    """Next whole number that is not less, but for what rounding adds."""
    return math.ceil(value - 1e-6)


def euros(value: float | None, decimals: int = 0) -> str:
    """Betrag in German notation with the euro sign; a dash if missing."""
    return DASH if _missing(value) else f"{number(value, decimals)} €"


BILLIONS, MILLIONS, THOUSANDS = 1e9, 1e6, 1e4
"""Amounts from which on a sentence counts in Milliarden, Millionen or Tausend."""


NO_BREAK, MINUS = "\u00a0", "\u2212"
"""Blank and minus where no line may be broken."""


def short_euros(value: float | None) -> str:
    """Betrag as short as a title needs it: 13,4 Mio. €, −240 Tsd. €, 950 €; a dash if missing."""
    if _missing(value):
        return DASH
    amount = float(value or 0.0)
    return _short(abs(amount)) if amount >= 0.0 else f"{MINUS}{_short(-amount)}".replace(f"{MINUS}0 ", "0 ")


def _short(amount: float) -> str:
    if amount >= BILLIONS - MILLIONS / 20.0:
        return f"{number(amount / BILLIONS, 1)} Mrd. €"
    if amount >= MILLIONS - THOUSANDS / 20.0:
        return f"{number(amount / MILLIONS, 1)} Mio. €"
    return f"{number(amount / 1000.0)} Tsd. €" if amount >= THOUSANDS else euros(amount)


def round_euros(amount: float) -> str:
    """Runder Betrag at a stroke of an axis: 10 €, 1 Tsd. €, 100 Mio. €."""
    units = ((BILLIONS, "Mrd. €"), (MILLIONS, "Mio. €"), (1_000.0, "Tsd. €"), (0.0, "€"))
    size, unit = next(entry for entry in units if amount >= entry[0])
    return f"{number(amount / (size or 1.0))} {unit}"


def signed_euros(amount: float) -> str:
    """Änderung as short as a chart needs it, on one line: +12 Tsd. €; without sign where it reads 0 €."""
    text = short_euros(abs(amount)).replace(" ", NO_BREAK)
    sign = "" if text.startswith(f"0{NO_BREAK}") else "+" if amount > 0.0 else MINUS
    return f"{sign}{text}"


LEAST_SHARE = 0.005
"""Anteil below which a rounded percentage would read as nothing."""


def percent(value: float | None, decimals: int = 0) -> str:
    """Anteil as German percent: 0.123 reads "12 %"; a dash if missing."""
    return DASH if _missing(value) else f"{number(100.0 * float(value or 0.0), decimals)} %"


def share(value: float | None) -> str:
    """Anteil in words that never say nothing where there is a little."""
    small = value is not None and 0.0 < value < LEAST_SHARE
    return "weniger als 1 %" if small else percent(value)


def rate(value: float | None, decimals: int = 0) -> str:
    """Rate as German percent with its sign: +14 %."""
    text = percent(value, decimals)
    return (
        f"+{text}"
        if not _missing(value) and float(value or 0.0) > 0.0 and text != percent(0.0, decimals)
        else text
    )


_CHANGE_WORDS = {
    Unit.EUR: (1.0, "€"),
    Unit.SHARE: (100.0, "Prozentpunkte"),
    Unit.RATE: (100.0, "Prozentpunkte pro Jahr"),
    Unit.DAYS: (1.0, "Tage"),
    Unit.HOURS: (1.0, "Stunden"),
    Unit.RATING: (1.0, "im Urteil"),
}


def change(value: float, unit: Unit | None) -> str:
    """Veränderung with its sign and unit, rounded away from zero to two digits so that it is enough."""
    scale, word = _CHANGE_WORDS.get(unit or Unit.NUMBER, (1.0, ""))
    size = abs(value) * scale
    if not math.isfinite(size):
        return f"{plain(value * scale)} {word}".strip()
    step = 10.0 ** (math.floor(math.log10(size)) - 1) if size > 0.0 else 1.0
    rounded = math.ceil(size / step - 1e-9) * step
    sign = "-" if value < 0.0 else "+"
    return f"{sign}{plain(rounded)} {word}".strip()


def day(value: dt.date) -> str:
    """Datum as TT.MM.JJJJ."""
    return f"{value:%d.%m.%Y}"


def listing(keys: Sequence[str], names: Mapping[str, str] | None = None) -> str:
    """Aufzählung: the first five with their names, then "und 3 weitere"."""
    shown = [f"{key} {(names or {}).get(key) or ''}".strip() for key in keys[:SHOWN_KEYS]]
    rest = len(keys) - len(shown)
    return ", ".join(shown) + (f" und {rest} weitere" if rest else "")


def count(size: int, one: str, many: str) -> str:
    """Anzahl with the right word: 1 Kunde, 3 Kunden."""
    return f"{number(size)} {one if size == 1 else many}"


def so_many(size: int, one: str, many: str) -> str:
    """Kein Kunde ist, 1 Kunde ist, 3 Kunden sind."""
    return f"Kein Kunde {one}" if not size else count(size, f"Kunde {one}", f"Kunden {many}")


def _giant(value: float) -> str:
    """Riesige Zahl as Excel shows it: 1,0E+308; ∞ if it is none."""
    sign = "-" if value < 0.0 else ""
    return f"{sign}∞" if math.isinf(value) else f"{value:.1E}".replace(".", ",")


def _missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


class Sentences(string.Formatter):
    """Format words of the catalogue: eur, percent, rate, number (each with decimals, `eur2`), plain, year, list.

    `up` is a whole number that is enough, `least` and `most` a limit, nothing if there is none; the name of a
    list of choices stands for its words.
    """

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = names

    def format_field(self, value: object, format_spec: str) -> str:
        """German text of one value; sequences are listed, dates and plain texts need no word."""
        if isinstance(value, dt.date):
            return day(value)
        if format_spec == "list" and isinstance(value, Sequence):
            return listing([str(key) for key in value], self._names) or DASH
        if format_spec in CHOICES and isinstance(value, Sequence):
            return listing([word(format_spec, key) for key in value])
        if not format_spec:
            return str(value)
        return _formatted(None if value is None else float(value), format_spec)  # type: ignore[arg-type]  # texts and lists have been answered above


_LIMITS = {"least": "ab", "most": "bis"}


def _formatted(value: float | None, format_spec: str) -> str:
    """German text of a number, by the word for it."""
    name = format_spec.rstrip("0123456789")
    if name == "year":
        return plain(value) if value is None or abs(value) >= GIANT else str(int(value))
    if name in _LIMITS:
        return "" if _missing(value) else f" {_LIMITS[name]} {plain(value)}"
    if name in ("plain", "up"):
        return plain(value) if name == "plain" else whole(value)
    writers = {"eur": euros, "percent": percent, "rate": rate, "number": number}
    return writers[name](value, int(format_spec[len(name) :] or 0))
