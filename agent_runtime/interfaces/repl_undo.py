"""`/undo`, `/redo` and `/diff` in the REPL: the same plans as on the command line, for the latest runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console

from agent_runtime.config import state_dir
from agent_runtime.errors import ConfigError, RecordsError
from agent_runtime.interfaces.cli_undo import carry_out_plan, show_diff
from agent_runtime.records.checkpoints import Checkpoints, find_run_dirs, run_name
from agent_runtime.records.undo import UndoPlan, plan_redo, plan_undo, run_diff

USAGE = "/undo [run | step N | p1] [--merge]"


def undo_command(kind: str, words: Sequence[str], workspace: Path) -> None:
    """Run `/undo`, `/redo` or `/diff`. Undoing again goes further back, also into earlier runs.

    Raises:
        ConfigError, RecordsError: there is nothing to do, or the words are wrong.
    """
    merge = "--merge" in words
    rest = [word for word in words if word != "--merge"]
    runs = [Checkpoints(workspace, path) for path in find_run_dirs(state_dir() / "runs", workspace)]
    if kind == "diff":
        newest = sorted(runs, key=lambda item: run_name(item.folder.parent))
        show_diff(Console(stderr=True), (run_diff(newest[-1]) if newest else "") or "Nothing was changed.\n")
        return
    checkpoints, plan = _redo(runs) if kind == "redo" else _undo(runs, rest)
    try:
        carry_out_plan(checkpoints, plan, merge=merge, yes=False, ask=_confirm)
    except typer.Exit:
        return  # refused, and said why


def _undo(runs: Sequence[Checkpoints], words: Sequence[str]) -> tuple[Checkpoints, UndoPlan]:
    standing = [item for item in runs if item.active()]
    if not standing:
        raise RecordsError("There is nothing to undo.")
    latest = max(standing, key=lambda item: run_name(item.folder.parent))
    latest.recover()
    if not words:
        return latest, plan_undo(latest, last=True)
    if list(words) == ["run"]:
        return latest, plan_undo(latest)
    if len(words) == 2 and words[0] == "step" and words[1].isdigit():
        return latest, plan_undo(latest, step=int(words[1]))
    if len(words) == 1 and words[0][:1] == "p" and words[0][1:].isdigit():
        return latest, plan_undo(latest, ids=[i.id for i in latest.active() if words[0] in i.label.split()])
    raise ConfigError(f"/undo {' '.join(words)} is not understood.", remedy=USAGE)


def _redo(runs: Sequence[Checkpoints]) -> tuple[Checkpoints, UndoPlan]:
    for checkpoints in runs:  # newest change first
        try:
            return checkpoints, plan_redo(checkpoints)
        except RecordsError:
            continue
    raise RecordsError("There is no undo to take back.")


def _confirm(question: str) -> bool:
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        return False
