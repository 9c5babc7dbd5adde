"""Shows a run on the terminal: one line a tool call, code, and a spinner while the model works."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.status import Status
from rich.syntax import Syntax
from rich.text import Text

from agent_runtime.interfaces.text import one_line, safe
from agent_runtime.types import Event

MAX_UNFOLDED = 24
"""Lines of an output that are shown; the middle of a longer one is folded."""
MAX_LISTED = 12
"""Files, commands and refusals that the closing summary names."""
_MARGIN = 2
"""What a model or a tool wrote keeps this far from the first column, which belongs to us: it cannot draw our frames."""


def plan_lines(items: Sequence[str], ticked: Collection[int] = ()) -> list[Text]:
    """The steps of a plan, numbered from 1; those that are `ticked` are marked as done."""
    return [
        Text(f"  {'✓' if number in ticked else '·'} {number}. {safe(item)}", style="green" if number in ticked else "")
        for number, item in enumerate(items, 1)
    ]


def bar(done: int, total: int) -> str:
    """How far something is, in twenty characters."""
    filled = min(20, done * 20 // max(1, total))
    return f"[{'#' * filled}{'.' * (20 - filled)}]"


class TextRenderer:
    """Events as text on stderr. `verbosity` -1 is quiet, 0 the usual, 1 shows observations too."""

    how_to_unfold = "`agent-runtime trace show last` has all"

    def __init__(self, console: Console, *, verbosity: int = 0) -> None:
        self.console = console
        self._verbosity = verbosity
        self._status: Status | None = None
        self._step = 0
        self._tokens = 0
        self._line = ""
        self._in_code = False
        self._since = time.monotonic()
        self._call: dict[str, Any] = {}
        self._doing, self._writing = "", "writing"
        self._verdicts: dict[str, str] = {}
        self._plan: list[str] = []
        self._ticked: set[int] = set()
        self._failed: Counter[str] = Counter()
        self.folded = ""
        """The last output that was shown in part."""

    def __call__(self, event: Event) -> None:
        handler = getattr(self, f"_on_{event.kind}", None)
        if handler is not None and self._verbosity >= 0:
            if event.kind not in ("candidate", "model_delta", "model_finished"):
                self._show_failed()
            handler(dict(event.data))

    def pause(self) -> None:
        """Take the spinner away: somebody is about to be asked, or the run is over."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def note(self, text: str, style: str = "dim") -> None:
        """One line besides the run's events."""
        self.console.print(Text(safe(text), style=style))

    def progress(self, what: str, done: int, total: int) -> bool:
        """Show how far something is; whether that was done here, so that no bar is wanted."""
        return False

    def __rich__(self) -> Text:
        """The spinner's line, as it stands this moment."""
        elapsed = time.monotonic() - self._since
        step = f"step {self._step} · " if self._step else ""
        text = f"{step}{self._doing} · {elapsed:.0f} s · {self._tokens} tokens"
        if self._line.strip():
            text += f" · {self._line.strip()}"
        return Text(one_line(text, max(10, self.console.width - 3)), style="cyan")

    def _spin(self, what: str) -> None:
        self._doing = what
        if self._status is None and self.console.is_terminal and not self.console.is_dumb_terminal:
            utf8 = (self.console.encoding or "").lower().startswith("utf")
            self._status = self.console.status(self, spinner="dots" if utf8 else "line")
            self._status.start()

    def _on_notice(self, data: dict[str, Any]) -> None:
        self.note(str(data["text"]))

    def _on_run_started(self, data: dict[str, Any]) -> None:
        self._step, self._tokens, self._since = 0, 0, time.monotonic()
        self._line, self._writing, self._plan = "", "writing", []

    def _on_plan(self, data: dict[str, Any]) -> None:
        self.pause()
        self._plan = [str(item) for item in data["items"]]
        self._ticked.clear()
        self.console.print(Text(f"plan by {data['model']}:" if data["model"] else "plan:", style="bold"))
        self._show_plan()

    def _show_plan(self) -> None:
        for line in plan_lines(self._plan, self._ticked):
            self.console.print(line)

    def _on_step_started(self, data: dict[str, Any]) -> None:
        self._step, self._tokens, self._since = int(data["step"]), 0, time.monotonic()
        self._line, self._in_code, self._writing = "", False, "writing"
        self._spin("reading the prompt")

    def _on_candidate(self, data: dict[str, Any]) -> None:
        verdict = str(data["verdict"])
        if verdict == "passed" or self._verbosity > 0:
            self._show_failed()
            mark, style = ("✓", "green") if verdict == "passed" else ("✗", "dim")
            line = Text(f"  {mark} candidate {data['candidate']} ", style=style)
            line.append(one_line(f"{data['path']}: {verdict}", max(30, self.console.width - 30)), style="default")
            if data["detail"]:
                line.append(f" ({one_line(str(data['detail']), max(20, self.console.width - 60))})", style="dim")
            self.console.print(line)
        else:
            self._failed[verdict] += 1
        done, most = int(data["candidate"]), int(data["of"])
        self._writing = f"searching {bar(done, most)} {done} of at most {most}"
        self._line = ""
        self._spin(self._writing)

    def _show_failed(self) -> None:
        """How many candidates in a row came to nothing, in one line; `-v` shows each."""
        if self._failed:
            number, verdicts = self._failed.total(), ", ".join(f"{many} {each}" for each, many in self._failed.items())
            self.pause()
            self.console.print(Text(f"  ✗ {number} candidate{'s' * (number > 1)}: {verdicts}", style="dim"))
            self._failed.clear()

    def _on_model_delta(self, data: dict[str, Any]) -> None:
        if total := data.get("prefill_total"):
            self._spin(f"reading the prompt {data['prefill_done']}/{total}")
            return
        self._tokens += 1
        *lines, self._line = (self._line + str(data["text"])).split("\n")
        for line in lines:
            self._reply_line(line)
        self._spin(self._writing)

    def _reply_line(self, line: str) -> None:
        """A line of the model's reply, as soon as it is whole; what a planner or a search draws is shown as what it
        comes to."""
        if not self._step and self._verbosity <= 0:
            return
        if line.lstrip().startswith("```"):
            self._in_code = not self._in_code
        elif self._in_code:
            code = Syntax(safe(line), "python", theme="ansi_dark", word_wrap=True, padding=(0, _MARGIN))
            self.console.print(code)
        elif line.strip():
            self.console.print(Padding(Text(safe(line.strip())), (0, 0, 0, _MARGIN), expand=False))

    def _on_model_retry(self, data: dict[str, Any]) -> None:
        self.note(f"{data['error']} Trying again in {data['wait_s']} s (attempt {data['attempt']}).", "yellow")

    def _on_model_finished(self, data: dict[str, Any]) -> None:
        if self._line:
            self._reply_line(self._line)
        self._line = ""
        self._spin("running")

    def _on_tool_started(self, data: dict[str, Any]) -> None:
        self._call[str(data["id"])] = data
        self._spin(str(data["name"]))

    def _on_decision(self, data: dict[str, Any]) -> None:
        self._verdicts[str(data["call"])] = str(data["verdict"])

    def _on_approval(self, data: dict[str, Any]) -> None:
        given = "approved" if data["approved"] else "refused"
        self._verdicts[str(data["call"])] = f"{given} ({data['source']})"

    def _on_tool_finished(self, data: dict[str, Any]) -> None:
        call = str(data["id"])
        arguments = self._call.pop(call, {}).get("arguments", {})
        shown = ", ".join(f"{k}={json.dumps(v, ensure_ascii=False)}" for k, v in arguments.items() if v is not None)
        mark, style = ("✓", "green") if data["ok"] else ("✗", "red")
        end = " · ".join(part for part in (f" {data['duration_ms']:.0f} ms", self._verdicts.pop(call, "")) if part)
        line = Text(f"  {mark} ", style=style)
        room = max(12, self.console.width - len(end) - 5)
        line.append(one_line(f"{data['name']}({shown})", room), style="default")
        line.append(end, style="dim")
        self.console.print(line)
        if not data["ok"]:
            self.console.print(Text(f"    {one_line(str(data['error']), self.console.width - 6)}", style="red"))
        if data["ok"] and data["name"] == "plan_done":
            self._ticked.add(int(arguments["step"]))
            self._show_plan()
        self._spin("running")

    def _on_observation(self, data: dict[str, Any]) -> None:
        if self._verbosity > 0 or data.get("error"):
            self.fold(str(data["text"]), "red" if data.get("error") else "dim")

    def fold(self, text: str, style: str = "") -> None:
        """Print a text two columns in, without its middle when it is long; `folded` keeps all of it."""
        lines = text.rstrip("\n").split("\n")
        hidden = len(lines) - MAX_UNFOLDED
        if hidden > 0:
            self.folded = text
            half = MAX_UNFOLDED // 2
            self._indented("\n".join(lines[:half]), style)
            self._indented(f"[... {hidden} lines more; {self.how_to_unfold} ...]", "bold dim")
            lines = lines[-half:]
        self._indented("\n".join(lines), style)

    def unfold(self) -> None:
        """Print all of what was folded last."""
        self._indented(self.folded or "Nothing is folded.", "")

    def _indented(self, text: str, style: str) -> None:
        self.console.print(Padding(Text(safe(text), style=style), (0, 0, 0, _MARGIN), expand=False))

    def _on_run_finished(self, data: dict[str, Any]) -> None:
        self.pause()
        usage = data["usage"]
        good = data["exit_code"] == 0
        line = Text(str(data["outcome"]), style="bold green" if good else "bold red")
        line.append(
            f" · {data['steps']} steps · {data['tool_calls']} tool calls · {usage['prompt_tokens']} tokens read "
            f"({usage['cached_tokens']} cached), {usage['completion_tokens']} written · {data['duration_s']:.1f} s · "
            f"run {data['run_id']}",
            style="dim",
        )
        if data["error"]:
            self.console.print(Text(safe(str(data["error"])), style="red"))
        for text, style in closing_lines(data):
            self.console.print(Text(safe(text), style=style))
        self.console.print(line)
        if data.get("trace_url"):
            self.console.print(Text(f"trace {data['trace_url']}", style="dim"), soft_wrap=True)


def closing_lines(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What a run did, by its record: files, commands, checks, refusals, and where the record is."""
    lines: list[tuple[str, str]] = []
    files, commands = data.get("files") or [], data.get("commands") or []
    for file in files[:MAX_LISTED]:
        lines.append((f"  {file['status']:8} {file['path']} +{file['added']} -{file['removed']}", ""))
    lines += _more(len(files), "files")
    for command in commands[:MAX_LISTED]:
        end = "ended early" if command["exit_code"] is None else f"exit {command['exit_code']}"
        lines.append((f"  ran      {one_line(command['command'], 90)} ({end})", "dim"))
    lines += _more(len(commands), "commands")
    for denied in (data.get("denied") or [])[:MAX_LISTED]:
        lines.append((f"  denied   {one_line(denied, 110)}", "yellow"))
    if verification := data.get("verification"):
        lines.append((f"  check    {verification}", "green" if data["outcome"] == "verified" else "yellow"))
        last = (data.get("checks") or [{}])[-1]
        if last.get("status") == "failed":
            lines += [(f"           {one_line(failure, 110)}", "yellow") for failure in last["failures"][:3]]
    lines += [(f"  beware   {warning}", "bold yellow") for warning in data.get("warnings") or []]
    if files:
        lines.append((f"  agent-runtime diff {data['run_id']} shows it, undo {data['run_id']} takes it back", "dim"))
    if lines and data.get("run_dir"):
        lines.append((f"  record   {data['run_dir']}", "dim"))
    return lines


def _more(count: int, what: str) -> list[tuple[str, str]]:
    return [(f"           and {count - MAX_LISTED} more {what}", "dim")] if count > MAX_LISTED else []


class JsonRenderer:
    """`stream-json`: one event a line on stdout, nothing else."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    def __call__(self, event: Event) -> None:
        version = {"version": 1} if event.kind == "run_started" else {}
        self._stream.write(json.dumps({"type": event.kind, **version, **event.data}, ensure_ascii=False) + "\n")
        self._stream.flush()

    def pause(self) -> None:
        """Nothing to take away."""

    def note(self, text: str, style: str = "") -> None:
        """Notes are events here."""
        self(Event("notice", {"text": text}))
