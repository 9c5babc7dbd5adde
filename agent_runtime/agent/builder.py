"""Settings -> CodeAgent: a smolagents agent with our prompt, our history and a jailed executor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from smolagents import CodeAgent
from smolagents.agents import EMPTY_PROMPT_TEMPLATES
from smolagents.local_python_executor import PythonExecutor
from smolagents.memory import ActionStep
from smolagents.models import ChatMessage
from smolagents.monitoring import LogLevel
from smolagents.tools import BaseTool

from agent_runtime.agent import context, prompts
from agent_runtime.agent.compaction import CHARS_PER_TOKEN, shorten
from agent_runtime.errors import AgentRuntimeError, LimitReached
from agent_runtime.models.base import ChatModel
from agent_runtime.models.reply import TAGS
from agent_runtime.types import ToolSpec

HIGH_WATERMARK = 0.85
"""The part of the window's room at which old observations are shortened."""


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
        system_prompt: str,
        model: ChatModel,
        tools: Sequence[ToolSpec],
        executor: PythonExecutor,
        max_steps: int,
        reply_tokens: int,
    ) -> None:
        self._system_prompt = system_prompt
        self._room_chars = CHARS_PER_TOKEN * (model.context_tokens - reply_tokens)
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

    def initialize_system_prompt(self) -> str:
        return self._system_prompt

    def write_memory_to_messages(self, summary_mode: bool = False) -> list[ChatMessage]:
        found = context.messages(self.memory, self._system_prompt)
        if sum(len(str(message.content)) for message in found) > HIGH_WATERMARK * self._room_chars:
            # Rarely and all at once: what follows is a prefix of the next prompts again.
            shorten(self.memory.steps)
            found = context.messages(self.memory, self._system_prompt)
        return found

    def provide_final_answer(self, task: str) -> ChatMessage:
        """smolagents asks the model for a last answer here, with another prompt; the run says openly that it ended.

        Raises:
            LimitReached
        """
        raise LimitReached(
            f"The run used all its {self.max_steps} steps without an answer.",
            remedy="Raise --max-steps (AGENT_MAX_STEPS).",
        )


def system_prompt(name: str, specs: Sequence[ToolSpec]) -> str:
    """The system prompt: the same bytes for the same tools and repository name."""
    return prompts.text("system").format(name=name, tools=context.tool_lines(specs))
