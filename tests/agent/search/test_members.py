"""A member of one class gets another name, and that of another class keeps its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.members import classes_with, has_field, renamed_in_python, renamed_in_words
from agent_runtime.agent.search.renaming import asked_for
from tests.agent.conftest import MakeSession

CODE = '''\
class Note:
    def move(self, by):
        """See `Note.move` and `NoteList.move`."""
        return Note(self.pitch + by)

    def twice(self):
        return self.move(1).move(1)


class NoteList:
    async def move(self, name, place):
        self.move(name, place)
        return [note.move(2) for note in self.notes]
'''
USES = """\
def test_all(thing: Note, list_of: "NoteList", x, note_list):
    chosen = Note(3)
    chosen.move(1)
    thing.move(1)
    list_of.move("a", 1)
    first = NoteList([])
    first.move("b", 2)
    note_list.move("c", 3)
    read_note("C").move(4)
    all_notes[0].move(5)
    x.move(6)
    part.note.move(7)
    move(8)
"""


def test_definition_and_uses() -> None:
    assert classes_with(CODE, "move") == ["Note", "NoteList"]
    changed = renamed_in_python(CODE, "Note", ["NoteList"], "move", "transposed", also_unknown=False)
    assert changed == (
        CODE.replace("def move(self, by)", "def transposed(self, by)")
        .replace("`Note.move`", "`Note.transposed`")
        .replace("self.move(1).move(1)", "self.transposed(1).move(1)")
        .replace("note.move(2)", "note.transposed(2)")
    )
    assert ".transposed(1).transposed(1)" in renamed_in_python(
        CODE, "Note", ["NoteList"], "move", "transposed", also_unknown=True
    )


@pytest.mark.parametrize(("also_unknown", "expected"), [(False, (1, 1, 4, 5, 7)), (True, (1, 1, 4, 5, 6, 7))])
def test_whose_a_use_is(also_unknown: bool, expected: tuple[int, ...]) -> None:
    changed = renamed_in_python(USES, "Note", ["NoteList"], "move", "up", also_unknown=also_unknown)
    found = tuple(int(line.rpartition("(")[2][0]) for line in changed.splitlines() if ".up(" in line)
    assert found == expected
    assert changed.replace(".up(", ".move(") == USES
    other = renamed_in_python(USES, "NoteList", ["Note"], "move", "put", also_unknown=False)
    assert [line for line in other.splitlines() if ".put(" in line] == [
        '    list_of.put("a", 1)',
        '    first.put("b", 2)',
        '    note_list.put("c", 3)',
    ]


def test_words_name_the_class() -> None:
    text = "`Note.move` lifts a note; `NoteList.move` is another one, and to move is a word. Note.movement"
    assert renamed_in_words(text, "Note", "move", "up") == text.replace("`Note.move`", "`Note.up`")


def test_what_does_not_parse_stays() -> None:
    assert renamed_in_python("class Note:\n  def move(", "Note", [], "move", "up", also_unknown=True) == (
        "class Note:\n  def move("
    )


@pytest.mark.parametrize(
    ("task", "owner"),
    [
        ("Rename the method move of Note to transposed.", "Note"),
        ("Rename move of the class Note to transposed, everywhere.", "Note"),
        ("rename `Note.move` to `Note.transposed`", "Note"),
        ("Rename move to transposed.", ""),
        ("Rename the function move in shop/prices.py to transposed.", ""),
    ],
)
def test_the_class_that_a_task_names(task: str, owner: str) -> None:
    renaming = asked_for(task)
    assert renaming is not None
    assert (renaming.old, renaming.new, renaming.owner) == ("move", "transposed", owner)


FIELDS = '''\
@dataclass(frozen=True)
class Track:
    """A track; see `Track.seconds`."""

    title: str
    seconds: float

    @classmethod
    def silence(cls, seconds):
        return cls(title="", seconds=seconds)

    def longer(self):
        return replace(self, seconds=self.seconds + 1)


class Tape:
    def __init__(self, seconds):
        self.seconds = seconds * 2


def show(tracks, seconds):
    print(f"{seconds}: {tracks[0].seconds:g} seconds")
    match tracks:
        case [first]:
            return Track("x", seconds=first.seconds), Tape(seconds=4).seconds
'''


def test_a_field_and_not_what_has_its_name() -> None:
    assert classes_with(FIELDS, "seconds") == ["Track", "Tape"]
    assert has_field(FIELDS, "Track", "seconds")
    assert not has_field(FIELDS, "Track", "silence")
    assert not has_field(FIELDS, "Other", "seconds")
    made = renamed_in_python(FIELDS, "Track", ["Tape"], "seconds", "duration", also_unknown=True)
    assert made == (
        FIELDS.replace("`Track.seconds`", "`Track.duration`")
        .replace("    seconds: float", "    duration: float")
        .replace('title="", seconds=', 'title="", duration=')
        .replace("replace(self, seconds=self.seconds", "replace(self, duration=self.duration")
        .replace("tracks[0].seconds", "tracks[0].duration")
        .replace('Track("x", seconds=first.seconds)', 'Track("x", duration=first.duration)')
    )
    other = renamed_in_python(FIELDS, "Tape", ["Track"], "seconds", "length", also_unknown=False)
    assert other == (
        FIELDS.replace("__init__(self, seconds)", "__init__(self, length)")
        .replace("self.seconds = seconds", "self.length = length")
        .replace("Tape(seconds=4).seconds", "Tape(length=4).length")
    )


@pytest.mark.parametrize(
    ("task", "owner"),
    [
        ("Rename the attribute `seconds` of Track to `duration`.", "Track"),
        ("Please rename the field seconds of the class Track to duration, everywhere.", "Track"),
        ("The property seconds should be called duration.", ""),
    ],
)
def test_a_field_is_renamed_in_the_workspace(make_session: MakeSession, repo: Path, task: str, owner: str) -> None:
    renaming = asked_for(task)
    assert renaming is not None
    assert (renaming.owner, renaming.field) == (owner, True)
    code = FIELDS.replace("Tape", "Case").replace("self.seconds = seconds * 2", "self.n = seconds")
    (repo / "tracks.py").write_text(f"from dataclasses import dataclass, replace\n\n\n{code}")
    (repo / "test_tracks.py").write_text(
        "from tracks import Case\n\n\ndef test_case():\n    seconds = 3\n    assert Case(seconds=seconds).n == 3\n"
    )
    session = make_session([], agent_strategy="search", agent_mode="auto", agent_verify="python -m pytest -q")
    session.run(task)
    text = (repo / "tracks.py").read_text()
    assert "    duration: float" in text
    assert "def show(tracks, seconds):" in text
    assert "{tracks[0].duration:g} seconds" in text
    assert "seconds = 3" in (repo / "test_tracks.py").read_text()
