"""Reads accesslog.ini.

    [filter]
    bots = googlebot, bingbot      names of agents that are not counted
    ignore = /static/              beginnings of paths that are not counted

    [report]
    top = 5                        how many paths are listed
    session_minutes = 30           the pause after which a new visit begins
"""

import configparser
from dataclasses import dataclass

_KNOWN = {"filter": {"bots", "ignore"}, "report": {"top", "session_minutes"}}


@dataclass(frozen=True)
class Settings:
    bots: tuple = ()
    ignore: tuple = ()
    top: int = 5
    session_minutes: int = 30


def read_settings(path):
    """The settings in a file. Raises ValueError for anything that is not known, OSError without a file."""
    parser = configparser.ConfigParser()
    try:
        with open(path, encoding="utf-8") as file:
            parser.read_file(file)
    except configparser.Error as error:
        raise ValueError(f"{path}: {error}") from error
    for section in parser.sections():
        for name in parser[section]:
            if name not in _KNOWN.get(section, ()):
                raise ValueError(f"{path}: unknown setting {name} in [{section}]")
    return Settings(
        bots=_names(parser.get("filter", "bots", fallback="")),
        ignore=_names(parser.get("filter", "ignore", fallback="")),
        top=parser.getint("report", "top", fallback=Settings.top),
        session_minutes=parser.getint("report", "session_minutes", fallback=Settings.session_minutes),
    )


def _names(text):
    return tuple(name.strip() for name in text.split(",") if name.strip())
