"""`run` and `chat`."""

from __future__ import annotations

import json
import signal
import sys
import threading
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from agent_runtime.config import LoadedSettings, Settings
from agent_runtime.errors import ConfigError
from agent_runtime.interfaces.cli import load_settings, workspace_of
from agent_runtime.interfaces.cli_worktree import begin_worktree, commit_result, end_worktree
from agent_runtime.interfaces.render import JsonRenderer, TextRenderer
from agent_runtime.interfaces.text import answer_text, exact, one_line, safe
from agent_runtime.records.runs import new_run_id
from agent_runtime.types import RunResult

if TYPE_CHECKING:
    from agent_runtime.agent.session import Session
    from agent_runtime.governance.approval import Approver
    from agent_runtime.governance.policy import Policy
    from agent_runtime.interfaces.console_approver import ConsoleApprover


class OutputFormat(StrEnum):
    """What stdout gets."""

    TEXT = "text"
    JSON = "json"
    STREAM_JSON = "stream-json"


Model = Annotated[str | None, typer.Option("--model", "-m", help="MODEL_ID, e.g. ollama_chat/qwen2.5-coder:14b")]
Folder = Annotated[Path | None, typer.Option("--cd", "-C", help="work in this folder")]
ModeOption = Annotated[str | None, typer.Option("--mode", help="plan, ask, auto-edit or auto")]
Yolo = Annotated[bool, typer.Option("--yolo", help="the same as --mode auto; a deny stays a deny")]
Verify = Annotated[
    str | None, typer.Option("--verify", help="command that must pass before the run counts as verified")
]
StrategyOption = Annotated[str | None, typer.Option("--strategy", help="auto, loop or search (over candidate edits)")]
MaxSteps = Annotated[str | None, typer.Option("--max-steps", help="steps the run may take")]
Timeout = Annotated[str | None, typer.Option("--timeout", help="seconds the run may take")]
Seed = Annotated[str | None, typer.Option("--seed", help="seed for sampling")]
Offline = Annotated[bool, typer.Option("--offline", help="no connection but to this machine")]
Jail = Annotated[str | None, typer.Option("--jail", help="auto, bubblewrap, landlock, seatbelt; none is dangerous")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="nothing but the answer")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="show what each step printed")]
AllowShell = Annotated[bool, typer.Option("--allow-shell", help="allow what would be asked, inside the sandbox")]
InWorktree = Annotated[bool, typer.Option("--worktree", help="work in a git worktree; then apply or discard")]
Commit = Annotated[bool, typer.Option("--commit", help="commit what the run changed")]
SudoOk = Annotated[bool, typer.Option("--sudo-ok", help="ask about sudo instead of denying it")]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a command needs to make a session."""

    loaded: LoadedSettings
    workspace: Path
    allow_shell: bool = False
    sudo_ok: bool = False

    @property
    def settings(self) -> Settings:
        return self.loaded.values


def run(
    task: Annotated[str | None, typer.Argument(help="what to do; - reads it from stdin")] = None,
    model: Model = None,
    folder: Folder = None,
    mode: ModeOption = None,
    yolo: Yolo = False,
    verify: Verify = None,
    strategy: StrategyOption = None,
    max_steps: MaxSteps = None,
    timeout: Timeout = None,
    seed: Seed = None,
    offline: Offline = False,
    jail: Jail = None,
    allow_shell: AllowShell = False,
    sudo_ok: SudoOk = False,
    output: Annotated[
        OutputFormat, typer.Option("--output-format", "-o", help="text, json or stream-json")
    ] = OutputFormat.TEXT,
    show_run_dir: Annotated[bool, typer.Option("--show-run-dir", help="print the run's directory on stderr")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    in_worktree: InWorktree = False,
    commit: Commit = False,
) -> int:
    """Do one task and print the answer."""
    text = _task(task)
    if in_worktree and commit:
        raise ConfigError(
            "--worktree and --commit exclude each other.", remedy="Use `agent-runtime apply RUN --commit`."
        )
    flags = {
        "model_id": model, "agent_mode": "auto" if yolo else mode, "agent_verify": verify, "agent_max_steps": max_steps,
        "agent_strategy": strategy, "agent_timeout_s": timeout, "model_seed": seed, "agent_offline": offline or None,
        "jail": jail,
    }  # fmt: skip
    workspace = workspace_of(folder)
    loaded = load_settings(workspace, flags)
    console = stderr_console()
    renderer: TextRenderer | JsonRenderer
    if output is OutputFormat.STREAM_JSON:
        renderer = JsonRenderer()
    else:
        renderer = TextRenderer(console, verbosity=-1 if quiet or output is OutputFormat.JSON else int(verbose))
    run_id = new_run_id()
    worktree = begin_worktree(workspace, run_id, renderer.note) if in_worktree else None
    setup = Setup(loaded, worktree.folder if worktree else workspace, allow_shell, sudo_ok)
    try:
        with open_session(setup, renderer, console) as session:
            signal.signal(signal.SIGTERM, _terminate)
            if isinstance(renderer, TextRenderer) and not quiet:
                header(session, renderer)
            try:
                result = session.run(text, run_id=run_id)
            finally:
                renderer.pause()
    except BaseException:
        if worktree is not None:
            end_worktree(worktree, run_id, renderer.note)
        raise
    stays = False
    if worktree is not None:
        stays = end_worktree(worktree, run_id, renderer.note)
    if output is OutputFormat.JSON:
        place = {"worktree": str(worktree.folder)} if worktree is not None and stays else {}
        print(json.dumps(result_document(result) | place, ensure_ascii=False))
    elif output is OutputFormat.TEXT and result.answer is not None:
        print_answer(result)
        warn(result, console)
    if commit:
        commit_result(workspace, result, text, renderer.note)
    if show_run_dir:
        print(result.run_dir, file=sys.stderr)
    return result.exit_code


def chat(
    model: Model = None,
    folder: Folder = None,
    mode: ModeOption = None,
    yolo: Yolo = False,
    verify: Verify = None,
    strategy: StrategyOption = None,
    max_steps: MaxSteps = None,
    offline: Offline = False,
    jail: Jail = None,
    allow_shell: AllowShell = False,
    sudo_ok: SudoOk = False,
    verbose: Verbose = False,
) -> int:
    """Talk to the agent."""
    from agent_runtime.interfaces.repl import Repl

    flags = {
        "model_id": model, "agent_mode": "auto" if yolo else mode, "agent_verify": verify, "agent_max_steps": max_steps,
        "agent_strategy": strategy, "agent_offline": offline or None, "jail": jail,
    }  # fmt: skip
    workspace = workspace_of(folder)
    setup = Setup(load_settings(workspace, flags), workspace, allow_shell, sudo_ok)
    console = stderr_console()
    renderer = TextRenderer(console, verbosity=int(verbose))
    with open_session(setup, renderer, console) as session:
        header(session, renderer)

        def show(result: RunResult) -> None:
            print_answer(result)
            warn(result, console)

        return Repl(session, renderer, show).loop()


def open_session(
    setup: Setup, renderer: TextRenderer | JsonRenderer, console: Console, *, with_model: bool = True
) -> Session:
    """A session with its model warming up behind it; without a model it can only `call` tools.

    Raises:
        ConfigError, PolicyError, JailUnavailable
    """
    from agent_runtime.models.registry import make_model

    model = None
    if with_model:
        progress = DownloadProgress(renderer, console)
        model = make_model(setup.settings, on_notice=renderer.note, on_download=progress)
        threading.Thread(target=_warm, args=(model,), daemon=True).start()
    from agent_runtime.agent.session import Session
    from agent_runtime.governance.policy import Policy

    policy = Policy.load(setup.workspace, allow_shell=setup.allow_shell, sudo_ok=setup.sudo_ok)
    person = person_at(renderer, console)
    session = Session(
        setup.settings, setup.workspace, approver=approver_for(policy, person), policy=policy, model=model,
        on_event=renderer, origins=setup.loaded.origins,
    )  # fmt: skip
    if person is not None:
        person.redact = session.redactor.text
    if with_model:
        session.start()
    return session


def header(session: Session, renderer: TextRenderer) -> None:
    """One line: what answers, how freely it acts, and where its code runs."""
    settings = session.settings
    executor = session.start()
    sandbox = session.sandbox.backend + (" (degraded)" if session.sandbox.degraded else "")
    renderer.note(
        f"{settings.model_id} · mode {settings.agent_mode} · jail {executor.backend.name} · sandbox {sandbox} · "
        f"{session.workspace}"
    )
    if executor.backend.name == "none":
        renderer.note("The jail is OFF: what the model writes runs with your privileges.", "bold red")


def print_answer(result: RunResult) -> None:
    """The answer on stdout; on a terminal it cannot move the cursor."""
    answer = answer_text(result.answer)
    print(safe(answer) if sys.stdout.isatty() else answer, flush=True)


def warn(result: RunResult, console: Console) -> None:
    """Say which commands of the answer the policy would deny, and why."""
    for item in result.answer_warnings:
        line = Text("warning: ", style="bold red")
        line.append(f"the answer holds a command that would be denied: {one_line(exact(item.command), 200)}", "red")
        console.print(line)
        console.print(Text(f"  {safe(item.reason)} (rule {safe(item.rule)})", style="red"))


def result_document(result: RunResult) -> dict[str, Any]:
    """A run's result as one JSON document (docs/output-formats.md)."""
    from agent_runtime.records.runs import result_data

    return {"version": 1, "run_id": result.run_id, "run_dir": str(result.run_dir), **result_data(result)}


class DownloadProgress:
    """A bar on a terminal; a line every tenth elsewhere."""

    def __init__(self, renderer: TextRenderer | JsonRenderer, console: Console) -> None:
        self._renderer = renderer
        self._console = console
        self._bar: Any = None
        self._task: Any = None
        self._told = ("", -1)

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take note of progress in bytes."""
        if self._console.is_terminal and isinstance(self._renderer, TextRenderer):
            self._draw(what, done, total)
        elif (tenth := (what, done * 10 // max(1, total))) != self._told:
            self._told = tenth
            self._renderer.note(f"model: {what} {done >> 20} of {total >> 20} MB")

    def _draw(self, what: str, done: int, total: int) -> None:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

        if self._bar is None:
            if isinstance(self._renderer, TextRenderer):
                self._renderer.pause()
            columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
            self._bar = Progress(*columns, console=self._console, transient=True)
            self._task = self._bar.add_task("model", total=total)
            self._bar.start()
        self._bar.update(self._task, description=f"model: {what}", completed=done, total=total)
        if what == "verifying" and done >= total:
            self._bar.stop()
            self._bar = None


def stderr_console() -> Console:
    """Everything but the answer goes here."""
    return Console(stderr=True, highlight=False)


def _task(task: str | None) -> str:
    if task == "-" or (task is None and not sys.stdin.isatty()):
        try:
            task = sys.stdin.read()
        except UnicodeDecodeError as error:
            raise ConfigError("The task on standard input is not valid UTF-8.") from error
    if task is None or not task.strip():
        raise ConfigError("There is no task.", remedy='Give one: agent-runtime "List all Python files in this repo".')
    return task.strip()


def person_at(renderer: TextRenderer | JsonRenderer, console: Console) -> ConsoleApprover | None:
    """Who is asked, where somebody can be."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()) or isinstance(renderer, JsonRenderer):
        return None
    from agent_runtime.interfaces.console_approver import ConsoleApprover

    return ConsoleApprover(console, pause=renderer.pause)


def approver_for(policy: Policy, person: ConsoleApprover | None) -> Approver:
    """The person, or nobody, behind what is remembered."""
    from agent_runtime.governance.approval import ApprovalStore, DenyAll, RememberedApprover

    return RememberedApprover(person or DenyAll(), ApprovalStore(), policy.digest)


def _warm(model: Any) -> None:
    """Load the model behind the scenes; the first call meets and reports any error."""
    from agent_runtime.errors import AgentRuntimeError

    try:
        model.warm_up()
    except AgentRuntimeError:
        return


def _terminate(number: int, frame: object) -> None:
    raise SystemExit(128 + number)
