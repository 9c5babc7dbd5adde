"""The workspace before a run, and its copy."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from agent_runtime.errors import RecordsError
from agent_runtime.records.checkpoints import Checkpoints
from agent_runtime.records.startstate import keep_start, read_start, restore
from tests.conftest import git


def kept(workspace: Path, run: Path) -> Path:
    """A run directory with the workspace's state kept."""
    run.mkdir(exist_ok=True)
    (run / "metadata.json").write_text(json.dumps({"workspace": str(workspace)}))
    keep_start(Checkpoints(workspace, run))
    return run


def contents(root: Path) -> dict[str, tuple[str, int]]:
    """Path -> content and permissions of all but git's own files."""
    return {
        str(path.relative_to(root)): (
            str(path.readlink()) if path.is_symlink() else path.read_text(),
            0 if path.is_symlink() else path.stat().st_mode & 0o777,
        )
        for path in sorted(root.rglob("*"))
        if ".git" not in path.relative_to(root).parts and (path.is_symlink() or path.is_file())
    }


def dirty(repo: Path) -> None:
    """Changed, deleted, new, linked, executable, staged: everything a working folder may be."""
    (repo / "main.py").write_text("print('changed')\n")
    (repo / "README.md").unlink()
    (repo / "new.txt").write_text("new\n")
    (repo / "pkg" / "tool.sh").write_text("#!/bin/sh\n")
    (repo / "pkg" / "tool.sh").chmod(0o755)
    (repo / "link").symlink_to("pkg/greet.py")
    (repo / "pkg" / "greet.py").write_text("staged = 1\n")
    git(repo, "add", "pkg/greet.py")
    (repo / "pkg" / "greet.py").write_text("staged = 1\nand_more = 2\n")
    (repo / "debug.log").write_text("ignored")


def test_a_copy_is_as_the_workspace_was(repo: Path, tmp_path: Path) -> None:
    dirty(repo)
    run = kept(repo, tmp_path / "run")
    before, status, head = contents(repo), git(repo, "status", "--porcelain"), git(repo, "rev-parse", "HEAD")
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "goes on")
    (repo / "main.py").write_text("later")
    copy = restore(run, tmp_path / "copy")
    del before["debug.log"]
    assert copy.name == repo.name
    assert contents(copy) == before
    assert git(copy, "status", "--porcelain") == status
    assert git(copy, "rev-parse", "HEAD") == head
    assert git(copy, "symbolic-ref", "HEAD").strip() == "refs/heads/main"
    assert git(copy, "log", "--format=%s").splitlines() == ["ignore logs", "first"]
    assert read_start(run).ignored == ("debug.log",)


def test_what_is_as_in_the_commit_is_not_copied(repo: Path, tmp_path: Path) -> None:
    for path in repo.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    git(repo, "update-index", "--refresh")
    state = read_start(kept(repo, tmp_path / "run"))
    assert (dict(state.files), state.deleted, state.branch) == ({}, (), "main")


def test_nothing_of_the_copy_is_shared(repo: Path, tmp_path: Path) -> None:
    run = kept(repo, tmp_path / "run")
    copy = restore(run, tmp_path / "copy")
    originals = {path.stat().st_ino for path in repo.rglob("*") if path.is_file()}
    assert not [path for path in copy.rglob("*") if path.is_file() and path.stat().st_ino in originals]
    assert not (copy / ".git" / "objects" / "info" / "alternates").exists()


def test_a_subfolder_and_no_repository_at_all(repo: Path, tmp_path: Path) -> None:
    (repo / "pkg" / "extra.py").write_text("x")
    copy = restore(kept(repo / "pkg", tmp_path / "run"), tmp_path / "copy")
    assert (copy.name, contents(copy)) == ("pkg", contents(repo / "pkg"))
    assert (copy.parent / "main.py").read_text() == (repo / "main.py").read_text()
    plain = tmp_path / "plain"
    (plain / "a").mkdir(parents=True)
    (plain / "a" / "b.txt").write_text("b")
    copy = restore(kept(plain, tmp_path / "run2"), tmp_path / "copy2")
    assert (contents(copy), (copy / ".git").exists()) == (contents(plain), False)


def test_hooks_and_filters_of_the_repository_are_not_run(repo: Path, tmp_path: Path) -> None:
    hook = repo / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/hooked\n")
    hook.chmod(0o755)
    git(repo, "config", "filter.evil.smudge", f"touch {tmp_path}/filtered; cat")
    (repo / ".gitattributes").write_text("*.py filter=evil\n")
    git(repo, "add", ".gitattributes")
    git(repo, "commit", "-qm", "attributes")
    copy = restore(kept(repo, tmp_path / "run"), tmp_path / "copy")
    assert contents(copy) == contents(repo)
    assert not (tmp_path / "hooked").exists()
    assert not (tmp_path / "filtered").exists()


def test_too_much_is_left_out_openly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    for number in range(30):
        (plain / f"{number}.txt").write_text("x" * 100)
    monkeypatch.setattr("agent_runtime.records.startstate.MAX_TOTAL_BYTES", 1000)
    run = kept(plain, tmp_path / "run")
    assert (len(read_start(run).files), len(read_start(run).left_out)) == (10, 20)
    monkeypatch.setattr("agent_runtime.records.startstate.MAX_FILES", 10)
    with pytest.raises(RecordsError, match="more than 10 files"):
        restore(kept(plain, tmp_path / "run2"), tmp_path / "copy")


def test_a_path_in_a_forged_state_cannot_leave_the_copy(repo: Path, tmp_path: Path) -> None:
    (repo / "new.txt").write_text("new\n")
    run = kept(repo, tmp_path / "run")
    file = run / "checkpoints" / "start.json"
    data = json.loads(file.read_text())
    data["files"]["../../escaped.txt"] = data["files"].pop("new.txt")
    file.write_text(json.dumps(data))
    with pytest.raises(RecordsError, match="no path inside"):
        restore(run, tmp_path / "copy")
    assert not (tmp_path / "escaped.txt").exists()


def test_a_repository_that_is_gone_is_named(repo: Path, tmp_path: Path) -> None:
    run = kept(repo, tmp_path / "run")
    repo.rename(tmp_path / "moved")
    with pytest.raises(RecordsError, match="--fixture"):
        restore(run, tmp_path / "copy")
    with pytest.raises(RecordsError, match="has kept no state"):
        read_start(tmp_path)


def test_a_commit_that_was_amended_since_is_still_found_and_one_that_is_gone_is_named(
    repo: Path, tmp_path: Path
) -> None:
    run = kept(repo, tmp_path / "run")
    before, head = contents(repo), git(repo, "rev-parse", "HEAD").strip()
    git(repo, "commit", "-q", "--amend", "--allow-empty", "-m", "another")
    assert contents(restore(run, tmp_path / "copy")) == before
    git(repo, "reflog", "expire", "--expire=now", "--all")
    git(repo, "gc", "-q", "--prune=now")
    with pytest.raises(RecordsError, match=f"has no commit {head[:12]} any more") as caught:
        restore(run, tmp_path / "other")
    assert "Fetch that commit" in str(caught.value.remedy)
    assert not (tmp_path / "other" / repo.name).exists()
