"""`agent-runtime models`: list, pull, rm, ps, stop."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from agent_runtime.errors import UnknownModel
from agent_runtime.interfaces.cli import load_settings, print_json, workspace_of
from agent_runtime.models import catalog, download, local

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
AsJson = Annotated[bool, typer.Option("--json", help="as JSON")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """The models that can be downloaded, and whether they are here."""
    rows = [
        {
            "id": model.id, "title": model.title, "licence": model.licence, "mb": model.size_bytes >> 20,
            "present": download.is_present(model), "path": str(model.path),
        }
        for model in catalog.CATALOG
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    for row in rows:
        state = "here" if row["present"] else "not downloaded"
        print(f"{row['id']:32} {row['title']} · {row['licence']} · {row['mb']} MB · {state}")


@app.command()
def pull(name: Annotated[str, typer.Argument(help="e.g. qwen2.5-coder-1.5b")]) -> None:
    """Download and verify a model; a broken download goes on where it was."""
    from agent_runtime.interfaces.opening import DownloadProgress, stderr_console
    from agent_runtime.interfaces.render import TextRenderer

    console = stderr_console()
    progress = DownloadProgress(TextRenderer(console), console)
    offline = load_settings(workspace_of(None), {}).values.agent_offline
    print(download.pull(catalog.find(name), progress=progress, offline=offline))


@app.command()
def rm(name: Annotated[str, typer.Argument(help="e.g. qwen2.5-coder-0.5b")]) -> None:
    """Delete a downloaded model and what a broken download left."""
    model = catalog.find(name)
    print(f"removed {model.path}" if download.remove(model) else f"{model.id} was not here")


@app.command()
def ps(as_json: AsJson = False) -> None:
    """The model servers that run."""
    records = local.running()
    if as_json:
        print_json(
            [
                {"model": r.model_name, "pid": r.pid, "context_tokens": r.context_tokens, "api_base": r.api_base}
                for r in records
            ]
        )
        return
    for record in records:
        facts = (
            f"{record.context_tokens} tokens",
            f"pid {record.pid}",
            f"up {(time.time() - record.started) / 60:.0f} min",
        )
        print(" · ".join((record.model_name, *facts, record.api_base)))
    if not records:
        print("no model server runs")


@app.command()
def stop(name: Annotated[str | None, typer.Argument(help="a model; all when left out")] = None) -> None:
    """End model servers."""
    records = [
        record for record in local.running() if name is None or record.model_name == name.removeprefix(catalog.PREFIX)
    ]
    if name is not None and not records:
        raise UnknownModel(f"No server of {name!r} runs.", remedy="`agent-runtime models ps` lists them.")
    for record in records:
        local.stop(record)
        print(f"stopped {record.model_name} (pid {record.pid})")
