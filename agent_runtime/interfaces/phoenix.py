"""`agent-runtime phoenix`: a local Phoenix that only this machine reaches."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from agent_runtime.config import data_dir
from agent_runtime.errors import AgentRuntimeError, ConfigError

# Phoenix binds its web server to PHOENIX_HOST, but its gRPC server to every interface (`[::]`, seen in 14 to 20.26).
_LAUNCH = """
import runpy, sys
from grpc.aio._server import Server as server
bind = server.add_insecure_port
server.add_insecure_port = lambda self, address: bind(self, address.replace("[::]", "127.0.0.1"))
sys.argv = ["phoenix", "serve"]
runpy.run_module("phoenix.server.main", run_name="__main__", alter_sys=True)
"""

INSTALL = "python -m venv ~/.phoenix && ~/.phoenix/bin/pip install arize-phoenix"


def phoenix_environment(
    environ: Mapping[str, str], *, port: int, grpc_port: int, directory: Path, retention_days: int | None
) -> dict[str, str]:
    """The variables Phoenix starts with: loopback, nothing from outside, no usage reports; a retention in days."""
    days = retention_days if retention_days is not None else environ.get("PHOENIX_RETENTION_DAYS", "30")
    return {
        **environ,
        "PHOENIX_HOST": "127.0.0.1",
        "PHOENIX_PORT": str(port),
        "PHOENIX_GRPC_PORT": str(grpc_port),
        "PHOENIX_WORKING_DIR": environ.get("PHOENIX_WORKING_DIR") or str(directory),
        "PHOENIX_ALLOW_EXTERNAL_RESOURCES": "false",
        "PHOENIX_DISABLE_AGENT_ASSISTANT": "true",
        "PHOENIX_TELEMETRY_ENABLED": "false",
        "PHOENIX_ENABLE_MCP_SERVER": "false",
        "PHOENIX_DEFAULT_RETENTION_POLICY_DAYS": str(days),
    }


def find_phoenix(given: Path | None, environ: Mapping[str, str]) -> Path:
    """The interpreter that has Phoenix: the one given, `PHOENIX_PYTHON`, our own, or `~/.phoenix`.

    Raises:
        ConfigError: none of them has it; says how to install it.
    """
    named = given or (Path(environ["PHOENIX_PYTHON"]) if environ.get("PHOENIX_PYTHON") else None)
    own = Path(__file__).parents[2] / ".phoenix-venv" / "bin" / "python"  # `make phoenix-env`, in a checkout
    candidates = [named] if named else [Path(sys.executable), own, Path.home() / ".phoenix" / "bin" / "python"]
    for python in candidates:
        # A path without a slash is looked up like a command.
        resolved = shutil.which(str(python))
        if resolved and _has_phoenix(resolved):
            return Path(resolved)
    where = f"{named} has no Phoenix." if named else "Phoenix is not installed."
    raise ConfigError(where, remedy=f"Install it in an environment of its own: {INSTALL}")


def _has_phoenix(python: str) -> bool:
    code = "import importlib.util as u, sys; sys.exit(u.find_spec('phoenix.server') is None)"
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0


def phoenix(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="port of the web page and of OTLP/HTTP")] = 6006,
    grpc_port: Annotated[int, typer.Option("--grpc-port", min=0, max=65535, help="port of OTLP/gRPC; 0 takes any")] = 0,
    directory: Annotated[Path | None, typer.Option("--dir", help="where Phoenix keeps its database")] = None,
    python: Annotated[Path | None, typer.Option("--python", help="interpreter of the environment with Phoenix")] = None,
    retention_days: Annotated[
        int | None, typer.Option("--retention-days", min=0, help="days Phoenix keeps traces; 0 keeps all")
    ] = None,
) -> None:
    """Start Phoenix on this machine, reachable from this machine only. Ctrl-C ends it."""
    try:
        interpreter = find_phoenix(python, os.environ)
        home = directory or data_dir() / "phoenix"
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except AgentRuntimeError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(error.exit_code) from error
    except OSError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error
    variables = phoenix_environment(
        os.environ, port=port, grpc_port=grpc_port, directory=home.resolve(), retention_days=retention_days
    )
    typer.echo(f"Phoenix starts at http://127.0.0.1:{port} (data in {variables['PHOENIX_WORKING_DIR']}).", err=True)
    # The same process, so that signals reach it.
    os.execve(interpreter, [str(interpreter), "-c", _LAUNCH], variables)  # noqa: S606  # no shell is wanted
