"""The host side of the jail: numbers the calls of a run and hands them to the gate."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from agent_runtime.errors import RunStopped
from agent_runtime.tools.gate import Gate
from agent_runtime.types import JsonValue, Observation, ToolCall, ToolSpec


class GateHost:
    """What the child may call. Lives as long as the session; each run brings its own gate."""

    def __init__(self) -> None:
        self.gate: Gate | None = None
        self.step = 0
        self.calls = 0
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
        self.step, self.calls, self.denied, self.stopped = 0, 0, [], None
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
        if observation.denied and isinstance(observation.value, dict):
            self.denied.append(str(observation.value.get("error")))
        return observation
