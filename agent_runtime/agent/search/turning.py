"""Turns one thing in a function, without a model: a comparison, a sign, a number by one, an attribute, the place of a
statement.

Many faults are such slips, and what failing tests run says where to try (Debroy and Wong, "Using Mutation to
Automatically Suggest Fixes for Faulty Programs", 2010). Only what is turned changes; the rest of the file stays byte
for byte.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from agent_runtime.agent.search.assigning import assigned
from agent_runtime.agent.search.losses import parts_for_wholes
from agent_runtime.agent.search.moving import moves
from agent_runtime.agent.search.regrouping import regrouped
from agent_runtime.agent.search.replacing import Source, Turn, nodes
from agent_runtime.agent.search.sharing import unshared
from agent_runtime.agent.search.slicing import find, parsed
from agent_runtime.agent.search.truthiness import truths
from agent_runtime.agent.search.unread import unread

_COMPARED = {"<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="), "==": ("!=",), "!=": ("==",),
             "in": ("not in",), "not in": ("in",), "is": ("is not",), "is not": ("is",)}  # fmt: skip
_COMPARISON = re.compile(r"[<>=!]=|[<>]|\bnot\s+in\b|\bis\s+not\b|\bin\b|\bis\b")
_ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "//"}
_OPERATOR = re.compile(r"//|[-+*/%]")
_SHORT = ast.Name | ast.Attribute | ast.UnaryOp | ast.Subscript
PROPERTY = ("property", "cached_property", "functools.cached_property")
SHARE = 6
"""So many of each rank come before the others."""
MAX_ITEMS = 4
"""Of a longer row nobody confuses two."""
MAX_ATTRIBUTES = 8
"""So many others of its class are tried for an attribute, the nearest first."""
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "startswith": "endswith", "endswith": "startswith",
           "lower": "upper", "upper": "lower", "ceil": "floor", "floor": "ceil", "append": "extend", "extend": "append",
           "lstrip": "rstrip", "rstrip": "lstrip", "find": "rfind", "rfind": "find", "split": "rsplit",
           "partition": "rpartition", "rpartition": "partition", "index": "rindex"}  # fmt: skip
_TRIMMING = ("strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "replace")
_CUTTING = ("split", "rsplit", "partition", "rpartition")
_ENDS = {"min": "max", "max": "min"}
"""Attributes such as `date.max`."""
_INFINITE = {"inf": "-inf", "-inf": "inf"}
_CHANGING = frozenset(
    {"abs", "int", "float", "round", "set", "sorted", "lower", "upper", "strip", "lstrip", "rstrip", "title", "copy"}
)
_ALIKE = frozenset({"find", "rfind", "split", "rsplit", "partition", "rpartition", "index", "rindex"})
"""Calls that do the same with most texts."""


def turns(text: str, label: str, limit: int, lines: Collection[int] = ()) -> list[str]:
    """The Python file with one thing of the function `label` turned in each, the likeliest slips first; at most
    `limit`, and only in the lines with these numbers (from 1), if there are any. None where the function is not
    found."""
    tree = parsed(text)
    found = find(tree, label)
    if found is None:
        return []
    source, function, read = Source(text), found[1], _read(tree)
    turned = [
        *_turns(function, source),
        *_attributes(function, tree, source),
        *_dropped(function, source),
        *_handed(function, tree, source),
        *_namesakes(function, source),
        *_compared_by(function, tree, read, source),
        *_found_by(function, read, source),
        *unread(function, source),
        *assigned(function, source),
        *regrouped(function, source),
        *truths(function, source),
        *parts_for_wholes(function, source),
        *_ordered(function, source),
        *_sorted_apart(function, source),
        *unshared(function, tree, source),
        *moves(function, source),
    ]
    wanted = [turn for turn in turned if not lines or source.line(turn.start) in lines]
    return _versions(text, _mixed(sorted(wanted)), limit)


def turned_lines(text: str, lines: Collection[int], limit: int) -> list[str]:
    """The Python file with one thing turned in each, in the lines with these numbers (from 1), the likeliest slips
    first; at most `limit`. Only what makes a difference to right code: not `split` for `rsplit`."""
    source = Source(text)
    found = [turn for turn in _turns(parsed(text), source) if source.line(turn.start) in lines]
    return _versions(text, _mixed(sorted(turn for turn in found if turn.new not in _ALIKE)), limit)


def _versions(text: str, turns: Iterable[Turn], limit: int) -> list[str]:
    versions = (text[: turn.start] + turn.new + text[turn.end :] for turn in turns)
    return list(islice(dict.fromkeys(each for each in versions if parsed(each).body), limit))


def _mixed(turns: Sequence[Turn]) -> list[Turn]:
    """In the same order, but those of a rank that are beyond `SHARE` at the end: many numbers leave room for others."""
    of_rank = Counter[int]()
    late = []
    for turn in turns:
        of_rank[turn.rank] += 1
        late.append(of_rank[turn.rank] > SHARE)
    return [turn for _, turn in sorted(zip(late, turns, strict=True), key=lambda pair: pair[0])]


def _turns(function: ast.AST, source: Source) -> Iterator[Turn]:
    for node in nodes(function):
        if isinstance(node, ast.Compare):
            for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
                yield from _compared(left, right, source)
        elif isinstance(node, ast.BoolOp):
            for left, right in zip(node.values, node.values[1:], strict=False):
                start, gap = source.between(left, right)
                if (found := re.search(r"\b(and|or)\b", gap)) is not None:
                    new = "or" if found[1] == "and" else "and"
                    yield Turn(3, start + found.start(), start + found.end(), new)
        elif isinstance(node, ast.BinOp):
            yield from _computed(node, source)
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add | ast.Sub):
            at = source.span(node.target)[1] + source.between(node.target, node.value)[1].index("=") - 1
            yield Turn(3, at, at + 1, _ARITHMETIC[source.text[at]])
        elif isinstance(node, ast.UnaryOp):
            start, end = source.span(node)
            yield Turn(3, start, end, source.of(node.operand))
        elif isinstance(node, ast.Constant):
            yield from _constant(node, source)
        elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
            yield from _exchanged(node.elts, source)
        elif isinstance(node, ast.Slice):
            yield from _one_more_or_less([node.lower, node.upper], source)
        elif isinstance(node, ast.Call):
            yield from _called(node, source)
        elif isinstance(node, ast.Attribute) and node.attr in _ENDS:
            end = source.span(node)[1]
            yield Turn(2, end - len(node.attr), end, _ENDS[node.attr])
        elif isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
            start, end = source.span(node.test)
            yield Turn(5, start, end, f"not ({source.of(node.test)})")
        elif isinstance(node, ast.Name) and node.id.isupper() and isinstance(node.ctx, ast.Load):
            start, end = source.span(node)
            yield Turn(6, start, end, f"-{node.id}")


def _ordered(function: ast.AST, source: Source) -> Iterator[Turn]:
    """Sorted the other way round, or before it is grouped; a number or a text as it was before a call changed it."""
    for node in nodes(function):
        if not isinstance(node, ast.Call):
            continue
        start, end = source.span(node)
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in ("sort", "sorted") and all(each.arg != "reverse" for each in node.keywords):
            comma = ", " if node.args or node.keywords else ""
            yield Turn(5, end - 1, end, f"{comma}reverse=True)")
        if name == "groupby" and node.args and not source.of(node.args[0]).startswith("sorted("):
            keys = [source.of(each) for each in node.args[1:2]] + [source.of(each.value) for each in node.keywords]
            key = f", key={keys[0]}" if keys else ""
            yield Turn(3, *source.span(node.args[0]), f"sorted({source.of(node.args[0])}{key})")
        if name in _TRIMMING and all(isinstance(each, ast.Constant) for each in node.args) and node.args:
            yield Turn(6, source.span(node.func)[1] - len(name) - 1, end, "")
        if name in _CHANGING and len(node.args) == isinstance(node.func, ast.Name) and not node.keywords:
            yield Turn(6, start, end, source.of(node.args[0] if node.args else getattr(node.func, "value", node)))


def _sorted_apart(function: ast.AST, source: Source) -> Iterator[Turn]:
    """A list that was handed over is sorted without a change of it."""
    handed = {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
    for node in nodes(function):
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=row), attr="sort")) as call):
                start, end = source.span(call)
                given = source.text[source.span(call.func)[1] + 1 : end]
                if row in handed:
                    yield Turn(3, start, end, f"{row} = sorted({row}{', ' if given != ')' else ''}{given}")


def _dropped(function: ast.AST, source: Source) -> Iterator[Turn]:
    """A condition, a sum or a call without one of its parts (Delamaro, Offutt and Ammann, "Designing Deletion Mutation
    Operators", 2014)."""
    for node in nodes(function):
        if isinstance(node, ast.BoolOp):
            for one, other in pairwise(node.values):
                yield Turn(5, source.span(one)[1], source.span(other)[1], "")
                yield Turn(5, source.span(one)[0], source.span(other)[0], "")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            if isinstance(node.right, ast.Constant):
                continue  # numbers are turned by themselves
            yield Turn(5, source.span(node.left)[1], source.span(node.right)[1], "")
            if isinstance(node.op, ast.Add) and not isinstance(node.left, ast.Constant):
                yield Turn(5, source.span(node.left)[0], source.span(node.right)[0], "")
        elif isinstance(node, ast.Call):
            yield from _without_keywords(node, source)


def _without_keywords(node: ast.Call, source: Source) -> Iterator[Turn]:
    """A call without one of its named constants: `default=60` hides what is read elsewhere."""
    before = [source.span(each)[1] for each in node.args]
    for each in node.keywords:
        end = source.span(each.value)[1]
        if isinstance(each.value, ast.Constant) and not isinstance(each.value.value, bool) and each.arg and before:
            yield Turn(6, max(before), end, "")
        before.append(end)


def _compared(left: ast.expr, right: ast.expr, source: Source) -> Iterator[Turn]:
    start, gap = source.between(left, right)
    found = _COMPARISON.search(gap)
    if found is not None:
        for rank, new in enumerate(_COMPARED.get(" ".join(found[0].split()), ())):
            yield Turn(1 + 2 * rank, start + found.start(), start + found.end(), new)


def _computed(node: ast.BinOp, source: Source) -> Iterator[Turn]:
    start, gap = source.between(node.left, node.right)
    whole = source.span(node)
    if (found := _OPERATOR.search(gap)) is not None and found[0] in _ARITHMETIC:
        yield Turn(2, start + found.start(), start + found.end(), _ARITHMETIC[found[0]])
    if isinstance(node.op, ast.Add | ast.Sub) and isinstance(node.right, ast.Constant) and node.right.value == 1:
        yield Turn(2, *whole, source.of(node.left))
    if isinstance(node.op, ast.Sub | ast.Div) and not isinstance(node.right, ast.Constant):
        left, right = source.of(node.left), source.of(node.right)
        simple = isinstance(node.left, ast.Name | ast.Attribute) and isinstance(node.right, ast.Name | ast.Attribute)
        if simple:
            yield Turn(4, *whole, f"{right}{gap}{left}")


def _constant(node: ast.Constant, source: Source) -> Iterator[Turn]:
    span = source.span(node)
    if isinstance(node.value, bool):
        yield Turn(4, *span, str(not node.value))
    elif isinstance(node.value, int) and source.of(node).isdigit():
        yield Turn(2, *span, str(node.value + 1))
        if node.value != 1 or not re.search(r"[-+]\s*$", source.text[: span[0]]):
            yield Turn(2, *span, str(node.value - 1))
    elif node.value in _INFINITE:
        yield Turn(2, *span, f'"{_INFINITE[node.value]}"')


def _called(node: ast.Call, source: Source) -> Iterator[Turn]:
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if name in _CALLED:
        end = source.span(node.func)[1]
        yield Turn(3, end - len(name), end, _CALLED[name])
    match node:
        case ast.Call(args=[ast.Constant(value=str(mark)) as where, *_]) if name in _CUTTING and mark.isalpha():
            yield Turn(3, *source.span(where), repr(f" {mark} "))  # a word between others
    if name == "range":
        yield from _one_more_or_less(node.args[-1:] if len(node.args) < 3 else node.args[1:2], source)
    if name not in ("min", "max"):
        yield from _exchanged(node.args, source)


def _attributes(function: ast.AST, tree: ast.Module, source: Source) -> Iterator[Turn]:
    """One attribute for another one of the same class, of those that the file defines: first of what is called after
    the class, and for those that stand next to it there."""
    classes = {node.name.lower(): data_of(node) for node in tree.body if isinstance(node, ast.ClassDef)}
    for node in nodes(function):
        if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
            continue
        end = source.span(node)[1]
        for owner, names in classes.items():
            at = names.index(node.attr) if node.attr in names else None
            others = [(abs(number - at), name) for number, name in enumerate(names) if at not in (None, number)]
            for distance, other in sorted(others)[:MAX_ATTRIBUTES]:
                known = ast.unparse(node.value).rpartition(".")[2].lower() in (owner, "self")
                yield Turn(4 if known and distance == 1 else 6, end - len(node.attr), end, other)


def _compared_by(function: ast.AST, tree: ast.Module, read: Mapping[str, set[str]], source: Source) -> Iterator[Turn]:
    """Two values compared by another attribute, of both: one that the file reads of one of them, or that stands beside
    it in the class."""
    fields = [data_of(node) for node in tree.body if isinstance(node, ast.ClassDef)]
    for node in nodes(function):
        if not isinstance(node, ast.Compare) or len(node.comparators) != 1:
            continue
        left, right = node.left, node.comparators[0]
        if not (isinstance(left, ast.Attribute) and isinstance(right, ast.Attribute) and left.attr == right.attr):
            continue
        names = [*sorted(read.get(_of(left), set()) | read.get(_of(right), set()))]
        names += [name for row in fields if left.attr in row for name in row]
        gap = source.between(left, right)[1]
        for name in dict.fromkeys(names):
            if name != left.attr:
                new = f"{source.of(left.value)}.{name}{gap}{source.of(right.value)}.{name}"
                yield Turn(4, source.span(left)[0], source.span(right)[1], new)


def _found_by(function: ast.AST, read: Mapping[str, set[str]], source: Source) -> Iterator[Turn]:
    """What is looked for among objects (`need in done`, after `done.append(target)`) is looked for among one of their
    attributes: one that the file reads of such an object."""
    held: dict[str, str] = {}
    for node in nodes(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=row), attr="append" | "add"), args=[ast.Name(id=each)]):
                held[row] = each
    for node in nodes(function):
        match node:
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Name(id=row) as where]) if row in held:
                for name in sorted(read.get(held[row], ())):
                    yield Turn(4, *source.span(where), f"[each.{name} for each in {row}]")


def _read(tree: ast.Module) -> dict[str, set[str]]:
    """The attributes that a file reads, without its methods, by what stands before the dot."""
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    read: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node not in called:
            read.setdefault(_of(node), set()).add(node.attr)
    return read


def _of(node: ast.Attribute) -> str:
    """What stands before the dot, in one word where it has one."""
    return _last_word(node.value) or ast.unparse(node.value)


def _handed(function: ast.AST, tree: ast.Module, source: Source) -> Iterator[Turn]:
    """A value handed to a function of one argument, or a method of none, that the file hands others to: first to one
    that something of the same name is handed to, or that changes another value of this function."""
    known: dict[tuple[str, str], set[str]] = {}
    done: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript):
            done.add(node.value)
        if (how := _handing(node)) is not None:
            around, value = how
            known.setdefault(around, set()).add(_last_word(value))
            done |= {node.func, value} if isinstance(node, ast.Call) else set()
        elif isinstance(node, ast.Call):
            done.add(node.func)
    library = _of_the_library(tree)
    here = {how[0] for node in nodes(function) if (how := _handing(node)) is not None}
    changing = {each for each in here if each[0][:-1] in library or each[1][1:-2] in _CHANGING}
    for node in nodes(function):
        if isinstance(node, _SHORT) and node not in done and isinstance(getattr(node, "ctx", None), ast.Load):
            start, end = source.span(node)
            for around, names in known.items():
                rank = 4 if _last_word(node) in names or around in changing else 7
                yield Turn(rank, start, end, f"{around[0]}{source.of(node)}{around[1]}")
        elif isinstance(node, ast.BinOp) and node not in done:
            start, end = source.span(node)
            yield from (Turn(7, start, end, f"{before}{source.of(node)}{behind}") for before, behind in known if before)


def _of_the_library(tree: ast.Module) -> set[str]:
    """The functions of the standard library that a file imports by their names, and those that change a value."""
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module and not node.level)
    used = (node for node in imports if (node.module or "").partition(".")[0] in sys.stdlib_module_names)
    return {each.asname or each.name for node in used for each in node.names} | _CHANGING


def _namesakes(function: ast.AST, source: Source) -> Iterator[Turn]:
    """In a row of named values, `height=row["width"]` after the name of the value: it was copied from its neighbour."""
    for node in nodes(function):
        row: list[tuple[str, ast.expr]] = []
        if isinstance(node, ast.Call):
            row = [(each.arg, each.value) for each in node.keywords if each.arg is not None]
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            row = [(str(key.value), value) for key, value in pairs if isinstance(key, ast.Constant)]
        names = {name for name, _ in row}
        for name, value in row:
            for part in ast.walk(value):
                start, end = source.span(part) if isinstance(part, ast.expr) else (0, 0)
                if isinstance(part, ast.Constant) and part.value in names - {name}:
                    yield Turn(3, start, end, source.of(part).replace(str(part.value), name))
                elif isinstance(part, ast.Name | ast.Attribute) and _last_word(part) in names - {name}:
                    yield Turn(3, end - len(_last_word(part)), end, name)


def _handing(node: ast.AST) -> tuple[tuple[str, str], ast.expr] | None:
    """What stands around the value that a call is about, and the value; `None` for calls with more, or of classes."""
    if not isinstance(node, ast.Call) or node.keywords:
        return None
    if isinstance(node.func, ast.Name) and len(node.args) == 1 and node.func.id.islower():
        return (f"{node.func.id}(", ")"), node.args[0]
    if isinstance(node.func, ast.Attribute) and not node.args:
        return ("", f".{node.func.attr}()"), node.func.value
    return None


def _last_word(node: ast.expr) -> str:
    """`title` for `title`, `post.title` and `post["title"]`."""
    if isinstance(node, ast.Subscript):
        return str(node.slice.value) if isinstance(node.slice, ast.Constant) else ""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def data_of(owner: ast.ClassDef) -> list[str]:
    """The fields and properties of a class."""
    found = []
    for node in ast.walk(owner):
        if isinstance(node, ast.AnnAssign) and node in owner.body and isinstance(node.target, ast.Name):
            found.append(node.target.id)
        elif isinstance(node, ast.FunctionDef) and any(ast.unparse(each) in PROPERTY for each in node.decorator_list):
            found.append(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self":
            found.append(node.attr)
    return list(dict.fromkeys(found))


def _exchanged(items: Sequence[ast.expr], source: Source) -> Iterator[Turn]:
    """Neighbours among arguments, or in a tuple, in turned order."""
    for one, other in pairwise(items if len(items) <= MAX_ITEMS else ()):
        if all(isinstance(each, _SHORT) for each in (one, other)):
            gap = source.between(one, other)[1]
            yield Turn(5, source.span(one)[0], source.span(other)[1], f"{source.of(other)}{gap}{source.of(one)}")


def _one_more_or_less(bounds: Sequence[ast.expr | None], source: Source) -> Iterator[Turn]:
    """Where a range or a slice ends; numbers and sums are turned by themselves."""
    for bound in bounds:
        if isinstance(bound, ast.Name | ast.Attribute | ast.Call):
            start, end = source.span(bound)
            yield Turn(3, start, end, f"{source.of(bound)} + 1")
            yield Turn(3, start, end, f"{source.of(bound)} - 1")
