"""Stores file contents by their SHA-256, once each, outside the user's repository."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from agent_runtime.errors import RecordsError


class Objects:
    """`<folder>/ab/cdef...`: one file per content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes, *, durable: bool = True) -> str:
        """Keep some bytes; their name. Not `durable`: without waiting for the disk."""
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            temporary = path.with_name(f".{name[:8]}-{secrets.token_hex(4)}")
            fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with open(fd, "wb") as stream:  # noqa: PTH123 - a descriptor
                stream.write(data)
                if durable:
                    stream.flush()
                    os.fsync(stream.fileno())
            temporary.replace(path)
        return name

    def get(self, name: str) -> bytes:
        """The bytes of a name.

        Raises:
            RecordsError: they are not there, or not what was stored.
        """
        try:
            data = self._path(name).read_bytes()
        except OSError as error:
            raise RecordsError(f"The snapshot {name[:12]} cannot be read: {error.strerror}.") from error
        if hashlib.sha256(data).hexdigest() != name:
            raise RecordsError(f"The snapshot {name[:12]} is damaged.", remedy="It cannot be restored.")
        return data

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name[2:]
