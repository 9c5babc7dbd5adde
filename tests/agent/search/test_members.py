"""A member of one class gets another name, and that of another class keeps its own."""

from __future__ import annotations

import pytest

from agent_runtime.agent.search.members import classes_with, renamed_in_python, renamed_in_words
from agent_runtime.agent.search.renaming import asked_for

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
