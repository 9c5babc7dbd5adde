"""The examples of a task as a test: `slugify("Crème", max_length=4)` is "crem".

A task often says what a call returns, and so does the docstring of a function that it names. An example that does not
hold yet is what has to hold. One of the task that holds already may be the very fault ("returns 16, which is wrong"),
and is left out; those of a docstring hold together.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from agent_runtime.agent.search.slicing import parsed

FILE = "test_examples_of_the_task.py"
"""Where the test stands in a throw-away copy."""
MAX_EXAMPLES = 12
MAX_CALL_CHARS = 300
_CALL = re.compile(r"(?<![\w.)])[A-Za-z_]\w*\(")
_SAYS = re.compile(
    r"\s*(?:(?:now |then |should |must |would |also )*"
    r"(?:is|be|are|returns?|gives?|yields?|becomes?|equals?|evaluates? to|results? in)\b|={1,2}>?|-+>|→|↦)\s*(?=\S)"
)
_RAISES = re.compile(r"\s*(?:should |must |would )*raises? (?:an? )?`?(\w*(?:Error|Exception))\b")
_PROMPT = re.compile(r"^\s*>>> (.+)\n\s*(?!>>>)(\S.*)$", re.MULTILINE)
_TRACEBACK = re.compile(r"Traceback \(most recent call last\):\n(?:[ \t]+\S.*\n)*?\s*(\w*(?:Error|Exception))\b")
_ASSERT = re.compile(r"^\s*assert (.+)$", re.MULTILINE)
_IMPORT = re.compile(
    r"`(from [A-Za-z_][\w.]* import [A-Za-z_]\w*(?:, ?[A-Za-z_]\w*)*)`"
    r" (?:should|must|shall|has to|ought to|will|can) (?:then |also |now |still )*(?:work|succeed|be possible)\b"
)
_IMPORTED = re.compile(
    r"\b(?:should|must|shall|has to|ought to|can|possible to|able to|let (?:me|us|them|people))\b[^.;:\n]{0,30}?"
    r"\b(?:import(?:ed|able)?(?: it| them| this| that)?|exported)(?: too| also| directly)? (?:from|by) "
    r"`?([A-Za-z_]\w*(?:\.\w+)*)\b(?!\.\w|/)"
)
_FUNCTION = re.compile(r"\b(?:function|class)(?: called| named)? `?([A-Za-z_]\w*)")
_QUOTE = re.compile(r"""[rbu]?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")
_PLAIN = re.compile(r"(?:None|True|False)\b|[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w%])")


@dataclass(frozen=True, slots=True)
class Example:
    """A call and what comes of it, both as source text."""

    call: str
    expected: str
    raises: bool = False
    function: str = ""
    """Whose docstring it stands in; empty for one of the task."""

    @property
    def module(self) -> str:
        """What an import is to be made from; empty for a call."""
        node = ast.parse(self.call).body[0]
        return (node.module or "") if isinstance(node, ast.ImportFrom) else ""

    @property
    def names(self) -> set[str]:
        """What the call uses beyond Python itself."""
        return {node.id for node in ast.walk(ast.parse(self.call)) if isinstance(node, ast.Name)} - set(dir(builtins))


def examples(task: str) -> list[Example]:
    """The calls of a task whose result it tells: in prose, as `>>>` or as `assert`; and imports that have to work."""
    told = (each for each, _ in _told(_PROMPT.sub("", task)))
    found = [*_asserted(task), *_prompted(task), *told, *_imported(task)]
    return list({(each.call, each.raises): each for each in reversed(found)}.values())[::-1][:MAX_EXAMPLES]


def documented(docstring: str, function: str) -> list[Example]:
    """The examples in a function's docstring."""
    return [replace(each, function=function) for each in examples(docstring) if not each.module]


def prose(task: str) -> str:
    """A task without its examples: a value that stands only in them must not decide what a function returns."""
    for _, text in _told(task):
        task = task.replace(text, "")
    return _ASSERT.sub("", _PROMPT.sub("", task))


def as_test(found: Sequence[Example], module_of: Callable[[str], str | None]) -> str:
    """A test module with a method for each example whose names have a module; empty when there is none. What a call
    needs is imported in its own test, so that a missing name fails that one alone."""
    lines: list[str] = []
    for number, each in enumerate(found, 1):
        modules = {name: module_of(name) for name in sorted(each.names)}
        if not each.module and (not modules or None in modules.values()):
            continue
        lines += ["", f"    def {method_of(each, number)}(self):"]
        lines += [f"        from {module} import {name}" for name, module in modules.items()]
        if each.module:
            lines.append(f"        {each.call}")
        elif each.raises:
            lines += [f"        with self.assertRaises({each.expected}):", f"            {each.call}"]
        else:
            lines.append(f"        self.assertEqual({each.call}, {each.expected})")
    return "\n".join(["import unittest", "", "", "class Examples(unittest.TestCase):", *lines[1:], ""]) if lines else ""


def method_of(example: Example, number: int) -> str:
    """What the test of an example is called; `number` is its place among them, from 1."""
    return f"test_{re.sub(r'[^A-Za-z0-9]', '_', example.function) or 'example'}_{number}"


def held(found: Sequence[Example], failing: Collection[str]) -> set[str]:
    """The tests of the examples whose docstring has one among the failing tests."""
    methods = [(each.function, method_of(each, number)) for number, each in enumerate(found, 1)]
    wanted = {function for function, method in methods if function and method in failing}
    return {method for function, method in methods if function in wanted}


def only(text: str, names: Collection[str]) -> str:
    """The test module with only the tests of these names; empty when none is left."""
    head, *tests = re.split(r"\n+(?=    def )", text)
    kept = [test for test in tests if (found := re.match(r"    def (\w+)", test)) and found[1] in names]
    return "\n\n".join([head, *kept]).replace(":\n\n    def", ":\n    def", 1).rstrip("\n") + "\n" if kept else ""


def module_name(path: str, known: frozenset[str]) -> str:
    """How a Python file is imported from the workspace's top, or from `src` where that is no package."""
    parts = path.removesuffix(".py").split("/")
    if parts[0] == "src" and len(parts) > 1 and "src/__init__.py" not in known:
        parts = parts[1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(task: str) -> Iterator[Example]:
    """The imports of which a task says, in code or in words, that they have to work; in words only of the one function
    or class that it speaks of."""
    said = [match[1] for match in _IMPORT.finditer(task)]
    names = list(dict.fromkeys(_FUNCTION.findall(task)))
    said += [
        f"from {match[1]} import {name}" for match in _IMPORTED.finditer(task) for name in names if len(names) == 1
    ]
    yield from (Example(each, "") for each in said if parsed(each).body)


def _asserted(task: str) -> Iterator[Example]:
    for match in _ASSERT.finditer(task):
        yield from _compared(match[1].strip().rstrip("`"))


def _compared(text: str) -> Iterator[Example]:
    """The example in a comparison that is to hold."""
    tree = _expression(text)
    if isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.ops[0], ast.Eq | ast.Is):
        yield from _example(ast.unparse(tree.left), ast.unparse(tree.comparators[0]))


def _prompted(task: str) -> Iterator[Example]:
    for match in _PROMPT.finditer(task):
        call, shown, rest = match[1].strip(), match[2].strip(), task[match.start(2) :]
        if raised := _TRACEBACK.match(rest):
            yield from _example(call, raised[1], raises=hasattr(builtins, raised[1]))
        elif "doctest: +SKIP" in call:
            continue
        else:
            several = _literal(rest) if shown[0] in "[({" else None
            found = list(_example(call, shown)) or (list(_example(call, several)) if several else [])
            yield from found or (_compared(call) if shown == "True" else ())


def _told(task: str) -> Iterator[tuple[Example, str]]:
    """Examples in prose, each with its text. "parse() raises a ValueError" speaks of a function, not of a call."""
    for start in _CALL.finditer(task):
        end = _call_end(task, start.start())
        if end is None:
            continue
        call, rest = task[start.start() : end], task[end:].lstrip("`")
        if (raised := _RAISES.match(rest)) and hasattr(builtins, raised[1]) and not call.endswith("()"):
            found, tail = _example(call, raised[1], raises=True), raised[0]
        elif (says := _SAYS.match(rest)) and (literal := _literal(rest[says.end() :].lstrip("`"))):
            found, tail = _example(call, literal), literal
        else:
            continue
        text = task[start.start() : task.index(tail, end) + len(tail)]
        yield from ((each, text) for each in found)


def _example(call: str, expected: str, *, raises: bool = False) -> Iterator[Example]:
    """An example, if the call is one of a plain name with nothing but values, and the result is a value."""
    tree = _expression(call)
    if not isinstance(tree, ast.Call):
        return
    if not raises:
        try:
            ast.literal_eval(expected)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    loose = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called]
    if not loose and all(isinstance(each, ast.Name | ast.Attribute) for each in called):
        yield Example(ast.unparse(tree), expected, raises)


def _expression(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _call_end(text: str, start: int) -> int | None:
    """Where the call that begins at `start` ends: at the first `)` with which it parses."""
    for match in re.finditer(r"\)", text[start : start + MAX_CALL_CHARS]):
        end = start + match.end()
        if isinstance(_expression(text[start:end]), ast.Call):
            return end
    return None


def _literal(text: str) -> str | None:
    """The value that a text begins with."""
    if (found := _QUOTE.match(text) or _PLAIN.match(text)) is not None:
        return found[0]
    if text[:1] not in ("[", "{", "("):
        return None
    for match in re.finditer(r"[])}]", text[:MAX_CALL_CHARS]):
        try:
            ast.literal_eval(text[: match.end()])
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
        return text[: match.end()]
    return None
