"""Calls that were made before: answered from memory where nothing can have changed, with a note."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from stat import S_ISREG
from typing import Any

from agent_runtime.errors import ToolError
from agent_runtime.tools.base import GatedTool
from agent_runtime.types import Effect, JsonValue

NOTE = "You made this call before and got the same answer; nothing has changed since."
MAX_ANSWERS = 200

_Proof = tuple[tuple[str, int, int, int, int], ...]
"""Path, inode, size, time of change of content and of inode, of each file that an answer rests on."""


@dataclass(frozen=True, slots=True)
class _Answer:
    digest: str
    value: JsonValue
    proof: _Proof | None
    """`None`: it may rest on more than single files, so the tool is run again and only the answers are compared."""


class CallMemory:
    """The answers of a run's read-only calls. Whatever may change the workspace empties it."""

    def __init__(self) -> None:
        self._answers: dict[str, _Answer] = {}

    def recall(self, tool: GatedTool, arguments: Mapping[str, Any]) -> JsonValue:
        """The answer to the same call, with a note; `None` when there is none or its files are not as they were."""
        known = self._answers.get(call_key(tool.name, arguments))
        if known is None or known.proof is None or known.proof != _proof(tool, arguments):
            return None
        return noted(known.value)

    def keep(self, tool: GatedTool, arguments: Mapping[str, Any], value: JsonValue) -> JsonValue:
        """Remember what a tool answered; the answer, with a note when it is the same again."""
        if tool.effect is not Effect.READ:
            return value
        key = call_key(tool.name, arguments)
        digest = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
        known = self._answers.pop(key, None)
        if len(self._answers) >= MAX_ANSWERS:
            del self._answers[next(iter(self._answers))]
        proof = _proof(tool, arguments)
        self._answers[key] = _Answer(digest, value if proof else None, proof)
        return noted(value) if known is not None and known.digest == digest else value

    def forget(self) -> None:
        """The workspace may have changed."""
        self._answers.clear()


def noted(value: JsonValue) -> JsonValue:
    """An answer with the note."""
    if not isinstance(value, dict):
        return value
    return {**value, "note": f"{value['note']} {NOTE}" if value.get("note") else NOTE}


def call_key(name: str, arguments: Mapping[str, Any]) -> str:
    """The same for the same call."""
    return json.dumps([name, dict(arguments)], sort_keys=True, default=repr)


def _proof(tool: GatedTool, arguments: Mapping[str, Any]) -> _Proof | None:
    if not tool.rests_on_files:
        return None
    found = []
    for name in tool.path_arguments:
        try:
            path = tool.context.paths.resolve(str(arguments.get(name)), "read")
            seen = path.stat()
        except (OSError, ToolError):
            return None
        if not S_ISREG(seen.st_mode):
            return None
        found.append((str(path), seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns))
    return tuple(found) or None
