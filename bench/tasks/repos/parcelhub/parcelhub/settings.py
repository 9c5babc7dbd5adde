"""What was agreed with the carrier."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

DEFAULT_FILE = Path(__file__).parent.parent / "settings.toml"


@dataclass(frozen=True)
class Settings:
    limits: dict
    zones: dict
    prices: dict
    extras: dict

    def zone(self, country):
        """The name of the zone of a country, None when nothing can be sent there."""
        for name, countries in self.zones.items():
            if country in countries:
                return name
        return None


def load_settings(path=DEFAULT_FILE):
    """Read a file such as settings.toml. Raises KeyError when a section is missing."""
    with open(path, "rb") as file:
        data = tomllib.load(file)
    return Settings(data["limits"], data["zones"], data["prices"], data["extras"])
