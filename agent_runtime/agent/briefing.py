"""What the first message carries beside the task: a map of the repository, and the code that the task is about."""

from __future__ import annotations

from collections.abc import Iterator

from agent_runtime.agent.ledger import CHARS_PER_TOKEN
from agent_runtime.agent.search.asking import shown, view
from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.locate import Locator
from agent_runtime.tools.base import ToolContext

MAP_PART = 0.3
"""The part of the budget that the map may take; the rest shows code."""
MAX_SHOWN = 3


def briefing(context: ToolContext, task: str, *, tokens: int) -> str:
    """Text behind the task, of at most about `tokens` tokens; empty when nothing in the workspace fits the task."""
    if tokens <= 0:
        return ""
    locator = Locator(context)
    ranked = locator.rank(Evidence(task), with_tests=False, limit=12)
    there = [target for target in ranked if target.exists]
    if not there:
        return ""
    budget = int(tokens * CHARS_PER_TOKEN)
    head = _map(locator, [target.path for target in there], int(budget * MAP_PART))
    left = budget - len(head)
    parts = [head]
    for target in there[:MAX_SHOWN]:
        text = locator.text(target.path)
        if len(text) > left:
            text = view(target.path, text, target.functions[:3], budget=max(0, left))
        if not text.strip() or left < 200:
            break
        parts.append(shown(target.path, text))
        left -= len(parts[-1])
    return "\n\n".join(parts)


def _map(locator: Locator, first: list[str], budget: int) -> str:
    """One line a file, with what it defines; the likeliest first."""
    lines = ["Files, the likeliest first:"]
    used = len(lines[0])
    order = [*first, *(path for path in locator.files if path not in set(first))]
    for number, path in enumerate(order):
        line = f"- {path}"
        if path in first and (names := ", ".join(_outline(locator, path))):
            line += f": {names}"
        line = line[:160]
        if used + len(line) > budget:
            lines.append(f"and {len(order) - number} more: list_files()")
            break
        lines.append(line)
        used += len(line) + 1
    return "\n".join(lines)


def _outline(locator: Locator, path: str) -> Iterator[str]:
    for label, _, _ in locator.definitions(path)[:12]:
        if label.count(".") <= 1:
            yield label
