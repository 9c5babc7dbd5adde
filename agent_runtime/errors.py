"""Every exception of the product. A `ToolError` is shown to the model; all others end a run or a command.

AgentRuntimeError
├── ConfigError            a setting, flag or file is wrong                 exit 2
│   └── PolicyError        a policy file is wrong (file, line, rule)
├── ModelError             the model cannot answer                          exit 5
│   ├── ModelUnreachable, ModelTimeout, RateLimited, ModelOverloaded   (retryable)
│   └── UnknownModel, BadApiKey, ContextTooLong, ModelProtocolError, ModelFileError, NotEnoughMemory
├── JailError              the jail failed
│   ├── JailUnavailable    no backend works here                            exit 2
│   └── StepError          a step ended without a result; the model is told
│       ├── StepFailed, StepTimedOut, StepInterrupted, StepDenied
│       └── JailDied, JailProtocolError  the child is gone, or sent what it must not
├── SandboxError           a command cannot be sandboxed
├── RecordsError           a run cannot be read or written
├── RunStopped             a run ends early, with an outcome
│   ├── LimitReached (6), LoopDetected (7), ApprovalRefused (4), NobodyToAsk (4)
│   └── Interrupted (130), Terminated (143)
└── ToolError              becomes an observation
    ├── InvalidArguments, PathRefused, NotFound, ToolTimeout, Unsupported, ToolCrashed, StepFull
    └── EditFailed
"""

from __future__ import annotations

from collections.abc import Sequence

from agent_runtime.types import Outcome


class AgentRuntimeError(Exception):
    """What failed, the value, the remedy. `exit_code` is what a command ends with."""

    exit_code = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class ConfigError(AgentRuntimeError):
    """A setting, a flag or a configuration file is wrong."""

    exit_code = 2


class PolicyError(ConfigError):
    """A policy file is wrong; the message names file, line and rule."""


class ModelError(AgentRuntimeError):
    """The model cannot answer."""

    exit_code = 5
    retryable = False


class ModelUnreachable(ModelError):
    """No connection, or it broke."""

    retryable = True


class ModelTimeout(ModelError):
    """Connected, but no (further) token came in time."""

    retryable = True


class RateLimited(ModelError):
    """The server asks to come back later; `retry_after_s` when it said when."""

    retryable = True

    def __init__(self, message: str, *, remedy: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(message, remedy=remedy)
        self.retry_after_s = retry_after_s


class ModelOverloaded(ModelError):
    """The server failed or is still loading (5xx)."""

    retryable = True


class UnknownModel(ModelError):
    """The server or the catalogue does not have this model."""


class BadApiKey(ModelError):
    """The server refuses the key."""


class ContextTooLong(ModelError):
    """The prompt does not fit the model's window."""


class ModelProtocolError(ModelError):
    """The server answered something that is no completion."""


class ModelFileError(ModelError):
    """A model file cannot be downloaded, verified or loaded."""


class NotEnoughMemory(ModelError):
    """The model does not fit in the memory that is free."""


class JailError(AgentRuntimeError):
    """The jail failed."""


class JailUnavailable(JailError):
    """No backend works on this machine."""

    exit_code = 2


class StepError(JailError):
    """A step ended without a result; the text is written for the model."""


class StepFailed(StepError):
    """The model's code raised; the text is its traceback."""


class StepTimedOut(StepError):
    """The step used up its seconds, threads or calls."""


class StepInterrupted(StepError):
    """The user stopped the step."""


class StepDenied(StepError):
    """A call of the step was refused by policy or by the user."""


class JailDied(StepError):
    """The child ended in the middle of a step; its variables are gone."""


class JailProtocolError(StepError):
    """The child sent what it must not send; it has been killed."""


class SandboxError(AgentRuntimeError):
    """A command cannot be run in the sandbox that was asked for."""


class RecordsError(AgentRuntimeError):
    """A run directory cannot be read or written."""


class RunStopped(AgentRuntimeError):
    """A run ends before the model has answered."""

    outcome = Outcome.ERROR


class LimitReached(RunStopped):
    """Steps, tokens, seconds or tool calls are used up."""

    outcome = Outcome.LIMIT
    exit_code = 6


class LoopDetected(RunStopped):
    """The model repeats itself and hints did not help."""

    outcome = Outcome.LOOP
    exit_code = 7


class ApprovalRefused(RunStopped):
    """The user refused and asked to stop, or nobody could be asked."""

    outcome = Outcome.DENIED
    exit_code = 4


class NobodyToAsk(ApprovalRefused):
    """There is no terminal to ask at."""


class Interrupted(RunStopped):
    """Ctrl-C."""

    outcome = Outcome.INTERRUPTED
    exit_code = 130


class Terminated(RunStopped):
    """SIGTERM."""

    outcome = Outcome.TERMINATED
    exit_code = 143


class ToolError(AgentRuntimeError):
    """Shown to the model as `{"error", "recovery_suggestion", "alternatives"}`."""

    def __init__(self, message: str, *, recovery: str, alternatives: Sequence[str] = ()) -> None:
        super().__init__(message, remedy=recovery)
        self.recovery = recovery
        self.alternatives = tuple(alternatives)


class InvalidArguments(ToolError):
    """A call does not fit the tool's schema."""


class PathRefused(ToolError):
    """A path leaves the workspace, is a secret or is protected."""


class NotFound(ToolError):
    """A path, patch, revision or symbol does not exist."""


class ToolTimeout(ToolError):
    """A tool ran out of time."""


class Unsupported(ToolError):
    """The thing exists but this tool cannot treat it (binary, too large, no repository)."""


class ToolCrashed(ToolError):
    """A tool has a bug."""


class StepFull(ToolError):
    """The step has made all the tool calls that it may make."""


class EditFailed(ToolError):
    """An edit cannot be placed, or would break the file."""
