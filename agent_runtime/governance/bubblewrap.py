"""Writes the bubblewrap arguments of one command: what it sees, and what it may change."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.governance.index import Findings
from agent_runtime.governance.places import Places, listening_sockets, outermost, within

GUARDED_IN_GIT = (
    "hooks",
    "config",
    "config.worktree",
    "commondir",
    "gitdir",
    "info/attributes",
    "modules",
    "worktrees",
)
"""What makes git run programs, or look for its configuration elsewhere; read-only even for an approved git command,
since its hooks run project code. See gitrepository-layout(5)."""


_LEAST_BYTES = "4096"


@dataclass(frozen=True, slots=True)
class GitFolders:
    """Where git keeps its data for a workspace: `.git` itself, or what a `.git` file points to."""

    dot_git: Path | None
    outside: tuple[Path, ...] = ()
    worktree: Path | None = None
    """The data of a linked worktree, within the repository's."""


def find_git(workspace: Path) -> GitFolders:
    """Follow the `.git` of the workspace, or of the nearest folder above, to a worktree's or submodule's real data.

    See gitrepository-layout(5). A target that is no git folder is not followed: the file may come with a repository.
    """
    dot_git = next((p for p in (folder / ".git" for folder in (workspace, *workspace.parents)) if p.exists()), None)
    if dot_git is None:
        return GitFolders(None)
    outside = [] if dot_git.is_relative_to(workspace) else [dot_git.resolve()]
    real = dot_git.resolve()
    if dot_git.is_file():
        text = dot_git.read_bytes()[:4096].decode("utf-8", "surrogateescape").strip()
        if not text.startswith("gitdir: "):
            return GitFolders(dot_git)
        real = (dot_git.parent / text.removeprefix("gitdir: ")).resolve()
    common = real
    if (real / "commondir").is_file():
        common = (real / (real / "commondir").read_text("utf-8", "surrogateescape").strip()).resolve()
    sound = (real / "HEAD").is_file() and (common / "objects").is_dir() and (common / "refs").is_dir()
    if sound:
        outside += [path for path in (common, real) if not path.is_relative_to(workspace)]
    worktree = real if sound and real != common else None
    return GitFolders(dot_git, tuple(outermost(set(outside))), worktree)


@dataclass(frozen=True, slots=True)
class View:
    """What one command is shown."""

    places: Places
    findings: Findings
    git: GitFolders
    pinned: frozenset[str]
    """Folders of the workspace that cannot be renamed."""
    placeholders: Sequence[Path]
    """Below what is seen as the workspace."""
    writable: bool
    network: bool
    write_git: bool
    empty: Path
    """An empty, readable file."""
    empty_folder: Path
    tmp_bytes: int
    copy: Path | None = None
    """A copy of the workspace that stands in its place: what the command writes goes there."""
    shared: Sequence[str] = ()
    """Folders of the real workspace that the copy leaves out, shown read-only."""

    @property
    def source(self) -> Path:
        """What is seen as the workspace."""
        return self.copy or self.places.workspace


def arguments(view: View, cwd: Path, *, size_option: bool, disable_userns: bool) -> list[str]:
    """Everything before `--`. Paths are real ones; later arguments lie over earlier ones."""
    out = ["--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"]
    out += [] if view.network else ["--unshare-net"]
    out += ["--disable-userns"] if disable_userns else []
    out += ["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox"]
    out += ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    out += _tmpfs("/dev/shm", view, size_option)  # noqa: S108
    out += _machine(view, size_option)
    out += ["--bind" if view.writable else "--ro-bind", str(view.source), str(view.places.workspace)]
    for name in view.shared:
        out += ["--ro-bind", *_twice(view.places.workspace / name)]
    out += _inside(view, size_option)
    return [*out, "--chdir", str(cwd)]


def _machine(view: View, size_option: bool) -> list[str]:
    places, workspace = view.places, view.places.workspace
    private = {Path("/tmp"), Path("/var/tmp"), places.home}  # noqa: S108
    out: list[str] = []
    sealed = []
    shown = sorted({*places.shown, *_resolver(view)})
    inner = [*shown, workspace, places.home, *view.git.outside]
    for folder in places.hidden_folders:
        if within(folder, workspace):
            continue
        if folder in private:
            out += _tmpfs(str(folder), view, size_option, mode="1777" if folder.name == "tmp" else "0755")
        elif any(within(path, folder) for path in inner):
            out += _tmpfs(str(folder), view, size_option)
            sealed.append(folder)
        else:
            out += _hide(folder, view, size_option)
    if places.home not in places.hidden_folders:
        out += ["--dir", str(places.home)]
    for path in (*places.hidden_files, *_sockets(view)):
        out += ["--ro-bind", str(view.empty), str(path)]
    for path in shown:
        out += ["--ro-bind", *_twice(path)]
    for path in places.credentials:
        out += _hide(path, view, size_option)
    for path in view.git.outside:
        out += _git(path, view)
    # A bind below a tmpfs needs its mount point made first, so sealing comes last.
    keep_open = [folder for folder in sealed if workspace.is_relative_to(folder)]
    for folder in sealed:
        if folder not in keep_open:
            out += ["--remount-ro", str(folder)]
    return out


def _inside(view: View, size_option: bool) -> list[str]:
    workspace, findings = view.places.workspace, view.findings
    out: list[str] = []
    if view.writable:
        for name in sorted(view.pinned):
            if (view.source / name).is_dir():
                out += ["--bind", str(view.source / name), str(workspace / name)]
        secret = findings.secret_files | findings.secret_folders
        for name in sorted(findings.protected):
            path = workspace / name
            if Path(name) in view.placeholders or name in secret:
                continue
            if path.name == ".git" or is_git_data(path):
                out += _git(path, view)
            else:  # beside a copy, one that only stood in for another command may be gone by now
                out += ["--ro-bind" if view.copy is None else "--ro-bind-try", *_twice(path)]
        for path in view.placeholders:
            out += _hide(workspace / path, view, size_option, stand_in=view.source / path)
    for name in sorted(findings.secret_folders | findings.secret_files):
        out += _hide(workspace / name, view, size_option)
    for name in sorted(findings.sockets):
        out += _hide(workspace / name, view, size_option)
    for folder in view.places.hidden_folders:
        if within(folder, workspace):
            out += _tmpfs(str(folder), view, size_option)
            if folder != view.places.home:
                out += ["--remount-ro", str(folder)]
    for folder in view.places.hidden_folders:
        if within(workspace, folder) and folder not in (Path("/tmp"), Path("/var/tmp"), view.places.home):  # noqa: S108
            out += ["--remount-ro", str(folder)]
    return out


def is_git_data(folder: Path) -> bool:
    """Whether git would take it for a repository's data, whatever its name. See gitrepository-layout(5)."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def _git(path: Path, view: View) -> list[str]:
    """`.git` as a mount of its own, so that it cannot be renamed away; the parts that run programs stay read-only."""
    if not (view.writable and view.write_git) or path.is_file():
        return ["--ro-bind", *_twice(path)]
    out = []
    for folder in (path, view.git.worktree):
        if folder is not None and folder.is_relative_to(path):
            out += ["--bind", *_twice(folder)]
            guarded = [folder / name for name in GUARDED_IN_GIT]
            out += [word for each in guarded if each.exists() for word in ("--ro-bind", *_twice(each))]
    return out


def git_placeholders(git: GitFolders) -> list[Path]:
    """What a git command that may write must not be able to make: hooks, and a way to another configuration."""
    folders = [each for each in (*git.outside, git.dot_git) if each is not None and (each / "HEAD").is_file()]
    found = [folder / name for folder in folders for name in ("hooks", "commondir", "config.worktree")]
    return [*found, git.worktree / "config.worktree"] if git.worktree else found


def _sockets(view: View) -> list[Path]:
    """Sockets in places that stay visible."""
    hidden = [*view.places.hidden_folders, Path("/proc"), Path("/dev"), view.places.workspace]
    return [path for path in listening_sockets() if not any(within(path, folder) for folder in hidden)]


def _resolver(view: View) -> list[Path]:
    """What `/etc/resolv.conf` really is, where a command may use the network."""
    real = Path(os.path.realpath("/etc/resolv.conf"))
    return [real] if view.network and real.is_file() and real.is_relative_to("/run") else []


def _hide(path: Path, view: View, size_option: bool, *, stand_in: Path | None = None) -> list[str]:
    """An empty file system for a folder takes a quarter of the time that a read-only bind does; it has room for what is
    lost with the sandbox, and only for its owner."""
    if not (stand_in or path).is_dir():
        return ["--ro-bind", str(view.empty), str(path)]
    if not size_option:
        return ["--ro-bind", str(view.empty_folder), str(path)]
    return ["--perms", "0555", "--size", _LEAST_BYTES, "--tmpfs", str(path)]


def _tmpfs(path: str, view: View, size_option: bool, mode: str = "0755") -> list[str]:
    size = ["--size", str(view.tmp_bytes)] if size_option else []
    return ["--perms", mode, *size, "--tmpfs", path]


def _twice(path: Path) -> tuple[str, str]:
    return str(path), str(path)
