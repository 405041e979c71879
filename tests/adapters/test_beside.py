"""A file is written beside its place: the old one stays until the new one is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kundenbindung.adapters import beside


def test_a_file_is_put_with_its_rights_and_nothing_is_left(tmp_path: Path) -> None:
    target = tmp_path / "Stand.json"
    beside.put(target, b"alt")
    assert target.stat().st_mode & 0o777 == 0o644
    beside.put(target, b"neu", mode=0o600)
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"neu", 0o600)
    assert list(tmp_path.iterdir()) == [target]


def test_what_cannot_be_moved_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "Stand.json"
    (target / "drin").mkdir(parents=True)
    with pytest.raises(OSError, match=r"Stand\.json"):
        beside.put(target, b"neu")
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(OSError, match="fehlt"):
        beside.put(tmp_path / "fehlt" / "Stand.json", b"neu")


def test_a_temporary_file_is_ours_by_name_and_goes_with_the_work(tmp_path: Path) -> None:
    with beside.temporary(tmp_path / "Mappe.XLSM") as written:
        assert (written.parent, written.suffix, written.stat().st_size) == (tmp_path, ".xlsm", 0)
        assert written.name.startswith(beside.PREFIX)
        assert written.stat().st_mode & 0o777 == 0o600
    with beside.temporary(tmp_path / "Mappe") as written:
        assert written.suffix == ".tmp"
    assert list(tmp_path.iterdir()) == []


def test_one_that_cannot_be_deleted_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(self: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(self)

    monkeypatch.setattr(Path, "unlink", locked)
    beside.put(tmp_path / "Stand.json", b"neu")
    beside.discard(tmp_path / "Stand.json")
    assert (tmp_path / "Stand.json").read_bytes() == b"neu"
