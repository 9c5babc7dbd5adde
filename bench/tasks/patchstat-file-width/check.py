import pytest

from patchstat import DEFAULTS, Settings, read_settings
from patchstat.__main__ import main
from patchstat.settings import override


def diff(path, lines):
    return f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -0,0 +1,{lines} @@\n" + "+x\n" * lines


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.diff").write_text(diff("a.py", 50) + diff("b.py", 100))

    def run(settings, *options):
        if settings is not None:
            (tmp_path / "patchstat.ini").write_text("[patchstat]\n" + settings)
        assert main(["x.diff", *options]) == 0
        return [(line[:4], line.count("+")) for line in capsys.readouterr().out.splitlines()[:-1]]

    return run


@pytest.mark.parametrize(
    ("settings", "options", "widths"),
    [
        (None, [], (30, 60)),
        (None, ["--width", "20"], (10, 20)),
        (None, ["--width", "0"], (0, 0)),
        ("", [], (30, 60)),
        ("sort = path\n", [], (30, 60)),
        ("width = 0\n", [], (0, 0)),
        ("width = 20\n", [], (10, 20)),
        ("width = 80\n", [], (40, 80)),
        ("width = 20\n", ["--width", "10"], (5, 10)),
        ("width = 20\n", ["--width", "60"], (30, 60)),
        ("width = 0\n", ["--width", "60"], (30, 60)),
        ("width = 20\n", ["--width", "0"], (0, 0)),
        ("width = 20\n", ["--sort", "path"], (10, 20)),
    ],
)
def test_width(run, settings, options, widths):
    assert run(settings, *options) == [("a.py", widths[0]), ("b.py", widths[1])]


def test_other_settings(run):
    assert run("sort = churn\nwidth = 4\n") == [("b.py", 4), ("a.py", 2)]
    assert run("sort = churn\nwidth = 4\n", "--sort", "path") == [("a.py", 2), ("b.py", 4)]
    assert run("ignore = a.*\nwidth = 4\n") == [("b.py", 4)]
    assert run("ignore = a.*\nwidth = 4\n", "--ignore", "b.*") == [("a.py", 4)]


def test_settings(tmp_path):
    assert DEFAULTS == Settings("path", 60, ())
    assert override(Settings("churn", 20), width=0, sort=None) == Settings("churn", 0)
    assert override(Settings("churn", 20), width=None) == Settings("churn", 20)
    (tmp_path / "x.ini").write_text("[patchstat]\nwidth = 7\n")
    assert read_settings(tmp_path / "x.ini") == Settings(width=7)
