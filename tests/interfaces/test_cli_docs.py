"""docs/cli.md and completion, held to the command tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from agent_runtime.interfaces.cli import LAZY, command_tree
from agent_runtime.interfaces.cli_completion import candidates
from agent_runtime.interfaces.cli_docs import document
from tests.interfaces.terminal import ROOT

MEANINGS = {name: text for name, (_, text) in LAZY.items()}


def complete(*words: str) -> list[str]:
    return [value for value, _ in candidates(list(words), MEANINGS, lambda name: command_tree([name]).commands[name])]


def test_the_page_is_what_the_commands_are() -> None:
    assert (ROOT / "docs" / "cli.md").read_text() == document(), "run `make docs`"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("rep",), ["replay"]),
        (("run", "--max-s"), ["--max-steps"]),
        (("--max-s",), ["--max-steps"]),
        (("run", "--mode", "a"), ["ask", "auto-edit", "auto"]),
        (("run", "-o", "s"), ["stream-json"]),
        (("policy", "check-"), ["check-path"]),
        (("policy", "check", "--ba"), ["--batch"]),
        (("trace", "show", "la"), ["last"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
        (("run", "a task"), []),
        (("nothing", "--cd"), ["--cd"]),
        (("models", "--he"), ["--help"]),
        (("run", "-m", "embedded/qwen2.5-coder-1"), ["embedded/qwen2.5-coder-1.5b"]),
    ],
)
def test_candidates(words: tuple[str, ...], wanted: list[str]) -> None:
    assert complete(*words) == wanted


@pytest.fixture
def shell_environment(tmp_path: Path) -> dict[str, str]:
    """A home of its own, and `agent-runtime` on the path."""
    program = tmp_path / "agent-runtime"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m agent_runtime.run "$@"\n')
    program.chmod(0o755)
    kept = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return {**kept, "HOME": str(tmp_path), "ZDOTDIR": str(tmp_path), "TERM": "xterm"}


def test_bash_completes_in_earnest(shell_environment: dict[str, str]) -> None:
    script = (
        'eval "$(agent-runtime completion bash)"; COMP_WORDS=(agent-runtime policy che); COMP_CWORD=2; '
        '_agent_runtime; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", script], env=shell_environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["check", "check-path"]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_completes_in_earnest(shell_environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".zshrc").write_text(
        "autoload -Uz compinit; compinit -u\n"
        'eval "$(agent-runtime completion zsh)"\nPS1="ready> "; LISTMAX=0\nzstyle ":completion:*" list-prompt ""\n'
    )
    child = pexpect.spawn("zsh", ["-i"], env=shell_environment, encoding="utf-8", dimensions=(40, 120), timeout=60)
    child.expect("ready> ")
    child.send("agent-runtime polic\t")
    child.expect("policy")
    child.send("\t")
    child.expect("check-path +-- ")
    child.expect("explain +-- ")
    child.send("\x15agent-runtime run --mode pl\t")
    child.expect("--mode plan")
    child.close(force=True)


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes_in_earnest(shell_environment: dict[str, str], tmp_path: Path) -> None:
    script = subprocess.run(
        ["agent-runtime", "completion", "fish"], env=shell_environment, capture_output=True, text=True, check=True
    ).stdout
    (tmp_path / "given.txt").write_text("")
    ask = (
        "complete -C 'agent-runtime policy che'; complete -C 'agent-runtime run '; complete -C 'agent-runtime run giv'"
    )
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"{script}\n{ask}"], env=shell_environment, capture_output=True, text=True,
        check=True, cwd=tmp_path,
    )  # fmt: skip
    names = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert names[:2] == ["check", "check-path"]
    assert "given.txt" in names[2:]  # a task may name files
