"""Which places of this machine a command may see."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.config import config_dir, data_dir, state_dir
from agent_runtime.errors import SandboxError
from agent_runtime.governance.environment import KEPT, search_path

HIDDEN_FOLDERS = (
    "/home",
    "/root",
    "/run",
    "/mnt",
    "/media",
    "/tmp",  # noqa: S108 (hidden, not used)
    "/var/tmp",  # noqa: S108
    "/var/mail",
    "/var/spool/cron",
    "/var/lib/docker",
    "/var/lib/containerd",
    "/var/lib/kubelet",
    "/var/lib/NetworkManager",
    "/etc/ssl/private",
    "/etc/pki/tls/private",
    "/etc/NetworkManager/system-connections",
    "/etc/wireguard",
    "/etc/openvpn",
    "/etc/kubernetes",
    "/etc/rancher",
    "/etc/letsencrypt",
    "/sys/kernel/debug",
    "/sys/kernel/tracing",
    "/sys/fs/bpf",
)
HIDDEN_FILES = (
    "/etc/shadow",
    "/etc/shadow-",
    "/etc/gshadow",
    "/etc/gshadow-",
    "/etc/security/opasswd",
    "/etc/sudoers",
    "/etc/krb5.keytab",
    "/etc/machine-id",
)
TOOLCHAINS = (
    ".asdf",
    ".bun",
    ".cache/pre-commit",
    ".cargo",
    ".conda",
    ".deno",
    ".dotnet",
    ".elan",
    ".fnm",
    ".ghcup",
    ".goenv",
    ".gradle/caches",
    ".gradle/wrapper",
    ".juliaup",
    ".local/bin",
    ".local/lib",
    ".local/pipx",
    ".local/share/fnm",
    ".local/share/mise",
    ".local/share/pipx",
    ".local/share/pnpm",
    ".local/share/pypoetry",
    ".local/share/uv",
    ".m2/repository",
    ".nix-profile",
    ".nodenv",
    ".npm-global",
    ".nvm",
    ".opam",
    ".pyenv",
    ".rbenv",
    ".rustup",
    ".rvm",
    ".sdkman",
    ".stack",
    ".volta",
    "anaconda3",
    "go",
    "mambaforge",
    "miniconda3",
    "miniforge3",
)
CREDENTIALS = (
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".local/share/uv/credentials",
    ".local/share/pypoetry/auth.toml",
    ".asdf/.netrc",
    ".dotnet/NuGet",
    ".gradle/caches/credentials",
    ".stack/upload",
    ".conda/aau_token",
)
"""What must stay hidden inside the toolchains."""

_UNIX_SOCKET = re.compile(rb"^(?:[^ \n]+ ){6} *\d+ (.+)$", re.MULTILINE)
"""A line of `/proc/net/unix` that ends in a path; the number before it is padded. See proc_pid_net(5)."""

_REFUSED = {
    *map(Path, ("/", "/usr", "/etc", "/var", "/bin", "/sbin", "/lib", "/lib64", "/opt", "/dev", "/proc", "/sys")),
    *map(Path, ("/run", "/boot", "/tmp", "/var/tmp", "/home", "/mnt")),  # noqa: S108 (refused, not used)
}


@dataclass(frozen=True, slots=True)
class Places:
    """What of the machine is hidden and what is shown again, in real paths."""

    workspace: Path
    home: Path
    hidden_folders: tuple[Path, ...]
    """Replaced by empty folders; sorted, none twice."""
    hidden_files: tuple[Path, ...]
    shown: tuple[Path, ...]
    """Read-only, within the hidden folders."""
    credentials: tuple[Path, ...]
    """Within the shown ones; hidden again."""


def survey(workspace: Path, host: Mapping[str, str]) -> Places:
    """Find what is there on this machine.

    Raises:
        SandboxError: the workspace is a folder that no sandbox can protect.
    """
    homes = _homes(host)
    _check_workspace(workspace, homes)
    own = [_real(path) for path in (state_dir(), config_dir(), data_dir())]
    _make_those_inside(workspace, own)
    candidates = {*map(_real, map(Path, HIDDEN_FOLDERS)), *homes, *own}
    folders = sorted(path for path in candidates if path != Path("/") and path.is_dir())
    files = [Path(name) for name in HIDDEN_FILES] + list(_glob("/etc/ssh", "ssh_host_*_key"))
    shown, credentials = _shown(workspace, homes, folders, host)
    # Each costs a mount: what lies in a hidden folder is hidden already, unless the home or the workspace opens it.
    needed = [
        path
        for path in folders
        if path == homes[0]
        or path.is_relative_to(workspace)
        or not any(path != other and path.is_relative_to(other) for other in folders)
    ]
    return Places(
        workspace=workspace,
        home=homes[0],
        hidden_folders=tuple(needed),
        hidden_files=tuple(path for path in files if path.is_file()),
        shown=shown,
        credentials=credentials,
    )


def _make_those_inside(workspace: Path, own: list[Path]) -> None:
    """Nothing can be mounted over what is absent, and a command could then make it."""
    for path in own:
        if path.is_relative_to(workspace):
            with contextlib.suppress(OSError):
                path.mkdir(mode=0o700, parents=True, exist_ok=True)


def listening_sockets() -> list[Path]:
    """The Unix sockets of this machine that have a path. A read-only mount does not stop a connection to them."""
    try:
        table = Path("/proc/net/unix").read_bytes()
    except OSError:
        return []
    names = {os.fsdecode(match[1]) for match in _UNIX_SOCKET.finditer(table)}
    found = {name for name in names if name.startswith("/")}
    if relative := {name for name in names if name and name[0] not in "/@"}:
        found |= {f"{folder}/{name}" for folder in _working_folders() for name in relative}
    return sorted(Path(name) for name in {os.path.realpath(name) for name in found} if _is_socket(name))


def _working_folders() -> set[str]:
    """Where the processes of this machine are, as far as we may know: sockets are bound by relative names too."""
    found = set()
    for process in os.listdir("/proc"):  # noqa: PTH208 (before each command, and a Path for each process is slow)
        if process.isdigit():
            with contextlib.suppress(OSError):
                found.add(os.readlink(f"/proc/{process}/cwd"))  # noqa: PTH115
    return found


def _is_socket(path: str) -> bool:
    try:
        return stat.S_ISSOCK(os.lstat(path).st_mode)
    except OSError:
        return False


def within(path: Path, folder: Path) -> bool:
    """As `path.is_relative_to(folder)`, for absolute ones; each command asks it some hundred times."""
    return path == folder or str(path).startswith(f"{folder}/")


def _homes(host: Mapping[str, str]) -> list[Path]:
    """The home the environment names and the one the account has; the first is what `~` becomes."""
    named = [host.get("HOME", "")]
    with contextlib.suppress(KeyError):
        named.append(pwd.getpwuid(os.geteuid()).pw_dir)
    found = [_real(Path(name)) for name in named if name.startswith("/")]
    usable = [path for path in dict.fromkeys(found) if path.is_dir() and path != Path("/")]
    return usable or [Path("/tmp/home")]  # noqa: S108 (inside the sandbox's own /tmp)


def _check_workspace(workspace: Path, homes: list[Path]) -> None:
    if not workspace.is_dir():
        raise SandboxError(f"{str(workspace)!r} is no folder.", remedy="Give an existing project folder.")
    system = any(workspace.is_relative_to(name) for name in ("/proc", "/sys", "/dev"))
    settings = workspace.is_relative_to(_real(config_dir()))
    if workspace in _REFUSED or workspace in homes or system or settings:
        raise SandboxError(
            f"{str(workspace)!r} is a home, a system folder or the agent's settings: as a workspace, nothing would be "
            "left to protect.",
            remedy="Choose a project folder below it.",
        )


def _shown(
    workspace: Path, homes: list[Path], hidden: list[Path], host: Mapping[str, str]
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    wanted = [home / name for home in homes for name in TOOLCHAINS]
    wanted += [Path("/run/current-system"), Path("/run/opengl-driver"), Path("/run/wrappers")]
    wanted += [_prefix_of(Path(entry)) for entry in search_path(host)]
    wanted += [Path(host[name]) for name in KEPT if host.get(name, "").startswith("/")]
    environments = [Path(host["VIRTUAL_ENV"])] if host.get("VIRTUAL_ENV") else []
    environments += [workspace / ".venv", workspace / "venv", *(path for path in wanted if _is_environment(path))]
    wanted += [base for env in environments if (base := _base_of(env))]
    shown = []
    for path in dict.fromkeys(wanted):
        real = _real(path)
        for each in dict.fromkeys((path, real)):
            if each.exists() and _may_show(each, real, homes, hidden):
                shown.append(each)
    credentials = [home / name for home in homes for name in CREDENTIALS]
    kept = [path for path in credentials if path.exists() and any(path.is_relative_to(each) for each in shown)]
    return tuple(outermost(set(shown))), tuple(kept)


def _may_show(path: Path, real: Path, homes: list[Path], hidden: list[Path]) -> bool:
    """Only what is hidden needs showing, and never a folder that has a hidden one inside or is a credential store."""
    if not any(path.is_relative_to(folder) for folder in hidden):
        return False
    if any(folder.is_relative_to(real) for folder in [*hidden, *homes]):
        return False
    guarded = {".ssh", ".gnupg", ".aws", ".config", ".kube", ".docker", ".local", ".cache", "share"}
    return real.name not in guarded and not {".ssh", ".gnupg"} & set(real.parts)


def _is_environment(path: Path) -> bool:
    return (path / "pyvenv.cfg").is_file()


def _prefix_of(entry: Path) -> Path:
    """A virtual environment for its `bin`, else the folder itself."""
    return entry.parent if _is_environment(entry.parent) else entry


def _base_of(environment_dir: Path) -> Path | None:
    """The Python installation a virtual environment was made from, when it looks like one.

    `pyvenv.cfg` may come from a cloned repository: it must not open just any folder.
    """
    try:
        text = (environment_dir / "pyvenv.cfg").read_text("utf-8", "replace")
    except OSError:
        return None
    for line in text.splitlines():
        name, _, value = line.partition("=")
        if name.strip().lower() == "home" and value.strip().startswith("/"):
            binaries = _real(Path(value.strip()))
            prefix = binaries.parent
            real = (
                binaries.name == "bin"
                and (binaries / "python3").is_file()
                and any(_glob(prefix, "lib*/python3*/os.py"))
            )
            return prefix if real else None
    return None


def _glob(folder: str | Path, pattern: str) -> Iterator[Path]:
    try:
        yield from Path(folder).glob(pattern)
    except OSError:
        return


def _real(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return path


def outermost(paths: Iterable[Path]) -> list[Path]:
    """Leave out what lies within another one of them."""
    kept: list[Path] = []
    for path in sorted(paths):
        if not any(path.is_relative_to(each) for each in kept):
            kept.append(path)
    return kept
