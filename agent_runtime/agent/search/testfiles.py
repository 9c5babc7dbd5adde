"""Takes files of Python tests apart into their statements, and puts those of several files together."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from agent_runtime.agent.search.slicing import first_line, imported
from agent_runtime.agent.search.undefined import undefined
from agent_runtime.tools.testing import TestFailure

MAX_ROWS = 6
"""Of the table of a test."""
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Part:
    """A statement at the top of a test file."""

    name: str
    """What it defines; empty for an import."""
    text: str
    tests: frozenset[str] = frozenset()
    """The tests in it; none in a helper."""


def parts_of(text: str) -> list[Part]:
    """The statements of a file that tests need; none where it does not parse."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    lines = text.split("\n")
    return [_part(node, lines) for node in tree.body if not isinstance(node, ast.Expr) and not is_future(node)]


def is_future(node: ast.stmt) -> bool:
    """Whether it imports from the future, which has to come first."""
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def unrolled(test: ast.FunctionDef) -> Iterator[ast.FunctionDef]:
    """A test for each row of its table (`pytest.mark.parametrize`), with the values in place of its parameters; the
    test itself where it has no table."""
    tables = [node for node in test.decorator_list if isinstance(node, ast.Call) and len(node.args) > 1]
    match tables:
        case [ast.Call(args=[names, ast.List(elts=rows) | ast.Tuple(elts=rows), *_])]:
            for row in islice(rows, MAX_ROWS):
                given = _named(names, row)
                plain = _Fill(given).visit(copy.deepcopy(test))
                plain.decorator_list = [node for node in test.decorator_list if node is not tables[0]]
                plain.args.args = [each for each in test.args.args if each.arg not in given]
                yield plain
        case _:
            yield test


class _Fill(ast.NodeTransformer):
    def __init__(self, row: Mapping[str, ast.expr]) -> None:
        self._row = row

    def visit_Name(self, node: ast.Name) -> ast.expr:  # the name is ast's
        return copy.deepcopy(self._row.get(node.id, node))


def _named(names: ast.expr, row: ast.expr) -> dict[str, ast.expr]:
    """The values of a row by the parameters that get them."""
    match names, row:
        case ast.Constant(value=str() as text), _ if "," not in text:
            return {text: row}
        case ast.Constant(value=str() as text), ast.Tuple(elts=values):
            return dict(zip((each.strip() for each in text.split(",")), values, strict=False))
        case ((ast.Tuple(elts=each) | ast.List(elts=each)), ast.Tuple(elts=values)):
            texts = [str(name.value) for name in each if isinstance(name, ast.Constant)]
            return dict(zip(texts, values, strict=False))
    return {}


def parsable(text: str) -> str:
    """A file that may be cut off, without the statement in which it is; empty where nothing can be parsed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines:
        try:
            tree = ast.parse("\n".join(lines))
        except (SyntaxError, ValueError):
            lines.pop()
        else:
            return "\n".join(lines) + "\n" if tree.body else ""
    return ""


def put_together(texts: Sequence[str]) -> list[Part]:
    """The statements of all files, none twice, tests not even under another name: imports, helpers, tests. A file with
    another helper of a name that is taken is left out."""
    found: list[Part] = []
    seen: set[str] = set()
    for text in texts:
        parts = parts_of(text)
        helpers = {part.name: part.text for part in found if part.name and not part.tests}
        if all(helpers.get(part.name, part.text) == part.text for part in parts if part.name and not part.tests):
            for part in parts:
                does = re.sub(rf"\bdef {part.name}\b", "def", part.text, count=1) if part.tests else part.text
                if does not in seen:
                    seen.add(does)
                    found.append(part)
    return sorted(found, key=lambda part: 0 if not part.name else 1 if not part.tests else 2)


def lent(parts: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    """The helpers, fixtures and constants of other tests that the parts use without having them, and the imports that
    these need."""
    found: list[Part] = []
    todo = list(parts)
    have = {name for part in parts for name in part.name.split()}
    while todo:
        for name in sorted(_needs(todo.pop(0).text) - have):
            lender = next((part for part in others if name in part.name.split() and not part.tests), None)
            if lender is not None:
                have |= set(lender.name.split())
                found.append(lender)
                todo.append(lender)
    wanted = {name for part in found for name in _needs(part.text)}
    return [part for part in others if part in found or (not part.name and wanted & imported(part.text))]


def _needs(text: str) -> set[str]:
    """The names that a statement uses without having them, and the parameters of its functions (fixtures)."""
    return {*undefined("", text), *(node.arg for node in ast.walk(ast.parse(text)) if isinstance(node, ast.arg))}


def as_file(parts: Sequence[Part]) -> str:
    """The file that has these parts, with one import of each module, of nothing that none of them uses."""
    others = [part.text for part in parts if part.name]
    said = {*re.findall(r"\w+", "\n".join(others)), "*"}
    imports = _imports([part.text for part in parts if not part.name], said)
    return "\n\n\n".join([*(["\n".join(imports)] if imports else []), *others]) + "\n"


def _imports(texts: Sequence[str], said: set[str]) -> list[str]:
    """The imports of names that are said, whole modules first."""
    whole: list[str] = []
    names: dict[str, list[ast.alias]] = {}
    for node in ast.walk(ast.parse("\n".join(texts))):
        if isinstance(node, ast.Import):
            whole += [
                f"import {ast.unparse(each)}"
                for each in node.names
                if (each.asname or each.name.partition(".")[0]) in said
            ]
        elif isinstance(node, ast.ImportFrom):
            used = [each for each in node.names if (each.asname or each.name) in said]
            names.setdefault("." * node.level + (node.module or ""), []).extend(used)
    parts = {module: sorted({ast.unparse(each) for each in used}) for module, used in names.items() if used}
    return [*dict.fromkeys(whole), *(f"from {module} import {', '.join(used)}" for module, used in parts.items())]


def named_tests(parts: Sequence[Part]) -> frozenset[str]:
    """The names of all tests."""
    return frozenset().union(*(part.tests for part in parts))


def failed(failures: Sequence[TestFailure]) -> frozenset[str]:
    """The names of the tests that fail."""
    return frozenset(re.split(r"::|\.", failure.id)[-1].partition("[")[0] for failure in failures)


def _part(node: ast.stmt, lines: Sequence[str]) -> Part:
    text = "\n".join(lines[first_line(node) - 1 : node.end_lineno])
    if isinstance(node, ast.Import | ast.ImportFrom):
        return Part("", ast.unparse(node))
    if isinstance(node, _Definition):
        inner = [each.name for each in ast.walk(node) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
        is_test = node.name.lower().startswith("test")
        return Part(node.name, text, frozenset(name for name in inner if is_test and name.startswith("test")))
    return Part(" ".join(_names(node)) or "...", text)


def _names(node: ast.stmt) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id


def renamed(part: Part, taken: set[str]) -> Part:
    """A test under a name that is not taken."""
    if not part.tests or part.name not in taken:
        return part
    number = next(number for number in range(2, len(taken) + 3) if f"{part.name}_{number}" not in taken)
    name = f"{part.name}_{number}"
    text = re.sub(rf"\b(def|class) {part.name}\b", rf"\1 {name}", part.text, count=1)
    return replace(
        part, name=name, text=text, tests=frozenset(name if each == part.name else each for each in part.tests)
    )
