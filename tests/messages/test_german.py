"""Deutsche Schreibweise: numbers, amounts, shares, dates, lists, and the format words of the catalogue."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kundenbindung.messages import german
from kundenbindung.messages.german import Sentences
from kundenbindung.workbook.numbers import parse_number
from kundenbindung.workbook.schema import Unit


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.0, 0, "0"),
        (1234.5, 1, "1.234,5"),
        (1_234_567.891, 2, "1.234.567,89"),
        (-1234.0, 0, "-1.234"),
        (-0.4, 0, "0"),
        (-0.04, 1, "0,0"),
        (-0.06, 1, "-0,1"),
        (None, 0, "–"),
        (math.nan, 2, "–"),
    ],
)
def test_numbers(value: float | None, decimals: int, text: str) -> None:
    assert german.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (17_620.0, Unit.EUR, "+18.000 €"),
        (-17_620.0, Unit.EUR, "-18.000 €"),
        (18_000.0, Unit.EUR, "+18.000 €"),
        (0.0341, Unit.SHARE, "+3,5 Prozentpunkte"),
        (-0.021, Unit.RATE, "-2,1 Prozentpunkte pro Jahr"),
        (-3.0, Unit.DAYS, "-3 Tage"),
        (0.7, Unit.RATING, "+0,7 im Urteil"),
        (1.234, Unit.NUMBER, "+1,3"),
        (5.0, None, "+5"),
        (0.0, Unit.EUR, "+0 €"),
    ],
)
def test_changes_are_rounded_so_that_they_are_enough(value: float, unit: Unit | None, text: str) -> None:
    assert german.change(value, unit) == text


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_what_is_written_can_be_read_again(value: float, decimals: int) -> None:
    written = german.number(value, decimals)
    read = parse_number(written, decimal=",").value
    assert read == pytest.approx(value, abs=0.5001 * 10.0**-decimals, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (0.1, "0,1"), (1234.56, "1.234,56"), (0.0225, "0,0225"), (1 / 3, "0,333333"), (None, "–")],
)
def test_plain_numbers_have_the_decimals_they_need(value: float | None, text: str) -> None:
    assert german.plain(value) == text


def test_amounts_and_shares() -> None:
    assert german.euros(3_250_217.7, 2) == "3.250.217,70 €"
    assert german.euros(-1234.4) == "-1.234 €"
    assert german.euros(None) == german.percent(None) == german.rate(math.nan) == "–"
    assert german.percent(0.1234) == "12 %"
    assert german.percent(0.1234, 1) == "12,3 %"
    assert german.percent(1.0) == "100 %"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.14, 0, "+14 %"),
        (-0.14, 0, "-14 %"),
        (0.0, 0, "0 %"),
        (0.004, 0, "0 %"),
        (-0.004, 0, "0 %"),
        (0.004, 1, "+0,4 %"),
    ],
)
def test_rates_carry_their_sign_unless_they_round_to_nothing(value: float, decimals: int, text: str) -> None:
    assert german.rate(value, decimals) == text


def test_days_and_counts() -> None:
    assert german.day(dt.date(2025, 3, 1)) == "01.03.2025"
    assert german.count(1, "Kunde", "Kunden") == "1 Kunde"
    assert german.count(0, "Kunde", "Kunden") == "0 Kunden"
    assert german.count(12_000, "Kunde", "Kunden") == "12.000 Kunden"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0, "0 €"),
        (-0.3, "0 €"),
        (9_999.0, "9.999 €"),
        (10_000.0, "10 Tsd. €"),
        (-54_321.0, "−54 Tsd. €"),
        (999_499.0, "999 Tsd. €"),
        (999_500.0, "1,0 Mio. €"),
        (-13_409_014.0, "−13,4 Mio. €"),
        (999_900_000.0, "999,9 Mio. €"),
        (999_950_000.0, "1,0 Mrd. €"),
        (2_553_600_000.0, "2,6 Mrd. €"),
    ],
)
def test_short_amounts(value: float | None, text: str) -> None:
    assert german.short_euros(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1 €"),
        (100.0, "100 €"),
        (1e3, "1 Tsd. €"),
        (1e5, "100 Tsd. €"),
        (1e7, "10 Mio. €"),
        (1e9, "1 Mrd. €"),
    ],
)
def test_round_amounts(value: float, text: str) -> None:
    assert german.round_euros(value) == text


def test_shares_and_numbers_of_customers_in_words() -> None:
    assert [german.share(value) for value in (None, 0.0, 0.001, 0.004_9, 0.006, 0.5)] == [
        "–",
        "0 %",
        "weniger als 1 %",
        "weniger als 1 %",
        "1 %",
        "50 %",
    ]
    assert [german.so_many(size, "ist", "sind") for size in (0, 1, 2)] == [
        "Kein Kunde ist",
        "1 Kunde ist",
        "2 Kunden sind",
    ]


def test_lists_name_five_and_count_the_rest() -> None:
    assert german.listing([]) == ""
    assert german.listing(["1", "2"], {"1": "A"}) == "1 A, 2"
    assert german.listing(list("12345")) == "1, 2, 3, 4, 5"
    assert german.listing(list("12345678")) == "1, 2, 3, 4, 5 und 3 weitere"


@pytest.mark.parametrize(
    ("word", "value", "text"),
    [
        ("{v:eur}", 1234.4, "1.234 €"),
        ("{v:eur2}", 1234.5, "1.234,50 €"),
        ("{v:percent}", 0.5, "50 %"),
        ("{v:percent1}", 0.055, "5,5 %"),
        ("{v:rate1}", 0.067, "+6,7 %"),
        ("{v:number}", 12.0, "12"),
        ("{v:number2}", 1.5, "1,50"),
        ("{v:number}", "12", "12"),
        ("{v:plain}", 0.25, "0,25"),
        ("{v:plain}", None, "–"),
        ("{v:up}", 127.3, "128"),
        ("{v:up}", 128.0 + 1e-9, "128"),
        ("{v:up}", 0.01, "1"),
        ("{v:up}", None, "–"),
        ("{v:least}", 0.0, " ab 0"),
        ("{v:most}", 1234.5, " bis 1.234,5"),
        ("{v:most}", None, ""),
        ("{v:eur}", None, "–"),
        ("{v:list}", ("007", "2"), "007 Bond, 2"),
        ("{v:list}", (), "–"),
        ("{v:care_level}", ("strategy", "service"), "Strategie, Service"),
        ("{v}", dt.date(2025, 12, 31), "31.12.2025"),
        ("{v}", "Text", "Text"),
        ("{v}", 2025, "2025"),
    ],
)
def test_format_words(word: str, value: object, text: str) -> None:
    assert Sentences({"007": "Bond"}).vformat(word, (), {"v": value}) == text


def test_an_unknown_format_word_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Sentences().vformat("{v:euro}", (), {"v": 1.0})
