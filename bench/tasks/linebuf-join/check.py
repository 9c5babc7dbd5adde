import pytest
from linebuf import Buffer, NoMark


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("one", "two", "one two"),
        ("one", "    two", "one two"),
        ("one", "\ttwo", "one two"),
        ("one ", "two", "one two"),
        ("one   ", "  two", "one two"),
        ("    one", "    two", "    one two"),
        ("one  and", "two  and  three", "one  and two  and  three"),
        ("one", "", "one"),
        ("", "two", "two"),
        ("", "", ""),
        ("one", "one", "one one"),
    ],
)
def test_join(first, second, joined):
    buffer = Buffer(["before", first, second, "  after"])
    buffer.join(2)
    assert buffer.lines == ["before", joined, "  after"]
    assert buffer.undo()
    assert buffer.lines == ["before", first, second, "  after"]
    assert not buffer.undo()
    assert buffer.redo()
    assert buffer.lines == ["before", joined, "  after"]
    assert not buffer.redo()


def test_first_and_last():
    buffer = Buffer(["a", "b", "c"])
    buffer.join(2)
    assert buffer.lines == ["a", "b c"]
    buffer.join(1)
    assert buffer.lines == ["a b c"]
    assert buffer.undo()
    assert buffer.lines == ["a", "b c"]
    assert buffer.undo()
    assert buffer.lines == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("lines", "number"),
    [("abc", 0), ("abc", -1), ("abc", -2), ("abc", 3), ("abc", 4), ("a", 1), ("", 1), ("", 0)],
)
def test_refused(lines, number):
    buffer = Buffer(lines)
    with pytest.raises(IndexError):
        buffer.join(number)
    assert buffer.lines == list(lines)
    assert not buffer.modified
    assert not buffer.undo()


def test_refused_keeps_redo():
    buffer = Buffer(["a", "b"])
    buffer.delete(1)
    buffer.undo()
    with pytest.raises(IndexError):
        buffer.join(2)
    assert buffer.redo()
    assert buffer.lines == ["b"]


def test_a_new_edit_ends_redo():
    buffer = Buffer(["a", "b", "c"])
    buffer.delete(3)
    buffer.undo()
    buffer.join(1)
    assert not buffer.redo()
    assert buffer.lines == ["a b", "c"]


def test_marks_of_other_lines():
    buffer = Buffer(["a", "b", "c", "d"])
    for number, name in enumerate("abcd", 1):
        buffer.mark(name, number)
    buffer.join(2)
    assert (buffer.marked("a"), buffer.marked("b"), buffer.marked("d")) == (1, 2, 3)
    buffer.undo()
    assert (buffer.marked("a"), buffer.marked("d")) == (1, 4)


def test_modified(tmp_path):
    buffer = Buffer(["a", "b"])
    buffer.join(1)
    assert buffer.modified
    buffer.save(tmp_path / "text.txt")
    assert (tmp_path / "text.txt").read_text() == "a b\n"
    assert not buffer.modified
    buffer.undo()
    assert buffer.modified


def test_the_rest_is_as_before():
    buffer = Buffer(["a", "b", "c"])
    buffer.delete(2, 3)
    buffer.insert(2, "x")
    buffer.change(1, "A")
    assert buffer.lines == ["A", "x"]
    with pytest.raises(IndexError, match="no line 3"):
        buffer.delete(3)
    with pytest.raises(NoMark):
        buffer.marked("a")
