"""Befunde beim Einrichten, through the command line: one sentence, no half environment, the old one back.

Calls of venv and pip are played here; tests/doors/test_setup.py really makes them.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from tests.catalogue.cases import Case, Findings, Provoke
from tests.catalogue.files import contents, run

from kundenbindung import messages
from kundenbindung.adapters import home
from kundenbindung.adapters.diagnosis.environment import interpreter, write_mark
from kundenbindung.adapters.install import commands, environment, machine, verify

PINNED = "0.37.8"
OWN = f"Name: kundenbindung\nVersion: 0.1.0\nRequires-Dist: xlwings=={PINNED}; extra == 'excel'\n"
Around = Callable[[Path], contextlib.AbstractContextManager[object]]
PIP_SAYS = {
    "setup_disk_ran_full": "ERROR: Could not install packages: OSError: [Errno 28] No space left on device",
    "setup_file_locked": "ERROR: Could not install packages: OSError: [WinError 5] Zugriff verweigert",
    "setup_no_network": "WARNING: Retrying after connection broken by NewConnectionError: getaddrinfo failed",
    "setup_install_failed": "ERROR: No matching distribution found for kundenbindung",
}


@dataclass(frozen=True)
class Calls:
    """Played calls: which step fails, what it says, and what the new environment holds."""

    fails: str = ""
    says: str = ""
    library: str | None = PINNED
    dll: bool = False

    def __call__(self, command: Sequence[str], log: Path, seconds: float) -> bool:  # noqa: ARG002
        """One call of Python in place of `commands.run`."""
        folder = home.environment_folder()
        with log.open("a", encoding="utf-8") as stream:
            stream.write(f"{self.says}\n")
        if "venv" in command:
            interpreter(folder).parent.mkdir(parents=True)
            interpreter(folder).touch()
        if "pip" in command:
            self._install(folder)
        return not (self.fails and self.fails in command)

    def _install(self, folder: Path) -> None:
        libraries = {"xlwings": f"Name: xlwings\nVersion: {self.library}\n"} if self.library else {}
        for name, words in {"kundenbindung": OWN, **libraries}.items():
            place = folder / "lib" / "python3.11" / "site-packages" / f"{name}-1.dist-info"
            place.mkdir(parents=True)
            (place / "METADATA").write_text(f"Metadata-Version: 2.1\n{words}", encoding="utf-8")
        if self.dll:
            (folder / f"xlwings64-{PINNED}.dll").touch()


@contextlib.contextmanager
def _machine(folder: Path, calls: Callable[..., bool]) -> Iterator[None]:
    """A machine of the test's own, on which nothing is started."""
    own = folder / "Lokal" / "Kundenbindung"
    with (
        mock.patch.object(home, "home_folder", return_value=own),
        mock.patch.object(environment, "run", calls),
        mock.patch.object(verify, "run", calls),
    ):
        yield


def _prepare(folder: Path) -> None:
    """A folder for the workbook, and a complete environment of an earlier day."""
    (folder / "Mappen").mkdir()
    old = home.environment_folder()
    interpreter(old).parent.mkdir(parents=True)
    interpreter(old).touch()
    write_mark(old, {"version": "0.0.1"})


def refused(
    *more: str,
    mappen: str = "Mappen",
    around: Around | None = None,
    calls: Callable[..., bool] = Calls(),
    prepare: Callable[[Path], None] = _prepare,
) -> Provoke:
    """Setting up stops with one finding; environment and workbooks are as they were."""

    def provoke(folder: Path) -> Findings:
        with _machine(folder, calls):
            prepare(folder)
            before = _without_log(folder)
            with around(folder) if around else contextlib.nullcontext():
                done = run("einrichten", "--ordner", str(folder / mappen), *more)
            assert done.exit_code == 1
            assert done.complaints == (messages.line(done.spoken[0]),)
            assert _without_log(folder) == before
        return done.spoken

    return provoke


def _without_log(folder: Path) -> dict[str, bytes | None]:
    return {name: kept for name, kept in contents(folder).items() if not name.endswith("einrichten.log")}


def passed(folder: Path) -> Findings:
    """Nothing stands in the way: new environment, new workbook."""
    with _machine(folder, Calls(dll=True)):
        _prepare(folder)
        done = run("einrichten", "--ordner", str(folder / "Mappen"))
        assert done.exit_code == 0, done.complaints
        assert (folder / "Mappen" / "Meine Kundenbindung.xlsm").is_file()
        assert '"workbook"' in (home.environment_folder() / "einrichtung.json").read_text(encoding="utf-8")
    return done.spoken


def _patched(target: object, name: str, value: Any) -> Around:
    return lambda _: mock.patch.object(target, name, value)


def _running_inside(folder: Path) -> contextlib.AbstractContextManager[object]:
    return mock.patch.object(sys, "prefix", str(home.environment_folder()))


def _in_use(folder: Path) -> contextlib.AbstractContextManager[object]:
    """What Windows says while Excel holds the environment; Linux never says it."""
    return mock.patch.object(Path, "rename", side_effect=PermissionError(13, "in use"))


def _occupied(folder: Path) -> None:
    """A file where the folder of the program belongs."""
    (folder / "Mappen").mkdir()
    (folder / "Lokal").write_bytes(b"meins")


def _with_signs(folder: Path) -> None:
    _prepare(folder)
    (folder / "A & B").mkdir()


def _full(folder: Path) -> contextlib.AbstractContextManager[object]:
    usage = shutil.disk_usage(folder)._replace(free=machine.NEEDED_BYTES - 1)
    return mock.patch.object(shutil, "disk_usage", return_value=usage)


def _endless(command: Sequence[str], log: Path, seconds: float) -> bool:
    return commands.run([sys.executable, "-c", "import time; time.sleep(60)"], log, 0.2)


def _case(code: str, provoke: Provoke) -> Case:
    return Case(code, "error", provoke, passed)


FOREIGN = str(Path(__file__).parent)

CASES = (
    _case("setup_python_old", refused(around=_patched(sys, "version_info", (3, 10, 4)))),
    _case(
        "setup_python_store",
        refused(
            around=_patched(sys, "base_prefix", r"C:\Program Files\WindowsApps\PythonSoftwareFoundation")
        ),
    ),
    _case("setup_python_incomplete", refused(around=lambda _: mock.patch.dict(sys.modules, ensurepip=None))),
    _case("setup_runs_inside", refused(around=_running_inside)),
    _case("setup_source_missing", refused("--quelle", "gibt/es/nicht")),
    _case("setup_source_foreign", refused("--quelle", FOREIGN)),
    _case("setup_folder_signs", refused(mappen="A & B", prepare=_with_signs)),
    _case("setup_folder_occupied", refused(prepare=_occupied)),
    _case("setup_folder_closed", refused(around=_patched(machine, "writable", lambda _: False))),
    _case("setup_disk_full", refused(around=_full)),
    *(_case(code, refused(calls=Calls("pip", words))) for code, words in PIP_SAYS.items()),
    _case("setup_too_slow", refused(calls=_endless)),
    _case("setup_venv_failed", refused(calls=Calls("venv"))),
    _case("setup_library_differs", refused(calls=Calls(library="0.36.0"))),
    _case("setup_dll_missing", refused(around=_patched(verify, "ON_WINDOWS", value=True))),
    _case("setup_program_silent", refused(calls=Calls(f"import {verify.DOOR}"))),
    _case("setup_environment_in_use", refused(around=_in_use)),
)
