"""`agent-runtime sessions`: what can be taken up again."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated

import typer

from agent_runtime.interfaces import cli_options as options
from agent_runtime.interfaces.cli import print_json, workspace_of
from agent_runtime.interfaces.text import one_line, safe

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Json = Annotated[bool, typer.Option("--json", help="as JSON")]


@app.command("list")
def list_(
    folder: options.Folder = None,
    everywhere: Annotated[bool, typer.Option("--all", help="of all folders")] = False,
    as_json: Json = False,
) -> None:
    """The sessions of this folder, the last used first."""
    from agent_runtime.agent.conversation import list_sessions

    sessions = list_sessions(None if everywhere else workspace_of(folder))
    if as_json:
        print_json([asdict(item) for item in sessions])
        return
    if not sessions:
        typer.echo("There is no session here.", err=True)
    for item in sessions:
        used = time.strftime("%Y-%m-%d %H:%M", time.localtime(item.used_at))
        place = f"  {safe(item.workspace)}" if everywhere else ""
        print(f"{item.session_id}  {used}  {len(item.tasks):3} tasks  {one_line(item.title, 70)}{place}")


@app.command()
def show(
    session: Annotated[str, typer.Argument(metavar="ID", help="its id or the beginning of it, or `last`")] = "last",
    folder: options.Folder = None,
    as_json: Json = False,
) -> None:
    """The tasks of a session."""
    from agent_runtime.agent.conversation import find_session

    item = find_session(session, workspace_of(folder))
    if as_json:
        print_json(asdict(item))
        return
    print(f"{item.session_id}  {safe(item.workspace)}" + (f"  fork of {item.forked_from}" if item.forked_from else ""))
    for task in item.tasks:
        print(f"  {one_line(task, 110)}")
    if item.last_run:
        print(f"  last run {item.last_run}")


@app.command()
def remove(
    session: Annotated[str, typer.Argument(metavar="ID", help="its id or the beginning of it")],
    folder: options.Folder = None,
) -> None:
    """Forget a session; the records of its runs stay."""
    from agent_runtime.agent.conversation import find_session, remove_session

    item = find_session(session, workspace_of(folder))
    remove_session(item.session_id)
    print(f"{item.session_id} removed")
