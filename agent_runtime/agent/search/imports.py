"""Mends imports of what stands elsewhere in the workspace, without a model: the names say where they are defined."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from agent_runtime.agent.search.bringing import with_imports
from agent_runtime.agent.search.circles import broken_circle, is_circle
from agent_runtime.agent.search.evidence import NO_MODULE, NO_NAME, UNDEFINED
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.slicing import parsed, top_names
from agent_runtime.agent.search.undefined import undefined
from agent_runtime.agent.tampering import is_test_file

if TYPE_CHECKING:
    from agent_runtime.agent.search.copies import Edits
    from agent_runtime.agent.search.drawing import Drawing
    from agent_runtime.agent.search.tally import Tried

MAX_TURNS = 5
"""One broken import hides the next."""
MAX_FILES = 500
NEAR = 0.75
"""How alike names must be (difflib's ratio) for one to be a slip of the other."""


def mend_imports(drawing: Drawing, locator: Locator, output: str, edits: Edits, *, asked: bool = False) -> Tried | None:
    """Turn each import that fails to where its name is defined, export what a package is to hand on, break circles, and
    import names that are not defined where they are used, until the check passes; where that is not all, the last step
    forward, `None` if there is none. `output` is what the check says of `edits`; `asked`: the task asks for what fails.

    Raises:
        RunStopped, SandboxError
    """
    best: Tried | None = None
    for _ in range(MAX_TURNS):
        found = _next(locator, edits, output, asked=asked)
        if found is None:
            break
        edits, what = found
        tried = drawing.attempt(edits, what)
        if tried.wins:
            return tried
        if best is None or tried.result.better_than(best.result):
            best = tried
        output = tried.result.output
    return best


def _next(locator: Locator, base: Edits, output: str, *, asked: bool) -> tuple[Edits, str] | None:
    """The edits with the next import mended, and what that is, in words."""

    def text_of(path: str) -> str:
        return base.get(path) or locator.text(path)

    if is_circle(output):  # every name stands where it is looked for
        circle = broken_circle(output, text_of, locator.known)
        return ({**base, circle[0]: circle[1]}, f"an import of {circle[0]} out of the circle") if circle else None
    names = {(module, name) for name, module in NO_NAME.findall(output)}
    modules = set(NO_MODULE.findall(output))
    edits = dict(base)
    said = []
    homes = _Homes(locator.python_files, text_of)
    for module, name in sorted(names):
        needed = asked or _by_tests(module, name, locator)
        if (exported := _exported(module, name, homes, needed=needed)) is not None:
            edits[exported[0]] = exported[1]
            return edits, f"{name} exported by {module}"
    for path in homes.files:
        text = text_of(path)
        for start, end, new in _changes(text, path, modules, names, homes):
            lines = text.split("\n")
            said.append(f"{' '.join(lines[start - 1].split())} -> {new.strip()}")
            text = "\n".join([*lines[: start - 1], new, *lines[end:]])
            edits[path] = text
    if edits == dict(base):
        return _not_defined(locator, base, output, text_of)
    return edits, "; ".join(said)


def _not_defined(locator: Locator, base: Edits, output: str, text_of: Callable[[str], str]) -> tuple[Edits, str] | None:
    """The edits with an import of each name that a file of the code uses, as the output says, without having it."""
    names = set(UNDEFINED.findall(output))
    code = {path: text_of(path) for path, _ in locator.frames(output) if path in locator.python_files} if names else {}
    lacking = {path: text for path, text in code.items() if names & set(undefined("", text))}
    edits = with_imports(lacking, lambda path: "", locator.code_with, locator.known)
    brought = {path: text for path, text in edits.items() if text != lacking[path]}
    return ({**base, **brought}, f"{', '.join(sorted(names))} imported") if brought else None


def _changes(
    text: str, path: str, modules: set[str], names: set[tuple[str, str]], homes: _Homes
) -> Sequence[tuple[int, int, str]]:
    """First and last line of each import to replace, and what by; the last ones first."""
    tree = parsed(text)
    found = []
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        module = _absolute(node, path)
        wrong = {alias.name for alias in node.names if module in modules or (module, alias.name) in names}
        right = {name: home for name in wrong if (home := homes.of(name, module, path)) is not None}
        if right:
            indent = " " * node.col_offset
            lines = [f"{indent}{line}" for line in _statements(node, right, used)]
            found.append((node.lineno, node.end_lineno or node.lineno, "\n".join(lines)))
    return sorted(found, reverse=True)


def _absolute(node: ast.ImportFrom, path: str) -> str:
    module = node.module or ""
    if not node.level:
        return module
    parents = PurePosixPath(path).parts[: -node.level]
    return ".".join([*parents, *([module] if module else [])])


def _statements(node: ast.ImportFrom, homes: dict[str, tuple[str, str]], used: set[str]) -> Iterator[str]:
    """The import of the names that are right, and of each other one from its home; a slip of the pen that the module
    uses stays its name there."""
    kept = [alias for alias in node.names if alias.name not in homes]
    if kept:
        yield f"from {'.' * node.level}{node.module or ''} import {', '.join(map(_shown, kept))}"
    turned: dict[str, list[str]] = {}
    for alias in node.names:
        if alias.name in homes:
            module, name = homes[alias.name]
            bound = alias.asname or (alias.name if name == alias.name or alias.name in used else name)
            turned.setdefault(module, []).append(name + (f" as {bound}" if bound != name else ""))
    for module, names in turned.items():
        yield f"from {module} import {', '.join(names)}"


def _shown(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name


class _Homes:
    """Where names are defined."""

    def __init__(self, files: Sequence[str], text_of: Callable[[str], str]) -> None:
        self.files = files[:MAX_FILES]
        self.text_of = text_of

    def of(self, name: str, module: str, path: str) -> tuple[str, str] | None:
        """The only module that defines a name, and the name there; or what is nearly so called in that module, or in
        one that is nearly called so."""
        found = self.modules(name, module, besides=path)
        if len(found) == 1 and found[0]:
            return found[0], name
        if found:
            return None
        package = module.partition(".")[0]
        known = {dotted: other for other in self.files if (dotted := _dotted(other, package)) is not None}
        for own in [module] if module in known else difflib.get_close_matches(module, known, 1, NEAR):
            if near := difflib.get_close_matches(name, top_names(self.text_of(known[own])), 1, NEAR):
                return own, near[0]
        return None

    def modules(self, name: str, module: str, *, besides: str = "") -> list[str]:
        """The other modules of the same package that define a name."""
        found = []
        for other in self.files:
            dotted = _dotted(other, module.partition(".")[0])
            if dotted is None or other == besides or dotted == module:
                continue
            if name in top_names(self.text_of(other)):
                found.append(dotted)
            elif dotted.rpartition(".")[2] == name:
                found.append(dotted.rpartition(".")[0])
        return found


def _by_tests(module: str, name: str, locator: Locator) -> bool:
    """Whether a test imports a name from a module: it has to be there, for tests stay as they are."""
    return any(
        isinstance(node, ast.ImportFrom) and node.module == module and name in {alias.name for alias in node.names}
        for path in locator.containing(name, words=True)
        if is_test_file(path) and path.endswith(".py")
        for node in ast.walk(parsed(locator.text(path)))
    )


def _exported(package: str, name: str, homes: _Homes, *, needed: bool) -> tuple[str, str] | None:
    """A package's `__init__.py` with one more import, where it hands on what its modules define, or has to."""
    top = package.partition(".")[0]
    path = next((each for each in homes.files if each.endswith("__init__.py") and _dotted(each, top) == package), None)
    found = [home for home in homes.modules(name, package) if home.startswith(f"{package}.")]
    if path is None or len(found) != 1:
        return None
    text = homes.text_of(path)
    body = parsed(text).body
    imports = [node for node in body if isinstance(node, ast.ImportFrom)]
    if not imports and not needed:
        return None
    same = next(
        (node for node in imports if _absolute(node, path) == found[0] and node.lineno == node.end_lineno), None
    )
    lines = text.split("\n")
    if same is not None:
        names = sorted({*(_shown(alias) for alias in same.names), name})
        lines[same.lineno - 1] = f"from {'.' * same.level}{same.module or ''} import {', '.join(names)}"
    elif imports:
        last = imports[-1].end_lineno or imports[-1].lineno
        lines.insert(last, f"from {found[0]} import {name}")
    else:
        head = body[0] if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) else None
        last = (head.end_lineno or head.lineno) if head is not None else 0
        lines[last:last] = [*([""] if last else []), f"from {found[0]} import {name}"]
    new = re.sub(r"(__all__ = \[)(?=\S)", rf'\1"{name}", ', "\n".join(lines))
    return path, re.sub(r"(__all__ = \[\n)( +)", rf'\1\2"{name}",\n\2', new)


def _dotted(path: str, package: str) -> str | None:
    """The module's name as `package` imports it; `None` outside of it."""
    parts = list(PurePosixPath(path).with_suffix("").parts)
    if not path.endswith(".py") or package not in parts:
        return None
    parts = parts[parts.index(package) :]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
