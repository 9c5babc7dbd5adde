"""What the model is shown: the messages of a run, and outputs cut to size."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from smolagents.memory import ActionStep, AgentMemory, MemoryStep, TaskStep
from smolagents.models import ChatMessage, MessageRole

from agent_runtime.agent import prompts
from agent_runtime.agent.ledger import Part, Told
from agent_runtime.config import Settings
from agent_runtime.models.base import Completion
from agent_runtime.types import JsonValue


def cut(text: str, settings: Settings) -> str:
    """Cut the middle out of a long text: what matters stands at either end.

    At most `TRUNCATION_MAX_LINES` lines and `TRUNCATION_MAX_CHARS` characters stay.
    """
    lines = text.split("\n")
    limit = settings.truncation_max_lines
    if len(lines) > limit:
        head, tail = lines[: limit - limit // 3], lines[-(limit // 3) :]
        gone = len(lines) - len(head) - len(tail)
        text = "\n".join([*head, f"[... {gone} lines not shown; print less or a part ...]", *tail])
    limit = settings.truncation_max_chars
    if len(text) > limit:
        head_chars = limit - limit // 3
        gone = len(text) - limit
        text = (
            f"{text[:head_chars]}\n[... {gone} characters not shown; print less or a part ...]\n{text[-(limit // 3) :]}"
        )
    return text


def cut_list(value: JsonValue, settings: Settings) -> JsonValue:
    """Shorten lists for showing, however deep they stand."""
    limit = settings.truncation_max_list_items
    if isinstance(value, list):
        shown = [cut_list(item, settings) for item in value[:limit]]
        return [*shown, f"... {len(value) - limit} more items"] if len(value) > limit else shown
    if isinstance(value, dict):
        return {key: cut_list(item, settings) for key, item in value.items()}
    return value


def observation(logs: str, output: Any, settings: Settings) -> str:
    """What a step printed and the value of its last expression, cut to size."""
    parts = [cut(logs.rstrip("\n"), settings)] if logs.strip() else []
    if output is not None:
        parts.append("Value of the last line: " + cut(_literal(cut_list(output, settings)), settings))
    return "\n".join(parts) or NOTHING


NOTHING = "(nothing was printed)"
"""The output of a step without one."""
Piece = tuple[ChatMessage, tuple[Part, ...]]
"""A message and the sources of its text."""


def pieces(memory: AgentMemory, system: Told, told: Mapping[str, Told], *, examples: bool) -> list[Piece]:
    """The whole conversation with the source of each part. Append-only: the messages of one step are a prefix of those
    of the next. `told` knows the parts of the tasks by their text; `examples` puts worked ones before them."""
    found: list[Piece] = []
    if system.text:
        found.append((_message(MessageRole.SYSTEM, system.text), _parts(system)))
    if examples:
        found += [(message, (Part("examples", str(message.content)),)) for message in EXAMPLES]
    last = max((at for at, step in enumerate(memory.steps) if isinstance(step, TaskStep)), default=-1)
    for at, step in enumerate(memory.steps):
        found += _step_pieces(step, told, current=at >= last)
    return found


def _step_pieces(step: MemoryStep, told: Mapping[str, Told], *, current: bool) -> list[Piece]:
    if isinstance(step, TaskStep):
        parts = _parts(told.get(step.task, Told((("task", step.task),))))
        parts = parts if current else (Part("earlier tasks", step.task),)
        return [(_message(MessageRole.USER, f"Task: {step.task}"), parts)]
    if not isinstance(step, ActionStep) or step.model_output_message is None:
        return []
    reply = step.model_output_message.raw
    assert isinstance(reply, Completion)
    output = str(step.observations)
    # The model's own bytes, so that its server finds them in its cache.
    return [
        (_message(MessageRole.ASSISTANT, reply.text), (Part("replies" if current else "earlier replies", reply.text),)),
        (
            _message(MessageRole.USER, f"Output:\n{output}"),
            (Part(output_of(step) if current else "earlier outputs", output),),
        ),
    ]


def output_of(step: ActionStep) -> str:
    """The source of what a step's code printed."""
    return f"output of step {step.step_number}"


def _parts(told: Told) -> tuple[Part, ...]:
    return tuple(Part(source, text) for source, text in told.parts if text)


def _message(role: MessageRole, text: str) -> ChatMessage:
    return ChatMessage(role=role, content=text)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return repr(value)


def _examples() -> list[ChatMessage]:
    parts = re.split(r"^(user|assistant): ", prompts.text("examples"), flags=re.MULTILINE)[1:]
    turns = zip(parts[::2], parts[1::2], strict=True)
    return [_message(MessageRole(role), text.rstrip("\n")) for role, text in turns]


EXAMPLES = tuple(_examples())
"""Worked examples as turns of the conversation: a small model follows what it seems to have done before."""
