"""Reading git. A repository's own configuration can name programs, so git runs in the read sandbox."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field

from agent_runtime.errors import InvalidArguments, NotFound, ToolTimeout, Unsupported
from agent_runtime.governance.sandbox import CommandLimits
from agent_runtime.tools.base import GatedTool, ToolContext
from agent_runtime.types import Effect, JsonValue

TIMEOUT_S = 30.0
SETTINGS = (
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.pager=cat",
    "-c", "core.quotePath=false",
    "-c", "diff.external=",
    "-c", "color.ui=false",
    "-c", "safe.directory=*",
    "--no-optional-locks",
    "--literal-pathspecs",
)  # fmt: skip
_REVISION = re.compile(r"[A-Za-z0-9_./@{}^~:+-]{1,200}")


def git(context: ToolContext, arguments: Sequence[str]) -> str:
    """Output of a git command with fixed settings, in the read sandbox.

    Raises:
        Unsupported: no repository, or git is missing. NotFound: unknown revision or path. ToolTimeout
    """
    result = context.sandbox.run(
        ["git", *SETTINGS, *arguments],
        cwd=context.workspace,
        profile="read",
        limits=CommandLimits(timeout_s=TIMEOUT_S),
    )
    if result.exit_code == 0:
        return result.output
    if result.timed_out:
        raise ToolTimeout(f"git {arguments[0]} ran longer than {TIMEOUT_S:g} s.", recovery="Narrow it with path.")
    message = result.output.strip()
    if "not a git repository" in message.lower():
        raise Unsupported("This folder is no git repository.", recovery="Use list_files and read_file instead.")
    if "unknown revision" in message or "bad revision" in message or "ambiguous argument" in message:
        raise NotFound(
            f"git does not know this: {_last(message)}.", recovery="git_log() shows the revisions there are."
        )
    if "does not have any commits yet" in message:
        raise NotFound("The repository has no commits yet.", recovery="git_status() shows its files.")
    raise Unsupported(f"git {arguments[0]} failed: {_last(message)}.", recovery="Try git_status().")


def host_git(
    workspace: Path, arguments: Sequence[str], timeout_s: float | None = None
) -> subprocess.CompletedProcess[str]:
    """git outside the sandbox, for us and not for the model: fixed settings, no variables of the user's.

    Raises:
        OSError, subprocess.TimeoutExpired
    """
    return subprocess.run(
        ["git", *SETTINGS, *arguments],
        cwd=workspace,
        env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "HOME": os.devnull},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout_s,
        check=False,
    )


def head_of(workspace: Path) -> tuple[str | None, str | None]:
    """Branch and commit of the repository around `workspace`; `None` where there is none."""
    done = host_git(workspace, ["rev-parse", "HEAD", "--abbrev-ref", "HEAD"])
    lines = done.stdout.split()
    if done.returncode != 0 or len(lines) != 2:
        return None, None
    return (None if lines[1] == "HEAD" else lines[1]), lines[0]


def check_revision(revision: str) -> str:
    """A revision that git cannot take for an option.

    Raises:
        InvalidArguments
    """
    if revision.startswith("-") or not _REVISION.fullmatch(revision):
        raise InvalidArguments(f"{revision!r} is no revision.", recovery="Use e.g. 'HEAD~1', 'main' or 'v1.0..HEAD'.")
    return revision


class GitStatus(GatedTool):
    """Branch and changed files -> {"branch", "clean", "changes": [{"path", "state"}]}."""

    name = "git_status"
    effect = Effect.READ

    def forward(self) -> JsonValue:
        output = git(self.context, ["status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all"])
        return parse_status(output)


class GitDiff(GatedTool):
    """Unstaged, staged, or changes against a revision -> {"diff", "files"}."""

    name = "git_diff"
    effect = Effect.READ
    path_arguments = ("path",)

    def forward(
        self,
        path: Annotated[str | None, Field(description="only this file or folder")] = None,
        staged: bool = False,
        revision: Annotated[str | None, Field(description="compare with it, e.g. 'HEAD~1' or 'main..dev'")] = None,
    ) -> JsonValue:
        arguments = ["diff", "--no-ext-diff", "--no-textconv", "--no-color"]
        arguments += ["--cached"] if staged else []
        arguments += [check_revision(revision)] if revision else []
        if path is not None:
            arguments += ["--", self.context.paths.relative(self.context.paths.resolve(path, "read"))]
        diff = git(self.context, arguments)
        files = re.findall(r"^diff --git a/.+? b/(.+)$", diff, re.MULTILINE)
        result: dict[str, JsonValue] = {"diff": diff, "files": list(files)}
        if not diff:
            result["note"] = (
                "No changes." if staged or revision else "No unstaged changes. staged=True shows staged ones."
            ) + (_missing(self.context, path) if path is not None else "")
        return result


class GitLog(GatedTool):
    """The last commits -> {"commits": [{"hash", "date", "author", "subject"}]}."""

    name = "git_log"
    effect = Effect.READ
    path_arguments = ("path",)

    def forward(
        self,
        limit: Annotated[int, Field(ge=1, le=200)] = 10,
        path: Annotated[str | None, Field(description="only commits that touch it")] = None,
        revision: Annotated[str | None, Field(description="branch, tag or range")] = None,
    ) -> JsonValue:
        arguments = ["log", f"--max-count={limit}", "--no-color", "--no-show-signature"]
        arguments += ["--format=%h%x1f%ad%x1f%an%x1f%s", "--date=short"]
        arguments += [check_revision(revision)] if revision else []
        if path is not None:
            arguments += ["--", self.context.paths.relative(self.context.paths.resolve(path, "read"))]
        commits: list[JsonValue] = []
        for line in git(self.context, arguments).splitlines():
            parts = line.split("\x1f", 3)
            if len(parts) == 4:
                commits.append(dict(zip(("hash", "date", "author", "subject"), parts, strict=True)))
        result: dict[str, JsonValue] = {"commits": commits}
        if not commits and path is not None:
            result["note"] = f"No commit touches {path!r}.{_missing(self.context, path)}"
        return result


def _missing(context: ToolContext, path: str) -> str:
    """A sentence for a path that does not exist."""
    if context.paths.resolve(path, "read").exists():
        return ""
    near = context.paths.nearest(path)
    return " There is no such file." + (f" Did you mean {near[0]!r}?" if near else "")


_STATES = {"M": "modified", "A": "added", "D": "deleted", "R": "renamed", "C": "copied", "T": "type changed"}


def parse_status(output: str) -> dict[str, JsonValue]:
    """`git status --porcelain=v2 --branch -z` as a dict (format: git-status(1), «Porcelain Format Version 2»)."""
    result: dict[str, JsonValue] = {"branch": None, "clean": True}
    changes: list[JsonValue] = []
    fields = iter(output.split("\0"))
    for entry in fields:
        kind, _, rest = entry.partition(" ")
        if kind == "#":
            name, _, value = rest.partition(" ")
            if name == "branch.head":
                result["branch"] = None if value == "(detached)" else value
            elif name == "branch.oid":
                result["head"] = None if value == "(initial)" else value[:12]
            elif name == "branch.ab":
                ahead, behind = (abs(int(number)) for number in value.split())
                result |= {"ahead": ahead, "behind": behind} if ahead or behind else {}
        elif kind in ("1", "2"):
            columns = rest.split(" ", 8 if kind == "2" else 7)
            change = _change(columns[0], columns[-1])
            if kind == "2":
                change["from"] = next(fields, "")
            changes.append(change)
        elif kind == "u":
            changes.append({"path": rest.split(" ", 9)[-1], "state": "conflict"})
        elif kind == "?":
            changes.append({"path": rest, "state": "untracked"})
    result["clean"] = not changes
    result["changes"] = changes
    return result


def _change(codes: str, path: str) -> dict[str, JsonValue]:
    staged, unstaged = codes[0], codes[1]
    change: dict[str, JsonValue] = {
        "path": path,
        "state": _STATES.get(unstaged if unstaged != "." else staged, "changed"),
    }
    if staged != ".":
        change["staged"] = True
    return change


def _last(message: str) -> str:
    lines = [line for line in message.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (fatal or lines or ["unknown error"])[0].removeprefix("fatal: ")[:200]
