"""The settings in snapkeep.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from snapkeep.policy import Policy

RULES = ("last", "daily", "weekly", "monthly", "yearly")


class SettingsError(ValueError):
    """There is something wrong with the settings."""


@dataclass(frozen=True)
class Settings:
    policy: Policy
    protect: tuple[str, ...] = ()


def load_settings(path):
    """The settings in a file. Raises SettingsError when something in it is unknown or makes no sense."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from None
    for name in data:
        if name not in ("keep", "protect"):
            raise SettingsError(f"{path}: there is no setting {name!r}")
    keep = data.get("keep", {})
    for name, count in keep.items():
        if name not in RULES:
            raise SettingsError(f"{path}: there is no rule {name!r}")
        if type(count) is not int or count < 0:
            raise SettingsError(f"{path}: {name} must be a number from 0 on, not {count!r}")
    protect = data.get("protect", [])
    if not isinstance(protect, list):
        raise SettingsError(f"{path}: protect must be a list of names")
    return Settings(Policy(**keep), tuple(protect))
