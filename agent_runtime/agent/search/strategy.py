"""The search: brief requests for one file at a time, each candidate tried, the first that passes proposed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent_runtime.agent.search.asking import excerpt, prompt
from agent_runtime.agent.search.candidates import Candidate, Rejected, read_reply, special_cases
from agent_runtime.agent.search.locate import Evidence, Locator, Target
from agent_runtime.agent.search.replies import closed_blocks
from agent_runtime.agent.search.trial import TrialResult, Trials
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.models.base import ChatModel, Message, Sampling
from agent_runtime.types import Event, JsonValue

if TYPE_CHECKING:
    from agent_runtime.records.telemetry import Span, Telemetry

BATCHES = ((1, 0.2), (3, 0.7), (4, 1.0))
"""Samples and temperature of each request about one file. The first is alone, because most often it will do."""
MAX_TARGETS = 3
MAX_ROUNDS = 4


@dataclass(frozen=True)
class Tried:
    """A candidate and what the check said."""

    number: int
    target: Target
    candidate: Candidate
    result: TrialResult
    suspicious: tuple[str, ...] = ()

    @property
    def wins(self) -> bool:
        return self.result.passed and not self.suspicious


@dataclass
class Tally:
    """What the search did, for its record and its report."""

    requests: int = 0
    samples: int = 0
    duplicates: int = 0
    rejected: int = 0
    tried: list[Tried] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Budget:
    """When the search gives up."""

    seconds: float
    samples: int


class Search:
    """One search. Ask it with `run`; `tally` tells what was done, whatever the end."""

    def __init__(
        self,
        model: ChatModel,
        locator: Locator,
        trials: Trials,
        telemetry: Telemetry,
        *,
        task: str,
        with_tests: bool,
        budget: Budget,
        cancel: threading.Event,
        on_event: Callable[[Event], None] = lambda event: None,
    ) -> None:
        self._model = model
        self._locator = locator
        self._trials = trials
        self._telemetry = telemetry
        self._task = task
        self._with_tests = with_tests
        self._budget = budget
        self._cancel = cancel
        self._on_event = on_event
        self._seen: dict[str, TrialResult] = {}
        self._started = time.monotonic()
        self._tests = "\n".join(locator.text(path) for path in locator.files if is_test_file(path))
        self.tally = Tally()

    def run(self, failing: TrialResult | None) -> Tried | None:
        """The first candidate that passes. `failing` is the check before any change, `None` when it passes already:
        then a candidate wins that changes the likeliest file and keeps the check passing.

        Raises:
            ModelError, RunStopped, SandboxError
        """
        base: Mapping[str, str | None] = {}
        state = failing
        for _ in range(MAX_ROUNDS):
            evidence = self._evidence(state)
            best: Tried | None = None
            for target in self._locator.rank(evidence, with_tests=self._with_tests)[:MAX_TARGETS]:
                found = self._ask_about(target, base, state, evidence)
                if found is not None and found.wins:
                    return found
                if found is not None and (best is None or found.result.failing < best.result.failing):
                    best = found
                if best is not None and state is not None and best.result.failing < state.failing:
                    break  # progress: look anew at what still fails
                if self._spent():
                    return None
            if best is None or self._spent() or best.candidate.edits == base:
                return None
            base, state = best.candidate.edits, best.result
        return None

    def _ask_about(
        self, target: Target, base: Mapping[str, str | None], state: TrialResult | None, evidence: Evidence
    ) -> Tried | None:
        """Draw candidates for one file until one passes, or makes progress; the best one otherwise."""
        text = self._text(target.path, base)
        messages = prompt(self._task, target, text, evidence.output)
        best: Tried | None = None
        for n, temperature in BATCHES:
            wanted = min(n, self._budget.samples - self.tally.samples)
            if wanted <= 0 or self._spent():
                break
            sampling = Sampling(wanted, temperature, _room(text), ends=_ends)
            for tried in self._draw(messages, sampling, target, base):
                if tried.wins:
                    return tried
                if tried.suspicious:
                    continue
                if best is None or tried.result.failing < best.result.failing:
                    best = tried
            if best is not None and state is not None and best.result.failing < state.failing:
                break
        return best

    def _draw(
        self, messages: Sequence[Message], sampling: Sampling, target: Target, base: Mapping[str, str | None]
    ) -> Iterator[Tried]:
        self.tally.requests += 1
        samples = self._model.sample(messages, sampling)
        try:
            for sample in samples:
                self.tally.samples += 1
                tried = self._consider(sample.text, target, base)
                if tried is not None:
                    yield tried
        finally:
            samples.close()

    def _consider(self, reply: str, target: Target, base: Mapping[str, str | None]) -> Tried | None:
        number = self.tally.samples
        with self._telemetry.span(f"candidate {number}", "CHAIN", attributes={"input.value": reply}) as span:
            read = read_reply(
                reply,
                target,
                lambda path: self._text(path, base),
                base,
                known=frozenset(self._locator.files),
                with_tests=self._with_tests,
            )
            if isinstance(read, Rejected):
                self.tally.rejected += 1
                self._tell(span, number, target, "rejected", read.reason)
                return None
            if read.digest in self._seen:
                self.tally.duplicates += 1
                self._tell(span, number, target, "duplicate", "")
                return None
            result = self._trials.run(read.edits)
            self._seen[read.digest] = result
            suspicious = self._suspicious(read) if result.passed else ()
            tried = Tried(number, target, read, result, suspicious)
            self.tally.tried.append(tried)
            self._tell(span, number, target, "suspicious" if suspicious else result.status, _counts(result, suspicious))
            return tried

    def _suspicious(self, candidate: Candidate) -> tuple[str, ...]:
        return tuple(
            found
            for path, new in candidate.edits.items()
            if new is not None and not is_test_file(path)
            for found in special_cases(self._locator.text(path), new, path, self._tests, self._task)
        )

    def _evidence(self, state: TrialResult | None) -> Evidence:
        if state is None or state.passed:
            return Evidence(self._task)
        failures = state.summary.failures if state.summary else ()
        first = failures[0] if failures else None
        return Evidence(self._task, excerpt(state.output, first), first)

    def _text(self, path: str, base: Mapping[str, str | None]) -> str:
        return base[path] or "" if path in base else self._locator.text(path)

    def _spent(self) -> bool:
        return (
            self._cancel.is_set()
            or time.monotonic() - self._started > self._budget.seconds
            or self.tally.samples >= self._budget.samples
        )

    def _tell(self, span: Span, number: int, target: Target, verdict: str, detail: str) -> None:
        span.set(
            {
                "agent_runtime.candidate": number,
                "agent_runtime.candidate.path": target.path,
                "agent_runtime.candidate.verdict": verdict,
                "output.value": f"{verdict}: {detail}" if detail else verdict,
            }
        )
        data: dict[str, JsonValue] = {"candidate": number, "path": target.path, "verdict": verdict, "detail": detail}
        self._on_event(Event("candidate", data))


def _ends(text: str) -> int | None:
    """A reply ends behind its first block: what follows is talk, or tests."""
    closed = closed_blocks(text)
    return closed[0] if closed else None


def _room(text: str) -> int:
    """Tokens for a reply: the file again and half as much, within bounds; a longer one has lost its way."""
    return max(256, min(1536, int(len(text) / 3 * 1.3) + 160))


def _counts(result: TrialResult, suspicious: Sequence[str]) -> str:
    if suspicious:
        return f"made for the test: {', '.join(suspicious)[:200]}"
    if result.summary is None:
        return result.output.strip()[-200:]
    summary = result.summary
    return f"{summary.passed} passed, {summary.failed + summary.errors} failed"
