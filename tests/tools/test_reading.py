"""The reading tools on real files and repositories, bad input included."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance.approval import DenyAll
from agent_runtime.governance.policy import Policy
from agent_runtime.tools import search
from agent_runtime.types import Observation, ToolCall
from tests.conftest import git


class Caller:
    """Calls tools through the gate of a session on one folder."""

    def __init__(self, root: Path) -> None:
        self.session = Session(
            root, settings=Settings(phoenix_enabled=False), approver=DenyAll(), policy=Policy.load(root)
        )

    def observe(self, name: str, **arguments: Any) -> Observation:
        return self.session.call(ToolCall("t1", name, arguments))

    def __call__(self, name: str, **arguments: Any) -> dict[str, Any]:
        observation = self.observe(name, **arguments)
        assert isinstance(observation.value, dict)
        return observation.value

    def error(self, name: str, **arguments: Any) -> tuple[str | None, dict[str, Any]]:
        observation = self.observe(name, **arguments)
        assert isinstance(observation.value, dict)
        assert {"error", "recovery_suggestion"} <= set(observation.value)
        return observation.error_type, observation.value


@pytest.fixture
def call(repo: Path) -> Caller:
    return Caller(repo)


def test_list_files(call: Caller, repo: Path) -> None:
    (repo / "debug.log").write_text("ignored")
    (repo / ".github").mkdir()
    (repo / ".github" / "ci.yml").write_text("")
    (repo / "with space\nand newline.py").write_text("")
    assert call("list_files") == {
        "files": [".github/ci.yml", ".gitignore", "README.md", "main.py", "pkg/__init__.py", "pkg/greet.py",
                  "with space\nand newline.py"],
        "count": 7,
    }  # fmt: skip
    assert call("list_files", glob="*.py", path="pkg")["files"] == ["pkg/__init__.py", "pkg/greet.py"]
    assert "note" in call("list_files", glob="*.rs")
    assert call.error("list_files", path="main.py")[0] == "NotFound"
    assert call.error("list_files", path="..")[0] == "PathRefused"


def test_rg_search(call: Caller, repo: Path) -> None:
    assert call("rg_search", pattern="def greet") == {
        "matches": [{"path": "pkg/greet.py", "line": 1, "text": "def greet(name):"}],
        "count": 1,
    }
    assert call("rg_search", pattern="HELLO", ignore_case=True)["count"] == 1
    assert call("rg_search", pattern="greet('you')", fixed_strings=True)["count"] == 1
    assert [m["line"] for m in call("rg_search", pattern="return", context_lines=1)["matches"]] == [1, 2]
    assert call("rg_search", pattern="greet", limit=1)["note"].startswith("Only the first 1")
    assert call("rg_search", pattern="nothing like it")["count"] == 0
    kind, value = call.error("rg_search", pattern="(")
    assert kind == "InvalidArguments"
    assert "fixed_strings" in value["recovery_suggestion"]
    (repo / "latin.txt").write_bytes(b"caf\xe9 here\n")
    assert call("rg_search", pattern="here")["matches"][0]["text"].startswith("caf")
    (repo / "-e.py").write_text("x = 'dash'\n")
    assert call("rg_search", pattern="-e", path="-e.py")["count"] == 0
    assert call("rg_search", pattern="dash", path="-e.py")["count"] == 1


def test_many_matches_come_in_the_same_order(call: Caller, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (repo / f"f{number:02}.txt").write_text("needle\n" * 3)
    few = call("rg_search", pattern="needle", limit=10)
    monkeypatch.setattr(search, "MAX_UNSORTED", 40)
    assert call("rg_search", pattern="needle", limit=10) == few
    assert few["matches"][0] == {"path": "f00.txt", "line": 1, "text": "needle"}
    assert few["note"].startswith("Only the first 10")


def test_secrets_are_neither_searched_nor_read(call: Caller, repo: Path) -> None:
    (repo / ".env").write_text("TOKEN=tops3cret\n")
    (repo / "server.pem").write_text("tops3cret\n")
    assert call("rg_search", pattern="tops3cret")["count"] == 0
    assert call.error("rg_search", pattern="tops3cret", path=".env")[0] == "PathRefused"
    kind, value = call.error("read_file", path=".env")
    assert kind == "PathRefused"
    assert "tops3cret" not in str(value)


def test_read_file(call: Caller, repo: Path) -> None:
    assert call("read_file", path="pkg/greet.py") == {
        "path": "pkg/greet.py", "lines": 2, "text": '1: def greet(name):\n2:     return "Hello, " + name',
    }  # fmt: skip
    assert call("read_file", path="pkg/greet.py", start=2, end=99)["text"] == '2:     return "Hello, " + name'
    assert call("read_file", path="pkg/greet.py", numbers=False)["text"].startswith("def greet")
    assert call("read_file", path="pkg/__init__.py")["note"] == "The file is empty."
    assert call.error("read_file", path="pkg/greet.py", start=3)[0] == "InvalidArguments"
    assert call.error("read_file", path="pkg/greet.py", start=2, end=1)[0] == "InvalidArguments"
    assert call.error("read_file", path="pkg/greet.py", start=1, end=5000)[0] == "InvalidArguments"
    assert call.error("read_file", path="pkg/greet.py", start=0)[0] == "InvalidArguments"
    assert call.error("read_file", path="pkg")[0] in ("NotFound", "Unsupported", "PathRefused")
    kind, value = call.error("read_file", path="pkg/gret.py")
    assert kind == "NotFound"
    assert "pkg/greet.py" in value["alternatives"]


def test_encodings_and_odd_files(call: Caller, repo: Path) -> None:
    (repo / "utf16.txt").write_text("über\n", encoding="utf-16")
    (repo / "bom.txt").write_text("x\n", encoding="utf-8-sig")
    (repo / "latin.txt").write_bytes(b"caf\xe9\n")
    (repo / "binary.bin").write_bytes(b"\x7fELF\0\0")
    (repo / "huge.txt").write_bytes(b"x" * (11 << 20))
    (repo / "link.py").symlink_to("pkg/greet.py")
    (repo / "out.py").symlink_to("/etc/passwd")
    os.mkfifo(repo / "pipe")
    assert call("read_file", path="utf16.txt")["text"] == "1: über"
    assert call("read_file", path="bom.txt")["text"] == "1: x"
    assert call("read_file", path="latin.txt")["text"] == "1: café"
    assert call("read_file", path="link.py")["lines"] == 2
    assert call.error("read_file", path="binary.bin")[0] == "Unsupported"
    assert call.error("read_file", path="huge.txt")[0] == "Unsupported"
    assert call.error("read_file", path="out.py")[0] == "PathRefused"
    assert call.error("read_file", path="pipe")[0] == "PathRefused"


def test_read_file_snippet(call: Caller) -> None:
    assert call("read_file_snippet", path="main.py", pattern=r"^print", around=1) == {
        "path": "main.py", "count": 1, "snippets": [{"start": 2, "end": 3, "text": "2: \n3: print(greet('you'))"}],
    }  # fmt: skip
    assert call("read_file_snippet", path="main.py", pattern="nothing")["count"] == 0
    assert call.error("read_file_snippet", path="main.py", pattern="(")[0] == "InvalidArguments"


def test_git_tools(call: Caller, repo: Path) -> None:
    assert call("git_status")["clean"] is True
    (repo / "main.py").write_text("print(1)\n")
    (repo / "new.py").write_text("")
    git(repo, "mv", "README.md", "READ ME.md")
    status = call("git_status")
    assert status["branch"] == "main"
    assert status["changes"] == [
        {"path": "READ ME.md", "state": "renamed", "staged": True, "from": "README.md"},
        {"path": "main.py", "state": "modified"},
        {"path": "new.py", "state": "untracked"},
    ]
    diff = call("git_diff")
    assert diff["files"] == ["main.py"]
    assert "+print(1)" in diff["diff"]
    assert call("git_diff", staged=True)["files"] == ["READ ME.md"]
    assert call("git_diff", revision="HEAD~1", path="main.py")["files"] == ["main.py"]
    assert [commit["subject"] for commit in call("git_log")["commits"]] == ["ignore logs", "first"]
    assert len(call("git_log", path="main.py")["commits"]) == 1
    assert call.error("git_diff", revision="--output=/tmp/x")[0] == "InvalidArguments"
    assert call.error("git_log", revision="nowhere")[0] == "NotFound"


def test_git_configuration_of_the_repository_runs_nothing_outside(call: Caller, repo: Path, tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    program = tmp_path / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch {witness}\ncat\n")
    program.chmod(0o755)
    (repo / ".gitattributes").write_text("*.py filter=evil diff=evil\n")
    for key in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "diff.evil.textconv",
        "filter.evil.clean",
        "core.sshCommand",
    ):
        git(repo, "config", key, str(program))
    (repo / "main.py").write_text("changed\n")
    for name in ("git_status", "git_diff", "git_log", "repo_info"):
        call(name)
    assert not witness.exists()


def test_repo_info(call: Caller, repo: Path) -> None:
    (repo / "AGENTS.md").write_text("Be kind.")
    (repo / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    info = call("repo_info")
    assert info["languages"]["Python"] == 3
    assert info["build_files"] == ["pyproject.toml"]
    assert info["instructions"] == ["AGENTS.md"]
    assert info["git"]["branch"] == "main"
    assert info["git"]["dirty"] == 2
    assert "pytest" in info["test_command"]


def test_a_folder_that_is_no_repository(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "a.txt").write_text("x")
    call = Caller(folder)
    assert call("list_files")["files"] == ["a.txt"]
    assert call("repo_info")["git"] is None
    for name in ("git_status", "git_diff", "git_log"):
        kind, value = call.error(name)
        assert kind == "Unsupported"
        assert "no git repository" in value["error"]


def test_a_repository_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "trunk")
    (tmp_path / "a.py").write_text("x")
    call = Caller(tmp_path)
    assert call("git_status")["branch"] == "trunk"
    assert call("repo_info")["git"]["head"] is None
    assert call.error("git_log")[0] == "NotFound"


def test_a_submodule_is_named(repo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    git(other, "commit", "-q", "--allow-empty", "-m", "x")
    git(repo, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "libs/other")
    assert Caller(repo)("repo_info")["git"]["submodules"] == ["libs/other"]
    assert Caller(repo)("git_status")["changes"]
