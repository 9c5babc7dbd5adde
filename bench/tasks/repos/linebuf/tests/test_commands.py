import pytest

from linebuf import Buffer, CommandError, Session


@pytest.fixture
def session():
    return Session(Buffer(["one", "two"]))


def run(session, *commands):
    return [line for command in commands for line in session.run(command)]


def test_edit(session):
    assert run(session, "a 0 zero", "c 2 ONE", "d 3", "p") == ["   1  zero", "   2  ONE"]
    run(session, "u", "u", "r")
    assert session.buffer.lines == ["zero", "ONE", "two"]


def test_last_line_and_marks(session):
    run(session, "m 2 here", "a $ three", "a 0 zero", "c 'here TWO")
    assert session.buffer.lines == ["zero", "one", "TWO", "three"]


def test_find(session):
    assert run(session, "f o", "f o", "f o") == ["   1  one", "   2  two", "   1  one"]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("x", "unknown command x"),
        ("d 3", "no line 3"),
        ("d 'a", "no mark a"),
        ("c one two", "not a line: one"),
        ("u", "nothing to undo"),
        ("f six", "not found: six"),
        ("w", "no file"),
    ],
)
def test_errors(session, command, message):
    with pytest.raises(CommandError, match=message):
        session.run(command)


def test_write(session, tmp_path):
    session.path = tmp_path / "text.txt"
    run(session, "d 1", "w")
    assert session.path.read_text() == "two\n"
