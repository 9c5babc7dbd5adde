"""The workspace as a run found it: kept before the run's first change, restored as a copy for a replay.

What git has in `HEAD` is not copied: only the commit, and what differed from it. `checkpoints/start.json` and the
objects beside it, or `repo.bundle` in a fixture, are all that a copy is made of.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from agent_runtime.errors import RecordsError
from agent_runtime.records.checkpoints import Checkpoints, Scan, State
from agent_runtime.records.objects import Objects
from agent_runtime.records.runs import read_json, write_atomically
from agent_runtime.records.scan import Git, TooManyFiles
from agent_runtime.records.tree import Entry, Tree

FILE = "start.json"
BUNDLE = "repo.bundle"
MAX_TOTAL_BYTES = 16 << 20
"""Together, of what git does not hold; what is over it is left out, openly."""
MAX_FILES = 100_000
_ANY_COMMIT = "git -c uploadpack.allowAnySHA1InWant=true upload-pack"
_GIT = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.ext.allow=never")


@dataclass(frozen=True, slots=True)
class StartState:
    """A workspace before a run: a commit, and what differed from it."""

    head: str | None
    """The commit; `None` without a repository or before the first commit."""
    branch: str | None
    prefix: str
    """The workspace within its repository, `pkg/` or empty."""
    files: Mapping[str, State]
    """What is not as in the commit, or everything without one."""
    deleted: tuple[str, ...] = ()
    staged: Mapping[str, tuple[str, str] | None] | None = None
    """Path in the repository -> mode and content in the index, where that is not the commit's."""
    left_out: tuple[str, ...] = ()
    """Too large, unreadable or too many: a copy is made without them."""
    ignored: tuple[str, ...] = ()
    """By `.gitignore`, and so not kept."""


def keep_start(checkpoints: Checkpoints, scan: Scan | None = None) -> None:
    """Keep the workspace's state, once for a run; to be called before its first change. `scan` is one that was taken
    anyway. What cannot be kept is named in the record; a run is never stopped by it."""
    target = checkpoints.folder / FILE
    if target.exists():
        return
    try:
        state = _capture(checkpoints, scan)
    except TooManyFiles as error:
        state = StartState(None, None, "", {}, left_out=(f"everything: {error}",))
    except (OSError, RecordsError) as error:
        state = StartState(None, None, "", {}, left_out=(f"everything: {error}",))
    with contextlib.suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        files = {path: [item.kind, item.mode, item.content] for path, item in state.files.items()}
        write_atomically(target, json.dumps({**asdict(state), "files": files}).encode() + b"\n")


def read_start(run: Path) -> StartState:
    """The kept state of a run.

    Raises:
        RecordsError: there is none.
    """
    data = read_json(run / "checkpoints" / FILE)
    try:
        return StartState(
            head=data["head"],
            branch=data["branch"],
            prefix=str(data["prefix"]),
            files={path: State(*item) for path, item in data["files"].items()},
            deleted=tuple(data["deleted"]),
            staged={path: item and (item[0], item[1]) for path, item in (data["staged"] or {}).items()},
            left_out=tuple(data["left_out"]),
            ignored=tuple(data["ignored"]),
        )
    except (KeyError, TypeError) as error:
        raise RecordsError(
            f"Run {run.name} has kept no state of its workspace.",
            remedy="It is an older run, or was killed before its first change.",
        ) from error


def _capture(checkpoints: Checkpoints, scan: Scan | None) -> StartState:
    if scan is None:
        scan = checkpoints.scan(max_files=MAX_FILES, max_total_bytes=MAX_TOTAL_BYTES)
    git = Git(checkpoints.workspace)
    head = _word(git.run("rev-parse", "--verify", "-q", "HEAD"))
    branch = _word(git.run("symbolic-ref", "-q", "--short", "HEAD"))
    prefix = _word(git.run("rev-parse", "--show-prefix")) or ""
    committed = _tree(git, head) if head else {}
    files: dict[str, State] = {}
    wanted: dict[str, str] = {}
    total = 0
    left_out = list(scan.left_out)
    for path, seen in scan.inventory.entries.items():
        blob = scan.inventory.clean.get(path)
        if blob is not None and committed.get(path) == (_git_mode(seen.kind, seen.mode), blob):
            continue
        kind = "link" if seen.kind == "link" else "file"
        if blob is not None:
            wanted[path] = blob
        elif path in scan.contents:
            total += seen.size
            if total > MAX_TOTAL_BYTES:
                left_out.append(path)
            else:
                files[path] = State("link" if kind == "link" else "file", seen.mode, scan.contents[path])
    blobs = git.blobs(sorted(set(wanted.values())))
    for path, blob in wanted.items():
        mode = scan.inventory.entries[path].mode
        if blob in blobs:
            files[path] = State("file", mode, checkpoints.objects.put(blobs[blob], durable=False))
        else:
            left_out.append(path)
    present = scan.inventory.entries
    deleted = tuple(path for path, (mode, _) in committed.items() if path not in present and mode != "160000")
    staged = _staged(git, checkpoints.objects) if head else {}
    return StartState(head, branch, prefix, files, deleted, staged, tuple(sorted(left_out)), scan.inventory.ignored)


def _word(output: bytes | None) -> str | None:
    return os.fsdecode(output).rstrip("\n") or None if output else None


def _git_mode(kind: str, mode: int) -> str:
    return "120000" if kind == "link" else ("100755" if mode & 0o100 else "100644")


def _tree(git: Git, commit: str, *, whole: bool = False) -> dict[str, tuple[str, str]]:
    """Path -> mode and blob, below the folder of `git`, or of the whole repository."""
    out = git.run("ls-tree", "-r", "-z", *(["--full-tree"] if whole else []), commit)
    if out is None:
        raise RecordsError(f"git cannot read the commit {commit} in {git.root}.")
    found = {}
    for line in out.split(b"\0"):
        if line:
            meta, _, name = line.partition(b"\t")
            mode, _, blob = meta.decode().split()
            found[os.fsdecode(name)] = (mode, blob)
    return found


def _staged(git: Git, objects: Objects) -> dict[str, tuple[str, str] | None]:
    out = git.run("diff-index", "--cached", "--raw", "-z", "--no-renames", "--full-index", "HEAD")
    parts = (out or b"").split(b"\0")
    entries: dict[str, tuple[str, str] | None] = {}
    for meta, name in zip(parts[::2], parts[1::2], strict=False):
        _, mode, _, blob, _ = meta.decode().split()
        entries[os.fsdecode(name)] = None if mode == "000000" else (mode, blob)
    contents = git.blobs(sorted({item[1] for item in entries.values() if item}))
    return {
        path: None if item is None else (item[0], objects.put(contents[item[1]], durable=False))
        for path, item in entries.items()
        if item is None or item[1] in contents
    }


def restore(run: Path, place: Path) -> Path:
    """Make a copy of a run's workspace in the empty folder `place`; the copy's workspace folder, which has the name the
    run's had. Files are written by us, so that no filter or hook of the repository runs.

    Raises:
        RecordsError: the state was not kept, or the repository no longer has its commit.
    """
    state = read_start(run)
    if any(item.startswith("everything: ") for item in state.left_out):
        raise RecordsError(f"The workspace of run {run.name} was not kept: {state.left_out[0]}")
    metadata = read_json(run / "metadata.json")
    recorded = Path(str(metadata.get("workspace") or "workspace"))
    steps_up = len(Path(state.prefix).parts)
    name = recorded.parents[steps_up - 1].name if steps_up else recorded.name
    top = place / (name or "workspace")
    if top.exists():
        raise RecordsError(f"{top} exists.", remedy="Give a folder that is not there yet.")
    tree = Tree(top)
    if state.head is not None:
        source = run / BUNDLE if (run / BUNDLE).is_file() else recorded
        _clone(source, top, state)
        git = Git(top)
        committed = _tree(git, state.head, whole=True)
        kept = {state.prefix + path for path in (*state.files, *state.deleted)}
        todo = {path: item for path, item in committed.items() if path not in kept and item[0] != "160000"}
        blobs = git.blobs(sorted({blob for _, blob in todo.values()}))
        for path, (mode, blob) in todo.items():
            permission = 0o755 if mode == "100755" else 0o644
            _write(tree, path, Entry("link" if mode == "120000" else "file", blobs[blob], permission))
    else:
        top.mkdir(parents=True)
        if state.branch is not None:  # a repository without a commit
            _git(top, "init", "-q", "--template=", "-b", state.branch)
    objects = Objects(run / "checkpoints" / "objects")
    for path, item in state.files.items():
        _write(tree, state.prefix + path, Entry(item.kind, objects.get(item.content), item.mode))
    workspace = top / state.prefix
    workspace.mkdir(parents=True, exist_ok=True)
    if state.head is not None:
        _stage(top, state, objects)
    return workspace


def _clone(source: Path, top: Path, state: StartState) -> None:
    head = str(state.head)
    if not source.exists():
        raise RecordsError(
            f"The repository {source} is gone.", remedy="A fixture keeps its own: `trace export RUN --fixture DIR`."
        )
    root = source if source.is_file() else Path(_git(source, "rev-parse", "--show-toplevel").rstrip("\n"))
    top.parent.mkdir(parents=True, exist_ok=True)
    # Copied, not linked: a command of the replay could write through a hard link.
    _git(top.parent, "clone", "-q", "--no-hardlinks", "--no-checkout", "--template=", str(root), str(top))
    _git(top, "remote", "remove", "origin")
    has_commit = ("cat-file", "-e", f"{head}^{{commit}}")
    if Git(top).run(*has_commit) is None and root.is_dir():  # on no branch any more: amended, or rebased
        Git(top).run("fetch", "-q", "--no-tags", f"--upload-pack={_ANY_COMMIT}", str(root), head)
    if Git(top).run(*has_commit) is None:
        shutil.rmtree(top)
        raise RecordsError(
            f"The repository {source} has no commit {head[:12]} any more, where the run began.",
            remedy="Fetch that commit again; a fixture keeps its own: `trace export RUN --fixture DIR`.",
        )
    if state.branch is not None:
        _git(top, "update-ref", f"refs/heads/{state.branch}", head)
        _git(top, "symbolic-ref", "HEAD", f"refs/heads/{state.branch}")
    else:
        _git(top, "update-ref", "--no-deref", "HEAD", head)
    _git(top, "read-tree", head)


def _stage(top: Path, state: StartState, objects: Objects) -> None:
    lines = []
    for path, item in (state.staged or {}).items():
        if item is None:
            lines.append(b"0 " + b"0" * len(str(state.head)) + b"\t" + os.fsencode(path))
            continue
        blob = _git(top, "hash-object", "-w", "--stdin", stdin=objects.get(item[1])).strip()
        lines.append(f"{item[0]} {blob}\t".encode() + os.fsencode(path))
    if lines:
        _git(top, "update-index", "-z", "--index-info", stdin=b"\0".join(lines) + b"\0")
    Git(top).run("update-index", "-q", "--refresh")


def _write(tree: Tree, path: str, entry: Entry) -> None:
    with tree.parent(path, create=True) as (fd, name):
        if entry.kind == "link":
            os.symlink(entry.data, os.fsencode(name), dir_fd=fd)
            return
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=fd)
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(entry.data)
            os.fchmod(file.fileno(), entry.mode & 0o777)


def bundle(run: Path, copy: Path, target: Path) -> None:
    """Keep the repository of a run's copy (with its history up to the recorded commit) in one file.

    Raises:
        RecordsError: git refuses.
    """
    if read_start(run).head is not None:
        _git(copy, "bundle", "create", "-q", str(target.resolve()), "HEAD")


def start_files(state: StartState) -> Sequence[str]:
    """The objects that a state needs."""
    staged = [item[1] for item in (state.staged or {}).values() if item]
    return sorted({*(item.content for item in state.files.values()), *staged})


def without(state: StartState, paths: Sequence[str]) -> StartState:
    """The state with some files left out, openly."""
    files = {path: item for path, item in state.files.items() if path not in paths}
    staged = {path: item for path, item in (state.staged or {}).items() if path not in paths}
    return replace(state, files=files, staged=staged, left_out=tuple(sorted({*state.left_out, *paths})))


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_CONFIG_NOSYSTEM": "1"}
    try:
        done = subprocess.run(
            ["git", *_GIT, *arguments], cwd=folder, input=stdin, capture_output=True, check=False, env=environment
        )
    except OSError as error:
        raise RecordsError(f"git cannot be run in {folder}: {error}.", remedy="Install git.") from error
    if done.returncode != 0:
        raise RecordsError(f"git {arguments[0]} failed in {folder}: {done.stderr.decode(errors='replace').strip()}")
    return os.fsdecode(done.stdout)
