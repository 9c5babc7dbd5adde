import pytest
from linebuf import Buffer, CommandError, History, Session

LINES = ["one", "two", "three", "four"]
EDITS = {
    "insert": (lambda buffer: buffer.insert(2, "new"), ["one", "new", "two", "three", "four"]),
    "delete": (lambda buffer: buffer.delete(2, 3), ["one", "four"]),
    "change": (lambda buffer: buffer.change(4, "FOUR"), ["one", "two", "three", "FOUR"]),
}


@pytest.mark.parametrize("first", EDITS)
@pytest.mark.parametrize("second", EDITS)
def test_a_new_edit(first, second):
    buffer = Buffer(LINES)
    EDITS[first][0](buffer)
    assert buffer.undo() is True
    EDITS[second][0](buffer)
    for _ in range(2):
        assert buffer.redo() is False
        assert buffer.lines == EDITS[second][1]
    assert buffer.undo() is True
    assert buffer.lines == LINES
    assert buffer.undo() is False
    assert buffer.redo() is True
    assert buffer.lines == EDITS[second][1]
    assert buffer.redo() is False


def test_several_are_undone():
    buffer = Buffer()
    for text in "abcd":
        buffer.insert(1, text)
    for _ in range(3):
        buffer.undo()
    assert buffer.redo()
    assert buffer.lines == ["b", "a"]
    buffer.insert(1, "x")
    assert not buffer.redo()
    assert buffer.lines == ["x", "b", "a"]
    for left in (["b", "a"], ["a"], []):
        assert buffer.undo()
        assert buffer.lines == left
    assert not buffer.undo()
    for back in (["a"], ["b", "a"], ["x", "b", "a"]):
        assert buffer.redo()
        assert buffer.lines == back
    assert not buffer.redo()


def test_redo_goes_on_without_a_new_edit():
    buffer = Buffer(LINES)
    buffer.delete(1)
    buffer.change(1, "TWO")
    buffer.insert(1, "zero")
    done = buffer.lines
    for _ in range(3):
        while buffer.undo():
            pass
        assert buffer.lines == LINES
        buffer.mark("here", 1)
        buffer.find("o")
        assert [buffer.redo() for _ in range(4)] == [True, True, True, False]
        assert buffer.lines == done


def test_what_is_refused_is_no_edit():
    buffer = Buffer(LINES)
    buffer.delete(4)
    buffer.undo()
    with pytest.raises(IndexError):
        buffer.delete(5)
    with pytest.raises(IndexError):
        buffer.change(0, "x")
    with pytest.raises(ValueError, match="before"):
        buffer.delete(3, 2)
    assert buffer.redo()
    assert buffer.lines == LINES[:3]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_limit(limit):
    buffer = Buffer(history=History(limit=limit))
    for text in "abcdef":
        buffer.insert(1, text)
    undone = 0
    while buffer.undo():
        undone += 1
    assert undone == limit
    buffer.insert(1, "x")
    assert not buffer.redo()
    assert buffer.undo()
    assert not buffer.undo()
    assert len(buffer) == 6 - limit


def test_commands():
    session = Session(Buffer(LINES))
    for command in ("c 1 ONE", "u", "d 1"):
        session.run(command)
    with pytest.raises(CommandError, match="nothing to redo"):
        session.run("r")
    assert session.buffer.lines == LINES[1:]
    session.run("u")
    session.run("r")
    assert session.buffer.lines == LINES[1:]


def test_marks_stay():
    buffer = Buffer(LINES)
    buffer.insert(1, "zero")
    buffer.undo()
    buffer.mark("here", 3)
    buffer.change(1, "ONE")
    buffer.redo()
    assert buffer.marked("here") == 3
