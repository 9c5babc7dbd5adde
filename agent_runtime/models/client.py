"""The smolagents Model over LiteLLM: Ollama, any OpenAI-compatible server, hosted providers."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import random
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx

from agent_runtime.config import Settings
from agent_runtime.errors import (
    BadApiKey,
    ConfigError,
    ContextTooLong,
    Interrupted,
    ModelError,
    ModelProtocolError,
    ModelTimeout,
    ModelUnreachable,
    RateLimited,
)
from agent_runtime.models import download, local, ollama, weights
from agent_runtime.models.base import CallWatcher, ChatModel, Completion, Message, Sampling
from agent_runtime.models.endpoint import (
    Endpoint,
    adhoc,
    endpoint_of,
    own_key,
    refuse_remote,
    same_model,
)
from agent_runtime.models.failures import translate
from agent_runtime.models.probes import habits_of, with_profile
from agent_runtime.models.profiles import Profile
from agent_runtime.models.reply import block_end_after_thought, first_block_end
from agent_runtime.models.slots import Slots
from agent_runtime.models.stream import Reply, estimate_tokens, piece_of, price_usd, refuse_cut_prompt
from agent_runtime.models.tokens import ServerTokenizer, tokenizer_of
from agent_runtime.types import JsonValue

CONNECT_TIMEOUT_S = 10.0
BETWEEN_TOKENS_TIMEOUT_S = 120.0
ATTEMPTS = 4
LONGEST_WAIT_S = 60.0
TOUCH_EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class _End:
    """The stream's own end."""

    finish_reason: str | None


def import_litellm() -> ModuleType:
    """Import LiteLLM (seconds) without its network access and its chatter."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    # It takes a hundred equal chunks for a broken server; small models do that, and max_tokens ends it.
    os.environ["REPEATED_STREAMING_CHUNK_LIMIT"] = "1000000"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import litellm
    litellm.suppress_debug_info = True
    logging.getLogger("LiteLLM Router").setLevel(logging.CRITICAL)  # what it reports, our errors say
    litellm.telemetry = False
    return litellm


class LiteLLMModel(ChatModel):
    """One model through LiteLLM, with our own time limits, retries and errors."""

    def __init__(
        self,
        settings: Settings,
        profile: Profile | None = None,
        *,
        workspace: Path | None = None,
        on_notice: Callable[[str], None] = lambda text: None,
        on_download: download.Progress = lambda what, done, total: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Without a `profile` the settings' MODEL_ID, address and key tell everything."""
        self.profile = profile or adhoc(settings)
        habits = habits_of(self.profile)
        self.settings = with_profile(settings, self.profile, habits)
        self._workspace = workspace or Path.cwd()
        self._declared = profile is not None
        self._on_notice = on_notice
        self._on_download = on_download
        self._sleep = sleep
        self._cancelled = threading.Event()
        self._server: local.ServerRecord | None = None
        self._tokenizer: ServerTokenizer | None = None
        self._starting = threading.Lock()
        self._local = self.profile.backend in weights.BACKENDS
        self._told_model = False
        self._window_checked = False
        super().__init__(self.profile.id, context_tokens=self._window())
        self.habits, self.reply_tokens = habits, self.settings.model_max_tokens
        refuse_remote(self.profile, settings.agent_offline)
        self.slots = Slots(self.profile.id, self.profile.concurrency)

    def warm_up(self) -> None:
        """Import LiteLLM and start the local server, side by side."""
        importing = threading.Thread(target=import_litellm, daemon=True)
        importing.start()
        if self._local:
            self._ensure_server()
        importing.join()

    @property
    def digest(self) -> str | None:
        return weights.digest(self.profile)

    def identity(self) -> dict[str, Any]:
        profile = self.profile.model_dump(mode="json", exclude_defaults=True)
        base = self.settings.model_api_base if not self._declared else None
        return {**super().identity(), "profile": profile, "api_base": base, "parameters": self._parameters()}

    @property
    def secrets(self) -> tuple[str, ...]:
        with contextlib.suppress(BadApiKey):  # the first call says so
            key = self._key()
            return (key,) if key else ()
        return ()

    def cancel(self) -> None:
        self._cancelled.set()

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        self._cancelled.clear()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.slots.hold(self._cancelled):
                    return self.attempt(messages, watcher, sampling)
            except ModelError as error:
                if not error.retryable or attempt == ATTEMPTS:
                    raise
                pause_s = wait_s(error, attempt)
                watcher.retry(error, attempt, pause_s)
                self._sleep(pause_s)
        raise AssertionError("unreachable")

    def attempt(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        """Ask once; a retry or another model is the caller's business.

        Raises:
            ModelError, Interrupted
        """
        try:
            return self._attempt(messages, watcher, sampling)
        except ModelUnreachable:
            self._server = self._tokenizer = None
            raise

    def count_tokens(self, texts: Sequence[str]) -> list[int] | None:
        if self._tokenizer is None:
            self._tokenizer = tokenizer_of(self.profile, self._server, self._key)
        return None if self._tokenizer is None else self._tokenizer.count(texts)

    def _attempt(self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None) -> Completion:
        endpoint = self._endpoint()
        started = time.monotonic()
        payload = [{"role": message.role, "content": message.content} for message in messages]
        estimate = self._estimate(endpoint, payload)
        room = self.context_tokens - self.settings.model_max_tokens
        if estimate > 1.25 * room:
            raise ContextTooLong(
                f"The prompt has about {estimate} tokens, but the window of {self.model_id} is {self.context_tokens}"
                f" and {self.settings.model_max_tokens} of them are kept for the reply.",
                remedy="Raise MODEL_CONTEXT_TOKENS if the model allows it, or give a smaller task.",
            )
        first_end = block_end_after_thought if self.settings.agent_thinking == "on" else first_block_end
        ends = sampling.ends if sampling else first_end
        reply = Reply(watcher, started=started, ends=ends)
        parameters = self._parameters(sampling)
        try:
            self._stream(endpoint, payload, parameters, reply)
        except httpx.HTTPError as error:
            raise translate(error, endpoint.model, endpoint.api_base) from error
        if endpoint.provider == "ollama_chat":
            self._check_window(endpoint)
            refuse_cut_prompt(reply.usage, estimate, room, self.context_tokens)
        self._check_model(reply.answered_by)
        completion = reply.completion(self.model_id, endpoint.provider, estimate, parameters)
        if endpoint.api_base is not None:
            return completion
        return replace(completion, cost_usd=price_usd(import_litellm(), endpoint.model, completion.usage))

    def _estimate(self, endpoint: Endpoint, payload: list[dict[str, str]]) -> int:
        """Prompt tokens; for Ollama, which cuts prompts silently, by the tokenizer that LiteLLM ships (within a quarter
        of the model's own count; loading it takes 0.3 s)."""
        if endpoint.provider == "ollama_chat":
            return int(import_litellm().token_counter(model="gpt-4o", messages=payload))
        return estimate_tokens(payload)

    def _check_window(self, endpoint: Endpoint) -> None:
        """Ollama may load a model with less than `num_ctx` (its own limit): from then on we count with that."""
        if self._window_checked or endpoint.api_base is None:
            return
        self._window_checked = True
        loaded = ollama.window(endpoint.api_base, self.profile.model)
        if loaded is not None and loaded < self.context_tokens:
            self._on_notice(f"Ollama gave {self.profile.model} a window of {loaded}, not {self.context_tokens} tokens")
            self.context_tokens = loaded

    def _check_model(self, answered_by: str | None) -> None:
        """Another model than the one that was asked for is an error on a declared server, else said once."""
        asked = self.profile.model.rpartition("/")[2] if self.profile.backend == "litellm" else self.profile.model
        if self._local or answered_by is None or same_model(asked, answered_by):
            return
        if self.profile.backend == "openai" and not self.profile.any_model:  # hosted names are often aliases
            raise ModelProtocolError(
                f"{self.profile.api_base} answered with {answered_by!r}, but {asked!r} was asked for.",
                remedy=f"Mend `model` of {self.profile.id!r} in models.toml, or set `any_model = true` there.",
            )
        if not self._told_model:
            self._told_model = True
            self._on_notice(f"{asked} was asked for, {answered_by} answers")

    def _stream(
        self, endpoint: Endpoint, payload: list[dict[str, str]], parameters: dict[str, JsonValue], reply: Reply
    ) -> None:
        """Read the stream in a thread, so that time limits and cancellation hold whatever the socket does."""
        litellm = import_litellm()
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
        touch_at = time.monotonic() + TOUCH_EVERY_S
        try:
            for item in self._items(chunks, reply):
                if isinstance(item, Exception):
                    raise translate(item, endpoint.model, endpoint.api_base) from item
                if isinstance(item, _End):
                    reply.end(item.finish_reason)
                    return
                if reply.take(piece_of(item)):
                    return
                if self._server is not None and time.monotonic() > touch_at:
                    self._server.touch()
                    touch_at = time.monotonic() + TOUCH_EVERY_S
        finally:
            abandoned.set()

    def _items(self, chunks: queue.Queue[Any], reply: Reply) -> Iterator[Any]:
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
        if self.profile.top_p is not None:
            parameters["top_p"] = self.profile.top_p
        return parameters

    def _endpoint(self) -> Endpoint:
        server = self._ensure_server() if self._local else None
        return endpoint_of(self.profile, self._key(), self.context_tokens, server, self.settings.agent_thinking)

    def _key(self) -> str | None:
        """Read anew for each call: it may have been stored meanwhile, and is kept nowhere."""
        return own_key(self.settings, self.profile if self._declared else None, self._workspace)

    def _ensure_server(self) -> local.ServerRecord:
        with self._starting:  # the warm-up and the first call meet here
            if self._server is None or not self._server.file.exists():
                weights.fetch(self.profile, progress=self._on_download, offline=self.settings.agent_offline)
                self._server = local.ensure(self._server_spec(), on_notice=self._on_notice)
                self._tokenizer = None
            self._server.touch()
            return self._server

    def _server_spec(self) -> local.ServerSpec:
        return weights.server_spec(
            self.profile,
            context_tokens=self.context_tokens,
            keep_alive_s=self.settings.model_keep_alive_s,
            offline=self.settings.agent_offline,
        )

    def _window(self) -> int:
        wanted = self.settings.model_context_tokens or local.DEFAULT_CONTEXT_TOKENS
        limit = weights.window_limit(self.profile)
        if limit is not None and wanted > limit:
            raise ConfigError(
                f"MODEL_CONTEXT_TOKENS={wanted} is more than {self.profile.title or self.profile.id} can take.",
                remedy=f"Set it to at most {limit}.",
            )
        if self.settings.model_max_tokens >= wanted:
            raise ConfigError(
                f"MODEL_MAX_TOKENS={self.settings.model_max_tokens} leaves no room for a prompt in a window of "
                f"{wanted} tokens.",
                remedy="Lower it, or raise MODEL_CONTEXT_TOKENS.",
            )
        return wanted


def wait_s(error: ModelError, attempt: int) -> float:
    """Seconds before the next attempt: what the server asks for, else doubling from 1 s, with jitter."""
    if isinstance(error, RateLimited) and error.retry_after_s is not None:
        return min(error.retry_after_s, LONGEST_WAIT_S)
    return min(LONGEST_WAIT_S, 2.0 ** (attempt - 1)) * random.uniform(0.8, 1.2)  # noqa: S311  # jitter, no secret


def _close(stream: Any) -> None:
    """Close the connection, so that the server stops generating."""
    inner = getattr(stream, "completion_stream", None)
    close = getattr(inner, "close", None) or getattr(getattr(inner, "response", None), "close", None)
    if close is not None:
        close()
