"""The one door through which a tool call passes."""

from __future__ import annotations

import inspect
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agent_runtime.config import Settings
from agent_runtime.errors import (
    AgentRuntimeError,
    EditFailed,
    InvalidArguments,
    NobodyToAsk,
    PathRefused,
    RunStopped,
    ToolCrashed,
    ToolError,
)
from agent_runtime.governance.approval import ApprovalRequest, Approver, apply_mode
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.shell import simple_argv
from agent_runtime.governance.validation import check_text
from agent_runtime.records.attributes import (
    approval_attributes,
    approval_label,
    decision_attributes,
    execution_attributes,
    tool_attributes,
    tool_result_attributes,
)
from agent_runtime.records.checkpoints import Checkpoints, Scan
from agent_runtime.records.runs import RunDirectory
from agent_runtime.records.startstate import keep_start
from agent_runtime.records.telemetry import Telemetry
from agent_runtime.redact import Redactor
from agent_runtime.tools.base import GatedTool
from agent_runtime.tools.memory import CallMemory
from agent_runtime.tools.registry import ToolRegistry
from agent_runtime.tools.shortening import cut_strings
from agent_runtime.types import Approval, Decision, Effect, Event, JsonValue, Mode, Observation, ToolCall

MAX_LONG_CHARS = 10_000_000
"""Of an argument that may be long (`GatedTool.long_arguments`)."""
DOUBT = "tool.doubt"
"""Rule of a question that a tool itself raises, see `GatedTool.doubt`."""
MAX_SHOWN_PATHS = 8
MAX_RESULT_CHARS = 1_000_000
"""A larger result reaches the model's Python cut, with the whole kept as an artifact. What is *shown* of a step is cut
much shorter, by TRUNCATION_MAX_CHARS."""


class _Denied(Exception):
    """Policy or a person said no."""

    def __init__(self, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.suggestion = suggestion


@dataclass
class Gate:
    """Validates, decides, asks, records, and only then acts. One per run."""

    registry: ToolRegistry
    policy: Policy
    mode: Mode
    approver: Approver
    run: RunDirectory
    telemetry: Telemetry
    checkpoints: Checkpoints
    redactor: Redactor
    settings: Settings
    on_event: Callable[[Event], None] = lambda event: None
    before_change: Callable[[GatedTool, Mapping[str, Any]], None] = lambda tool, arguments: None
    """Called when a call that may change the workspace is permitted, before its checkpoint."""
    admit: Callable[[ToolCall], None] = lambda call: None
    """Called first; raises `ToolError` or `RunStopped` for a call that there is no budget for."""
    memory: CallMemory = field(default_factory=CallMemory)
    _told_left_out: bool = field(default=False, init=False)

    def invoke(self, call: ToolCall) -> Observation:
        """Run one call.

        Raises:
            RunStopped: the user ends the run, or nobody can be asked.
        """
        started = time.monotonic()
        shown = self._shown(call.arguments)
        self.on_event(Event("tool_started", {"id": call.id, "name": call.name, "arguments": shown, "step": call.step}))
        attributes = tool_attributes(name=call.name, arguments=shown, call_id=call.id)
        with self.telemetry.span(call.name, "TOOL", attributes=attributes) as span:
            observation, waited_ms = self._observe(call)
            elapsed_ms = (time.monotonic() - started) * 1000
            span.set(
                tool_result_attributes(
                    observation, execution_ms=round(elapsed_ms - waited_ms, 3), waiting_ms=round(waited_ms, 3)
                )
            )
            if observation.error_type and not observation.denied:
                span.fail(_error_text(observation), error_type=observation.error_type)
        self.on_event(
            Event(
                "tool_finished",
                {
                    "id": call.id, "name": call.name, "ok": observation.ok, "denied": observation.denied,
                    "error": _error_text(observation) if not observation.ok else None,
                    "duration_ms": round(elapsed_ms, 1), "step": call.step,
                },
            )
        )  # fmt: skip
        return observation

    def _observe(self, call: ToolCall) -> tuple[Observation, float]:
        approval: Approval | None = None
        try:
            self.admit(call)
            tool = self.registry.find(call.name)
            self._check_texts(tool, call.arguments)
            arguments = tool.bind(call.arguments)
            tool.validate(arguments)
            arguments, decision, approval = self._permit(tool, call, arguments)
            value = self._execute(tool, call, arguments, decision)
            observation = Observation(call.id, self._presentable(value))
        except _Denied as denial:
            told: JsonValue = {"error": str(denial), "recovery_suggestion": denial.suggestion}
            observation = Observation(call.id, self.redactor.json(told), error_type="Denied", denied=True)
        except ToolError as error:
            observation = Observation(call.id, self._error(error), error_type=type(error).__name__)
        waited_ms = approval.waiting_ms if approval else 0.0
        return observation, waited_ms

    def _permit(
        self, tool: GatedTool, call: ToolCall, arguments: dict[str, Any]
    ) -> tuple[dict[str, Any], Decision, Approval | None]:
        """Policy, mode and approval; a command that the user edits is judged again."""
        while True:
            command = tool.command(arguments)
            decision = self._decide(tool, call, arguments, command)
            if decision.verdict == "allow":
                return arguments, decision, None
            if decision.verdict == "deny":
                raise _Denied(
                    _denial(tool.name, decision), decision.suggestion or "Do it another way, or do without it."
                )
            place = _directory(tool, arguments)
            approval = self._ask(tool, call, arguments, command, decision)
            if not approval.approved:
                self._refused(tool.name, decision, approval)
            if command is not None and _directory(tool, arguments) != place:
                raise _Denied(
                    f"The folder of {tool.name} is another one since the question was asked.", "Try it again."
                )
            if approval.hunks is not None:
                return self._chosen(tool, arguments, approval.hunks), decision, approval
            if approval.edited_command is None or approval.edited_command == command:
                return arguments, decision, approval
            if "command" not in arguments:
                raise InvalidArguments(f"{tool.name}: its command cannot be edited.", recovery="Use run_cmd.")
            arguments = {**arguments, "command": approval.edited_command}
            judged = self._decide(tool, call, arguments, approval.edited_command)
            if judged.verdict != "deny":
                return arguments, judged, approval
            raise _Denied(_denial(tool.name, judged), judged.suggestion)

    def _chosen(self, tool: GatedTool, arguments: dict[str, Any], hunks: tuple[str, ...]) -> dict[str, Any]:
        if not hunks:
            raise _Denied(f"The user took no part of {tool.name}.", "Do it another way, or ask what they want instead.")
        return tool.choose(arguments, hunks)

    def _decide(self, tool: GatedTool, call: ToolCall, arguments: Mapping[str, Any], command: str | None) -> Decision:
        if command is not None:
            judged = self.policy.decide_command(command, cwd=_directory(tool, arguments))
        else:
            judged = self.policy.decide_tool(tool.name, effect=tool.effect, paths=tool.touched_paths(arguments))
        sandbox = tool.context.sandbox
        sandboxed = sandbox.backend != "none" and not sandbox.degraded
        decision = apply_mode(
            judged, self.mode, effect=tool.effect, sandboxed=sandboxed, allow_shell=self.policy.allow_shell
        )
        if decision.verdict == "allow" and self.mode != "auto" and (doubt := tool.doubt(arguments)) is not None:
            decision = replace(decision, verdict="ask", rule=DOUBT, reason=doubt, source="", remember="never")
        with self.telemetry.span(
            f"policy {decision.verdict} {tool.name}",
            "GUARDRAIL",
            attributes=decision_attributes(decision, mode=self.mode, policy_digest=self.policy.digest, subject=command),
        ):
            self.run.audit.append(
                "decision", call=call.id, tool=tool.name, command=command, verdict=decision.verdict,
                rule=decision.rule, source=decision.source, reason=decision.reason, mode=self.mode,
            )  # fmt: skip
        self.on_event(Event("decision", {"call": call.id, "verdict": decision.verdict, "rule": decision.rule}))
        return decision

    def _ask(
        self, tool: GatedTool, call: ToolCall, arguments: Mapping[str, Any], command: str | None, decision: Decision
    ) -> Approval:
        place = _directory(tool, arguments)
        request = ApprovalRequest(
            tool=tool.name,
            arguments=dict(self._shown(arguments)),
            command=command,
            cwd=str(place),
            argv=simple_argv(command, place) if command is not None else (),
            decision=decision,
            preview=tool.preview(arguments),
            sandbox=_where(tool, decision),
            hunks=tool.hunks(arguments),
        )
        started = time.monotonic()
        with self.telemetry.span(f"approval pending {tool.name}", "GUARDRAIL") as span:
            try:
                answer = self.approver.ask(request)
            except RunStopped as stop:
                self.run.audit.append(
                    "approval", call=call.id, tool=tool.name, approved=False, source="user", comment=str(stop)
                )
                raise
            approval = replace(answer, waiting_ms=(time.monotonic() - started) * 1000)
            label = approval_label(approval)
            span.rename(f"approval {label} {tool.name}")
            span.set(approval_attributes(approval, mode=self.mode, subject=command))
            span.annotate("approval", label)
            self.run.audit.append(
                "approval", call=call.id, tool=tool.name, approved=approval.approved, source=approval.source,
                scope=approval.scope, comment=approval.comment, waiting_ms=round(approval.waiting_ms, 1),
                edited_command=approval.edited_command, hunks=None if approval.hunks is None else list(approval.hunks),
            )  # fmt: skip
        self.on_event(Event("approval", {"call": call.id, "approved": approval.approved, "source": approval.source}))
        return approval

    def _refused(self, name: str, decision: Decision, approval: Approval) -> None:
        if approval.source == "no-terminal" and decision.rule == DOUBT:
            raise EditFailed(
                f"Not applied, and nobody can be asked: {decision.reason}.",
                recovery="Read the file, copy the lines exactly as they are, and propose again.",
            )
        if approval.source == "no-terminal":
            raise NobodyToAsk(f"{name} needs an approval: {decision.reason}", remedy=approval.comment)
        comment = f" They said: {approval.comment}" if approval.comment else ""
        raise _Denied(f"The user refused {name}.{comment}", "Do it another way, or ask what they want instead.")

    def _execute(self, tool: GatedTool, call: ToolCall, arguments: dict[str, Any], decision: Decision) -> JsonValue:
        self.run.audit.append("intent", call=call.id, tool=tool.name, arguments=self._shown(arguments), step=call.step)
        if (known := self.memory.recall(tool, arguments)) is not None:
            with self.telemetry.span("from memory", "CHAIN"):
                self.run.audit.append("outcome", call=call.id, tool=tool.name, outcome="from memory", exit_code=None)
            return known
        before: str | Scan | None = None
        if _may_change(tool, decision):
            self.memory.forget()
            self.before_change(tool, arguments)
            before = self._before(tool, call, arguments)
        outcome = "error"
        exit_code: JsonValue = None
        try:
            extra = {"decision": decision} if _wants_decision(tool) else {}
            with self.telemetry.span("tool.execution", "CHAIN") as span:
                value = _guarded(tool, arguments | extra)
                if tool.effect is Effect.EXECUTE and isinstance(value, dict):
                    exit_code = value.get("exit_code")
                    backend = tool.context.sandbox.backend
                    span.set(execution_attributes(value, profile=decision.sandbox, backend=backend))
            outcome = "ok"
            return self.memory.keep(tool, arguments, value)
        except ToolError as error:
            outcome = type(error).__name__
            raise
        finally:
            if before is not None:
                self.memory.forget()  # a read beside it may have seen the state in between
            if isinstance(before, str):
                self.checkpoints.finish(before)
            elif before is not None:
                self.checkpoints.record_changes(before, label=tool.name, step=call.step)
            self.run.audit.append("outcome", call=call.id, tool=tool.name, outcome=outcome, exit_code=exit_code)

    def _before(self, tool: GatedTool, call: ToolCall, arguments: Mapping[str, Any]) -> str | Scan | None:
        """The checkpoint that is finished after the call."""
        if tool.effect is Effect.MUTATE:
            keep_start(self.checkpoints)
            label = " ".join([tool.name, *(str(arguments[n]) for n in ("patch_id",) if n in arguments)])
            return self.checkpoints.take(tool.touched_paths(arguments), label=label, step=call.step)
        if tool.effect is Effect.EXECUTE:
            scan = self.checkpoints.scan()
            self._tell_left_out((*scan.left_out, *scan.ignored))
            keep_start(self.checkpoints, scan)
            return scan
        return None

    def _tell_left_out(self, paths: Sequence[str]) -> None:
        """Say once a run what no undo brings back when a command changes it."""
        if not paths or self._told_left_out:
            return
        self._told_left_out = True
        folders = {path for path in paths if path.endswith("/")}
        paths = [path for path in paths if not any(path != folder and path.startswith(folder) for folder in folders)]
        more = f" and {len(paths) - MAX_SHOWN_PATHS} more" if len(paths) > MAX_SHOWN_PATHS else ""
        text = (
            "Not kept before commands, so undo cannot restore it (ignored by git, too large or unreadable): "
            f"{', '.join(paths[:MAX_SHOWN_PATHS])}{more}"
        )
        self.on_event(Event("notice", {"text": text, "left_out": list(paths)}))

    def _check_texts(self, tool: GatedTool, arguments: Mapping[str, JsonValue]) -> None:
        short = self.settings.validation_max_chars, self.settings.validation_max_lines
        for name, value in arguments.items():
            if isinstance(value, str):
                limits = (MAX_LONG_CHARS, MAX_LONG_CHARS) if name in tool.long_arguments else short
                check_text(f"{tool.name}: argument {name!r}", value, *limits)

    def _shown(self, arguments: Mapping[str, Any]) -> dict[str, JsonValue]:
        shown = self.redactor.json(json.loads(json.dumps(dict(arguments), default=repr)))
        assert isinstance(shown, dict)
        return shown

    def _presentable(self, value: JsonValue) -> JsonValue:
        """JSON-safe, without secrets, and within `MAX_RESULT_CHARS`."""
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        if len(text) <= MAX_RESULT_CHARS:
            return self.redactor.json(value)
        kept = self.run.artifact(self.redactor.text(text), suffix=".json")
        cut = cut_strings(self.redactor.json(value), MAX_RESULT_CHARS // 2)
        note = f"Cut: {len(text)} characters. The whole is kept: read_file('artifact:{kept}', start, end)."
        return {**cut, "truncated": note} if isinstance(cut, dict) else {"value": cut, "truncated": note}

    def _error(self, error: ToolError) -> JsonValue:
        told: dict[str, JsonValue] = {"error": error.message, "recovery_suggestion": error.recovery}
        if error.alternatives:
            told["alternatives"] = list(error.alternatives)
        return self.redactor.json(told)


def _guarded(tool: GatedTool, arguments: dict[str, Any]) -> JsonValue:
    """Run a tool; a bug in it (it may be anybody's) is told as an error, with the traceback in the log."""
    try:
        return tool.forward(**arguments)
    except AgentRuntimeError:
        raise
    except Exception as error:
        logging.getLogger(__name__).exception("the tool %s failed", tool.name)
        raise ToolCrashed(
            f"{tool.name} failed inside: {type(error).__name__}: {error}.", recovery="Use another tool for this."
        ) from error


def _denial(name: str, decision: Decision) -> str:
    where = f" ({decision.source})" if decision.source else ""
    return f"{name} is denied by rule {decision.rule}{where}: {decision.reason.rstrip('.')}."


def _directory(tool: GatedTool, arguments: Mapping[str, Any]) -> Any:
    try:
        return tool.context.paths.resolve(str(arguments.get("cwd") or "."), "read")
    except PathRefused:
        raise
    except ToolError:
        return tool.context.workspace


def _where(tool: GatedTool, decision: Decision) -> str:
    """Where the call would run, in words."""
    sandbox = tool.context.sandbox
    if tool.effect is not Effect.EXECUTE:
        return "inside agent-runtime"
    network = "with network" if decision.network else "no network"
    weaker = ", degraded" if sandbox.degraded else ""
    git = ", may write .git" if decision.write_git else ""
    return f"{sandbox.backend} sandbox{weaker}, profile {decision.sandbox}, {network}{git}"


def _may_change(tool: GatedTool, decision: Decision) -> bool:
    """Whether the call can change the workspace: a sandboxed command with the profile `read` cannot."""
    sandbox = tool.context.sandbox
    confined = sandbox.backend != "none" and not sandbox.degraded
    return tool.effect is Effect.MUTATE or (
        tool.effect is Effect.EXECUTE and not (confined and decision.sandbox == "read")
    )


def _wants_decision(tool: GatedTool) -> bool:
    parameter = inspect.signature(tool.forward).parameters.get("decision")
    return parameter is not None and parameter.kind is inspect.Parameter.KEYWORD_ONLY


def _error_text(observation: Observation) -> str:
    value = observation.value
    return str(value.get("error", "")) if isinstance(value, dict) else ""
