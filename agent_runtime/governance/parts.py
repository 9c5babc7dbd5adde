"""What one part of a command came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent_runtime.types import Remember, SandboxProfile, Verdict

STRICT: Mapping[Verdict, int] = {"allow": 0, "ask": 1, "deny": 2}

PROFILE: Mapping[SandboxProfile, int] = {"read": 0, "test": 1, "approved": 2}


@dataclass(frozen=True, slots=True)
class Part:
    """What one command, redirection or word came to."""

    text: str
    verdict: Verdict
    rule: str
    reason: str
    suggestion: str = ""
    source: str = ""
    sandbox: SandboxProfile = "read"
    network: bool = False
    remember: Remember = "project"
    git: bool = False
    """It is a git command that a rule names."""
    sweeps: bool = False
    """It reads a folder that holds secrets, or takes names that might be flags: the sandbox makes that harmless."""
