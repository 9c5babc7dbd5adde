"""MODEL_ID -> the model that answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from agent_runtime.config import Settings
from agent_runtime.models.base import ChatModel
from agent_runtime.models.download import Progress
from agent_runtime.models.scripted import PREFIX, ScriptedModel


def make_model(
    settings: Settings,
    *,
    on_notice: Callable[[str], None] = lambda text: None,
    on_download: Progress = lambda what, done, total: None,
    sleep: Callable[[float], None] = time.sleep,
) -> ChatModel:
    """The model named by the settings; nothing is loaded or connected yet.

    Raises:
        ConfigError, UnknownModel: the name or the settings that go with it are wrong.
    """
    if settings.model_id.startswith(PREFIX):
        return ScriptedModel.from_file(Path(settings.model_id.removeprefix(PREFIX)))
    from agent_runtime.models.client import LiteLLMModel

    return LiteLLMModel(settings, on_notice=on_notice, on_download=on_download, sleep=sleep)
