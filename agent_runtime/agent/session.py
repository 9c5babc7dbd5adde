"""One task end to end: events out, RunResult back. A session keeps the conversation and the jail between tasks."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent_runtime import offline
from agent_runtime.agent.answers import AnswerSchema
from agent_runtime.agent.conversation import Conversation, find_session
from agent_runtime.agent.delivery import Delivery
from agent_runtime.agent.driving import Work, drive
from agent_runtime.agent.facts import metadata, root_attributes
from agent_runtime.agent.handover import record_route
from agent_runtime.agent.host import GateHost
from agent_runtime.agent.ledger import Account, Told
from agent_runtime.agent.observe import ModelCalls
from agent_runtime.agent.offer import check_offer
from agent_runtime.agent.opening import Ask, OnEvent, RunParts, approver_of, dotenv_values_of, settings_of
from agent_runtime.agent.plan import Checklist, Planner, planning_model
from agent_runtime.agent.stream import stream_events
from agent_runtime.config import Settings
from agent_runtime.errors import ConfigError, Interrupted, RunStopped
from agent_runtime.governance.approval import Approver
from agent_runtime.governance.instructions import trusted_notes
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.models.registry import make_model
from agent_runtime.records.checkpoints import Checkpoints
from agent_runtime.records.runs import RunDirectory, result_data
from agent_runtime.records.startstate import keep_start
from agent_runtime.records.telemetry import Telemetry
from agent_runtime.redact import Redactor
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.gate import Gate
from agent_runtime.tools.registry import ToolRegistry
from agent_runtime.types import Event, JsonValue, Mode, Observation, RunResult, ToolCall

if TYPE_CHECKING:
    from agent_runtime.agent.builder import RuntimeAgent
    from agent_runtime.jail.executor import JailedPythonExecutor
    from agent_runtime.jail.probe import Choice
    from agent_runtime.models.base import ChatModel

RESTARTED = "(The program was started anew: variables of earlier steps are gone. Define again what you need.)"


class Session:
    """A conversation with one workspace.

    ```python
    with Session("path/to/repo", model="ollama_chat/qwen2.5-coder:14b", mode="auto-edit") as session:
        result = session.run("List all Python files")
        print(result.outcome, result.answer)
    ```

    `run` does one task and goes on with the conversation; `stream` does the same and yields its events. `cancel` and
    `interrupt` may be called from another thread; everything else from one thread at a time.
    """

    def __init__(
        self,
        workspace: Path | str = ".",
        *,
        model: ChatModel | str | None = None,
        mode: Mode | None = None,
        approver: Approver | Ask | None = None,
        on_event: OnEvent = lambda event: None,
        settings: Settings | None = None,
        options: Mapping[str, Any] | None = None,
        policy: Policy | None = None,
        resume: str | None = None,
        fork: bool = False,
        ephemeral: bool = False,
        environ: Mapping[str, str] | None = None,
        origins: Mapping[str, str] | None = None,
        runs: Path | None = None,
        facts: Mapping[str, JsonValue] | None = None,
    ) -> None:
        """
        Args:
            workspace: the folder the agent may touch.
            model: a MODEL_ID or a model; `MODEL_ID` of the settings when left out.
            mode: `plan`, `ask`, `auto-edit` or `auto`.
            approver: who answers what the policy asks: an object with `ask(request)`, or a function of the request that
                gives `True`, `False` or an `Approval`. Nobody when left out: what was granted before is done, anything
                else that asks ends the run (exit code 4).
            on_event: called with each event, in the thread that works.
            settings: all settings; read from environment, `.env` and `config.toml` when left out.
            options: single settings by name, on top of what was read, e.g. `{"agent_verify": "make test"}`.
            policy: the rules; read from the user's and the workspace's `policy.toml` when left out.
            resume: a session to go on with: its id, the beginning of it, or `last`.
            fork: go on with a copy of it, under a new id.
            ephemeral: leave no record: runs go to a temporary folder that `close` removes, and nothing to Phoenix.
            environ: the environment that secrets are looked for in.
            origins: where each setting comes from (`LoadedSettings.origins`).
            runs: where runs are kept, for a replay, which notes `facts` in their metadata.

        Raises:
            ConfigError, PolicyError: the folder, a setting, a rule or the session to resume is wrong.
        """
        self.workspace = Path(workspace).expanduser().resolve()
        if not self.workspace.is_dir():
            raise ConfigError(f"The workspace {str(workspace)!r} is no folder.", remedy="Give a folder with -C.")
        self.settings, read_origins = settings_of(
            self.workspace,
            settings,
            {
                "agent_mode": mode,
                "model_id": model if isinstance(model, str) else None,
                "phoenix_enabled": False if ephemeral else None,
                **(options or {}),
            },
        )
        if self.settings.agent_offline:
            offline.enforce()
        self.policy = policy or Policy.load(self.workspace, allow_secrets=self.settings.allow_secrets)
        self.model = None if model is None or isinstance(model, str) else model
        self.on_event = on_event
        self._environ = dict(os.environ if environ is None else environ)
        self.redactor = Redactor.from_environment(self._environ, dotenv_values_of(self.workspace))
        self.sandbox = Sandbox.probe(self.workspace, allow_secrets=self.settings.allow_secrets)
        self.paths = PathGuard(self.workspace, allow_secrets=self.settings.allow_secrets)
        self.telemetry_url: str | None = None
        """Where Phoenix shows the last run, when it has answered."""
        self.conversation = self._take_up(resume, fork=fork, keep=not ephemeral and runs is None)
        self.jail: Choice | None = None
        """The jail's backend, once it is chosen."""
        self.agent: RuntimeAgent | None = None
        """The smolagents agent with the conversation so far."""
        self.planner: Planner | None = None
        """Writes a plan before each task, where one is wanted."""
        self.last: RunResult | None = None
        """The result of the last run."""
        self._origins = origins or read_origins
        self._temporary = Path(tempfile.mkdtemp(prefix="agent-runtime-ephemeral-")) if ephemeral else None
        self._runs = self._temporary or runs
        self._facts = dict(facts or {})
        self._delivery: Delivery | None = None
        self._last_run_id: str | None = None
        self.approver = approver_of(approver, self.policy)
        self._host = GateHost()
        self._executor: JailedPythonExecutor | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def session_id(self) -> str:
        """The id to resume it by."""
        return self.conversation.session_id

    @property
    def model_id(self) -> str:
        """The name of the model that answers, or `none`."""
        return str(self.model.model_id) if self.model is not None else "none"

    def close(self) -> None:
        """End the jail. The model server stays for the next session."""
        if self._executor is not None:
            self._executor.close()
            self._executor = None
        if self._delivery is not None:
            self._delivery.close()
        self.conversation.close()
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

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
            self.jail = choose(self.settings.jail, python_layout(None, packages))
            self._executor = JailedPythonExecutor(self._host, backend=self.jail.backend, packages=packages)
            self._executor.start()
        return self._executor

    def configure(self, **changes: Any) -> None:
        """Change settings from the next run on, e.g. `configure(agent_mode="plan")`.

        Raises:
            ConfigError: a value is out of range.
        """
        self.settings, _ = settings_of(self.workspace, self.settings, changes)

    def set_mode(self, mode: str) -> None:
        """Another mode, for the running task too.

        Raises:
            ConfigError: there is no such mode.
        """
        self.configure(agent_mode=mode)
        if self._host.gate is not None:
            self._host.gate.mode = self.settings.agent_mode

    @property
    def collector_up(self) -> bool:
        """Whether Phoenix has answered of late."""
        endpoint = self._delivery.endpoint if self._delivery is not None else None
        return bool(endpoint is not None and endpoint.up)

    def context_parts(self) -> Account | None:
        """What the next prompt holds, by source; `None` before the first task."""
        return None if self.agent is None else self.agent.account()

    def compact(self) -> int:
        """Shorten the observations of all but the last step; the characters that were taken out."""
        return 0 if self.agent is None else self.agent.compact()

    def cancel(self, reason: RunStopped) -> None:
        """End the running task with `reason`; from any thread."""
        if self._host.stopped is None:
            self._host.stopped = reason
        self._host.cancelled.set()
        if self.model is not None:
            self.model.cancel()
        if self._executor is not None:
            self._executor.interrupt()

    def interrupt(self) -> None:
        """As `cancel`, with the outcome `interrupted`."""
        self.cancel(Interrupted("Interrupted."))

    def clear(self) -> None:
        """Forget the conversation and the variables."""
        self.conversation.clear()
        if self.agent is not None and self._executor is not None:
            self._executor.reset()
        self.agent = None

    def run(
        self,
        task: str,
        *,
        reset: bool = False,
        run_id: str | None = None,
        material: str = "",
        schema: AnswerSchema | None = None,
        plan: Checklist | None = None,
    ) -> RunResult:
        """Do one task. It goes on with the conversation and the variables of the last one unless `reset`.

        Args:
            run_id: names the run (a new id otherwise).
            material: what the model is given to read with the task.
            schema: what the answer must conform to; one that does not is sent back to the model.
            plan: steps to follow, in place of the planner's.

        Raises:
            ConfigError, JailUnavailable: nothing was started. Everything later is an outcome of the result.
        """
        if not task.strip():
            raise ConfigError("The task is empty.", remedy='Say what to do: agent-runtime "List all Python files".')
        check_offer(self.settings, self.workspace, lambda: [tool.spec for tool in self.tools().values()])
        if self.model is None:
            self.model = make_model(self.settings, workspace=self.workspace, on_notice=self._notice)
        self.redactor = self.conversation.redactor = self.redactor.knowing(self.model.secrets)
        choice = self.model.route(task)
        executor = self.start()
        if reset:
            self.clear()
        resumed = self.agent is None and bool(self.conversation.restored_tasks)
        first = self.agent is None and not resumed
        notes = trusted_notes(self.workspace, self.model.context_tokens * 3 // 8) if first else ""
        more = (("notes", self.redactor.text(notes)), ("material", material), ("restart", RESTARTED if resumed else ""))
        told = Told((("task", task), *more, ("schema", schema.told() if schema else "")))
        material = told.only("notes", "material", "restart")
        facts: dict[str, JsonValue] = {
            "continues": None if self.agent is None else self._last_run_id,
            **({"resumes": self.conversation.last_run} if resumed else {}),
            **({"material": material} if material else {}),
        }
        parts = self._open_run(task, facts, run_id)
        self._last_run_id = parts.directory.run_id
        self.conversation.task(told.text, task, parts.directory.run_id, self.workspace)
        try:
            with parts.telemetry.span("agent.run", "AGENT", attributes=root_attributes(self, task)) as root:
                record_route(choice, parts.telemetry, self._notice)
                result = drive(self, self._host, Work(task, told, schema, plan), parts, executor, self.model, root)
                parts.directory.write_result(result_data(result))
        finally:
            self._close_run(parts)
        self.last = result
        place = {"session_id": self.session_id, "run_id": result.run_id, "run_dir": str(result.run_dir)}
        self.on_event(Event("run_finished", {**result_data(result), **place, "trace_url": self.telemetry_url}))
        return result

    def stream(self, task: str, **options: Any) -> Generator[Event, None, RunResult]:
        """Do one task in a thread of its own and yield its events; the options are those of `run`. The result is the
        generator's value, and `last`. Closing the generator early interrupts the task."""
        return stream_events(self, lambda: self.run(task, **options))

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
        with self.hosting(f"tools call {call.name}") as host:
            self._host.ready.wait()
            assert host.gate is not None
            return host.gate.invoke(call)

    @contextmanager
    def hosting(self, title: str) -> Iterator[GateHost]:
        """Offer the tools to a jail that somebody else drives; every call is on the record, as a run of its own."""
        parts = self._open_run(title)
        try:
            with parts.telemetry.span("agent.run", "AGENT", attributes=root_attributes(self, title)):
                self._host.begin(parts.gate)
                yield self._host
        finally:
            parts.telemetry.close()

    def tools(self) -> ToolRegistry:
        """The tools of this workspace, to look at."""
        return ToolRegistry.load(ToolContext(self.workspace, self.settings, Path(os.devnull), self.paths, self.sandbox))

    def _take_up(self, resume: str | None, *, fork: bool, keep: bool) -> Conversation:
        if resume is not None:
            found = find_session(resume, self.workspace)
            return Conversation.resume(found.session_id, self.redactor, fork=fork)
        if fork:
            raise ConfigError("There is nothing to fork.", remedy="Name a session with --resume, or --continue.")
        return Conversation.new(self.redactor, keep=keep)

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
            approver=self.approver,
            run=directory,
            telemetry=telemetry,
            checkpoints=Checkpoints(self.workspace, directory.path),
            redactor=self.redactor,
            settings=settings,
            on_event=self.on_event,
        )
        directory.write_metadata({**metadata(self, task), **(facts or {}), **self._facts})
        place = {"run_id": directory.run_id, "session_id": self.session_id}
        self.on_event(Event("run_started", {**place, "task": task, "model": self.model_id}))
        return RunParts(directory, telemetry, gate, context, time.monotonic())

    def plan(self, task: str) -> Checklist:
        """Only make a plan, with the planner or the model; on the record, as a run of its own.

        Raises:
            ModelError, Interrupted: there is none.
        """
        planner = self.planner or Planner(planning_model(self.settings, self.workspace, self._notice))
        choice, parts = planner.model.route(task), self._open_run(f"plan: {task}")
        try:
            with parts.telemetry.span("agent.run", "AGENT", attributes=root_attributes(self, task)):
                record_route(choice, parts.telemetry, self._notice)
                return planner.make(task, parts, ModelCalls(parts.telemetry, self.on_event), self.on_event)
        finally:
            parts.telemetry.close()
