"""ScriptedModel: replies from a file, for tests, demonstrations and bug reports."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from agent_runtime.errors import (
    ConfigError,
    ContextTooLong,
    Interrupted,
    ModelError,
    ModelOverloaded,
    ModelProtocolError,
    ModelTimeout,
    ModelUnreachable,
    RateLimited,
)
from agent_runtime.models.base import CallWatcher, ChatModel, Completion, Message, Sampling
from agent_runtime.models.reply import first_block_end
from agent_runtime.types import Usage

PREFIX = "scripted:"
ERRORS: dict[str, type[ModelError]] = {
    "unreachable": ModelUnreachable,
    "timeout": ModelTimeout,
    "overloaded": ModelOverloaded,
    "rate_limited": RateLimited,
    "context_too_long": ContextTooLong,
    "protocol": ModelProtocolError,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted reply."""

    text: str = ""
    tokens: int | None = None
    """Completion tokens to report; a quarter of the characters when unset."""
    delay: float = 0.0
    """Seconds before the reply."""
    error: str | None = None
    """One of `ERRORS`: raised instead of answering."""


class ScriptedModel(ChatModel):
    """Plays replies in order. A list of strings, or of objects with `text`, `tokens`, `delay`, `error`."""

    def __init__(self, replies: Sequence[Reply | str], *, name: str = "scripted") -> None:
        super().__init__(name, context_tokens=32768)
        self._replies = [Reply(reply) if isinstance(reply, str) else reply for reply in replies]
        self._cancelled = threading.Event()
        self.prompts: list[list[Message]] = []
        """Every prompt that was sent, for assertions."""

    @classmethod
    def from_file(cls, path: Path) -> ScriptedModel:
        """Read a YAML or JSON file: a list of replies, or an object with `replies`.

        Raises:
            ConfigError: it cannot be read or holds something else; the entry is named.
        """
        try:
            content = path.read_text(encoding="utf-8")
            data = json.loads(content) if path.suffix == ".json" else yaml.safe_load(content)
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise ConfigError(f"The script {str(path)!r} cannot be read: {error}.") from error
        if isinstance(data, dict):
            data = data.get("replies")
        if not isinstance(data, list):
            raise ConfigError(
                f"The script {str(path)!r} holds no list of replies.", remedy="See docs/scripted-model.md."
            )
        return cls([_reply(entry, number, path) for number, entry in enumerate(data, 1)], name=f"{PREFIX}{path.name}")

    def cancel(self) -> None:
        self._cancelled.set()

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        self._cancelled.clear()
        self.prompts.append(list(messages))
        number = len(self.prompts)
        if number > len(self._replies):
            raise ModelProtocolError(
                f"The script of {self.model_id} has {len(self._replies)} replies, but reply {number} was asked for.",
                remedy="Add a reply, or end with final_answer(...).",
            )
        reply = self._replies[number - 1]
        started = time.monotonic()
        if self._cancelled.wait(reply.delay):
            raise Interrupted("The model call was interrupted.")
        if reply.error:
            raise ERRORS[reply.error](f"Scripted error {reply.error!r}.")
        end = first_block_end(reply.text) if sampling is None else sampling.ends(reply.text)
        text = reply.text if end is None else reply.text[:end]
        watcher.delta(text)
        prompt_tokens = sum(len(message.content) for message in messages) // 4
        return Completion(
            text=text,
            finish_reason="stop" if end is None else "code_block",
            usage=Usage(prompt_tokens, reply.tokens if reply.tokens is not None else max(1, len(text) // 4)),
            model=str(self.model_id),
            provider="scripted",
            usage_estimated=True,
            duration_s=time.monotonic() - started,
        )


def _reply(entry: Any, number: int, path: Path) -> Reply:
    if isinstance(entry, str):
        return Reply(entry)
    if not isinstance(entry, dict) or not set(entry) <= set(Reply.__dataclass_fields__):
        raise ConfigError(
            f"Reply {number} of {str(path)!r} is neither a text nor an object of text, tokens, delay, error: {entry!r}."
        )
    if entry.get("error") is not None and entry["error"] not in ERRORS:
        raise ConfigError(f"Reply {number} of {str(path)!r}: error {entry['error']!r} is none of {', '.join(ERRORS)}.")
    return Reply(**entry)
