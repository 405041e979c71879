"""`einrichten`: one real installation shared by the tests, its repetition, its way back, and its failures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.catalogue import setup as played
from tests.doors.desk import call, names
from tests.needs import REPOSITORY, missing

from kundenbindung import __version__
from kundenbindung.adapters import home, install
from kundenbindung.adapters.diagnosis.environment import (
    Environment,
    interpreter,
    look_at,
    site_packages,
    write_mark,
)
from kundenbindung.adapters.install import commands, environment, verify
from kundenbindung.messages import setup as words

REAL = pytest.mark.skipif(os.name == "nt", reason="the folders of a Windows user cannot be redirected")
NOWHERE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": "", "PIP_NO_INDEX": ""}
Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Machine:
    """A user's folders in a folder of the test's own, with blanks and umlauts in their names."""

    root: Path

    @property
    def data(self) -> Path:
        """Where programs keep their data."""
        return self.root / "Daten Größe"

    @property
    def home(self) -> Path:
        """Ordner of the program."""
        return self.data / "Kundenbindung"

    @property
    def environment(self) -> Path:
        """Private environment."""
        return self.home / "umgebung"

    @property
    def books(self) -> Path:
        """Where the workbook goes."""
        return self.root / "Meine Mappen"

    @property
    def book(self) -> Path:
        """The workbook that is made."""
        return self.books / "Meine Kundenbindung.xlsm"

    def python(self, *arguments: str, **more: str) -> Done:
        """Call Python; of the private environment if it is named first."""
        variables = {**os.environ, "XDG_DATA_HOME": str(self.data), "PYTHONUTF8": "1", **more}
        return subprocess.run(
            arguments,
            env=variables,
            cwd=self.root,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    def set_up(self, *arguments: str, **more: str) -> Done:
        """Call `einrichten` of the checkout."""
        return self.python(sys.executable, "-m", "kundenbindung", "einrichten", *arguments, **more)

    def inside(self, *arguments: str) -> Done:
        """Call Python of the private environment."""
        return self.python(str(interpreter(self.environment)), "-I", *arguments)

    def look(self) -> Environment:
        """What the private environment holds."""
        return look_at(self.environment)


def machine(root: Path) -> Machine:
    """A machine on which nothing is set up."""
    made = Machine(root)
    made.books.mkdir(parents=True)
    return made


@dataclass(frozen=True)
class Installed(Machine):
    """A machine on which `einrichten` was really called once; not to be changed."""

    said: str = ""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """One real installation from this checkout."""
    fresh = machine(tmp_path_factory.mktemp("rechner"))
    done = fresh.set_up("--ordner", str(fresh.books))
    if "keine Verbindung zum Internet" in done.stderr:
        missing("a connection to a package index")
    assert (done.returncode, done.stderr) == (0, "")
    return Installed(fresh.root, done.stdout)


@pytest.fixture
def again(installed: Installed, tmp_path: Path) -> Iterator[Machine]:
    """A copy of that machine, to be changed."""
    root = tmp_path / "Kopie"
    shutil.copytree(installed.root, root, symlinks=True, copy_function=_installed_or_copied)
    yield Machine(root)
    shutil.rmtree(root)


def _installed_or_copied(source: str, target: str) -> None:
    """Installed packages are only ever replaced, so that both machines may have the same file."""
    if "site-packages" in Path(source).parts:
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def sentence(done: Done, code: str) -> None:
    """Exit code 1 and exactly the sentence of one code, no traceback."""
    words_of = words.SETUP[code].sentence.partition("{")[0]
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert done.stderr.startswith(f"Fehler: {words_of}"), done.stderr


# ---------------------------------------------------------------- really


@REAL
def test_the_environment_is_complete_and_the_buttons_can_be_called(installed: Installed) -> None:
    found = installed.look()
    assert found.complete
    assert found.versions["kundenbindung"] == __version__
    assert found.library == found.pinned == "0.37.8"
    assert installed.inside("-c", f"import {verify.DOOR}").returncode == 0
    assert names(installed.home) == ["einrichten.log", "umgebung"]


@REAL
def test_the_environment_is_lean_and_does_not_hang_on_the_checkout(installed: Installed) -> None:
    place = installed.inside("-c", "import kundenbindung; print(kundenbindung.__file__)").stdout.strip()
    assert Path(place).is_relative_to(installed.environment)
    assert not {"pytest", "openpyxl", "matplotlib", "polars", "mypy"} & set(installed.look().versions)


@REAL
def test_everything_is_compiled_because_excel_calls_python_without_writing_it(installed: Installed) -> None:
    (folder,) = site_packages(installed.environment)
    sources = list((folder / "kundenbindung").rglob("*.py"))
    assert len(sources) > 50
    compiled = {path.name.partition(".")[0] for path in (folder / "kundenbindung").rglob("*.pyc")}
    assert {path.stem for path in sources} <= compiled


@REAL
def test_the_workbook_is_there_and_the_environment_can_calculate_it(installed: Installed) -> None:
    assert names(installed.books) == ["Meine Kundenbindung.xlsm"]
    done = installed.inside("-m", "kundenbindung", "rechnen", str(installed.book))
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 Kunden berechnet" in done.stdout


@REAL
def test_what_was_done_is_said_step_by_step_and_what_to_do_in_one_paragraph(installed: Installed) -> None:
    lines = installed.said.splitlines()
    assert lines[:5] == [words.step(name) for name in words.STEPS]
    assert lines[5].startswith(f"Die eigene Python-Umgebung ist angelegt: {installed.environment}.")
    assert lines[6:] == [words.macros("Meine Kundenbindung.xlsm")]


@REAL
def test_a_second_run_updates_the_environment_and_keeps_the_workbook(again: Machine) -> None:
    again.book.write_bytes(b"meine Zahlen")
    stray = again.environment / "alt.txt"
    stray.touch()
    done = again.set_up("--ordner", str(again.books), "--quelle", str(REPOSITORY))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Die eigene Python-Umgebung ist aktualisiert: {again.environment}." in done.stdout
    assert f"Die Mappe {again.book} gab es schon; sie ist unverändert." in done.stdout
    assert words.STEPS["workbook"] not in done.stdout
    assert again.book.read_bytes() == b"meine Zahlen"
    assert not stray.exists()
    assert names(again.home) == ["einrichten.log", "umgebung"]
    assert again.inside("-c", f"import {verify.DOOR}").returncode == 0


@REAL
def test_it_is_undone_and_says_what_stays(again: Machine) -> None:
    (again.home / home.BACKUPS).mkdir()
    (again.home / home.BACKUPS / "Sicherung.xlsm").touch()
    done = again.set_up("--entfernen")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Die eigene Python-Umgebung ist entfernt: {again.environment}.")
    assert f"1 Sicherung und Protokolle in {again.home}" in done.stdout
    assert names(again.home) == [home.BACKUPS, "einrichten.log"]
    assert again.book.is_file()
    assert again.set_up("--entfernen").stdout.startswith("Es gibt keine eigene Python-Umgebung")


@REAL
def test_the_environment_does_not_replace_itself(installed: Installed) -> None:
    for more in (["--ordner", str(installed.books)], ["--entfernen"]):
        sentence(installed.inside("-m", "kundenbindung", "einrichten", *more), "setup_runs_inside")
    assert installed.look().complete


@REAL
@pytest.mark.parametrize("before", [True, False])
def test_a_broken_source_leaves_what_was_there(before: bool, again: Machine, tmp_path: Path) -> None:
    if not before:
        shutil.rmtree(again.home)
    wheel = tmp_path / f"kundenbindung-{__version__}-py3-none-any.whl"
    wheel.write_bytes(b"kein Archiv")
    done = again.set_up("--ordner", str(again.books), "--quelle", str(wheel))
    sentence(done, "setup_install_failed")
    assert names(again.home) == ["einrichten.log", *(["umgebung"] if before else [])]
    assert again.look().complete is before
    assert "kundenbindung" in (again.home / "einrichten.log").read_text(encoding="utf-8")


@REAL
def test_without_a_connection_nothing_is_left(tmp_path: Path) -> None:
    alone = machine(tmp_path / "Rechner")
    named = ("--ordner", str(alone.books), "--quelle", f"kundenbindung=={__version__}")
    done = alone.set_up(*named, PIP_CACHE_DIR=str(tmp_path), **NOWHERE)
    sentence(done, "setup_no_network")
    assert names(alone.home) == ["einrichten.log"]
    assert names(alone.books) == []


@REAL
def test_a_file_where_the_folder_belongs(tmp_path: Path) -> None:
    alone = machine(tmp_path / "Rechner")
    alone.data.write_bytes(b"meins")
    sentence(alone.set_up("--ordner", str(alone.books)), "setup_folder_occupied")
    assert alone.data.read_bytes() == b"meins"


@REAL
@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder closed even to the superuser is needed")
def test_a_folder_nobody_can_write_to(tmp_path: Path) -> None:
    alone = machine(tmp_path / "Rechner")
    done = alone.set_up("--ordner", str(alone.books), XDG_DATA_HOME="/proc/kundenbindung")
    sentence(done, "setup_folder_closed")


@REAL
def test_a_folder_for_the_workbook_that_is_not_there(tmp_path: Path) -> None:
    alone = machine(tmp_path / "Rechner")
    done = alone.set_up("--ordner", str(alone.books / "fehlt"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "fehlt“ gibt es nicht." in done.stderr
    assert not alone.home.exists()


# ---------------------------------------------------------------- without calling pip


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ordner of the program, also where it cannot be redirected from outside."""
    folder = tmp_path / "Lokal" / "Kundenbindung"
    monkeypatch.setattr(home, "home_folder", lambda: folder)
    return folder


def _environment(folder: Path, *, finished: bool) -> Path:
    interpreter(folder).parent.mkdir(parents=True)
    interpreter(folder).touch()
    if finished:
        write_mark(folder, {"version": "0"})
    return folder


def test_an_interrupted_run_is_taken_back_by_the_next(own: Path) -> None:
    _environment(own / "umgebung", finished=False)
    _environment(own / "umgebung.alt", finished=True)
    environment.tidy()
    assert names(own) == ["umgebung"]
    assert look_at(own / "umgebung").complete


def test_an_old_environment_that_could_not_be_deleted_is_deleted_by_the_next_run(own: Path) -> None:
    _environment(own / "umgebung", finished=True)
    _environment(own / "umgebung.alt", finished=True)
    environment.tidy()
    assert names(own) == ["umgebung"]


def test_breaking_off_brings_the_old_environment_back(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(command: Sequence[str], log: Path, seconds: float) -> bool:
        if "pip" in command:
            raise KeyboardInterrupt
        return played.Calls()(command, log, seconds)

    _environment(own / "umgebung", finished=True)
    monkeypatch.setattr(environment, "run", interrupt)
    assert call("einrichten", "--ordner", tmp_path) == 1
    assert "Abgebrochen. Es wurde nichts geschrieben." in capsys.readouterr().err
    assert look_at(own / "umgebung").complete
    assert names(own) == ["einrichten.log", "umgebung"] or names(own) == ["umgebung"]


def test_a_dll_of_another_version_is_none(own: Path) -> None:
    found = replace(look_at(_environment(own / "umgebung", finished=True)), pinned="0.37.8")
    assert not replace(found, libraries=("xlwings64-0.37.7.dll",)).has_dll
    assert replace(found, libraries=("xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll")).has_dll


def test_the_source_is_the_one_this_program_runs_from() -> None:
    assert install.requirement(None) == f"kundenbindung[excel] @ {REPOSITORY.as_uri()}"


def test_a_source_can_be_a_folder_a_wheel_or_a_name(tmp_path: Path) -> None:
    wheel = tmp_path / "Müller & Co" / "kundenbindung-9-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.touch()
    assert install.requirement(str(wheel)) == f"kundenbindung[excel] @ {wheel.as_uri()}"
    assert install.requirement(f"{REPOSITORY}{os.sep}.") == f"kundenbindung[excel] @ {REPOSITORY.as_uri()}"
    assert install.requirement("kundenbindung") == "kundenbindung[excel]"
    assert install.requirement("kundenbindung==0.2") == "kundenbindung[excel]==0.2"


def test_pip_is_deaf_to_settings_that_would_install_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PIP_TARGET", "PIP_USER", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, "x")
    log = tmp_path / "a.log"
    assert commands.run([sys.executable, "-c", "import os; print(sorted(os.environ))"], log, 60)
    assert "PIP_INDEX_URL" in log.read_text()
    assert not {"'PIP_TARGET'", "'PIP_USER'"} & set(log.read_text().strip("[]\n").split(", "))


def test_the_workbook_goes_to_the_documents_or_to_the_users_folder(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kundenbindung.cli import setup

    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(setup, "user_documents_path", lambda: tmp_path / "Dokumente")
    calls = played.Calls(dll=True)
    monkeypatch.setattr(environment, "run", calls)
    monkeypatch.setattr(verify, "run", calls)
    assert call("einrichten") == 0
    assert (tmp_path / "Meine Kundenbindung.xlsm").is_file()
    (tmp_path / "Dokumente").mkdir()
    assert call("einrichten") == 0
    assert (tmp_path / "Dokumente" / "Meine Kundenbindung.xlsm").is_file()
