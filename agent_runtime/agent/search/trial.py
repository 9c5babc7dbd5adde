"""Tries a candidate in a throw-away copy of the workspace, inside the sandbox."""

from __future__ import annotations

import math
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from agent_runtime.agent.search import effects, reached
from agent_runtime.agent.search.asking import PROMPT
from agent_runtime.agent.search.copies import Edits, copy_workspace, shared_folders, write_edits
from agent_runtime.agent.search.reached import Reached
from agent_runtime.agent.search.undefined import undefined
from agent_runtime.agent.search.wanted import Wanted
from agent_runtime.agent.search.warm import FOLDER, Warm, can_start
from agent_runtime.governance.limits import CommandLimits
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.tools.syntax import check_syntax
from agent_runtime.tools.testing import TestFailure, TestSummary, parse_test_output

COLD = 2
"""So many trials begin with the check's start: a search that ends with them needs no other way."""
WARM_S = 10.0
"""A check that takes longer gains little where its start is saved."""
LEAST_S = 2.0
SLOWER = 3.0
"""A run that is like an earlier one may take so many times what that took, and `LEAST_S` at least."""
WARM_STARTS = 3
"""How often pytest is started for many candidates; one of them may end it."""
_ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What the check said about one candidate."""

    status: str
    """`passed`, `failed`, `broken` (does not parse, or uses a name that is not there), `timed out`, or `incomplete`:
    the check passes, and something that the task wants is not there."""
    summary: TestSummary | None = None
    output: str = ""
    duration_s: float = 0.0
    missing: tuple[Wanted, ...] = ()
    """What an incomplete one lacks."""

    @property
    def passed(self) -> bool:
        return self.status == "passed"

    @property
    def failing(self) -> int:
        """Tests that fail; a run that ended without counting is worse than any."""
        if self.summary is None:
            return 1_000_000
        counted = self.summary.failed + self.summary.errors
        return counted if counted and self._counts else 100_000 * (not self.passed)

    @property
    def first_failure(self) -> TestFailure | None:
        """The failure that is looked at first, where the runner is known."""
        return self.summary.failures[0] if self.summary and self.summary.failures else None

    def failure(self, test: str) -> TestFailure | None:
        """The failure of the test with this id, as it is called from here or from a folder above or below."""
        failures = self.summary.failures if self.summary and test else ()
        return next(
            (each for each in failures if f"/{test}".endswith(f"/{each.id}") or f"/{each.id}".endswith(f"/{test}")),
            None,
        )

    def better_than(self, other: TrialResult) -> bool:
        """Fewer tests fail, and not because fewer are run: code that cannot be imported hides all of its tests, and
        where none was run, some that pass are better. Of a check whose output is not known: some of what it complained
        of is gone, and nothing else has come. What passes the check and is incomplete is better than what fails, and
        the better the less is missing."""
        if "incomplete" in (self.status, other.status):
            if self.status == other.status:
                return set(self.missing) < set(other.missing)
            return self.passed or (self.status == "incomplete" and self.ended >= other.ended)
        if not (self._counts or other._counts or self.passed):
            return bool(self._complaints) and self._complaints < other._complaints
        if self.summary is not None and other.summary is not None and not other.ended and self.summary.passed:
            return True
        return self.failing < other.failing and self.ended >= other.ended

    @property
    def ended(self) -> int:
        """Tests that came to an end of their own."""
        return self.summary.passed + self.summary.failed if self.summary else 0

    @property
    def _counts(self) -> bool:
        return self.summary is not None and self.summary.counts

    @property
    def _complaints(self) -> frozenset[str]:
        return frozenset(line.strip() for line in self.output.split("\n") if line.strip())


class Trials:
    """Runs the check on candidates. Serial: two runs side by side only slow each other and the model down."""

    def __init__(
        self,
        sandbox: Sandbox,
        command: str | None,
        *,
        timeout_s: float,
        cancel: threading.Event,
        before: TrialResult | None = None,
    ) -> None:
        """Without a `command` candidates are only parsed. `timeout_s` bounds one run of the check, for a candidate that
        never ends; after the first such one, half of it. `before` is what the check said before any change."""
        self._sandbox = sandbox
        self._command = command
        self._added: Edits = {}
        self._second: str | None = None
        self._typed: str | None = None
        self._did: str | None = None
        self._wrong = self._wanted = ""
        self._lacks: Callable[[Edits], tuple[Wanted, ...]] = lambda edits: ()
        self._timeout_s = self._limit_s = timeout_s
        self._test_seconds = 0.0
        self._cancel = cancel
        self._workspace = sandbox.workspace
        self._shared = tuple(shared_folders(self._workspace))
        self._before = before
        self._warm: Warm | None = None
        self._warm_starts = WARM_STARTS if command is not None and can_start(sandbox, command) else 0
        self._held = ExitStack()
        self._asked = 0

    def close(self) -> None:
        """End what runs, and delete what it ran in. It can be used again."""
        self._warm = None
        self._held.close()

    def demand(self, files: Edits, command: str | None) -> None:
        """From now on these files stand in each copy, and a second command must pass too (`None`: none)."""
        self._added, self._second = dict(files), command

    def typed(self, command: str, did: str | None = None, instead: tuple[str, str] | None = None) -> None:
        """A command of a Python program that the task types. With what it `did`, which is wrong, a candidate passes
        only if it does something else and ends well; `instead` are a value that stands there and is wrong, and the one
        that has to stand there."""
        self._typed, self._did = command, did
        self._wrong, self._wanted = instead or ("", "")

    @property
    def has_typed(self) -> bool:
        return self._typed is not None

    @property
    def tells_little(self) -> bool:
        """Whether it is only known what is wrong: then a change passes that makes it anything else."""
        return self._did is not None and not self._wanted

    def expect(self, lacks: Callable[[Edits], tuple[Wanted, ...]]) -> None:
        """From now on edits that pass the check are incomplete as long as `lacks` tells something of them."""
        self._lacks = lacks

    def limit_tests(self, seconds: float) -> None:
        """From now on a test of pytest's fails that does not end in this time: so it is seen where it hangs."""
        self._test_seconds = seconds

    def another(self, command: str) -> Trials:
        """Trials of another check in the same sandbox, which are to be closed too.

        Raises:
            SandboxError: the sandbox does not start.
        """
        made = Trials(self._sandbox, command, timeout_s=self._timeout_s, cancel=self._cancel)
        made.run({})
        return made

    def compared(self, edits: Edits) -> TrialResult:
        """What the check says of one of many like it: not from its start where that can be saved, and in little more
        time than it took of the workspace as it is.

        Raises:
            SandboxError: the sandbox does not start.
        """
        if (quick := self._quick(edits)) is not None:
            return quick
        with self._copy(edits) as copy:
            return self._check(copy, self._commands or "", limit_s=self._quick_limit_s)

    def beside(self, files: Edits, command: str, edits: Edits) -> TrialResult:
        """What another command says of the edits, in a copy that also holds these files.

        Raises:
            SandboxError: the sandbox does not start.
        """
        with self._copy({**edits, **files}) as copy:
            return self._check(copy, command)

    def effect(self, command: str, edits: Edits) -> TrialResult:
        """What a command prints and which files it changes, after the edits, in a copy.

        Raises:
            SandboxError: the sandbox does not start.
        """
        with self._copy(edits) as copy:
            before = effects.contents(copy)
            result = self._check(copy, command)
            changes = effects.told(before, effects.contents(copy))
        parts = [f"{PROMPT}{command}", result.output.strip(), changes]
        return replace(result, summary=None, output="\n".join(part for part in parts if part))

    @property
    def tests(self) -> str:
        """What is demanded beside the check, as text."""
        return "\n".join(text for text in self._added.values() if text)

    @property
    def _commands(self) -> str | None:
        return " && ".join(each for each in (self._command, self._second) if each) or None

    def run(self, edits: Edits) -> TrialResult:
        """Parse, look for names that are not there, then run the check with the edits in a copy of the workspace.

        Raises:
            SandboxError: the sandbox does not start.
        """
        for path, text in edits.items():
            if text is not None and (problem := check_syntax(path, text)) is not None:
                return TrialResult("broken", output=f"{path}:{problem.line}: {problem.message}")
            if text is not None and path.endswith(".py") and (names := undefined(self._text(path), text)):
                return TrialResult("broken", output=f"{path}: NameError: name '{names[0]}' is not defined")
        result = self._tried(edits)
        if result.passed and self._typed is not None and self._did is not None:
            result = self._does_the_same(edits, self._typed, self._did) or result
        missing = self._lacks(edits) if result.passed else ()
        return replace(result, status="incomplete", missing=missing) if missing else result

    def _tried(self, edits: Edits) -> TrialResult:
        """What passes has passed the check as it is, from its start to its end."""
        if (command := self._commands) is None:
            return TrialResult("passed")
        quick = self._quick(edits)
        if quick is not None and not quick.passed:
            return quick
        with self._copy(edits) as copy:
            result = self._check(copy, command, self._watched(copy) if self._test_seconds else None)
        if not edits and not self._second:
            self._before = result
        return result

    def _does_the_same(self, edits: Edits, command: str, did: str) -> TrialResult | None:
        """What fails where the typed command does what it did, or not what is wanted, or does not end well."""
        now = self.effect(command, edits)
        if now.passed and (self._wanted in now.output if self._wanted else now.output != did):
            return None
        return now if now.status == "timed out" else replace(now, status="failed")

    def are_quick(self) -> bool:
        """Whether a pytest waits for candidates, so that the next ones cost little; it is started if it can be."""
        if self._second or self._test_seconds or self.tells_little or self._before is None:
            return False
        if self._warm is None and self._warm_starts:
            self._warm_starts -= 1
            self._warm = self._started(self._before)
        return self._warm is not None

    def _quick(self, edits: Edits) -> TrialResult | None:
        """What a pytest that was started before says; `None` where there is none, and for the first trials, which may
        be the last."""
        self._asked += 1
        if (self._warm is None and self._asked <= COLD) or not all(path.endswith(".py") for path in edits):
            return None  # pytest has read its settings already
        answer = self._warm.check(edits, self._quick_limit_s) if self.are_quick() and self._warm is not None else None
        if answer is None:
            self.close()
            return None
        return self._result(answer.exit_code, answer.output, answer.duration_s)

    @property
    def _quick_limit_s(self) -> float:
        """What the tests took with their start, and a few times more: one of many candidates must not hold up all."""
        before_s = self._before.duration_s if self._before is not None else self._limit_s
        return min(self._limit_s, max(LEAST_S, SLOWER * before_s))

    def _started(self, before: TrialResult) -> Warm | None:
        """A pytest that says of the unchanged workspace what the check said, at first and once more with all loaded
        that the tests use of others; `None` where there is none, and then there never will be."""
        said = before.summary
        taken = (self._workspace / FOLDER).exists()
        if said is not None and before.duration_s < WARM_S and not taken:
            copy = self._held.enter_context(self._copy({}))
            warm = Warm(
                self._sandbox,
                self._command or "",
                copy,
                shared=self._shared,
                environment=_ENVIRONMENT,
                cancel=self._cancel,
            )
            self._held.callback(warm.close)

            def fits(learn: bool) -> bool:
                answer = warm.check({}, self._timeout_s, learn=learn)
                return answer is not None and _says_the_same(parse_test_output(answer.output, answer.exit_code), said)

            if warm.start() and fits(True) and fits(False):
                return warm
        self._warm_starts = 0
        self.close()
        return None

    def _text(self, path: str) -> str:
        try:
            return (self._workspace / path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def reached(self, edits: Edits, wrong: Collection[str] = ()) -> tuple[Reached, str]:
        """Which functions the failing tests reach, and the test that was looked at; of a typed command what it runs,
        and no test. Empty where the check is not pytest's. `wrong` are values that a test saw and did not want.

        Raises:
            SandboxError: the sandbox does not start.
        """
        if self._typed is not None:
            with self._copy(edits) as copy:
                self._check(
                    copy, self._typed, reached.prepare_program(copy, self._shown_at(copy), self._wrong_values())
                )
                return reached.read(copy)[0], ""
        if (command := self._commands) is None:
            return {}, ""
        with self._copy(edits) as copy:
            self._check(copy, command, self._watched(copy, wrong))
            return reached.read(copy)

    def _wrong_values(self) -> set[str]:
        """The wrong value of a typed command, as it may stand in the code: 7.05 may be 705 cents."""
        return {self._wrong, re.sub(r"\D", "", self._wrong)} - {""}

    def _watched(self, copy: Path, wrong: Collection[str] = ()) -> dict[str, str]:
        return reached.prepare(copy, self._shown_at(copy), self._test_seconds, wrong)

    def _shown_at(self, copy: Path) -> Path:
        return self._workspace if self._sandbox.backend == "bubblewrap" else copy

    @contextmanager
    def _copy(self, edits: Edits) -> Iterator[Path]:
        folder = Path(tempfile.mkdtemp(prefix="agent-runtime-trial-"))
        try:
            copy = folder / self._workspace.name
            copy_workspace(self._workspace, copy)
            write_edits(copy, {**edits, **self._added})
            yield copy
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _check(
        self, copy: Path, command: str, environment: Mapping[str, str] | None = None, limit_s: float = math.inf
    ) -> TrialResult:
        result = self._sandbox.run(
            command,
            cwd=Path(),
            profile="test",
            limits=CommandLimits(timeout_s=min(self._limit_s, limit_s)),
            environment={**_ENVIRONMENT, **(environment or {})},
            cancel=self._cancel,
            copy=copy,
            shared=self._shared,
        )
        return self._result(result.exit_code, result.output, result.duration_s)

    def _result(self, exit_code: int | None, output: str, duration_s: float) -> TrialResult:
        if exit_code is None:
            self._limit_s = self._timeout_s / 2  # one that never ends seldom comes alone
            return TrialResult("timed out", output=output, duration_s=duration_s)
        summary = parse_test_output(output, exit_code)
        return TrialResult("passed" if summary.clean else "failed", summary, output, duration_s)


def _says_the_same(one: TestSummary, other: TestSummary) -> bool:
    """Whether two runs came to the same, test by test as far as they tell."""
    return replace(one, failures=()) == replace(other, failures=()) and [each.id for each in one.failures] == [
        each.id for each in other.failures
    ]
