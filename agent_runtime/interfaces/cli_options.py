"""Options that several commands share. Imports nothing heavy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from agent_runtime.errors import ConfigError

Model = Annotated[
    str | None, typer.Option("--model", "-m", help="id in models.toml, auto, or e.g. ollama_chat/qwen2.5-coder:14b")
]
Planner = Annotated[str | None, typer.Option("--planner", help="model that writes a plan first")]
PlanFile = Annotated[Path | None, typer.Option("--plan", metavar="FILE", help="follow this checklist")]
Cache = Annotated[bool, typer.Option("--cache", help="reuse replies to the same prompt")]
Folder = Annotated[Path | None, typer.Option("--cd", "-C", help="work in this folder")]
ModeOption = Annotated[str | None, typer.Option("--mode", help="plan, ask, auto-edit or auto")]
Yolo = Annotated[bool, typer.Option("--yolo", help="the same as --mode auto; a deny stays a deny")]
Verify = Annotated[
    str | None, typer.Option("--verify", help="command that must pass before the run counts as verified")
]
StrategyOption = Annotated[str | None, typer.Option("--strategy", help="auto, loop or search (over candidate edits)")]
MaxSteps = Annotated[str | None, typer.Option("--max-steps", help="steps the run may take")]
MaxTokens = Annotated[str | None, typer.Option("--max-tokens", help="tokens the run may read and write")]
MaxToolCalls = Annotated[str | None, typer.Option("--max-tool-calls", help="tool calls the run may make")]
Timeout = Annotated[str | None, typer.Option("--timeout", help="seconds the run may take")]
Seed = Annotated[str | None, typer.Option("--seed", help="seed for sampling")]
Offline = Annotated[bool, typer.Option("--offline", help="no connection but to this machine")]
Jail = Annotated[str | None, typer.Option("--jail", help="auto, bubblewrap, landlock, seatbelt; none is dangerous")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="nothing but the answer")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="show what each step printed")]
AllowShell = Annotated[bool, typer.Option("--allow-shell", help="allow what would be asked, inside the sandbox")]
InWorktree = Annotated[bool, typer.Option("--worktree", help="work in a git worktree; then apply or discard")]
Commit = Annotated[bool, typer.Option("--commit", help="commit what the run changed")]
SudoOk = Annotated[bool, typer.Option("--sudo-ok", help="ask about sudo instead of denying it")]
Continue = Annotated[bool, typer.Option("--continue", "-c", help="go on with the latest session of this folder")]
Resume = Annotated[str | None, typer.Option("--resume", "-r", metavar="ID", help="go on with this session")]
Fork = Annotated[bool, typer.Option("--fork", help="with -c or -r: go on with a copy, under a new id")]
Ephemeral = Annotated[bool, typer.Option("--ephemeral", help="leave no record: no run, no session, no history")]
Plain = Annotated[bool, typer.Option("--plain", help="lines of text only: no colour, no drawing, no moving cursor")]


def resumed(continue_: bool, resume: str | None) -> str | None:
    """The session that `-c` and `-r` name.

    Raises:
        ConfigError: both are given.
    """
    if continue_ and resume is not None:
        raise ConfigError("--continue and --resume exclude each other.", remedy="Give one of them.")
    return "last" if continue_ else resume


def setting_flags(**flags: Any) -> dict[str, Any]:
    """Flags by the names of their settings; those not given are left out."""
    return {name: value for name, value in flags.items() if value not in (None, False)}
