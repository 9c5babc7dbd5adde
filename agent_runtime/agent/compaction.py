"""Making room by hand: old observations are shortened to their first and last lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from smolagents.memory import ActionStep, MemoryStep
from smolagents.models import ChatMessage

CHARS_PER_TOKEN = 3.5
"""Of code, with the tokenizers of Qwen and GPT."""
_KEPT_CHARS = 200
"""Of either end of an observation."""


def shorten(steps: Sequence[MemoryStep]) -> tuple[int, int]:
    """Cut the middle out of every observation but the last; characters before and after."""
    acted = [step for step in steps if isinstance(step, ActionStep) and step.observations]
    before = sum(len(step.observations or "") for step in acted)
    for step in acted[:-1]:
        text = step.observations or ""
        if len(text) > 3 * _KEPT_CHARS:
            gone = len(text) - 2 * _KEPT_CHARS
            step.observations = (
                f"{text[:_KEPT_CHARS]}\n[... {gone} characters taken out to make room ...]\n{text[-_KEPT_CHARS:]}"
            )
    return before, sum(len(step.observations or "") for step in acted)


def prompt_parts(messages: Sequence[ChatMessage]) -> list[tuple[str, int, int]]:
    """Role, number of messages and characters."""
    counts: Counter[str] = Counter()
    chars: Counter[str] = Counter()
    for message in messages:
        role = str(getattr(message.role, "value", message.role))
        counts[role] += 1
        chars[role] += len(str(message.content))
    return [(role, counts[role], chars[role]) for role in counts]
