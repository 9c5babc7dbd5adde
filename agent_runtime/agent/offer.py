"""The system prompt: how the model acts, and the tools that it is told of."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from agent_runtime.agent import prompts
from agent_runtime.agent.ledger import Told
from agent_runtime.agent.wishes import only_asks
from agent_runtime.config import Settings
from agent_runtime.errors import ConfigError
from agent_runtime.types import ToolSpec

NONE = "none"
MAX_PROMPT_BYTES = 100_000
_CORE = ("list_files", "rg_search", "read_file")
_EDIT = ("propose_patch", "apply_patch")
_BY_NEED: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("git_status", "git_diff", "git_log"),
        r"\bgit\b|commit|branch|\bdiff|histor|blame|\bchange[sd]?\b.*\b(since|last)",
    ),
    (("run_cmd",), r"\brun\b|\bexecute|command|install|build|script|\bmake\b|lint|format|server|benchmark"),
    (("write_file",), r"\b(write|create|add|new|generate|move|split|extract)\b"),
    (("edit_lines",), r"\blines?\b"),
    (("search_fix",), r"\b(fix|repair|mend|solve|correct|fail(s|ed|ing)?|wrong|bug)\b"),
    (("propose_patch_unified",), r"\b(diff|patch)\b|everywhere|\ball (files|places|uses)|renam|refactor"),
    (("show_patch", "list_patches", "discard_patch"), r"\bpatch(es)?\b|proposal"),
    (("repo_info",), r"\b(repo(sitory)?|project|overview|structure|languages?)\b"),
    (("read_file_snippet",), r"\b(snippet|around|occurrences?)\b"),
)
"""What a task must say for these to be described from the start; all others stay one `help()` away."""
_OURS = {*_CORE, *_EDIT, "run_tests", *(name for names, _ in _BY_NEED for name in names)}


def system_prompt(name: str, specs: Sequence[ToolSpec], settings: Settings, workspace: Path, task: str = "") -> Told:
    """The system prompt: the same bytes for the same tools, settings and repository name.

    `AGENT_SYSTEM_PROMPT` names a file that stands in its place ({name} and {tools} in it are filled in), or is `none`.

    Raises:
        ConfigError: that file cannot be read, or AGENT_TOOLS names a tool that there is not.
    """
    described, rest = offered(specs, settings.agent_tools, task)
    tools = tool_lines(described)
    if rest:
        tools += (
            f"\nMore tools; help(NAME) tells how to call them: {', '.join(spec.name for spec in rest if spec.listed)}"
        )
    wanted = settings.agent_system_prompt
    if wanted == NONE:
        return Told(())
    text = prompts.text("system") if wanted is None else _own(wanted, workspace)
    before, found, after = text.replace("{name}", name).partition("{tools}")
    return Told((("system", before), ("tools", tools if found else ""), ("system", after)), separator="")


def check_offer(settings: Settings, workspace: Path, specs: Callable[[], Sequence[ToolSpec]]) -> None:
    """Judge AGENT_SYSTEM_PROMPT and AGENT_TOOLS before a run begins.

    Raises:
        ConfigError: as `system_prompt`.
    """
    if settings.agent_system_prompt is not None or settings.agent_tools not in ("all", "auto"):
        system_prompt("", specs(), settings, workspace)


def offered(specs: Sequence[ToolSpec], wanted: str, task: str) -> tuple[list[ToolSpec], list[ToolSpec]]:
    """The tools that are described, and the others, which are only named. `wanted` is AGENT_TOOLS: `all`, `auto` (what
    the task's words call for; tools of other packages always), or names with commas.

    Raises:
        ConfigError: it names a tool that there is not.
    """
    specs = [spec for spec in specs if spec.listed]
    if wanted == "all":
        return specs, []
    names = _needed(task) if wanted == "auto" else _named(wanted, [spec.name for spec in specs])
    extra = wanted == "auto"

    def described(spec: ToolSpec) -> bool:
        return spec.name in names or (extra and spec.name not in _OURS)

    return [spec for spec in specs if described(spec)], [spec for spec in specs if not described(spec)]


def _needed(task: str) -> set[str]:
    words = task.lower()
    names = {*_CORE}
    if not only_asks(task):
        names |= {*_EDIT, "run_tests"}
    elif re.search(r"\btest|\bpass|\bfail", words):
        names.add("run_tests")
    return names.union(*(group for group, pattern in _BY_NEED if re.search(pattern, words)))


def _named(wanted: str, known: Sequence[str]) -> set[str]:
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, [*known, "all", "auto"], n=3, cutoff=0.5)
            raise ConfigError(
                f"AGENT_TOOLS names {name!r}, which is no tool.",
                remedy=f"Did you mean {', '.join(near)}?" if near else "Names with commas, `all` or `auto`.",
            )
    return set(names)


def _own(wanted: str, workspace: Path) -> str:
    path = workspace / Path(wanted).expanduser()
    try:
        if path.stat().st_size > MAX_PROMPT_BYTES:
            raise ConfigError(f"AGENT_SYSTEM_PROMPT={wanted!r} is larger than {MAX_PROMPT_BYTES} bytes.")
        return path.read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"AGENT_SYSTEM_PROMPT={wanted!r} cannot be read: {error}.",
            remedy="Give a text file, or `none` for no system prompt.",
        ) from error


def tool_lines(specs: Sequence[ToolSpec]) -> str:
    """One line a tool: `read_file(path, start=None): Read a text file.`"""
    return "\n".join(f"{short_signature(spec)}: {summary(spec)}" for spec in specs if spec.listed)


def short_signature(spec: ToolSpec) -> str:
    """The signature without types."""
    parts = [p.name if p.required else f"{p.name}={p.default!r}" for p in spec.parameters]
    return f"{spec.name}({', '.join(parts)})"


def summary(spec: ToolSpec) -> str:
    """The first line of the documentation."""
    return spec.doc.strip().split("\n", 1)[0]
