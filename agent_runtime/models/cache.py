"""Remembers replies, so that a run can be repeated without its model: keyed by all that a reply depends on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Generator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from peewee import DatabaseError, FloatField, Model, SqliteDatabase, TextField

from agent_runtime import __version__
from agent_runtime.config import state_dir
from agent_runtime.errors import RecordsError
from agent_runtime.models.base import CallWatcher, ChatModel, Completion, Message, RouteChoice, Sample, Sampling
from agent_runtime.types import Usage

FILE = "replies.sqlite3"


class ReplyStore:
    """Replies by key. Safe with several processes at once."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or state_dir() / FILE
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.touch(mode=0o600)
        self._database = SqliteDatabase(str(self.path), pragmas={"journal_mode": "wal", "busy_timeout": 5000})

        class Reply(Model):
            key = TextField(primary_key=True)
            reply = TextField()
            created = FloatField()

            class Meta:
                database = self._database

        self._replies: Any = Reply
        try:
            self._database.create_tables([Reply])
        except DatabaseError as error:
            raise self._unusable(error) from error

    def get(self, key: str) -> Completion | None:
        """The remembered reply."""
        row = self._replies.get_or_none(self._replies.key == key)
        if row is None:
            return None
        try:
            data = json.loads(row.reply)
            return Completion(**{**data, "usage": Usage(**data["usage"])})
        except (ValueError, TypeError, KeyError):  # of another version
            return None

    def put(self, key: str, completion: Completion) -> None:
        """Remember a reply.

        Raises:
            RecordsError: the file cannot be written.
        """
        try:
            self._replies.replace(key=key, reply=json.dumps(asdict(completion)), created=time.time()).execute()
        except DatabaseError as error:
            raise self._unusable(error) from error

    def count(self) -> int:
        """How many there are."""
        return int(self._replies.select().count())

    def clear(self) -> int:
        """Forget all; returns how many there were."""
        return int(self._replies.delete().execute())

    def close(self) -> None:
        """End the connection."""
        self._database.close()

    def _unusable(self, error: Exception) -> RecordsError:
        return RecordsError(f"{self.path} cannot be used: {error}.", remedy="Remove it, or leave --cache out.")


class CachedModel(ChatModel):
    """A model that is asked only what it was not asked before."""

    def __init__(self, model: ChatModel, store: ReplyStore | None = None) -> None:
        super().__init__(str(model.model_id), context_tokens=model.context_tokens)
        self._model = model
        self._store = store or ReplyStore()
        self._follow()

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        if sampling is not None:  # several different replies to one prompt are wanted
            return self._model.complete(messages, watcher, sampling)
        self._model.prefix = self.prefix
        key = key_of(self._model, messages)
        found = self._store.get(key)
        if found is not None:
            watcher.delta(found.text)
            return replace(found, parameters={**found.parameters, "cached": True}, duration_s=0.0, first_token_s=None)
        completion = self._model.complete(messages, watcher)
        self._store.put(key, completion)
        return completion

    def sample(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Sample, None, None]:
        self._model.watch = self.watch
        yield from self._model.sample(messages, sampling)

    def count_tokens(self, texts: Sequence[str]) -> list[int] | None:
        return self._model.count_tokens(texts)

    def warm_up(self) -> None:
        """Nothing: the model may never be asked."""

    @property
    def digest(self) -> str | None:
        return self._model.digest

    @property
    def secrets(self) -> tuple[str, ...]:
        return self._model.secrets

    def identity(self) -> dict[str, Any]:
        return self._model.identity()

    def route(self, task: str) -> RouteChoice | None:
        choice = self._model.route(task)
        self._follow()
        return choice

    def escalate(self) -> str | None:
        told = self._model.escalate()
        self._follow()
        return told

    def cancel(self) -> None:
        self._model.cancel()

    def _follow(self) -> None:
        self.model_id, self.context_tokens = self._model.model_id, self._model.context_tokens
        self.habits, self.reply_tokens = self._model.habits, self._model.reply_tokens


def key_of(model: ChatModel, messages: Sequence[Message]) -> str:
    """SHA-256 over the model's identity, the prompt and our version."""
    content = [__version__, model.identity(), [[message.role, message.content] for message in messages]]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
