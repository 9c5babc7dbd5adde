"""Settings -> CodeAgent: a smolagents agent with our prompt, our history and a jailed executor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from smolagents import CodeAgent
from smolagents.agents import EMPTY_PROMPT_TEMPLATES
from smolagents.local_python_executor import PythonExecutor
from smolagents.memory import ActionStep, TaskStep
from smolagents.models import ChatMessage
from smolagents.monitoring import LogLevel
from smolagents.tools import BaseTool

from agent_runtime.agent import context
from agent_runtime.agent.compaction import HIGH_WATERMARK, LOW_WATERMARK, make_room, shorten
from agent_runtime.agent.ledger import Account, Ledger, TakenOut, Told
from agent_runtime.agent.restart import SOURCE
from agent_runtime.errors import AgentRuntimeError, LimitReached
from agent_runtime.models.base import ChatModel, Message
from agent_runtime.models.reply import TAGS
from agent_runtime.types import ToolSpec


class ToolHandle(BaseTool):  # type: ignore[misc]  # smolagents is untyped
    """A tool's name, for smolagents. It can do nothing: calls go through the executor to the gate."""

    def __init__(self, spec: ToolSpec) -> None:
        self.name = spec.name
        self.spec = spec

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise AgentRuntimeError(f"{self.name} was called without the gate.")


class RuntimeAgent(CodeAgent):  # type: ignore[misc]  # smolagents is untyped
    """A CodeAgent whose prompt is short and whose history only ever grows at its end."""

    def __init__(
        self,
        *,
        system_prompt: Told,
        model: ChatModel,
        tools: Sequence[ToolSpec],
        executor: PythonExecutor,
        max_steps: int,
        reply_tokens: int,
    ) -> None:
        self._system = system_prompt
        self.ledger = Ledger(reserved=reply_tokens)
        self.told: dict[str, Told] = {}
        """The parts of each task, by its text."""
        self._learnt = ""
        self.after_step: Callable[[ActionStep], None] = lambda step: None
        """Called when a step has ended; may raise to end the run."""
        self.check_answer: Callable[[Any], None] = lambda answer: None
        """Called with a final answer; an exception sends it back to the model."""

        def after(step: ActionStep, agent: Any = None) -> None:
            self.after_step(step)

        def check(answer: Any, memory: Any, agent: Any = None) -> bool:
            self.check_answer(answer)
            return True

        super().__init__(
            tools=[ToolHandle(spec) for spec in tools],
            model=model,
            prompt_templates=EMPTY_PROMPT_TEMPLATES,
            executor=executor,
            max_steps=max_steps,
            verbosity_level=LogLevel.OFF,
            code_block_tags=TAGS,
            step_callbacks=[after],
            final_answer_checks=[check],
        )
        model.prefix = [Message(message.role.value, str(message.content)) for message, _ in self._pieces()]

    def initialize_system_prompt(self) -> str:
        return self._system.text

    def write_memory_to_messages(self, summary_mode: bool = False) -> list[ChatMessage]:
        if self._learnt:
            self._restart()
        room = self.ledger.room_chars(int(self.model.context_tokens))
        found = self._pieces()
        if _chars(found) > HIGH_WATERMARK * room:
            # Rarely and all at once: what follows is a prefix of the next prompts again.
            self.ledger.note(make_room(self.memory.steps, lambda: _chars(self._pieces()) <= LOW_WATERMARK * room))
            found = self._pieces()
        self.ledger.parts = tuple(part for _, parts in found for part in parts)
        return [message for message, _ in found]

    def begin_again(self, learnt: str) -> None:
        """From the next prompt on, the task's steps are gone, and `learnt` stands below the task."""
        self._learnt = learnt

    def _restart(self) -> None:
        steps = self.memory.steps
        last = max(at for at, step in enumerate(steps) if isinstance(step, TaskStep))
        gone = [step for step in steps[last + 1 :] if isinstance(step, ActionStep)]
        chars = sum(len(str(step.model_output or "")) + len(step.observations or "") for step in gone)
        del steps[last + 1 :]
        told = self.told.get(steps[last].task, Told((("task", steps[last].task),))).plus(SOURCE, self._learnt)
        self.told[told.text] = told
        steps[last].task = told.text
        self.ledger.note([TakenOut(f"{len(gone)} steps", chars, "by a fresh start")])
        self._learnt = ""

    def compact(self) -> int:
        """Shorten the outputs of all but the last step; the characters that were taken out."""
        taken = shorten(self.memory.steps)
        self.ledger.note(taken)
        return sum(item.chars for item in taken)

    def account(self) -> Account:
        """The tokens of the next prompt by source."""
        return self.ledger.account(self.model, parts=[part for _, parts in self._pieces() for part in parts])

    def _pieces(self) -> list[context.Piece]:
        examples = self.model.habits.prompt == "examples"
        return context.pieces(self.memory, self._system, self.told, examples=examples)

    def provide_final_answer(self, task: str) -> ChatMessage:
        """smolagents asks the model for a last answer here, with another prompt; the run says openly that it ended.

        Raises:
            LimitReached
        """
        raise LimitReached(
            f"The run used all its {self.max_steps} steps without an answer.",
            remedy="Raise --max-steps (AGENT_MAX_STEPS).",
        )


def _chars(pieces: Sequence[context.Piece]) -> int:
    return sum(len(str(message.content)) for message, _ in pieces)
