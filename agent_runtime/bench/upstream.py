"""The one model server that all agents of a bench use."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from agent_runtime.config import APP, Settings
from agent_runtime.errors import ConfigError, ModelUnreachable
from agent_runtime.models import catalog, local
from agent_runtime.models.probes import FOLDER as PROBES


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where requests go, and what the model is called there."""

    model_id: str
    """As agent-runtime names it."""
    model: str
    """As the server names it."""
    api_base: str
    api_key: str | None
    record: local.ServerRecord | None = None
    """Of the embedded server."""

    @property
    def is_llama(self) -> bool:
        """Whether it is llama.cpp's server, which takes `timings_per_token`."""
        return self.record is not None

    def touch(self) -> None:
        """Tell the embedded server that it is in use."""
        if self.record is not None:
            self.record.touch()

    def connect(self, timeout_s: float) -> http.client.HTTPConnection:
        """A new connection, not opened yet."""
        parts = urlsplit(self.api_base)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        return kind(parts.hostname or "127.0.0.1", parts.port, timeout=timeout_s)

    def base_at(self, address: str) -> str:
        """The API's address when its host is replaced by a proxy at `address`."""
        return address + urlsplit(self.api_base).path.rstrip("/")

    def enter(self, state: Path, port: int, key: str) -> None:
        """Make the embedded server known at another port in a state folder (XDG_STATE_HOME) of somebody else, who then
        finds and uses it with all its features. It stays the same process; nobody there starts one of their own."""
        if self.record is None:
            return
        folder = state / APP / self.record.file.parent.name
        folder.mkdir(parents=True, mode=0o700)
        probes = self.record.file.parent.parent / PROBES
        if probes.is_dir():  # what is known of the model decides how it is loaded
            shutil.copytree(probes, state / APP / PROBES)
        entry = json.loads(self.record.file.read_text()) | {"port": port, "api_key": key}
        with os.fdopen(os.open(folder / self.record.file.name, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            json.dump(entry, file)


def find(settings: Settings, on_notice: Callable[[str], None]) -> Upstream:
    """The server of the settings' model; the embedded one is started.

    Raises:
        ConfigError: no server is known. ModelError: the embedded one does not start.
    """
    if settings.model_id.startswith(catalog.PREFIX):
        return _embedded(settings, on_notice)
    if settings.model_api_base is None:
        raise ConfigError(
            f"The bench counts at the model server, and {settings.model_id!r} names none.",
            remedy="Use an embedded model, or set MODEL_API_BASE to the server's address.",
        )
    key = settings.model_api_key.get_secret_value() if settings.model_api_key else None
    _, _, name = settings.model_id.partition("/")
    return Upstream(settings.model_id, name or settings.model_id, settings.model_api_base.rstrip("/"), key)


def _embedded(settings: Settings, on_notice: Callable[[str], None]) -> Upstream:
    from agent_runtime.models.registry import make_model

    model = make_model(settings, on_notice=on_notice)
    model.warm_up()
    name = settings.model_id.removeprefix(catalog.PREFIX)
    with contextlib.suppress(StopIteration):
        record = next(
            record
            for record in local.running()
            if record.model_name == name and record.context_tokens == model.context_tokens
        )
        return Upstream(settings.model_id, name, record.api_base, record.api_key, record)
    raise ModelUnreachable(f"The server of {settings.model_id!r} is not there.", remedy="`agent-runtime models ps`")
