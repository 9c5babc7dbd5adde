"""One task end to end: events out, RunResult back. A session keeps the conversation and the jail between tasks."""

from __future__ import annotations

import os
import platform
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent_runtime import __version__
from agent_runtime.agent.closing import account, stopped
from agent_runtime.agent.delivery import Delivery
from agent_runtime.agent.host import GateHost
from agent_runtime.config import Settings
from agent_runtime.errors import (
    AgentRuntimeError,
    ConfigError,
    Interrupted,
    LimitReached,
    ModelError,
    RunStopped,
)
from agent_runtime.governance.answer import judge_answer
from agent_runtime.governance.approval import Approver
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.records.attributes import Attributes, run_attributes, run_result_attributes
from agent_runtime.records.checkpoints import Checkpoints
from agent_runtime.records.runs import RunDirectory, result_data
from agent_runtime.records.startstate import keep_start
from agent_runtime.records.telemetry import Span, Telemetry
from agent_runtime.redact import Redactor
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.gate import Gate
from agent_runtime.tools.git import head_of
from agent_runtime.tools.registry import ToolRegistry
from agent_runtime.types import AnswerWarning, Event, JsonValue, Observation, Outcome, RunResult, ToolCall

if TYPE_CHECKING:
    from agent_runtime.agent.builder import RuntimeAgent
    from agent_runtime.jail.executor import JailedPythonExecutor
    from agent_runtime.jail.probe import Choice
    from agent_runtime.models.base import ChatModel

OnEvent = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class RunParts:
    """What one run is made of."""

    directory: RunDirectory
    telemetry: Telemetry
    gate: Gate
    context: ToolContext
    started: float


class Session:
    """A conversation with one workspace.

    Make one, call `run` for each task, `close` it at the end (or use it as a context manager). `cancel` may be called
    from another thread.
    """

    def __init__(
        self,
        settings: Settings,
        workspace: Path,
        *,
        approver: Approver,
        policy: Policy,
        model: ChatModel | None = None,
        on_event: OnEvent = lambda event: None,
        environ: Mapping[str, str] | None = None,
        origins: Mapping[str, str] | None = None,
        runs: Path | None = None,
        facts: Mapping[str, JsonValue] | None = None,
    ) -> None:
        """`origins` says where each setting comes from (`LoadedSettings.origins`). A replay keeps its runs in a folder
        `runs` of its own and notes `facts` in their metadata."""
        if not workspace.is_dir():
            raise ConfigError(f"The workspace {str(workspace)!r} is no folder.", remedy="Give a folder with -C.")
        self.settings = settings
        self.workspace = workspace.resolve()
        self.session_id = f"s-{secrets.token_hex(6)}"
        self.policy = policy
        self.model = model
        self.on_event = on_event
        self.redactor = Redactor.from_environment(
            dict(os.environ if environ is None else environ), _dotenv(self.workspace)
        )
        self.sandbox = Sandbox.probe(self.workspace, allow_secrets=settings.allow_secrets)
        self.paths = PathGuard(self.workspace, allow_secrets=settings.allow_secrets)
        self.telemetry_url: str | None = None
        """Where Phoenix shows the last run, when it has answered."""
        self._environ = dict(os.environ if environ is None else environ)
        self._origins = origins
        self._runs = runs
        self._facts = dict(facts or {})
        self._delivery: Delivery | None = None
        self._last_run_id: str | None = None
        self._approver = approver
        self._host = GateHost()
        self._executor: JailedPythonExecutor | None = None
        self._jail: Choice | None = None
        self.agent: RuntimeAgent | None = None
        """The smolagents agent with the conversation so far."""

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the jail. The model server stays for the next session."""
        if self._executor is not None:
            self._executor.close()
            self._executor = None
        if self._delivery is not None:
            self._delivery.close()

    def start(self) -> JailedPythonExecutor:
        """Start the jail, so that the first step does not wait.

        Raises:
            JailUnavailable: no backend works here.
        """
        if self._executor is None:
            from agent_runtime.jail.executor import JailedPythonExecutor
            from agent_runtime.jail.layout import python_layout
            from agent_runtime.jail.probe import choose

            packages = tuple(name.strip() for name in self.settings.jail_packages.split(",") if name.strip())
            self._jail = choose(self.settings.jail, python_layout(None, packages))
            self._executor = JailedPythonExecutor(self._host, backend=self._jail.backend, packages=packages)
            self._executor.start()
        return self._executor

    def cancel(self, reason: RunStopped) -> None:
        """End the running task with `reason`; from any thread."""
        if self._host.stopped is None:
            self._host.stopped = reason
        self._host.cancelled.set()
        if self.model is not None:
            self.model.cancel()
        if self._executor is not None:
            self._executor.interrupt()

    def run(self, task: str, *, reset: bool = True, run_id: str | None = None) -> RunResult:
        """Do one task. `reset=False` goes on with the conversation and the variables of the last one; `run_id` names
        the run (a new id otherwise).

        Raises:
            ConfigError, JailUnavailable: nothing was started. Everything later is an outcome of the result.
        """
        if not task.strip():
            raise ConfigError(
                "The task is empty.", remedy='Say what to do, e.g. agent-runtime "List all Python files".'
            )
        if self.model is None:
            raise ConfigError("This session has no model.", remedy="Give Session(model=...).")
        executor = self.start()
        facts: dict[str, JsonValue] = {"continues": None if reset or self.agent is None else self._last_run_id}
        parts = self._open_run(task, facts, run_id)
        self._last_run_id = parts.directory.run_id
        try:
            with parts.telemetry.span("agent.run", "AGENT", attributes=self._root_attributes(task)) as root:
                result = self._drive(task, parts, executor, self.model, root, reset=reset)
                parts.directory.write_result(result_data(result))
        finally:
            self._close_run(parts)
        document = {"run_id": result.run_id, "run_dir": str(result.run_dir), "trace_url": self.telemetry_url}
        self.on_event(Event("run_finished", {**result_data(result), **document}))
        return result

    def _close_run(self, parts: RunParts) -> None:
        try:
            keep_start(parts.gate.checkpoints)  # a run that changed nothing has not kept it yet
        finally:
            parts.telemetry.close()
            self.telemetry_url = parts.telemetry.url

    def call(self, call: ToolCall) -> Observation:
        """Run one tool through the gate, without a model, as a run of its own.

        Raises:
            RunStopped: it needed an approval and was refused.
        """
        parts = self._open_run(f"tools call {call.name}")
        try:
            with parts.telemetry.span("agent.run", "AGENT", attributes=self._root_attributes(call.name)):
                self._host.ready.wait()
                return parts.gate.invoke(call)
        finally:
            parts.telemetry.close()

    @contextmanager
    def hosting(self, title: str) -> Iterator[GateHost]:
        """Offer the tools to a jail that somebody else drives; every call is on the record, as a run of its own."""
        parts = self._open_run(title)
        try:
            with parts.telemetry.span("agent.run", "AGENT", attributes=self._root_attributes(title)):
                self._host.begin(parts.gate)
                yield self._host
        finally:
            parts.telemetry.close()

    def tools(self) -> ToolRegistry:
        """The tools of this workspace, to look at."""
        return ToolRegistry.load(ToolContext(self.workspace, self.settings, Path(os.devnull), self.paths, self.sandbox))

    def _root_attributes(self, task: str) -> Attributes:
        return run_attributes(
            task=task,
            workspace=str(self.workspace),
            model=self._model_id(),
            mode=self.settings.agent_mode,
            git_head=head_of(self.workspace)[1],
            policy_digest=self.policy.digest,
            metadata={**self._jail_facts(), "sandbox": self.sandbox.backend},
        )

    def _model_id(self) -> str:
        return str(self.model.model_id) if self.model is not None else "none"

    def _jail_facts(self) -> dict[str, JsonValue]:
        if self._jail is None:
            return {"jail": None}
        return {"jail": self._jail.backend.name, "jail_reason": self._jail.reason}

    def _notice(self, text: str) -> None:
        self.on_event(Event("notice", {"text": text}))

    def _open_run(self, task: str, facts: Mapping[str, JsonValue] | None = None, run_id: str | None = None) -> RunParts:
        directory = RunDirectory.create(self._runs, run_id=run_id, redactor=self.redactor, on_notice=self._notice)
        settings = self.settings
        if self._delivery is None:
            self._delivery = Delivery(settings, self._environ, self._origins, self._notice)
            if self._runs is None:
                self._delivery.catch_up(self.workspace, self._host.ready)
        telemetry = Telemetry(
            directory,
            session_id=self.session_id,
            project=settings.phoenix_project,
            redactor=self.redactor,
            endpoint=self._delivery.endpoint,
            on_notice=self._notice,
        )
        context = ToolContext(self.workspace, settings, directory.path, self.paths, self.sandbox)
        gate = Gate(
            registry=ToolRegistry.load(context),
            policy=self.policy,
            mode=settings.agent_mode,
            approver=self._approver,
            run=directory,
            telemetry=telemetry,
            checkpoints=Checkpoints(self.workspace, directory.path),
            redactor=self.redactor,
            settings=settings,
            on_event=self.on_event,
        )
        directory.write_metadata({**self._metadata(task), **(facts or {}), **self._facts})
        self.on_event(Event("run_started", {"run_id": directory.run_id, "task": task, "model": self._model_id()}))
        return RunParts(directory, telemetry, gate, context, time.monotonic())

    def _metadata(self, task: str) -> dict[str, JsonValue]:
        branch, head = head_of(self.workspace)
        return {
            "task": task,
            "session_id": self.session_id,
            "workspace": str(self.workspace),
            "git_branch": branch,
            "git_head": head,
            "settings": self.settings.model_dump(mode="json", exclude={"model_api_key", "phoenix_api_key"}),
            "model": {"id": self._model_id(), "digest": self.model.digest if self.model else None},
            "policy_digest": self.policy.digest,
            "policy_flags": {"allow_shell": self.policy.allow_shell, "sudo_ok": self.policy.sudo_ok},
            **self._jail_facts(),
            "sandbox": {"backend": self.sandbox.backend, "degraded": self.sandbox.degraded},
            "versions": {"agent_runtime": __version__, "python": platform.python_version()},
            "machine": {"system": platform.platform(), "cpus": os.cpu_count()},
            "seed": self.settings.model_seed,
        }

    def _drive(
        self, task: str, parts: RunParts, executor: JailedPythonExecutor, model: ChatModel, root: Span, *, reset: bool
    ) -> RunResult:
        from agent_runtime.agent.steps import Steps

        self._host.begin(parts.gate)
        if reset and self.agent is not None:
            executor.reset()
        steps = Steps(self, model, self._host, executor, parts)
        answer: JsonValue = None
        error: str | None = None
        timer = self._timer()
        try:
            answer = steps.run(task, fresh=reset)
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
        root.set(run_result_attributes(outcome=outcome, answer=answer, steps=steps.count, tool_calls=self._host.calls))
        if error is not None:
            root.fail(error, error_type=outcome.value)
        return RunResult(
            run_id=parts.directory.run_id,
            run_dir=parts.directory.path,
            outcome=outcome,
            answer=self.redactor.json(answer),
            steps=steps.count,
            duration_s=time.monotonic() - parts.started,
            usage=steps.usage,
            model=self._model_id(),
            tool_calls=self._host.calls,
            denied=tuple(self._host.denied),
            answer_warnings=self._warnings(answer),
            error=self.redactor.text(error) if error else None,
            trace_id=parts.telemetry.trace_id,
            **account(steps.verifier, parts.directory.path, self.redactor),
        )

    def _warnings(self, answer: JsonValue) -> tuple[AnswerWarning, ...]:
        """Commands in the answer that the policy would deny: somebody may copy them."""
        return tuple(
            AnswerWarning(self.redactor.text(command), decision.rule, decision.reason)
            for command, decision in judge_answer(self.policy, "\n\n".join(_texts(answer)))
        )

    def _timer(self) -> threading.Timer:
        limit = self.settings.agent_timeout_s
        stop = LimitReached(f"The run used all its {limit} seconds.", remedy="Raise --timeout (AGENT_TIMEOUT_S).")
        timer = threading.Timer(limit or 0, self.cancel, args=(stop,))
        timer.daemon = True
        if limit is not None:
            timer.start()
        return timer


def interrupt(session: Session) -> None:
    """What Esc does in another thread than the run's."""
    session.cancel(Interrupted("Interrupted."))


def _texts(value: JsonValue) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


def _dotenv(workspace: Path) -> dict[str, str | None]:
    from dotenv import dotenv_values

    try:
        return dict(dotenv_values(workspace / ".env"))
    except (OSError, UnicodeDecodeError):
        return {}
