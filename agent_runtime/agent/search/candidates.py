"""Turns a reply into a candidate: files with their whole new text, or the reason why it is none."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

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


def python_changes(edits: Mapping[str, str | None], text_of: Callable[[str], str]) -> Iterator[tuple[str, str, str]]:
    """The Python files of edits, without tests and files that go: path, text before, text after."""
    for path, new in edits.items():
        if new and path.endswith(".py") and not is_test_file(path):
            yield path, text_of(path), new


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
    unseen: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Candidate | Rejected:
    """The candidate of a reply to a request for `targets`. `text_of` gives a file with the edits of `base`; `known` are
    the workspace's files: a block that names one of them is for that one, and one that writes what only one of `others`
    defines is for that. Test files stay as they are unless `with_tests`, and so do the functions of files that the
    request did not show (`unseen`): what a model writes there is made up."""
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
            within, hidden = _class_of(targets), unseen.get(path, ())
            new = merge(path, old, code, keep_tests=is_test_file(path), within=within, unseen=hidden)
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
