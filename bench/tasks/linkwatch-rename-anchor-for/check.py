import linkwatch
import linkwatch.headings
from linkwatch.cli import main
from support import WORKSPACE, own_tests_pass


def test_the_new_name(capsys):
    assert linkwatch.anchor_for is linkwatch.headings.anchor_for
    assert linkwatch.anchor_for.__name__ == "anchor_for"
    assert linkwatch.anchor_for(" What is new? ") == "what-is-new"
    assert set(linkwatch.__all__) >= {"anchor_for", "anchors", "check_file", "check_folder", "find_links", "Link"}
    for name in linkwatch.__all__:
        assert hasattr(linkwatch, name)
    assert linkwatch.anchors("# One two\n## One two\n") == ["one-two", "one-two-1"]
    assert main(["anchor", "What is new?"]) == 0
    assert capsys.readouterr().out == "#what-is-new\n"


def test_the_old_name_is_gone():
    assert not hasattr(linkwatch, "slugify")
    for path in [*WORKSPACE.rglob("*.py"), WORKSPACE / "README.md"]:
        assert "slugify" not in path.read_text(), path
    assert "`anchor_for`" in (WORKSPACE / "README.md").read_text()


def test_their_tests_pass():
    assert own_tests_pass("tests")
    assert own_tests_pass("tests/test_headings.py")
