"""Model calls as spans and events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from agent_runtime.models.base import Completion, Message
from agent_runtime.records.attributes import Attributes, llm_attributes
from agent_runtime.records.telemetry import Span, Telemetry
from agent_runtime.types import Event, Usage


class ModelCalls:
    """Watches the model for one run and adds up what it cost."""

    def __init__(self, telemetry: Telemetry, on_event: Callable[[Event], None]) -> None:
        self._telemetry = telemetry
        self._on_event = on_event
        self.usage = Usage()
        self.calls = 0
        self.account: Callable[[Usage], Attributes] = lambda usage: {}
        """What a call's prompt was made of, once the server has said how long it was."""

    @contextmanager
    def watch(self, messages: Sequence[Message]) -> Iterator[_Watcher]:
        """The span of one call."""
        self.calls += 1
        self._on_event(Event("model_started", {"call": self.calls}))
        with self._telemetry.span("llm.generate", "LLM") as span:
            watcher = _Watcher(self, span, messages)
            yield watcher

    def add(self, completion: Completion) -> None:
        """A call has ended."""
        self.usage += completion.usage
        self._on_event(
            Event(
                "model_finished",
                {
                    "call": self.calls, "prompt_tokens": completion.usage.prompt_tokens,
                    "completion_tokens": completion.usage.completion_tokens,
                    "cached_tokens": completion.usage.cached_tokens, "finish_reason": completion.finish_reason,
                    "duration_s": round(completion.duration_s, 3), "tokens_per_s": completion.tokens_per_s,
                },
            )
        )  # fmt: skip

    def emit(self, event: Event) -> None:
        self._on_event(event)


class _Watcher:
    def __init__(self, calls: ModelCalls, span: Span, messages: Sequence[Message]) -> None:
        self._calls = calls
        self._span = span
        self._messages = messages
        self._begun = False

    def delta(self, text: str) -> None:
        if not self._begun:
            self._begun = True
            self._span.event("first_token")
        self._calls.emit(Event("model_delta", {"text": text}))

    def prefill(self, done: int, total: int) -> None:
        self._calls.emit(Event("model_delta", {"text": "", "prefill_done": done, "prefill_total": total}))

    def retry(self, error: Exception, attempt: int, wait_s: float) -> None:
        self._span.event("retry", {"error": str(error), "attempt": attempt, "wait_s": wait_s})
        self._calls.emit(Event("model_retry", {"error": str(error), "attempt": attempt, "wait_s": round(wait_s, 1)}))

    def finished(self, completion: Completion) -> None:
        self._span.set(
            llm_attributes(
                model=completion.model,
                provider=completion.provider,
                parameters=completion.parameters,
                messages=[{"role": m.role, "content": m.content} for m in self._messages],
                output=completion.text,
                usage=completion.usage,
                finish_reason=completion.finish_reason,
                first_token_ms=None if completion.first_token_s is None else completion.first_token_s * 1000,
                tokens_per_s=completion.tokens_per_s,
                cost_usd=completion.cost_usd,
            )
        )
        self._span.set(self._calls.account(Usage() if completion.usage_estimated else completion.usage))
        self._calls.add(completion)
