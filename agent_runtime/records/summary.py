"""What a run did, from its record and not from the model's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from agent_runtime.records.journal import read_lines
from agent_runtime.records.tree import Entry
from agent_runtime.records.undo import entry_diff
from agent_runtime.types import CommandRun, FileStat


def file_stats(changes: Mapping[str, tuple[Entry | None, Entry | None]]) -> tuple[FileStat, ...]:
    """Lines added and removed in each changed file; none for binary ones."""
    found = []
    for path, (before, after) in changes.items():
        _, _, body = entry_diff(path, before, after).partition("\n@@")
        lines = body.split("\n")[1:]
        added, removed = (sum(line.startswith(sign) for line in lines) for sign in "+-")
        found.append(
            FileStat(path, "created" if before is None else "deleted" if after is None else "modified", added, removed)
        )
    return tuple(found)


def commands_run(audit: Path) -> tuple[CommandRun, ...]:
    """The commands that were run, oldest first; what was refused is not among them."""
    commands: dict[str, str] = {}
    found = []
    if not audit.is_file():
        return ()
    for line, _ in read_lines(audit):
        try:
            data = json.loads(line)
        except ValueError:
            continue
        call = str(data.get("call"))
        if data.get("kind") == "decision" and data.get("command") is not None:
            commands[call] = str(data["command"])
        elif data.get("kind") == "outcome" and call in commands:
            code = data.get("exit_code")
            found.append(CommandRun(commands[call], code if isinstance(code, int) else None))
    return tuple(found)
