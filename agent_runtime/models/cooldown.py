"""Which models failed lately, for all processes of this user: a dead server is not tried anew by each of them."""

from __future__ import annotations

import time

from agent_runtime.config import state_dir
from agent_runtime.errors import ConfigError
from agent_runtime.governance.trust import read_private_json, write_private_json


def note(model_id: str, seconds: float, reason: str) -> None:
    """Leave a model alone for so long."""
    entries = _entries()
    entries[model_id] = {"until": time.time() + seconds, "reason": reason[:300]}
    write_private_json(state_dir() / "cooldowns.json", entries)


def active() -> dict[str, tuple[float, str]]:
    """Model -> seconds that are left, and the error that it gave."""
    now = time.time()
    return {
        name: (float(entry["until"]) - now, str(entry["reason"]))
        for name, entry in _entries().items()
        if float(entry["until"]) > now
    }


def forget(model_id: str) -> None:
    """Ask it again at once."""
    entries = _entries()
    if entries.pop(model_id, None) is not None:
        write_private_json(state_dir() / "cooldowns.json", entries)


def _entries() -> dict[str, dict[str, float | str]]:
    try:
        entries = read_private_json(state_dir() / "cooldowns.json")
    except ConfigError:  # torn or edited: nothing depends on it
        return {}
    return {
        name: entry for name, entry in entries.items() if isinstance(entry, dict) and {"until", "reason"} <= set(entry)
    }
