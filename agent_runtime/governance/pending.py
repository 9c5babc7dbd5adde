"""Questions that nobody could be asked: kept, so that they can be granted later and the session taken up."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from agent_runtime.config import state_dir
from agent_runtime.errors import ConfigError
from agent_runtime.governance.approval import ApprovalRequest, approval_key
from agent_runtime.governance.trust import changed_private_json, read_private_json
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


Items = list[Pending]


class PendingApprovals:
    """Waiting questions by key, in a private file of the user's."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or state_dir() / "pending-approvals.json"

    def list(self) -> list[Pending]:
        """The oldest first."""
        return _items(read_private_json(self.path))

    def add(self, request: ApprovalRequest, key: str) -> Pending:
        """Keep a question."""
        shown = request.command or "\n".join(part for part in (_call(request), request.preview) if part)
        decision = request.decision
        item = Pending(key, request.tool, shown, request.cwd, decision.rule, decision.reason, time.time())
        with self._changed() as items:
            items[:] = [*(known for known in items if known.key != key), item]
        return item

    def grant(self, prefix: str) -> Pending:
        """Allow one waiting question, by the beginning of its key, to be done once.

        Raises:
            ConfigError: none or several begin so.
        """
        with self._changed() as items:
            fitting = [item for item in items if prefix and item.key.startswith(prefix)]
            if len(fitting) != 1:
                what = "Several waiting questions begin" if fitting else "No waiting question begins"
                raise ConfigError(f"{what} with {prefix!r}.", remedy="`agent-runtime approvals pending` lists them.")
            items[:] = [replace(item, granted=True) if item is fitting[0] else item for item in items]
        return fitting[0]

    def forget(self, key: str) -> None:
        """Take a question off the list."""
        with self._changed() as items:
            items[:] = [item for item in items if item.key != key]

    def take(self, key: str) -> bool:
        """Use up a grant; whether there was one. Of several that ask at once, one gets it."""
        with self._changed() as items:
            found = any(item.key == key and item.granted for item in items)
            if found:
                items[:] = [item for item in items if item.key != key]
        return found

    @contextlib.contextmanager
    def _changed(self) -> Iterator[Items]:
        with changed_private_json(self.path) as data:
            items = _items(data)
            yield items
            kept = {item.key: {k: v for k, v in asdict(item).items() if k != "key"} for item in items[-MAX_PENDING:]}
            data.clear()
            data.update(kept)


def _items(data: dict[str, Any]) -> Items:
    """What is no question is left out, and only a plain `true` is a grant: the file may have been edited."""
    items = [
        Pending(
            key, str(v.get("tool", "")), str(v.get("shown", "")), str(v.get("cwd", "")), str(v.get("rule", "")),
            str(v.get("reason", "")), v["asked_at"], v.get("granted") is True,
        )
        for key, v in data.items() if isinstance(v, dict) and isinstance(v.get("asked_at"), int | float)
    ]  # fmt: skip
    return sorted(items, key=lambda item: item.asked_at)


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
