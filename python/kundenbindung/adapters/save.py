"""Mappe sichern: build beside the target, check, then replace; never a half file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kundenbindung.adapters import beside
from kundenbindung.adapters.builder import build
from kundenbindung.core.model import Finding, Severity
from kundenbindung.workbook.frames import Contents

SUFFIXES = (".xlsm", ".xlsx")


class SaveError(Exception):
    """A workbook could not be written; carries the one finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def _refusal(code: str, target: Path) -> SaveError:
    return SaveError(
        Finding(code, Severity.ERROR, values={"file": target.name, "folder": str(target.parent)})
    )


def save(
    contents: Contents,
    target: Path,
    check: Callable[[Path], object],
    progress: Callable[[int, int], None] | None = None,
    still: Callable[[], bool] = lambda: True,
) -> None:
    """Inhalt -> workbook at `target`; `check` sees the finished temporary file and raises if it is not right.

    still  False if what stands at `target` is no longer what was there when the work began
    Raises SaveError for a wrong suffix, a missing folder, no permission, a full disk, a target that was
    changed meanwhile, or contents that no workbook can hold.
    """
    if target.suffix.lower() not in SUFFIXES:
        raise _refusal("target_suffix", target)
    if not target.parent.is_dir():
        raise _refusal("target_folder_missing", target)
    try:
        _replace(contents, target, check, progress, still)
    except PermissionError:
        raise _refusal("target_locked", target) from None
    except OSError:
        raise _refusal("target_not_written", target) from None


def _replace(
    contents: Contents,
    target: Path,
    check: Callable[[Path], object],
    progress: Callable[[int, int], None] | None,
    still: Callable[[], bool],
) -> None:
    with beside.temporary(target) as temporary:
        _build(contents, temporary, progress)
        check(temporary)
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        if not still():
            raise _refusal("target_changed", target)
        temporary.replace(target)


def _build(contents: Contents, temporary: Path, progress: Callable[[int, int], None] | None) -> None:
    """Build; what no workbook can hold is a finding that names the place."""
    try:
        build(contents, temporary, progress=progress)
    except ValueError as error:
        reason = {"reason": str(error)}
        raise SaveError(Finding("contents_impossible", Severity.ERROR, values=reason)) from None
