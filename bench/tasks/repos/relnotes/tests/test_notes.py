import pytest

from relnotes import Note, read_notes

KINDS = ["added", "fixed"]


def test_read_notes(tmp_path):
    (tmp_path / "21.fixed.md").write_text("One.\n")
    (tmp_path / "9.added.md").write_text("Two\nlines.\n")
    (tmp_path / ".gitkeep").write_text("")
    (tmp_path / "README.md").write_text("How to write notes")
    assert read_notes(tmp_path, KINDS) == [Note(9, "added", "Two lines."), Note(21, "fixed", "One.")]


@pytest.mark.parametrize("name", ["fixed.md", "9.other.md", "9.fixed.txt", "x9.fixed.md"])
def test_wrong_names(tmp_path, name):
    (tmp_path / name).write_text("Text.")
    with pytest.raises(ValueError, match="not called like a note"):
        read_notes(tmp_path, KINDS)


def test_empty_note(tmp_path):
    (tmp_path / "9.fixed.md").write_text(" \n")
    with pytest.raises(ValueError, match="empty"):
        read_notes(tmp_path, KINDS)
