"""Model files on this machine: where a profile's weights are, and how a server of ours loads them."""

from __future__ import annotations

import json
from pathlib import Path

from agent_runtime.errors import ModelFileError
from agent_runtime.models import catalog, download
from agent_runtime.models.gguf import GgufInfo, Memory, inspect
from agent_runtime.models.local import ServerSpec
from agent_runtime.models.profiles import Profile
from agent_runtime.types import JsonValue

BACKENDS = ("embedded", "llama-cpp-python", "transformers")
"""Those whose server this program starts."""


def catalogued(profile: Profile) -> catalog.CatalogModel | None:
    """The catalogue's entry that a profile names; `None` when it names a file or folder.

    Raises:
        UnknownModel: it looks like a catalogue name, but there is none.
    """
    if profile.backend == "transformers" or profile.model.endswith(".gguf"):
        return None
    if profile.backend == "embedded" or "/" not in profile.model:
        return catalog.find(profile.model)
    return None


def window_limit(profile: Profile) -> int | None:
    """The window that the weights were trained for, where that is known.

    Raises:
        UnknownModel, ModelFileError
    """
    if profile.backend not in BACKENDS:
        return None
    known = catalogued(profile)
    if known is not None:
        return known.context_tokens
    if profile.backend == "transformers":
        value = _transformers_config(profile).get("max_position_embeddings")
        return int(value) if isinstance(value, int) else None
    return gguf(profile).context_tokens or None


def fetch(profile: Profile, *, progress: download.Progress, offline: bool) -> None:
    """Download what a catalogue profile needs.

    Raises:
        ModelFileError
    """
    known = catalogued(profile)
    if known is not None:
        download.pull(known, progress=progress, offline=offline)


def digest(profile: Profile) -> str | None:
    """SHA-256 of the weights, where the catalogue knows it."""
    if profile.backend not in ("embedded", "llama-cpp-python"):
        return None
    known = catalogued(profile)
    return known.sha256 if known else None


def gguf(profile: Profile) -> GgufInfo:
    """What the profile's GGUF file says of itself.

    Raises:
        ModelFileError: it cannot be read, or is no model.
    """
    info = inspect(_path(profile))
    if info.kind != "model":
        raise ModelFileError(
            f"{info.path} is no model but {info.kind!r}.", remedy="An adapter goes into `lora` of a model's profile."
        )
    return info


def server_spec(profile: Profile, *, context_tokens: int, keep_alive_s: float, offline: bool = False) -> ServerSpec:
    """How a server of ours loads this profile.

    Raises:
        ModelFileError: a file is missing or no GGUF file.
    """
    known = catalogued(profile)
    path = known.path if known else _path(profile)
    title = profile.title or (known.title if known else profile.model)
    return ServerSpec(
        name=known.name if known else profile.id.replace("/", "-"),
        title=title,
        path=path,
        memory=memory(profile),
        backend=profile.backend,  # type: ignore[arg-type]  # one of BACKENDS
        context_tokens=context_tokens,
        keep_alive_s=keep_alive_s,
        python=profile.python,
        options=_options(profile, offline),
    )


def memory(profile: Profile) -> Memory:
    """What it will take: as declared (`memory_gb`, for everything), else from the files.

    Raises:
        ModelFileError
    """
    if profile.memory_gb is not None:
        return Memory(int(profile.memory_gb * 1e9), 0, 0)
    known = catalogued(profile)
    if profile.backend == "transformers":
        return _transformers_memory(profile)
    base = known.memory if known else gguf(profile).memory
    extra = [Path(adapter.path) for adapter in profile.lora]
    extra += [Path(profile.draft_model)] if profile.draft_model else []
    added = sum(inspect(path.expanduser()).memory.weights for path in extra)
    return Memory(base.weights + added, base.kv_per_token, base.compute)


def _path(profile: Profile) -> Path:
    return Path(profile.model).expanduser().absolute()


def _options(profile: Profile, offline: bool) -> dict[str, JsonValue]:
    if profile.backend == "transformers":
        return {
            "device": profile.device, "quantization": profile.quantization, "dtype": profile.dtype,
            "trust_remote_code": profile.trust_remote_code, "offline": offline,
        }  # fmt: skip
    options: dict[str, JsonValue] = {}
    layers = 0 if profile.device == "cpu" else profile.gpu_layers
    if layers is not None:
        options["gpu_layers"] = layers
    if profile.lora:
        options["lora"] = [
            {"path": str(Path(adapter.path).expanduser()), "scale": adapter.scale} for adapter in profile.lora
        ]
    if profile.speculation not in (None, "none"):
        options["speculation"] = profile.speculation
    if profile.draft_model:
        options["draft_model"] = str(Path(profile.draft_model).expanduser())
    return options


def _transformers_config(profile: Profile) -> dict[str, JsonValue]:
    try:
        content = json.loads((_path(profile) / "config.json").read_text())
    except FileNotFoundError:  # a repository's name: the library finds it in its own cache
        return {}
    except (OSError, ValueError) as error:
        raise ModelFileError(
            f"{_path(profile)} holds no readable config.json: {error}.", remedy="Give a Hugging Face model folder."
        ) from error
    return content if isinstance(content, dict) else {}


def _transformers_memory(profile: Profile) -> Memory:
    config = _transformers_config(profile)
    weights = sum(path.stat().st_size for path in _path(profile).glob("*.safetensors")) if config else 0
    weights = int(weights * {"4bit": 0.3, "8bit": 0.55}.get(profile.quantization or "", 1.0))

    def number(key: str, default: int) -> int:
        value = config.get(key)
        return value if isinstance(value, int) else default

    heads = max(1, number("num_attention_heads", 1))
    per_head = number("head_dim", number("hidden_size", 0) // heads)
    cache = number("num_hidden_layers", 0) * number("num_key_value_heads", heads) * per_head * 2 * 4
    return Memory(weights, cache, 512 << 20)
