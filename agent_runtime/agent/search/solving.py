"""Decides whether a task is searched, runs the search, and turns its winner into an ordinary proposal."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent_runtime.agent.search import documenting
from agent_runtime.agent.search.asking import excerpt, with_raising
from agent_runtime.agent.search.copies import CannotCopy, Edits
from agent_runtime.agent.search.demands import PYTEST, Demands
from agent_runtime.agent.search.doubts import doubts
from agent_runtime.agent.search.drawing import Drawing
from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.imports import mend_imports
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.renaming import Renaming, adapted, asked_for
from agent_runtime.agent.search.renaming import edits as edits_of
from agent_runtime.agent.search.showing import ENOUGH, examples
from agent_runtime.agent.search.strategy import Search
from agent_runtime.agent.search.tally import Budget, Tally, Tried
from agent_runtime.agent.search.testwriting import SuiteWriter
from agent_runtime.agent.search.trial import SLOWER, TrialResult, Trials
from agent_runtime.agent.search.wanted import Wanted
from agent_runtime.agent.verify import CheckFailed, Verifier
from agent_runtime.agent.wishes import only_asks
from agent_runtime.errors import ToolError
from agent_runtime.models.base import ChatModel
from agent_runtime.tools.proposals import FileChange, PatchProposal
from agent_runtime.tools.searcher import Found
from agent_runtime.tools.testing import parse_test_output
from agent_runtime.types import Check, Event, Strategy

if TYPE_CHECKING:
    from agent_runtime.agent.host import GateHost
    from agent_runtime.agent.opening import RunParts

SMALL_MODEL_B = 9.0
"""Up to so many thousand million parameters `auto` searches; larger models do more in a free loop."""
SECONDS = 600.0
PART = 0.7
"""The part of a run's time limit that the search may use; the rest is for the loop."""
SAMPLES = 480
TRIAL_S = 20.0
"""The least that one run of the check on a candidate may take; a check that is slow by itself gets `SLOWER` times what
it took before any change."""
QUICK_S = 8.0
"""That least where all tests came to an end before any change: then most runs that are longer never end."""
TEST_S = 4.0
"""What one test may take where the check hangs."""
ONE_EXAMPLE = "one example alone showed what was wrong, and a wrong change may fit that: see whether it does for others"
NO_COUNT = "the check counts no tests, and a wrong change may pass it: see whether it is right"
_SIZE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)b(?![a-z])", re.IGNORECASE)
WANTS_TESTS = re.compile(
    r"\b(add|write|create|extend|cover|update)\b[^.\n]{0,60}\b(tests?|test suite)\b|\btests? (included|too|as well)\b"
    r"|\b(including|and) (the |its |their )?tests\b"
    r"|\b(add|write|create)\b[^.\n]{0,60}?(?<![A-Za-z])(test_\w+|\w+_test|tests?/\w+|\w+\.test)\.\w+",
    re.IGNORECASE,
)
"""Tasks that want tests written or changed."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of a search: an answer, or what the loop should know."""

    answer: str | None
    learnt: str = ""


def wants_search(strategy: Strategy, task: str, model_id: str, mode: str) -> bool:
    """Whether a task is searched before the free loop. A question never is: it has no edit to try."""
    return mode != "plan" and not only_asks(task) and searches(strategy, model_id)


def searches(strategy: Strategy, model_id: str) -> bool:
    """Whether several short replies are drawn before the free loop: with small models, unless the strategy says."""
    return strategy == "search" or (strategy == "auto" and is_small(model_id))


def is_small(model_id: str) -> bool:
    """By the size in the model's name (`qwen2.5-coder-1.5b`, `llama3.2:3b`); unknown is not small."""
    sizes = [float(size) for size in _SIZE.findall(model_id.replace("-", " ").replace(":", " ").replace("_", " "))]
    return bool(sizes) and max(sizes) <= SMALL_MODEL_B


class Solver:
    """One task by search."""

    def __init__(
        self,
        parts: RunParts,
        host: GateHost,
        model: ChatModel,
        verifier: Verifier,
        task: str,
        cancel: threading.Event,
        on_event: Callable[[Event], None],
    ) -> None:
        self._parts = parts
        self._host = host
        self._model = model
        self._verifier = verifier
        self._task = task
        self._cancel = cancel
        self._on_event = on_event
        self._locator = Locator(parts.context)
        self._ruled = False
        """The last winner followed from a rule; it is not the first of many tries."""
        self._remark = ""
        """What is to be said of the winner."""
        self._weakness: tuple[str, ...] = ()
        """Why the check alone proves little, whatever it is that passes."""

    def solve(self) -> Solved:
        """Search, propose, apply, verify.

        Raises:
            ModelError, RunStopped, SandboxError
        """
        try:
            trials, failing = self._opening()
        except CannotCopy as error:
            self._on_event(Event("notice", {"text": f"no search: {error}"}))
            return Solved(None)
        with_tests = bool(WANTS_TESTS.search(self._task))
        renaming = asked_for(self._task)
        demands = Demands(self._task, self._locator, trials)
        if failing is None:  # of many tries the first that keeps a check passing proves nothing
            self._verifier.searched = renaming is None
            failing = demands.unmet(self._verifier.command) if renaming is None and not with_tests else None
            self._remark = f" Examples that hold now: {demands.examples}." if demands.examples else ""
            self._remark += f" `{demands.command}` ends well." if demands.command else ""
            if demands.wrong_command:
                self._remark += f" `{demands.wrong_command}` does something else now: see whether it is what is wanted."
        else:
            demands.keep_files()
        first = failing.first_failure if failing else None
        missing = failing.missing if failing else ()
        output = with_raising(excerpt(failing.output, first), self._locator.text) if failing else ""
        evidence = Evidence(self._task, output, first, missing=missing)
        if renaming is None and not self._locator.rank(evidence, with_tests=with_tests):
            return Solved(None)
        winner, tally = self._find(renaming, trials, failing, with_tests=with_tests)
        if winner is None:
            self._verifier.doubt(self._weakness, {})
            return Solved(None, _learnt(tally))
        self._doubt(winner, tally)
        return self._apply(winner.candidate.edits)

    def _doubt(self, winner: Tried, tally: Tally) -> None:
        why = doubts(winner, tally, self._task, self._locator, ruled=self._ruled)
        self._verifier.doubt((*self._weakness, *why), winner.candidate.edits)

    def find(self) -> Found:
        """Search for edits with which the run's check passes, from the files as they are now.

        Raises:
            ModelError, RunStopped, SandboxError
        """
        baseline = self._verifier.baseline()
        if baseline is None or baseline[0].status == "not run":
            return "there is no check that could be run"
        try:
            trials, _ = self._opening()
        except CannotCopy as error:
            return str(error)
        failing = trials.run({})
        if failing.passed:
            return "the check passes already"
        winner, tally = self._find(asked_for(self._task), trials, failing, with_tests=False)
        if winner is None:
            return _learnt(tally) or "no candidate passed the check"
        self._doubt(winner, tally)
        return winner.candidate.edits

    def _opening(self) -> tuple[Trials, TrialResult | None]:
        """What tries candidates, and the check before any change; `None` when nothing is known to fail. A check that
        did not end is run once more in a copy, so that it is seen where it hangs.

        Raises:
            CannotCopy, RunStopped, SandboxError
        """
        baseline = self._verifier.baseline()
        duration_s = self._verifier.before_s
        failing = _failing(baseline, duration_s)
        if baseline is not None and baseline[0].ended_early:
            trials = self._trials(baseline, TRIAL_S)
            trials.limit_tests(TEST_S)
            state = trials.run({})
            return trials, None if state.passed else state
        return self._trials(baseline, max(QUICK_S if _all_ended(failing) else TRIAL_S, SLOWER * duration_s)), failing

    def _find(
        self, renaming: Renaming | None, trials: Trials, failing: TrialResult | None, *, with_tests: bool
    ) -> tuple[Tried | None, Tally]:
        with self._parts.telemetry.span("search", "CHAIN", attributes={"input.value": self._task}) as span:
            drawing = Drawing(
                self._model,
                self._locator,
                trials,
                self._parts.telemetry,
                task=self._task,
                with_tests=with_tests,
                checked=failing is not None and failing.status != "incomplete",
                budget=Budget(self._seconds(), SAMPLES),
                cancel=self._cancel,
                on_event=self._on_event,
            )
            try:
                winner = self._by_rule(renaming, drawing, trials, failing)
                begun = self._begun(drawing, failing) if winner is None and failing is not None else None
                if begun is not None and begun.wins:
                    winner = begun
                self._ruled = winner is not None
                writer = self._writer(drawing, trials) if with_tests and winner is None else None
                if writer is not None:
                    winner = self._tests(writer)
                if winner is None:
                    search = Search(
                        drawing,
                        self._model.habits,
                        self._locator,
                        trials,
                        self._parts.telemetry,
                        task=self._task,
                        with_tests=with_tests,
                        one_by_one=writer is None,
                    )
                    winner = search.run(failing, begun)
                if winner is not None and failing is not None:
                    winner = self._importable(winner, drawing, trials)
                if failing is not None and not self._ruled and not self._verifier.searched:
                    self._weakness = self._weak(trials, failing)
            finally:
                trials.close()
                span.set(_totals(drawing.tally))
            span.set({"output.value": f"candidate {winner.number}" if winner else "no candidate passed"})
        return winner, drawing.tally

    def _weak(self, trials: Trials, failing: TrialResult) -> tuple[str, ...]:
        """Nothing where several examples show what is wrong."""
        if failing.summary is None or not failing.summary.counts:
            return (NO_COUNT,)
        shown = examples(trials, self._verifier.command or "", failing.summary, self._locator.text)
        return (ONE_EXAMPLE,) if shown < ENOUGH else ()

    def _seconds(self) -> float:
        limit = self._parts.context.settings.agent_timeout_s
        return SECONDS if limit is None else PART * limit

    def _by_rule(
        self, renaming: Renaming | None, drawing: Drawing, trials: Trials, failing: TrialResult | None
    ) -> Tried | None:
        """The candidate of a task that only gives something another name, or of docstrings, the one thing here that a
        model writes."""
        if renaming is not None:
            for edits in filter(None, edits_of(renaming, self._locator)):
                tried = drawing.attempt_once(edits, f"{renaming.old} renamed to {renaming.new}", counted=True)
                if tried is not None and tried.wins:
                    return tried
            if drawing.tally.tried:
                return None
        if edits := adapted(drawing.renamed, self._locator):
            what = ", ".join(f"{pair.old} to {pair.new}" for pair in drawing.renamed)
            if (tried := drawing.try_edits(edits, f"renamed before: {what}")) is not None:
                return tried
        if failing is None and documenting.asked_for(self._task):
            return documenting.document(drawing, trials, self._locator, self._task)
        return None

    def _begun(self, drawing: Drawing, failing: TrialResult) -> Tried | None:
        """What mended imports alone bring, if that is a step forward."""
        mended = mend_imports(drawing, self._locator, failing.output, {})
        return mended if mended is not None and (mended.wins or mended.result.better_than(failing)) else None

    def _importable(self, winner: Tried, drawing: Drawing, trials: Trials) -> Tried:
        """The winner with the imports that the task says should work; what no test tries is easily left out."""
        demands = Demands(self._task, self._locator, trials)
        edits = winner.candidate.edits
        if not (output := demands.not_importable(edits)):
            return winner
        mended = mend_imports(drawing, self._locator, output, edits, asked=True)
        if mended is not None and mended.wins and not demands.not_importable(mended.candidate.edits):
            return replace(winner, number=mended.number, candidate=mended.candidate)
        missing = (*winner.result.missing, Wanted("an import that the task speaks of", ""))
        return replace(winner, result=replace(winner.result, missing=missing))

    def _writer(self, drawing: Drawing, trials: Trials) -> SuiteWriter | None:
        """What writes the tests that the task asks for, where it names what they are for and a file that is new."""
        runner = PYTEST.match(self._verifier.command or "")
        writer = SuiteWriter(drawing, trials, self._locator, self._task, runner[1]) if runner else None
        return writer if writer and writer.wanted else None

    def _tests(self, writer: SuiteWriter) -> Tried | None:
        written = writer.write()
        if written is None:
            return None
        self._remark = f" The tests fail with {written.noticed} of {written.versions} wrong versions of the code."
        if written.taken:
            self._remark += (
                f" In {written.taken} of them values are what the code gives now: see whether they are right."
            )
        return written.tried

    def _trials(self, baseline: tuple[Check, str] | None, limit: float) -> Trials:
        command = baseline[0].command if baseline and baseline[0].status != "not run" else None
        before = _known(baseline, self._verifier.before_s)
        return Trials(self._parts.context.sandbox, command, timeout_s=limit, cancel=self._cancel, before=before)

    def _apply(self, edits: Edits) -> Solved:
        """The winner as a proposal of its own, through gate and approval."""
        diff = self._diff(edits)
        proposed = self._host.invoke("propose_patch_unified", {"diff": diff})
        value = proposed.value if isinstance(proposed.value, dict) else {}
        patch_id = value.get("patch_id")
        if not proposed.ok or not isinstance(patch_id, str):
            return Solved(None, f"A change was found but not taken: {value.get('error') or value.get('note')}")
        applied = self._host.invoke("apply_patch", {"patch_id": patch_id})
        if not applied.ok:
            value = applied.value if isinstance(applied.value, dict) else {}
            return Solved(None, f"A change was found but not applied: {value.get('error')}")
        answer = f"Changed {', '.join(sorted(edits))}.{self._remark}"
        try:
            self._verifier.check(answer)
        except CheckFailed as failure:
            return Solved(None, f"A change was applied. {failure.message}")
        if self._verifier.after is not None and self._verifier.after.status == "passed":
            answer += f" `{self._verifier.after.command}` passes."
        return Solved(answer)

    def _diff(self, edits: Edits) -> str:
        files = []
        for path, text in sorted(edits.items()):
            before = self._bytes(path)
            files.append(FileChange(path, before, None if text is None else text.encode()))
        return PatchProposal("p0", tuple(files)).diff

    def _bytes(self, path: str) -> bytes | None:
        try:
            return self._parts.context.paths.resolve(path, "read").read_bytes()
        except (OSError, ToolError):
            return None


def _failing(baseline: tuple[Check, str] | None, duration_s: float) -> TrialResult | None:
    """The check before any change, as the search's first state; `None` when nothing is known to fail."""
    known = _known(baseline, duration_s)
    return known if known is not None and known.status == "failed" else None


def _known(baseline: tuple[Check, str] | None, duration_s: float) -> TrialResult | None:
    """The check before any change; `None` when there is none, or it was not run to its end."""
    if baseline is None or baseline[0].status not in ("passed", "failed"):
        return None
    check, output = baseline
    return TrialResult(check.status, parse_test_output(output, check.exit_code), output, duration_s)


def _all_ended(failing: TrialResult | None) -> bool:
    summary = failing.summary if failing else None
    return summary is not None and summary.failed > 0 and not summary.errors


def _totals(tally: Tally) -> dict[str, int]:
    return {
        "agent_runtime.search.requests": tally.requests,
        "agent_runtime.search.samples": tally.samples,
        "agent_runtime.search.tried": len(tally.tried),
        "agent_runtime.search.rejected": tally.rejected,
        "agent_runtime.search.duplicates": tally.duplicates,
    }


def _learnt(tally: Tally) -> str:
    """For the loop: where was looked, and what still failed at best."""
    best: Tried | None = min(tally.tried, key=lambda tried: tried.result.failing, default=None)
    failure = best.result.first_failure if best else None
    if best is None or failure is None:
        return ""
    return f"Rewriting {best.target.path} was tried and did not help. It still fails: {failure.id}: {failure.message}"
