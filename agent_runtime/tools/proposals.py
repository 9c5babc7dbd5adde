"""Proposed changes, kept in the run directory until they are applied or discarded."""

from __future__ import annotations

import difflib
import json
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from agent_runtime.errors import EditFailed, NotFound
from agent_runtime.tools.diffs import Hunk, HunkLine
from agent_runtime.tools.edit import apply_hunks
from agent_runtime.tools.textfile import decode

State = Literal["open", "applied", "discarded"]
_CONTEXT = 3
ONLY_PARTS = "only parts "
"""How the note of a proposal begins of which a person chose some parts."""

Operation = tuple[int, int, int, int]
"""Lines `a0:a1` of the old file become lines `b0:b1` of the new one."""


@dataclass(frozen=True, slots=True)
class PatchHunk:
    """One part of a proposal that an approver may take or leave."""

    id: str
    path: str
    text: str
    """As in a unified diff, with its `@@` line."""
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class FileChange:
    """One file of a proposal: its bytes before and after; `None` is no file."""

    path: str
    before: bytes | None
    after: bytes | None
    before_mode: int | None = None
    after_mode: int | None = None
    new_path: str | None = None
    """Set when the file is renamed."""

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path, self.new_path) if self.new_path else (self.path,)

    @property
    def kind(self) -> Literal["create", "delete", "rename", "modify"]:
        if self.before is None:
            return "create"
        if self.after is None:
            return "delete"
        return "rename" if self.new_path else "modify"

    @cached_property
    def old_lines(self) -> tuple[str, ...]:
        return _text(self.before, self.path)

    @cached_property
    def new_lines(self) -> tuple[str, ...]:
        return _text(self.after, self.path)

    @cached_property
    def groups(self) -> tuple[tuple[Operation, ...], ...]:
        """Changes with less than two contexts between them belong together."""
        found: list[list[Operation]] = []
        for operation in _operations(self.old_lines, self.new_lines):
            if found and operation[0] - found[-1][-1][1] <= 2 * _CONTEXT:
                found[-1].append(operation)
            else:
                found.append([operation])
        return tuple(tuple(group) for group in found)

    @property
    def added(self) -> int:
        return sum(op[3] - op[2] for group in self.groups for op in group)

    @property
    def removed(self) -> int:
        return sum(op[1] - op[0] for group in self.groups for op in group)

    def header(self) -> str:
        """The lines of a unified diff before the first `@@`."""
        new = self.new_path or self.path
        lines = [f"diff --git a/{self.path} b/{new}"]
        if self.kind == "create":
            lines.append(f"new file mode 100{self.after_mode or 0o644:03o}")
        elif self.kind == "delete":
            lines.append(f"deleted file mode 100{self.before_mode or 0o644:03o}")
        elif self.before_mode != self.after_mode and self.after_mode is not None:
            lines += [f"old mode 100{self.before_mode or 0o644:03o}", f"new mode 100{self.after_mode:03o}"]
        if self.new_path:
            lines += [f"rename from {self.path}", f"rename to {self.new_path}"]
        if self.groups:
            lines.append("--- " + ("/dev/null" if self.before is None else f"a/{self.path}"))
            lines.append("+++ " + ("/dev/null" if self.after is None else f"b/{new}"))
        return "\n".join(lines) + "\n"

    def with_groups(self, chosen: Collection[int]) -> FileChange:
        """The change with only some of its groups."""
        lines: list[str] = []
        at = 0
        for number, group in enumerate(self.groups):
            if number not in chosen:
                continue
            for a0, a1, b0, b1 in group:
                lines += [*self.old_lines[at:a0], *self.new_lines[b0:b1]]
                at = a1
        lines += self.old_lines[at:]
        basis = decode(self.before if self.before is not None else self.after or b"", self.path)
        return replace(self, after=basis.encode(lines))


@dataclass(frozen=True)
class PatchProposal:
    """One or more file changes that are applied together or not at all."""

    id: str
    files: tuple[FileChange, ...]
    notes: tuple[str, ...] = ()
    """What the approver must know: repairs, fuzzy placement."""
    state: State = "open"

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(path for file in self.files for path in file.paths))

    @property
    def added(self) -> int:
        return sum(file.added for file in self.files)

    @property
    def removed(self) -> int:
        return sum(file.removed for file in self.files)

    @cached_property
    def hunks(self) -> tuple[PatchHunk, ...]:
        """All hunks, with ids `1`, `2`, ... over all files."""
        found: list[PatchHunk] = []
        for file in self.files:
            for group in file.groups:
                found.append(PatchHunk(str(len(found) + 1), file.paths[-1], _render(file, group), group))
        return tuple(found)

    @cached_property
    def diff(self) -> str:
        """The whole proposal as a unified diff."""
        hunks = iter(self.hunks)
        return "".join(file.header() + "".join(next(hunks).text for _ in file.groups) for file in self.files)

    def select_hunks(self, ids: Collection[str]) -> PatchProposal:
        """The same proposal with only these hunks; files left without one are left out.

        Raises:
            EditFailed: an id is unknown, or none is left.
        """
        known = {hunk.id for hunk in self.hunks}
        if unknown := sorted(set(ids) - known):
            raise EditFailed(
                f"{self.id} has no part {', '.join(unknown)}.",
                recovery="Use the ids shown.",
                alternatives=sorted(known),
            )
        files: list[FileChange] = []
        number = 0
        for file in self.files:
            wanted = {index for index in range(len(file.groups)) if str(number + index + 1) in ids}
            number += len(file.groups)
            if len(wanted) == len(file.groups) and (wanted or set(ids) == known):
                files.append(file)
            elif wanted and file.kind != "delete":
                files.append(file.with_groups(wanted))
        if not files:
            raise EditFailed("No part of the patch is left.", recovery="Choose at least one part.")
        return replace(self, files=tuple(files), notes=(*self.notes, f"{ONLY_PARTS}{', '.join(sorted(ids, key=int))}"))


class ProposalStore:
    """`<run_dir>/patches/`: one folder per proposal, and the count of failed edits per file."""

    def __init__(self, run_dir: Path) -> None:
        self.folder = run_dir / "patches"
        self._lock = threading.RLock()

    def add(self, files: Sequence[FileChange], notes: Sequence[str]) -> PatchProposal:
        """Keep a new proposal under the next id."""
        with self._lock:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            number = 1 + max((int(item.name[1:]) for item in self.folder.glob("p[0-9]*")), default=0)
            proposal = PatchProposal(f"p{number}", tuple(files), tuple(notes))
            self._write(proposal)
            return proposal

    def get(self, patch_id: str) -> PatchProposal:
        """Raises:
        NotFound: no such proposal; the alternatives name the open ones.
        """
        key = patch_id.strip().strip("'\"")
        key = key if key.startswith("p") else f"p{key}"
        folder = self.folder / key
        if not key[1:].isdigit() or not folder.is_dir():
            ids = [item.id for item in self.all() if item.state == "open"]
            raise NotFound(
                f"There is no patch {patch_id!r}.",
                recovery=f"Take one of {', '.join(ids)}." if ids else "propose_patch gives the id: call it first.",
                alternatives=ids,
            )
        return self._read(folder)

    def all(self) -> list[PatchProposal]:
        """Every proposal of the run, oldest first."""
        folders = sorted(self.folder.glob("p[0-9]*"), key=lambda item: int(item.name[1:]))
        return [self._read(folder) for folder in folders]

    def set_state(self, patch_id: str, state: State) -> None:
        """Mark a proposal as applied or discarded."""
        with self._lock:
            path = self.folder / patch_id / "proposal.json"
            data = json.loads(path.read_text(encoding="utf-8"))
            _write_text(path, json.dumps({**data, "state": state}, indent=1))

    def failures(self, path: str) -> dict[str, int]:
        """How many edits of a file failed in a row, by kind (`diff`, `symbol`)."""
        counts: dict[str, int] = self._failures().get(path, {})
        return counts

    def note_failure(self, path: str, kind: str) -> None:
        """An edit of this kind failed."""
        with self._lock:
            everything = self._failures()
            counts = everything.setdefault(path, {})
            counts[kind] = counts.get(kind, 0) + 1
            self._write_failures(everything)

    def clear_failures(self, path: str) -> None:
        """An edit of this file could be placed."""
        with self._lock:
            everything = self._failures()
            if everything.pop(path, None) is not None:
                self._write_failures(everything)

    def _failures(self) -> dict[str, dict[str, int]]:
        path = self.folder / "failures.json"
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

    def _write_failures(self, data: dict[str, dict[str, int]]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_text(self.folder / "failures.json", json.dumps(data))

    def _write(self, proposal: PatchProposal) -> None:
        # Written aside and renamed, so that a half-written proposal is never seen.
        folder = self.folder / f".{proposal.id}"
        folder.mkdir(mode=0o700, exist_ok=True)
        files: list[dict[str, Any]] = []
        for number, file in enumerate(proposal.files):
            for side, data in (("before", file.before), ("after", file.after)):
                if data is not None:
                    (folder / f"{number}.{side}").write_bytes(data)
            files.append(
                {
                    "path": file.path,
                    "new_path": file.new_path,
                    "before": file.before is not None,
                    "after": file.after is not None,
                    "before_mode": file.before_mode,
                    "after_mode": file.after_mode,
                }
            )
        record = {"id": proposal.id, "state": proposal.state, "notes": list(proposal.notes), "files": files}
        _write_text(folder / "proposal.json", json.dumps(record, indent=1))
        (folder / "patch.diff").write_bytes(proposal.diff.encode("utf-8", errors="surrogatepass"))
        folder.rename(self.folder / proposal.id)

    def _read(self, folder: Path) -> PatchProposal:
        data = json.loads((folder / "proposal.json").read_text(encoding="utf-8"))
        files = tuple(
            FileChange(
                path=item["path"],
                before=(folder / f"{number}.before").read_bytes() if item["before"] else None,
                after=(folder / f"{number}.after").read_bytes() if item["after"] else None,
                before_mode=item["before_mode"],
                after_mode=item["after_mode"],
                new_path=item["new_path"],
            )
            for number, item in enumerate(data["files"])
        )
        return PatchProposal(data["id"], files, tuple(data["notes"]), data["state"])


def rebase(change: FileChange, current: bytes) -> FileChange | None:
    """The same change on a file that another patch has changed elsewhere; `None` unless every part fits exactly."""
    hunks = []
    for group in change.groups:
        hunks.append(Hunk(tuple(_hunk_lines(change, group))))
    try:
        edited = apply_hunks(decode(current, change.path), hunks, change.path)
    except EditFailed:
        return None
    if edited.tier != "exact" or edited.notes:
        return None
    return replace(change, before=current, after=decode(current, change.path).encode(list(edited.lines)))


def _write_text(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _text(data: bytes | None, name: str) -> tuple[str, ...]:
    return decode(data, name).lines if data else ()


def _operations(old: Sequence[str], new: Sequence[str]) -> Iterator[Operation]:
    """Changed ranges. Equal ends are cut off first: most edits are small and most files are not."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    matcher = difflib.SequenceMatcher(
        None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=len(old) > 5000
    )
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag != "equal":
            yield a0 + head, a1 + head, b0 + head, b1 + head


def _hunk_lines(file: FileChange, group: Sequence[Operation]) -> Iterator[HunkLine]:
    low = max(group[0][0] - _CONTEXT, 0)
    high = min(group[-1][1] + _CONTEXT, len(file.old_lines))
    at = low
    for a0, a1, b0, b1 in group:
        yield from (_hunk_line(" ", line) for line in file.old_lines[at:a0])
        yield from (_hunk_line("-", line) for line in file.old_lines[a0:a1])
        yield from (_hunk_line("+", line) for line in file.new_lines[b0:b1])
        at = a1
    yield from (_hunk_line(" ", line) for line in file.old_lines[at:high])


def _hunk_line(tag: Literal[" ", "-", "+"], line: str) -> HunkLine:
    return HunkLine(tag, line.removesuffix("\n"), line.endswith("\n"))


def _render(file: FileChange, group: Sequence[Operation]) -> str:
    lines = list(_hunk_lines(file, group))
    old = sum(line.tag != "+" for line in lines)
    new = sum(line.tag != "-" for line in lines)
    low = max(group[0][0] - _CONTEXT, 0)
    shift = group[0][2] - group[0][0]
    old_start, new_start = low + (old > 0), low + shift + (new > 0)
    body = "".join(
        f"{line.tag}{line.text}\n" + ("" if line.newline else "\\ No newline at end of file\n") for line in lines
    )
    return f"@@ -{old_start},{old} +{new_start},{new} @@\n{body}"
