"""Changes that need no model: a function, a constant or a settings file with one thing turned, and two changes at once.

One thing turned is what a mutant of the code is: faults that people make are often of the same kinds (generate and
validate with mutation operators: Debroy and Wong, "Using mutation to automatically suggest fixes for faulty programs",
2010)."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from agent_runtime.agent.search.combining import combined
from agent_runtime.agent.search.configured import settings_turns
from agent_runtime.agent.search.dangling import SETTINGS
from agent_runtime.agent.search.evidence import Place
from agent_runtime.agent.search.near import differing, new_lines
from agent_runtime.agent.search.offering import offered
from agent_runtime.agent.search.patterns import patterns
from agent_runtime.agent.search.slicing import constant_lines, parsed, with_word
from agent_runtime.agent.search.turning import turned_lines, turns
from agent_runtime.agent.tampering import is_test_file

if TYPE_CHECKING:
    from agent_runtime.agent.search.copies import Edits
    from agent_runtime.agent.search.drawing import Drawing
    from agent_runtime.agent.search.locate import Locator
    from agent_runtime.agent.search.tally import Tried

TURNS = 32
"""So many versions of a function with one thing turned."""
SOON_TURNED = 12
"""So many of them for each suspect before the second one is asked about."""
EARLY = 24
"""The same before the model is asked, where trying costs little: of each of `EARLY_PLACES`, for `EARLY_S` at most."""
EARLY_PLACES = 12
EARLY_S = 30.0
CONFIRM_S = 6.0
"""So long others are tried when one has won."""
PATTERNS = 12
"""So many with one thing turned in a regular expression that it uses."""
NEAR_MISSES = 6
NEAR_TURNED = 10
"""So many of each of `NEAR_MISSES` that the model wrote."""
CONSTANT_TURNED = 6
"""So many of a constant."""
SETTINGS_TURNED = 16
"""So many of a settings file."""
MAX_WORDS = 4
_QUOTED = (re.compile(r"'(\w[\w-]*)'"), re.compile(r'"(\w[\w-]*)"'))
_WORDS = re.compile(r"[A-Za-z_][\w-]*")
_MARKED = re.compile(r"`(\w[\w-]*)`")
PAIRS = 12
"""So many pairs of changes are tried together."""


def lacking(task: str, failure: str) -> list[str]:
    """The words that a failure quotes, and that the task marks: a list of names may lack one of them."""
    found = [word for how in _QUOTED for word in how.findall(failure)] + _MARKED.findall(task)
    return list(dict.fromkeys(found))[:MAX_WORDS]


class Slips:
    """Tries them. Where it is only known what is wrong there are none: anything else would pass."""

    def __init__(self, drawing: Drawing, locator: Locator) -> None:
        self._drawing = drawing
        self._locator = locator

    def early(self, suspects: Sequence[Place], base: Edits, words: Sequence[str] = ()) -> list[tuple[Place, Tried]]:
        """Each suspect with one thing turned, before the model is asked; what wins first. The model is then asked about
        that function all the same: of two changes that win its own is the likelier, and the check tells too little.
        `words` are those that a constant may lack."""
        won: list[tuple[Place, Tried]] = []
        others: list[tuple[Place, Tried]] = []
        end = time.monotonic() + EARLY_S
        for place in suspects:
            before = self._drawing.text(place.path, base)
            for tried in self._each(place, self._versions(place, before, words), base):
                if tried.wins:
                    won.append((place, replace(tried, slip=True)))
                    line = differing(before, tried.candidate.edits[place.path] or "")
                    self._drawing.passing[tried.candidate.digest] = won[-1][1], line
                    end = min(end, time.monotonic() + CONFIRM_S)
                else:
                    others.append((place, tried))
                if time.monotonic() > end:
                    return won + others
        return won + others

    def turned(self, place: Place, base: Edits, soon: int = TURNS) -> Iterator[Tried]:
        """A function with one thing turned; if none of the first `soon` wins, only those."""
        if place.function:
            yield from self._weighed(place, self._turns(place, self._drawing.text(place.path, base), TURNS), base, soon)

    def mended(self, place: Place, drawn: Sequence[Tried], base: Edits, failing: int) -> Iterator[Tried]:
        """What the model wrote for a function, with one thing turned in the lines that it changed: of those with which
        no more tests fail, where trying costs little."""
        before = self._drawing.text(place.path, base)
        near = [each for each in drawn if each.result.status == "failed" and each.result.failing <= failing]
        near = [each for each in near if {**base, place.path: ""}.keys() == each.candidate.edits.keys()]
        near.sort(key=lambda each: each.result.failing)
        for each in near[:NEAR_MISSES] if place.is_function and self._drawing.is_quick() else ():
            text = each.candidate.edits[place.path] or ""
            versions = turns(text, place.function, NEAR_TURNED, new_lines(before, text))
            yield from (replace(tried, slip=tried.wins) for tried in self._each(place, versions, base))

    def in_patterns(self, place: Place, base: Edits) -> Iterator[Tried]:
        """A function with one thing turned in a regular expression that it uses."""
        if place.function:
            yield from self._weighed(place, self._patterns(place, self._drawing.text(place.path, base)), base, PATTERNS)

    def settings(self, place: Place, base: Edits, moved: Callable[[Tried], bool]) -> Iterator[Tried]:
        """A settings file with one thing turned, or two where one of them lets something else fail."""
        if place.function or not place.path.endswith(SETTINGS):
            return
        found: list[Tried] = []
        before = self._drawing.text(place.path, base)
        for tried in self._each(place, settings_turns(place.path, before, SETTINGS_TURNED, self._names), base):
            yield tried
            found.append(tried)
        yield from self.pairs(found, moved, base)

    @cached_property
    def _names(self) -> set[str]:
        """The words of the workspace's code."""
        return {word for path in self._locator.python_files for word in _WORDS.findall(self._locator.text(path))}

    def pairs(self, tried: Sequence[Tried], moved: Callable[[Tried], bool], base: Edits) -> Iterator[Tried]:
        """Two changes at once: what is wrong in two places shows each of them only as another failure."""
        if self._drawing.tells_little:
            return
        steps = {each.number for each in tried if moved(each)}
        pairs = [pair for pair in combinations(tried, 2) if steps & {each.number for each in pair}]
        pairs.sort(key=lambda pair: pair[0].number + pair[1].number)
        left = PAIRS
        for one, other in pairs:
            if not left or self._drawing.over():
                return
            both = combined(lambda path: self._drawing.text(path, base), one.candidate.edits, other.candidate.edits)
            if both is not None:
                left -= 1
                yield self._drawing.attempt(both, f"candidates {one.number} and {other.number} together")

    def _weighed(self, place: Place, texts: Sequence[str], base: Edits, soon: int) -> Iterator[Tried]:
        """All of these, for where several pass the check tells little; if none of the first `soon` wins, only those."""
        won: list[tuple[Tried, str]] = []
        before = self._drawing.text(place.path, base)
        for number, tried in enumerate(self._each(place, texts, base), 1):
            if tried.wins:
                won.append((tried, differing(before, tried.candidate.edits[place.path] or "")))
            else:
                yield tried
            if number >= soon and not won:
                break
        for each, _ in won:
            yield replace(each, rivals=tuple(line for other, line in won if other is not each))

    def _each(self, place: Place, texts: Iterable[str], base: Edits) -> Iterator[Tried]:
        """What was not tried before."""
        what = f"one thing turned in {place.function or place.path}"
        for text in () if self._drawing.tells_little else texts:
            if self._drawing.over():
                return
            tried = self._drawing.attempt_once({**base, place.path: text}, what)
            if tried is not None:
                yield tried

    def _versions(self, place: Place, text: str, words: Sequence[str]) -> list[str]:
        if place.is_function:
            return [*self._turns(place, text, EARLY), *self._patterns(place, text)]
        if not place.path.endswith(".py"):
            return []
        more = [longer for word in words if (longer := with_word(text, place.function, word))]
        return [*more, *turned_lines(text, constant_lines(text, place.function), CONSTANT_TURNED)]

    def _turns(self, place: Place, text: str, limit: int) -> list[str]:
        if not place.path.endswith(".py"):
            return []
        return [*offered(text, place.function, self._classes), *turns(text, place.function, limit)]

    @cached_property
    def _classes(self) -> list[ast.ClassDef]:
        """Those of the workspace's code."""
        paths = [path for path in self._locator.python_files if not is_test_file(path)]
        trees = (parsed(self._locator.text(path)) for path in paths)
        return [node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]

    @staticmethod
    def _patterns(place: Place, text: str) -> list[str]:
        return patterns(text, place.function, PATTERNS) if place.path.endswith(".py") else []
