"""How many examples show what is wrong: the assertions that fail before a change, also those behind the first one of a
test. Of many changes that are tried one fits a single example by chance far sooner than two."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from agent_runtime.agent.search.trial import Trials
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.tools.testing import TestSummary

ENOUGH = 2
_SEEN = "agent-runtime counted:"
_COUNTED = re.compile(rf"^{_SEEN}(\d+)$", re.MULTILINE)
_WRONG = "_agent_runtime_wrong"
_HEAD = f"""
import atexit
{_WRONG} = set()
atexit.register(lambda: print("\\n{_SEEN}" + str(len({_WRONG})), flush=True))
"""


def examples(trials: Trials, command: str, summary: TestSummary, text_of: Callable[[str], str]) -> int:
    """So many of them, where the check said this before the change.

    Raises:
        SandboxError
    """
    if (tests := summary.failed + summary.errors) >= ENOUGH:
        return tests
    paths = {each.file for each in summary.failures if each.file and each.file.endswith(".py")}
    files = {path: counting(text) for path in paths if is_test_file(path) and (text := text_of(path))}
    if not files:
        return tests
    now = trials.beside(dict(files), command, {})
    still = now.summary.failed + now.summary.errors if now.summary is not None and now.summary.counts else 0
    return max(tests, still + sum(map(int, _COUNTED.findall(now.output))))


def counting(text: str) -> str:
    """A file of Python tests that says at its end how many of its assertions failed, each for itself, and goes on
    behind them and behind imports that fail; as it is where it does not parse."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return text
    first = next((at for at, node in enumerate(tree.body) if not _stays_first(node)), len(tree.body))
    top = {id(node) for node in tree.body[first:] if isinstance(node, ast.Import | ast.ImportFrom)}
    _Counting(top).visit(tree)
    tree.body[first:first] = ast.parse(_HEAD).body
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


class _Counting(ast.NodeTransformer):
    """Puts each assertion into a block of its own."""

    def __init__(self, imports: set[int]) -> None:
        self._imports = imports

    def visit(self, node: ast.AST) -> ast.AST:
        if id(node) in self._imports and isinstance(node, ast.stmt):
            return _held(node, "pass")
        if isinstance(node, ast.stmt) and _asserts(node):
            return _held(node, f"{_WRONG}.add(({node.lineno}, str(_error)))")
        return self.generic_visit(node)


def _held(node: ast.stmt, then: str) -> ast.stmt:
    block = ast.parse(
        f"try:\n    ...\nexcept KeyboardInterrupt:\n    raise\nexcept BaseException as _error:\n    {then}"
    )
    held = block.body[0]
    assert isinstance(held, ast.Try)
    held.body = [node]
    return held


def _asserts(node: ast.stmt) -> bool:
    match node:
        case ast.Assert():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name))):
            return name.startswith("assert")
        case ast.With(items=[ast.withitem(context_expr=ast.Call(func=called)), *_]):
            return ast.unparse(called).rpartition(".")[2] in ("raises", "warns", "assertRaises", "assertRaisesRegex")
    return False


def _stays_first(node: ast.stmt) -> bool:
    """A docstring, or what comes from the future."""
    future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return future or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
