"""All tools by name: ours and those of installed packages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import entry_points

from agent_runtime.errors import ConfigError, NotFound
from agent_runtime.tools.advice import meant_tool
from agent_runtime.tools.base import GatedTool, ToolContext
from agent_runtime.tools.candidates import SearchFix
from agent_runtime.tools.checklist import PlanDone
from agent_runtime.tools.files import ReadFile, ReadFileSnippet
from agent_runtime.tools.git import GitDiff, GitLog, GitStatus
from agent_runtime.tools.patch import (
    ApplyPatch,
    DiscardPatch,
    EditLines,
    ListPatches,
    ProposePatch,
    ProposePatchUnified,
    ShowPatch,
    WriteFile,
)
from agent_runtime.tools.repo import RepoInfo
from agent_runtime.tools.search import ListFiles, RgSearch
from agent_runtime.tools.shell import RunCmd, RunTests

ENTRY_POINTS = "agent_runtime.tools"
BUILT_IN: tuple[type[GatedTool], ...] = (
    RepoInfo, ListFiles, RgSearch, ReadFile, ReadFileSnippet, GitStatus, GitDiff, GitLog,
    ProposePatch, ProposePatchUnified, EditLines, WriteFile, ShowPatch, ApplyPatch, ListPatches, DiscardPatch,
    RunCmd, RunTests, SearchFix, PlanDone,
)  # fmt: skip


class ToolRegistry(Mapping[str, GatedTool]):
    """The tools of one session."""

    def __init__(self, tools: Sequence[GatedTool]) -> None:
        self._tools = {tool.name: tool for tool in tools}

    @classmethod
    def load(cls, context: ToolContext) -> ToolRegistry:
        """Built-in tools and those of the entry point group `agent_runtime.tools`.

        Raises:
            ConfigError: an installed tool cannot be loaded or takes a name that is in use.
        """
        classes: dict[str, type[GatedTool]] = {tool.name: tool for tool in BUILT_IN}
        for point in entry_points(group=ENTRY_POINTS):
            try:
                tool = point.load()
            except (ImportError, AttributeError) as error:
                raise ConfigError(
                    f"The tool {point.name!r} of {point.value!r} cannot be loaded: {error}.",
                    remedy="Update or uninstall that package.",
                ) from error
            if not (isinstance(tool, type) and issubclass(tool, GatedTool)) or tool.name in classes:
                raise ConfigError(
                    f"{point.value!r} is no GatedTool, or its name {getattr(tool, 'name', point.name)!r} is taken.",
                    remedy="Update or uninstall that package.",
                )
            classes[tool.name] = tool
        return cls([tool(context) for tool in classes.values()])

    def find(self, name: str) -> GatedTool:
        """The tool called `name`.

        Raises:
            NotFound: with the nearest names.
        """
        if name in self._tools:
            return self._tools[name]
        near = meant_tool(name, self._tools)
        raise NotFound(
            f"There is no tool {name!r}.",
            recovery=f"Did you mean {near[0]}?" if near else f"Tools: {', '.join(self._tools)}.",
            alternatives=near,
        )

    def __getitem__(self, name: str) -> GatedTool:
        return self._tools[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tools)

    def __len__(self) -> int:
        return len(self._tools)
