"""Tool calls in other shapes than Python (JSON, tags, `Action:`), written as the Python that they mean."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator
from typing import Any

_NAMES = ("name", "tool_name", "tool", "function", "action")
_ARGUMENTS = ("arguments", "args", "parameters", "input", "action_input", "tool_input")
_TAGGED = re.compile(r"<(tool_call|tool|function_call|invoke)\b([^>]*)>(.*?)(?:</\1>|\Z)", re.DOTALL)
_ATTRIBUTE = re.compile(r"\bname\s*=\s*[\"']?([\w.-]+)")
_PARAMETER = re.compile(r"<(?:parameter\s+name=[\"']?(\w+)[\"']?|(\w+))>(.*?)</(?:parameter|\2)>", re.DOTALL)
_LEGACY = re.compile(
    r"^Action:\s*([\w.]+)\s*$\s*^Action Input:\s*(.+?)\s*(?=^Observation:|\Z)", re.MULTILINE | re.DOTALL
)


def as_python(text: str) -> str | None:
    """The calls of a reply as Python statements; `None` when it holds none that can be read.

    Understood are `{"name": ..., "arguments": {...}}` alone, in a list, under `tool_calls` or behind `Action:`;
    `<tool_call>` and the like around such JSON or with one tag for each argument; `Action:` with `Action Input:`.
    """
    calls = [_python(name, given) for name, given in _calls(text) if all(map(_is_name, (name, *filter(None, given))))]
    return "\n".join(calls) or None


def _calls(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    tagged = list(_TAGGED.finditer(text))
    for match in tagged:
        named = _ATTRIBUTE.search(match[2])
        value = _json(match[3])
        if named is not None:
            given = {one or other: _scalar(body.strip()) for one, other, body in _PARAMETER.findall(match[3])}
            yield named[1], value if isinstance(value, dict) else given
        else:
            yield from _from_json(value)
    if tagged:
        return
    if legacy := _LEGACY.search(text):
        value = _json(legacy[2])
        yield legacy[1], value if isinstance(value, dict) else {"": _scalar(legacy[2].strip())}
        return
    yield from _from_json(_json(text))


def _from_json(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, list):
        for item in value:
            yield from _from_json(item)
        return
    if not isinstance(value, dict):
        return
    if "tool_calls" in value:
        yield from _from_json(value["tool_calls"])
        return
    name = next((value[key] for key in _NAMES if key in value), None)
    if isinstance(name, dict):  # OpenAI's {"type": "function", "function": {...}}
        yield from _from_json(name)
        return
    arguments: Any = next((value[key] for key in _ARGUMENTS if key in value), {})
    if isinstance(arguments, str):
        parsed = _json(arguments)
        arguments = parsed if isinstance(parsed, dict) else {"": arguments}
    if isinstance(name, str) and isinstance(arguments, dict):
        yield name, arguments


def _json(text: str) -> Any:
    """The first JSON object or list of a text; `None` without one."""
    decoder = json.JSONDecoder(strict=False)
    for match in re.finditer(r"[{\[]", text):
        try:
            return decoder.raw_decode(text, match.start())[0]
        except ValueError:
            continue
    return None


def _is_name(word: str) -> bool:
    return word.isidentifier() and not keyword.iskeyword(word)


def _scalar(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _python(name: str, arguments: dict[str, Any]) -> str:
    given = ", ".join(f"{key}={value!r}" if key else repr(value) for key, value in arguments.items())
    if name == "final_answer":
        return f"final_answer({', '.join(map(repr, arguments.values()))})"
    return f"print({name}({given}))"
