"""A tool is one class in one place: its name, what it may do, and a typed `forward`."""

from __future__ import annotations

import inspect
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from agent_runtime.config import Settings
from agent_runtime.errors import InvalidArguments
from agent_runtime.tools.reads import ReadLedger
from agent_runtime.tools.searcher import Searcher
from agent_runtime.types import Effect, JsonValue, ToolParameter, ToolSpec

if TYPE_CHECKING:
    from agent_runtime.governance.sandbox import Sandbox
    from agent_runtime.governance.validation import PathGuard


@dataclass(frozen=True)
class ToolContext:
    """What a tool may use. One per session; tools keep no other way to the outside."""

    workspace: Path
    settings: Settings
    run_dir: Path
    """The current run's directory: `artifacts/`, `patches/`, `checkpoints/`."""
    paths: PathGuard
    """Resolves and opens paths; refuses what leaves the workspace."""
    sandbox: Sandbox
    """Runs commands."""
    reads: ReadLedger = field(default_factory=ReadLedger)
    """What the model has read; filled by the tools that show files."""
    searcher: Searcher = field(default_factory=Searcher)
    """Finds edits that a check passes, where a run can."""


class GatedTool(ABC):
    """Base of every tool.

    A subclass gives `name`, `effect`, a docstring whose first line the model reads, and `forward` with annotated
    parameters (`Annotated[int, Field(ge=1, description="...")]`). `forward` returns a JSON-safe value and raises
    `ToolError` for what the model can mend. It is called by the gate only. A keyword-only parameter `decision` is given
    by the gate: the policy's answer, with the sandbox to use.
    """

    name: ClassVar[str]
    effect: ClassVar[Effect]
    network: ClassVar[bool] = False
    listed: ClassVar[bool] = True
    """Whether the system prompt names it; a task that needs another one says so itself."""
    path_arguments: ClassVar[tuple[str, ...]] = ()
    """Names of the parameters that hold workspace paths, for the policy's path rules."""
    long_arguments: ClassVar[tuple[str, ...]] = ()
    """Names of the parameters that may be longer than `VALIDATION_MAX_CHARS` (a diff, a file's content)."""

    rests_on_files: ClassVar[bool] = False
    """Its answer depends on its arguments and on the files that `path_arguments` name, and on nothing else: while they
    are as they were, the gate answers the same call from memory."""

    def __init__(self, context: ToolContext) -> None:
        self.context = context

    @abstractmethod
    def forward(self, *args: Any, **kwargs: Any) -> JsonValue:
        """Do the work. Subclasses narrow the signature: it is the tool's schema."""

    def validate(self, arguments: Mapping[str, Any]) -> None:
        """The tool's own checks, before the policy is asked: what is read must be a path inside the workspace.

        Raises:
            ToolError
        """
        if self.effect is Effect.READ:
            for name in self.path_arguments:
                if arguments.get(name) is not None:
                    self.context.paths.resolve(str(arguments[name]), "read")

    def command(self, arguments: Mapping[str, Any]) -> str | None:
        """The shell command this call would run, for the policy; `None` when it runs none."""
        return None

    def preview(self, arguments: Mapping[str, Any]) -> str | None:
        """What an approver is shown besides the arguments: a diff, for example."""
        return None

    def hunks(self, arguments: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """(id, text) of each part of the change that an approver may take or leave."""
        return ()

    def choose(self, arguments: Mapping[str, Any], hunks: Sequence[str]) -> dict[str, Any]:
        """The arguments of a call that makes only these parts of the change.

        Raises:
            ToolError: this call has no such parts.
        """
        raise InvalidArguments(f"{self.name} has no parts to choose from.", recovery="Take it whole or not at all.")

    def doubt(self, arguments: Mapping[str, Any]) -> str | None:
        """Why a person should look at this call even where the policy allows it; `None` when nothing is unusual."""
        return None

    def touched_paths(self, arguments: Mapping[str, Any]) -> tuple[str, ...]:
        """Workspace-relative paths this call would change, for policy and checkpoints."""
        return tuple(str(arguments[name]) for name in self.path_arguments if arguments.get(name))

    @cached_property
    def schema(self) -> type[BaseModel]:
        """The arguments as a strict pydantic model, from the signature of `forward`."""
        fields: dict[str, Any] = {}
        hints = get_type_hints(type(self).forward, include_extras=True)
        for parameter in list(inspect.signature(type(self).forward).parameters.values())[1:]:
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
                continue  # the gate's, not the model's
            default = ... if parameter.default is inspect.Parameter.empty else parameter.default
            fields[parameter.name] = (hints[parameter.name], default)
        return create_model(f"{self.name}_arguments", __config__=ConfigDict(strict=True, extra="forbid"), **fields)

    @cached_property
    def spec(self) -> ToolSpec:
        """What the model sees of this tool."""
        parameters = []
        for name, info in self.schema.model_fields.items():
            required = info.is_required()
            parameters.append(
                ToolParameter(
                    name=name,
                    annotation=_type_name(info.annotation),
                    required=required,
                    default=None if required or info.default is PydanticUndefined else info.default,
                    description=_describe(info),
                )
            )
        return ToolSpec(self.name, inspect.getdoc(type(self)) or "", tuple(parameters), listed=self.listed)

    def bind(self, arguments: Mapping[str, JsonValue]) -> dict[str, Any]:
        """Check arguments against the schema and fill in defaults.

        Raises:
            InvalidArguments: naming each wrong argument, its value and what is expected.
        """
        try:
            model = self.schema.model_validate(dict(arguments))
        except ValidationError as error:
            problems = "; ".join(_problem(item) for item in error.errors())
            raise InvalidArguments(
                f"{self.name}: {problems}.",
                recovery=f"Call it as {self.spec.signature}.",
                alternatives=list(self.schema.model_fields),
            ) from error
        return {name: getattr(model, name) for name in self.schema.model_fields}


def _type_name(annotation: Any) -> str:
    if annotation is type(None):
        return "None"
    if args := get_args(annotation):
        origin = get_origin(annotation)
        if origin is not None and getattr(origin, "__name__", "") in ("list", "dict", "tuple"):
            return f"{origin.__name__}[{', '.join(_type_name(a) for a in args)}]"
        if str(origin) == "typing.Literal":
            return f"Literal[{', '.join(repr(a) for a in args)}]"
        return " | ".join(_type_name(a) for a in args)
    return str(getattr(annotation, "__name__", annotation))


def _describe(field: FieldInfo) -> str:
    bounds = [str(item) for item in field.metadata]
    return (field.description or "") + (f" [{', '.join(bounds)}]" if bounds else "")


def _problem(item: Any) -> str:
    where = ".".join(str(part) for part in item["loc"]) or "arguments"
    if item["type"] == "missing":
        return f"argument {where!r} is missing"
    if item["type"] == "extra_forbidden":
        return f"there is no argument {where!r}"
    shown = json.dumps(item["input"], default=repr)
    return f"argument {where!r} = {shown[:80]}: {item['msg'].lower()}"
