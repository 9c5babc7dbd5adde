"""Tests like those there are, each with one written value changed: a value of the task, a boundary of the code, another
case of the letters, one element less. Which of them notices a wrong version is found by running all of them, without
the model (search-based test generation: McMinn, "Search-based software test data generation: a survey", 2004)."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any, NamedTuple, TypeVar

from agent_runtime.agent.search.settling import claims
from agent_runtime.agent.search.slicing import functions, parsed
from agent_runtime.agent.search.testfiles import Part, unrolled

_T = TypeVar("_T")
_Node = TypeVar("_Node", bound=ast.AST)
MAX_TESTS = 600
MAX_TEXT = 12
"""Characters of a text in the code that is tried in tests; longer ones are messages."""
MAX_MARK = 2
"""Characters of what may stand before or behind a text."""
_NUMBER = re.compile(r"(?<![\w.:/%-])-?\d+(?![\w:/%-]|\.\d)")
_MARKED = re.compile(r'"([^"\n]{1,40})"|`([^`\n]{1,40})`')
_NAME = re.compile(r"[\w./-]*[A-Za-z_]\w*(\.py)?(\(\))?")


class Pool(NamedTuple):
    """What values are changed to."""

    told: tuple[Any, ...]
    """By the task."""
    known: tuple[Any, ...]
    """From the code, each with its neighbours."""


def varied(parts: Sequence[Part], subjects: Sequence[tuple[str, str]], told: Sequence[int | str] = ()) -> list[str]:
    """Tests of one claim each, with one value of it changed, from each test in turn. `subjects` are the text of a file
    and the function in it that is tested: their constants are what values are changed to, and values that are
    `told`."""
    pool = Pool(tuple(told), tuple(dict.fromkeys(chain.from_iterable(_constants(*subject) for subject in subjects))))
    rows = [[*_of_claim(claim, pool)] for part in parts if part.tests == {part.name} for claim in _claims(part)]
    starts = [number * len(row) // len(rows) for number, row in enumerate(rows)]  # of each claim other kinds come first
    turned = [row[start:] + row[:start] for row, start in zip(rows, starts, strict=True)]
    found: dict[str, str] = {}
    for does, text in in_turn(turned):
        found.setdefault(does, text)
    return list(found.values())[:MAX_TESTS]


def told_values(task: str) -> list[int | str]:
    """The values that a task tells: its numbers, and the texts in it that are quoted or marked and are no names."""
    marked = [quoted or code for quoted, code in _MARKED.findall(task)]
    numbers = _NUMBER.findall(_MARKED.sub(" ", task)) + [each for each in marked if _NUMBER.fullmatch(each)]
    texts = [each for each in marked if each not in numbers and not _NAME.fullmatch(each)]
    return list(dict.fromkeys([*map(int, numbers), *texts]))


def says(text: str, value: int | str) -> bool:
    """Whether a Python text has a call whose first argument is a value."""
    return any(
        type(node.args[0].value) is type(value) and node.args[0].value == value
        for node in ast.walk(parsed(text))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
    )


def in_turn(rows: Iterable[Iterable[_T]]) -> Iterator[_T]:
    """The first of each row, then the second of each, and so on."""
    for each in zip_longest(*rows):
        yield from (item for item in each if item is not None)


def with_another(tree: _Node, ways: Iterable[tuple[int, Iterable[ast.expr]]]) -> Iterator[tuple[_Node, ast.expr]]:
    """Copies of a tree with another node in place of one, which is given by its number in `ast.walk`, and that node;
    from each place in turn."""
    for number, new in in_turn([(number, new) for new in instead] for number, instead in ways):
        changed = copy.deepcopy(tree)
        list(ast.walk(changed))[number].__dict__.update(new.__dict__)
        yield changed, new


def _constants(text: str, label: str) -> Iterator[Any]:
    function = dict(functions(parsed(text))).get(label)
    every = list(ast.walk(function)) if function else []
    messages = {id(inner) for node in every if isinstance(node, ast.JoinedStr) for inner in node.values}
    for node in every:
        value = node.value if isinstance(node, ast.Constant) and id(node) not in messages else None
        if type(value) is int or (isinstance(value, str) and len(value) <= MAX_TEXT):
            yield value


def _claims(part: Part) -> Iterator[ast.FunctionDef]:
    """A test for each claim of a test that is a function, with the fixtures that it uses."""
    function = ast.parse(part.text).body[0]
    for test in unrolled(function) if isinstance(function, ast.FunctionDef) else ():
        if not test.decorator_list:
            said = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
            test.args.args = [each for each in test.args.args if each.arg in said]
            yield from _single(test)


def _single(function: ast.FunctionDef) -> Iterator[ast.FunctionDef]:
    """A test for each claim that stands in the body: that claim, and what goes before it and is none."""
    made = {id(node) for node in claims(function)}
    for place, statement in enumerate(function.body):
        if id(statement) in made:
            single = copy.copy(function)
            before = [
                each for each in function.body[:place] if not isinstance(each, ast.Assert) and id(each) not in made
            ]
            single.body = [*before, _plain(statement)]
            yield copy.deepcopy(single)


def _plain(statement: ast.stmt) -> ast.stmt:
    """What is to raise, whatever its message is."""
    if not isinstance(statement, ast.With):
        return statement
    plain = copy.deepcopy(statement)
    called = plain.items[0].context_expr
    assert isinstance(called, ast.Call)
    called.keywords = [each for each in called.keywords if each.arg != "match"]
    plain.items[0].optional_vars = None
    return plain


def _of_claim(function: ast.FunctionDef, pool: Pool) -> Iterator[tuple[str, str]]:
    """Tests, each behind what it does, whatever it expects."""
    match function.body[-1]:
        case ast.Assert(test=ast.Compare(comparators=[expected])):
            left_out = {id(node) for node in ast.walk(expected)}
        case _:
            left_out = set()
    ways = [
        (number, _instead(node, pool))
        for number, node in enumerate(ast.walk(function))
        if id(node) not in left_out and isinstance(node, ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.Call)
        if not isinstance(getattr(node, "ctx", None), ast.Store)
    ]
    for changed, new in with_another(function, ways):
        changed.name = f"{function.name}_{_slug(ast.unparse(new))}"
        text = ast.unparse(ast.fix_missing_locations(changed))
        if isinstance(changed.body[-1], ast.Assert) and isinstance(changed.body[-1].test, ast.Compare):
            changed.body[-1] = ast.Expr(changed.body[-1].test.left)
        yield "\n".join(map(ast.unparse, changed.body)), text


def _instead(node: ast.AST, pool: Pool) -> Iterator[ast.expr]:
    """What stands in place of a value, other than itself."""
    match node:
        case ast.Constant(value=bool() | None):
            return
        case ast.Constant(value=int() as number):
            near = chain.from_iterable((each, each - 1, each + 1) for each in pool.known if isinstance(each, int))
            told = (each for each in pool.told if isinstance(each, int))
            others: Iterator[Any] = chain(told, (number + 1, number - 1), near, (0, -number))
        case ast.Constant(value=float() as number):
            whole = (each for each in (*pool.known, *pool.told) if isinstance(each, int))
            others = chain((number + 0.5, number - 0.5), whole, (0.0, -number))
        case ast.Constant(value=str() as text):
            others = _texts(text, pool)
        case ast.Call(func=func, args=arguments, keywords=keywords) if len(arguments) + len(keywords) > 1:
            if keywords:
                yield ast.Call(func, arguments, keywords[:-1])
            else:
                yield ast.Call(func, arguments[:-1], [])
            return
        case ast.Dict(keys=[ast.Constant() as key, *keys], values=[value, *values_of]):
            for row in ([], [(key, value), (_next(key), _next(value))], [(_next(key), _next(value)), (key, value)]):
                yield ast.Dict([*(each for each, _ in row), *keys], [*(each for _, each in row), *values_of])
            return
        case ast.List(elts=elements) | ast.Tuple(elts=elements) if len(elements) > 1 and isinstance(node, ast.expr):
            for fewer in (elements[:-1], elements[1:], elements[::-1], [*elements, elements[0]], []):
                new = copy.copy(node)
                new.elts = copy.deepcopy(fewer)
                yield new
            return
        case _:
            return
    yield from (ast.Constant(value) for value in dict.fromkeys(others) if value != node.value)


def _next(node: ast.expr) -> ast.expr:
    """A value like this one, and another; the same where it is no text or number."""
    match node:
        case ast.Constant(value=bool()):
            return node
        case ast.Constant(value=str() as text):
            return ast.Constant(f"{text}2")
        case ast.Constant(value=int() | float() as number):
            return ast.Constant(number + 1)
    return node


def _texts(text: str, pool: Pool) -> Iterator[str]:
    yield from (each for each in pool.told if isinstance(each, str))
    known = [each for each in pool.known if isinstance(each, str)]
    marks = [each for each in known if 0 < len(each) <= MAX_MARK]
    for mark in marks:
        yield from (text.replace(mark, other) for other in marks if mark in text)
        yield from (mark + text, text + mark, text.replace(mark, ""))
        if mark in text:  # a part less
            yield from (text.rpartition(mark)[0], text.partition(mark)[2])
    yield from ("", text.upper(), text.lower())
    yield from known
    numbers = [each for each in pool.known if isinstance(each, int)]
    for found in re.finditer(r"\d+", text):
        before, after = text[: found.start()], text[found.end() :]
        near = (int(found[0]) + 1, int(found[0]) - 1, 0, *numbers)
        yield from (f"{before}{number}{after}" for number in near)
    yield from (f" {text} ", text[:-1], f"{text} {text}")


def _slug(value: str) -> str:
    """A value as a part of a name."""
    words = re.sub(r"\W+", "_", value.replace("-", " minus ")).strip("_").lower()
    return words[:30].rstrip("_") or "empty"
