"""Who searches for edits; tools only know that somebody may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Found = Mapping[str, str | None] | str
"""Files with their whole new text (`None` deletes one), or why there are none."""


@dataclass
class Searcher:
    """Who searches; handed in by the run, which has a model and a check."""

    find: Callable[[str], Found] | None = None
