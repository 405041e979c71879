"""Beschädigte Dateien of every format end in a result or a German sentence."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.run import READ, REFUSED, run, seeds_once


def test_mutated_files_are_read_or_refused(tmp_path: Path) -> None:
    rounds = 25
    outcome = run(tmp_path, 20_261_126, count=rounds * len(seeds_once()))
    assert outcome.cases == rounds * len(seeds_once())
    assert [trace for _, _, trace in outcome.failures] == []
    ends = {end for _, end in outcome.ends}
    assert ends == {READ, REFUSED}, "mutations that nobody notices, or that nobody survives, prove nothing"
