"""`models add`: a GGUF file of the user's own becomes a profile in the user's models.toml."""

from __future__ import annotations

import json
import re
from pathlib import Path

from agent_runtime.config import config_dir
from agent_runtime.errors import ConfigError, ModelFileError
from agent_runtime.models import profiles
from agent_runtime.models.gguf import inspect
from agent_runtime.models.local import DEFAULT_CONTEXT_TOKENS
from agent_runtime.models.profiles import Profile
from agent_runtime.models.registry import Registry


def add_gguf(path: Path, name: str | None = None, context_tokens: int | None = None) -> tuple[Profile, Path]:
    """Append a profile for the file; returns it and the file it was written to. What stands there is kept.

    Raises:
        ModelFileError: it is no GGUF model. ConfigError: the id is taken, or the window is too large.
    """
    whole = path.expanduser().resolve()
    info = inspect(whole)
    if info.kind != "model":
        raise ModelFileError(
            f"{whole} is no model but {info.kind!r}.", remedy="Name an adapter in `lora` of a model's profile."
        )
    file = config_dir() / profiles.FILE
    source = profiles.read(file, trusted=True)
    registry = Registry([source] if source else [])
    chosen = name or re.sub(r"[^\w.-]+", "-", whole.stem).strip("-.").lower()
    if registry.knows(chosen):
        raise ConfigError(f"There is a model {chosen!r} already.", remedy="Choose another name with --id.")
    limit = info.context_tokens or DEFAULT_CONTEXT_TOKENS
    window = context_tokens or min(limit, DEFAULT_CONTEXT_TOKENS)
    if window > limit:
        raise ConfigError(f"{info.name} was trained for {limit} tokens of context, not {window}.", remedy="Take less.")
    entry = (
        f'[[model]]\nid = {json.dumps(chosen)}\nbackend = "embedded"\nmodel = {json.dumps(str(whole))}\n'
        f"title = {json.dumps(info.name)}\ncontext_tokens = {window}\n"
    )
    before = source.text.rstrip("\n") + "\n\n" if source and source.text.strip() else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".tmp")
    temporary.write_text(before + entry, encoding="utf-8")
    profiles.read(temporary, trusted=True)
    temporary.replace(file)
    return Profile(id=chosen, backend="embedded", model=str(whole), title=info.name, context_tokens=window), file
