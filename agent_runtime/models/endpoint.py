"""Where a model is reached, with which key, and what it is told beyond the prompt."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent_runtime.config import Settings, Thinking, is_loopback
from agent_runtime.errors import ConfigError
from agent_runtime.models import catalog, local
from agent_runtime.models.keys import require_key
from agent_runtime.models.profiles import Profile

OLLAMA = "http://localhost:11434"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where one call goes."""

    model: str
    """LiteLLM's name."""
    provider: str
    api_base: str | None
    api_key: str | None
    extra: dict[str, Any] = field(default_factory=dict)


def adhoc(settings: Settings) -> Profile:
    """A profile for a MODEL_ID that no file declares: `embedded/NAME`, `ollama_chat/NAME`, or LiteLLM's name.

    Raises:
        UnknownModel: there is no such embedded model.
    """
    name = settings.model_id
    if name.startswith(catalog.PREFIX):
        model = catalog.find(name)
        return Profile(id=model.id, backend="embedded", model=model.name, title=model.title)
    base = settings.model_api_base.rstrip("/") if settings.model_api_base else None
    provider, _, rest = name.partition("/")
    if provider in ("ollama", "ollama_chat") and rest:
        return Profile(id=name, backend="ollama", model=rest, api_base=base, any_model=True)
    return Profile(id=name, backend="litellm", model=name, api_base=base, any_model=True)


def own_key(settings: Settings, profile: Profile | None, workspace: Path) -> str | None:
    """The key of a declared profile, or MODEL_API_KEY for what only MODEL_ID names.

    Raises:
        BadApiKey: the profile names a key that is nowhere.
    """
    if profile is None:
        return settings.model_api_key.get_secret_value() if settings.model_api_key else None
    return require_key(profile.api_key_env, workspace, profile.id) if profile.api_key_env else None


def endpoint_of(
    profile: Profile,
    key: str | None,
    context_tokens: int,
    server: local.ServerRecord | None,
    thinking: Thinking = "auto",
) -> Endpoint:
    """The endpoint of a profile; `server` is its own running server, if it has one."""
    sampling: dict[str, Any] = {
        name: value for name in ("top_k", "min_p") if (value := getattr(profile, name)) is not None
    }
    template = template_kwargs(thinking)
    if server is not None:
        if profile.backend == "embedded":  # asked directly
            extra = {**template, **sampling}
            return Endpoint(server.model_name, "embedded", server.api_base, server.api_key, extra)
        body = {"extra_body": sampling} if sampling else {}
        return Endpoint(f"openai/{server.model_name}", profile.backend, server.api_base, server.api_key, body)
    base = profile.api_base.rstrip("/") if profile.api_base else None
    if profile.backend == "ollama":
        extra = {"num_ctx": context_tokens, **sampling}
        if profile.keep_alive_s is not None:
            extra["keep_alive"] = f"{profile.keep_alive_s:g}s"
        if thinking != "auto":
            extra["think"] = thinking == "on"
        return Endpoint(f"ollama_chat/{profile.model}", "ollama_chat", base or OLLAMA, key, extra)
    own = {"extra_body": {**sampling, **template}} if sampling or template else {}
    if profile.backend == "openai":
        # Without a key of its own an address must not receive the provider's key from the environment.
        return Endpoint(f"openai/{profile.model}", "openai", base, key or "none", own)
    hosted: dict[str, Any] = {"extra_body": sampling} if sampling else {}
    if thinking != "auto":
        hosted["reasoning_effort"] = "medium" if thinking == "on" else "none"
    provider = profile.model.partition("/")[0]
    if base is None:
        return Endpoint(profile.model, provider, None, key, hosted)
    from agent_runtime.models.client import import_litellm

    known = provider in import_litellm().provider_list and provider != profile.model
    model = profile.model if known else f"openai/{profile.model}"
    named = known and provider != "openai"
    return Endpoint(model, provider if known else "openai", base, key or "none", hosted if named else own)


def template_kwargs(thinking: Thinking) -> dict[str, Any]:
    """The switch of chat templates that have one (Qwen3 and others), as llama.cpp's server, vLLM and SGLang take it."""
    return {} if thinking == "auto" else {"chat_template_kwargs": {"enable_thinking": thinking == "on"}}


def refuse_remote(profile: Profile, offline: bool) -> None:
    """Offline, nothing but this machine.

    Raises:
        ConfigError: the model is elsewhere.
    """
    base = address_of(profile)
    if offline and base is not None and not is_loopback(base):
        raise ConfigError(
            f"AGENT_OFFLINE is set, but {profile.id!r} is reached at {base or 'its provider'}.",
            remedy="Choose an embedded or local model, or unset AGENT_OFFLINE.",
        )


def address_of(profile: Profile) -> str | None:
    """The address that a profile's calls go to: empty for a hosted provider's own, `None` when there is none."""
    if profile.backend in ("openai", "litellm"):
        return profile.api_base or ""
    if profile.backend == "ollama":
        return profile.api_base or OLLAMA
    return None


def same_model(asked: str, answered: str) -> bool:
    """Whether two names are the same model's: servers add a date, a folder or `.gguf`."""

    def bare(name: str) -> str:
        return name.rpartition("/")[2].lower().removesuffix(".gguf").removesuffix(":latest")

    one, other = bare(asked), bare(answered)
    return one.startswith(other) or other.startswith(one)
