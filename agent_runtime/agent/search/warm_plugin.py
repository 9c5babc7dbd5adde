"""A pytest plugin that stops pytest where its plugins are loaded and nothing of the project is, and lets a forked
process go on from there for each request. The project's own Python loads a copy of this file in the sandbox: standard
library and pytest only, nothing of ours.

A request is a line of JSON: `mark`, `edits` (path -> text, `null` for none), `seconds`, `learn`. The answer, behind
what the check printed, is a line with the mark and pytest's exit code or `timed-out`. `unfit` with the first mark, in
place of `ready` or of an answer, is the end.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent
MARK = os.environ.pop("AGENT_RUNTIME_WARM", "")
MAX_BYTES = 32 << 20
MAX_LEARNT = 60_000
"""Bytes that a pipe takes without a reader."""
MAX_FILES = 5000
"""A larger project is not kept in memory: its tests take longer than pytest's start."""
SCRATCH = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108
"""With the home folder, where a check may leave something."""
_TICK_S = 0.002
_INSTALLED = {"site-packages", "dist-packages"}

_before: set[str] = set()
"""The modules that were loaded before the process was forked."""
_learns = -1
"""Where the modules are told that the tests have loaded; nowhere by itself."""


class Unfit(Exception):
    """The project is too large, or something of it was loaded with pytest."""


def _tell(word: str, mark: str = MARK) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(1, f"\x1e{mark} {word}\n".encode())


def _state(path: Path) -> tuple[int, ...]:
    """What shows that a file was changed: its kind and rights, and if it is no folder its identity, size and times."""
    status = path.lstat()
    if stat.S_ISDIR(status.st_mode):
        return (status.st_mode,)
    return (status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _entries(folder: Path) -> Iterator[Path]:
    """All that a test can change below a folder, each folder before what is in it; but what is mounted there, as the
    project is below a scratch folder."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        is_link = entry.is_symlink()
        if path in (FOLDER, ROOT) or (not is_link and (os.statvfs(path).f_flag & os.ST_RDONLY or path.is_mount())):
            continue
        yield path
        if entry.is_dir() and not is_link:
            yield from _entries(path)


class Files:
    """The project as it was when pytest was started."""

    def __init__(self) -> None:
        self._texts: dict[Path, bytes] = {}
        self._clock = time.time_ns() - 365 * 86_400 * 1_000_000_000
        size = 0
        self._states: dict[Path, tuple[int, ...]] = {}
        for path in _entries(ROOT):
            self._states[path] = state = _state(path)
            if stat.S_ISREG(state[0]):
                self._texts[path] = path.read_bytes()
                size += state[2]
            elif stat.S_ISLNK(state[0]):
                self._texts[path] = os.fsencode(os.readlink(path))  # noqa: PTH115  # Python 3.8 has no other
            if len(self._states) > MAX_FILES or size > MAX_BYTES:
                raise Unfit

    def forget(self, path: Path) -> None:
        """A file that is written here is made anew: within one tick of the clock nothing would show the change."""
        if path in self._states:
            self._states[path] = (self._states[path][0], -1)

    def restore(self) -> None:
        """Make everything as it was."""
        now = {path: _state(path) for path in _entries(ROOT)}
        for path, state in reversed([*now.items()]):
            before = self._states.get(path)
            if before != state and not (before and stat.S_ISDIR(before[0]) and stat.S_ISDIR(state[0])):
                _remove(path)
        for path, state in self._states.items():
            if now.get(path) != state:
                self._make(path, state)

    def _make(self, path: Path, state: tuple[int, ...]) -> None:
        if stat.S_ISDIR(state[0]):
            path.mkdir(exist_ok=True)
        elif stat.S_ISLNK(state[0]):
            path.symlink_to(os.fsdecode(self._texts[path]))
        elif stat.S_ISREG(state[0]):
            path.write_bytes(self._texts[path])
        else:
            return
        if not stat.S_ISLNK(state[0]):
            path.chmod(stat.S_IMODE(state[0]))
        if stat.S_ISREG(state[0]):  # never one of the times at which a test may have written it
            self._clock += 1_000_000_000
            os.utime(path, ns=(self._clock, self._clock))
        self._states[path] = _state(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for folder in (path, *(each for each in path.rglob("*") if each.is_dir() and not each.is_symlink())):
            folder.chmod(0o700)  # a test may have locked it
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write(edits: dict[str, Any], files: Files) -> None:
    for relative, text in edits.items():
        path = ROOT / relative
        files.forget(path)
        _remove(path)
        if text is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())


def _installed(module: Any) -> bool:
    """Whether a module comes from elsewhere than the project; also one that has no file."""
    file = getattr(module, "__file__", None)
    if not isinstance(file, str):
        return True
    path = Path(os.path.realpath(file))  # what is installed may be a link to the project
    return ROOT not in path.parents or FOLDER in path.parents or not _INSTALLED.isdisjoint(path.parts)


def _is_clean() -> bool:
    """Whether nothing of the project is loaded, and nothing runs beside."""
    return threading.active_count() == 1 and all(_installed(module) for module in list(sys.modules.values()))


def _load(names: list[str]) -> None:
    """Load what the project's tests use of others, once for all that follow."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    held = [os.dup(1), os.dup(2)]
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        for name in names:
            try:
                importlib.import_module(name)
            except (Exception, SystemExit):  # noqa: BLE001, S112  # it is loaded by who needs it, or fails there
                continue
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for number, each in enumerate(held, 1):
            os.dup2(each, number)
            os.close(each)
        os.close(quiet)


def pytest_unconfigure() -> None:
    """Note which modules of others the tests have loaded."""
    if _learns >= 0:
        found = [name for name, module in list(sys.modules.items()) if name not in _before and _is_file(module)]
        with contextlib.suppress(OSError):
            os.write(_learns, json.dumps(found)[:MAX_LEARNT].encode())


def _is_file(module: Any) -> bool:
    return isinstance(getattr(module, "__file__", None), str) and _installed(module)


def _processes() -> dict[int, tuple[str, int]]:
    """The state and the parent of each process; the sandbox has a process namespace of its own."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        found[int(folder.name)] = (fields[0], int(fields[1]))
    return found


def _end_others() -> None:
    """End what a check has left running: all but this process and those above it."""
    for _ in range(500):
        found = _processes()
        kept, pid = {1}, os.getpid()
        while pid in found and pid not in kept:
            kept.add(pid)
            pid = found[pid][1]
        others = [each for each, (state, _) in found.items() if each not in kept and state not in "ZX"]
        if not others:
            return
        for each in others:
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(_TICK_S)
    raise Unfit


def _ports_in_use() -> bool:
    """Whether a port that a test chose itself is still taken by a connection that has ended: the next test would miss
    it. The ports that the system chooses are others each time."""
    try:
        least = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text("ascii").split()[0])
        rows = [
            row.split() for name in ("tcp", "tcp6") for row in Path("/proc/net", name).read_text("ascii").splitlines()
        ]
    except (OSError, ValueError):
        return False
    return any(":" in row[1] and int(row[1].rpartition(":")[2], 16) < least for row in rows if row[0] != "sl")


def _wait(pid: int, seconds: float) -> str:
    """The exit code of a process as a shell gives it, or `timed-out`."""
    deadline = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return str(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return "timed-out"
        time.sleep(_TICK_S)


class Scratch:
    """The folders outside the project where a check may leave something; the sandbox has them for itself."""

    def __init__(self) -> None:
        places = {Path(tempfile.gettempdir()), *map(Path, SCRATCH), Path.home()}
        self._places = [place for place in places if place.is_dir()]
        self._kept = {path for place in self._places for path in _entries(place)}

    def restore(self) -> None:
        """Take away what is new."""
        for place in self._places:
            for path in reversed([*_entries(place)]):
                if path not in self._kept:
                    _remove(path)


def _learnt(pipe: int) -> list[str]:
    """The modules that a process has told of."""
    os.set_blocking(pipe, False)
    try:
        return [str(name) for name in json.loads(os.read(pipe, MAX_LEARNT))]
    except (OSError, ValueError, TypeError):
        return []
    finally:
        os.close(pipe)


def _serve() -> None:
    """Answer requests; returns in the process that is to go on."""
    global _learns
    scratch, files = Scratch(), Files()
    if not _is_clean():
        raise Unfit
    with (FOLDER / "requests").open("rb", buffering=0) as stream:
        requests = _lines(stream)
        shutil.rmtree(FOLDER)  # no candidate finds the way to the requests, and no test stumbles over it
        _tell("ready")
        for line in requests:
            request = json.loads(line)
            _write(request["edits"], files)
            os.set_blocking(1, True)
            os.set_blocking(2, True)
            gc.freeze()  # what is there by now is not looked through again by each process
            told_by, tells = os.pipe()
            pid = os.fork()
            if not pid:
                os.setsid()
                os.close(told_by)
                _before.update(sys.modules)
                if request["learn"]:
                    _learns = tells
                else:
                    os.close(tells)
                importlib.invalidate_caches()
                return
            os.close(tells)
            told = _wait(pid, request["seconds"])
            _end_others()
            names = _learnt(told_by)
            if request["learn"]:
                _load(names)
                if not _is_clean():
                    raise Unfit
            files.restore()
            scratch.restore()
            _tell(told, request["mark"])
            if _ports_in_use():
                raise Unfit
    os._exit(0)


def _lines(stream: Any) -> Iterator[bytes]:
    held = b""
    while chunk := stream.read(1 << 16):
        *lines, held = (held + chunk).split(b"\n")
        yield from lines


if MARK:
    os.environ.pop("PYTEST_PLUGINS", None)
    os.environ.pop("PYTHONPATH", None)
    sys.path[:] = [path for path in sys.path if path != str(FOLDER)]
    try:
        _serve()
    except (Unfit, OSError, RuntimeError, ValueError, KeyError):
        _tell("unfit")
        os._exit(0)
