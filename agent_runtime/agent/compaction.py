"""Making room: old outputs are shortened, then emptied, then dropped; the oldest first, in rare and large bites."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from smolagents.memory import ActionStep, MemoryStep

from agent_runtime.agent.context import output_of
from agent_runtime.agent.ledger import TakenOut

HIGH_WATERMARK = 0.85
"""The part of the window's room at which room is made,"""
LOW_WATERMARK = 0.6
"""and the part that is filled afterwards: until then each prompt is the beginning of the next again."""
_KEPT_CHARS = 200
"""Of either end of a shortened output."""
_KEPT_LINES = 6
_LINE_CHARS = 160
_MATTERS = re.compile(
    r"error|fail|exception|assert|traceback|expected|denied|refused|recovery_suggestion|[\w./-]+\.\w{1,4}:\d+",
    re.IGNORECASE,
)


def make_room(steps: list[MemoryStep], fits: Callable[[], bool]) -> list[TakenOut]:
    """Take out of old steps until `fits`; what was taken. The tasks always stay, and the last output."""
    taken: list[TakenOut] = []
    acted = [step for step in steps if isinstance(step, ActionStep)]
    for treat, recent in ((_shortened, 2), (_shortened, 1), (_emptied, 1)):
        for step in acted[:-recent]:
            if fits():
                return taken
            taken += _replace(step, treat)
    for step in acted[:-1]:
        if fits():
            return taken
        steps.remove(step)
        reply = str(step.model_output or "")
        taken.append(TakenOut(output_of(step), len(reply) + len(step.observations or ""), "dropped"))
    return taken


def shorten(steps: Sequence[MemoryStep]) -> list[TakenOut]:
    """Shorten every output but the last."""
    acted = [step for step in steps if isinstance(step, ActionStep) and step.observations]
    return [item for step in acted[:-1] for item in _replace(step, _shortened)]


def _replace(step: ActionStep, treat: Callable[[str], tuple[str, str]]) -> list[TakenOut]:
    before = step.observations or ""
    after, how = treat(before)
    if len(after) >= len(before):
        return []
    step.observations = after
    return [TakenOut(output_of(step), len(before) - len(after), how)]


def _shortened(text: str) -> tuple[str, str]:
    """Both ends, and of the middle the lines that name failures and places."""
    if len(text) <= 3 * _KEPT_CHARS:
        return text, "shortened"
    middle = text[_KEPT_CHARS:-_KEPT_CHARS]
    lines = [line.strip()[:_LINE_CHARS] for line in middle.split("\n")[1:-1] if _MATTERS.search(line)][:_KEPT_LINES]
    kept = "".join(f"{line}\n" for line in lines)
    note = f"[... {len(middle)} characters taken out to make room ...]"
    return f"{text[:_KEPT_CHARS]}\n{note}\n{kept}{text[-_KEPT_CHARS:]}", "shortened"


def _emptied(text: str) -> tuple[str, str]:
    first = text.strip().split("\n", 1)[0][:80]
    return f"{first} [... taken out to make room; call the tool again if you need it ...]", "emptied"
