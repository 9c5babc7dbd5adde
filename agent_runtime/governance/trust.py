"""Small private JSON files of the user: trusted policy files and approvals for always."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent_runtime.config import config_dir
from agent_runtime.errors import ConfigError

_MAX_BYTES = 16 << 20


def read_regular(path: Path, max_bytes: int = _MAX_BYTES) -> bytes:
    """The content of a file that a repository may bring: never of a device or a FIFO, which would not end.

    Raises:
        OSError: it is missing, no regular file, or larger than `max_bytes`.
    """
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(number, "rb") as stream:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(f"{path} is no regular file")
        data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise OSError(f"{path} is larger than {max_bytes} bytes")
    return data


def read_private_json(path: Path) -> dict[str, Any]:
    """A JSON object, or an empty one when the file is missing.

    Raises:
        ConfigError: it cannot be read, is no JSON object, or could have been written by somebody else.
    """
    try:
        data = json.loads(read_regular(path))
        _check_owner(path)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.", remedy="Mend or remove it.") from error
    if not isinstance(data, dict):
        raise ConfigError(f"{path} is no JSON object.", remedy="Remove it.")
    return data


def _check_owner(path: Path) -> None:
    """What stands in it decides what may run: only the user, or root, may have written it."""
    file, folder = path.stat(), path.parent.stat()
    sticky = folder.st_mode & stat.S_ISVTX
    if {file.st_uid, folder.st_uid} - {os.geteuid(), 0}:
        remedy = f"Look at it, then: chown {os.geteuid()} {str(path.parent)!r} {str(path)!r}"
    elif file.st_mode & 0o022 or (folder.st_mode & stat.S_IWOTH and not sticky):
        remedy = f"Look at it, then: chmod go-w {str(path.parent)!r} {str(path)!r}"
    else:
        return
    raise ConfigError(f"{path} could have been written by another user of this machine.", remedy=remedy)


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


@contextlib.contextmanager
def changed_private_json(path: Path) -> Iterator[dict[str, Any]]:
    """The object, to be changed in place; written back at the end. Nobody else changes it meanwhile.

    Raises:
        ConfigError: as `read_private_json`.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        data = read_private_json(path)
        before = json.dumps(data, sort_keys=True)
        yield data
        if json.dumps(data, sort_keys=True) != before:
            write_private_json(path, data)
    finally:
        os.close(folder)


class TrustStore:
    """Workspace policy files that the user trusts, by path and sha256."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_dir() / "trust.json"

    def entries(self) -> dict[str, str]:
        """Path -> sha256."""
        return {str(k): str(v) for k, v in read_private_json(self.path).items()}

    def trusts(self, file: Path, content: bytes) -> bool:
        """Whether exactly this content at this place was trusted."""
        return self.entries().get(_key(file)) == hashlib.sha256(content).hexdigest()

    def trust(self, file: Path, content: bytes | None = None) -> str:
        """Trust a file as it stands now, or as it was when it had this `content`; gives its sha256.

        Raises:
            ConfigError: it cannot be read.
        """
        try:
            digest = hashlib.sha256(read_regular(file) if content is None else content).hexdigest()
        except OSError as error:
            raise ConfigError(f"{file} cannot be read: {error}.", remedy="Name a policy file.") from error
        self.keep({_key(file): digest})
        return digest

    def keep(self, entries: dict[str, str]) -> None:
        """Add entries, or replace them."""
        with changed_private_json(self.path) as data:
            data.update(entries)

    def revoke(self, file: Path) -> bool:
        """Trust a file no longer; whether it was trusted."""
        with changed_private_json(self.path) as data:
            return data.pop(_key(file), None) is not None


def _key(file: Path) -> str:
    """The name itself, not what a link of that name leads to: another workspace could link to what is trusted here."""
    return str(file.parent.resolve() / file.name)
