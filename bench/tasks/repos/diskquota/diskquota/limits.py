"""How much each user may take."""

import configparser
from dataclasses import dataclass
from pathlib import Path

from diskquota.sizes import parse_size


@dataclass(frozen=True)
class Limit:
    """In bytes. Up to the soft limit all is well, beyond the hard limit the user is blocked."""

    soft: int
    hard: int


class Limits:
    def __init__(self, default, users=None):
        self.default = default
        self.users = dict(users or {})

    def of(self, user):
        """The limit of a user; the default one for those who have none of their own."""
        return self.users.get(user, self.default)


def load_limits(path):
    parser = configparser.ConfigParser(default_section="default")
    parser.read_string(Path(path).read_text(encoding="utf-8"))
    users = {name: _limit(parser[name], name) for name in parser.sections()}
    return Limits(_limit(parser["default"], "default"), users)


def _limit(section, name):
    limit = Limit(parse_size(section["soft"]), parse_size(section["hard"]))
    if limit.hard < limit.soft:
        raise ValueError(f"{name}: the hard limit is below the soft one")
    return limit
