"""`agent-runtime jail run` and `agent-runtime jail probe`."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent_runtime.errors import AgentRuntimeError, ConfigError, JailUnavailable, StepError
from agent_runtime.types import JsonValue

if TYPE_CHECKING:
    from agent_runtime.jail.tools import ToolHost

OpenHost = Callable[[Path], AbstractContextManager["ToolHost"]]
"""Workspace -> the gate's tools, for as long as the context is open."""


def make_app(open_host: OpenHost | None = None) -> typer.Typer:
    """The sub-command. `open_host` gives `--tools` something to call; without it `--tools` is refused."""
    app = typer.Typer(help="Run Python in the jail, and see what confines it.", no_args_is_help=True)

    @app.command()
    def run(
        file: Annotated[Path, typer.Argument(help="Python file; - reads standard input", allow_dash=True)],
        as_json: Annotated[bool, typer.Option("--json", help="print the result as one JSON object")] = False,
        tools: Annotated[bool, typer.Option("--tools", help="offer the agent's tools, through the gate")] = False,
        backend: Annotated[str, typer.Option("--jail", help="auto, bubblewrap, landlock, seatbelt or none")] = "auto",
    ) -> None:
        """Run a file in the jail, as one step of the model."""
        try:
            code = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text(encoding="utf-8")
            if tools and open_host is None:
                raise ConfigError("--tools is not available here.", remedy="Run it by `agent-runtime jail run`.")
            host = open_host(Path.cwd()) if tools and open_host is not None else None
            raise typer.Exit(_run(code, backend, host, as_json))
        except (OSError, UnicodeDecodeError) as error:
            typer.echo(f"{file} cannot be read: {error}", err=True)
            raise typer.Exit(2) from error
        except (ConfigError, JailUnavailable) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(error.exit_code) from error

    @app.command()
    def probe(as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
        """Try each backend by starting a child, and say which one is used."""
        from agent_runtime.jail.probe import choose
        from agent_runtime.jail.probe import probe as probe_all

        found = probe_all()
        try:
            chosen, reason = choose().backend.name, choose().reason
        except JailUnavailable as error:
            chosen, reason = None, str(error)
        if as_json:
            backends = [
                {"name": item.name, "works": item.works, "reason": item.reason, "start_ms": item.start_ms}
                for item in found
            ]
            typer.echo(json.dumps({"chosen": chosen, "reason": reason, "backends": backends}))
        else:
            for item in found:
                typer.echo(f"{'works ' if item.works else 'no    '} {item.name}: {item.reason}")
            typer.echo(f"chosen: {chosen or 'none'} ({reason})")
        if chosen is None:
            raise typer.Exit(2)

    return app


def _run(code: str, backend: str, opened: AbstractContextManager[ToolHost] | None, as_json: bool) -> int:
    from agent_runtime.jail.executor import JailedPythonExecutor
    from agent_runtime.jail.probe import choose
    from agent_runtime.jail.tools import NoTools

    def show(text: str) -> None:
        if not as_json:
            typer.echo(text, nl=False)

    choice = choose(backend)
    if choice.backend.name == "none":
        typer.secho("No jail: this Python runs with your privileges.", fg="red", bold=True, err=True)
    result: dict[str, JsonValue] = {"backend": choice.backend.name, "output": None, "is_final_answer": False}
    error: AgentRuntimeError | None = None
    host: AbstractContextManager[Any] = opened or nullcontext(NoTools())
    with host as tools, JailedPythonExecutor(tools, backend=choice.backend, on_output=show) as jail:
        try:
            output = jail(code)
            result.update(output=output.output, is_final_answer=output.is_final_answer)
        except StepError as step_error:
            error = step_error
        result["logs"] = jail.state["_print_outputs"]
    result["error"] = None if error is None else {"type": type(error).__name__, "message": str(error)}
    if as_json:
        typer.echo(json.dumps(result))
    elif error is not None:
        typer.echo(str(error), err=True)
    elif result["output"] is not None:
        typer.echo(str(result["output"]))
    return 0 if error is None else 1


app = make_app()
