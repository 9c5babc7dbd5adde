"""`--worktree`, `--commit` and the closing summary, as processes on a real repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import git

ROOT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def agent(repo: Path, tmp_path: Path) -> Run:
    script = tmp_path / "script.yaml"
    script.write_text(
        "- |\n  ```python\n  p = propose_patch('pkg/greet.py', old='Hello', new='Hi')\n"
        "  apply_patch(p['patch_id'])\n  final_answer('done')\n  ```\n"
    )
    git(repo, "config", "user.name", "A")
    git(repo, "config", "user.email", "a@example.org")

    def run(*arguments: str) -> Done:
        if arguments[0] == "run":
            arguments = (*arguments, "-m", f"scripted:{script}", "--mode", "auto-edit")
        return subprocess.run(
            [sys.executable, "-m", "agent_runtime.run", *arguments],
            cwd=repo, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


def greeting(repo: Path) -> str:
    return (repo / "pkg" / "greet.py").read_text().split('"')[1]


def test_a_worktree_is_looked_at_applied_and_undone(agent: Run, repo: Path) -> None:
    (repo / "main.py").write_text("mine\n")
    done = agent("run", "say Hi", "--worktree", "-o", "json", "--verify", "grep -q Hi pkg/greet.py")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    run = document["run_id"]
    assert (document["outcome"], Path(document["worktree"]).is_dir(), greeting(repo)) == ("verified", True, "Hello, ")
    assert '+    return "Hi, "' in agent("diff", run).stdout
    refused = agent("undo", run, "--yes")
    assert (refused.returncode, "discard" in refused.stderr) == (2, True)
    applied = agent("apply", run[:-2], "--commit")
    assert (applied.returncode, applied.stdout) == (0, "pkg/greet.py\n"), applied.stderr
    assert greeting(repo) == "Hi, "
    message = git(repo, "log", "-1", "--format=%B").strip()
    assert message == f"feat: say Hi\n\nAgent-Runtime-Run: {run}"
    assert git(repo, "status", "--porcelain") == " M main.py\n"
    assert agent("undo", run, "--yes").returncode == 0
    assert greeting(repo) == "Hello, "
    assert agent("apply", run).returncode != 0


def test_a_worktree_is_discarded(agent: Run, repo: Path) -> None:
    done = agent("run", "say Hi", "--worktree")
    run = done.stderr.split("agent-runtime diff ")[1].split()[0].rstrip(",")
    assert agent("discard", run, "--yes").returncode == 0
    assert greeting(repo) == "Hello, "
    assert len(git(repo, "worktree", "list").splitlines()) == 1


def test_a_commit_names_the_run(agent: Run, repo: Path) -> None:
    (repo / "main.py").write_text("mine\n")
    git(repo, "add", "main.py")
    done = agent("run", "Say Hi.", "--commit", "-o", "json")
    assert done.returncode == 3, done.stderr
    run = json.loads(done.stdout)["run_id"]
    assert git(repo, "log", "-1", "--format=%s|%(trailers:key=Agent-Runtime-Run,valueonly)").split("|") == [
        "feat: say Hi",
        f"{run}\n\n",
    ]
    assert git(repo, "show", "--name-only", "--format=", "HEAD").split() == ["pkg/greet.py"]
    assert git(repo, "status", "--porcelain") == "M  main.py\n"


def test_a_file_with_the_users_own_changes_is_not_committed(agent: Run, repo: Path) -> None:
    (repo / "pkg" / "greet.py").write_text('def greet(name):\n    return "Hello, dear " + name\n')
    before = git(repo, "rev-parse", "HEAD")
    done = agent("run", "say Hi", "--commit")
    assert (done.returncode, done.stdout) == (1, "done\n")
    assert "held uncommitted changes before the run" in done.stderr
    assert git(repo, "rev-parse", "HEAD") == before
    assert greeting(repo) == "Hi, dear "


def test_what_cannot_be(agent: Run, repo: Path, tmp_path: Path) -> None:
    both = agent("run", "x", "--worktree", "--commit")
    assert (both.returncode, "exclude each other" in both.stderr) == (2, True)
    plain = tmp_path / "plain"
    plain.mkdir()
    outside = agent("run", "x", "--worktree", "-C", str(plain))
    assert (outside.returncode, "needs a git repository" in outside.stderr) == (2, True), outside.stderr
    for arguments in (("apply", "nothing"), ("discard", "../x", "--yes"), ("diff", "nothing")):
        done = agent(*arguments)
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr


def test_the_summary_comes_from_the_record(agent: Run, repo: Path) -> None:
    done = agent("run", "say Hi", "--verify", "grep -q Hi pkg/greet.py")
    assert done.returncode == 0
    for words in (
        "modified pkg/greet.py +1 -1", "ran      grep -q Hi pkg/greet.py (exit 1)", "(exit 0)",
        "check    `grep -q Hi pkg/greet.py` passed after the last change", "record   ", "verified",
    ):  # fmt: skip
        assert words in done.stderr, done.stderr
