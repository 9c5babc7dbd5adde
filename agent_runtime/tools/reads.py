"""Remembers what the model has read, so that an edit made on stale knowledge is refused."""

from __future__ import annotations

import hashlib
import threading


class ReadLedger:
    """The digest of each file at the time the model last saw it. One per session."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._lock = threading.Lock()

    def note(self, path: str, data: bytes) -> None:
        """The model has seen these bytes of this workspace-relative path."""
        with self._lock:
            self._digests[path] = _digest(data)

    def forget(self, path: str) -> None:
        """The file is gone."""
        with self._lock:
            self._digests.pop(path, None)

    def is_stale(self, path: str, data: bytes) -> bool:
        """Whether the file was seen and is different now."""
        with self._lock:
            seen = self._digests.get(path)
        return seen is not None and seen != _digest(data)

    def knows(self, path: str, data: bytes) -> bool:
        """Whether the model last saw exactly these bytes."""
        with self._lock:
            return self._digests.get(path) == _digest(data)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
