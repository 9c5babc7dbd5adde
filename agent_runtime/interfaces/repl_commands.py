"""The slash commands: one table for doing, completing and explaining them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from agent_runtime.errors import AgentRuntimeError, ConfigError
from agent_runtime.interfaces.context_view import context_lines
from agent_runtime.interfaces.text import one_line, safe
from agent_runtime.types import Mode

if TYPE_CHECKING:
    from agent_runtime.interfaces.repl import Repl

MODES: tuple[Mode, ...] = get_args(Mode)
_INIT = (
    "Write a file AGENTS.md for the coding agents that will work in this repository: how it is laid out, how to build, "
    "lint and test it, and the conventions that its code shows. Look at the files first. Keep it under 60 lines and "
    "state only what you have seen."
)


@dataclass(frozen=True, slots=True)
class Command:
    """One slash command."""

    name: str
    meaning: str
    example: str
    do: Callable[[Repl, list[str]], None]
    choices: Callable[[Repl], Sequence[str]] = lambda repl: ()
    waits: bool = False
    """Whether it needs the terminal for itself: it asks, or draws."""


def find(name: str) -> Command:
    """A command by its name, or by a beginning that only it has.

    Raises:
        ConfigError: there is none; the nearest is named.
    """
    if name in COMMANDS:
        return COMMANDS[name]
    near = [known for known in COMMANDS if known.startswith(name)]
    if len(near) == 1:
        return COMMANDS[near[0]]
    near = near or [known for known in COMMANDS if known[:3] == name[:3]]
    hint = f"Did you mean {' or '.join(near[:4])}?" if near else "/help lists all."
    raise ConfigError(f"There is no {name}.", remedy=hint)


def arguments_of(line: str) -> list[str]:
    """The words behind a command's name; quotes as in a shell, or plain words where they do not match."""
    rest = line.partition(" ")[2]
    try:
        return shlex.split(rest)
    except ValueError:
        return rest.split()


def _cli(*words: str) -> Callable[[Repl, list[str]], None]:
    """The same as a command of the shell."""
    return lambda repl, arguments: repl.run_command([*words, *arguments])


def _cli_or(default: str, *words: str) -> Callable[[Repl, list[str]], None]:
    """A group of commands: `default` when none of them is named."""
    return lambda repl, arguments: repl.run_command([*words, *(arguments or [default])])


def _help(repl: Repl, arguments: list[str]) -> None:
    if arguments:
        command = find("/" + arguments[0].removeprefix("/"))
        repl.say(f"{command.name}  {command.meaning}", "bold")
        repl.say(f"  for example  {command.example}")
        return
    from rich.text import Text

    for command in COMMANDS.values():
        line = Text(f"{command.name:11}", style="bold")
        line.append(command.meaning, style="default")
        line.append(f"   {command.example}", style="dim")
        repl.console.print(line)
    for key, meaning in KEYS:
        repl.console.print(Text.assemble((f"{key:22}", "bold"), meaning))
    repl.say("anything else is a task; the conversation and its variables go on until /clear")


def _status(repl: Repl, arguments: list[str]) -> None:
    session = repl.session
    executor = session.start()
    settings = session.settings
    repl.say(f"session {session.session_id} · {session.workspace}")
    repl.say(f"model {settings.model_id} · mode {settings.agent_mode}")
    repl.say(f"jail {executor.backend.name} ({executor.backend_reason})")
    repl.say(f"sandbox {session.sandbox.backend}{' (degraded)' if session.sandbox.degraded else ''}")
    repl.say(f"phoenix {'connected' if session.collector_up else 'not connected: the journal has all'}")
    if session.last is not None:
        repl.say(f"last run {session.last.run_id}: {session.last.outcome}, {session.last.steps} steps")


def _model(repl: Repl, arguments: list[str]) -> None:
    if not arguments:
        repl.say(f"model {repl.session.settings.model_id}")
        return
    repl.change_model(arguments[0])


def _mode(repl: Repl, arguments: list[str]) -> None:
    if not arguments:
        repl.say(f"mode {repl.session.settings.agent_mode}; there are {', '.join(MODES)}")
        return
    repl.session.set_mode(arguments[0])
    repl.say(f"mode {repl.session.settings.agent_mode}")


def _context(repl: Repl, arguments: list[str]) -> None:
    used = repl.status.context()
    if used is None:
        repl.say("The model has not been called yet.")
        return
    tokens, window = used
    filled = min(40, tokens * 40 // max(1, window))
    repl.say(f"[{'#' * filled}{'.' * (40 - filled)}] {tokens} of {window} tokens ({tokens * 100 // max(1, window)}%)")
    account = repl.session.context_parts()
    for line in context_lines(account) if account is not None else ():
        repl.say(line)


def _tools(repl: Repl, arguments: list[str]) -> None:
    from rich.text import Text

    for tool in repl.session.tools().values():
        line = Text(f"{tool.spec.name:22}", style="bold")
        line.append(one_line(tool.spec.doc.splitlines()[0], max(20, repl.console.width - 24)), style="default")
        repl.console.print(line)


def _undo(kind: str) -> Callable[[Repl, list[str]], None]:
    def do(repl: Repl, arguments: list[str]) -> None:
        from agent_runtime.interfaces.repl_undo import undo_command

        undo_command(kind, arguments, repl.session.workspace)

    return do


def _patches(repl: Repl, arguments: list[str]) -> None:
    from agent_runtime.tools.proposals import ProposalStore

    last = repl.session.last
    patches = ProposalStore(last.run_dir).all() if last is not None else []
    if not patches:
        repl.say("The last run proposed no patch.")
    elif arguments:
        shown = [patch for patch in patches if patch.id == arguments[0]]
        if not shown:
            raise ConfigError(f"The last run has no patch {arguments[0]!r}.", remedy="/patches lists them.")
        repl.show_diff(shown[0].diff)
    else:
        for patch in patches:
            repl.say(f"{patch.id:4} {patch.state:9} +{patch.added} -{patch.removed}  {', '.join(patch.paths)}")


def _verify(repl: Repl, arguments: list[str]) -> None:
    command = " ".join(arguments) or repl.session.settings.agent_verify
    if not command:
        raise ConfigError("There is no check.", remedy="Give one (/verify make test), or set AGENT_VERIFY.")
    if arguments:
        repl.session.configure(agent_verify=command)
        repl.say(f"runs now count as verified when this passes: {command}")
    repl.shell(command)


def _test(repl: Repl, arguments: list[str]) -> None:
    repl.tool("run_tests", {"target": arguments[0]} if arguments else {})


def _plan(repl: Repl, arguments: list[str]) -> None:
    if not arguments:
        raise ConfigError("/plan needs a task.", remedy="E.g. /plan split utils.py into two modules")
    repl.plan(" ".join(arguments))


def _compact(repl: Repl, arguments: list[str]) -> None:
    repl.say(f"observations shortened: about {repl.session.compact() // 4} tokens taken out")


def _clear(repl: Repl, arguments: list[str]) -> None:
    repl.session.clear()
    repl.say("forgotten")


def _resume(repl: Repl, arguments: list[str]) -> None:
    if arguments:
        repl.reopen(arguments[0])
    else:
        repl.run_command(["sessions", "list", "-C", str(repl.session.workspace)])
        repl.say("/resume ID goes on with one")


def _of_last_run(*words: str) -> Callable[[Repl, list[str]], None]:
    """A command of the shell about a run: the last of this session when none is named."""

    def do(repl: Repl, arguments: list[str]) -> None:
        last = repl.session.last
        named = arguments and not arguments[0].startswith("-")
        run = [] if named else [last.run_id if last is not None else "last"]
        repl.run_command([*words, *run, *arguments])

    return do


def _rate(repl: Repl, arguments: list[str]) -> None:
    verdict, *note = arguments or [""]
    if verdict == "good":
        repl.rate("good", " ".join(note))
    elif verdict == "bad":
        repl.rate("bad", " ".join(note))
    else:
        raise ConfigError("/rate needs good or bad.", remedy="E.g. /rate bad changed too much")


def _init(repl: Repl, arguments: list[str]) -> None:
    if (repl.session.workspace / "AGENTS.md").exists() and "--force" not in arguments:
        raise ConfigError("AGENTS.md is there already.", remedy="/init --force has it written anew.")
    repl.task(_INIT)


def _quit(repl: Repl, arguments: list[str]) -> None:
    repl.leave()


def _run_ids(repl: Repl) -> Sequence[str]:
    from agent_runtime.records.runs import list_runs

    return ["last", *(path.name for path in reversed(list_runs()[-30:]))]


def _session_ids(repl: Repl) -> Sequence[str]:
    from agent_runtime.agent.conversation import list_sessions

    return [item.session_id for item in list_sessions(repl.session.workspace)]


def _model_ids(repl: Repl) -> Sequence[str]:
    from agent_runtime.models.registry import Registry

    registry = Registry.load(repl.session.workspace)
    return [*registry.entries, *registry.aliases, *(["auto"] if registry.declared else [])]


def _table(*commands: Command) -> dict[str, Command]:
    return {command.name: command for command in commands}


COMMANDS: dict[str, Command] = _table(
    Command("/help", "this list, or one command", "/help undo", _help, lambda repl: [c[1:] for c in COMMANDS]),
    Command("/status", "session, model, mode, jail, sandbox and the last run", "/status", _status),
    Command("/model", "the model, or another one from now on", "/model ollama_chat/qwen3", _model, _model_ids),
    Command("/models", "the models: pull, start, stop", "/models list", _cli_or("list", "models"), waits=True),
    Command("/mode", "how freely the agent acts (Shift-Tab)", "/mode auto-edit", _mode, lambda repl: MODES),
    Command("/context", "what fills the model's window", "/context", _context),
    Command("/tools", "the tools and what they do", "/tools", _tools),
    Command("/policy", "what the policy says to a command", "/policy check 'git push'", _cli_or("--help", "policy"),
            lambda repl: ("check", "explain", "test", "check-path", "simulate")),
    Command("/approvals", "what is approved for always, and what waits", "/approvals list",
            _cli_or("list", "approvals"), lambda repl: ("list", "pending", "grant", "revoke")),
    Command("/diff", "what the last run changed", "/diff", _undo("diff")),
    Command("/apply", "bring the result of a --worktree run here", "/apply RUN", _cli("apply"), _run_ids, waits=True),
    Command("/undo", "undo the last step that changed something; again goes further", "/undo run", _undo("undo"),
            lambda repl: ("run", "step", "--merge"), waits=True),
    Command("/redo", "take back the last undo", "/redo", _undo("redo"), waits=True),
    Command("/rewind", "undo everything that the last run changed", "/rewind",
            lambda repl, arguments: _undo("undo")(repl, ["run", *arguments]), waits=True),
    Command("/patches", "the patches that the last run proposed; one of them", "/patches p1", _patches),
    Command("/verify", "run the check, or set another one", "/verify make test", _verify),
    Command("/test", "run the project's tests, or one of them", "/test tests/test_a.py", _test),
    Command("/plan", "have a task planned, then carried out if you like", "/plan add --json", _plan),
    Command("/compact", "shorten old observations to make room", "/compact", _compact),
    Command("/clear", "forget the conversation and the variables", "/clear", _clear),
    Command("/resume", "the sessions of this folder, or go on with one", "/resume s-1a2b", _resume, _session_ids),
    Command("/runs", "the recorded runs", "/runs list", _cli_or("list", "runs")),
    Command("/trace", "the trace of the last run, or of another", "/trace", _of_last_run("trace", "show"), _run_ids),
    Command("/replay", "play the last run without a model", "/replay", _of_last_run("replay"), _run_ids, waits=True),
    Command("/export", "a run as Markdown", "/export last --md", _of_last_run("trace", "export"), _run_ids),
    Command("/rate", "rate the last run good or bad, with a note", "/rate good just right", _rate,
            lambda repl: ("good", "bad")),
    Command("/good", "the same as /rate good", "/good", lambda repl, words: repl.rate("good", " ".join(words))),
    Command("/bad", "the same as /rate bad", "/bad too much", lambda repl, words: repl.rate("bad", " ".join(words))),
    Command("/config", "every setting and where it comes from", "/config show", _cli_or("show", "config")),
    Command("/doctor", "what this machine has, and what is missing", "/doctor", _cli("doctor")),
    Command("/init", "have AGENTS.md written from the repository", "/init", _init),
    Command("/quit", "leave (also Ctrl-D)", "/quit", _quit),
)  # fmt: skip

KEYS = (
    ("Enter", "send; while the agent works, the line waits for its turn"),
    ("Alt-Enter, Ctrl-J", "a new line"),
    ("Ctrl-C, Esc", "stop the step and keep the session; twice within a second: leave"),
    ("Ctrl-D", "leave"),
    ("Ctrl-R, Up", "earlier lines of this folder"),
    ("Ctrl-G", "write in $EDITOR"),
    ("Ctrl-O", "all of what was folded last"),
    ("Shift-Tab", "the next mode: plan, ask, auto-edit"),
    ("@path, @path:10-40", "give the model a file, or lines of it"),
    ("!command, !!command", "run a command by the policy; !! also gives its output to the model"),
)


def run(repl: Repl, line: str) -> None:
    """Do what a line that begins with `/` says; what goes wrong is told."""
    try:
        command = find(line.split()[0])
        with repl.front.away() if command.waits else nullcontext():
            command.do(repl, arguments_of(line))
    except AgentRuntimeError as error:
        repl.say(safe(str(error)), "red")
