"""Das Handbuch says what is there: every button, sheet and worksheet function; as a page and on paper."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from tests.needs import REPOSITORY
from tests.office import pictures_on, words

from kundenbindung import handbook_file
from kundenbindung.adapters.handbook import write_page
from kundenbindung.adapters.handbook.paper import write_pdf
from kundenbindung.messages import guide
from kundenbindung.workbook import layout

TEXT = handbook_file().read_text(encoding="utf-8")
PAPER = REPOSITORY / "docs" / "handbuch.pdf"
ROW = re.compile(r"^\| ([^|]+?) \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
GLOSSARY = set(ROW.findall(TEXT.split("## Glossar\n")[1]))
TERMS = (
    "Abdeckung", "Abgangsprobe", "Auslastung", "Basisjahr", "Befund", "Bestandskunde", "Betreuung",
    "Betreuungsaufwand", "Betreuungslevel", "DB-Quote", "Deckungsbeitrag (DB)", "Doppelzählung",
    "Einmaleffekt", "Einordnung", "Erwartet", "Gesamtpunktzahl", "Gesprächsblatt", "Gewicht", "Gießkanne",
    "Grenzfall", "Halt durch das Vorjahr", "Jahreswechsel", "Klausur", "Klumpen", "Kriterium", "Kunde",
    "Leistung", "Lücke", "Möglich", "Planjahr", "Punkte", "Sicher", "Stabilität", "Trend", "Umsatz",
    "Verkaufschance", "Versandkopie", "Vertriebspipeline", "entschiedenes Level", "gewichtete Punkte",
    "tragbar",
)  # fmt: skip
QUESTIONS = (
    "Warum ist mein bester Kunde nicht strategisch?",
    "Warum zählt mein Wachstum nicht im Plan?",
    "Warum steht dort nichts?",
    "Darf ich die Gewichte ändern?",
    "Was sehen meine Mitarbeiter?",
)


@pytest.mark.parametrize("button", layout.BUTTONS, ids=lambda button: button.name)
def test_every_button_is_explained(button: object) -> None:
    label = button.label  # type: ignore[attr-defined]  # a parameter out of the layout
    assert f"**{label}" in TEXT


@pytest.mark.parametrize("sheet", layout.SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_is_in_the_table(sheet: object) -> None:
    label = sheet.label  # type: ignore[attr-defined]  # a parameter out of the layout
    assert re.search(rf"^\| {label} \| \w", TEXT, re.MULTILINE)


def test_every_function_is_listed_with_arguments_that_it_has() -> None:
    listed = dict(re.findall(r"`(KB_\w+)\(([^)]*)\)`", TEXT))
    declared = {
        function.name: [argument.name for argument in function.arguments] for function in layout.FUNCTIONS
    }
    assert set(listed) == set(declared)
    for name, arguments in listed.items():
        named = [word for word in arguments.split("; ") if word != "…"]
        assert named == declared[name][: len(named)]


def test_sentences_the_owner_may_see_are_those_of_the_program() -> None:
    from kundenbindung.messages.live import LIVE

    for quoted, code in (
        ("Excel ist beschäftigt", "live_not_ready"),
        ("schreibgeschützt geöffnet", "live_read_only"),
        ("ist geschützt", "live_sheet_protected"),
    ):
        assert quoted in TEXT
        assert quoted in LIVE[code].sentence


@pytest.mark.parametrize("term", TERMS)
def test_every_word_the_owner_meets_is_in_the_glossary(term: str) -> None:
    assert term in GLOSSARY


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_with_where_to_look(question: str) -> None:
    answer = TEXT.split(f"### {question}\n")[1].split("\n###")[0]
    assert len(answer.split()) > 40
    assert any(f"Blatt {sheet.label}" in answer.replace("**", "") for sheet in layout.SHEETS)


def test_settings_named_in_the_text_are_there() -> None:
    labels = {setting.label for setting in layout.SETTINGS}
    assert {
        "Tragfähig bis",
        "Knapp bis",
        "Was-wäre-wenn rechnet sofort mit",
        "Art des Deckungsbeitrags",
    } <= labels
    for name in (
        "Tragfähig bis",
        "Knapp bis",
        "Was-wäre-wenn rechnet sofort mit",
        "Art des Deckungsbeitrags",
    ):
        assert f"„{name}“" in " ".join(TEXT.split())


def pictures() -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT)


def test_every_picture_is_there_and_says_what_it_shows() -> None:
    assert len(pictures()) >= 3
    for name in pictures():
        assert (handbook_file().parent / name).is_file(), name


def test_the_page_is_sound_and_german(tmp_path: Path) -> None:
    page = write_page(handbook_file(), tmp_path / "neu" / "Handbuch.html").read_text(encoding="utf-8")
    root = fromstring(page.replace("<!DOCTYPE html>", ""))
    assert root.get("lang") == "de"
    assert len(root.findall(".//table")) == TEXT.count("\n|---")
    assert [node.text for node in root.iter("h1")] == ["Handbuch"]
    assert not any("{" in text for node in root.iter("p") for text in node.itertext())
    anchors = {node.get("id") for node in root.iter("h2")}
    assert [link.get("href", "").removeprefix("#") in anchors for link in root.findall(".//nav/ul/li/a")] == (
        [True] * len(anchors)
    )
    sources = [node.get("src", "") for node in root.iter("img")]
    assert len(sources) == len(pictures())
    assert all(source.startswith("data:image/png;base64,") for source in sources)


def test_the_page_leads_to_the_paper_beside_it(tmp_path: Path) -> None:
    page = write_page(handbook_file(), tmp_path / "Handbuch.html")
    assert (tmp_path / "Handbuch.pdf").read_bytes() == PAPER.read_bytes()
    assert f'<a href="Handbuch.pdf">{guide.PRINTED}</a>' in page.read_text(encoding="utf-8")
    alone = tmp_path / "handbuch.md"
    alone.write_text("# Handbuch\n\n## Eins\n\nText.\n", encoding="utf-8")
    (tmp_path / "Handbuch.pdf").unlink()
    assert "Handbuch.pdf" not in write_page(alone, tmp_path / "Allein.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(handbook_file(), tmp_path_factory.mktemp("paper") / "handbuch.pdf")


def test_two_prints_are_the_same_bytes(printed: Path, tmp_path: Path) -> None:
    again = write_pdf(handbook_file(), tmp_path / "handbuch.pdf")
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(printed.read_bytes()).digest()


def test_the_committed_paper_is_the_print_of_this_text(printed: Path) -> None:
    assert words(PAPER) == words(printed), "python -m pytest --update-golden"


def test_the_paper_has_contents_with_true_page_numbers(printed: Path) -> None:
    sheets = words(printed)
    listed = re.findall(r"^ *(\S.*?) {2,}(\d+)$", sheets[1], re.MULTILINE)[:-1]
    titles = re.findall(r"^##+ (.+)$", TEXT, re.MULTILINE)
    assert [title for title, _ in listed] == titles
    for title, number in listed:
        page = sheets[int(number) - 1]
        assert " ".join(title.split()) in " ".join(page.split()), title
        assert page.rstrip().endswith(number)


def test_every_command_is_printed_on_a_line_of_its_own(printed: Path) -> None:
    shown = {line.strip() for page in words(printed) for line in page.splitlines()}
    blocks = re.findall(r"^```\n(.+?)^```", TEXT, re.MULTILINE | re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines()]
    assert len(commands) >= 10
    assert [command for command in commands if command not in shown] == []


def test_no_page_is_left_with_a_few_lines(printed: Path) -> None:
    """A heading that repeats and one row of a table are no page; a large picture is one."""
    short = [number for number, page in enumerate(words(printed), 1) if len(page.split()) < 60]
    assert [number for number in short if number > 1 and not pictures_on(printed, number)] == []


def test_the_sheets_are_listed_in_the_order_of_their_tabs() -> None:
    table = TEXT.split("## Die Blätter\n\n")[1].split("\n\n")[0]
    listed = re.findall(r"^\| ([\w-]+) \|", table, re.MULTILINE)[1:]
    assert listed == [sheet.label for sheet in layout.SHEETS]


def test_everything_said_is_on_the_paper(printed: Path) -> None:
    """Headings, terms and signs; a letter that the font does not have would be missing."""
    shown = re.sub(
        r"\s", "", "".join(re.sub(r"Kundenbindung · Handbuch\s+\d+", "", page) for page in words(printed))
    )
    for title in re.findall(r"^##+ (.+)$", TEXT, re.MULTILINE):
        assert re.sub(r"\s", "", title) in shown
    for term in GLOSSARY - {"Wort", "---"}:
        assert re.sub(r"\s", "", term) in shown
    for sign in "„“€–ÄÖÜäöüß›&%+":
        assert (sign in shown) is (sign in TEXT), sign
