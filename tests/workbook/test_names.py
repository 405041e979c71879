"""Namen in one spelling: what makes no other name, and what does."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kundenbindung.workbook.names import LONGEST, name_words, same_name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Müller & Söhne G.m.b.H.", "mueller und soehne gmbh"),
        ("MUELLER UND SOEHNE GMBH", "mueller und soehne gmbh"),
        ("Müller u. Söhne GmbH", "mueller und soehne gmbh"),
        ("Müller u.Söhne", "mueller und soehne"),
        ("K+S AG", "k und s ag"),
        ("Weiß e.K.", "weiss ek"),
        ("WEIẞ e.K", "weiss ek"),
        ("Cafe\u0301 Zoé", "cafe zoe"),
        ("Ærø A/S", "aeroe as"),
        ("Auto-Haus_Nord", "auto haus nord"),
        ("\ufeff ＡＢＣ\x00\u00a0Bau", "abc bau"),
        ("=cmd|' /C calc'!A0", "cmd c calc a0"),
        ("株式会社", "株式会社"),
        (" -?! ", ""),
    ],
)
def test_one_spelling(name: str, words: str) -> None:
    assert " ".join(name_words(name)) == words


def test_without_umlauts_as_programs_write_it_that_do_not_know_better() -> None:
    assert name_words("Müller Größe", umlauts=False) == ("muller", "grosse")
    assert name_words("Mueller", umlauts=False) == ("mueller",)


@given(st.text(max_size=40))
@example("\ud800İ")
@example("a." * LONGEST)
def test_words_are_spelled_once_and_for_all(name: str) -> None:
    words = name_words(name)
    assert name_words(" ".join(words)) == words
    assert name_words(f" {name}\n") == words or len(name) >= LONGEST - 2


def test_a_name_belongs_to_the_only_customer_who_carries_it() -> None:
    find = same_name({"1": "Müller GmbH", "2": "Zwei AG", "3": "zwei  ag", "4": "", "5": "??"})
    asked = ("Mueller GmbH", "Zwei AG", "", "??", "Drei AG")
    assert [find(name) for name in asked] == ["1", None, None, None, None]


def test_of_two_alike_the_one_written_alike_is_meant() -> None:
    find = same_name({"1": "Müller & Söhne GmbH", "2": "Mueller u. Soehne GmbH"})
    asked = ("müller &  söhne GmbH", "Mueller u. Soehne GmbH", "Müller und Söhne GmbH")
    assert [find(name) for name in asked] == ["1", "2", None]
