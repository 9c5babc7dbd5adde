import json

import pytest

from linkwatch.cli import main

TARGETS = ["drafts/a.md", "drafts/b/c.md", "old.md", "old.md#top", "img/logo.png", "#nowhere"]


@pytest.fixture
def docs(tmp_path):
    (tmp_path / "index.md").write_text("# Start\n\n[start](#start)\n" + "".join(f"[x]({target})\n" for target in TARGETS))
    return tmp_path


@pytest.fixture
def left(docs, capsys):
    def left(*patterns):
        options = [option for pattern in patterns for option in ("--ignore", pattern)]
        code = main(["check", str(docs), "--format", "json", *options])
        targets = [row["target"] for row in json.loads(capsys.readouterr().out)]
        assert code == (1 if targets else 0)
        return targets

    return left


def test_without_the_option(left):
    assert left() == TARGETS
    assert left() == TARGETS


@pytest.mark.parametrize(
    ("patterns", "ignored"),
    [
        (["drafts/*"], TARGETS[:2]),
        (["*.png"], ["img/logo.png"]),
        (["old.md"], ["old.md"]),
        (["old.md*"], ["old.md", "old.md#top"]),
        (["drafts/?.md"], ["drafts/a.md"]),
        (["#*"], ["#nowhere"]),
        (["*.png", "drafts/*"], [*TARGETS[:2], "img/logo.png"]),
        (["[io]*", "#nowhere", "no*"], ["old.md", "old.md#top", "img/logo.png", "#nowhere"]),
        (["logo.png", "a.md", "index.md", "drafts"], []),
    ],
)
def test_ignored(left, patterns, ignored):
    assert left(*patterns) == [target for target in TARGETS if target not in ignored]


def test_all_ignored(left):
    assert left("*") == []


def test_from_one_run_to_the_next(left):
    assert left("drafts/*") == TARGETS[2:]
    assert left() == TARGETS


def test_text(docs, capsys):
    assert main(["check", str(docs), "--ignore", "[di]*", "--ignore", "*#*"]) == 1
    assert capsys.readouterr().out == "index.md:6: old.md: no such file\n1 broken link\n"
    assert main(["check", str(docs), "--ignore=*"]) == 0
    assert capsys.readouterr().out == "0 broken links\n"


def test_help(capsys):
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    assert "--ignore" in capsys.readouterr().out
