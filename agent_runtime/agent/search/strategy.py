"""The search: brief requests for one file at a time, each candidate tried, the first that passes proposed."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from agent_runtime.agent.search.adding import missed_by_tests
from agent_runtime.agent.search.asking import by_definition, excerpt, prompt
from agent_runtime.agent.search.candidates import Candidate, python_changes, takes_away
from agent_runtime.agent.search.chance import by_chance
from agent_runtime.agent.search.copies import Edits
from agent_runtime.agent.search.drawing import Drawing
from agent_runtime.agent.search.evidence import Evidence, Target, ends_in_test, frames, wrong_values
from agent_runtime.agent.search.focusing import Focus
from agent_runtime.agent.search.grouping import groups, room_for
from agent_runtime.agent.search.idle import displaced
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.near import differing, instead, near
from agent_runtime.agent.search.papers import told_in_papers
from agent_runtime.agent.search.parameters import called_with, others_use
from agent_runtime.agent.search.reached import Reached
from agent_runtime.agent.search.refusing import turned
from agent_runtime.agent.search.replies import first_block_end
from agent_runtime.agent.search.sharing import TELLS as SHARED
from agent_runtime.agent.search.sharing import with_own_defaults
from agent_runtime.agent.search.shrinking import smallest
from agent_runtime.agent.search.slicing import changed_lines
from agent_runtime.agent.search.stubs import filled
from agent_runtime.agent.search.tally import Tried
from agent_runtime.agent.search.trial import TrialResult, Trials
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.models.base import Sampling, never
from agent_runtime.models.habits import Habits
from agent_runtime.tools.testing import TestFailure

if TYPE_CHECKING:
    from agent_runtime.records.telemetry import Telemetry

_WORDS = re.compile(r"[A-Za-z_]\w+")
_NEW = re.compile(r"\b(add|create|implement|introduce|write|rename|document)\b", re.IGNORECASE)
LATER = ((3, 0.8), (3, 1.0))
"""Samples and temperature of the requests about some files after the first. In the first (`Habits`) they are few,
because most often one of them will do; at low temperatures a small model copies what it sees."""


PATIENCE = 8
"""Candidates that are still tried when one has passed by taking code away."""
NEAR = 5
"""Candidates of the same place that are still tried after a step forward."""
FIRST = 12
"""As many for what is new: where no test was run before, whatever can be imported is a step, and versions of an empty
function differ much."""
PARTS_ROOM = 640
"""Tokens for what changes in some files; a model that copies them is cut off."""
NARROW = 2
"""So many of the batches see only the likeliest functions."""
MAX_REFERENCES = 2
MAX_ROUNDS = 4
NEAR_S = 30.0
"""So long changes near the winner are tried."""
TRACED_S = 20.0
"""A check that takes longer is not run again to see what its tests reach."""


class Search:
    """One search. Ask it with `run`."""

    def __init__(
        self,
        drawing: Drawing,
        habits: Habits,
        locator: Locator,
        trials: Trials,
        telemetry: Telemetry,
        *,
        task: str,
        with_tests: bool,
        one_by_one: bool,
    ) -> None:
        """`with_tests`: tests may be changed. `one_by_one`: functions and settings are asked about alone first."""
        self._drawing = drawing
        self._habits = habits
        self._locator = locator
        self._trials = trials
        self._telemetry = telemetry
        self._task = task
        self._with_tests = with_tests
        self._one_by_one = one_by_one

    def run(self, failing: TrialResult | None, begun: Tried | None = None) -> Tried | None:
        """The first candidate that passes, or the best one that passes the check and is incomplete. `failing` is the
        check before any change, `None` when it passes already or there is none: then a candidate wins that changes
        something and keeps the check passing. `begun` is a step forward that was made already.

        Raises:
            ModelError, RunStopped, SandboxError
        """
        base: Edits = begun.candidate.edits if begun else {}
        state = begun.result if begun else failing
        kept: Tried | None = None
        for _ in range(MAX_ROUNDS):
            evidence = self._evidence(state, base, failing)
            found = self._round(base, state, evidence)
            if found is not None and found.wins:
                self._drawing.tally.won_after = len(self._drawing.tally.tried)
                proved = _fails(failing) and not self._trials.tells_little
                return self._weighed(self._probed(smallest(self._drawing, self._locator, found))) if proved else found
            if found is None or found.candidate.edits == base:
                break
            better = state is None or found.result.better_than(state)
            if found.result.status == "incomplete" and (better or kept is None):
                kept = found
            if self._drawing.spent() or (not better and (base or not _fails(state))):
                break  # no progress twice: a fresh start in the free loop does more
            base, state = found.candidate.edits, found.result
        if kept is not None:
            self._drawing.tally.won_after = len(self._drawing.tally.tried)
        return kept

    def _probed(self, won: Tried) -> Tried:
        """What won, with calls that it lets in or refuses where some are found."""
        if self._drawing.late():
            return replace(won, unweighed=True)
        with self._telemetry.span("spoilt calls", "CHAIN") as span:
            found = turned(won.candidate.edits, self._locator, self._trials)
            span.set({"output.value": json.dumps(found._asdict())})
        return replace(won, lets_in=found.lets_in, refuses=found.refuses)

    def _weighed(self, won: Tried) -> Tried:
        """What won, with the first change near it, or another one in its place, that passes the check as well."""
        left = NEAR_S
        others = [line for digest, (_, line) in self._drawing.passing.items() if digest != won.candidate.digest]
        won = replace(won, rivals=(*won.rivals, *others))
        for path, old, new in python_changes(won.candidate.edits, self._locator.text):
            for text in (*near(old, new), *by_chance(old, new), *instead(old, new)):
                if won.rivals or left < 0:
                    return won
                if self._drawing.late():
                    return replace(won, unweighed=True)
                line = differing(new, text)
                with self._telemetry.span("near", "CHAIN", attributes={"input.value": line}) as span:
                    edits = {**won.candidate.edits, path: text}
                    result = self._drawing.known(edits) or self._trials.run(edits)
                    span.set({"output.value": result.status})
                left -= result.duration_s
                if result.passed:
                    won = replace(won, rivals=(line,))
        return won

    def _round(self, base: Edits, state: TrialResult | None, evidence: Evidence) -> Tried | None:
        """One winner, or the best there is: a candidate with fewer failures ends the round, because what still fails
        must be looked at anew."""
        ranked = self._locator.rank(evidence, with_tests=self._with_tests)
        self._drawing.others = [target.path for target in ranked]
        best: Tried | None = None
        if state is not None and self._one_by_one and self._habits.edit_format != "file":
            focus = Focus(self._drawing, self._locator, self._task, self._habits.temperature)
            found = self._first(focus.candidates(base, state, evidence), base, state, evidence)
            if found is not None:
                return found
        if state is None and (found := self._own_defaults(ranked)) is not None:
            return found
        batches = ((self._habits.candidates, self._habits.temperature), *LATER)
        for batch, (n, temperature) in enumerate(batches):
            for group in groups(ranked, _fails(state))[: len(batches) - batch]:
                if self._drawing.spent():
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

    def _own_defaults(self, ranked: Sequence[Target]) -> Tried | None:
        """The likeliest file in which defaults are shared that a function keeps or changes, where the task tells of
        something shared: no check fails by it, for tests seldom call twice."""
        for target in ranked if SHARED.search(self._task) and not _NEW.search(self._task) else ():
            text = self._locator.text(target.path) if target.path.endswith(".py") else ""
            if (own := with_own_defaults(text)) != text:
                tried = self._drawing.attempt_once({target.path: own}, f"defaults of {target.path} made anew")
                return tried if tried is not None and tried.wins else None
        return None

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
                        held, left, self._drawing.paused = tried, PATIENCE, False
                elif tried.wins:
                    held = tried
                    break
                elif (held is None or self._goes_further(tried, held)) and self._is_progress(tried, state, evidence):
                    if held is None:
                        new = self._fills(tried, base) or self._brings(tried, state, evidence)
                        left = NEAR if state.ended and not new else FIRST
                    held, self._drawing.paused = tried, True
                    elsewhere = self._misses_another(tried, evidence) or self._rest_is_elsewhere(tried, base, state)
                    if evidence.missing or self._leads_on(tried) or elsewhere:
                        break
        self._drawing.paused = False
        return held

    def _fills(self, tried: Tried, base: Edits) -> bool:
        """Whether a candidate writes a function that was empty."""
        changes = python_changes(tried.candidate.edits, lambda path: self._drawing.text(path, base))
        return any(filled(old, new) for _, old, new in changes)

    def _leads_on(self, tried: Tried) -> bool:
        """Whether the rest is to be done elsewhere: a constructor keeps what no method reads yet."""
        return any(others_use(old, new) for _, old, new in python_changes(tried.candidate.edits, self._locator.text))

    @staticmethod
    def _now(tried: Tried, evidence: Evidence) -> Evidence | None:
        """The evidence with what the test that was looked at says now; `None` where it does not fail."""
        now = tried.result.failure(evidence.failure.id) if evidence.failure else None
        return replace(evidence, output=excerpt(tried.result.output, now)) if now is not None else None

    def _misses_another(self, tried: Tried, evidence: Evidence) -> bool:
        """Whether the test that was looked at has what it missed, and comes to a call that misses something else."""
        if (there := self._now(tried, evidence)) is None:
            return False
        if (wanted := called_with(evidence.output)) is not None:
            return called_with(there.output) not in (None, wanted)
        missed = set(missed_by_tests(self._locator, evidence))
        misses = set(missed_by_tests(self._locator, there)) if missed else set()
        return bool(misses) and not missed & misses

    def _rest_is_elsewhere(self, tried: Tried, base: Edits, state: TrialResult) -> bool:
        """Whether whatever still fails did so before, by an error that comes from code which the candidate leaves as
        it is."""
        now, before = (result.summary.failures if result.summary else () for result in (tried.result, state))
        known = {(each.id, each.message) for each in before}
        touched = {
            (path, line)
            for path, old, new in python_changes(tried.candidate.edits, lambda path: self._drawing.text(path, base))
            for line in changed_lines(old, new)
        }
        ways = [frames(excerpt(tried.result.output, each)) for each in now if (each.id, each.message) in known]
        return 0 < tried.result.failing == len(ways) and all(
            way and not is_test_file(way[-1][0]) and not touched & set(way) for way in ways
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
        """Whether fewer tests fail, and the one that was looked at is not among them, or fails otherwise; or as many,
        where it wanted what was not there and now is."""
        if tried.suspicious or (not tried.wins and displaced(tried.candidate.edits, self._locator)):
            return False
        if not tried.result.better_than(state):
            return self._brings(tried, state, evidence)
        failures = tried.result.summary.failures if tried.result.summary else ()
        seen = evidence.failure
        return seen is None or (seen.id, seen.message) not in {(each.id, each.message) for each in failures}

    def _brings(self, tried: Tried, state: TrialResult, evidence: Evidence) -> bool:
        """Whether the test that was looked at has what it missed, and as many tests come to an end as before."""
        there = self._now(tried, evidence)
        if there is None or tried.result.failing > state.failing or tried.result.ended < state.ended:
            return False
        if (wanted := called_with(evidence.output)) is not None:
            return called_with(there.output) != wanted
        missed = set(missed_by_tests(self._locator, evidence))
        return bool(missed) and not missed & set(missed_by_tests(self._locator, there))

    def _ask(
        self, group: Sequence[Target], base: Edits, evidence: Evidence, n: int, temperature: float, *, narrow: bool
    ) -> Iterator[Tried]:
        """Draw candidates for some files."""

        def text_of(path: str) -> str:
            return self._drawing.text(path, base)

        whole = self._habits.edit_format == "file"
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
            papers=told_in_papers(self._task, self._locator),
        )
        parts = not whole and all(by_definition(target.path, text_of(target.path)) for target in group)
        room = PARTS_ROOM if parts else room_for([text_of(target.path) for target in group])
        ends = first_block_end if len(group) == 1 else never
        yield from self._drawing.draw(messages, group, base, Sampling(n, temperature, room, ends=ends))

    def _references(self, group: Sequence[Target], evidence: Evidence) -> list[str]:
        """What to show beside a file that is new, or a test: the likeliest other files."""
        if all(target.exists and not is_test_file(target.path) for target in group):
            return []
        others = self._locator.rank(evidence, with_tests=False)
        paths = [target.path for target in others if target.exists]
        return [path for path in paths if path not in {target.path for target in group}][:MAX_REFERENCES]

    def _evidence(self, state: TrialResult | None, base: Edits, first: TrialResult | None) -> Evidence:
        if state is None or state.passed:
            return Evidence(self._task)
        if state.status == "incomplete":
            done = tuple(each for each in first.missing if each not in state.missing) if first else ()
            return Evidence(self._task, missing=state.missing, done=done, changed=frozenset(base))
        reached: Reached = {}
        looked_at = ""
        tests = state.summary is not None and state.summary.framework == "pytest"
        if (tests or self._trials.has_typed) and state.duration_s <= TRACED_S:
            with self._telemetry.span("reached", "CHAIN") as span:
                reached, looked_at = self._trials.reached(base, wrong_values(state.output))
                span.set({"output.value": json.dumps(reached)})
        failure = state.failure(looked_at)
        if (failure is None and not self._trials.has_typed) or all(is_test_file(path) for path in reached):
            reached = {}  # of another test; or they run the code in other processes
        failure = _wants_parameter(state) or failure or state.first_failure
        brought = bool(base) and first is not None and ends_in_test(self._drawing.failure(first, None))
        return Evidence(self._task, self._drawing.failure(state, failure), failure, reached, brought=brought)


def _wants_parameter(state: TrialResult) -> TestFailure | None:
    """The first failing test of which a call wants a parameter: nothing else says as plainly what is to be done."""
    failures = state.summary.failures if state.summary else ()
    return next((each for each in failures if called_with(excerpt(state.output, each)) is not None), None)


def _fails(state: TrialResult | None) -> bool:
    return state is not None and state.status != "incomplete"
