"""What all tests share: folders of their own, and no network but this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs
import pytest

REAL_DATA_DIR = Path(platformdirs.user_data_dir("agent-runtime"))
"""Where the real embedded model lives; only tests marked `model` use it."""

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

# A runner started in the background ignores SIGINT, and so would every process that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """State, configuration and data of each test are its own, and the developer's settings do not reach it."""
    from agent_runtime.config import Settings

    base = tmp_path_factory.mktemp("xdg")
    for name in ("STATE", "CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(base / name.lower()))
    for name in (*Settings.model_fields, "ollama_host", "hf_endpoint", "openai_api_key"):
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("PHOENIX_ENDPOINT", "http://127.0.0.1:9/v1/traces")  # nobody listens there


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that leaves this machine fails the test that makes it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            if not (host.startswith("127.") or host in ("::1", "localhost")):
                raise AssertionError(f"a test connects to {address!r}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A small git repository with two commits."""
    root = tmp_path / "repo"
    (root / "pkg").mkdir(parents=True)
    (root / "pkg" / "__init__.py").write_text("")
    (root / "pkg" / "greet.py").write_text('def greet(name):\n    return "Hello, " + name\n')
    (root / "README.md").write_text("# Example\n")
    (root / "main.py").write_text("from pkg.greet import greet\n\nprint(greet('you'))\n")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    (root / ".gitignore").write_text("*.log\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "ignore logs")
    return root


def git(root: Path, *arguments: str) -> str:
    """Run git without the developer's configuration."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip
    done = subprocess.run(["git", *arguments], cwd=root, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def no_sleep() -> tuple[list[float], Callable[[float], None]]:
    """Waits, noted instead of waited."""
    waits: list[float] = []
    return waits, waits.append
