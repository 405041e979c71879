"""OpenXML SDK validator: what it says about a workbook, for every version of Office it knows."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.needs import ooxml_validator

OFFICE = ("Office2007", "Office2010", "Office2013", "Office2016", "Office2019", "Office2021", "Microsoft365")


def validate(path: Path, versions: tuple[str, ...] = OFFICE) -> list[str]:
    """Complaints as "version part xpath: description"; empty if there are none."""
    command = ooxml_validator()
    with ThreadPoolExecutor(max_workers=2) as pool:
        answers = pool.map(lambda version: _complaints(command, path, version), versions)
        return [complaint for answer in answers for complaint in answer]


def _complaints(command: list[str], path: Path, version: str) -> list[str]:
    call = [*command, str(path), "--officeVersion", version]
    done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in {0, 1}, done.stderr
    answer = json.loads(done.stdout)
    found = [f"{version} {e['path']} {e['xPath']}: {e['description']}" for e in answer["errors"]]
    assert answer["ok"] == (not found)
    return found
