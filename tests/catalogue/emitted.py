"""Ausgesprochene Codes: every finding code the package can emit, found in its source text.

A code is what stands in the place of a parameter `code` in a call, or reaches that place through a
name, a table of codes, a return value, or a field that a call of the package fills by its name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import kundenbindung

PACKAGE = Path(kundenbindung.__file__).parent
WORDS = PACKAGE / "messages"
Function = ast.FunctionDef


@dataclass(frozen=True, slots=True)
class Carrier:
    """A function that takes a code: its place among the arguments, and what is put in front of it."""

    place: int
    prefix: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One module: what matters of its tree, and the innermost function around each node."""

    calls: tuple[ast.Call, ...]
    keywords: tuple[ast.keyword, ...]
    assigned: tuple[ast.Assign | ast.AnnAssign, ...]
    functions: dict[str, Function]
    around: dict[ast.AST, Function]


def codes() -> set[str]:
    """All codes that the doors, the adapters, the description and the core can emit."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if WORDS not in path.parents]
    sources = [_source(path) for path in paths]
    everywhere = {"Finding": Carrier(0)}
    for source in sources:
        everywhere |= _carriers(source)
    found: set[str] = set()
    for source in sources:
        foreign = {name: one for name, one in everywhere.items() if name not in source.functions}
        found.update(_emitted(source, foreign | _carriers(source), sources))
    return found


def _source(path: Path) -> Source:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    functions = [node for node in nodes if isinstance(node, Function)]
    return Source(
        calls=tuple(node for node in nodes if isinstance(node, ast.Call)),
        keywords=tuple(node for node in nodes if isinstance(node, ast.keyword)),
        assigned=tuple(node for node in nodes if isinstance(node, ast.Assign | ast.AnnAssign)),
        functions={function.name: function for function in functions},
        around={inner: function for function in functions for inner in ast.walk(function)},
    )


def _carriers(source: Source) -> dict[str, Carrier]:
    found = {}
    for name, function in source.functions.items():
        parameters = [argument.arg for argument in function.args.args]
        if "code" in parameters:
            found[name] = Carrier(parameters.index("code"), _prefix(function))
    return found


def _prefix(function: Function) -> str:
    """What the function puts in front of the code: f"package_{code}"."""
    for node in ast.walk(function):
        if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
            front, code = node.values
            named = isinstance(code, ast.FormattedValue) and ast.unparse(code.value) == "code"
            if named and isinstance(front, ast.Constant):
                return str(front.value)
    return ""


def _emitted(source: Source, known: dict[str, Carrier], sources: Sequence[Source]) -> Iterator[str]:
    for node in source.calls:
        if isinstance(node.func, ast.Name) and node.func.id in known:
            carrier = known[node.func.id]
            for argument in node.args[carrier.place : carrier.place + 1]:
                for text in _texts(argument, source, sources):
                    yield carrier.prefix + text


def _texts(
    node: ast.AST, source: Source, sources: Sequence[Source], seen: frozenset[ast.AST] = frozenset()
) -> Iterator[str]:
    """Texts an expression may stand for; no expression is followed twice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Attribute):
        for other, value in _filled(node.attr, sources):
            yield from _texts(value, other, sources, seen)
    elif node not in seen:
        for part in _parts(node, source):
            yield from _texts(part, source, sources, seen | {node})


def _parts(node: ast.AST, source: Source) -> Sequence[ast.AST]:
    """Expressions of the same module that an expression may stand for."""
    parts: Sequence[ast.AST] = []
    match node:
        case ast.IfExp(body=body, orelse=other):
            parts = [body, other]
        case ast.Dict(values=values) | ast.Tuple(elts=values):
            parts = values
        case ast.Subscript(value=value):
            parts = [value]
        case ast.Name(id=name):
            parts = list(_assigned(name, node, source))
        case ast.Call(func=ast.Attribute(value=value, attr="get"), args=[_, default]):
            parts = [value, default]
        case ast.Call(func=ast.Name(id=name)):
            parts = list(_returns(name, source))
    return parts


def _filled(field: str, sources: Sequence[Source]) -> Iterator[tuple[Source, ast.AST]]:
    """What calls of the package give to the keyword of this name; a Finding passed on has its code."""
    for source in sources if field != "code" else ():
        for keyword in source.keywords:
            if keyword.arg == field:
                yield source, keyword.value


def _assigned(name: str, use: ast.AST, source: Source) -> Iterator[ast.AST]:
    """What is assigned to a name in the function around its use, or in the module itself."""
    for node in source.assigned:
        if node.value is not None and source.around.get(node) in {source.around.get(use), None}:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield from _share(name, target, node.value, source)


def _share(name: str, target: ast.expr, value: ast.AST, source: Source) -> Iterator[ast.AST]:
    """The part of an assigned value that goes to this name."""
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    for place, part in enumerate(target.elts if isinstance(target, ast.Tuple) else ()):
        if isinstance(part, ast.Name) and part.id == name:
            yield from _element(value, place, source)


def _element(value: ast.AST, place: int, source: Source) -> Iterator[ast.AST]:
    """One element of a tuple, also of one a function of the module returns, or of a table of tuples."""
    if isinstance(value, ast.Tuple):
        yield value.elts[place]
    elif isinstance(value, ast.Call):
        for returned in _returns(ast.unparse(value.func), source):
            yield from _element(returned, place, source)
    elif isinstance(value, ast.Subscript):
        yield value


def _returns(name: str, source: Source) -> Iterator[ast.AST]:
    """What a function of the module returns; nothing for any other function."""
    for node in ast.walk(source.functions[name]) if name in source.functions else ():
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value
