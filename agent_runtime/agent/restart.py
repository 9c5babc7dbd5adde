"""A fresh start: what a model that went in circles is told when its context begins again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent_runtime.agent.host import MadeCall
from agent_runtime.types import Check

SOURCE = "what was tried"
MAX_LINES = 6
_LINE_CHARS = 200

HEAD = "You have worked on this before and went in circles, so you begin again. What is known:"
TAIL = "Do not do the same again: take another way. Variables of your program are still there."


def learnt(calls: Sequence[MadeCall], changed: Iterable[str], check: Check | None) -> str:
    """What was looked at, what failed and why, what is changed already, and what the check said last."""
    lines = []
    looked = [call.shown for call in calls if call.ok and call.reads]
    failed = [f"{call.shown} failed: {call.error}" for call in calls if not call.ok]
    if looked:
        lines.append(f"- looked at: {'; '.join(_last(looked))}")
    lines += [f"- {line}" for line in _last(failed)]
    if files := sorted(changed):
        lines.append(f"- changed already: {', '.join(files[:MAX_LINES])}")
    if check is not None and check.status == "failed":
        first = f": {check.failures[0]}" if check.failures else ""
        lines.append(f"- the check `{check.command}` fails{first}")
    lines = [line if len(line) <= _LINE_CHARS else f"{line[:_LINE_CHARS]} ..." for line in lines]
    return "\n".join([HEAD, *(lines or ["- nothing was found out"]), TAIL])


def _last(items: Sequence[str]) -> list[str]:
    """The last different ones, in their order."""
    return list(reversed(list(dict.fromkeys(reversed(items)))[:MAX_LINES]))
