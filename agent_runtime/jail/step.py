"""What the host knows of a running step, and what the model is told of its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent_runtime.errors import JailDied, StepError, StepFailed, StepInterrupted, StepTimedOut
from agent_runtime.jail.protocol import Done, Final

VARIABLES_GONE = (
    "Python had to be started anew, so all variables, imports and functions of earlier steps are gone: "
    "define them again."
)


@dataclass
class Step:
    """What the host knows of a running step."""

    id: int
    """Not to be guessed: what an earlier step left behind cannot speak for this one."""
    began: float
    deadline: float
    count_at: float
    output: list[str] = field(default_factory=list)
    printed: int = 0
    calls: int = 0
    refused: str = ""
    final: Final | None = None
    done: Done | None = None
    stopping: str = ""
    """Why it is being stopped: `time`, `interrupt`, `final` or `host`."""
    kill_at: float = 0.0
    death: StepError | None = None

    @property
    def ended(self) -> bool:
        return self.done is not None or self.death is not None


def failure(step: Step, done: Done, step_s: float) -> StepError | None:
    """Why a step that ended by itself has no result; `None` when it has one."""
    text = done.text or ""
    if step.stopping == "time":
        return StepTimedOut(
            f"The step took longer than {step_s:g} s and was stopped. Variables are kept. "
            f"Do less in one step.\n{text if done.kind == 'interrupted' else ''}".rstrip()
        )
    if step.stopping == "interrupt":
        return StepInterrupted("The user interrupted the step. Variables are kept.")
    if done.kind != "ok":
        return StepFailed(text or "The step failed.")
    return None


def killed(step: Step, step_s: float) -> StepError:
    """What the model is told of a step that had to be killed."""
    if step.stopping == "interrupt":
        return StepInterrupted(f"The user interrupted the step, and it did not stop by itself. {VARIABLES_GONE}")
    if step.stopping == "time":
        return StepTimedOut(
            f"The step took longer than {step_s:g} s and could not be interrupted. {VARIABLES_GONE} "
            "Avoid work that never ends, such as a huge power or a regular expression that backtracks."
        )
    return JailDied(f"The step did not stop. {VARIABLES_GONE}")
