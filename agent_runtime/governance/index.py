"""Finds the names in a workspace that commands must not read or change, and keeps up with what changes."""

from __future__ import annotations

import contextlib
import os
import stat
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from agent_runtime.governance.inotify import Watches, WatchLost, mounts
from agent_runtime.governance.secrets import is_protected, is_secret

_RACY_NS = 50_000_000
_KEY_MARK = b"PRIVATE KEY"
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Findings:
    """Workspace-relative names."""

    secret_files: frozenset[str]
    secret_folders: frozenset[str]
    """Stores whose own name makes them secret (`.ssh`): hidden whole."""
    pinned: frozenset[str]
    """Folders that must keep their name, or what is in them would not be known as a secret any more."""
    protected: dict[str, tuple[int, int]]
    """Readable but not writable, with device and inode; some of them are secret too."""
    links: dict[str, str]
    """Protected names that are symbolic links, with their targets: nothing can be mounted on them."""
    sockets: frozenset[str] = frozenset()
    """Unix sockets, by whatever name they were bound."""
    holders: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The folders that hold protected names and links, with device and inode: another one may come to bear the name."""


@dataclass(slots=True)
class _Folder:
    stamp: tuple[int, int, int]
    scanned_ns: int
    watch: int = -1
    subfolders: list[str] = field(default_factory=list)
    secret_files: list[str] = field(default_factory=list)
    secret_folders: list[str] = field(default_factory=list)
    pinned: list[str] = field(default_factory=list)
    protected: dict[str, tuple[int, int]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    sockets: list[str] = field(default_factory=list)
    certificates: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """Files that were looked into and found harmless, with inode, size and change time."""

    def notable(self) -> bool:
        return bool(self.secret_files or self.secret_folders or self.protected or self.links or self.sockets)

    def holds(self) -> bool:
        return bool(self.protected or self.links)


class WorkspaceIndex:
    """Remembers each folder's findings.

    Where inotify tells all that changes, only that is looked at again. Elsewhere every folder's change time is, which
    a command cannot set back.
    """

    def __init__(
        self, root: Path, *, allow_secrets: bool = False, watch: bool = True, own: frozenset[str] = frozenset()
    ) -> None:
        self.root = root
        self.own = own
        """Further names that are protected, see `own.py`."""
        self.allow_secrets = allow_secrets
        self._folders: dict[str, _Folder] = {}
        self._paths: dict[int, str] = {}
        self._watches: Watches | None = None
        self._may_watch = watch
        self._mounts = b""
        self._device = -1
        self._findings: Findings | None = None
        self._notable: set[str] = set()
        self._certified: set[str] = set()
        self._lock = threading.Lock()

    @property
    def watching(self) -> bool:
        """Whether only changed folders are looked at."""
        return self._watches is not None

    def refresh(self) -> Findings:
        """Bring what is known up to date."""
        with self._lock:
            if not self._may_watch:
                return self._walk()
            try:
                return self._follow()
            except WatchLost:
                self._stop()
            try:
                return self._follow()
            except WatchLost:
                self._stop()
                self._may_watch = False
            return self._walk()

    # With inotify

    def _follow(self) -> Findings:
        mounted = mounts()
        if self._watches is None:
            self._watches = Watches(self.root)
            self._mounts, self._device = mounted, self.root.stat().st_dev
            self._add("")
        elif mounted != self._mounts:
            raise WatchLost("What is mounted has changed.")
        for _ in range(_ROUNDS):
            changes = self._watches.changes()
            dirty = {self._paths[number] for number in changes.changed if number in self._paths}
            for number in changes.moved:
                if (relative := self._paths.get(number)) is not None:
                    if not relative:
                        raise WatchLost("The workspace itself was moved.")
                    self._drop(relative)
                    dirty.add(relative.rpartition("/")[0])
            dirty |= {relative for relative in self._certified if self._certificates_changed(relative)}
            if not dirty:
                return self._summary()
            self._look_again(dirty)
        raise WatchLost("It changes faster than it can be looked at.")

    def _look_again(self, dirty: set[str]) -> None:
        assert self._watches is not None
        for relative in dirty:
            if (known := self._folders.get(relative)) is None:
                continue
            new = self._scan(relative, known.stamp)
            new.watch = known.watch
            for name in set(known.subfolders) - set(new.subfolders):
                self._drop(name)
            self._keep(relative, new)
        # Only when what has moved away is forgotten: a moved folder would else be known by two names.
        for relative in dirty:
            for name in self._folders[relative].subfolders if relative in self._folders else ():
                if name not in self._folders:
                    self._add(name)

    def _add(self, top: str) -> None:
        """Watch first, then look: what comes in between is told."""
        assert self._watches is not None
        pending = [top]
        while pending:
            relative = pending.pop()
            path = f"{self.root}/{relative}"
            number = self._watches.add(path)
            try:
                status = os.lstat(path)
            except OSError:
                status = None
            if status is None or (number < 0 and not stat.S_ISDIR(status.st_mode)):
                if number >= 0:
                    self._watches.drop(number)
                continue  # gone, which its parent's watch tells
            if number in self._paths or status.st_dev != self._device:
                raise WatchLost("The same folder is there twice, or on another file system.")
            folder = self._scan(relative, (status.st_dev, status.st_ino, status.st_ctime_ns))
            if number < 0 and folder.subfolders:
                raise WatchLost("A folder can be read but not watched.")
            folder.watch = number
            if number >= 0:
                self._paths[number] = relative
            self._keep(relative, folder)
            pending.extend(folder.subfolders)

    def _keep(self, relative: str, folder: _Folder) -> None:
        self._folders[relative] = folder
        noted = relative in self._notable
        (self._notable.add if folder.notable() else self._notable.discard)(relative)
        (self._certified.add if folder.certificates else self._certified.discard)(relative)
        if noted or folder.notable():
            self._findings = None

    def _drop(self, top: str) -> None:
        assert self._watches is not None
        pending = [top]
        while pending:
            relative = pending.pop()
            if (folder := self._folders.pop(relative, None)) is None:
                continue
            if folder.watch >= 0:
                self._watches.drop(folder.watch)
                self._paths.pop(folder.watch, None)
            self._certified.discard(relative)
            if relative in self._notable:
                self._notable.discard(relative)
                self._findings = None
            pending.extend(folder.subfolders)

    def _certificates_changed(self, relative: str) -> bool:
        for name, stamp in self._folders[relative].certificates.items():
            try:
                if _file_stamp(os.lstat(f"{self.root}/{name}")) != stamp:
                    return True
            except OSError:
                return True
        return False

    def _stop(self) -> None:
        if self._watches is not None:
            self._watches.close()
        self._watches = self._findings = None
        self._folders, self._paths = {}, {}
        self._notable, self._certified = set(), set()

    # Without

    def _walk(self) -> Findings:
        seen: dict[str, _Folder] = {}
        pending = [""]
        root = str(self.root)
        while pending:
            relative = pending.pop()
            try:
                status = os.lstat(f"{root}/{relative}")
            except OSError:
                continue
            stamp = (status.st_dev, status.st_ino, status.st_ctime_ns)
            known = self._folders.get(relative)
            fresh = known is not None and known.stamp == stamp and known.scanned_ns - status.st_ctime_ns >= _RACY_NS
            if known is None or not fresh or (known.certificates and self._certificates_changed(relative)):
                known = self._scan(relative, stamp)
            seen[relative] = known
            pending.extend(known.subfolders)
        self._folders = seen
        self._notable = {relative for relative, folder in seen.items() if folder.notable()}
        self._findings = None
        return self._summary()

    # Both

    def _summary(self) -> Findings:
        if self._findings is None:
            folders = [self._folders[relative] for relative in sorted(self._notable)]
            secret = [] if self.allow_secrets else folders
            self._findings = Findings(
                frozenset(name for each in secret for name in each.secret_files),
                frozenset(name for each in secret for name in each.secret_folders),
                frozenset(name for each in secret for name in each.pinned),
                {name: inode for each in folders for name, inode in each.protected.items()},
                {name: target for each in folders for name, target in each.links.items()},
                frozenset(name for each in folders for name in each.sockets),
                {name: self._folders[name].stamp[:2] for name in sorted(self._notable) if self._folders[name].holds()},
            )
        return self._findings

    def _scan(self, relative: str, stamp: tuple[int, int, int]) -> _Folder:
        folder = _Folder(stamp, time.time_ns())
        prefix = f"{relative}/" if relative else ""
        try:
            entries = list(os.scandir(f"{self.root}/{relative}"))
        except OSError:
            return folder
        for entry in entries:
            with contextlib.suppress(OSError):
                self._classify(prefix + entry.name, entry, folder)
        return folder

    def _classify(self, name: str, entry: os.DirEntry[str], folder: _Folder) -> None:
        path = PurePath(name)
        protected = (is_protected(path) and not is_protected(path.parent)) or name in self.own
        if entry.is_symlink():
            if protected:
                folder.links[name] = str(Path(entry.path).readlink())
            return
        if protected:
            status = entry.stat(follow_symlinks=False)
            folder.protected[name] = (status.st_dev, status.st_ino)
        if entry.is_dir(follow_symlinks=False):
            if is_secret(PurePath(entry.name) / "x") and is_secret(path / "x"):
                folder.secret_folders.append(name)
            elif not protected:
                folder.subfolders.append(name)
        elif not entry.is_file(follow_symlinks=False):
            if stat.S_ISSOCK(entry.stat(follow_symlinks=False).st_mode):
                folder.sockets.append(name)
        elif is_secret(path) and not _public_certificate(entry, name, folder):
            folder.secret_files.append(name)
            folder.pinned.extend(_pins(path))


def _pins(path: PurePath) -> Iterator[str]:
    """The folder whose name makes a file a secret, if it is not the file's own name that does."""
    parts = path.parts
    for width in range(1, len(parts) + 1):
        if is_secret(PurePath(*parts[-width:])):
            if width > 1:
                yield str(PurePath(*parts[: len(parts) - width + 1]))
            return


def _public_certificate(entry: os.DirEntry[str], name: str, folder: _Folder) -> bool:
    """A `.pem` without a private key in it, such as a CA bundle that a test needs."""
    status = entry.stat(follow_symlinks=False)
    if not entry.name.lower().endswith(".pem") or status.st_size > 8 << 20:
        return False
    try:
        with Path(entry.path).open("rb") as stream:
            if _KEY_MARK in stream.read():
                return False
    except OSError:
        return False
    folder.certificates[name] = _file_stamp(status)
    return True


def _file_stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_ctime_ns
