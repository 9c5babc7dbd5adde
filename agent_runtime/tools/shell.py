"""Running commands and tests, always in the sandbox that the policy chose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from agent_runtime.errors import InvalidArguments, NotFound
from agent_runtime.governance.sandbox import CommandLimits, CommandResult
from agent_runtime.tools.advice import command_advice
from agent_runtime.tools.base import GatedTool
from agent_runtime.tools.search import folders
from agent_runtime.tools.testing import find_test_command, parse_test_output
from agent_runtime.types import Decision, Effect, JsonValue

MAX_TIMEOUT_S = 3600
_ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1"}
"""Python takes bytecode for fresh when the source has the same size and was written in the same second
(https://docs.python.org/3/reference/import.html#cached-bytecode-invalidation): tests would pass or fail on the code
before the edit."""


class CommandTool(GatedTool):
    """Base of the tools that run a command: `decision` tells in which sandbox, and is set by the gate per call."""

    effect = Effect.EXECUTE

    def run(self, command: str, decision: Decision, cwd: Path, timeout_s: float | None) -> CommandResult:
        """Run the command as the policy decided."""
        limit = min(timeout_s or self.context.settings.command_timeout_s, MAX_TIMEOUT_S)
        return self.context.sandbox.run(
            command,
            cwd=cwd,
            profile=decision.sandbox,
            network=decision.network and not self.context.settings.agent_offline,
            write_git=decision.write_git,
            limits=CommandLimits(timeout_s=limit),
            environment=_ENVIRONMENT,
        )

    def working_directory(self, arguments: Mapping[str, Any]) -> Path:
        """Where the command runs."""
        folder = self.context.paths.resolve(str(arguments.get("cwd") or "."), "read")
        if not folder.is_dir():
            raise NotFound(
                f"{arguments.get('cwd')!r} is no folder.", recovery=f"Leave cwd out, or take one of {folders(self)}."
            )
        return folder


class RunCmd(CommandTool):
    """Run a shell command -> {"exit_code", "output"}.

    Also "duration_s" and "peak_memory_mb"; "timed_out" when its time ran out.
    """

    name = "run_cmd"

    def command(self, arguments: Mapping[str, Any]) -> str | None:
        return str(arguments["command"])

    def forward(
        self,
        command: Annotated[str, Field(min_length=1, description="for bash")],
        cwd: Annotated[str, Field(description="folder to run it in")] = ".",
        timeout_s: Annotated[int | None, Field(ge=1, le=MAX_TIMEOUT_S)] = None,
        *,
        decision: Decision,
    ) -> JsonValue:
        result = self.run(command, decision, self.working_directory({"cwd": cwd}), timeout_s)
        told = describe(result)
        if not result.hint and (advice := command_advice(result.output, result.exit_code, self.context.paths)):
            told["hint"] = advice
        return told


class RunTests(CommandTool):
    """Run the project's tests -> {"ok", "passed", "failed", "failures"}.

    `target` narrows to a file or a test id.
    """

    name = "run_tests"

    def command(self, arguments: Mapping[str, Any]) -> str | None:
        command = find_test_command(self.context.workspace)
        if command is None:
            raise NotFound(
                "No test command was found in this repository.",
                recovery="run_cmd(command) runs any command, e.g. run_cmd('python -m pytest -q').",
            )
        target = arguments.get("target")
        return f"{command} {_quoted(str(target))}" if target else command

    def forward(
        self,
        target: Annotated[str | None, Field(description="test file or test id")] = None,
        timeout_s: Annotated[int | None, Field(ge=1, le=MAX_TIMEOUT_S)] = None,
        *,
        decision: Decision,
    ) -> JsonValue:
        command = self.command({"target": target})
        assert command is not None
        result = self.run(command, decision, self.context.workspace, timeout_s)
        summary = parse_test_output(result.output, result.exit_code).as_dict()
        described = describe(result)
        return {"command": command, "ok": result.exit_code == 0, **summary, **described}


def describe(result: CommandResult) -> dict[str, JsonValue]:
    """What the model is told about a command that ran."""
    told: dict[str, JsonValue] = {
        "exit_code": result.exit_code,
        "output": result.output,
        "duration_s": round(result.duration_s, 3),
        "peak_memory_mb": round(result.peak_memory_bytes / (1 << 20), 1),
    }
    if result.timed_out:
        told["timed_out"] = True
        told["error"] = f"The command was ended after {result.duration_s:.0f} s."
        told["recovery_suggestion"] = "Give a larger timeout_s, or run less."
    elif result.exit_code is None:
        told["error"] = "The command was ended by a limit."
        told["recovery_suggestion"] = "Run less, or ask the user to raise the limit."
    if result.hint:
        told["hint"] = result.hint
    return told


def _quoted(target: str) -> str:
    if target.startswith("-"):
        raise InvalidArguments(f"target {target!r} looks like an option.", recovery="Give a test file or test id.")
    import shlex

    return shlex.quote(target)
