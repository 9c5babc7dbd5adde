"""Draws replies to requests, reads each and tries it: what all parts of the search have in common."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from agent_runtime.agent.search.asking import excerpt, left_out, with_raising
from agent_runtime.agent.search.bringing import with_imports
from agent_runtime.agent.search.candidates import Candidate, Rejected, read_reply, without_failing_tests
from agent_runtime.agent.search.copies import Edits
from agent_runtime.agent.search.evidence import NO_NAME, Target
from agent_runtime.agent.search.examples import prose
from agent_runtime.agent.search.idle import forgotten, idle, shortened, unchanged
from agent_runtime.agent.search.imports import mend_imports
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.renaming import renamed
from agent_runtime.agent.search.replies import first_block_end
from agent_runtime.agent.search.shadowing import unshadowed
from agent_runtime.agent.search.sources import DOC_FILES
from agent_runtime.agent.search.special_casing import special_cases
from agent_runtime.agent.search.tally import Budget, Tally, Tried
from agent_runtime.agent.search.trial import TrialResult, Trials
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.models.base import ChatModel, Message, Sampling
from agent_runtime.tools.testing import TestFailure
from agent_runtime.types import Event, JsonValue

if TYPE_CHECKING:
    from agent_runtime.records.telemetry import Span, Telemetry

USELESS = 8
"""So many replies of a request may follow each other without one that can be tried."""
MAX_TEST_CHARS = 1500
LATE = 1.2
"""So many times the search's seconds may pass until what was found has been looked at."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reply, and the number of the request that drew it."""

    text: str
    request: int

    @property
    def attributes(self) -> dict[str, str | int]:
        """Of its span; a replay draws by them."""
        return {"input.value": self.text, "agent_runtime.candidate.request": self.request}


class Drawing:
    """Candidates of one search, on the record; `tally` tells what was done, whatever the end."""

    def __init__(
        self,
        model: ChatModel,
        locator: Locator,
        trials: Trials,
        telemetry: Telemetry,
        *,
        task: str,
        with_tests: bool,
        checked: bool,
        budget: Budget,
        cancel: threading.Event,
        on_event: Callable[[Event], None] = lambda event: None,
    ) -> None:
        """With `with_tests` candidates may change tests; with `checked` a failing check tells what is wanted."""
        self._model = model
        self._locator = locator
        self._trials = trials
        self._telemetry = telemetry
        self._with_tests = with_tests
        self._checked = checked
        self._task = task
        self.renamed = renamed(task, locator)
        """What the task says was renamed; it does not come back."""
        self._budget = budget
        self._cancel = cancel
        self._on_event = on_event
        self._seen: dict[str, TrialResult] = {}
        self._started = time.monotonic()
        self._tests = "\n".join((*(locator.text(path) for path in locator.files if is_test_file(path)), trials.tests))
        self._told = prose(task) if trials.tests else task
        self.others: Sequence[str] = ()
        """The likeliest files: what a reply writes may be for one that was not asked about."""
        self.passing: dict[str, tuple[Tried, str]] = {}
        """What passed before the model was asked, by digest, and the first line that is another one."""
        self.paused = False
        """Nothing else is to be asked for now."""
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

    @property
    def tells_little(self) -> bool:
        """Whether what passes is only known not to do what is wrong."""
        return self._trials.tells_little

    def is_quick(self) -> bool:
        """Whether trying a candidate costs far less than asking for one."""
        return self._trials.are_quick()

    def known(self, edits: Edits) -> TrialResult | None:
        """What came of edits that were tried before."""
        return self._seen.get(Candidate(edits, "").digest)

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

    def draw(
        self, messages: list[Message], group: Sequence[Target], base: Edits, sampling: Sampling
    ) -> Generator[Tried, None, None]:
        """Candidates from one request, each tried as soon as it is complete, until too many have been none."""
        useless = 0
        asked = str(messages[-1].content)
        unseen = {each.path: left_out(asked, self.text(each.path, base)) - {*each.functions} for each in group}
        with closing(self._sampled(messages, sampling)) as replies:
            for reply in replies:
                tried = self._consider(reply, group, base, unseen)
                useless = useless + 1 if tried is None else 0
                if tried is not None:
                    yield tried
                if useless >= USELESS or self.spent():
                    return

    def _consider(
        self, reply: Drawn, group: Sequence[Target], base: Edits, unseen: Mapping[str, Collection[str]]
    ) -> Tried | None:
        number = self.tally.samples = self.tally.samples + 1
        known = self._locator.known
        with self._telemetry.span(f"candidate {number}", "CHAIN", attributes=reply.attributes) as span:
            read = read_reply(
                reply.text,
                group,
                lambda path: self.text(path, base),
                base,
                others=self.others,
                known=known,
                with_tests=self._with_tests,
                unseen=unseen,
            )
            if isinstance(read, Rejected):
                self.tally.rejected += 1
                self._tell(span, number, group[0].path, "rejected", read.reason)
                return None
            edits = with_imports(read.edits, self._locator.text, self._locator.code_with, known)
            read = replace(read, edits={path: self._unshadowed(path, text) for path, text in edits.items()})
            if read.digest in self.passing:
                self._tell(span, number, group[0].path, "passed", "the same passed before the model was asked")
                return replace(self.passing[read.digest][0], slip=False)
            if read.digest in self._seen:
                self.tally.duplicates += 1
                self._tell(span, number, group[0].path, "duplicate", "")
                return None
            tried = self._try(span, number, group[0], read)
        if not tried.wins and NO_NAME.search(tried.result.output):
            completed = mend_imports(self, self._locator, tried.result.output, read.edits)
            if completed is not None and (completed.wins or completed.result.better_than(tried.result)):
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

    @cached_property
    def _papers(self) -> str:
        """What the papers of the workspace say."""
        locator = self._locator
        return "\n".join(locator.text(path) for path in locator.files if path.endswith(DOC_FILES))

    def _suspicious(self, candidate: Candidate) -> tuple[str, ...]:
        found = [
            each
            for path, new in candidate.edits.items()
            if new is not None and not is_test_file(path)
            for each in special_cases(self._locator.text(path), new, path, self._tests, self._told, self._papers)
        ]
        found += [
            f"{pair.old} brought back"
            for pair in self.renamed
            for path, text in candidate.edits.items()
            if text and pair.brought_back(path, self._locator.text(path), text)
        ]
        if self._with_tests:
            found += [f"no test in {path}" for path, new in candidate.edits.items() if _lacks_tests(path, new)]
        found += forgotten(candidate.edits, self._locator, self._task)
        if not self._checked:
            for finds in (shortened, unchanged, idle):
                found += finds(candidate.edits, self._locator, self._task)
        return tuple(found)

    def failure(self, result: TrialResult, looked_at: TestFailure | None) -> str:
        """The failure that is looked at, else the first one, in a few lines; of a test file that cannot be loaded also
        what it would test."""
        first = (result.failure(looked_at.id) if looked_at else None) or result.first_failure
        text = with_raising(excerpt(result.output, first), self._locator.text)
        if first is None or first.id != first.file or not is_test_file(first.file):
            return text
        return f"{text}\n\n{first.file}:\n{self._locator.text(first.file)[:MAX_TEST_CHARS]}"

    def text(self, path: str, base: Edits) -> str:
        return base[path] or "" if path in base else self._locator.text(path)

    def over(self) -> bool:
        """Whether nothing else is to be asked for now."""
        return self.paused or self.spent()

    def spent(self) -> bool:
        return (
            self._cancel.is_set()
            or time.monotonic() - self._started > self._budget.seconds
            or self.tally.samples >= self._budget.samples
        )

    def late(self) -> bool:
        """Whether there is no time left either to look closer at what was found."""
        return self._cancel.is_set() or time.monotonic() - self._started > LATE * self._budget.seconds

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


def _lacks_tests(path: str, text: str | None) -> bool:
    """Whether a file of Python tests has none."""
    name = path.rpartition("/")[2]
    named = name.startswith("test_") or name.endswith("_test.py")
    return text is not None and named and name.endswith(".py") and "def test" not in text


def _counts(result: TrialResult, suspicious: Sequence[str]) -> str:
    if suspicious:
        return f"no solution: {', '.join(suspicious)[:200]}"
    if result.missing:
        return f"not there: {', '.join(each.text for each in result.missing)}"
    if result.summary is None:
        return result.output.strip()[-200:]
    summary = result.summary
    return f"{summary.passed} passed, {summary.failed + summary.errors} failed"
