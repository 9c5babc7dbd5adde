"""Why a check that passes does not prove a change: what makes a run `claimed` instead of `verified`."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from agent_runtime.agent.search.candidates import python_changes, takes_away
from agent_runtime.agent.search.copies import Edits
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.renaming import left_over
from agent_runtime.agent.search.slicing import added, changed, functions, parsed
from agent_runtime.agent.search.stubs import filled, is_sketch
from agent_runtime.agent.search.tally import Tally, Tried
from agent_runtime.agent.tampering import is_test_file

MANY = 24
"""Of more candidates than these the first that passes is not taken for proved: tests tell few of them apart."""
FEW = 3
"""The same for what is new: its tests are all that is known of it, and its versions differ more than changes do."""
_SEVERAL = re.compile(
    r"\b(two|three|four|several|some|more) (?:[a-z]+ )?(things|faults|bugs|problems|errors|mistakes|issues)\b"
    r"|\b(fix|mend|repair|correct|solve) (?:[a-z]+ )?(both|all)\b|\bboth (?:[a-z]+ ){0,3}(wrong|broken)\b",
    re.IGNORECASE,
)
_TELLING = re.compile(r"\b(print|error|exit|warn(ing)?|exception|critical|fail|abort)$")
"""The names of calls that tell of an error."""


def doubts(winner: Tried, tally: Tally, task: str, locator: Locator, *, ruled: bool) -> Iterator[str]:
    """Each doubt in a sentence. `ruled`: the winner follows from a rule and is not the first of many tries."""
    edits = winner.candidate.edits
    if not ruled and takes_away(locator.text, edits):
        yield "the change, found by trying many, only takes code away: see whether that is what is wanted"
    if tally.won_after > MANY:
        yield f"it is the first of {tally.won_after} changes that does, and one of so many may pass by chance"
    elif tally.won_after > FEW and (new := _new(edits, locator)):
        yield f"{new} is new, and this is version {tally.won_after} of it: tests seldom hold all that is wanted"
    for path in sorted(edits.keys() - locator.known):
        if not re.search(rf"(?<!\w){re.escape(PurePosixPath(path).stem)}(?!\w)", task):
            yield f"{path} is a new file, which the task does not speak of"
    if winner.slip and _only_numbers(python_changes(edits, locator.text)):
        yield "a number was changed until it did: see whether it is the right one"
    if _SEVERAL.search(task) and (place := _only_place(edits, locator)):
        yield f"the task speaks of more than one thing, and only {place} has changed"
    if not ruled and (left_out := _left_out(edits, locator)):
        yield f"{left_out[0]} does not use {left_out[1]} any more, which is as it was: see whether the fault is there"
    for _, old, new in python_changes(edits, locator.text):
        if name := left_over(task, old, new):
            yield f"{name} is there as before, beside what is new: see whether it was to be renamed"
    if value := _from_tests(edits, locator, task):
        yield f"{value} is known from the tests alone: see whether the code is to know it"
    if caught := _caught(edits, locator):
        yield f"{caught} is now passed over, whatever raised it: see whether all that did is to go on"
    if winner.lets_in:
        yield f"`{winner.lets_in}` was an error before and is none now: see whether it may be"
    if winner.refuses:
        yield f"`{winner.refuses}` gave a value before and is an error now: see whether it is to be one"
    if winner.rivals:
        yield f"it passes with `{winner.rivals[0]}` too: see which is meant"
    if winner.unweighed:
        yield "the time was over before it was seen whether the check tells it from changes near it"
    if winner.result.missing:
        yield f"{', '.join(each.text for each in winner.result.missing)}: not there yet"


def _only_place(edits: Edits, locator: Locator) -> str:
    """The one function or file that the edits change; empty where there are more."""
    places = [
        place for path, old, new in python_changes(edits, locator.text) for place in (changed(old, new) or [path])
    ]
    places += [path for path in edits if not path.endswith(".py")]
    return places[0] if len(places) == 1 else ""


def _left_out(edits: Edits, locator: Locator) -> tuple[str, str] | None:
    """A function that the edits change, and a function, method or property of the workspace that it used before, where
    it uses no other one in its place: what is wrong in there is wrong for others as before."""
    changes = [
        (label, before[label], after[label])
        for _, old, new in python_changes(edits, locator.text)
        for before, after in [(dict(functions(parsed(old))), dict(functions(parsed(new))))]
        for label in changed(old, new)
        if label in before
    ]
    code = [path for path in locator.files if path.endswith(".py") and not is_test_file(path)] if changes else ()
    touched = {label.rpartition(".")[2] for label, _, _ in changes}
    defined = {label.rpartition(".")[2] for path in code for label, _ in functions(parsed(locator.text(path)))}
    for label, old, new in changes:
        before, now = defined & _used(old), defined & _used(new)
        if now < before and not (before - now) & touched:
            return label, min(before - now)
    return None


def _used(function: ast.AST) -> set[str]:
    """The names and attributes that a function reads."""
    read = (node for node in ast.walk(function) if isinstance(getattr(node, "ctx", None), ast.Load))
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in read
        if isinstance(node, ast.Name | ast.Attribute)
    }


def _from_tests(edits: Edits, locator: Locator, task: str) -> str:
    """A value that changed code says for the first time, and of which only the tests have told: it may be an answer to
    them alone. Empty where there is none."""
    new: dict[str, None] = {}
    for _, before, after in python_changes(edits, locator.text):
        new |= dict.fromkeys(_values(after) - _values(before))
    tests = [path for path in locator.files if is_test_file(path)] if new else []
    left = [each for each in new if not _says(task, each) and any(_says(locator.text(path), each) for path in tests)]
    for path in locator.files if left else ():
        if path not in tests:
            left = [each for each in left if not _says(locator.text(path), each)]
    return next(iter(left), "")


def _values(text: str) -> set[str]:
    """Texts with a word in them and numbers of two digits or more, as the code writes them; not its docstrings."""
    tree = parsed(text)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]
    texts = {f'"{value.strip()}"' for value in constants if isinstance(value, str) and re.search(r"[^\W\d_]{2}", value)}
    return texts | {str(value) for value in constants if type(value) in (int, float) and len(str(value)) > 1}


def _says(text: str, value: str) -> bool:
    bare = value.strip('"').lstrip("-")  # of an option the word
    return re.search(rf"(?<![\w.]){re.escape(bare)}(?!\w|\.\d)", text) is not None


def _caught(edits: Edits, locator: Locator) -> str:
    """An error that changed functions catch and did not catch before, and do not raise again in any form: what is wrong
    in other ways is then no longer an error. Empty where there is none."""
    for _, old, new in python_changes(edits, locator.text):
        before, after = dict(functions(parsed(old))), dict(functions(parsed(new)))
        for label in before.keys() & after.keys():
            if more := _handled(after[label]) - _handled(before[label]):
                return min(more)
    return ""


def _handled(function: ast.AST) -> Counter[str]:
    """What is caught and then neither raised in another form nor told, so many times."""
    return Counter(
        ast.unparse(node.type) if node.type else "every error"
        for node in ast.walk(function)
        if isinstance(node, ast.ExceptHandler)
        and not any(isinstance(each, ast.Raise) or _TELLING.search(_called(each)) for each in ast.walk(node))
    )


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def _new(edits: Edits, locator: Locator) -> str:
    """A function that the edits bring or fill, or a file that was only sketched; empty where there is none."""
    changes = python_changes(edits, locator.text)
    labels = [label for _, old, new in changes for label in (*added(old, new), *filled(old, new))]
    sketches = [path for path, text in edits.items() if text and is_sketch(path, locator.text(path))]
    return next(iter([*labels, *sketches]), "")


def _only_numbers(changes: Iterable[tuple[str, str, str]]) -> bool:
    """Whether Python files differ in nothing but numbers."""
    return all(re.sub(r"\d+", "0", old) == re.sub(r"\d+", "0", new) for _, old, new in changes)
