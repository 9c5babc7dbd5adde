"""Puts what a model wrote (a function, some functions, a whole file) into the file it belongs to."""

from __future__ import annotations

import ast
import difflib
import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from agent_runtime.agent.search.slicing import first_line, functions
from agent_runtime.errors import ToolError
from agent_runtime.tools.symbols import definitions
from agent_runtime.tools.syntax import check_syntax, language_of

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*_FUNCTIONS, ast.ClassDef)
MOST = 0.6
"""The part of a file's definitions that makes a reply a whole file."""


class CannotMerge(Exception):
    """The reply says nothing that can be put into the file; the text says why."""


@dataclass(frozen=True, slots=True)
class _Splice:
    """Lines `start:end` (from 0, end excluded) become `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge(
    path: str, old: str, new: str, *, keep_tests: bool = False, within: str = "", unseen: Collection[str] = ()
) -> str:
    """The file's text with what `new` changes; `keep_tests` keeps test code that the reply brings; `within` is the
    class whose method was asked for, where several have one of that name; `unseen` functions stay as they are.

    Raises:
        CannotMerge: `new` does not parse, or has nothing for this file.
    """
    new = new.replace("\r\n", "\n")
    flat = old.replace("\r\n", "\n")
    if not new.strip():
        raise CannotMerge("the reply is empty")
    if language_of(path) == "python":
        merged = _merge_python(path, flat, new, keep_tests=keep_tests, within=within, unseen=unseen)
    else:
        merged = _merge_other(path, flat, new)
    if not merged.endswith("\n"):
        merged += "\n"
    return merged.replace("\n", "\r\n") if "\r\n" in old else merged


# -- Python ------------------------------------------------------------------------------------------


def _merge_python(path: str, old: str, new: str, *, keep_tests: bool, within: str, unseen: Collection[str]) -> str:
    body, new = _parsed(new)
    if not keep_tests:
        body = [node for node in body if not _is_test_code(node, old)]
    if not body:
        raise CannotMerge("the reply holds only tests")
    if not old.strip():
        return _source(new, body)
    try:
        tree = ast.parse(old)
    except SyntaxError:
        if _looks_whole(old, new):
            return _source(new, body)
        raise CannotMerge(f"{path} does not parse, and the reply is not the whole file") from None
    return _PythonMerge(old, tree, new, within, unseen).apply(body)


def _parsed(new: str) -> tuple[list[ast.stmt], str]:
    """The statements of a reply; a method copied with its indentation is dedented, a torn end is left out.

    Raises:
        CannotMerge
    """
    text = textwrap.dedent(new.strip("\n"))
    for candidate in (text, _without_last_definition(text)):
        try:
            return ast.parse(candidate).body, candidate
        except (SyntaxError, ValueError):
            continue
    raise CannotMerge("the reply does not parse")


def _without_last_definition(text: str) -> str:
    """A reply that ran out of tokens inside a function keeps those before it."""
    starts = [match.start() for match in re.finditer(r"^(?:@|def |class |async def )", text, re.MULTILINE)]
    return text[: starts[-1]] if len(starts) > 1 else text


def _is_test_code(node: ast.stmt, old: str) -> bool:
    """Tests, prints and demonstrations that a model likes to add below the answer."""
    if isinstance(node, _FUNCTIONS):
        return node.name.startswith("test_") and f"def {node.name}" not in old
    if isinstance(node, ast.ClassDef):
        return node.name.startswith("Test") and f"class {node.name}" not in old
    if isinstance(node, ast.Assert | ast.For | ast.While):
        return True
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = {alias.name.split(".")[0] for alias in node.names} | {getattr(node, "module", None)}
        return bool(names & {"pytest", "unittest"}) and "pytest" not in old and "unittest" not in old
    if isinstance(node, ast.If):
        return "__main__" in ast.dump(node.test) and "__main__" not in old
    if isinstance(node, ast.Expr):
        return not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str))
    return False


def _source(text: str, body: Sequence[ast.stmt]) -> str:
    """The lines of some statements, with the comments and blank lines between them."""
    lines = text.split("\n")
    kept: list[str] = []
    at = 0
    every = {first_line(node): node for node in ast.parse(text).body}
    wanted = {first_line(node) for node in body}
    for start, node in sorted(every.items()):
        if start in wanted:
            kept += lines[at : node.end_lineno]
        at = node.end_lineno or at
    return "\n".join([*kept, *(lines[at:] if every and max(every) in wanted else [])]).strip("\n") + "\n"


class _PythonMerge:
    """Replaces, by name, what a reply writes anew; the rest of the file stays byte for byte."""

    def __init__(self, old: str, tree: ast.Module, new: str, within: str, unseen: Collection[str]) -> None:
        self._old = old.split("\n")
        self._within = within
        self._tree = tree
        self._kept = {node.lineno for label, node in functions(tree) if label in unseen}
        self._new = new.split("\n")
        self._splices: list[_Splice] = []

    def apply(self, body: Sequence[ast.stmt]) -> str:
        known = {node.name: node for node in self._tree.body if isinstance(node, DEFINITIONS)}
        for node in body:
            if isinstance(node, ast.ClassDef):
                self._class(node, known.get(node.name))
            elif isinstance(node, _FUNCTIONS):
                self._function(node, known)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                self._import(node)
            else:
                self._statement(node)
        lines = list(self._old)
        for splice in sorted(self._splices, key=lambda item: (item.start, item.end), reverse=True):
            lines[splice.start : splice.end] = splice.lines
        return "\n".join(lines)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, known: dict[str, Definition]) -> None:
        if (target := known.get(node.name)) is not None:
            self._replace(target, node)
            return
        owners = [
            (owner, member)
            for owner in known.values()
            if isinstance(owner, ast.ClassDef)
            for member in owner.body
            if isinstance(member, _FUNCTIONS) and member.name == node.name
        ]
        is_method = _is_method(node)
        if len(owners) > 1:
            owners = [each for each in owners if each[0].name == self._within]
        if len(owners) == 1 and (is_method or not _is_method(owners[0][1])):
            self._replace(owners[0][1], node)
            return
        classes = [owner for owner in known.values() if isinstance(owner, ast.ClassDef)]
        if is_method and not owners:
            classes = [each for each in classes if each.name == self._within] or classes
        if is_method and len(classes) == 1 and not owners:
            self._insert_member(classes[0], node)
        elif is_method:
            raise CannotMerge(f"the method {node.name} comes without its class")
        else:
            self._append(node)

    def _class(self, node: ast.ClassDef, target: Definition | None) -> None:
        if not isinstance(target, ast.ClassDef):
            self._append(node)
            return
        members = {_key(member): member for member in target.body if _key(member)}
        theirs = {_key(member) for member in node.body}
        if set(members) <= theirs and not _same(target, node):
            changed = [member for member in node.body if _key(member)]
            if _header(target) != _header(node) or len(changed) == len(node.body) == 1:
                self._replace(target, node)
                return
        elif _header(target) != _header(node):
            self._splices.append(
                _Splice(target.lineno - 1, target.body[0].lineno - 1 or target.lineno, self._header_lines(node, target))
            )
        for member in node.body:
            old = members.get(_key(member) or "")
            if old is not None:
                self._replace(old, member)
            elif _key(member):
                self._insert_member(target, member)

    def _header_lines(self, node: ast.ClassDef, target: ast.ClassDef) -> tuple[str, ...]:
        first = first_line(node.body[0]) if node.body else node.lineno + 1
        return tuple(_indented(self._new[node.lineno - 1 : first - 1], target.col_offset - node.col_offset))

    def _replace(self, target: ast.stmt, node: ast.stmt) -> None:
        if _same(target, node) or (_is_left_out(node) and not _is_left_out(target)):
            return
        if isinstance(target, _FUNCTIONS) and target.lineno in self._kept:
            return
        start = first_line(target)
        if getattr(target, "decorator_list", None) and not getattr(node, "decorator_list", None):
            start = target.lineno  # the old decorators stay
        self._splices.append(
            _Splice(start - 1, target.end_lineno or start, self._lines(node, target.col_offset - node.col_offset))
        )

    def _insert_member(self, target: ast.ClassDef, node: ast.stmt) -> None:
        last = target.body[-1]
        shift = last.col_offset - node.col_offset
        at = last.end_lineno or 0
        gap = ("",) if isinstance(node, DEFINITIONS) else ()
        if not isinstance(node, DEFINITIONS):
            fields = [each for each in target.body if not isinstance(each, DEFINITIONS)]
            at = (fields[-1].end_lineno or at) if fields else target.body[0].lineno - 1
        self._splices.append(_Splice(at, at, (*gap, *self._lines(node, shift))))

    def _append(self, node: ast.stmt) -> None:
        """A new definition: before a closing `if __name__ ...`, before a table that holds it, else at the end."""
        nodes = self._tree.body
        at = len("\n".join(self._old).rstrip("\n").split("\n"))
        if nodes and isinstance(nodes[-1], ast.If) and "__main__" in ast.dump(nodes[-1].test):
            at = nodes[-1].lineno - 1
            self._splices.append(_Splice(at, at, (*self._lines(node, 0), "", "")))
            return
        for each in nodes:
            if isinstance(each, ast.Assign | ast.AnnAssign) and _loads(each, _key(node)):
                at = each.lineno - 1
                self._splices.append(_Splice(at, at, (*self._lines(node, 0), "", "")))
                return
        self._splices.append(_Splice(at, at, ("", "", *self._lines(node, 0))))

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if any(_same(node, each) for each in self._tree.body):
            return
        if isinstance(node, ast.ImportFrom):
            for each in self._tree.body:
                if isinstance(each, ast.ImportFrom) and (each.module, each.level) == (node.module, node.level):
                    names = {alias.name for alias in each.names}
                    if {alias.name for alias in node.names} <= names:
                        return
                    merged = ast.ImportFrom(
                        each.module, [*each.names, *(a for a in node.names if a.name not in names)], each.level
                    )
                    self._splices.append(_Splice(each.lineno - 1, each.end_lineno or 0, (ast.unparse(merged),)))
                    return
        else:
            known = {a.asname or a.name for each in self._tree.body if isinstance(each, ast.Import) for a in each.names}
            if {alias.asname or alias.name for alias in node.names} <= known:
                return
        imports = [each for each in self._tree.body if isinstance(each, ast.Import | ast.ImportFrom)]
        if imports:
            future = [each for each in imports if getattr(each, "module", None) == "__future__"]
            at = future[-1].lineno if future else imports[0].lineno - 1
            if isinstance(node, ast.ImportFrom) and node.module != "__future__":
                at = _end_of_block(imports)
        else:
            at = self._after_docstring()
        self._splices.append(_Splice(at, at, (*self._lines(node, 0), *(() if imports else ("",)))))

    def _after_docstring(self) -> int:
        nodes = self._tree.body
        return (nodes[0].end_lineno or 0) if nodes and _is_docstring(nodes[0]) else 0

    def _statement(self, node: ast.stmt) -> None:
        key = _key(node)
        if key is None:
            if _is_docstring(node) and self._tree.body and _is_docstring(self._tree.body[0]):
                return
            if _is_docstring(node):
                self._splices.append(_Splice(0, 0, (*self._lines(node, 0), "")))
            return
        for each in self._tree.body:
            if _key(each) == key:
                self._replace(each, node)
                return
        imports = [each for each in self._tree.body if isinstance(each, ast.Import | ast.ImportFrom)]
        at = (imports[-1].end_lineno or 0) if imports else self._after_docstring()
        self._splices.append(_Splice(at, at, ("", *self._lines(node, 0))))

    def _lines(self, node: ast.stmt, shift: int) -> tuple[str, ...]:
        return tuple(_indented(self._new[first_line(node) - 1 : node.end_lineno], shift))


def _indented(lines: Sequence[str], shift: int) -> Iterator[str]:
    for line in lines:
        if not line.strip():
            yield ""
        elif shift >= 0:
            yield " " * shift + line
        else:
            yield line[min(-shift, len(line) - len(line.lstrip())) :]


def _key(node: ast.stmt) -> str | None:
    """The name under which a statement is known: a definition's, or an assignment's target."""
    if isinstance(node, DEFINITIONS):
        return node.name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return names[0] if names else None


def _end_of_block(imports: Sequence[ast.Import | ast.ImportFrom]) -> int:
    """The last line of the imports that stand together at the top."""
    last = imports[0].end_lineno or 0
    for each in imports[1:]:
        if each.lineno > last + 2:
            break
        last = each.end_lineno or last
    return last


def _loads(node: ast.AST, name: str | None) -> bool:
    return any(isinstance(item, ast.Name) and item.id == name for item in ast.walk(node))


def _header(node: ast.ClassDef) -> str:
    return ast.dump(ast.ClassDef(node.name, node.bases, node.keywords, [], []))


def _same(one: ast.AST, other: ast.AST) -> bool:
    return ast.dump(one) == ast.dump(other)


def _is_left_out(node: ast.stmt) -> bool:
    """Whether a function ends with `...`, as it was shown, or as a model shortens what it does not change; or is but a
    docstring, as where a reply was cut off."""
    if not isinstance(node, _FUNCTIONS):
        return False
    last = node.body[-1]
    if len(node.body) == 1 and _is_docstring(last):
        return True
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant) and last.value.value is Ellipsis


def _is_method(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(node.args.args) and node.args.args[0].arg in ("self", "cls")


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


# -- other languages ---------------------------------------------------------------------------------


def _merge_other(path: str, old: str, new: str) -> str:
    new = new.strip("\n") + "\n"
    if not old.strip() or language_of(path) in (None, "json", "toml", "yaml"):
        if old.strip() and not _looks_whole(old, new):
            raise CannotMerge("the reply is not the whole file")
        return new
    try:
        there, here = definitions(path, old), definitions(path, new)
    except ToolError as error:
        raise CannotMerge(error.message) from error
    names = {name for name, _, _ in there}
    found = {name for name, _, _ in here}
    if (names and len(names & found) >= MOST * len(names) and len(names) > 1) or _looks_whole(old, new):
        return new
    return _replace_definitions(path, old, new, there, here)


def _replace_definitions(
    path: str, old: str, new: str, there: Sequence[tuple[str, int, int]], here: Sequence[tuple[str, int, int]]
) -> str:
    lines, theirs = old.split("\n"), new.split("\n")
    outermost = [item for item in here if not any(o[1] <= item[1] and item[2] <= o[2] and o is not item for o in here)]
    splices = []
    for name, start, end in outermost:
        hits = [item for item in there if item[0] == name] or [
            item for item in there if item[0].rpartition(".")[2] == name.rpartition(".")[2]
        ]
        block = theirs[start - 1 : end]
        if len(hits) == 1:
            first = lines[hits[0][1] - 1]
            shift = (len(first) - len(first.lstrip())) - (len(block[0]) - len(block[0].lstrip()))
            splices.append(_Splice(hits[0][1] - 1, hits[0][2], tuple(_indented(block, shift))))
        elif not hits:
            at = len(old.rstrip("\n").split("\n"))
            splices.append(_Splice(at, at, ("", *block)))
    if not splices:
        raise CannotMerge("the reply has no function of this file")
    for splice in sorted(splices, key=lambda item: item.start, reverse=True):
        lines[splice.start : splice.end] = splice.lines
    merged = "\n".join(lines)
    if check_syntax(path, old) is None and (problem := check_syntax(path, merged)) is not None:
        raise CannotMerge(f"line {problem.line}: {problem.message}")
    return merged


def _looks_whole(old: str, new: str) -> bool:
    """Whether a reply is the file with some changes, not a part of it."""
    ours, theirs = old.strip().split("\n"), new.strip().split("\n")
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    return matcher.ratio() > 0.5 or (len(ours) <= 3 and len(theirs) <= 12)
