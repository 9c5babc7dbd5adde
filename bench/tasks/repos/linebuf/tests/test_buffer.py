import pytest

from linebuf import Buffer, History, NoMark


@pytest.fixture
def buffer():
    return Buffer(["one", "two", "three", "four"])


def test_insert(buffer):
    buffer.insert(1, "zero")
    buffer.insert(6, "five", "six")
    assert buffer.lines == ["zero", "one", "two", "three", "four", "five", "six"]
    with pytest.raises(IndexError):
        buffer.insert(9, "eight")


def test_delete(buffer):
    buffer.delete(4)
    buffer.delete(1, 2)
    assert buffer.lines == ["three"]
    with pytest.raises(IndexError, match="no line 2"):
        buffer.delete(1, 2)


def test_delete_backwards(buffer):
    with pytest.raises(ValueError, match="1 is before 3"):
        buffer.delete(3, 1)


def test_change(buffer):
    buffer.change(2, "TWO")
    assert buffer.line(2) == "TWO"
    assert len(buffer) == 4


def test_undo_and_redo(buffer):
    buffer.delete(2, 3)
    buffer.change(1, "ONE")
    assert buffer.undo()
    assert buffer.lines == ["one", "four"]
    assert buffer.undo()
    assert buffer.lines == ["one", "two", "three", "four"]
    assert not buffer.undo()
    assert buffer.redo()
    assert buffer.redo()
    assert buffer.lines == ["ONE", "four"]
    assert not buffer.redo()


def test_history_is_limited():
    buffer = Buffer(history=History(limit=2))
    for text in "abc":
        buffer.insert(1, text)
    while buffer.undo():
        pass
    assert buffer.lines == ["a"]


def test_modified(buffer, tmp_path):
    assert not buffer.modified
    buffer.change(1, "ONE")
    assert buffer.modified
    buffer.undo()
    assert not buffer.modified
    buffer.delete(4)
    buffer.save(tmp_path / "text.txt")
    assert not buffer.modified
    assert Buffer.load(tmp_path / "text.txt").lines == ["one", "two", "three"]


def test_marks(buffer):
    buffer.mark("here", 3)
    buffer.insert(1, "zero")
    assert buffer.marked("here") == 4
    buffer.delete(1, 2)
    assert buffer.marked("here") == 2
    buffer.delete(2)
    assert buffer.marks() == []
    with pytest.raises(NoMark):
        buffer.marked("here")


def test_find(buffer):
    assert buffer.find("o") == 1
    assert buffer.find("o", after=2) == 4
    assert buffer.find("two", after=2) == 2
    assert buffer.find("five") is None
