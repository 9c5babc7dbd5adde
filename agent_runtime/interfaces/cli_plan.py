"""`plan`: a checklist for a task, and nothing more."""

from __future__ import annotations

from typing import Annotated

import typer

from agent_runtime.interfaces import cli_options as options
from agent_runtime.interfaces.cli import load_settings, print_json, workspace_of
from agent_runtime.interfaces.opening import Setup, open_session, stderr_console
from agent_runtime.interfaces.render import TextRenderer


def plan(
    task: Annotated[str, typer.Argument(help="what is to be done")],
    model: options.Model = None,
    planner: options.Planner = None,
    folder: options.Folder = None,
    offline: options.Offline = False,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
    quiet: options.Quiet = False,
) -> int:
    """Write a checklist for a task and stop there; `run --plan FILE` follows one, changed or not."""
    flags = options.setting_flags(model_id=model, agent_planner=planner, agent_offline=offline)
    workspace = workspace_of(folder)
    loaded = load_settings(workspace, flags)
    renderer = TextRenderer(stderr_console(), verbosity=-1 if quiet else 0)
    with open_session(Setup(loaded, workspace), renderer, renderer.console, with_model=False, ask=False) as session:
        try:
            checklist = session.plan(task)
        finally:
            renderer.pause()
    if as_json:
        print_json({"task": task, "items": list(checklist.items)})
    else:
        print(checklist.markdown(), end="")
    return 0
