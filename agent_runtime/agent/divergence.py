"""Compares two recordings of one task: where, if anywhere, they part."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.records.recordings import RecordedStep, RecordedToolCall, Recording
from agent_runtime.types import JsonValue

_DURATION = re.compile(r"\b\d+(?:\.\d+)?(?= ?(?:ms|s|seconds?)\b)")
_COSTS = ("duration_ms", "duration_s", "peak_memory_mb")
_RUN_ID = re.compile(r"\b\d{8}-\d{6}-[0-9a-f]{6}\b")
_COST = re.compile(r"""(["'](?:\w*duration_m?s|peak_memory_mb)["']: )[\d.]+""")
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,16}\b")


@dataclass(frozen=True, slots=True)
class Divergence:
    """The first thing that came out otherwise."""

    step: int
    what: str
    """`arguments of read_file (call c3)`, `observation`, `answer`."""
    recorded: JsonValue
    replayed: JsonValue


class Comparison:
    """Compares what two runs did. Where they ran, what it cost in time and memory, and addresses do not count. The
    places are the workspace and the folder of the runs."""

    def __init__(self, recorded_places: Sequence[Path], replayed_places: Sequence[Path]) -> None:
        self._recorded = _eraser(recorded_places)
        self._replayed = _eraser(replayed_places)

    def steps(self, recorded: Recording, replayed: Recording, numbers: Sequence[int]) -> Divergence | None:
        """The first difference in some steps."""
        there = {step.number: step for step in recorded.steps}
        here = {step.number: step for step in replayed.steps}
        for number in numbers:
            was, now = there.get(number), here.get(number)
            if was is None or now is None:
                return Divergence(number, "step", _presence(was), _presence(now))
            for what, old, new in _facts(was, now):
                if (found := self._different(number, what, old, new)) is not None:
                    return found
        return None

    def ending(self, recorded: Recording, replayed: Recording) -> Divergence | None:
        """A difference in outcome, error or answer."""
        for name in ("outcome", "answer", "error"):
            old, new = recorded.result.get(name), replayed.result.get(name)
            if (found := self._different(len(replayed.steps), name, old, new)) is not None:
                return found
        return None

    def same_call(self, recorded: RecordedToolCall, name: str, arguments: JsonValue) -> bool:
        """Whether a call is the recorded one."""
        return recorded.name == name and self._recorded(dict(recorded.arguments)) == self._replayed(arguments)

    def _different(self, step: int, what: str, old: JsonValue, new: JsonValue) -> Divergence | None:
        old, new = self._recorded(old), self._replayed(new)
        return None if old == new else Divergence(step, what, old, new)


def _presence(step: RecordedStep | None) -> str | None:
    return None if step is None else (step.code or "a step without code")


def _facts(was: RecordedStep, now: RecordedStep) -> Iterator[tuple[str, JsonValue, JsonValue]]:
    """What is compared of a step, in the order it came about."""
    for index in range(max(len(was.tool_calls), len(now.tool_calls))):
        old = was.tool_calls[index] if index < len(was.tool_calls) else None
        new = now.tool_calls[index] if index < len(now.tool_calls) else None
        if old is None or new is None:
            yield f"tool call {index + 1}", _shown(old), _shown(new)
            return
        where = f"{old.name} (call {old.call_id or index + 1})"
        yield f"tool of call {index + 1}", old.name, new.name
        yield f"arguments of {where}", dict(old.arguments), dict(new.arguments)
        yield f"policy for {where}", _decision(old), _decision(new)
        yield f"approval of {where}", old.approval, new.approval
        yield f"error of {where}", old.error_type, new.error_type
        yield f"result of {where}", old.value, new.value
    yield "code", was.code, now.code
    yield "error", was.error, now.error
    yield "observation", was.observation, now.observation


def _decision(call: RecordedToolCall) -> str | None:
    return None if call.verdict is None else f"{call.verdict} by {call.rule}"


def _shown(call: RecordedToolCall | None) -> JsonValue:
    return None if call is None else {"tool": call.name, "arguments": dict(call.arguments)}


def _eraser(places: Sequence[Path]) -> Callable[[JsonValue], JsonValue]:
    """Replaces folders by their role, and what differs each time by a mark; in values and keys alike."""
    names = [(str(place), f"<{role}>") for place, role in zip(places, ("workspace", "runs"), strict=True)]

    def erase(value: JsonValue) -> JsonValue:
        if isinstance(value, str):
            for path, mark in names:
                value = value.replace(path, mark)
            value = _COST.sub(r"\1<cost>", value)
            return _RUN_ID.sub("<run>", _ADDRESS.sub("<address>", _DURATION.sub("<time>", value)))
        if isinstance(value, list):
            return [erase(item) for item in value]
        if isinstance(value, dict):
            kept = {k: v for k, v in value.items() if not k.endswith(_COSTS)}
            return {str(erase(k)): erase(v) for k, v in kept.items()}
        return value

    return erase


def excerpt(value: JsonValue, width: int = 2000) -> str:
    """A value for people to read."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return text if len(text) <= width else f"{text[: width // 2]}\n[...]\n{text[-width // 2 :]}"
