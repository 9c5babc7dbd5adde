"""The command line. Each command's own module is imported only when that command is called."""

from __future__ import annotations

import importlib
import json
import logging
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent_runtime import __version__
from agent_runtime.errors import AgentRuntimeError
from agent_runtime.interfaces.text import tolerate_encoding

if TYPE_CHECKING:
    from agent_runtime.config import LoadedSettings

LAZY: dict[str, tuple[str, str]] = {
    "chat": ("agent_runtime.interfaces.cli_chat:chat", "Talk to the agent (the default on a terminal)."),
    "run": ("agent_runtime.interfaces.cli_run:run", "Do one task and print the answer (the default with a task)."),
    "resume": ("agent_runtime.interfaces.cli_run:resume", "Take up a session, e.g. after an approval was granted."),
    "sessions": ("agent_runtime.interfaces.cli_sessions:app", "List, show and remove sessions."),
    "plan": ("agent_runtime.interfaces.cli_plan:plan", "Write a checklist for a task, and stop there."),
    "tools": ("agent_runtime.interfaces.cli_tools:app", "List the tools, or call one through the gate."),
    "models": ("agent_runtime.interfaces.cli_models:app", "Download, list, start and stop models."),
    "config": ("agent_runtime.interfaces.cli_config:app", "Show every setting and where it comes from."),
    "doctor": ("agent_runtime.interfaces.doctor:doctor", "Check what this machine has, and what is missing."),
    "policy": ("agent_runtime.interfaces.cli_policy:policy_app", "Ask the command policy."),
    "approvals": ("agent_runtime.interfaces.cli_policy:approvals_app", "List, grant and revoke remembered approvals."),
    "trust": ("agent_runtime.interfaces.cli_policy:trust", "Trust this workspace's policy file as it is now."),
    "jail": ("agent_runtime.interfaces.cli_jail_tools:app", "Run Python in the jail, or probe its backends."),
    "trace": ("agent_runtime.interfaces.cli_trace:trace_app", "Read, export and send recorded traces."),
    "replay": ("agent_runtime.interfaces.cli_replay:replay", "Play a recorded run again, without a model."),
    "runs": ("agent_runtime.interfaces.cli_trace:runs_app", "List, show and remove recorded runs."),
    "audit": ("agent_runtime.interfaces.cli_trace:audit_app", "Verify the audit log of a run."),
    "completion": ("agent_runtime.interfaces.cli_completion:completion", "Print shell completion: bash, zsh, fish."),
    "phoenix": ("agent_runtime.interfaces.phoenix:phoenix", "Start Phoenix on this machine."),
    "bench": ("agent_runtime.interfaces.cli_bench:bench", "Measure agents on tasks with hidden checks."),
    "undo": ("agent_runtime.interfaces.cli_undo:undo", "Take back what a run changed."),
    "redo": ("agent_runtime.interfaces.cli_undo:redo", "Do again what undo took back."),
    "diff": ("agent_runtime.interfaces.cli_undo:diff", "Show what a run changed."),
    "apply": ("agent_runtime.interfaces.cli_undo:apply", "Bring the result of a run with --worktree here."),
    "discard": ("agent_runtime.interfaces.cli_undo:discard", "Throw the result of a run with --worktree away."),
}
USAGE_ERROR = 2
COMPLETE = "__complete"
"""`agent-runtime __complete WORD...` prints what the last word may become; the scripts of `completion` call it."""


def run_cli(arguments: list[str]) -> int:
    """Run one command; returns its exit code. A bare task means `run`, nothing at all `chat` (or a task on stdin)."""
    _quieten()
    tolerate_encoding()
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has left (`agent-runtime ... | head`); click and rich end with 1 then, too. SIGPIPE
        # stays ignored, for it would also end us when a model server, a collector or the jail hangs up.
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return 1
    return code


def _dispatch(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    if command == COMPLETE:
        return _complete(arguments[1:])
    if command in ("-h", "--help", "help"):
        return _invoke(_application(list(LAZY)), ["--help"])
    if command not in LAZY:
        terminal = sys.stdin.isatty() and sys.stderr.isatty()
        has_task = any(not argument.startswith("-") or argument == "-" for argument in arguments)
        command = "chat" if terminal and not has_task else "run"
        arguments = [command, *arguments]
    return _invoke(_application([command]), arguments)


def _application(names: list[str]) -> typer.Typer:
    application = typer.Typer(
        name="agent-runtime",
        help="A coding agent that runs on your machine and that you can trust and inspect.\n\n"
        'agent-runtime "TASK" does one task; agent-runtime alone starts a conversation.',
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @application.callback(invoke_without_command=True)
    def top(version: Annotated[bool, typer.Option("--version", "-V", help="Print the version.")] = False) -> None:
        if version:
            print(f"agent-runtime {__version__}")
            raise typer.Exit

    for name in names:
        target, text = LAZY[name]
        module, _, attribute = target.partition(":")
        thing = getattr(importlib.import_module(module), attribute)
        if isinstance(thing, typer.Typer):
            application.add_typer(thing, name=name, help=text)
        else:
            application.command(name, help=text)(thing)
    return application


def command_tree(names: list[str]) -> Any:
    """The commands of these names, to look at."""
    return typer.main.get_command(_application(names))


def _complete(words: list[str]) -> int:
    from agent_runtime.interfaces.cli_completion import candidates

    meanings = {name: text for name, (_, text) in LAZY.items()}
    found = list(candidates(words, meanings, lambda name: command_tree([name]).commands[name]))
    for value, meaning in found:
        print(f"{value}\t{meaning}")
    return 0 if found else 1


def _invoke(application: typer.Typer, arguments: list[str]) -> int:
    command = typer.main.get_command(application)
    try:
        result: Any = command.main(args=arguments, prog_name="agent-runtime", standalone_mode=False)
    except AgentRuntimeError as error:
        print(f"agent-runtime: {error}", file=sys.stderr)
        return error.exit_code
    except typer.Abort:
        return 130
    except KeyboardInterrupt:
        print("agent-runtime: interrupted", file=sys.stderr)
        return 130
    except Exception as error:
        show = getattr(error, "show", None)  # click's own errors: wrong usage
        if show is None:
            raise
        show()
        return USAGE_ERROR
    return result if isinstance(result, int) else 0


def _quieten() -> None:
    """Libraries' warnings and logs do not belong on the user's screen; the settings may bring them back."""
    warnings.simplefilter("ignore")
    logging.getLogger("LiteLLM").setLevel(logging.CRITICAL)


def workspace_of(folder: Path | None) -> Path:
    """The workspace: `-C DIR`, else the current folder.

    Raises:
        ConfigError: it is no folder.
    """
    from agent_runtime.errors import ConfigError

    workspace = (folder or Path.cwd()).expanduser()
    if not workspace.is_dir():
        raise ConfigError(f"{str(workspace)!r} is no folder.", remedy="Give an existing folder with -C.")
    return workspace.resolve()


def load_settings(workspace: Path, flags: dict[str, Any]) -> LoadedSettings:
    """Settings for a command, with its flags on top; from here on the log is as they say."""
    from agent_runtime import offline
    from agent_runtime.config import load
    from agent_runtime.interfaces.logs import start_log

    loaded = load(workspace, flags)
    start_log(loaded.values)
    if loaded.values.agent_offline:
        offline.enforce()
    return loaded


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, indent=2, ensure_ascii=False))
