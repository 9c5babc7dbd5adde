"""A tasks folder of its own: one repair and one question on a repository of two files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from agent_runtime.bench.agents import Agent
from agent_runtime.bench.tasks import Task, load_tasks
from agent_runtime.bench.upstream import Upstream

REPAIR = """
kind = "repair"
repo = "tiny"
verify = "python -m pytest -q"
timeout_s = 60
prompt = "add subtracts. Fix it."

[[mutate]]
file = "tiny.py"
old = "a + b"
new = "a - b"
"""
CHECK = "from tiny import add\n\n\ndef test_add():\n    assert add(20, 22) == 42\n"
QUESTION = (
    'kind = "question"\nrepo = "tiny"\nprompt = "How many functions are there?"\nanswer = "1"\naccept = ["one"]\n'
)


@pytest.fixture
def tasks_dir(tmp_path: Path) -> Path:
    root = tmp_path / "tasks"
    repo = root / "repos" / "tiny"
    (repo / "tests").mkdir(parents=True)
    (repo / "tiny.py").write_text("def add(a, b):\n    return a + b\n")
    (repo / "tests" / "test_tiny.py").write_text(
        "from tiny import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n"
    )
    for name, text in (("fix-add", REPAIR), ("count", QUESTION)):
        (root / name).mkdir()
        (root / name / "task.toml").write_text(text)
    (root / "fix-add" / "check.py").write_text(CHECK)
    return root


@pytest.fixture
def repair(tasks_dir: Path) -> Task:
    return load_tasks(tasks_dir, ["fix-add"])[0]


@pytest.fixture
def question(tasks_dir: Path) -> Task:
    return load_tasks(tasks_dir, ["count"])[0]


def python_agent(code: str, name: str = "scripted") -> Agent:
    """An agent that runs some Python in the workspace."""
    return Agent(name=name, command=(sys.executable, "-c", code, "{prompt}"))


def upstream_at(address: str, key: str | None = "upstream-key") -> Upstream:
    return Upstream("openai/tiny", "tiny", f"{address}/v1", key)
