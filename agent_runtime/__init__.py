"""A coding agent that runs on your machine and that you can trust and inspect.

```python
from agent_runtime import Session

with Session(".", mode="auto-edit") as session:
    for event in session.stream("Fix the failing test"):
        print(event.kind, dict(event.data))
    print(session.last.outcome, session.last.answer)
```

What `__all__` names is the public interface (docs/python-api.md); all of it is loaded when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent_runtime.agent.answers import AnswerSchema
    from agent_runtime.agent.conversation import SessionInfo, list_sessions
    from agent_runtime.agent.session import Session
    from agent_runtime.config import Settings
    from agent_runtime.errors import (
        AgentRuntimeError,
        ConfigError,
        JailUnavailable,
        ModelError,
        PolicyError,
        RecordsError,
    )
    from agent_runtime.governance.approval import ApprovalRequest
    from agent_runtime.governance.policy import Policy
    from agent_runtime.types import (
        Approval,
        Check,
        Event,
        FileStat,
        JsonValue,
        Mode,
        Observation,
        Outcome,
        RunResult,
        ToolCall,
        Usage,
    )

__version__ = "0.1.0"

_HOMES = {
    "agent_runtime.agent.answers": ("AnswerSchema",),
    "agent_runtime.agent.conversation": ("SessionInfo", "list_sessions"),
    "agent_runtime.agent.session": ("Session",),
    "agent_runtime.config": ("Settings",),
    "agent_runtime.errors": (
        "AgentRuntimeError",
        "ConfigError",
        "JailUnavailable",
        "ModelError",
        "PolicyError",
        "RecordsError",
    ),
    "agent_runtime.governance.approval": ("ApprovalRequest",),
    "agent_runtime.governance.policy": ("Policy",),
    "agent_runtime.types": (
        "Approval",
        "Check",
        "Event",
        "FileStat",
        "JsonValue",
        "Mode",
        "Observation",
        "Outcome",
        "RunResult",
        "ToolCall",
        "Usage",
    ),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "AgentRuntimeError",
    "AnswerSchema",
    "Approval",
    "ApprovalRequest",
    "Check",
    "ConfigError",
    "Event",
    "FileStat",
    "JailUnavailable",
    "JsonValue",
    "Mode",
    "ModelError",
    "Observation",
    "Outcome",
    "Policy",
    "PolicyError",
    "RecordsError",
    "RunResult",
    "Session",
    "SessionInfo",
    "Settings",
    "ToolCall",
    "Usage",
    "__version__",
    "list_sessions",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
