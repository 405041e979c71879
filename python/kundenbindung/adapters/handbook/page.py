"""Seite: the Handbuch as one page that any browser shows and prints, contents first, pictures inside."""

from __future__ import annotations

import base64
import re
import shutil
from pathlib import Path

from kundenbindung.adapters.handbook import text
from kundenbindung.messages import guide

PAGE = """<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8" /><title>Kundenbindung: Handbuch</title>
<meta name="viewport" content="width=device-width, initial-scale=1" />
<style>
body {{ font: 17px/1.6 Calibri, Carlito, "Segoe UI", sans-serif; color: #1B2A33; }}
body {{ max-width: 46em; margin: 2.5em auto; padding: 0 1em }}
h1, h2, h3 {{ color: #17475A; line-height: 1.25 }} h2 {{ margin-top: 2.4em }} h3 {{ margin-top: 1.8em }}
a {{ color: #0B5A8A }} nav ul {{ list-style: none; padding: 0; columns: 2 }} nav li {{ padding: .15em 0 }}
table {{ border-collapse: collapse; margin: 1em 0 }}
td, th {{ border: 1px solid #C9D1D6; padding: .35em .7em; text-align: left; vertical-align: top }}
th {{ background: #17475A; color: #FFFFFF }} code {{ background: #F3F5F6; padding: 0 .25em }}
blockquote {{ margin: 1em 0; padding: .5em 1em; background: #E4EEF3; border-left: 4px solid #17475A }}
blockquote p {{ margin: 0 }} img {{ max-width: 100%; border: 1px solid #C9D1D6 }}
@media print {{ body {{ margin: 0; max-width: none; font-size: 11pt }} tr, img {{ break-inside: avoid }} }}
</style></head><body>
{body}
</body></html>
"""
PICTURE = re.compile(r'(<img [^>]*src=")([^":]+)(")')
TITLE_END = "</h1>"


def write_page(source: Path, target: Path) -> Path:
    """Handbuch `source` (Markdown) as HTML at `target`, its PDF beside if there is one; returns `target`.

    OSError if it cannot be written. Of a picture that is not there the words remain.
    """
    body = text.html(source.read_text(encoding="utf-8"))
    paper = source.with_suffix(".pdf")
    target.parent.mkdir(parents=True, exist_ok=True)
    printed = target.with_suffix(".pdf") if paper.is_file() else None
    if printed:
        shutil.copyfile(paper, printed)
    head, end, rest = body.partition(TITLE_END)
    whole = f"{head}{end}\n{_contents(body, printed)}\n{rest}"
    target.write_text(PAGE.format(body=_with_pictures(whole, source.parent)), encoding="utf-8")
    return target


def _contents(body: str, printed: Path | None) -> str:
    """Inhalt: the chapters, and the way to the file for printing."""
    chapters = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body)
    lines = "\n".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, title in chapters)
    link = f'<p><a href="{printed.name}">{guide.PRINTED}</a></p>' if printed else ""
    return f"<nav><ul>\n{lines}\n</ul>{link}</nav>"


def _with_pictures(body: str, folder: Path) -> str:
    """Pictures inside the page, so that it stays whole wherever it goes."""

    def inside(found: re.Match[str]) -> str:
        picture = folder / found[2]
        if not picture.is_file():
            return found[0]
        data = base64.b64encode(picture.read_bytes()).decode("ascii")
        return f"{found[1]}data:image/png;base64,{data}{found[3]}"

    return PICTURE.sub(inside, body)
