import json

import pytest
from foldersync.cli import main
from support import run_python


@pytest.fixture
def folders(tmp_path):
    def write(source, target):
        for name, files in (("source", source), ("target", target)):
            (tmp_path / name).mkdir()
            for path, text in files.items():
                (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / name / path).write_text(text)
        return [str(tmp_path / "source"), str(tmp_path / "target")]

    return write


MANY = (
    {"b": "1", "a": "2", "same": "x", "c/d": "new", "Grüße.txt": "m", "to/e": "n"},
    {"same": "x", "c/d": "old", "gone/f": "9", "gone/g": "10", "Gruss.txt": "m", "from/e": "n"},
)
EXPECTED = {
    "added": ["a", "b"],
    "changed": ["c/d"],
    "removed": ["gone/f", "gone/g"],
    "moved": [{"old": "Gruss.txt", "new": "Grüße.txt"}, {"old": "from/e", "new": "to/e"}],
}


def test_everything(folders, capsys):
    both = folders(*MANY)
    assert main(["diff", "--json", *both]) == 0
    assert json.loads(capsys.readouterr().out) == EXPECTED
    assert main(["diff", *both, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == EXPECTED


def test_no_changes(folders, capsys):
    assert main(["diff", "--json", *folders({"a": "1"}, {"a": "1"})]) == 0
    assert json.loads(capsys.readouterr().out) == {"added": [], "changed": [], "removed": [], "moved": []}


def test_as_a_command(folders):
    done = run_python("-m", "foldersync", "diff", "--json", *folders({"a": "1"}, {"b": "1", "c": "2"}))
    assert done.returncode == 0
    expected = {"added": [], "changed": [], "removed": ["c"], "moved": [{"old": "b", "new": "a"}]}
    assert json.loads(done.stdout) == expected


def test_without_the_option(folders, capsys):
    both = folders({"a": "1", "x": "22"}, {"b": "1", "x": "2"})
    assert main(["diff", *both]) == 0
    assert capsys.readouterr().out == "~ x\n> b -> a\n0 added, 1 changed, 0 removed, 1 moved (2 B)\n"
    assert main(["sync", *both]) == 0
    assert capsys.readouterr().out == "copy a\ncopy x\n"


def test_a_folder_is_missing(tmp_path, capsys):
    assert main(["diff", "--json", str(tmp_path), str(tmp_path / "none")]) == 1
    assert capsys.readouterr().out == ""
