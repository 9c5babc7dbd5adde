"""What is known of a task besides the code, and the places that it leads to."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from agent_runtime.agent.search.reached import Reached
from agent_runtime.agent.search.wanted import Wanted
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.tools.testing import TestFailure

_IDENTIFIER = re.compile(r"[A-Za-z_]\w{2,}")
_MARKED = re.compile(r"`(\w+)`|\b(\w+)\(|\b(?:function|method|class) (\w+)|\.(\w+)\b")
_KEYWORDS = frozenset(
    """and the for not with from that this when should must all any are can has have into its only than then was were
    will assert def class return import self cls raise except try none true false pytest test tests file line error
    assertionerror fix add make code function method failing fails fail pass passes passing bug repair task use
    python module value values result list dict str int name names new old one two each also but""".split()
)
NO_MODULE = re.compile(r"No module named '([\w.]+)'")
UNDEFINED = re.compile(r"\bNameError: name '(\w+)' is not defined")
NO_NAME = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")
_FRAME = re.compile(r"^([\w./-]+\.py):(\d+):(?: |$)", re.MULTILINE)
_ERROR = re.compile(r"^(?:E +|[\w./-]+\.py:\d+: )(?:\w+\.)*(\w+(?:Error|Exception))\b", re.MULTILINE)
_EQUATION = re.compile(r"^E +(?:AssertionError: )?assert (.+?) == .", re.MULTILINE)
MIN_VALUE = 2
"""Characters of a value that few functions return by chance."""
MAX_VALUES = 20
_MISSING = frozenset({"AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "TypeError"})


@dataclass(frozen=True, slots=True)
class Target:
    """A file that may have to change, and the functions in it that the evidence names."""

    path: str
    score: float
    functions: tuple[str, ...] = ()
    exists: bool = True


class Place(NamedTuple):
    """What can be asked about alone."""

    path: str
    function: str = ""
    """Its name in the file; empty for the whole file."""
    is_function: bool = True
    """Not so for a constant, which the name then stands for."""


@dataclass
class Evidence:
    """What is known of the task besides the code."""

    task: str
    output: str = ""
    """What the failing check printed, of its first failure."""
    failure: TestFailure | None = None
    reached: Reached = field(default_factory=dict)
    """What the failing tests run."""
    missing: tuple[Wanted, ...] = ()
    """What the task wants and is not there, where the check passes."""
    done: tuple[Wanted, ...] = ()
    """What of it an earlier change brought."""
    changed: frozenset[str] = frozenset()
    """The files of that change."""
    brought: bool = False
    """Whether an earlier change brought what a test missed."""

    @property
    def still_missing(self) -> str:
        """What a request says of a change that is half done."""
        return f"{self._done_already}Still missing: {', '.join(each.text for each in self.missing)}."

    def one_missing(self, wanted: Wanted) -> str:
        """What a request for one of the missing names says: the others are none of its business."""
        others = ", ".join(each.text for each in self.missing if each != wanted)
        later = f" Left to others, not to be done here: {others}." if others else ""
        return f"{self._done_already}Still missing: {wanted.text}.{later}"

    @property
    def _done_already(self) -> str:
        return f"Done already: {', '.join(each.text for each in self.done)}. " if self.done else ""


def ends_in_test(output: str) -> bool:
    """Whether a name, a module or a parameter is missing that the test itself wants, or a module cannot be loaded."""
    errors = _ERROR.findall(output)
    if errors and errors[-1] in ("ImportError", "ModuleNotFoundError"):
        return True
    way = frames(output)
    return bool(way and errors) and is_test_file(way[-1][0]) and errors[-1] in _MISSING


def frames(output: str) -> list[tuple[str, int]]:
    """The files and lines that what pytest printed of a failure leads through, the one that raised last."""
    return [(path, int(line)) for path, line in _FRAME.findall(output)]


def wrong_values(output: str) -> set[str]:
    """The values that tests saw and did not want, as text: the left sides of what pytest shows of equations."""
    found = set()
    for text in _EQUATION.findall(output):
        try:
            value = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        said = value if isinstance(value, str) else repr(value)
        if len(said) >= MIN_VALUE and "..." not in text and not isinstance(value, bool) and value is not None:
            found.add(said)
    return set(sorted(found)[:MAX_VALUES])


def identifiers(text: str) -> set[str]:
    """Words that may be names of the code; one that is also plain English counts where it is marked as a name."""
    marked = {word for match in _MARKED.finditer(text) for word in match.groups() if word}
    return marked | {word for word in _IDENTIFIER.findall(text) if word.lower() not in _KEYWORDS}
