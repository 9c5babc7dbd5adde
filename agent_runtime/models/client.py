"""The smolagents Model over LiteLLM: embedded, Ollama, any OpenAI-compatible server, hosted providers."""

from __future__ import annotations

import os
import queue
import random
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import httpx

from agent_runtime.config import Settings, is_loopback
from agent_runtime.errors import (
    ConfigError,
    ContextTooLong,
    Interrupted,
    ModelError,
    ModelProtocolError,
    ModelTimeout,
    ModelUnreachable,
    RateLimited,
)
from agent_runtime.models import catalog, download, local
from agent_runtime.models.base import CallWatcher, ChatModel, Completion, FinishReason, Message, Sample, Sampling
from agent_runtime.models.failures import translate
from agent_runtime.models.reply import first_block_end
from agent_runtime.models.sampling import SlotServer, draw
from agent_runtime.types import JsonValue, Usage

CONNECT_TIMEOUT_S = 10.0
BETWEEN_TOKENS_TIMEOUT_S = 120.0
ATTEMPTS = 4
LONGEST_WAIT_S = 60.0


def import_litellm() -> ModuleType:
    """Import LiteLLM (seconds) without its network access and its chatter."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import litellm
    litellm.suppress_debug_info = True
    litellm.telemetry = False
    return litellm


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where one call goes."""

    model: str
    """LiteLLM's name."""
    provider: str
    api_base: str | None
    api_key: str | None
    extra: dict[str, Any] = field(default_factory=dict)


class LiteLLMModel(ChatModel):
    """One model through LiteLLM, with our own time limits, retries and errors."""

    def __init__(
        self,
        settings: Settings,
        *,
        on_notice: Callable[[str], None] = lambda text: None,
        on_download: download.Progress = lambda what, done, total: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self._on_notice = on_notice
        self._on_download = on_download
        self._sleep = sleep
        self._cancelled = threading.Event()
        self._server: local.ServerRecord | None = None
        self._starting = threading.Lock()
        self._catalogued = catalog.find(settings.model_id) if settings.model_id.startswith(catalog.PREFIX) else None
        super().__init__(settings.model_id, context_tokens=self._window())
        self._refuse_remote_when_offline()

    def warm_up(self) -> None:
        """Import LiteLLM and start the local server, side by side."""
        importing = threading.Thread(target=import_litellm, daemon=True)
        importing.start()
        if self._catalogued is not None:
            self._ensure_server()
        importing.join()

    @property
    def digest(self) -> str | None:
        return self._catalogued.sha256 if self._catalogued else None

    def cancel(self) -> None:
        self._cancelled.set()

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        self._cancelled.clear()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attempt(messages, watcher, sampling)
            except ModelError as error:
                if not error.retryable or attempt == ATTEMPTS:
                    raise
                if isinstance(error, ModelUnreachable):
                    self._server = None
                wait_s = _wait_s(error, attempt)
                watcher.retry(error, attempt, wait_s)
                self._sleep(wait_s)
        raise AssertionError("unreachable")

    def sample(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Sample, None, None]:
        if self._catalogued is None:
            yield from super().sample(messages, sampling)
            return
        self._cancelled.clear()
        record = self._ensure_server()
        server = SlotServer(self._catalogued.name, record.api_base, record.api_key, self.settings.model_timeout_s)
        with self.watch(messages) as watcher:
            yield from draw(server, messages, sampling, watcher, self._cancelled.is_set)

    def _attempt(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        endpoint = self._endpoint()
        litellm = import_litellm()
        payload = [{"role": message.role, "content": message.content} for message in messages]
        estimate = _estimate(litellm, payload, exact=endpoint.provider == "ollama_chat")
        room = self.context_tokens - self.settings.model_max_tokens
        if estimate > 1.25 * room:
            raise ContextTooLong(
                f"The prompt has about {estimate} tokens, but the window of {self.model_id} is {self.context_tokens}"
                f" and {self.settings.model_max_tokens} of them are kept for the reply.",
                remedy="Raise MODEL_CONTEXT_TOKENS if the model allows it, or give a smaller task.",
            )
        reply = _Reply(watcher, started=time.monotonic(), ends=sampling.ends if sampling else first_block_end)
        parameters = self._parameters(sampling)
        try:
            self._stream(litellm, endpoint, payload, parameters, reply)
        except httpx.HTTPError as error:
            raise translate(error, endpoint.model, endpoint.api_base) from error
        if endpoint.provider == "ollama_chat":
            _refuse_cut_prompt(reply.usage, estimate, room, self.context_tokens)
        return reply.completion(self.model_id, endpoint.provider, estimate, parameters)

    def _stream(
        self, litellm: ModuleType, endpoint: Endpoint, payload: list[dict[str, str]],
        parameters: dict[str, JsonValue], reply: _Reply,
    ) -> None:  # fmt: skip
        """Read the stream in a thread, so that time limits and cancellation hold whatever the socket does."""
        abandoned = threading.Event()
        chunks: queue.Queue[Any] = queue.Queue()

        def read() -> None:
            try:
                stream = litellm.completion(
                    model=endpoint.model,
                    api_base=endpoint.api_base,
                    api_key=endpoint.api_key,
                    messages=payload,
                    stream=True,
                    stream_options={"include_usage": True},
                    timeout=httpx.Timeout(self.settings.model_timeout_s, connect=CONNECT_TIMEOUT_S),
                    num_retries=0,
                    max_retries=0,
                    drop_params=True,
                    **parameters,
                    **endpoint.extra,
                )
                for chunk in stream:
                    if abandoned.is_set():
                        break
                    chunks.put(chunk)
                else:
                    chunks.put(_End(getattr(stream, "received_finish_reason", None)))
                _close(stream)
            except Exception as error:  # noqa: BLE001  # the thread's boundary: handed to the caller
                chunks.put(error)

        threading.Thread(target=read, daemon=True, name="model stream").start()
        try:
            for item in self._items(chunks, reply):
                if isinstance(item, Exception):
                    raise translate(item, endpoint.model, endpoint.api_base) from item
                if isinstance(item, _End):
                    reply.end(item)
                    return
                if reply.take(item):
                    return
        finally:
            abandoned.set()

    def _items(self, chunks: queue.Queue[Any], reply: _Reply) -> Iterator[Any]:
        waited_from = time.monotonic()
        while True:
            first = reply.first_token_s is None
            limit = self.settings.model_timeout_s
            if not first:
                limit = min(limit, BETWEEN_TOKENS_TIMEOUT_S)
            try:
                item = chunks.get(timeout=0.1)
            except queue.Empty:
                if self._cancelled.is_set():
                    raise Interrupted("The model call was interrupted.") from None
                if time.monotonic() - waited_from > limit:
                    what = "first token" if first else "next token"
                    raise ModelTimeout(
                        f"{self.model_id} sent no {what} within {limit:g} s.",
                        remedy="Raise MODEL_TIMEOUT_S, or use a smaller model or prompt.",
                    ) from None
                continue
            waited_from = time.monotonic()
            yield item

    def _parameters(self, sampling: Sampling | None = None) -> dict[str, JsonValue]:
        parameters: dict[str, JsonValue] = {
            "temperature": sampling.temperature if sampling else self.settings.model_temperature,
            "max_tokens": sampling.max_tokens if sampling else self.settings.model_max_tokens,
        }
        if sampling is not None:  # the run's own seed would draw the same sample again and again
            return parameters | ({"seed": sampling.seed} if sampling.seed is not None else {})
        if self.settings.model_seed is not None:
            parameters["seed"] = self.settings.model_seed
        return parameters

    def _endpoint(self) -> Endpoint:
        settings = self.settings
        if self._catalogued is not None:
            server = self._ensure_server()
            extra = {"extra_body": {"timings_per_token": True, "return_progress": True, "cache_prompt": True}}
            return Endpoint(f"openai/{self._catalogued.name}", "embedded", server.api_base, server.api_key, extra)
        provider, _, _ = settings.model_id.partition("/")
        key = settings.model_api_key.get_secret_value() if settings.model_api_key else None
        base = settings.model_api_base
        if provider in ("ollama_chat", "ollama"):
            base = base or "http://localhost:11434"
            model = settings.model_id.replace("ollama/", "ollama_chat/", 1)
            return Endpoint(model, "ollama_chat", base.rstrip("/"), key, {"num_ctx": self.context_tokens})
        if base is None:
            return Endpoint(settings.model_id, provider, None, key)
        known = provider in import_litellm().provider_list and provider != settings.model_id
        model = settings.model_id if known else f"openai/{settings.model_id}"
        # Without a key of its own an address must not receive the provider's key from the environment.
        return Endpoint(model, provider if known else "openai", base.rstrip("/"), key or "none")

    def _ensure_server(self) -> local.ServerRecord:
        assert self._catalogued is not None
        with self._starting:  # the warm-up and the first call meet here
            return self._server_for(self._catalogued)

    def _server_for(self, model: catalog.CatalogModel) -> local.ServerRecord:
        if self._server is None or not self._server.file.exists():
            download.pull(model, progress=self._on_download, offline=self.settings.agent_offline)
            self._server = local.ensure(
                model,
                context_tokens=self.context_tokens,
                keep_alive_s=self.settings.model_keep_alive_s,
                on_notice=self._on_notice,
            )
        self._server.touch()
        return self._server

    def _window(self) -> int:
        wanted = self.settings.model_context_tokens or local.DEFAULT_CONTEXT_TOKENS
        if self._catalogued is not None and wanted > self._catalogued.context_tokens:
            raise ConfigError(
                f"MODEL_CONTEXT_TOKENS={wanted} is more than {self._catalogued.title} can take.",
                remedy=f"Set it to at most {self._catalogued.context_tokens}.",
            )
        if self.settings.model_max_tokens >= wanted:
            raise ConfigError(
                f"MODEL_MAX_TOKENS={self.settings.model_max_tokens} leaves no room for a prompt in a window of "
                f"{wanted} tokens.",
                remedy="Lower it, or raise MODEL_CONTEXT_TOKENS.",
            )
        return wanted

    def _refuse_remote_when_offline(self) -> None:
        if not self.settings.agent_offline or self._catalogued is not None:
            return
        is_ollama = self.settings.model_id.startswith("ollama")
        base = self.settings.model_api_base or ("http://localhost:11434" if is_ollama else None)
        if not is_loopback(base):
            raise ConfigError(
                f"AGENT_OFFLINE is set, but {self.settings.model_id!r} is reached at {base or 'its provider'}.",
                remedy="Choose an embedded or local model, or unset AGENT_OFFLINE.",
            )


@dataclass(frozen=True, slots=True)
class _End:
    finish_reason: str | None


class _Reply:
    """Gathers a streamed reply and cuts it behind the first complete code block."""

    def __init__(self, watcher: CallWatcher, started: float, ends: Callable[[str], int | None]) -> None:
        self._watcher = watcher
        self._ends = ends
        self._started = started
        self._pieces = 0
        self._timings: dict[str, Any] = {}
        self.text = ""
        self.usage: Any = None
        self.finish_reason: str | None = None
        self.first_token_s: float | None = None
        self.anything = False

    def take(self, chunk: Any) -> bool:
        """Add a chunk; whether the reply is complete and the rest is not wanted."""
        self.anything = True
        self.usage = getattr(chunk, "usage", None) or self.usage
        self._timings = getattr(chunk, "timings", None) or self._timings
        if progress := getattr(chunk, "prompt_progress", None):
            self._watcher.prefill(int(progress.get("processed", 0)), int(progress.get("total", 0)))
        if not chunk.choices:
            return False
        choice = chunk.choices[0]
        self.finish_reason = choice.finish_reason or self.finish_reason
        piece = getattr(choice.delta, "content", None) or ""
        if not piece:
            return False
        if self.first_token_s is None:
            self.first_token_s = time.monotonic() - self._started
        self._pieces += 1
        before = len(self.text)
        self.text += piece
        end = self._ends(self.text) if "`" in self.text[max(0, before - 3) :] else None
        if end is None:
            self._watcher.delta(piece)
            return False
        self.text = self.text[:end]
        self._watcher.delta(self.text[before:])
        self.finish_reason = "code_block"
        return True

    def end(self, end: _End) -> None:
        """The stream ended by itself.

        Raises:
            ModelProtocolError: nothing came. ModelUnreachable: it broke off.
        """
        if not self.anything or (not self.text and end.finish_reason is None and self.usage is None):
            raise ModelProtocolError(
                "The server answered with no completion (perhaps a web page or another service).",
                remedy="Check MODEL_API_BASE.",
            )
        if end.finish_reason is None:
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
            details = getattr(self.usage, "prompt_tokens_details", None)
            cached = int(getattr(details, "cached_tokens", None) or 0)
            return Usage(int(self.usage.prompt_tokens or estimate), int(self.usage.completion_tokens or 0), cached)
        if self._timings:
            cached = int(self._timings.get("cache_n", 0))
            evaluated = int(self._timings.get("prompt_n", 0))
            return Usage(cached + evaluated, int(self._timings.get("predicted_n", self._pieces)), cached)
        return Usage(estimate, self._pieces, 0)


def _estimate(litellm: ModuleType, payload: list[dict[str, str]], *, exact: bool) -> int:
    """Prompt tokens: by the tokenizer that LiteLLM ships (within a quarter of the model's own count; loading it takes
    0.3 s), or four characters a token."""
    if exact:
        return int(litellm.token_counter(model="gpt-4o", messages=payload))
    return sum(len(message["content"]) for message in payload) // 4


def _refuse_cut_prompt(usage: Any, estimate: int, room: int, window: int) -> None:
    """Ollama cuts a prompt that is too long from the front and answers 200.

    Its `prompt_eval_count` then is far below our own count (documented in docs/api.md of ollama/ollama).

    Raises:
        ContextTooLong
    """
    reported = int(getattr(usage, "prompt_tokens", 0) or 0)
    if reported and estimate > 256 and reported < 0.7 * estimate:
        raise ContextTooLong(
            f"The server read only {reported} of about {estimate} prompt tokens: it cut the front of the prompt off.",
            remedy=f"Raise MODEL_CONTEXT_TOKENS (now {window}, {room} for the prompt) and the server's own limit "
            "(OLLAMA_CONTEXT_LENGTH).",
        )


def _wait_s(error: ModelError, attempt: int) -> float:
    if isinstance(error, RateLimited) and error.retry_after_s is not None:
        return min(error.retry_after_s, LONGEST_WAIT_S)
    return min(LONGEST_WAIT_S, 2.0 ** (attempt - 1)) * random.uniform(0.8, 1.2)  # noqa: S311  # jitter, no secret


def _close(stream: Any) -> None:
    """Close the connection, so that the server stops generating."""
    inner = getattr(stream, "completion_stream", None)
    close = getattr(inner, "close", None) or getattr(getattr(inner, "response", None), "close", None)
    if close is not None:
        close()
