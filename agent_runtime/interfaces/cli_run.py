"""`run` and `resume`: one task, for a person or for a script."""

from __future__ import annotations

import json
import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from agent_runtime.errors import ConfigError
from agent_runtime.interfaces import cli_options as options
from agent_runtime.interfaces.cli import load_settings, workspace_of
from agent_runtime.interfaces.cli_worktree import begin_worktree, commit_result, end_worktree
from agent_runtime.interfaces.opening import Setup, header, open_session, stderr_console
from agent_runtime.interfaces.render import JsonRenderer, TextRenderer
from agent_runtime.interfaces.text import answer_text, exact, one_line, safe
from agent_runtime.records.runs import new_run_id
from agent_runtime.types import RunResult

if TYPE_CHECKING:
    from agent_runtime.agent.answers import AnswerSchema
    from agent_runtime.agent.plan import Checklist
    from agent_runtime.agent.session import Session
    from agent_runtime.governance.pending import Pending

GRANTED = "The approval that was missing may have been given by now. Do again what was refused and finish the task."


class OutputFormat(StrEnum):
    """What stdout gets."""

    TEXT = "text"
    JSON = "json"
    STREAM_JSON = "stream-json"


Output = Annotated[OutputFormat, typer.Option("--output-format", "-o", help="text, json or stream-json")]
Schema = Annotated[
    Path | None, typer.Option("--output-schema", metavar="FILE", help="JSON Schema that the answer must conform to")
]


def run(
    task: Annotated[str | None, typer.Argument(help="what to do; - reads it from stdin")] = None,
    model: options.Model = None,
    folder: options.Folder = None,
    mode: options.ModeOption = None,
    yolo: options.Yolo = False,
    verify: options.Verify = None,
    strategy: options.StrategyOption = None,
    max_steps: options.MaxSteps = None,
    max_tokens: options.MaxTokens = None,
    max_tool_calls: options.MaxToolCalls = None,
    timeout: options.Timeout = None,
    seed: options.Seed = None,
    planner: options.Planner = None,
    plan: options.PlanFile = None,
    cache: options.Cache = False,
    offline: options.Offline = False,
    jail: options.Jail = None,
    allow_shell: options.AllowShell = False,
    sudo_ok: options.SudoOk = False,
    output: Output = OutputFormat.TEXT,
    output_schema: Schema = None,
    continue_: options.Continue = False,
    resume: options.Resume = None,
    fork: options.Fork = False,
    ephemeral: options.Ephemeral = False,
    show_run_dir: Annotated[bool, typer.Option("--show-run-dir", help="print the run's directory on stderr")] = False,
    plain: options.Plain = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
    in_worktree: options.InWorktree = False,
    commit: options.Commit = False,
) -> int:
    """Do one task and print the answer."""
    text = _task(task)
    session_id = options.resumed(continue_, resume)
    if in_worktree and (commit or session_id):
        raise ConfigError(
            f"--worktree and {'--commit' if commit else '--resume'} exclude each other.",
            remedy="Use `agent-runtime apply RUN --commit`.",
        )
    flags = options.setting_flags(
        model_id=model, agent_mode="auto" if yolo else mode, agent_verify=verify, agent_max_steps=max_steps,
        agent_strategy=strategy, agent_max_tokens=max_tokens, agent_timeout_s=timeout, model_seed=seed,
        agent_max_tool_calls=max_tool_calls,
        agent_offline=offline, jail=jail, phoenix_enabled="false" if ephemeral else None,
        agent_planner=planner, model_cache=cache,
    )  # fmt: skip
    workspace = workspace_of(folder)
    loaded = load_settings(workspace, flags)
    task_run = TaskRun(output, quiet=quiet, verbose=verbose, plain=plain, schema=_schema(output_schema), plan=plan)
    run_id = new_run_id()
    worktree = begin_worktree(workspace, run_id, task_run.renderer.note) if in_worktree else None
    place = worktree.folder if worktree else workspace
    stays = False
    try:
        result = task_run.run(Setup(loaded, place, allow_shell, sudo_ok, session_id, fork, ephemeral), text, run_id)
    finally:
        if worktree is not None:
            stays = end_worktree(worktree, run_id, task_run.renderer.note)
    task_run.show(result, {"worktree": str(place)} if worktree is not None and stays else {})
    if commit:
        commit_result(workspace, result, text, task_run.renderer.note)
    if show_run_dir:
        print(result.run_dir, file=sys.stderr)
    return result.exit_code


def resume(
    session: Annotated[str, typer.Argument(metavar="[ID]", help="session, or the run it ended with")] = "last",
    task: Annotated[str | None, typer.Argument(help="what to do now; go on with what was refused, if left out")] = None,
    model: options.Model = None,
    folder: options.Folder = None,
    mode: options.ModeOption = None,
    output: Output = OutputFormat.TEXT,
    output_schema: Schema = None,
    fork: options.Fork = False,
    plain: options.Plain = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> int:
    """Take up a session, for example one that ended for want of an approval which was granted since."""
    workspace = workspace_of(folder)
    loaded = load_settings(workspace, options.setting_flags(model_id=model, agent_mode=mode))
    task_run = TaskRun(output, quiet=quiet, verbose=verbose, plain=plain, schema=_schema(output_schema))
    result = task_run.run(Setup(loaded, workspace, resume=session, fork=fork), task)
    task_run.show(result, {})
    return result.exit_code


class TaskRun:
    """One task from the command line: shown as it goes, and its result printed."""

    def __init__(
        self, output: OutputFormat, *, quiet: bool, verbose: bool, plain: bool, schema: AnswerSchema | None,
        plan: Path | None = None,
    ) -> None:  # fmt: skip
        self._output = output
        self._quiet = quiet
        self._schema = schema
        self._plan = plan
        self.console = stderr_console(plain=plain)
        self.renderer: TextRenderer | JsonRenderer
        if output is OutputFormat.STREAM_JSON:
            self.renderer = JsonRenderer()
        else:
            verbosity = -1 if quiet or output is OutputFormat.JSON else int(verbose)
            self.renderer = TextRenderer(self.console, verbosity=verbosity)
        self._asked: tuple[Pending, ...] = ()
        self._session_id = ""

    def run(self, setup: Setup, task: str | None, run_id: str | None = None) -> RunResult:
        """Do the task; without one, go on with the last of the session that is taken up."""
        ask = self._output is OutputFormat.TEXT
        with open_session(setup, self.renderer, self.console, ask=ask) as session:
            signal.signal(signal.SIGTERM, _terminate)
            if isinstance(self.renderer, TextRenderer) and not self._quiet:
                header(session, self.renderer)
            if task is None:
                before = session.conversation.restored_tasks
                task = f"{GRANTED}\nThe task: {before[-1]}" if before else GRANTED
            try:
                result = session.run(task, run_id=run_id, schema=self._schema, plan=self._checklist())
            finally:
                self.renderer.pause()
            self._asked = _asked(session)
            self._session_id = session.session_id
            return result

    def _checklist(self) -> Checklist | None:
        if self._plan is None:
            return None
        from agent_runtime.agent.plan import Checklist

        return Checklist.from_file(self._plan)

    def show(self, result: RunResult, place: dict[str, str]) -> None:
        """Print the result in the format that was chosen."""
        if self._output is OutputFormat.JSON:
            print(json.dumps({**result_document(result, self._session_id, self._asked), **place}, ensure_ascii=False))
        elif self._output is OutputFormat.TEXT:
            if result.answer is not None:
                print_answer(result)
                warn(result, self.console)
            for item in self._asked:
                self.renderer.note(f"asked in vain: {one_line(item.shown, 200)} ({item.reason})", "yellow")
                for line in _ways(item, self._session_id):
                    self.renderer.note(f"  {line}", "yellow")


def result_document(result: RunResult, session_id: str, asked: tuple[Pending, ...]) -> dict[str, Any]:
    """A run's result as one JSON document (docs/output-formats.md, docs/schemas/result.schema.json)."""
    from agent_runtime.records.runs import result_data

    questions = [
        {
            "key": item.key, "tool": item.tool, "what": item.shown, "rule": item.rule, "reason": item.reason,
            "allow_with": _ways(item, session_id),
        }
        for item in asked
    ]  # fmt: skip
    place = {"session_id": session_id, "run_id": result.run_id, "run_dir": str(result.run_dir)}
    return {"version": 1, **place, **result_data(result), "asked": questions}


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


def _asked(session: Session) -> tuple[Pending, ...]:
    return tuple(getattr(getattr(session.approver, "inner", None), "asked", ()))


def _ways(item: Pending, session_id: str) -> list[str]:
    return [f"agent-runtime approvals grant {item.key[:12]}", f"agent-runtime resume {session_id}"]


def _schema(path: Path | None) -> AnswerSchema | None:
    if path is None:
        return None
    from agent_runtime.agent.answers import AnswerSchema

    return AnswerSchema.from_file(path)


def _task(task: str | None) -> str:
    if task == "-" or (task is None and not sys.stdin.isatty()):
        try:
            task = sys.stdin.read()
        except UnicodeDecodeError as error:
            raise ConfigError("The task on standard input is not valid UTF-8.") from error
    if task is None or not task.strip():
        raise ConfigError("There is no task.", remedy='Give one: agent-runtime "List all Python files in this repo".')
    return task.strip()


def _terminate(number: int, frame: object) -> None:
    raise SystemExit(128 + number)
