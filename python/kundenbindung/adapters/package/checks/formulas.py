"""Formeln: grammar of the file format, functions, references, arrays (points 13 to 20)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kundenbindung.adapters.package.checks.faults import Check, fault, short
from kundenbindung.adapters.package.formula import (
    Token,
    arguments,
    balanced,
    specifiers,
    tokens,
    without_strings,
)
from kundenbindung.adapters.package.functions import CLASSIC, FUTURE, SHEET_FUTURE, SPILLING, VOLATILE
from kundenbindung.adapters.package.view import FormulaUse, Package
from kundenbindung.core.model import Finding

LONGEST, DEEPEST = 8192, 64
_PREFIX = re.compile(r"_xlfn\.(?:_xlws\.)?")
_PLAIN_SHEET = re.compile(r"(?![A-Z]{1,3}[0-9]+$)(?![RrCc](?:[0-9]+)?$)[A-Za-z_][A-Za-z0-9_.]*")
_UDF = re.compile(r"^\s*(?:Public )?Function\s+(\w+)", re.IGNORECASE | re.MULTILINE)
_COLUMN = re.compile(r"\$?[A-Z]{1,3}")
_NEUTRAL_PATTERN = re.compile(r'"(?:@|0+|#?0+%?)"')
_THIS_ROW = re.compile(r"\[@|\[\[#This Row\],[^\[]", re.IGNORECASE)
_OWN_TOTAL = re.compile(r"SUBTOTAL\(1?[0-9]+,\[[^\[\]]+\]\)")
_CONSTANTS = {"true", "false"}


def _checked(package: Package) -> Iterator[FormulaUse]:
    return (use for use in package.formulas if use.kind != "chart" and use.text != "")


def _function(token: Token) -> str:
    return token.text[:-1]


def leading_sign(package: Package) -> Iterator[Finding]:
    """13: a stored formula begins neither with an equals sign nor with a brace and one."""
    for use in _checked(package):
        if use.text.startswith(("=", "{=")):
            yield fault("formula_equals", use.part, use.place, formula=short(use.text))


def separators(package: Package) -> Iterator[Finding]:
    """13: arguments are parted by commas, decimals by points."""
    for use in _checked(package):
        if any(_is_foreign(token, use.kind) for token in tokens(use.text)):
            yield fault("formula_separator", use.part, use.place, formula=short(use.text))


def _is_foreign(token: Token, kind: str) -> bool:
    if token.kind != "operator":
        return False
    return token.text == ";" or (token.text == "," and token.depth == 0 and kind != "name")


def functions(package: Package) -> Iterator[Finding]:
    """13, 14: functions are English; newer ones carry their prefix, names inside LET theirs."""
    own = {name.upper() for text in (package.modules or {}).values() for name in _UDF.findall(text)}
    for use in _checked(package):
        for token in tokens(use.text):
            if token.kind == "function":
                yield from _function_fault(use, _function(token), own)
            elif token.kind == "operator" and token.text in {"#", "@"}:
                yield fault("formula_prefix", use.part, use.place, function=token.text)
        yield from _loose_parameters(use)


def _function_fault(use: FormulaUse, written: str, own: set[str]) -> Iterator[Finding]:
    bare = _PREFIX.sub("", written)
    expected = f"_xlfn._xlws.{bare}" if bare in SHEET_FUTURE else f"_xlfn.{bare}" if bare in FUTURE else bare
    if bare.startswith("_xlpm.") or bare.upper() in own:
        return
    if bare not in CLASSIC | FUTURE | SHEET_FUTURE:
        yield fault("formula_function", use.part, use.place, function=bare)
    elif written != expected:
        yield fault("formula_prefix", use.part, use.place, function=written)


def _loose_parameters(use: FormulaUse) -> Iterator[Finding]:
    found = tokens(use.text)
    for at, token in enumerate(found):
        if token.kind == "function" and _function(token) in {"_xlfn.LET", "_xlfn.LAMBDA"}:
            groups = arguments(found, at)[:-1]
            names = groups[::2] if _function(token) == "_xlfn.LET" else groups
            for group in names:
                if len(group) == 1 and not group[0].text.startswith("_xlpm."):
                    yield fault("formula_prefix", use.part, use.place, function=group[0].text)


def this_row(package: Package) -> Iterator[Finding]:
    """15: the same row is written [#This Row], never [@...]."""
    for use in _checked(package):
        if any(token.kind == "brackets" and _THIS_ROW.match(token.text) for token in tokens(use.text)):
            yield fault("formula_this_row", use.part, use.place, formula=short(use.text))


def size(package: Package) -> Iterator[Finding]:
    """16: at most 8,192 characters and 64 levels, everything opened is closed."""
    for use in _checked(package):
        depth = max(
            (token.depth + (token.kind in {"function", "open"}) for token in tokens(use.text)), default=0
        )
        if len(use.text) > LONGEST:
            yield fault("formula_long", use.part, use.place, length=len(use.text))
        elif depth > DEEPEST:
            yield fault("formula_deep", use.part, use.place, depth=depth)
        elif not balanced(use.text):
            yield fault("formula_unbalanced", use.part, use.place, formula=short(use.text))


def _unquoted(text: str, package: Package) -> str | None:
    """Name of a sheet that stands in the formula without the quotes it needs."""
    bare = re.sub(r"'(?:[^']|'')+'!", "", without_strings(text))
    for sheet in package.sheets:
        if not _PLAIN_SHEET.fullmatch(sheet.name) and f"{sheet.name}!" in bare:
            return sheet.name
    return None


def quoted_sheets(package: Package) -> Iterator[Finding]:
    """17: a sheet name with blanks, umlauts or hyphens stands in quotes."""
    for use in _checked(package):
        name = _unquoted(use.text, package)
        if name is not None:
            yield fault("formula_sheet_quotes", use.part, use.place, sheet=name)


def arrays(package: Package) -> Iterator[Finding]:
    """18: an array formula says where it stands; one that spills carries its metadata."""
    blocks = package.root("xl/metadata.xml").findall("cellMetadata/bk")
    for sheet in package.sheets:
        for one in sheet.cells:
            place = f"{sheet.name}!{one.address}"
            if one.array and not one.ref:
                yield fault("array_area", sheet.part, place)
            spills = one.formula is not None and _spills(one.formula)
            if one.metadata > len(blocks) or (spills and not (one.array and one.metadata)):
                yield fault("array_metadata", sheet.part, place)


def _spills(text: str) -> bool:
    found = tokens(text)
    return bool(found) and found[0].kind == "function" and _PREFIX.sub("", _function(found[0])) in SPILLING


def lasting(package: Package) -> Iterator[Finding]:
    """19: nothing volatile, and no TEXT() whose pattern means something else in another language."""
    for use in _checked(package):
        found = tokens(use.text)
        for at, token in enumerate(found):
            name = _PREFIX.sub("", _function(token)) if token.kind == "function" else ""
            if name in VOLATILE:
                yield fault("formula_volatile", use.part, use.place, function=name)
            if name == "TEXT" and _local_pattern(arguments(found, at)):
                yield fault("formula_locale", use.part, use.place, formula=short(use.text))


def _local_pattern(groups: tuple[tuple[Token, ...], ...]) -> bool:
    if len(groups) < 2:
        return True
    return any(one.kind == "string" and not _NEUTRAL_PATTERN.fullmatch(one.text) for one in groups[1])


@dataclass(frozen=True)
class _Known:
    sheets: frozenset[str]
    tables: Mapping[str, frozenset[str]]
    names: frozenset[str]


def references(package: Package) -> Iterator[Finding]:
    """20: sheets, tables, columns and names that a formula mentions exist; no #REF!, no other file."""
    known = _Known(
        frozenset(sheet.name.casefold() for sheet in package.sheets),
        {one.name.casefold(): frozenset(c.name.casefold() for c in one.columns) for one in package.tables},
        frozenset(name.name.casefold() for name in package.defined_names),
    )
    for use in _checked(package):
        if _unquoted(use.text, package) is None and balanced(use.text):
            yield from _unknown(use, known)


def _unknown(use: FormulaUse, known: _Known) -> Iterator[Finding]:
    found = tokens(use.text)
    for at, token in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        before = found[at - 1] if at else None
        if token.kind == "error" and token.text == "#REF!":
            yield fault("formula_ref", use.part, use.place, formula=short(use.text))
        elif token.kind == "brackets" and after is not None and after.kind == "sheet":
            yield fault("formula_external", use.part, use.place, formula=short(use.text))
        elif token.kind == "brackets" and (before is None or before.kind != "name"):
            yield from _no_table(use)
        elif token.kind == "sheet":
            yield from _unknown_sheet(use, token, known)
        elif token.kind == "name" and not _is_column(token, before, after):
            yield from _unknown_name(use, token, after, known)


def _no_table(use: FormulaUse) -> Iterator[Finding]:
    """A column without its table: only XlsxWriter's totals rows are known to open."""
    if not _OWN_TOTAL.fullmatch(use.text):
        yield fault("formula_table", use.part, use.place, table="-")


def _unknown_sheet(use: FormulaUse, token: Token, known: _Known) -> Iterator[Finding]:
    text = token.text[:-1]
    name = text[1:-1].replace("''", "'") if text.startswith("'") else text
    if "[" in name:
        yield fault("formula_external", use.part, use.place, formula=short(use.text))
    elif name.casefold() not in known.sheets:
        yield fault("formula_sheet", use.part, use.place, sheet=short(name))


def _is_column(token: Token, before: Token | None, after: Token | None) -> bool:
    ranged = any(one is not None and one.text == ":" for one in (before, after))
    return ranged and bool(_COLUMN.fullmatch(token.text))


def _unknown_name(use: FormulaUse, token: Token, after: Token | None, known: _Known) -> Iterator[Finding]:
    name = token.text.casefold()
    if after is not None and after.kind == "brackets":
        if name not in known.tables:
            yield fault("formula_table", use.part, use.place, table=token.text)
            return
        for column in specifiers(after.text):
            if not column.startswith("@") and column.casefold() not in known.tables[name]:
                yield fault("formula_column", use.part, use.place, table=token.text, column=column)
    elif name not in known.names | known.tables.keys() | _CONSTANTS and not name.startswith("_xlpm."):
        yield fault("formula_name", use.part, use.place, name=token.text)


CHECKS: tuple[Check, ...] = (
    leading_sign,
    separators,
    functions,
    this_row,
    size,
    quoted_sheets,
    arrays,
    lasting,
    references,
)
