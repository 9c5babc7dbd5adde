"""A run counts as verified only when its check passed after the last change."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent_runtime.agent.tampering import is_test_file, suspicions
from agent_runtime.agent.wishes import only_asks, wants_change
from agent_runtime.errors import NobodyToAsk, RunStopped, ToolError
from agent_runtime.records.tree import Entry
from agent_runtime.records.undo import run_changes
from agent_runtime.tools.base import GatedTool
from agent_runtime.tools.testing import TestFailure, TestSummary, find_test_command, parse_test_output
from agent_runtime.types import Check, Effect, Event, JsonValue, Outcome, ToolCall

if TYPE_CHECKING:
    from agent_runtime.agent.host import GateHost
    from agent_runtime.tools.gate import Gate

MAX_OUTPUT_CHARS = 1200
MAX_FAILURES = 5
PART = 1 / 6
"""The part of a run's time limit that the check before the first change may take, if that is more than `LEAST_S`."""
LEAST_S = 20.0
ENDLESS_S = 30.0
"""How long it may take where the task says that something does not end."""
_ENDLESS = re.compile(
    r"\b(hangs?|hanging|endless(ly)?|infinite(ly)?|forever)\b|(\bnot|n't) (end|terminate|stop|finish|complete)\b"
    r"|\bnever (ends?|returns?|terminates?|stops?|finish(es)?|completes?)\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\.(py|pyi|pyx|js|jsx|mjs|cjs|ts|tsx|go|rs|java|kt|c|h|cc|cpp|hpp|cs|rb|php|swift|scala|sh|lua|ex|exs|vue|sql|toml)$"
)
_TESTS_PASS = re.compile(
    r"\b(fix|make|get|repair|mend|turn|solve)\b[^.\n]{0,80}\b(tests?|suite|pytest|unittest)\b"
    r"|\b(tests?|suite)\b[^.\n]{0,40}\b(pass|green|succeed)",
    re.IGNORECASE,
)
_MENTIONS_TESTS = re.compile(r"\b(tests?|specs?|pytest|unittest|suite)\b", re.IGNORECASE)
_CANNOT_RUN = re.compile(r"No module named '?(pytest|tox|nox|nose)\b'?|command not found|not found$", re.MULTILINE)


class CheckFailed(ToolError):
    """The answer is sent back: its check fails."""


class Verifier:
    """Finds the check of a run, runs it before the first change and when the model says it is done."""

    def __init__(self, gate: Gate, host: GateHost, task: str, command: str | None) -> None:
        self._gate = gate
        self._host = host
        self._task = task
        self._named = (command or "").strip() or None
        self._workspace = gate.checkpoints.workspace
        # Looked for now: a Makefile that the run writes must not become its own judge.
        self._found = find_test_command(self._workspace)
        self._own: set[str] = set()
        self._busy = False
        self._told_old_failures = False
        self._told_undone = False
        self.before: Check | None = None
        self._before_output = ""
        self.before_s = 0.0
        """Seconds that the check took before any change."""
        self.after: Check | None = None
        self.rejected = False
        """The last answer was sent back."""
        self.searched = False
        """The change is the first of many tries that kept the check passing: one that passed before proves nothing."""
        self._doubts: tuple[str, ...] = ()
        self._doubted: Mapping[str, str | None] = {}
        gate.before_change = self._before_change

    def doubt(self, reasons: Iterable[str], edits: Mapping[str, str | None]) -> None:
        """Why a check that passes does not prove what a search found: as long as these files have these texts (`None`:
        are not there), but for blanks and the ends of lines; without files whatever changes."""
        self._doubts, self._doubted = tuple(reasons), dict(edits)

    @property
    def _standing_doubts(self) -> tuple[str, ...]:
        there = ((_text(self._workspace / path), text) for path, text in self._doubted.items())
        return self._doubts if all((now or "").split() == (text or "").split() for now, text in there) else ()

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(check for check in (self.before, self.after) if check is not None)

    @property
    def command(self) -> str | None:
        """The check of this run: the named one, or the one that was found."""
        return self._named or self._found

    def baseline(self) -> tuple[Check, str] | None:
        """The check before any change and what it printed; `None` when there is no check.

        Raises:
            RunStopped: the user ends the run.
        """
        if self.command is None or self._gate.mode == "plan":
            return None
        if self.before is None:
            self.before, self._before_output = self._run(self.command, "before")
        return self.before, self._before_output

    def opening(self) -> str:
        """The check's first failure before any change, for the first message. Empty when nothing fails, and where the
        check would not be run for this task anyway: for a question, or for a found one that the task does not mean.

        Raises:
            RunStopped: the user ends the run.
        """
        if only_asks(self._task) or (self._named is None and not _TESTS_PASS.search(self._task)):
            return ""
        found = self.baseline()
        if found is None or found[0].status != "failed":
            return ""
        check, output = found
        first = replace(check, failures=check.failures[:1])
        return "\n".join(
            line for line in (f"The check `{check.command}` fails{_counts(check)}:", *_failure(first, output)) if line
        )

    def changes(self) -> dict[str, tuple[Entry | None, Entry | None]]:
        """What the run changed, without what its checks left behind."""
        return run_changes(self._gate.checkpoints, without=self._own)

    def check(self, answer: Any) -> None:
        """Judge a final answer.

        Raises:
            CheckFailed: the answer goes back, with the failures.
            RunStopped: the user ends the run.
        """
        self.rejected = False
        changes = self.changes()
        command = self._needed(changes)
        if command is None:
            self._expect_change(changes)
            return
        self.after, output = self._run(command, "after")
        if self.after.status != "failed":
            self._expect_change(changes)
            return
        old = self._only_old_failures(self.after)
        if old and self._named is None and not _TESTS_PASS.search(self._task):
            if self._told_old_failures:
                return
            self._told_old_failures = True
        self.rejected = True
        raise CheckFailed(_told(self.after, output, old=old), recovery="Mend it, then call final_answer again.")

    def _expect_change(self, changes: Mapping[str, object]) -> None:
        if self._undone(changes) and not self._told_undone:
            self._told_undone = self.rejected = True
            raise CheckFailed(
                "Not done: the task asks for a change, and no file was changed.",
                recovery="Change the file with propose_patch and apply_patch. If no change is needed, call "
                "final_answer again and say why.",
            )

    def outcome(self) -> Outcome:
        """How a run with an accepted answer ended."""
        if self.after is None:
            changes = self.changes()
            return Outcome.CLAIMED if changes or self._undone(changes) else Outcome.ANSWERED
        weak = self.warnings() or self._says_nothing_new() or self._standing_doubts or self._only_tests()
        weak = weak or self._undone(self.changes())
        return Outcome.VERIFIED if self.after.status == "passed" and not weak else Outcome.CLAIMED

    def _says_nothing_new(self) -> bool:
        """Whether the check passed before a searched change as after it, or did not end in time and may have; new tests
        that pass may test nothing."""
        before = self.before
        return self.searched and before is not None and (before.status == "passed" or before.ended_early)

    def _only_tests(self) -> bool:
        """Whether nothing but tests has changed: that they pass says little of what they test."""
        changes = self.changes()
        return bool(changes) and all(is_test_file(path) for path in changes)

    def warnings(self) -> tuple[str, ...]:
        """What the run did to the tests that the task did not ask for."""
        if self.after is None:
            return ()
        return suspicions(self._task, self.after.command, self.changes(), self.before, self.after)

    def reason(self) -> str:
        """In words, what the outcome rests on."""
        if self.after is None:
            return self._why_none(self.changes())
        check, before = self.after, self.before
        if check.status == "not run":
            return f"`{check.command}` could not be run: {check.reason}"
        text = f"`{check.command}` {check.status} after the last change{_counts(check)}"
        if before is not None and before.status != "not run":
            how = "did not end" if before.ended_early else f"{before.status}{_counts(before)}"
            text += f"; before the first change it {how}"
        if check.status == "failed" and self._only_old_failures(check):
            text += "; nothing fails that did not fail before"
        if check.status == "passed" and self._says_nothing_new():
            text += "; so nothing broke, but it does not show that the task is done"
        elif check.status == "passed" and self._undone(self.changes()):
            text += "; but the task asks for a change, and no file was changed"
        elif check.status == "passed" and self._only_tests():
            text += "; but only tests were changed, and they are what it runs"
        if check.status == "passed":
            text += "".join(f"; but {doubt}" for doubt in self._standing_doubts)
        if check.status == "passed" and self.warnings():
            text += "; the tests were touched, so this does not count"
        return text

    def _undone(self, changes: Mapping[str, object]) -> bool:
        if changes or self._gate.mode == "plan" or not wants_change(self._task):
            return False
        return self.after is None or not _TESTS_PASS.search(self._task)  # they may pass already

    def _why_none(self, changes: Mapping[str, object]) -> str:
        if not changes:
            return "the task asks for a change, and no file was changed" if self._undone(changes) else ""
        if self._needed(changes) is not None:
            return "no check was run: the run ended before it"
        if self._found is not None:
            return "no check was run: no code was changed, and --verify names none"
        return "no check was run: no test command was found, and --verify names none"

    def _needed(self, changes: Mapping[str, object]) -> str | None:
        """The command to run for what was changed, if any."""
        if self._gate.mode == "plan":
            return None
        asks = only_asks(self._task)
        if self._named is not None:
            return self._named if changes or not asks else None
        if changes:
            wanted = bool(_MENTIONS_TESTS.search(self._task)) or any(_CODE.search(path) for path in changes)
        else:
            wanted = not asks and bool(_TESTS_PASS.search(self._task))
        return (self._found or find_test_command(self._workspace)) if wanted else None

    def _before_change(self, tool: GatedTool, arguments: Mapping[str, Any]) -> None:
        """The baseline: what fails already. Taken late, so that a question does not wait for it."""
        if self._busy or self.before is not None or self._gate.mode == "plan":
            return
        command = self.command
        if command is None:
            return
        if self._named is None and tool.effect is Effect.MUTATE and not _MENTIONS_TESTS.search(self._task):
            if not any(_CODE.search(path) for path in tool.touched_paths(arguments)):
                return
        elif self._named is None and tool.command(arguments) == command:
            return  # the model runs the check itself first; that changes nothing
        self.before, self._before_output = self._run(command, "before")

    def _run(self, command: str, when: Any) -> tuple[Check, str]:
        gate = self._gate
        what = "what fails before the first change" if when == "before" else "the check of the answer"
        gate.on_event(Event("notice", {"text": f"{what}: {command}"}))
        limit = min(gate.settings.agent_verify_timeout_s, self._patience() if when == "before" else math.inf)
        arguments: dict[str, JsonValue] = {"command": command, "timeout_s": max(1, int(limit))}
        known = {item.id for item in gate.checkpoints.all()}
        self._busy = True
        try:
            observation = gate.invoke(ToolCall(f"check-{when}-{len(known)}", "run_cmd", arguments, self._host.step))
        except NobodyToAsk as stop:
            return Check(command, when, "not run", str(stop)), ""
        except RunStopped as stop:
            self._host.stopped = stop
            raise
        finally:
            self._busy = False
            self._own |= {item.id for item in gate.checkpoints.all()} - known
        value = observation.value if isinstance(observation.value, dict) else {}
        if not observation.ok:
            return Check(command, when, "not run", str(value.get("error"))), ""
        output = str(value.get("output"))
        code = value.get("exit_code")
        if when == "before" and isinstance(took := value.get("duration_s"), int | float):
            self.before_s = float(took)
        summary = parse_test_output(output, code if isinstance(code, int) else None)
        return self._judge(command, when, summary, output, str(value.get("error") or "")), output

    def _patience(self) -> float:
        """Seconds for the check before the first change: one that hangs must leave time to mend it."""
        whole = self._gate.settings.agent_timeout_s
        patience = max(LEAST_S, PART * whole) if whole else math.inf
        return min(patience, ENDLESS_S) if _ENDLESS.search(self._task) else patience

    def _judge(self, command: str, when: Any, summary: TestSummary, output: str, error: str) -> Check:
        counted = summary.passed + summary.failed + summary.errors + summary.skipped
        good = summary.clean
        status: Any = "passed" if good else "failed"
        reason = error
        if (
            not good
            and not counted - summary.errors
            and (summary.exit_code in (126, 127) or _CANNOT_RUN.search(output))
        ):
            status, reason = "not run", (output.strip().splitlines() or [f"exit code {summary.exit_code}"])[-1][:200]
        elif summary.exit_code == 5 and summary.framework == "pytest" and not counted:
            status, reason = "not run", "there are no tests"
        elif (
            good and self._named is None and not summary.passed and (summary.framework != "unknown" or not self._found)
        ):
            status, reason = "not run", "no test was counted"
        return Check(
            command,
            when,
            status,
            reason,
            exit_code=summary.exit_code,
            passed=summary.passed,
            failed=summary.failed + summary.errors if summary.counts else 0,
            skipped=summary.skipped,
            failures=tuple(_line(failure) for failure in summary.failures),
            output=self._gate.run.artifact(output) if output else "",
        )

    def _only_old_failures(self, after: Check) -> bool:
        before = self.before
        if before is None or before.status != "failed":
            return False
        ids = {line.split(" ")[0] for line in before.failures}
        return (
            all(line.split(" ")[0] in ids for line in after.failures)
            and after.failed <= before.failed
            and after.passed >= before.passed
        )


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None


def _line(failure: TestFailure) -> str:
    place = f" ({failure.file}:{failure.line})" if failure.file and failure.line else ""
    return f"{failure.id}{place}" + (f": {failure.message}" if failure.message else "")


def _counts(check: Check) -> str:
    parts = [f"{n} {word}" for n, word in ((check.passed, "passed"), (check.failed, "failed")) if n]
    parts += [f"{check.skipped} skipped"] if check.skipped else []
    parts += [check.reason] if check.reason else []
    return f" ({', '.join(parts)})" if parts else f" (exit code {check.exit_code})"


def _told(check: Check, output: str, *, old: bool) -> str:
    """What the model reads: short, the first failure with its lines."""
    lines = [f"Not done: the check `{check.command}` fails{_counts(check)}:", *_failure(check, output)]
    if old:
        lines.append(
            "This failed before your change too. If it is not part of the task, call final_answer again and say so."
        )
    return "\n".join(line for line in lines if line)


def _failure(check: Check, output: str) -> list[str]:
    """What failed, and the lines around the first."""
    lines = [f"- {line}" for line in check.failures[:MAX_FAILURES]]
    if (more := len(check.failures) - MAX_FAILURES) > 0:
        lines.append(f"and {more} more")
    # Without times, so that the same failure again reads the same and counts as a loop.
    return [*lines, re.sub(r"\bin \d+\.\d+ ?s\b", "in some time", _excerpt(check, output))]


def _excerpt(check: Check, output: str) -> str:
    """The lines around the first failure, or the end of the output."""
    if check.failures:
        identity, _, message = check.failures[0].partition(": ")
        words = (message[:40].strip(), re.split(r"::|\.", identity.split(" ")[0])[-1])
        rows = output.splitlines()
        for word in words:
            at = next((number for number, row in enumerate(rows) if word and word in row), None)
            if at is not None:
                return "\n".join(rows[max(0, at - 8) : at + 4])[-MAX_OUTPUT_CHARS:]
    return output.strip()[-MAX_OUTPUT_CHARS:]
