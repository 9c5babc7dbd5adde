"""Reads policy files and matches one program's words against their rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from agent_runtime.errors import PolicyError
from agent_runtime.types import Remember, SandboxProfile, Verdict

VERDICTS: Mapping[str, Verdict] = {"ALLOW": "allow", "REQUIRE_APPROVAL": "ask", "DENY": "deny"}
KINDS = frozenset(
    [
        "text",
        "read",
        "write",
        "rev",
        "range",
        "sed",
        "awk",
        "jq",
        "yq",
        "find",
        "command",
        "number",
        "name",
        "script",
        "pattern",
        "argument",
        "build-output",
        "python-module",
    ]
)


VALUE_KINDS = (KINDS - {"find", "command", "script", "argument", "build-output", "python-module"}) | {"pair"}
"""What the value of a flag may be, other than a pattern in brackets."""


MAX_WORDS = 400


def _require_pattern(text: str) -> None:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is not a regular expression: {error}") from error


class _RuleModel(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    program: str | list[str] | None = None
    subcommand: str | list[str] | None = None
    tool: str | list[str] | None = None
    decision: Literal["ALLOW", "REQUIRE_APPROVAL", "DENY"]
    flags_allowed: list[str] | None = None
    flags_forbidden: list[str] = []
    flags_required: list[str] = []
    flags_following: list[str] = []
    flags_recursive: list[str] = []
    reads_folders: bool = False
    searches_folders: bool = False
    flags_first: bool = False
    flags_passed: list[str] | None = None
    project_code: bool = False
    operands: list[str] | None = None
    operand_matches: str | None = None
    paths: Literal["workspace-read", "workspace-write", "any"] = "workspace-read"
    path_globs: list[str] = []
    sandbox: SandboxProfile | None = None
    network: bool = False
    remember: Remember = "never"
    reason: str
    suggestion: str = ""
    match: list[str] = []
    not_match: list[str] = []

    @field_validator("id", "reason", "suggestion")
    @classmethod
    def _words(cls, value: str) -> str:
        """It is shown beside a question, and the file may come with a repository: one line, nothing that acts."""
        value = " ".join(value.split())
        if not value.isprintable():
            raise ValueError(f"{ascii(value)[:80]} has a control or invisible character in it")
        if len(value) > MAX_WORDS:
            raise ValueError(f"it has {len(value)} characters, at most {MAX_WORDS} are shown")
        return value

    @field_validator("operand_matches")
    @classmethod
    def _pattern(cls, value: str | None) -> str | None:
        if value is not None:
            _require_pattern(value)
        return value

    @field_validator("flags_allowed", "flags_passed")
    @classmethod
    def _flag_kinds(cls, value: list[str] | None) -> list[str] | None:
        for item in value or []:
            kind = item.partition("=")[2]
            if kind.startswith("("):
                _require_pattern(kind)
            elif kind and kind not in VALUE_KINDS:
                raise ValueError(f"the value of {item!r} is not one of {', '.join(sorted(VALUE_KINDS))}, or (PATTERN)")
        return value

    @field_validator("operands")
    @classmethod
    def _kinds(cls, value: list[str] | None) -> list[str] | None:
        for item in value or []:
            if item.startswith("("):
                _require_pattern(item.rstrip("*?"))
            elif item.split()[0].rstrip("*?") not in KINDS:
                raise ValueError(f"operand kind {item!r} is not one of {', '.join(sorted(KINDS))}")
        return value


class _FileModel(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1]
    environment: dict[str, str] = {}
    rule: list[_RuleModel] = []


@dataclass(frozen=True)
class Rule:
    """One rule of a policy file."""

    id: str
    programs: frozenset[str]
    subcommands: tuple[tuple[str, ...], ...]
    tools: frozenset[str]
    verdict: Verdict
    flags_allowed: Mapping[str, str | None] | None
    """Flag -> `None` for a switch, else the kind of its value; a leading `?` means joined only."""
    flags_forbidden: tuple[str, ...]
    flags_required: tuple[tuple[str, ...], ...]
    flags_following: tuple[str, ...]
    """With one of these the program follows links below its folders."""
    flags_recursive: tuple[str, ...]
    """With one of these the program reads every file below its folders, hidden ones too."""
    reads_folders: bool
    searches_folders: bool
    flags_first: bool
    """The program reads the files of a folder it is given without any flag (`diff -N src .`)."""
    flags_passed: Mapping[str, str | None] | None
    """Flags allowed after `--`, for another program; `None` when what follows are operands."""
    project_code: bool
    """The program may load code or settings of the project that run code: asked without a whole sandbox."""
    operands: tuple[str, ...] | None
    operand_matches: str | None
    paths: str
    path_globs: tuple[str, ...]
    sandbox: SandboxProfile
    network: bool
    remember: Remember
    reason: str
    suggestion: str
    source: str
    match: tuple[str, ...]
    not_match: tuple[str, ...]


@dataclass(frozen=True)
class Layer:
    """One policy file."""

    name: Literal["built-in", "user", "workspace"]
    trusted: bool
    rules: tuple[Rule, ...]
    environment: Mapping[str, str]
    digest: str


def _tuple(value: str | list[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def read_layer(
    text: str, shown: str, name: Literal["built-in", "user", "workspace"], *, trusted: bool, digest: str
) -> Layer:
    """Parse one policy file.

    Raises:
        PolicyError: it is not TOML, or a rule is wrong; names file, line and rule.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{shown} is not valid TOML: {error}.", remedy="Mend the file.") from error
    lines = [i for i, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
    try:
        model = _FileModel.model_validate(data)
    except ValidationError as error:
        raise PolicyError(_explain(error, data, shown, lines), remedy="Mend the rule.") from error
    rules = []
    seen: set[str] = set()
    for i, item in enumerate(model.rule):
        source = f"{shown}:{lines[i] if i < len(lines) else '?'}"
        if item.id in seen:
            raise PolicyError(f"{source}: rule {item.id!r} stands twice.", remedy="Give it another id.")
        if bool(item.program) == bool(item.tool):
            raise PolicyError(f"{source}: rule {item.id!r} needs either `program` or `tool`.", remedy="Add one.")
        seen.add(item.id)
        rules.append(_rule(item, source))
    for variable, pattern in model.environment.items():
        try:
            re.compile(pattern)
        except re.error as error:
            raise PolicyError(f"{shown}: environment {variable!r}: {error}.", remedy="Mend the pattern.") from error
    return Layer(name, trusted, tuple(rules), model.environment, digest)


def _rule(item: _RuleModel, source: str) -> Rule:
    return Rule(
        id=item.id,
        programs=frozenset(_tuple(item.program)),
        subcommands=tuple(tuple(s.split()) for s in _tuple(item.subcommand)),
        tools=frozenset(_tuple(item.tool)),
        verdict=VERDICTS[item.decision],
        flags_allowed=None if item.flags_allowed is None else dict(_flag(f) for f in item.flags_allowed),
        flags_forbidden=tuple(item.flags_forbidden),
        flags_required=tuple(tuple(f.split("|")) for f in item.flags_required),
        flags_following=tuple(item.flags_following),
        flags_recursive=tuple(item.flags_recursive),
        reads_folders=item.reads_folders,
        searches_folders=item.searches_folders,
        flags_first=item.flags_first,
        flags_passed=None if item.flags_passed is None else dict(_flag(f) for f in item.flags_passed),
        project_code=item.project_code,
        operands=None if item.operands is None else tuple(item.operands),
        operand_matches=item.operand_matches,
        paths=item.paths,
        path_globs=tuple(item.path_globs),
        sandbox=item.sandbox or ("read" if item.decision == "ALLOW" else "approved"),
        network=item.network,
        remember=item.remember,
        reason=item.reason,
        suggestion=item.suggestion,
        source=source,
        match=tuple(item.match),
        not_match=tuple(item.not_match),
    )


def _flag(text: str) -> tuple[str, str | None]:
    """`-x`, `--long` (switch), `-k=` (takes text), `-f=read` (takes a path), `--color?=` (value only when joined)."""
    name, equals, kind = text.partition("=")
    if not equals:
        return text, None
    return name.rstrip("?"), ("?" if name.endswith("?") else "") + (kind or "text")


def _explain(error: ValidationError, data: Mapping[str, Any], shown: str, lines: Sequence[int]) -> str:
    out = []
    for item in error.errors():
        where, place = item["loc"], shown
        if len(where) > 1 and where[0] == "rule" and isinstance(where[1], int):
            index = where[1]
            raw = data["rule"][index]
            rule = raw.get("id", f"number {index + 1}") if isinstance(raw, dict) else f"number {index + 1}"
            line = lines[index] if index < len(lines) else "?"
            place = f"{shown}:{line}: rule {rule!r}"
        out.append(f"{place}: {ascii('.'.join(str(w) for w in where[2:] or where))[1:-1]}: {item['msg']}")
    return "\n".join(out) + "."
