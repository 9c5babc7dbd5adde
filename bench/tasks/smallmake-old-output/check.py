import os

import pytest

from smallmake import Rule, is_due
from smallmake.__main__ import main


def write(folder, times):
    for name, time in times.items():
        (folder / name).write_text("")
        os.utime(folder / name, (time, time))


@pytest.mark.parametrize(
    ("inputs", "outputs", "due"),
    [
        ((10, 35), (30, 40), True),
        ((35, 10), (30, 40), True),
        ((35, 10), (40, 30), True),
        ((10, 35), (40, 50, 30), True),
        ((35,), (30, 40), True),
        ((50, 60), (30, 40), True),
        ((10, 20), (30, 40), False),
        ((10, 20), (40, 30), False),
        ((10, 20), (25, 90, 30), False),
        ((10, 20), (15,), True),
        ((10,), (15,), False),
        ((), (30, 40), False),
        ((), (), True),
        ((10,), (), True),
    ],
)
def test_due(tmp_path, inputs, outputs, due):
    write(tmp_path, {f"in{index}": time for index, time in enumerate(inputs)})
    write(tmp_path, {f"out{index}": time for index, time in enumerate(outputs)})
    rule = Rule("x", "true", tuple(f"in{i}" for i in range(len(inputs))), tuple(f"out{i}" for i in range(len(outputs))))
    assert bool(is_due(rule, tmp_path)) is due


def test_missing(tmp_path):
    write(tmp_path, {"a": 10, "b": 30})
    assert is_due(Rule("x", "true", ("a",), ("b", "c")), tmp_path)


def test_build(tmp_path, capsys):
    (tmp_path / "m.toml").write_text(
        '[rules.charts]\ninputs = ["a.csv"]\noutputs = ["week", "year"]\ncommand = "touch week year"\n'
    )
    write(tmp_path, {"a.csv": 35, "week": 40, "year": 30})
    for expected in ("touch week year\n", ""):
        assert main(["--file", str(tmp_path / "m.toml"), "build", "charts"]) == 0
        assert capsys.readouterr().out == expected
