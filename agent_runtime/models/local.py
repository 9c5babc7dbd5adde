"""Starts, finds, reuses and stops the local model servers of this user."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from agent_runtime.config import state_dir
from agent_runtime.errors import ModelFileError, ModelOverloaded, NotEnoughMemory
from agent_runtime.models.catalog import CatalogModel

DEFAULT_CONTEXT_TOKENS = 8192
START_TIMEOUT_S = 180.0
SERVER = Path(__file__).with_name("server.py")
SPIN_COUNT = "2000"
"""How long llama.cpp's threads spin at a barrier. With OpenMP's own 300,000 a single busy process beside the server (a
test, a compiler) makes each token take ten times as long: the waiting thread holds the core that the other needs."""
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


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


def ensure(
    model: CatalogModel,
    *,
    context_tokens: int = DEFAULT_CONTEXT_TOKENS,
    keep_alive_s: float = 300.0,
    on_notice: Callable[[str], None] = lambda text: None,
) -> ServerRecord:
    """The running server for this model and window; starts one when there is none.

    Raises:
        NotEnoughMemory: the model does not fit in the memory that is free.
        ModelFileError: the file cannot be loaded.
        ModelOverloaded: the server did not come up in time.
    """
    folder = _folder()
    file = folder / f"{model.name}-{context_tokens}.json"
    with _lock(file.with_suffix(".lock")):
        record = _read(file)
        if record is not None and is_alive(record):
            record.touch()
            return record
        _check_memory(model, context_tokens)
        on_notice(f"starting {model.title} ({context_tokens} tokens of context)")
        return _start(model, file, context_tokens, keep_alive_s)


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
            process.terminate()
            try:
                process.wait(3)
            except psutil.TimeoutExpired:
                process.kill()
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


def _start(model: CatalogModel, file: Path, context_tokens: int, keep_alive_s: float) -> ServerRecord:
    error_file = file.with_suffix(".error")
    for stale in (file, error_file):
        stale.unlink(missing_ok=True)
    log = log_path(file)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-I", str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd="/",
            env={**{name: os.environ[name] for name in _KEPT if name in os.environ}, "GOMP_SPINCOUNT": SPIN_COUNT},
        )
    config = {
        "record": str(file),
        "model_name": model.name,
        "model_path": str(model.path),
        "context_tokens": context_tokens,
        "api_key": secrets.token_urlsafe(24),
        "keep_alive_s": keep_alive_s,
        "create_time": _created(process.pid),
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
                f"The model server for {model.name!r} ended at once ({reason.strip()[:300]}).",
                remedy=f"Its log is {log}. If the file is damaged: `agent-runtime models rm {model.name}`.",
            )
        time.sleep(0.02)
    process.kill()
    raise ModelOverloaded(
        f"The model server for {model.name!r} was not ready after {START_TIMEOUT_S:.0f} s.", remedy=f"See {log}."
    )


def _check_memory(model: CatalogModel, context_tokens: int) -> None:
    needed, free = model.memory_bytes(context_tokens), psutil.virtual_memory().available
    if needed <= free:
        return
    fits = (free - model.memory_bytes(0)) // model.kv_bytes_per_token
    remedy = (
        f"Set MODEL_CONTEXT_TOKENS to at most {fits}, or end other programs."
        if fits >= 1024
        else "End other programs, `agent-runtime models stop`, or choose a smaller model."
    )
    raise NotEnoughMemory(
        f"{model.title} with {context_tokens} tokens of context needs about {needed >> 20} MB, "
        f"but {free >> 20} MB are free.",
        remedy=remedy,
    )


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
