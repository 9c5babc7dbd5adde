"""docs/cli.md and completion, held to the command tree."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
    ],
)
def test_candidates(words: tuple[str, ...], wanted: list[str]) -> None:
    assert complete(*words) == wanted


def test_bash_completes_in_earnest(tmp_path: Path) -> None:
    program = tmp_path / "agent-runtime"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m agent_runtime.run "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(agent-runtime completion bash)"; COMP_WORDS=(agent-runtime policy che); COMP_CWORD=2; '
        '_agent_runtime; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["check", "check-path"]
