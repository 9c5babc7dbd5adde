"""Asks about one place at a time: a function, or a short settings file."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import combinations, islice
from typing import TYPE_CHECKING

from agent_runtime.agent.search.asking import by_definition, prompt_for
from agent_runtime.agent.search.combining import combined
from agent_runtime.agent.search.evidence import Evidence, Place, Target
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.prefilling import beginning, function_end
from agent_runtime.agent.search.replies import first_block_end
from agent_runtime.models.base import Message, Sampling

if TYPE_CHECKING:
    from agent_runtime.agent.search.strategy import Search
    from agent_runtime.agent.search.tally import Tried
    from agent_runtime.agent.search.trial import Edits, TrialResult

CHANGES = 32
"""So many different changes of one place are tried."""
SOON = 10
"""Of these, before anything else is."""
PLACES = 2
"""So many functions are asked about; twice as many settings files, which are read and tried sooner."""
ROOM = 400
"""Tokens for one place; a longer reply has lost its way."""
ANEW = Sampling(2, 0.8, ROOM)
"""How a function is written without a look at its body."""
PAIRS = 12
"""So many pairs of changes are tried together."""
MAX_DATA_FILES = 2


class Focus:
    """Candidates for the likeliest places."""

    def __init__(self, search: Search, locator: Locator, task: str, temperature: float) -> None:
        """`temperature` is for models that cannot draw distinct samples."""
        self._search = search
        self._locator = locator
        self._task = task
        self._distinct = Sampling(CHANGES, temperature, ROOM, distinct=True)

    def candidates(self, base: Edits, state: TrialResult, evidence: Evidence) -> Generator[Tried, None, None]:
        """Each of the likeliest places changed in the likeliest ways and, if it is a function, written anew; two of
        these changes together; then each place changed in less likely ways, and at last the best candidates mended
        once more by what still fails.

        Raises:
            ModelError, RunStopped, SandboxError
        """
        failure = evidence.output
        places = self._places(base, evidence)
        done: dict[Place, list[Tried]] = {place: [] for place in places}

        def noted(place: Place, drawn: Iterable[Tried]) -> Iterator[Tried]:
            for tried in drawn:
                yield tried
                if not tried.suspicious:
                    done[place].append(tried)

        def moved(tried: Tried) -> bool:
            """Whether something else fails now than before, and not more."""
            return tried.result.failing <= state.failing and self._search.failure(tried.result) != failure

        with ExitStack() as stack:
            changes = {
                place: stack.enter_context(closing(self.ask(place, failure, base, self._distinct))) for place in places
            }
            for place in places:
                yield from noted(place, islice(changes[place], SOON))
                with closing(self.ask(place, failure, base, ANEW, anew=True)) as anew:
                    yield from noted(place, anew)
            yield from self._two([tried for each in done.values() for tried in each], moved, base)
            for place in places:
                yield from noted(place, changes[place])
        for place, tried in done.items():
            best = min(filter(moved, tried), key=lambda each: each.result.failing, default=None)
            if best is not None:
                edited = {**base, place.path: best.candidate.edits.get(place.path)}
                now = self._search.failure(best.result)
                yield from self.ask(place, now, edited, replace(self._distinct, n=SOON))

    def _two(self, tried: Sequence[Tried], moved: Callable[[Tried], bool], base: Edits) -> Iterator[Tried]:
        """Two changes at once: what is wrong in two places shows each of them only as another failure."""
        steps = {each.number for each in tried if moved(each)}
        pairs = [pair for pair in combinations(tried, 2) if steps & {each.number for each in pair}]
        pairs.sort(key=lambda pair: pair[0].number + pair[1].number)
        left = PAIRS
        for one, other in pairs:
            if not left or self._search.spent():
                return
            both = combined(lambda path: self._search.text(path, base), one.candidate.edits, other.candidate.edits)
            if both is not None:
                left -= 1
                yield self._search.attempt(both, f"candidates {one.number} and {other.number} together")

    def ask(
        self, place: Place, failure: str, base: Edits, sampling: Sampling, *, anew: bool = False
    ) -> Generator[Tried, None, None]:
        """Candidates from one request about one place; none where it cannot be asked about alone."""
        messages = self._request(place, failure, base, anew=anew)
        if messages is None or self._search.spent():
            return
        begin = beginning(place, self._search.text(place.path, base))
        asked = replace(sampling, begin=begin, ends=function_end(begin, first_block_end))
        functions = (place.function,) if place.function else ()
        yield from self._search.draw(messages, (Target(place.path, 0, functions),), base, asked)

    def _places(self, base: Edits, evidence: Evidence) -> list[Place]:
        """The likeliest places that can be asked about alone."""
        suspects = self._locator.suspects(evidence) if evidence.output else ()
        asked = [place for place in suspects if self._request(place, evidence.output, base, anew=False) is not None]
        return asked[: PLACES if any(place.function for place in asked) else 2 * PLACES]

    def _request(self, place: Place, failure: str, base: Edits, *, anew: bool) -> list[Message] | None:
        text = self._search.text(place.path, base)
        beside = [] if place.function else [(path, self._locator.text(path)) for path in self._data(place.path)]
        return prompt_for(self._task, place, text, failure, beside, anew=anew)

    def _data(self, path: str) -> list[str]:
        """The other files that the task names, unless they are code: what a setting is about."""
        named = self._locator.named_paths(self._task)
        data = [each for each in named if each != path and not by_definition(each, self._locator.text(each))]
        return data[:MAX_DATA_FILES]
