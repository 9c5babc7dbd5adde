"""Reads the notes: `notes/17.added.md` is a note of the kind `added` on ticket 17."""

import re
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"(\d+)\.([a-z]+)\.md")


@dataclass(frozen=True)
class Note:
    ticket: int
    kind: str
    text: str


def note_files(folder):
    """The paths of all notes in a folder. Files whose name begins with a dot, and README.md, are none."""
    return [
        path for path in sorted(Path(folder).iterdir()) if not path.name.startswith(".") and path.name != "README.md"
    ]


def read_notes(folder, kinds):
    """The notes in a folder by ticket. Raises ValueError for a wrong name, an unknown kind or an empty note."""
    notes = []
    for path in note_files(folder):
        name = _NAME.fullmatch(path.name)
        if name is None or name[2] not in kinds:
            raise ValueError(f"{path.name} is not called like a note")
        text = " ".join(path.read_text(encoding="utf-8").split())
        if not text:
            raise ValueError(f"{path.name} is empty")
        notes.append(Note(int(name[1]), name[2], text))
    return sorted(notes, key=lambda note: note.ticket)
