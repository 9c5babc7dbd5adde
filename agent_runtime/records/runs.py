"""Run directories: one per task, with what was asked, decided, done and answered."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from agent_runtime.config import state_dir
from agent_runtime.errors import RecordsError
from agent_runtime.records.journal import AppendFile, Notice, read_lines, whole_lines_end
from agent_runtime.redact import Redactor
from agent_runtime.types import JsonValue, RunResult

RUN_ID = re.compile(r"^\d{8}-\d{6}-[0-9a-f]{6}$")
LIVE = "live"
"""Locked by the process that writes the run; gone when the run was closed in order."""


def _first_link(path: Path) -> str:
    """What the first line of a log points to: the run it is of, so that the log of another run does not pass."""
    return hashlib.sha256(f"audit of run {path.absolute().parent.name}".encode()).hexdigest()


def runs_dir() -> Path:
    """Where runs are kept: `$XDG_STATE_HOME/agent-runtime/runs`."""
    return state_dir() / "runs"


class AuditLog:
    """`audit.jsonl`: intents, decisions, approvals and outcomes, each line with the hash of the one before.

    A line is `{"seq", "time", "kind", ..., "prev", "hash"}`; `hash` is the SHA-256 of the line before `,"hash"`.
    """

    def __init__(self, path: Path, *, redactor: Redactor | None = None, on_trouble: Notice | None = None) -> None:
        self._file = AppendFile(path, on_trouble)
        self._redactor = redactor or Redactor()
        self._lock = threading.Lock()
        self._opened = False
        self._seq, self._head = 0, _first_link(path)

    @property
    def head(self) -> str:
        """Hash of the last line."""
        self._continue()
        return self._head

    @property
    def lines(self) -> int:
        """How many lines were written."""
        self._continue()
        return self._seq

    def append(self, kind: Literal["intent", "decision", "approval", "outcome"], **fields: JsonValue) -> None:
        """Add one line. Never raises for a disk that refuses: the line waits (see `AppendFile`)."""
        clean = self._redactor.json(fields)
        with self._lock:
            self._continue()
            # An interrupt (Ctrl-C) between here and the end makes the next line read the chain from the file again.
            self._opened = False
            now = datetime.now(UTC).isoformat(timespec="microseconds")
            head: dict[str, Any] = {"seq": self._seq, "time": now, "kind": kind}
            body = json.dumps({**head, **clean, "prev": self._head}, separators=(",", ":"))[:-1]  # type: ignore[dict-item]
            digest = hashlib.sha256(body.encode()).hexdigest()
            self._file.append(f'{body},"hash":"{digest}"}}'.encode())
            self._seq, self._head, self._opened = self._seq + 1, digest, True

    def _continue(self) -> None:
        """Take up the chain where the file ends."""
        if self._opened:
            return
        for line, _ in read_lines(self._file.path):
            if found := _parse_audit(line):
                self._seq, self._head = found["seq"] + 1, found["hash"]
        self._opened = True

    def close(self) -> None:
        self._file.close()


def _parse_audit(line: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(line)
    except ValueError:
        return None
    complete = isinstance(data, dict) and isinstance(data.get("seq"), int) and isinstance(data.get("hash"), str)
    return data if complete else None


def verify_audit(path: Path) -> list[str]:
    """What is wrong with an audit log, one line each; empty when it is whole.

    Finds a changed, missing, moved, doubled or torn line and the log of another run; a cut-off end too, when
    `result.json` stands beside it.

    Raises:
        RecordsError: there is no audit log.
    """
    if not path.is_file():
        raise RecordsError(f"{path} does not exist.", remedy="Give a run that has called a tool.")
    problems: list[str] = []
    expected_seq, head = 0, _first_link(path)
    before = b""
    for number, (line, _) in enumerate(read_lines(path), 1):
        if line == before:
            continue  # An interrupted write that was done again.
        before = line
        data = _parse_audit(line)
        if data is None:
            problems.append(f"line {number} is torn or no audit line")
            continue
        body = line[: line.rfind(b',"hash":"')]
        own = f',"hash":"{data["hash"]}"}}'.encode()
        if hashlib.sha256(body).hexdigest() != data["hash"] or not line.endswith(own):
            problems.append(f"line {number} was changed: its hash does not fit its content")
        if data["seq"] > expected_seq:
            problems.append(f"before line {number}: {data['seq'] - expected_seq} line(s) missing")
        elif data["seq"] < expected_seq:
            problems.append(f"line {number} is out of order: number {data['seq']} after {expected_seq - 1}")
        elif data.get("prev") != head and data["seq"] == 0:
            problems.append(f"line {number} is of another run, or was changed")
        elif data.get("prev") != head:
            problems.append(f"line {number} does not follow the line before it: that one was changed or replaced")
        expected_seq, head = data["seq"] + 1, data["hash"]
    if path.stat().st_size > whole_lines_end(path):
        problems.append("the last line is torn")
    result = read_json(path.with_name("result.json"))
    sealed = result.get("audit_lines"), result.get("audit_head")
    if sealed[0] is not None and sealed != (expected_seq, head):
        problems.append(f"result.json seals {sealed[0]} line(s), there are {expected_seq}: the end was cut or changed")
    return problems


class RunDirectory:
    """`<run id>/` with `metadata.json`, `trace.jsonl`, `open.jsonl`, `audit.jsonl`, `artifacts/`, `patches/`,
    `checkpoints/` and `result.json`. Folders are 0700, files 0600. Texts pass the redactor before they are written."""

    def __init__(self, path: Path, *, redactor: Redactor | None = None, on_notice: Notice | None = None) -> None:
        self.path = path
        self.run_id = path.name
        self.redactor = redactor or Redactor()
        self.on_notice = on_notice
        self._told = False
        self._live_fd = -1
        self.audit = AuditLog(path / "audit.jsonl", redactor=self.redactor, on_trouble=self.trouble)

    @classmethod
    def create(
        cls,
        root: Path | None = None,
        *,
        run_id: str | None = None,
        redactor: Redactor | None = None,
        on_notice: Notice | None = None,
    ) -> RunDirectory:
        """Make a new run directory under `root` (the state directory when `None`). Where that cannot be written, a
        temporary directory takes its place and `on_notice` hears of it.

        Raises:
            RecordsError: no directory can be made anywhere, or `run_id` exists.
        """
        root = root or runs_dir()
        try:
            path = _make(root, run_id)
        except FileExistsError as error:
            raise RecordsError(f"Run {run_id!r} exists in {root}.", remedy="Choose another id.") from error
        except OSError as error:
            path = _make_elsewhere(run_id, error)
            if on_notice is not None:
                on_notice(f"{root} cannot be written ({error.strerror}); this run is recorded in {path}.")
        run = cls(path, redactor=redactor, on_notice=on_notice)
        run._hold()
        run.write_metadata({"format": 1, "run_id": run.run_id, "started_at": datetime.now(UTC).isoformat()})
        return run

    def _hold(self) -> None:
        try:
            self._live_fd = os.open(self.path / LIVE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._live_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(self._live_fd, str(os.getpid()).encode())
        except OSError as error:
            # Without a lock others cannot see that the run goes on: nobody may take it for a dead one.
            with contextlib.suppress(OSError):
                (self.path / LIVE).unlink(missing_ok=True)
            self.trouble(f"{self.path / LIVE} cannot be locked ({error.strerror}).")

    def trouble(self, message: str) -> None:
        """Say the first trouble with this directory, and no other."""
        if not self._told and self.on_notice is not None:
            self.on_notice(message)
        self._told = True

    def write_metadata(self, data: Mapping[str, JsonValue]) -> None:
        """Merge `data` into `metadata.json`, atomically."""
        self._write_json("metadata.json", data)

    def write_result(self, data: Mapping[str, JsonValue]) -> None:
        """Merge `data` into `result.json`, atomically; the head of the audit log is sealed with it."""
        seal: dict[str, JsonValue] = {"audit_lines": self.audit.lines, "audit_head": self.audit.head}
        self._write_json("result.json", {"finished_at": datetime.now(UTC).isoformat(), **data, **seal})

    def _write_json(self, name: str, data: Mapping[str, JsonValue]) -> None:
        merged = {**read_json(self.path / name), **dict(data)}
        clean = self.redactor.json(merged)
        try:
            write_atomically(self.path / name, json.dumps(clean, indent=1, sort_keys=False).encode() + b"\n")
        except OSError as error:
            self.trouble(f"{self.path / name} cannot be written ({error.strerror}); the run goes on.")

    def artifact(self, text: str | bytes, *, suffix: str = ".txt") -> str:
        """Keep a text or bytes under the name of its content and return that name, `artifacts/<sha256[:16]><suffix>`.
        Texts are redacted. Empty when the disk refuses; the run's notice has then been given."""
        content = self.redactor.text(text).encode("utf-8", "backslashreplace") if isinstance(text, str) else text
        name = f"artifacts/{hashlib.sha256(content).hexdigest()[:16]}{suffix}"
        target = self.path / name
        try:
            if not target.exists():
                target.parent.mkdir(mode=0o700, exist_ok=True)
                write_atomically(target, content)
        except OSError as error:
            self.trouble(f"{target} cannot be written ({error.strerror}); the run goes on without it.")
            return ""
        return name

    def close(self) -> None:
        """The run's record is complete: nobody needs to recover it. `Telemetry.close` calls this."""
        self.audit.close()
        if self._live_fd >= 0:
            with contextlib.suppress(OSError):
                (self.path / LIVE).unlink(missing_ok=True)
            os.close(self._live_fd)
            self._live_fd = -1


def new_run_id() -> str:
    """An id that sorts by time."""
    return time.strftime("%Y%m%d-%H%M%S-", time.gmtime()) + secrets.token_hex(3)


def _make(root: Path, run_id: str | None) -> Path:
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        path = root / (run_id or new_run_id())
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            if run_id:
                raise
            continue
        return path


def _make_elsewhere(run_id: str | None, cause: OSError) -> Path:
    try:
        return _make(Path(tempfile.mkdtemp(prefix="agent-runtime-")), run_id)
    except OSError as error:
        raise RecordsError(
            f"No run directory can be made: {cause}; {error}.", remedy="Free space, or set XDG_STATE_HOME."
        ) from error


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside, then rename: a reader sees the old file or the new one.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    fd, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file; empty when there is none or it cannot be parsed."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def result_data(result: RunResult) -> dict[str, JsonValue]:
    """A `RunResult` as `write_result` takes it."""
    return {
        "outcome": result.outcome.value,
        "exit_code": result.exit_code,
        "answer": result.answer,
        "steps": result.steps,
        "duration_s": round(result.duration_s, 3),
        "usage": {
            "prompt_tokens": result.usage.prompt_tokens,
            "completion_tokens": result.usage.completion_tokens,
            "cached_tokens": result.usage.cached_tokens,
        },
        "model": result.model,
        "tool_calls": result.tool_calls,
        "denied": list(result.denied),
        "answer_warnings": [
            {"command": item.command, "rule": item.rule, "reason": item.reason} for item in result.answer_warnings
        ],
        "error": result.error,
        "trace_id": result.trace_id,
        "verification": result.verification,
        "warnings": list(result.warnings),
        "checks": [{**asdict(check), "failures": list(check.failures)} for check in result.checks],
        "files": [asdict(file) for file in result.files],
        "commands": [asdict(command) for command in result.commands],
        "diff": result.diff,
    }


def is_held(path: Path) -> bool:
    """Whether a living process still writes this run."""
    try:
        fd = os.open(path / LIVE, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(fd)


def list_runs(root: Path | None = None) -> list[Path]:
    """All run directories, oldest first."""
    root = root or runs_dir()
    return sorted(p for p in _entries(root) if RUN_ID.match(p.name) or (p / "metadata.json").is_file())


def _entries(root: Path) -> Iterator[Path]:
    try:
        yield from (Path(entry.path) for entry in os.scandir(root) if entry.is_dir(follow_symlinks=False))
    except OSError:
        return


def find_run(name: str, root: Path | None = None) -> Path:
    """A run by its id, a unique part of it, its path, or `last`.

    Raises:
        RecordsError: none or several fit; the message names the nearest.
    """
    if "/" in name and (Path(name) / "metadata.json").is_file():
        return Path(name)
    runs = list_runs(root)
    if not runs:
        raise RecordsError(f"There is no run in {root or runs_dir()}.", remedy="Run a task first.")
    if name in ("last", "latest"):
        return runs[-1]
    fitting = [p for p in runs if p.name == name] or [p for p in runs if name in p.name]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise RecordsError(f"{name!r} fits {len(fitting)} runs.", remedy=f"Say which: {_some(fitting)}.")
    raise RecordsError(f"There is no run {name!r}.", remedy=f"The latest are {_some(runs)}.")


def _some(paths: list[Path]) -> str:
    return ", ".join(p.name for p in paths[-5:])


def remove_run(path: Path) -> None:
    """Delete a run.

    Raises:
        RecordsError: it is still being written, or cannot be deleted.
    """
    if is_held(path):
        raise RecordsError(f"Run {path.name} is still going on.", remedy="Stop it first.")
    try:
        shutil.rmtree(path)
    except OSError as error:
        raise RecordsError(f"Run {path.name} cannot be deleted: {error}.") from error
