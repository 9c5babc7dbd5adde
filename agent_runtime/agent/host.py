"""The host side of the jail: numbers the calls of a run and hands them to the gate."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent_runtime.errors import LimitReached, RunStopped, StepFull
from agent_runtime.tools.gate import Gate
from agent_runtime.tools.memory import call_key
from agent_runtime.types import Effect, JsonValue, Observation, ToolCall, ToolSpec

_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True)
class MadeCall:
    """A call that the model has made, for whoever judges its steps."""

    step: int
    name: str
    arguments: Mapping[str, JsonValue]
    ok: bool
    error: str
    result: str
    """SHA-256 of what it answered."""
    reads: bool
    """It cannot change anything."""

    @property
    def key(self) -> str:
        """The same for the same call."""
        return call_key(self.name, self.arguments)

    @property
    def shown(self) -> str:
        """The call as Python, its arguments cut."""
        given = ", ".join(f"{name}={_cut(repr(value))}" for name, value in self.arguments.items())
        return f"{self.name}({given})"


class GateHost:
    """What the child may call. Lives as long as the session; each run brings its own gate."""

    def __init__(self) -> None:
        self.gate: Gate | None = None
        self.step = 0
        self.calls = 0
        self.made: list[MadeCall] = []
        """The calls of the run that the model made, in order."""
        self.denied: list[str] = []
        self.stopped: RunStopped | None = None
        """Why the run must end; calls are refused once it is set."""
        self.cancelled = threading.Event()
        """Set with `stopped`, for whoever waits for a command."""
        self.ready = threading.Event()
        """Set once the workspace is whole: a call waits for it."""
        self.ready.set()

    def begin(self, gate: Gate) -> None:
        """Start a run."""
        self.gate = gate
        gate.admit = self._admit
        self.step, self.calls, self.denied, self.stopped = 0, 0, [], None
        self.made = []
        self.cancelled.clear()

    def specs(self) -> Sequence[ToolSpec]:
        if self.gate is None:
            return []
        return [tool.spec for tool in self.gate.registry.values()]

    def invoke(self, name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        """One call through the gate.

        Raises:
            RunStopped: the run must end.
        """
        if self.stopped is not None:
            raise self.stopped
        assert self.gate is not None
        self.ready.wait()
        self.calls += 1
        try:
            observation = self.gate.invoke(ToolCall(f"c{self.calls}", name, arguments, self.step))
        except RunStopped as stop:
            self.stopped = stop
            raise
        self.made.append(self._seen(name, arguments, observation))
        if observation.denied and isinstance(observation.value, dict):
            self.denied.append(str(observation.value.get("error")))
        return observation

    def _admit(self, call: ToolCall) -> None:
        """Hold the model's own calls to the run's and the step's budget; those that check its work are not counted.

        Raises:
            LimitReached, StepFull
        """
        if self.gate is None or call.id != f"c{self.calls}":
            return
        settings = self.gate.settings
        limit, per_step = settings.agent_max_tool_calls, settings.agent_actions_per_step
        if limit is not None and self.calls > limit:
            raise LimitReached(
                f"The run made all its {limit} tool calls.", remedy="Raise --max-tool-calls (AGENT_MAX_TOOL_CALLS)."
            )
        here = sum(1 for made in self.made if made.step == self.step)
        if per_step is not None and self.step and here >= per_step:
            raise StepFull(
                f"{call.name} was not run: a step may make {per_step} tool call{'s' if per_step > 1 else ''}.",
                recovery="Print what you have, and make this call in your next reply.",
            )

    def _seen(self, name: str, arguments: Mapping[str, JsonValue], observation: Observation) -> MadeCall:
        assert self.gate is not None
        value = observation.value
        told = {key: item for key, item in value.items() if key != "note"} if isinstance(value, dict) else value
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        error = str(value.get("error", "")) if isinstance(value, dict) and not observation.ok else ""
        tool = self.gate.registry.get(name)
        reads = tool is not None and tool.effect is Effect.READ
        return MadeCall(self.step, name, arguments, observation.ok, error, digest, reads)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}..."
