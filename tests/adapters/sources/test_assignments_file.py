"""Zuordnung als Datei: what is written is read again, and what nobody knows is refused with its line."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kundenbindung.adapters.sources import (
    Assignment,
    Assignments,
    SourceError,
    load_assignments,
    save_assignments,
)
from kundenbindung.workbook import layout

ENTRY = '[[zuordnung]]\nfuer = "Zahlen"\ntext = "Feld1"\n'


def _refusal(folder: Path, content: bytes) -> tuple[str, object]:
    path = folder / "zuordnung.toml"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        load_assignments(path)
    return caught.value.finding.code, caught.value.finding.values.get("line")


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
ENTRIES = st.builds(
    Assignment,
    scope=st.sampled_from(sorted(layout.CHOICES["assignment_scope"])),
    text=TEXTS.filter(lambda text: bool(text.strip())),
    meaning=st.none() | st.sampled_from(sorted(layout.CHOICES["assignment_meaning"])),
    year=st.none() | st.integers(1990, 2199),
    example=TEXTS.map(str.strip),
    confirmed=st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ENTRIES, max_size=5))
def test_what_is_saved_is_loaded(tmp_path: Path, entries: list[Assignment]) -> None:
    path = tmp_path / "zuordnung.toml"
    save_assignments(path, Assignments(tuple(entries)))
    assert load_assignments(path).entries == tuple(entries)
    assert [found.name for found in tmp_path.iterdir()] == ["zuordnung.toml"]


def test_the_file_says_how_to_use_it_in_words_of_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "zuordnung.toml"
    save_assignments(path, Assignments((Assignment("figures", "=cmd|'x'", "revenue", 2024, "1,50"),)))
    comment, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    assert all(line.startswith("# ") for line in comment.splitlines())
    assert "Umsatz netto" in comment
    assert "--zuordnung" in comment
    assert body == (
        '[[zuordnung]]\nfuer = "Zahlen"\ntext = "=cmd|\'x\'"\nbedeutung = "Umsatz netto"\njahr = 2024\n'
        'beispiel = "1,50"\nbestaetigt = "nein"\n'
    )


def test_a_file_written_by_hand_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "zuordnung.toml"
    head = '\ufeff[[zuordnung]]\r\nfuer = "debitor"\r\ntext = "alle"\r\n'
    text = head + 'bedeutung = " Erlös  19 % "\r\nbestaetigt = true\r\n'
    path.write_bytes(text.encode())
    loaded = load_assignments(path)
    assert loaded.entries == (Assignment("debtor", "alle", "rate_19", confirmed=True),)
    assert loaded.tax_rate("4711") == 0.19


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ('[[zuordnung]]\nfuer = "Zahlen\n', "source_assignments_unreadable", 2),
        ("fuer = [", "source_assignments_unreadable", 1),
        ("a = " + "[" * 5_000, "source_assignments_unreadable", 1),
        (ENTRY + 'bedeutung = "Umsatzz"\n', "source_assignments_unknown", 4),
        (ENTRY + '\n[[zuordnung]]\nfuer = "Zahlen"\ntext = ""\n', "source_assignments_unknown", 7),
        (ENTRY + 'bedeutng = "DB"\n', "source_assignments_unknown", 4),
        (ENTRY + "jahr = 24\n", "source_assignments_unknown", 4),
        (ENTRY + "jahr = true\n", "source_assignments_unknown", 4),
        (ENTRY + 'bestaetigt = "vielleicht"\n', "source_assignments_unknown", 4),
        (ENTRY + "bestaetigt = 1\n", "source_assignments_unknown", 4),
        ('# x\n[[zuordnung]]\ntext = "Feld1"\n', "source_assignments_unknown", 2),
        ('zuordnung = ["a"]\n', "source_assignments_unknown", 1),
        ("zuordnung = 5\n", "source_assignments_unknown", 1),
        ('\n[zuordnung]\nfuer = "Zahlen"\n', "source_assignments_unknown", 2),
        ('\n\n[eintrag]\nfuer = "Zahlen"\n', "source_assignments_unknown", 3),
    ],
)
def test_what_nobody_knows_is_refused_with_its_line(
    tmp_path: Path, content: str, code: str, line: int
) -> None:
    assert _refusal(tmp_path, content.encode()) == (code, line)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    assert _refusal(tmp_path, b"\xff\xfe\x00")[0] == "source_encoding_unknown"
    assert _refusal(tmp_path, b"#" * 5_000_001)[0] == "source_file_too_large"
    with pytest.raises(SourceError) as caught:
        load_assignments(tmp_path / "fehlt.toml")
    assert caught.value.finding.code == "source_file_missing"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    entry = dataclasses.replace(Assignment("figures", "Feld1"), meaning="revenue")
    with pytest.raises(OSError, match="fehlt"):
        save_assignments(tmp_path / "fehlt" / "zuordnung.toml", Assignments((entry,)))
    (tmp_path / "ordner.toml").mkdir()
    with pytest.raises(OSError, match=r"ordner\.toml"):
        save_assignments(tmp_path / "ordner.toml", Assignments((entry,)))
    assert [found.name for found in tmp_path.iterdir()] == ["ordner.toml"]
