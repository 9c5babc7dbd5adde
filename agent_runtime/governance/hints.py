"""Tells what likely went wrong because of the sandbox, and how to get what is missing."""

from __future__ import annotations

import re
from pathlib import PurePath

from agent_runtime.governance.index import Findings
from agent_runtime.governance.limits import Backend, CommandLimits
from agent_runtime.governance.supervise import Supervised
from agent_runtime.types import SandboxProfile

_NO_NETWORK = re.compile(
    r"(?i)temporary failure in name resolution|name or service not known|could not resolve host|getaddrinfo|EAI_AGAIN"
    r"|network is unreachable|no such host|failed to (?:resolve|lookup) address|ENETUNREACH|NewConnectionError"
    r"|nodename nor servname|could not connect to server|dns error|download failed"
)
_READ_ONLY = re.compile(r"(?i)read-only file system|EROFS|Errno 30")
_NO_MEMORY = re.compile(r"(?i)MemoryError|cannot allocate memory|out of memory|std::bad_alloc|ENOMEM")
_NO_PROCESS = re.compile(r"(?i)resource temporarily unavailable|cannot fork|can't start new thread|EAGAIN")
_REFUSED = re.compile(r"(?i)permission denied|operation not permitted|EACCES|EPERM|device or resource busy|EBUSY")


def hint_for(
    ended: Supervised,
    *,
    profile: SandboxProfile,
    network: bool,
    backend: Backend,
    taken: list[str],
    findings: Findings,
    limits: CommandLimits,
) -> str:
    """One or more sentences, or nothing when the sandbox seems to have no part in it."""
    found = []
    if taken:
        found.append(
            f"The command created {', '.join(taken)}, which commands may not; it was moved to the "
            "folder taken-back of agent-runtime's state directory, or renamed to taken-back-... where that is "
            "on another file system."
        )
    found += _stopped(ended, limits)
    if ended.stop is None and ended.exit_code != 0 and backend != "none":
        found += _failed(ended.output, profile, network, backend, findings)
    return " ".join(found)


def _stopped(ended: Supervised, limits: CommandLimits) -> list[str]:
    match ended.stop:
        case "time":
            return [f"Stopped after {limits.timeout_s:g} s with all its processes; run less at once."]
        case "memory":
            return [f"Stopped: its processes used more than {limits.memory_bytes >> 20} MiB together."]
        case "processes":
            return [f"Stopped: it had more than {limits.processes} processes."]
        case "output":
            return ["Stopped: it printed without end; send the output to a file or through `head`."]
        case _:
            return []


def _failed(output: str, profile: SandboxProfile, network: bool, backend: Backend, findings: Findings) -> list[str]:
    found = []
    tail = output[-20000:]
    if not network and (
        _NO_NETWORK.search(tail) or (backend == "landlock" and "ocket" in tail and _REFUSED.search(tail))
    ):
        found.append(
            "Commands run without network. If it is needed (to install a package, for example), run that step as a "
            "command of its own: the user is asked, and an approval grants it network."
        )
    if _READ_ONLY.search(tail):
        if profile == "read":
            found.append(
                "This command ran with the workspace read-only, by its policy rule. What must write has to be run as a "
                "command that the user approves, or a test command."
            )
        else:
            found.append(
                "Outside the workspace, /tmp and HOME everything is read-only, and so are .git, policy.toml and .env "
                "files within it; a git command that the user approves may write .git, but not its hooks or config."
            )
    elif _REFUSED.search(tail) and profile != "read":
        found.append("Commands cannot replace, move or create .git, policy.toml, .agent-runtime or .env files.")
    if _NO_MEMORY.search(tail):
        found.append("It may have reached the sandbox's memory limit.")
    if _NO_PROCESS.search(tail):
        found.append("It may have reached the sandbox's limit of processes.")
    masked = [name for name in sorted(findings.secret_files) if PurePath(name).name in tail]
    if masked:
        found.append(f"{', '.join(masked[:3])} looks empty inside the sandbox: secrets are hidden from commands.")
    if re.search(r"(?i)HOME.*(?:not set|unset|not defined)", tail):
        found.append("HOME is an empty private folder inside the sandbox.")
    return found
