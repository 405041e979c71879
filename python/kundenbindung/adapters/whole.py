"""Ganz oder gar nicht: several files into folders, all of them or none, nobody else's file replaced."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kundenbindung.adapters import beside


def refuse(folder: Path, targets: Iterable[Path], ours: Callable[[Path], bool]) -> None:
    """Raise PackageError where something is in the way: no folder to make one in, or a file not of `ours`."""
    from kundenbindung.adapters.package.problems import refusal  # noqa: PLC0415 - every button loads this

    wanted = list(targets)
    for place in _places(folder, wanted):
        if place.exists() and not place.is_dir():
            raise refusal("target_exists", file=place.name)
    if not folder.is_dir() and not folder.absolute().parent.is_dir():
        raise refusal("target_folder_missing", folder=str(folder.absolute().parent), file=folder.name)
    for target in wanted:
        if target.exists() and not ours(target):
            raise refusal("target_exists", file=target.name)


def store(folder: Path, files: Mapping[Path, bytes | Path]) -> None:
    """Dateien (content, or a file that holds it, by target) into folders that are made.

    PackageError if one cannot be written: then every file and folder is as it was.
    """
    made: list[Path] = []
    try:
        for place in _places(folder, files):
            if not place.is_dir():
                place.mkdir()
                made.append(place)
        _replace({target: _content(source) for target, source in files.items()})
    except OSError as error:
        for place in reversed(made):
            with contextlib.suppress(OSError):
                place.rmdir()
        name = Path(str(error.filename2 or next(iter(files)))).name
        from kundenbindung.adapters.package.problems import refusal  # noqa: PLC0415

        code = "target_locked" if isinstance(error, PermissionError) else "target_not_written"
        raise refusal(code, file=name, folder=str(folder)) from None


Seen = tuple[int, int, int] | None
"""Stand of a file: which one it is, its size, when it was changed; None where there is none."""


def seen(target: Path) -> Seen:
    """Stand einer Datei now, to be compared with that before it is replaced."""
    try:
        found = target.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _places(folder: Path, targets: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys([folder, *(target.parent for target in targets)]))


def _content(source: bytes | Path) -> bytes:
    return source.read_bytes() if isinstance(source, Path) else source


def _replace(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place, then put all of them there; OSError leaves the old ones."""
    before: dict[Path, bytes | None] = {}
    with contextlib.ExitStack() as stack:
        written = {target: stack.enter_context(beside.temporary(target)) for target in files}
        for target, temporary in written.items():
            temporary.write_bytes(files[target])
        try:
            for target, temporary in written.items():
                old = target.read_bytes() if target.exists() else None
                temporary.chmod(0o644)
                temporary.replace(target)
                before[target] = old
        except OSError:
            _put_back(before)
            raise


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    for target, old in before.items():
        with contextlib.suppress(OSError):
            if old is None:
                target.unlink()
            else:
                target.write_bytes(old)
