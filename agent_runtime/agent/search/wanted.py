"""What a task names that nothing in the code is called yet: an option, a command, a function, a member.

Where no check fails before the change, the first candidate that keeps it passing would win, though it did only a part.
So what the task calls by a name has to be there in the end.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent_runtime.agent.search.options import command_of, options_of, used, uses
from agent_runtime.agent.search.parameters import parameters
from agent_runtime.agent.search.slicing import functions, parsed

MAX_WANTED = 8
_CODE = r"`([^`\n]+)`"
_OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]+")
_MEMBER = re.compile(r"(?<![\w.\"'])([A-Z]\w*)\.([A-Za-z_]\w*)(?![\w/])(?:\(([^()\n]*)\))?")
_CALL = re.compile(r"(?<![\w.])([A-Za-z_]\w{2,})\(([^()\n]*)")
_NAME = re.compile(r"(?<![\w./-])([a-z]+(?:_[a-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+)(?![\w/-]|\.\w)")
_LIBRARY = frozenset("date datetime timedelta timezone time Decimal Fraction Path Counter deque defaultdict".split())
"""What the standard library has, and a task writes values with: `date(2025, 3, 2)`."""
_CALLED = re.compile(r"\b(?:called|named) ([\"'])([A-Za-z_][\w-]*)\1")
_CLASS = re.compile(r"\bclass `?([A-Z]\w*[a-z]\w*)`?")
_NAMED_COMMAND = re.compile(r"\bcommand `([a-z][\w-]*)`")
_COMMAND = re.compile(r"^python3? -m [\w.]+ ([a-z][\w-]+)\b")
_WORD = re.compile(r"[A-Za-z_]\w*")
_OWN_COMMAND = re.compile(r"^(?:--|python3? (?:-m |[\w./-]+\.py\b))")
"""Code in a task that may hold options of its own; those of another program are not asked for."""
_VALUE = re.compile(r"(?<![\w./:-])(?:\d+(?:[.,:/-]\d+)*|[A-Z]+\d+)(?![\w/]|[.:-]\w)")
_GIVEN = re.compile(
    r"(?:[=:]|\b(?:to|as|is|be|at|has|have|with|only|new \w+)) [`'\"]?"
    r"(\d+(?:[.,:/-]\d+)*|[A-Z]{1,3}\d+)(?![\w/%]|[.:-]\w)"
    r"(?! ?(?:%|percent|(?:milli|micro)?seconds?|minutes?|hours?|days?|weeks?|[kMG]i?B|bytes?|ms|s)\b)"
)
"""A value that is given; one with a unit may be written in another."""
_WANTS = (
    r"(?:(?:^|[.:;!?,]\s+|\band\s+|\bplease\s+)(?:add|give|let|make|change|set|edit|update|adapt|adjust|extend|put|in)"
    r"|\b(?:should|must|shall|can|to) (?:take|accept|get|have)|\boptional|\bnew|\badditional|\banother|\bextra)\b"
)
_PATHS = re.compile(r"(?:[\w.-]+/)+[\w.-]+")


Kind = Literal["option", "use", "command", "member", "definition", "parameter", "name", "value", "file"]
"""An option or a command of a command line stands as a text in the code, and what an option gives has its use; a member
and a definition have to be defined, a name only to be used; a value stands in a settings file; a file has to be where
it is named."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that a task asks for."""

    text: str
    """As a person says it: "`Queue.cancel`", "the option `--category`"."""
    name: str
    kind: Kind = "name"
    owner: str = ""
    """The class of a member, the function of a parameter, the command of an option, or a function that holds the other
    commands of a command line."""
    path: str = ""
    """The file of that function, or of a value."""
    parameters: str | None = None
    """Of a function as the task calls it, where it says what they are called."""

    def stands_in(self, path: str, text: str) -> bool:
        """Whether a file brings it."""
        if self.path and path != self.path:
            return False
        if self.kind == "parameter":
            return self.name in parameters(text, self.owner)
        if self.kind == "use":
            return any(self.name in names for names in uses(text).values())
        if self.kind == "option" and self.owner and (given := options_of(text, self.owner)) is not None:
            return self.name in given
        if self.kind == "value":
            return _plain(self.name) in map(_plain, _VALUE.findall(text))
        if not re.search(rf"(?<![\w-]){re.escape(self.name)}(?![\w-])", text):
            return False
        return not path.endswith(".py") or self.name in _python_names(text, self.kind, self.owner)


def wanted(task: str) -> list[Wanted]:
    """The names that a task speaks of, in their order; not those that only stand in a path."""
    found: dict[tuple[str, str, bool], Wanted] = {}
    for each in _spoken_of(_PATHS.sub(" ", task)):
        typed = each.kind in ("option", "command")
        known = {name for _, name, as_text in found if as_text is typed}
        if not hasattr(builtins, each.name) and (each.owner or each.name not in known):
            found.setdefault((each.owner, each.name, typed), each)
    return list(found.values())[:MAX_WANTED]


def lacking(names: Sequence[Wanted], files: Iterable[tuple[str, str]]) -> list[Wanted]:
    """Those of the names that none of the files brings."""
    left = list(names)
    for path, text in files:
        left = [each for each in left if not each.stands_in(path, text)]
    return left


def not_there_yet(task: str, holding: Callable[[str], Iterable[tuple[str, str]]]) -> list[Wanted]:
    """The names that a task speaks of and that are nowhere; `holding` gives the files, with their texts, that hold a
    word. A member of a class that is nowhere is another program's."""
    return [
        each
        for each in wanted(task)
        if (each.kind != "member" or any(_holds_class(text, each.owner) for _, text in holding(each.owner)))
        and lacking([each], holding(each.name))
    ]


def _holds_class(text: str, name: str) -> bool:
    return re.search(rf"\bclass {name}\b", text) is not None


def of_options(task: str, names: Sequence[Wanted], files: Sequence[tuple[str, str]]) -> list[Wanted]:
    """The names, an option with the command that the task types it with, and with the use of what it gives."""
    texts = [text for path, text in files if path.endswith(".py")]
    command = command_of(task)
    owner = command if command and any(options_of(text, command) is not None for text in texts) else ""
    found = [replace(each, owner=owner) if each.kind == "option" and owner else each for each in names]
    return found + [
        Wanted(f"the use of what `{option}` gives (`.{name}` of the parsed arguments)", name, "use")
        for option, name in used(names, texts)
    ]


def in_each_place(names: Sequence[Wanted], files: Sequence[tuple[str, str]]) -> list[Wanted]:
    """The names, a command once for each function that holds at least two of the other commands of its command line:
    one reads it, and another one may do it."""
    code = [(path, text) for path, text in files if path.endswith(".py")]
    others = {name for _, text in code for name in _commands(text)}
    found: list[Wanted] = []
    for each in names:
        places = [
            Wanted(f"{each.text} in {label}", each.name, "command", label, path)
            for path, text in code
            for label, texts in _texts_by_function(text)
            if each.kind == "command" and len(texts & others) > 1
        ]
        found += places or [each]
    return found


def _commands(text: str) -> Iterator[str]:
    """The names that argparse's `add_parser` is given, also by a loop over a table whose rows begin with them."""
    tree = parsed(text)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    given = [each.args[0] for each in calls if isinstance(each.func, ast.Attribute) and each.func.attr == "add_parser"]
    variables = {each.id for each in given if isinstance(each, ast.Name)}
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Tuple | ast.List):
            first = _first(loop.target)
            if isinstance(first, ast.Name) and first.id in variables:
                given += map(_first, loop.iter.elts)
    yield from (each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str))


def _first(row: ast.expr) -> ast.expr:
    return row.elts[0] if isinstance(row, ast.Tuple | ast.List) and row.elts else row


def _texts_by_function(text: str) -> Iterator[tuple[str, set[str]]]:
    for label, node in functions(parsed(text)):
        constants = (item.value for item in ast.walk(node) if isinstance(item, ast.Constant))
        yield label, {value for value in constants if isinstance(value, str)}


def _spoken_of(task: str) -> Iterator[Wanted]:
    foreign = [code for code in re.findall(_CODE, task) if not _OWN_COMMAND.match(code)]
    for option in _OPTION.findall(task):
        if any(option in code for code in foreign):
            continue
        yield Wanted(f"the option `{option}`", option, "option")
    for found in _MEMBER.finditer(task):
        owner, name, given = found.groups()
        yield Wanted(f"`{owner}.{name}`", name, "member", owner, parameters=_parameters(given))
    for name, given in _CALL.findall(task):
        if name in _LIBRARY and not (given.strip() and _parameters(given)):
            continue
        yield Wanted(f"`{name}`", name, "definition", parameters=_parameters(given))
    commands = _NAMED_COMMAND.findall(task)
    for name in commands:
        yield Wanted(f"the command `{name}`", name, "command")
    for name in _CLASS.findall(task):
        yield Wanted(f"the class `{name}`", name, "definition")
    for code in re.findall(_CODE, task):
        if (command := _COMMAND.match(code)) is not None:
            yield Wanted(f"the command `{command[1]}`", command[1], "command")
        elif _WORD.fullmatch(code) and len(code) > 2 and code not in commands:
            yield Wanted(f"`{code}`", code)
    for name in _NAME.findall(task):
        yield Wanted(f"`{name}`", name)
    for _, name in _CALLED.findall(task):
        yield Wanted(f"`{name}`", name)


def asked_for(task: str, name: str) -> bool:
    """Whether a sentence of the task wants something done to what is so called, or has it as new; not where it only
    tells what is wrong with it."""
    return re.search(rf"{_WANTS}(?:[^.!?\n]|\.\w)*(?<!\w){re.escape(name)}(?!\w)", task, re.IGNORECASE) is not None


def values(task: str, path: str, text: str) -> list[Wanted]:
    """The numbers and codes (`P3`, `05:30`) that a task gives to the settings file `path` and that are not in it."""
    said = dict.fromkeys(match[1] for match in _GIVEN.finditer(task.replace(path, " ")))
    return lacking([Wanted(f"`{each}`", each, "value", path=path) for each in said], [(path, text)])[:MAX_WANTED]


def _plain(value: str) -> str:
    """A value as it may also be written: 1,000 as 1000, 2.0 as 2."""
    try:
        return f"{float(value.replace(',', '')):g}"
    except ValueError:
        return value


def _parameters(given: str | None) -> str | None:
    if given is None or not parsed(f"def f({given}): ...").body:
        return None
    return given


def _python_names(text: str, kind: Kind, owner: str) -> set[str]:
    """What Python code has of a kind: texts of one word, definitions, or all names and such texts; without comments and
    docstrings. Of a member only what the body of its class defines."""
    module = parsed(text)
    tree: ast.AST = module
    if owner and kind == "command":
        tree = next((node for label, node in functions(module) if label == owner), ast.Module([], []))
    elif owner and kind != "option":
        classes = [node for node in ast.walk(module) if isinstance(node, ast.ClassDef) and node.name == owner]
        tree = classes[0] if classes else ast.Module([], [])
    found: set[str] = set()
    defined = kind in ("member", "definition")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if not defined and " " not in node.value:
                found.add(node.value)
        elif kind in ("option", "command"):
            continue
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name | ast.Attribute):
            if not defined or isinstance(node.ctx, ast.Store):
                found.add(node.id if isinstance(node, ast.Name) else node.attr)
        elif isinstance(node, ast.alias) and not owner:
            found.add(node.asname or node.name)
        elif isinstance(node, ast.arg | ast.keyword) and node.arg and not defined:
            found.add(node.arg)
    return found
