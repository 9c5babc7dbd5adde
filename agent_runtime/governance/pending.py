"""Questions that nobody could be asked: kept, so that they can be granted later and the session taken up."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from agent_runtime.config import state_dir
from agent_runtime.errors import ConfigError
from agent_runtime.governance.approval import ApprovalRequest, approval_key
from agent_runtime.governance.trust import read_private_json, write_private_json
from agent_runtime.types import Approval

MAX_PENDING = 200
"""The oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One question that waits, or that was granted once and not yet used."""

    key: str
    tool: str
    shown: str
    """The command, or the tool with the change it would make."""
    cwd: str
    rule: str
    reason: str
    asked_at: float
    granted: bool = False


class PendingApprovals:
    """Waiting questions by key, in a private file of the user's."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or state_dir() / "pending-approvals.json"

    def list(self) -> list[Pending]:
        """The oldest first."""
        items = [
            Pending(
                key, str(v.get("tool", "")), str(v.get("shown", "")), str(v.get("cwd", "")), str(v.get("rule", "")),
                str(v.get("reason", "")), float(v.get("asked_at") or 0), bool(v.get("granted")),
            )
            for key, v in read_private_json(self.path).items() if isinstance(v, dict)
        ]  # fmt: skip
        return sorted(items, key=lambda item: item.asked_at)

    def add(self, request: ApprovalRequest, key: str) -> Pending:
        """Keep a question."""
        shown = request.command or "\n".join(part for part in (_call(request), request.preview) if part)
        decision = request.decision
        item = Pending(key, request.tool, shown, request.cwd, decision.rule, decision.reason, time.time())
        self._write([*(known for known in self.list() if known.key != key), item])
        return item

    def grant(self, prefix: str) -> Pending:
        """Allow one waiting question, by the beginning of its key, to be done once.

        Raises:
            ConfigError: none or several begin so.
        """
        items = self.list()
        fitting = [item for item in items if prefix and item.key.startswith(prefix)]
        if len(fitting) != 1:
            what = "Several waiting questions begin" if fitting else "No waiting question begins"
            raise ConfigError(f"{what} with {prefix!r}.", remedy="`agent-runtime approvals pending` lists them.")
        self._write([Pending(**{**asdict(x), "granted": True}) if x is fitting[0] else x for x in items])
        return fitting[0]

    def forget(self, key: str) -> None:
        """Take a question off the list."""
        self._write([item for item in self.list() if item.key != key])

    def take(self, key: str) -> bool:
        """Use up a grant; whether there was one."""
        found = any(item.key == key and item.granted for item in self.list())
        if found:
            self.forget(key)
        return found

    def _write(self, items: Sequence[Pending]) -> None:
        kept = {item.key: {k: v for k, v in asdict(item).items() if k != "key"} for item in items[-MAX_PENDING:]}
        write_private_json(self.path, kept)


class AskLater:
    """For runs without a terminal: does what was granted once, and keeps every other question for later."""

    def __init__(self, store: PendingApprovals, policy_digest: str) -> None:
        self._store = store
        self._policy_digest = policy_digest
        self.asked: list[Pending] = []
        """What was asked in vain."""

    def ask(self, request: ApprovalRequest) -> Approval:
        key = approval_key(request, self._policy_digest)
        if self._store.take(key):
            return Approval(approved=True, source="remembered", comment="granted once")
        item = self._store.add(request, key)
        self.asked.append(item)
        return Approval(
            approved=False,
            source="no-terminal",
            comment=(
                f"Nobody can be asked here: rule {request.decision.rule!r} wants an approval. To allow it: "
                f"`agent-runtime approvals grant {key[:12]}`, then `agent-runtime resume`."
            ),
        )


def _call(request: ApprovalRequest) -> str:
    return f"{request.tool}({', '.join(f'{k}={v!r}' for k, v in request.arguments.items())})"
