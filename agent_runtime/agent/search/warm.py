"""A check by pytest that starts it once: each candidate goes on from where nothing of the project is loaded yet.

Starting Python, pytest and its plugins, and loading what the tests use of others, takes longer than the tests of a
small project, and is the same for all candidates. So pytest stops behind its start, in the sandbox and in a copy of the
workspace, and is forked for each candidate (`warm_plugin.py`). What a candidate changed, left in the sandbox's scratch
folders or left running is taken back by that first process, inside the sandbox: nothing on this side touches a folder
in which a candidate's code may still run.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import secrets
import select
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.errors import SandboxError
from agent_runtime.governance.limits import CommandLimits
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.supervise import Output

FOLDER = ".agent-runtime-warm"
MODULE = "agent_runtime_warm"
LIFE_S = 24 * 3600.0
START_S = 30.0
"""How long pytest may take to start."""
GRACE_S = 15.0
"""How long an answer may take beyond what the check may."""
MAX_OUTPUT_BYTES = 1 << 20
MARK_BYTES = 8
MARK_CHARS = 40
_MARK = re.compile(rf"\x1e([0-9a-f]{{{2 * MARK_BYTES}}}) ([\w-]{{1,12}})\n")
_WORD = re.compile(r"timed-out|[0-9]{1,3}")
_PYTEST = re.compile(r"[^;&|<>\n`$(){}]*?\bpytest(\s[^;&|<>\n`$(){}]*)?")
"""A check that is one command, and pytest's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check printed, and its exit code; `None` when it did not end in time."""

    exit_code: int | None
    output: str
    duration_s: float


def can_start(sandbox: Sandbox, command: str) -> bool:
    """Whether a check can be started once for many candidates: what a process leaves behind is only found in a sandbox
    with processes and scratch folders of its own."""
    return sandbox.backend == "bubblewrap" and _PYTEST.fullmatch(command.strip()) is not None


class Warm:
    """One pytest in its sandbox. Not for several threads."""

    def __init__(
        self,
        sandbox: Sandbox,
        command: str,
        copy: Path,
        *,
        shared: Sequence[str],
        environment: Mapping[str, str],
        cancel: threading.Event,
    ) -> None:
        """`copy` holds the workspace as it is before any change, and is changed from now on by the sandbox alone."""
        folder = copy / FOLDER
        folder.mkdir()
        plugin = Path(__file__).with_name("warm_plugin.py").read_text(encoding="utf-8")
        (folder / f"{MODULE}.py").write_text(plugin, encoding="utf-8")
        requests = folder / "requests"
        os.mkfifo(requests, 0o600)
        self._pipe = os.open(requests, os.O_RDWR | os.O_NONBLOCK)
        self._sandbox, self._command, self._copy, self._shared = sandbox, command, copy, shared
        self._environment = environment
        self._cancel = cancel
        self._ended = threading.Event()
        self._held = ""
        self._output = Output(MAX_OUTPUT_BYTES)
        self._first = secrets.token_hex(MARK_BYTES)
        self._answers: queue.SimpleQueue[tuple[str, str, str]] = queue.SimpleQueue()
        """Mark, word, and what was printed before it."""
        self._thread = threading.Thread(target=self._run, name="warm-check", daemon=True)

    def _run(self) -> None:
        """The sandbox's whole life; whatever ends it, there is an answer."""
        try:
            self._sandbox.run(
                self._command,
                cwd=Path(),
                profile="test",
                limits=CommandLimits(timeout_s=LIFE_S),
                environment={
                    **self._environment,
                    "AGENT_RUNTIME_WARM": self._first,
                    "PYTEST_PLUGINS": MODULE,
                    "PYTHONPATH": str(self._sandbox.workspace / FOLDER),
                },
                cancel=self._ended,
                on_output=self._heard,
                copy=self._copy,
                shared=self._shared,
            )
        except SandboxError:  # the cold check that follows tells what is wrong
            pass
        finally:
            self._answers.put((self._first, "unfit", ""))

    def start(self) -> bool:
        """Start pytest; whether it waits for candidates now."""
        self._thread.start()
        if self._answer(self._first, START_S) is None:
            self.close()
            return False
        return True

    def check(self, edits: Mapping[str, str | None], seconds: float, *, learn: bool = False) -> Answer | None:
        """Run the check with edits; `None` when this cannot be done any more, and is closed. With `learn`, what the
        tests load of others stays loaded for the next ones."""
        started = time.monotonic()
        mark = secrets.token_hex(MARK_BYTES)
        request = json.dumps({"mark": mark, "edits": dict(edits), "seconds": seconds, "learn": learn})
        told = self._answer(mark, seconds + GRACE_S) if self._send(f"{request}\n".encode()) else None
        if told is None:
            self.close()
            return None
        word, output = told
        return Answer(None if word == "timed-out" else int(word), output, time.monotonic() - started)

    def close(self) -> None:
        """End pytest and all that it has started."""
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join()
        if self._pipe >= 0:
            os.close(self._pipe)
            self._pipe = -1

    def _send(self, text: bytes) -> bool:
        """Write a request; whether it was taken in time."""
        deadline = time.monotonic() + GRACE_S
        while text and self._pipe >= 0 and self._thread.is_alive() and time.monotonic() < deadline:
            if select.select([], [self._pipe], [], 0.1)[1]:
                with contextlib.suppress(BlockingIOError):
                    text = text[os.write(self._pipe, text) :]
        return not text

    def _answer(self, mark: str, seconds: float) -> tuple[str, str] | None:
        """The word behind a mark and what was printed before it; `None` where there will be none."""
        deadline = time.monotonic() + seconds
        while not self._cancel.is_set() and time.monotonic() < deadline:
            try:
                found, word, output = self._answers.get(timeout=0.05)
            except queue.Empty:
                continue
            if found == self._first and word == "unfit":
                return None
            if found == mark and (_WORD.fullmatch(word) or (word == "ready" and mark == self._first)):
                return word, output
        return None

    def _heard(self, text: str) -> None:
        self._held += text
        while (found := _MARK.search(self._held)) is not None:
            self._output.feed(self._held[: found.start()].encode())
            self._answers.put((found[1], found[2], self._output.finish()[0]))
            self._output = Output(MAX_OUTPUT_BYTES)
            self._held = self._held[found.end() :]
        split = max(0, len(self._held) - MARK_CHARS)
        self._output.feed(self._held[:split].encode())
        self._held = self._held[split:]
