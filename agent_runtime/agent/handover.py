"""Which model works, on the record: what was chosen for a task, and who takes over when steps fail."""

from __future__ import annotations

from collections.abc import Callable

from agent_runtime.models.base import ChatModel, RouteChoice
from agent_runtime.records.telemetry import Telemetry
from agent_runtime.types import Event

FAILURES = 2
"""Failed steps in a row after which a larger model is asked, where the route allows it."""


def record_route(choice: RouteChoice | None, telemetry: Telemetry, notice: Callable[[str], None]) -> None:
    """A span that says which model does the task and why."""
    if choice is None:
        return
    with telemetry.span("route", "CHAIN", attributes={"input.value": "auto", "output.value": choice.model}) as span:
        span.set({**choice.attributes, "agent_runtime.route.reasons": "\n".join(choice.reasons)})  # type: ignore[dict-item]  # JSON scalars
    notice(f"auto: {choice.model} ({choice.reasons[-1]})")


class Handover:
    """Counts failed steps and asks the model for a larger one."""

    def __init__(self, model: ChatModel, telemetry: Telemetry, on_event: Callable[[Event], None]) -> None:
        self._model = model
        self._telemetry = telemetry
        self._on_event = on_event
        self._failed = 0

    def saw(self, step: int, *, failed: bool) -> None:
        """Take note of a step."""
        self._failed = self._failed + 1 if failed else 0
        if self._failed < FAILURES:
            return
        before = str(self._model.model_id)
        told = self._model.escalate()
        if told is None:
            return
        self._failed = 0
        with self._telemetry.span("escalate", "CHAIN", attributes={"input.value": before}) as span:
            span.set({"output.value": str(self._model.model_id), "agent_runtime.escalate.after_step": step})
        self._on_event(Event("notice", {"text": f"{told} after {FAILURES} failed steps"}))
