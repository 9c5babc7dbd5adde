"""Remembered replies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent_runtime.config import Settings
from agent_runtime.errors import RecordsError
from agent_runtime.models.base import ChatModel, Message, SilentWatcher
from agent_runtime.models.cache import CachedModel, ReplyStore
from agent_runtime.models.registry import make_model
from tests.fakes.model_servers import OpenAIHandler, Script, serve

PROMPT = [Message("user", "Say hi.")]


class Watcher(SilentWatcher):
    def __init__(self) -> None:
        self.text = ""

    def delta(self, text: str) -> None:
        self.text += text


def cached(address: str, workspace: Path, **settings: Any) -> ChatModel:
    values = {"model_id": "openai/tiny", "model_api_base": f"{address}/v1", "model_cache": True, **settings}
    return make_model(Settings(**values), workspace=workspace)


def test_the_same_prompt_is_asked_once(tmp_path: Path) -> None:
    with serve(OpenAIHandler, Script("First."), Script("Second.")) as server:
        model = cached(server.address, tmp_path)
        first = model.complete(PROMPT, SilentWatcher())
        watcher = Watcher()
        again = cached(server.address, tmp_path).complete(PROMPT, watcher)  # as another process would
        assert (first.text, again.text, watcher.text) == ("First.", "First.", "First.")
        assert "cached" not in first.parameters
        assert again.parameters["cached"] is True
        assert again.usage == first.usage
        assert len(server.requests) == 1
        assert model.complete([*PROMPT, Message("user", "x")], SilentWatcher()).text == "Second."


@pytest.mark.parametrize(
    "change", [{"model_temperature": 0.5}, {"model_seed": 7}, {"model_max_tokens": 99}, {"model_id": "openai/other"}]
)
def test_whatever_matters_is_part_of_the_key(tmp_path: Path, change: dict[str, Any]) -> None:
    with serve(OpenAIHandler, Script("First."), Script("Second.")) as server:
        assert cached(server.address, tmp_path).complete(PROMPT, SilentWatcher()).text == "First."
        assert cached(server.address, tmp_path, **change).complete(PROMPT, SilentWatcher()).text == "Second."


def test_the_store_counts_and_forgets_and_outlives_another_version() -> None:
    store = ReplyStore()
    with serve(OpenAIHandler, Script("Hi.")) as server:
        settings = Settings(model_id="openai/tiny", model_api_base=f"{server.address}/v1")
        CachedModel(make_model(settings), store).complete(PROMPT, SilentWatcher())
    assert store.count() == 1
    store._replies.update(reply='{"text": "x", "other": 1}').execute()
    assert all(store.get(row.key) is None for row in store._replies.select())
    assert store.clear() == 1
    assert store.count() == 0
    assert store.path.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite3"
    path.write_text("this is no database, " * 100)
    with pytest.raises(RecordsError, match=r"replies\.sqlite3.*leave --cache out"):
        ReplyStore(path)
