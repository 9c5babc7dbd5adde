"""Judges one path by where it really leads: workspace, outside, secret, protected, device."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from agent_runtime.governance.hardlinks import is_linked_secret
from agent_runtime.governance.own import OwnPlaces
from agent_runtime.governance.secrets import is_protected, is_secret
from agent_runtime.types import Verdict

FREE_DEVICES = frozenset({"/dev/null", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/63"})
MAX_WALKED = 5000
_RAW = re.compile(r"/mem|/kmem|/port$|^/dev/([shv]d[a-z]|xvd|nvme|mmcblk|dm-|loop|mapper/|disk/|input/)")
"""Devices of which even a read is more than a project needs: memory, whole disks, keyboards."""
_ELSEWHERE = re.compile(r"file:|[A-Za-z]:[\\/]|\\\\", re.IGNORECASE)
"""`file:///etc/passwd`, `C:\\x`, `\\\\host\\x`: names that some programs take for files elsewhere."""
SYSTEM = (
    "/etc",
    "/usr",
    "/bin",
    "/sbin",
    "/boot",
    "/sys",
    "/proc",
    "/dev",
    "/lib",
    "/lib64",
    "/var",
    "/opt",
    "/root",
    "/run",
    "/srv",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about a path."""

    verdict: Verdict
    rule: str
    reason: str
    suggestion: str = ""


FREE = Finding("allow", "path.workspace", "inside the workspace")


class PathJudge:
    """Judges paths for one workspace."""

    def __init__(self, workspace: Path, home: Path, *, allow_secrets: bool = False) -> None:
        self.root = os.path.realpath(workspace)
        self.home = str(home)
        self.allow_secrets = allow_secrets
        self._own = OwnPlaces.of(Path(self.root))

    def judge(self, text: str, op: Literal["read", "write"], cwd: str) -> Finding:
        """Judge `text` as a path used in `cwd`. Both its spelling and its resolved target must be free."""
        if not text or "\0" in text or any(ord(c) < 32 for c in text):
            return Finding("deny", "path.malformed", "the path is empty or has control characters")
        if len(text) > 4096 or any(len(part.encode("utf-8", "replace")) > 255 for part in text.split("/")):
            return Finding("deny", "path.malformed", "the path is too long")
        if _ELSEWHERE.match(text) or (not text.isascii() and ".." in unicodedata.normalize("NFKC", text).split("/")):
            return Finding("deny", "path.malformed", "it is an address, or a path of another system")
        if text == "~" or text.startswith("~/"):
            text = self.home + text[1:]
        full = os.path.join(cwd, text)  # noqa: PTH118 - hot path
        spelled = os.path.normpath(full).replace("//", "/", 1) if full.startswith("//") else os.path.normpath(full)
        if spelled in FREE_DEVICES:
            return FREE
        try:
            real = os.path.realpath(full)
        except (OSError, ValueError):
            return Finding("deny", "path.malformed", "the path cannot be resolved")
        worst = FREE
        for place in (spelled,) if real == spelled else (spelled, real):
            found = self._place(place, op)
            if found.verdict == "deny":
                return found
            if found.verdict == "ask":
                worst = found
        return worst

    def has_dashed(self, cwd: str) -> bool:
        """Whether a name at the top of a folder would be taken for a flag."""
        try:
            with os.scandir(cwd) as entries:
                return any(entry.name.startswith("-") for entry in entries)
        except (OSError, ValueError):
            return True

    def leads_out(self, text: str, cwd: str) -> bool:
        """Whether a link below a folder leads out of the workspace, or there are too many files to tell."""
        pending = [os.path.join(cwd, text)]  # noqa: PTH118 - hot path
        seen = 0
        while pending:
            try:
                entries = list(os.scandir(pending.pop()))
            except ValueError:  # a name that is not known
                return True
            except OSError:
                continue
            seen += len(entries)
            if seen > MAX_WALKED:
                return True
            for entry in entries:
                if entry.is_symlink():
                    real = os.path.realpath(entry.path)
                    if real != self.root and not real.startswith(self.root + "/"):
                        return True
                elif entry.is_dir():
                    pending.append(entry.path)
        return False

    def _place(self, place: str, op: Literal["read", "write"]) -> Finding:
        inside = place == self.root or place.startswith(self.root + "/")
        rel = PurePath(place[len(self.root) + 1 :]) if inside else PurePath(place)
        if not self.allow_secrets and is_secret(rel):
            return Finding(
                "deny", "path.secret", f"{rel} holds secrets", "Ask the user for what you need to know; never the file."
            )
        if inside:
            if self._own.is_private(rel):
                return Finding("deny", "path.protected", f"{rel} belongs to agent-runtime itself", "Leave it as it is.")
            if op == "write" and (is_protected(rel) or self._own.is_git_data(rel)):
                return Finding(
                    "deny", "path.protected", f"{rel} is protected", "Leave it; tell the user what to change."
                )
            return self._kind(place)
        if place.startswith(("/dev/", "/proc/kcore", "/sys/")) and (op == "write" or _RAW.search(place)):
            return Finding("deny", "path.device", f"{place} is a device")
        if op == "write":
            hidden = place.startswith(self.home + "/.")
            if hidden or place == "/" or place.startswith(tuple(f"{s}/" for s in SYSTEM)) or place in SYSTEM:
                return Finding(
                    "deny",
                    "path.system",
                    f"{place} belongs to the system or your settings",
                    "Write inside the workspace.",
                )
        return Finding("ask", "path.outside", f"{place} is outside the workspace", "Use a path inside the workspace.")

    def _kind(self, place: str) -> Finding:
        try:
            status = os.lstat(place)
        except (OSError, ValueError) as error:
            looped = isinstance(error, OSError) and error.errno == errno.ELOOP
            return Finding("deny", "path.malformed", "links lead in a circle") if looped else FREE
        mode = status.st_mode
        if (
            stat.S_ISREG(mode)
            and not self.allow_secrets
            and is_linked_secret(status, place, root=self.root, home=self.home)
        ):
            return Finding("deny", "path.secret", f"{place} is another name of a file that holds secrets")
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode):
            return FREE
        return Finding("deny", "path.device", "it is a device, a pipe or a socket")
