"""Starts, finds, reuses and stops the local model servers of this user."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import httpx
import psutil

from agent_runtime.config import state_dir
from agent_runtime.errors import ModelFileError, ModelOverloaded, NotEnoughMemory
from agent_runtime.models.gguf import Memory
from agent_runtime.types import JsonValue

DEFAULT_CONTEXT_TOKENS = 8192
START_TIMEOUT_S = 180.0
_KEPT = (
    "PATH", "HOME", "LANG", "TMPDIR", "CUDA_VISIBLE_DEVICES", "HF_HOME", "HF_HUB_CACHE", "HF_HUB_OFFLINE",
    "XDG_CACHE_HOME",
)  # fmt: skip
"""Of the environment; no key is among it."""
SERVER = Path(__file__).with_name("server.py")
SPIN_COUNT = "2000"
"""How long llama.cpp's threads spin at a barrier. With OpenMP's own 300,000 a single busy process beside the server (a
test, a compiler) makes each token take ten times as long: the waiting thread holds the core that the other needs."""


@dataclass(frozen=True, slots=True)
class ServerRecord:
    """A running server, as its 0600 file in the state directory tells."""

    model_name: str
    model_path: str
    context_tokens: int
    api_key: str
    pid: int
    create_time: float
    """Start time of the process, in seconds: tells it from another process with a reused pid."""
    port: int
    started: float
    file: Path

    @property
    def api_base(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def touch(self) -> None:
        """Tell the server that it is in use."""
        with contextlib.suppress(OSError):
            self.file.with_suffix(".used").touch()

    def keep(self, prefix: Sequence[Mapping[str, str]]) -> None:
        """Tell the server what every prompt begins with: it is evaluated and kept on disk when the server ends."""
        file, text = self.file.with_suffix(".prefix"), json.dumps(list(prefix))
        with contextlib.suppress(OSError):
            if not file.exists() or file.read_text() != text:
                temporary = file.with_suffix(f".{os.getpid()}.tmp")
                temporary.write_text(text)
                temporary.replace(file)


@dataclass(frozen=True, slots=True)
class ServerSpec:
    """What a model server is to load, and how."""

    name: str
    """What the server calls the model."""
    title: str
    path: Path
    """GGUF file, or a folder for transformers."""
    memory: Memory
    backend: Literal["embedded", "llama-cpp-python", "transformers"] = "embedded"
    context_tokens: int = DEFAULT_CONTEXT_TOKENS
    keep_alive_s: float = 300.0
    python: str | None = None
    """Interpreter that the backend is installed in; ours when unset."""
    options: Mapping[str, JsonValue] = field(default_factory=dict)
    """What the backend is told beyond that (`server.py`, `transformers_server.py`)."""

    @property
    def file(self) -> Path:
        """The record of its server: another for each window and set of options."""
        settings = json.dumps([self.backend, str(self.path), self.python, dict(self.options)], sort_keys=True)
        digest = hashlib.sha256(settings.encode()).hexdigest()[:8]
        return _folder() / f"{self.name}-{self.context_tokens}-{digest}.json"


def ensure(spec: ServerSpec, *, on_notice: Callable[[str], None] = lambda text: None) -> ServerRecord:
    """The running server for this model and window; starts one when there is none.

    Raises:
        NotEnoughMemory: the model does not fit in the memory that is free.
        ModelFileError: the file cannot be loaded.
        ModelOverloaded: the server did not come up in time.
    """
    file = spec.file
    with _lock(file.with_suffix(".lock")):
        record = _read(file)
        if record is not None and is_alive(record):
            record.touch()
            return record
        check_memory(spec)
        on_notice(f"starting {spec.title} ({spec.context_tokens} tokens of context)")
        return _start(spec)


def running() -> list[ServerRecord]:
    """All live servers of this user; stale records are removed."""
    found = []
    for file in sorted(_folder().glob("*.json")):
        record = _read(file)
        if record is not None and is_alive(record):
            found.append(record)
        else:
            file.unlink(missing_ok=True)
    return found


def stop(record: ServerRecord) -> None:
    """End a server and remove its record."""
    with contextlib.suppress(psutil.NoSuchProcess):
        if _same_process(record):
            process = psutil.Process(record.pid)
            family = [process, *process.children(recursive=True)]
            process.terminate()
            _, left = psutil.wait_procs(family, 3)
            for each in left:
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.kill()
            psutil.wait_procs(left, 3)
    record.file.unlink(missing_ok=True)


def is_alive(record: ServerRecord) -> bool:
    """Whether the record's process runs, is the one that wrote it, and takes the record's key."""
    if not _same_process(record):
        return False
    try:
        response = httpx.get(
            f"{record.api_base}/models",
            headers={"Authorization": f"Bearer {record.api_key}"},
            timeout=5.0,
            trust_env=False,
        )
    except httpx.HTTPError:
        return False
    return response.status_code == 200


def log_path(file: Path) -> Path:
    """Where a server's output goes."""
    folder = state_dir() / "logs"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"model-{file.stem}.log"


def _start(spec: ServerSpec) -> ServerRecord:
    file = spec.file
    error_file = file.with_suffix(".error")
    for stale in (file, error_file):
        stale.unlink(missing_ok=True)
    log = log_path(file)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [spec.python or sys.executable, "-I", str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd="/",
            env={**{name: os.environ[name] for name in _KEPT if name in os.environ}, "GOMP_SPINCOUNT": SPIN_COUNT},
        )
    config = {
        "record": str(file),
        "backend": spec.backend,
        "model_name": spec.name,
        "model_path": str(spec.path),
        "context_tokens": spec.context_tokens,
        "api_key": secrets.token_urlsafe(24),
        "keep_alive_s": spec.keep_alive_s,
        "create_time": _created(process.pid),
        **spec.options,
    }
    threading.Thread(target=process.wait, daemon=True).start()  # reaps it, should it end before us
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(json.dumps(config).encode() + b"\n")
        process.stdin.close()
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if (record := _read(file)) is not None:
            return record
        if process.poll() is not None:
            reason = error_file.read_text() if error_file.exists() else f"exit status {process.returncode}"
            raise ModelFileError(
                f"The model server for {spec.name!r} ended at once ({reason.strip()[:300]}).",
                remedy=f"Its log is {log}. If the file is damaged: `agent-runtime models rm {spec.name}`.",
            )
        time.sleep(0.02)
    process.kill()
    raise ModelOverloaded(
        f"The model server for {spec.name!r} was not ready after {START_TIMEOUT_S:.0f} s.", remedy=f"See {log}."
    )


def check_memory(spec: ServerSpec) -> None:
    """Refuse what does not fit into the memory that is free; swapping would make it unusable.

    Raises:
        NotEnoughMemory: with the largest window that would fit.
    """
    needed, free = spec.memory.total(spec.context_tokens), free_bytes()
    if needed <= free:
        return
    fits = spec.memory.fits(free)
    remedy = (
        f"Set MODEL_CONTEXT_TOKENS to at most {fits}, or end other programs."
        if fits >= 1024
        else "End other programs, `agent-runtime models stop`, or choose a smaller model."
    )
    raise NotEnoughMemory(
        f"{spec.title} with {spec.context_tokens} tokens of context needs about {needed >> 20} MB, "
        f"but {free >> 20} MB are free.",
        remedy=remedy,
    )


def free_bytes() -> int:
    """Memory that a new process may take: what the machine has free, within the limit of our control group."""
    free = int(psutil.virtual_memory().available)
    with contextlib.suppress(OSError, ValueError):  # no limit is the word `max`; https://docs.kernel.org cgroup-v2
        limit = int(Path("/sys/fs/cgroup/memory.max").read_text())
        used = int(Path("/sys/fs/cgroup/memory.current").read_text())
        free = min(free, max(0, limit - used))
    return free


def forget(name: str) -> None:
    """Delete what servers of a model keep on disk beyond their end: evaluated prompts."""
    for file in _folder().iterdir():
        if file.suffix in (".state", ".prefix") and re.match(rf"{re.escape(name)}-\d+-", file.name):
            file.unlink(missing_ok=True)


def _folder() -> Path:
    folder = state_dir() / "servers"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _read(file: Path) -> ServerRecord | None:
    try:
        return ServerRecord(file=file, **json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _created(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return 0.0


def _same_process(record: ServerRecord) -> bool:
    # psutil derives the time from clock ticks and the boot time; the latter may move by a fraction of a second.
    return abs(_created(record.pid) - record.create_time) < 1.5


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
