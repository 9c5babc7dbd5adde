"""What a task asks of a model, by rules that anybody can read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent_runtime.models.profiles import Capability, Complexity

BASE_TOKENS = 4096
"""Prompt, tools and the observations of a short run."""

_PLANNING = r"plan|design|architect\w*|roadmap|propose an? approach|trade-?offs?|break (?:it |this )?down|strategy"
_CODE = (
    r"fix|implement|add|writ(?:e|ing)|refactor\w*|repair|patch|migrat\w*|port|renam\w*|replac\w*|optimi[sz]\w*|"
    r"bug|tests?|function|class|method|compile\w*|type ?hints?|docstrings?|remov\w*|delet\w*|chang\w*|updat\w*|debug\w*"
)
_VISION = r"screenshot|image|picture|photo|diagram|\S+\.(?:png|jpe?g|webp|gif)"
_HARD = (
    r"refactor\w*|migrat\w*|architect\w*|redesign|rewrite|across|every(?:where)?|all (?:modules|files|callers|tests)|"
    r"concurren\w*|race condition|dead ?lock|security|vulnerab\w*|performance|optimi[sz]\w*|thread-?safe|protocol|"
    r"parser|compiler|whole|entire"
)
_EASY_START = r"list|show|which|where|what|who|count|how many|find|print|explain|read"
_EASY = r"typos?|spelling|comments?|docstrings?"
_LONG_TASK_CHARS = 900
_SHORT_TASK_CHARS = 160
_MANY_PARTS = 4


@dataclass(frozen=True, slots=True)
class Needs:
    """What a task asks for, and the words that say so."""

    need: Capability
    complexity: Complexity
    context_tokens: int
    reasons: tuple[str, ...]


def infer(task: str) -> Needs:
    """Read the needs off a task's words, length and parts.

    The capability is that of the first group whose word is found: vision, planning, code, else chat. Complexity is high
    with a word for wide or subtle work, a text over 900 characters or at least 4 listed points; low for a short task
    that begins as a question or is about words; else medium.
    """
    need, reasons = _need(task)
    complexity, why = _complexity(task, need)
    context_tokens = BASE_TOKENS + len(task) // 3 + {"low": 0, "medium": 2048, "high": 8192}[complexity]
    return Needs(need, complexity, context_tokens, (*reasons, why))


def _need(task: str) -> tuple[Capability, tuple[str, ...]]:
    kinds: tuple[tuple[Capability, str], ...] = (("vision", _VISION), ("planning", _PLANNING), ("code", _CODE))
    for need, words in kinds:
        if found := _find(words, task):
            return need, (f"{need}: it says {found!r}",)
    return "chat", ("chat: no word of planning, code or pictures",)


def _complexity(task: str, need: Capability) -> tuple[Complexity, str]:
    parts = len(re.findall(r"^\s*(?:[-*]|\d+[.)])\s", task, re.MULTILINE))
    if found := _find(_HARD, task):
        return "high", f"high: it says {found!r}"
    if parts >= _MANY_PARTS:
        return "high", f"high: it lists {parts} points"
    if len(task) > _LONG_TASK_CHARS:
        return "high", f"high: it is {len(task)} characters long"
    if len(task) <= _SHORT_TASK_CHARS and need in ("chat", "code"):
        start = re.match(rf"\s*(?:{_EASY_START})\b", task, re.IGNORECASE)
        if found := start[0].strip() if start else _find(_EASY, task):
            return "low", f"low: it is short and says {found!r}"
    return "medium", "medium: nothing says that it is easy or hard"


def _find(words: str, task: str) -> str | None:
    found = re.search(rf"(?<!\w)(?:{words})(?!\w)", task, re.IGNORECASE)
    return found[0] if found else None
