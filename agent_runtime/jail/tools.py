"""What the child may call: the host's own tools, and smolagents' tools and managed agents beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from agent_runtime.errors import JailError, JailProtocolError, RunStopped
from agent_runtime.types import JsonValue, Observation, ToolParameter, ToolSpec

FINAL_ANSWER = "final_answer"
_TYPES = {
    "string": "str",
    "boolean": "bool",
    "integer": "int",
    "number": "float",
    "array": "list",
    "object": "dict",
    "null": "None",
}


class ToolHost(Protocol):
    """The host side: what the child may call."""

    def specs(self) -> Sequence[ToolSpec]:
        """The tools there are."""

    def invoke(self, name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        """Do one call, in the thread that runs the step."""


class NoTools:
    """A host without tools."""

    def specs(self) -> Sequence[ToolSpec]:
        return ()

    def invoke(self, name: str, arguments: Mapping[str, JsonValue]) -> Observation:
        raise JailProtocolError(f"There is no tool {name!r}.")


@dataclass(frozen=True)
class Offer:
    """One callable as the child sees it. `foreign` is a smolagents tool or agent that is called directly."""

    spec: ToolSpec
    foreign: Any = None

    def check(self, arguments: Mapping[str, JsonValue]) -> None:
        """Raises:
        JailProtocolError: the arguments' names are not those a stub can send.
        """
        known = {parameter.name: parameter.required for parameter in self.spec.parameters}
        unknown = sorted(arguments.keys() - known.keys())
        missing = [name for name, required in known.items() if required and name not in arguments]
        if unknown or missing:
            raise JailProtocolError(
                f"The jail called {self.spec.name!r} with unknown arguments {unknown!r}, without {missing!r}."
            )


def offers(tools: Mapping[str, Any] | None, host: ToolHost) -> dict[str, Offer]:
    """The stubs for smolagents' dictionary of tools and agents; for `None`, all of the host's tools.

    Raises:
        JailError: a name or parameter is no Python name, or an object is no tool.
    """
    own = {spec.name: spec for spec in host.specs()}
    if tools is None:
        found = {name: Offer(spec) for name, spec in own.items()}
    else:
        found = {
            name: Offer(own[name]) if name in own else Offer(_foreign_spec(name, tool), tool)
            for name, tool in tools.items()
            if name != FINAL_ANSWER
        }
    for offer in found.values():
        names = [offer.spec.name, *(parameter.name for parameter in offer.spec.parameters)]
        bad = [name for name in names if not name.isidentifier()]
        if bad:
            raise JailError(f"The tool {offer.spec.name!r} has names that Python cannot use: {bad!r}.")
    return found


def call_foreign(tool: Any, arguments: Mapping[str, JsonValue]) -> tuple[bool, JsonValue]:
    """Call a smolagents tool or agent: (whether it worked, its result or what went wrong).

    Raises:
        RunStopped: the run ends.
    """
    try:
        result = tool(**arguments)
    except RunStopped:
        raise
    except Exception as error:  # noqa: BLE001  # code of others: whatever it raises is the model's to read
        return False, f"{type(error).__name__}: {error}"
    return True, json_safe(result)


def json_safe(value: Any) -> JsonValue:
    """`value` if JSON can hold it, else its text."""
    try:
        copied: JsonValue = json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        return str(value)
    return copied


def describe(offer: Offer) -> dict[str, JsonValue]:
    """A tool as the child is told of it."""
    spec = offer.spec
    parameters: list[JsonValue] = [
        {
            "name": p.name,
            "annotation": p.annotation,
            "required": p.required,
            "default": p.default,
            "description": p.description,
        }
        for p in sorted(spec.parameters, key=lambda p: not p.required)
    ]
    return {"name": spec.name, "doc": _doc(spec), "returns": spec.returns, "parameters": parameters}


def refusal(name: str, observation: Observation) -> str:
    """A denied observation as a sentence."""
    value = observation.value
    if isinstance(value, dict):
        parts = [str(value[key]) for key in ("error", "recovery_suggestion") if value.get(key)]
    else:
        parts = [str(value)] if value else []
    reason = " ".join(parts) or "it was refused."
    return f"The call of {name} was refused and not carried out: {reason}"


def _doc(spec: ToolSpec) -> str:
    lines = [
        f"    {p.name}: {p.description}" for p in spec.parameters if p.description and p.name + ":" not in spec.doc
    ]
    return spec.doc + ("\n\nArgs:\n" + "\n".join(lines) if lines else "")


def _foreign_spec(name: str, tool: Any) -> ToolSpec:
    inputs = getattr(tool, "inputs", None)
    if not isinstance(inputs, dict) or not callable(tool):
        raise JailError(f"{name!r} is neither a tool of the host nor a smolagents tool or agent.")
    parameters = []
    for parameter, schema in inputs.items():
        kind = schema.get("type", "any")
        kinds = kind if isinstance(kind, list) else [kind]
        optional = bool(schema.get("nullable")) or parameter == "additional_args"
        annotation = " | ".join(dict.fromkeys(_TYPES.get(str(item), "Any") for item in kinds))
        parameters.append(
            ToolParameter(
                parameter,
                annotation + (" | None" if optional and "None" not in annotation else ""),
                required=not optional,
                description=str(schema.get("description", "")),
            )
        )
    returns = _TYPES.get(str(getattr(tool, "output_type", "any")), "Any")
    return ToolSpec(name, str(getattr(tool, "description", "")), tuple(parameters), returns)
