"""Settings: flags > environment > `.env` of the workspace > user's config.toml > defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from agent_runtime.errors import ConfigError
from agent_runtime.types import Mode, Strategy

Thinking = Literal["auto", "on", "off"]
"""Whether a model that can think before it answers does so; `auto` leaves it to the model."""
APP = "agent-runtime"
DEFAULT_MODEL = "embedded/qwen2.5-coder-1.5b"


def state_dir() -> Path:
    """Runs, logs and server records (`$XDG_STATE_HOME/agent-runtime`)."""
    return Path(platformdirs.user_state_dir(APP))


def config_dir() -> Path:
    """The user's configuration, policy and trust store (`$XDG_CONFIG_HOME/agent-runtime`)."""
    return Path(platformdirs.user_config_dir(APP))


def data_dir() -> Path:
    """Model files (`$XDG_DATA_HOME/agent-runtime`)."""
    return Path(platformdirs.user_data_dir(APP))


class Settings(BaseSettings):
    """Every setting of the product; a field's name in capitals is its variable."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_ignore_empty=True, protected_namespaces=())

    model_id: Annotated[
        str,
        Field(
            min_length=1, description="id in models.toml, auto, embedded/NAME, ollama_chat/NAME or any LiteLLM model"
        ),
    ] = DEFAULT_MODEL
    model_api_base: Annotated[str | None, Field(description="address of the model server")] = None
    model_api_key: Annotated[SecretStr | None, Field(description="key for the model server")] = None
    model_temperature: Annotated[float, Field(ge=0, le=2, description="sampling temperature")] = 0.1
    model_max_tokens: Annotated[int, Field(ge=16, le=131072, description="tokens a reply may have")] = 1024
    model_context_tokens: Annotated[
        int | None,
        Field(ge=1024, le=2_097_152, description="context window; the model's own, or 8192, when unset"),
    ] = None
    model_timeout_s: Annotated[
        float, Field(gt=0, le=86400, description="seconds to wait for the first token and between tokens")
    ] = 600.0
    model_seed: Annotated[
        int | None, Field(ge=0, le=2**31 - 1, description="seed for sampling, where the server honours it")
    ] = None
    model_cache: Annotated[bool, Field(description="remember replies and reuse them for the same prompt")] = False
    model_keep_alive_s: Annotated[
        float, Field(ge=0, le=604800, description="idle seconds after which the embedded server ends")
    ] = 300.0
    agent_max_steps: Annotated[int, Field(ge=1, le=1000, description="steps a run may take")] = 25
    agent_max_tokens: Annotated[
        int | None,
        Field(ge=100, le=1_000_000_000, description="tokens a run may read and write, cached ones left out"),
    ] = None
    agent_max_tool_calls: Annotated[int | None, Field(ge=1, le=1_000_000, description="tool calls a run may make")] = (
        None
    )
    agent_actions_per_step: Annotated[
        int | None, Field(ge=1, le=1000, description="tool calls a step may make; the next ones are told to wait")
    ] = None
    agent_tools: Annotated[
        str, Field(min_length=1, description="tools described in the prompt: all, auto (by the task), or names")
    ] = "all"
    agent_system_prompt: Annotated[
        str | None, Field(min_length=1, description="file whose text replaces the system prompt; none leaves it out")
    ] = None
    agent_thinking: Annotated[
        Thinking, Field(description="for models that can think: on, off, or auto (their default)")
    ] = "auto"
    agent_planner: Annotated[
        str | None, Field(min_length=1, description="model that writes a plan before another does the work")
    ] = None
    agent_mode: Annotated[Mode, Field(description="plan, ask, auto-edit or auto")] = "ask"
    agent_verify: Annotated[str | None, Field(description="command that must pass before a run counts as verified")] = (
        None
    )
    agent_verify_timeout_s: Annotated[
        float, Field(gt=0, le=3600, description="seconds the check of a run may take")
    ] = 600.0
    agent_briefing_tokens: Annotated[
        int, Field(ge=0, le=100_000, description="tokens of repository map and code shown with a task; 0 shows none")
    ] = 0
    agent_strategy: Annotated[
        Strategy, Field(description="loop, search over candidate edits, or auto: what suits model and task")
    ] = "auto"
    agent_timeout_s: Annotated[float | None, Field(gt=0, le=604800, description="seconds a run may take")] = None
    agent_offline: Annotated[bool, Field(description="no connection but to this machine")] = False
    repl_editing: Annotated[Literal["emacs", "vi"], Field(description="keys of the prompt: emacs or vi")] = "emacs"
    jail: Annotated[
        Literal["auto", "bubblewrap", "landlock", "seatbelt", "none"],
        Field(description="backend of the jail; never none by itself"),
    ] = "auto"
    jail_packages: Annotated[str, Field(description="comma-separated packages that the jail offers read-only")] = ""
    allow_secrets: Annotated[bool, Field(description="let the agent read files that look like secrets")] = False
    phoenix_enabled: Annotated[bool, Field(description="send spans to Phoenix when it is there")] = True
    phoenix_endpoint: Annotated[str, Field(description="OTLP/HTTP traces endpoint")] = "http://localhost:6006/v1/traces"
    phoenix_project: Annotated[str, Field(min_length=1, description="Phoenix project")] = APP
    phoenix_api_key: Annotated[SecretStr | None, Field(description="key, when Phoenix asks for one")] = None
    validation_max_chars: Annotated[
        int, Field(ge=100, le=10_000_000, description="longest text argument of a tool")
    ] = 5000
    validation_max_lines: Annotated[int, Field(ge=10, le=1_000_000, description="most lines in a text argument")] = 200
    validation_max_line_range: Annotated[
        int, Field(ge=10, le=1_000_000, description="most lines one read may ask for")
    ] = 1000
    truncation_max_chars: Annotated[
        int, Field(ge=200, le=10_000_000, description="characters of a result that the model sees")
    ] = 3000
    truncation_max_lines: Annotated[
        int, Field(ge=10, le=1_000_000, description="lines of a result that the model sees")
    ] = 150
    truncation_max_list_items: Annotated[
        int, Field(ge=5, le=1_000_000, description="items of a list that the model sees")
    ] = 100
    command_timeout_s: Annotated[float, Field(gt=0, le=86400, description="seconds a command may run")] = 120.0
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="what goes to the log")] = (
        "INFO"
    )
    suppress_warnings: Annotated[bool, Field(description="hide warnings of libraries")] = True

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("model_api_base", "phoenix_endpoint")
    @classmethod
    def _http_address(cls, value: str | None) -> str | None:
        if value is not None and not is_http_address(value):
            raise ValueError("must be an address such as http://localhost:11434")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        *sources: PydanticBaseSettingsSource,
        **named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """`load` reads the sources one by one to know each value's origin; nothing is read here."""
        return (named["init_settings"],)


SECRET_FIELDS = frozenset(name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation))

UNTRUSTED_DENIED: Mapping[str, tuple[object, ...]] = {
    "agent_mode": ("plan", "ask"),
    "jail": ("auto", "bubblewrap", "landlock", "seatbelt"),
    "jail_packages": ("",),
    "allow_secrets": (False,),
    "agent_system_prompt": (None, "none"),
}
"""What a workspace's own `.env` may set of the fields that loosen a guard: a cloned repository may bring
a `.env` that its reader never saw."""


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings and where each value comes from (`flag`, `environment`, a file, or `default`)."""

    values: Settings
    origins: Mapping[str, str]


def is_http_address(address: str) -> bool:
    """Whether this is a complete http or https address."""
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def is_loopback(address: str | None) -> bool:
    """Whether an address leads to this machine only."""
    host = urlsplit(address or "").hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def load(
    workspace: Path,
    flags: Mapping[str, Any] | None = None,
    *,
    config_file: Path | None = None,
) -> LoadedSettings:
    """Read all sources for a workspace. `flags` holds field names; `None` values count as not given.

    Raises:
        ConfigError: a value is out of range, a name is unknown, or a file cannot be parsed.
    """
    toml_path = config_file or config_dir() / "config.toml"
    env_path = workspace / ".env"
    layers = [
        ("flag", {k: v for k, v in (flags or {}).items() if v is not None}),
        ("environment", _environment()),
        (str(env_path), _dotenv(env_path)),
        (str(toml_path), _toml(toml_path)),
    ]
    merged: dict[str, Any] = {}
    origins: dict[str, str] = dict.fromkeys(Settings.model_fields, "default")
    for origin, values in layers:
        for name, value in values.items():
            if name not in merged:
                merged[name] = value
                origins[name] = origin
    try:
        settings = Settings(**merged)
    except ValidationError as error:
        raise ConfigError(_explain(error, origins)) from error
    _refuse_loosening(settings, origins, str(env_path))
    return LoadedSettings(settings, origins)


def _environment() -> dict[str, Any]:
    values = EnvSettingsSource(Settings)()
    host = os.environ.get("OLLAMA_HOST")
    if host and str(values.get("model_id", "")).startswith("ollama"):
        values.setdefault("model_api_base", host if "://" in host else f"http://{host}")
    return values


def _dotenv(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        values = DotEnvSettingsSource(Settings, env_file=path, env_file_encoding="utf-8")()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.", remedy="Mend it or remove it.") from error
    return {name: value for name, value in values.items() if name in Settings.model_fields}


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        values = TomlConfigSettingsSource(Settings, toml_file=path)()
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.", remedy="Mend it or remove it.") from error
    return {name.lower(): value for name, value in values.items()}


def _explain(error: ValidationError, origins: Mapping[str, str]) -> str:
    lines = []
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else "settings"
        shown = "'****'" if name in SECRET_FIELDS else repr(item["input"])
        if item["type"] == "extra_forbidden":
            lines.append(f"{name!r} in {origins.get(name, 'the configuration')} is no setting.")
            continue
        field = Settings.model_fields.get(name)
        meaning = f" ({field.description}; {allowed(name)})" if field else ""
        lines.append(f"{name.upper()}={shown} from {origins.get(name, '?')}: {item['msg']}{meaning}.")
    return "\n".join(lines)


def allowed(name: str) -> str:
    """The values a setting may have, in words."""
    schema = Settings.model_json_schema(mode="validation")["properties"][name]
    options = [schema, *schema.get("anyOf", [])]
    for option in options:
        if "enum" in option:
            return "one of " + ", ".join(map(str, option["enum"]))
        low, high = option.get("minimum", option.get("exclusiveMinimum")), option.get("maximum")
        if high is not None:
            over = "over " if "exclusiveMinimum" in option else ""
            return f"{over}{low} to {high}"
        if option.get("type") == "boolean":
            return "true or false"
    return "text"


def _refuse_loosening(settings: Settings, origins: Mapping[str, str], dotenv: str) -> None:
    for name, permitted in UNTRUSTED_DENIED.items():
        value = getattr(settings, name)
        if origins[name] == dotenv and value not in permitted:
            raise ConfigError(
                f"{name.upper()}={value!r} stands in {dotenv}, and a workspace's own file must not loosen a guard.",
                remedy=f"Set it in the environment or in {config_dir() / 'config.toml'} instead.",
            )
    if origins["phoenix_endpoint"] == dotenv and not is_loopback(settings.phoenix_endpoint):
        raise ConfigError(
            f"PHOENIX_ENDPOINT={settings.phoenix_endpoint!r} stands in {dotenv}: a workspace must not choose who reads "
            "your traces.",
            remedy=f"Set it in the environment or in {config_dir() / 'config.toml'} instead.",
        )
    if (
        origins["model_api_base"] == dotenv
        and settings.model_api_key is not None
        and origins["model_api_key"] != dotenv
        and not is_loopback(settings.model_api_base)
    ):
        raise ConfigError(
            f"MODEL_API_BASE={settings.model_api_base!r} stands in {dotenv}, but MODEL_API_KEY comes from "
            f"{origins['model_api_key']}: a workspace must not choose where your key is sent.",
            remedy="Set both in the same place.",
        )
