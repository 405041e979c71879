"""Fertigstellung: what XlsxWriter does not write is put into the package it wrote.

Built-in cell styles (Eingabe, Ausgabe, Berechnung, Notiz), the content type of the VBA project and,
beside such a project, the ribbon; neutral document properties, and bytes that depend on nothing but the
parts.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from kundenbindung.adapters import beside
from kundenbindung.adapters.package.ribbon import PART, custom_ui, with_ribbon_relation
from kundenbindung.adapters.package.zipped import pack, packed_parts, unpack, write_parts
from kundenbindung.workbook.styles import CELL_STYLES, CellStyle

"""Smallest `xf_id` of a cell style: 0 is Normal, XlsxWriter keeps 1 for Hyperlink."""
STAMP = dt.datetime(2026, 1, 1)
VBA = "xl/vbaProject.bin"
_VBA_DEFAULT = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
_VBA_OVERRIDE = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
_XF = re.compile(r"<xf\b[^>]*?/>|<xf\b.*?</xf>", re.DOTALL)
_XF_ID = re.compile(r'\bxfId="(\d+)"')
_LOOK = ("numFmtId", "fontId", "fillId", "borderId")
_NOT_INCLUDED = 'applyNumberFormat="0" applyAlignment="0" applyProtection="0"'

Edit = Callable[[str], str]


def assemble(
    source: Path, target: Path, *, cell_styles: Sequence[CellStyle] = CELL_STYLES, stamp: dt.datetime = STAMP
) -> None:
    """Mappe fertigstellen: `source` as XlsxWriter wrote it becomes `target` (may be the same path).

    A style takes its look from the first cell format with its `xf_id`; one that no cell uses is left
    out. `stamp` is the date of creation and change in the properties. The target appears whole or not at all.
    ValueError if a cell format refers to an `xf_id` that no style has.
    """
    beside.put(target, assembled(source.read_bytes(), cell_styles=cell_styles, stamp=stamp))


def assembled(
    source: bytes, *, cell_styles: Sequence[CellStyle] = CELL_STYLES, stamp: dt.datetime = STAMP
) -> bytes:
    """The same in memory, for a file that must not touch the disk before it is proven."""
    parts = packed_parts(source)
    ribbon = any(one.name == VBA for one in parts)
    edits = {**_edits(cell_styles, stamp), **({"_rels/.rels": with_ribbon_relation} if ribbon else {})}
    done = [
        pack(one.name, _edited(unpack(one), edits[one.name])) if one.name in edits else one for one in parts
    ]
    if ribbon:
        done.append(pack(PART, custom_ui().encode("utf-8")))
    stream = io.BytesIO()
    write_parts(stream, done)
    return stream.getvalue()


def _edited(content: bytes, edit: Edit) -> bytes:
    return edit(content.decode("utf-8")).encode("utf-8")


def _edits(cell_styles: Sequence[CellStyle], stamp: dt.datetime) -> Mapping[str, Edit]:
    return {
        "xl/styles.xml": lambda text: with_cell_styles(text, cell_styles),
        "[Content_Types].xml": _with_vba_override,
        "docProps/core.xml": lambda text: _neutral_core(text, stamp),
        "docProps/app.xml": _neutral_app,
    }


def _with_vba_override(text: str) -> str:
    if _VBA_DEFAULT not in text:
        return text
    return text.replace(_VBA_DEFAULT, "").replace("</Types>", f"{_VBA_OVERRIDE}</Types>")


def _neutral_core(text: str, stamp: dt.datetime) -> str:
    text = _emptied(_emptied(text, "dc:creator"), "cp:lastModifiedBy")
    when = f"{stamp:%Y-%m-%dT%H:%M:%SZ}"
    return re.sub(r"(<dcterms:(created|modified)\b[^>]*>)[^<]*", rf"\g<1>{when}", text)


def _neutral_app(text: str) -> str:
    return _emptied(_emptied(text, "Company"), "Manager")


def _emptied(text: str, tag: str) -> str:
    return re.sub(rf"(<{tag}>)[^<]*(</{tag}>)", r"\1\2", text)


def with_cell_styles(text: str, cell_styles: Sequence[CellStyle]) -> str:
    """styles.xml with these built-in styles besides Normal and, if it is there, Hyperlink."""
    formats = _XF.findall(_inner(text, "cellXfs"))
    kept = _XF.findall(_inner(text, "cellStyleXfs"))
    used = {_style_of(one) for one in formats} - set(range(len(kept)))
    _refuse_unknown(used, cell_styles)
    placed = [style for style in cell_styles if style.xf_id in used]
    numbers = {style.xf_id: len(kept) + at for at, style in enumerate(placed)}
    looks = [_style_format(next(one for one in formats if _style_of(one) == style.xf_id)) for style in placed]
    text = _replaced(text, "cellXfs", [_renumbered(one, numbers) for one in formats])
    text = _replaced(text, "cellStyleXfs", kept + looks)
    named = re.findall(r"<cellStyle\b[^>]*/>", _inner(text, "cellStyles"))
    return _replaced(text, "cellStyles", named + [_named(style, numbers) for style in placed])


def _refuse_unknown(used: set[int], cell_styles: Sequence[CellStyle]) -> None:
    unknown = used - {style.xf_id for style in cell_styles}
    if unknown:
        raise ValueError(f"cell formats refer to xf_id {sorted(unknown)}, which no cell style has")


def _inner(text: str, tag: str) -> str:
    match = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", text, re.DOTALL)
    if match is None:
        raise ValueError(f"styles.xml has no {tag}")
    return match[1]


def _replaced(text: str, tag: str, children: Sequence[str]) -> str:
    block = f'<{tag} count="{len(children)}">{"".join(children)}</{tag}>'
    return re.sub(rf"<{tag}\b[^>]*>.*?</{tag}>", lambda _: block, text, count=1, flags=re.DOTALL)


def _style_of(xf: str) -> int:
    match = _XF_ID.search(xf)
    return int(match[1]) if match else 0


def _renumbered(xf: str, numbers: Mapping[int, int]) -> str:
    style = _style_of(xf)
    return _XF_ID.sub(f'xfId="{numbers.get(style, style)}"', xf, count=1)


def _style_format(xf: str) -> str:
    """Look of a style from a cell format; as in Excel's own it sets font, fill and border only."""
    found = dict(re.findall(r'\b(\w+)="(\d+)"', xf.partition(">")[0]))
    ids = " ".join(f'{name}="{found[name]}"' for name in _LOOK)
    alignment = re.search(r"<alignment\b[^>]*/>", xf)
    inside = f">{alignment[0]}</xf>" if alignment else "/>"
    return f"<xf {ids} {_NOT_INCLUDED}{inside}"


def _named(style: CellStyle, numbers: Mapping[int, int]) -> str:
    ids = f'xfId="{numbers[style.xf_id]}" builtinId="{style.builtin_id}" customBuiltin="1"'
    return f"<cellStyle name={quoteattr(style.name)} {ids}/>"
