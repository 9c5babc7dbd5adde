"""The questions of a survey."""

import json
from dataclasses import dataclass
from pathlib import Path

KINDS = ("choice", "multi", "scale", "text")


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    kind: str
    choices: tuple = ()
    low: int = 1
    high: int = 5
    required: bool = False

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"{self.id}: no such kind of question: {self.kind}")
        if self.kind in ("choice", "multi") and not self.choices:
            raise ValueError(f"{self.id}: a question of this kind needs choices")


def load_questions(path):
    """The questions in a JSON file, in its order."""
    rows = json.loads(Path(path).read_text(encoding="utf-8"))
    return [Question(**{**row, "choices": tuple(row.get("choices", ()))}) for row in rows]
