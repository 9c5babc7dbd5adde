"""What a search has tried so far, and when it gives up."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent_runtime.agent.search.candidates import Candidate
from agent_runtime.agent.search.evidence import Target
from agent_runtime.agent.search.trial import TrialResult


@dataclass(frozen=True)
class Tried:
    """A candidate and what the check said."""

    number: int
    target: Target
    candidate: Candidate
    result: TrialResult
    suspicious: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    """Lines of other changes, near this one, that pass as well."""
    lets_in: str = ""
    """A call that was refused before and is not with this one."""
    refuses: str = ""
    """A call that gave a value before and raises an error with this one."""
    unweighed: bool = False
    """The time was over before changes near it and spoilt calls had been tried."""
    slip: bool = False
    """It is one thing turned, and no model wrote it."""

    @property
    def wins(self) -> bool:
        return self.result.passed and not self.suspicious


@dataclass
class Tally:
    """What the search did, for its record and its report."""

    requests: int = 0
    samples: int = 0
    duplicates: int = 0
    rejected: int = 0
    tried: list[Tried] = field(default_factory=list)
    won_after: int = 0
    """Candidates that were tried until one won, itself included."""


@dataclass(frozen=True, slots=True)
class Budget:
    """When the search gives up."""

    seconds: float
    samples: int
