"""Formeln in pieces: just enough of Excel's grammar to say what a stored formula refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal[
    "string",
    "array",
    "brackets",
    "sheet",
    "function",
    "error",
    "cell",
    "name",
    "number",
    "operator",
    "open",
    "close",
]
_TOKEN = re.compile(
    r"""
    (?P<string>"(?:[^"]|"")*")
  | (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)
  | (?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!))
  | (?P<array>\{[^{}]*\})
  | (?P<function>[^\W\d][\w.]*\()
  | (?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7}(?![\w.]))
  | (?P<name>\$?[^\W\d\\][\w.?\\]*)
  | (?P<number>[0-9]+(?:\.[0-9]*)?(?:[Ee][+-]?[0-9]+)?|\.[0-9]+)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<operator>\s+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """Baustein of a formula; `depth` counts the open parentheses before it."""

    kind: Kind
    text: str
    depth: int


@lru_cache(maxsize=8192)
def tokens(formula: str) -> tuple[Token, ...]:
    """Bausteine of a formula without its equals sign, white space left out."""
    return tuple(_tokens(formula))


def _tokens(formula: str) -> Iterator[Token]:
    at = depth = 0
    while at < len(formula):
        kind, text = _next(formula, at)
        at += len(text)
        depth -= kind == "close"
        if kind != "operator" or not text.isspace():
            yield Token(kind, text, depth)
        depth += kind in {"function", "open"}


def _next(formula: str, at: int) -> tuple[Kind, str]:
    if formula[at] == "[":
        return "brackets", formula[at : _closing(formula, at)]
    match = _TOKEN.match(formula, at)
    if match is None or match.lastgroup is None:
        raise AssertionError("every character is a token")
    return match.lastgroup, match[0]  # type: ignore[return-value]  # the groups of the pattern are the kinds


def _closing(formula: str, at: int) -> int:
    depth = 0
    while at < len(formula):
        depth += {"[": 1, "]": -1}.get(formula[at], 0)
        at += 2 if formula[at] == "'" else 1
        if depth == 0:
            return at
    return len(formula)


def balanced(formula: str) -> bool:
    """Whether parentheses, quotes and brackets of the formula close."""
    depth = 0
    for token in tokens(formula):
        loose = token.kind == "operator" and token.text in {'"', "'", "]", "{", "}"}
        if token.depth < 0 or loose or not _complete(token):
            return False
        depth = token.depth + (token.kind in {"function", "open"})
    return depth == 0


def _complete(token: Token) -> bool:
    return token.kind != "brackets" or (token.text.count("[") > 0 and _closes(token.text))


def _closes(text: str) -> bool:
    depth = at = 0
    while at < len(text):
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        at += 2 if text[at] == "'" else 1
    return depth == 0


def without_strings(formula: str) -> str:
    """Formel with its literals blanked, for searches that must not look inside them."""
    return re.sub(r'"(?:[^"]|"")*"', '""', formula)


def arguments(found: tuple[Token, ...], at: int) -> tuple[tuple[Token, ...], ...]:
    """Argumente of the function token at index `at`."""
    inside = found[at].depth + 1
    groups: list[list[Token]] = [[]]
    for token in found[at + 1 :]:
        if token.kind == "close" and token.depth < inside:
            break
        if token.depth == inside and token.kind == "operator" and token.text == ",":
            groups.append([])
        else:
            groups[-1].append(token)
    return tuple(tuple(group) for group in groups)


def specifiers(brackets: str) -> tuple[str, ...]:
    """Spalten of a structured reference: "[[#This Row],[Umsatz 2023]]" names "Umsatz 2023"."""
    inner = brackets[1:-1]
    parts = re.findall(r"\[((?:[^\[\]']|'.)*)\]", inner) if inner.startswith("[") else [inner]
    return tuple(re.sub(r"'(.)", r"\1", part) for part in parts if part and not part.startswith("#"))
