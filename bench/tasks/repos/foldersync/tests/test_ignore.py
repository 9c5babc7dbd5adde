import pytest

from foldersync import Rules, read_rules, take_snapshot


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("a.txt", False),
        ("a.log", True),
        ("x/y/a.log", True),
        ("keep.log", False),
        ("x/keep.log", False),
        ("cache/a.txt", True),
        ("x/cache/y/a.txt", True),
        ("cache", False),
        ("docs/a.pdf", True),
        ("x/docs/a.pdf", False),
        (".git/config", True),
        ("a.tmp", True),
    ],
)
def test_patterns(path, ignored):
    assert Rules(["# logs", "*.log", "!keep.log", "cache/", "docs/*.pdf", ""]).ignores(path) is ignored


def test_the_last_pattern_decides():
    assert Rules(["!a.log", "*.log"]).ignores("a.log")
    assert not Rules(["!*.tmp"]).ignores("a.tmp")


def test_two_folders(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.log").write_text("x")
    (tmp_path / "one" / ".syncignore").write_text("*.log\n.syncignore\n")
    assert list(take_snapshot(tmp_path / "one", read_rules(tmp_path / "one"))) == []
    assert list(take_snapshot(tmp_path / "two", read_rules(tmp_path / "two"))) == ["a.log"]
