"""Completion at the prompt: slash commands with their arguments, and files behind `@`."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, FuzzyCompleter, WordCompleter
from prompt_toolkit.document import Document

MAX_FILES = 50_000
_FRESH_S = 5.0
_MENTION = re.compile(r"(?:^|\s)@([^\s@]*)$")


@dataclass(frozen=True, slots=True)
class Choice:
    """A slash command as it is completed."""

    name: str
    meaning: str
    arguments: Callable[[], Sequence[str]]


class ReplCompleter(Completer):
    """`/comm` and its arguments, `@path` anywhere, `!./path`."""

    def __init__(self, workspace: Path, commands: Callable[[], Sequence[Choice]]) -> None:
        self._workspace = workspace
        self._commands = commands
        self._files: list[str] = []
        self._read_at = -_FRESH_S

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        before = document.text_before_cursor
        mention = _MENTION.search(before)
        if mention is not None:
            part = mention[1]
            files = FuzzyCompleter(WordCompleter(self.files(), WORD=True), WORD=True)
            yield from files.get_completions(Document(part, len(part)), complete_event)
        elif before.startswith("/") and "\n" not in before:
            yield from self._slash(before, complete_event)

    def _slash(self, before: str, event: CompleteEvent) -> Iterable[Completion]:
        name, space, rest = before.partition(" ")
        for known in self._commands():
            if not space and known.name.startswith(name):
                yield Completion(known.name, start_position=-len(name), display_meta=known.meaning)
            elif space and known.name == name and " " not in rest:
                for choice in known.arguments():
                    if choice.startswith(rest):
                        yield Completion(choice, start_position=-len(rest))

    def files(self) -> list[str]:
        """The workspace's files by ripgrep, which honours .gitignore; looked at again after some seconds."""
        if time.monotonic() - self._read_at > _FRESH_S:
            self._files = list_files(self._workspace)
            self._read_at = time.monotonic()
        return self._files


def completes_by_itself(document: Document) -> bool:
    """Whether completions are shown while typing: behind `/` at the beginning, and behind `@`."""
    before = document.text_before_cursor
    return (before.startswith("/") and "\n" not in before) or _MENTION.search(before) is not None


def list_files(workspace: Path) -> list[str]:
    """Up to `MAX_FILES` files that .gitignore does not leave out, relative to the workspace, sorted."""
    from agent_runtime.tools.search import find_rg

    try:
        done = subprocess.run(
            [find_rg() or "rg", "--files", "--hidden", "--glob", "!.git", "--no-messages"],
            cwd=workspace, capture_output=True, text=True, errors="surrogateescape", timeout=10, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = (line for line in done.stdout.split("\n") if line and line.isprintable())
    return sorted(lines)[:MAX_FILES]
