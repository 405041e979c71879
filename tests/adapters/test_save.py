"""Mappe sichern: a whole file or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kundenbindung.adapters import save as room
from kundenbindung.adapters.save import SaveError, save
from kundenbindung.core.model import Severity
from kundenbindung.workbook.frames import Contents

CONTENTS = Contents((2023, 2024, 2025), (), {})
Builder = Callable[..., None]


def _builder(text: bytes) -> Builder:
    def build(contents: Contents, path: Path, *, progress: Callable[[int, int], None] | None = None) -> None:
        path.write_bytes(text)
        if progress is not None:
            progress(1, 1)

    return build


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A builder that writes three letters."""
    monkeypatch.setattr(room, "build", _builder(b"neu"))


def _satisfied(path: Path) -> None:
    assert path.exists()


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_check_sees_the_finished_file_beside_the_target(tmp_path: Path) -> None:
    target, seen = tmp_path / "Mappe.xlsx", []

    def check(path: Path) -> None:
        seen.append((path.parent, path.suffix, path.read_bytes()[:2], target.exists()))

    save(CONTENTS, target, check)
    assert seen == [(tmp_path, ".xlsx", b"PK", False)]
    assert _names(tmp_path) == ["Mappe.xlsx"]


@pytest.mark.usefixtures("quick")
def test_a_target_that_is_there_is_replaced_and_keeps_its_rights(tmp_path: Path) -> None:
    target = tmp_path / "Mappe.XLSX"
    target.write_bytes(b"alt")
    target.chmod(0o640)
    save(CONTENTS, target, _satisfied)
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"neu", 0o640)


@pytest.mark.usefixtures("quick")
def test_progress_is_told(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    save(CONTENTS, tmp_path / "Mappe.xlsx", _satisfied, lambda step, total: steps.append((step, total)))
    assert steps == [(1, 1)]


@pytest.mark.usefixtures("quick")
def test_a_check_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "Mappe.xlsx"
    target.write_bytes(b"alt")

    def check(path: Path) -> None:
        raise RuntimeError(path.name)

    with pytest.raises(RuntimeError, match="kundenbindung"):
        save(CONTENTS, target, check)
    assert (target.read_bytes(), _names(tmp_path)) == (b"alt", ["Mappe.xlsx"])


def _raising(error: Exception) -> Builder:
    def build(contents: Contents, path: Path, *, progress: object = None) -> None:
        path.write_bytes(b"halb")
        raise error

    return build


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(), "target_locked"),
        (OSError(), "target_not_written"),
        (ValueError("Blatt Kunden, Zeile 7: zu lang."), "contents_impossible"),
        (TimeoutError(), "target_not_written"),
    ],
)
def test_what_the_disk_refuses_is_a_finding(
    tmp_path: Path, error: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "build", _raising(error))
    with pytest.raises(SaveError) as caught:
        save(CONTENTS, tmp_path / "Mappe.xlsx", _satisfied)
    finding = caught.value.finding
    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    place = {"file": "Mappe.xlsx", "folder": str(tmp_path)}
    assert finding.values == (place if code.startswith("target") else {"reason": str(error)})
    assert _names(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Mappe.xls", "target_suffix"),
        ("Mappe", "target_suffix"),
        ("fehlt/Mappe.xlsx", "target_folder_missing"),
    ],
)
def test_impossible_targets(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(SaveError) as caught:
        save(CONTENTS, tmp_path / name, _satisfied)
    assert caught.value.finding.code == code
    assert _names(tmp_path) == []
