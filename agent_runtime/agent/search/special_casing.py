"""Finds answers that are made for the tests, or around what is wrong: they pass, and solve nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from agent_runtime.agent.search.slicing import functions
from agent_runtime.tools.syntax import language_of


def special_cases(old: str, new: str, path: str, tests: str, task: str, papers: str = "") -> list[str]:
    """Literals of the tests that new code compares its input with, to answer them alone, texts that it returns and
    neither the task nor the papers of the workspace have, and functions made anew.

    A fix may well need a new constant; one that is an argument of a test, is not in the task, and decides what
    is returned is an answer to the test, not to the task.
    """
    if language_of(path) != "python":
        return []
    try:
        before, after = ast.parse(old), ast.parse(new)
    except (SyntaxError, ValueError):
        return []
    known = {_shown(node) for node in ast.walk(before) if isinstance(node, ast.Constant)}
    found = []
    for value in _decisive(after):
        shown = _shown(value)
        if shown in known or _is_plain(value.value) or str(value.value) in task:
            continue
        if any(re.search(rf"[(,=]\s*{re.escape(form)}\s*[,)\]]", tests) for form in _forms(value)):
            found.append(shown)
    found += [*_constant_functions(before, after, tests, task), *_tables(before, after, tests, task)]
    told = f"{task}\n{papers}"
    answers = [node for node in _returned(after) if _shown(node) not in known]
    found += [f"returns {_shown(node)}" for node in answers if _only_told(node, tests, told)]
    return [*dict.fromkeys(found), *_made_anew(before, after)]


def _returned(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts that are returned as they stand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Return):
            value = node.value
            for each in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each


def _only_told(node: ast.Constant, tests: str, told: str) -> bool:
    """Whether the tests have a text of two letters or more, and nobody else has told it."""
    text = str(node.value).strip()
    found = re.search(rf"(?<!\w){re.escape(text)}(?!\w)", tests) is not None
    return found and text not in told and re.search(r"[^\W\d_]{2}", text) is not None


def _made_anew(before: ast.Module, after: ast.Module) -> list[str]:
    """Functions that another one used and now makes for itself: what was wrong with them is not mended so."""
    old = dict(functions(before))
    return [
        f"{name} made anew inside {label}"
        for label, function in functions(after)
        if label in old
        for name in sorted(_made_inside(function) - _made_inside(old[label]))
        if any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(old[label]))
    ]


def _made_inside(function: ast.AST) -> set[str]:
    """The functions that a function defines, not in a class of its own."""
    found: set[str] = set()
    todo = list(ast.iter_child_nodes(function))
    while todo:
        node = todo.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda()):
                found.add(name)
            case ast.ClassDef():
                continue
        todo += ast.iter_child_nodes(node)
    return found


def _tables(before: ast.AST, after: ast.AST, tests: str, task: str) -> list[str]:
    """Tables that a function looks its whole argument up in, also as branches, and that hold little but what the tests
    give and expect, which neither the task nor the old code tells."""
    there = [node for node in ast.walk(before) if isinstance(node, ast.Dict)]
    old = {_both(pair) for pairs, _ in [*_pairs(there), *_functions(before)] for pair in pairs}
    found = []
    for pairs, length in [*_pairs(_looked_up(after)), *_functions(after)]:
        tested = [(key, value) for key, value in pairs if _stand_together(key, value, tests)]
        new = [(key.value, value.value) for key, value in tested if _both((key, value)) not in old]
        told = all(str(key) in task and str(value) in task for key, value in new)
        if len(new) > 1 and 4 * len(tested) >= 3 * length and not told:
            found.append(f"a table of {', '.join(repr(key) for key, _ in new)}")
    return found


_Pair = tuple[ast.Constant, ast.Constant]


def _both(pair: _Pair) -> tuple[str, str]:
    return _shown(pair[0]), _shown(pair[1])


def _pairs(tables: Sequence[ast.Dict]) -> Iterator[tuple[list[_Pair], int]]:
    """What each table says of which key, where both are constants, and how long it is."""
    for table in tables:
        pairs = zip(table.keys, table.values, strict=True)
        plain = [
            (one, other) for one, other in pairs if isinstance(one, ast.Constant) and isinstance(other, ast.Constant)
        ]
        yield plain, len(table.keys)


def _functions(tree: ast.AST) -> Iterator[tuple[list[_Pair], int]]:
    """The same of functions that return nothing but constants."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            returned = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
            if returned and all(isinstance(node.value, ast.Constant) for node in returned):
                branches = list(_branches(function))
                yield branches, len(branches)


def _branches(function: ast.FunctionDef) -> Iterator[_Pair]:
    """What a function compares with, and what it returns then."""
    for node in ast.walk(function):
        given: Sequence[ast.AST] = ()
        if isinstance(node, ast.match_case):
            given = list(ast.walk(node.pattern))
        elif isinstance(node, ast.If) and isinstance(node.test, ast.Compare) and isinstance(node.test.ops[0], ast.Eq):
            given = node.test.comparators
        answer = node.body[0] if isinstance(node, ast.match_case | ast.If) else None
        if isinstance(answer, ast.Return) and isinstance(answer.value, ast.Constant):
            for each in given:
                if isinstance(each, ast.Constant):
                    yield each, answer.value


def _looked_up(tree: ast.AST) -> list[ast.Dict]:
    """The literal tables in which a function looks up one of its parameters."""
    named: dict[str, ast.Dict] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            named |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
    found: list[ast.Dict] = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        parameters = {each.arg for each in function.args.args}
        for node in ast.walk(function):
            match node:
                case ast.Subscript(value=holder, slice=ast.Name(id=name)) if name in parameters:
                    pass
                case ast.Call(func=ast.Attribute(attr="get", value=holder), args=[ast.Name(id=name), *_]) if (
                    name in parameters
                ):
                    pass
                case _:
                    continue
            table = named.get(holder.id) if isinstance(holder, ast.Name) else holder
            if isinstance(table, ast.Dict) and table not in found:
                found.append(table)
    return found


def _stand_together(key: ast.Constant, value: ast.Constant, tests: str) -> bool:
    """Whether a line of the tests has both, in this order."""
    return any(
        re.search(
            rf"(?<![\w.]){re.escape(given)}(?![\w.])[^\n]{{0,60}}?(?<![\w.]){re.escape(expected)}(?![\w.])", tests
        )
        for given in _forms(key)
        for expected in _forms(value)
    )


def _forms(node: ast.Constant) -> set[str]:
    return {_shown(node), _shown(node).replace("'", '"')}


def _constant_functions(before: ast.AST, after: ast.AST, tests: str, task: str) -> list[str]:
    """Functions with parameters that did something, and now return nothing but what a test expects."""
    old = {node.name: node for node in ast.walk(before) if isinstance(node, ast.FunctionDef)}
    found = []
    for node in ast.walk(after):
        if not isinstance(node, ast.FunctionDef) or not node.args.args:
            continue
        answer, was = _only_answer(node), old.get(node.name)
        if answer is None or (was is not None and _only_answer(was) is not None):
            continue
        if re.search(rf"(?<![\w.]){re.escape(answer)}(?![\w.])", tests) and answer not in task:
            found.append(f"{node.name}() -> {answer}")
    return found


def _only_answer(node: ast.FunctionDef) -> str | None:
    """The constant that is all a function returns."""
    body = [each for each in node.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
    if len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value and _is_constant_answer(body[0]):
        return ast.unparse(body[0].value)
    return None


def _decisive(tree: ast.AST) -> list[ast.Constant]:
    """Constants that something is compared with, or looked up by, where a constant answer follows."""
    found: list[ast.Constant] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp):
            answers = node.body if isinstance(node.body, list) else [node.body]
            if any(_is_constant_answer(each) for each in answers):
                found += [
                    item
                    for compare in ast.walk(node.test)
                    if isinstance(compare, ast.Compare)
                    for item in ast.walk(compare)
                    if isinstance(item, ast.Constant)
                ]
        elif isinstance(node, ast.match_case) and any(_is_constant_answer(each) for each in node.body):
            found += [item for item in ast.walk(node.pattern) if isinstance(item, ast.Constant)]
    return found


def _is_constant_answer(node: ast.AST) -> bool:
    value = node.value if isinstance(node, ast.Return | ast.Assign | ast.Expr) else node
    if isinstance(value, ast.List | ast.Tuple | ast.Set):
        return all(isinstance(each, ast.Constant) for each in value.elts)
    return isinstance(value, ast.Constant)


def _is_plain(value: object) -> bool:
    """Values that ordinary code compares with."""
    if isinstance(value, str):
        return len(value) < 2
    return value is None or isinstance(value, bool) or (isinstance(value, int | float) and abs(value) <= 2)


def _shown(node: ast.Constant) -> str:
    return repr(node.value)
