"""Reads relnotes.json."""

import json
from dataclasses import dataclass
from pathlib import Path

from relnotes.version import PARTS


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    raises: str = "patch"


@dataclass(frozen=True)
class Project:
    notes: Path
    changelog: Path
    kinds: tuple  # in the order in which they are shown

    def kind_names(self):
        return [kind.name for kind in self.kinds]


def read_project(root):
    """The project in a folder. Raises ValueError when relnotes.json is wrong, OSError when there is none."""
    root = Path(root)
    data = json.loads((root / "relnotes.json").read_text(encoding="utf-8"))
    try:
        kinds = tuple(Kind(**kind) for kind in data["kinds"])
        project = Project(root / data["notes"], root / data["changelog"], kinds)
    except (KeyError, TypeError) as error:
        raise ValueError(f"relnotes.json: {error}") from error
    for kind in kinds:
        if kind.raises not in PARTS:
            raise ValueError(f"relnotes.json: {kind.name} raises {kind.raises!r}")
    return project
