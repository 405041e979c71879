"""Aufrufe of Python and pip: finite, deaf to the user's own Python settings, their output in a log file."""

from __future__ import annotations

import errno
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kundenbindung.adapters.install.refusal import SetupError, refusal

SHORT, LONG = 300, 1800
"""Seconds for one step; loading 80 MB through a slow line may take a while."""
PIP = (
    "-I", "-X", "utf8", "-m", "pip", "--no-input", "--disable-pip-version-check", "install",
    "--timeout", "30", "--retries", "3", "--no-warn-script-location", "--only-binary", ":all:",
)  # fmt: skip
DEAF_TO = (
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_USER",
    "PIP_ROOT",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_NO_DEPS",
    "PIP_EDITABLE",
)
"""Settings that would install into another place; mirrors and proxies of a company keep working."""

_NO_SPACE = re.compile(r"errno 28|no space left|winerror 112|nicht genug speicher", re.IGNORECASE)
_NO_RIGHT = re.compile(r"errno 13|winerror (?:5|32)\b|permission ?denied|permissionerror", re.IGNORECASE)
_NO_NETWORK = re.compile(
    r"newconnectionerror|connecttimeout|readtimeout|max retries exceeded|getaddrinfo|name resolution"
    r"|proxyerror|sslerror|certificate_verify_failed|connection (?:refused|reset|aborted|to \S+ timed out)"
    r"|connection broken",
    re.IGNORECASE,
)


def run(command: Sequence[str], log: Path, seconds: float) -> bool:
    """Aufruf ausführen; True if it ended well. Raises SetupError if it takes longer than `seconds`."""
    environment = {name: value for name, value in os.environ.items() if name.upper() not in DEAF_TO}
    with log.open("ab") as output:
        started = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        try:
            return started.wait(timeout=seconds) == 0
        except subprocess.TimeoutExpired:
            raise refusal("setup_too_slow", minutes=round(seconds / 60), log=str(log)) from None
        finally:
            if started.poll() is None:
                started.kill()
                started.wait()


def failure(log: Path, otherwise: SetupError) -> SetupError:
    """Why the last call failed, read from its output; `otherwise` if the output does not say."""
    words = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    if _NO_SPACE.search(words):
        return refusal("setup_disk_ran_full", log=str(log))
    if _NO_NETWORK.search(words):
        return refusal("setup_no_network", log=str(log))
    if _NO_RIGHT.search(words):
        return refusal("setup_file_locked", log=str(log))
    return otherwise


def unwritable(error: OSError, log: Path) -> SetupError:
    """Why a file or folder could not be written."""
    code = "setup_disk_ran_full" if error.errno == errno.ENOSPC else "setup_file_locked"
    return refusal(code, log=str(log))
