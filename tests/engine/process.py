"""One headless LibreOffice of our own: started with a throw-away profile, ended with everything it started.

A guard process holds the other end of a pipe: whenever the test process ends, for whatever reason, the guard
kills the process group of the office and removes the profile.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from tests.engine.bridge import load_uno
from tests.engine.errors import OfficeGoneError

START_SECONDS = 90.0
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
SETTINGS = (
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "de-DE"),
    ("/org.openoffice.Office.Common/Misc", "UseLocking", "false"),
    ("/org.openoffice.Office.Common/Misc", "UseDocumentOOoLockFile", "false"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Common/Save/Document", "CreateBackup", "false"),
)
GUARD = """
import os, shutil, signal, sys
sys.stdin.buffer.read()
try:
    os.killpg(int(sys.argv[1]), signal.SIGKILL)
except ProcessLookupError:
    pass
shutil.rmtree(sys.argv[2], ignore_errors=True)
"""


def _profile(folder: Path) -> Path:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "\n".join(ITEM.format(path=path, name=name, value=value) for path, name, value in SETTINGS)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(PROFILE.format(items=items), encoding="utf-8")
    return profile


class Office:
    """A running LibreOffice: `context` is its component context."""

    def __init__(self, program: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="office-"))
        self.pipe = f"office-{uuid.uuid4().hex}"
        self.process = self._launch(program)
        self._guard = self._watch_over()
        try:
            self.context = self._connect()
        except BaseException:
            self.stop()
            raise

    def _launch(self, program: Path) -> subprocess.Popen[bytes]:
        call = [str(program), "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        call += [f"-env:UserInstallation={_profile(self.folder).as_uri()}"]
        call += [f"--accept=pipe,name={self.pipe};urp;StarOffice.ComponentContext"]
        quiet = subprocess.DEVNULL
        environment = {**os.environ, "HOME": str(self.folder), "SAL_USE_VCLPLUGIN": "svp"}
        return subprocess.Popen(
            call, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, start_new_session=True
        )

    def _watch_over(self) -> subprocess.Popen[bytes]:
        call = [sys.executable, "-S", "-c", GUARD, str(self.process.pid), str(self.folder)]
        return subprocess.Popen(call, stdin=subprocess.PIPE, start_new_session=True)

    def _connect(self) -> Any:
        local = load_uno().getComponentContext()
        name = "com.sun.star.bridge.UnoUrlResolver"
        resolver = local.ServiceManager.createInstanceWithContext(name, local)
        address = f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext"
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.alive():
            with contextlib.suppress(Exception):
                return resolver.resolve(address)
            time.sleep(0.05)
        raise OfficeGoneError(f"LibreOffice did not answer within {START_SECONDS:.0f} seconds")

    @property
    def pid(self) -> int:
        """Identifier of the process and of its group."""
        return self.process.pid

    def alive(self) -> bool:
        """Is the process still there?"""
        return self.process.poll() is None

    def kill(self) -> None:
        """End the office and everything it started, at once."""
        if self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def stop(self) -> None:
        """Kill the office, end the guard, remove the profile."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.kill()
        if self._guard.stdin and not self._guard.stdin.closed:
            self._guard.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._guard.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)
