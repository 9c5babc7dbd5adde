"""models.toml as data: what each model is, where it runs, and the rules that choose among them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from agent_runtime.config import Thinking, is_http_address, is_loopback
from agent_runtime.errors import ConfigError

FILE = "models.toml"
AUTO = "auto"

Backend = Literal["embedded", "llama-cpp-python", "openai", "ollama", "litellm", "transformers", "command"]
Capability = Literal["chat", "code", "planning", "tools", "vision", "embedding"]
Complexity = Literal["low", "medium", "high"]
COMPLEXITIES: tuple[Complexity, ...] = ("low", "medium", "high")

_ID = r"[A-Za-z0-9][A-Za-z0-9._:-]*"
_DEVICE = r"cpu|cuda(:\d+)?|mps"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, protected_namespaces=())


class Adapter(_Table):
    """A LoRA adapter for the embedded server (GGUF)."""

    path: str
    scale: Annotated[float, Field(gt=0, le=10)] = 1.0


class Profile(_Table):
    """One model: who answers and how it is asked."""

    id: str
    backend: Backend
    model: str = ""
    """The server's name for it; a catalogue name or GGUF file (embedded); a folder or repository (transformers)."""
    title: str = ""
    api_base: str | None = None
    api_key_env: Annotated[str | None, Field(pattern=r"[A-Za-z_][A-Za-z0-9_]*")] = None
    """Name of the variable, `.env` entry or keyring entry that holds the key."""
    capabilities: list[Capability] = ["chat", "code", "tools"]
    complexity: Complexity = "medium"
    """The hardest tasks it is good for."""
    context_tokens: Annotated[int | None, Field(ge=1024, le=2_097_152)] = None
    max_tokens: Annotated[int | None, Field(ge=16, le=131072)] = None
    concurrency: Annotated[int | None, Field(ge=1, le=64)] = None
    """Calls at once, over all processes of this user."""
    timeout_s: Annotated[float | None, Field(gt=0, le=86400)] = None
    keep_alive_s: Annotated[float | None, Field(ge=0, le=604800)] = None
    cooldown_s: Annotated[float, Field(ge=0, le=86400)] = 60.0
    """How long it is left alone after a failure, when there is another to ask."""
    device: Annotated[str | None, Field(pattern=_DEVICE)] = None
    gpu_layers: Annotated[int | None, Field(ge=0, le=1000)] = None
    quantization: Literal["4bit", "8bit"] | None = None
    dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    trust_remote_code: bool = False
    python: str | None = None
    """The interpreter that starts its server, where the backend is installed in an environment of its own."""
    memory_gb: Annotated[float | None, Field(gt=0, le=100_000)] = None
    cost: Annotated[float | None, Field(ge=0)] = None
    """Price of a million tokens, in whatever currency: the cheaper of two equals is taken."""
    temperature: Annotated[float | None, Field(ge=0, le=2)] = None
    top_p: Annotated[float | None, Field(gt=0, le=1)] = None
    top_k: Annotated[int | None, Field(ge=0, le=1000)] = None
    min_p: Annotated[float | None, Field(ge=0, le=1)] = None
    seed: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None
    thinking: Thinking | None = None
    """Whether it thinks before it answers, where it has the switch."""
    lora: list[Adapter] = []
    speculation: Literal["none", "ngram", "draft"] | None = None
    """`None`: what a probe found to pay."""
    draft_model: str | None = None
    """GGUF file of the small model that drafts."""
    prompt: Literal["examples", "plain"] | None = None
    """Whether the loop's prompt holds worked examples; what a probe found best when left out."""
    any_model: bool = False
    """The server may answer with another model than `model`."""
    command: list[str] = []
    """The argv of a `command` backend: the prompt comes on its stdin, the reply is its stdout."""
    network: bool = False
    """Whether that command may use the network."""
    fallback: list[str] = []
    default: bool = False

    @field_validator("id")
    @classmethod
    def _known_form(cls, value: str) -> str:
        if value == AUTO:
            raise ValueError("'auto' is what chooses among the models; give another id")
        return value

    @field_validator("api_base")
    @classmethod
    def _http_address(cls, value: str | None) -> str | None:
        if value is not None and not is_http_address(value):
            raise ValueError("must be an address such as http://localhost:8000/v1")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Profile:
        needed = "command" if self.backend == "command" else "model"
        if not getattr(self, needed):
            raise ValueError(f"backend {self.backend!r} needs {needed!r}")
        if self.backend == "openai" and self.api_base is None:
            raise ValueError("backend 'openai' needs 'api_base' (for a hosted provider use backend 'litellm')")
        if self.backend in ("embedded", "llama-cpp-python", "transformers", "command") and self.api_base:
            raise ValueError(f"backend {self.backend!r} starts its own server: 'api_base' has no meaning")
        if (self.speculation == "draft") != (self.draft_model is not None):
            raise ValueError("speculation = \"draft\" and 'draft_model' go together")
        return self


class Condition(_Table):
    """When a route applies: every key that is given must fit."""

    need: Capability | list[Capability] | None = None
    complexity: Complexity | list[Complexity] | None = None
    match: str | None = None
    """A regular expression that is found in the task."""
    min_context_tokens: Annotated[int | None, Field(ge=1)] = None
    """The task is estimated to need at least so much context."""

    @field_validator("match")
    @classmethod
    def _regular(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"is no regular expression: {error}") from error
        return value


class Route(_Table):
    """A rule: tasks like this go to that model (or to one of several equals)."""

    condition: Annotated[Condition, Field(alias="if")] = Condition()
    then: str | list[str]
    escalate: list[str] = []
    """Larger models, in order, that take over when steps fail."""

    @property
    def targets(self) -> list[str]:
        return [self.then] if isinstance(self.then, str) else self.then


class ModelsFile(_Table):
    """One models.toml."""

    model: list[Profile] = []
    aliases: dict[str, str | list[str]] = {}
    route: list[Route] = []
    default: str | None = None
    """What `auto` takes when no route fits, and what a run uses when MODEL_ID is not set."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read, and where its parts stand."""

    path: Path
    text: str
    content: ModelsFile

    def at(self, *place: str | int) -> str:
        """`FILE:LINE`, as near to the place (`"model", 2, "complexity"`) as it can be told."""
        return f"{self.path}:{_line(self.text, place)}"


def read(path: Path, *, trusted: bool) -> Source | None:
    """Read and validate one file; `None` when there is none. A workspace's file is not `trusted`.

    Raises:
        ConfigError: it cannot be read or holds something wrong: file, line and key are named, all problems at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except FileNotFoundError:
        return None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.", remedy="Mend it.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.", remedy="Mend it or remove it.") from error
    try:
        source = Source(path, text, ModelsFile.model_validate(data))
    except ValidationError as error:
        raise ConfigError(_explain(error, path, text), remedy="See docs/models.md.") from error
    problems = [*_repeated(source), *([] if trusted else _loosening(source))]
    if problems:
        raise ConfigError("\n".join(problems))
    return source


def _repeated(source: Source) -> list[str]:
    """Ids that do not fit or stand twice, and several defaults."""
    problems = []
    seen: dict[str, int] = {}
    defaults = [source.at("default")] if source.content.default is not None else []
    for number, profile in enumerate(source.content.model):
        if not re.fullmatch(_ID, profile.id):
            problems.append(
                f"{source.at('model', number, 'id')}: id {profile.id!r} may hold letters, digits, '.', '_', ':', '-'."
            )
        if profile.id in seen:
            problems.append(
                f"{source.at('model', number, 'id')}: id {profile.id!r} stands already in line "
                f"{_line(source.text, ('model', seen[profile.id], 'id'))}."
            )
        seen.setdefault(profile.id, number)
        if profile.default:
            defaults.append(source.at("model", number, "default"))
    if len(defaults) > 1:
        problems.append(f"There are {len(defaults)} defaults: {', '.join(defaults)}. Keep one.")
    return problems


def _loosening(source: Source) -> list[str]:
    """What a workspace's own file must not say: a cloned repository may bring one that its reader never saw."""
    problems = []
    for number, profile in enumerate(source.content.model):
        bad: tuple[str, str] | None = None
        if profile.backend == "command":
            bad = "backend", "runs a command of the repository's choice"
        elif profile.python:
            bad = "python", "runs a program of the repository's choice"
        elif profile.trust_remote_code:
            bad = "trust_remote_code", "runs code that comes with the model"
        elif profile.api_key_env and profile.api_base and not is_loopback(profile.api_base):
            bad = "api_key_env", f"would send your key to {profile.api_base}"
        if bad:
            key, why = bad
            problems.append(
                f"{source.at('model', number, key)}: {key} of {profile.id!r} {why}; a workspace's file must not do "
                "that. Put it into your own models.toml."
            )
    return problems


def _explain(error: ValidationError, path: Path, text: str) -> str:
    lines = []
    for item in error.errors():
        place = tuple(part for part in item["loc"] if not (isinstance(part, str) and _is_type_name(part)))
        name = ".".join(str(part) for part in place if isinstance(part, str)) or "file"
        if item["type"] == "extra_forbidden":
            what = f"{name} is no key here"
        elif item["type"] == "missing":
            what = f"{name} is missing"
        else:
            given = "" if isinstance(item["input"], dict) else f" {item['input']!r}"
            what = f"{name}{given}: {item['msg'].removeprefix('Value error, ')}"
        lines.append(f"{path}:{_line(text, place)}: {what}.")
    return "\n".join(dict.fromkeys(lines))


def _is_type_name(part: str) -> bool:
    """pydantic puts the member of a union into the place (`list[literal[...]]`)."""
    return part in ("str", "int", "float") or "[" in part


def _line(text: str, place: Sequence[str | int]) -> int:
    """Line of a key; of its table when the key is not there; 1 when nothing is found."""
    lines = text.splitlines()
    start, rest = 0, list(place)
    if len(rest) > 1 and isinstance(rest[1], int):
        header = re.compile(rf"\s*\[\[\s*{re.escape(str(rest[0]))}\s*\]\]")
        found = [number for number, line in enumerate(lines) if header.match(line)]
        if rest[1] >= len(found):
            return 1
        start, rest = found[rest[1]] + 1, rest[2:]
    elif len(rest) > 1:
        header = re.compile(rf"\s*\[\s*{re.escape(str(rest[0]))}\s*\]")
        start = next((number + 1 for number, line in enumerate(lines) if header.match(line)), 0)
        rest = rest[1:]
    if rest:
        key = re.compile(rf"\s*['\"]?{re.escape(str(rest[0]))}['\"]?\s*=")
        for number in range(start, len(lines)):
            if lines[number].lstrip().startswith("[") and number >= start:
                break
            if key.match(lines[number]):
                return number + 1
    return max(1, start)


def merged_aliases(sources: Sequence[Source]) -> Mapping[str, list[str]]:
    """Alias -> ids; a later file wins."""
    merged: dict[str, list[str]] = {}
    for source in sources:
        for name, target in source.content.aliases.items():
            merged[name] = [target] if isinstance(target, str) else list(target)
    return merged


def dump(profile: Profile) -> dict[str, Any]:
    """What was declared, for people: without what was left at its default."""
    return profile.model_dump(mode="json", exclude_defaults=True)
