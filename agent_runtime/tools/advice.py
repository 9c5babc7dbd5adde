"""What a model probably meant: the tool behind another agent's name for it, the command or path behind a slip."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection

from agent_runtime.errors import PathRefused
from agent_runtime.governance.validation import PathGuard

_NAMES = {
    "read_file": ("cat", "open_file", "view", "view_file", "read", "load_file", "get_file", "head", "tail"),
    "list_files": ("ls", "dir", "list_dir", "list_directory", "find_file", "find_files", "glob", "tree", "find"),
    "rg_search": ("grep", "rg", "search", "search_files", "search_code", "ripgrep", "find_in_files"),
    "run_cmd": ("bash", "shell", "sh", "run", "execute", "run_command", "terminal", "exec_command", "system"),
    "run_tests": ("test", "pytest", "run_test", "unittest"),
    "propose_patch": ("edit", "edit_file", "str_replace", "replace", "replace_in_file", "str_replace_editor", "modify"),
    "write_file": ("create_file", "create", "save_file", "write", "write_to_file", "touch"),
    "apply_patch": ("apply", "apply_diff", "submit_patch", "commit_patch"),
    "final_answer": ("answer", "finish", "submit", "done", "complete_task", "attempt_completion"),
}
_MEANT = {other: name for name, others in _NAMES.items() for other in others}
_NO_NAME = re.compile(r"NameError: name '(\w+)' is not defined")
_NO_COMMAND = re.compile(r"(?:line \d+: |sh: \d+: |^)([\w.+-]+): (?:command )?not found", re.MULTILINE)
_NO_FILE = re.compile(
    r"(?:can't open file '([^'\n]+)'"
    r"|^\w[\w.-]*: (?:cannot (?:access|open|stat) )?['\"]?([^:'\"\n]+)['\"]?: No such file"
    r"|file or directory not found: (\S+)|No such file or directory: '([^'\n]+)')",
    re.MULTILINE,
)


def meant_tool(name: str, known: Collection[str]) -> list[str]:
    """The tools that a wrong name may mean, the likeliest first."""
    word = name.lower()
    found = [_MEANT[word]] if _MEANT.get(word) in {*known, "final_answer"} else []
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    return [*found, *(other for other in near if other not in found)][:3]


def name_advice(error: str, known: Collection[str]) -> str:
    """What to call in place of a name that a step's code does not have; empty when nothing is known."""
    unknown = _NO_NAME.search(error)
    meant = _MEANT.get(unknown[1].lower()) if unknown else None
    if unknown is None or meant not in {*known, "final_answer"}:
        return ""
    return f"There is no {unknown[1]}() here: use {meant}(). help({meant}) tells how."


def command_advice(output: str, exit_code: int | None, paths: PathGuard) -> str:
    """What a failed command probably meant: a command of nearly that name, or a path."""
    if not exit_code:
        return ""
    if unknown := _NO_COMMAND.search(output):
        near = difflib.get_close_matches(unknown[1], _commands(unknown[1][0]), n=1, cutoff=0.7)
        return f"There is no command {unknown[1]!r}." + (f" Did you mean {near[0]!r}?" if near else "")
    if missing := _NO_FILE.search(output):
        wanted = next(group for group in missing.groups() if group)
        root = f"{paths.root}{os.sep}"
        wanted = wanted.removeprefix(root)
        try:
            if wanted.startswith(os.sep) or paths.resolve(wanted, "read").exists():
                return ""
        except PathRefused:
            return ""
        near = paths.nearest(wanted)
        return f"There is no {wanted!r}." + (
            f" Did you mean {near[0]!r}?" if near else " list_files() shows all files."
        )
    return ""


def _commands(initial: str) -> list[str]:
    """Programs on the PATH with this first letter."""
    found: set[str] = set()
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        try:
            found.update(entry.name for entry in os.scandir(folder) if entry.name.startswith(initial))
        except OSError:
            continue
    return sorted(found)
