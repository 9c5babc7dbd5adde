"""The words of the product as data: what passes between its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]

Verdict = Literal["allow", "ask", "deny"]
Mode = Literal["plan", "ask", "auto-edit", "auto"]
SandboxProfile = Literal["read", "test", "approved"]
Remember = Literal["never", "session", "project"]
Strategy = Literal["auto", "loop", "search"]


class Effect(StrEnum):
    """What a tool may do to the world; the gate judges by it."""

    READ = "read"
    PROPOSE = "propose"
    """Writes to the run directory only, never to the workspace."""
    MUTATE = "mutate"
    EXECUTE = "execute"
    """Runs a command; the command itself is judged."""


class Outcome(StrEnum):
    """How a run ended."""

    ANSWERED = "answered"
    VERIFIED = "verified"
    CLAIMED = "claimed"
    FAILED = "failed"
    ERROR = "error"
    DENIED = "denied"
    MODEL_UNAVAILABLE = "model_unavailable"
    LIMIT = "limit"
    LOOP = "loop"
    INTERRUPTED = "interrupted"
    TERMINATED = "terminated"


EXIT_CODES: Mapping[Outcome, int] = {
    Outcome.ANSWERED: 0,
    Outcome.VERIFIED: 0,
    Outcome.CLAIMED: 3,
    Outcome.FAILED: 3,
    Outcome.ERROR: 1,
    Outcome.DENIED: 4,
    Outcome.MODEL_UNAVAILABLE: 5,
    Outcome.LIMIT: 6,
    Outcome.LOOP: 7,
    Outcome.INTERRUPTED: 130,
    Outcome.TERMINATED: 143,
}


@dataclass(frozen=True, slots=True)
class ToolParameter:
    """One parameter of a tool, as the model sees it."""

    name: str
    annotation: str
    """Python source of the type, e.g. `str | None`."""
    required: bool
    default: JsonValue = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """What the model knows of a tool: enough to build a stub with a real signature and `help()`."""

    name: str
    doc: str
    parameters: tuple[ToolParameter, ...]
    returns: str = "dict"
    listed: bool = True
    """Whether the system prompt names it."""

    @property
    def signature(self) -> str:
        """`name(path: str, limit: int = 100) -> dict`, valid Python after `def`."""
        parts = [f"{p.name}: {p.annotation}" + ("" if p.required else f" = {p.default!r}") for p in self.parameters]
        return f"{self.name}({', '.join(parts)}) -> {self.returns}"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A request to a tool."""

    id: str
    name: str
    arguments: Mapping[str, JsonValue]
    step: int = 0


@dataclass(frozen=True, slots=True)
class Observation:
    """What the model gets back. `value` is JSON-safe; an error is a dict with `error` and
    `recovery_suggestion`."""

    call_id: str
    value: JsonValue
    error_type: str | None = None
    denied: bool = False
    """Refused by policy or by a person: later calls of the same step are refused too."""

    @property
    def ok(self) -> bool:
        return self.error_type is None


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """One command, redirect or path within what was judged."""

    text: str
    verdict: Verdict
    rule: str
    reason: str
    source: str = ""
    """`policy.toml:41`, or empty for what the program itself decides."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The policy's answer to one call: the strictest of its parts."""

    verdict: Verdict
    rule: str
    reason: str
    suggestion: str = ""
    source: str = ""
    sandbox: SandboxProfile = "approved"
    network: bool = False
    write_git: bool = False
    """Every program that it asks about is git: it may write `.git`, but for hooks and configuration."""
    sweeps: bool = False
    """It reads a folder that holds secrets, or takes names that might be flags: only a sandbox makes that harmless."""
    remember: Remember = "never"
    parts: tuple[DecisionPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """An approver's answer to an `ask`."""

    approved: bool
    source: Literal["user", "remembered", "mode", "scripted", "no-terminal"]
    scope: Literal["once", "session", "project"] = "once"
    comment: str = ""
    edited_command: str | None = None
    """The user changed the command: it is judged again before it runs."""
    hunks: tuple[str, ...] | None = None
    """ids of the hunks to apply; None applies all"""
    waiting_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something an interface shows or `stream-json` prints. `data` is JSON-safe."""

    kind: Literal[
        "run_started",
        "step_started",
        "plan",
        "model_started",
        "model_delta",
        "model_finished",
        "model_retry",
        "code",
        "tool_started",
        "tool_finished",
        "decision",
        "approval",
        "observation",
        "notice",
        "candidate",
        "run_finished",
    ]
    data: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts of one completion or, added up, of a run."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.cached_tokens + other.cached_tokens,
        )


@dataclass(frozen=True, slots=True)
class AnswerWarning:
    """A command in the answer that the policy would deny."""

    command: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Check:
    """One run of the command that tells whether the work is good."""

    command: str
    when: Literal["before", "after"]
    """Before the first change (what failed already), or when the model said it was done."""
    status: Literal["passed", "failed", "not run"]
    reason: str = ""
    """Why it was not run, or what ended it."""
    exit_code: int | None = None
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: tuple[str, ...] = ()
    """The ids of the tests that failed, where the runner is known."""
    output: str = ""
    """The whole output, as an artifact of the run: `artifacts/<name>`."""

    @property
    def ended_early(self) -> bool:
        """Whether a limit, of time most often, ended it."""
        return self.status == "failed" and self.exit_code is None


@dataclass(frozen=True, slots=True)
class FileStat:
    """What a run did to one file."""

    path: str
    status: Literal["created", "modified", "deleted"]
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class CommandRun:
    """A command that was run, by the audit journal."""

    command: str
    exit_code: int | None


@dataclass(frozen=True, slots=True)
class RunResult:
    """How one task ended."""

    run_id: str
    run_dir: Path
    outcome: Outcome
    answer: JsonValue
    steps: int
    duration_s: float
    usage: Usage
    model: str
    tool_calls: int = 0
    denied: tuple[str, ...] = ()
    """What was asked for and refused, one line each."""
    error: str | None = None
    trace_id: str | None = None
    checks: tuple[Check, ...] = ()
    verification: str = ""
    """In words, why the outcome is `verified`, `claimed` or `failed`."""
    warnings: tuple[str, ...] = ()
    """What makes a passed check worth less: tests that the run changed, deleted or skipped."""
    files: tuple[FileStat, ...] = ()
    commands: tuple[CommandRun, ...] = ()
    diff: str = ""
    """All that the run changed, without what the checks themselves left behind."""
    answer_warnings: tuple[AnswerWarning, ...] = ()
    """Commands in the answer that the policy would deny."""

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.outcome]
