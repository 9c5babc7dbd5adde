import pytest

from linkwatch import check_file, check_folder, find_links


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "the sub folder").mkdir()
    (tmp_path / "the sub folder" / "Ü 1.md").write_text("# Über uns\n\n[back](../start%20here.md#l%C3%A4nge)\n", encoding="utf-8")
    (tmp_path / "start here.md").write_text("# Länge\n", encoding="utf-8")
    (tmp_path / "100%.png").write_bytes(b"")
    (tmp_path / "plain.md").write_text("# Plain\n")
    return tmp_path


def problems(docs, *targets):
    (docs / "a.md").write_text("".join(f"[x]({target})\n" for target in targets), encoding="utf-8")
    return [(problem.target, problem.reason) for problem in check_file(docs / "a.md")]


def test_files_that_are_there(docs):
    targets = ["start%20here.md", "the%20sub%20folder/%C3%9C%201.md", "the%20sub%20folder", "100%25.png", "plain.md"]
    assert problems(docs, *targets) == []


def test_anchors(docs):
    fine = ["start%20here.md#l%C3%A4nge", "start%20here.md#länge", "the%20sub%20folder/%C3%9C%201.md#%C3%BCber-uns"]
    assert problems(docs, *fine, "plain.md#plain") == []
    broken = ["start%20here.md#plain", "plain.md#l%C3%A4nge"]
    assert problems(docs, *broken) == [(target, "no such heading") for target in broken]


def test_files_that_are_not_there(docs):
    broken = ["start%20there.md", "start+here.md", "plain%20.md", "my%20file.md#top"]
    assert problems(docs, *broken) == [(target, "no such file") for target in broken]


def test_the_folder(docs):
    assert check_folder(docs) == []


def test_the_target_is_as_it_is_written():
    assert [link.target for link in find_links("[x](my%20file.md)")] == ["my%20file.md"]
