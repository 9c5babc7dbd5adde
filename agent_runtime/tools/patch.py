"""The tools that propose, show, apply and discard changes of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from agent_runtime.errors import EditFailed, RecordsError
from agent_runtime.records.atomic import Change, commit
from agent_runtime.records.tree import Entry, Tree
from agent_runtime.tools.base import GatedTool, ToolContext
from agent_runtime.tools.blocks import parse_blocks
from agent_runtime.tools.diffs import parse_diff
from agent_runtime.tools.edit import Edited, replace_lines, replace_span, replace_text
from agent_runtime.tools.planning import Planner
from agent_runtime.tools.proposals import ONLY_PARTS, FileChange, PatchProposal, ProposalStore, rebase
from agent_runtime.tools.symbols import definition_start, find_symbol
from agent_runtime.tools.textfile import TextFile
from agent_runtime.types import Effect, JsonValue

_HARMLESS = re.compile(r"repaired: (?!.* taken as )[^:]*|only parts [\d, ]+")
"""Notes that leave no doubt about the place: the framing of the diff was mended, or a person chose. A note on a place
begins with the file's name and a colon, whatever the file is called."""

PathText = Annotated[str, Field(min_length=1, description="file in the workspace")]
PatchId = Annotated[str, Field(min_length=1, max_length=20, description="id that a propose tool returned")]
AllowBroken = Annotated[bool, Field(description="accept a syntax error in the result")]


class _PatchTool(GatedTool):
    """What all patch tools share: the store of the run, and the planner of file changes."""

    def __init__(self, context: ToolContext) -> None:
        super().__init__(context)
        self.store = ProposalStore(context.run_dir)
        self.planner = Planner(context, self.store)


class ProposeTool(_PatchTool):
    effect = Effect.PROPOSE

    def propose(self, files: Sequence[FileChange], notes: Sequence[str]) -> JsonValue:
        """Keep the changes and answer with the id and what comes next."""
        changed = [
            file for file in files if (file.before, file.before_mode) != (file.after, file.after_mode) or file.new_path
        ]
        if not changed:
            text = "; ".join(notes) or "nothing would change"
            return {"patch_id": None, "changed": False, "note": f"No patch was made: {text}."}
        for file in changed:
            self.planner.succeeded(file.path)
        proposal = self.store.add(changed, notes)
        answer: dict[str, JsonValue] = {
            "patch_id": proposal.id,
            "files": list(proposal.paths),
            "added": proposal.added,
            "removed": proposal.removed,
            "next": f"apply_patch({proposal.id!r})",
        }
        if notes:
            answer["note"] = "; ".join(notes[:4])
        return answer


class ProposePatchUnified(ProposeTool):
    """Propose a change written as a unified diff.

    Nothing is written until `apply_patch`. Line numbers and counts may be wrong; the lines themselves must be
    copied exactly. One diff may change several files. SEARCH/REPLACE blocks, each after a line with the path, are
    taken as well.
    """

    name = "propose_patch_unified"
    long_arguments: ClassVar[tuple[str, ...]] = ("diff",)

    def forward(
        self,
        diff: Annotated[str, Field(min_length=1, description="'--- a/PATH', '+++ b/PATH', '@@' and lines")],
        allow_broken: AllowBroken = False,
    ) -> JsonValue:
        blocks = parse_blocks(diff)
        files, repairs = (blocks, []) if blocks is not None else parse_diff(diff)
        notes = [f"repaired: {', '.join(repairs)}"] if repairs else []
        changes, more = self.planner.from_diffs(files, allow_broken=allow_broken)
        return self.propose(changes, [*notes, *more])


class ProposePatch(ProposeTool):
    """Propose replacing text `old` by `new` in a file; `symbol` replaces a whole function.

    Nothing is written until `apply_patch`. With `old` empty and a new path the file is created; `symbol` names
    a function, method (`Class.method`) or class to be replaced by `new` as a whole; `rename_to` renames the
    file; `delete=True` deletes it.
    """

    name = "propose_patch"
    path_arguments: ClassVar[tuple[str, ...]] = ("path", "rename_to")
    long_arguments: ClassVar[tuple[str, ...]] = ("old", "new")

    def forward(
        self,
        path: PathText,
        old: Annotated[str, Field(description="lines to replace, copied exactly")] = "",
        new: Annotated[str, Field(description="what stands there afterwards")] = "",
        symbol: Annotated[str, Field(description="function or class to replace by new")] = "",
        rename_to: Annotated[str, Field(description="new path of the file")] = "",
        delete: Annotated[bool, Field(description="delete the file")] = False,
        allow_broken: AllowBroken = False,
    ) -> JsonValue:
        if delete:
            if old or new or symbol or rename_to:
                raise EditFailed("delete=True takes only path.", recovery=f"Call propose_patch({path!r}, delete=True).")
            return self.propose([self.planner.delete(path)], [])
        if not old and not symbol:
            if rename_to and not new:
                return self.propose([self.planner.change(path, None, "diff", rename_to=rename_to)[0]], [])
            return self._create(path, new)
        if symbol and old:
            raise EditFailed("Give old or symbol, not both.", recovery="Leave old out to replace the whole symbol.")
        edit: Callable[[TextFile, str], Edited]
        if symbol:
            kind: Literal["symbol", "diff"] = "symbol"

            def edit(file: TextFile, name: str) -> Edited:
                start, end = find_symbol(name, "".join(file.lines), symbol)
                start = definition_start(name, file.lines, start, end, new, symbol)
                return replace_span(file, start, end, new, name)
        else:
            kind = "diff"

            def edit(file: TextFile, name: str) -> Edited:
                return replace_text(file, old, new, name)

        change, notes = self.planner.change(path, edit, kind, rename_to=rename_to, allow_broken=allow_broken)
        return self.propose([change], notes)

    def _create(self, path: str, content: str) -> JsonValue:
        relative = self.planner.relative(path)
        if self.planner.read(relative) is not None:
            raise EditFailed(
                f"{relative} exists, and old is empty.",
                recovery="Give the lines to replace in old, or use write_file for the whole file.",
            )
        return self.propose([self.planner.whole_file(path, content)], [])


class EditLines(ProposeTool):
    """Propose replacing lines start..end of a file by `new`; `expected` is what they are now.

    Nothing is written until `apply_patch`. Lines count from 1. With end = start - 1, `new` is inserted before
    line start and `expected` is empty.
    """

    name = "edit_lines"
    path_arguments: ClassVar[tuple[str, ...]] = ("path",)
    long_arguments: ClassVar[tuple[str, ...]] = ("new", "expected")

    def forward(
        self,
        path: PathText,
        start: Annotated[int, Field(ge=1, description="first line")],
        end: Annotated[int, Field(ge=0, description="last line, included")],
        new: Annotated[str, Field(description="the lines instead")],
        expected: Annotated[str, Field(description="the lines as they are now")],
        allow_broken: AllowBroken = False,
    ) -> JsonValue:
        def edit(file: TextFile, name: str) -> Edited:
            return replace_lines(file, start, end, new, expected, name)

        change, notes = self.planner.change(path, edit, "lines", allow_broken=allow_broken)
        return self.propose([change], notes)


class WriteFile(ProposeTool):
    """Propose a new file, or the whole new content of a small one.

    Nothing is written until `apply_patch`. A longer file must be changed in parts.
    """

    name = "write_file"
    path_arguments: ClassVar[tuple[str, ...]] = ("path",)
    long_arguments: ClassVar[tuple[str, ...]] = ("content",)

    def forward(
        self,
        path: PathText,
        content: Annotated[str, Field(description="the whole content")],
        allow_broken: AllowBroken = False,
    ) -> JsonValue:
        return self.propose([self.planner.whole_file(path, content, allow_broken=allow_broken)], [])


class ShowPatch(_PatchTool):
    """Show a proposed patch as a diff."""

    name = "show_patch"
    effect = Effect.READ

    def forward(self, patch_id: PatchId) -> JsonValue:
        proposal = self.store.get(patch_id)
        return {"patch_id": proposal.id, "state": proposal.state, "diff": proposal.diff}


class ListPatches(_PatchTool):
    """List the proposed patches of this run."""

    name = "list_patches"
    effect = Effect.READ

    def forward(self) -> JsonValue:
        return {
            "patches": [
                {
                    "patch_id": item.id,
                    "state": item.state,
                    "files": list(item.paths),
                    "added": item.added,
                    "removed": item.removed,
                }
                for item in self.store.all()
            ]
        }


class DiscardPatch(_PatchTool):
    """Throw a proposed patch away; no file changes."""

    name = "discard_patch"
    effect = Effect.PROPOSE

    def forward(self, patch_id: PatchId) -> JsonValue:
        proposal = self.store.get(patch_id)
        if proposal.state == "applied":
            raise EditFailed(
                f"{proposal.id} is applied already; it cannot be discarded.",
                recovery="Propose a patch that changes the files back.",
            )
        self.store.set_state(proposal.id, "discarded")
        return {"discarded": proposal.id}


class ApplyPatch(_PatchTool):
    """Apply a proposed patch to the files.

    All files of the patch change together, or none. A file that changed since the proposal is refused.
    """

    name = "apply_patch"
    effect = Effect.MUTATE

    def forward(self, patch_id: PatchId) -> JsonValue:
        proposal = self._ready(patch_id)
        changes = [change for file in proposal.files for change in _changes(file)]
        tree = Tree(self.context.paths.root)
        try:
            commit(tree, changes, self.context.run_dir / "checkpoints" / "journal")
        except RecordsError as error:
            raise EditFailed(
                f"Nothing was changed: {error.message}", recovery="Read the files and propose again."
            ) from error
        self.store.set_state(proposal.id, "applied")
        for change in changes:
            if change.after is None:
                self.context.reads.forget(change.path)
            else:
                self.context.reads.note(change.path, change.after.data)
        answer: dict[str, JsonValue] = {
            "applied": proposal.id,
            "files": list(proposal.paths),
            "added": proposal.added,
            "removed": proposal.removed,
        }
        if chosen := [note for note in proposal.notes if note.startswith(ONLY_PARTS)]:
            answer["note"] = f"The user took {chosen[-1]} of the patch; the rest was left out."
        return answer

    def touched_paths(self, arguments: Mapping[str, Any]) -> tuple[str, ...]:
        return self.store.get(str(arguments["patch_id"])).paths

    def preview(self, arguments: Mapping[str, Any]) -> str:
        proposal = self._ready(str(arguments["patch_id"]))
        notes = "".join(f"# {note}\n" for note in proposal.notes)
        return notes + proposal.diff

    def hunks(self, arguments: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        return tuple((hunk.id, hunk.text) for hunk in self.store.get(str(arguments["patch_id"])).hunks)

    def choose(self, arguments: Mapping[str, Any], hunks: Sequence[str]) -> dict[str, Any]:
        patch_id = str(arguments["patch_id"])
        if {hunk.id for hunk in self.store.get(patch_id).hunks} == set(hunks):
            return dict(arguments)
        return {**arguments, "patch_id": self.reduce(patch_id, tuple(dict.fromkeys(hunks))).id}

    def doubt(self, arguments: Mapping[str, Any]) -> str | None:
        proposal = self._ready(str(arguments["patch_id"]))
        doubtful = [note for note in proposal.notes if not _HARMLESS.fullmatch(note)]
        return "; ".join(doubtful[:4]) or None

    def reduce(self, patch_id: str, hunk_ids: Sequence[str]) -> PatchProposal:
        """A new proposal with only these hunks, for an approver who takes some; the old one is discarded.

        Raises:
            NotFound, EditFailed: no such patch or hunk.
        """
        chosen = self.store.get(patch_id).select_hunks(hunk_ids)
        reduced = self.store.add(chosen.files, chosen.notes)
        self.store.set_state(chosen.id, "discarded")
        return reduced

    def _ready(self, patch_id: str) -> PatchProposal:
        """The proposal, on the files as they are now.

        Raises:
            NotFound, EditFailed: it is applied or discarded already, or a file has changed since.
        """
        proposal = self.store.get(patch_id)
        if proposal.state != "open":
            raise EditFailed(f"{proposal.id} is {proposal.state} already.", recovery="Go on, or propose another patch.")
        files = tuple(self._current(file, proposal.id) for file in proposal.files)
        return PatchProposal(proposal.id, files, proposal.notes, proposal.state)

    def _current(self, file: FileChange, patch_id: str) -> FileChange:
        for path in file.paths:
            self.planner.relative(path)  # the path is judged again: a folder may have become a link
        if file.new_path and self.planner.read(file.new_path) is not None:
            raise EditFailed(f"{file.new_path} exists now.", recovery="Choose another name.")
        found = self.planner.read(file.path)
        data, mode = found if found is not None else (None, None)
        if data == file.before:
            # The bytes are the same; a mode changed since is kept.
            after_mode = mode if file.after_mode == file.before_mode else file.after_mode
            return FileChange(file.path, data, file.after, mode, after_mode, file.new_path)
        ours = data is not None and self.context.reads.knows(file.path, data)
        rebased = rebase(file, data) if ours and data is not None and file.kind in ("modify", "rename") else None
        if rebased is None:
            raise EditFailed(
                f"{file.path} was changed since {patch_id} was proposed; nothing is applied.",
                recovery=f"Read {file.path} again and propose the change anew.",
            )
        return rebased


def _changes(file: FileChange) -> list[Change]:
    before = Entry("file", file.before, file.before_mode or 0o644) if file.before is not None else None
    mode = file.after_mode if file.after_mode is not None else file.before_mode
    after = Entry("file", file.after, 0o644 if mode is None else mode) if file.after is not None else None
    if file.new_path:
        return [Change(file.path, before, None), Change(file.new_path, None, after)]
    return [Change(file.path, before, after)]


PATCH_TOOLS: tuple[type[GatedTool], ...] = (
    ProposePatchUnified,
    ProposePatch,
    EditLines,
    WriteFile,
    ShowPatch,
    ApplyPatch,
    ListPatches,
    DiscardPatch,
)
"""All tools of this module, in the order they are shown."""
