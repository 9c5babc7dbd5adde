"""A process that is killed in the middle of `apply_patch`: the next session finds all old or all new, and can undo."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from agent_runtime.records.checkpoints import Checkpoints
from agent_runtime.records.runs import list_runs
from agent_runtime.records.undo import carry_out, plan_undo
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code

ROOT = Path(__file__).parents[2]
PATCH = (
    "--- a/main.py\n+++ b/main.py\n@@ -3 +3 @@\n-print(greet('you'))\n+print(greet('all'))\n"
    '--- a/pkg/greet.py\n+++ b/pkg/greet.py\n@@ -1,2 +1,2 @@\n def greet(name):\n-    return "Hello, " + name\n'
    '+    return "Hi, " + name\n--- /dev/null\n+++ b/new/deep.txt\n@@ -0,0 +1 @@\n+new\n'
)
PROGRAM = """
import functools, os, signal, sys
from pathlib import Path
from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import DenyAll
from agent_runtime.governance.policy import Policy
from agent_runtime.models.scripted import ScriptedModel
from agent_runtime.records.atomic import commit
from agent_runtime.tools import patch

workspace, point, diff = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def fault(reached):
    if reached == point:
        os.kill(os.getpid(), signal.SIGKILL)

patch.commit = functools.partial(commit, fault=fault)
step = f"```python\\np = propose_patch_unified({diff!r})\\napply_patch(p['patch_id'])\\nfinal_answer(1)\\n```"
settings = Settings(phoenix_enabled=False, agent_mode="auto")
policy, model = Policy.load(workspace), ScriptedModel([step])
Session(workspace, settings=settings, approver=DenyAll(), policy=policy, model=model).run("greet")
"""
POINTS = {
    "journal": "old",
    "temporary main.py": "old",
    "temporary new/deep.txt": "old",
    "committed": "new",
    "placed main.py": "new",
    "placed pkg/greet.py": "new",
    "placed new/deep.txt": "new",
    "done": "new",
}


def files(repo: Path) -> dict[str, str]:
    paths = (path for path in repo.rglob("*") if path.is_file() and ".git/" not in str(path))
    return {str(path.relative_to(repo)): path.read_text() for path in paths}


@pytest.mark.parametrize(("point", "found"), POINTS.items())
def test_kill_9_in_apply_patch(make_session: MakeSession, repo: Path, point: str, found: str) -> None:
    old = files(repo)
    new = {
        **old,
        "main.py": old["main.py"].replace("you", "all"),
        "pkg/greet.py": old["pkg/greet.py"].replace("Hello", "Hi"),
        "new/deep.txt": "new\n",
    }
    killed = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(repo), point, PATCH],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    (run,) = list_runs()
    session = make_session([code("final_answer(1)")])
    result = session.run("What is here?")
    assert result.outcome is Outcome.ANSWERED
    for thread in [each for each in threading.enumerate() if each.name == "catch-up"]:
        thread.join(60)  # a run without a tool call does not wait for it
    assert files(repo) == (old if found == "old" else new)
    notices = [str(event.data["text"]) for event in session.events if event.kind == "notice"]  # type: ignore[attr-defined]
    assert any("left a change half made" in text for text in notices)
    checkpoints = Checkpoints(repo, run)
    carry_out(checkpoints, plan_undo(checkpoints))
    assert files(repo) == old
