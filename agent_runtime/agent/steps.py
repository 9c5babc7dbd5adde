"""The steps of one run: spans and events around smolagents' loop, what the model is told, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from smolagents.memory import ActionStep, TaskStep
from smolagents.utils import AgentGenerationError, AgentParsingError

from agent_runtime.agent import context, prompts
from agent_runtime.agent.briefing import briefing
from agent_runtime.agent.builder import RuntimeAgent
from agent_runtime.agent.conversation import told_step
from agent_runtime.agent.handover import Handover
from agent_runtime.agent.ledger import Told
from agent_runtime.agent.loops import LoopDetector, SeenStep
from agent_runtime.agent.observe import ModelCalls
from agent_runtime.agent.offer import system_prompt
from agent_runtime.agent.restart import learnt
from agent_runtime.agent.search.answering import is_short_question, vote
from agent_runtime.agent.search.copies import CannotCopy
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.solving import Solved, Solver, searches, wants_search
from agent_runtime.agent.search.trial import Trials
from agent_runtime.agent.verify import Verifier
from agent_runtime.agent.wishes import only_asks, wants_change
from agent_runtime.errors import AgentRuntimeError, Interrupted, LimitReached
from agent_runtime.models.base import CallWatcher, ChatModel, Message
from agent_runtime.records.attributes import step_attributes
from agent_runtime.records.telemetry import Span
from agent_runtime.tools.advice import name_advice
from agent_runtime.tools.searcher import Found
from agent_runtime.types import Event, JsonValue, Usage

if TYPE_CHECKING:
    from agent_runtime.agent.answers import AnswerSchema
    from agent_runtime.agent.host import GateHost
    from agent_runtime.agent.opening import RunParts
    from agent_runtime.agent.session import Session
    from agent_runtime.jail.executor import JailedPythonExecutor


_CHECK_PREFIX = "Check check failed with error: "
"""What smolagents puts before the words of a final answer check."""


PROGRAM_S = 10.0
"""What a program may take that answers a question."""
PROSE_IS_ANSWER = 2
"""Replies in a row without code after which the last one is taken for the answer to a question."""


class _Prose(Exception):
    """A model answers a question in words, and again when it is told to write code."""


class Steps:
    """Drives one run."""

    def __init__(
        self, session: Session, model: ChatModel, host: GateHost, executor: JailedPythonExecutor, parts: RunParts
    ) -> None:
        self._session = session
        self._model = model
        self._host = host
        self._executor = executor
        self._parts = parts
        self.calls = ModelCalls(parts.telemetry, session.on_event)
        self._loops = LoopDetector()
        self._handover = Handover(model, parts.telemetry, session.on_event)
        self._prose = 0
        """Replies in a row without code."""
        self._asks = False
        self.verifier: Verifier | None = None
        self._span: Span | None = None
        self.count = 0

    @property
    def usage(self) -> Usage:
        return self.calls.usage

    def run(self, task: str, told: Told, schema: AnswerSchema | None = None) -> JsonValue:
        """Run the loop to its answer. `told` is the task as the model reads it.

        Raises:
            RunStopped, ModelError: why there is none.
        """
        session = self._session
        self._asks = only_asks(task)
        self._loops = LoopDetector(wants_change=wants_change(task))
        self.verifier = Verifier(self._parts.gate, self._host, task, session.settings.agent_verify)
        if session.agent is None:
            session.agent = self._build((session.conversation.restored_tasks or [task])[0])
            session.agent.memory.steps += session.conversation.restored()
        agent = session.agent
        verifier = self.verifier
        settings = session.settings
        if wants_search(settings.agent_strategy, task, str(self._model.model_id), settings.agent_mode):
            solved = self._search(task)
            if solved.answer is not None:
                self._remember(agent, told.text, solved.answer, "I changed the files.\n")
                return solved.answer
            told = told.plus("search", solved.learnt)
        elif self._asks and schema is None and not told.only("material") and (answer := self._vote(task)) is not None:
            verifier.check(answer)
            self._remember(agent, told.text, answer)
            return answer
        if not told.only("search"):  # what a search has learnt is newer
            told = told.plus("failing check", verifier.opening())
        if tokens := session.settings.agent_briefing_tokens:
            told = told.plus("briefing", briefing(self._parts.context, task, tokens=tokens))
        agent.told[told.text] = told
        self._model.watch = self._watch
        self.calls.account = lambda usage: agent.ledger.account(self._model, usage).attributes()

        def check(answer: Any) -> None:
            if schema is not None:
                schema.check(answer)
            verifier.check(answer)

        agent.after_step, agent.check_answer = self._after_step, check
        self._parts.context.searcher.find = self._find
        try:
            answer = agent.run(told.text, reset=False, max_steps=session.settings.agent_max_steps)
        except _Prose as prose:
            check(str(prose))
            answer = str(prose)
        except AgentGenerationError as error:
            if self._host.stopped is not None:
                raise self._host.stopped from error
            cause = error.__cause__
            raise cause if isinstance(cause, AgentRuntimeError) else AgentRuntimeError(str(error)) from error
        if self._host.stopped is not None:
            raise self._host.stopped
        return answer  # what final_answer was called with: JSON

    def _search(self, task: str) -> Solved:
        """Search before the free loop.

        Raises:
            RunStopped, ModelError
        """
        with self._called_outside_steps():
            return self._solver(task).solve()

    def _find(self, task: str) -> Found:
        """The search as a tool: edits, or why there are none.

        Raises:
            RunStopped, ModelError
        """
        with self._called_outside_steps():
            return self._solver(task).find()

    def _solver(self, task: str) -> Solver:
        assert self.verifier is not None
        return Solver(
            self._parts, self._host, self._model, self.verifier, task, self._host.cancelled, self._session.on_event
        )

    @contextmanager
    def _called_outside_steps(self) -> Iterator[None]:
        """The model's calls are no steps as long as this goes on."""
        before, self._model.watch = self._model.watch, self.calls.watch
        try:
            yield
        except Interrupted:
            raise self._host.stopped or Interrupted("The run was interrupted.") from None
        finally:
            self._model.watch = before

    def _vote(self, task: str) -> str | None:
        """The answer that most samples of a small model agree on, to a short question about the code.

        Raises:
            RunStopped, ModelError
        """
        strategy = self._session.settings.agent_strategy
        if not is_short_question(task) or not searches(strategy, str(self._model.model_id)):
            return None
        with self._called_outside_steps():
            locator, redact = Locator(self._parts.context), self._session.redactor.text
            found = vote(self._model, locator, self._program_trials(), self._parts.telemetry, task, redact)
        if found is None:
            return None
        answer, how = found
        self._session.on_event(Event("notice", {"text": how}))
        return answer

    def _program_trials(self) -> Trials | None:
        """What runs programs that answer a question; `None` without a sandbox, in plan mode, or where the workspace is
        too large."""
        sandbox = self._parts.context.sandbox
        if sandbox.backend == "none" or self._session.settings.agent_mode == "plan":
            return None
        try:
            return Trials(sandbox, None, timeout_s=PROGRAM_S, cancel=self._host.cancelled)
        except CannotCopy:
            return None

    def _remember(self, agent: RuntimeAgent, told: str, answer: str, did: str = "") -> None:
        """What was done without a step, for later tasks of the conversation."""
        step = told_step(f"{did}```python\nfinal_answer({answer!r})\n```", answer)
        agent.memory.steps += [TaskStep(task=told), step]
        self._session.conversation.step(step)

    def close(self, failure: str | None = None) -> None:
        """End the step's span; `failure` says why a step was broken off."""
        if self._span is not None:
            if failure is not None and not self._span.failed:
                self._span.fail(failure, error_type="BrokenOff")
            self._span.end()
            self._span = None

    def _build(self, task: str) -> RuntimeAgent:
        specs, settings = self._host.specs(), self._session.settings
        workspace = self._session.workspace
        return RuntimeAgent(
            system_prompt=system_prompt(workspace.name, specs, settings, workspace, task),
            model=self._model,
            tools=specs,
            executor=self._executor,
            max_steps=settings.agent_max_steps,
            reply_tokens=self._model.reply_tokens or settings.model_max_tokens,
        )

    @contextmanager
    def _watch(self, messages: Sequence[Message]) -> Iterator[CallWatcher]:
        """A model call opens its step."""
        self.count += 1
        self._host.step = self.count
        self._span = self._parts.telemetry.span(f"step {self.count}", "CHAIN")
        self._session.on_event(Event("step_started", {"step": self.count}))
        with self.calls.watch(messages) as watcher:
            yield watcher
            if self._host.stopped is not None:  # cancelled while no code ran that could be interrupted
                raise self._host.stopped

    def _after_step(self, step: ActionStep) -> None:
        """Write what the model is told next, and end the step's span.

        Raises:
            RunStopped: the run must end here.
        """
        if step.model_output is None:  # smolagents comes here too when the model has failed
            return
        step.tool_calls = None  # smolagents' own history would repeat the code
        step.observations = self._told(step)
        code = step.code_action or ""
        if self._span is not None:
            self._span.set(step_attributes(self.count, code=code, observation=step.observations))
        restart = False
        if step.error is not None or not step.is_final_answer:
            advice = self._loops.saw(self._seen(step, code))
            if advice is not None:
                step.observations += f"\n{advice.text}"
                restart = advice.restart
                if self._span is not None:
                    self._span.event("loop", {"kind": advice.kind, "restart": restart})
        if self._span is not None:
            self._span.set({"output.value": step.observations})
            if step.error is not None:
                self._span.fail(str(step.error.message)[:500], error_type=type(step.error).__name__)
        self.close()
        self._session.conversation.step(step)
        if restart:
            self._begin_again()
        self._prose = self._prose + 1 if isinstance(step.error, AgentParsingError) else 0
        self._handover.saw(self.count, failed=step.error is not None)
        self._session.on_event(
            Event("observation", {"step": self.count, "text": step.observations, "error": step.error is not None})
        )
        if self._host.stopped is not None:
            raise self._host.stopped
        if self._prose >= PROSE_IS_ANSWER and self._asks and step.model_output_message is not None:
            raise _Prose(step.model_output_message.raw.text.strip())
        limit, used = self._session.settings.agent_max_tokens, self.usage
        if limit is not None and (spent := used.prompt_tokens - used.cached_tokens + used.completion_tokens) > limit:
            raise LimitReached(
                f"The run used {spent} tokens, more than its {limit}.", remedy="Raise --max-tokens (AGENT_MAX_TOKENS)."
            )

    def _seen(self, step: ActionStep, code: str) -> SeenStep:
        changes = len(self._parts.gate.checkpoints.all())
        calls = [call for call in self._host.made if call.step == self.count]
        printed = bool(code) and step.observations != context.NOTHING
        return SeenStep(code, step.observations or "", changes, calls, printed)

    def _begin_again(self) -> None:
        """A fresh start of the context instead of one more turn in the same circle."""
        agent, verifier = self._session.agent, self.verifier
        assert agent is not None
        assert verifier is not None
        text = learnt(self._host.made, verifier.changes(), verifier.after or verifier.before)
        agent.begin_again(text)
        self._session.conversation.restart(text)
        self._session.on_event(Event("notice", {"text": "the model goes in circles: it begins again"}))

    def _told(self, step: ActionStep) -> str:
        settings = self._session.settings
        if isinstance(step.error, AgentParsingError):
            return prompts.text("no_code")
        logs = str(self._executor.state.get("_print_outputs", "")) if step.code_action else ""
        if step.error is None:
            output: Any = None if step.is_final_answer else step.action_output
            return context.observation(logs, output, settings)
        parts = [context.cut(logs.rstrip("\n"), settings)] if logs.strip() else []
        message = str(step.error.message).removeprefix(_CHECK_PREFIX)
        advice = name_advice(message, [spec.name for spec in self._host.specs()])
        return "\n".join([*parts, context.cut(message, settings), *([advice] if advice else [])])
