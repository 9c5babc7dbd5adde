"""The agent tries to write what governs it, by every tool that can write."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.governance import landlock
from agent_runtime.governance.approval import ScriptedApprover
from agent_runtime.governance.policy import Policy
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.types import ToolCall

OLD = "old\n"
TARGETS = [
    "policy.toml",
    ".env",
    ".git/hooks/pre-commit",
    ".git/config",
    ".agent-runtime/skills/x/SKILL.md",
    "pkg/.git/hooks/post-checkout",
    "settings/agent-runtime/policy.toml",
    "settings/agent-runtime/trust.json",
    "settings/agent-runtime/approvals.json",
    "dotfiles/rules.toml",
    "dotfiles/not-there.json",
]


@pytest.fixture
def governed(repo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the user's settings in it, one file of them by a link; half of the targets are there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(repo / "settings"))
    (repo / "settings/agent-runtime").mkdir(parents=True)
    (repo / "dotfiles").mkdir()
    (repo / "dotfiles/rules.toml").write_text("version = 1\n")
    (repo / "settings/agent-runtime/policy.toml").symlink_to("../../dotfiles/rules.toml")
    (repo / "settings/agent-runtime/models.toml").symlink_to("../../dotfiles/not-there.json")
    for name in (".env", ".git/hooks/pre-commit", "pkg/.git/config"):
        (repo / name).parent.mkdir(parents=True, exist_ok=True)
        (repo / name).write_text(OLD)
    (repo / "source.txt").write_text("evil\n")
    return repo


def seen(root: Path) -> dict[str, bytes | None]:
    return {name: (root / name).read_bytes() if (root / name).exists() else None for name in TARGETS}


def ways(target: str, root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in (target, f"./{target}", f"pkg/../{target}", str(root / target)):
        yield "write_file", {"path": path, "content": "evil\n"}
        yield "propose_patch", {"path": path, "new": "evil\n"}
        yield "propose_patch", {"path": path, "old": "old", "new": "evil"}
        yield "propose_patch", {"path": path, "delete": True}
        yield "propose_patch", {"path": "source.txt", "rename_to": path}
        yield "propose_patch", {"path": path, "rename_to": "moved.txt"}
        yield "edit_lines", {"path": path, "start": 1, "end": 1, "new": "evil", "expected": "old"}
    renamed = "similarity index 100%\nrename from source.txt\nrename to"
    for head in (
        f"--- /dev/null\n+++ b/{target}\n@@ -0,0 +1 @@\n+evil\n",
        f"--- a/{target}\n+++ b/{target}\n@@ -1 +1 @@\n-old\n+evil\n",
        f"diff --git a/source.txt b/{target}\n{renamed} {target}\n",
        f"diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+{target}\n",
    ):
        yield "propose_patch_unified", {"diff": head}
    yield "propose_patch", {"path": target.split("/", maxsplit=1)[0], "rename_to": "moved"}


@pytest.mark.parametrize("target", TARGETS)
def test_no_tool_writes_what_governs_it(governed: Path, target: str) -> None:
    settings = Settings(phoenix_enabled=False, agent_mode="auto")
    session = Session(governed, settings=settings, approver=ScriptedApprover([True] * 99), policy=Policy.load(governed))
    before = seen(governed)
    for name, arguments in ways(target, governed):
        made = session.call(ToolCall("t1", name, arguments))
        if isinstance(made.value, dict) and "patch_id" in made.value:
            session.call(ToolCall("t2", "apply_patch", {"patch_id": made.value["patch_id"]}))
        assert seen(governed) == before, (name, arguments)


COMMANDS = (
    "echo evil > {target}",
    "mkdir -p $(dirname {target}); cp -f source.txt {target}; ln -sf source.txt {target}; ln -f source.txt {target}",
    "rm -f $(dirname {target})/*; ln {target} second; echo evil > second",
    "rm -rf {top}; mkdir -p $(dirname {target}); echo evil > {target}",
    "mv $(dirname {target}) aside; mkdir -p $(dirname {target}); echo evil > {target}",
    "mv {top} aside2; mkdir -p $(dirname {target}); echo evil > {target}",
)


@pytest.mark.parametrize("backend", ["bubblewrap", "landlock"])
@pytest.mark.parametrize("target", TARGETS)
def test_no_command_writes_what_governs_it(governed: Path, backend: str, target: str) -> None:
    if backend == "landlock" and (problem := landlock.problem()):
        pytest.skip(problem)
    sandbox = Sandbox.probe(governed, environment=dict(os.environ), backend=backend)  # type: ignore[arg-type]
    before = seen(governed)
    for command in COMMANDS:
        sandbox.run(command.format(target=target, top=target.split("/")[0]), cwd=governed, profile="approved")
        after = seen(governed)
        assert b"evil\n" not in after.values(), command
        # A folder that is not the agent's own may be moved or removed with what is protected in it.
        assert all(name.startswith("pkg/") for name in TARGETS if before[name] != after[name]), command


def test_git_data_under_another_name_is_protected(repo: Path) -> None:
    (repo / ".git").rename(repo / "data")
    (repo / ".git").write_text("gitdir: data\n")
    (repo / "data/hooks").mkdir(exist_ok=True)
    policy = Policy.load(repo)
    assert policy.decide_path("write", "data/hooks/pre-commit").verdict == "deny"
    assert policy.decide_path("read", "data/config").verdict == "allow"
    config = (repo / "data/config").read_bytes()
    sandbox = Sandbox.probe(repo)
    sandbox.run("echo evil >> data/config; echo evil > data/hooks/x; mv data d", cwd=repo, profile="test")
    assert (repo / "data/config").read_bytes() == config
    assert not (repo / "data/hooks/x").exists()
    (repo / "main.py").write_text("print('new')\n")
    git = "git -c user.name=a -c user.email=a@example.org commit -qam second"
    committed = sandbox.run(git, cwd=repo, profile="approved", write_git=True)
    assert committed.exit_code == 0, committed.output
    shutil.rmtree(repo / "data")


def test_the_agents_settings_are_no_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from agent_runtime.errors import SandboxError

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "agent-runtime" / "sub"
    folder.mkdir(parents=True)
    for workspace in (folder, folder.parent):
        with pytest.raises(SandboxError, match="settings"):
            Sandbox.probe(workspace)
