"""The embedded model: our own llama.cpp server, spoken to without LiteLLM.

Importing LiteLLM takes seconds, and its work for each token a tenth of what a small model generates on two cores
(docs/benchmarks.md); of what it does, nothing is needed here.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any, Literal

from agent_runtime.config import Settings
from agent_runtime.models import local
from agent_runtime.models.base import Message, Sample, Sampling
from agent_runtime.models.client import LiteLLMModel
from agent_runtime.models.diverging import distinct
from agent_runtime.models.endpoint import Endpoint
from agent_runtime.models.profiles import Profile
from agent_runtime.models.sampling import SlotServer, draw, stream
from agent_runtime.models.stream import Reply
from agent_runtime.types import JsonValue


class EmbeddedModel(LiteLLMModel):
    """A model of the catalog or a GGUF file, run by our own server; limits, retries and errors are the same."""

    def __init__(self, settings: Settings, profile: Profile | None = None, **told: Any) -> None:
        super().__init__(settings, profile, **told)
        self._given = (settings, told)
        self.may_speculate = self.profile.speculation is None
        """Nobody has said how tokens are guessed ahead: a probe may find out."""
        if self.may_speculate and self.habits.speculation != "none":
            self.profile = self.profile.model_copy(update={"speculation": self.habits.speculation})

    def speculating(self, how: Literal["none", "ngram"]) -> EmbeddedModel:
        """The same model on a server that guesses tokens ahead in this way."""
        settings, told = self._given
        return EmbeddedModel(settings, self.profile.model_copy(update={"speculation": how}), **told)

    def stop(self) -> None:
        """End the server, if it runs."""
        if self._server is not None:
            local.stop(self._server)
            self._server = None

    def warm_up(self) -> None:
        self._ensure_server()

    def sample(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Sample, None, None]:
        self._cancelled.clear()
        if sampling.distinct:
            return distinct(lambda one: next(iter([*self._drawn(messages, one)]), None), sampling)
        return self._drawn(messages, sampling)

    def _drawn(self, messages: Sequence[Message], sampling: Sampling) -> Generator[Sample, None, None]:
        """The samples of one request to the server."""
        server = self._slot_server(self._endpoint())
        prompt = [*messages, Message("assistant", sampling.begin)] if sampling.begin else messages
        with self.slots.hold(self._cancelled), self.watch(prompt) as watcher:
            yield from draw(server, prompt, sampling, watcher, self._cancelled.is_set)

    def _stream(
        self, endpoint: Endpoint, payload: list[dict[str, str]], parameters: dict[str, JsonValue], reply: Reply
    ) -> None:
        with closing(stream(self._slot_server(endpoint), payload, parameters, self._cancelled.is_set)) as pieces:
            for piece in pieces:
                if reply.take(piece):
                    break
            else:
                reply.end(reply.finish_reason)
        if self._server is not None and self.prefix:
            self._server.keep([{"role": message.role, "content": message.content} for message in self.prefix])

    def _slot_server(self, endpoint: Endpoint) -> SlotServer:
        if endpoint.api_base is None or endpoint.api_key is None:
            raise AssertionError("our own server has an address and a key")
        return SlotServer(
            endpoint.model, endpoint.api_base, endpoint.api_key, self.settings.model_timeout_s, endpoint.extra
        )
