"""The undo commands on real files, and worktrees on a real repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from agent_runtime.errors import RecordsError
from agent_runtime.interfaces.cli_undo import register, worktree_place
from agent_runtime.records.checkpoints import Checkpoints
from agent_runtime.records.worktree import apply_worktree, commit_message, commit_run, create_worktree

app = typer.Typer()
register(app)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "agent-runtime"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def change(state: Path, work: Path, step: int, name: str, text: str) -> None:
    checkpoints = Checkpoints(work, state / "runs" / "r1")
    identity = checkpoints.take([name], f"apply_patch p{step}", step)
    (work / name).write_text(text)
    checkpoints.finish(identity)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_undo_shows_asks_and_undoes(state: Path, work: Path) -> None:
    (work / "a.txt").write_text("one\n")
    change(state, work, 1, "a.txt", "two\n")
    run = CliRunner()
    refused = run.invoke(app, ["undo", "-C", str(work)], input="n\n")
    assert "-two\n+one" in refused.output
    assert refused.exit_code == 1
    assert (work / "a.txt").read_text() == "two\n"
    assert run.invoke(app, ["undo", "r1", "--yes", "-C", str(work)]).exit_code == 0
    assert (work / "a.txt").read_text() == "one\n"
    assert run.invoke(app, ["redo", "--yes", "-C", str(work)]).exit_code == 0
    assert (work / "a.txt").read_text() == "two\n"
    shown = run.invoke(app, ["diff", "-C", str(work)])
    assert "-one\n+two" in shown.output


def test_undo_of_one_patch_and_step(state: Path, work: Path) -> None:
    change(state, work, 1, "a.txt", "a\n")
    change(state, work, 2, "b.txt", "b\n")
    change(state, work, 12, "c.txt", "c\n")
    run = CliRunner()
    assert run.invoke(app, ["undo", "--patch", "p1", "--yes", "-C", str(work)]).exit_code == 0
    assert run.invoke(app, ["undo", "--step", "2", "--yes", "-C", str(work)]).exit_code == 0
    assert sorted(path.name for path in work.iterdir()) == ["c.txt"]


def test_undo_refuses_over_the_users_edit(state: Path, work: Path) -> None:
    change(state, work, 1, "a.txt", "a\n")
    (work / "a.txt").write_text("mine\n")
    done = CliRunner().invoke(app, ["undo", "--yes", "-C", str(work)])
    assert done.exit_code == 1
    assert "edited since: a.txt" in done.output
    assert (work / "a.txt").read_text() == "mine\n"


def test_a_diff_cannot_move_the_cursor(state: Path, work: Path) -> None:
    change(state, work, 1, "a.txt", "\x1b[2Jgone\n")
    shown = CliRunner().invoke(app, ["diff", "-C", str(work)])
    assert "\x1b" not in shown.output
    assert "\\x1b[2Jgone" in shown.output


@pytest.fixture
def repository(work: Path) -> Path:
    git(work, "init", "-q")
    (work / "a.txt").write_text("one\n")
    (work / "gone.txt").write_text("x\n")
    (work / ".gitignore").write_text("*.log\n")
    git(work, "add", ".")
    git(work, "commit", "-qm", "x")
    git(work, "config", "user.name", "t")
    git(work, "config", "user.email", "t@example.org")
    return work


def test_a_worktree_is_applied_and_undone(state: Path, repository: Path) -> None:
    worktree = create_worktree(repository, worktree_place("r9"))
    (worktree.folder / "a.txt").write_text("two\n")
    (worktree.folder / "a.txt").chmod(0o755)
    (worktree.folder / "gone.txt").unlink()
    (worktree.folder / "new.txt").write_text("new\n")
    (worktree.folder / "x.log").write_text("noise\n")
    assert (repository / "a.txt").read_text() == "one\n"
    run = CliRunner()
    done = run.invoke(app, ["apply", "r9"])
    assert done.exit_code == 0, done.output
    assert (repository / "a.txt").read_text() == "two\n"
    assert (repository / "a.txt").stat().st_mode & 0o100
    assert sorted(p.name for p in repository.iterdir()) == [".git", ".gitignore", "a.txt", "new.txt"]
    assert not worktree.top.exists()
    assert "r9" not in git(repository, "worktree", "list")
    assert run.invoke(app, ["undo", "r9", "--yes", "-C", str(repository)]).exit_code == 0
    assert git(repository, "status", "--porcelain") == ""


def test_a_worktree_is_not_applied_over_other_changes(state: Path, repository: Path) -> None:
    worktree = create_worktree(repository, worktree_place("r9"))
    (worktree.folder / "a.txt").write_text("two\n")
    (worktree.folder / "gone.txt").unlink()
    (repository / "a.txt").write_text("mine\n")
    with pytest.raises(RecordsError, match=r"a\.txt"):
        apply_worktree(worktree, Checkpoints(repository, state / "runs" / "r9"))
    assert (repository / "gone.txt").exists()
    assert CliRunner().invoke(app, ["discard", "r9", "--yes"]).exit_code == 0
    assert not worktree.top.exists()
    assert (repository / "a.txt").read_text() == "mine\n"


def test_a_run_is_committed_without_what_else_is_staged(repository: Path) -> None:
    (repository / "a.txt").write_text("two\n")
    (repository / "new [1].txt").write_text("new\n")
    (repository / "gone.txt").unlink()
    (repository / "mine.txt").write_text("mine\n")
    git(repository, "add", "mine.txt")
    paths = ["a.txt", "new [1].txt", "gone.txt"]
    message = commit_message("Fix the sum in a.txt.\nMore.", paths, "r9")
    assert message == "fix: fix the sum in a.txt\n\nAgent-Runtime-Run: r9\n"
    commit_run(repository, paths, message)
    shown = git(repository, "show", "--name-status", "--format=%B", "HEAD")
    assert shown.split() == [*message.split(), "M", "a.txt", "D", "gone.txt", "A", "new", "[1].txt"]
    assert git(repository, "status", "--porcelain") == "A  mine.txt\n"
    assert git(repository, "log", "-1", "--format=%(trailers:key=Agent-Runtime-Run,valueonly)").strip() == "r9"
