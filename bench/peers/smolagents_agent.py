"""Plain smolagents on one task: its CodeAgent with four plain tools, nothing of agent-runtime."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from smolagents import CodeAgent, OpenAIModel, tool


@tool  # type: ignore[untyped-decorator]
def list_files() -> str:
    """List the files of the repository, one path a line."""
    return subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=False).stdout


@tool  # type: ignore[untyped-decorator]
def read_file(path: str) -> str:
    """Read a text file.

    Args:
        path: its path in the repository
    """
    return Path(path).read_text(encoding="utf-8")


@tool  # type: ignore[untyped-decorator]
def write_file(path: str, content: str) -> str:
    """Write a text file, in place of what was there.

    Args:
        path: its path in the repository
        content: the whole new text
    """
    Path(path).write_text(content, encoding="utf-8")
    return "written"


@tool  # type: ignore[untyped-decorator]
def run_command(command: str) -> str:
    """Run a shell command in the repository and return its exit code and output.

    Args:
        command: for sh
    """
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120, check=False)
    return f"exit code {done.returncode}\n{done.stdout}{done.stderr}"


def main() -> int:
    """Do the task of a prompt file with a model at OPENAI_BASE_URL."""
    name, prompt_file = sys.argv[1:]
    model = OpenAIModel(name, api_base=os.environ["OPENAI_BASE_URL"], api_key=os.environ["OPENAI_API_KEY"])
    agent = CodeAgent([list_files, read_file, write_file, run_command], model, max_steps=20)
    print(f"\nANSWER: {agent.run(Path(prompt_file).read_text(encoding='utf-8'))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
