"""Writes the short prompts of the search: one file, the first failure, one request."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from agent_runtime.agent.search.evidence import Place, Target
from agent_runtime.agent.search.slicing import called_here, focus, functions, parsed, with_siblings
from agent_runtime.errors import ToolError
from agent_runtime.models.base import Message
from agent_runtime.tools.symbols import definitions
from agent_runtime.tools.syntax import language_of
from agent_runtime.tools.testing import TestFailure

PROGRAMMER = "You are a careful programmer."
CODE_ONLY = f"{PROGRAMMER} You answer with code only."
MAX_VIEW_CHARS = 5000
NARROW_CHARS = 1200
"""A file to this length is shown whole in a narrow request."""
ADDING_CHARS = 2400
"""A file to this length is shown whole where something is to be added to a function."""
PLACELESS_CHARS = 3000
"""A file to this length is shown whole in a narrow request where no failure shows the place."""
MAX_FUNCTIONS = 3
MAX_REFERENCE_CHARS = 1500
MAX_FIELD_LINES = 16
"""A class without methods is shown whole to this length: a small model makes up the names of fields it does not see."""
MAX_TESTS_CHARS = 4000
MAX_EXCERPT_LINES = 24
MAX_LAST_LINES = 12
PROMPT = "$ "
"""What stands before a command that was typed, above what it did."""
_ERRORS = re.compile(r"^(E  |>)|^\S*(Error|Exception)\b")
_NOISE = re.compile(
    r"^(ImportError while importing test module|Hint: make sure your test modules|Traceback:$)"
    r"|\bimportlib/__init__\.py:|_bootstrap\._gcd_import|^\s*\^+\s*$|^\w+ = <.* at 0x[0-9a-f]+>$"
)
"""What pytest says around an import that fails, and of parameters that show nothing but where they are in memory."""
_RULE = re.compile(r"^(_ ){5,}_?$|^={5,}|^-{5,}")


def prompt(
    task: str,
    targets: Sequence[Target],
    text_of: Callable[[str], str],
    failure: str = "",
    references: Sequence[str] = (),
    narrow: bool = False,
    whole: bool = False,
    request: str = "",
    missing: str = "",
    papers: Sequence[tuple[str, str]] = (),
) -> list[Message]:
    """The request for one file, or for what must change in some. `failure` is the first failure's lines, empty when
    nothing is known to fail; `references` are files to look at; `narrow` leaves out the bodies of all functions but the
    likeliest, so that a model which copies what it sees copies little; `whole` asks for all of a file that is shown
    whole, for a model that gets that right more often than a part; `request` stands in place of what is asked for;
    `missing` says what of the task is not there yet, `papers` what the papers say that the task refers to."""
    parts = [task.strip(), *(shown(path, passage) for path, passage in papers)]
    share = MAX_VIEW_CHARS // max(1, len(targets))
    for path in references:
        parts.append(shown(path, view(path, text_of(path), (), budget=MAX_REFERENCE_CHARS)))
    for target in targets:
        if target.exists:
            text, budget, most = text_of(target.path), share, 0
            functions: Sequence[str] = target.functions
            if narrow and functions:
                budget, most = min(share, NARROW_CHARS if failure else PLACELESS_CHARS), MAX_VIEW_CHARS
                functions = functions[:MAX_FUNCTIONS] if failure else _with_called(text, functions[:MAX_FUNCTIONS])
            parts.append(shown(target.path, view(target.path, text, functions, budget=budget, most=most)))
    if failure:
        parts.append(failing_check(failure))
    if missing:
        parts.append(missing)
    seen_whole = all(not target.exists or len(text_of(target.path)) <= share for target in targets)
    parts.append(request or _request(targets, text_of, repair=bool(failure), whole=whole and seen_whole))
    return request_of(parts)


def prompt_for(
    task: str, place: Place, text: str, failure: str, beside: Sequence[tuple[str, str]] = (), *, anew: bool = False
) -> list[Message] | None:
    """The request for one function of a file, or a short file, and nothing else but parts of other files `beside` it.
    With `anew` the function's body is not shown: a small model copies the mistakes that it sees, and seldom makes them
    by itself. `None` where the place cannot be cut out."""
    path, function, is_function = place
    cut = _cut_out(path, text, function, body=not anew)
    if cut is None:
        return None
    block = f"one ```{language_of(path) or ''} block"
    request = f"Write the whole file {path}, corrected, in {block}. Nothing else, no explanation."
    if function:
        kind = "function" if is_function else "statement that assigns"
        what = f"{'' if anew else 'corrected '}{kind} {function.rpartition('.')[2]}"
        request = f"Write the whole {what} in {block}. Nothing else, no tests, no explanation."
    parts = [shown(other, part) for other, part in beside]
    return request_of([task.strip(), *parts, shown(path, cut), failing_check(failure, must=anew), request])


def request_to_define(
    task: str, place: Place, text: str, name: str, failure: str
) -> tuple[list[Message], str] | tuple[None, str]:
    """The request for a function that `place` uses and that nobody has written, and how the reply begins: with the
    parameters that the others have. `None` where the place cannot be cut out."""
    found = with_siblings(text, place.function) if language_of(place.path) == "python" else None
    if found is None:
        return None, ""
    cut, parameters = found
    request = f"Write the function {name} that {place.function} needs, in one ```python block. Nothing else, no tests."
    parts = [task.strip(), shown(place.path, cut), failing_check(failure), request]
    return request_of(parts), f"```python\ndef {name}({f'{parameters}):' if parameters else ''}"


def request_to_write(
    task: str, path: str, text: str, label: str, missing: str, beside: Sequence[tuple[str, str]] = ()
) -> list[Message]:
    """The request for what the task names and what is not there: a function, a method, a constant of a class. `beside`
    are parts of other files, or of this one. Longer bodies are not shown: a small model copies what it sees."""
    owner, _, name = label.rpartition(".")
    cut = view(path, text, (f"{owner}.__init__",), budget=ADDING_CHARS, folded_always=True)
    request = f"Write the whole {name} for {path} in one ```python block. Nothing else, no tests."
    parts = [shown(other, part) for other, part in beside]
    return request_of([task.strip(), *parts, shown(path, cut), missing, request])


def to_pass(tests: str, failure: str) -> str:
    """What new code must pass: the beginning of its tests, or the first failure where there are none to be shown."""
    if tests:
        return shown("It must pass these tests", tests[:MAX_TESTS_CHARS])
    return failing_check(failure)


def failing_check(failure: str, *, must: bool = False) -> str:
    """What a request says of a check that fails, and with `must` what has to be reached; or of a command that the task
    types."""
    says = "It must pass this check, which fails now" if must else "This check fails"
    if failure.startswith(PROMPT):
        says = "This is what it does now"
    return f"{says}:\n{fenced(failure, '')}"


def request_to_complete(task: str, path: str, text: str, tests: str, failure: str) -> list[Message]:
    """The request for a whole file that is only sketched."""
    language = language_of(path) or ""
    check = to_pass(tests, failure)
    request = f"Write the whole file {path}, complete, in one ```{language} block. No tests, no explanation."
    return request_of([task.strip(), shown(path, text), check, request])


def request_to_add(
    task: str, place: Place, text: str, missing: str, beside: Sequence[tuple[str, str]] = ()
) -> list[Message] | None:
    """The request for one function to which something has to be added, with parts of other files `beside`; `None` where
    it cannot be cut out."""
    if _cut_out(place.path, text, place.function, body=True) is None:
        return None
    cut = view(place.path, text, (place.function,), budget=ADDING_CHARS)
    block = f"one ```{language_of(place.path) or ''} block"
    request = (
        f"Write the whole function {place.function.rpartition('.')[2]} with what is missing, in {block}. No tests."
    )
    parts = [shown(other, part) for other, part in beside]
    return request_of([task.strip(), *parts, shown(place.path, cut), missing, request])


def _cut_out(path: str, text: str, function: str, *, body: bool) -> str | None:
    if not function:
        return text if body and 0 < len(text) <= NARROW_CHARS else None
    if language_of(path) == "python":
        return focus(text, function, body=body)
    try:
        spans = [(start, end) for label, start, end in definitions(path, text) if label == function]
    except ToolError:
        return None
    return "\n".join(text.split("\n")[spans[0][0] - 1 : spans[0][1]]) if len(spans) == 1 and body else None


def request_of(parts: Sequence[str], system: str = CODE_ONLY) -> list[Message]:
    """The messages of a request that has several parts."""
    return [Message("system", system), Message("user", "\n\n".join(parts))]


def shown(path: str, text: str) -> str:
    """A file or a part of it, with its path above."""
    return f"{path}:\n{fenced(text, language_of(path) or '')}"


def _request(targets: Sequence[Target], text_of: Callable[[str], str], *, repair: bool, whole: bool) -> str:
    if len(targets) > 1:
        return (
            "Write only what you change or add: whole functions of code, whole files of anything else, in one block "
            "for each file that must change, with the file's path in a comment above. No tests, no explanation."
        )
    target = targets[0]
    language = language_of(target.path) or ""
    block = f"one ```{language} block" if language else "one ``` block"
    text = text_of(target.path)
    if not target.exists or not text.strip():
        return f"Write the whole file {target.path} in {block}."
    if not whole and repair and target.functions and not target.functions[0].startswith("test_"):
        names = " or ".join(target.functions[:2])
        return f"Write the corrected {names}, whole, in {block}. Nothing else of the file, no tests, no explanation."
    if not whole and by_definition(target.path, text):
        return (
            f"Write only the functions of {target.path} that you change or add, each one whole, in {block}. "
            "No tests, no explanation."
        )
    return f"Write the whole file {target.path} with the change in {block}. Keep everything else as it is."


def by_definition(path: str, text: str) -> bool:
    """Whether a reply may hold only parts of a file, which are put in place by their names."""
    try:
        return bool(definitions(path, text))
    except ToolError:
        return False


def fenced(text: str, language: str) -> str:
    """A Markdown block whose fence is longer than any in the text."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"


def view(
    path: str,
    text: str,
    functions: Sequence[str],
    *,
    budget: int = MAX_VIEW_CHARS,
    most: int = 0,
    folded_always: bool = False,
) -> str:
    """A file as the model is shown it: whole, or with the bodies of functions left out that do not matter; then it may
    have `most` characters where that is more."""
    if len(text) <= budget and not folded_always:
        return text
    try:
        known = definitions(path, text)
    except ToolError:
        return text[:budget]
    folded = _folded(text, known, keep=set(functions))
    if len(folded) <= max(budget, most):
        return folded
    wanted = [(start, end) for label, start, end in known if label in functions]
    if not wanted:
        return folded[:budget]
    lines = text.split("\n")
    head = [line for line in lines if re.match(r"(import|from|use|#include|const|package) ", line)][:20]
    bodies = ["\n".join(lines[start - 1 : end]) for start, end in wanted]
    return "\n\n".join(["\n".join(head), *bodies])[:budget]


def _with_called(text: str, functions: Sequence[str]) -> list[str]:
    """Functions of a Python file, and at most as many that they call there: the words of a task name those at the top,
    and what is wrong may be below."""
    called = (each for label in functions for each in called_here(text, label))
    return list(dict.fromkeys([*functions, *called]))[: 2 * len(functions)]


def left_out(request: str, text: str) -> set[str]:
    """The functions of a Python file whose bodies a request shows as `...`."""
    lines = text.split("\n")
    found = set()
    for label, node in functions(parsed(text)):
        head = "\n".join(lines[node.lineno - 1 : node.body[0].lineno - 1])
        whole = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        if head and re.search(rf"^{re.escape(head)}\n\s+\.\.\.$", request, re.MULTILINE) and whole not in request:
            found.add(label)
    return found


def _folded(text: str, known: Sequence[tuple[str, int, int]], keep: set[str]) -> str:
    lines = text.split("\n")
    inner = [item for item in known if not any(item[1] < o[1] and o[2] <= item[2] and o is not item for o in known)]
    out: list[str] = []
    at = 1
    for label, start, end in sorted(inner, key=lambda item: item[1]):
        few = MAX_FIELD_LINES if any(re.match(r"\s*class\b", line) for line in lines[start - 1 : end]) else 4
        if start < at or label in keep or end - start < few:
            continue
        first = next((n for n in range(start, end + 1) if re.search(r"[:{]\s*$", lines[n - 1])), start)
        indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())] if first < len(lines) else ""
        out += [*lines[at - 1 : first], f"{indent}..."]
        at = end + 1
    return "\n".join([*out, *lines[at - 1 :]])


def excerpt(output: str, failure: TestFailure | None) -> str:
    """The lines of the first failure: the test's own, and what went wrong."""
    if failure is None:
        return _last_lines(output)
    section = _section(output, failure)
    if not section:
        return "\n".join(part for part in (failure.id, failure.message) if part)
    return _shortened(section)


def with_raising(text: str, text_of: Callable[[str], str]) -> str:
    """The lines of a failure with what should have raised: a `with pytest.raises(...)` that fails is printed without
    the statements in it."""
    lines = text.split("\n")
    head = next((number for number, line in enumerate(lines) if re.match(r"> +with\b", line)), None)
    where = re.search(r"^([\w./-]+\.py):(\d+): ", text, re.MULTILINE)
    if head is None or where is None or "DID NOT RAISE" not in text:
        return text
    source = text_of(where[1])
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.With) and node.lineno == int(where[2]):
            body = source.split("\n")[node.body[0].lineno - 1 : node.end_lineno]
            shown = [f"    {line}" for line in body if line.strip()]
            return "\n".join([*lines[: head + 1], *shown, *lines[head + 1 :]])
    return text


def _section(output: str, failure: TestFailure) -> list[str]:
    """What the runner printed below the failure's heading."""
    lines = output.split("\n")
    name = failure.id.partition("::")[2].replace("::", ".") or failure.id
    last = re.split(r"[.:>]", failure.id)[-1].strip()
    headings = (
        rf"^_{{3,}} {re.escape(name)} _{{3,}}$",
        rf"^_{{3,}} ERROR .*{re.escape(failure.file or name)} _{{3,}}$",
        rf"^(FAIL|ERROR): {re.escape(last)}\b",
        rf"^\s*[-●✖✕×] .*{re.escape(last)}",
        rf"^--- FAIL: {re.escape(failure.id)}",
    )
    for heading in headings:
        starts = [number for number, line in enumerate(lines) if re.search(heading, line)]
        bodies = [_body(lines[start + 1 :]) for start in starts]
        if bodies:  # tests of several files may have the same name
            return next((body for body in bodies if failure.file and failure.file in "\n".join(body)), bodies[0])
    return []


def _body(lines: Sequence[str]) -> list[str]:
    """The lines up to the next failure."""
    body: list[str] = []
    for line in lines:
        if re.match(r"^_{3,} .* _{3,}$|^={10,}|^(FAIL|ERROR): |^--- ", line) and body:
            break
        body.append(line)
    return body


def _shortened(section: Sequence[str]) -> str:
    """The test's lines, then only the errors of the frames below; no more than a small model can take in."""
    kept: list[str] = []
    deep = cut = False
    errors = 0
    for line in section:
        if _RULE.match(line):
            deep = deep or bool(kept)
            continue
        if not line.strip() or _NOISE.search(line):
            continue
        if line.startswith("E  "):
            errors += 1
            cut = cut or "..." in line
            if errors > 5 or re.match(r"^E +(\?|Full diff|Use -v|$)", line) or line.strip() == "E":
                continue
            if not cut and re.match(r"^E +At index", line):  # what the values show
                continue
        if not deep or _ERRORS.match(line) or re.match(r"^[\w./-]+:\d+: ", line):
            kept.append(line)
    if len(kept) > MAX_EXCERPT_LINES:
        kept = [*kept[:2], "    ...", *kept[3 - MAX_EXCERPT_LINES :]]
    return "\n".join([*kept, *_said_at_exit(section)])


def _said_at_exit(section: Sequence[str]) -> list[str]:
    """The last line on stderr of a test that a program's exit ends: why it exits."""
    heads = [number for number, line in enumerate(section) if re.match(r"^-+ Captured stderr call -+$", line)]
    if not heads or not any(re.match(r"^E +SystemExit\b", line) for line in section):
        return []
    told = list(takewhile(lambda line: not line.startswith("---"), section[heads[0] + 1 :]))
    return [line for line in told if line.strip()][-1:]


def _last_lines(output: str) -> str:
    """The end of what a check printed, and the command where it stands above."""
    lines = [line for line in output.strip().split("\n") if line.strip()]
    first = lines[:1] if output.startswith(PROMPT) and len(lines) > MAX_LAST_LINES else []
    return "\n".join([*first, *lines[-MAX_LAST_LINES:]])
