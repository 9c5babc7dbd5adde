"""Whether a model can be used now, and why not."""

from __future__ import annotations

import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.config import is_loopback
from agent_runtime.errors import AgentRuntimeError
from agent_runtime.models import cooldown, download, local, weights
from agent_runtime.models.endpoint import OLLAMA, address_of, same_model
from agent_runtime.models.failures import list_models
from agent_runtime.models.keys import find_key
from agent_runtime.models.profiles import Profile

_PACKAGES = {"embedded": "xllamacpp", "llama-cpp-python": "llama_cpp", "transformers": "transformers"}


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether it can be asked now; `usable` is `None` when that was not tried."""

    usable: bool | None
    reason: str


def availability(profile: Profile, workspace: Path, *, offline: bool = False) -> Availability:
    """Look without loading anything: files, memory, keys, and what the server says."""
    resting = cooldown.active().get(profile.id)
    if resting is not None:
        return Availability(False, f"left alone for another {resting[0]:.0f} s after: {resting[1]}")
    if profile.api_key_env and find_key(profile.api_key_env, workspace) is None:
        return Availability(False, f"the key {profile.api_key_env} is nowhere")
    address = address_of(profile)
    if offline and address is not None and not is_loopback(address):
        return Availability(False, f"it is at {address or 'its provider'}, and AGENT_OFFLINE is set")
    if profile.backend in weights.BACKENDS:
        try:
            return _local(profile)
        except AgentRuntimeError as error:
            return Availability(False, str(error))
    if profile.backend == "command":
        found = shutil.which(profile.command[0])
        return Availability(found is not None, f"{found or profile.command[0] + ' is not installed'}")
    return _remote(profile)


def _local(profile: Profile) -> Availability:
    package = _PACKAGES[profile.backend]
    if profile.python is None and importlib.util.find_spec(package) is None:
        return Availability(False, f"{package} is not installed (the extra {profile.backend!r})")
    known = weights.catalogued(profile)
    if known is not None and not download.is_present(known):
        return Availability(
            False, f"not downloaded: `agent-runtime models pull {profile.id}` ({known.size_bytes >> 20} MB)"
        )
    spec = weights.server_spec(
        profile, context_tokens=profile.context_tokens or local.DEFAULT_CONTEXT_TOKENS, keep_alive_s=0
    )
    for record in local.running():
        if record.model_path == str(spec.path):
            return Availability(True, f"loaded with {record.context_tokens} tokens, pid {record.pid}")
    local.check_memory(spec)
    return Availability(True, f"not loaded; {spec.path}")


def _remote(profile: Profile) -> Availability:
    base = profile.api_base or (OLLAMA if profile.backend == "ollama" else None)
    if base is None:
        return Availability(None, "at its provider; not tried")
    kind = f"ollama/{profile.model}" if profile.backend == "ollama" else profile.model
    names = list_models(kind, base)
    if not names:
        return Availability(False, f"{base} does not answer, or offers nothing")
    asked = profile.model.rpartition("/")[2] if profile.backend == "litellm" else profile.model
    if any(same_model(asked, name) for name in names):
        return Availability(True, f"{base} offers it")
    return Availability(profile.any_model, f"{base} offers {', '.join(names[:8])}, not {asked!r}")
