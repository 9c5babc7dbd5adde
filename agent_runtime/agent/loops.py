"""Notices when a run goes in circles: a nudge, then a fresh start with what was learnt, then the end."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agent_runtime.agent.host import MadeCall
from agent_runtime.errors import LoopDetected

NUDGE_AT, RESTART_AT, STOP_AT = 1, 2, 3
"""Steps without progress, of late."""
SAME_STEP_AT = 4
"""The very same step so often ends a run, whatever came between."""
FAILED_EDITS = 2
EMPTY_STEPS = 2
WITHOUT_CALL = 3
FORGIVEN_AFTER = 2
"""Steps in a row that bring something new, after which earlier circles no longer count."""
EDIT_TOOLS = ("propose_patch", "propose_patch_unified", "edit_lines", "write_file", "apply_patch")

REPEATED = (
    "You ran exactly this before, with exactly this result. Do something else: read another file, search with "
    "another pattern, or call final_answer with what you know."
)
KNOWN = (
    "All calls of this step were made before and gave the same. You know their answers: change something, look "
    "elsewhere, or call final_answer."
)
EMPTY = "Nothing came of this step. Call a tool and print what it returns, or call final_answer(value)."
WITHOUT = (
    "You have called no tool for several steps. Code that you define here changes no file: change the file with "
    "propose_patch and apply_patch, then run_tests()."
)


@dataclass(frozen=True, slots=True)
class SeenStep:
    """What a step did."""

    code: str
    result: str
    changes: int
    """Changes of the workspace so far."""
    calls: Sequence[MadeCall] = ()
    printed: bool = True
    """It brought an output, or the words of an error."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the model is told about its circles."""

    kind: str
    text: str
    restart: bool = False
    """The context begins again, with what was learnt."""


class LoopDetector:
    """Judges the steps of one run. A change of the workspace is progress: what was seen before it counts no more."""

    def __init__(self, *, wants_change: bool = False) -> None:
        self._wants_change = wants_change
        self._steps: Counter[str] = Counter()
        self._results: set[str] = set()
        self._calls: set[str] = set()
        self._strikes = self._fresh = self._failed_edits = self._empty = self._without_call = 0
        self._restarted = False

    def saw(self, step: SeenStep) -> Advice | None:
        """Note a step; what to tell the model, if anything.

        Raises:
            LoopDetected: hints and a fresh start did not help.
        """
        found = self._judge(step)
        if found is None or found.kind == "no call":
            self._fresh += 1
            if self._fresh >= FORGIVEN_AFTER:
                self._strikes = 0
            return found
        self._fresh = 0
        self._strikes += 1
        if self._strikes >= STOP_AT:
            raise LoopDetected(f"The model went in circles ({found.kind}), and a fresh start did not help.")
        if self._strikes >= RESTART_AT and not self._restarted:
            self._restarted = True
            self._failed_edits = self._empty = self._without_call = 0
            return Advice(found.kind, found.text, restart=True)
        return found

    def _judge(self, step: SeenStep) -> Advice | None:
        key = _digest(step.changes, step.code.strip(), step.result)
        result = _digest(step.changes, step.result)
        calls = [_digest(step.changes, call.key, call.result) for call in step.calls]
        self._steps[key] += 1
        known = bool(calls) and all(call in self._calls for call in calls) and result in self._results
        self._results.add(result)
        self._calls.update(calls)
        self._count(step)
        if self._steps[key] >= SAME_STEP_AT:
            raise LoopDetected(f"The model ran the same code {SAME_STEP_AT} times with the same result.")
        if self._steps[key] > 1:
            return Advice("the same step", REPEATED)
        if known:
            return Advice("the same calls", KNOWN)
        edits = _edits(step)
        if edits and self._failed_edits >= FAILED_EDITS:
            return Advice("failing edits", _look_first(edits[-1], self._failed_edits))
        if self._empty >= EMPTY_STEPS:
            return Advice("empty steps", EMPTY)
        if self._wants_change and self._without_call and self._without_call % WITHOUT_CALL == 0:
            return Advice("no call", WITHOUT)
        return None

    def _count(self, step: SeenStep) -> None:
        if edits := _edits(step):
            self._failed_edits = 0 if edits[-1].ok else self._failed_edits + 1
        self._empty = 0 if step.calls or step.printed else self._empty + 1
        self._without_call = 0 if step.calls else self._without_call + 1


def _edits(step: SeenStep) -> list[MadeCall]:
    return [call for call in step.calls if call.name in EDIT_TOOLS]


def _look_first(last: MadeCall, count: int) -> str:
    path = last.arguments.get("path")
    look = f"read_file({path!r})" if isinstance(path, str) else "read_file(path)"
    return (
        f'{count} edits in a row have failed. Print {look}["text"] and copy the lines exactly as they are, or give '
        "line numbers to edit_lines."
    )


def _digest(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "backslashreplace")).hexdigest()
