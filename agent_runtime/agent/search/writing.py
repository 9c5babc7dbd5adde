"""Asks for what is not there yet: a file that is only sketched, a function that a test, the task or a change wants."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from agent_runtime.agent.search.adding import beginning_of, class_or_file, missed_by_tests
from agent_runtime.agent.search.asking import (
    failing_check,
    prompt,
    request_to_complete,
    request_to_define,
    request_to_write,
    to_pass,
)
from agent_runtime.agent.search.beside import Shown, beside
from agent_runtime.agent.search.combining import crossed, differing
from agent_runtime.agent.search.documenting import is_named
from agent_runtime.agent.search.evidence import UNDEFINED, Evidence, Place, Target
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.prefilling import beginning, function_end
from agent_runtime.agent.search.replies import first_block_end
from agent_runtime.agent.search.stubs import is_sketch, stubs
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.models.base import Message, Sampling
from agent_runtime.tools.syntax import language_of

if TYPE_CHECKING:
    from agent_runtime.agent.search.copies import Edits
    from agent_runtime.agent.search.drawing import Drawing
    from agent_runtime.agent.search.tally import Tried
    from agent_runtime.agent.search.trial import TrialResult
    from agent_runtime.agent.search.wanted import Wanted

WHOLE = tuple(Sampling(n, 0.6, 900, ends=first_block_end) for n in (1, 2, 2, 3))
"""How a file is written that is only sketched. Eight replies at once come in two thirds of the time of one after the
other, but the first of them five times later."""
NEARLY = 3
"""A version that leaves no more than this part of the failures is mended function by function, once there are `ENOUGH`
versions."""
ENOUGH = 3


LIKELY = 3
"""So many of the likeliest versions of a new function are tried before those that are drawn at random: what is near a
wrong one is seldom right."""
OTHERS = 3
"""So many are drawn at random, and as many again at a higher temperature."""


class Writing:
    """Candidates that write what is missing."""

    def __init__(self, drawing: Drawing, locator: Locator, task: str, few: Sampling) -> None:
        """`few` is how one function is drawn."""
        self._drawing = drawing
        self._locator = locator
        self._task = task
        self._few = few
        self._asked: set[str] = set()
        """Functions that were to be written because a change uses them."""

    def sketched(
        self, suspects: Sequence[Place | Target], base: Edits, state: TrialResult, evidence: Evidence
    ) -> Iterator[Tried]:
        """What is only sketched of the suspected: functions alone where nothing else is to be written; else files as a
        whole, and the best of these with functions of the others, until most of what fails passes."""
        test = evidence.failure.file if evidence.failure else None
        tests = self._locator.text(test) if test is not None and is_test_file(test) else ""
        for path in dict.fromkeys(place.path for place in suspects):
            text = self._drawing.text(path, base)
            sketch = is_sketch(path, text)
            if alone := self._alone(path, text, suspects, sketch=sketch):
                check = to_pass(tests if sketch else "", evidence.output)
                for label in alone:
                    yield from self._filled(Place(path, label), text, base, evidence, check)
                continue
            if not sketch:
                continue
            messages = request_to_complete(self._task, path, text, tests, evidence.output)
            versions: list[Tried] = []
            for sampling in WHOLE:
                asked = replace(sampling, begin=beginning(Place(path), text))
                with closing(self._drawing.draw(messages, (Target(path, 0),), base, asked)) as drawn:
                    for tried in drawn:
                        yield tried
                        versions.append(tried)
                if (best := self._crossed(path, base, versions)) is not None:
                    yield best
                    versions.append(best)
                near = any(NEARLY * tried.result.failing <= state.failing for tried in versions)
                if (
                    near and len(versions) >= ENOUGH
                ) or self._drawing.spent():  # what is left to mend is asked about by itself
                    return

    def _alone(self, path: str, text: str, suspects: Sequence[Place | Target], *, sketch: bool) -> list[str]:
        """The empty functions of a Python file that can be written by themselves: the only one, the one that the task
        names, and, where the file is no sketch, those that are named or suspected."""
        empty = stubs(text) if language_of(path) == "python" else []
        alone = empty
        if len(empty) > 1:
            alone = [
                label
                for label in empty
                if is_named(label, self._task) or (not sketch and Place(path, label) in suspects)
            ]
        if sketch and len(alone) > 1:
            return []
        return [label for label in alone if beginning(Place(path, label), text)]

    def _filled(self, place: Place, text: str, base: Edits, evidence: Evidence, check: str) -> Iterator[Tried]:
        """Versions of an empty function, each begun for the model with all that is there of it."""
        if not self._drawing.over():
            beside = self.beside(evidence, place.path, base)
            messages = request_to_write(self._task, place.path, text, place.function, check, beside)
            target = Target(place.path, 0, (place.function,))
            begin = beginning(place, text)
            plain = prompt(self._task, (target,), lambda path: text) if begin.rstrip().endswith(('"', "'")) else None
            yield from self._versions(messages, target, base, begin, plain)

    def _versions(
        self, messages: list[Message], target: Target, base: Edits, begin: str, plain: list[Message] | None = None
    ) -> Iterator[Tried]:
        """Versions of something new: some of the likeliest, some that are independent, then the less likely. `plain`
        is a request that says nothing of the check, for a function whose docstring says what it does: what the
        likeliest answers to both have in common is little."""
        asked = replace(self._few, begin=begin, ends=function_end(begin, first_block_end))
        if plain is not None:
            yield from self._drawing.draw(plain, (target,), base, replace(asked, n=LIKELY))
        with closing(self._drawing.draw(messages, (target,), base, asked)) as likely:
            yield from islice(likely, LIKELY)
            for temperature in (0.8, 1.0):
                other = replace(asked, n=OTHERS, temperature=temperature, distinct=False)
                yield from self._drawing.draw(messages, (target,), base, other)
            yield from likely

    def _crossed(self, path: str, base: Edits, versions: Sequence[Tried]) -> Tried | None:
        """The best version of a Python file with what helps of the others, function by function; no model is asked.
        `None` where nothing does."""
        texts = [(tried.number, tried.candidate.edits.get(path) or "") for tried in versions]
        first = best = min(versions, key=lambda tried: tried.result.failing, default=None)
        if best is None or best.suspicious or language_of(path) != "python":
            return None
        for number, text in texts:
            for label in differing(best.candidate.edits.get(path) or "", text):
                new = crossed(path, best.candidate.edits.get(path) or "", text, label)
                if new is None or best.wins or self._drawing.spent():
                    continue
                what = f"candidate {best.number} with {label} of candidate {number}"
                tried = self._drawing.attempt_once({**base, path: new}, what, counted=True)
                if tried is not None and not tried.suspicious and tried.result.better_than(best.result):
                    best = tried
        return best if best is not first else None

    def missed(self, base: Edits, evidence: Evidence, ranked: Sequence[Target]) -> Generator[Tried, None, None]:
        """What a failing test wants and does not find."""
        if names := missed_by_tests(self._locator, evidence):
            yield from self.each(evidence, names, base, ranked, failing_check(evidence.output))

    def each(
        self, evidence: Evidence, names: Sequence[Wanted], base: Edits, ranked: Sequence[Target], failing: str = ""
    ) -> Generator[Tried, None, None]:
        """Functions and constants that are not there, one by one, each begun for the model. `failing` is what fails
        without them; where nothing does, what the evidence says is missing."""
        for wanted in names:
            path = class_or_file(self._locator, wanted, self._task, ranked)
            text = self._drawing.text(path, base) if path else ""
            first = beginning_of(wanted, text)
            if first is None or path is None or self._drawing.over():
                continue
            label = f"{wanted.owner}.{wanted.name}" if wanted.owner else wanted.name
            why = failing or evidence.one_missing(wanted)
            messages = request_to_write(self._task, path, text, label, why, self.beside(evidence, path, base))
            yield from self._versions(messages, Target(path, 0, (label,)), base, f"```python\n{first}")

    def beside(self, evidence: Evidence, path: str, base: Edits) -> Shown:
        """What a request for something new in a file shows of other code."""
        locator = self._locator
        text_of = partial(self._drawing.text, base=base)
        return beside(evidence, path, text_of, locator.module_files, locator.code_with)

    def used(self, place: Place, tried: Tried, failure: str) -> Iterator[Tried]:
        """A change that is the first to use a function which is not there, with that function."""
        used = r"\(" if place.is_function else r"\b"  # a function calls it, a table holds it
        found = UNDEFINED.search(tried.result.output)
        text = tried.candidate.edits.get(place.path) or ""
        if found is None or found[1] in self._asked or not re.search(rf"\b{found[1]}{used}", text):
            return
        self._asked.add(found[1])
        messages, begin = request_to_define(self._task, place, text, found[1], failure)
        if messages is not None and not self._drawing.over():
            asked = replace(self._few, begin=begin, ends=function_end(begin, first_block_end))
            yield from self._drawing.draw(messages, (Target(place.path, 0),), tried.candidate.edits, asked)
