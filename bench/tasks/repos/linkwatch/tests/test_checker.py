import pytest
from linkwatch import Problem, check_file, check_folder, markdown_files


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "index.md").write_text("# Start\n\n[guide](sub/guide.md#first-steps)\n[old](old.md)\n")
    (tmp_path / "sub" / "guide.md").write_text("# First steps\n\n[up](../index.md#start) [top](#top)\n")
    (tmp_path / "notes.txt").write_text("[x](nowhere.md)\n")
    return tmp_path


def test_markdown_files(docs):
    assert markdown_files(docs) == [docs / "index.md", docs / "sub" / "guide.md"]


def test_check_folder(docs):
    assert check_folder(docs) == [
        Problem(docs / "index.md", 4, "old.md", "no such file"),
        Problem(docs / "sub" / "guide.md", 3, "#top", "no such heading"),
    ]


def test_external_links_are_not_looked_at(tmp_path):
    (tmp_path / "a.md").write_text("[x](https://example.org/nowhere.md) [y](mailto:ann@example.org)\n")
    assert check_file(tmp_path / "a.md") == []


def test_escaped_names(tmp_path):
    (tmp_path / "my file.md").write_text("# Café\n")
    (tmp_path / "a.md").write_text("[x](my%20file.md) [y](my%20file.md#caf%C3%A9)\n")
    assert check_file(tmp_path / "a.md") == []
