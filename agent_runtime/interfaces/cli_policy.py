"""`agent-runtime policy`, `approvals` and `trust`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from agent_runtime.errors import AgentRuntimeError, ConfigError
from agent_runtime.governance.approval import ApprovalRequest, ApprovalStore, apply_mode, rememberable
from agent_runtime.governance.pending import PendingApprovals
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.rules import read_layer
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.shell import simple_argv
from agent_runtime.governance.trust import TrustStore, read_regular
from agent_runtime.types import Decision, Effect

policy_app = typer.Typer(help="Ask the policy what it would say.", no_args_is_help=True)
approvals_app = typer.Typer(help="Approvals for always: list, grant, revoke.", no_args_is_help=True)
_KEY = re.compile(r"^[0-9a-f]{8,64}$")
EXIT = {"allow": 0, "ask": 1, "deny": 2}

Workspace = Annotated[Path, typer.Option("--workspace", "-w", help="Folder the agent may touch.")]
SudoOk = Annotated[bool, typer.Option("--sudo-ok", help="Ask about sudo instead of denying it.")]
AllowShell = Annotated[bool, typer.Option("--allow-shell", help="Allow what would be asked, inside the sandbox.")]


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def _load(workspace: Path, *, sudo_ok: bool = False, allow_shell: bool = False) -> Policy:
    if not workspace.is_dir():
        _stop(f"{str(workspace)!r} is no folder; name one with --workspace.")
    try:
        return Policy.load(workspace, sudo_ok=sudo_ok, allow_shell=allow_shell)
    except AgentRuntimeError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from error


def _record(name: str, value: str, decision: Decision) -> dict[str, str]:
    record = {name: value, "verdict": decision.verdict, "rule": decision.rule, "reason": decision.reason}
    return {**record, **({"suggestion": decision.suggestion} if decision.suggestion else {})}


def _show(decision: Decision) -> None:
    typer.echo(f"{decision.verdict}: {decision.reason} (rule {decision.rule})")
    if decision.suggestion and decision.verdict != "allow":
        typer.echo(decision.suggestion)


def _lines(batch: Path, *needed: str) -> Iterator[dict[str, str]]:
    """The objects of a file of JSON lines; each of the texts `needed` is there."""
    try:
        text = sys.stdin.read() if str(batch) == "-" else batch.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _stop(f"{str(batch)!r} cannot be read: {error}. Give a UTF-8 file of JSON lines, or - for the input.")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            _stop(f"{batch}:{number}: no JSON: {error}")
        if not isinstance(item, dict):
            _stop(f"{batch}:{number}: no JSON object")
        for name in needed:
            if not isinstance(item.get(name), str):
                _stop(f"{batch}:{number}: {name!r} must be a text, not {item.get(name)!r}.")
        if not isinstance(item.get("cwd") or "", str):
            _stop(f"{batch}:{number}: 'cwd' must be a text, not {item['cwd']!r}.")
        if item.get("op", "read") not in ("read", "write"):
            _stop(f"{batch}:{number}: {item['op']!r} is neither read nor write.")
        yield item


@policy_app.command()
def check(
    command: Annotated[str | None, typer.Argument(help="The command, as one word.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    batch: Annotated[Path | None, typer.Option(help="JSON lines with `command` and optional `cwd`.")] = None,
    cwd: Annotated[Path | None, typer.Option(help="Where it would start.")] = None,
    workspace: Workspace = Path(),
    sudo_ok: SudoOk = False,
    allow_shell: AllowShell = False,
) -> None:
    """Judge a command: exit 0 allow, 1 ask, 2 deny."""
    policy = _load(workspace, sudo_ok=sudo_ok, allow_shell=allow_shell)
    sandbox = Sandbox.probe(workspace.resolve()) if allow_shell else None
    whole = sandbox is not None and sandbox.backend != "none" and not sandbox.degraded

    def judge(text: str, place: Path | None) -> Decision:
        judged = policy.decide_command(text, cwd=place)
        if not allow_shell:
            return judged
        return apply_mode(judged, "ask", effect=Effect.EXECUTE, sandboxed=whole, allow_shell=True)

    if batch is not None:
        for item in _lines(batch, "command"):
            place = item.get("cwd")
            decision = judge(item["command"], Path(place) if place else None)
            typer.echo(json.dumps(_record("command", item["command"], decision)))
        return
    if command is None:
        _stop("Give a command or --batch FILE.")
    decision = judge(command, cwd)
    if as_json:
        typer.echo(json.dumps(_record("command", command, decision)))
    else:
        _show(decision)
    raise typer.Exit(EXIT[decision.verdict])


@policy_app.command()
def explain(command: str, cwd: Path | None = None, workspace: Workspace = Path(), sudo_ok: SudoOk = False) -> None:
    """Show each part of a command, its rule with file and line, and the reason."""
    decision = _load(workspace, sudo_ok=sudo_ok).decide_command(command, cwd=cwd)
    for part in decision.parts:
        where = f" ({part.source})" if part.source else ""
        typer.echo(f"{part.verdict:5}  {ascii(part.text)[1:-1]}\n       {part.rule}{where}: {part.reason}")
    typer.echo(
        f"sandbox: {decision.sandbox}, network: {'on' if decision.network else 'off'}, remember: {decision.remember}"
    )
    _show(decision)


@policy_app.command("test")
def run_examples(workspace: Workspace = Path()) -> None:
    """Run the examples of all rules."""
    policy = _load(workspace)
    count = sum(len(rule.match) + len(rule.not_match) for rule in policy.rules())
    typer.echo(f"{len(policy.rules())} rules, {count} examples: all hold.")


@policy_app.command("check-path")
def check_path(
    op: Annotated[str | None, typer.Argument(help="read or write")] = None,
    path: Annotated[str | None, typer.Argument(help="The path.")] = None,
    batch: Annotated[Path | None, typer.Option(help="JSON lines with `op` and `path`.")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Workspace = Path(),
) -> None:
    """Judge a path: exit 0 allow, 2 deny."""
    policy = _load(workspace)
    if batch is not None:
        for item in _lines(batch, "op", "path"):
            decision = policy.decide_path(_op(item["op"]), item["path"])
            typer.echo(json.dumps({"op": item["op"], **_record("path", item["path"], decision)}))
        return
    if op is None or path is None:
        _stop("Give read or write and a path, or --batch FILE.")
    decision = policy.decide_path(_op(op), path)
    if as_json:
        typer.echo(json.dumps({"op": op, **_record("path", path, decision)}))
    else:
        _show(decision)
    raise typer.Exit(EXIT[decision.verdict])


def _op(text: str) -> Literal["read", "write"]:
    if text == "read":
        return "read"
    if text == "write":
        return "write"
    _stop(f"{text!r} is neither read nor write.")


@policy_app.command()
def simulate(
    policy: Annotated[Path, typer.Option("--policy", help="The policy file to try, in place of your own.")],
    runs: Annotated[list[str] | None, typer.Argument(metavar="[RUN...]", help="Ids, parts of ids, or `last`.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All runs.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Judge every recorded tool call by another policy: a table of what changes. Nothing is run."""
    from agent_runtime.agent.simulate import simulate as judge
    from agent_runtime.records.runs import find_run, list_runs

    if not policy.is_file():
        raise ConfigError(f"{str(policy)!r} is no file.", remedy="Name a policy file with --policy.")
    paths = (
        [path for path in list_runs() if has_spans(path)] if every else [find_run(name) for name in runs or ["last"]]
    )
    found = judge(paths, policy)
    if as_json:
        typer.echo(json.dumps({**asdict(found), "unchanged": found.calls - len(found.changes)}, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("run", "step", "tool", "now", "then", "rule", "what"):
        table.add_column(name, no_wrap=name != "what", overflow="fold")
    for item in found.changes:
        after = Text(item.after, style="red" if item.stricter else "green")
        cells = (item.run_id, str(item.step), item.tool, item.before, after, item.after_rule, item.subject)
        table.add_row(*(cell if isinstance(cell, Text) else Text(ascii(cell)[1:-1]) for cell in cells))
    console = Console()
    console.width = max(console.width, 110)
    if found.changes:
        console.print(table)
    typer.echo(
        f"{len(found.changes)} of {found.calls} judged calls in {found.runs} runs would change"
        + (f"; {found.unjudged} were never judged." if found.unjudged else ".")
    )


def has_spans(run: Path) -> bool:
    """Whether a run has a trace to read."""
    trace = run / "trace.jsonl"
    return trace.is_file() and trace.stat().st_size > 0


@approvals_app.command("list")
def list_approvals() -> None:
    """List approvals for always."""
    items = ApprovalStore().list()
    if not items:
        typer.echo("Nothing is approved for always.", err=True)
    for item in items:
        typer.echo(f"{item.key[:12]}  {ascii(item.cwd)[1:-1]}  {ascii(item.shown)[1:-1]}")


@approvals_app.command()
def revoke(key: str) -> None:
    """Forget an approval, by the beginning of its key or its exact command."""
    count = ApprovalStore().revoke(key)
    typer.echo(f"{count} revoked.")
    raise typer.Exit(0 if count else 1)


@approvals_app.command()
def pending() -> None:
    """List the questions that nobody could be asked."""
    items = PendingApprovals().list()
    if not items:
        typer.echo("No question waits.", err=True)
    for item in items:
        state = "granted, not used yet" if item.granted else f"{item.reason}; rule {item.rule}"
        typer.echo(f"{item.key[:12]}  {ascii(item.cwd)[1:-1]}  {state}")
        for line in item.shown.splitlines():
            typer.echo(f"    {ascii(line)[1:-1]}")


@approvals_app.command()
def grant(
    command: Annotated[str, typer.Argument(help="A command, or the key of a waiting question.")],
    workspace: Workspace = Path(),
) -> None:
    """Approve a waiting question once (by its key), or a command for always, where its rule allows that."""
    if _KEY.match(command):
        item = PendingApprovals().grant(command)
        typer.echo(f"{item.key[:12]} granted once: {ascii(item.shown)[1:-1]}")
        return
    if not command.strip():
        _stop("Give a command.")
    policy = _load(workspace)
    decision = policy.decide_command(command)
    place = workspace.resolve()
    argv = simple_argv(command, place)
    request = ApprovalRequest("run_cmd", {"command": command}, decision, command, str(place), argv=argv)
    remember, why_not = rememberable(request)
    if decision.verdict != "ask":
        why_not = f"it is {decision.verdict} without a question: {decision.reason} (rule {decision.rule})"
    if decision.verdict != "ask" or remember != "project":
        typer.echo(f"Not granted: {why_not}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{ApprovalStore().grant(request, policy.digest).key[:12]} granted.")


def trust(file: Annotated[Path, typer.Argument(help="A policy file.")] = Path("policy.toml")) -> None:
    """Trust a workspace's policy file as it stands now: its ALLOW rules count from then on."""
    if not file.is_file():
        _stop(f"{str(file)!r} is no file; name the workspace's policy file.")
    try:
        content = read_regular(file)
        read_layer(content.decode("utf-8", "replace"), str(file), "workspace", trusted=True, digest="")
        digest = TrustStore().trust(file, content)
    except OSError as error:
        _stop(f"{str(file)!r} cannot be read: {error}.")
    except AgentRuntimeError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from error
    typer.echo(f"{file.parent.resolve() / file.name} is trusted as {digest[:12]}. A change ends that.")
