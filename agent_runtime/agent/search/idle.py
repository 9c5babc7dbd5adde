"""Finds what changes nothing that was to change, or too much: new functions that nothing uses, papers that only lose
lines, settings that lose keys, and code that stays what it was but for its docstrings."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from agent_runtime.agent.search.candidates import python_changes
from agent_runtime.agent.search.copies import Edits
from agent_runtime.agent.search.dangling import SETTINGS
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.slicing import added, find, parsed, same_code
from agent_runtime.agent.search.sources import DOC_FILES

_ASKED = re.compile(r"\b(function|method|class|helper|decorator|fixture|exception|propert|api)", re.IGNORECASE)

_TAKEN = re.compile(
    r"\b(remov\w*|delet\w*|drop\w*|strip\w*|shorten\w*|shorter|clean\w*|tidy|unused|dead|obsolete|outdated|no longer"
    r"|take out|get rid|without|leave out|not needed|any ?more|duplicat\w*|twice)\b",
    re.IGNORECASE,
)

_WORDS = re.compile(
    r"\b(docstring|comment|docs?\b|document|describ|descri|explain|spell|typo|wording|help)", re.IGNORECASE
)
_TABLE = re.compile(r"^\s*\[+([^\[\]\n,=]+)\]+\s*(?:[#;].*)?$")
_KEY = re.compile(r"^(\s*(?:- )?)[\"']?([\w./-]+)[\"']?\s*[:=]")
"""A table's head, and a key, in TOML, INI, JSON, YAML and files of the environment."""


def shortened(edits: Edits, locator: Locator, task: str) -> list[str]:
    """The papers that only lose lines, unless the task wants something gone: where no check tells, that is how a small
    model copies them."""
    if _TAKEN.search(task):
        return []
    found = []
    for path, new in edits.items():
        lost = Counter(locator.text(path).split("\n"))
        lost.subtract((new or "").split("\n"))
        if path.endswith(DOC_FILES) and lost.total() > 0 and min(lost.values()) >= 0:
            found.append(f"{path} only loses lines")
    return found


def forgotten(edits: Edits, locator: Locator, task: str) -> list[str]:
    """The keys that settings files lose, where they do not get as many others for them (a key that was misspelled) and
    the task wants nothing gone: a small model that writes a file anew leaves out its end."""
    if _TAKEN.search(task):
        return []
    found = []
    for path, lost, gained in _other_keys(edits, locator):
        if len(lost) > len(gained):
            found.append(f"{path} loses {lost[0]}")
    return found


def displaced(edits: Edits, locator: Locator) -> bool:
    """Whether a key of a settings file stands in another table than before: whoever reads it there misses it, and no
    longer complains."""
    return any(
        {key.rpartition(".")[2] for key in lost} & {key.rpartition(".")[2] for key in gained}
        for _, lost, gained in _other_keys(edits, locator)
    )


def _other_keys(edits: Edits, locator: Locator) -> Iterator[tuple[str, list[str], list[str]]]:
    """The settings files of edits, each with the keys that it loses and those that it gets."""
    for path, new in edits.items():
        if new is not None and path.endswith(SETTINGS):
            before, after = _keys(locator.text(path)), _keys(new)
            yield path, [key for key in before if key not in after], [key for key in after if key not in before]


def _keys(text: str) -> dict[str, None]:
    """The keys of a settings file, of whatever format, each behind the tables that it is in."""
    found: dict[str, None] = {}
    table = ""
    inside: list[tuple[int, str]] = []
    for line in text.split("\n"):
        if (header := _TABLE.match(line)) is not None:
            table, inside = f"{header[1]}.", []
            found[table.rstrip(".")] = None
        elif (key := _KEY.match(line)) is not None:
            inside = [each for each in inside if each[0] < len(key[1])]
            inside.append((len(key[1]), key[2]))
            found[table + ".".join(name for _, name in inside)] = None
    return found


def unchanged(edits: Edits, locator: Locator, task: str) -> list[str]:
    """That nothing but the docstrings and comments of Python files changes, and imports that nothing uses, where the
    task does not speak of words."""
    if _WORDS.search(task) or not edits:
        return []
    found = list(python_changes(edits, locator.text))
    if len(found) < len(edits) or any(not same_code(old, _used(path, old, new)) for path, old, new in found):
        return []
    return ["the code stays as it was"]


def _used(path: str, old: str, new: str) -> str:
    """A new text of a Python file without the imports that it brings and does not use."""
    lines, before = new.split("\n"), set(map(ast.unparse, parsed(old).body))
    nodes = [node for node in parsed(new).body if isinstance(node, ast.Import | ast.ImportFrom)]
    said = Counter(re.findall(r"\w+", new))
    for node in reversed(nodes if not path.endswith("__init__.py") else []):
        names = [(alias.asname or alias.name).partition(".")[0] for alias in node.names]
        if ast.unparse(node) not in before and all(name == "*" or said[name] == 1 for name in names):
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines)


def idle(edits: Edits, locator: Locator, task: str) -> list[str]:
    """The new functions of edits that nothing calls, unless the task names them or asks for a function. What a
    decorator registers, or a base class may call, counts as used."""
    if _ASKED.search(task):
        return []
    found = []
    for _, old, new in python_changes(edits, locator.text):
        for label in added(old, new):
            name = label.rpartition(".")[2]
            holder, function = find(parsed(new), label) or (None, None)
            if function is None or function.decorator_list or (holder and holder.bases) or name.startswith("__"):
                continue
            word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            here = sum(len(word.findall(text)) for text in edits.values() if text)
            if here == 1 and not word.search(task) and not set(locator.containing(name, words=True)) - set(edits):
                found.append(f"{label} is new and used nowhere")
    return found
