"""The search over candidate edits, as a tool of the model."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from agent_runtime.errors import NotFound, Unsupported
from agent_runtime.tools.patch import ProposeTool
from agent_runtime.tools.proposals import FileChange
from agent_runtime.types import JsonValue


class SearchFix(ProposeTool):
    """Try several edits against the failing check in copies; propose the first that passes.

    The check is the one that the run is judged by. No file changes until the patch is applied.
    """

    name = "search_fix"

    def forward(
        self, task: Annotated[str, Field(min_length=3, max_length=4000, description="what is wrong, and where")]
    ) -> JsonValue:
        """
        Returns:
            {"patch_id", "files", "added", "removed", "next"}
        """
        find = self.context.searcher.find
        if find is None:
            raise Unsupported("Nothing can be searched here.", recovery="Change the file with propose_patch.")
        found = find(task)
        if isinstance(found, str):
            raise NotFound(
                f"No edit was found: {found}", recovery="Look at the code with read_file, then use propose_patch."
            )
        changes = []
        for path, text in sorted(found.items()):
            target = self.context.paths.resolve(path, "write")
            before = target.read_bytes() if target.exists() else None
            changes.append(FileChange(path, before, None if text is None else text.encode()))
        return self.propose(changes, ["the check passes with it"])
