"""Proves the tasks themselves: each hidden check fails at the start and passes the reference solution."""

from __future__ import annotations

import hashlib
import json
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
    verified: dict[str, str] = {}
    with ThreadPoolExecutor(jobs) as pool:
        yield from zip(tasks, pool.map(lambda task: problem(task, verified), tasks), strict=True)


def problem(task: Task, verified: dict[str, str]) -> str:
    """What is wrong with one task, or an empty text. Tasks of one repository often have the same reference: what
    `verified` says of it is not asked again."""
    with tempfile.TemporaryDirectory(prefix="agent-bench-") as folder:
        workspace = Path(folder, task.repo)
        task.write_start(workspace)
        if judge(task, workspace, "", to_first=True).solved:
            return "the check passes at the start"
        task.write_solution(workspace)
        judgement = judge(task, workspace, task.answer or "")
        if not judgement.solved:
            return f"the check fails on the reference: {judgement.detail}"
        if task.verify is None:
            return ""
        state = _state(workspace, task.verify)
        if state not in verified:
            verified[state] = _verify(workspace, task.verify)
        return verified[state]


def _verify(workspace: Path, command: str) -> str:
    sandbox = Sandbox.probe(workspace, environment=with_python(os.environ))
    done = sandbox.run(command, cwd=workspace, profile="test", limits=CommandLimits(timeout_s=120))
    return f"`{command}` fails on the reference: {done.output.strip()[-300:]}" if done.exit_code != 0 else ""


def _state(workspace: Path, command: str) -> str:
    """Names a command and the files that it is run on."""
    digest = hashlib.sha256(command.encode())
    for path in sorted(each for each in workspace.rglob("*") if each.is_file()):
        digest.update(json.dumps([str(path.relative_to(workspace)), path.read_bytes().hex()]).encode())
    return digest.hexdigest()
