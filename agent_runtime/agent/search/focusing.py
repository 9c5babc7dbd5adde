"""Asks about one place at a time: a function, or a short settings file."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from agent_runtime.agent.search.adding import places_to_add
from agent_runtime.agent.search.asking import by_definition, prompt_for, request_to_add
from agent_runtime.agent.search.beside import Shown, met
from agent_runtime.agent.search.candidates import python_changes
from agent_runtime.agent.search.evidence import Evidence, Place, Target
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.papers import told_in_papers
from agent_runtime.agent.search.parameters import called_with, to_use, wanted_parameter, with_field
from agent_runtime.agent.search.prefilling import beginning, function_end
from agent_runtime.agent.search.replies import first_block_end
from agent_runtime.agent.search.slicing import added, constants, holds_constant
from agent_runtime.agent.search.slips import EARLY_PLACES, SOON_TURNED, Slips, lacking
from agent_runtime.agent.search.writing import Writing
from agent_runtime.models.base import Message, Sampling

if TYPE_CHECKING:
    from agent_runtime.agent.search.copies import Edits
    from agent_runtime.agent.search.drawing import Drawing
    from agent_runtime.agent.search.tally import Tried
    from agent_runtime.agent.search.trial import TrialResult

CHANGES = 32
"""So many different changes of one place are tried."""
SOON = 8
"""Of these, before anything else is."""
PLACES = 3
"""So many functions are asked about; twice as many settings files, which are read and tried sooner."""
ROOM = 400
"""Tokens for one place; a longer reply has lost its way."""
ANEW = Sampling(2, 0.8, ROOM)
"""How a function is written without a look at its body."""
MAX_DATA_FILES = 2
MAX_DATA_CHARS = 300
CONSTANTS = 3
"""So many constants are asked about with each function that uses them."""


class _Seen:
    """What came of the candidates of one round, by place."""

    def __init__(self, drawing: Drawing, state: TrialResult, evidence: Evidence) -> None:
        self.evidence = evidence
        self.failure = evidence.output
        self._drawing = drawing
        self._state = state
        self._done: dict[Place, list[Tried]] = {}

    @property
    def failing(self) -> int:
        """So many tests failed before."""
        return self._state.failing

    @property
    def all(self) -> list[Tried]:
        return [tried for each in self._done.values() for tried in each]

    def noted(self, place: Place, drawn: Iterable[Tried]) -> Iterator[Tried]:
        for tried in drawn:
            yield tried
            if not tried.suspicious:
                self._done.setdefault(place, []).append(tried)

    def now(self, tried: Tried) -> str:
        """What fails with a candidate of the test that is looked at."""
        return self._drawing.failure(tried.result, self.evidence.failure)

    def moved(self, tried: Tried) -> bool:
        """Whether something else fails now than before, and not more."""
        return tried.result.failing <= self._state.failing and self.now(tried) != self.failure

    def best(self) -> Iterator[tuple[Place, Tried]]:
        """Of each place the candidate with which fewest tests fail, and otherwise than before."""
        for place, tried in self._done.items():
            best = min(filter(self.moved, tried), key=lambda each: each.result.failing, default=None)
            if best is not None:
                yield place, best


class Focus:
    """Candidates for the likeliest places."""

    def __init__(self, drawing: Drawing, locator: Locator, task: str, temperature: float) -> None:
        """`temperature` is for models that cannot draw distinct samples."""
        self._drawing = drawing
        self._locator = locator
        self._task = task
        self._distinct = Sampling(CHANGES, temperature, ROOM, distinct=True)
        self._few = replace(self._distinct, n=SOON)
        self._papers = told_in_papers(task, locator)
        self._beside: dict[Place, Shown] = {}
        """What requests about functions show of other code."""
        self._slips = Slips(drawing, locator)
        self._writing = Writing(drawing, locator, task, self._few)

    def candidates(self, base: Edits, state: TrialResult, evidence: Evidence) -> Generator[Tried, None, None]:
        """Each of the likeliest places changed in the likeliest ways and, if it is a function, with one thing turned,
        and written anew; two of these changes together; then each place changed in less likely ways, and at last the
        best candidates mended once more by what still fails.

        Raises:
            ModelError, RunStopped, SandboxError
        """
        if evidence.missing:
            yield from self._adding(base, evidence)
            return
        failure = evidence.output
        ranked = self._locator.rank(evidence, with_tests=False)
        written = self._written(base)
        self._beside = {place: self._writing.beside(evidence, place.path, base) for place in written}
        likeliest = [*written, *self._to_use(base, ranked), *self._locator.suspects(evidence)] if failure else []
        suspects = list(dict.fromkeys(likeliest))
        yield from self._fields(base, failure, ranked)
        yield from self._writing.sketched(suspects or ranked[:1], base, state, evidence)
        yield from self._writing.missed(base, evidence, ranked)
        yield from self._changed(base, _Seen(self._drawing, state, evidence), suspects)

    def _changed(self, base: Edits, seen: _Seen, suspects: Sequence[Place]) -> Generator[Tried, None, None]:
        """The likeliest of the suspects changed, then less likely changes of them and of what was best."""
        failure = seen.failure
        places = self._places(suspects, base, failure)
        early = self._early(base, seen.evidence)
        places = list(dict.fromkeys([*(place for place, tried in early if tried.wins), *places]))[: len(places) or 1]

        def noted(place: Place, drawn: Iterable[Tried]) -> Iterator[Tried]:
            for tried in seen.noted(place, drawn):
                yield tried
                yield from self._writing.used(place, tried, failure)

        wrote: dict[Place, list[Tried]] = {place: [] for place in places}

        def written(place: Place, drawn: Iterable[Tried]) -> Iterator[Tried]:
            for tried in drawn:
                wrote[place].append(tried)
                yield tried

        for place in places:
            yield from noted(place, self._slips.settings(place, base, seen.moved))
        with ExitStack() as stack:
            changes = {
                place: stack.enter_context(closing(self.ask(place, failure, base, self._distinct))) for place in places
            }
            for place in places:
                yield from noted(place, written(place, islice(changes[place], SOON)))
                while early and (early[0][1].wins or not self._drawing.over()):
                    each, turned = early.pop(0)
                    yield from noted(each, [turned])
                yield from noted(place, self._slips.turned(place, base))
                for suspect in suspects if place == places[0] else ():
                    yield from noted(suspect, self._slips.in_patterns(suspect, base))
                    yield from noted(suspect, self._slips.turned(suspect, base, SOON_TURNED))
                with closing(self.ask(place, failure, base, ANEW, anew=True)) as anew:
                    yield from noted(place, written(place, anew))
                yield from self._slips.mended(place, wrote[place], base, seen.failing)
                for constant in self._constants(place, base)[:CONSTANTS]:
                    yield from noted(constant, self.ask(constant, failure, base, self._few))
            yield from self._slips.pairs(seen.all, seen.moved, base)
            for place in [each for each in suspects if each not in places]:
                yield from self._slips.turned(place, base)
            for place in places:
                yield from noted(place, written(place, changes[place]))
                yield from self._slips.mended(place, wrote[place], base, seen.failing)
        for place, best in seen.best():
            edited = {**base, place.path: best.candidate.edits.get(place.path)}
            yield from self.ask(place, seen.now(best), edited, self._few)

    def _early(self, base: Edits, evidence: Evidence) -> list[tuple[Place, Tried]]:
        """What is turned before the model is asked, where it is known what tests run and trying costs little; not where
        an earlier step brought what the task wants, for then more is missing, and no slip brings it; of what a test
        wanted only constants, which may have to name it too."""
        if (
            evidence.done
            or not evidence.reached
            or called_with(evidence.output) is not None
            or not self._drawing.is_quick()
        ):
            return []
        near = self._locator.suspects(evidence, EARLY_PLACES, least=0.0)
        constants = list(dict.fromkeys(each for place in near for each in self._constants(place, base)))
        suspects = constants if evidence.brought else [*near, *constants]
        return self._slips.early(suspects, base, lacking(self._task, evidence.output))

    def _fields(self, base: Edits, failure: str, ranked: Sequence[Target]) -> Iterator[Tried]:
        """The field that a call wants of a dataclass, without the model."""
        call = called_with(failure)
        if call is None:
            return
        for path in [target.path for target in ranked if target.path.endswith(".py")]:
            text = with_field(self._drawing.text(path, base), *call)
            tried = self._drawing.attempt_once({**base, path: text}, f"a field {call[1]}") if text else None
            if tried is not None:
                yield tried

    def _written(self, base: Edits) -> list[Place]:
        """The Python functions that an earlier step wrote, which the workspace does not have."""
        changes = python_changes(base, self._locator.text)
        return [Place(path, label) for path, old, new in changes for label in added(old, new)]

    def _to_use(self, base: Edits, ranked: Sequence[Target]) -> list[Place]:
        """The functions that may have to use a parameter that an earlier step brought, those that have most to do with
        the task first."""
        order = [Place(target.path, label) for target in ranked for label in target.functions]
        changes = python_changes(base, self._locator.text)
        places = [Place(path, label) for path, old, new in changes for label in to_use(old, new)]
        return sorted(places, key=lambda place: order.index(place) if place in order else len(order))[:PLACES]

    def _adding(self, base: Edits, evidence: Evidence) -> Iterator[Tried]:
        """The functions that the task names and tells the parameters of, one by one; then each function that may have
        to bring what is missing, asked for as a whole; settings as if a check failed."""
        ranked = self._locator.rank(evidence, with_tests=False)
        yield from self._writing.each(evidence, evidence.missing, base, ranked)
        for place in places_to_add(self._locator, evidence, ranked):
            if not place.function:
                yield from self.ask(place, evidence.still_missing, base, self._distinct)
            else:
                yield from self.ask(place, evidence.still_missing, base, self._few, adding=evidence)

    def ask(
        self,
        place: Place,
        failure: str,
        base: Edits,
        sampling: Sampling,
        *,
        anew: bool = False,
        adding: Evidence | None = None,
    ) -> Generator[Tried, None, None]:
        """Candidates from one request about one place; none where it cannot be asked about alone. With `adding`,
        `failure` says what of that is missing."""
        text = self._drawing.text(place.path, base)
        if adding is not None:
            others = self._writing.beside(adding, place.path, base)
            messages = request_to_add(self._task, place, text, failure, others)
        else:
            messages = self._request(place, failure, base, anew=anew)
        if messages is None or self._drawing.over():
            return
        begin = beginning(place, text, wanted_parameter(self._task, failure, text, place.function))
        asked = replace(sampling, begin=begin, ends=function_end(begin, first_block_end))
        functions = (place.function,) if place.function else ()
        yield from self._drawing.draw(messages, (Target(place.path, 0, functions),), base, asked)

    def _places(self, suspects: Sequence[Place], base: Edits, failure: str) -> list[Place]:
        """The likeliest places that can be asked about alone."""
        asked = [place for place in suspects if self._request(place, failure, base, anew=False) is not None]
        return asked[: PLACES if any(place.function for place in asked) else 2 * PLACES]

    def _constants(self, place: Place, base: Edits) -> list[Place]:
        """What a function uses that is assigned at the top of its file, or of one that it is imported from."""
        found = []
        for name, module in constants(self._drawing.text(place.path, base), place.function):
            paths = self._locator.module_files(module, relative_to=place.path) if module else [place.path]
            if len(paths) == 1 and holds_constant(self._drawing.text(paths[0], base), name):
                found.append(Place(paths[0], name, is_function=False))
        return found

    def _request(self, place: Place, failure: str, base: Edits, *, anew: bool) -> list[Message] | None:
        text = self._drawing.text(place.path, base)
        beside = self._beside_of(place, text) if place.function else self._data(place.path)
        return prompt_for(self._task, place, text, failure, [*self._papers, *beside], anew=anew)

    def _beside_of(self, place: Place, text: str) -> Shown:
        if place not in self._beside:
            self._beside[place] = met(place.path, text, place.function, self._locator.code_with)
        return self._beside[place]

    def _data(self, path: str) -> Shown:
        """The beginnings of the other files that the task names, unless they are code: what a setting is about."""
        named = [(each, self._locator.text(each)) for each in self._locator.named_paths(self._task) if each != path]
        data = [(each, text[:MAX_DATA_CHARS]) for each, text in named if not by_definition(each, text)]
        return data[:MAX_DATA_FILES]
