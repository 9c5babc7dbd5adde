"""Proves the tasks themselves: each hidden check fails at the start and passes the reference solution."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from agent_runtime.bench.checking import judge, with_python
from agent_runtime.bench.tasks import Task
from agent_runtime.governance.sandbox import CommandLimits, Sandbox


def validate(tasks: Sequence[Task], jobs: int = 1) -> Iterator[tuple[Task, str]]:
    """Each task with what is wrong with it, or an empty text."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from zip(tasks, pool.map(problem, tasks), strict=True)


def problem(task: Task) -> str:
    """What is wrong with one task, or an empty text."""
    with tempfile.TemporaryDirectory(prefix="agent-bench-") as folder:
        workspace = Path(folder, task.repo)
        task.write_start(workspace)
        if judge(task, workspace, "", to_first=True).solved:
            return "the check passes at the start"
        task.write_solution(workspace)
        judgement = judge(task, workspace, task.answer or "")
        if not judgement.solved:
            return f"the check fails on the reference: {judgement.detail}"
        if task.verify is not None:
            sandbox = Sandbox.probe(workspace, environment=with_python(os.environ))
            done = sandbox.run(task.verify, cwd=workspace, profile="test", limits=CommandLimits(timeout_s=120))
            if done.exit_code != 0:
                return f"`{task.verify}` fails on the reference: {done.output.strip()[-300:]}"
    return ""
