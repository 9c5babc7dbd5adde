"""`agent-runtime config show`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent_runtime.config import SECRET_FIELDS, Settings, allowed
from agent_runtime.interfaces.cli import load_settings, print_json, workspace_of

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def config() -> None:
    """Settings and where they come from."""


@app.command()
def show(
    folder: Annotated[Path | None, typer.Option("--cd", "-C", help="workspace")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Print each setting with its value, origin and meaning; secrets are masked."""
    loaded = load_settings(workspace_of(folder), {})
    rows = []
    for name, field in Settings.model_fields.items():
        value = getattr(loaded.values, name)
        shown = None if value is None else "****" if name in SECRET_FIELDS else value
        rows.append((name.upper(), shown, loaded.origins[name], f"{field.description} ({allowed(name)})"))
    if as_json:
        print_json({name: {"value": value, "origin": origin} for name, value, origin, _ in rows})
        return
    for name, value, origin, meaning in rows:
        print(f"{name}={'' if value is None else value}")
        print(f"    from {origin} · {meaning}")
