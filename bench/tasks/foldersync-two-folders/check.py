import foldersync.ignore
from foldersync import Rules, read_rules, take_snapshot
from foldersync.cli import main


def test_rules_are_their_own():
    first = Rules(["*.log", "cache/"])
    second = Rules(["*.bak"])
    third = Rules()
    assert [rules.ignores("a.log") for rules in (first, second, third)] == [True, False, False]
    assert [rules.ignores("cache/a") for rules in (first, second, third)] == [True, False, False]
    assert [rules.ignores("a.bak") for rules in (first, second, third)] == [False, True, False]
    third.add("!*.tmp")
    third.add("*.md")
    assert [rules.ignores("x.tmp") for rules in (first, second, third, Rules())] == [True, True, False, True]
    assert [rules.ignores("x.md") for rules in (first, second, third, Rules())] == [False, False, True, False]


def test_patterns():
    rules = Rules(["*.log", "# x", "", "!keep.log"])
    assert list(rules.patterns) == [".git/", "*.tmp", "*.log", "!keep.log"]
    assert list(Rules().patterns) == [".git/", "*.tmp"]
    assert list(foldersync.ignore.ALWAYS) == [".git/", "*.tmp"]
    patterns = ["*.log"]
    Rules(patterns).add("*.bak")
    assert patterns == ["*.log"]


def test_folders(tmp_path):
    for name, pattern in (("one", "*.log"), ("two", "!a.log\n*.txt"), ("three", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".syncignore").write_text(pattern)
        for file in ("a.log", "b.log", "c.txt", "d.tmp"):
            (tmp_path / name / file).write_text("x")
    found = [list(take_snapshot(tmp_path / name, read_rules(tmp_path / name))) for name in ("one", "two", "three")]
    assert found == [
        [".syncignore", "c.txt"],
        [".syncignore", "a.log", "b.log"],
        [".syncignore", "a.log", "b.log", "c.txt"],
    ]


def test_the_command_twice(tmp_path, capsys):
    for name in ("one", "two", "empty"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.log").write_text(name)
    (tmp_path / "empty" / "a.log").unlink()
    (tmp_path / "one" / ".syncignore").write_text("*.log\n.syncignore\n")
    assert main(["diff", str(tmp_path / "one"), str(tmp_path / "empty")]) == 0
    assert main(["diff", str(tmp_path / "two"), str(tmp_path / "empty")]) == 0
    assert capsys.readouterr().out == "no changes\n+ a.log\n1 added, 0 changed, 0 removed, 0 moved (3 B)\n"
