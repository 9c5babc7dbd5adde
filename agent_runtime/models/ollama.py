"""What Ollama offers beyond a chat: fetching models, and telling what is loaded and with which window.

Protocol: https://github.com/ollama/ollama/blob/main/docs/api.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import httpx

from agent_runtime.errors import ModelFileError, ModelProtocolError, ModelUnreachable, UnknownModel
from agent_runtime.models.download import Progress

_TIMEOUT = httpx.Timeout(5.0, read=600.0)


@dataclass(frozen=True, slots=True)
class Loaded:
    """One model in Ollama's memory."""

    name: str
    memory_bytes: int
    gpu_bytes: int
    context_tokens: int | None
    """The window it was loaded with; older servers do not say."""
    expires: str


def pull(base: str, name: str, *, progress: Progress) -> None:
    """Have the server fetch a model.

    Raises:
        ModelUnreachable: no server, or it broke off. UnknownModel, ModelFileError: it cannot fetch it.
    """
    try:
        with httpx.stream("POST", f"{base}/api/pull", json={"model": name}, timeout=_TIMEOUT) as response:
            if response.status_code != 200:
                response.read()
                raise UnknownModel(
                    f"Ollama cannot fetch {name!r}: {_error(response.text)}.", remedy="See https://ollama.com/library."
                )
            last = ""
            for line in response.iter_lines():
                if not line.strip():
                    continue
                status = json.loads(line)
                if "error" in status:
                    raise ModelFileError(
                        f"Ollama cannot fetch {name!r}: {status['error']}.", remedy="Check the name and the disk."
                    )
                last = str(status.get("status", ""))
                progress(last, int(status.get("completed", 0)), int(status.get("total", 0)))
    except httpx.HTTPError as error:
        raise ModelUnreachable(
            f"Ollama at {base} cannot be reached: {error}.", remedy="Start it with `ollama serve`."
        ) from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ModelProtocolError(f"{base} does not speak Ollama's protocol.", remedy="Check `api_base`.") from error
    if last != "success":
        raise ModelUnreachable(f"Ollama broke off while fetching {name!r}.", remedy="Run the same command again.")


def loaded(base: str, timeout_s: float = 3.0) -> list[Loaded]:
    """The models in memory.

    Raises:
        ModelUnreachable: no server, or one that does not tell.
    """
    try:
        entries = httpx.get(f"{base}/api/ps", timeout=timeout_s).json()["models"]
        return [
            Loaded(
                name=str(entry["name"]),
                memory_bytes=int(entry.get("size", 0)),
                gpu_bytes=int(entry.get("size_vram", 0)),
                context_tokens=int(entry["context_length"]) if entry.get("context_length") else None,
                expires=str(entry.get("expires_at", "")),
            )
            for entry in entries
        ]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise ModelUnreachable(f"Ollama at {base} does not tell what is loaded.", remedy="Is it running?") from error


def window(base: str, name: str) -> int | None:
    """The window that a model is loaded with, where the server says."""
    try:
        found = [entry for entry in loaded(base) if entry.name.removesuffix(":latest") == name.removesuffix(":latest")]
    except ModelUnreachable:
        return None
    return found[0].context_tokens if found else None


def _error(text: str) -> str:
    try:
        return str(json.loads(text)["error"])
    except (ValueError, KeyError, TypeError):
        return text[:200] or "no reason given"
