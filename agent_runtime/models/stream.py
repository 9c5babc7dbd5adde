"""Gathers a streamed reply, counts its tokens and judges whether it is one."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from agent_runtime.errors import ContextTooLong, ModelProtocolError, ModelUnreachable
from agent_runtime.models.base import CallWatcher, Completion, FinishReason
from agent_runtime.types import JsonValue, Usage


@dataclass(frozen=True, slots=True)
class Piece:
    """What one event of a stream says."""

    text: str = ""
    finish_reason: str | None = None
    answered_by: str | None = None
    """The model's name in the server's own words."""
    usage: Usage | None = None
    timings: Mapping[str, Any] = field(default_factory=dict)
    """llama.cpp's own counts."""
    progress: Mapping[str, Any] = field(default_factory=dict)
    """Prompt tokens read so far, by llama.cpp's `return_progress`."""


class Reply:
    """Gathers a streamed reply and cuts it where `ends` finds it complete."""

    def __init__(self, watcher: CallWatcher, started: float, ends: Callable[[str], int | None]) -> None:
        self._watcher = watcher
        self._ends = ends
        self._started = started
        self._pieces = 0
        self._timings: Mapping[str, Any] = {}
        self.text = ""
        self.usage: Usage | None = None
        self.finish_reason: str | None = None
        self.first_token_s: float | None = None
        self.anything = False
        self.answered_by: str | None = None

    def take(self, piece: Piece) -> bool:
        """Add a piece; whether the reply is complete and the rest is not wanted."""
        self.anything = True
        self.answered_by = self.answered_by or piece.answered_by
        self.usage = piece.usage or self.usage
        self._timings = piece.timings or self._timings
        self.finish_reason = piece.finish_reason or self.finish_reason
        if piece.progress:
            self._watcher.prefill(int(piece.progress.get("processed", 0)), int(piece.progress.get("total", 0)))
        if not piece.text:
            return False
        if self.first_token_s is None:
            self.first_token_s = time.monotonic() - self._started
        self._pieces += 1
        before = len(self.text)
        self.text += piece.text
        end = self._ends(self.text) if "`" in self.text[max(0, before - 3) :] else None
        if end is None:
            self._watcher.delta(piece.text)
            return False
        self.text = self.text[:end]
        self._watcher.delta(self.text[before:])
        self.finish_reason = "code_block"
        return True

    def end(self, finish_reason: str | None) -> None:
        """The stream ended by itself, for the reason that it gave.

        Raises:
            ModelProtocolError: nothing came. ModelUnreachable: it broke off.
        """
        if not self.anything or (not self.text and finish_reason is None and self.usage is None):
            raise ModelProtocolError(
                "The server answered with no completion (perhaps a web page or another service).",
                remedy="Check MODEL_API_BASE.",
            )
        if finish_reason is None:
            raise ModelUnreachable("The model's reply broke off in the middle.")

    def completion(self, model: str, provider: str, estimate: int, parameters: dict[str, JsonValue]) -> Completion:
        timings, usage = self._timings, self._usage(estimate)
        duration_s = time.monotonic() - self._started
        speed = timings.get("predicted_per_second")
        generating_s = duration_s - (self.first_token_s or duration_s)
        if not speed and generating_s > 0:
            speed = usage.completion_tokens / generating_s
        reasons: dict[str, FinishReason] = {
            "length": "length",
            "code_block": "code_block",
            "content_filter": "content_filter",
            "tool_calls": "tool_calls",
        }
        return Completion(
            text=self.text,
            finish_reason=reasons.get(self.finish_reason or "", "stop"),
            usage=usage,
            model=model,
            provider=provider,
            usage_estimated=not timings and self.usage is None,
            first_token_s=self.first_token_s,
            duration_s=duration_s,
            tokens_per_s=float(speed) if speed else None,
            evaluated_tokens=int(timings["prompt_n"]) if "prompt_n" in timings else None,
            parameters=parameters,
        )

    def _usage(self, estimate: int) -> Usage:
        if self.usage is not None:
            return replace(self.usage, prompt_tokens=self.usage.prompt_tokens or estimate)
        if self._timings:
            cached = int(self._timings.get("cache_n", 0))
            evaluated = int(self._timings.get("prompt_n", 0))
            return Usage(cached + evaluated, int(self._timings.get("predicted_n", self._pieces)), cached)
        return Usage(estimate, self._pieces, 0)


def piece_of(chunk: Any) -> Piece:
    """A chunk of LiteLLM's stream."""
    choice = chunk.choices[0] if chunk.choices else None
    return Piece(
        (getattr(choice.delta, "content", None) or "") if choice else "",
        choice.finish_reason if choice else None,
        (getattr(chunk, "_hidden_params", None) or {}).get("provider_response_model"),
        _usage(getattr(chunk, "usage", None)),
        getattr(chunk, "timings", None) or {},
        getattr(chunk, "prompt_progress", None) or {},
    )


def _usage(usage: Any) -> Usage | None:
    if not usage:
        return None
    details = getattr(usage, "prompt_tokens_details", None)
    cached = int(getattr(details, "cached_tokens", None) or 0)
    return Usage(int(usage.prompt_tokens or 0), int(usage.completion_tokens or 0), cached)


def estimate_tokens(payload: list[dict[str, str]]) -> int:
    """Prompt tokens, at four characters a token."""
    return sum(len(message["content"]) for message in payload) // 4


def refuse_cut_prompt(usage: Usage | None, estimate: int, room: int, window: int) -> None:
    """Ollama cuts a prompt that is too long from the front and answers 200.

    Its `prompt_eval_count` then is far below our own count (documented in docs/api.md of ollama/ollama).

    Raises:
        ContextTooLong
    """
    reported = usage.prompt_tokens if usage else 0
    if reported and estimate > 256 and reported < 0.7 * estimate:
        raise ContextTooLong(
            f"The server read only {reported} of about {estimate} prompt tokens: it cut the front of the prompt off.",
            remedy=f"Raise MODEL_CONTEXT_TOKENS (now {window}, {room} for the prompt) and the server's own limit "
            "(OLLAMA_CONTEXT_LENGTH).",
        )


def price_usd(litellm: ModuleType, model: str, usage: Usage) -> float | None:
    """What a call of a hosted model costs, by the prices that LiteLLM ships; `None` where it knows none."""
    try:
        prices = litellm.cost_per_token(
            model=model,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            cache_read_input_tokens=usage.cached_tokens,
        )
    except Exception:  # noqa: BLE001  # LiteLLM raises what it likes for a model without a price
        return None
    return float(sum(prices))
