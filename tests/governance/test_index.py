"""The index of secret and protected names keeps up with whatever happens in the workspace."""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_runtime.governance import index, inotify
from agent_runtime.governance.index import WorkspaceIndex

NAMES = ["a", "b", ".git", ".aws", ".env", "x.pem", "conf"]
FOLDER = st.lists(st.sampled_from(["a", "b", "conf", ".aws"]), max_size=3).map("/".join)
PLACE = st.tuples(FOLDER, st.sampled_from(NAMES)).map("/".join)
OPERATION = st.one_of(
    st.tuples(st.just("file"), PLACE),
    st.tuples(st.just("key"), PLACE),
    st.tuples(st.just("folder"), PLACE),
    st.tuples(st.just("remove"), PLACE),
    st.tuples(st.just("refresh"), st.just("")),
    st.tuples(st.sampled_from(["move", "exchange", "link", "hardlink"]), PLACE, PLACE),
)


def act(root: Path, operation: tuple[str, ...]) -> None:
    word, *names = operation
    paths = [root / name.lstrip("/") for name in names]
    try:
        if word == "file":
            paths[0].write_text("")
        elif word == "key":
            paths[0].write_text("-----BEGIN PRIVATE KEY-----")
        elif word == "folder":
            paths[0].mkdir(parents=True)
        elif word == "remove":
            shutil.rmtree(paths[0]) if paths[0].is_dir() else paths[0].unlink()
        elif word == "move":
            paths[0].rename(paths[1])
        elif word == "exchange":
            exchange = 2
            ctypes.CDLL(None).renameat2(-100, os.fsencode(paths[0]), -100, os.fsencode(paths[1]), exchange)
        elif word == "link":
            paths[1].symlink_to(paths[0])
        elif word == "hardlink":
            paths[1].hardlink_to(paths[0])
    except (OSError, shutil.Error):
        pass  # it does not fit what is there


@settings(max_examples=60, deadline=None, database=None)
@given(st.lists(OPERATION, max_size=25))
def test_it_knows_what_a_new_look_finds(operations: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        kept = WorkspaceIndex(root)
        kept.refresh()
        for operation in operations:
            if operation[0] == "refresh":
                kept.refresh()
            else:
                act(root, operation)
        assert kept.refresh() == WorkspaceIndex(root, watch=False).refresh()


def make_tree(root: Path) -> None:
    (root / "a/b/c").mkdir(parents=True)
    (root / "a/b/.env").touch()


@pytest.mark.parametrize("watch", [True, False])
def test_it_follows_a_moved_and_a_replaced_folder(tmp_path: Path, watch: bool) -> None:
    make_tree(tmp_path)
    looked = WorkspaceIndex(tmp_path, watch=watch)
    assert looked.refresh().secret_files == {"a/b/.env"}
    (tmp_path / "a").rename(tmp_path / "z")
    assert looked.refresh().secret_files == {"z/b/.env"}
    shutil.rmtree(tmp_path / "z/b")
    (tmp_path / "z/b").mkdir()
    (tmp_path / "z/b/.env.local").touch()
    assert looked.refresh().secret_files == {"z/b/.env.local"}
    (tmp_path / "z/b/x.pem").write_text("a certificate")
    assert looked.refresh().secret_files == {"z/b/.env.local"}
    (tmp_path / "z/b/x.pem").write_text("PRIVATE KEY")
    assert looked.refresh().secret_files == {"z/b/.env.local", "z/b/x.pem"}
    assert looked.watching == watch


def test_nothing_is_missed_when_events_are_lost(tmp_path: Path) -> None:
    looked = WorkspaceIndex(tmp_path)
    looked.refresh()
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    for number in range(limit // 2 + 10):
        (tmp_path / f"f{number}").touch()
        (tmp_path / f"f{number}").unlink()
    make_tree(tmp_path)
    assert looked.refresh().secret_files == {"a/b/.env"}


@pytest.mark.parametrize("cause", ["no local file system", "too many folders", "no watches at all"])
def test_where_folders_cannot_be_watched_they_are_all_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    make_tree(tmp_path)
    if cause == "no local file system":
        monkeypatch.setattr(inotify, "_LOCAL", frozenset[int]())
    elif cause == "too many folders":
        monkeypatch.setattr(inotify, "_allowed", lambda: 2)
    else:
        monkeypatch.setattr(inotify, "mounts", lambda: b"")
        monkeypatch.setattr(index, "mounts", lambda: os.urandom(8))
    looked = WorkspaceIndex(tmp_path)
    assert looked.refresh().secret_files == {"a/b/.env"}
    (tmp_path / "a/b/c/.netrc").touch()
    assert looked.refresh().secret_files == {"a/b/.env", "a/b/c/.netrc"}


def test_only_what_has_changed_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        (tmp_path / f"d{number}/e").mkdir(parents=True)
    looked = WorkspaceIndex(tmp_path)
    looked.refresh()
    if not looked.watching:
        pytest.skip("folders cannot be watched here")
    seen: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: seen.append(str(path)) or scandir(path))
    (tmp_path / "d7/e/.env").touch()
    assert looked.refresh().secret_files == {"d7/e/.env"}
    assert seen == [f"{tmp_path}/d7/e"]


def test_a_socket_is_found_by_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = WorkspaceIndex(tmp_path)
    assert looked.refresh().sockets == set()
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("s")
        assert looked.refresh().sockets == {"s"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_a_mount_over_a_folder_is_noticed(tmp_path: Path) -> None:
    make_tree(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    looked = WorkspaceIndex(tmp_path)
    looked.refresh()
    (other / ".netrc").touch()
    assert subprocess.run(["mount", "--bind", str(other), str(tmp_path / "a")]).returncode == 0
    try:
        assert looked.refresh().secret_files == {"a/.netrc", "other/.netrc"}
    finally:
        subprocess.run(["umount", str(tmp_path / "a")], check=True)
