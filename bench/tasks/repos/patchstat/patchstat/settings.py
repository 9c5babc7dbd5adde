"""What can be set, in a file or on the command line."""

import configparser
from dataclasses import dataclass, replace
from pathlib import Path

FILE = "patchstat.ini"


@dataclass(frozen=True)
class Settings:
    sort: str = "path"
    width: int = 60
    ignore: tuple[str, ...] = ()


DEFAULTS = Settings()


def read_settings(path, base=DEFAULTS):
    """The settings in a file, and those of `base` for what it leaves out; a file that is not there leaves out all."""
    if not Path(path).exists():
        return base
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(path, encoding="utf-8")
    section = parser["patchstat"] if parser.has_section("patchstat") else {}
    unknown = set(section) - {"sort", "width", "ignore"}
    if unknown:
        raise ValueError(f"{path}: not a setting: {min(unknown)}")
    changes = dict(section)
    if "width" in changes:
        changes["width"] = int(changes["width"])
    if "ignore" in changes:
        changes["ignore"] = tuple(changes["ignore"].split())
    return replace(base, **changes)


def override(settings, **given):
    """The settings with those replaced that are given, which is all but the None."""
    return replace(settings, **{name: value for name, value in given.items() if value is not None})
