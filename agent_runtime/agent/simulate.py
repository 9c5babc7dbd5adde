"""Every recorded tool call judged by another policy: what would have come out otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from agent_runtime.config import Settings
from agent_runtime.errors import ToolError
from agent_runtime.governance.approval import apply_mode
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.records.recordings import RecordedToolCall, load_recording
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.registry import ToolRegistry
from agent_runtime.types import Decision, Effect, Mode, Verdict

STRICTNESS: Mapping[str, int] = {"allow": 0, "ask": 1, "deny": 2}


@dataclass(frozen=True, slots=True)
class Change:
    """One call that the other policy judges otherwise."""

    run_id: str
    step: int
    tool: str
    subject: str
    """The command, or the paths."""
    before: str
    before_rule: str
    after: Verdict
    after_rule: str
    reason: str
    approval: str | None
    """What was answered when it was asked."""

    @property
    def stricter(self) -> bool:
        return STRICTNESS[self.after] > STRICTNESS.get(self.before, 0)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What another policy makes of some runs."""

    runs: int
    calls: int
    """Calls that were judged."""
    unjudged: int
    """Calls that ended before any policy was asked (wrong arguments, unknown tools)."""
    changes: tuple[Change, ...]


def simulate(runs: list[Path], policy_file: Path) -> Simulation:
    """Judge every recorded call of some runs with `policy_file` in the place of the user's own, in the mode and the
    workspace of each run. Nothing is run.

    Raises:
        PolicyError: the policy file is wrong.
        RecordsError: a run has no trace.
    """
    calls = unjudged = 0
    changes: list[Change] = []
    for run in runs:
        recording = load_recording(run)
        judge = _Judge(recording.metadata, run, policy_file)
        for call in recording.tool_calls:
            decision = judge.decide(call) if call.verdict is not None else None
            if decision is None:
                unjudged += 1
                continue
            calls += 1
            if decision.verdict != call.verdict:
                changes.append(
                    Change(
                        run.name, call.step, call.name, _subject(call), str(call.verdict), str(call.rule),
                        decision.verdict, decision.rule, decision.reason, call.approval,
                    )
                )  # fmt: skip
    return Simulation(len(runs), calls, unjudged, tuple(changes))


class _Judge:
    """A policy in the place of a recorded one."""

    def __init__(self, metadata: Mapping[str, object], run: Path, policy_file: Path) -> None:
        workspace = Path(str(metadata.get("workspace") or "/nonexistent"))
        settings = metadata.get("settings")
        recorded = settings.get("agent_mode") if isinstance(settings, dict) else None
        modes: tuple[Mode, ...] = get_args(Mode)
        self._mode: Mode = next((mode for mode in modes if mode == recorded), "ask")
        flags = metadata.get("policy_flags")
        kept = flags if isinstance(flags, dict) else {}
        self._policy = Policy.load(
            workspace,
            user_file=policy_file,
            allow_shell=bool(kept.get("allow_shell")),
            sudo_ok=bool(kept.get("sudo_ok")),
        )
        sandbox = metadata.get("sandbox")
        facts = sandbox if isinstance(sandbox, dict) else {}
        self._sandboxed = facts.get("backend") not in (None, "none") and not facts.get("degraded")
        context = ToolContext(
            workspace,
            Settings(phoenix_enabled=False),
            run,
            PathGuard(workspace),
            Sandbox.probe(workspace, backend="none"),
        )
        self._tools = ToolRegistry.load(context)

    def decide(self, call: RecordedToolCall) -> Decision | None:
        tool = self._tools.get(call.name)
        if call.command is not None:
            effect = tool.effect if tool is not None else Effect.EXECUTE
            cwd = call.arguments.get("cwd")
            judged = self._policy.decide_command(call.command, cwd=Path(str(cwd)) if cwd else None)
        elif tool is None:
            return None
        else:
            effect = tool.effect
            try:
                paths = tool.touched_paths(tool.bind(call.arguments))
            except ToolError:
                return None
            judged = self._policy.decide_tool(tool.name, effect=effect, paths=paths)
        return apply_mode(judged, self._mode, effect=effect, sandboxed=self._sandboxed)


def _subject(call: RecordedToolCall) -> str:
    if call.command is not None:
        return call.command
    texts = [str(value) for name, value in call.arguments.items() if name in ("path", "patch_id", "pattern", "target")]
    return " ".join(texts)
