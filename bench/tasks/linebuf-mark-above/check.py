import random

import pytest
from linebuf import Buffer, CommandError, Edit, Marks, NoMark, Session

LINES = ["one", "two", "three", "four", "five"]


@pytest.fixture
def buffer():
    buffer = Buffer(LINES)
    for number, text in enumerate(LINES, 1):
        buffer.mark(text, number)
    return buffer


def at_marks(buffer):
    return {name: buffer.line(buffer.marked(name)) for name in buffer.marks()}


def staying(*gone):
    return {text: text for text in LINES if text not in gone}


@pytest.mark.parametrize("number", range(1, 7))
@pytest.mark.parametrize("texts", [["new"], ["new", "newer", "newest"], []])
def test_insert(buffer, number, texts):
    buffer.insert(number, *texts)
    assert at_marks(buffer) == staying()
    buffer.undo()
    assert at_marks(buffer) == staying()
    assert [buffer.marked(text) for text in LINES] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("first", "last"), [(1, 1), (1, 2), (2, 2), (2, 4), (4, 5), (5, 5), (1, 5)])
def test_delete(buffer, first, last):
    gone = LINES[first - 1 : last]
    buffer.delete(first, last)
    assert at_marks(buffer) == staying(*gone)
    for name in gone:
        with pytest.raises(NoMark):
            buffer.marked(name)
    buffer.undo()
    assert at_marks(buffer) == staying(*gone)
    assert buffer.lines == LINES


@pytest.mark.parametrize("number", range(1, 6))
def test_change(buffer, number):
    buffer.change(number, "changed")
    assert [buffer.marked(text) for text in LINES] == [1, 2, 3, 4, 5]
    buffer.undo()
    assert at_marks(buffer) == staying()


def test_undo_and_redo(buffer):
    buffer.insert(3, "new")
    buffer.undo()
    buffer.redo()
    assert buffer.lines[2] == "new"
    assert at_marks(buffer) == staying()


@pytest.mark.parametrize("seed", range(5))
def test_many(seed):
    rng = random.Random(seed)
    buffer = Buffer(LINES)
    for number, text in enumerate(LINES, 1):
        buffer.mark(text, number)
    left = set(LINES)
    for turn in range(40):
        if rng.random() < 0.6 or len(buffer) < 3:
            buffer.insert(rng.randint(1, len(buffer) + 1), f"new {turn}")
        else:
            number = rng.randint(1, len(buffer))
            left.discard(buffer.line(number))
            buffer.delete(number)
        assert at_marks(buffer) == {text: text for text in left}


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (Edit(2, ("b", "c"), ("x",)), {"a": 1, "b": 2, "d": 3, "e": 4}),
        (Edit(2, ("b",), ("x", "y", "z")), {"a": 1, "b": 2, "c": 5, "d": 6, "e": 7}),
        (Edit(1, ("a", "b", "c"), ()), {"d": 1, "e": 2}),
        (Edit(6, (), ("x",)), {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}),
    ],
)
def test_follow(edit, lines):
    marks = Marks()
    for number, name in enumerate("abcde", 1):
        marks.set(name, number)
    marks.follow(edit)
    assert {name: marks.get(name) for name in marks.names()} == lines


def test_commands():
    session = Session(Buffer(LINES))
    for command in ("m 1 top", "a 0 zero", "c 'top ONE", "d 1", "c 'top EINS"):
        session.run(command)
    assert session.buffer.lines == ["EINS", *LINES[1:]]
    session.run("d 'top")
    with pytest.raises(CommandError, match="no mark top"):
        session.run("d 'top")
    with pytest.raises(CommandError, match="no line 9"):
        session.run("m 9 far")
