"""Docstrings: only they are taken from a reply, so that documenting a function cannot change what it does."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from agent_runtime.agent.search.asking import PROGRAMMER, request_of, shown
from agent_runtime.agent.search.examples import module_name
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.replies import blocks
from agent_runtime.agent.search.slicing import first_line, focus, functions, same_code
from agent_runtime.agent.search.telling import Raised, facts, points, raised

if TYPE_CHECKING:
    from agent_runtime.agent.search.copies import Edits
    from agent_runtime.agent.search.drawing import Drawing
    from agent_runtime.agent.search.tally import Tried
    from agent_runtime.agent.search.trial import Trials

SAMPLES = 3
TEMPERATURE = 0.6
ROOM = 300
MAX_FUNCTIONS = 6
MIN_WORDS = 3
LINE = 100
"""Characters up to which a docstring stands on one line."""
FILE = "test_docstrings_of_the_task.py"
_ASKED = re.compile(r"\bdocstrings?\b", re.IGNORECASE)
_MORE = re.compile(
    r"\b(fix|mend|repair|implement|rename|refactor|remove|delete|move|split|type hints?|annotat\w+|tests?|pytest|"
    r"(add|write|create|define) (an? |the |one )?(new )?(\w+ )?(function|method|class|module)s?)\b",
    re.IGNORECASE,
)
"""What asks for more than docstrings."""
_ALL = re.compile(r"\b(all|every|each|missing)\b", re.IGNORECASE)
_EXAMPLES = re.compile(r">>>|\bdoctests?\b", re.IGNORECASE)
_TALK = re.compile(
    r"```|^\s*(?:def|class) |\A(I|I'm|I\u2019m|Sure|Here|Sorry|Certainly|As an|The docstring)\b", re.MULTILINE
)
"""A reply that is about the docstring and is none, or code that is broken."""
_VERB = re.compile(r"\b(add|write|create|generate|give|put)\b(?=\s+(?:\w+\s+){0,3}docstrings?\b)", re.IGNORECASE)
"""What a task wants done with docstrings; a function may be called so too."""
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def asked_for(task: str) -> bool:
    """Whether docstrings are wanted and nothing else."""
    return bool(_ASKED.search(task)) and not _MORE.search(task)


def places(task: str, locator: Locator) -> list[tuple[str, str]]:
    """The functions and classes that a task names, with their files; where it names only files and means all, those in
    them that have no docstring."""
    code = locator.python_files
    named = [path for path in locator.named_paths(task) if path in code]
    words = list(dict.fromkeys(match[0] for match in _NAME.finditer(_VERB.sub("", task))))
    defining = {} if named else dict(locator.defined(word.rpartition(".")[2] for word in words))
    paths = named or [path for path in code if path in defining]
    known = [(path, label, node) for path in paths for label, node in _documented(locator.text(path))]
    found: list[tuple[str, str]] = []
    for word in words:
        hits = [(path, label) for path, label, _ in known if _means(word, label, task)]
        found += hits if len(hits) == 1 else []
    if not found and named and _ALL.search(task):
        found = [
            (path, label)
            for path, label, node in known
            if ast.get_docstring(node) is None and node.body[0].lineno > node.lineno
            if not label.rpartition(".")[2].startswith("_")
        ]
    return list(dict.fromkeys(found))[:MAX_FUNCTIONS]


def is_named(label: str, task: str) -> bool:
    """Whether a task names a function or a class."""
    return any(_means(match[0], label, task) for match in _NAME.finditer(task))


def _means(word: str, label: str, task: str) -> bool:
    return label == word or (label.rpartition(".")[2] == word and not _is_plain(word, task))


def document(drawing: Drawing, trials: Trials, locator: Locator, task: str) -> Tried | None:
    """The named functions with docstrings; `None` where one gets none, or the examples in one do not hold.

    Raises:
        ModelError, RunStopped, SandboxError
    """
    edits: dict[str, str | None] = {}
    wanted = places(task, locator)
    for path, label in wanted:
        text = edits.get(path) or locator.text(path)
        names = _parameters_told(task, text, label)
        node = dict(_documented(text)).get(label)
        errors = raised(node, task) if node is not None else []
        code = "\n".join(ast.unparse(each) for each in node.body) if node is not None else ""
        best: tuple[int, str] | None = None
        for new, docstring in _written(drawing, trials, locator, task, (path, label), text, edits, names, errors):
            said, most = points(docstring, task.replace(label, ""), code, names, errors)
            if best is None or said > best[0]:
                best = said, new
            if said == most:
                break
        if best is None:
            return None
        edits[path] = best[1]
    return drawing.try_edits(edits, "docstrings") if edits else None


def _written(
    drawing: Drawing,
    trials: Trials,
    locator: Locator,
    task: str,
    place: tuple[str, str],
    text: str,
    edits: Edits,
    names: Sequence[str],
    errors: Sequence[Raised],
) -> Iterator[tuple[str, str]]:
    """The file with a docstring in its place, and that docstring, for each reply that has a good one; `names` it is to
    speak of, and of `errors`."""
    path, label = place
    name = label.rpartition(".")[2]
    told = f" It speaks of {', '.join(f'`{each}`' for each in names)}." if names else ""
    told += facts(name, errors)
    request = f'Write only the docstring of {name}, as """...""" in one ```python block. No code.{told}'
    messages = request_of([task.strip(), shown(path, focus(text, label) or text[:2000]), request], PROGRAMMER)
    examples = bool(_EXAMPLES.search(task))
    for reply in drawing.replies(messages, SAMPLES, TEMPERATURE, ROOM):
        docstring = docstring_of(reply, name)
        if len(docstring.split()) < MIN_WORDS or (examples and ">>>" not in docstring):
            continue
        new = with_docstring(text, label, docstring)
        if new is None or (">>>" in docstring and not _holds(trials, locator, {**edits, path: new}, path)):
            continue
        yield new, docstring


def _parameters_told(task: str, text: str, label: str) -> list[str]:
    """The parameters of a function that the task marks as names: its docstring is to speak of them."""
    node = dict(_documented(text)).get(label)
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    names = [each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)]
    return [name for name in names if f"`{name}`" in task]


def _holds(trials: Trials, locator: Locator, edits: Edits, path: str) -> bool:
    """Whether the examples in the docstrings of a file give what they say."""
    module = module_name(path, locator.known)
    body = f"import {module} as subject\n        self.assertEqual(doctest.testmod(subject).failed, 0)"
    text = f"import doctest\nimport unittest\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        {body}\n"
    return trials.beside({FILE: text}, f"python3 -m unittest {FILE}", edits).passed


def docstring_of(reply: str, name: str) -> str:
    """The docstring in a reply: of the function of that name, a string alone, or plain words; empty without one."""
    code = next((block.code for block in blocks(reply)), reply).strip()
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        inner = re.search(r'"""(.+?)"""|\'\'\'(.+?)\'\'\'', code, re.DOTALL)
        if inner is not None:
            return _clean(inner[1] or inner[2])
        return "" if _TALK.search(reply.strip()) else _clean(code)
    for node in ast.walk(tree):
        if isinstance(node, _Documented) and node.name == name:
            return ast.get_docstring(node) or ""
    first = tree.body[0] if tree.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return _clean(first.value.value)
    return ""


def with_docstring(text: str, label: str, docstring: str) -> str | None:
    """A file in which a function or class has this docstring, in the place of its own; `None` where it is not found, or
    stands on one line with its body."""
    node = dict(_documented(text)).get(label)
    if node is None:
        return None
    lines = text.split("\n")
    first = node.body[0]
    if first.lineno == node.lineno:
        return None
    own = ast.get_docstring(node) is not None
    start = first_line(first) - 1
    end = (first.end_lineno or first.lineno) if own else start
    indent = " " * first.col_offset
    raw = "r" if "\\" in docstring else ""
    body = docstring.replace('"""', "'''").split("\n")
    if len(body) == 1 and len(indent) + len(body[0]) + 6 <= LINE and not body[0].endswith('"'):
        new = [f'{indent}{raw}"""{body[0]}"""']
    else:
        new = [f'{indent}{raw}"""{body[0]}', *(f"{indent}{line}".rstrip() for line in body[1:]), f'{indent}"""']
    found = "\n".join([*lines[:start], *new, *lines[end:]])
    return found if same_code(text, found) else None


def _documented(text: str) -> list[tuple[str, _Documented]]:
    """What may have a docstring, with its name: `name` or `Class.name`."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    classes = [(node.name, node) for node in tree.body if isinstance(node, ast.ClassDef)]
    return sorted([*classes, *functions(tree)], key=lambda each: each[1].lineno)


def _is_plain(word: str, task: str) -> bool:
    """Whether a word may be plain English: in lower case, without `_`, and not marked as a name."""
    marked = re.search(rf"`{word}`|\b{word}\(|\b(function|method|class) {word}\b", task)
    return word.islower() and "_" not in word and marked is None


def _clean(text: str) -> str:
    return inspect.cleandoc(text).strip()
