"""`agent-runtime bench`: tasks with hidden checks, for agent-runtime and other agents, against one model server."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Annotated

import typer

from agent_runtime.bench import phoenix
from agent_runtime.bench.agents import OWN, Agent, load_peers, own_agent, parse_agent
from agent_runtime.bench.results import Result, ResultFile, markdown
from agent_runtime.bench.running import Bench
from agent_runtime.bench.tasks import Task, check_programs, load_tasks, sample
from agent_runtime.bench.upstream import find
from agent_runtime.bench.validation import validate
from agent_runtime.errors import ConfigError
from agent_runtime.interfaces.cli import load_settings

_CHECKOUT = Path(__file__).parents[2] / "bench"

TasksOption = Annotated[
    list[str] | None, typer.Option("--tasks", metavar="GLOB", help="only these: ids such as 'textkit-*', or a kind")
]
TasksDir = Annotated[Path | None, typer.Option("--tasks-dir", help="where the tasks are (bench/tasks)")]
SampleSize = Annotated[int | None, typer.Option("--sample", min=1, help="so many, always the same, of every kind")]
SamplePart = Annotated[int, typer.Option("--part", min=1, help="of --sample: another one that shares no task with it")]
Model = Annotated[str | None, typer.Option("--model", "-m", help="embedded/NAME, or a name at MODEL_API_BASE")]
Agents = Annotated[list[str] | None, typer.Option("--agent", metavar="NAME", help="only these of the agents below")]
AgentCmd = Annotated[
    list[str] | None,
    typer.Option("--agent-cmd", metavar="NAME=COMMAND", help="another agent, e.g. 'x=agent-x {prompt}'"),
]
Peers = Annotated[Path | None, typer.Option("--peers", help="a file that declares agents, such as bench/peers.toml")]
PeersDir = Annotated[Path | None, typer.Option("--peers-dir", help="where their environments are (.peers beside it)")]
Repeat = Annotated[int, typer.Option("--repeat", min=1, help="runs of each task")]
Timeout = Annotated[float | None, typer.Option("--timeout", min=1, help="seconds for each run, instead of the task's")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="runs side by side; more than 1 blurs the seconds")]
Json = Annotated[Path | None, typer.Option("--json", help="write each result here, one JSON line a run")]
Resume = Annotated[Path | None, typer.Option("--resume", help="go on with such a file: what it holds is not run again")]
Logs = Annotated[Path | None, typer.Option("--logs", help="keep each run's output, changes and record here")]
ToPhoenix = Annotated[bool, typer.Option("--phoenix", help="store the tasks and results as dataset and experiments")]
ListOnly = Annotated[bool, typer.Option("--list", help="list the tasks and run nothing")]
Validate = Annotated[
    bool, typer.Option("--validate", help="run no agent: the checks must fail at the start and pass the reference")
]


def bench(
    tasks: TasksOption = None,
    tasks_dir: TasksDir = None,
    sample_size: SampleSize = None,
    part: SamplePart = 1,
    model: Model = None,
    agents: Agents = None,
    agent_cmd: AgentCmd = None,
    peers: Peers = None,
    peers_dir: PeersDir = None,
    repeat: Repeat = 1,
    timeout: Timeout = None,
    jobs: Jobs = 1,
    json_file: Json = None,
    resume: Resume = None,
    logs: Logs = None,
    to_phoenix: ToPhoenix = False,
    list_only: ListOnly = False,
    validate_only: Validate = False,
) -> int:
    """Measure agents on tasks with hidden checks; prints Markdown tables."""
    chosen = load_tasks(tasks_dir or _CHECKOUT / "tasks", tasks or [])
    if sample_size is not None:
        chosen = sample(chosen, sample_size, part)
    if list_only:
        return _list(chosen)
    check_programs(chosen)
    if validate_only:
        return _validate(chosen, jobs)
    if json_file is not None and resume is not None:
        raise ConfigError("--json and --resume exclude each other.", remedy="--resume appends to its file.")
    measured = _agents(agents or [], agent_cmd or [], peers, peers_dir)
    file = _file(json_file, resume)
    loaded = load_settings(Path.cwd(), {"model_id": model})
    store = phoenix.Store.open(loaded.values) if to_phoenix else None
    bench = Bench(lambda: find(loaded.values, _say), timeout_s=timeout, logs=logs, traces=store is not None)
    model_id = bench.find().model_id  # a model that cannot be used fails here, before any run
    old = [result for result in file.results if result.model == model_id] if file else []
    done = {result.key for result in old}
    todo = [
        (task, agent, number)
        for number in range(1, repeat + 1)
        for task in chosen
        for agent in measured
        if (task.id, agent.name, model_id, number) not in done
    ]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    results, interrupted = _run_all(bench, todo, jobs, file, old)
    if results:
        print(markdown(results))
    if store is not None and results:
        _say(f"stored in Phoenix: {store.publish(chosen, results)}")
        store.close()
    return 130 if interrupted else 0


def _run_all(
    bench: Bench, todo: Sequence[tuple[Task, Agent, int]], jobs: int, file: ResultFile | None, old: Sequence[Result]
) -> tuple[list[Result], bool]:
    results = list(old)
    _say(f"{len(todo)} runs, {len(old)} done before")
    pool = ThreadPoolExecutor(jobs)
    futures = [pool.submit(bench.run, *item) for item in todo]
    try:
        for future in as_completed(futures):
            result = future.result()
            results.append(result)
            if file is not None:
                file.append(result)
            _say(_line(result, len(results), len(todo) + len(old)))
    except KeyboardInterrupt:
        _say("interrupted: the runs that are under way are ended")
        return results, True
    finally:
        bench.stopped.set()
        pool.shutdown(cancel_futures=True)
    return results, False


def _line(result: Result, number: int, of: int) -> str:
    state = "solved" if result.solved else f"not solved ({result.detail})"
    return (
        f"[{number}/{of}] {result.agent} {result.task}: {state} · {result.outcome} · {result.seconds:.0f} s · "
        f"{result.requests} requests · {result.evaluated_tokens} of {result.prompt_tokens} tokens evaluated · "
        f"{result.generated_tokens} generated"
    )


def _agents(names: Sequence[str], commands: Sequence[str], peers: Path | None, peers_dir: Path | None) -> list[Agent]:
    known = [own_agent(), *(parse_agent(text) for text in commands), *(load_peers(peers, peers_dir) if peers else [])]
    by_name = {agent.name: agent for agent in known}
    if len(by_name) < len(known):
        raise ConfigError("Two agents have the same name.", remedy=f"{OWN!r} is taken too.")
    for name in names:
        if name not in by_name:
            raise ConfigError(f"There is no agent {name!r}.", remedy="There are " + ", ".join(by_name) + ".")
    chosen = [by_name[name] for name in names or by_name]
    for agent in chosen:
        agent.check_installed()
    return chosen


def _file(json_file: Path | None, resume: Path | None) -> ResultFile | None:
    path = resume or json_file
    if path is None:
        return None
    if not path.absolute().parent.is_dir():
        raise ConfigError(f"{str(path)!r} is in no folder that exists.", remedy="Make the folder first.")
    return ResultFile(path, resume=resume is not None)


def _list(tasks: Sequence[Task]) -> int:
    for task in tasks:
        print(f"{task.id:32} {task.kind:16} {task.size:2}  {'check' if task.verify else '-':5}  {task.repo}")
    return 0


def _validate(tasks: Sequence[Task], jobs: int) -> int:
    bad = 0
    for task, problem in validate(tasks, jobs):
        bad += bool(problem)
        print(f"{task.id}: {problem or 'ok'}", flush=True)
    return 1 if bad else 0


def _say(text: str) -> None:
    with contextlib.suppress(BrokenPipeError):
        print(f"agent-runtime: {text}", file=sys.stderr, flush=True)
