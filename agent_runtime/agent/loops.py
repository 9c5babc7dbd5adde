"""Notices when a run goes in circles, and when its budget is used up."""

from __future__ import annotations

import hashlib
from collections import Counter

from agent_runtime.errors import LoopDetected

NUDGE_AT = 2
STOP_AT = 4

NUDGE = (
    "You ran exactly this before, with exactly this result. Do something else: read another file, search with "
    "another pattern, or call final_answer with what you know."
)


class LoopDetector:
    """Counts steps by their code and result: the same again gets a nudge, then ends the run."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def saw(self, code: str, result: str, changes: int) -> str | None:
        """Note a step; the hint to show, if any. `changes` counts the workspace's changes so far: progress resets.

        Raises:
            LoopDetected: the same step with the same result for the fourth time.
        """
        key = hashlib.sha256(f"{changes}\0{code.strip()}\0{result}".encode()).hexdigest()
        self._seen[key] += 1
        if self._seen[key] >= STOP_AT:
            raise LoopDetected(f"The model ran the same code {STOP_AT} times with the same result.")
        return NUDGE if self._seen[key] >= NUDGE_AT else None
