"""Turns a reply into a candidate: files with their whole new text, or the reason why it is none."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agent_runtime.agent.search.evidence import Target
from agent_runtime.agent.search.merging import DEFINITIONS, CannotMerge, merge
from agent_runtime.agent.search.replies import Block, blocks
from agent_runtime.agent.search.slicing import first_line
from agent_runtime.agent.search.testfiles import failed
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.errors import ToolError
from agent_runtime.tools.symbols import definitions
from agent_runtime.tools.syntax import check_syntax, count_errors, language_of
from agent_runtime.tools.testing import TestFailure

MIN_TESTS = 2
"""Tests that must be left when those that fail are taken out of a new test file."""


@dataclass(frozen=True)
class Candidate:
    """Edits that a reply asks for, over the ones that the search builds on."""

    edits: Mapping[str, str | None]
    reply: str

    @property
    def digest(self) -> str:
        """The same for candidates that leave the same files."""
        return digest(self.edits)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reply that is not tried."""

    reason: str


def digest(edits: Mapping[str, str | None]) -> str:
    """Names the state of the files."""
    return hashlib.sha256(json.dumps(sorted(edits.items())).encode()).hexdigest()


def read_reply(
    reply: str,
    targets: Sequence[Target],
    text_of: Callable[[str], str],
    base: Mapping[str, str | None],
    *,
    others: Sequence[str] = (),
    known: frozenset[str] = frozenset(),
    with_tests: bool = False,
) -> Candidate | Rejected:
    """The candidate of a reply to a request for `targets`. `text_of` gives a file with the edits of `base`; `known` are
    the workspace's files: a block that names one of them is for that one, and one that writes what only one of `others`
    defines is for that. Test files stay as they are unless `with_tests`."""
    edits = dict(base)
    reasons = []
    for block in blocks(reply):
        path = _path(block, [target.path for target in targets], others, text_of, known)
        if is_test_file(path) and not with_tests:
            reasons.append(f"{path} is a test")
            continue
        old = text_of(path) if path not in edits else edits[path] or ""
        code = _without_others(path, old, block.code, [text_of(other) for other in others if other != path])
        try:
            new = merge(path, old, code, keep_tests=is_test_file(path), within=_class_of(targets))
        except CannotMerge as error:
            reasons.append(str(error))
            continue
        if (problem := check_syntax(path, new)) is not None and count_errors(path, new) > count_errors(path, old):
            reasons.append(f"{path}, line {problem.line}: {problem.message}")
            continue
        if new != old:
            edits[path] = new
    if edits == dict(base):
        return Rejected("; ".join(reasons) or "nothing changed")
    return Candidate(edits, reply)


def _without_others(path: str, old: str, code: str, others: Sequence[str]) -> str:
    """A block without the functions that another file defines and this one does not, as long as something is left: a
    model that sees one file writes there what the task says of another one."""
    if language_of(path) != "python" or not old.strip():
        return code
    try:
        theirs, ours = ast.parse(code), ast.parse(old)
        elsewhere = {node.name for text in others for node in ast.parse(text).body if isinstance(node, DEFINITIONS)}
    except (SyntaxError, ValueError):
        return code
    here = {node.name for node in ours.body if isinstance(node, DEFINITIONS)}
    defined = [node for node in theirs.body if isinstance(node, DEFINITIONS)]
    strange = [node for node in defined if node.name in elsewhere - here]
    if not strange or len(strange) == len(defined):
        return code
    lines = code.split("\n")
    for node in reversed(strange):
        del lines[first_line(node) - 1 : node.end_lineno]
    return "\n".join(lines)


def _class_of(targets: Sequence[Target]) -> str:
    """The class of the one method that is asked for; empty where it is none or more."""
    functions = [function for target in targets for function in target.functions]
    return functions[0].rpartition(".")[0] if len(functions) == 1 else ""


def _path(
    block: Block, paths: Sequence[str], others: Sequence[str], text_of: Callable[[str], str], known: frozenset[str]
) -> str:
    """The file that a block is for: the one it names, else the one that defines what it writes."""
    if block.path:
        if block.path in paths or block.path in known:
            return block.path
        hits = [path for path in paths if path.endswith("/" + block.path) or block.path.endswith("/" + path)]
        hits = hits or [path for path in known if path.endswith("/" + block.path)]
        if len(hits) == 1:
            return hits[0]
    names = _names(paths[0], block.code)
    best = max(paths, key=lambda path: len(names & _names(path, text_of(path))))  # the first of equals
    if names and text_of(best) and not names & _names(best, text_of(best)):
        hits = [path for path in others if names <= _names(path, text_of(path))]
        return hits[0] if len(hits) == 1 else best
    return best


def _names(path: str, text: str) -> set[str]:
    try:
        return {label.rpartition(".")[2] for label, _, _ in definitions(path, text)}
    except ToolError:
        return set()


def without_failing_tests(candidate: Candidate, failures: Sequence[TestFailure]) -> Candidate | None:
    """The tests of a candidate that hold, where it was tests that were asked for; `None` when that leaves too few.

    A small model gets some of the values wrong that it expects; the rest are tests all the same.
    """
    edits = dict(candidate.edits)
    for path, text in candidate.edits.items():
        if text is None or language_of(path) != "python" or not is_test_file(path):
            continue
        failing = failed([failure for failure in failures if failure.file == path])
        tests = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
        bad = [node for node in tests if node.name in failing]
        good = [node for node in tests if node.name.startswith("test") and node.name not in failing]
        if not bad or len(good) < MIN_TESTS:
            continue
        lines = text.split("\n")
        for node in sorted(bad, key=lambda each: each.lineno, reverse=True):
            del lines[first_line(node) - 1 : node.end_lineno]
        edits[path] = re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).rstrip("\n") + "\n"
    return Candidate(edits, candidate.reply) if edits != candidate.edits else None


# -- changes that only take away --------------------------------------------------------------------


def takes_away(text_of: Callable[[str], str], edits: Mapping[str, str | None]) -> bool:
    """Whether all that edits of Python files do is to leave out names, attributes or statements: no name is used that
    was not, or more often. A condition or a call that is gone lets weak tests pass (Tan et al., "Anti-patterns in
    search-based program repair", 2016)."""
    lost = False
    for path, new in edits.items():
        if new is None or language_of(path) != "python":
            return False
        before, after = _uses(text_of(path)), _uses(new)
        if after - before:
            return False
        lost = lost or bool(before - after)
    return lost


def _uses(text: str) -> Counter[str]:
    """How often each name, attribute, constant and kind of statement or operator stands in a Python file."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except (SyntaxError, ValueError):
        return Counter()
    used = [
        type(node).__name__ for node in nodes if isinstance(node, ast.stmt | ast.operator | ast.unaryop | ast.cmpop)
    ]
    used += [node.id for node in nodes if isinstance(node, ast.Name)]
    used += [f".{node.attr}" for node in nodes if isinstance(node, ast.Attribute)]
    return Counter([*used, *(repr(node.value) for node in nodes if isinstance(node, ast.Constant))])


# -- answers made for the test -----------------------------------------------------------------------


def special_cases(old: str, new: str, path: str, tests: str, task: str) -> list[str]:
    """Literals of the tests that new code compares its input with, to answer them alone.

    A fix may well need a new constant; one that is an argument of a test, is not in the task, and decides what
    is returned is an answer to the test, not to the task.
    """
    if language_of(path) != "python":
        return []
    try:
        before, after = ast.parse(old), ast.parse(new)
    except (SyntaxError, ValueError):
        return []
    known = {_shown(node) for node in ast.walk(before) if isinstance(node, ast.Constant)}
    found = []
    for value in _decisive(after):
        shown = _shown(value)
        if shown in known or _is_plain(value.value) or str(value.value) in task:
            continue
        if any(re.search(rf"[(,=]\s*{re.escape(form)}\s*[,)\]]", tests) for form in _forms(value)):
            found.append(shown)
    return [*found, *_constant_functions(before, after, tests, task), *_tables(before, after, tests, task)]


def _tables(before: ast.AST, after: ast.AST, tests: str, task: str) -> list[str]:
    """Tables that a function looks its whole argument up in, and that hold little but what the tests give and expect,
    which the task does not tell."""
    old = {ast.unparse(node) for node in ast.walk(before) if isinstance(node, ast.Dict)}
    found = []
    for table in _looked_up(after):
        tested = [
            (key.value, value.value)
            for key, value in zip(table.keys, table.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(value, ast.Constant) and _stand_together(key, value, tests)
        ]
        told = all(str(key) in task and str(value) in task for key, value in tested)
        if len(tested) > 1 and 4 * len(tested) >= 3 * len(table.keys) and not told and ast.unparse(table) not in old:
            found.append(f"a table of {', '.join(repr(key) for key, _ in tested)}")
    return found


def _looked_up(tree: ast.AST) -> list[ast.Dict]:
    """The literal tables in which a function looks up one of its parameters."""
    named: dict[str, ast.Dict] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            named |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
    found: list[ast.Dict] = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        parameters = {each.arg for each in function.args.args}
        for node in ast.walk(function):
            match node:
                case ast.Subscript(value=holder, slice=ast.Name(id=name)) if name in parameters:
                    pass
                case ast.Call(func=ast.Attribute(attr="get", value=holder), args=[ast.Name(id=name), *_]) if (
                    name in parameters
                ):
                    pass
                case _:
                    continue
            table = named.get(holder.id) if isinstance(holder, ast.Name) else holder
            if isinstance(table, ast.Dict) and table not in found:
                found.append(table)
    return found


def _stand_together(key: ast.Constant, value: ast.Constant, tests: str) -> bool:
    """Whether a line of the tests has both, in this order."""
    return any(
        re.search(
            rf"(?<![\w.]){re.escape(given)}(?![\w.])[^\n]{{0,60}}?(?<![\w.]){re.escape(expected)}(?![\w.])", tests
        )
        for given in _forms(key)
        for expected in _forms(value)
    )


def _forms(node: ast.Constant) -> set[str]:
    return {_shown(node), _shown(node).replace("'", '"')}


def _constant_functions(before: ast.AST, after: ast.AST, tests: str, task: str) -> list[str]:
    """Functions with parameters that did something, and now return nothing but what a test expects."""
    old = {node.name: node for node in ast.walk(before) if isinstance(node, ast.FunctionDef)}
    found = []
    for node in ast.walk(after):
        if not isinstance(node, ast.FunctionDef) or not node.args.args:
            continue
        answer, was = _only_answer(node), old.get(node.name)
        if answer is None or (was is not None and _only_answer(was) is not None):
            continue
        if re.search(rf"(?<![\w.]){re.escape(answer)}(?![\w.])", tests) and answer not in task:
            found.append(f"{node.name}() -> {answer}")
    return found


def _only_answer(node: ast.FunctionDef) -> str | None:
    """The constant that is all a function returns."""
    body = [each for each in node.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
    if len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value and _is_constant_answer(body[0]):
        return ast.unparse(body[0].value)
    return None


def _decisive(tree: ast.AST) -> list[ast.Constant]:
    """Constants that something is compared with, or looked up by, where a constant answer follows."""
    found: list[ast.Constant] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp):
            answers = node.body if isinstance(node.body, list) else [node.body]
            if any(_is_constant_answer(each) for each in answers):
                found += [
                    item
                    for compare in ast.walk(node.test)
                    if isinstance(compare, ast.Compare)
                    for item in ast.walk(compare)
                    if isinstance(item, ast.Constant)
                ]
        elif isinstance(node, ast.match_case) and any(_is_constant_answer(each) for each in node.body):
            found += [item for item in ast.walk(node.pattern) if isinstance(item, ast.Constant)]
    return found


def _is_constant_answer(node: ast.AST) -> bool:
    value = node.value if isinstance(node, ast.Return | ast.Assign | ast.Expr) else node
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return all(isinstance(each, ast.Constant) for each in value.elts)
    return isinstance(value, ast.Constant)


def _is_plain(value: object) -> bool:
    """Values that ordinary code compares with."""
    if isinstance(value, str):
        return len(value) < 2
    return value is None or isinstance(value, bool) or (isinstance(value, int | float) and abs(value) <= 2)


def _shown(node: ast.Constant) -> str:
    return repr(node.value)
