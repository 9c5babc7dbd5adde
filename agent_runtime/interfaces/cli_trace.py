"""`agent-runtime trace ...`, `runs ...` and `audit ...`: what was recorded, without Phoenix and with it."""

from __future__ import annotations

import json
import os
import re
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from agent_runtime.config import load
from agent_runtime.errors import AgentRuntimeError, ConfigError, RecordsError
from agent_runtime.records.annotations import rate as record_rating
from agent_runtime.records.annotations import rating, root_ids
from agent_runtime.records.endpoint import Endpoint
from agent_runtime.records.export import chat_example, markdown, otlp_lines
from agent_runtime.records.forwarder import Progress, pending_runs, push
from agent_runtime.records.recordings import (
    RecordedSpan,
    RunSummary,
    load_recording,
    read_open_spans,
    read_spans,
    summarize,
)
from agent_runtime.records.recovery import recover, recover_all
from agent_runtime.records.runs import find_run, is_held, list_runs, read_json, remove_run, verify_audit
from agent_runtime.records.statistics import statistics

if TYPE_CHECKING:
    from rich.console import Console

trace_app = typer.Typer(no_args_is_help=True, help="Runs and their spans: list, show, follow, export, send.")
runs_app = typer.Typer(no_args_is_help=True, help="Run directories: list, show, delete, rate.")
audit_app = typer.Typer(no_args_is_help=True, help="The audit log of a run.")

RunName = Annotated[str, typer.Argument(metavar="RUN", help="id, a part of it, a path, or `last`")]
RunNames = Annotated[list[str] | None, typer.Argument(metavar="[RUN...]", help="ids, parts of ids, paths, or `last`")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of text")]
EndpointUrl = Annotated[str | None, typer.Option("--endpoint", metavar="URL", help="OTLP/HTTP address to send to")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="how many runs, the latest")]


@contextmanager
def _reported() -> Iterator[None]:
    """What goes wrong, in a sentence and an exit code."""
    try:
        yield
    except AgentRuntimeError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(error.exit_code) from error


def _console() -> Console:
    from rich.console import Console

    console = Console()
    # Run ids are for copying: a narrow terminal wraps a line rather than losing the end of one.
    console.width = max(console.width, 110)
    return console


def _endpoint(url: str | None) -> Endpoint | None:
    """The collector of the settings, or the one that was named.

    Raises:
        ConfigError: the settings are wrong.
    """
    loaded = load(Path.cwd(), {"phoenix_endpoint": url, "phoenix_enabled": True if url else None})
    return Endpoint.from_settings(loaded.values, os.environ, origins=loaded.origins, on_notice=_notice)


def _notice(message: str) -> None:
    typer.echo(message, err=True)


def _needed(endpoint: Endpoint | None) -> Endpoint:
    if endpoint is None:
        raise ConfigError("PHOENIX_ENABLED is false.", remedy="Give --endpoint URL, or set PHOENIX_ENABLED=true.")
    return endpoint


def _summary_json(summary: RunSummary) -> dict[str, Any]:
    return {**asdict(summary), "path": str(summary.path)}


@trace_app.command("list")
@runs_app.command("list")
def list_(limit: Limit = 20, as_json: AsJson = False) -> None:
    """The latest runs: time, task, outcome, steps, tokens, duration, denials."""
    summaries = [summarize(run) for run in list_runs()[-limit:]]
    if as_json:
        typer.echo(json.dumps([_summary_json(item) for item in summaries], indent=1))
        return
    if not summaries:
        typer.echo("No runs yet.")
        return
    from agent_runtime.interfaces.trace_view import print_list

    print_list(_console(), summaries)


@trace_app.command()
def show(
    run: RunName = "last",
    step: Annotated[int | None, typer.Option("--step", help="only this step, whole")] = None,
    full: Annotated[bool, typer.Option("--full", help="inputs and outputs too, nothing folded")] = False,
    as_json: AsJson = False,
) -> None:
    """A run as a tree of spans, with durations, tokens and verdicts."""
    with _reported():
        path = find_run(run)
        if as_json:
            _show_json(path, step)
            return
        from agent_runtime.interfaces.trace_view import print_list, print_step, print_tree

        console = _console()
        if step is not None:
            found = next((item for item in load_recording(path).steps if item.number == step), None)
            if found is None:
                raise RecordsError(f"Run {path.name} has no step {step}.", remedy=f"It has {summarize(path).steps}.")
            print_step(console, found)
            return
        print_list(console, [summarize(path)])
        console.print()
        print_tree(console, path, full=full)


def _show_json(path: Path, step: int | None) -> None:
    """Written span by span, so that a run of any length needs no more memory than one span."""
    if step is not None:
        found = [item for item in load_recording(path).steps if item.number == step]
        typer.echo(json.dumps([asdict(item) for item in found], indent=1))
        return
    typer.echo(f'{{"summary": {json.dumps(_summary_json(summarize(path)))}, "spans": [', nl=False)
    comma = ""
    for span in read_spans(path):
        typer.echo(comma + json.dumps(_span_json(span)), nl=False)
        comma = ",\n"
    typer.echo("]}")


def _span_json(span: RecordedSpan) -> dict[str, Any]:
    return {
        "name": span.name,
        "kind": span.kind,
        "span_id": span.span_id,
        "parent_id": span.parent_id,
        "trace_id": span.trace_id,
        "start_ns": span.start_ns,
        "duration_ms": round(span.duration_ms, 3),
        "status": ("unset", "ok", "error")[span.status],
        "message": span.message,
        "attributes": dict(span.attributes),
        "events": [dict(event) for event in span.events],
    }


@trace_app.command()
def tail(run: RunName = "last", poll_s: Annotated[float, typer.Option("--poll", hidden=True)] = 0.2) -> None:
    """Follow a run: each span as it ends, until the run is over."""
    from agent_runtime.interfaces.trace_view import describe

    with _reported():
        path = find_run(run)
        console = _console()
        shown: set[str] = set()
        while True:
            over = not is_held(path)
            depth = {span.span_id: span.parent_id for span in read_open_spans(path)}
            for span in read_spans(path):
                if span.span_id not in shown:
                    shown.add(span.span_id)
                    indent = "  " * _depth(span.parent_id, depth)
                    console.print(indent, describe(span), sep="", soft_wrap=True)
            if over:
                return
            time.sleep(poll_s)


def _depth(parent: str | None, parents: dict[str, str | None]) -> int:
    depth = 0
    while parent is not None and depth < 20:
        depth, parent = depth + 1, parents.get(parent)
    return depth


@trace_app.command()
def export(
    runs: RunNames = None,
    as_markdown: Annotated[bool, typer.Option("--md", help="Markdown, to paste into an issue")] = False,
    as_otlp: Annotated[bool, typer.Option("--otlp", help="OTLP-JSON, one request a line")] = False,
    as_sft: Annotated[bool, typer.Option("--sft", help="chat-format training examples of good runs")] = False,
    every: Annotated[bool, typer.Option("--all", help="all runs")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="file to write instead of the terminal")] = None,
    fixture: Annotated[
        Path | None, typer.Option("--fixture", metavar="DIR", help="a folder that `replay DIR` plays, for a test suite")
    ] = None,
) -> None:
    """A run in another format."""
    with _reported():
        if fixture is not None:
            _export_fixture(find_run((runs or ["last"])[0]), fixture)
            return
        if as_markdown + as_otlp + as_sft != 1:
            raise ConfigError("One format is needed.", remedy="Give --md, --otlp, --sft or --fixture DIR.")
        paths = list_runs() if every else [find_run(name) for name in runs or ["last"]]
        chosen: list[str] = []
        with _written(output) as write:
            for path in paths:
                if as_markdown:
                    write(markdown(path).rstrip("\n"))
                elif as_otlp:
                    for line in otlp_lines(path):
                        write(line.decode())
                elif (example := chat_example(path)) is not None:
                    chosen.append(path.name)
                    write(example)
        if as_sft:
            typer.echo(f"{len(chosen)} of {len(paths)} runs are verified or rated good.", err=True)


def _export_fixture(run: Path, target: Path) -> None:
    from agent_runtime.agent.fixture import export_fixture

    left_out = export_fixture(run, target)
    for path in left_out:
        _notice(f"left out, it looks like a secret: {path}")
    history = " It holds the repository's history." if (target / "repo.bundle").is_file() else ""
    typer.echo(f"{run.name} is kept in {target}.{history}")


@contextmanager
def _written(output: Path | None) -> Iterator[Callable[[str], None]]:
    if output is None:
        yield lambda text: typer.echo(text)
        return
    try:
        with output.open("w", encoding="utf-8") as file:
            yield lambda text: print(text, file=file)
    except OSError as error:
        raise RecordsError(f"{output} cannot be written: {error}.") from error


@trace_app.command()
def stats(runs: RunNames = None, limit: Limit = 1000, as_json: AsJson = False) -> None:
    """Tokens, cache rate, time by tool and denials over runs."""
    with _reported():
        total = statistics([find_run(name) for name in runs] if runs else list_runs()[-limit:])
        if as_json:
            typer.echo(json.dumps({**asdict(total), "cache_rate": total.cache_rate}, indent=1))
            return
        from agent_runtime.interfaces.trace_view import print_statistics

        print_statistics(_console(), total)


@trace_app.command("push")
def push_(
    runs: RunNames = None,
    every: Annotated[bool, typer.Option("--all", help="all runs, whole, also what was sent before")] = False,
    endpoint: EndpointUrl = None,
) -> None:
    """Send runs to Phoenix or another collector: those named, all, or what is left of any. Sending again changes
    nothing in Phoenix."""
    with _reported():
        target = _needed(_endpoint(endpoint))
        recover_all()
        whole = every or bool(runs)
        paths = [find_run(name) for name in runs] if runs else (list_runs() if every else pending_runs())
        with closing(target):
            sent = sum(push(path, target, whole=whole) for path in paths)
        typer.echo(f"{sent} spans of {len(paths)} runs sent to {target.url}.")


@trace_app.command("recover")
def recover_(runs: RunNames = None) -> None:
    """Close the runs of processes that were killed: spans, result."""
    with _reported():
        if not runs:
            recovered = recover_all()
            typer.echo(f"{len(recovered)} runs recovered" + "".join(f"\n{path.name}" for path in recovered))
            return
        for path in map(find_run, runs):
            closed = recover(path)
            if closed is None:
                raise RecordsError(f"Run {path.name} is still going on, or cannot be written.")
            typer.echo(f"{path.name}: {closed} spans closed")


@trace_app.command("open")
def open_(run: RunName = "last", endpoint: EndpointUrl = None) -> None:
    """Open a run in Phoenix; prints its address."""
    with _reported():
        path = find_run(run)
        target = _needed(_endpoint(endpoint))
        trace_id, _ = root_ids(path)
        url = target.trace_url(trace_id)
        typer.echo(url)
        if sys.stdout.isatty():
            webbrowser.open(url)


def _rate(run: str, verdict: Literal["good", "bad"], note: str) -> None:
    with _reported():
        path = find_run(run)
        record_rating(path, verdict, note=note)
        if _endpoint(None) is not None and not is_held(path):
            Progress().write(path)  # The next start, or `trace push`, sends it; its spans again, which changes nothing.
        typer.echo(f"{path.name} rated {verdict}.")


Verdict = Annotated[Literal["good", "bad"], typer.Argument(help="good or bad")]
Note = Annotated[str, typer.Option("--note", help="why")]


@trace_app.command()
def annotate(run: RunName, verdict: Verdict, note: Note = "") -> None:
    """Record your verdict on a run; good runs become training examples."""
    _rate(run, verdict, note)


@runs_app.command()
def rate(run: RunName, verdict: Verdict, note: Note = "") -> None:
    """Record your verdict on a run; good runs become training examples."""
    _rate(run, verdict, note)


@runs_app.command("show")
def show_run(run: RunName = "last", as_json: AsJson = False) -> None:
    """A run's metadata and result."""
    with _reported():
        path = find_run(run)
        data = {"path": str(path), **read_json(path / "metadata.json"), **read_json(path / "result.json")}
        if as_json:
            typer.echo(json.dumps(data, indent=1))
            return
        from agent_runtime.interfaces.trace_view import plain

        for name, value in data.items():
            typer.echo(f"{plain(name)}: {plain(value if isinstance(value, str) else json.dumps(value))}")


@runs_app.command()
def rm(runs: Annotated[list[str], typer.Argument(metavar="RUN...")]) -> None:
    """Delete runs."""
    with _reported():
        for path in [find_run(name) for name in runs]:
            remove_run(path)
            typer.echo(f"{path.name} deleted.")


@runs_app.command()
def prune(
    older_than: Annotated[str, typer.Option("--older-than", metavar="AGE", help="30d, 12h, 8w")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be deleted")] = False,
    keep_rated: Annotated[bool, typer.Option("--keep-rated/--rated-too", help="keep what a person rated good")] = True,
) -> None:
    """Delete runs that began longer ago than an age."""
    with _reported():
        limit = datetime.now(UTC) - _age(older_than)
        count = 0
        for path in list_runs():
            started = _started(path)
            if started is None or started >= limit or is_held(path):
                continue
            if keep_rated and rating(path) == "good":
                continue
            if not dry_run:
                remove_run(path)
            typer.echo(path.name)
            count += 1
        typer.echo(f"{count} runs {'would be ' if dry_run else ''}deleted.")


def _age(text: str) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})\s*([mhdw])", text.strip())
    if match is None:
        raise ConfigError(f"{text!r} is no age.", remedy="Write 30d, 12h, 8w or 90m.")
    unit = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}[match.group(2)]
    return timedelta(**{unit: int(match.group(1))})


def _started(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(str(read_json(path / "metadata.json").get("started_at", "")))
    except ValueError:
        return None


@audit_app.command()
def verify(run: RunName = "last", as_json: AsJson = False) -> None:
    """Check the hash chain of a run's audit log; exit code 1 when a line was changed, is missing or torn."""
    with _reported():
        path = find_run(run)
        problems = verify_audit(path / "audit.jsonl")
        sealed = "audit_head" in read_json(path / "result.json")
        if as_json:
            typer.echo(json.dumps({"run": path.name, "ok": not problems, "sealed": sealed, "problems": problems}))
        else:
            if not sealed:
                typer.echo(
                    f"{path.name}: no result.json seals the log yet: that its end was cut off could not be told."
                )
            typer.echo(
                "\n".join(f"{path.name}: {line}" for line in problems) or f"{path.name}: the audit log is whole."
            )
        if problems:
            raise typer.Exit(1)


@audit_app.command("show")
def show_audit(run: RunName = "last") -> None:
    """The audit log, one line each."""
    from agent_runtime.interfaces.trace_view import plain

    with _reported():
        log = find_run(run) / "audit.jsonl"
        if not log.is_file():
            raise RecordsError(f"{log} does not exist.", remedy="The run called no tool.")
        typer.echo(plain(log.read_text(encoding="utf-8", errors="replace")).rstrip("\n"))
