"""What Ollama offers beyond a chat, against a server that speaks its protocol."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent_runtime.config import Settings
from agent_runtime.errors import ModelFileError, ModelProtocolError, ModelUnreachable
from agent_runtime.models import ollama
from agent_runtime.models.base import Message, SilentWatcher
from agent_runtime.models.registry import make_model
from tests.fakes.model_servers import OllamaHandler, OpenAIHandler, Script, serve
from tests.models.test_profiles import user_file

Waits = tuple[list[float], Callable[[float], None]]


def test_pull_tells_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    with serve(OllamaHandler, models=("qwen:1b",)) as server:
        ollama.pull(server.address, "qwen:1b", progress=lambda *progress: told.append(progress))
    assert ("pulling 8934d96d3f08", 50, 100) in told
    assert told[-1][0] == "success"


def test_pull_of_what_there_is_not() -> None:
    with serve(OllamaHandler) as server, pytest.raises(ModelFileError, match=r"'nothing'.*manifest"):
        ollama.pull(server.address, "nothing", progress=lambda *progress: None)


def test_pull_that_breaks_off() -> None:
    with serve(OllamaHandler, Script(break_after=3)) as server, pytest.raises(ModelUnreachable, match="same command"):
        ollama.pull(server.address, "tiny", progress=lambda *progress: None)


def test_pull_from_something_else() -> None:
    with pytest.raises(ModelUnreachable, match="ollama serve"):
        ollama.pull("http://127.0.0.1:9", "tiny", progress=lambda *progress: None)
    with (
        serve(OpenAIHandler, Script(body="<html>", headers={"Content-Type": "text/html"})) as server,
        pytest.raises(ModelProtocolError, match="Ollama's protocol"),
    ):
        ollama.pull(server.address, "tiny", progress=lambda *progress: None)


def test_what_is_loaded_and_with_which_window() -> None:
    with serve(OllamaHandler) as server:
        server.loaded["tiny"] = 4096
        assert ollama.loaded(server.address) == [ollama.Loaded("tiny:latest", 5 << 30, 0, 4096, "t")]
        assert ollama.window(server.address, "tiny") == 4096
        assert ollama.window(server.address, "other") is None
    assert ollama.window(server.address, "tiny") is None
    with pytest.raises(ModelUnreachable):
        ollama.loaded(server.address)


def test_a_smaller_window_than_asked_is_told_and_counted_with(tmp_path: Path, no_sleep: Waits) -> None:
    with serve(OllamaHandler, Script("Hi.")) as server:
        server.loaded["tiny"] = 4096
        user_file(
            f'[[model]]\nid = "o"\nbackend = "ollama"\nmodel = "tiny"\napi_base = "{server.address}"\n'
            "context_tokens = 8192\nkeep_alive_s = 90\ntop_k = 5\n"
        )
        notices: list[str] = []
        model = make_model(Settings(model_id="o"), workspace=tmp_path, on_notice=notices.append, sleep=no_sleep[1])
        for _ in range(2):
            model.complete([Message("user", "Hi")], SilentWatcher())
        assert notices == ["Ollama gave tiny a window of 4096, not 8192 tokens"]
        assert model.context_tokens == 4096
        chat = [request for request in server.requests if request["path"] == "/api/chat"]
        assert (chat[0]["options"]["num_ctx"], chat[0]["keep_alive"]) == (8192, "90s")
        assert chat[0]["options"]["top_k"] == 5
        assert chat[1]["options"]["num_ctx"] == 4096
