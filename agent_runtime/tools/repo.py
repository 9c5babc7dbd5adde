"""What kind of repository this is."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath

from agent_runtime.errors import ToolError
from agent_runtime.tools.base import GatedTool, ToolContext
from agent_runtime.tools.git import git, parse_status
from agent_runtime.tools.search import run_rg
from agent_runtime.tools.testing import find_test_command
from agent_runtime.types import Effect, JsonValue

LANGUAGES = {
    ending: name
    for name, endings in {
        "Python": ".py .pyi",
        "JavaScript": ".js .mjs .cjs .jsx",
        "TypeScript": ".ts .tsx .mts",
        "Go": ".go",
        "Rust": ".rs",
        "Java": ".java",
        "Kotlin": ".kt .kts",
        "Scala": ".scala",
        "C": ".c .h",
        "C++": ".cc .cpp .cxx .hpp .hh",
        "C#": ".cs",
        "Ruby": ".rb",
        "PHP": ".php",
        "Swift": ".swift",
        "Shell": ".sh .bash",
        "SQL": ".sql",
        "HTML": ".html",
        "CSS": ".css .scss",
        "Markdown": ".md",
        "reStructuredText": ".rst",
        "Lua": ".lua",
        "Elixir": ".ex .exs",
        "Haskell": ".hs",
        "OCaml": ".ml",
        "Zig": ".zig",
        "Julia": ".jl",
        "R": ".r",
        "Perl": ".pl",
        "Vue": ".vue",
        "Svelte": ".svelte",
        "Terraform": ".tf",
        "Dart": ".dart",
    }.items()
    for ending in endings.split()
}
BUILD_FILES = frozenset(
    """pyproject.toml setup.py setup.cfg requirements.txt tox.ini noxfile.py pytest.ini package.json tsconfig.json
    deno.json go.mod Cargo.toml pom.xml build.gradle build.gradle.kts Makefile CMakeLists.txt meson.build configure.ac
    Gemfile composer.json mix.exs Dockerfile docker-compose.yml justfile Taskfile.yml BUILD.bazel""".split()
)
INSTRUCTIONS = ("AGENTS.md", "CLAUDE.md", ".github/copilot-instructions.md", "CONTRIBUTING.md")


class RepoInfo(GatedTool):
    """Name, git state, languages by file count, build files and test command of the repository."""

    name = "repo_info"
    effect = Effect.READ

    def forward(self) -> JsonValue:
        files = all_files(self.context)
        languages = Counter(LANGUAGES.get(PurePosixPath(name).suffix.lower(), "") for name in files)
        del languages[""]
        top = [name for name in files if PurePosixPath(name).name in BUILD_FILES]
        info: dict[str, JsonValue] = {
            "name": self.context.workspace.name,
            "files": len(files),
            "languages": dict(languages.most_common(8)),
            "build_files": list(sorted(top, key=lambda name: (name.count("/"), name))[:12]),
            "test_command": find_test_command(self.context.workspace),
            "git": _git_state(self.context),
        }
        if instructions := [name for name in INSTRUCTIONS if name in files]:
            info["instructions"] = list(instructions)
        return info


def all_files(context: ToolContext) -> list[str]:
    """Every file that is not ignored, relative and sorted."""
    raw = b"\n".join(run_rg(context, ["--files", "--null", "--sort", "path"]))
    return [name.decode("utf-8", errors="replace") for name in raw.split(b"\0") if name]


def _git_state(context: ToolContext) -> JsonValue:
    try:
        status = parse_status(git(context, ["status", "--porcelain=v2", "--branch", "-z"]))
    except ToolError:
        return None
    changes = status["changes"]
    assert isinstance(changes, list)
    state: dict[str, JsonValue] = {"branch": status["branch"], "head": status.get("head"), "dirty": len(changes)}
    return state | _git_configuration(context)


def _git_configuration(context: ToolContext) -> dict[str, JsonValue]:
    """Remotes and submodules, read by GitPython from the repository's files; no program is started."""
    from git import GitError, Repo

    try:
        with Repo(context.workspace, search_parent_directories=True) as repository:
            remotes = sorted(remote.name for remote in repository.remotes)
            submodules = sorted(str(module.path) for module in repository.submodules)
    except (GitError, OSError, ValueError, KeyError):
        return {}
    found: dict[str, JsonValue] = {"remotes": list(remotes)} if remotes else {}
    return found | ({"submodules": list(submodules)} if submodules else {})
