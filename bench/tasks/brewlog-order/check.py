import random

import pytest
from brewlog.cli import main
from support import run_python


def numbers(output):
    return [int(line.split()[0]) for line in output.splitlines()]


def test_our_batches():
    done = run_python("-m", "brewlog", "list")
    assert (done.returncode, numbers(done.stdout)) == (0, list(range(1, 13)))
    assert done.stdout.splitlines()[8:10] == [
        "  9  2024-11-02   7.6 %  Doppelbock",
        " 10  2025-01-18   5.1 %  Pale Ale",
    ]


@pytest.mark.parametrize("given", [[2, 1], [10, 9], [100, 20, 3], [7, 70, 8, 80, 12, 1, 101, 11]])
def test_any_order_of_the_file(tmp_path, capsys, given):
    # Neither the order of the file nor that of the days is that of the numbers.
    rows = [f"{number},Ale,2024-01-{day:02},1.050,1.010,,\n" for day, number in enumerate(given, 1)]
    for seed in range(4):
        random.Random(seed).shuffle(rows)
        (tmp_path / "batches.csv").write_text("number,beer,brewed,og,fg,bottled,bottles\n" + "".join(rows))
        assert main(["--data", str(tmp_path), "list"]) == 0
        assert numbers(capsys.readouterr().out) == sorted(given)


def test_show_is_as_before():
    done = run_python("-m", "brewlog", "show", "10")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Batch 10: Pale Ale")
    assert run_python("-m", "brewlog", "show", "13").returncode == 1
