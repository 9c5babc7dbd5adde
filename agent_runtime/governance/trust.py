"""Small private JSON files of the user: trusted policy files and approvals for always."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from agent_runtime.config import config_dir
from agent_runtime.errors import ConfigError


def read_private_json(path: Path) -> dict[str, Any]:
    """A JSON object, or an empty one when the file is missing.

    Raises:
        ConfigError: it cannot be read or is no JSON object.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.", remedy="Mend or remove it.") from error
    if not isinstance(data, dict):
        raise ConfigError(f"{path} is no JSON object.", remedy="Remove it.")
    return data


def write_private_json(path: Path, data: dict[str, Any]) -> None:
    """Replace the file in one step, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class TrustStore:
    """Workspace policy files that the user trusts, by path and sha256."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_dir() / "trust.json"

    def entries(self) -> dict[str, str]:
        """Path -> sha256."""
        return {str(k): str(v) for k, v in read_private_json(self.path).items()}

    def trusts(self, file: Path, content: bytes) -> bool:
        """Whether exactly this content at this place was trusted."""
        return self.entries().get(str(file.resolve())) == hashlib.sha256(content).hexdigest()

    def trust(self, file: Path) -> str:
        """Trust a file as it stands now; gives its sha256.

        Raises:
            ConfigError: it cannot be read.
        """
        try:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError as error:
            raise ConfigError(f"{file} cannot be read: {error}.", remedy="Name a policy file.") from error
        write_private_json(self.path, {**self.entries(), str(file.resolve()): digest})
        return digest

    def revoke(self, file: Path) -> bool:
        """Trust a file no longer; whether it was trusted."""
        entries = self.entries()
        if entries.pop(str(file.resolve()), None) is None:
            return False
        write_private_json(self.path, dict(entries))
        return True
