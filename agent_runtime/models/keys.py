"""API keys: from the environment, the workspace's `.env`, or the system keyring; never logged or handed on."""

from __future__ import annotations

import os
from pathlib import Path

from agent_runtime.config import APP
from agent_runtime.errors import BadApiKey


def find_key(name: str, workspace: Path) -> tuple[str, str] | None:
    """The key called `name` and where it was found (`environment`, `.env`, `keyring`); `None` when nowhere."""
    if value := os.environ.get(name):
        return value, "environment"
    from dotenv import dotenv_values

    try:
        value = dotenv_values(workspace / ".env", interpolate=False).get(name)
    except (OSError, UnicodeDecodeError):
        value = None
    if value:
        return value, ".env"
    value = _from_keyring(name)
    return (value, "keyring") if value else None


def require_key(name: str, workspace: Path, model: str) -> str:
    """The key called `name`.

    Raises:
        BadApiKey: it is nowhere.
    """
    found = find_key(name, workspace)
    if found is None:
        raise BadApiKey(
            f"The key {name} of {model!r} is neither in the environment nor in .env nor in the system keyring.",
            remedy=f"Set it, or store it with `keyring set {APP} {name}` (needs the extra 'keyring').",
        )
    return found[0]


def _from_keyring(name: str) -> str | None:
    try:
        import keyring
        import keyring.errors
    except ImportError:  # an extra
        return None
    try:
        value = keyring.get_password(APP, name)
    except keyring.errors.KeyringError:  # no keyring on this machine, or it stays locked
        return None
    return str(value) if value else None
