"""A command that the task says fails, as a check: `python -m shop total` stops with "division by zero"; or one that it
says does the wrong thing, or that does not know an option yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.sources import DOC_FILES
from agent_runtime.agent.search.trial import TrialResult, Trials

MAX_COMMANDS = 4
_COMMAND = re.compile(
    r"`\$? ?(python3? -m [\w.]+(?: [^`\n;&|<>$(){}\\]*)?|python3? [\w./-]+\.py(?: [^`\n;&|<>$(){}\\]*)?)`"
)
"""One plain command, without anything of a shell."""
_LINE = re.compile(r"^[ \t>$]*(python3? [^\n;&|<>$(){}\\`#]+?)\s*(?:#.*)?$", re.MULTILINE)
_MESSAGE = re.compile(r"[\"“`]([^\"”`\n]{4,160})[\"”`]|\b([A-Z]\w*(?:Error|Exception))\b")
_FAILS = re.compile(
    r"\b(fail\w*|stop(s|ped)?|crash\w*|errors?|exceptions?|tracebacks?|raises|aborts?|breaks|broken|dies|ends with)\b",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(should|must|but|wrong\w*|instead|incorrect\w*|(do|does|is|are)( not|n't)|never|missing"
    r"|too (many|few|much|early|late))\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(the same|unchanged|as (it does )?(now|before)|still|keep\w*|refactor\w*|simplif\w*|clean(ed)? ?up"
    r"|fast\w*|slow\w*|speed\w*|performance)\b",
    re.IGNORECASE,
)
"""What is said of a command that is to do what it does."""
_VALUE = r"(?=[^\s]*\d)[\w.:/,-]+[\w%]"
_INSTEAD = re.compile(
    rf"(?<![\w.:/,-])[`\"]?({_VALUE})[`\"]? (?:[a-z]+ ){{0,5}}?(?:instead of|and not|rather than) [`\"]?({_VALUE})"
)
"""Values with a digit, of two characters or more: words are said of many things."""
_ARGUMENT = r"[a-z0-9][\w.:/-]*\b"
_SUCH_AS = (
    r"[^\n.;]{0,40}?\b(?:such as|like|e\.g\.|for (?:example|instance)),? "
    rf"(?:(?=[^\s\"'`]*\d)|(?=[`\"']))[`\"']?({_ARGUMENT})"
)
"""A number, a time or what is quoted: "like the others" tells no value."""
_UNKNOWN = re.compile(r"unrecognized arguments: ([^\n]+)")
"""How argparse says that it knows all of a command but this."""
QUICK_S = 5.0
"""A command that takes longer is not tried with each candidate."""


def wrong_command(task: str, locator: Locator, trials: Trials) -> tuple[str, TrialResult] | None:
    """The command that the task types and says of that it should do something else, with what it does: always the same.
    `None` where there is none.

    Raises:
        SandboxError: the sandbox does not start.
    """
    if not _WRONG.search(task) or _SAME.search(task):
        return None
    for command in _longer([*_COMMAND.findall(task)], locator):
        result = trials.effect(command, {})
        if result.passed and "\n" in result.output and result.duration_s < QUICK_S:
            same = trials.effect(command, {}).output == result.output
            return (command, result) if same else None
    return None


def wanted_instead(task: str, did: str) -> tuple[str, str] | None:
    """A value that stands in what a command does, and the one that should: "7.05 instead of 7.50"."""
    for one, other in _INSTEAD.findall(task):
        there = [re.search(rf"(?<![\w.]){re.escape(each)}(?!\w)", did) is not None for each in (one, other)]
        if there in ([True, False], [False, True]):
            return (str(one), str(other)) if there[0] else (str(other), str(one))
    return None


def failing_command(task: str, locator: Locator, trials: Trials) -> tuple[str, TrialResult] | None:
    """The command that the task types and that fails as it says, with what it prints; a command that the papers of the
    workspace type with more arguments may stand for it. `None` where none is typed or none fails so.

    Raises:
        SandboxError: the sandbox does not start.
    """
    typed = _COMMAND.findall(task)
    messages = [text or name for text, name in _MESSAGE.findall(task) if text not in typed]
    if not typed or not messages or not _FAILS.search(task):
        return None
    for command in _longer(typed, locator):
        result = trials.beside({}, command, {})
        said = " ".join(result.output.split())
        if result.status == "failed" and any(each in said for each in messages):
            return command, result
    return None


def option_command(
    task: str, options: Collection[str], locator: Locator, trials: Trials
) -> tuple[str, TrialResult] | None:
    """A command with one of the options that a task wants, which the program takes all of but the option: as the task
    types it, or as the papers of the workspace type it with the option behind (`--diet vegan`, or "--until with a time
    such as 17:45"). `None` where there is none.

    Raises:
        SandboxError: the sandbox does not start.
    """
    values = [
        f"{option} {value}"
        for option in options
        for told in (rf"[`\"']{re.escape(option)}[ =]({_ARGUMENT})[`\"']", rf"{re.escape(option)}\b{_SUCH_AS}")
        for value in re.findall(told, task)
    ]
    typed = [each.strip() for each in _COMMAND.findall(task) if any(option in each.split() for option in options)]
    documented = [f"{command} {value}" for value in values[:1] for command in _in_papers(locator)]
    for command in list(dict.fromkeys([*typed, *documented]))[:MAX_COMMANDS]:
        result = trials.effect(command, {})
        unknown = _UNKNOWN.search(result.output)
        if result.status == "failed" and unknown is not None and set(unknown[1].split()) & set(options):
            return command, result
    return None


def _in_papers(locator: Locator) -> Iterator[str]:
    """The commands of Python programs that the papers of the workspace type."""
    for path in locator.files:
        if path.endswith(DOC_FILES):
            text = locator.text(path)
            yield from (line.strip() for line in [*_LINE.findall(text), *_COMMAND.findall(text)])


def _longer(typed: list[str], locator: Locator) -> Iterator[str]:
    """The commands as they are typed, then as the papers type them with arguments behind."""
    found = dict.fromkeys(command.strip() for command in typed)
    lines = _in_papers(locator)
    found |= dict.fromkeys(line for line in lines if any(line.startswith(f"{each} ") for each in typed))
    yield from list(found)[:MAX_COMMANDS]
