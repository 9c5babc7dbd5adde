"""Takes out of a change what the check does not need: a small model rewrites more than it must, and what no test covers
is lost that way."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from agent_runtime.agent.search.dangling import SETTINGS
from agent_runtime.agent.search.near import differing
from agent_runtime.agent.search.slicing import functions
from agent_runtime.agent.search.stubs import is_sketch

if TYPE_CHECKING:
    from agent_runtime.agent.search.drawing import Drawing
    from agent_runtime.agent.search.locate import Locator
    from agent_runtime.agent.search.tally import Tried

TRIALS = 8
"""Trials to make a winner's change smaller."""


def smallest(drawing: Drawing, locator: Locator, won: Tried) -> Tried:
    """The winner without changed files, and without changed lines, that the check does not need. What was only sketched
    stays as it was written: tests seldom need all of it. So do values of settings: a check seldom reads all of them.

    Raises:
        RunStopped, SandboxError
    """
    for path in sorted(won.candidate.edits):
        fewer = {other: text for other, text in won.candidate.edits.items() if other != path}
        if fewer and not drawing.spent() and (tried := drawing.try_edits(fewer, f"without {path}")) is not None:
            won = tried
    left = TRIALS
    for path in sorted(won.candidate.edits):
        old, new = locator.text(path), won.candidate.edits[path]
        if is_sketch(path, old):
            continue
        if new and path.endswith(SETTINGS):
            won = _with_what_was_lost(drawing, won, path, old)
            continue
        while old and new and left and (shorter := _less(drawing, won, path, old, new, left)):
            won, left = shorter
            new = won.candidate.edits[path]
    return won


def _less(drawing: Drawing, won: Tried, path: str, old: str, new: str, left: int) -> tuple[Tried, int] | None:
    """The winner with one difference less, and how many trials are left; `None` when each is needed."""
    guarded = with_guards(old, new) if path.endswith(".py") else new
    for text in (*([guarded] if guarded != new else ()), *smaller(old, new)):
        if left <= 0 or drawing.spent():
            return None
        left -= 1
        tried = drawing.try_edits({**won.candidate.edits, path: text}, f"a smaller change of {path}")
        if tried is not None:
            return tried, left
    return None


def _with_what_was_lost(drawing: Drawing, won: Tried, path: str, old: str) -> Tried:
    """The winner with the lines of a settings file that it need not lose. A value that it need not change is a
    rival."""
    new = won.candidate.edits[path] or ""
    for text in _brought_back(old, new):
        edits = {**won.candidate.edits, path: text}
        if not drawing.spent() and (tried := drawing.try_edits(edits, f"what {path} lost")) is not None:
            return _with_what_was_lost(drawing, tried, path, old)
    for text in islice(smaller(old, new), TRIALS):
        line = differing(new, text)
        if line and not drawing.spent():
            edits = {**won.candidate.edits, path: text}
            if drawing.try_edits(edits, f"a smaller change of {path}") is not None:
                return replace(won, rivals=(*won.rivals, line))
    return won


def _brought_back(old: str, new: str) -> Iterator[str]:
    """`new` with one of the pieces that `old` has and it has not."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "delete":
            yield _joined(after, c, d, before[a:b])


def smaller(old: str, new: str) -> Iterator[str]:
    """Texts between `old` and `new`, each with one difference less: it is taken back, or one line of it where as many
    were replaced, or, where lines were replaced by fewer, the first of the old lines kept above the new ones. The last
    differences come first."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changes = [code for code in codes if code[0] != "equal"]
    for _, a, b, c, d in reversed(changes):
        if len(changes) > 1:
            yield _joined(after, c, d, before[a:b])
        if b - a == d - c > 1:
            for line in range(d - c):
                yield _joined(after, c + line, c + line + 1, [before[a + line]])
        if d > c and b - a > d - c:
            yield _joined(after, c, d, [*before[a : b - (d - c)], *after[c:d]])


def _joined(lines: Sequence[str], start: int, end: int, instead: Sequence[str]) -> str:
    return "".join([*lines[:start], *instead, *lines[end:]])


def with_guards(old: str, new: str) -> str:
    """`new` with what its Python functions have lost of `old`: their docstrings, and the checks that they began with
    (`if ...: raise`, `if ...: return`, `assert`). The same text where nothing was lost."""
    try:
        before, after = dict(functions(ast.parse(old))), dict(functions(ast.parse(new)))
    except (SyntaxError, ValueError):
        return new
    old_lines, lines = old.split("\n"), new.split("\n")
    for label in sorted(before.keys() & after.keys(), key=lambda name: -after[name].lineno):
        was, now = before[label], after[label]
        if was.col_offset != now.col_offset or now.body[0].lineno == now.lineno:
            continue
        documents, described = _docstring(was), _docstring(now)
        first = (described.end_lineno or described.lineno) if described else now.body[0].lineno - 1
        known = {part for node in ast.walk(now) for part in _parts(node)}
        guards = [node for node in _guards(was) if known.isdisjoint(_parts(node))]
        kept = [line for node in guards for line in old_lines[node.lineno - 1 : node.end_lineno]]
        if documents and (described is None or ast.dump(described) != ast.dump(documents)):
            start = described.lineno - 1 if described else first
            kept = [*old_lines[documents.lineno - 1 : documents.end_lineno], *kept]
            lines[start:first] = kept
        else:
            lines[first:first] = kept
    return "\n".join(lines)


def _parts(guard: ast.AST) -> set[str]:
    """A guard with the same condition, or one that does the same, was changed and not lost."""
    if isinstance(guard, ast.If):
        return {ast.dump(guard.test), ast.dump(ast.Module(guard.body, []))}
    return {ast.dump(guard.test), "assert"} if isinstance(guard, ast.Assert) else set()


def _docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.Expr | None:
    first = function.body[0]
    return first if isinstance(first, ast.Expr) and ast.get_docstring(function) is not None else None


def _guards(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.stmt]:
    for node in function.body[1 if _docstring(function) else 0 :]:
        ends = isinstance(node, ast.If) and not node.orelse and isinstance(node.body[-1], ast.Raise | ast.Return)
        if not ends and not isinstance(node, ast.Assert):
            return
        yield node
