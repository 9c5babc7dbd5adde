"""`agent-runtime tools`: list them, or call one through the gate."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent_runtime.errors import ConfigError
from agent_runtime.interfaces.cli import load_settings, print_json, workspace_of
from agent_runtime.types import ToolCall

if TYPE_CHECKING:
    from agent_runtime.agent.session import Session

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Folder = Annotated[Path | None, typer.Option("--cd", "-C", help="workspace")]


@app.command("list")
def list_(folder: Folder = None, as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False) -> None:
    """The tools with their signatures."""
    with open_tools(folder, {}) as session:
        tools = [(tool.effect, tool.spec) for tool in session.tools().values()]
    if as_json:
        print_json([{"name": s.name, "effect": effect, "signature": s.signature, "doc": s.doc} for effect, s in tools])
        return
    for effect, spec in tools:
        print(f"{spec.signature}\n    {effect} · {spec.doc.splitlines()[0]}")


@app.command()
def call(
    name: Annotated[str, typer.Argument(help="the tool")],
    arguments: Annotated[str, typer.Argument(help="its arguments as a JSON object")] = "{}",
    folder: Folder = None,
    mode: Annotated[str | None, typer.Option("--mode", help="plan, ask, auto-edit or auto")] = None,
) -> int:
    """Call one tool through the gate and print its result as JSON. Exit 0 ok, 1 error, 4 denied."""
    try:
        parsed = json.loads(arguments)
    except ValueError as error:
        raise ConfigError(f"The arguments are not JSON: {error}.", remedy="""E.g. '{"glob": "*.py"}'.""") from error
    if not isinstance(parsed, dict):
        raise ConfigError(
            f"The arguments must be a JSON object, not {arguments!r}.", remedy="""E.g. '{"glob": "*.py"}'."""
        )
    with open_tools(folder, {"agent_mode": mode}) as session:
        observation = session.call(ToolCall(f"cli-{secrets.token_hex(4)}", name, parsed))
    print_json(observation.value)
    return 4 if observation.denied else 0 if observation.ok else 1


def open_tools(folder: Path | None, flags: dict[str, Any]) -> Session:
    """A session without a model, for its tools."""
    from agent_runtime.interfaces.opening import Setup, open_session, stderr_console
    from agent_runtime.interfaces.render import TextRenderer

    workspace = workspace_of(folder)
    console = stderr_console()
    setup = Setup(load_settings(workspace, flags), workspace)
    return open_session(setup, TextRenderer(console, verbosity=-1), console, with_model=False)
