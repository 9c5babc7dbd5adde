"""What a line brings with it for the model: the files it mentions with `@`, and what `!!` commands printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent_runtime.errors import ToolError

if TYPE_CHECKING:
    from agent_runtime.agent.session import Session

MAX_MENTIONS = 8
_MENTION = re.compile(r"(?:^|(?<=\s))@([^\s@]+?)(?::(\d+)(?:-(\d+))?)?(?=[\s,;.?!)]*(?:\s|$))")
_WORD = re.compile(r"[A-Za-z_]\w{2,}")
_AROUND = 6
"""Lines shown on either side of one that has a word of the task."""


def mentioned(task: str, session: Session) -> tuple[str, list[str]]:
    """The files of `@path`, `@path:12` and `@path:10-40` as text for the model, and what is said about each.

    A file that does not fit its share of the window gives the lines around the words of the task.
    """
    budget = _budget_chars(session)
    parts: list[str] = []
    said: list[str] = []
    found = list(_MENTION.finditer(task))[:MAX_MENTIONS]
    for match in found:
        name = match[1]
        try:
            path = session.paths.resolve(name, "read")
            text = path.read_text("utf-8")
        except ToolError as error:
            said.append(f"@{name}: {error.message}")
            continue
        except (OSError, UnicodeDecodeError) as error:
            said.append(f"@{name} cannot be read: {getattr(error, 'strerror', None) or 'it is no UTF-8 text'}")
            continue
        lines = session.redactor.text(text).split("\n")
        chosen = _chosen(lines, match, task, budget // len(found))
        parts.append(f"File {name}:\n```\n{_numbered(lines, chosen)}\n```")
        said.append(f"@{name}: {_extent(chosen, len(lines))}")
    return "\n\n".join(parts), said


def _budget_chars(session: Session) -> int:
    """A quarter of the window, at about three characters a token."""
    window = session.model.context_tokens if session.model is not None else 8192
    return window * 3 // 4


def _chosen(lines: list[str], match: re.Match[str], task: str, budget: int) -> list[int]:
    if match[2]:
        first, last = int(match[2]), int(match[3] or match[2])
        return [n for n in range(first - 1, last) if 0 <= n < len(lines)] or list(range(min(len(lines), 1)))
    if sum(len(line) + 6 for line in lines) <= budget:
        return list(range(len(lines)))
    words = {word.lower() for word in _WORD.findall(_MENTION.sub("", task))}
    scores = [len(words & {word.lower() for word in _WORD.findall(line)}) for line in lines]
    best = sorted(range(len(lines)), key=lambda n: (-scores[n], n))
    chosen: set[int] = set()
    used = 0
    for centre in best:
        for n in range(max(0, centre - _AROUND), min(len(lines), centre + _AROUND + 1)):
            if n not in chosen:
                used += len(lines[n]) + 6
                if used > budget:
                    return sorted(chosen)
                chosen.add(n)
    return sorted(chosen)


def _numbered(lines: list[str], chosen: list[int]) -> str:
    shown, before = [], -1
    for n in chosen:
        if n != before + 1:
            shown.append("...")
        shown.append(f"{n + 1}: {lines[n]}")
        before = n
    return "\n".join(shown)


def _extent(chosen: list[int], total: int) -> str:
    return f"all {total} lines" if len(chosen) == total else f"{len(chosen)} of {total} lines"
