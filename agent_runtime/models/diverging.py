"""Samples of which no two are alike: the likeliest reply, and those that leave it where the model nearly wrote another
token.

Samples at a temperature repeat what is likely: a small model that is to mend a function copies it more often than not,
and each copy costs as much as a change. Here the copy is written once, and tells what else the model had in mind, where
and how likely. Each other sample takes one of these turns, the likeliest first and those last that only write the same
in another way, goes on greedily, and ends where it comes back to a line of the first: the rest would be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace

from agent_runtime.models.base import Alternative, Sample, Sampling

LIKELY = 6
"""So many tokens are looked at in each place."""
LEAST = 0.003
"""The probability of a token that is still tried."""
ROOM = 96
"""Tokens of a sample beyond its turn."""
_QUOTES = ("'", '"')
_MIN_LINE = 2
"""Characters of a line that is known again; a bracket stands in many places."""


def distinct(draw_one: Callable[[Sampling], Sample | None], sampling: Sampling) -> Generator[Sample, None, None]:
    """At most `sampling.n` samples, all different. `draw_one` draws the first sample of a request, greedily.

    Raises:
        ModelError: of `draw_one`.
    """
    once = replace(sampling, n=1, temperature=0.0)
    first = draw_one(replace(once, alternatives=LIKELY))
    if first is None:
        return
    yield first
    seen = {first.text}
    for turn in _turns(first):
        if len(seen) >= sampling.n:
            return
        begin = first.text[: turn.at] + turn.text
        meeting = _Meeting(first.text, turn.at)
        room = min(ROOM, sampling.max_tokens)
        sample = draw_one(replace(once, begin=begin, max_tokens=room, ends=meeting.or_else(sampling.ends)))
        if sample is not None and (text := meeting.completed(sample.text)) not in seen:
            yield Sample(len(seen), text, sample.finish_reason)
            seen.add(text)


def _turns(first: Sample) -> list[Alternative]:
    turns = [turn for turn in first.alternatives if turn.at < len(first.text) and turn.probability >= LEAST]
    return sorted(turns, key=lambda turn: (_says_the_same(first.text, turn), -turn.probability))


def _says_the_same(reply: str, turn: Alternative) -> bool:
    """Whether a turn is but another way to write or to end the same, or begins a comment: the model is often undecided
    between these, and each costs as much as a change."""
    line = reply[reply.rfind("\n", 0, turn.at) + 1 : turn.at]
    rest = reply[turn.at :]
    says, said = turn.text.strip(), rest.lstrip()
    if says.startswith("#") or f"{line}{rest[:3]}".lstrip().startswith("```"):
        return True
    if not says:
        return "\n" in turn.text
    if says[0] in _QUOTES and said[:1] in _QUOTES:
        says, said = says[1:], said[1:]
        return not says or said.startswith(says)
    goes_on = said[len(says) : len(says) + 1]
    return said.startswith(says) and not (says[-1].isalnum() and (goes_on.isalnum() or goes_on == "_"))


class _Meeting:
    """Where a sample that left `reply` in `at` comes back to it."""

    def __init__(self, reply: str, at: int) -> None:
        self._at = at
        self._lines = reply.split("\n")
        left = reply.count("\n", 0, at)
        self._places: Mapping[str, int] = {
            self._lines[number]: number
            for number in range(len(self._lines) - 1, left - 1, -1)
            if len(self._lines[number].strip()) >= _MIN_LINE
        }

    def or_else(self, ends: Callable[[str], int | None]) -> Callable[[str], int | None]:
        """The end of a sample: behind the line that is known again, or where `ends` finds it."""

        def end(text: str) -> int | None:
            found = ends(text)
            return self._end(text) if found is None else found

        return end

    def completed(self, text: str) -> str:
        """A sample that came back, with what follows there."""
        if self._end(text) != len(text):
            return text
        line = text[:-1].rpartition("\n")[2]
        return text + "\n".join(self._lines[self._places[line] + 1 :])

    def _end(self, text: str) -> int | None:
        start = text.find("\n", self._at) + 1  # the line of the turn itself is new
        while start and (end := text.find("\n", start)) >= 0:
            if text[start:end] in self._places:
                return end + 1
            start = end + 1
        return None
