import os

import pytest

from makelet import MakeletError, Target, outdated
from makelet.cli import main

TARGETS = {
    target.name: target
    for target in [
        Target("all", ("app", "doc"), phony=True),
        Target("app", ("a.o", "lib")),
        Target("lib", ("b.o", "c.o")),
        Target("a.o", ("a.c", "gen.h")),
        Target("b.o", ("b.c", "gen.h", "x.h")),
        Target("c.o", ("c.c",)),
        Target("gen.h", ("gen.py",)),
        Target("doc", ("doc.md",)),
        Target("checked", ("lint", "c.c")),
        Target("lint", phony=True),
    ]
}
FILES = ["a.c", "b.c", "c.c", "x.h", "gen.py", "doc.md", "gen.h", "a.o", "b.o", "c.o", "lib", "app", "doc", "checked"]


@pytest.fixture
def folder(tmp_path):
    for time, name in enumerate(FILES, start=1000):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time, time))
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "goal", "names"),
    [
        ("x.h", "app", ["b.o", "lib", "app"]),
        ("gen.py", "app", ["gen.h", "a.o", "b.o", "lib", "app"]),
        ("c.c", "app", ["c.o", "lib", "app"]),
        ("c.c", "lib", ["c.o", "lib"]),
        ("a.c", "app", ["a.o", "app"]),
        ("a.c", "lib", []),
        ("doc.md", "app", []),
        ("doc.md", "all", ["doc", "all"]),
        ("lib", "app", ["app"]),
        (None, "app", []),
        (None, "all", ["all"]),
        (None, "checked", ["lint", "checked"]),
    ],
)
def test_changed(folder, changed, goal, names):
    if changed:
        os.utime(folder / changed, (2000, 2000))
    assert outdated(TARGETS, goal, folder) == [TARGETS[name] for name in names]


def test_missing(folder):
    (folder / "c.o").unlink()
    assert [target.name for target in outdated(TARGETS, "app", folder)] == ["c.o", "lib", "app"]


def test_no_target(folder):
    with pytest.raises(MakeletError):
        outdated(TARGETS, "nothing", folder)


def test_the_command_line(folder, capsys):
    text = "".join(
        f'[targets."{target.name}"]\nneeds = {list(target.needs)}\nrun = ["make {target.name}"]\n'
        for target in TARGETS.values()
        if not target.phony and target.name != "checked"
    )
    (folder / "makelet.toml").write_text(text)
    os.utime(folder / "x.h", (2000, 2000))
    assert main(["--file", str(folder / "makelet.toml"), "--dry-run", "app"]) == 0
    assert capsys.readouterr().out == "make b.o\nmake lib\nmake app\n"
