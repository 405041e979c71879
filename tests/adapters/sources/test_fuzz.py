"""Beschädigte Dateien of every format end in a result or a German sentence."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.run import READ, REFUSED, import_kinds, run


def test_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    formats = import_kinds()
    outcome = run(tmp_path, 20_261_126, formats, count=25 * len(formats))
    assert outcome.cases == 25 * len(formats)
    assert [failure.trace for failure in outcome.failures] == []
    ends = {end for _, end in outcome.ends}
    assert ends == {READ, REFUSED}, "mutations that nobody notices, or that nobody survives, prove nothing"
