"""Our own llama.cpp server, asked directly: one reply, or several to one prompt that is evaluated once for all."""

from __future__ import annotations

import json
import math
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from agent_runtime.errors import Interrupted, ModelProtocolError, ModelTimeout
from agent_runtime.models.base import Alternative, CallWatcher, Completion, Message, Sample, Sampling
from agent_runtime.models.failures import translate
from agent_runtime.models.stream import Piece
from agent_runtime.types import Usage

CONNECT_TIMEOUT_S = 10.0
SEPARATOR = "\n\n----- next sample -----\n\n"
"""Between the samples of one request, where it is recorded as one completion."""


@dataclass(frozen=True, slots=True)
class SlotServer:
    """A llama.cpp server that takes `n` completions of one prompt in one request."""

    model: str
    api_base: str
    api_key: str
    timeout_s: float
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Sent with each request."""


@dataclass
class _Draw:
    """What has come so far of one request."""

    texts: dict[int, str] = field(default_factory=dict)
    alternatives: dict[int, list[Alternative]] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    cached: int = 0
    evaluated: int = 0
    pieces: int = 0
    first_s: float | None = None


def draw(
    server: SlotServer,
    messages: Sequence[Message],
    sampling: Sampling,
    watcher: CallWatcher,
    cancelled: Callable[[], bool],
) -> Generator[Sample, None, None]:
    """Yield each sample as it ends, by its own end or where `sampling.ends` finds it complete. `messages` end with
    what the samples begin with (`sampling.begin`), as the assistant's.

    Closing the iterator closes the connection, and the server stops generating. One completion is reported to the
    watcher, whatever the end.

    Raises:
        ModelError: the server cannot be reached, refuses, or falls silent. Interrupted: `cancelled` became true.
    """
    started = time.monotonic()
    state = _Draw()
    parameters: dict[str, Any] = {
        "n": sampling.n,
        "temperature": sampling.temperature,
        "max_tokens": sampling.max_tokens,
    }
    if sampling.seed is not None:
        parameters["seed"] = sampling.seed
    if sampling.alternatives:
        parameters |= {"logprobs": True, "top_logprobs": sampling.alternatives}
    payload = [{"role": message.role, "content": message.content} for message in messages]
    abandoned, lines = _start(server, payload, parameters)
    try:
        for chunk in _chunks(lines, server, cancelled):
            yield from _take(chunk, state, sampling, watcher, started)
            if len(state.ended) == sampling.n:
                return
        for index in sorted(set(state.texts) - state.ended):
            state.ended.add(index)
            yield Sample(index, state.texts[index], "length", tuple(state.alternatives.get(index, ())))
    finally:
        abandoned.set()
        watcher.finished(_completion(state, server, sampling, started))


def stream(
    server: SlotServer, messages: list[dict[str, str]], parameters: Mapping[str, Any], cancelled: Callable[[], bool]
) -> Generator[Piece, None, None]:
    """The events of one completion; closing the iterator closes the connection.

    Raises:
        ModelError, Interrupted: as `draw`.
    """
    abandoned, lines = _start(server, messages, parameters)
    try:
        for chunk in _chunks(lines, server, cancelled):
            choice: dict[str, Any] = next(iter(chunk.get("choices") or ()), {})
            yield Piece(
                (choice.get("delta") or {}).get("content") or "",
                choice.get("finish_reason"),
                timings=chunk.get("timings") or {},
                progress=chunk.get("prompt_progress") or {},
            )
    finally:
        abandoned.set()


def _start(
    server: SlotServer, messages: list[dict[str, str]], parameters: Mapping[str, Any]
) -> tuple[threading.Event, queue.Queue[str | Exception | None]]:
    """Send a request; what to set when nobody reads any more, and the lines of the reply."""
    abandoned = threading.Event()
    lines: queue.Queue[str | Exception | None] = queue.Queue()
    body = {
        "model": server.model,
        "messages": messages,
        **parameters,
        "stream": True,
        "cache_prompt": True,
        "timings_per_token": True,
        "return_progress": True,
        **server.extra,
    }
    threading.Thread(target=_read, args=(server, body, lines, abandoned), daemon=True, name="model stream").start()
    return abandoned, lines


def _read(
    server: SlotServer, body: dict[str, Any], lines: queue.Queue[str | Exception | None], abandoned: threading.Event
) -> None:
    """In a thread, so that cancellation holds while the server is silent."""
    try:
        timeout = httpx.Timeout(server.timeout_s, connect=CONNECT_TIMEOUT_S)
        with (
            httpx.Client(trust_env=False, timeout=timeout) as client,
            client.stream(
                "POST",
                f"{server.api_base}/chat/completions",
                json=body,
                headers={"Authorization": f"Bearer {server.api_key}"},
            ) as response,
        ):
            if response.status_code != httpx.codes.OK:
                response.read()
                response.raise_for_status()
            for line in response.iter_lines():
                if abandoned.is_set():
                    return
                lines.put(line)
        lines.put(None)
    except Exception as error:  # noqa: BLE001  # the thread's boundary: handed to the caller
        lines.put(error)


def _chunks(
    lines: queue.Queue[str | Exception | None], server: SlotServer, cancelled: Callable[[], bool]
) -> Iterator[dict[str, Any]]:
    waited_from = time.monotonic()
    while True:
        if cancelled():
            raise Interrupted("The model call was interrupted.")
        try:
            line = lines.get(timeout=0.1)
        except queue.Empty:
            if time.monotonic() - waited_from > server.timeout_s:
                raise ModelTimeout(
                    f"{server.model} sent nothing within {server.timeout_s:g} s.",
                    remedy="Raise MODEL_TIMEOUT_S, or use a smaller model.",
                ) from None
            continue
        waited_from = time.monotonic()
        if isinstance(line, Exception):
            raise translate(line, server.model, server.api_base) from line
        if line is None or line == "data: [DONE]":
            return
        if not line.startswith("data: "):
            continue
        try:
            chunk = json.loads(line.removeprefix("data: "))
        except ValueError as error:
            raise ModelProtocolError(f"{server.model} sent a torn event: {line[:80]!r}.") from error
        if isinstance(chunk, dict):
            yield chunk


def _take(
    chunk: dict[str, Any], state: _Draw, sampling: Sampling, watcher: CallWatcher, started: float
) -> Generator[Sample, None, None]:
    timings = chunk.get("timings") or {}
    state.cached = max(state.cached, int(timings.get("cache_n") or 0))
    state.evaluated = max(state.evaluated, int(timings.get("prompt_n") or 0))
    if progress := chunk.get("prompt_progress"):
        watcher.prefill(int(progress.get("processed", 0)), int(progress.get("total", 0)))
    for choice in chunk.get("choices") or ():
        index = int(choice.get("index", 0))
        if index in state.ended:
            continue
        piece = (choice.get("delta") or {}).get("content") or ""
        if piece:
            state.first_s = state.first_s if state.first_s is not None else time.monotonic() - started
            state.pieces += 1
            if index == 0:
                watcher.delta(piece)
        before = state.texts.get(index, sampling.begin)
        if noted := (choice.get("logprobs") or {}).get("content"):
            state.alternatives.setdefault(index, []).extend(_alternatives(noted, len(before)))
        text = state.texts[index] = before + piece
        end = sampling.ends(text) if "`" in piece or "\n" in piece else None
        reason = choice.get("finish_reason")
        if end is not None or reason:
            state.ended.add(index)
            state.texts[index] = text if end is None else text[:end]
            told = "code_block" if end is not None else str(reason)
            yield Sample(index, state.texts[index], told, tuple(state.alternatives.get(index, ())))


def _alternatives(tokens: Sequence[dict[str, Any]], at: int) -> Iterator[Alternative]:
    """What else was likely in the place of each token, the first of which stands at character `at`. Torn characters and
    the marks of a chat's turns are left out."""
    for token in tokens:
        for other in token.get("top_logprobs") or ():
            text = other.get("token") or ""
            if text and text != token["token"] and "\ufffd" not in text and not text.startswith("<|"):
                yield Alternative(at, text, math.exp(other["logprob"]))
        at += len(token["token"])


def _completion(state: _Draw, server: SlotServer, sampling: Sampling, started: float) -> Completion:
    duration_s = time.monotonic() - started
    generating_s = duration_s - (state.first_s or duration_s)
    return Completion(
        text=SEPARATOR.join(state.texts[index] for index in sorted(state.texts)),
        finish_reason="stop",
        usage=Usage(state.cached + state.evaluated, state.pieces, state.cached),
        model=server.model,
        provider="embedded",
        first_token_s=state.first_s,
        duration_s=duration_s,
        tokens_per_s=state.pieces / generating_s if generating_s > 0 else None,
        evaluated_tokens=state.evaluated,
        parameters={"temperature": sampling.temperature, "max_tokens": sampling.max_tokens, "n": sampling.n},
    )
