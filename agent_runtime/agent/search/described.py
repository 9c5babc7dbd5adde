"""What the docstrings say that a task is about: their examples are what has to hold."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from agent_runtime.agent.search.documenting import places
from agent_runtime.agent.search.examples import Example, documented
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.slicing import functions, parsed
from agent_runtime.agent.search.stubs import stubs


def described(task: str, locator: Locator, told: Sequence[Example]) -> list[Example]:
    """The examples in the docstrings of the functions that a task names, and of stubs in the files that it names or in
    the only one there is. What the task tells of a call (`told`) comes before what a docstring says of it."""
    code = locator.python_files
    files = [path for path in locator.named_paths(task) if path in code] or (code if len(code) == 1 else [])
    about = [*places(task, locator), *((path, label) for path in files for label in stubs(locator.text(path)))]
    nodes = {path: dict(functions(parsed(locator.text(path)))) for path in {path for path, _ in about}}
    calls = {each.call for each in told}
    found = []
    for path, label in dict.fromkeys(about):
        node = nodes[path].get(label)
        docstring = ast.get_docstring(node) if node is not None else None
        examples = documented(docstring, label) if docstring else []
        found += examples if calls.isdisjoint(each.call for each in examples) else []
    return found
