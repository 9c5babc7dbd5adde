"""`agent-runtime replay RUN`: a recorded run again, without a model; or from some step on with one."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent_runtime.interfaces.cli import load_settings
from agent_runtime.interfaces.text import answer_text, safe
from agent_runtime.records.runs import find_run

if TYPE_CHECKING:
    from agent_runtime.agent.replay import ReplayReport

DIVERGED = 1


def replay(
    run: Annotated[str, typer.Argument(metavar="RUN", help="id, a part of it, the path of a fixture, or `last`")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text")] = False,
    policy: Annotated[Path | None, typer.Option("--policy", help="a policy file instead of your own")] = None,
    trust_recording: Annotated[
        bool, typer.Option("--trust-recording", help="let approvals and modes count that another user recorded")
    ] = False,
    live_model: Annotated[bool, typer.Option("--live-model", help="go on with the real model from --step on")] = False,
    step: Annotated[int | None, typer.Option("--step", min=1, help="first step of the real model (the last)")] = None,
    model: Annotated[str | None, typer.Option("--model", "-m", help="MODEL_ID of the real model")] = None,
    keep: Annotated[Path | None, typer.Option("--keep", help="folder for the copy that --live-model works in")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="show the run as it goes")] = False,
) -> int:
    """Play a recorded run again through jail, gate and tools, in a copy of its workspace, without a model.

    Exit code 0 when all came out as recorded, 1 at the first divergence.
    """
    path = find_run(run)
    if live_model:
        return _fork(path, step, model, keep)
    from agent_runtime.agent.replay import is_own
    from agent_runtime.agent.replay import replay as play
    from agent_runtime.interfaces.opening import stderr_console
    from agent_runtime.interfaces.render import TextRenderer

    renderer = TextRenderer(stderr_console(), verbosity=1 if verbose else -1)
    report = play(path, trusted=is_own(path) or trust_recording, policy_file=policy, on_event=renderer)
    if as_json:
        typer.echo(json.dumps({**asdict(report), "same": report.same}, ensure_ascii=False, indent=1))
    else:
        _show(report)
    return 0 if report.same else DIVERGED


def _show(report: ReplayReport) -> None:
    from agent_runtime.agent.divergence import excerpt

    for note in report.notes:
        typer.echo(f"note: {safe(note)}")
    parted = report.divergence
    if parted is None:
        typer.echo(
            f"{report.run_id}: {report.steps} steps and {report.tool_calls} tool calls came out as recorded "
            f"({report.outcome})."
        )
        return
    typer.echo(f"{report.run_id}: parts in step {parted.step}: {safe(parted.what)}")
    for label, value in (("recorded", parted.recorded), ("replayed", parted.replayed)):
        lines = safe(excerpt(value)).splitlines() or [""]
        typer.echo("\n".join([f"  {label}:", *(f"    {line}" for line in lines)]))


def _fork(path: Path, step: int | None, model_id: str | None, keep: Path | None) -> int:
    from agent_runtime.agent.replay import fork
    from agent_runtime.governance.policy import Policy
    from agent_runtime.interfaces.opening import approver_for, person_at, stderr_console
    from agent_runtime.interfaces.render import TextRenderer
    from agent_runtime.models.registry import make_model
    from agent_runtime.records.recordings import load_recording

    steps = load_recording(path).steps
    first = step or max((item.number for item in steps), default=1)
    place = keep or Path(tempfile.mkdtemp(prefix="agent-runtime-fork-"))
    place.mkdir(parents=True, exist_ok=True)
    console = stderr_console()
    renderer = TextRenderer(console)
    settings = load_settings(Path.cwd(), {"model_id": model_id}).values
    approver = approver_for(Policy.load(Path.cwd()), person_at(renderer, console))
    done = fork(
        path, first, make_model(settings, on_notice=renderer.note), place=place.resolve(), approver=approver,
        settings=settings, on_event=renderer,
    )  # fmt: skip
    if done.result.answer is not None:
        typer.echo(safe(answer_text(done.result.answer)))
    renderer.note(f"forked from step {first} of {path.name}; the copy is {done.workspace}")
    return done.result.exit_code
