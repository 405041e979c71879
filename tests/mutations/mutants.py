"""Mutanten: one small change each, made by the operators of mutmut, and how they enter the running program.

A mutant is exchanged in the running process: every function of the module gets the code of the changed
source, every constant its value. So nothing is imported or collected again.
"""

from __future__ import annotations

import ast
import builtins
import gc
import importlib
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import libcst as cst
from libcst.metadata import MetadataWrapper, WhitespaceInclusivePositionProvider
from mutmut.mutation import mutators
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.pragma_handling import IgnoredCode


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: `key` names it, `function` is where it stands ("" outside of functions)."""

    key: str
    module: str
    function: str
    line: int
    before: str
    after: str
    source: str


def _dropped(node: cst.Call) -> list[cst.Call]:
    """One argument less. mutmut also puts None in its place, which mostly fails for another reason."""
    changed = mutators.operator_arg_removal(node)
    return [call for call in changed if isinstance(call, cst.Call) and len(call.args) < len(node.args)]


def _other_text(node: cst.BaseString) -> list[cst.BaseString]:
    """XX around a text; in other letters it would only say the same again."""
    return list(mutators.operator_string(node))[:1]


LONG = 80
NOTE = "__reached__"

OPERATORS: mutators.OPERATORS_TYPE = [
    *(
        (kind, operator)
        for kind, operator in mutators.mutation_operators
        if operator
        not in {mutators.operator_arg_removal, mutators.operator_string, mutators.operator_assignment}
    ),
    (cst.Call, _dropped),
    (cst.BaseString, _other_text),
]
"""mutmut's, without what fails at once: None in place of a value that is used."""


def mutants(name: str) -> Iterator[Mutant]:
    """All mutants of a module of the core, in the order of its lines."""
    text = Path(str(importlib.import_module(name).__file__)).read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(text))
    visitor = MutationVisitor(OPERATORS, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    spans = wrapper.resolve(WhitespaceInclusivePositionProvider)
    starts = list(itertools.accumulate((len(line) for line in text.splitlines(keepends=True)), initial=0))
    owners, seen, sources = _owners(text), Counter[str](), {text}
    for entry in visitor.mutations:
        span = spans[entry.original_node]
        first, last = (starts[place.line - 1] + place.column for place in (span.start, span.end))
        before, after = (module.code_for_node(node) for node in (entry.original_node, entry.mutated_node))
        changed = text[:first] + after + text[last:]
        function = owners.get(span.start.line, "")
        if function is not None and changed not in sources:
            sources.add(changed)
            said = _differing(" ".join(before.split()), " ".join(after.split()))
            stem = f"{function or name}: {said[0]} -> {said[1]}"
            seen[stem] += 1
            yield Mutant(f"{name} {stem} #{seen[stem]}", name, function, span.start.line, *said, changed)


def _differing(before: str, after: str) -> tuple[str, str]:
    """Two long texts without what they share at their ends."""
    if len(before) < LONG:
        return before, after
    head = _shared(before, after)
    tail = min(_shared(before[::-1], after[::-1]), min(len(before), len(after)) - head)
    head, tail = max(head - 30, 0), max(tail - 5, 0)
    return before[head : len(before) - tail], after[head : len(after) - tail]


def _shared(one: str, other: str) -> int:
    """Number of characters at which two texts begin alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _owners(text: str) -> dict[int, str | None]:
    """Function of each line; None for the body of a class, which cannot be exchanged while it runs."""
    tree = ast.parse(text)
    owners: dict[int, str | None] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            owners |= dict.fromkeys(range(node.lineno, (node.end_lineno or 0) + 1))
    for function, name in _functions(tree.body, ""):
        owners |= dict.fromkeys(range(function.lineno, (function.end_lineno or 0) + 1), name)
    return owners


def _functions(body: list[ast.stmt], inside: str) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Functions and methods with their names; those inside of functions belong to them."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{inside}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield node, f"{inside}{node.name}"


@dataclass(frozen=True, slots=True)
class Living:
    """What runs of one module: functions by name and place, and the modules that may know its constants."""

    name: str
    functions: dict[tuple[str, int], list[FunctionType]]
    readers: tuple[ModuleType, ...]


def living(name: str) -> Living:
    """Functions of a module as they are in use, wherever they are held."""
    functions: dict[tuple[str, int], list[FunctionType]] = {}
    for held in gc.get_objects():
        if isinstance(held, FunctionType) and held.__module__ == name:
            key = held.__code__.co_qualname, held.__code__.co_firstlineno
            functions.setdefault(key, []).append(held)
    readers = tuple(module for key, module in sys.modules.items() if key.startswith("kundenbindung"))
    return Living(name, functions, readers)


def exchange(alive: Living, mutant: Mutant) -> None:
    """Let the running module do what the mutant says; whatever its source raises is raised here."""
    path = str(sys.modules[alive.name].__file__)
    compiled = compile(mutant.source, path, "exec")
    _enter(alive, compiled)
    if not mutant.function or mutant.line in _heads(mutant.source):
        _constants(alive, compiled, path)


def telling(name: str) -> CodeType:
    """Code of a module whose functions say their names when they are called, see `tell`."""
    path = Path(str(sys.modules[name].__file__))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {node.lineno: name for node, name in _functions(tree.body, "")}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.lineno in said:
            node.body[:0] = ast.parse(f"{NOTE}({name + '.' + said[node.lineno]!r})").body
    return compile(ast.fix_missing_locations(tree), str(path), "exec")


def tell(modules: Iterable[tuple[Living, CodeType]], to: Callable[[str], object]) -> None:
    """Let the functions of running modules say their names."""
    setattr(builtins, NOTE, to)
    for alive, code in modules:
        _enter(alive, code)


def _enter(alive: Living, compiled: CodeType) -> None:
    found = dict(_codes(compiled))
    for place, functions in alive.functions.items():
        for function in functions if place in found else ():
            function.__code__ = found[place]


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield (part.co_qualname, part.co_firstlineno), part
            yield from _codes(part)


def _heads(source: str) -> set[int]:
    """Lines of signatures, where defaults stand."""
    return {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        for line in range(node.lineno, node.body[0].lineno)
    }


def _constants(alive: Living, compiled: CodeType, path: str) -> None:
    """Values of the module and defaults of its functions, as the changed source has them."""
    fresh = ModuleType(alive.name)
    fresh.__file__ = path
    exec(compiled, fresh.__dict__)
    old = vars(sys.modules[alive.name])
    for name, value in vars(fresh).items():
        if isinstance(value, FunctionType):
            held = old.get(name)
            if isinstance(held, FunctionType):
                held.__defaults__, held.__kwdefaults__ = value.__defaults__, value.__kwdefaults__
        elif not isinstance(value, type | ModuleType) and not name.startswith("__"):
            for reader in alive.readers:
                if vars(reader).get(name) is old.get(name) and repr(value) != repr(old.get(name)):
                    setattr(reader, name, value)
