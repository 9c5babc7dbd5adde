"""The prompt texts, as files."""

from __future__ import annotations

from importlib.resources import files


def text(name: str) -> str:
    """The prompt called `name` (a file of this folder without `.md`)."""
    return files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8").rstrip("\n")
