"""The commands `undo`, `redo`, `diff`, `apply` and `discard`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from agent_runtime.config import state_dir
from agent_runtime.errors import ConfigError, RecordsError
from agent_runtime.interfaces.cli_worktree import worktree_of, worktree_place
from agent_runtime.interfaces.diff_view import diff_lines
from agent_runtime.records.checkpoints import APPLIED, Checkpoints, find_run_dirs, run_name
from agent_runtime.records.checkpoints import run_dir_of as run_dir_of_checkpoints
from agent_runtime.records.committing import commit_changes
from agent_runtime.records.runs import is_held, read_json
from agent_runtime.records.undo import UndoPlan, carry_out, plan_redo, plan_undo, run_changes, run_diff
from agent_runtime.records.worktree import apply_worktree, discard_worktree, load_worktree

RunArgument = Annotated[str | None, typer.Argument(metavar="[RUN]", help="Run id or its beginning; the latest here.")]
FolderOption = Annotated[Path, typer.Option("--cd", "-C", help="Workspace.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def run_dir_of(run: str | None, workspace: Path) -> Path:
    """The directory of a run of this workspace; the latest one that changed something, when none is named.

    Raises:
        ConfigError: there is none, or several begin so.
    """
    found = find_run_dirs(state_dir() / "runs", workspace)
    if run is not None:
        same = [path for path in found if run_name(path) == run]
        found = same or [path for path in found if run_name(path).startswith(run)]
        if len(found) > 1:
            names = ", ".join(run_name(path) for path in found[:5])
            raise ConfigError(f"Several runs begin with {run!r}: {names}.", remedy="Give more of the id.")
    if not found and run is not None and (worktree := worktree_of(run, workspace)) is not None:
        raise ConfigError(
            f"Run {worktree.top.name} worked in a worktree; {workspace.resolve()} is unchanged.",
            remedy="`agent-runtime discard` throws its result away, `apply` brings it here.",
        )
    if not found:
        what = f"run {run!r} that changed" if run else "run that changed"
        raise ConfigError(
            f"There is no {what} something in {workspace.resolve()}.", remedy="`agent-runtime runs` lists."
        )
    if is_held(run_dir_of_checkpoints(found[0] / "checkpoints")):
        raise ConfigError(f"Run {run_name(found[0])} is still going on.", remedy="Stop it first.")
    return found[0]


def undo(
    run: RunArgument = None,
    step: Annotated[int | None, typer.Option("--step", help="Only this step.")] = None,
    last: Annotated[bool, typer.Option("--last", help="Only the last step that changed something.")] = False,
    patch: Annotated[str | None, typer.Option("--patch", help="Only this patch, e.g. p1.")] = None,
    merge: Annotated[bool, typer.Option("--merge", help="Merge where files were edited since.")] = False,
    yes: YesOption = False,
    folder: FolderOption = Path(),
) -> None:
    """Undo what a run changed, after showing it."""
    checkpoints = Checkpoints(folder, run_dir_of(run, folder))
    checkpoints.recover()
    ids = None
    if patch is not None:
        ids = [item.id for item in checkpoints.active() if patch in item.label.replace("'", " ").split()]
    carry_out_plan(checkpoints, plan_undo(checkpoints, step=step, ids=ids, last=last), merge=merge, yes=yes)


def redo(
    run: RunArgument = None,
    merge: Annotated[bool, typer.Option("--merge", help="Merge where files were edited since.")] = False,
    yes: YesOption = False,
    folder: FolderOption = Path(),
) -> None:
    """Take back the last undo of a run."""
    checkpoints = Checkpoints(folder, run_dir_of(run, folder))
    checkpoints.recover()
    carry_out_plan(checkpoints, plan_redo(checkpoints), merge=merge, yes=yes)


def diff(run: RunArgument = None, folder: FolderOption = Path()) -> None:
    """Show all that a run changed."""
    worktree = worktree_of(run, folder) if run is not None else None
    if worktree is not None:
        checkpoints = Checkpoints(worktree.folder, state_dir() / "runs" / worktree.top.name)
    else:
        checkpoints = Checkpoints(folder, run_dir_of(run, folder))
    text = run_diff(checkpoints)
    show_diff(Console(), text or "The run changed nothing that still stands.\n")
    for path in sorted({path for item in checkpoints.active() for path in item.left_out}):
        typer.echo(f"not kept (too large): {path}", err=True)


def apply(
    run: Annotated[str, typer.Argument(help="Run id or its beginning.")],
    keep: Annotated[bool, typer.Option("--keep", help="Keep the worktree.")] = False,
    commit: Annotated[bool, typer.Option("--commit", help="Commit the result.")] = False,
) -> None:
    """Bring the result of a run with --worktree into the workspace."""
    place = worktree_place(run)
    worktree = load_worktree(place)
    run_dir = state_dir() / "runs" / place.name
    checkpoints = Checkpoints(worktree.workspace, run_dir / APPLIED)
    checkpoints.recover()
    paths = apply_worktree(worktree, checkpoints, label=f"worktree of {place.name}")
    for path in paths:
        typer.echo(path)
    if commit and paths:
        task = str(read_json(run_dir / "metadata.json").get("task") or "change files")
        made, _ = commit_changes(worktree.workspace, run_changes(checkpoints), task, place.name)
        typer.echo(f"Committed as {made[:12]}.", err=True)
    if not keep:
        discard_worktree(worktree)
    typer.echo(
        f"{len(paths)} files changed in {worktree.workspace}; `agent-runtime undo {place.name}` takes it back.",
        err=True,
    )


def discard(run: Annotated[str, typer.Argument(help="Run id.")], yes: YesOption = False) -> None:
    """Throw the result of a run with --worktree away."""
    worktree = load_worktree(worktree_place(run))
    if not yes:
        typer.confirm(f"Remove {worktree.top} with all changes in it?", abort=True)
    discard_worktree(worktree)


def register(app: typer.Typer) -> None:
    """Mount the commands on the main application."""
    for command in (undo, redo, diff, apply, discard):
        app.command()(command)


def show_diff(console: Console, text: str) -> None:
    """Print a diff, in colour on a terminal, with control characters made visible."""
    for line in diff_lines(text):
        console.print(line, soft_wrap=not console.is_terminal)


def carry_out_plan(
    checkpoints: Checkpoints,
    plan: UndoPlan,
    *,
    merge: bool,
    yes: bool,
    ask: Callable[[str], bool] = typer.confirm,
) -> None:
    """Show a plan, ask, and do it.

    Raises:
        typer.Exit: it was refused.
    """
    console = Console()
    show_diff(console, plan.diff)
    for item in plan.conflicts:
        how = "can be merged (--merge)" if item.conflict == "mergeable" else "cannot be merged"
        typer.echo(f"edited since: {item.path}; {how}", err=True)
    for path in plan.left_out:
        typer.echo(f"not restored (it was too large to keep): {path}", err=True)
    refused = [item for item in plan.conflicts if not merge or item.conflict == "unmergeable"]
    if not refused and not yes and not ask(f"{plan.kind.capitalize()} {len(plan.items)} files?"):
        raise typer.Exit(1)
    try:
        carry_out(checkpoints, plan, merge=merge)
    except RecordsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{plan.kind}: {len(plan.items)} files", err=True)
