"""Turns parsed edits into file changes: reads the files, refuses stale or broken ones, escalates after failures."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from rapidfuzz import fuzz

from agent_runtime.errors import EditFailed, NotFound, ToolError, Unsupported
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.diffs import FileDiff
from agent_runtime.tools.edit import Edited, apply_hunks, refuse_placeholders
from agent_runtime.tools.proposals import FileChange, ProposalStore
from agent_runtime.tools.symbols import definitions
from agent_runtime.tools.syntax import check_syntax, count_errors, language_of, parser_for
from agent_runtime.tools.textfile import MAX_EDIT_BYTES, TextFile, decode

Kind = Literal["diff", "symbol", "lines", "whole"]

MAX_FAILURES = 2
"""Failed diffs of one file, after which whole functions, then the whole file, are asked for."""
MAX_WRITE_LINES = 400
"""Files up to this length may be written as a whole."""
_MAX_LISTED = 20_000


class Planner:
    """Makes `FileChange`s for the propose tools. Reads, never writes, the workspace."""

    def __init__(self, context: ToolContext, store: ProposalStore) -> None:
        self.context = context
        self.store = store

    def relative(self, path: str) -> str:
        """The workspace-relative path a change may touch.

        Raises:
            PathRefused: it leaves the workspace, or is protected.
        """
        return self.context.paths.relative(self.context.paths.resolve(path, "write"))

    def read(self, relative: str) -> tuple[bytes, int] | None:
        """Content and permission bits, `None` when there is no such file."""
        try:
            with self.context.paths.open_read(relative) as stream:
                info = os.fstat(stream.fileno())
                if info.st_size > MAX_EDIT_BYTES:
                    raise Unsupported(
                        f"{relative} has {info.st_size} bytes; files over {MAX_EDIT_BYTES} are not edited.",
                        recovery="Edit it with a command instead.",
                    )
                return stream.read(), stat.S_IMODE(info.st_mode)
        except NotFound:
            return None

    def existing(self, path: str) -> tuple[str, bytes, int]:
        """A file that must be there and unchanged since the model read it.

        Raises:
            NotFound: it is not there; the alternatives name files that are called alike.
            EditFailed: it changed since it was read.
        """
        relative = self.relative(path)
        found = self.read(relative)
        if found is None:
            raise NotFound(
                f"There is no file {relative!r}.",
                recovery="Use one of the paths in alternatives, or write_file for a new file.",
                alternatives=self.similar(relative),
            )
        if self.context.reads.is_stale(relative, found[0]):
            raise EditFailed(
                f"{relative} changed on disk since you read it.", recovery=f"Read {relative} again, then propose again."
            )
        return relative, found[0], found[1]

    def similar(self, relative: str) -> list[str]:
        """Up to five files of the workspace called alike."""
        name = relative.rpartition("/")[2]
        scored = []
        for path in self._listed():
            other = path.rpartition("/")[2]
            score = 200 if other == name else fuzz.ratio(path, relative)
            if score >= 60:
                scored.append((-score, path))
        return [path for _, path in sorted(scored)[:5]]

    def _listed(self) -> Iterator[str]:
        root = self.context.paths.root
        count = 0
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(".") and name not in ("node_modules", "venv")]
            for name in files:
                yield os.path.relpath(os.path.join(folder, name), root)  # noqa: PTH118 - a hot loop
                count += 1
                if count >= _MAX_LISTED:
                    return

    # -- one file --------------------------------------------------------------------------------------

    def change(
        self,
        path: str,
        edit: Callable[[TextFile, str], Edited] | None,
        kind: Kind,
        *,
        rename_to: str = "",
        allow_broken: bool = False,
    ) -> tuple[FileChange, list[str]]:
        """Edit one existing file, and rename it if asked.

        Raises:
            ToolError: as the edit says; failures are counted.
        """
        relative, data, mode = self.existing(path)
        self.check_escalation(relative, kind)
        new_path = self._free(rename_to) if rename_to else None
        if edit is None:
            return FileChange(relative, data, data, mode, mode, new_path), []
        with _Counting(self.store, relative, kind):
            file = decode(data, relative)
            edited = edit(file, relative)
            after = file.encode(list(edited.lines))
            change = FileChange(relative, data, after, mode, mode, new_path)
            notes = [*edited.notes, *self.check_result(change, allow_broken=allow_broken)]
        return change, notes

    def delete(self, path: str) -> FileChange:
        """Remove a file."""
        relative, data, mode = self.existing(path)
        decode(data, relative)
        return FileChange(relative, data, None, mode, None)

    def whole_file(self, path: str, content: str, *, allow_broken: bool = False) -> FileChange:
        """A new file, or all of a small one.

        Raises:
            EditFailed: the file is too long to be written as a whole, changed since it was read, or the result
                has a syntax error.
        """
        relative = self.relative(path)
        if self.read(relative) is None:
            refuse_placeholders(content.split("\n"), (), relative)
            ended = content if not content or content.endswith("\n") else content + "\n"
            change = FileChange(relative, None, TextFile(()).encode([ended]))
        else:
            relative, data, mode = self.existing(path)
            file = decode(data, relative)
            if len(file.lines) > MAX_WRITE_LINES:
                raise EditFailed(
                    f"{relative} has {len(file.lines)} lines; only files up to {MAX_WRITE_LINES} are written whole.",
                    recovery="Use edit_lines, or propose_patch with symbol.",
                )
            refuse_placeholders(content.split("\n"), file.lines, relative)
            lines = content.replace("\r\n", "\n").replace("\n", file.newline) if file.lines else content
            if file.lines and file.ends_with_newline and lines and not lines.endswith(("\n", "\r")):
                lines += file.newline
            change = FileChange(relative, data, file.encode([lines]), mode, mode)
        self.check_result(change, allow_broken=allow_broken)
        return change

    def _free(self, path: str) -> str:
        relative = self.relative(path)
        if self.read(relative) is not None:
            raise EditFailed(f"{relative} exists already.", recovery="Choose another name, or delete it first.")
        return relative

    def check_result(self, change: FileChange, *, allow_broken: bool) -> list[str]:
        """Notes on the result's syntax.

        Raises:
            EditFailed: the change introduces a syntax error and `allow_broken` is not set.
        """
        if change.after is None:
            return []
        if len(change.after) > MAX_EDIT_BYTES:
            raise EditFailed(f"{change.path} would be over {MAX_EDIT_BYTES} bytes.", recovery="Write less.")
        name = change.new_path or change.path
        lines = change.new_lines
        text = "".join(lines)
        problem = check_syntax(name, text)
        if problem is None:
            return []
        if change.before is not None:
            old = "".join(change.old_lines)
            if check_syntax(change.path, old) and count_errors(name, text) <= count_errors(change.path, old):
                return [f"{name} has a syntax error at line {problem.line}, as before: {problem.message}"]
        if allow_broken:
            return [f"{name} will have a syntax error at line {problem.line}: {problem.message}"]
        low = max(problem.line - 3, 0)
        raise EditFailed(
            f"{name} would have a syntax error at line {problem.line}: {problem.message}.",
            recovery="Correct the new lines and propose again (allow_broken=True accepts it).",
            alternatives=[
                f"{low + i + 1}: {line.rstrip()}"[:160] for i, line in enumerate(lines[low : problem.line + 2])
            ],
        )

    # -- diffs -----------------------------------------------------------------------------------------

    def from_diffs(self, diffs: Sequence[FileDiff], *, allow_broken: bool) -> tuple[list[FileChange], list[str]]:
        """The changes of a whole diff, or a refusal of all."""
        changes: list[FileChange] = []
        notes: list[str] = []
        for diff in _merged(diffs):
            change, more = self._from_diff(diff, allow_broken=allow_broken)
            changes.append(change)
            notes.extend(more)
        touched = [path for change in changes for path in change.paths]
        if len(set(touched)) != len(touched):
            raise EditFailed("The diff changes one file in two ways.", recovery="Send one part per file.")
        return changes, notes

    def _from_diff(self, diff: FileDiff, *, allow_broken: bool) -> tuple[FileChange, list[str]]:
        path = diff.old_path if diff.create else self._locate(diff.old_path)
        only_additions = all(line.tag == "+" for hunk in diff.hunks for line in hunk.lines) and bool(diff.hunks)
        missing = self.read(self.relative(path)) is None
        if diff.create or (missing and only_additions and not diff.rename):
            return self._created(diff, path, allow_broken=allow_broken)
        rename_to = ""
        if diff.new_path != diff.old_path and not diff.delete:
            if diff.rename or (not missing and self.read(self.relative(diff.new_path)) is None):
                rename_to = diff.new_path
            elif missing:
                path = diff.new_path
        if diff.delete and not diff.hunks:
            return self.delete(path), []

        def edit(file: TextFile, name: str) -> Edited:
            edited = apply_hunks(file, diff.hunks, name)
            if diff.delete and edited.lines:
                raise EditFailed(
                    f"{name}: the diff deletes the file but does not list all its lines.",
                    recovery=f"Call propose_patch({name!r}, delete=True).",
                )
            return edited

        change, notes = self.change(
            path,
            edit if diff.hunks else None,
            "diff",
            rename_to=rename_to,
            allow_broken=allow_broken or diff.delete,
        )
        if path != diff.old_path:
            notes = [f"{diff.old_path} taken as {path}", *notes]
        if diff.delete:
            change = replace(change, after=None, after_mode=None)
        elif diff.mode is not None:
            executable = bool(diff.mode & 0o100)
            old = change.before_mode or 0o644
            change = replace(change, after_mode=old | (old & 0o444) >> 2 if executable else old & ~0o111)
        if not diff.hunks and not rename_to and change.after_mode == change.before_mode and not diff.delete:
            raise EditFailed(f"The diff has no lines for {change.path}.", recovery="Add a '@@' part with the lines.")
        return change, notes

    def _created(self, diff: FileDiff, path: str, *, allow_broken: bool) -> tuple[FileChange, list[str]]:
        relative = self.relative(path)
        lines = [line for hunk in diff.hunks for line in hunk.new]
        found = self.read(relative)
        refuse_placeholders([line.text for line in lines], (), relative)
        content = TextFile(()).encode([line.text + ("\n" if line.newline else "") for line in lines])
        if found is not None and found[0] and found[0] != content:
            raise EditFailed(
                f"{relative} exists already; the diff would create it.",
                recovery=f"Change it instead: '--- a/{relative}' in place of '--- /dev/null'.",
            )
        mode = 0o755 if diff.mode is not None and diff.mode & 0o100 else None
        if found is None:
            change = FileChange(relative, None, content, None, mode)
        else:
            change = FileChange(relative, found[0], content, found[1], found[1])
        return change, self.check_result(change, allow_broken=allow_broken)

    def _locate(self, path: str) -> str:
        """The path as meant: with or without `a/`, `b/` or the workspace's own name in front."""
        root = self.context.paths.root
        options = [path, *(path[2:] for prefix in ("a/", "b/") if path.startswith(prefix))]
        if path.startswith(root.name + "/"):
            options.append(path[len(root.name) + 1 :])
        options += [f"a/{path}", f"b/{path}"]
        for option in options:
            try:
                if self.read(self.relative(option)) is not None:
                    return option
            except ToolError:
                if option == path:
                    raise
        return path

    # -- escalation ------------------------------------------------------------------------------------

    def succeeded(self, path: str) -> None:
        """An edit of this file was placed: start counting anew."""
        self.store.clear_failures(path)

    def check_escalation(self, path: str, kind: Kind) -> None:
        """After `MAX_FAILURES` failed diffs ask for the function, after as many failed functions for the file.

        Raises:
            EditFailed: this kind of edit has failed too often for this file.
        """
        failures = self.store.failures(path)
        by_symbol = _has_symbols(path) and failures.get("symbol", 0) < MAX_FAILURES
        if kind == "diff" and failures.get("diff", 0) >= MAX_FAILURES:
            if by_symbol:
                raise self._ask_function(path, failures["diff"])
            raise self._ask_whole(path)
        if kind == "symbol" and not by_symbol and failures.get("symbol", 0) >= MAX_FAILURES:
            raise self._ask_whole(path)

    def _ask_function(self, path: str, failures: int) -> EditFailed:
        """With the names there are: a small model copies a placeholder as it stands."""
        found = self.read(path)
        try:
            text = found[0].decode("utf-8", errors="replace") if found else ""
            names = [label for label, _, _ in definitions(path, text)][:20]
        except Unsupported:
            return self._ask_whole(path)
        return EditFailed(
            f"{failures} changes of {path} did not fit.",
            recovery="Send one function as a whole: propose_patch with path, symbol (its name) and new (its lines). "
            f"{path} has {', '.join(names) or 'no function'}.",
            alternatives=names,
        )

    def _ask_whole(self, path: str) -> EditFailed:
        found = self.read(path)
        long = found is not None and found[0].count(b"\n") > MAX_WRITE_LINES
        way = f"edit_lines({path!r}, start, end, new, expected)" if long else f"write_file({path!r}, content)"
        what = "Use line numbers" if long else "Send the whole file"
        return EditFailed(f"Several changes of {path} did not fit.", recovery=f"{what}: {way}.")


class _Counting:
    """Counts a refused edit against its file."""

    def __init__(self, store: ProposalStore, path: str, kind: Kind) -> None:
        self.store, self.path, self.kind = store, path, kind

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, EditFailed | NotFound) and self.kind in ("diff", "symbol"):
            self.store.note_failure(self.path, self.kind)


def _has_symbols(path: str) -> bool:
    language = language_of(path)
    return language == "python" or (language not in (None, "bash") and parser_for(language or "") is not None)


def _merged(diffs: Sequence[FileDiff]) -> list[FileDiff]:
    """Several parts for one file become one."""
    merged: dict[str, FileDiff] = {}
    for diff in diffs:
        known = merged.get(diff.old_path)
        if known and not (known.create or known.delete or diff.create or diff.delete):
            known.hunks.extend(diff.hunks)
        elif known:
            raise EditFailed(f"The diff has {diff.old_path} twice.", recovery="Send one part per file.")
        else:
            merged[diff.old_path] = replace(diff, hunks=list(diff.hunks))
    return list(merged.values())
