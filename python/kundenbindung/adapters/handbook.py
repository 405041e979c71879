"""Handbuch: the Markdown text as a page that any browser shows and prints."""

from __future__ import annotations

from pathlib import Path

import markdown

PAGE = """<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8"><title>Kundenbindung: Handbuch</title>
<style>
body {{ font: 17px/1.55 Calibri, Carlito, "Segoe UI", sans-serif; color: #1B2A33; }}
body {{ max-width: 46em; margin: 2.5em auto; padding: 0 1em }}
h1, h2, h3 {{ color: #17475A; line-height: 1.25 }} h2 {{ margin-top: 2em }}
table {{ border-collapse: collapse; margin: 1em 0 }}
td, th {{ border: 1px solid #C9D1D6; padding: .35em .7em; text-align: left; vertical-align: top }}
th {{ background: #17475A; color: #FFFFFF }} code {{ background: #F3F5F6; padding: 0 .25em }}
@media print {{ body {{ margin: 0; max-width: none; font-size: 11pt }} }}
</style></head><body>
{body}
</body></html>
"""


def write_page(source: Path, target: Path) -> Path:
    """Handbuch `source` (Markdown) as HTML at `target`; returns `target`. OSError if it cannot be written."""
    body = markdown.markdown(source.read_text(encoding="utf-8"), extensions=["tables", "toc"])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(PAGE.format(body=body), encoding="utf-8")
    return target
