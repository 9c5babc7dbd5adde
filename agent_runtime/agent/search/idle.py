"""Finds what changes nothing that was to change: new functions that nothing uses, papers that only lose lines, and code
that stays what it was but for its docstrings."""

from __future__ import annotations

import re
from collections import Counter

from agent_runtime.agent.search.candidates import python_changes
from agent_runtime.agent.search.copies import Edits
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.slicing import added, find, parsed, same_code
from agent_runtime.agent.search.sources import DOC_FILES

_ASKED = re.compile(r"\b(function|method|class|helper|decorator|fixture|exception|propert|api)", re.IGNORECASE)

_TAKEN = re.compile(
    r"\b(remov\w*|delet\w*|drop\w*|strip\w*|shorten\w*|shorter|clean\w*|tidy|unused|dead|obsolete|outdated|no longer"
    r"|take out|get rid|without|leave out|duplicat\w*|twice)\b",
    re.IGNORECASE,
)

_WORDS = re.compile(
    r"\b(docstring|comment|docs?\b|document|describ|descri|explain|spell|typo|wording|help)", re.IGNORECASE
)


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


def unchanged(edits: Edits, locator: Locator, task: str) -> list[str]:
    """That nothing but the docstrings and comments of Python files changes, where the task does not speak of words."""
    if _WORDS.search(task) or not edits:
        return []
    found = list(python_changes(edits, locator.text))
    if len(found) < len(edits) or any(not same_code(old, new) for _, old, new in found):
        return []
    return ["the code stays as it was"]


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
