"""What a session is opened with: who answers, and what its environment holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent_runtime.config import Settings, load
from agent_runtime.governance.approval import ApprovalRequest, ApprovalStore, Approver, DenyAll, RememberedApprover
from agent_runtime.governance.policy import Policy
from agent_runtime.records.runs import RunDirectory
from agent_runtime.records.telemetry import Telemetry
from agent_runtime.tools.base import ToolContext
from agent_runtime.tools.gate import Gate
from agent_runtime.types import Approval, Event

OnEvent = Callable[[Event], None]
Ask = Callable[[ApprovalRequest], bool | Approval]


@dataclass(frozen=True, slots=True)
class RunParts:
    """What one run is made of."""

    directory: RunDirectory
    telemetry: Telemetry
    gate: Gate
    context: ToolContext
    started: float


class Asking:
    """A function as an approver."""

    def __init__(self, function: Ask) -> None:
        self._function = function

    def ask(self, request: ApprovalRequest) -> Approval:
        answer = self._function(request)
        return answer if isinstance(answer, Approval) else Approval(approved=bool(answer), source="user")


def approver_of(given: Approver | Ask | None, policy: Policy) -> Approver:
    """An approver from what was given; nobody when nothing was."""
    if given is None:
        return RememberedApprover(DenyAll(), ApprovalStore(), policy.digest)
    return Asking(given) if callable(given) else given


def settings_of(
    workspace: Path, settings: Settings | None, changes: Mapping[str, Any]
) -> tuple[Settings, Mapping[str, str] | None]:
    """Settings with changes on top, and where each comes from, when they had to be read.

    Raises:
        ConfigError: a value is out of range, or a name is unknown.
    """
    wanted = {name: value for name, value in changes.items() if value is not None}
    if settings is not None and not wanted:
        return settings, None
    loaded = load(workspace, {**(settings.model_dump(exclude_unset=True) if settings is not None else {}), **wanted})
    return loaded.values, None if settings is not None else loaded.origins


def dotenv_values_of(workspace: Path) -> dict[str, str | None]:
    """What stands in the workspace's `.env`: its secrets are not shown."""
    from dotenv import dotenv_values

    try:
        return dict(dotenv_values(workspace / ".env"))
    except (OSError, UnicodeDecodeError):
        return {}
