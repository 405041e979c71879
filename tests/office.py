"""LibreOffice at work: a headless instance with its own German profile converts and recalculates."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.needs import needs_program

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>de-DE</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{recalculate}</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseLocking" oor:op="fuse">
<value>false</value></prop></item>
</oor:items>
"""
ALWAYS, NEVER = 0, 1
"""Values of LibreOffice's setting "recalculate on load"."""


ONE_PAGE_PER_SHEET = ':calc_pdf_Export:{"SinglePageSheets":{"type":"boolean","value":"true"}}'
"""Filter of a PDF that shows every sheet whole, whatever its print area."""


def convert(
    source: Path, suffix: str, folder: Path, *, recalculate: bool = False, filtered: str = ""
) -> Path:
    """Workbook -> file of another format in `folder`; with `recalculate` every formula is computed anew."""
    program = needs_program("soffice")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    mode = ALWAYS if recalculate else NEVER
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(PROFILE.format(recalculate=mode), encoding="utf-8")
    call = [
        str(program),
        "--headless",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        suffix + filtered,
    ]
    call += ["--outdir", str(folder), str(source)]
    environment = {**os.environ, "HOME": str(folder)}
    done = subprocess.run(call, capture_output=True, text=True, timeout=180, check=False, env=environment)
    target = folder / f"{source.stem}.{suffix}"
    assert target.exists(), f"LibreOffice did not convert {source.name}: {done.stdout} {done.stderr}"
    return target


def pages(pdf: Path, folder: Path, *, resolution: int = 80) -> list[Path]:
    """PDF -> one PNG per page."""
    program = needs_program("pdftoppm")
    folder.mkdir(parents=True, exist_ok=True)
    call = [str(program), "-r", str(resolution), "-png", str(pdf), str(folder / pdf.stem)]
    subprocess.run(call, check=True)
    return sorted(folder.glob(f"{pdf.stem}*.png"))


def words(pdf: Path) -> list[str]:
    """Text of each page of a PDF."""
    program = needs_program("pdftotext")
    call = [str(program), "-layout", str(pdf), "-"]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def pictures_on(pdf: Path, page: int) -> int:
    """How many pictures a page of a PDF has, counted from 1."""
    program = needs_program("pdfimages")
    call = [str(program), "-list", "-f", str(page), "-l", str(page), str(pdf)]
    listed = subprocess.run(call, capture_output=True, text=True, check=True).stdout.splitlines()
    return max(len(listed) - 2, 0)
