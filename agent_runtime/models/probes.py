"""What was measured of each model, kept for later runs: `agent-runtime models probe` writes it, every run reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from agent_runtime.config import Settings, state_dir
from agent_runtime.models import weights
from agent_runtime.models.habits import Habits, Probe
from agent_runtime.models.profiles import Profile
from agent_runtime.records.runs import write_atomically

FOLDER = "probes"


def probe_file(profile: Profile) -> Path:
    """Where the probe of a model is kept: the same weights at the same server share one."""
    what = weights.digest(profile) or "\0".join((profile.backend, profile.model, profile.api_base or ""))
    return state_dir() / FOLDER / f"{hashlib.sha256(what.encode()).hexdigest()[:24]}.json"


def read_probe(profile: Profile) -> Probe | None:
    """The last probe; `None` without one, or when it was written by another version."""
    try:
        return Probe.model_validate_json(probe_file(profile).read_bytes())
    except (OSError, ValidationError):
        return None


def write_probe(profile: Profile, probe: Probe) -> Path:
    """Keep a probe; returns its file."""
    path = probe_file(profile)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomically(path, probe.model_dump_json(indent=1).encode())
    return path


def habits_of(profile: Profile) -> Habits:
    """What was measured, or the defaults; what models.toml says of the prompt goes before both."""
    probe = read_probe(profile)
    habits = probe.habits if probe is not None else Habits()
    return habits.model_copy(update={"prompt": profile.prompt}) if profile.prompt is not None else habits


def with_profile(settings: Settings, profile: Profile, habits: Habits) -> Settings:
    """The settings for one model: what a profile says, or else a probe found, holds where nothing was set."""
    wanted = {
        "model_temperature": profile.temperature, "model_max_tokens": profile.max_tokens or habits.reply_tokens,
        "model_seed": profile.seed, "model_context_tokens": profile.context_tokens,
        "model_timeout_s": profile.timeout_s, "model_keep_alive_s": profile.keep_alive_s,
        "agent_thinking": profile.thinking,
    }  # fmt: skip
    given = {k: v for k, v in wanted.items() if v is not None and k not in settings.model_fields_set}
    return settings.model_copy(update=given)
