"""Mends imports of what stands elsewhere in the workspace, without a model: the names say where they are defined."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from agent_runtime.agent.search.circles import broken_circle
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.tampering import is_test_file

if TYPE_CHECKING:
    from agent_runtime.agent.search.strategy import Search, Tried
    from agent_runtime.agent.search.trial import Edits

MAX_TURNS = 5
"""One broken import hides the next."""
MAX_FILES = 500
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_NO_NAME = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")


def mend_imports(search: Search, locator: Locator, output: str) -> Tried | None:
    """Turn each import that fails to where its name is defined, and break circles, until the check passes; `None` where
    that is not all.

    Raises:
        RunStopped, SandboxError
    """
    edits: Edits = {}
    for _ in range(MAX_TURNS):
        found = _next(locator, edits, output)
        if found is None:
            return None
        edits, what = found
        tried = search.attempt(edits, what)
        if tried.wins:
            return tried
        output = tried.result.output
    return None


def _next(locator: Locator, base: Edits, output: str) -> tuple[Edits, str] | None:
    circle = broken_circle(output, lambda path: base.get(path) or locator.text(path), set(locator.files))
    if circle is not None:
        path, text = circle
        return {**base, path: text}, f"an import of {path} out of the circle"
    if "partially initialized module" in output:  # every name stands where it is looked for
        return None
    names = {(module, name) for name, module in _NO_NAME.findall(output)}
    modules = set(_NO_MODULE.findall(output))
    edits = dict(base)
    said = []
    for path in [path for path in locator.files if path.endswith(".py") and not is_test_file(path)][:MAX_FILES]:
        text = edits.get(path) or locator.text(path)
        for start, end, new in _changes(text, path, modules, names, locator):
            lines = text.split("\n")
            said.append(f"{' '.join(lines[start - 1].split())} -> {new.strip()}")
            text = "\n".join([*lines[: start - 1], new, *lines[end:]])
            edits[path] = text
    return (edits, "; ".join(said)) if edits != dict(base) else None


def _changes(
    text: str, path: str, modules: set[str], names: set[tuple[str, str]], locator: Locator
) -> Sequence[tuple[int, int, str]]:
    """First and last line of each import to replace, and what by; the last ones first."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return []
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        module = _absolute(node, path)
        wrong = {alias.name for alias in node.names if module in modules or (module, alias.name) in names}
        homes = {name: home for name in wrong if (home := _home(name, module, path, locator)) is not None}
        if homes:
            indent = " " * node.col_offset
            lines = [f"{indent}{line}" for line in _statements(node, homes)]
            found.append((node.lineno, node.end_lineno or node.lineno, "\n".join(lines)))
    return sorted(found, reverse=True)


def _absolute(node: ast.ImportFrom, path: str) -> str:
    module = node.module or ""
    if not node.level:
        return module
    parents = PurePosixPath(path).parts[: -node.level]
    return ".".join([*parents, *([module] if module else [])])


def _statements(node: ast.ImportFrom, homes: dict[str, tuple[str, str]]) -> Iterator[str]:
    kept = [alias for alias in node.names if alias.name not in homes]
    if kept:
        yield f"from {'.' * node.level}{node.module or ''} import {', '.join(map(_shown, kept))}"
    for alias in node.names:
        if alias.name in homes:
            module, name = homes[alias.name]
            bound = alias.asname or alias.name
            yield f"from {module} import {name}" + (f" as {bound}" if bound != name else "")


def _shown(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name


def _home(name: str, module: str, path: str, locator: Locator) -> tuple[str, str] | None:
    """The module that defines a name, and the name there: exactly one, or one nearly so called in the same module."""
    package = module.partition(".")[0]
    homes = []
    for other in locator.files:
        dotted = _dotted(other, package)
        if dotted is None or other == path or is_test_file(other) or dotted == module:
            continue
        if name in _top_names(locator.text(other)):
            homes.append(dotted)
        elif dotted.rpartition(".")[2] == name:
            homes.append(dotted.rpartition(".")[0])
    if len(homes) == 1 and homes[0]:
        return homes[0], name
    if homes:
        return None
    own = next((other for other in locator.files if _dotted(other, package) == module), None)
    near = difflib.get_close_matches(name, _top_names(locator.text(own)) if own else (), 1, 0.75)
    return (module, near[0]) if near else None


def _dotted(path: str, package: str) -> str | None:
    """The module's name as `package` imports it; `None` outside of it."""
    parts = list(PurePosixPath(path).with_suffix("").parts)
    if not path.endswith(".py") or package not in parts:
        return None
    parts = parts[parts.index(package) :]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _top_names(text: str) -> set[str]:
    """What a module defines itself; what it only imports is defined elsewhere."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return set()
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names
