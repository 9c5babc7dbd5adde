"""Reads policy files and matches one program's words against their rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from agent_runtime.errors import PolicyError
from agent_runtime.governance.words import LISTED, UNKNOWN, Word
from agent_runtime.types import Remember, SandboxProfile, Verdict

VERDICTS: Mapping[str, Verdict] = {"ALLOW": "allow", "REQUIRE_APPROVAL": "ask", "DENY": "deny"}
KINDS = frozenset(
    [
        "text",
        "read",
        "write",
        "rev",
        "sed",
        "awk",
        "jq",
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


SINGLE_DASH = frozenset(
    [
        "go", "gofmt", "goimports", "gofumpt", "staticcheck", "java", "javac", "javap", "mvn", "clang-tidy", "gcc",
        "g++", "cc", "c++", "clang", "clang++", "openssl", "clang-format", "actionlint", "revive", "golint", "shfmt",
        "terraform", "tofu", "xmllint",
    ]
)  # fmt: skip
"""Programs with long flags after one dash: `go build -pkgdir` is not `-p kgdir`."""


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
    flags_passed: list[str] | None = None
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

    @field_validator("operand_matches")
    @classmethod
    def _pattern(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"not a regular expression: {error}") from error
        return value

    @field_validator("operands")
    @classmethod
    def _kinds(cls, value: list[str] | None) -> list[str] | None:
        for item in value or []:
            if item.startswith("("):
                re.compile(item.rstrip("*?"))
            elif item.split()[0].rstrip("*?") not in KINDS:
                raise ValueError(f"operand kind {item!r} is not one of {', '.join(sorted(KINDS))}")
        return value


class _FileModel(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1]
    environment: dict[str, str] = {}
    rule: list[_RuleModel] = []


@dataclass(frozen=True, slots=True)
class Argument:
    """One judged argument: what the program takes it for."""

    word: Word
    kind: str


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
    flags_passed: Mapping[str, str | None] | None
    """Flags allowed after `--`, for another program; `None` when what follows are operands."""
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
        flags_passed=None if item.flags_passed is None else dict(_flag(f) for f in item.flags_passed),
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
        out.append(f"{place}: {'.'.join(str(w) for w in where[2:] or where)}: {item['msg']}")
    return "\n".join(out) + "."


_LEADING: Mapping[str, tuple[str, str]] = {
    "python": ("-B -u -E -s -I -O -OO -q -v -b -bb", "-W -X"),
    "npm": ("-s --silent --if-present -ws --workspaces -r --recursive", "-w --workspace --filter"),
    "cargo": ("-q --quiet -v --verbose --locked --offline --frozen", "--color"),
}
"""Options that may stand before a subcommand and change nothing of what is judged: switches, and those with a value."""


def drop_leading_options(name: str, words: Sequence[Word]) -> Sequence[Word]:
    """The words without harmless options before the subcommand, and for npm before the script's name."""
    family = re.sub(r"[\d.]+$", "", name)
    family = "npm" if family in ("pnpm", "yarn", "bun") else family
    if family not in _LEADING:
        return words
    switches, valued = (part.split() for part in _LEADING[family])
    kept: list[Word] = []
    i = 0
    while i < len(words):
        text = words[i].text
        head, equals, value = text.partition("=")
        if text in switches:
            i += 1
        elif text == "-W" and i + 1 < len(words) and not _WARNING.fullmatch(words[i + 1].text):
            break  # a category with a dot is imported
        elif text in valued and i + 1 < len(words) and _plain(words[i + 1].text):
            i += 2
        elif equals and head in valued and head.startswith("--") and _plain(value):
            i += 1
        elif family == "npm" and text == "run" and not kept:
            kept.append(words[i])
            i += 1
        else:
            break
    return [*kept, *words[i:]] if i < len(words) else words


_WARNING = re.compile(r"[a-z]+(::([A-Z]\w*Warning)?)?")


def _plain(text: str) -> bool:
    return bool(re.fullmatch(r"(?!-)[\w@:.*!/]+", text)) and ".." not in text and not text.startswith("/")


def has_flag(flag: str, words: Sequence[Word]) -> bool:
    """Whether a flag is among words: exact, `=`-joined, abbreviated (long), bundled (short)."""
    for word in words:
        text = word.text
        if text == "--":
            return False
        if text == flag or text.startswith(flag + "="):
            return True
        if flag.startswith("--"):
            head = text.split("=", 1)[0]
            if len(head) > 2 and head.startswith("--") and flag.startswith(head):
                return True
        elif len(flag) == 2 and re.fullmatch(r"-[A-Za-z0-9].*", text) and flag[1] in text[1:]:
            return True
    return False


def _smuggled(flag: str, word: Word) -> bool:
    """Whether a value looks like a flag: should the program take no value here, that flag would act."""
    return bool(re.match(r"-[^\d]", word.text)) and flag not in ("-e", "--regexp")


def split_arguments(rule: Rule, words: Sequence[Word]) -> tuple[list[Argument], list[Word]] | str:
    """Judge flags by the rule's list. Gives typed arguments and the operands, or what does not fit."""
    allowed = rule.flags_allowed
    arguments: list[Argument] = []
    operands: list[Word] = []
    if allowed is None:
        return arguments, [w for w in words if not w.text.startswith("-") or w.text == "-"]
    i = 0
    while i < len(words):
        word = words[i]
        text = word.text
        i += 1
        if text == "--" and rule.flags_passed is not None:
            passed = split_arguments(replace(rule, flags_allowed=rule.flags_passed, flags_passed=None), words[i:])
            return passed if isinstance(passed, str) else (arguments + passed[0], operands + passed[1])
        if text == "--" and rule.sandbox == "test":
            continue  # npm, cargo and their like hand what follows to the tool below: its flags count as well
        if text == "--":
            operands += words[i:]
            break
        if text[:1] in (UNKNOWN, LISTED) and text[:1] == UNKNOWN:
            if allowed.get("*") is None and "*" not in allowed:
                return "a word that may become a flag"
            operands.append(word)
            continue
        if not text.startswith("-") or text == "-":
            operands.append(word)
            continue
        if "*" in allowed:
            operands.append(word)
            continue
        if re.fullmatch(r"-\d+", text) and "-NUM" in allowed:
            continue
        head, equals, value = text.partition("=")
        if not word.known and UNKNOWN in head:
            return "a flag that is not known"
        if head in allowed and (equals or text in allowed):
            kind = allowed[head]
            if kind is None:
                if equals:
                    return f"the value of {head}"
            elif equals:
                arguments.append(
                    Argument(Word(value, word.glob), "joined" if kind.lstrip("?") == "text" else kind.lstrip("?"))
                )
            elif kind.startswith("?"):
                # `tsc --pretty false`: an optional value may stand apart where the pattern tells it from an operand.
                i += kind.startswith("?(") and i < len(words) and bool(re.fullmatch(kind[1:], words[i].text))
            else:
                if i >= len(words) or _smuggled(head, words[i]):
                    return f"{head} without its value"
                arguments.append(Argument(words[i], "value" if kind in ("text", "pair") else kind))
                i += 2 if kind == "pair" else 1
            continue
        if text.startswith("--"):
            return f"the flag {head}"
        if len(text) > 2 and rule.programs & SINGLE_DASH and not text[1].isupper():
            return f"the flag {text}"
        for j, char in enumerate(text[1:], 1):
            short = "-" + char
            if short not in allowed:
                return f"the flag {short if j > 1 or len(text) == 2 else text}"
            kind = allowed[short]
            if kind is None:
                continue
            rest = text[j + 1 :]
            if rest:
                arguments.append(
                    Argument(Word(rest, word.glob), "joined" if kind.lstrip("?") == "text" else kind.lstrip("?"))
                )
            elif not kind.startswith("?"):
                if i >= len(words) or _smuggled(short, words[i]):
                    return f"{short} without its value"
                arguments.append(Argument(words[i], "value" if kind == "text" else kind))
                i += 1
            break
    return arguments, operands


def type_operands(rule: Rule, operands: Sequence[Word], flags: Sequence[Word]) -> list[Argument] | str:
    """Give each operand its kind by the rule's `operands` list."""
    if rule.operands is None:
        return [Argument(w, "read" if rule.paths == "workspace-read" else "any") for w in operands]
    out: list[Argument] = []
    kinds = []
    for item in rule.operands:
        kind, _, unless = item.partition(" unless ")
        if not unless or not any(has_flag(f, flags) for f in unless.split()):
            kinds.append(kind)
    for word in operands:
        if not kinds:
            return f"the argument {word.text[:40]!r}"
        kind = kinds[0]
        if not kind.endswith("*"):
            kinds.pop(0)
        out.append(Argument(word, kind.rstrip("*?")))
    missing = [k for k in kinds if not k.endswith(("*", "?"))]
    return f"a missing argument ({missing[0]})" if missing else out
