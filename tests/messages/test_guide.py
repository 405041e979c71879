"""Anleitung: what of the Handbuch the sheet of that name says."""

from __future__ import annotations

import pytest

from kundenbindung import handbook_file
from kundenbindung.messages import guide
from kundenbindung.workbook import layout

TEXT = handbook_file().read_text(encoding="utf-8")
PARTS = {part.title: part for part in guide.guide(TEXT)}
GLOSSARY = [line for title, part in PARTS.items() if title.startswith(guide.GLOSSARY) for line in part.lines]
LABELS = {sheet.label for sheet in layout.SHEETS}
SMALL = """# Handbuch

## Die erste Stunde

Vorweg.

1. **Öffnen.** Klicken Sie auf **Neue Mappe** und sehen Sie in das Blatt **Start**;
   dann weiter.
2. **Fertig.** Mehr nicht.

### Im Einzelnen

Text.

## Die zwei Tage

1. **Tun.** So, mit `befehl`.

## Das Jahr danach

1. **Ruhen.** Ja.

## Glossar

| Wort | Was es heißt | Blatt |
|---|---|---|
| Lücke | Ziel minus Plan | Plan |
"""


def test_steps_are_the_numbered_lines_of_the_chapters() -> None:
    first, days, year, _, _, words = guide.guide(SMALL)
    assert first.lines == (
        guide.Line(
            "1",
            "Öffnen",
            "Klicken Sie auf Neue Mappe und sehen Sie in das Blatt Start; dann weiter.",
            "Start",
        ),
        guide.Line("2", "Fertig", "Mehr nicht.", ""),
    )
    assert days.lines == (guide.Line("1", "Tun", "So, mit befehl.", ""),)
    assert [line.name for line in year.lines] == ["Ruhen"]
    assert words.lines == (guide.Line("L", "Lücke", "Ziel minus Plan.", "Plan"),)
    assert words.title == guide.GLOSSARY


@pytest.mark.parametrize("title", [*guide.CHAPTERS, guide.GLOSSARY])
def test_a_chapter_that_is_not_there_is_named(title: str) -> None:
    with pytest.raises(ValueError, match=title):
        guide.guide(SMALL.replace(f"## {title}", "## Anderes"))


@pytest.mark.parametrize("title", guide.CHAPTERS)
def test_each_chapter_has_its_steps_and_leads_to_sheets(title: str) -> None:
    lines = PARTS[title].lines
    assert [line.number for line in lines] == [str(number) for number in range(1, len(lines) + 1)]
    assert 5 <= len(lines) <= 10
    assert sum(line.place in LABELS for line in lines) >= len(lines) - 1
    assert TEXT.split(f"## {title}\n")[1].split("\n## ")[0].count("\n1. **") == 1


def test_every_place_of_the_chapters_and_the_glossary_is_a_sheet() -> None:
    places = {line.place for part in PARTS.values() if part.places == guide.SHEET for line in part.lines}
    assert places - {""} <= LABELS


def test_all_sheets_and_buttons_are_told_by_number() -> None:
    assert {line.name for line in PARTS[guide.SHEETS].lines} == LABELS - {"Anleitung"}
    for title in (guide.SHEETS, guide.BUTTONS):
        lines = PARTS[title].lines
        assert [line.number for line in lines] == [str(number) for number in range(1, len(lines) + 1)]
    assert [line.name for line in PARTS[guide.BUTTONS].lines] == [button.label for button in layout.BUTTONS]


def test_the_glossary_is_in_alphabetical_order_and_says_each_word_once() -> None:
    words = [line.name.casefold().translate(str.maketrans("äöüß", "aous")) for line in GLOSSARY]
    assert words == sorted(set(words))
    assert len(words) > 50


def test_each_letter_of_the_glossary_stands_once_beside_its_first_word() -> None:
    letters = [line.number for line in GLOSSARY if line.number]
    assert letters == sorted(set(letters))
    assert {line.name[0].upper() for line in GLOSSARY if line.number} == set(letters)
    assert {line.name[0].upper() for line in GLOSSARY} == set(letters)


def test_the_glossary_breaks_between_letters() -> None:
    first, second = (part for title, part in PARTS.items() if title.startswith(guide.GLOSSARY))
    assert (first.title, second.title) == ("Glossar: A bis L", "Glossar: M bis V")
    assert len(first.lines) <= guide.PAGE_OF_TERMS
    assert second.lines[0].number == "M"


def test_no_mark_of_the_source_is_left() -> None:
    texts = [text for part in PARTS.values() for line in part.lines for text in (line.name, line.text)]
    assert not [text for text in texts if set("*`|#[]") & set(text)]
    assert all(text[-1] in ".!?" for part in PARTS.values() for line in part.lines for text in [line.text])
