"""A session on disk: its conversation, step by step, so that it goes on after the program or the machine ended."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from smolagents.memory import ActionStep, MemoryStep, TaskStep
from smolagents.models import ChatMessage, MessageRole
from smolagents.monitoring import Timing

from agent_runtime.config import state_dir
from agent_runtime.errors import ConfigError
from agent_runtime.models.base import Completion
from agent_runtime.models.reply import code_of, tagged
from agent_runtime.records.journal import AppendFile, read_lines
from agent_runtime.records.runs import read_json, write_atomically
from agent_runtime.redact import Redactor
from agent_runtime.types import JsonValue, Usage

SESSION_ID = re.compile(r"^s-[0-9a-f]{12}$")
Kind = Literal["task", "step", "restart", "clear"]
_LOCK = "lock"


def sessions_dir() -> Path:
    """Where sessions are kept: `$XDG_STATE_HOME/agent-runtime/sessions`."""
    return state_dir() / "sessions"


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """One kept session."""

    session_id: str
    workspace: str
    started_at: str
    used_at: float
    """Seconds since the epoch."""
    tasks: tuple[str, ...]
    last_run: str | None
    forked_from: str | None = None

    @property
    def title(self) -> str:
        """The first task, on one line."""
        return " ".join(self.tasks[0].split()) if self.tasks else "(no task yet)"


class Conversation:
    """What was said in a session: tasks, replies and observations, one JSON object a line in `conversation.jsonl`.

    Each step is appended when it has ended, so that a killed session loses no more than the step it was in. Without a
    folder nothing is kept.
    """

    def __init__(self, session_id: str, folder: Path | None, redactor: Redactor) -> None:
        self.session_id = session_id
        self._folder = folder
        self.redactor = redactor
        self._file: AppendFile | None = None
        self._lock_fd = -1
        self._restored: list[MemoryStep] = []
        self.restored_tasks: list[str] = []
        """The tasks of the conversation that was taken up."""
        self.last_run: str | None = None

    @classmethod
    def new(cls, redactor: Redactor, *, keep: bool = True) -> Conversation:
        """A conversation that has not begun; nothing is written before its first task."""
        session_id = f"s-{secrets.token_hex(6)}"
        return cls(session_id, sessions_dir() / session_id if keep else None, redactor)

    @classmethod
    def resume(cls, session_id: str, redactor: Redactor, *, fork: bool = False) -> Conversation:
        """Take up a kept session, or a copy of it under a new id.

        Raises:
            ConfigError: another process has it open.
        """
        source = sessions_dir() / session_id
        if not fork:
            conversation = cls(session_id, source, redactor)
            conversation._hold()
        else:
            conversation = cls.new(redactor)
            folder = conversation._begin(str(read_json(source / "session.json").get("workspace", "")), session_id)
            shutil.copyfile(source / "conversation.jsonl", folder / "conversation.jsonl")
        conversation._restore(source / "conversation.jsonl")
        return conversation

    def restored(self) -> list[MemoryStep]:
        """The steps that were taken up, for the agent's memory; given once."""
        steps, self._restored = self._restored, []
        return steps

    def task(self, text: str, shown: str, run_id: str, workspace: Path) -> None:
        """A task begins: `text` is what the model reads, `shown` what the user wrote."""
        if self._folder is not None:
            self._begin(str(workspace))
        self.last_run = run_id
        self._append("task", text=text, shown=shown, run=run_id)

    def step(self, step: ActionStep) -> None:
        """A step has ended."""
        message = step.model_output_message
        if message is None or not isinstance(message.raw, Completion):
            return
        self._append(
            "step",
            number=step.step_number,
            reply=message.raw.text,
            code=step.code_action,
            observations=step.observations,
        )

    def restart(self, learnt: str) -> None:
        """The task begins again: its steps so far are forgotten, `learnt` stands below it."""
        self._append("restart", text=learnt)

    def clear(self) -> None:
        """What was said so far is forgotten; it stays on disk."""
        self._restored = []
        self.restored_tasks = []
        if self._file is not None:
            self._append("clear")

    def close(self) -> None:
        """Let others take the session up."""
        if self._file is not None:
            self._file.close()
        if self._lock_fd >= 0:
            os.close(self._lock_fd)
            self._lock_fd = -1

    def _begin(self, workspace: str, forked_from: str | None = None) -> Path:
        folder = self._folder
        assert folder is not None
        if not (folder / "session.json").is_file():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            data = {
                "format": 1, "session_id": self.session_id, "workspace": workspace,
                "started_at": datetime.now(UTC).isoformat(), "forked_from": forked_from,
            }  # fmt: skip
            with contextlib.suppress(OSError):
                write_atomically(folder / "session.json", json.dumps(data, indent=1).encode() + b"\n")
        self._hold()
        return folder

    def _hold(self) -> None:
        if self._lock_fd >= 0 or self._folder is None:
            return
        fd = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(fd)
            raise ConfigError(
                f"Session {self.session_id} is open in another process.",
                remedy="End that one, or go on with a copy: --fork.",
            ) from error
        self._lock_fd = fd

    def _append(self, kind: Kind, **fields: JsonValue) -> None:
        if self._folder is None:
            return
        if self._file is None:
            self._file = AppendFile(self._folder / "conversation.jsonl")
        line = self.redactor.json({"kind": kind, "time": datetime.now(UTC).isoformat(), **fields})
        self._file.append(json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace"))

    def _restore(self, path: Path) -> None:
        for entry in _entries(path):
            match entry["kind"]:
                case "clear":
                    self._restored, self.restored_tasks = [], []
                case "task":
                    self._restored.append(TaskStep(task=str(entry.get("text", ""))))
                    self.restored_tasks.append(str(entry.get("shown", "")))
                    self.last_run = str(entry.get("run"))
                case "step":
                    self._restored.append(_action_step(entry))
                case "restart":
                    while self._restored and not isinstance(self._restored[-1], TaskStep):
                        self._restored.pop()
                    if self._restored:
                        self._restored[-1].task += f"\n\n{entry.get('text', '')}"


def list_sessions(workspace: Path | None = None) -> list[SessionInfo]:
    """Kept sessions, the last used first; of one workspace when given."""
    found = []
    root = sessions_dir()
    for folder in root.iterdir() if root.is_dir() else ():
        data = read_json(folder / "session.json")
        if not SESSION_ID.match(folder.name) or not data:
            continue
        if workspace is not None and data.get("workspace") != str(workspace.resolve()):
            continue
        path = folder / "conversation.jsonl"
        tasks: list[str] = []
        last: str | None = None
        for entry in _entries(path):
            if entry["kind"] == "clear":
                tasks = []
            elif entry["kind"] == "task":
                tasks.append(str(entry.get("shown", "")))
                last = str(entry.get("run"))
        used = path.stat().st_mtime if path.is_file() else folder.stat().st_mtime
        found.append(
            SessionInfo(
                folder.name, str(data.get("workspace", "")), str(data.get("started_at", "")), used, tuple(tasks), last,
                data.get("forked_from"),
            )
        )  # fmt: skip
    return sorted(found, key=lambda item: item.used_at, reverse=True)


def find_session(name: str, workspace: Path) -> SessionInfo:
    """A session by its id, its beginning (with or without `s-`), the id of one of its runs, or `last`.

    Raises:
        ConfigError: none or several fit.
    """
    here = list_sessions(workspace)
    if name == "last":
        if here:
            return here[0]
        raise ConfigError(f"There is no session in {workspace} to go on with.", remedy="Begin one: agent-runtime.")
    everywhere = list_sessions()
    same = [item for item in everywhere if item.session_id == name]
    fitting = same or [item for item in everywhere if item.session_id.removeprefix("s-").startswith(_bare(name))]
    if not fitting:
        fitting = [item for item in everywhere if item.last_run == name]
    if len(fitting) > 1:
        names = ", ".join(item.session_id for item in fitting[:5])
        raise ConfigError(f"{name!r} fits {len(fitting)} sessions: {names}.", remedy="Give more of the id.")
    if not fitting:
        known = ", ".join(item.session_id for item in here[:5]) or "none"
        raise ConfigError(f"There is no session {name!r}.", remedy=f"The latest here: {known}.")
    if fitting[0].workspace != str(workspace.resolve()):
        raise ConfigError(
            f"Session {fitting[0].session_id} belongs to {fitting[0].workspace}.", remedy="Go there, or give -C."
        )
    return fitting[0]


def remove_session(session_id: str) -> None:
    """Forget a session; its runs stay.

    Raises:
        ConfigError: it is open.
    """
    conversation = Conversation(session_id, sessions_dir() / session_id, Redactor())
    conversation._hold()
    shutil.rmtree(sessions_dir() / session_id)
    conversation.close()


def _bare(name: str) -> str:
    return name.removeprefix("s-") or "-"


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        return
    for line, _ in read_lines(path):
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # a torn line: the process was killed while it wrote
        if isinstance(entry, dict) and entry.get("kind") in get_args(Kind):
            yield entry


def told_step(reply: str, observations: str) -> ActionStep:
    """A step that the model did not take, as one it remembers."""
    return _action_step({"reply": reply, "code": code_of(reply), "observations": observations})


def _action_step(entry: dict[str, Any]) -> ActionStep:
    reply = str(entry.get("reply", ""))
    completion = Completion(reply, "code_block", Usage(), model="", provider="")
    message = ChatMessage(role=MessageRole.ASSISTANT, content=tagged(reply), raw=completion)
    return ActionStep(
        step_number=int(entry.get("number") or 0),
        timing=Timing(start_time=0.0, end_time=0.0),
        model_output_message=message,
        model_output=reply,
        code_action=entry.get("code"),
        observations=str(entry.get("observations") or ""),
    )
