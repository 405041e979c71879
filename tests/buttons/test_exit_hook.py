"""xlwings' exit hook ends every Excel it cannot see: it must be gone as soon as a door is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.needs import REPOSITORY, needs_module

needs_module("xlwings")

STUB = """
import atexit, sys, types

windows = types.ModuleType("xlwings._xlwindows")
windows.N_COM_ATTEMPTS = 0

def cleanup():
    print("taskkill")

windows.cleanup = cleanup
atexit.register(cleanup)
sys.modules["xlwings._xlwindows"] = windows
"""


def _printed(tmp_path: Path, *lines: str) -> list[str]:
    """What a Python prints that runs these lines and ends."""
    script = tmp_path / "script.py"
    script.write_text("\n".join((STUB, *lines)), encoding="utf-8")
    call = [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = [{str(REPOSITORY / 'python')!r}]; "]
    call[-1] += f"exec(open({str(script)!r}, encoding='utf-8').read())"
    found = subprocess.run(call, capture_output=True, text=True, timeout=60, check=True)
    return found.stdout.split()


def test_the_hook_runs_if_nobody_takes_it_away(tmp_path: Path) -> None:
    assert _printed(tmp_path, "print(windows.N_COM_ATTEMPTS)") == ["0", "taskkill"]


@pytest.mark.parametrize(
    "line",
    [
        "import kundenbindung.buttons",
        "import kundenbindung.functions",
        "from kundenbindung.adapters import live; live.disarm()",
    ],
)
def test_a_door_takes_it_away_and_makes_retries_finite(tmp_path: Path, line: str) -> None:
    printed = _printed(tmp_path, line, "print(windows.N_COM_ATTEMPTS)")
    assert len(printed) == 1, "the hook is gone"
    assert 100 <= int(printed[0]) <= 100_000


def test_without_windows_there_is_nothing_to_take_away(monkeypatch: pytest.MonkeyPatch) -> None:
    from kundenbindung.adapters import live

    monkeypatch.delitem(sys.modules, "xlwings._xlwindows", raising=False)
    live.disarm()
    assert "xlwings._xlwindows" not in sys.modules
