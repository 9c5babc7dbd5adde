"""One run from its first step to its result: whatever happens in between is an outcome."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent_runtime.agent.answers import AnswerSchema, answer_warnings
from agent_runtime.agent.closing import account, stopped
from agent_runtime.agent.ledger import Told
from agent_runtime.agent.plan import planned
from agent_runtime.errors import AgentRuntimeError, LimitReached, ModelError, RunStopped
from agent_runtime.records.attributes import run_result_attributes
from agent_runtime.records.telemetry import Span
from agent_runtime.types import JsonValue, Outcome, RunResult

if TYPE_CHECKING:
    from agent_runtime.agent.host import GateHost
    from agent_runtime.agent.opening import RunParts
    from agent_runtime.agent.plan import Checklist
    from agent_runtime.agent.session import Session
    from agent_runtime.jail.executor import JailedPythonExecutor
    from agent_runtime.models.base import ChatModel


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done."""

    task: str
    told: Told
    """The task as the model reads it, with all that comes with it."""
    schema: AnswerSchema | None = None
    plan: Checklist | None = None


def drive(
    session: Session,
    host: GateHost,
    work: Work,
    parts: RunParts,
    executor: JailedPythonExecutor,
    model: ChatModel,
    root: Span,
) -> RunResult:
    """Do the steps; never raises for what the model, a tool or the user did."""
    from agent_runtime.agent.steps import Steps

    host.begin(parts.gate)
    steps = Steps(session, model, host, executor, parts)
    answer: JsonValue = None
    error: str | None = None
    timer = _timer(session)
    try:
        plan = planned(work.plan, session.planner, work.task, parts, steps.calls, session.on_event)
        answer = steps.run(work.task, work.told.plus("plan", plan), work.schema)
        assert steps.verifier is not None
        outcome = steps.verifier.outcome()
    except KeyboardInterrupt:
        outcome, error = Outcome.INTERRUPTED, "Interrupted."
    except SystemExit:
        outcome, error = Outcome.TERMINATED, "Terminated."
    except RunStopped as stop:
        outcome, error = stopped(stop, steps.verifier)
    except ModelError as failure:
        outcome, error = Outcome.MODEL_UNAVAILABLE, str(failure)
    except AgentRuntimeError as failure:
        outcome, error = Outcome.ERROR, str(failure)
    finally:
        timer.cancel()
        steps.close(error)
    root.set(run_result_attributes(outcome=outcome, answer=answer, steps=steps.count, tool_calls=host.calls))
    if error is not None:
        root.fail(error, error_type=outcome.value)
    return RunResult(
        run_id=parts.directory.run_id,
        run_dir=parts.directory.path,
        outcome=outcome,
        answer=session.redactor.json(answer),
        steps=steps.count,
        duration_s=time.monotonic() - parts.started,
        usage=steps.usage,
        model=session.model_id,
        tool_calls=host.calls,
        denied=tuple(host.denied),
        answer_warnings=answer_warnings(session.policy, answer, session.redactor),
        error=session.redactor.text(error) if error else None,
        trace_id=parts.telemetry.trace_id,
        **account(steps.verifier, parts.directory.path, session.redactor),
    )


def _timer(session: Session) -> threading.Timer:
    limit = session.settings.agent_timeout_s
    stop = LimitReached(f"The run used all its {limit} seconds.", remedy="Raise --timeout (AGENT_TIMEOUT_S).")
    timer = threading.Timer(limit or 0, session.cancel, args=(stop,))
    timer.daemon = True
    if limit is not None:
        timer.start()
    return timer
