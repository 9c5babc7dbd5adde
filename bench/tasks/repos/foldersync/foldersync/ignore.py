"""Which files are left out."""

from fnmatch import fnmatchcase
from pathlib import Path

ALWAYS = [".git/", "*.tmp"]
FILE = ".syncignore"


class Rules:
    """Patterns, of which the last one that fits decides."""

    def __init__(self, patterns=()):
        self.patterns = list(ALWAYS)
        for pattern in patterns:
            self.add(pattern)

    def add(self, pattern):
        """Add a line of a file. Empty lines and comments are no patterns."""
        pattern = pattern.strip()
        if pattern and not pattern.startswith("#"):
            self.patterns.append(pattern)

    def ignores(self, path):
        """Whether a file is left out; its path is relative and has slashes."""
        ignored = False
        for pattern in self.patterns:
            if _fits(pattern.removeprefix("!"), path):
                ignored = not pattern.startswith("!")
        return ignored


def read_rules(folder):
    """The rules of a folder: those in its `.syncignore`, if there is one."""
    file = Path(folder) / FILE
    return Rules(file.read_text(encoding="utf-8").splitlines() if file.exists() else ())


def _fits(pattern, path):
    *folders, name = path.split("/")
    if pattern.endswith("/"):
        pattern = pattern.removesuffix("/")
        if "/" in pattern:
            return path.startswith(pattern + "/")
        return any(fnmatchcase(folder, pattern) for folder in folders)
    return fnmatchcase(path if "/" in pattern else name, pattern)
