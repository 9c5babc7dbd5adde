"""The search: brief requests for one file at a time, each candidate tried, the first that passes proposed."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent_runtime.agent.search.asking import by_definition, excerpt, prompt
from agent_runtime.agent.search.bringing import with_imports
from agent_runtime.agent.search.candidates import (
    Candidate,
    Rejected,
    read_reply,
    takes_away,
    without_failing_tests,
)
from agent_runtime.agent.search.evidence import NO_NAME, Evidence, Target
from agent_runtime.agent.search.examples import prose
from agent_runtime.agent.search.focusing import Focus
from agent_runtime.agent.search.grouping import groups, room_for
from agent_runtime.agent.search.imports import mend_imports
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.reached import Reached
from agent_runtime.agent.search.replies import first_block_end
from agent_runtime.agent.search.shadowing import unshadowed
from agent_runtime.agent.search.shrinking import smallest
from agent_runtime.agent.search.special_casing import special_cases
from agent_runtime.agent.search.stubs import filled
from agent_runtime.agent.search.tally import Budget, Tally, Tried
from agent_runtime.agent.search.trial import Edits, TrialResult, Trials
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.models.base import ChatModel, Message, Sampling, never
from agent_runtime.types import Event, JsonValue

if TYPE_CHECKING:
    from agent_runtime.records.telemetry import Span, Telemetry

_WORDS = re.compile(r"[A-Za-z_]\w+")
LATER = ((3, 0.8), (3, 1.0))
"""Samples and temperature of the requests about some files after the first. In the first (`Habits`) they are few,
because most often one of them will do; at low temperatures a small model copies what it sees."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reply, and the number of the request that drew it."""

    text: str
    request: int

    @property
    def attributes(self) -> dict[str, str | int]:
        """Of its span; a replay draws by them."""
        return {"input.value": self.text, "agent_runtime.candidate.request": self.request}


PATIENCE = 8
"""Candidates that are still tried when one has passed by taking code away."""
NEAR = 5
"""Candidates of the same place that are still tried after a step forward."""
FIRST = 12
"""As many for what is new: where no test was run before, whatever can be imported is a step, and versions of an empty
function differ much."""
USELESS = 8
"""So many replies of a request may follow each other without one that can be tried."""
PARTS_ROOM = 640
"""Tokens for what changes in some files; a model that copies them is cut off."""
NARROW = 2
"""So many of the batches see only the likeliest functions."""
MAX_REFERENCES = 2
MAX_ROUNDS = 4
MAX_TEST_CHARS = 1500
TRACED_S = 20.0
"""A check that takes longer is not run again to see what its tests reach."""


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
        self._tests = "\n".join((*(locator.text(path) for path in locator.files if is_test_file(path)), trials.tests))
        self._told = prose(task) if trials.tests else task
        self._ranked: Sequence[Target] = ()
        self._stepped = False
        """A step forward was made; nothing else is asked before the next round."""
        self.tally = Tally()

    def try_edits(self, edits: Edits, what: str) -> Tried | None:
        """`attempt`, and only what wins."""
        tried = self.attempt(edits, what)
        return tried if tried.wins else None

    def attempt(self, edits: Edits, what: str) -> Tried:
        """Try edits that no model wrote.

        Raises:
            RunStopped, SandboxError
        """
        number = self.tally.samples = self.tally.samples + 1
        target = Target(next(iter(edits)), 0)
        with self._telemetry.span(f"candidate {number}", "CHAIN", attributes={"input.value": what}) as span:
            return self._try(span, number, target, Candidate(edits, what))

    def attempt_once(self, edits: Edits, what: str, *, counted: bool = False) -> Tried | None:
        """`attempt`, unless the same was tried before; one of the candidates that are counted only if so `counted`.

        Raises:
            RunStopped, SandboxError
        """
        if Candidate(edits, what).digest in self._seen:
            return None
        tried = self.attempt(edits, what)
        if not counted:
            self.tally.tried.pop()
        return tried

    def replies(self, messages: list[Message], n: int, temperature: float, room: int, begin: str = "") -> Iterator[str]:
        """Replies to a request that is read elsewhere; each is on the record as a candidate.

        Raises:
            ModelError
        """
        if self.spent():
            return
        sampling = Sampling(n, temperature, room, begin=begin, ends=first_block_end)
        with closing(self._sampled(messages, sampling)) as replies:
            for reply in replies:
                number = self.tally.samples = self.tally.samples + 1
                with self._telemetry.span(f"candidate {number}", "CHAIN", attributes=reply.attributes):
                    yield reply.text

    def _sampled(self, messages: list[Message], sampling: Sampling) -> Generator[Drawn, None, None]:
        """The replies of one request, as many as the budget still has; cut off when its time is over."""

        def ends(text: str) -> int | None:
            return len(text) if self.spent() else sampling.ends(text)

        wanted = min(sampling.n, self._budget.samples - self.tally.samples)
        if wanted <= 0:
            return
        request = self.tally.requests = self.tally.requests + 1
        with closing(self._model.sample(messages, replace(sampling, n=wanted, ends=ends))) as samples:
            for sample in samples:
                yield Drawn(sample.text, request)

    def run(self, failing: TrialResult | None) -> Tried | None:
        """The first candidate that passes, or the best one that passes the check and is incomplete. `failing` is the
        check before any change, `None` when it passes already or there is none: then a candidate wins that changes
        something and keeps the check passing.

        Raises:
            ModelError, RunStopped, SandboxError
        """
        base: Edits = {}
        state = failing
        kept: Tried | None = None
        for _ in range(MAX_ROUNDS):
            evidence = self._evidence(state, base, failing)
            found = self._round(base, state, evidence)
            if found is not None and found.wins:
                self.tally.won_after = len(self.tally.tried)
                return smallest(self, self._locator, found) if _fails(failing) else found
            if found is None or found.candidate.edits == base:
                break
            better = state is None or found.result.better_than(state)
            if found.result.status == "incomplete" and (better or kept is None):
                kept = found
            if self.spent() or (not better and (base or not _fails(state))):
                break  # no progress twice: a fresh start in the free loop does more
            base, state = found.candidate.edits, found.result
        if kept is not None:
            self.tally.won_after = len(self.tally.tried)
        return kept

    def _round(self, base: Edits, state: TrialResult | None, evidence: Evidence) -> Tried | None:
        """One winner, or the best there is: a candidate with fewer failures ends the round, because what still fails
        must be looked at anew."""
        ranked = self._ranked = self._locator.rank(evidence, with_tests=self._with_tests)
        habits = self._model.habits
        best: Tried | None = None
        if state is not None and habits.edit_format != "file":
            focus = Focus(self, self._locator, self._task, habits.temperature)
            found = self._first(focus.candidates(base, state, evidence), base, state, evidence)
            if found is not None:
                return found
        batches = ((habits.candidates, habits.temperature), *LATER)
        for batch, (n, temperature) in enumerate(batches):
            for group in groups(ranked, _fails(state))[: len(batches) - batch]:
                if self.spent():
                    return best
                narrow = batch < NARROW
                for tried in self._ask(group, base, evidence, n, temperature, narrow=narrow):
                    if tried.wins:
                        return tried
                    if not tried.suspicious and (best is None or tried.result.better_than(best.result)):
                        best = tried
                if best is not None and state is not None and self._is_progress(best, state, evidence):
                    return best
        return best

    def _first(
        self, drawn: Generator[Tried, None, None], base: Edits, state: TrialResult, evidence: Evidence
    ) -> Tried | None:
        """The first candidate that wins, or is a step forward. One that only takes code away waits for `PATIENCE`
        others: a condition that is gone passes weak tests. A step waits for `NEAR` others of its request: what wins is
        often near it."""
        held: Tried | None = None
        left = PATIENCE
        with closing(drawn):
            for tried in drawn:
                if held is not None and (left := left - 1) < 0:
                    break
                if tried.wins and self._loses(tried.candidate, evidence):
                    if held is None or not held.wins:
                        held, left, self._stepped = tried, PATIENCE, False
                elif tried.wins:
                    held = tried
                    break
                elif (held is None or self._goes_further(tried, held)) and self._is_progress(tried, state, evidence):
                    if held is None:
                        left = NEAR if state.ended and not self._fills(tried, base) else FIRST
                    held, self._stepped = tried, True
                    if evidence.missing:
                        break
        self._stepped = False
        return held

    def _fills(self, tried: Tried, base: Edits) -> bool:
        """Whether a candidate writes a function that was empty."""
        return any(
            text is not None and path.endswith(".py") and filled(self.text(path, base), text)
            for path, text in tried.candidate.edits.items()
        )

    @staticmethod
    def _goes_further(tried: Tried, held: Tried) -> bool:
        return not held.wins and tried.result.better_than(held.result)

    def _loses(self, candidate: Candidate, evidence: Evidence) -> bool:
        """Whether a change only takes code away, or, where something is to be added, a word that the file used."""
        if takes_away(self._locator.text, candidate.edits):
            return True
        return bool(evidence.missing) and any(
            set(_WORDS.findall(self._locator.text(path))) - set(_WORDS.findall(text or ""))
            for path, text in candidate.edits.items()
        )

    def _is_progress(self, tried: Tried, state: TrialResult, evidence: Evidence) -> bool:
        """Whether fewer tests fail, and the one that was looked at is not among them, or fails otherwise."""
        if tried.suspicious or not tried.result.better_than(state):
            return False
        failures = tried.result.summary.failures if tried.result.summary else ()
        seen = evidence.failure
        return seen is None or (seen.id, seen.message) not in {(each.id, each.message) for each in failures}

    def failure(self, result: TrialResult) -> str:
        """The first failure in a few lines; of a test file that cannot be loaded also what it would test."""
        first = result.first_failure
        text = excerpt(result.output, first)
        if first is None or first.id != first.file or not is_test_file(first.file):
            return text
        return f"{text}\n\n{first.file}:\n{self._locator.text(first.file)[:MAX_TEST_CHARS]}"

    def _ask(
        self, group: Sequence[Target], base: Edits, evidence: Evidence, n: int, temperature: float, *, narrow: bool
    ) -> Iterator[Tried]:
        """Draw candidates for some files."""

        def text_of(path: str) -> str:
            return self.text(path, base)

        whole = self._model.habits.edit_format == "file"
        references = self._references(group, evidence)
        messages = prompt(
            self._task,
            group,
            text_of,
            evidence.output,
            references,
            narrow=narrow and not whole,
            whole=whole,
            missing=evidence.still_missing if evidence.changed else "",
        )
        parts = not whole and all(by_definition(target.path, text_of(target.path)) for target in group)
        room = PARTS_ROOM if parts else room_for([text_of(target.path) for target in group])
        ends = first_block_end if len(group) == 1 else never
        yield from self.draw(messages, group, base, Sampling(n, temperature, room, ends=ends))

    def draw(
        self, messages: list[Message], group: Sequence[Target], base: Edits, sampling: Sampling
    ) -> Generator[Tried, None, None]:
        """Candidates from one request, each tried as soon as it is complete, until too many have been none."""
        useless = 0
        with closing(self._sampled(messages, sampling)) as replies:
            for reply in replies:
                tried = self._consider(reply, group, base)
                useless = useless + 1 if tried is None else 0
                if tried is not None:
                    yield tried
                if useless >= USELESS or self.spent():
                    return

    def _references(self, group: Sequence[Target], evidence: Evidence) -> list[str]:
        """What to show beside a file that is new, or a test: the likeliest other files."""
        if all(target.exists and not is_test_file(target.path) for target in group):
            return []
        others = self._locator.rank(evidence, with_tests=False)
        paths = [target.path for target in others if target.exists]
        return [path for path in paths if path not in {target.path for target in group}][:MAX_REFERENCES]

    def _consider(self, reply: Drawn, group: Sequence[Target], base: Edits) -> Tried | None:
        number = self.tally.samples = self.tally.samples + 1
        known = frozenset(self._locator.files)
        with self._telemetry.span(f"candidate {number}", "CHAIN", attributes=reply.attributes) as span:
            read = read_reply(
                reply.text,
                group,
                lambda path: self.text(path, base),
                base,
                others=[target.path for target in self._ranked],
                known=known,
                with_tests=self._with_tests,
            )
            if isinstance(read, Rejected):
                self.tally.rejected += 1
                self._tell(span, number, group[0].path, "rejected", read.reason)
                return None
            edits = with_imports(read.edits, self._locator.text, self._locator.code_with, known)
            read = replace(read, edits={path: self._unshadowed(path, text) for path, text in edits.items()})
            if read.digest in self._seen:
                self.tally.duplicates += 1
                self._tell(span, number, group[0].path, "duplicate", "")
                return None
            tried = self._try(span, number, group[0], read)
        if not tried.wins and NO_NAME.search(tried.result.output):
            completed = mend_imports(self, self._locator, tried.result.output, read.edits)
            if completed is not None:
                return completed
        summary = tried.result.summary
        if not self._with_tests or tried.wins or summary is None:
            return tried
        fewer = without_failing_tests(read, summary.failures)
        return self._tried_again(fewer, group[0]) if fewer is not None else tried

    def _unshadowed(self, path: str, text: str | None) -> str | None:
        return unshadowed(self._locator.text(path), text) if text and path.endswith(".py") else text

    def _tried_again(self, candidate: Candidate, target: Target) -> Tried:
        number = self.tally.samples
        with self._telemetry.span(f"candidate {number} without failing tests", "CHAIN") as span:
            return self._try(span, number, target, candidate)

    def _try(self, span: Span, number: int, target: Target, candidate: Candidate) -> Tried:
        result = self._trials.run(candidate.edits)
        self._seen[candidate.digest] = result
        suspicious = self._suspicious(candidate) if result.passed else ()
        tried = Tried(number, target, candidate, result, suspicious)
        self.tally.tried.append(tried)
        verdict = "suspicious" if suspicious else result.status
        self._tell(span, number, ", ".join(sorted(candidate.edits)), verdict, _counts(result, suspicious))
        return tried

    def _suspicious(self, candidate: Candidate) -> tuple[str, ...]:
        return tuple(
            found
            for path, new in candidate.edits.items()
            if new is not None and not is_test_file(path)
            for found in special_cases(self._locator.text(path), new, path, self._tests, self._told)
        )

    def _evidence(self, state: TrialResult | None, base: Edits, first: TrialResult | None) -> Evidence:
        if state is None or state.passed:
            return Evidence(self._task)
        if state.status == "incomplete":
            done = tuple(each for each in first.missing if each not in state.missing) if first else ()
            return Evidence(self._task, missing=state.missing, done=done, changed=frozenset(base))
        reached: Reached = {}
        if state.summary is not None and state.summary.framework == "pytest" and state.duration_s <= TRACED_S:
            with self._telemetry.span("reached", "CHAIN") as span:
                reached = self._trials.reached(base)
                span.set({"output.value": json.dumps(reached)})
        return Evidence(self._task, self.failure(state), state.first_failure, reached)

    def text(self, path: str, base: Edits) -> str:
        return base[path] or "" if path in base else self._locator.text(path)

    def over(self) -> bool:
        """Whether no more is to be asked in this round."""
        return self._stepped or self.spent()

    def spent(self) -> bool:
        return (
            self._cancel.is_set()
            or time.monotonic() - self._started > self._budget.seconds
            or self.tally.samples >= self._budget.samples
        )

    def _tell(self, span: Span, number: int, path: str, verdict: str, detail: str) -> None:
        span.set(
            {
                "agent_runtime.candidate": number,
                "agent_runtime.candidate.path": path,
                "agent_runtime.candidate.verdict": verdict,
                "output.value": f"{verdict}: {detail}" if detail else verdict,
            }
        )
        data: dict[str, JsonValue] = {"path": path, "verdict": verdict, "detail": detail}
        self._on_event(Event("candidate", {"candidate": number, "of": self._budget.samples, **data}))


def _fails(state: TrialResult | None) -> bool:
    return state is not None and state.status != "incomplete"


def _counts(result: TrialResult, suspicious: Sequence[str]) -> str:
    if suspicious:
        return f"made for the test: {', '.join(suspicious)[:200]}"
    if result.missing:
        return f"not there: {', '.join(each.text for each in result.missing)}"
    if result.summary is None:
        return result.output.strip()[-200:]
    summary = result.summary
    return f"{summary.passed} passed, {summary.failed + summary.errors} failed"
