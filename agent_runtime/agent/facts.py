"""What is written about a run when it begins: its metadata and the attributes of its root span."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

from agent_runtime import __version__
from agent_runtime.records.attributes import Attributes, run_attributes
from agent_runtime.tools.git import head_of
from agent_runtime.types import JsonValue

if TYPE_CHECKING:
    from agent_runtime.agent.session import Session


def root_attributes(session: Session, task: str) -> Attributes:
    """The attributes of `agent.run`."""
    return run_attributes(
        task=task,
        workspace=str(session.workspace),
        model=session.model_id,
        mode=session.settings.agent_mode,
        git_head=head_of(session.workspace)[1],
        policy_digest=session.policy.digest,
        metadata={**_jail(session), "sandbox": session.sandbox.backend},
    )


def metadata(session: Session, task: str) -> dict[str, JsonValue]:
    """What stands in `metadata.json`."""
    branch, head = head_of(session.workspace)
    policy = session.policy
    return {
        "task": task,
        "session_id": session.session_id,
        "workspace": str(session.workspace),
        "git_branch": branch,
        "git_head": head,
        "settings": session.settings.model_dump(mode="json", exclude={"model_api_key", "phoenix_api_key"}),
        "model": {"id": session.model_id, "digest": session.model.digest if session.model else None},
        "policy_digest": policy.digest,
        "policy_flags": {"allow_shell": policy.allow_shell, "sudo_ok": policy.sudo_ok},
        **_jail(session),
        "sandbox": {"backend": session.sandbox.backend, "degraded": session.sandbox.degraded},
        "versions": {"agent_runtime": __version__, "python": platform.python_version()},
        "machine": {"system": platform.platform(), "cpus": os.cpu_count()},
        "seed": session.settings.model_seed,
    }


def _jail(session: Session) -> dict[str, JsonValue]:
    if session.jail is None:
        return {"jail": None}
    return {"jail": session.jail.backend.name, "jail_reason": session.jail.reason}
