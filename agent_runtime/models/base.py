"""What every model of ours is: a smolagents Model that answers with a `Completion` and can be watched."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from smolagents.models import ChatMessage, MessageRole, Model, TokenUsage

from agent_runtime.models.habits import Habits
from agent_runtime.models.reply import tagged
from agent_runtime.models.slots import Slots
from agent_runtime.types import JsonValue, Usage

FinishReason = Literal["stop", "length", "code_block", "content_filter", "tool_calls"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered and what it cost."""

    text: str
    finish_reason: FinishReason
    usage: Usage
    model: str
    provider: str
    usage_estimated: bool = False
    """The server did not say; the counts are ours."""
    first_token_s: float | None = None
    duration_s: float = 0.0
    tokens_per_s: float | None = None
    evaluated_tokens: int | None = None
    """Prompt tokens that the server really computed, where it says so."""
    cost_usd: float | None = None
    """Of a hosted model whose price LiteLLM knows."""
    parameters: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RouteChoice:
    """Which model does a task, and why."""

    model: str
    reasons: tuple[str, ...]
    """In the order of thinking, one sentence each."""
    attributes: dict[str, JsonValue] = field(default_factory=dict)
    """For the record: what the task needs, and which rule decided."""


FEW = 4
"""Replies in place of distinct ones from a model that cannot be asked for them."""


def never(text: str) -> int | None:
    """No text is complete before its own end."""
    return None


@dataclass(frozen=True, slots=True)
class Sampling:
    """How several replies to one prompt are drawn."""

    n: int = 1
    temperature: float = 0.8
    max_tokens: int = 512
    seed: int | None = None
    begin: str = ""
    """What each reply begins with: our own llama.cpp server goes on from there. Elsewhere a reply begins by itself."""
    distinct: bool = False
    """No reply twice, the likeliest first (`diverging`): by our own llama.cpp server, which needs no temperature.
    Elsewhere they are drawn at the temperature, and no more than `FEW`, since many would be the same."""
    alternatives: int = 0
    """So many likely tokens are noted in each place of a reply."""
    ends: Callable[[str], int | None] = never
    """The offset behind which a reply holds nothing that is wanted, once it is known."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A token that the model could have written instead: at which character of the reply, and how likely (0 to 1)."""

    at: int
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Sample:
    """One of several replies."""

    index: int
    text: str
    finish_reason: str
    alternatives: tuple[Alternative, ...] = ()


class CallWatcher(Protocol):
    """Told about one model call as it goes on."""

    def delta(self, text: str) -> None:
        """A piece of the reply."""

    def prefill(self, done: int, total: int) -> None:
        """Prompt tokens evaluated so far."""

    def retry(self, error: Exception, attempt: int, wait_s: float) -> None:
        """The call failed and is repeated after `wait_s`."""

    def finished(self, completion: Completion) -> None:
        """The reply is complete."""


class SilentWatcher:
    """A watcher that ignores everything."""

    def delta(self, text: str) -> None: ...
    def prefill(self, done: int, total: int) -> None: ...
    def retry(self, error: Exception, attempt: int, wait_s: float) -> None: ...
    def finished(self, completion: Completion) -> None: ...


Watch = Callable[[Sequence[Message]], AbstractContextManager[CallWatcher]]


class ChatModel(Model):  # type: ignore[misc]  # smolagents is untyped
    """Base of our models. Subclasses answer in `complete`; `watch` is set by whoever records the calls."""

    def __init__(self, model_id: str, *, context_tokens: int) -> None:
        super().__init__(model_id=model_id, flatten_messages_as_text=True)
        self.context_tokens = context_tokens
        self.habits = Habits()
        """How it is best asked."""
        self.reply_tokens: int | None = None
        """The longest reply it is asked for, where it has a limit of its own."""
        self.slots = Slots(model_id, None)
        """Its places, where `concurrency` limits how many calls go on at once."""
        self.prefix: Sequence[Message] = ()
        """What every prompt of the loop begins with; the embedded server keeps it evaluated beyond its own life."""
        self.watch: Watch = lambda messages: nullcontext(SilentWatcher())

    @abstractmethod
    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        """Answer, cut behind the first complete code block, or where `sampling` finds its end.

        Raises:
            ModelError: of the kind that says what to do.
        """

    def sample(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Sample, None, None]:
        """Draw replies to one prompt, each yielded when it is complete; closing the iterator cancels the rest.

        Raises:
            ModelError
        """
        for index in range(min(sampling.n, FEW) if sampling.distinct else sampling.n):
            with self.watch(messages) as watcher:
                completion = self.complete(messages, watcher, sampling)
                watcher.finished(completion)
            yield Sample(index, completion.text, completion.finish_reason)

    def count_tokens(self, texts: Sequence[str]) -> list[int] | None:
        """Tokens of each text by the model's own tokenizer; `None` where there is none to ask at once."""
        return None

    def warm_up(self) -> None:
        """Make the first call quick: load, import, connect. Errors are left to the first call."""

    @property
    def digest(self) -> str | None:
        """SHA-256 of the weights, where it is known."""
        return None

    def identity(self) -> dict[str, Any]:
        """Everything but the prompt that a reply depends on; for caches. JSON-safe."""
        return {"model": str(self.model_id), "digest": self.digest, "context_tokens": self.context_tokens}

    @property
    def secrets(self) -> tuple[str, ...]:
        """Keys that must not appear in any record."""
        return ()

    def route(self, task: str) -> RouteChoice | None:
        """Called before a task's first call: choose who does it. `None` when there is nothing to choose."""
        return None

    def escalate(self) -> str | None:
        """A step has failed twice: go on with the next larger model, where that is allowed.

        Returns what happened, in words; `None` when nothing did.
        """
        return None

    def cancel(self) -> None:
        """End a running call from another thread; it raises `Interrupted`."""

    def generate(self, messages: list[Any], stop_sequences: list[str] | None = None, **kwargs: Any) -> ChatMessage:
        """smolagents' way in; the message's `raw` is the `Completion`.

        Stop sequences are not needed: the reply is cut where the first code block ends.
        """
        prompt = [_message(message) for message in messages]
        with self.watch(prompt) as watcher:
            completion = self.complete(prompt, watcher)
            watcher.finished(completion)
        return ChatMessage(
            role=MessageRole.ASSISTANT,
            content=tagged(completion.text),
            raw=completion,
            token_usage=TokenUsage(completion.usage.prompt_tokens, completion.usage.completion_tokens),
        )


def _message(message: Any) -> Message:
    content = (
        message.content if isinstance(message.content, str) else "".join(p.get("text", "") for p in message.content)
    )
    role = getattr(message.role, "value", message.role)
    if role == "assistant":
        return Message("assistant", content)
    return Message("system" if role == "system" else "user", content)
