"""Version numbers such as `1.4.0` and `2.0.0-rc.1`."""

import re
from dataclasses import dataclass
from functools import total_ordering

_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)(?:-rc\.(\d+))?")
PARTS = ("major", "minor", "patch")


@total_ordering
@dataclass(frozen=True)
class Version:
    major: int
    minor: int
    patch: int
    candidate: int | None = None  # the number of a release candidate

    def __str__(self):
        text = f"{self.major}.{self.minor}.{self.patch}"
        return text if self.candidate is None else f"{text}-rc.{self.candidate}"

    def __lt__(self, other):
        return self._key() < other._key()

    def _key(self):
        # A candidate comes before the release itself.
        last = (1, 0) if self.candidate is None else (0, self.candidate)
        return (self.major, self.minor, self.patch, last)

    def bump(self, part):
        """The next version: `part` is "major", "minor" or "patch". Raises ValueError for another part."""
        if part == "major":
            return Version(self.major + 1, 0, 0)
        if part == "minor":
            return Version(self.major, self.minor + 1, 0)
        if part == "patch":
            return Version(self.major, self.minor, self.patch + 1)
        raise ValueError(f"unknown part {part!r}")


def parse_version(text):
    """The version in a text, a leading `v` is allowed. Raises ValueError."""
    found = _VERSION.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"no version: {text!r}")
    return Version(*(None if number is None else int(number) for number in found.groups()))
