from pathlib import Path

import pytest

from patchstat import DEFAULTS, Settings, read_settings
from patchstat.__main__ import main
from patchstat.settings import override

SAMPLE = Path(__file__).parents[1] / "data" / "sample.diff"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_read(folder):
    (folder / "x.ini").write_text("[patchstat]\nwidth = 20\nignore = *.lock *.min.js\n")
    assert read_settings("x.ini") == Settings(width=20, ignore=("*.lock", "*.min.js"))
    assert read_settings("missing.ini") == DEFAULTS


def test_unknown(folder):
    (folder / "x.ini").write_text("[patchstat]\ncolour = red\n")
    with pytest.raises(ValueError, match="not a setting: colour"):
        read_settings("x.ini")


def test_override():
    assert override(Settings("churn", 20), width=0, sort=None) == Settings("churn", 0)


def test_command(folder, capsys):
    assert main([str(SAMPLE)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "docs/new.md | 2 ++",
        "lib/b.py    | 0",
        "old.txt     | 1 -",
        "src/app.py  | 4 ++--",
        "4 files, 4 added, 3 deleted",
    ]


def test_file_sets_width(folder, capsys):
    (folder / "patchstat.ini").write_text("[patchstat]\nwidth = 0\n")
    assert main([str(SAMPLE), "--ignore", "*.md"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "lib/b.py   | 0"
    assert main([str(SAMPLE), "--ignore", "*.txt", "--ignore", "src/*"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "docs/new.md | 2"


def test_bad_diff(folder, capsys):
    (folder / "x.diff").write_text("@@ -1 +1 @@\n")
    assert main(["x.diff"]) == 1
    assert capsys.readouterr().err == "patchstat: line 1: a hunk before the first file\n"
