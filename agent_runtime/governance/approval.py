"""Who answers an `ask`: the protocol, and the approvers that need no terminal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from agent_runtime.config import config_dir
from agent_runtime.governance import shell
from agent_runtime.governance.trust import changed_private_json, read_private_json
from agent_runtime.governance.wrappers import INTERPRETERS, LAUNCHERS, OTHER_WRAPPERS
from agent_runtime.types import Approval, Decision, Effect, JsonValue, Mode, Remember

NEVER_REMEMBERED = (
    INTERPRETERS
    | OTHER_WRAPPERS - LAUNCHERS - {"pnpm", "hatch"}  # package managers, and their rules say what may be remembered
    | frozenset({"nodejs", "deno", "bun", "tsx", "ts-node", "pypy", "ipython", "julia", "tclsh", "rscript", "busybox"})
    | frozenset({"awk", "gawk", "mawk", "nawk", "sed", "make", "find", "xargs", "env", "git"})
)
"""One approval must not stand for all that an interpreter, a shell, git, or what starts other programs can do."""

_MEANWHILE = frozenset({"timeout", "nice", "nohup", "time", "command", "setsid", "stdbuf"})
"""Programs that run what follows them."""


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """What an approver is asked."""

    tool: str
    arguments: Mapping[str, JsonValue]
    decision: Decision
    command: str | None = None
    cwd: str = "."
    preview: str | None = None
    """A diff, for example."""
    sandbox: str = ""
    """In words: profile, network, backend."""
    argv: tuple[str, ...] = ()
    """The command's words as decoded, when it is one simple command."""
    hunks: tuple[tuple[str, str], ...] = ()
    """(id, text) of each hunk of a patch"""


class Approver(Protocol):
    """Answers one request; no answer is no."""

    def ask(self, request: ApprovalRequest) -> Approval: ...


class DenyAll:
    """For runs without a terminal: nothing that needs a question is done."""

    def ask(self, request: ApprovalRequest) -> Approval:
        return Approval(
            approved=False,
            source="no-terminal",
            comment=(
                f"Nobody can be asked here. Rule {request.decision.rule!r} wants an approval: "
                f"{request.decision.reason}. "
                f"A user's policy.toml with an ALLOW rule for it, or a terminal, would let it run."
            ),
        )


class ScriptedApprover:
    """Gives prepared answers in turn, then refuses; keeps what it was asked."""

    def __init__(self, answers: Iterable[Approval | bool]) -> None:
        self._answers = iter(answers)
        self.requests: list[ApprovalRequest] = []

    def ask(self, request: ApprovalRequest) -> Approval:
        self.requests.append(request)
        answer = next(self._answers, False)
        return answer if isinstance(answer, Approval) else Approval(approved=answer, source="scripted")


@dataclass(frozen=True, slots=True)
class StoredApproval:
    """One approval for always."""

    key: str
    shown: str
    cwd: str
    policy_digest: str


def approval_key(request: ApprovalRequest, policy_digest: str) -> str:
    """The same question again: tool, normalised argv (or arguments and what they would do), directory and policy."""
    subject: object = (
        list(request.argv or shell.simple_argv(request.command or "", Path(request.cwd))) or request.command
    )
    subject = subject or [dict(request.arguments), request.preview]
    data = json.dumps([request.tool, subject, request.cwd, policy_digest], sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()


class ApprovalStore:
    """Approvals for this project, on disk, private to the user."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_dir() / "approvals.json"

    def list(self) -> list[StoredApproval]:
        """All stored approvals."""
        return [
            StoredApproval(key, str(v.get("shown", "")), str(v.get("cwd", "")), str(v.get("policy_digest", "")))
            for key, v in sorted(read_private_json(self.path).items())
            if isinstance(v, dict)
        ]

    def has(self, key: str) -> bool:
        return isinstance(read_private_json(self.path).get(key), dict)

    def grant(self, request: ApprovalRequest, policy_digest: str) -> StoredApproval:
        """Remember an approval."""
        key = approval_key(request, policy_digest)
        shown = request.command or request.tool
        with changed_private_json(self.path) as data:
            data[key] = {"shown": shown, "cwd": request.cwd, "policy_digest": policy_digest}
        return StoredApproval(key, shown, request.cwd, policy_digest)

    def revoke(self, prefix: str) -> int:
        """Forget approvals whose key begins with `prefix`, or whose command is exactly it; how many."""
        with changed_private_json(self.path) as data:
            shown = {key: value.get("shown") if isinstance(value, dict) else None for key, value in data.items()}
            gone = [key for key in data if prefix and (key.startswith(prefix) or shown[key] == prefix)]
            for key in gone:
                del data[key]
        return len(gone)


class RememberedApprover:
    """Answers from memory where a rule lets it, else asks `inner` and remembers its answer."""

    def __init__(self, inner: Approver, store: ApprovalStore, policy_digest: str) -> None:
        self.inner, self.store, self.policy_digest = inner, store, policy_digest
        self._session: set[str] = set()

    def ask(self, request: ApprovalRequest) -> Approval:
        remember, why_not = rememberable(request)
        key = approval_key(request, self.policy_digest)
        if remember != "never" and key in self._session:
            return Approval(approved=True, source="remembered", scope="session")
        if remember == "project" and self.store.has(key):
            return Approval(approved=True, source="remembered", scope="project")
        answer = self.inner.ask(request)
        if not answer.approved or answer.edited_command is not None:
            return answer
        if answer.scope == "project" and remember == "project":
            self.store.grant(request, self.policy_digest)
        elif answer.scope != "once" and remember != "never":
            self._session.add(key)
            return replace(answer, scope="session")
        elif answer.scope != "once":
            return replace(answer, scope="once", comment=answer.comment or why_not)
        return answer


def rememberable(request: ApprovalRequest) -> tuple[Remember, str]:
    """For how long an approval may stand, and why not for longer."""
    decision = request.decision
    if request.command is None and (request.preview is not None or request.hunks):
        return "never", "each change is looked at by itself; --mode auto-edit applies changes without a question"
    asked = [part.text for part in decision.parts if part.verdict == "ask"] or [request.command or ""]
    programs = [request.argv, *(argv for text in asked for argv in _commands(text))]
    if bare := next((name for argv in programs if (name := bare_program(argv))), None):
        return "never", f"{bare!r} can do too many things for one answer to stand for all"
    where = f" ({decision.source})" if decision.source else ""
    if decision.remember == "project":
        return "project", ""
    if decision.remember == "session":
        return "session", f"rule {decision.rule}{where} lets it be remembered for the session only"
    return "never", f"rule {decision.rule}{where} wants a question each time"


def _commands(text: str) -> list[tuple[str, ...]]:
    script = shell.parse(text, "/", "/")
    return [tuple(word.text for word in command.words) for command in script.commands]


def bare_program(argv: tuple[str, ...]) -> str | None:
    """The interpreter, shell, git, env or sudo that is started, or may be: by a program that runs what follows it."""
    for number, word in enumerate(argv):
        name = word.rsplit("/", 1)[-1].lower()
        if name in NEVER_REMEMBERED or name.rstrip("0123456789.") in NEVER_REMEMBERED:
            return word
        if number == 0 and name not in _MEANWHILE:
            return None
    return None


def apply_mode(
    decision: Decision, mode: Mode, *, effect: Effect, sandboxed: bool, allow_shell: bool = False
) -> Decision:
    """What a mode makes of a decision. `deny` stays `deny` in all; `sandboxed` means a sandbox that is not degraded.

    With `allow_shell` (`--allow-shell`) an asked command runs without a question, without network, when sandboxed.
    """
    if decision.verdict == "deny":
        return decision
    runs_project_code = effect is Effect.EXECUTE and decision.sandbox != "read"
    if mode == "plan":
        changes = effect is Effect.MUTATE or runs_project_code or decision.verdict != "allow"
        if changes and effect not in (Effect.READ, Effect.PROPOSE):
            return replace(
                decision, verdict="deny", rule="mode.plan", reason="in plan mode nothing is changed or run",
                suggestion="Describe the change; the user leaves plan mode to have it made.",
            )  # fmt: skip
        return decision
    if decision.verdict == "allow":
        if (runs_project_code or decision.sweeps) and not sandboxed:
            return replace(decision, verdict="ask", reason=f"{decision.reason}; the sandbox is missing or degraded")
        return decision
    if allow_shell and sandboxed and effect is Effect.EXECUTE:
        return replace(decision, verdict="allow", network=False, reason=f"--allow-shell; else: {decision.reason}")
    if mode == "auto-edit" and effect is Effect.MUTATE and decision.rule.startswith("default.mutate"):
        return replace(
            decision, verdict="allow", rule="mode.auto-edit", reason="edits inside the workspace are applied"
        )
    if mode == "auto" and (effect is not Effect.EXECUTE or sandboxed):
        return replace(
            decision,
            verdict="allow",
            network=False,
            write_git=False,
            rule="mode.auto",
            reason=f"auto mode; else: {decision.reason}",
        )
    return decision
